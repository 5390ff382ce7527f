"""Counts of people as they are typed, and the words for shares of them."""

from __future__ import annotations

import pytest

from rrsa.errors import BadInput
from rrsa.quantity import quantity_word, read_count


@pytest.mark.parametrize(
    ("count", "n", "word"),
    [
        (0, 41, "none"),
        (41, 41, "all"),
        (1, 1, "all"),
        (91, 100, "almost all"),
        (90, 100, "most"),
        (75, 100, "most"),
        (749, 1000, "the majority"),
        (50, 100, "the majority"),
        (499, 1000, "less than half"),
        (49, 100, "less than half"),
        (151, 1000, "less than half"),
        (15, 100, "a few"),
        (1, 200, "a few"),
        (1001, 2000, "the majority"),
        (1999, 2000, "almost all"),
    ],
)
def test_every_share_has_one_word_by_the_stated_rule(count: int, n: int, word: str) -> None:
    assert quantity_word(count, n) == word


@pytest.mark.parametrize(("count", "n"), [(1, 0), (0, 0), (5, 4), (-1, 4)])
def test_a_share_that_cannot_be_has_no_word(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share of people"):
        quantity_word(count, n)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12/41", (12, 41)),
        (" 12 / 41 ", (12, 41)),
        ("12 of 41", (12, 41)),
        ("12 out  of 41", (12, 41)),
        ("12 OUT OF 41", (12, 41)),
        ("0/6", (0, 6)),
        ("7", (7, None)),
    ],
)
def test_a_count_as_people_write_it(typed: str, read: tuple[int, int | None]) -> None:
    assert read_count(typed) == read


@pytest.mark.parametrize("typed", ["", "many", "12/", "/41", "-3", "3.5", "12/41/50", "1 2", "٣"])
def test_what_is_no_count_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="12/41"):
        read_count(typed)


@pytest.mark.parametrize("typed", ["58%", "58 per cent", "58 percent"])
def test_a_percentage_hides_how_many_there_are(typed: str) -> None:
    with pytest.raises(BadInput, match="out of how many"):
        read_count(typed)
