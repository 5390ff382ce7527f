"""The overview by command: a list of settings, what they shared, what to notice, and the desk's history."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from command_runs import SMALL, Run, assert_one_line_error
from sharing_samples import a_shared, put

from rrsa.paths import default_database
from rrsa.store import open_store
from rrsa.vocabulary import SettingKind

TODAY = date(2026, 9, 15)
SOON = (TODAY + timedelta(days=40)).isoformat()


@pytest.fixture
def shared(rrsa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two schools and a house have shared something, and one more school is on the list."""
    monkeypatch.setattr("rrsa.clock.today", lambda: TODAY)
    monkeypatch.setenv("COLUMNS", "80")
    with open_store(default_database()) as store:
        put(
            store,
            a_shared("ash-primary", area="East", wants="pupil voice in the early years", at=at("2026-09-01")),
            a_shared("birch-primary", area="East", expires_on=SOON, held="silver", at=at("2025-01-10")),
            a_shared(
                "cedar-house",
                kind=SettingKind.RESIDENTIAL,
                area="West",
                offers="house meetings that young people chair",
                held=None,
                aim=None,
                accredited_on=None,
                parts=(),
                at=at("2026-06-01"),
            ),
        )
    rrsa("overview", "list", "add", "Elm Primary", "--kind", "school")


def at(day: str) -> str:
    return f"{day}T10:00:00.000000+00:00"


# -- with nothing --------------------------------------------------------------------------------------


def test_a_new_coordinator_is_told_how_to_begin(rrsa: Run) -> None:
    for words in (("overview",), ("overview", "--only", "wants"), ("overview", "-o", "overview.xlsx")):
        ran = rrsa(*words)
        assert ran.code == 2
        assert_one_line_error(ran)
        assert "rrsa overview list add" in ran.err
    ran = rrsa("overview", "list")
    assert (ran.code, ran.out) == (0, "")
    assert "The list is empty" in ran.err
    assert rrsa("overview", "list", "--json").data == []
    assert rrsa("overview", "--json").data["settings"] == []
    assert not default_database().exists()  # looking makes nothing


# -- as text -------------------------------------------------------------------------------------------


def test_every_setting_has_a_line_and_then_comes_what_to_notice(rrsa: Run, shared: None) -> None:
    ran = rrsa("overview")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("4 settings: 3 have shared, 1 has not shared yet · as of 15 Sep 2026\n")
    flat = " ".join(ran.out.split())
    for words in (
        "ash-primary Ash Primary · School · East · Bronze, towards Silver · shared 1 Sep 2026",
        "would like help: pupil voice in the early years",
        "birch-primary Birch Primary · School · East · Silver until 25 Oct 2026 · shared 10 Jan 2025",
        "cedar-house Cedar House · Children's house · West · shared 1 Jun 2026",
        "elm-primary Elm Primary · School · nothing shared yet",
        "Runs out this term, to 31 Dec 2026 (1) Birch Primary (Silver, 25 Oct 2026)",
        "Would like help (1) Ash Primary: pupil voice in the early years",
        "Could help others (1) Cedar House: house meetings that young people chair",
        "a call may be welcome (2) Birch Primary (10 Jan 2025), Elm Primary",
    ):
        assert words in flat, words
    assert max(map(len, ran.out.splitlines())) <= 80


