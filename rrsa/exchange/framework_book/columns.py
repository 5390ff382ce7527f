"""The sheets of a framework's workbook and their columns: what each is called, and what may stand in it.

A column is known by a key such as ``outcomes.children``, which stands in a hidden row above the heads, so
that a workbook is understood whatever language its heads are in and in whatever order its columns come back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from rrsa.exchange.framework_book.shape import (
    CONDITIONS,
    EACH_OUTCOME,
    EACH_STRAND,
    GRADES,
    SETTING,
    YES_NO,
    Column,
    Table,
)
from rrsa.framework.voices import PICTURES, WELLBEING
from rrsa.i18n import _
from rrsa.vocabulary import Perspective


def _id(about: str) -> Column:
    return Column("id", _("Id"), 90, about, "id")


def _column_of(key: str, head: str, target: str, about: str, *, needed: bool = True) -> Column:
    return Column(key, head, 110, about, "id", (target,), needed)


def _about() -> Table:
    return Table(
        "about",
        _("About"),
        _("Whose framework this is, and for whom."),
        (Column("key", "", 20), Column("value", _("What you write"), 520)),
        spare=0,
    )


def _scale() -> Table:
    return Table(
        "scale",
        _("Scale"),
        _("The grades of your view, from 1 for the lowest. Two to ten; four are usual."),
        (
            Column("grade", _("Grade"), 70, _("1, 2, 3 and so on."), "number"),
            Column("name", _("Name"), 180, _("A few words, up to 32 characters.")),
            Column("meaning", _("What it means"), 520, _("How somebody recognises this grade.")),
            Column(
                "rag",
                _("Colour word"),
                110,
                _("For an action plan form only."),
                "text",
                ("red", "amber", "green"),
            ),
        ),
        spare=3,
    )


def _stages() -> Table:
    return Table(
        "stages",
        _("Stages"),
        _("What one works towards, in order. One stage is enough."),
        (
            _id(_("Short, without spaces, such as silver. It never changes.")),
            Column("name", _("Name"), 200, _("As people say it.")),
            Column("about", _("What it is"), 500, _("One or two sentences.")),
            Column(
                "lasts_months", _("Lasts (months)"), 90, _("Leave empty if it lasts."), "number", (), False
            ),
        ),
        spare=5,
    )


def _conditions() -> Table:
    return Table(
        "conditions",
        _("Stage conditions"),
        _("What a stage asks for. All its rows have to hold; of rows with the same letter, one is enough."),
        (
            _column_of("stage", _("Stage"), "stages.id", _("The stage's id.")),
            Column(
                "of",
                _("Of"),
                120,
                _("Who or what has to have it."),
                "text",
                (SETTING, EACH_OUTCOME, EACH_STRAND),
            ),
            Column("what", _("What it asks"), 240, _("Choose from the list."), "text", tuple(CONDITIONS)),
            Column(
                "value",
                _("Value"),
                200,
                _("A number, a milestone's id, or for look-fors a stage's id. Otherwise empty."),
                "id",
                (),
                False,
            ),
            Column(
                "either",
                _("Either/or"),
                80,
                _("The same letter: one of these rows is enough."),
                "id",
                (),
                False,
            ),
        ),
        spare=15,
    )


def _strands() -> Table:
    return Table(
        "strands",
        _("Strands"),
        _("Groups of outcomes. One is enough."),
        (
            _id(_("Short, such as A. It never changes.")),
            Column("title", _("Title"), 260),
            Column("short", _("Short title"), 170, _("Up to 32 characters, for narrow columns.")),
            Column("about", _("What it is about"), 460),
        ),
        spare=6,
    )


def _outcomes(grades: int, served: bool) -> Table:
    described = tuple(
        Column(
            f"grade-{n}",
            _("At grade {n}").format(n=n),
            180,
            _("What it looks like at this grade. Describe one grade at least."),
            needed=False,
        )
        for n in range(1, grades + 1)
    )
    serves = Column("serves", _("Answers for"), 170, _("Such as qi: 7.1, 7.2"), "serves", (), False)
    return Table(
        "outcomes",
        _("Outcomes"),
        _("What is graded. Each belongs to a strand and has one look-for or more on the next sheet."),
        (
            _id(_("Short, such as 1. Answers follow it, so it never changes.")),
            _column_of("strand", _("Strand"), "strands.id", _("The strand's id.")),
            Column("title", _("Outcome"), 240, _("What is so when it is well.")),
            Column("short", _("Short title"), 150, _("Up to 32 characters.")),
            Column("children", _("In children's words"), 230),
            Column("why", _("Why it matters"), 260, _("One or two sentences.")),
            Column(
                "articles",
                _("Articles"),
                90,
                _("Numbers of the Convention's articles, such as 12, 13"),
                "ids",
            ),
            *described,
            *((serves,) if served else ()),
        ),
        spare=10,
    )


def _look_fors() -> Table:
    return Table(
        "look-fors",
        _("Look-fors"),
        _("What one can go and see, hear or count. Three to five for an outcome are plenty."),
        (
            _id(_("Short, such as 1.1. Never used again for something else.")),
            _column_of("outcome", _("Outcome"), "outcomes.id", _("The outcome's id.")),
            _column_of("stage", _("Stage"), "stages.id", _("The stage that asks for it.")),
            Column("statement", _("Look-for"), 320, _("What one would find here.")),
            Column("children", _("In children's words"), 260),
            Column(
                "prompts",
                _("Questions that help to look"),
                300,
                _("One to six, each on a line of its own (Alt+Enter begins a line)."),
                "lines",
            ),
            Column(
                "may_not_apply",
                _("May not apply"),
                90,
                _("yes if a setting may set it aside, with a reason."),
                "flag",
                YES_NO,
                False,
            ),
        ),
        spare=24,
    )


def _ideas() -> Table:
    return Table(
        "ideas",
        _("Evidence ideas"),
        _("Ideas for showing a look-for, a row each. None is an obligation."),
        (
            _column_of("look_for", _("Look-for"), "look-fors.id", _("The look-for's id.")),
            Column(
                "perspective",
                _("From whom"),
                130,
                _("Choose from the list."),
                "text",
                tuple(map(str, Perspective)),
            ),
            Column("idea", _("Idea"), 640, _("Something one can do in a few minutes.")),
        ),
        needed=False,
        spare=30,
    )


def _milestones() -> Table:
    return Table(
        "milestones",
        _("Milestones"),
        _("What is done once on the way to a stage. May stay empty."),
        (
            _id(_("Short, such as plan-agreed.")),
            _column_of("stage", _("Stage"), "stages.id", _("The stage's id.")),
            Column("title", _("Milestone"), 240),
            Column("about", _("What it is"), 360),
            Column("children", _("In children's words"), 240, needed=False),
        ),
        needed=False,
        spare=8,
    )


def _visit() -> Table:
    return Table(
        "visit",
        _("Visit"),
        _("What helps before a visit: one row “about”, then things to have ready and questions to try."),
        (
            Column(
                "what",
                _("What it is"),
                110,
                _("Choose from the list."),
                "text",
                ("about", "checklist", "question"),
            ),
            Column("id", _("Id"), 110, _("For the checklist only."), "id", (), False),
            Column(
                "who",
                _("Who is asked"),
                110,
                _("For questions only."),
                "text",
                ("children", "staff", "leaders", "families", "partners"),
                False,
            ),
            _column_of(
                "outcome", _("Outcome"), "outcomes.id", _("For questions, if you like."), needed=False
            ),
            Column("text", _("Text"), 520),
        ),
        needed=False,
    )


def _voices() -> Table:
    return Table(
        "voices",
        _("Voices"),
        _("Sets of questions that are asked aloud. Their questions stand on the next sheet. May stay empty."),
        (
            _id(_("Short, such as younger. A later round is found by it.")),
            Column("title", _("Title"), 200),
            Column(
                "who",
                _("Who answers"),
                120,
                _("Choose from the list."),
                "text",
                ("children", "staff", "parents", "adults-observing"),
            ),
            Column("about", _("For the adult"), 260, _("Whom it suits, and how it goes best.")),
            Column("intro", _("Read aloud first"), 300),
            Column("answers", _("Answers"), 90, _("Choose."), "text", ("faces-5", "faces-3", "yes-no")),
            Column(
                "words",
                _("Words beside the answers"),
                150,
                _("One a line, from the one who agrees most to the one who agrees least."),
                "lines",
            ),
        ),
        needed=False,
        spare=4,
    )


def _questions() -> Table:
    return Table(
        "questions",
        _("Voice questions"),
        _("One idea each, up to ten for a set."),
        (
            _column_of("set", _("Set"), "voices.id", _("The set's id.")),
            _id(_("Short, such as play.")),
            Column("ask", _("What stands there, large"), 260),
            Column("aloud", _("What the adult reads"), 320),
            Column("picture", _("Picture"), 90, _("Choose from the list."), "text", PICTURES),
            Column("outcome", _("About outcome or look-for"), 120, _("Its id."), "id", (), False),
            Column("wellbeing", _("About wellbeing"), 110, _("Or choose one."), "text", WELLBEING, False),
        ),
        needed=False,
        spare=12,
    )


def _standards() -> Table:
    return Table(
        "standards",
        _("Standards"),
        _("Other people's standards: a row for the set with its source, then a row for each item."),
        (
            Column("set", _("Set"), 90, _("Such as qi."), "id"),
            Column("item", _("Item"), 90, _("Its number. Empty in the set's own row."), "id", (), False),
            Column("text", _("Title, or the item in short"), 420),
            Column("source", _("Source"), 380, _("In the set's own row."), needed=False),
        ),
        needed=False,
        spare=4,
    )


def _rules() -> Table:
    return Table(
        "rules",
        _("Rules"),
        _("The numbers behind the scores. The usual ones stand here; leave them if in doubt."),
        (
            Column("key", "", 20),
            Column("number", _("Number"), 90),
            Column("why", _("A sentence for whoever meets it"), 380, needed=False),
        ),
        spare=0,
    )


def tables(grades: int = GRADES, *, served: bool = True, standards: bool = True) -> tuple[Table, ...]:
    """The sheets in their order, for a scale of so many grades."""
    makers: tuple[Callable[[], Table], ...] = (
        *(_about, _scale, _stages, _conditions, _strands),
        *(lambda: _outcomes(grades, served), _look_fors, _ideas, _milestones, _visit, _voices, _questions),
        *((_standards,) if standards else ()),
        _rules,
    )
    return tuple(maker() for maker in makers)


@cache
def every() -> Mapping[str, Table]:
    """Every sheet that is known, by its key."""
    return {table.key: table for table in tables()}
