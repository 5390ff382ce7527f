"""Moderation rounds by command, from the draw to what a setting reads of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command_runs import Ran, Run, assert_one_line_error
from moderation_desk import NAMES, VIEW, WORDS, desk_with, fill_in, snapshot, withdraw

from rrsa.framework.catalogue import find
from rrsa.setup import create_setting
from rrsa.store import open_store

HOUSES = ("Rowan House", "Larch House")


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with what seven schools and two houses have shared for a joint round."""
    file = tmp_path / "authority.db"
    settings = [*(snapshot(n) for n in NAMES), *(snapshot(n, house=True) for n in HOUSES)]
    with desk_with(file, settings):
        pass
    monkeypatch.setenv("RRSA_DATABASE", str(file))
    monkeypatch.setenv("RRSA_AUTHOR", "Coordinator")
    return file


def drawn(rrsa: Run, *more: object) -> str:
    ran = rrsa("overview", "moderation", "draw", "--title", "Autumn round", "--apply", *more)
    assert ran.code == 0, ran
    return ran.first


def moderation(rrsa: Run, *words: object) -> Any:
    return rrsa("overview", "moderation", *words)


def is_told(ran: Ran, text: str) -> None:
    assert_one_line_error(ran)
    assert ran.code == 2 and text in ran.err, ran


def answer_all(folder: Path, view: int = 2) -> list[Path]:
    def answer(n: int, row: list[Any]) -> None:
        row[VIEW].value = view
        row[WORDS].value = f"Read so, {n}"

    files = sorted(folder.glob("*.xlsx"))
    for path in files:
        fill_in(path, answer)
    return files


def test_alone_it_lists_the_rounds(rrsa: Run, authority: Path) -> None:
    assert authority
    assert "There is no round yet" in moderation(rrsa).err
    drawn(rrsa)
    assert "Autumn round" in moderation(rrsa).out
    assert moderation(rrsa).out == moderation(rrsa, "list").out


def test_a_draw_is_seen_first_and_the_same_when_it_is_written(rrsa: Run, authority: Path) -> None:
    assert authority
    seen = moderation(rrsa, "draw", "--each", 2, "--seed", "autumn", "--json")
    assert seen.code == 0 and "Nothing is written yet" in seen.err
    assert seen.data["round"] is None and len(seen.data["items"]) == 18
    assert moderation(rrsa, "list", "--json").data == []
    written = moderation(rrsa, "draw", "--each", 2, "--seed", "autumn", "--apply", "--json")
    assert written.data["items"] == seen.data["items"]
    [listed] = moderation(rrsa, "list", "--json").data
    assert (listed["id"], listed["seed"], listed["each"]) == (written.data["round"], "autumn", 2)
    assert listed["progress"] == "nobody has looked yet"
    assert moderation(rrsa, "show", "--check").out == "Drawn again from its seed, it is the same.\n"
    assert rrsa("overview", "undo").code == 0
    assert moderation(rrsa, "list", "--json").data == []


def test_the_preview_says_who_looks_at_what_and_who_does_not(rrsa: Run, authority: Path) -> None:
    with desk_with(authority, [snapshot(NAMES[0])]) as desk:
        withdraw(desk.store, snapshot(HOUSES[0], house=True))
    ran = moderation(rrsa, "draw")
    assert "14 outcomes of 7 settings" in ran.out
    assert "Kirkbrae Primary: outcome " in ran.out and "Larch House: has nobody to exchange with" in ran.out
    assert "Rowan" not in ran.out
    assert "16 outcomes of 8 settings" in moderation(rrsa, "draw", "--across").out


