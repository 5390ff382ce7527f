"""``rrsa voices sets|ask|round|cards`` and ``rrsa rings``: questions asked, cards counted, pages printed."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from command_runs import Ran, Run, assert_one_line_error

from rrsa.portfolio.portfolio import Portfolio
from rrsa.store import open_store

Asked = Callable[..., Ran]
GROUP = ("--group", "Primary 1")


@pytest.fixture
def setting(rrsa: Run) -> str:
    """A new school by the offered framework, which has question sets."""
    assert rrsa("new", "Glen Primary", "--framework", "rights-respecting-school").code == 0
    return "glen-primary"


@pytest.fixture
def asked(rrsa: Run, setting: str, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Asks and types lines; then the input ends."""

    def ask(*lines: str, options: tuple[str, ...] = (), set_: str = "accessible") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return rrsa("voices", "ask", setting, "--set", set_, *options)

    return ask


def kept() -> Portfolio:
    from rrsa.paths import default_database

    with open_store(default_database(), read_only=True) as store:
        return store.load("glen-primary").portfolio


def rounds() -> list[tuple[int | None, str | None, str | None]]:
    return [(each.n, each.group, each.sentence) for each in kept().rounds.values() if each.present]


def refused(done: Ran, code: int, said: str) -> None:
    assert_one_line_error(done)
    assert done.code == code
    assert said in done.err


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_sets_are_listed_with_whom_they_suit(rrsa: Run, setting: str) -> None:
    told = one_line(rrsa("voices", "sets", setting).out)
    assert "younger How it is here (younger children)" in told
    assert "Always · Mostly · Sometimes · Not often · Never" in told
    (one,) = rrsa("voices", "sets", setting, "--set", "wellbeing", "--json").data
    assert [q["wellbeing"] for q in one["questions"]][:2] == ["safe", "healthy"]


def test_as_data_small_counts_are_hidden_and_on_the_screen_they_stand(rrsa: Run, setting: str) -> None:
    words = ("--set", "younger", *GROUP, "--n", "17", "--answer", "safe=9,5,3", "--answer", "kind=12,5,0")
    made = rrsa("voices", "round", setting, *words).first
    (listed,) = rrsa("voices", "list", setting, "--json").data
    assert rrsa("voices", "show", setting, made, "--json").data == {**listed, "before": None}
    counts = [[each["count"] for each in asked["answers"]] for asked in listed["questions"]]
    assert (listed["n"], listed["hides"], counts) == (17, True, [[12, 5, 0], [9, None, None]])
    assert "5 Sometimes 3 No" in one_line(rrsa("voices", "show", setting, made).out)


def test_a_group_is_asked_and_agrees(asked: Asked) -> None:
    done = asked("12", "Primary 1", "9,2", "s", *["10 1"] * 6, "y")
    assert done.code == 0
    told = one_line(done.out)
    for said in (
        "stop asking. Listen, stay calm",
        "Read aloud: I show you a picture",
        "1 did not say.",
        "This would be kept, and nothing else:",
        "Childline is free",
        "Left out, because fewer than five answered: “People are kind.”",
    ):
        assert said in told
    assert rounds() == [(12, "Primary 1", None)]
    assert "rrsa voices evidence glen-primary" in one_line(done.err)


def test_more_hands_than_people_are_asked_for_again(asked: Asked) -> None:
    done = asked("12", "", "9,4", "nine", "9,3", "q", "y")
    assert "that makes 13 answers of 12 people" in one_line(done.out)
    assert "“nine” is not 2 whole numbers" in done.out
    assert rounds() == [(12, None, None)]


@pytest.mark.parametrize("answer", ["n", "q", ""])
def test_what_nobody_agreed_to_is_not_kept(asked: Asked, answer: str) -> None:
    done = asked("12", "", *["9,2"] * 8, *([answer] if answer else []))
    assert "othing is kept." in done.out
    assert rounds() == []


def test_half_way_nothing_is_kept(asked: Asked) -> None:
    assert "Stopped. Nothing is kept." in asked("12", "", "9,2", "9,2").out
    assert rounds() == []


def test_one_child_agrees_a_sentence_after_correcting_it(asked: Asked) -> None:
    done = asked("1", *["2"] * 8, "I want a frend.", "c", "I want a friend.", "y")
    told = one_line(done.out)
    assert "No numbers are kept." in told
    assert told.index("I want a frend.") < told.index("In your words: “I want a friend.”")
    assert rounds() == [(None, None, "I want a friend.")]
    assert not [tally for tally in kept().tallies.values() if tally.present]


