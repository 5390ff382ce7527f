"""The action plan: outcome, the word that the award's form asks for, what, who, when, how far."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.paper import Block, Cell, Paper, Table, Text
from rrsa.exchange.report.subject import Subject
from rrsa.exchange.report.words import about_setting, by_when, how_far, numbered, paper, rag_cell
from rrsa.framework.model import Outcome
from rrsa.i18n import _
from rrsa.portfolio.records import Action

Row = tuple[Cell | None, ...]


def compose(subject: Subject) -> Paper:
    """The plan for the subject's stage."""
    eyebrow = _("{paper}: {stage}").format(
        paper=Audience.ACTION_PLAN.label(subject.kind), stage=subject.stage.name
    )
    blocks: list[Block] = [
        about_setting(subject),
        Text(
            _(
                "Red, amber and green are the words that an action plan form asks for. They say where work "
                "goes first and judge nobody."
            ),
            "quiet",
        ),
        table(subject),
    ]
    return paper(subject, Audience.ACTION_PLAN, blocks, eyebrow=eyebrow, landscape=True)


def table(subject: Subject, *, only: Collection[str] | None = None) -> Table:
    """The plan's table: every outcome with its actions; ``only`` leaves out all others, and what an action
    has changed, which stands elsewhere then."""
    rows: list[Row] = []
    for outcome in subject.framework.outcomes.values():
        if only is None or outcome.id in only:
            rows += _outcome(subject, outcome, brief=only is not None)
    stray = subject.stray_actions() if only is None else ()
    if stray:
        first = (Cell(_("For no outcome in particular"), rows=len(stray)), Cell("–", rows=len(stray)))
        rows += _rows(subject, stray, first)
    return Table(
        caption=_("Action plan"),
        heads=(_("Outcome"), _("RAG"), _("What"), _("Who"), _("By when"), _("How far")),
        rows=tuple(rows),
        widths=(22, 13, 25, 12, 11, 17),
        heard=True,
    )


def _outcome(subject: Subject, outcome: Outcome, *, brief: bool) -> Iterator[Row]:
    actions = subject.actions(outcome.id)
    spans = max(len(actions), 1)
    line = subject.portfolio.outcome(outcome.id).line or ""
    first = (Cell(numbered(outcome), rows=spans, under=line), rag_cell(subject, outcome, spans))
    if not actions:
        nothing = Cell(_("Nothing planned at present."), quiet=True)
        yield (*first, nothing, Cell("–"), Cell("–"), Cell("–"))
        return
    yield from _rows(subject, actions, first, brief=brief)


def _rows(
    subject: Subject, actions: Sequence[Action], first: tuple[Cell, Cell], *, brief: bool = False
) -> Iterator[Row]:
    for n, action in enumerate(actions):
        head: Row = first if n == 0 else (None, None)
        yield (
            *head,
            Cell(action.what or "–"),
            Cell(action.who or "–"),
            Cell(by_when(action)),
            replace(how_far(subject, action), under="") if brief else how_far(subject, action),
        )
