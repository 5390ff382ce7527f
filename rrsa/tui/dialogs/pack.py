"""Handing over: the evidence pack for an assessor, or the whole of a setting for a colleague."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, Select, SelectionList, Static
from textual.widgets.selection_list import Selection
from textual.worker import get_current_worker

from rrsa.errors import BadInput, RrsaError
from rrsa.i18n import _, ngettext
from rrsa.tui.dialogs.writing import Job, Made, Progress, Stayed, WritingDialog
from rrsa.tui.widgets.ticks import TickList

if TYPE_CHECKING:
    from rrsa.exchange.gate.leaving import Hit
    from rrsa.exchange.pack.choice import Choice, OutcomeChoice
    from rrsa.exchange.pack.coverage import NoLonger

EVIDENCE, WHOLE = "evidence", "whole"
MOST_OTHERS = 200
"""Pieces listed that do not go along as things are: a list of thousands takes seconds to draw."""
_ANY_STAGE = ""


class PackDialog(WritingDialog):
    """What goes into it, what is no longer shown then, and where to."""

    TITLE_TEXT = _("Hand over a pack")
    OK = _("Write")
    DEFAULT_CSS = """
    PackDialog #coverage { height: auto; max-height: 7; }
    PackDialog #lost { width: 100%; }
    PackDialog #whole-part { margin-top: 1; }
    """
    HELP = _(
        "The **evidence pack** is for an assessor: the assessor’s copy, the two or three chosen pieces of "
        "each outcome with their files, a note, and a checksum of each file. Space ticks a piece or leaves "
        "it out; what is no longer shown then is said below. What may not leave stays here. The **whole "
        "pack** is for a colleague who takes over: everything, with the history, all files and what may "
        "never leave for anybody else. Hand it over in person."
    )

    _choices: tuple[OutcomeChoice, ...] = ()
    _unlisted = 0
    _listing = _wanted = False

    def choices(self) -> ComposeResult:
        framework = self._evaluation.framework
        kinds = [
            (_("Evidence pack: for an assessor"), EVIDENCE),
            (_("Whole pack: for a colleague who takes over"), WHOLE),
        ]
        stages = [(_("every stage"), _ANY_STAGE), *((stage.name, stage.id) for stage in framework.stages)]
        strands = [(f"{s.id} · {s.title}", s.id) for s in framework.strands]
        yield Label(_("Which pack?"), classes="field")
        yield Select(kinds, value=EVIDENCE, allow_blank=False, id="kind", compact=True)
        own = "field evidence-part"
        yield Label(_("For which stage?"), classes=own)
        yield Select(
            stages, value=_ANY_STAGE, allow_blank=False, id="stage", compact=True, classes="evidence-part"
        )
        yield Label(_("Which strand?"), classes=own)
        yield Select(
            strands,
            prompt=_("all strands"),
            value=Select.NULL,
            id="strand",
            compact=True,
            classes="evidence-part",
        )
        yield Label(_("Which pieces? Space ticks"), classes=own)
        yield TickList(id="pieces", classes="evidence-part")
        with VerticalScroll(id="coverage", classes="evidence-part"):
            yield Static(id="lost")
        yield Static(
            _(
                "Everything of this setting: history, all files, what consent holds back, and the framework "
                "text. It opens with rrsa alone. It is for the person who carries on, and for nobody else: "
                "hand it over in person, and delete it afterwards. The list of names is not in it."
            ),
            id="whole-part",
        )

    def on_mount(self) -> None:
        self.query_one("#pieces", TickList).styles.max_height = 6 if self.size.height < 30 else 14
        self._show_parts()
        self.query_one("#kind").focus()
        self._list()

    # -- what is chosen ------------------------------------------------------------------------------

    @property
    def _whole(self) -> bool:
        return self.query_one("#kind", Select).value == WHOLE

    def file_name(self) -> str:
        return self.dated("whole" if self._whole else "evidence", ".zip")

    def _show_parts(self) -> None:
        for each in self.query(".evidence-part"):
            each.display = not self._whole
        self.query_one("#whole-part").display = self._whole

    def chosen(self, what: str) -> None:
        if what == "kind":
            self._show_parts()
            self.suggest()
        else:
            self._list()

    def _asked(self, *, by_hand: bool) -> Choice:
        """The choice as it stands; ``by_hand`` with the pieces that were ticked or left out."""
        from rrsa.exchange.pack.choice import Choice

        stage = str(self.query_one("#stage", Select).value) or None
        strand = self.query_one("#strand", Select).value
        asked = Choice(stage, () if strand is Select.NULL else (str(strand),))
        if not by_hand:
            return asked
        ticked = set(self.query_one("#pieces", TickList).selected)
        offered = {piece.evidence for outcome in self._choices for piece in outcome.pieces}
        usual = {p.evidence for outcome in self._choices for p in outcome.pieces if p.chosen}
        add = tuple(sorted(each for each in offered & ticked if each not in usual))
        leave = tuple(sorted(usual - ticked))
        return Choice(asked.stage, asked.strands, add, leave)

    @work(thread=True, exclusive=True, group="choices", exit_on_error=False)
    def _look_up(self, choice: Choice) -> None:
        """What there is to choose from, beside the screen's thread."""
        from rrsa.exchange.pack.choice import choices

        try:
            found = choices(self._evaluation, choice)
        except RrsaError as error:
            self.app.call_from_thread(self._in_vain, str(error))
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take, found)

    def _in_vain(self, why: str) -> None:
        self._listing = self._wanted = False
        self.complain(why)

    def action_ok(self) -> None:
        """What the choice comes to is known first: else pieces would be missing, or of another choice."""
        self._wanted = self._listing and not self._whole
        if not self._wanted:
            super().action_ok()

    def _list(self) -> None:
        self._listing = True
        self.query_one("#lost", Static).update(_("Looking …"))
        self._look_up(self._asked(by_hand=False))

    def _take(self, found: tuple[OutcomeChoice, ...]) -> None:
        if not self.is_mounted:
            return
        self._choices = found
        listed = self.query_one("#pieces", TickList)
        rows: dict[str, tuple[bool, Content]] = {}
        for outcome in found:
            for piece in outcome.pieces:
                if piece.evidence in rows and (rows[piece.evidence][0] or not piece.chosen):
                    continue
                size = f" · {size_words(piece.file_size)}" if piece.file_size is not None else ""
                words = Content.assemble(
                    (f"{outcome.outcome:>2} ", "$accent"),
                    piece.title,
                    (f"  {piece.perspective}{size}", "$text-muted"),
                )
                rows[piece.evidence] = piece.chosen, words
        # Those that go along come first; the others can be ticked below them.
        go = [Selection(words, evidence, True) for evidence, (chosen, words) in rows.items() if chosen]
        others = [Selection(words, each, False) for each, (chosen, words) in rows.items() if not chosen]
        self._unlisted = max(len(others) - MOST_OTHERS, 0)
        with self.prevent(SelectionList.SelectedChanged):
            listed.clear_options()
            listed.add_options([*go, *others[:MOST_OTHERS]])
        self._listing = False
        self._check()
        if self._wanted:
            self.action_ok()

    def on_selection_list_selected_changed(self) -> None:
        self.once_more()
        self._check()

    def _check(self) -> None:
        self._look_for_gaps(self._asked(by_hand=True))

    @work(thread=True, exclusive=True, group="coverage", exit_on_error=False)
    def _look_for_gaps(self, choice: Choice) -> None:
        from rrsa.exchange.pack.coverage import coverage_of

        try:
            lost = coverage_of(self._evaluation, choice)
        except RrsaError as error:
            self.app.call_from_thread(self.complain, str(error))
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_lost, lost)

    def _show_lost(self, lost: Sequence[NoLonger]) -> None:
        if not self.is_mounted:
            return
        n = len(self.query_one("#pieces", TickList).selected)
        count = ngettext("{n} piece goes along.", "{n} pieces go along.", n).format(n=n)
        lines = [Content.styled(count, "bold")]
        if self._unlisted:
            more = ngettext(
                "{n} more piece is not listed: ★ on an outcome’s page chooses it.",
                "{n} more pieces are not listed: ★ on an outcome’s page chooses one.",
                self._unlisted,
            )
            lines.append(Content.styled(more.format(n=self._unlisted), "$text-muted"))
        if lost:
            lines.append(Content(_("No longer shown, because of what was left out:")))
            lines += [Content.assemble(("▲ ", "$warning"), each.words) for each in lost]
        else:
            lines.append(Content(_("It shows everything that all the evidence shows.")))
        self.query_one("#lost", Static).update(Content("\n").join(lines))

    # -- writing -------------------------------------------------------------------------------------

    def job(self) -> Job:
        if self._whole:
            return Job(self._write_whole)
        choice, evaluation = self._asked(by_hand=True), self._evaluation
        self._reading = "#pieces"
        if not self.query_one("#pieces", TickList).selected:
            raise BadInput(_("no piece is ticked"), _("tick at least one with Space"))

        def find(progress: Progress) -> Sequence[Hit]:
            from rrsa.exchange.pack.writing import look_before

            return look_before(evaluation, choice, progress=progress).hits

        def write(path: Path, keep: Collection[str], progress: Progress) -> Made:
            from rrsa.exchange.pack.writing import write_pack

            packed = write_pack(evaluation, path, choice=choice, keep=keep, progress=progress)
            pieces = ngettext("{n} piece", "{n} pieces", packed.pieces).format(n=packed.pieces)
            files = ngettext("{n} file", "{n} files", packed.files).format(n=packed.files)
            said = _("{pieces} of evidence and {files} are in it, {size} in all.")
            told = said.format(pieces=pieces, files=files, size=size_words(packed.size))
            stayed = Stayed(packed.held, packed.hits, packed.unread).words()
            return Made(packed.path, (told, *stayed))

        return Job(write, find)

    def _write_whole(self, path: Path, _keep: Collection[str], progress: Progress) -> Made:
        from rrsa.exchange.whole import write_whole_pack

        evaluation = self._evaluation
        made = write_whole_pack(evaluation.store, evaluation.setting_id, path, progress=progress)
        return Made(
            made.path,
            (_("Everything is in it. I on the first screen, or rrsa restore, brings it in elsewhere."),),
        )

    def progress_words(self, done: int, total: int) -> str:
        return _("{done} of {total}; Escape stops").format(done=size_words(done), total=size_words(total))


def size_words(size: int) -> str:
    """A size as people read it: whole kilobytes or megabytes, never none."""
    if size < 1_000_000:
        return _("{n} KB").format(n=-(-size // 1_000))
    return _("{n} MB").format(n=-(-size // 1_000_000))
