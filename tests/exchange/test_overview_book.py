"""The overview as a workbook: what settings shared in a line each, groups that name nobody, fit for paper."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from sharing_samples import a_shared, put

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.exchange.export import Cancelled
from rrsa.exchange.overview_book import write_overview
from rrsa.guide.shared import Part, Shared
from rrsa.overview.desk import Desk
from rrsa.overview.groups import Figures
from rrsa.overview.narrowing import Only, Wanted
from rrsa.overview.releasing import release
from rrsa.overview.targets import add
from rrsa.portfolio import edits
from rrsa.portfolio.checks import show_day
from rrsa.store import open_store

SHEETS = ["Cover", "Settings", "Expiring", "Help", "Groups", "Gaps", "Targets", "Rights report"]
SOON = clock.today() + timedelta(days=20)
NAMELESS = ("Groups", "Gaps", "Targets", "Rights report")

# One worker has LibreOffice convert the workbook for all of these.
pytestmark = pytest.mark.xdist_group("workbooks")


def shared(n: int) -> Shared:
    """Twelve settings in two areas; who shares what differs, so that not all figures are about all."""
    more = {
        0: {"wants": "Getting families in", "parts": ()},
        1: {"offers": "How we ask families", "expires_on": SOON.isoformat()},
        2: {"wants": '=HYPERLINK("http://example.org")'},
    }.get(n, {})
    parts = more.pop("parts", tuple(Part))
    held = "bronze" if n % 2 else None
    views = {"1": 1 + n % 3, "2": 4 if n > 5 else 2, "4": None if n < 6 else 3}
    return a_shared(
        f"setting-{n:02}",
        name=f"Rowan School {n:02}",
        area="East" if n < 6 else "West",
        parts=parts,
        views=views,
        held=held,
        **more,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("overview")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        with open_store(folder / "rrsa.db") as store:
            put(store, *map(shared, range(12)))
            desk = Desk.open(store, "Coordinator")
            listed = {"name": "Quiet School", "kind": "school", "role": "Head"}
            desk.commit("Listed", (edits.create("listed", "quiet-school", listed), ()))
            release(store)
            add(desk, Figures.of(store), {"subject": "view:2", "wanted": 9, "group": "kind:school"})
            yield desk


@pytest.fixture(scope="module")
def book(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_overview(desk.store, desk, tmp_path_factory.mktemp("book") / "overview.xlsx")


def said(sheet: Worksheet) -> str:
    return "\n".join(str(c) for row in sheet.iter_rows(values_only=True) for c in row if c is not None)


def rows_of(sheet: Worksheet, first: str) -> list[tuple[object, ...]]:
    """The rows below the heads that begin with ``first``."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == first)
    return rows[head + 1 :]


def test_it_says_what_it_is_and_what_it_is_not(book: Path, desk: Desk) -> None:
    workbook = load_workbook(book)
    assert workbook.sheetnames == SHEETS
    cover = said(workbook["Cover"])
    assert "13 settings: 12 have shared, 1 has not shared yet" in cover
    for words in ("not an award decision", "Not affiliated", "No order here is a ranking", "nobody looks in"):
        assert words in cover
    links = {
        cell.hyperlink.location.split("!")[0].strip("'")
        for row in workbook["Cover"]
        for cell in row
        if cell.hyperlink
    }
    assert links == set(SHEETS[1:])


def test_a_line_for_each_setting_with_what_it_shared(book: Path) -> None:
    sheet = load_workbook(book)["Settings"]
    lines = {row[0]: row for row in rows_of(sheet, "Setting")}
    assert list(lines) == ["Quiet School", *(f"Rowan School {n:02}" for n in range(12))], "by name"
    assert lines["Rowan School 00"][7] == "its stage alone"
    assert lines["Rowan School 03"][7] == "views, shown, actions, measures, evidence, joint round"
    assert lines["Quiet School"][7] == "has not shared anything yet"
    assert lines["Rowan School 01"][3] == "Bronze"
    assert lines["Rowan School 01"][4].date() == SOON
    head = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "Setting")
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.auto_filter.ref == f"A{head}:J{head + 13}"
    assert sheet.print_title_rows == f"${head}:${head}"


def test_no_view_and_no_figure_of_one_setting_is_in_it(book: Path) -> None:
    workbook = load_workbook(book)
    for name in NAMELESS:
        assert "Rowan School" not in said(workbook[name]), name
    for name in ("Settings", "Expiring", "Help"):
        assert not re.search(r"First steps|Taking shape|Making a difference|Why 1", said(workbook[name])), (
            name
        )


def test_groups_are_counted_from_five_on(book: Path) -> None:
    workbook = load_workbook(book)
    groups = workbook["Groups"]
    stages = {row[0]: row[1:4] for row in rows_of(groups, "Group")}
    assert stages["All schools"] == (6, 6, 12)
    views = {str(row[0]): row for row in reversed(rows_of(groups, "Outcome"))}
    assert views["2 Outcome 2"][1:4] == (6, 5, 11), "one of the twelve does not share its views"
    assert "of 11" in str(views["2 Outcome 2"][4])
    assert "Nothing is averaged" in said(groups)
    gaps = said(workbook["Gaps"])
    assert "31" in gaps.partition("Shown by nobody")[2].splitlines()[1]


