"""Taking an older change back: asked first, and where something stands on it, said what does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from rrsa.guide.history import Line, moment
from rrsa.i18n import _, ngettext
from rrsa.portfolio.checks import show_day
from rrsa.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from rrsa.store import Entry

MOST_NAMED = 8
"""Changes named at a time that stand on another."""


class TakeBack(Dialog[bool]):
    """Gives ``True`` where the change is to be taken back (or done again)."""

    HELP = _(
        "A change can be taken back on its own while nothing newer has touched the same things. Otherwise "
        "take the newer ones back first, the newest before the others, or enter the earlier value again. "
        "Taking back is a change too: nothing is lost, and it can be done again."
    )

    def __init__(self, entry: Entry, others: list[Entry], told: list[Line]) -> None:
        super().__init__()
        self._entry = entry
        self._others = others
        self._told = told

    def title_text(self) -> str:
        again = self._entry.changeset.undoes is not None
        if self._others:
            return _("Something came in between") if again else _("Something newer stands on it")
        return _("Do this again?") if again else _("Take this back?")

    def body(self) -> ComposeResult:
        changeset = self._entry.changeset
        lines = [Content.styled(changeset.reason, "bold")]
        lines += [
            Content(f"• {line.about if line.is_long else line.text}") for line in self._told[:MOST_NAMED]
        ]
        if self._others:
            lines += [Content(""), Content(_("These came later and touch the same things:"))]
            lines += [Content(f"• {self._named(other)}") for other in self._others[:MOST_NAMED]]
            more = len(self._others) - MOST_NAMED
            if more > 0:
                lines.append(Content(ngettext("and {n} more", "and {n} more", more).format(n=more)))
            advice = _("Take those back first, or enter the earlier value again.")
            lines += [Content(""), Content.styled(advice, "$text-muted")]
        yield Static(Content("\n").join(lines))

    @staticmethod
    def _named(other: Entry) -> str:
        day = show_day(moment(other.changeset.at).date())
        return f"{other.changeset.reason} · {day} · {other.changeset.author}"

    def buttons(self) -> ComposeResult:
        if not self._others:
            again = self._entry.changeset.undoes is not None
            label = _("Do it again") if again else _("Take it back")
            yield Button(label, variant="primary", id="ok", compact=True)
        yield Button(_("Leave it"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query("#dialog-buttons Button").first().focus()

    def value(self) -> bool | None:
        return None if self._others else True
