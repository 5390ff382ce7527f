"""What is listed of all that came back: asked in one list, with how much there is of each."""

from __future__ import annotations

from collections.abc import Callable

from rrsa.i18n import _
from rrsa.tui.dialogs.find import FindDialog, Found
from rrsa.tui.settling import Settling
from rrsa.tui.settling_rows import Only, Wanted


def narrowed(settling: Settling) -> tuple[FindDialog, Callable[[Found], Wanted]]:
    """The dialog to ask with, and what its answer means."""
    counts = {only: settling.matching(only) for only in Only}
    things = [
        _found("only", only.value, only.label, str(n))
        for only, n in counts.items()
        if n or only is Only.EVERYTHING
    ]
    workbooks = settling.workbooks()
    if len(workbooks) > 1:
        things += [_found("workbook", name, name, _("from this workbook")) for name in workbooks]
    things += [_found("group", name, name, str(n)) for name, n in settling.groups().items()]

    def meant(found: Found) -> Wanted:
        if found.kind == "only":
            return Wanted(Only(found.item))
        return Wanted(group=found.item) if found.kind == "group" else Wanted(workbook=found.item)

    return FindDialog(things, _("What is listed?")), meant


def _found(kind: str, item: str, label: str, where: str) -> Found:
    return Found(kind, item, label, where, label.lower())
