"""Setting up a setting, and finding what somebody meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrsa.errors import BadInput, NotFound, ReadOnly
from rrsa.finding import LISTED, found, unknown
from rrsa.framework.adopted import Adopted, adopt, adopt_file
from rrsa.setup import create_setting
from rrsa.store import Store, open_store

SMALL = adopt_file(Path(__file__).parent / "data" / "small-framework.yaml")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "rrsa.db") as made:
        yield made


def refused(store: Store, name: str, adopted: Adopted = SMALL, **more: object) -> str:
    """The line that a set-up is refused with; there is no new setting then."""
    before = [s.id for s in store.settings()]
    with pytest.raises(BadInput) as problem:
        create_setting(store, name, adopted, author="lead", **more)  # type: ignore[arg-type]
    assert [s.id for s in store.settings()] == before
    return str(problem.value)


# -- setting up --------------------------------------------------------------------------------------


def test_a_new_setting_holds_its_details_and_its_frameworks_text(store: Store) -> None:
    made = create_setting(
        store,
        " St Mungo's ",
        SMALL,
        author="lead",
        details={"authority": "Inverclyde", "head": "", "lead": "DHT"},
    )
    assert made == "st-mungos"
    snapshot = store.load(made)
    setting = snapshot.portfolio.setting
    assert snapshot.revision == 1
    assert (setting.name, setting.kind, setting.framework) == ("St Mungo's", "school", "small@1.0")
    assert (setting.authority, setting.head, setting.lead) == ("Inverclyde", None, "DHT")
    assert setting.aim == "first"
    assert setting.framework_sha256 == SMALL.sha256
    assert store.framework_text(made, SMALL.sha256) == SMALL.text
    (entry,) = store.history(made)
    assert (entry.changeset.author, entry.changeset.reason) == ("lead", "Set up: St Mungo's")


def test_an_aim_and_an_id_may_be_named(store: Store) -> None:
    assert create_setting(store, "Glen", SMALL, author="lead", aim="second", setting_id="g1") == "g1"
    assert store.load("g1").portfolio.setting.aim == "second"


@pytest.mark.parametrize("name", ["", "   ", "\n", "\0\x1b"])
def test_a_setting_needs_a_name(store: Store, name: str) -> None:
    assert refused(store, name) == "the name is missing — a few words are enough"


def test_a_name_has_a_limit(store: Store) -> None:
    assert refused(store, "x" * 40_000).startswith("the name is 39880 characters too long — keep it to 120")


def test_a_taken_name_is_refused(store: Store) -> None:
    create_setting(store, "Glen Primary", SMALL, author="lead")
    assert refused(store, "GLEN  primary!") == (
        "there is a setting “glen-primary” already — open that one, or give this one a name of its own"
    )


def test_an_aim_must_be_a_stage(store: Store) -> None:
    assert refused(store, "Glen", aim="secnd") == "there is no stage “secnd” — did you mean second?"
    assert refused(store, "Glen", aim="gold") == "there is no stage “gold” — choose one of: first, second"


def test_a_detail_outside_its_limit_is_refused(store: Store) -> None:
    assert refused(store, "Glen", details={"authority": "x" * 121}) == (
        "authority is 1 character too long — keep it to 120 characters"
    )


def test_what_is_kept_as_history_is_not_offered(store: Store) -> None:
    history = adopt(SMALL.text + "\noffered: false\n")
    assert refused(store, "Glen", history) == (
        "A small framework is history or a draft, and not offered for new work — "
        "take one of those that rrsa frameworks lists first, or add --history if you mean this one"
    )
    made = create_setting(store, "Glen", history, author="lead", history=True)
    assert store.framework_text(made, history.sha256) == history.text


def test_names_that_no_latin_letter_is_in_can_be_set_up_beside_each_other(store: Store) -> None:
    assert create_setting(store, "学校", SMALL, author="lead") != create_setting(
        store, "مدرسة", SMALL, author="lead"
    )
    assert [s.name for s in store.settings()] == sorted(["学校", "مدرسة"])


def test_nothing_is_set_up_where_only_reading_is_possible(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "rrsa.db", read_only=True) as reading, pytest.raises(ReadOnly):
        create_setting(reading, "Glen", SMALL, author="lead")
    assert store.settings() == []


# -- finding -----------------------------------------------------------------------------------------

IDS = ["E4K7M2Q9X", "E4K7M9999", "EABCDEFGH", "4", "4.2", "Plan"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("E4K7M2Q9X", "E4K7M2Q9X"),
        (" e4k7m2q9x ", "E4K7M2Q9X"),
        ("eabc", "EABCDEFGH"),
        ("E4K7M2", "E4K7M2Q9X"),
        ("4", "4"),
        ("4.2", "4.2"),
        ("pLAN", "Plan"),
    ],
)
def test_what_was_meant_is_found(typed: str, meant: str) -> None:
    assert found("evidence", typed, IDS) == meant


@pytest.mark.parametrize("typed", ["eab", "E4K7M", "4.", "", " ", "Q9X", "9"])
def test_what_could_be_several_or_none_is_not_guessed(typed: str) -> None:
    with pytest.raises(NotFound, match=f"there is no evidence “{typed}”"):
        found("evidence", typed, IDS)


@given(
    st.lists(st.text("aAbB12", min_size=1, max_size=6), unique=True, max_size=6),
    st.text("aAbB12", max_size=6),
)
def test_whatever_is_found_is_there_and_begins_as_typed(known: list[str], typed: str) -> None:
    try:
        meant = found("thing", typed, known)
    except NotFound:
        assert typed not in known
    else:
        assert meant in known
        assert meant.lower().startswith(typed.lower())
        assert meant == typed or [k for k in known if k.lower() == typed.lower()] in ([], [meant])


@pytest.mark.parametrize(
    ("given_id", "known", "line"),
    [
        ("4.22", ["4.2", "4.21", "9"], "there is no look-for “4.22” — did you mean 4.2 or 4.21?"),
        ("x", [], "there is no look-for “x” — there is none yet"),
        ("x", ["1", "2"], "there is no look-for “x” — choose one of: 1, 2"),
        ("x", [str(n) for n in range(LISTED + 1)], "there is no look-for “x” — there are 13, such as 0"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(given_id: str, known: list[str], line: str) -> None:
    assert str(unknown("look-for", given_id, known)) == line


def test_a_very_long_id_is_shown_by_its_beginning_in_one_line() -> None:
    line = str(unknown("look-for", "a\nb" * 10_000, ["1"]))
    assert "\n" not in line
    assert len(line) < 120