def test_counted_cards_are_typed_in_or_read_from_a_file(rrsa: Run, setting: str, tmp_path: Path) -> None:
    counted = tmp_path / "counts.txt"
    counted.write_text("# Tuesday\nsafe=9,2,1\n\nkind = 10, 1, 0\n", encoding="utf-8")
    options = ("--set", "younger", *GROUP, "--n", "12")
    done = rrsa("voices", "round", setting, *options, "--counts", counted, "--answer", "play=2,1,0")
    assert done.code == 0
    assert "Left out, because fewer than five answered: “I have time to play.”" in one_line(done.err)
    shown = one_line(rrsa("voices", "show", setting, done.out.strip()).out)
    assert "Most say “Yes”: 9 of 12." in shown
    later = rrsa("voices", "round", setting, *options, "--answer", "safe=9,2,1")
    refused(later, 2, "this group’s answers of")


def test_the_same_round_a_term_later(rrsa: Run, setting: str) -> None:
    options = ("--set", "younger", *GROUP, "--n", "12")
    rrsa("voices", "round", setting, *options, "--answer", "safe=6,4,2", "--date", "2026-01-12")
    later = rrsa("voices", "round", setting, *options, "--answer", "safe=11,1,0", "--date", "2026-04-20")
    shown = one_line(rrsa("voices", "show", setting, later.out.strip()).out)
    assert "Before: The majority say “Yes”: 6 of 12. A larger share than before." in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--n", "12", "--answer", "safe=9,2,2"), "13 answers of 12 people"),
        (("--n", "12", "--answer", "safe=9,2"), "is not 3 whole numbers"),
        (("--n", "12", "--answer", "sfe=9,2,1"), "has no question “sfe”"),
        (("--n", "12", "--answer", "safe"), "not a question with its counts"),
        (("--n", "12", "--answer", "safe=9,2,1", "--answer", "safe=9,2,1"), "given twice"),
        (("--n", "2", "--answer", "safe=1,1,0"), "only a sentence is kept"),
        (("--n", "0"), "0 people cannot be counted"),
        (("--n", "a dozen"), "how many people cannot be “a dozen” — give a whole number"),
        (("--n", "12", "--counts", "nowhere.txt"), "there is no file"),
        (("--n", "12", "--answer", "safe=9,2,1", "--date", "31 Feb 2026"), "no such day"),
    ],
)
def test_bad_counts_are_one_line_and_change_nothing(
    rrsa: Run, setting: str, words: tuple[str, ...], said: str
) -> None:
    refused(rrsa("voices", "round", setting, "--set", "younger", *words), 2, said)
    assert rounds() == []


def test_of_two_children_the_counts_are_thrown_away(rrsa: Run, setting: str) -> None:
    done = rrsa(
        *("voices", "round", setting, "--set", "younger", "--n", "2", "--answer", "safe=1,1,0"),
        *("--sentence", "We like the garden."),
    )
    assert "the counts were thrown away" in done.err
    assert rounds() == [(None, None, "We like the garden.")]


def test_an_unknown_set_is_told_with_those_there_are(rrsa: Run, setting: str) -> None:
    done = rrsa("voices", "ask", setting, "--set", "yonger")
    refused(done, 2, "younger")


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_cards_hold_questions_faces_and_what_to_do(
    rrsa: Run, setting: str, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"cards.{ending}"
    assert rrsa("voices", "cards", setting, "--set", "older", "-o", file).code == 0
    if ending == "html":
        text = file.read_text(encoding="utf-8")
        assert text.count("<svg") > 6
    else:
        with ZipFile(file) as archive:
            text = archive.read("word/document.xml").decode("utf-8")
    for said in ("I feel safe here.", "Not often", "rather not say", "stop asking"):
        assert said in text
    assert "Glen" not in text, "nothing of the setting is on them"
    assert rrsa("voices", "cards", setting, "--set", "older", "-o", file).code == 0, "ours may be replaced"


def test_blank_rings_are_a_page_and_nothing_else(rrsa: Run, tmp_path: Path) -> None:
    file = tmp_path / "rings.html"
    assert rrsa("rings", "-o", file).code == 0
    assert "very close" in file.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("rings")] == ["rings.html"]
    refused(rrsa("rings", "-o", tmp_path / "rings.docx"), 2, "call it “rings.html”")
