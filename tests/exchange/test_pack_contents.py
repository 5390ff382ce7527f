"""A pack unzipped elsewhere: every link leads somewhere, every sum fits, and nothing is in it that stays."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from gate_files import docx, jpeg, pdf, with_files
from openpyxl import load_workbook

from rrsa import clock
from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.gate.names import Names
from rrsa.exchange.gate.reading import look_into
from rrsa.exchange.pack.choice import Choice, choices
from rrsa.exchange.pack.coverage import coverage_of
from rrsa.exchange.pack.places import LONGEST, NOTE, SUMS
from rrsa.exchange.pack.writing import look_before, write_pack
from rrsa.paths import shipped
from rrsa.portfolio.ids import with_check
from rrsa.portfolio.privacy import Why, may_leave
from rrsa.samples import ensure_demo
from rrsa.store import open_store

Recorded = Callable[..., Evaluation]
Unpacked = tuple[Evaluation, Path]


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]
        assert tag not in ("script", "link", "iframe")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo, and a home with its lists of names."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        ensure_demo(folder / "rrsa.db")
    return folder


@pytest.fixture(scope="module", params=["corranbeath", "inverdoran"])
def unpacked(
    request: pytest.FixtureRequest, demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Unpacked]:
    """A sample of the demo with its list of names, and its pack unzipped in another place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(demo / "home"))
        with open_store(demo / "rrsa.db") as store:
            evaluation = Evaluation.open(store, request.param, author="Lead", on=clock.today())
            packed = write_pack(evaluation, demo / f"{request.param}.zip")
            assert packed.held[Why.NAME] == 1
            elsewhere = tmp_path_factory.mktemp("else where")
            with zipfile.ZipFile(packed.path) as archive:
                archive.extractall(elsewhere)
            yield evaluation, elsewhere


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def workbook_of(folder: Path) -> Path:
    (found,) = folder.glob("*.xlsx")
    return found


