"""The sample house: four months in, every state that a house will meet, and nobody who could be known."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rrsa import clock, paths
from rrsa.evaluation import Evaluation
from rrsa.portfolio.privacy import may_leave, redact
from rrsa.portfolio.records import Action
from rrsa.samples import load_sample
from rrsa.scoring.model import Missing, State
from rrsa.store import Store, open_store

TODAY = date(2026, 10, 14)  # a Wednesday
SAMPLE = paths.shipped("samples") / "inverdoran"
FILES = sorted((SAMPLE / "files").iterdir())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: TODAY)
        opened = open_store(tmp_path_factory.mktemp("sample") / "sample.db")
        load_sample(opened, "inverdoran")
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def house(store: Store) -> Evaluation:
    """The sample, opened to look at only: every test shares it."""
    return Evaluation.open(store, "inverdoran", author="Visitor", on=TODAY)


def action(house: Evaluation, start: str) -> Action:
    (found,) = [a for a in house.portfolio.actions.values() if (a.what or "").startswith(start)]
    return found


def words() -> str:
    """All that the sample says, its files included."""
    return "\n".join(path.read_text("utf-8") for path in (SAMPLE / "sample.yaml", *FILES))


# -- a house, four months in -------------------------------------------------------------------------------


def test_a_house_on_its_way_to_making_it_real(house: Evaluation) -> None:
    setting = house.portfolio.setting
    assert (setting.kind, setting.aim, setting.held) == ("residential", "making-it-real", None)
    assert not house.assessment.stages["making-it-real"].ready


def test_its_diary_is_four_months_long_and_kept_by_every_shift(store: Store) -> None:
    entries = store.history("inverdoran")
    assert {"Night shift", "Late shift", "House manager", "Key worker", "Cook", "Depute manager"} <= {
        entry.changeset.author for entry in entries
    }
    moments = [entry.changeset.at for entry in reversed(entries)]
    assert moments == sorted(moments)
    first, last = (date.fromisoformat(moment[:10]) for moment in (moments[0], moments[-1]))
    assert 110 <= (TODAY - first).days <= 130
    assert last < TODAY
    nights = [e.changeset.at[11:13] for e in entries if e.changeset.author == "Night shift"]
    assert all(hour < "08" for hour in nights), "whoever is on nights writes at night"
    assert store.check() == []


def test_things_happen_on_any_day_of_the_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: Evaluation
) -> None:
    """Loaded a day later, all dates are a day later: none was moved from a weekend."""
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=1))
    store = open_store(tmp_path / "later.db")
    later = store.load(load_sample(store, "inverdoran")).portfolio.evidence.values()
    store.close()

    def days(items: list[str | None]) -> list[date]:
        return sorted(date.fromisoformat(day) for day in items if day)

    before = days([item.date for item in house.portfolio.evidence.values()])
    assert days([item.date for item in later]) == [day + timedelta(days=1) for day in before]
    assert {day.weekday() for day in before} >= {5, 6}


# -- every state -------------------------------------------------------------------------------------------


def test_outcomes_in_every_state(house: Evaluation) -> None:
    outcomes = house.assessment.outcomes
    assert outcomes["9"].state is State.NOT_LOOKED_AT
    assert (outcomes["7"].view, outcomes["7"].ways, outcomes["7"].shown) == (3, 0, None)
    assert (outcomes["4"].ways, outcomes["2"].ways, outcomes["3"].ways) == (1, 2, 3)
    assert outcomes["8"].disagreements == ("8.3",)
    assert outcomes["5"].asked, "they were asked, and would rather not say"
    assert not outcomes["5"].caps


def test_three_outcomes_have_all_that_making_it_real_asks(house: Evaluation) -> None:
    open_outcomes = {gap.outcome for gap in house.assessment.stages["making-it-real"].gaps} - {None}
    assert open_outcomes == {"4", "5", "6", "7", "8", "9"}


def test_one_milestone_of_finding_out_is_still_to_do_and_says_why(house: Evaluation) -> None:
    gaps = house.assessment.stages["finding-out"].gaps
    assert [gap.milestone for gap in gaps if gap.missing is Missing.MILESTONE] == ["staff-asked"]
    assert house.portfolio.milestones["staff-asked"].note


def test_evidence_of_every_perspective_and_direction(house: Evaluation) -> None:
    pieces = [piece for outcome in house.assessment.outcomes.values() for piece in outcome.pieces]
    assert {piece.perspective for piece in pieces} == {"children", "observation", "records", "adults"}
    assert {piece.direction for piece in pieces} == {"works", "mixed", "not-yet"}
    assert {piece.kind for piece in pieces} == {"first-hand", "reported", "intended"}


def test_a_low_outcome_has_an_action_under_way_that_came_from_what_shows_not_yet(house: Evaluation) -> None:
    for outcome in ("4", "6"):
        found = house.assessment.outcomes[outcome]
        assert (found.view or 9) < house.framework.low_grade
        not_yet = {piece.evidence for piece in found.not_yet}
        (doing,) = [a for a in house.portfolio.actions.values() if a.outcome == outcome]
        assert doing.status == "under-way"
        assert doing.because in not_yet


def test_what_was_done_says_what_difference_it_made(house: Evaluation) -> None:
    done = [a for a in house.portfolio.actions.values() if a.status == "done"]
    assert len(done) == 2
    assert all(a.difference for a in done)
    assert {a.status for a in house.portfolio.actions.values()} == {"planned", "under-way", "done", "cannot"}
    assert "twelve" in (action(house, "Soft closers").difference or "")


def test_look_fors_of_every_answer(house: Evaluation) -> None:
    answers = {look.answer for look in house.portfolio.looks.values()}
    assert answers == {"yes", "partly", "not-yet", "unsure", "not-applicable"}
    (aside,) = [look for look in house.portfolio.looks.values() if look.answer == "not-applicable"]
    assert aside.why
    assert house.framework.indicators[aside.id].may_not_apply


def test_pieces_are_chosen_for_whoever_reads_it(house: Evaluation) -> None:
    for outcome in ("1", "2", "3", "5", "8"):
        chosen = [link for link in house.portfolio.links_by_target[outcome] if link.chosen]
        assert chosen, outcome
        assert len(chosen) <= 3, outcome


# -- privacy in a house of six -----------------------------------------------------------------------------


def test_what_is_unclear_or_taken_back_stays_here(house: Evaluation) -> None:
    held = {item.consent for item in house.portfolio.evidence.values() if not may_leave(item)}
    assert held == {"unknown", "withdrawn"}
    assert redact(house.portfolio).held_back == 2


def test_from_a_young_person_s_own_record_nothing_is_copied(house: Evaluation) -> None:
    own = re.compile(r"\b(plan|incident folder)\b", re.IGNORECASE)
    pointed = [item for item in house.portfolio.evidence.values() if own.search(item.place or "")]
    assert len(pointed) == 2
    for item in pointed:
        assert "nothing copied" in (item.place or "")
        assert not item.file_sha256


def test_a_quotation_is_one_sentence_with_a_yes(house: Evaluation) -> None:
    quoting = [item for item in house.portfolio.evidence.values() if '"' in (item.note or "")]
    assert len(quoting) >= 5
    for item in quoting:
        (quoted,) = re.findall(r'"([^"]+)"', item.note or "")
        assert len(re.findall(r"[.!?](?=\s|$)", quoted)) == 1, quoted
        assert re.search(r"\bagree", item.note or "")
        assert (item.consent, item.perspective) == ("given", "children")


def test_people_are_not_counted(house: Evaluation) -> None:
    assert {item.people for item in house.portfolio.evidence.values()} == {None}
    assert not re.search(r"%|per ?cent", words())
    number = r"(one|two|three|four|five|six|[1-6])"
    people = r"(young people|people who live|of the six|staff|adults)"
    counted = re.findall(rf"\b{number} (?:of the )?{people}\b", words(), re.IGNORECASE)
    # the sample says once, of all of them, that six live here
    assert {" ".join(each).lower() for each in counted} <= {"six young people"}


def test_nothing_says_who() -> None:
    assert not re.search(r"\b(he|she|him|his|her|hers|boy|girl|aged|years? old|year-old)\b", words(), re.I)
    assert not re.search(r"\b[A-Z]\.\s?[A-Z]\.|\b(Mr|Mrs|Ms|Miss|Dr) [A-Z]", words())


def test_people_are_roles(house: Evaluation) -> None:
    role = re.compile(r"manager|worker|shift|cook|handyperson", re.IGNORECASE)
    for item in house.portfolio.evidence.values():
        assert role.search(item.seen_by or ""), item.seen_by
        assert item.place
    for each in house.portfolio.actions.values():
        assert role.search(each.who or ""), each.who


def test_it_speaks_as_young_people_have_asked_to_be_spoken_of() -> None:
    given_up = (
        r"\bplacements?\b|\bcontact\b|\brespite\b|\bunits?\b|\bLAC\b|\bsiblings?\b|\babscond\w*|"
        r"\bresidents?\b|\bservice users?\b|\bchallenging\b"
    )
    assert re.findall(given_up, words(), re.IGNORECASE) == []


# -- files -------------------------------------------------------------------------------------------------


def rows(name: str) -> list[list[str]]:
    with (SAMPLE / "files" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_every_file_is_stored_as_it_is(house: Evaluation) -> None:
    stored = {i.file_name: i for i in house.portfolio.evidence.values() if i.file_sha256}
    assert set(stored) == {path.name for path in FILES}
    for path in FILES:
        item = stored[path.name]
        content = b"".join(house.store.read_file("inverdoran", item.file_sha256 or ""))
        assert content == path.read_bytes()


def test_what_is_said_of_the_nights_is_what_was_counted(house: Evaluation) -> None:
    *places, (_all, first, second) = rows("night-noises.csv")
    assert [sum(int(row[n]) for row in places) for n in (1, 2)] == [int(first), int(second)] == [29, 12]
    (note,) = [i.note or "" for i in house.portfolio.evidence.values() if i.file_name == "night-noises.csv"]
    assert note.startswith("Twelve, where it was twenty-nine.")


def test_what_is_said_of_the_list_on_the_fridge_stands_on_it() -> None:
    asked = rows("asked-and-answered.csv")
    answered = [row for row in asked if row[1]]
    assert (len(asked), len(answered)) == (14, 11)
    yes = [int(row[1]) for row in answered if row[2] == "yes"]
    no = [int(row[1]) for row in answered if row[2] == "no"]
    assert sum(yes) / len(yes) == 3
    assert 13 <= min(no) <= max(no) <= 16
    assert all(row[3] == "" for row in answered if row[2] == "no"), "a no comes without a why"


def test_what_is_said_of_the_rules_stands_in_them() -> None:
    text = (SAMPLE / "files" / "house-rules.txt").read_text("utf-8")
    parts = {part.split("\n", 1)[0].split(",")[0]: part for part in text.split("\n\n")}
    kept, changed, gone = (len(re.findall(r"^  ", parts[k], re.M)) for k in ("Kept", "Changed", "Gone"))
    assert (kept + changed + gone, gone) == (19, 8)
