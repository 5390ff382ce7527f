"""Base, mine, theirs: what goes in, what waits for a choice, and what one changeset makes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from returned_workbooks import (
    RECORDS,
    TODAY,
    Copy,
    bring_in,
    difference,
    look,
    refused,
    same_in_any_order,
    words,
    working,
)
from workbook_reader import export

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.returning.preview import Standing, UnknownChoice
from rrsa.portfolio.changes import ConflictError
from rrsa.portfolio.ids import with_check


@pytest.fixture
def school(recorded: Callable[..., Evaluation]) -> Evaluation:
    return recorded(RECORDS)


def test_a_copy_that_nobody_touched_says_nothing(school: Evaluation, tmp_path: Path) -> None:
    path = export(school, tmp_path / "copy.xlsx", "working")
    school.record_outcome("1", {"line": "We have gone on meanwhile."})
    school.remove_evidence("E33333333")
    preview = look(school.store, path)
    assert not preview.differences and not preview.refused
    assert bring_in(school.store, preview) == 0


def test_base_mine_and_theirs(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "view", 3)  # only theirs
    copy.set("quick-look", "1", "line", "Theirs.")  # both
    copy.set("quick-look", "2", "view", "four")  # both the same
    copy.filled_in_by("Depute head")
    school.record_outcome("1", {"line": "Mine.", "achieved": "Only mine."})
    school.record_outcome("2", {"view": 4})
    preview = look(school.store, copy.save())
    change, conflict = difference(preview, "outcome/1/view"), difference(preview, "outcome/1/line")
    assert {each.key for each in preview.differences} == {change.key, conflict.key}
    assert (change.standing, change.base, change.mine) == (Standing.CHANGE, "2 Starting", "2 Starting")
    assert (conflict.standing, conflict.base, conflict.mine) == (Standing.CONFLICT, "We have begun.", "Mine.")
    side = conflict.theirs[0]
    assert (side.words, side.who, side.workbook) == ("Theirs.", "Depute head", "copy.xlsx")
    assert side.place == f"Quick look!E{copy.row('quick-look', '1')}"
    # The rest goes in at once, and the conflict waits.
    settled = preview.settled({})
    assert [each.key for each in settled.left] == ["outcome/1/line"]
    bring_in(school.store, preview)
    now = school.store.load(school.setting_id).portfolio.outcome("1")
    assert (now.view, now.line, now.achieved) == (3, "Mine.", "Only mine.")
    # Settled later, from the same file.
    later = look(school.store, copy.path)
    assert [each.key for each in later.differences] == ["outcome/1/line"]
    bring_in(school.store, later, {"outcome/1/line": "theirs"})
    assert school.store.load(school.setting_id).portfolio.outcome("1").line == "Theirs."
    assert not look(school.store, copy.path).differences


def test_choices_and_preferences(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "line", "Theirs.")
    copy.sheet("evidence").delete_rows(copy.row("evidence", "E33333333"))
    school.record_outcome("1", {"line": "Mine."})
    preview = look(school.store, copy.save())
    missing = "missing/evidence/E33333333"
    assert difference(preview, missing).standing is Standing.MISSING
    assert len(preview.settled({}).left) == 2
    assert not preview.settled({}, prefer="mine").left
    # No preference removes a row.
    (left,) = preview.settled({}, prefer="theirs").left
    assert left.key == missing
    for choices, what in (
        ({"outcome/1/lin": "mine"}, "there is no difference"),
        ({"outcome/1/line": "ours"}, "choose one of: mine, theirs"),
        ({"outcome/1/line": "theirs:2"}, "choose one of: mine, theirs"),
        ({missing: "theirs"}, "choose one of: mine, remove"),
    ):
        with pytest.raises(UnknownChoice, match=what):
            preview.settled(choices)
    bring_in(school.store, preview, {"outcome/1/line": "COPY.xlsx", missing: "remove"})
    portfolio = school.store.load(school.setting_id).portfolio
    assert portfolio.outcome("1").line == "Theirs."
    assert "E33333333" not in portfolio.evidence


def test_one_undo_takes_all_of_it_back(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "view", 4)
    copy.set("evidence", "E11111111", "for", "3 (mixed)")
    copy.add("evidence", {"title": "A song", "perspective": "Children's views", "for": "1, 2"})
    row = copy.row("evidence", "E22222222")
    copy.sheet("evidence").delete_rows(row)
    before = school.store.load(school.setting_id).portfolio
    preview = look(school.store, copy.save())
    bring_in(school.store, preview, {"missing/evidence/E22222222": "remove"})
    after = school.store.load(school.setting_id).portfolio
    entry = school.store.history(school.setting_id, limit=1)[0]
    assert entry.changeset.reason == "Workbook brought in: copy.xlsx"
    assert entry.changeset.author == "Lead"
    school.store.undo(school.setting_id, "Lead")
    assert school.store.load(school.setting_id).portfolio == before
    school.store.redo(school.setting_id, "Lead")
    assert school.store.load(school.setting_id).portfolio == after
    assert not school.store.check()


def test_new_rows_come_in_once(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.add("measures", {"title": "Feels safe", "outcome": "2", "counts": "people", "better": "more"})
    measure = copy.sheet("measures").cell(copy.empty_row("measures"), 1).value
    copy.add("readings", {"measure": measure.lower(), "date": "1 Apr 2026", "count": "8", "n": 20})
    copy.add("evidence", {"title": "A song", "perspective": "children", "for": "1", "date": "1/4/2026"})
    song = copy.sheet("evidence").cell(copy.empty_row("evidence"), 1).value
    copy.add("evidence", {"title": "The song again", "perspective": "children", "replaces": song}, n=1)
    copy.add("plan", {"what": "Sing it", "outcome": 1, "measure": measure, "because": song})
    preview = look(school.store, copy.save())
    assert not preview.refused and not preview.conflicts
    assert all(each.is_new for each in preview.differences)
    bring_in(school.store, preview)
    portfolio = school.store.load(school.setting_id).portfolio
    (made,) = [m for m in portfolio.measures.values() if m.title == "Feels safe"]
    (reading,) = [r for r in portfolio.readings.values() if r.measure == made.id]
    (action,) = [a for a in portfolio.actions.values() if a.what == "Sing it"]
    (piece,) = [e for e in portfolio.evidence.values() if e.title == "A song"]
    assert (reading.count, reading.n, reading.date) == (8, 20, "2026-04-01")
    assert (action.measure, action.because, action.status) == (made.id, piece.id, "planned")
    assert [e.replaces for e in portfolio.evidence.values() if e.title == "The song again"] == [piece.id]
    again = look(school.store, copy.path)
    assert not again.differences
    assert "5 new rows had been brought in before." in again.notes
    # Nor does it come back once it has been removed here, unless somebody says so.
    school.refresh()
    school.remove_evidence(piece.id)
    asked = look(school.store, copy.path)
    assert difference(asked, f"evidence/{piece.id}/title").standing is Standing.QUESTION
    assert bring_in(school.store, asked) == 0


def test_a_cell_of_a_new_row_that_is_mended_later_goes_to_the_same_piece(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    row = copy.add("evidence", {"title": "A song", "perspective": "children", "for": "14"})
    preview = look(school.store, copy.save())
    assert "no outcome or look-for “14”" in refused(preview)[f"Evidence!D{row}"]
    bring_in(school.store, preview)
    copy.add("evidence", {"for": "1", "note": "Sung at assembly."})
    preview = look(school.store, copy.save())
    assert sorted(words(preview).values()) == ["1", "Sung at assembly."]
    assert not preview.conflicts
    bring_in(school.store, preview)
    portfolio = school.store.load(school.setting_id).portfolio
    (song,) = [piece for piece in portfolio.evidence.values() if piece.title == "A song"]
    assert song.note == "Sung at assembly."
    assert [link.target for link in portfolio.links_by_evidence[song.id]] == ["1"]
    assert not look(school.store, copy.path).differences


def test_how_far_a_new_action_has_come_is_mended_later_too(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    row = copy.add("plan", {"what": "Sing it", "outcome": 1, "status": "nearly", "done_on": "1 Apr 2026"})
    preview = look(school.store, copy.save())
    assert list(refused(preview)) == [f"Action plan!G{row}"]  # one line for the cell
    bring_in(school.store, preview)
    copy.add("plan", {"status": "Done"})
    preview = look(school.store, copy.save())
    assert list(words(preview).values()) == ["Done 1 Apr 2026"]
    assert not preview.conflicts
    bring_in(school.store, preview)
    actions = school.store.load(school.setting_id).portfolio.actions.values()
    assert [(a.status, a.done_on) for a in actions if a.what == "Sing it"] == [("done", "2026-04-01")]
    assert not look(school.store, copy.path).differences


def test_no_piece_takes_its_own_place(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    sheet = copy.sheet("evidence")
    rows = [copy.empty_row("evidence", n) for n in range(3)]
    own, one, other = (sheet.cell(row, 1).value for row in rows)
    for n, (title, older) in enumerate({"Own": own, "One": other, "Other": one}.items()):
        copy.add("evidence", {"title": title, "perspective": "records", "replaces": older}, n=n)
    # The letter home takes the place of the watch already.
    place = copy.set("evidence", "E22222222", "replaces", with_check("E33333333"))
    preview = look(school.store, copy.save())
    found = refused(preview)
    column = place.rstrip("0123456789")
    assert found.keys() == {place, *(f"{column}{row}" for row in rows)}
    assert all("its own place" in why for why in found.values())
    bring_in(school.store, preview)
    pieces = school.store.load(school.setting_id).portfolio.evidence.values()
    assert {piece.title: piece.replaces for piece in pieces if piece.replaces} == {"Letter home": "E22222222"}


def test_nor_does_one_that_two_colleagues_bring_round_to_itself(school: Evaluation, tmp_path: Path) -> None:
    copy, other = working(school, tmp_path), working(school, tmp_path, "other.xlsx")
    copy.set("evidence", "E22222222", "replaces", with_check("E11111111"))
    other.set("evidence", "E11111111", "replaces", with_check("E33333333"))
    preview = look(school.store, copy.save(), other.save())
    assert not preview.refused
    with pytest.raises(BadInput, match="its own place"):
        bring_in(school.store, preview)
    assert bring_in(school.store, look(school.store, copy.path)) == 1


def test_a_new_row_without_what_it_needs_waits_and_is_named(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    first = copy.add("evidence", {"title": "No side", "date": "1 Apr 2026"})
    second = copy.add("evidence", {"title": "Odd side", "perspective": "the janitor"}, n=1)
    third = copy.add("plan", {"who": "Head"})
    copy.add("readings", {"measure": copy.sheet("measures").cell(copy.empty_row("measures"), 1).value,
                          "date": "1 Apr 2026", "count": 3, "n": 9})  # fmt: skip
    preview = look(school.store, copy.save())
    found = refused(preview)
    assert not preview.differences
    assert "the perspective is missing" in found[f"Evidence!C{first}"]
    assert "not among the words" in found[f"Evidence!C{second}"]
    assert "this new row waits" in found[f"Evidence!A{second}"]
    assert "what to do is missing" in found[f"Action plan!B{third}"]
    assert "does not come in" in found[f"Readings!B{copy.empty_row('readings')}"]


def test_rows_without_a_reference_and_beyond_the_empty_ones_are_new_too(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    sheet = copy.sheet("evidence")
    row = sheet.max_row + 3
    sheet.cell(row, copy.column("evidence", "title")).value = "Far below"
    sheet.cell(row, copy.column("evidence", "perspective")).value = "Observation"
    preview = look(school.store, copy.save())
    bring_in(school.store, preview)
    assert not look(school.store, copy.path).differences
    # Cut out and pasted elsewhere, it is the same row still.
    sheet.move_range(f"A{row}:Z{row}", rows=7)
    assert not look(school.store, copy.save()).differences


def test_a_row_that_looks_like_one_that_is_there_is_asked_about(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.add("evidence", {"title": "COUNCIL  minutes", "perspective": "children", "date": "3 Mar 2026"})
    preview = look(school.store, copy.save())
    (asked,) = preview.conflicts
    assert asked.standing is Standing.QUESTION
    assert asked.mine == "“Council minutes”"
    assert not preview.going_in
    assert {each.key.rpartition("/")[2] for each in preview.held_up} == {"perspective", "date"}
    assert bring_in(school.store, preview) == 0
    assert bring_in(school.store, preview, {asked.key: "theirs"}) > 0


def test_several_workbooks_in_any_order(school: Evaluation, tmp_path: Path) -> None:
    export(school, tmp_path / "out.xlsx", "working")
    paths = []
    for name, role, line in (
        ("depute.xlsx", "Depute head", "Nearly."),
        ("p6.xlsx", "P6 teacher", "Not yet."),
        ("pe.xlsx", "", "Nearly."),
    ):
        copy = Copy(tmp_path / "out.xlsx")
        copy.filled_in_by(role)
        copy.set("quick-look", "1", "line", line)
        copy.set("quick-look", "2", "line", "All agree.")
        copy.set("evidence", "E11111111", "for", {"P6 teacher": "1, 2.a (Shows not yet), 3"}.get(role, "1"))
        copy.add("evidence", {"title": "Same song", "perspective": "children"})
        copy.add("plan", {"what": f"Ask {role or 'PE'}", "outcome": "1"})
        paths.append(copy.save(tmp_path / name))
    same_in_any_order(school.store, paths)
    preview = look(school.store, *paths)
    disputed = difference(preview, "outcome/1/line")
    assert disputed.standing is Standing.CONFLICT
    assert [(side.words, side.who, side.workbooks) for side in disputed.theirs] == [
        ("Nearly.", "Depute head, pe.xlsx", ("depute.xlsx", "pe.xlsx")),
        ("Not yet.", "P6 teacher", ("p6.xlsx",)),
    ]
    assert difference(preview, "outcome/2/line").standing is Standing.CHANGE
    # What one adds and another takes away of what a piece is for goes together.
    assert words(preview)["evidence/E11111111/for"] == "1, 3; chosen for 1"
    titles = [each for each in preview.differences if each.key.endswith("/title")]
    assert len(titles) == 1
    assert sum(each.key.endswith("/what") for each in preview.differences) == 3
    bring_in(school.store, preview, {"outcome/1/line": "p6.xlsx"})
    assert school.store.load(school.setting_id).portfolio.outcome("1").line == "Not yet."


def test_removed_here_and_gone_on_with_there(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("evidence", "E11111111", "place", "Library")
    before = school.store.load(school.setting_id).portfolio
    school.remove_evidence("E11111111")
    preview = look(school.store, copy.save())
    (gone,) = preview.conflicts
    assert gone.key == "evidence/E11111111/present"
    assert (gone.base, gone.mine) == ("Council minutes", "")
    assert gone.theirs[0].words == "Where it is kept: Library"
    bring_in(school.store, preview, {gone.key: "theirs"})
    portfolio = school.store.load(school.setting_id).portfolio
    assert portfolio.evidence["E11111111"].place == "Library"
    assert portfolio.links_by_evidence["E11111111"] == before.links_by_evidence["E11111111"]


def test_links_are_compared_one_by_one(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("evidence", "E11111111", "for", "1, 2.a (Shows not yet), 3")
    school.link("E11111111", ["2"], "mixed")
    preview = look(school.store, copy.save())
    assert difference(preview, "evidence/E11111111/for").standing is Standing.CHANGE
    bring_in(school.store, preview)
    links = school.store.load(school.setting_id).portfolio.links_by_evidence["E11111111"]
    assert {link.target for link in links} == {"1", "2.a", "2", "3"}
    # Where both have moved the same one, somebody has to choose.
    other = working(school, tmp_path, "other.xlsx")
    other.set("evidence", "E11111111", "for", "1 (mixed), 2 (mixed), 2.a (Shows not yet), 3")
    school.refresh()
    school.link("E11111111", ["1"], "not-yet")
    assert (
        difference(look(school.store, other.save()), "evidence/E11111111/for").standing is Standing.CONFLICT
    )


def test_nothing_goes_in_where_somebody_has_saved_since(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.set("quick-look", "1", "view", 4)
    copy.set("quick-look", "2", "view", 4)
    preview = look(school.store, copy.save())
    school.record_outcome("2", {"view": 1})
    before = school.store.load(school.setting_id)
    with pytest.raises(ConflictError, match="look at the files again"):
        bring_in(school.store, preview)
    assert school.store.load(school.setting_id) == before


def test_what_was_erased_stays_away(school: Evaluation, tmp_path: Path) -> None:
    from sqlalchemy import insert

    from rrsa.store import tables

    copy = working(school, tmp_path)
    place = copy.set("evidence", "E11111111", "place", "Library")
    school.remove_evidence("E11111111")
    gone = {"setting_id": school.setting_id, "kind": "evidence", "record": "E11111111", "field": ""}
    with school.store.database.writing() as connection:
        connection.execute(insert(tables.erased).values(**gone, at="2026-04-01"))
    preview = look(school.store, copy.save())
    assert not preview.differences
    assert "erased for good" in refused(preview)[place]


def test_what_is_chosen_from_two_sides_must_go_together(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    copy.add("evidence", {"title": "A song", "perspective": "children"})
    preview = look(school.store, copy.save())
    key = next(each.key for each in preview.differences if each.key.endswith("/perspective"))
    before = school.store.load(school.setting_id)
    with pytest.raises(BadInput, match="does not go together"):
        bring_in(school.store, preview, {key: "mine"})
    assert school.store.load(school.setting_id) == before
    # Without its title the whole row stays out.
    assert bring_in(school.store, preview, {key.replace("perspective", "title"): "mine"}) == 0


def test_another_text_of_the_framework_makes_questions_of_what_it_asks(
    school: Evaluation, tmp_path: Path
) -> None:
    copy = working(school, tmp_path)
    ledger = copy.book["_rrsa"]
    for row in range(1, 12):
        if ledger.cell(row, 1).value == "framework_sha256":
            ledger.cell(row, 2).value = "0" * 64
    copy.set("quick-look", "1", "view", 4)
    copy.set("evidence", "E11111111", "place", "Library")
    preview = look(school.store, copy.save())
    assert [each.key for each in preview.conflicts] == ["outcome/1/view"]
    assert [each.key for each in preview.changes] == ["evidence/E11111111/place"]
    assert any("another text of the framework" in note for note in preview.notes)


def test_the_day_on_which_it_is_read_counts(school: Evaluation, tmp_path: Path) -> None:
    copy = working(school, tmp_path)
    place = copy.set("evidence", "E11111111", "date", "21 Apr 2026")
    assert place in refused(look(school.store, copy.save()))
    assert not look(school.store, copy.path, today=TODAY.replace(day=21)).refused
