"""A piece of evidence: what it is, where it is kept, what it shows, and whether it may leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Label, Select, TextArea
from textual.widgets.selection_list import Selection

from rrsa import clock, in_browser
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.evidence_files import read_whole
from rrsa.i18n import _
from rrsa.portfolio.checks import past_day, required, show_day
from rrsa.portfolio.records import LINE, NAME, TITLE, Evidence, Value
from rrsa.tui.dialogs.dialog import Dialog
from rrsa.tui.in_browser import as_typed, choose_file
from rrsa.tui.widgets.ticks import Tick, TickList
from rrsa.vocabulary import Consent, Direction, Directness, Perspective

AS_IT_IS = "as-it-is"
"""In the place of a direction: each link keeps its own."""


@dataclass(frozen=True)
class EvidenceForm:
    """What was filled in. ``targets`` are outcomes or look-fors; without a ``direction`` each link keeps
    its own."""

    values: dict[str, Value]
    targets: tuple[str, ...]
    direction: str | None
    file: Path | None = None
    seen: dict[str, Value] = field(default_factory=dict)


class EvidenceDialog(Dialog[EvidenceForm]):
    """Adds or edits a piece of evidence. The place comes first: a file is a choice, not a duty."""

    HELP = _(
        "**Point, don’t copy.** It is enough to say what you saw or heard, when, and where it is kept. "
        "From a child’s own record, say only that. Add a file if you want it in the portfolio: photos lose "
        "their location and camera data first. **Direction** may well be *not yet*: that is honest, and "
        "useful. Never write a child’s name. A piece that shows an identifiable child leaves this machine "
        "only with consent; where consent was refused, it never does."
    )

    def __init__(
        self,
        evaluation: Evaluation,
        targets: tuple[str, ...],
        item: Evidence | None = None,
        *,
        perspective: str | None = None,
        older: Evidence | None = None,
    ) -> None:
        """``item`` is edited; ``older`` is a piece whose place a newer one takes, with its links."""
        super().__init__()
        self._evaluation = evaluation
        self._targets = targets
        self._item = item
        self._perspective = perspective
        self._older = older

    def title_text(self) -> str:
        if self._older is not None:
            return _("A newer piece in the place of “{title}”").format(title=self._older.title)
        return _("Add evidence") if self._item is None else _("Evidence")

    def _to_begin_with(self) -> Evidence:
        """What stands in the fields at first. A newer piece has a day, consent and words of its own."""
        today = clock.today().isoformat()
        if self._older is None:
            return self._item or Evidence("", date=today)
        return replace(
            self._older,
            date=today,
            consent=None,
            identifiable=None,
            people=None,
            said=None,
            file_sha256=None,
            file_name=None,
        )

    def body(self) -> ComposeResult:
        item = self._to_begin_with()
        if self._older is not None:
            yield Label(
                _("It is shown wherever the older piece was. The older one is kept, linked to nothing."),
                classes="hint",
            )
        yield Label(_("What is it? A few words, no child’s name"), classes="field")
        yield Input(
            item.title or "",
            id="title",
            max_length=TITLE,
            placeholder=_("for example: questionnaire, autumn"),
        )
        yield Label(_("Where is it kept?"), classes="field")
        yield Input(
            item.place or "",
            id="place",
            max_length=LINE,
            placeholder=_("for example: shared drive, Rights folder; wall in the hall"),
        )
        yield Label(_("Or add a file (up to 25 MB; photos lose their location)"), classes="hint")
        with Horizontal(classes="row"):
            yield Input(id="file", placeholder=self._file_words(item))
            yield Button(_("Browse"), id="browse", compact=True)
        yield Label(_("Whose view is it?"), classes="field")
        yield self._select("perspective", Perspective, item.perspective or self._perspective, _("choose one"))
        yield from self._children_words(item)
        if self._older is None:
            yield Label(_("What does it show?"), classes="field")
            yield self._directions()
        yield Label(_("How close to what happened?"), classes="field")
        yield self._select("directness", Directness, item.directness or Directness.FIRST_HAND, None)
        yield Label(_("When was it seen? Leave empty if nobody knows"), classes="field")
        yield Input(show_day(item.date), id="date", placeholder=_("3 Apr 2026, today, yesterday"))
        if self._older is None:
            yield Label(_("Which outcome or look-fors is it for? Space ticks"), classes="field")
            yield TickList(*self._choices(), id="targets")
        yield Label(_("May it leave?"), classes="field")
        yield self._select("consent", Consent, item.consent or Consent.UNKNOWN, None)
        yield Tick(
            _("It shows a child who could be recognised"),
            bool(item.identifiable),
            id="identifiable",
            compact=True,
        )
        yield Tick(
            _("A showcase: one of the one or two that show best what has become of this strand"),
            bool(item.showcase),
            id="showcase",
            compact=True,
        )
        yield Label(_("Who saw it? A role"), classes="field")
        yield Input(item.seen_by or "", id="seen_by", max_length=NAME)
        yield Label(_("How many people does it speak for? Only if you know"), classes="field")
        yield Input(str(item.people or ""), id="people", type="integer", max_length=6)
        yield Label(_("What it shows, in your words"), classes="field")
        yield TextArea(item.note or "", id="note")

    def on_mount(self) -> None:
        # Long lists scroll in themselves, so that what comes behind them is a few keys away.
        for listed in self.query(TickList):
            listed.styles.max_height = 8
        self._show_children_words()
        self.begin_at("#title")

    def _children_words(self, item: Evidence) -> ComposeResult:
        """What children were asked and said; there for their views alone."""
        yield Label(
            _(
                "If a child says that they are not safe: stop, listen, and follow your child protection "
                "procedure. Don’t type it here."
            ),
            classes="hint children",
        )
        yield Label(_("What were children asked?"), classes="field children")
        yield Input(item.question or "", id="question", max_length=LINE, classes="children")
        yield Label(_("What they said, in one sentence that they agreed"), classes="field children")
        yield Input(item.said or "", id="said", max_length=LINE, classes="children")

    def _show_children_words(self) -> None:
        theirs = self.query_one("#perspective", Select).value == Perspective.CHILDREN
        for each in self.query(".children"):
            each.display = theirs

    def on_select_changed(self, event: Select.Changed) -> None:
        if event.select.id == "perspective":
            self._show_children_words()

    def _select(self, name: str, choices: type, value: str | None, prompt: str | None) -> Select[str]:
        options = [(word.label, word.value) for word in choices]  # type: ignore[attr-defined]
        if prompt is not None:
            return Select(options, prompt=prompt, value=value or Select.NULL, id=name, compact=True)
        return Select(options, value=str(value), allow_blank=False, id=name, compact=True)

    def _directions(self) -> Select[str]:
        """What it shows; where it shows different things in different places, they may stay so."""
        item = self._item.id if self._item else ""
        links = self._evaluation.portfolio.links_by_evidence.get(item, ())
        said = {link.direction or "" for link in links if link.target in self._targets}
        options = [(word.label, word.value) for word in Direction]
        if len(said) > 1:
            options.insert(0, (_("As it is: not the same everywhere"), AS_IT_IS))
            value = AS_IT_IS
        else:
            value = next(iter(said), "") or Direction.WORKS.value
        return Select(options, value=value, allow_blank=False, id="direction", compact=True)

    def _file_words(self, item: Evidence) -> str:
        if item.file_name:
            return _("{name} is stored; a new file takes its place").format(name=item.file_name)
        return _("no file")

    def _choices(self) -> list[Selection[str]]:
        """The outcomes of the piece, each with its look-fors, ticked where it is shown already; or all
        outcomes, where nothing is said yet of what it is for."""
        framework = self._evaluation.framework
        if not self._targets:
            return [Selection(f"{o.id} {o.short}", o.id) for o in framework.outcomes.values()]
        outcomes = dict.fromkeys(framework.outcome_of[target] for target in self._targets)
        found = []
        for outcome_id in outcomes:
            outcome = framework.outcomes[outcome_id]
            found.append(Selection(f"{outcome.id} {outcome.short}", outcome.id, outcome.id in self._targets))
            for indicator in outcome.indicators:
                text = (
                    indicator.statement if len(indicator.statement) < 62 else indicator.statement[:61] + "…"
                )
                found.append(
                    Selection(f"  {indicator.id} {text}", indicator.id, indicator.id in self._targets)
                )
        return found

    def pressed(self, button: str) -> None:
        if button == "browse":
            self._browse()
        else:
            super().pressed(button)

    def _browse(self) -> None:
        def take(path: Path) -> None:
            self.query_one("#file", Input).value = as_typed(path)

        choose_file(self.app, take)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def value(self) -> EvidenceForm:
        required("title", title := self.reading("#title"))
        typed = self.reading("#file").strip('"')
        file = in_browser.to_read(typed) if typed else None
        if file is not None:
            read_whole(file)  # says at once what is wrong with it, while the dialog is open
        self.reading("#perspective")
        perspective = self.query_one("#perspective", Select).value
        if perspective is Select.NULL:
            raise BadInput(
                _("it is not said whose view it is"), _("choose children, observation, records or adults")
            )
        day = self.reading("#date")
        date = past_day(day, today=clock.today()) if day else None
        targets, direction = self._shown_for()
        words = perspective == Perspective.CHILDREN
        values: dict[str, Value] = {
            "title": title,
            "place": self.reading("#place") or None,
            "seen_by": self.reading("#seen_by") or None,
            "perspective": str(perspective),
            "directness": str(self.query_one("#directness", Select).value),
            "date": date,
            "consent": str(self.query_one("#consent", Select).value),
            "identifiable": self.query_one("#identifiable", Tick).value,
            "people": self._people(),
            "note": self.query_one("#note", TextArea).text.strip() or None,
            "question": (self.reading("#question") or None) if words else None,
            "said": (self.reading("#said") or None) if words else None,
            "showcase": self.query_one("#showcase", Tick).value,
        }
        seen = {name: getattr(self._item, name) for name in values} if self._item else {}
        return EvidenceForm(values, targets, direction, file, seen)

    def _shown_for(self) -> tuple[tuple[str, ...], str | None]:
        """Outcomes and look-fors, and what it shows there; a newer piece takes them as they are."""
        if self._older is not None:
            return (), None
        self.reading("#targets")
        targets = tuple(self.query_one("#targets", TickList).selected)
        linked_nowhere = self._item is not None and not self._targets
        if not targets and not linked_nowhere:
            raise BadInput(_("it is not said what it is for"), _("tick at least one outcome or look-for"))
        direction = str(self.query_one("#direction", Select).value)
        return targets, None if direction == AS_IT_IS else direction

    def _people(self) -> int | None:
        text = self.reading("#people")
        if not text:
            return None
        if not text.isdecimal():  # a digit such as “²” is no number
            raise BadInput(_("how many people must be a whole number"), _("leave it empty if nobody counted"))
        return int(text)
