"""Papers by command: the right paper for each word, one line where it cannot be, nothing changed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from command_runs import Run, assert_one_line_error, recorded

FORMATS = (".docx", ".html")
AUDIENCES = ("children", "governors", "evaluation", "action-plan", "questionnaires")


def text(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text("utf-8")
    return " ".join(node.text or "" for node in docx.Document(str(path)).element.body.iter("{*}t"))


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("who", AUDIENCES)
def test_each_audience_in_each_format(
    rrsa: Run, school: dict[str, str], tmp_path: Path, who: str, ending: str
) -> None:
    target = tmp_path / f"paper{ending}"
    before = recorded(school["DATABASE"])
    ran = rrsa("report", school["SETTING"], "-o", target, "--for", who, "--read-only")
    assert (ran.code, ran.out) == (0, f"{target}\n"), ran
    assert "Nothing was held back." in ran.err
    assert "Glen Mhor School" in text(target)
    assert recorded(school["DATABASE"]) == before


def test_without_a_word_the_ending_decides(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    for ending, said in ((".docx", "School evaluation"), (".html", "For the parent council")):
        target = tmp_path / f"paper{ending}"
        assert rrsa("report", school["SETTING"], "-o", target).code == 0
        assert said in text(target)


@pytest.mark.parametrize("given", ["first", "First", "FIRST"])
def test_a_stage_is_named_by_id_or_name(
    rrsa: Run, school: dict[str, str], tmp_path: Path, given: str
) -> None:
    target = tmp_path / "paper.docx"
    assert rrsa("report", school["SETTING"], "-o", target, "--stage", given).code == 0
    assert "School evaluation: First" in text(target)


def test_one_outcome_for_any_day(rrsa: Run, school: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "paper.html"
    words = ("--for", "any-day", "--outcome", school["OUTCOME"])
    ran = rrsa("report", school["SETTING"], "-o", target, *words)
    assert ran.code == 0, ran
    assert "Children and adults know about rights" in text(target)
    assert "We have begun" in text(target)


def test_what_was_held_back_is_counted_and_not_named(
    rrsa: Run, school: dict[str, str], tmp_path: Path
) -> None:
    rrsa("evidence", "edit", school["SETTING"], school["EVIDENCE"], "--consent", "refused")
    ran = rrsa("report", school["SETTING"], "-o", tmp_path / "a.html")
    assert "1 piece of evidence was held back" in ran.err
    assert "Council minutes" not in ran.err + text(tmp_path / "a.html")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "a.pdf"), "print that as PDF in a browser"),
        (("-o", "a"), "call it “a.docx” for Word, or “a.html”"),
        (("-o", " "), "not said where the paper goes"),
        (("-o", "nowhere/a.html"), "there is no folder"),
        (("-o", "a.html", "--for", "parents"), "choose one of: evaluation, action-plan, governors"),
        (("-o", "a.html", "--for", "any-day"), "not said which outcome"),
        (("-o", "a.html", "--for", "any-day", "--outcome", "77"), "there is no outcome"),
        (("-o", "a.html", "--outcome", "1"), "leave out the outcome"),
        (("-o", "a.html", "--for", "children", "--stage", "first"), "leave out the stage"),
        (("-o", "a.html", "--stage", "platinum"), "there is no stage"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    rrsa: Run,
    school: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    ran = rrsa("report", school["SETTING"], *words)
    assert ran.code == 2, ran
    assert_one_line_error(ran)
    assert said in ran.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_somebody_elses_stays(
    rrsa: Run, school: dict[str, str], tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"a{ending}"
    target.write_bytes(b"mine")
    ran = rrsa("report", school["SETTING"], "-o", target)
    assert ran.code == 2
    assert_one_line_error(ran)
    assert target.read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_to(
    rrsa: Run, school: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.fsync", refused)
    ran = rrsa("report", school["SETTING"], "-o", tmp_path / "a.html")
    assert ran.code == 3
    assert_one_line_error(ran)
    assert not list(tmp_path.glob("*.html")) + list(tmp_path.glob(".*.part"))
