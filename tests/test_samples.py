"""The sample school: it loads through the one door and shows every state that a user will meet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from rrsa import clock, paths
from rrsa.errors import BadInput, NotFound
from rrsa.evaluation import Evaluation
from rrsa.framework.catalogue import find
from rrsa.portfolio.photos import cleaned
from rrsa.portfolio.privacy import SMALL, may_leave, redact
from rrsa.portfolio.records import Action
from rrsa.samples import day_of, ensure_demo, load_sample, samples
from rrsa.scoring.model import Flag, Missing, State
from rrsa.setup import create_setting
from rrsa.store import Store, open_store
from rrsa.vocabulary import Consent

TODAY = date(2026, 10, 14)  # a Wednesday
FILES = paths.shipped("samples") / "corranbeath" / "files"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def store(tmp_path: Path, frozen: date) -> Iterator[Store]:
    opened = open_store(tmp_path / "sample.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    """The sample, opened to look at only: every test that uses it shares it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: TODAY)
        opened = open_store(tmp_path_factory.mktemp("sample") / "sample.db")
        yield Evaluation.open(opened, load_sample(opened), author="Visitor")
        opened.close()


def action(school: Evaluation, start: str) -> Action:
    (found,) = [a for a in school.portfolio.actions.values() if (a.what or "").startswith(start)]
    return found


def evidence_titled(school: Evaluation, start: str) -> str:
    (found,) = [e.id for e in school.portfolio.evidence.values() if (e.title or "").startswith(start)]
    return found


# -- loading -----------------------------------------------------------------------------------------------


def test_the_sample_is_found_and_says_what_it_is() -> None:
    sample = samples()[0]
    assert (sample.id, sample.framework) == ("corranbeath", "rights-respecting-school")
    assert "Silver" in sample.about


def test_the_school_comes_first_and_the_house_after_it() -> None:
    assert [sample.id for sample in samples()] == ["corranbeath", "inverdoran"]


def test_loading_makes_one_setting_with_a_full_portfolio(store: Store) -> None:
    made = load_sample(store)
    assert [s.id for s in store.settings()] == [made] == ["corranbeath"]
    portfolio = store.load(made).portfolio
    assert 22 <= len(portfolio.evidence) <= 28
    assert 8 <= len(portfolio.actions) <= 10
    assert len(portfolio.looks) >= 20


def test_loading_twice_is_refused_and_changes_nothing(store: Store) -> None:
    load_sample(store)
    before = store.load("corranbeath")
    with pytest.raises(BadInput, match="there is a setting “corranbeath” already"):
        load_sample(store)
    after = store.load("corranbeath")
    assert after.revision == before.revision
    assert after.portfolio == before.portfolio
    assert len(store.settings()) == 1


def test_an_unknown_sample_is_named_with_the_nearest(store: Store) -> None:
    with pytest.raises(NotFound, match="did you mean corranbeath"):
        load_sample(store, "coranbeath")
    assert store.settings() == []


def test_the_database_is_sound_afterwards(store: Store) -> None:
    load_sample(store)
    assert store.check() == []


def test_its_history_is_a_diary_by_different_roles(store: Store) -> None:
    made = load_sample(store)
    entries = store.history(made)
    authors = {entry.changeset.author for entry in entries}
    assert {"Head teacher", "DHT", "P6 teacher", "Pupil support assistant"} <= authors
    moments = [entry.changeset.at for entry in reversed(entries)]
    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments) - 1  # set-up and the first sitting are one
    days = [moment[:10] for moment in moments]
    assert days[0] < (TODAY - timedelta(days=270)).isoformat()
    assert days[-1] < TODAY.isoformat()
    assert len(entries) > 20


def test_whoever_tries_it_can_take_the_leads_last_step_back(store: Store) -> None:
    made = load_sample(store, author="Me")
    school = Evaluation.open(store, made, author="Me")
    latest = school.portfolio.outcomes["8"].line
    school.undo()
    assert school.portfolio.outcomes["8"].line not in (None, latest)
    assert school.portfolio.outcomes["8"].view == 3


@pytest.mark.parametrize("day", [date(2026, 1, 3), date(2026, 3, 1), date(2028, 2, 29), date(2026, 7, 19)])
def test_it_loads_on_any_day_and_no_date_lies_on_a_weekend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)
    store = open_store(tmp_path / "sample.db")
    portfolio = store.load(load_sample(store)).portfolio
    store.close()
    days = [e.date for e in portfolio.evidence.values() if e.date]
    assert all(date.fromisoformat(each) <= day for each in days)
    days += [a.due for a in portfolio.actions.values() if a.due]
    days += [m.done for m in portfolio.milestones.values() if m.done]
    assert len(days) > 35
    assert all(date.fromisoformat(each).weekday() < 5 for each in days)


