"""Out, changed, back and out again: whatever was typed stands in the next copy; and all of it or nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from returned_workbooks import Copy, bring_in, look, made, refused, working
from workbook_reader import export

from rrsa import clock
from rrsa.errors import NotFound
from rrsa.evaluation import Evaluation
from rrsa.exchange.returning import read_returns
from rrsa.framework.catalogue import find
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.ids import with_check
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"

# -- out, changed, back, out again ---------------------------------------------------------------------

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"])
    | st.sampled_from("=+-@\t\n'\"&<>_x0041_ ا🌈\u202e"),
    max_size=60,
).map(lambda text: ILLEGAL_CHARACTERS_RE.sub("", text).replace("\ufffe", "").replace("\uffff", ""))


def _texts(*, needed: bool = False) -> st.SearchStrategy[tuple[Any, Any]]:
    """What is typed, and what should stand in the next copy."""
    pairs = _TEXT.map(lambda text: (text or None, clean_text(text) or None))
    return pairs.filter(lambda pair: pair[1] is not None) if needed else pairs


def _said(pairs: dict[Any, Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.sampled_from(list(pairs.items()))


REFERENCE = with_check("E22222222")
CHECK = REFERENCE[-1].lower()
_DAY = date(2026, 3, 9)
DAYS = {_DAY: _DAY, "9/3/2026": _DAY, " 9 MAR 2026": _DAY, 46090: _DAY, None: None}
NUMBERS = {40: 40, "41": 41, "1,042": 1042, 43.0: 43, None: None}
TARGETS = {"1": "1", "2;  3": "2, 3", "2.a and 1": "1, 2.a", 3: "3", "1 (mixed), 2": "1 (Mixed), 2"}
EDITS: dict[tuple[str, str, str], st.SearchStrategy[tuple[Any, Any]]] = {
    ("quick-look", "1", "view"): _said({"four": "4 Rooted", 3: "3 Growing", "2 ": "2 Starting", None: None}),
    ("quick-look", "3", "line"): _texts(),
    ("outcomes", "1", "achieved"): _texts(),
    ("outcomes", "2", "asked"): _said({"x": "Yes", True: "Yes", None: None}),
    ("look-fors", "1.a", "answer"): _said({"PARTLY": "Partly", "yes": "Yes", None: None}),
    ("look-fors", "2.a", "why"): _texts(),
    ("evidence", "E11111111", "title"): _texts(needed=True),
    ("evidence", "E11111111", "perspective"): _said({"observ": "Observation", "adults’": "Adults' views"}),
    ("evidence", "E11111111", "date"): _said(DAYS),
    ("evidence", "E11111111", "note"): _texts(),
    ("evidence", "E33333333", "people"): _said(NUMBERS),
    ("evidence", "E33333333", "for"): _said(TARGETS),
    ("evidence", "E33333333", "showcase"): _said({"✓": "Yes", "no": None, None: None}),
    ("evidence", "E33333333", "replaces"): _said({"e22222222 - " + CHECK: REFERENCE, None: None}),
    ("plan", "A11111111", "what"): _texts(needed=True),
    ("plan", "A11111111", "due"): _said(DAYS),
    ("plan", "A11111111", "outcome"): _said({1: "1 Know rights", "2": "2 Respect"}),
    ("measures", "M11111111", "target"): _said({None: None}),
    ("measures", "M11111111", "source"): _texts(),
    ("readings", "R11111111", "note"): _texts(),
}  # fmt: skip


@st.composite
def edited(draw: st.DrawFn) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    """Some cells, each with what is typed into it and what that comes to."""
    places = draw(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=8, unique=True))
    return {place: draw(EDITS[place]) for place in places}


@pytest.fixture(scope="module")
def gone_round(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evaluation, Path]]:
    """A school that its colleagues change again and again."""
    folder = tmp_path_factory.mktemp("round")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        with open_store(folder / "school.db") as store:
            yield made(store), folder


def type_into(copy: Copy, place: tuple[str, str, str], value: object) -> None:
    copy.set(*place, value)
    if isinstance(value, str):
        copy.cell(*place).data_type = "s"  # what begins with = is text too


@settings(max_examples=12)
@given(typed=edited())
def test_what_comes_back_stands_in_the_next_copy(
    gone_round: tuple[Evaluation, Path], typed: dict[tuple[str, str, str], tuple[Any, Any]]
) -> None:
    school, folder = gone_round
    for old in folder.glob("*.xlsx"):
        old.unlink()
    copy = working(school, folder, "out.xlsx")
    before = copy_of(copy)
    for place, (value, _expected) in typed.items():
        type_into(copy, place, value)
    preview = look(school.store, copy.save(folder / "back.xlsx"), today=date(2026, 6, 1))
    assert not preview.refused
    assert not preview.conflicts
    bring_in(school.store, preview)
    now = copy_of(working(school, folder, "again.xlsx"))
    expected = {**before, **{place: value for place, (_typed, value) in typed.items()}}
    assert {place: now[place] for place in EDITS} == {place: expected[place] for place in EDITS}
    assert not look(school.store, folder / "back.xlsx", today=date(2026, 6, 1)).differences


def copy_of(copy: Copy) -> dict[tuple[str, str, str], Any]:
    """What stands in the cells that are typed into."""
    found = {}
    for place in EDITS:
        value = copy.cell(*place).value
        found[place] = value.date() if hasattr(value, "date") else value
    return found


@settings(max_examples=15)
@given(
    names=st.permutations(["a.xlsx", "b.xlsx", "c.xlsx"]), typed=st.lists(edited(), min_size=3, max_size=3)
)
def test_the_order_of_files_makes_no_difference(
    gone_round: tuple[Evaluation, Path], names: list[str], typed: list[dict[tuple[str, str, str], Any]]
) -> None:
    school, folder = gone_round
    for old in folder.glob("*.xlsx"):
        old.unlink()
    export(school, folder / "out.xlsx", "working")
    for name, one in zip(sorted(names), typed, strict=True):
        copy = Copy(folder / "out.xlsx")
        for place, (value, _expected) in one.items():
            type_into(copy, place, value)
        copy.save(folder / name)
    paths = [folder / name for name in names]
    day = date(2026, 6, 1)
    given_order, by_name = (
        look(school.store, *paths, today=day),
        look(school.store, *sorted(paths), today=day),
    )
    assert given_order == by_name
    # Where they disagree, all sides are there, and nothing of it goes in by itself.
    for each in given_order.differences:
        assert (len(each.theirs) > 1) <= each.is_open


# -- a new setting -------------------------------------------------------------------------------------


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A blank copy that went out from another machine, filled in."""
    with open_store(tmp_path / "theirs.db") as store:
        setting = create_setting(
            store, "Glen Mhor School", find("rights-respecting-school"), author="Lead",
            details={"authority": "Highland"},
        )  # fmt: skip
        copy = Copy(export(Evaluation.open(store, setting, author="Lead"), tmp_path / "blank.xlsx", "blank"))
    copy.set("quick-look", "1", "view", "two")
    copy.set("quick-look", "4", "line", "They know whom to tell.")
    copy.add("evidence", {"title": "Minutes", "perspective": "children", "for": "4"})
    copy.add("plan", {"what": "Ask every class", "outcome": "4", "status": "Done", "done_on": "1/4/2026"})
    copy.filled_in_by("New lead")
    return copy.save()