def test_a_round_goes_out_comes_back_and_reaches_its_settings(
    rrsa: Run, authority: Path, tmp_path: Path
) -> None:
    with open_store(authority) as store:
        setting = create_setting(
            store, "Kirkbrae Primary", find("rights-respecting-school@2026.1"), author="Lead"
        )
    drawn(rrsa)
    ran = moderation(rrsa, "out", tmp_path / "round")
    assert ran.code == 0 and len(ran.out.splitlines()) == 9
    who = moderation(rrsa, "show", "--who", "--json").data
    assert {each["state"] for each in who["looking"]} == {"not back yet"}
    files = answer_all(tmp_path / "round")
    ran = moderation(rrsa, "take", *files[:2])
    assert ran.code == 0 and "2 outcomes taken" in ran.out
    ran = moderation(rrsa, "take", tmp_path / "round", "--json")
    assert sum(each["taken"] for each in ran.data) == 14 and sum(each["known"] for each in ran.data) == 4
    found = moderation(rrsa, "show", "--json").data
    assert found["progress"].startswith("all have been looked at")
    assert {item["view"] for item in found["items"]} == {2}
    assert found["counted"]["n"] == 18
    assert "reviewer" not in str(found) and "looked_at_by" not in str(found)
    told = moderation(rrsa, "show").out
    assert "18 outcomes were looked at" in told and "It says" in told and "“Read so, 0”" in told
    assert "view" not in str(moderation(rrsa, "show", "--who", "--json").data["looking"])
    ran = moderation(rrsa, "back", tmp_path / "back")
    assert ran.code == 0 and len(ran.out.splitlines()) == 9
    [mine] = (tmp_path / "back").glob("kirkbrae-primary-*.xlsx")
    ran = rrsa("review", "take", setting, mine)
    assert ran.code == 0 and "2 outcomes read" in ran.err
    assert "nothing changes" in rrsa("review", "take", setting, mine).err
    beside = rrsa("review", "show", setting, "--json").data
    others = [said for each in beside["outcomes"] for said in each["others"]]
    assert [said["view"] for said in others] == [2, 2] and not beside["not_finished"]
    assert rrsa("undo", setting).code == 0 and rrsa("review", "list", setting, "--json").data == []
    for name in ("round.docx", "round.html"):
        assert moderation(rrsa, "report", "-o", tmp_path / name).code == 0
        assert (tmp_path / name).stat().st_size > 2000


def test_papers_are_written_instead(rrsa: Run, authority: Path, tmp_path: Path) -> None:
    assert authority
    drawn(rrsa)
    assert moderation(rrsa, "out", tmp_path / "round", "--paper").code == 0
    assert len(list((tmp_path / "round").glob("*.docx"))) == 9


def test_one_is_recorded_by_hand_by_its_reference_or_by_its_names(rrsa: Run, authority: Path) -> None:
    assert authority
    drawn(rrsa, "--each", 1)
    who = moderation(rrsa, "show", "--who", "--json").data["looking"]
    item = next(i for each in who for i in each["items"] if i["setting"] == "kirkbrae-primary")
    ran = moderation(rrsa, "look", item["reference"].lower(), "taking shape", "--words", "Two classes only")
    assert ran.code == 0 and "whoever looked says 2 Taking shape" in ran.err
    place = f"{item['setting']}:{item['outcome']}"
    assert moderation(rrsa, "look", place, "--words", "Three by now").code == 0
    now = next(
        i for i in moderation(rrsa, "show", "--json").data["items"] if i["setting"] == "kirkbrae-primary"
    )
    assert (now["view"], now["words"]) == (2, "Three by now")
    assert "nobody could look: No time" in moderation(rrsa, "look", place, "--why-not", "No time").err
    assert "nobody has looked yet" in moderation(rrsa, "look", place, "--clear").err


def test_a_round_is_closed_opened_and_removed(rrsa: Run, authority: Path, tmp_path: Path) -> None:
    assert authority
    made = drawn(rrsa)
    moderation(rrsa, "out", tmp_path / "round")
    files = answer_all(tmp_path / "round")
    ran = moderation(rrsa, "close")
    assert ran.code == 0 and "Some of it was not looked at" in ran.err
    is_told(moderation(rrsa, "take", files[0]), "is closed — open it again")
    ref = moderation(rrsa, "show", "--who", "--json").data["looking"][0]["items"][0]["reference"]
    is_told(moderation(rrsa, "look", ref, "2"), "is closed — open it again")
    assert moderation(rrsa, "close", made, "--again").code == 0
    assert moderation(rrsa, "take", files[0]).code == 0
    ran = moderation(rrsa, "remove", "Autumn round")
    assert ran.code == 0 and "rrsa overview undo" in ran.err
    is_told(moderation(rrsa, "show"), "there is no moderation round yet")
    assert rrsa("overview", "undo").code == 0
    assert "some have been looked at" in moderation(rrsa, "list").out


