"""A target: for which group, about what, how many settings, by when."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Select

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.i18n import _
from rrsa.overview.groups import Figures, group_of
from rrsa.overview.subjects import Subject, subject_of
from rrsa.portfolio.checks import parse_day, show_day
from rrsa.portfolio.desk import Target
from rrsa.portfolio.records import TITLE, Value
from rrsa.tui.dialogs.dialog import Dialog


class TargetDialog(Dialog[dict[str, Value]]):
    """Gives what is said of a target; what is known now becomes its baseline."""

    HELP = _(
        "A target is for a **group**, never for one setting: how many are to reach something, and by when. "
        "Progress is counted from what settings share. For a **view** or what is **shown**, say which grade "
        "counts as reached; for an area that is the lowest that is not low, as no more is told of one. For "
        "a **measure**, it is counted in how many settings it has gone the better way since its baseline."
    )
    DEFAULT_CSS = """
    TargetDialog .row Label { width: 20; }
    TargetDialog .row Select { width: 1fr; }
    """

    def __init__(self, figures: Figures, target: Target | None = None, *, group: str = "all") -> None:
        super().__init__()
        self._figures = figures
        self._target = target
        self._begin = target.group or "all" if target is not None else group

    def title_text(self) -> str:
        return _("A target") if self._target is None else _("Target")

    def body(self) -> ComposeResult:
        target = self._target or Target("")
        groups = [(each.label, each.text) for each in self._figures.groups()]
        if self._begin not in {value for _label, value in groups}:
            groups.append((group_of(self._begin).label, self._begin))
        subjects = self._subjects(self._begin)
        if target.subject and target.subject not in {value for _label, value in subjects}:
            subjects.append((subject_of(target.subject).label, target.subject))
        grades = self._grades(self._begin, target.subject)
        if target.at_least is not None and target.at_least not in {value for _label, value in grades}:
            grades.append((str(target.at_least), target.at_least))
        with Horizontal(classes="row"):
            yield Label(_("For whom"))
            yield Select(groups, value=self._begin, allow_blank=False, id="group", compact=True)
        with Horizontal(classes="row"):
            yield Label(_("About what"))
            yield Select(
                subjects,
                prompt=_("choose one"),
                value=target.subject or Select.NULL,
                id="subject",
                compact=True,
            )
        with Horizontal(classes="row"):
            yield Label(_("Reached from"))
            value = Select.NULL if target.at_least is None else target.at_least
            yield Select(
                grades, prompt=_("the lowest that is not low"), value=value, id="at_least", compact=True
            )
        with Horizontal(classes="row"):
            yield Label(_("How many settings"))
            yield Input("" if target.wanted is None else str(target.wanted), id="wanted", placeholder="30")
        with Horizontal(classes="row"):
            yield Label(_("By when"))
            yield Input(show_day(target.by), id="by", placeholder=_("30 Jun 2027; may stay empty"))
        with Horizontal(classes="row"):
            yield Label(_("Title"))
            hint = _("made of what it is about, if it stays empty")
            yield Input(target.title or "", id="title", max_length=TITLE, placeholder=hint)
        with Horizontal(classes="row"):
            yield Label(_("What is to be done"))
            yield Input(target.note or "", id="note", placeholder=_("may stay empty"))

    # -- what can be chosen --------------------------------------------------------------------------

    def _frameworks(self, group: str) -> list[str]:
        try:
            return self._figures.within(group_of(group))
        except BadInput:
            return []

    def _subjects(self, group: str) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        frameworks = self._frameworks(group)
        for framework in frameworks:
            words = self._figures.frameworks[framework]
            for stage, name in words.stages.items():
                found.setdefault(Subject("stage", stage).text, _("{stage}: held").format(stage=name))
            if len(frameworks) > 1:
                continue  # a grade of one scale is no grade of another
            for kind, text in (("view", _("{id} {short}: view")), ("shown", _("{id} {short}: shown"))):
                for outcome, short in words.short.items():
                    found[Subject(kind, outcome).text] = text.format(id=outcome, short=short)
            for figure in self._figures.measures(framework):
                title = str(figure.said["title"])
                found[Subject("measure", title).text] = _("measure: {title}").format(title=title)
        return [(label, value) for value, label in found.items()]

    def _grades(self, group: str, subject: str | None) -> list[tuple[str, int]]:
        frameworks = self._frameworks(group)
        if len(frameworks) != 1 or (subject or "").partition(":")[0] in ("stage", "measure"):
            return []
        words = self._figures.frameworks[frameworks[0]]
        return [(words.grade(grade), grade) for grade in words.scale]

    def on_mount(self) -> None:
        self.begin_at("#group" if self._target is None else "#wanted")

    def on_select_changed(self, event: Select.Changed) -> None:
        group = str(self.query_one("#group", Select).value)
        subject = self.query_one("#subject", Select)
        if event.select.id == "group" and group != self._begin:
            self._begin = group
            was = subject.value
            options = self._subjects(group)
            with self.prevent(Select.Changed):
                subject.set_options(options)
                if was in {value for _label, value in options}:
                    subject.value = was
        if event.select.id in ("group", "subject"):
            grade = self.query_one("#at_least", Select)
            was = grade.value
            grades = self._grades(group, None if subject.value is Select.NULL else str(subject.value))
            with self.prevent(Select.Changed):
                grade.set_options(grades)
                if was in {value for _label, value in grades}:
                    grade.value = was

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_ok()

    def value(self) -> dict[str, Value]:
        self.reading("#subject")
        subject = self.query_one("#subject", Select).value
        if subject is Select.NULL:
            raise BadInput(_("it is not said what the target is about"), _("choose one from the list"))
        wanted = self.reading("#wanted")
        if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= 1_000_000):
            raise BadInput(
                _("“{given}” is no number of settings").format(given=wanted[:20]), _("write it like 30")
            )
        by = self.reading("#by")
        if by:
            by = parse_day(by, today=clock.today()).isoformat()
        grade = self.query_one("#at_least", Select).value
        return {
            "group": str(self.query_one("#group", Select).value),
            "subject": str(subject),
            "at_least": grade if isinstance(grade, int) else None,
            "wanted": int(wanted),
            "by": by or None,
            "title": self.reading("#title") or None,
            "note": self.reading("#note") or None,
        }
