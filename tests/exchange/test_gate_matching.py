"""Names are found as people write them, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.exchange.gate.matching import Matcher, around

LIST = (
    "Isla MacRae",
    "Màiri O’Neil",
    "Anne-Marie Smith",
    "Will Grant",
    "Bo Lee",
    "Tomasz Łukowski",
    "Zoë",
    "मीरा शर्मा",
    "李小龍",
    "Дарья Волкова",
    "فاطمة",
    "สมชาย ใจดี",
)
MATCHER = Matcher(LIST, public=["Isla House"])


def found(text: str) -> list[str]:
    return [text[each.start : each.end] for each in MATCHER.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Isla MacRae drew it", ["Isla MacRae"]),
        ("ISLA’s drawing, isla's drawing", ["ISLA", "isla"]),
        ("isla  \n\t macrae", ["isla  \n\t macrae"]),
        ("MacRae, Isla", ["MacRae, Isla"]),
        ("Mrs MacRae. Isla", ["Isla"]),
        ("islamacrae", ["islamacrae"]),
        ("Mairi O'Neil and Mairi ONeil", ["Mairi O'Neil", "Mairi ONeil"]),
        ("MÀIRI O Neil", ["MÀIRI O Neil"]),
        ("anne marie, AnneMarie, Anne–Marie", ["anne marie", "AnneMarie", "Anne–Marie"]),
        ("tomasz LUKOWSKI", ["tomasz LUKOWSKI"]),
        ("Zoe, ZOË, Zoe\u0308", ["Zoe", "ZOË", "Zoe\u0308"]),
        ("Is\u00adla and I\u200bsla", ["Is\u00adla", "I\u200bsla"]),
        ("Isla2, P7Isla", ["Isla", "Isla"]),
        ("मीरा ने कहा", ["मीरा"]),
        ("我是李小龍嗎", ["李小龍"]),
        ("Мы спросили: ДАРЬЯ", ["ДАРЬЯ"]),
        ("قالت فاطمة إنها", ["فاطمة"]),
        ("เด็กชื่อสมชายชอบ", ["สมชาย"]),
        ("Bo Lee", ["Bo Lee"]),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "an island, islander",
        "bo peep",  # two letters alone are no name
        "Isla House is warm",  # what the house is called
        "they will and shall",  # an everyday word, without a capital
        "macrae",  # a family name alone may be anybody's
        "मोर",
        "",
    ],
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("entry", ["MacRae, Isla", "MacRae,Isla", "MacRae, Isla, P6", "Isla MacRae,P6"])
def test_a_list_may_name_people_as_a_register_does(entry: str) -> None:
    matcher = Matcher([entry])
    for text, name in (
        ("Isla said", "Isla"),
        ("isla macrae said", "isla macrae"),
        ("MacRae, Isla: present", "MacRae, Isla"),
    ):
        (hit,) = matcher.find(text)
        assert text[hit.start : hit.end] == name
        assert hit.names == (entry,)
    assert not matcher.find("Mrs MacRae said")  # a family name alone may be anybody's
    assert matcher.entry("Isla MacRae") == matcher.entry("MacRae, Isla") == (entry,)


def test_an_everyday_word_is_a_name_with_a_capital() -> None:
    assert found("we will ask Will") == ["Will"]


@pytest.mark.parametrize(
    ("name", "hit"),
    [
        ("IMG_IslaMacRae2.jpg", True),
        ("isla-drawing.pdf", True),
        ("2024.Isla.docx", True),
        ("island.pdf", False),
        ("council minutes.pdf", False),
    ],
)
def test_file_names(name: str, hit: bool) -> None:
    assert bool(MATCHER.in_file_name(name)) is hit


def test_the_entries_that_may_be_meant_are_all_told() -> None:
    matcher = Matcher(["Isla MacRae", "Isla Grant"])
    (one,) = matcher.find("Isla came")
    assert one.names == ("Isla MacRae", "Isla Grant")
    assert matcher.entry("isla grant") == ("Isla Grant",)
    assert matcher.entry("isla") == ("Isla MacRae", "Isla Grant")
    assert matcher.entry("Tam") == ()


def test_a_few_words_around_a_find_on_one_line() -> None:
    text = "one two three four five\nsix Isla seven eight nine ten eleven"
    (each,) = MATCHER.find(text)
    assert around(text, each.start, each.end) == "… three four five six Isla seven eight nine ten …"


@given(st.text(max_size=60), st.sampled_from(LIST), st.text(max_size=60))
def test_spans_lie_in_the_text_in_order(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    spans = MATCHER.find(text)
    ends = [0]
    for each in spans:
        assert ends[-1] <= each.start < each.end <= len(text)
        ends.append(each.end)
        assert around(text, each.start, each.end)
    if name not in ("Will Grant",):
        assert any(text[s.start : s.end].strip() for s in spans)


LETTERS = st.characters(categories=["L"], exclude_characters="ŉ")  # which has no capital of its own


@given(st.text(alphabet=LETTERS, min_size=3, max_size=12), st.booleans())
def test_accents_and_case_never_hide_a_name(name: str, decomposed: bool) -> None:
    matcher = Matcher([f"{name} Muir"])
    written = unicodedata.normalize("NFD" if decomposed else "NFC", f"{name} Muir").upper()
    assert matcher.find(f"so {written} said")


def test_a_long_text_is_gone_through_in_pieces() -> None:
    """Wherever the pieces end, each name is found once and whole."""
    words = "we saw Isla MacRae and then isla's drawing. "
    text = words * 9_000
    found = MATCHER.find(text)
    assert len(found) == 18_000
    assert {text[each.start : each.end] for each in found} == {"Isla MacRae", "isla"}
    unbroken = MATCHER.find("x" * 450_000 + " Isla " + "我" * 250_000 + "李小龍" + "我" * 9)
    assert [each.names for each in unbroken] == [("Isla MacRae",), ("李小龍",)]


def test_long_lists_and_many_cells_are_looked_at_word_by_word() -> None:
    """The work grows with the words, never with words times names: no pattern holds more than the names that
    begin or end alike."""
    matcher = Matcher([f"Name{chr(97 + n % 26)}{chr(97 + n // 26)} Last" for n in range(600)])
    assert len(matcher.find(" ".join(["plain words"] * 5000 + ["nameaa last"]))) == 1
    assert set(matcher._compiled) == {"nameaa", "last"}