def test_days_are_counted_from_today() -> None:
    assert day_of({"days_ago": 40}, TODAY) == "2026-09-04"
    assert day_of({"in_days": 14}, TODAY) == "2026-10-28"
    assert day_of({"days_ago": 3}, TODAY) == "2026-10-09"  # a Sunday moves to the Friday
    assert day_of({}, TODAY) is None


def test_in_a_house_a_weekend_is_a_day_like_any_other() -> None:
    assert day_of({"days_ago": 3}, TODAY, weekends=True) == "2026-10-11"  # a Sunday
    assert day_of({"in_days": 3}, TODAY, weekends=True) == "2026-10-17"  # a Saturday


# -- the demo's own database --------------------------------------------------------------------------------


def latest_evidence(database: Path) -> dict[str, str]:
    """The day of the latest piece of evidence in each setting."""
    store = open_store(database)
    found = {
        setting.id: max(item.date or "" for item in store.load(setting.id).portfolio.evidence.values())
        for setting in store.settings()
    }
    store.close()
    return found


def test_the_demo_is_made_once_and_what_is_recorded_in_it_stays(
    tmp_path: Path, frozen: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "demo" / "rrsa.db"
    assert ensure_demo(database, author="Me") == "corranbeath"
    store = open_store(database)
    Evaluation.open(store, "corranbeath", author="Me").record_outcome("9", {"view": 1})
    store.close()
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=30))
    assert ensure_demo(database) == "corranbeath"
    store = open_store(database)
    assert store.load("corranbeath").portfolio.outcomes["9"].view == 1
    store.close()
    assert [path.name for path in database.parent.iterdir() if path.is_dir()] == []


def test_an_untouched_demo_is_dated_anew_on_another_day(
    tmp_path: Path, frozen: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_demo(tmp_path / "rrsa.db")
    assert latest_evidence(tmp_path / "rrsa.db") == {"corranbeath": "2026-09-24", "inverdoran": "2026-10-09"}
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=7))
    ensure_demo(tmp_path / "rrsa.db")
    assert latest_evidence(tmp_path / "rrsa.db") == {"corranbeath": "2026-10-01", "inverdoran": "2026-10-16"}


@pytest.mark.parametrize("touched", ["corranbeath", "inverdoran"])
def test_a_demo_touched_anywhere_stays_as_a_whole(
    tmp_path: Path, frozen: date, monkeypatch: pytest.MonkeyPatch, touched: str
) -> None:
    ensure_demo(tmp_path / "rrsa.db")
    before = latest_evidence(tmp_path / "rrsa.db")
    store = open_store(tmp_path / "rrsa.db")
    Evaluation.open(store, touched, author="Me").record_outcome("9", {"view": 1})
    store.close()
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=7))
    ensure_demo(tmp_path / "rrsa.db")
    assert latest_evidence(tmp_path / "rrsa.db") == before
    store = open_store(tmp_path / "rrsa.db")
    assert store.load(touched).portfolio.outcomes["9"].view == 1
    store.close()


def test_a_demo_from_before_the_house_gets_it_and_keeps_what_was_typed(tmp_path: Path, frozen: date) -> None:
    store = open_store(tmp_path / "rrsa.db")
    load_sample(store, "corranbeath")
    Evaluation.open(store, "corranbeath", author="Me").record_outcome("9", {"view": 1})
    store.close()
    assert ensure_demo(tmp_path / "rrsa.db") == "corranbeath"
    store = open_store(tmp_path / "rrsa.db")
    assert {setting.id for setting in store.settings()} == {"corranbeath", "inverdoran"}
    assert store.load("corranbeath").portfolio.outcomes["9"].view == 1
    store.close()


def test_an_old_demo_that_is_open_elsewhere_is_left_alone(
    tmp_path: Path, frozen: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_demo(tmp_path / "rrsa.db")
    elsewhere = open_store(tmp_path / "rrsa.db")
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=7))
    ensure_demo(tmp_path / "rrsa.db")
    Evaluation.open(elsewhere, "corranbeath", author="Me").record_outcome("9", {"view": 1})
    elsewhere.close()
    again = open_store(tmp_path / "rrsa.db")
    assert again.load("corranbeath").portfolio.outcomes["9"].view == 1
    assert again.check() == []
    again.close()


def test_a_database_with_other_work_gets_the_sample_beside_it(tmp_path: Path, frozen: date) -> None:
    database = tmp_path / "rrsa.db"
    store = open_store(database)
    create_setting(store, "Another School", find("rights-respecting-school"), author="Head teacher")
    store.close()
    ensure_demo(database)
    store = open_store(database)
    assert {setting.id for setting in store.settings()} == {"another-school", "corranbeath", "inverdoran"}
    store.close()