def test_in_groups_each_with_its_counts_and_no_ranking(rrsa: Run, shared: None) -> None:
    out = rrsa("overview", "--by", "area").out
    assert "East — 2 settings: 2 have shared; 1 would like help\n" in out
    assert "West — 1 setting: 1 has shared; 1 could help\n" in out
    assert "No area said — 1 setting: 1 has not shared yet\n" in out
    assert out.index("East —") < out.index("West —") < out.index("No area said —")
    assert "Children's house — 1 setting" in rrsa("overview", "--by", "kind").out
    said = set((out + rrsa("overview", "--sort", "stage").out).lower().split())
    assert not said & {"rank", "best", "worst", "red", "amber", "green", "score", "behind", "late"}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--kind", "residential"], ["cedar-house"]),
        (["--area", "east"], ["ash-primary", "birch-primary"]),
        (["--search", "early years"], ["ash-primary"]),
        (["--only", "expiring"], ["birch-primary"]),
        (["--only", "silent"], ["birch-primary", "elm-primary"]),
        (["--only", "not-returned"], []),
        (["--sort", "shared"], ["ash-primary", "cedar-house", "birch-primary", "elm-primary"]),
        (
            ["--by", "area", "--sort", "expiry"],
            ["birch-primary", "ash-primary", "cedar-house", "elm-primary"],
        ),
    ],
    ids=["kind", "area", "search", "expiring", "silent", "not-returned", "sort", "by"],
)
def test_narrowed_and_ordered_alike_in_text_and_json(
    rrsa: Run, shared: None, words: list[str], ids: list[str]
) -> None:
    data = rrsa("overview", "--json", *words).data
    assert data["as_of"] == "2026-09-15"
    assert [each["id"] for each in data["settings"]] == ids
    out = rrsa("overview", *words).out
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and "-" in line[:12]]
    assert [
        each for each in listed if each in {"ash-primary", "birch-primary", "cedar-house", "elm-primary"}
    ][: len(ids)] == ids
    if words[0] not in ("--sort", "--by"):
        assert out.startswith(f"{len(ids)} of 4: ")
        assert "Worth" not in out and "Could help others (" not in out


def test_json_says_names_and_ids_of_stages(rrsa: Run, shared: None) -> None:
    ash = rrsa("overview", "--json", "--search", "ash").data["settings"][0]
    assert (ash["held"], ash["held_name"], ash["aim_name"]) == ("bronze", "Bronze", "Silver")
    assert (ash["state"], ash["listed"], ash["here"]) == ("shared", False, False)
    assert "views" in ash["parts"]
    assert "content" not in ash


def test_as_of_another_day(rrsa: Run, shared: None) -> None:
    assert rrsa("overview", "--only", "expiring", "--on", "2028-01-01", "--json").data["settings"]
    assert not rrsa("overview", "--only", "expiring", "--on", "2025-01-01", "--json").data["settings"]


# -- one setting ---------------------------------------------------------------------------------------


def test_what_one_has_shared_in_words(rrsa: Run, shared: None) -> None:
    ran = rrsa("overview", "show", "ash primary")
    assert ran.code == 0
    flat = " ".join(ran.out.split())
    assert "Shared 1 Sep 2026 by Lead." in flat
    assert "Would like help with: pupil voice in the early years" in flat
    assert "our view “Making a difference”" in flat
    house = " ".join(rrsa("overview", "show", "cedar-house").out.split())
    assert "our view" not in house  # it shared no views
    elm = " ".join(rrsa("overview", "show", "elm-primary").out.split())
    assert "It has not shared anything yet" in elm
    assert_one_line_error(rrsa("overview", "show", "nobody"))


def test_an_earlier_one_by_its_day(rrsa: Run, shared: None) -> None:
    with open_store(default_database()) as store:
        put(store, a_shared("ash-primary", views={"1": 4}, at=at("2026-09-10")))
    assert "Also shared: 1 Sep 2026" in rrsa("overview", "show", "ash-primary").out
    now = rrsa("overview", "show", "ash-primary", "--json").data
    then = rrsa("overview", "show", "ash-primary", "--at", "2 Sep 2026", "--json").data
    assert (now["shared"]["at"], then["shared"]["at"]) == (at("2026-09-10"), at("2026-09-01"))
    assert now["moments"] == [at("2026-09-01"), at("2026-09-10")]
    before = rrsa("overview", "show", "ash-primary", "--at", "1 Jan 2026")
    assert "It had not shared anything by then." in before.out


def test_what_lies_here_and_was_not_shared_stays_unread(rrsa: Run) -> None:
    rrsa("new", "Glen Primary", "--framework", SMALL)
    rrsa("view", "glen-primary", "1", "3", "--line", "between ourselves")
    told = (
        rrsa("overview").out + rrsa("overview", "show", "glen-primary").out + rrsa("overview", "--json").out
    )
    assert "Glen Primary" in told
    assert "has not shared anything, so nothing of it is read here" in " ".join(told.split())
    assert "between ourselves" not in told
    row = rrsa("overview", "--json").data["settings"][0]
    assert (row["here"], row["aim"], row["held"], row["state"]) == (True, None, None, "not-yet")


# -- the list and its history --------------------------------------------------------------------------