def test_a_blank_copy_becomes_a_setting_in_one_step(blank: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "ours.db") as store:
        preview = look(store, blank)
        assert (preview.is_new, preview.setting, preview.name) == (
            True,
            "glen-mhor-school",
            "Glen Mhor School",
        )
        assert not store.settings()
        bring_in(store, preview)
        evaluation = Evaluation.open(store, "glen-mhor-school", author="Lead")
        assert evaluation.portfolio.setting.authority == "Highland"
        assert evaluation.portfolio.outcome("1").view == 2
        (piece,) = evaluation.portfolio.evidence.values()
        assert {link.target for link in evaluation.portfolio.links_by_evidence[piece.id]} == {"4"}
        assert [action.done_on for action in evaluation.portfolio.actions.values()] == ["2026-04-01"]
        assert not look(store, blank).differences
        # Undo takes back what the workbook brought; the setting stays.
        evaluation.undo()
        assert not evaluation.portfolio.evidence
        assert evaluation.portfolio.setting.name == "Glen Mhor School"
        assert not store.check()


def test_blank_copies_of_two_colleagues_make_one_setting(blank: Path, tmp_path: Path) -> None:
    copy = Copy(blank)
    copy.set("quick-look", "1", "view", 3)
    copy.filled_in_by("Depute")
    with open_store(tmp_path / "ours.db") as store:
        preview = look(store, blank, copy.save(tmp_path / "other.xlsx"))
        (open_one,) = preview.conflicts
        assert [side.who for side in open_one.theirs] == ["New lead", "Depute"]
        bring_in(store, preview, {open_one.key: "theirs:2"})
        assert store.load(preview.setting).portfolio.outcome("1").view == 3