def test_bad_cells_are_named_and_a_bad_file_keeps_no_other_back(
    rrsa: Run, authority: Path, tmp_path: Path
) -> None:
    assert authority
    drawn(rrsa, "--each", 1)
    moderation(rrsa, "out", tmp_path / "round")
    first, second, *_rest = answer_all(tmp_path / "round")
    fill_in(first, lambda _n, row: setattr(row[VIEW], "value", "9"))
    broken = tmp_path / "broken.xlsx"
    broken.write_text("no workbook", encoding="utf-8")
    ran = moderation(rrsa, "take", first, broken, second)
    assert ran.code == 1
    assert f"{first.name} Your views!D4: there is no grade “9”" in ran.err and "broken.xlsx:" in ran.err
    assert f"{second.name}: 1 outcome taken" in ran.out
    is_told(moderation(rrsa, "take", broken), "broken.xlsx")


def test_a_draw_that_cannot_be_told_any_more_is_said(rrsa: Run, authority: Path) -> None:
    drawn(rrsa)
    with desk_with(authority, ()) as desk:
        withdraw(desk.store, snapshot(NAMES[0]))
    ran = moderation(rrsa, "show", "--check")
    assert ran.code == 1 and "cannot be told any more" in ran.out
    told = moderation(rrsa, "show").out
    assert "Kirkbrae" not in told and "Some settings have withdrawn since" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("draw", "--each", "0"), "0 outcomes from each setting is no sample"),
        (("draw", "--each", "x"), "how many outcomes from each cannot be “x”"),
        (("draw", "--settings", "1"), "nobody looks at their own"),
        (("draw", "--seed", ""), "the seed must be a few characters"),
        (("show", "nothing"), "there is no moderation round “nothing”"),
        (("show", "--who", "--check"), "leave out one of the two"),
        (("look", "Q00000000", "2"), "there is no outcome of a round “Q00000000”"),
        (("look", "kirkbrae-primary:99", "2"), "there is no outcome of this setting in the round “99”"),
        (("look", "nowhere:4", "2"), "there is no setting in this round “nowhere”"),
        (("look", "kirkbrae-primary:4"), "it is not said what they say"),
        (("close", "--again", "--date", "today"), "--again takes no day"),
        (("close", "--date", "1 Jan 2999"), "is in the future"),
        (("back", "there"), "nobody has said anything in this round yet"),
        (("report", "-o", "round.pdf"), "a paper cannot be written as .pdf"),
        (("take", "nothing.xlsx"), "nothing.xlsx"),
        (("out", "no/such/folder"), "there is no folder"),
    ],
    ids=lambda value: "-".join(value).replace("/", "_") if isinstance(value, tuple) else "",
)
def test_mistakes_are_a_line_and_change_nothing(
    rrsa: Run,
    authority: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
) -> None:
    assert authority
    monkeypatch.chdir(tmp_path)
    drawn(rrsa, "--each", 9)
    before = moderation(rrsa, "show", "--json").data
    ran = moderation(rrsa, *words)
    is_told(ran, told)
    assert moderation(rrsa, "show", "--json").data == before


def test_too_few_is_said_in_a_line(rrsa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "few.db"
    with desk_with(file, [snapshot(NAMES[0])]):
        pass
    monkeypatch.setenv("RRSA_DATABASE", str(file))
    ran = moderation(rrsa, "draw")
    is_told(ran, "1 has agreed — a setting agrees with: rrsa share")
