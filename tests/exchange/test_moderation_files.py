"""What a round sends out is blind, what comes back is checked cell by cell, reviews reach their setting."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from moderation_desk import (
    LATER,
    NAMES,
    VIEW,
    WHY_NOT,
    WORDS,
    desk_with,
    drawn,
    fill_in,
    lay,
    slug,
    snapshot,
    withdraw,
)
from openpyxl import load_workbook

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.moderation.bringing import bring, read_reviews
from rrsa.exchange.moderation.going_back import write_back
from rrsa.exchange.moderation.going_out import Sent, write_out
from rrsa.exchange.moderation.report import compose, write_report
from rrsa.exchange.moderation.taking import Reply, read_reply, take, workbooks
from rrsa.exchange.report import paper as blocks
from rrsa.framework.catalogue import find
from rrsa.guide.shared import Part, SharedOutcome
from rrsa.overview.desk import Desk
from rrsa.overview.round_edits import close, remove, say
from rrsa.overview.rounds import Round, open_round
from rrsa.setup import create_setting

DAY = "2026-11-26"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_with(tmp_path / "desk.db", [snapshot(name) for name in NAMES]) as opened:
        yield opened


def out(round_: Round, folder: Path, **how: Any) -> list[Sent]:
    folder.mkdir(exist_ok=True)
    return list(write_out(round_, folder, day=DAY, **how))


def everything(path: Path) -> str:
    """All that a workbook holds, hidden sheets and properties too."""
    book = load_workbook(path)
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    rules = [str(v.formula1) for sheet in book for v in sheet.data_validations.dataValidation]
    properties = [str(value) for value in vars(book.properties).values()]
    book.close()
    return "\n".join([*cells, *rules, *properties])


def answered(round_: Round, tmp_path: Path, view: str | int = "3 Making a difference") -> list[Path]:
    """All workbooks, filled in alike."""
    paths = [each.path for each in out(round_, tmp_path / "out")]

    def answer(n: int, row: list[Any]) -> None:
        row[VIEW].value = view
        row[WORDS].value = f"We read it so, {n}"

    for path in paths:
        fill_in(path, answer)
    return paths


def take_in(desk: Desk, path: Path, **how: Any) -> Reply:
    reply = read_reply(desk, path, **how)
    take(desk, reply)
    return reply


def test_what_goes_out_is_blind_and_does_not_say_whose_it_is(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    sent = out(round_, tmp_path / "out")
    assert [each.setting for each in sent] == sorted(map(slug, NAMES))
    for each in sent:
        text = everything(each.path)
        mine = [item for item in round_.items if item.reviewer == each.setting]
        assert each.outcomes == len(mine) == 2
        for item in mine:
            assert item.setting and item.setting not in text
            name = round_.name(item.setting)
            assert name not in text and item.ref and item.ref in text
            assert f"In Setting {'A' if item is min(mine, key=lambda i: i.ref or '') else 'B'} the" in text
        assert "Nothing is counted about you" in text
        assert "a seed" not in text


def test_the_own_view_stands_nowhere_in_it(tmp_path: Path) -> None:
    """Two settings alike in all but their views: what goes out of them is the same but for references."""

    def said(view: int, folder: Path) -> str:
        alike = [snapshot(name, views={"4": view}) for name in NAMES[:2]]
        folder.mkdir()
        with desk_with(folder / "desk.db", alike) as desk:
            [first, _second] = out(drawn(desk, 1), folder / "out")
            [ref] = {i.ref for i in desk.portfolio.moderated.values() if i.reviewer == first.setting}
            text = everything(first.path)
        lines = text.replace(str(ref), "REF").splitlines()
        round_id = first.path.stem.rpartition("-")[2]
        return "\n".join(
            line.replace(round_id, "ROUND")
            for line in lines
            if "rrsa export" not in line and not line.startswith("REF-") and len(line) != 36
        )

    assert said(1, tmp_path / "low") == said(4, tmp_path / "high")


def test_others_are_named_where_that_is_chosen(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    [first, *_rest] = out(round_, tmp_path / "out", named=True)
    [item, *_more] = [i for i in round_.items if i.reviewer == first.setting]
    text = everything(first.path)
    assert round_.name(item.setting or "") in text and "Setting A" not in text


def test_texts_are_never_formulas_and_each_scale_is_offered(tmp_path: Path) -> None:
    settings = [snapshot("Kirkbrae Primary"), snapshot("Rowan House", house=True)]
    with desk_with(tmp_path / "desk.db", settings) as desk:
        [school, house] = out(drawn(desk, 1, across=True), tmp_path / "out")
    for path, offered in ((school.path, "5 Very good"), (house.path, "3 Making a difference")):
        book = load_workbook(path)
        [rule] = book["Your views"].data_validations.dataValidation
        assert offered in rule.formula1
        cells = [c for row in book["To read"].iter_rows() for c in row if c.value is not None]
        assert any(str(c.value).startswith("=HYPERLINK") and c.data_type == "s" for c in cells)
        book.close()


def test_what_comes_back_is_taken_once_and_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    [path, *_others] = answered(round_, tmp_path)
    reply = take_in(desk, path)
    assert (len(reply.said), reply.refused) == (2, [])
    revision = desk.revision
    mine = [i for i in open_round(desk, round_.id).items if f"{i.reviewer}-" in path.name]
    assert {(i.view, (i.words or "")[:10], i.looked_on) for i in mine} == {
        (3, "We read it", desk.today.isoformat())
    }
    reason = desk.history(limit=1)[0].changeset.reason
    assert not any(name in reason or slug(name) in reason for name in NAMES)
    again = take_in(desk, path)
    assert (len(again.said), again.known, desk.revision) == (0, 2, revision)
    desk.undo()
    assert not open_round(desk, round_.id).looked_at
    assert len(take_in(desk, path).said) == 2


@pytest.mark.parametrize(
    "view",
    [3, "3", "3 Making a difference", "making a  DIFFERENCE", "3 (Making a difference)", 3.0],
    ids=["number", "text", "whole", "name", "brackets", "float"],
)
def test_a_view_is_understood_however_it_is_written(desk: Desk, tmp_path: Path, view: Any) -> None:
    [path, *_others] = answered(drawn(desk, 1), tmp_path, view)
    [said] = read_reply(desk, path).said.values()
    assert said["view"] == 3


def test_bad_cells_are_named_and_the_others_come_in(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk, 3)
    path = out(round_, tmp_path / "out")[0].path

    def answer(n: int, row: list[Any]) -> None:
        row[VIEW].value = (9, 2, 4)[n]
        row[WHY_NOT].value = (None, "No time", None)[n]

    fill_in(path, answer)
    reply = read_reply(desk, path)
    told = {each.place: each.why for each in reply.refused}
    assert list(told) == ["Your views!D4", "Your views!F5"]
    assert "there is no grade “9”" in told["Your views!D4"]
    assert "choose one of: 1 First steps, 2 Taking shape" in told["Your views!D4"]
    assert "leave one of the two empty" in told["Your views!F5"]
    assert [said["view"] for said in reply.said.values()] == [4]


def test_long_words_dates_and_errors_are_named(desk: Desk, tmp_path: Path) -> None:
    path = out(drawn(desk, 3), tmp_path / "out")[0].path

    def answer(n: int, row: list[Any]) -> None:
        row[WORDS].value = ("x" * 20_001, "#REF!", "Fine")[n]
        if n == 1:
            row[WORDS].data_type = "e"
        if n == 2:
            row[WHY_NOT].value = None

    fill_in(path, answer)
    reply = read_reply(desk, path)
    assert [each.place for each in reply.refused] == ["Your views!E4", "Your views!E5"]
    assert "1 character too long" in reply.refused[0].why
    assert [said["words"] for said in reply.said.values()] == ["Fine"]


def test_it_may_come_back_half_filled_in_and_again(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    path = out(round_, tmp_path / "out")[0].path

    def first(n: int, row: list[Any]) -> None:
        row[VIEW].value = 2 if n == 0 else None

    def second(n: int, row: list[Any]) -> None:
        row[VIEW].value = 2 if n == 0 else 1
        row[WORDS].value = "More to show" if n == 0 else None

    fill_in(path, first)
    assert (len(take_in(desk, path).said), read_reply(desk, path).empty) == (1, 1)
    fill_in(path, second)
    reply = take_in(desk, path)
    assert (len(reply.said), reply.refused) == (2, [])


def test_what_stands_otherwise_on_the_desk_is_not_overwritten_unasked(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk, 1)
    [path, *_others] = answered(round_, tmp_path)
    [item] = [i for i in round_.items if f"{i.reviewer}-" in path.name]
    say(desk, round_, item, {"view": 1, "words": "By telephone"})
    reply = take_in(desk, path)
    assert not reply.said
    [refused] = reply.refused
    assert refused.place == "Your views!D4" and "--replace" in refused.why
    assert desk.portfolio.moderated[item.id].view == 1
    take_in(desk, path, replace=True)
    assert desk.portfolio.moderated[item.id].view == 3


def test_sorted_rows_find_their_way_and_torn_ones_are_refused(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    path = out(round_, tmp_path / "out")[0].path
    book = load_workbook(path)
    sheet = book["Your views"]
    above, below = ([cell.value for cell in sheet[row]] for row in (4, 5))
    above[VIEW], below[VIEW] = 1, 4
    for column, (first, second) in enumerate(zip(above, below, strict=True), start=1):
        sheet.cell(4, column).value, sheet.cell(5, column).value = second, first
    book.save(path)
    reply = read_reply(desk, path)
    by_ref = {i.ref: i.id for i in round_.items}
    assert reply.said[by_ref[above[0].rpartition("-")[0]]]["view"] == 1
    sheet.cell(4, 7).value = above[6]  # now the row ends with another reference
    book.save(path)
    book.close()
    torn = read_reply(desk, path)
    assert [each.place for each in torn.refused] == ["Your views!A4"] and len(torn.said) == 1


def test_a_lost_hidden_sheet_does_no_harm_and_a_lost_reference_is_said(desk: Desk, tmp_path: Path) -> None:
    [path, *_others] = answered(drawn(desk), tmp_path)
    book = load_workbook(path)
    del book["_rrsa"]
    book["Your views"]["A5"].value = book["Your views"]["G5"].value = None
    book.save(path)
    book.close()
    reply = read_reply(desk, path)
    assert len(reply.said) == 1
    [refused] = reply.refused
    assert refused.place.startswith("Your views!") and "reference" in refused.why


def test_files_of_other_sorts_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    paths = answered(round_, tmp_path)
    take_in(desk, paths[0])
    [reviews, *_more] = write_back(open_round(desk, round_.id), tmp_path, day=DAY)
    with pytest.raises(BadInput, match="rrsa review take"):
        read_reply(desk, reviews.path)
    text = tmp_path / "notes.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    with pytest.raises(BadInput):
        read_reply(desk, text)
    with desk_with(tmp_path / "another.db", ()) as other, pytest.raises(BadInput, match="another desk"):
        read_reply(other, paths[0])
    remove(desk, round_.id)
    with pytest.raises(BadInput, match="overview undo brings it back"):
        read_reply(desk, paths[0])
    desk.undo()
    close(desk, round_.id)
    with pytest.raises(BadInput, match="is closed — open it again"):
        read_reply(desk, paths[0])


def test_a_workbook_of_a_round_is_no_working_copy(desk: Desk, tmp_path: Path) -> None:
    from rrsa.exchange.returning.ledger import read_ledger
    from rrsa.exchange.returning.workbook import Workbook

    [first, *_rest] = out(drawn(desk), tmp_path / "out")
    with Workbook(first.path) as workbook, pytest.raises(BadInput, match="moderation take"):
        read_ledger(workbook)


def test_of_a_setting_that_withdraws_nothing_goes_out_or_comes_in(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    paths = answered(round_, tmp_path)
    gone = snapshot(NAMES[0])
    withdraw(desk.store, gone)
    round_ = open_round(desk, round_.id)
    assert gone.setting not in round_.shared and round_.withdrawn == 2
    sent = out(round_, tmp_path / "again")
    assert gone.setting not in [each.setting for each in sent]
    assert sum(each.outcomes for each in sent) == len(round_.items) - 4  # those it has, those it looks at
    refused = [str(each) for path in paths for each in take_in(desk, path).refused]
    assert len(refused) == 2 and all("withdrawn" in each for each in refused)
    found = open_round(desk, round_.id)
    assert not any(i.setting == gone.setting for i in found.looked_at)
    assert gone.setting not in [b.setting for b in write_back(found, tmp_path, day=DAY)]


def test_of_a_setting_that_shares_less_by_now_nothing_goes_out(desk: Desk, tmp_path: Path) -> None:
    """It shared again, and no longer for a joint round: its earlier words are out as well."""
    round_ = drawn(desk)
    less = replace(snapshot(NAMES[0], at=LATER), parts=frozenset({Part.VIEWS}))
    plain = {key: SharedOutcome(key, view=each.view) for key, each in less.outcomes.items()}
    lay(desk.store, replace(less, outcomes=plain))
    again = open_round(desk, round_.id)
    assert less.setting not in again.shared and again.withdrawn == 2
    assert less.setting not in [each.setting for each in out(again, tmp_path / "out")]


def test_what_is_filled_in_is_never_written_over(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    out(round_, tmp_path / "out")
    out(round_, tmp_path / "out")  # nobody has touched them
    answered(round_, tmp_path)
    with pytest.raises(BadInput, match="has been saved by somebody"):
        out(round_, tmp_path / "out")


def test_reviews_reach_the_portfolio_of_their_setting_beside_its_own_view(desk: Desk, tmp_path: Path) -> None:
    setting = create_setting(
        desk.store, "Kirkbrae Primary", find("rights-respecting-school@2026.1"), author="Lead"
    )
    evaluation = Evaluation.open(desk.store, setting, author="Lead")
    round_ = drawn(desk)
    for path in answered(round_, tmp_path):
        take_in(desk, path)
    round_ = open_round(desk, round_.id)
    back = {each.setting: each for each in write_back(round_, tmp_path, day=DAY)}
    mine = back[setting].path
    text = everything(mine)
    reviewers = {i.reviewer for i in round_.items if i.setting == setting}
    assert reviewers and not any(r and (r in text or round_.name(r) in text) for r in reviewers)
    brought = read_reviews(evaluation, mine)
    assert brought is not None and bring(evaluation, brought, {}) == (2, 0)
    [review] = evaluation.portfolio.reviews.values()
    assert (review.by, review.who, review.blind, bool(review.closed_on)) == (
        "neighbour",
        "Autumn round",
        True,
        True,
    )
    said = {v.outcome: (v.view, (v.words or "")[:13]) for v in evaluation.portfolio.review_views.values()}
    outcomes = {i.outcome for i in round_.items if i.setting == setting}
    assert said == dict.fromkeys(outcomes, (3, "We read it so"))
    assert bring(evaluation, brought, {}) == (0, 0) and len(evaluation.portfolio.reviews) == 1
    evaluation.undo()
    assert not evaluation.portfolio.reviews
    with pytest.raises(BadInput, match="is about “glenmore-school”"):
        read_reviews(evaluation, back["glenmore-school"].path)
    with pytest.raises(BadInput, match="asks you to look at others"):
        read_reviews(evaluation, next((tmp_path / "out").glob("kirkbrae-primary-*.xlsx")))


def test_a_fuller_file_adds_to_the_review_that_is_there(desk: Desk, tmp_path: Path) -> None:
    setting = create_setting(
        desk.store, "Kirkbrae Primary", find("rights-respecting-school@2026.1"), author="Lead"
    )
    evaluation = Evaluation.open(desk.store, setting, author="Lead")
    round_ = drawn(desk)
    first, second = (i for i in round_.items if i.setting == setting)
    for n, item in enumerate((first, second)):
        say(desk, open_round(desk, round_.id), item, {"view": 2})
        folder = tmp_path / str(n)
        folder.mkdir()
        [back] = write_back(open_round(desk, round_.id), folder, day=DAY)
        brought = read_reviews(evaluation, back.path)
        assert brought is not None and bring(evaluation, brought, {}) == (1, 0)
    assert len(evaluation.portfolio.reviews) == 1 and len(evaluation.portfolio.review_views) == 2


def test_the_snapshot_that_was_drawn_is_the_one_that_is_read(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    newer = snapshot(NAMES[0], at=LATER, views={str(o): 4 for o in range(1, 10)})
    lay(desk.store, newer)
    again = open_round(desk, round_.id)
    assert again.shared[newer.setting].at == round_.shared[newer.setting].at


def words_of(paper: blocks.Paper) -> str:
    return repr(paper)


def test_the_report_names_nobody_and_is_written_whole(desk: Desk, tmp_path: Path) -> None:
    round_ = drawn(desk)
    for path in answered(round_, tmp_path):
        take_in(desk, path)
    item = round_.items[0]
    say(
        desk,
        open_round(desk, round_.id),
        item,
        {"words": f"People at {round_.name(item.setting or '').upper()} and glenmore  school know"},
    )
    round_ = open_round(desk, round_.id)
    text = words_of(compose(round_, day=DAY))
    for name in NAMES:
        assert name.casefold() not in text.casefold() and slug(name) not in text
    assert "People at the setting and the setting know" in text
    assert "a seed" not in text and "14 outcomes were looked at" in text
    for name in ("round.docx", "round.html"):
        write_report(round_, tmp_path / name, day=DAY)
        write_report(round_, tmp_path / name, day=DAY)  # ours, and untouched
    page = (tmp_path / "round.html").read_text(encoding="utf-8")
    assert "Joint quality assurance" in page and "<script" not in page
    with pytest.raises(BadInput, match="print that as PDF"):
        write_report(round_, tmp_path / "round.pdf", day=DAY)


def test_folders_and_files_that_are_named(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "note.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in workbooks([str(tmp_path), str(tmp_path / "b.xlsx")])] == ["a.xlsx", "b.xlsx"]
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    with pytest.raises(BadInput, match="no workbook in"):
        workbooks([str(tmp_path)])
