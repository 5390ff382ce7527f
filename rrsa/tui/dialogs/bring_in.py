"""The last word before what came back goes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.i18n import _
from rrsa.tui.dialogs.sure import Sure

if TYPE_CHECKING:
    from rrsa.tui.settling import Settling


class BringIn(Sure):
    """It can be taken back, so Enter means yes here."""

    FOCUS = "#ok"
    HELP = _(
        "Everything that is settled goes in together, as one change that **u** takes back. What still waits "
        "for a choice does not go in: it stays in the workbook and can be brought in at any time."
    )

    def __init__(self, settling: Settling, promise: str) -> None:
        said = [settling.summary().rstrip(".") + "."]
        said += [begins_words(preview.name) for preview in settling.begins]
        super().__init__(_("Bring it in?"), "\n".join([*said, promise]).strip(), _("Bring in"))


def begins_words(name: str) -> str:
    """That a setting comes into being."""
    return _("It is not here yet: “{name}” becomes a new setting.").format(name=name)
