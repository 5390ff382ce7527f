"""The last word before what came back goes in, and what is said once it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.sure import Sure

if TYPE_CHECKING:
    from rrsa.exchange.returning import Applied
    from rrsa.tui.settling import Settling


class BringIn(Sure):
    """It can be taken back at once, so Enter means yes here."""

    FOCUS = "#ok"
    HELP = _(
        "Everything that is settled goes in together, as one change that **u** takes back. What still waits "
        "for a choice does not go in: it stays in the workbook and can be brought in at any time."
    )

    def __init__(self, settling: Settling) -> None:
        said = [settling.summary() + "."]
        said += [_("A new setting begins: “{name}”.").format(name=p.name) for p in settling.begins]
        said.append(_("u takes all of it back at once."))
        super().__init__(_("Bring it in?"), "\n".join(said), _("Bring in"))


def applied_words(changes: int, done: list[Applied]) -> str:
    """What went in, as many ``changes`` as were on the list, and what is left."""
    left = sum(len(applied.left) for applied in done)
    if not any(applied.committed for applied in done):
        return _("Nothing was changed.")
    said = ngettext(
        "{n} change brought in. u takes it back.", "{n} changes brought in. u takes them back.", changes
    ).format(n=changes)
    if left:
        said += " " + ngettext("{n} is still to choose.", "{n} are still to choose.", left).format(n=left)
    return said