def everything(content: bytes) -> Iterator[bytes]:
    """A file, and all that is packed inside it."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from everything(archive.read(name))


def test_every_sum_fits(unpacked: Unpacked) -> None:
    folder = unpacked[1]
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    assert {line[66:] for line in lines} == {
        path.relative_to(folder).as_posix() for path in files_of(folder) if path.name != SUMS
    }
    for line in lines:
        assert hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest() == line[:64]


def test_sha256sum_says_the_same(unpacked: Unpacked) -> None:
    program = shutil.which("sha256sum") or shutil.which("shasum")
    if program is None:
        return
    words = [program, *(["-a", "256"] if program.endswith("shasum") else []), "-c", SUMS]
    subprocess.run(words, cwd=unpacked[1], check=True, capture_output=True, timeout=60)


def test_every_link_of_the_note_leads_to_a_file(unpacked: Unpacked) -> None:
    _evaluation, folder = unpacked
    page = Links()
    page.feed((folder / NOTE).read_text("utf-8"))
    targets = {unquote(link) for link in page.found}
    assert all((folder / target).is_file() for target in targets), targets
    everything_else = {path.relative_to(folder).as_posix() for path in files_of(folder)} - {NOTE, SUMS}
    assert targets == everything_else


def external(path: Path) -> dict[str, set[str]]:
    """Sheet → where its links lead outside the workbook."""
    found: dict[str, set[str]] = {}
    book = load_workbook(path)
    with zipfile.ZipFile(path) as archive:
        for n, sheet in enumerate(book.worksheets, start=1):
            rels = f"xl/worksheets/_rels/sheet{n}.xml.rels"
            if rels in archive.namelist():
                for each in ElementTree.fromstring(archive.read(rels)):
                    if each.get("TargetMode") == "External":
                        found.setdefault(sheet.title, set()).add(unquote(each.get("Target") or ""))
    return found


def test_every_link_of_the_workbook_leads_to_a_file(unpacked: Unpacked) -> None:
    folder = unpacked[1]
    links = external(workbook_of(folder))
    assert set(links) == {"Outcomes", "Evidence"}
    files = {
        path.relative_to(folder).as_posix() for path in (folder / "evidence").rglob("*") if path.is_file()
    }
    assert links["Outcomes"] == links["Evidence"] == files
    assert files


def test_libreoffice_follows_them_from_wherever_it_lies(
    unpacked: Unpacked, convert: Callable[..., Path]
) -> None:
    folder = unpacked[1]
    book = workbook_of(folder)
    page = (convert("html", book) / f"{book.stem}.html").read_text("utf-8")
    leads = {unquote(link) for link in re.findall(r'href="([^"#]+)"', page, re.IGNORECASE)}
    named = {link.rpartition("/")[2] for link in leads if "evidence/" in link}
    assert named == {path.name for path in (folder / "evidence").rglob("*") if path.is_file()}


def test_no_name_no_place_and_nothing_refused_is_in_any_file(unpacked: Unpacked) -> None:
    evaluation, folder = unpacked
    names = Names(shipped("samples") / evaluation.setting_id / "names.txt").matcher()
    assert names.names
    held = [item for item in evaluation.portfolio.evidence.values() if not may_leave(item)]
    assert held
    secrets = [text for item in held for text in (item.id, item.title, item.note, item.file_sha256) if text]
    secrets += ["Invented Cameras", "GPSInfo", "Exif", *(name.split()[0] for name in names.names)]
    for path in files_of(folder):
        content = path.read_bytes()
        assert not names.find(look_into(content).text), path.name
        assert not names.in_file_name(path.name)
        for part in everything(content):
            for secret in secrets:
                assert secret.encode() not in part, (path.name, secret)


def test_only_the_chosen_pieces_are_in_it(unpacked: Unpacked) -> None:
    evaluation, folder = unpacked
    chosen = {p.evidence for outcome in choices(evaluation) for p in outcome.pieces if p.chosen}
    sheet = load_workbook(workbook_of(folder))["Evidence"]
    listed = {str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0]}
    assert {with_check(piece) for piece in chosen} == {ref for ref in listed if re.match(r"E\w{8}-\w$", ref)}
    for outcome in choices(evaluation):
        assert sum(piece.chosen for piece in outcome.pieces) <= 3
    others = evaluation.portfolio.evidence.keys() - chosen
    for part in everything(workbook_of(folder).read_bytes()):
        assert not any(other.encode() in part for other in others)


def test_the_zip_says_nothing_of_who_packed_it(unpacked: Unpacked, tmp_path: Path) -> None:
    packed = write_pack(unpacked[0], tmp_path / "a.zip")
    with zipfile.ZipFile(packed.path) as archive:
        names = archive.namelist()
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert not member.extra
            assert not member.comment
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert len(name) < LONGEST
        assert name.isascii()
        assert not re.search(r'[<>:"\\|?*]|\.\.|^/|[ .]$', name), name
    assert packed.path.stat().st_size == packed.size


def test_the_workbook_says_what_it_is(unpacked: Unpacked) -> None:
    book = load_workbook(workbook_of(unpacked[1]))
    assert book.properties.creator == "rrsa"
    said = " ".join(str(c) for row in book["Cover"].iter_rows(values_only=True) for c in row if c)
    assert "chosen for this pack" in said
    assert "Not affiliated with or endorsed by UNICEF" in said
    note = (unpacked[1] / NOTE).read_text("utf-8")
    assert "Not affiliated with or endorsed by UNICEF" in note
    assert "Self-evaluation, not an award decision" in note
    assert "held back" in note


# -- choosing ----------------------------------------------------------------------------------------------


def small(recorded: Recorded) -> Evaluation:
    """Outcomes 1 to 3 of the small framework; five pieces of outcome 1 from three sides."""
    records: dict[tuple[str, str], dict[str, Any]] = {
        ("outcome", "1"): {"view": 4, "line": "So", "achieved": "We did", "difference": "It helps"}
    }
    sides = ("children", "observation", "records", "records", "adults")
    for n, side in enumerate(sides):
        key = f"E0000000{n}"
        records["evidence", key] = {
            "title": f"Piece {n}", "perspective": side, "directness": "first-hand", "consent": "not-needed",
            "date": clock.today().isoformat(),
        }  # fmt: skip
        records["link", f"{key}:1"] = {"evidence": key, "target": "1", "direction": "works"}
    for chosen in ("E00000002", "E00000003"):
        records["link", f"{chosen}:1"]["chosen"] = True
    records["evidence", "E0000000H"] = {"title": "Held", "perspective": "adults", "consent": "refused"}
    records["link", "E0000000H:1"] = {"evidence": "E0000000H", "target": "1", "direction": "works"}
    return recorded(records)


def picked(evaluation: Evaluation, choice: Choice) -> set[str]:
    return {p.evidence for outcome in choices(evaluation, choice) for p in outcome.pieces if p.chosen}


def test_by_hand(recorded: Recorded) -> None:
    evaluation = small(recorded)
    assert picked(evaluation, Choice()) == {"E00000002", "E00000003"}
    assert picked(evaluation, Choice(leave=("E00000002",))) == {"E00000003"}
    added = Choice(add=(with_check("E00000000"), "e00000004"), leave=("E00000003",))
    assert picked(evaluation, added) == {"E00000000", "E00000002", "E00000004"}


def test_what_is_held_back_is_not_among_the_choices(recorded: Recorded) -> None:
    evaluation = small(recorded)
    listed = {p.evidence for outcome in choices(evaluation) for p in outcome.pieces}
    assert "E0000000H" not in listed
    with pytest.raises(BadInput, match="E0000000H stays here"):
        choices(evaluation, Choice(add=("E0000000H",)))


@pytest.mark.parametrize(
    "choice",
    [
        Choice(stage="gold"),
        Choice(strands=("Z",)),
        Choice(add=("E99999999",)),
        Choice(add=("E00000002",), leave=("E00000002",)),
        Choice(leave=("E00000002", "E00000003")),
    ],
)
def test_a_choice_that_will_not_do(recorded: Recorded, tmp_path: Path, choice: Choice) -> None:
    evaluation = small(recorded)
    with pytest.raises(BadInput) as error:
        write_pack(evaluation, tmp_path / "a.zip", choice=choice)
    assert error.value.mend
    assert not list(tmp_path.glob("*.zip"))


def test_what_is_no_longer_shown_is_said_before_and_after(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = small(recorded)
    (lost,) = coverage_of(evaluation)
    assert {side.value for side in lost.perspectives} == {"children", "observation", "adults"}
    assert lost.falls
    assert "no longer seen from" in lost.words
    packed = write_pack(evaluation, tmp_path / "a.zip")
    assert packed.no_longer_shown == (lost,)
    everything_in = Choice(add=("E00000000", "E00000001", "E00000004"))
    assert coverage_of(evaluation, everything_in) == ()


def test_by_strand_nothing_of_another_is_in_it(unpacked: Unpacked, tmp_path: Path) -> None:
    evaluation = unpacked[0]
    strand, *others = evaluation.framework.strands
    packed = write_pack(evaluation, tmp_path / "a.zip", choice=Choice(strands=(strand.id,)))
    with zipfile.ZipFile(packed.path) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith(".xlsx")]
        said = look_into(archive.read(name)).text
        folders = {n.split("/")[1] for n in archive.namelist() if n.startswith("evidence/")}
    assert folders <= {outcome.id for outcome in strand.outcomes}
    assert all(outcome.title in said for outcome in strand.outcomes)
    assert not any(outcome.title in said for other in others for outcome in other.outcomes)
    actions = [
        a
        for a in evaluation.portfolio.actions.values()
        if a.outcome not in evaluation.framework.strands[0].outcomes[0].id
    ]
    assert not any(a.what in said for a in actions if a.what and "[" not in a.what)


def test_by_stage_what_is_only_for_a_later_one_stays(recorded: Recorded) -> None:
    base = small(recorded)
    stages = [stage.id for stage in base.framework.stages]
    later = [
        indicator.id
        for indicator in base.framework.indicators.values()
        if indicator.stage == stages[-1] and base.framework.outcome_of[indicator.id] != "1"
    ]
    base.link("E00000000", [later[0]])
    outcome = base.framework.outcome_of[later[0]]

    def of(choice: Choice) -> set[str]:
        return {
            p.evidence
            for each in choices(base, choice)
            if each.outcome == outcome
            for p in each.pieces
            if p.chosen
        }

    assert of(Choice()) == {"E00000000"}
    assert of(Choice(stage=stages[0])) == set()


def test_a_number_that_the_whole_copy_hides_is_not_given_away_by_the_pack(
    recorded: Recorded, tmp_path: Path
) -> None:
    """Seven is hidden beside three. A pack that holds the seven alone could show it; but whoever has the
    whole copy, with its sum, could then work out the three."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for n, people in enumerate((3, 7, 40, 41)):
        key = f"E0000000{n}"
        records["evidence", key] = {
            "title": f"Piece {n}", "perspective": "children", "consent": "not-needed", "people": people,
        }  # fmt: skip
        records["link", f"{key}:1"] = {"evidence": key, "target": "1", "direction": "works"}
    evaluation = recorded(records)
    alone = Choice(add=("E00000001",), leave=("E00000000", "E00000002", "E00000003"))
    packed = write_pack(evaluation, tmp_path / "a.zip", choice=alone)
    with zipfile.ZipFile(packed.path) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith(".xlsx")]
        book = load_workbook(io.BytesIO(archive.read(name)))
    said = [
        str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c is not None
    ]
    assert packed.pieces == 1
    assert any("not shown" in text for text in said)
    assert not any(re.search(r"People: 7\b|\b7 answers", text) for text in said)


