"""Ids that can be read out: a slip on paper is noticed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.portfolio import ids
from rrsa.portfolio.ids import ALPHABET, derived_id, new_id, slug, with_check, without_check

references = st.builds(
    str.__add__, st.sampled_from("EAN"), st.text(ALPHABET, min_size=8, max_size=8)
) | st.text(ALPHABET, min_size=1, max_size=70)
outline = st.from_regex(r"\A[1-9][0-9]?(\.[0-9]{1,2}){0,2}\Z")


class Slipped(Exception):
    """A wrong reference was taken for a right one."""


def wrong_character_law(reference: str, place: int, wrong: str) -> None:
    """Any one character of a checked reference may be wrong, the check character too: it is noticed."""
    right = with_check(reference)
    place %= len(right)
    slip = right[:place] + wrong + right[place + 1 :]
    if slip != right and without_check(slip) is not None:
        raise Slipped(slip)


def swap_law(reference: str, place: int) -> None:
    """Two neighbours that changed places are noticed."""
    right = with_check(reference)
    place %= len(right) - 1
    slip = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if slip != right and without_check(slip) is not None:
        raise Slipped(slip)


@given(references, st.integers(0, 100), st.sampled_from(ALPHABET + "IO"))
def test_one_wrong_character_is_noticed(reference: str, place: int, wrong: str) -> None:
    if wrong in "IO" and reference[place % len(reference)] not in "10":
        wrong = "0"  # letters that are read for digits are the only others that come up
    wrong_character_law(reference, place, wrong)


@given(outline, st.integers(0, 100), st.sampled_from("0123456789."))
def test_one_wrong_character_in_an_outlines_number_is_noticed(id_: str, place: int, wrong: str) -> None:
    wrong_character_law(id_, place, wrong)


@given(references | outline, st.integers(0, 100))
def test_a_swap_of_neighbours_is_noticed(reference: str, place: int) -> None:
    swap_law(reference, place)


@given(references | outline)
def test_a_right_reference_is_read_back_in_any_case(reference: str) -> None:
    assert without_check(with_check(reference)) == reference
    assert without_check(f"  {with_check(reference)}\n") == reference
    assert without_check(with_check(reference).lower()) == reference.lower()


def test_without_weights_a_swap_would_slip_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "check_character", lambda text: ALPHABET[sum(map(ord, text)) % 31])
    with pytest.raises(Slipped):
        swap_law("E4K7M2Q9X", 1)


@pytest.mark.parametrize("text", ["", "-", "E4K7M2Q9X", "E4K7M2Q9X-", "E4K7M2Q9X-??", "e4k7—c"])
def test_what_has_no_check_character_is_no_reference(text: str) -> None:
    assert without_check(text) is None


def test_a_reference_on_paper() -> None:
    assert with_check("E4K7M2Q9X") == "E4K7M2Q9X-E"


def test_new_ids_are_short_say_their_kind_and_differ() -> None:
    made = {new_id("E") for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(rf"E[{ALPHABET}]{{8}}", each) for each in made)


def test_the_alphabet_has_nothing_that_is_mistaken() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("ILOU") & set(ALPHABET)


def test_a_derived_id_is_the_same_for_the_same_content_always() -> None:
    assert derived_id("N", "a", "b") == derived_id("N", "a", "b")
    assert derived_id("N", "a", "b") != derived_id("N", "ab")
    assert derived_id("N", "a", "b") != derived_id("N", "b", "a")
    # Workbooks that are out already carry these: a change here would bring their rows in twice.
    assert derived_id("N", "5a0c", "Evidence", "7") == "NNA07VYHP"


@given(st.lists(st.text(), max_size=4))
def test_a_derived_id_has_the_form_of_any_other(content: list[str]) -> None:
    assert re.fullmatch(rf"A[{ALPHABET}]{{8}}", derived_id("A", *content))


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("St Mungo's Primary", "st-mungos-primary"),
        ("St Mungo’s Primary", "st-mungos-primary"),
        ("Bun-sgoil Ghàidhlig Ghlaschu", "bun-sgoil-ghaidhlig-ghlaschu"),
        ("Àrd-sgoil Òige Ùr", "ard-sgoil-oige-ur"),
        ("  Kirkbrae -- House (North) ", "kirkbrae-house-north"),
        ("P7 & P6 @ the Glen/Burn", "p7-p6-the-glen-burn"),
        ("a" * 60, "a" * 48),
        ("a" * 47 + " " + "b" * 9, "a" * 47),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_settings_id_comes_from_its_name(name: str, id_: str) -> None:
    assert slug(name) == id_


@pytest.mark.parametrize("name", ["学校", "مدرسة", "🏫", "", "---", "'"])
def test_a_name_without_latin_letters_has_an_id_too(name: str) -> None:
    assert re.fullmatch(r"setting-[0-9a-f]{6}", slug(name))
    assert slug(name) == slug(name)


def test_names_without_latin_letters_have_different_ids() -> None:
    assert slug("学校") != slug("مدرسة")


@given(st.text(max_size=200))
def test_every_id_of_a_setting_can_be_typed(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= 48