def test_a_blank_copy_by_a_framework_that_is_not_here_says_so(blank: Path, tmp_path: Path) -> None:
    copy = Copy(blank)
    for row in copy.book["_rrsa"].iter_rows(max_row=12):
        if row[0].value == "framework":
            row[1].value = "of-our-own@1"
    with open_store(tmp_path / "ours.db") as store, pytest.raises(NotFound, match="of-our-own@1"):
        look(store, copy.save())


# -- killed in the middle ------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from rrsa.clock import today
from rrsa.exchange.returning import apply_return, read_returns
from rrsa.store import open_store
from rrsa.store.statements import Prepared

database, workbook, name, after, nth = sys.argv[1:]
whose = Prepared
original, calls = getattr(whose, name), 0

def killed(self, *words):
    global calls
    calls += 1
    if calls == int(nth) and after == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = original(self, *words)
    if calls == int(nth):
        os.kill(os.getpid(), signal.SIGKILL)
    return done

with open_store(database) as store:
    (preview,) = read_returns(store, [Path(workbook)], today=today())
    setattr(whose, name, killed)
    apply_return(store, preview, {}, author="Lead")
"""


def kill(database: Path, workbook: Path, *where: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(database), str(workbook), *where],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.usefixtures("posix")
@pytest.mark.parametrize("where", [("run_many", "after", n) for n in ("1", "3", "5")])
def test_killed_while_it_comes_in_nothing_has_come_in(tmp_path: Path, where: tuple[str, ...]) -> None:
    database = tmp_path / "school.db"
    with open_store(database) as store:
        school = made(store)
        copy = working(school, tmp_path)
        for field in ("title", "place", "note"):
            copy.set("evidence", "E11111111", field, f"Another {field}")
        copy.add("evidence", {"title": "New", "perspective": "children", "for": "1, 2, 3"})
        copy.save()
        before = store.load(school.setting_id)
    kill(database, copy.path, *where)
    with open_store(database) as store:
        assert store.load("glen-school") == before
        assert not store.check()
        preview = look(store, copy.path)
        assert bring_in(store, preview) > 10


@pytest.mark.usefixtures("posix")
@pytest.mark.parametrize("where", [("run_many", "after", n) for n in ("1", "4")])
def test_killed_while_a_setting_comes_into_being_there_is_none(
    blank: Path, tmp_path: Path, where: tuple[str, ...]
) -> None:
    database = tmp_path / "ours.db"
    with open_store(database):
        pass
    kill(database, blank, *where)
    with open_store(database) as store:
        assert not store.settings()
        bring_in(store, look(store, blank))
        assert store.settings()[0].revision == 2


def test_thousands_of_rows_take_one_commit(recorded: Callable[..., Evaluation], tmp_path: Path) -> None:
    """No row costs a query of its own, whatever it holds."""
    many = {
        ("evidence", f"E{n:08d}"): {"title": f"Piece {n}", "perspective": "observation"} for n in range(600)
    }
    school = recorded(many)
    copy = working(school, tmp_path)
    sheet, column = copy.sheet("evidence"), copy.column("evidence", "place")
    for row in range(copy.head("evidence") + 1, copy.head("evidence") + 601):
        sheet.cell(row, column).value = f"Shelf {row}"
    preview = look(school.store, copy.save())
    assert len(preview.differences) == 600 and not refused(preview)
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        from rrsa.store.statements import Prepared

        for name in ("one", "all", "run", "run_many"):
            original = getattr(Prepared, name)

            def counted(self: Any, *words: Any, original: Any = original) -> Any:
                asked.append(self.sql)
                return original(self, *words)

            patch.setattr(Prepared, name, counted)
        assert bring_in(school.store, preview) == 600
        read_returns(school.store, [copy.path], today=clock.today())
    assert len(asked) < 100
