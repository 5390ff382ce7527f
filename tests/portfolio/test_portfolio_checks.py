"""What people type, checked before it becomes a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.errors import BadInput
from rrsa.portfolio.checks import (
    checked,
    clean_text,
    not_one_of,
    parse_day,
    past_day,
    required,
    show_day,
)
from rrsa.portfolio.records import LINE, SPECS, TEXT, TITLE, Value

TODAY = date(2026, 4, 3)
SPRING = date(2026, 4, 3)


# -- days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-04-03", SPRING),
        ("2026-4-3", SPRING),
        ("2026/04/03", SPRING),
        ("2026.4.3", SPRING),
        ("3/4/2026", SPRING),
        ("03/04/2026", SPRING),
        ("3.4.26", SPRING),
        ("3-4-2026", SPRING),
        ("3 Apr 2026", SPRING),
        ("3 apr. 26", SPRING),
        ("3rd April 2026", SPRING),
        ("3rd of April 2026", SPRING),
        ("3-Apr-2026", SPRING),
        ("3 April, 2026", SPRING),
        ("  3  APRIL  2026 ", SPRING),
        ("1st Sept 2025", date(2025, 9, 1)),
        ("22nd december 2025", date(2025, 12, 22)),
        ("29/2/2024", date(2024, 2, 29)),
        ("31/12/99", date(2099, 12, 31)),
        ("1900-01-01", date(1900, 1, 1)),
        ("9999-12-31", date.max),
        ("Fri 3 Apr 2026", SPRING),
        ("Friday, 3/4/2026", SPRING),
        ("Fri 2026-04-03", SPRING),
        ("3 Apr ’26", SPRING),
        ("3/4/'26", SPRING),
        ("April 3, 2026", SPRING),
        ("Apr. 3rd 2026", SPRING),
        ("Mar 3 2026", date(2026, 3, 3)),
        ("today", TODAY),
        (" Yesterday", date(2026, 4, 2)),
        ("tomorrow", date(2026, 4, 4)),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    assert parse_day(typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("32/13/2026", "there is no such day"),
        ("31/4/2026", "there is no such day"),
        ("29/2/2026", "there is no such day"),
        ("4/31/2026", "there is no such day"),
        ("0/1/2026", "there is no such day"),
        ("2026-13-01", "there is no such day"),
        ("0000-01-01", "there is no such day"),
        ("Thu 3 Apr 2026", "another day of the week"),
        ("April 31, 2026", "there is no such day"),
        ("Fri", "not a date"),
        ("Fri 3 Apr", "not a date"),
        ("1899-12-31", "too long ago"),
        ("1/1/1066", "too long ago"),
        ("", "not a date"),
        ("soon", "not a date"),
        ("April 2026", "not a date"),
        ("3 Smarch 2026", "not a date"),
        ("3 Mayor 2026", "not a date"),
        ("3 decided 2026", "not a date"),
        ("3 Ap 2026", "not a date"),
        ("3/4", "not a date"),
        ("3/4/202", "not a date"),
        ("20260403", "not a date"),
        ("2026-W14-5", "not a date"),
        ("2026-04-03T10:00", "not a date"),
        ("３/４/2026x", "not a date"),
        ("1" * 40_000, "not a date"),
    ],
)
def test_what_is_no_day_is_refused_in_one_line(typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        parse_day(typed, today=TODAY)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 150
    assert refused.value.mend


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_a_day_that_is_shown_is_read_back(day: date) -> None:
    for shown in (
        show_day(day),
        show_day(day.isoformat()),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d %B %Y}",
    ):
        assert parse_day(shown, today=TODAY) == day


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_only_days_that_have_been_are_past(day: date, today: date) -> None:
    if day <= today:
        assert past_day(show_day(day), today=today) == day.isoformat()
    else:
        with pytest.raises(BadInput, match="is in the future — give the day on which it happened"):
            past_day(show_day(day), today=today)


def test_the_future_is_named_as_people_write_it() -> None:
    with pytest.raises(BadInput, match=r"^4 Apr 2026 is in the future"):
        past_day("tomorrow", today=TODAY)


def test_no_day_is_shown_as_nothing() -> None:
    assert show_day(None) == show_day("") == ""
    assert show_day("2026-04-03") == "3 Apr 2026"


# -- text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a line  ", "a line"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("a\tb", "a\tb"),
        ("bell\a, null\0, escape\x1b[31m, delete\x7f, next\x85", "bell, null, escape[31m, delete, next"),
        ("half \ud83d a \udca9 character", "half  a  character"),
        ("👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 😀", "👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 😀"),
        ("سلام عليكم", "سلام عليكم"),
        ("\u200fשלום\u200f", "\u200fשלום\u200f"),
        ("Là na Gàidhlig", "Là na Gàidhlig"),
        ("e\u0301", "e\u0301"),
        ("\0\x01", ""),
    ],
)
def test_text_keeps_what_can_be_read_and_nothing_else(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(st.text(st.characters(codec=None)))
def test_clean_text_is_clean_and_stays_so(typed: str) -> None:
    kept = clean_text(typed)
    assert clean_text(kept) == kept
    kept.encode()
    assert not [c for c in kept if c < " " and c not in "\n\t"]


def test_what_would_turn_round_a_line_unseen_goes_and_other_scripts_stay() -> None:
    assert clean_text("\ufeff\u202edlo\u202c title") == "dlo title"
    for typed in ("مرحبا 3 \u200fאבג", "👩‍👧", "\u2067שלום\u2069 and on"):
        assert clean_text(typed) == typed


@given(st.text(st.characters(exclude_categories=("C", "Z"))))
def test_clean_text_loses_no_letter(typed: str) -> None:
    assert clean_text(typed) == typed


def test_text_may_be_as_long_as_its_limit_and_not_longer() -> None:
    assert checked("outcome", {"achieved": "x" * TEXT}) == {"achieved": "x" * TEXT}
    with pytest.raises(BadInput) as refused:
        checked("outcome", {"achieved": "x" * 40_000})
    assert (
        str(refused.value) == "how it was achieved is 20000 characters too long — keep it to 20000 characters"
    )
    with pytest.raises(BadInput, match="the line on why is 1 character too long — keep it to 300"):
        checked("outcome", {"line": "👧" * (LINE + 1)})
    assert checked("evidence", {"title": " " * 9 + "x" * TITLE}) == {"title": "x" * TITLE}


def test_every_text_that_is_typed_has_a_limit_that_a_spreadsheet_cell_can_hold() -> None:
    for kind, specs in SPECS.items():
        for spec in specs.values():
            if spec.type == "text" and (kind, spec.name) != ("parked", "content"):  # data that nobody types
                assert 0 < spec.limit < 32_767, (kind, spec.name)


def test_empty_text_is_absent() -> None:
    assert checked("outcome", {"line": " \r\n ", "achieved": ""}) == {"line": None, "achieved": None}
    assert checked("evidence", {"title": None}) == {"title": None}


# -- words, numbers and flags ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "field", "given", "line"),
    [
        (
            "evidence",
            "perspective",
            "childern",
            "the perspective cannot be “childern” — did you mean children? "
            "choose one of: children, observation, records, adults",
        ),
        (
            "evidence",
            "consent",
            "perhaps",
            "consent cannot be “perhaps” — choose one of: not-needed, given, refused, withdrawn, unknown",
        ),
        (
            "link",
            "direction",
            "Works",
            "what it shows cannot be “Works” — did you mean works? choose one of: works, mixed, not-yet",
        ),
        ("look", "answer", "x" * 500, None),
        ("action", "status", "done\x1b", None),
    ],
)
def test_a_word_outside_its_list_is_refused_with_the_nearest(
    kind: str, field: str, given: str, line: str | None
) -> None:
    if clean_text(given) == "done":
        assert checked(kind, {field: given}) == {field: "done"}
        return
    with pytest.raises(BadInput) as refused:
        checked(kind, {field: given})
    assert line is None or str(refused.value) == line
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("given", [True, False, "3", "", 3.0, -1, 2**53, [3]])
def test_a_number_is_a_whole_number_and_true_is_none(given: Value) -> None:
    with pytest.raises(BadInput, match="our view must be a whole number"):
        checked("outcome", {"view": given})


def test_whole_numbers_go_up_to_what_every_database_holds() -> None:
    assert checked("evidence", {"people": 0}) == {"people": 0}
    assert checked("evidence", {"people": 2**53 - 1}) == {"people": 2**53 - 1}


@pytest.mark.parametrize("given", [1, True, 0, b"bytes"])
def test_text_is_text(given: Value) -> None:
    with pytest.raises(BadInput, match="the title must be text"):
        checked("evidence", {"title": given})


@pytest.mark.parametrize(("given", "kept"), [(True, True), (False, None), (1, True), (0, None), (None, None)])
def test_a_flag_is_set_or_absent(given: Value, kept: Value) -> None:
    found = checked("outcome", {"asked": given})["asked"]
    assert found is kept


def test_what_is_needed_is_asked_for_by_name() -> None:
    for empty in (None, ""):
        with pytest.raises(BadInput, match=r"^the title is missing — a few words are enough$"):
            required("title", empty)
    required("title", "x")
    required("people", 0)


def test_a_long_wrong_word_is_shown_by_its_beginning() -> None:
    line = str(not_one_of("the kind", "a\nb" + "c" * 100, ["school"]))
    assert line.startswith("the kind cannot be “a bccc")
    assert "…”" in line


def test_tomorrow_is_a_day_after_today() -> None:
    assert parse_day("tomorrow", today=TODAY) - parse_day("yesterday", today=TODAY) == timedelta(days=2)