# -- every state -------------------------------------------------------------------------------------------


def test_a_school_with_bronze_on_its_way_to_silver(school: Evaluation) -> None:
    setting = school.portfolio.setting
    assert (setting.kind, setting.aim, setting.held) == ("school", "silver", "bronze")
    assert setting.accredited_on is not None and setting.accredited_on < TODAY.isoformat()
    assert not school.assessment.stages["silver"].ready


def test_outcomes_in_every_state(school: Evaluation) -> None:
    outcomes = school.assessment.outcomes
    assert outcomes["9"].state is State.NOT_LOOKED_AT
    assert (outcomes["7"].view, outcomes["7"].ways, outcomes["7"].shown) == (2, 0, None)
    assert (outcomes["5"].ways, outcomes["3"].ways, outcomes["1"].ways) == (1, 2, 3)
    assert outcomes["5"].shown is not None and outcomes["5"].view is not None
    assert outcomes["5"].shown < outcomes["5"].view
    assert {cap.when for cap in outcomes["5"].caps} == {"no-children", "one-perspective"}
    assert outcomes["8"].disagreements == ("8.3",)


def test_two_outcomes_have_all_that_silver_asks(school: Evaluation) -> None:
    open_outcomes = {gap.outcome for gap in school.assessment.stages["silver"].gaps}
    assert open_outcomes >= {"2", "4", "5", "6", "7", "8", "9"}
    assert not open_outcomes & {"1", "3"}


def test_evidence_of_every_direction_and_age(school: Evaluation) -> None:
    pieces = [piece for outcome in school.assessment.outcomes.values() for piece in outcome.pieces]
    assert {piece.direction for piece in pieces} == {"works", "mixed", "not-yet"}
    assert {piece.kind for piece in pieces} == {"first-hand", "reported", "intended"}
    assert {piece.perspective for piece in pieces} == {"children", "observation", "records", "adults"}
    flags = {flag for piece in pieces for flag in piece.flags}
    assert flags == {Flag.STALE, Flag.UNDATED, Flag.BEFORE_ACCREDITATION}


def test_what_shows_not_yet_has_led_to_actions(school: Evaluation) -> None:
    for outcome in ("4", "8"):
        (piece,) = school.assessment.outcomes[outcome].not_yet
        because = [a for a in school.portfolio.actions.values() if a.because == piece.evidence]
        assert [a.outcome for a in because] == [outcome]


def test_every_kind_of_consent_and_what_it_holds_back(school: Evaluation) -> None:
    evidence = school.portfolio.evidence
    assert {item.consent for item in evidence.values()} == set(Consent)
    held = {item.title for item in evidence.values() if not may_leave(item)}
    assert len(held) == 3
    assert {item.consent for item in evidence.values() if item.title in held} == {
        "refused",
        "withdrawn",
        "unknown",
    }
    assert all(item.identifiable for item in evidence.values() if item.title in held)
    assert redact(school.portfolio).held_back == 3


def test_actions_planned_under_way_overdue_and_done(school: Evaluation) -> None:
    assert {a.status for a in school.portfolio.actions.values()} == {"planned", "under-way", "done"}
    late = [
        a for a in school.portfolio.actions.values() if a.status != "done" and (a.due or "9") < "2026-10-14"
    ]
    assert [a.what for a in late] == [action(school, "Mend the locks").what]
    stairs, maths = action(school, "An adult stands"), action(school, "Every class tries one maths")
    assert stairs.status == maths.status == "done"
    assert stairs.difference and not maths.difference
    assert stairs.because == evidence_titled(school, "Safe-places maps, P4")


def test_look_fors_of_every_answer_and_children_who_chose_not_to_say(school: Evaluation) -> None:
    answers = {look.answer for look in school.portfolio.looks.values()}
    assert answers == {"yes", "partly", "not-yet", "unsure", "not-applicable"}
    (aside,) = [look for look in school.portfolio.looks.values() if look.answer == "not-applicable"]
    assert aside.why and school.framework.indicators[aside.id].may_not_apply
    assert school.assessment.outcomes["6"].asked
    assert "no-children" not in {cap.when for cap in school.assessment.outcomes["6"].caps}


def test_most_milestones_of_bronze_and_some_of_silver_are_done(school: Evaluation) -> None:
    reached = {m for m, done in school.assessment.milestones.items() if done}
    by_stage = {"bronze": [0, 0], "silver": [0, 0]}
    for milestone in school.framework.milestones:
        if milestone.stage in by_stage:
            by_stage[milestone.stage][0] += milestone.id in reached
            by_stage[milestone.stage][1] += 1
    assert by_stage["bronze"][0] == by_stage["bronze"][1] - 1
    assert 0 < by_stage["silver"][0] < by_stage["silver"][1]
    gaps = school.assessment.stages["bronze"].gaps
    assert [gap.milestone for gap in gaps if gap.missing is Missing.MILESTONE] == ["staff-asked"]
    assert school.portfolio.milestones["staff-asked"].note


