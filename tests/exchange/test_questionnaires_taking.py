"""A questionnaire's file into the portfolio: counts of whole groups, once, and nothing of one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from questionnaire_files import (
    AUTUMN,
    CLASS,
    FOLDER,
    LISTEN,
    NAMES,
    SAFE,
    SPRING,
    TELL,
    WORDS,
    WROTE,
    answers,
    as_csv,
    google,
    microsoft,
)

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.questionnaires import Fate, Options, Order, Preview, apply, take_in
from rrsa.exchange.questionnaires.columns import Use
from rrsa.exchange.questionnaires.map_file import read, save, written
from rrsa.guide.voices import round_views
from rrsa.guide.voices_shown import rounds_shown
from rrsa.portfolio.changes import Cell, Change, Changeset, ConflictError

ONE = "Rights survey(1-24).xlsx"
BOTH = "Rights survey(1-50).xlsx"
YEAR = date(2026, 1, 1)


@pytest.fixture
def glen(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded({})


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a CSV file, as Microsoft exports it in Britain."""

    def write(rows: list[list[Any]], name: str = "Rights survey.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(as_csv(rows))
        return path

    return write


def taken(evaluation: Evaluation, path: Path, **options: Any) -> Preview:
    preview = take_in(evaluation, path, Options(**options))
    apply(evaluation, preview)
    return preview


def fates(preview: Preview) -> dict[str, Fate]:
    return {each.view.round.group or "": each.fate for each in preview.rounds}


def counts(evaluation: Evaluation, question: str, group: str | None = None) -> list[dict[str, int | None]]:
    """The counts of a question in each round of a group, earliest first."""
    return [
        {each.answer: each.count for each in asked.answers}
        for view in round_views(evaluation.portfolio)
        if view.round.group == group
        for asked in view.questions
        if asked.text == question
    ]


# -- counted ----------------------------------------------------------------------------------------------


def test_a_look_changes_nothing_and_taking_it_in_is_one_change(glen: Evaluation) -> None:
    before = glen.revision
    preview = take_in(glen, FOLDER / ONE)
    assert preview.changes == 2
    assert (glen.revision, glen.portfolio.rounds) == (before, {})
    assert apply(glen, preview) == 2
    assert glen.revision == before + 1
    assert {(r.group, r.n, r.since, r.date) for r in glen.portfolio.rounds.values()} == {
        ("P6", 15, "2025-09-15", "2025-09-20"),
        ("P7", 9, "2025-09-15", "2025-09-19"),
    }
    assert counts(glen, SAFE, "P6") == [{"Yes": 9, "Sometimes": 4, "No": 2}]
    assert counts(glen, TELL, "P7") == [{"A friend": 9, "My teacher": 9, "The office": 3}]
    glen.undo()
    assert (glen.portfolio.rounds, glen.portfolio.tallies, glen.portfolio.forms) == ({}, {}, {})
    glen.redo()
    assert len(glen.portfolio.rounds) == 2


def test_counts_are_those_of_the_rows(glen: Evaluation, file: Callable[..., Path]) -> None:
    rows = answers(30, first=AUTUMN)
    taken(glen, file(microsoft(rows)), undivided=True)
    assert counts(glen, SAFE) == [{s: sum(r[2] == s for r in rows) for s in ("Yes", "Sometimes", "No")}]
    chosen = [part for row in rows for part in row[4].split(";") if part]
    assert counts(glen, TELL) == [{a: chosen.count(a) for a in ("A friend", "My teacher", "The office")}]
    assert counts(glen, WORDS) == [{"": sum(row[5] != "" for row in rows)}]


def test_microsoft_and_google_say_the_same_of_the_same_answers(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    rows = answers(30, first=AUTUMN)
    taken(glen, file(microsoft(rows)), undivided=True)
    first = [counts(glen, question) for question in (SAFE, LISTEN, TELL, WORDS)]
    glen.undo()
    taken(glen, file(google(rows), "Google.csv"), undivided=True)
    assert [counts(glen, question) for question in (SAFE, LISTEN, TELL, WORDS)] == first


def test_nothing_of_one_person_is_kept_anywhere(glen: Evaluation, tmp_path: Path) -> None:
    taken(glen, FOLDER / ONE)
    glen.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("recorded.db*"))
    assert SAFE.encode() in kept
    parts = {part for name in NAMES for part in (name, *name.split(), *name.lower().split())}
    for part in (*parts, "invented.example"):
        assert part.encode() not in kept, part
    assert WROTE.encode() not in kept
    assert b"Something else" not in kept
    assert b"09:30" not in kept


# -- groups and days --------------------------------------------------------------------------------------


def test_a_group_of_fewer_than_five_keeps_no_count(glen: Evaluation, file: Callable[..., Path]) -> None:
    rows = answers(20, first=AUTUMN)
    for number, row in enumerate(rows):
        row[1] = "P7" if number < 4 else "P6"
    preview = taken(glen, file(microsoft(rows)), sentences=("P7=We know whom to tell.",))
    assert preview.small == ("P7",)
    assert "Fewer than five answered in P7" in preview.small_words()
    rounds = {record.group: record for record in glen.portfolio.rounds.values()}
    assert (rounds["P7"].n, rounds["P7"].sentence) == (None, "We know whom to tell.")
    assert rounds["P7"].id not in glen.portfolio.tallies_by_round
    assert rounds["P6"].n == 16
    # Counted all together, the four could be worked out; so that is refused.
    with pytest.raises(BadInput, match="would give a small group away"):
        take_in(glen, file(microsoft(rows)), Options(undivided=True))


def test_what_a_small_group_said_stays_beside_what_it_counts_later(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    few = [[AUTUMN, "P7", "Yes"]] * 3
    heads = ["Timestamp", CLASS, SAFE]
    said = Options(group=CLASS, sentences=("We know whom to tell.",))
    apply(glen, take_in(glen, file([heads, *few]), said))
    taken(glen, file([heads, *few, *[[SPRING, "P7", "Yes"]] * 8]), since=YEAR)
    rounds = {record.date: (record.n, record.sentence) for record in glen.portfolio.rounds.values()}
    assert rounds == {"2025-09-15": (None, "We know whom to tell."), "2026-02-16": (8, None)}
    # Of the same days, the counts join the sentence.
    taken(glen, file([heads, *few, *[[AUTUMN, "P7", "Yes"]] * 4]))
    rounds = {record.date: (record.n, record.sentence) for record in glen.portfolio.rounds.values()}
    assert rounds["2025-09-15"] == (7, "We know whom to tell.")


def test_only_small_groups_keep_nothing_and_are_not_named(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    rows = answers(9, first=AUTUMN)
    for number, row in enumerate(rows):
        row[1] = f"P{number % 3}"
    preview = taken(glen, file(microsoft(rows)), group=CLASS)
    assert (preview.rounds, preview.small, preview.small_groups, preview.changes) == ((), (), 3, 0)
    assert "No group has five answers, so no counts are kept." in " ".join(preview.notes)
    assert any(hint.startswith("--undivided") for hint in preview.hints)
    assert glen.portfolio.forms == {}


def test_a_question_that_fewer_than_five_answered_is_left_out(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    rows = answers(20, first=AUTUMN)
    for row in rows[4:]:
        row[3] = ""
    preview = taken(glen, file(microsoft(rows)), undivided=True)
    assert preview.rounds[0].few == (LISTEN,)
    assert counts(glen, LISTEN) == []


def test_names_make_no_groups(glen: Evaluation) -> None:
    for column in ("Name", "Email"):
        with pytest.raises(BadInput, match=f"“{column}” says who answered"):
            take_in(glen, FOLDER / ONE, Options(group=column))
    with pytest.raises(BadInput, match="there is no column “shoe size”"):
        take_in(glen, FOLDER / ONE, Options(group="shoe size"))
    with pytest.raises(BadInput, match="cannot all be meant"):
        take_in(glen, FOLDER / ONE, Options(group=CLASS, undivided=True))


def test_one_name_for_all(glen: Evaluation) -> None:
    taken(glen, FOLDER / ONE, group_name="Primary 7")
    assert [(record.group, record.n) for record in glen.portfolio.rounds.values()] == [("Primary 7", 24)]


def test_before_and_after_a_day_are_two_rounds(glen: Evaluation) -> None:
    preview = taken(glen, FOLDER / BOTH, split=YEAR, undivided=True)
    assert [(each.view.round.n, each.view.round.date) for each in preview.rounds] == [
        (24, "2025-09-20"),
        (26, "2026-02-21"),
    ]
    assert len(counts(glen, SAFE)) == 2
    only = take_in(glen, FOLDER / BOTH, Options(since=YEAR, undivided=True))
    assert [each.fate for each in only.rounds] == [Fate.SAME]
    assert "Answers of other days were left out." in only.notes


def test_days_that_the_file_does_not_hold(glen: Evaluation, file: Callable[..., Path]) -> None:
    rows = [[CLASS, SAFE], *[["P6", "Yes"]] * 8]
    with pytest.raises(BadInput, match="no column of the file says when"):
        take_in(glen, file(rows), Options(since=YEAR))
    taken(glen, file(rows), on=date(2026, 3, 3))
    assert [record.date for record in glen.portfolio.rounds.values()] == ["2026-03-03"]
    with pytest.raises(BadInput, match="is after"):
        take_in(glen, FOLDER / ONE, Options(since=YEAR, until=date(2025, 1, 1)))
    with pytest.raises(BadInput, match="the file itself says when"):
        take_in(glen, FOLDER / ONE, Options(on=YEAR))
    nobody = take_in(glen, FOLDER / ONE, Options(since=YEAR))
    assert "Nobody answered in those days." in nobody.notes


def test_which_order_dates_are_in_is_asked_once(glen: Evaluation, file: Callable[..., Path]) -> None:
    rows = [["Timestamp", SAFE], *[[f"3/{9 + n % 2}/2025 8:30", "Yes"] for n in range(8)]]
    with pytest.raises(BadInput, match="--dates day-first or --dates month-first"):
        take_in(glen, file(rows))
    taken(glen, file(rows), order=Order.MONTH_FIRST)
    assert [(r.since, r.date) for r in glen.portfolio.rounds.values()] == [("2025-03-09", "2025-03-10")]
    again = take_in(glen, file(rows))  # it is remembered
    assert [each.fate for each in again.rounds] == [Fate.SAME]
    assert any("month first" in note for note in again.notes)


# -- again, and fuller ------------------------------------------------------------------------------------


def test_the_same_file_twice_adds_nothing(glen: Evaluation) -> None:
    taken(glen, FOLDER / ONE)
    before = glen.revision
    for name in (ONE, "Rights survey.csv"):  # the same answers in another form
        preview = taken(glen, FOLDER / name)
        assert set(fates(preview).values()) == {Fate.SAME}
        assert preview.changes == 0
    assert glen.revision == before


def test_two_people_who_take_in_the_same_file_say_the_same(recorded: Callable[..., Evaluation]) -> None:
    one, other = recorded({}), recorded({}, "Other School")
    taken(one, FOLDER / ONE)
    taken(other, FOLDER / ONE)
    for kind in ("round", "tally", "form"):
        assert one.portfolio.of_kind(kind) == other.portfolio.of_kind(kind)


def test_a_fuller_file_takes_the_place_of_the_counts(glen: Evaluation, file: Callable[..., Path]) -> None:
    rows = answers(30, first=AUTUMN)
    taken(glen, file(microsoft(rows[:20])), undivided=True)
    (before,) = glen.portfolio.rounds
    preview = taken(glen, file(microsoft(rows)))  # how people are divided is remembered too
    assert [(each.fate, each.view.round.n, each.now and each.now.round.n) for each in preview.rounds] == [
        (Fate.FULLER, 30, 20)
    ]
    assert list(glen.portfolio.rounds) == [before]
    assert sum(n or 0 for n in counts(glen, SAFE)[0].values()) == 30
    older = taken(glen, file(microsoft(rows[:20])))
    assert [each.fate for each in older.rounds] == [Fate.OLDER]
    assert glen.portfolio.rounds[before].n == 30
    glen.undo()
    assert glen.portfolio.rounds[before].n == 20


def test_later_answers_stand_beside_the_earlier_ones_if_they_are_divided(glen: Evaluation) -> None:
    taken(glen, FOLDER / ONE, undivided=True)
    whole = take_in(glen, FOLDER / BOTH)
    assert [each.fate for each in whole.rounds] == [Fate.FULLER]
    assert '--split "21 Sep 2025" keeps before and after apart' in whole.hints
    split = taken(glen, FOLDER / BOTH, split=date(2025, 9, 21))
    assert [each.fate for each in split.rounds] == [Fate.SAME, Fate.NEW]
    with pytest.raises(BadInput, match="goes over 2 rounds"):
        take_in(glen, FOLDER / BOTH)


def test_some_of_the_same_answers_are_never_counted_twice(glen: Evaluation) -> None:
    taken(glen, FOLDER / ONE, undivided=True)
    with pytest.raises(BadInput, match="some of these answers are in already"):
        take_in(glen, FOLDER / BOTH, Options(since=date(2025, 9, 18)))
    part = take_in(glen, FOLDER / BOTH, Options(since=date(2025, 9, 18), until=date(2025, 12, 1)))
    assert [each.fate for each in part.rounds] == [Fate.OLDER]


def test_somebody_was_quicker(glen: Evaluation) -> None:
    preview = take_in(glen, FOLDER / ONE, Options(undivided=True))
    record = preview.rounds[0].view.round.id
    changes = tuple(
        Change(Cell("round", record, field), None, value)
        for field, value in (("present", True), ("title", "Another"), ("n", 9))
    )
    glen.store.commit(glen.setting_id, Changeset("Other", "Quicker", changes))
    with pytest.raises(ConflictError):
        apply(glen, preview)
    glen.refresh()
    assert glen.portfolio.rounds[record].n == 9
    assert glen.portfolio.tallies == {}


def test_evidence_that_was_made_of_a_round_follows_it(glen: Evaluation, file: Callable[..., Path]) -> None:
    outcome = next(iter(glen.framework.outcomes))
    rows = answers(30, first=AUTUMN)
    taken(glen, file(microsoft(rows[:20])), undivided=True)
    (record,) = glen.portfolio.rounds
    made = glen.evidence_of_round(record, [outcome], "mixed", note="In words")
    item = glen.portfolio.evidence[made]
    assert (item.people, item.perspective, item.consent) == (20, "children", "not-needed")
    taken(glen, file(microsoft(rows)))
    assert glen.portfolio.evidence[made].people == 30
    with pytest.raises(BadInput, match="evidence was made of this round already"):
        glen.evidence_of_round(record, [outcome])
    glen.remove_evidence(made)
    assert glen.portfolio.rounds[record].evidence is None


# -- the map ----------------------------------------------------------------------------------------------


def test_a_map_is_written_changed_used_and_remembered(glen: Evaluation, tmp_path: Path) -> None:
    outcome = next(iter(glen.framework.outcomes))
    preview = take_in(glen, FOLDER / ONE)
    path = tmp_path / "map.yaml"
    save(path, preview.mapped, glen.framework)
    assert read(path, preview.mapped, glen.framework).columns == tuple(
        column if column.use is Use.QUESTION else type(column)(column.head, column.use)
        for column in preview.mapped.columns
    )
    text = path.read_text(encoding="utf-8")
    start = text.index(f'  - column: "{SAFE}"')
    told = (
        text[start:].replace("about:", f'about: "{outcome}"', 1).replace('"No": disagrees', '"No": none', 1)
    )
    path.write_text(text[:start] + told, encoding="utf-8")
    taken(glen, FOLDER / ONE, map_file=path)
    tallies = [t for t in glen.portfolio.tallies.values() if t.question == SAFE]
    assert {tally.outcome for tally in tallies} == {outcome}
    assert {tally.leans for tally in tallies if tally.answer == "No"} == {None}
    # The next file of the form needs nothing.
    later = take_in(glen, FOLDER / BOTH, Options(split=YEAR))
    assert later.is_known
    assert next(c.about for c in later.mapped.columns if c.head == SAFE) == outcome


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "columns:\n  - column: Nothing like it\n    as: question\n",
            r"map.yaml:2:5: the file has no column",
        ),
        (
            f"columns:\n  - column: {SAFE}\n    as: questoin\n",
            r"map.yaml:3:5: “as” cannot be “questoin” — did",
        ),
        (
            f"columns:\n  - column: {SAFE}\n    abuot: 4\n",
            r"map.yaml:3:5: “abuot” is not known here — did you",
        ),
        (f"columns:\n  - column: {SAFE}\n    about: '99'\n", "there is no outcome or look-for “99”"),
        (f"columns:\n  - column: {SAFE}\n    answers: Yes\n", "must each say whether they agree"),
        (f"columns:\n  - column: {SAFE}\n    as: when\n", "more than one column says when"),
        ("who: everybody\n", "“who” cannot be “everybody”"),
        ("- a list\n", "is no map of a form"),
        ("columns: [[[[\n", "map.yaml:1:"),
        ("columns: *alias\n", "map.yaml:1:"),
        ("", "map.yaml"),
    ],
)
def test_a_map_that_cannot_be_used_says_where(glen: Evaluation, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says) as refused:
        take_in(glen, FOLDER / ONE, Options(map_file=path))
    assert "\n" not in str(refused.value)


def test_a_map_holds_nothing_that_somebody_wrote(glen: Evaluation) -> None:
    text = written(take_in(glen, FOLDER / ONE).mapped, glen.framework)
    assert WROTE not in text
    assert not any(name in text for name in NAMES)


def test_a_heading_that_changed_a_little_is_said_and_stays_the_same_question(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    taken(glen, file(microsoft(answers(20, first=AUTUMN))), undivided=True)
    rows = microsoft(answers(20, first=SPRING))
    rows[0] = ["Do you feel safe in our school?" if cell == SAFE else cell for cell in rows[0]]
    preview = taken(glen, file(rows, "Other name.csv"))
    assert preview.renamed == ((SAFE, "Do you feel safe in our school?"),)
    assert len(counts(glen, SAFE)) == 2


def test_answers_that_the_form_does_not_offer_are_counted_together(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    rows = [["Timestamp", "Where?"], *[[datetime(2025, 9, 15), "The library"]] * 9]  # noqa: DTZ001
    rows += [[AUTUMN, "Behind Kenzie's shed"], [AUTUMN, "My own room"]]
    preview = taken(glen, file(rows))
    assert counts(glen, "Where?") == [{"The library": 9, "*": 2}]
    assert any("another answer" in note for note in preview.notes)


def test_what_leaves_of_the_fixtures_holds_no_small_count(glen: Evaluation) -> None:
    taken(glen, FOLDER / BOTH, split=YEAR)
    for view in rounds_shown(glen.portfolio):
        for question in view.questions:
            for each in question.answers:
                assert each.count is None or each.count == 0 or each.count >= 5


def test_so_few_new_answers_wait_until_there_are_five(glen: Evaluation, file: Callable[..., Path]) -> None:
    """Two papers, one with 20 answers and one with 23, would say what the three answered."""
    rows = answers(30, first=AUTUMN)
    taken(glen, file(microsoft(rows[:20])), undivided=True)
    preview = taken(glen, file(microsoft(rows[:23])))
    assert [each.fate for each in preview.rounds] == [Fate.WAITS]
    assert [record.n for record in glen.portfolio.rounds.values()] == [20]
    assert [each.fate for each in taken(glen, file(microsoft(rows[:25]))).rounds] == [Fate.FULLER]


def test_one_row_for_another_waits_too(glen: Evaluation, file: Callable[..., Path]) -> None:
    """As many as before, and still two papers would say what those who went and who came answered."""
    rows = answers(30, first=AUTUMN)
    other = [*rows[1:10], [*rows[0][:2], "No", *rows[0][3:]], *rows[10:20]]
    taken(glen, file(microsoft(rows[:20])), undivided=True)
    assert [each.fate for each in taken(glen, file(microsoft(other))).rounds] == [Fate.WAITS]
    assert [each.fate for each in taken(glen, file(microsoft(rows[:20]))).rounds] == [Fate.SAME]
    turned = [[*row[:2], "No" if row[2] == "Yes" else "Yes", *row[3:]] for row in rows[:20]]
    assert [each.fate for each in taken(glen, file(microsoft(turned))).rounds] == [Fate.FULLER]


# -- two papers, one from then and one from now -----------------------------------------------------------


def rows(n: int, class_: Callable[[int], str], said: Callable[[int], str]) -> list[list[Any]]:
    day = f"{AUTUMN:%Y-%m-%d}"
    return [["Timestamp", CLASS, SAFE], *([f"{day} 09:00:{i:02}", class_(i), said(i)] for i in range(n))]


def school_of(n: int, p7: int) -> list[list[Any]]:
    """Answers of one day: the first in P6 and the last few in P7, every third a no."""
    return rows(n, lambda i: "P7" if i >= n - p7 else "P6", lambda i: "Yes" if i % 3 else "No")


def test_taken_back_and_in_again_a_round_does_not_say_what_a_few_answered(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    first = file(school_of(21, 3))
    taken(glen, first, undivided=True)
    glen.remove_round(next(iter(glen.portfolio.rounds)))
    with pytest.raises(BadInput, match="kept and taken back with 21 people"):
        take_in(glen, file(school_of(22, 3), "later.csv"), Options(undivided=True))
    with pytest.raises(BadInput, match="would give a small group away — count them all together again"):
        take_in(glen, first, Options(group=CLASS))
    assert fates(taken(glen, first, undivided=True)) == {"": Fate.NEW}


def test_divided_anew_where_no_group_is_small_it_may_be(glen: Evaluation, file: Callable[..., Path]) -> None:
    whole = file(rows(42, lambda i: "P7" if i % 2 else "P6", lambda i: "Yes" if i % 3 else "No"))
    taken(glen, whole, undivided=True)
    glen.undo()
    assert fates(taken(glen, whole, group=CLASS)) == {"P6": Fate.NEW, "P7": Fate.NEW}
    glen.undo()
    assert fates(taken(glen, whole, undivided=True)) == {"": Fate.NEW}


def test_divided_anew_with_more_answers_the_small_class_of_then_stays_unknown(
    glen: Evaluation, file: Callable[..., Path]
) -> None:
    """Everybody of then, less P6 as it still is, are the three of P7 who had answered."""
    taken(glen, file(school_of(21, 3)), undivided=True)
    glen.undo()
    with pytest.raises(BadInput, match="count them all together again"):
        take_in(glen, file(school_of(27, 9), "later.csv"), Options(group=CLASS))
