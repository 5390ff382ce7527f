"""What changed since somebody was last here, and the memory of when that was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.guide import since as reading
from rrsa.guide.since import since
from rrsa.setup import create_setting
from rrsa.store import Store, open_store
from rrsa.visits import last_visit, remember_visit

SMALL = adopt_file(Path(__file__).parent.parent / "data" / "small-framework.yaml")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "rrsa.db") as made:
        create_setting(made, "Glen", SMALL, author="Lead")
        yield made


@pytest.fixture
def lead(store: Store) -> Evaluation:
    return Evaluation.open(store, "glen", author="Lead")


@pytest.fixture
def deputy(store: Store) -> Evaluation:
    return Evaluation.open(store, "glen", author="Deputy")


def first_two(evaluation: Evaluation) -> tuple[str, str]:
    one, two = list(evaluation.framework.outcomes)[:2]
    return one, two


def test_news_stands_by_outcome_with_the_role(lead: Evaluation, deputy: Evaluation) -> None:
    one, two = first_two(lead)
    left = lead.revision
    deputy.record_outcome(one, {"view": 2})
    item = deputy.add_evidence({"title": "Survey", "perspective": "children"}, [two])
    deputy.edit_evidence(item, {"place": "Blue folder"})
    lead.refresh()
    found = since(lead, left)
    assert set(found.by_outcome) == {one, two}
    assert [news.author for news in found.items] == ["Deputy"] * 3
    assert any("Survey" in news.said for news in found.by_outcome[two])
    assert not found.more
    assert since(lead, lead.revision).items == ()


def test_ones_own_work_of_this_sitting_is_no_news(lead: Evaluation, deputy: Evaluation) -> None:
    one, two = first_two(lead)
    left = lead.revision
    lead.record_outcome(one, {"view": 2})  # on another computer
    opened = lead.revision
    lead.record_outcome(two, {"view": 2})
    deputy.refresh()
    deputy.record_outcome(two, {"line": "Seen"})
    lead.refresh()
    found = since(lead, left, opened_at=opened)
    assert [(news.outcome, news.author) for news in found.items] == [(two, "Deputy"), (one, "Lead")]


def test_what_was_taken_back_is_no_news(lead: Evaluation, deputy: Evaluation) -> None:
    one, _two = first_two(lead)
    left = lead.revision
    deputy.record_outcome(one, {"view": 2})
    deputy.undo()
    assert since(lead, left).items == ()
    deputy.redo()
    lead.refresh()
    assert len(since(lead, left).items) == 1
    left = lead.revision
    deputy.undo()
    lead.refresh()
    assert len(since(lead, left).items) == 1, "taking back what was known before is news"


def test_the_same_thing_done_often_is_told_once(lead: Evaluation, deputy: Evaluation) -> None:
    one, _two = first_two(lead)
    left = lead.revision
    for text in ("a" * 80, "b" * 80, "c" * 80):
        deputy.record_outcome(one, {"line": text})
    lead.refresh()
    (news,) = since(lead, left).items
    assert news.times == 3


def test_the_journal_is_read_page_by_page_and_not_for_ever(
    lead: Evaluation, deputy: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    monkeypatch.setattr(reading, "MOST", 4)
    one, two = first_two(lead)
    left = lead.revision
    for view in (1, 2, 1):
        deputy.record_outcome(one, {"view": view})
    lead.refresh()
    assert (len(since(lead, left).items), since(lead, left).more) == (3, False)
    for view in (1, 2, 1):
        deputy.record_outcome(two, {"view": view})
    lead.refresh()
    found = since(lead, left)
    assert (len(found.items), found.more) == (4, True)


# -- the memory ----------------------------------------------------------------------------------------


def test_each_role_is_remembered_for_itself_on_this_machine(home: Path) -> None:
    assert last_visit("a.db", "glen", "Lead") is None
    remember_visit("a.db", "glen", "Lead", 7)
    remember_visit("a.db", "glen", "Deputy", 9)
    assert [last_visit("a.db", "glen", role) for role in ("LEAD ", "Deputy")] == [
        (7, visit_day()),
        (9, visit_day()),
    ]
    assert last_visit("b.db", "glen", "Lead") is None
    assert last_visit("a.db", "elm", "Lead") is None
    file = home / "visits.json"
    assert file.exists()
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0, "others on this machine may not read it"


def visit_day() -> str:
    from rrsa import clock

    return clock.today().isoformat()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a\\nglen\\nlead": ["x"]}', "null"])
def test_a_broken_memory_is_an_empty_one(home: Path, content: str) -> None:
    (home / "visits.json").write_text(content, encoding="utf-8")
    assert last_visit("a", "glen", "Lead") is None
    remember_visit("a", "glen", "Lead", 3)
    visit = last_visit("a", "glen", "Lead")
    assert visit is not None
    assert visit.revision == 3