def test_two_or_three_pieces_are_chosen_for_the_assessor(school: Evaluation) -> None:
    for outcome in ("1", "2", "3", "8"):
        chosen = [link for link in school.portfolio.links_by_target[outcome] if link.chosen]
        assert 2 <= len(chosen) <= 3, outcome


# -- files -------------------------------------------------------------------------------------------------


def test_files_of_several_kinds_are_small_and_stored(school: Evaluation) -> None:
    stored = [item for item in school.portfolio.evidence.values() if item.file_sha256]
    assert {Path(item.file_name or "").suffix for item in stored} == {
        ".jpg", ".png", ".csv", ".pdf", ".docx", ".txt",
    }  # fmt: skip
    assert {item.file_name for item in stored} == {path.name for path in FILES.iterdir()}
    for item in stored:
        content = b"".join(school.store.read_file(school.setting_id, item.file_sha256 or ""))
        assert len(content) == item.file_size
        source = (FILES / (item.file_name or "")).read_bytes()
        assert len(source) < 60_000
        assert content == cleaned(source, item.file_name or "")


def test_photos_lose_the_place_and_the_camera_once_stored(school: Evaluation) -> None:
    photos = [item for item in school.portfolio.evidence.values() if item.file_type == "image/jpeg"]
    assert len(photos) == 2
    for item in photos:
        source = FILES / (item.file_name or "")
        with Image.open(source) as before:
            assert before.getexif().get_ifd(0x8825), "the source must carry a place, or nothing is shown"
        content = b"".join(school.store.read_file(school.setting_id, item.file_sha256 or ""))
        with Image.open(io.BytesIO(content)) as after:
            assert not after.getexif()
        assert b"Invented Cameras" in source.read_bytes()
        assert b"Invented Cameras" not in content


def test_the_questionnaire_holds_no_small_count() -> None:
    rows = [line.split(",") for line in (FILES / "pupil-questionnaire.csv").read_text("utf-8").splitlines()]
    for row in rows[1:]:
        answered, *yes = map(int, row[1:])
        assert all(count >= SMALL and answered - count >= SMALL for count in yes), row[0]
    columns = zip(*(map(int, row[1:]) for row in rows[1:-1]), strict=True)
    assert [sum(column) for column in columns] == [int(cell) for cell in rows[-1][1:]]


# -- people ------------------------------------------------------------------------------------------------

GIVEN_NAMES = re.compile(
    r"\b(Jack|Olivia|Noah|Emily|James|Isla|Rory|Freya|Leo|Sophie|Finlay|Amelia|Harris|Grace|Callum|Ava|Lewis|"
    r"Millie|Logan|Ella|Mohammed|Aisha|Zofia|Kacper|Archie|Eilidh|Angus|Mairi|Euan|Skye|Hamish|Iona)\b"
)
INITIALS = re.compile(r"\b[A-Z]\.\s?[A-Z]\.|\b(Mr|Mrs|Ms|Miss|Dr) [A-Z]")


def test_nobody_is_named() -> None:
    texts = [(FILES.parent / "sample.yaml").read_text("utf-8")]
    texts += [(FILES / name).read_text("utf-8") for name in ("staff-meeting-notes.txt",)]
    texts.append((FILES / "rights-group-minutes.pdf").read_bytes().decode("latin-1"))
    with ZipFile(FILES / "letter-to-families.docx") as letter:
        texts += [letter.read(part).decode("utf-8") for part in letter.namelist()]
    for text in texts:
        assert not GIVEN_NAMES.search(text)
        assert not INITIALS.search(text)


def test_people_are_roles(school: Evaluation) -> None:
    role = re.compile(r"teacher|DHT|assistant|janitor|kitchen|lead|group|team|librarians", re.IGNORECASE)
    for item in school.portfolio.evidence.values():
        assert item.seen_by and role.search(item.seen_by)
        assert item.place
    for each in school.portfolio.actions.values():
        assert each.who and role.search(each.who)


def test_the_rights_group_has_its_own_view_and_may_keep_it(school: Evaluation) -> None:
    portfolio = school.portfolio
    (review,) = portfolio.reviews.values()
    assert (review.by, review.people) == ("group", 14)
    said = {each.outcome: each for each in portfolio.review_views.values()}
    assert said["5"].rather_not and all(each.said_yes for each in said.values() if each.words)
    assert (portfolio.outcome("8").view, said["8"].view, portfolio.agreed["8"].view) == (3, 2, 3)