# -- files -------------------------------------------------------------------------------------------------


def test_each_kind_of_file_leaves_as_it_should(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = with_files(
        recorded,
        {
            "Council minutes – März.pdf": (pdf("Minutes", author="Tam Somebody"), {}),
            "IslaMacRae.txt": (b"nothing in it", {}),
            "../../evil\\name?.csv": (b"a,b", {}),
        },
    )
    Names.of(evaluation.setting_id).add(["Isla MacRae", "Tam Somebody"])
    packed = write_pack(evaluation, tmp_path / "a.zip")
    assert (packed.files, packed.held) == (3, {})
    with zipfile.ZipFile(packed.path) as archive:
        names = sorted(n.partition(" ")[2] for n in archive.namelist() if n.startswith("evidence/1/"))
        assert names == ["Council-minutes-Marz.pdf", "evil-name.csv", "file.txt"]
        assert all(b"Tam Somebody" not in archive.read(name) for name in archive.namelist())


def test_a_piece_of_several_outcomes_and_a_shared_file_lie_there_once(
    recorded: Recorded, tmp_path: Path
) -> None:
    evaluation = with_files(recorded, {"a.txt": (b"the same", {}), "b.txt": (b"the same", {})})
    evaluation.link("E00000000", ["2"])
    packed = write_pack(evaluation, tmp_path / "a.zip")
    assert (packed.pieces, packed.files) == (2, 1)
    with zipfile.ZipFile(packed.path) as archive:
        assert sum(name.startswith("evidence/") for name in archive.namelist()) == 1


def test_a_piece_without_a_file_says_where_it_is_kept(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = with_files(recorded, {"isla.docx": (docx(body="Isla"), {"place": "Blue folder"})})
    Names.of(evaluation.setting_id).add(["Isla"])
    packed = write_pack(evaluation, tmp_path / "a.zip")
    assert packed.held == {Why.NAME: 1}
    with zipfile.ZipFile(packed.path) as archive:
        assert "Kept: Blue folder" in archive.read(NOTE).decode()
    with_it = write_pack(evaluation, tmp_path / "b.zip", keep=["Isla"])
    assert (with_it.files, with_it.held) == (1, {})


def test_looking_before_says_what_writing_will(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = with_files(recorded, {"a.docx": (docx(body="Isla"), {}), "b.jpg": (jpeg(), {})})
    Names.of(evaluation.setting_id).add(["Isla"])
    before = look_before(evaluation)
    packed = write_pack(evaluation, tmp_path / "a.zip")
    assert (before.hits, before.held, before.unread) == (packed.hits, packed.held, packed.unread)