def test_where_fewer_than_five_have_shared_nothing_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "few.db") as store:
        put(store, *map(shared, range(4)))
        few = Desk.open(store, "Coordinator")
        workbook = load_workbook(write_overview(store, few, tmp_path / "few.xlsx"))
    for name in ("Groups", "Gaps"):
        assert "needs five settings" in said(workbook[name])
        assert not re.search(r"of \d", said(workbook[name]))
    assert not workbook["Groups"]._charts
    assert "No target is set yet" in said(workbook["Targets"])


def test_what_runs_out_stands_under_its_term(book: Path) -> None:
    lines = [row for row in load_workbook(book)["Expiring"].iter_rows(values_only=True) if any(row)]
    place = next(n for n, row in enumerate(lines) if row[0] == "Rowan School 01")
    assert str(lines[place - 1][0]).startswith("Runs out ")
    assert lines[place][4].date() == SOON


def test_help_is_brought_together_by_words(book: Path) -> None:
    lines = said(load_workbook(book)["Help"])
    together, unmet = lines.partition("Asked for, and nobody")[::2]
    assert "Getting families in" in together
    assert re.search(r"How we ask families[^:\n]*: Rowan School 01", together)
    assert "HYPERLINK" in unmet


def test_targets_say_how_far_they_have_come(book: Path) -> None:
    (line,) = rows_of(load_workbook(book)["Targets"], "Target")
    assert "2 Outcome 2" in str(line[0])
    assert line[1] == "wanted: 9"
    assert "6 of 11" in str(line[3])
    assert line[4] == "not yet"


def test_charts_are_native_and_told_apart_without_colour(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if re.match(r"xl/charts/chart\d", n)]
    assert len(charts) == 2
    for chart in charts:
        assert "pattFill" in chart
        assert "showVal" in chart


def test_text_stays_text_and_nothing_is_red(book: Path) -> None:
    workbook = load_workbook(book)
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    with zipfile.ZipFile(book) as archive:
        colours = set(re.findall(r'rgb="FF([0-9A-F]{6})"', archive.read("xl/styles.xml").decode()))
    assert colours
    for colour in colours:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (0, 2, 4))
        assert not (red > 150 and green < 110 and blue < 110), colour


def test_every_page_can_be_printed(book: Path, desk: Desk, convert: Callable[..., Path]) -> None:
    pages = [page.extract_text() for page in PdfReader(convert("pdf", book) / "overview.pdf").pages]
    for number, page in enumerate(pages, start=1):
        text = re.sub(r"\s+", "", page)
        for part in ("Overview of settings", show_day(desk.on), f"Page {number} of {len(pages)}"):
            assert re.sub(r"\s+", "", part) in text, (number, part)
        assert "###" not in page, number
        assert len(text) > 120, f"page {number} is empty"
    for sheet in load_workbook(book):
        assert int(sheet.page_setup.paperSize) == 9, sheet.title
        assert sheet.print_area, sheet.title


def test_libreoffice_reads_the_same(book: Path, convert: Callable[..., Path]) -> None:
    again = load_workbook(convert("xlsx", book) / "overview.xlsx")
    assert again.sheetnames == SHEETS
    assert said(again["Settings"]) == said(load_workbook(book)["Settings"])
    assert len(again["Groups"]._charts) == 2


def test_only_those_that_are_wanted_are_listed(desk: Desk, tmp_path: Path) -> None:
    path = write_overview(desk.store, desk, tmp_path / "o.xlsx", Wanted(area="East", only=Only.WANTS))
    workbook = load_workbook(path)
    assert [row[0] for row in rows_of(workbook["Settings"], "Setting")] == [
        "Rowan School 00",
        "Rowan School 02",
    ]
    assert "East" in said(workbook["Cover"])
    helpers = re.search(r"How we ask families[^:\n]*: Rowan School 01", said(workbook["Help"]))
    assert helpers, "helpers are looked for among all"
    assert "All schools" in said(workbook["Groups"])


def test_figures_that_are_due_are_made_first(tmp_path: Path) -> None:
    with open_store(tmp_path / "new.db") as store:
        put(store, *map(shared, range(12)))
        assert not Figures.of(store).frameworks
        workbook = load_workbook(write_overview(store, Desk.open(store, "C"), tmp_path / "o.xlsx"))
        assert Figures.of(store).frameworks
    assert "All schools" in said(workbook["Groups"])
    with open_store(tmp_path / "new.db", read_only=True) as store:
        again = load_workbook(write_overview(store, Desk.open(store, "C"), tmp_path / "again.xlsx"))
    assert said(again["Groups"]) == said(workbook["Groups"])


def test_it_replaces_only_an_overview_that_nobody_has_saved(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "o.xlsx"
    write_overview(desk.store, desk, path)
    write_overview(desk.store, desk, path)
    workbook = load_workbook(path)
    workbook["Settings"]["K1"] = "my note"
    workbook.save(path)
    content = path.read_bytes()
    with pytest.raises(BadInput, match="has been saved by somebody"):
        write_overview(desk.store, desk, path)
    assert path.read_bytes() == content
    with pytest.raises(BadInput, match=r"does not end in \.xlsx"):
        write_overview(desk.store, desk, tmp_path / "o")


def test_stopped_it_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_overview(desk.store, desk, tmp_path / "o.xlsx", progress=stop)
    assert not list(tmp_path.iterdir())


def test_with_nothing_at_all_it_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db") as store:
        workbook = load_workbook(write_overview(store, Desk.open(store, "C"), tmp_path / "o.xlsx"))
    assert "No setting is listed here." in said(workbook["Settings"])
    assert "Nothing runs out within three terms." in said(workbook["Expiring"])
    assert "Nobody has asked for help or offered any yet." in said(workbook["Help"])