def test_a_list_from_a_file_its_history_and_back(rrsa: Run, tmp_path: Path) -> None:
    path = tmp_path / "settings.csv"
    path.write_text("name,kind,area\nAsh Primary,school,East\nBirch House,house,West\n", encoding="utf-8")
    ran = rrsa("overview", "list", "add", "--from", path)
    assert (ran.code, ran.out.split()) == (0, ["ash-primary", "birch-house"])
    assert ran.err == "2 put on the list.\n"
    assert rrsa("overview", "list", "add", "--from", path).err == "2 as they were.\n"
    assert [each["id"] for each in rrsa("overview", "list", "--json").data] == ["ash-primary", "birch-house"]
    assert "Birch House · Children's house · West" in rrsa("overview", "list").out
    assert rrsa("overview", "list", "remove", "birch house").err == "Off the list: Birch House\n"
    told = rrsa("overview", "history", "--full").out
    assert "Off the list: Birch House" in told and "Removed: “Birch House”" in told
    assert rrsa("overview", "undo").err == "Taken back: Off the list: Birch House\n"
    assert rrsa("overview", "redo").err == "Done again: Off the list: Birch House\n"
    assert rrsa("overview", "undo", "2").code == 1  # what came after stands on it
    assert [each["revision"] for each in rrsa("overview", "history", "--json").data][-1] == 1
    assert len(rrsa("overview", "history", "--limit", "2", "--json").data) == 2
    assert rrsa("settings", "--json").data == []  # the desk is no setting


def test_a_file_with_mistakes_takes_nothing_in(rrsa: Run, tmp_path: Path) -> None:
    path = tmp_path / "settings.csv"
    path.write_text("name,kind\nAsh,school\nBirch,hotel\n,school\n", encoding="utf-8")
    ran = rrsa("overview", "list", "add", "--from", path)
    assert (ran.code, ran.out) == (2, "")
    first, second, last = ran.err.splitlines()
    assert first.startswith(f"{path}:3: ") and second.startswith(f"{path}:4: ")
    assert last.startswith("error: settings.csv has 2 lines that cannot be used — ")
    assert rrsa("overview", "list", "--json").data == []


@pytest.mark.parametrize(
    "words",
    [
        ("overview", "nonsense"),
        ("overview", "--only", "late"),
        ("overview", "--sort", "score"),
        ("overview", "--by", "league"),
        ("overview", "--area", "Nowhere"),
        ("overview", "--json", "--app"),
        ("overview", "--json", "history"),
        ("overview", "list", "add"),
        ("overview", "list", "add", "Ash", "--from", "x.csv"),
        ("overview", "list", "add", "--from", "missing.csv"),
        ("overview", "list", "add", "--from", "x.csv", "--area", "East"),
        ("overview", "list", "add", "Ash", "--id", "Not An Id"),
        ("overview", "list", "add", "Ash", "--read-only"),
        ("overview", "list", "remove", "nobody"),
        ("overview", "show", "nobody"),
        ("overview", "undo", "99"),
    ],
    ids=lambda words: "-".join(words).replace(" ", "_"),
)
def test_wrong_use_is_one_line_and_changes_nothing(rrsa: Run, shared: None, words: tuple[str, ...]) -> None:
    before = rrsa("overview", "history", "--json").out
    ran = rrsa(*words)
    assert ran.code in (2, 3)
    assert_one_line_error(ran)
    assert rrsa("overview", "history", "--json").out == before


def test_nothing_to_take_back_on_a_desk_that_is_not_there(rrsa: Run) -> None:
    rrsa("new", "Glen Primary", "--framework", SMALL)
    for words in (("undo",), ("redo",), ("undo", "1")):
        ran = rrsa("overview", *words)
        assert ran.code == 2
        assert_one_line_error(ran)
    assert "Nothing has been changed" in rrsa("overview", "history").err


def test_the_app_needs_a_terminal(program: Run, tmp_path: Path) -> None:
    ran = program("overview", "--app")
    assert ran.code == 3
    assert "needs a terminal" in ran.err


def test_as_a_workbook(rrsa: Run, shared: None, tmp_path: Path) -> None:
    ran = rrsa("overview", "--kind", "school", "-o", tmp_path / "overview.xlsx")
    assert (ran.code, ran.out) == (0, "")
    assert "overview.xlsx" in ran.err
    assert (tmp_path / "overview.xlsx").read_bytes().startswith(b"PK")
