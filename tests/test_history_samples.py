"""The samples that are kept as history: published grades as published, an old award's school whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.export import export_workbook
from rrsa.framework.catalogue import find
from rrsa.guide.improvements import areas, proposals, to_plan
from rrsa.samples import ensure_demo, history_samples, load_sample, samples
from rrsa.setup import create_setting
from rrsa.store import Store, open_store
from rrsa.vocabulary import ActionStatus, Answer, Consent, Direction, Perspective

TODAY = date(2026, 10, 14)
PARTNERSHIP, OLD_SCHOOL = "childrens-services-inverclyde-2017", "legacy-kirkaldry"
NOT_SAID = ["1.1", "2.1", "2.2", "5.1", "5.3", "6.2", "9.2"]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("history") / "history.db"
    with pytest.MonkeyPatch.context() as patch, open_store(made) as store:
        patch.setattr(clock, "today", lambda: TODAY)
        for sample in history_samples():
            load_sample(store, sample.id)
    return made


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with open_store(file, read_only=True) as opened:
        yield opened


@pytest.fixture
def partnership(store: Store) -> Evaluation:
    return Evaluation.open(store, PARTNERSHIP, author="Visitor")


@pytest.fixture
def old_school(store: Store) -> Evaluation:
    return Evaluation.open(store, OLD_SCHOOL, author="Visitor")


# -- apart from the demo --------------------------------------------------------------------------------


def test_they_are_history_and_not_among_those_that_the_demo_opens_with() -> None:
    assert [sample.id for sample in history_samples()] == [PARTNERSHIP, OLD_SCHOOL]
    assert not {sample.id for sample in samples()} & {PARTNERSHIP, OLD_SCHOOL}
    assert all(not find(sample.framework).framework.offered for sample in history_samples())
    assert all(find(sample.framework).framework.offered for sample in samples())


def test_their_days_stay_what_they_are_whenever_they_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_school: Evaluation
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=400))
    with open_store(tmp_path / "later.db") as later:
        load_sample(later, OLD_SCHOOL)
        then = later.load(OLD_SCHOOL).portfolio
        days = {entry.changeset.at[:4] for entry in later.history(OLD_SCHOOL, limit=100)}
    assert days == {"2015", "2016"}
    dates = sorted(str(item.date) for item in then.evidence.values())
    assert dates == sorted(str(item.date) for item in old_school.portfolio.evidence.values())
    assert {day[:4] for day in dates} == {"2015", "2016"}


def test_a_demo_that_has_them_keeps_them_when_it_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "rrsa.db"
    ensure_demo(database, history=True)
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=7))
    ensure_demo(database)
    with open_store(database, read_only=True) as again:
        assert {s.id for s in again.settings()} == {"corranbeath", "inverdoran", PARTNERSHIP, OLD_SCHOOL}
        latest = again.history("corranbeath", limit=1)[0].changeset.at
    assert date.fromisoformat(latest[:10]) > TODAY - timedelta(days=7)


def test_history_is_taken_up_only_on_purpose(tmp_path: Path) -> None:
    adopted = find("childrens-services-2017")
    with open_store(tmp_path / "rrsa.db") as store:
        with pytest.raises(BadInput, match="--history"):
            create_setting(store, "Partners", adopted, author="Lead")
        assert create_setting(store, "Partners", adopted, author="Lead", history=True) == "partners"
        assert store.load("partners").portfolio.setting.kind == "partnership"


# -- the published grades ---------------------------------------------------------------------------------


def test_the_grades_are_those_that_were_published(partnership: Evaluation) -> None:
    views = {id_: found.view for id_, found in partnership.assessment.outcomes.items()}
    assert {id_: view for id_, view in views.items() if view is not None} == {"6.3": 6, "5.2": 3}
    names = partnership.framework.grade_by_number
    assert (names[6].name, names[3].name) == ("Excellent", "Adequate")


def test_what_was_not_said_is_not_made_up(partnership: Evaluation) -> None:
    for outcome in NOT_SAID:
        record = partnership.portfolio.outcome(outcome)
        assert record.view is None
        assert (record.line or "").startswith("Very good or good")
    [regulator] = [
        e for e in partnership.portfolio.evidence.values() if "Care Inspectorate" in (e.title or "")
    ]
    note = " ".join((regulator.note or "").split())
    assert "one excellent (6.3), five very good, two good, one adequate (5.2)" in note
    assert len(partnership.framework.outcomes) == 1 + 5 + 2 + 1


def test_every_piece_says_where_it_was_read(partnership: Evaluation) -> None:
    for item in partnership.portfolio.evidence.values():
        assert (item.date, item.consent) == ("2017-10-31", Consent.NOT_NEEDED)
        assert ".com" in (item.place or "") or ".gov.uk" in (item.place or "")


def test_strengths_and_areas_are_there_and_become_a_plan(file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    mine.write_bytes(file.read_bytes())
    with open_store(mine) as store:
        evaluation = Evaluation.open(store, PARTNERSHIP, author="Lead")
        assert evaluation.portfolio.outcome("6.3").strengths
        found = proposals(evaluation.framework, evaluation.portfolio)
        assert [each.outcome for each in found] == ["5.2", "5.2"]
        assert evaluation.plan_improvements(to_plan(found)) == 2
        again = proposals(evaluation.framework, evaluation.portfolio)
        assert all(each.planned for each in again)
        assert evaluation.plan_improvements(to_plan(again)) == 0
        first = evaluation.portfolio.actions[found[0].action]
        evaluation.edit_action(first.id, {"what": "In other words", "who": "Social work"})
        assert proposals(evaluation.framework, evaluation.portfolio)[0].planned, "the area has its action"
        assert ActionStatus(first.status or "") is ActionStatus.PLANNED


def test_areas_are_one_a_line_whatever_stands_before_them() -> None:
    assert areas("- One\n• Two\n\n3. Three\n  One\n") == ("One", "Two", "Three")
    assert areas("2020 was hard") == ("2020 was hard",)
    assert areas(None) == areas(" \n ") == ()


def test_the_workbooks_say_the_grades_as_published(partnership: Evaluation, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    for copy, views, word in (
        ("assessor", "Summary", "{n} ({name})"),
        ("working", "Quick look", "{n} {name}"),
    ):
        target = tmp_path / f"{copy}.xlsx"
        export_workbook(partnership, target, copy=copy)
        book = load_workbook(target, read_only=True)
        texts = {
            sheet.title: [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
            for sheet in book
        }
        book.close()
        said = Counter(texts[views])
        assert said[word.format(n=6, name="Excellent")] == 1, copy
        assert said[word.format(n=3, name="Adequate")] == 1, copy
        assert not said[word.format(n=5, name="Very good")], "nobody has given that grade to an outcome"
        assert any("The first look at risk" in text for text in texts["Outcomes"])
        assert any("Areas for improvement" in text for text in texts["Outcomes"])
        assert not any("award decision" in text for sheet in texts.values() for text in sheet)


def test_the_paper_says_the_grades_as_published(partnership: Evaluation, tmp_path: Path) -> None:
    from rrsa.exchange.report.audiences import Audience
    from rrsa.exchange.report.writing import write_report

    target = tmp_path / "evaluation.html"
    write_report(partnership, target, audience=Audience.EVALUATION)
    html = target.read_text(encoding="utf-8")
    for words in ("Partnership evaluation", "Excellent", "Adequate", "Strengths", "Areas for improvement"):
        assert words in html
    assert "bring it to one good standard" in html
    assert "Very good or good" in html
    assert "not an inspection grade" in html
    assert "award decision" not in html


# -- the older award ----------------------------------------------------------------------------------------


def test_the_old_school_holds_level_1_and_works_on(old_school: Evaluation) -> None:
    setting = old_school.portfolio.setting
    assert (setting.held, setting.aim, setting.accredited_on) == ("level-1", "level-2", "2016-06-09")
    assert old_school.assessment.stages["level-1"].ready
    assert not old_school.assessment.stages["level-2"].ready


def test_it_holds_a_little_of_everything_that_has_to_come_along(old_school: Evaluation) -> None:
    portfolio = old_school.portfolio
    assert {e.perspective for e in portfolio.evidence.values()} == {p.value for p in Perspective}
    assert {link.direction for link in portfolio.links.values()} == {d.value for d in Direction}
    assert {a.status for a in portfolio.actions.values()} == {"planned", "done", "cannot"}
    assert any(e.file_sha256 for e in portfolio.evidence.values())
    assert any(e.consent == Consent.REFUSED for e in portfolio.evidence.values())
    assert portfolio.measures and len(portfolio.readings) == 2
    assert set(portfolio.looks) == set(old_school.framework.indicators)
    assert portfolio.checklist
    assert all(portfolio.outcome(outcome).difference for outcome in "ABCD")


def test_no_evidence_on_the_impact_form_is_not_no_impact(old_school: Evaluation) -> None:
    looks = old_school.portfolio.looks
    said = {id_: look.answer for id_, look in looks.items() if id_.startswith("impact-")}
    assert len(said) == 8
    for look in looks.values():
        if "No evidence" in (look.why or ""):
            assert look.answer == Answer.UNSURE
    assert said["impact-8"] == Answer.NOT_YET
    assert said["impact-2"] == Answer.YES
