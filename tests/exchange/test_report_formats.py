"""The document is a real Word document, the page a real page; neither is broken by what people type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.shared import Mm
from report_settings import opened, paper, raw, tags, text

from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience

ODD = "Ångström <b>& “quotes”</b> {{ 7 * 7 }} {% raw %} \x07\x00 学校 🙂 =1+1"
LONG = ("A long sentence about what we did in the school and why we did it. " * 400)[:20_000]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("full"), "corranbeath", full=True) as evaluation:
        yield evaluation


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    """A school that has written as much as fits into every field."""
    with opened(tmp_path_factory.mktemp("long"), "corranbeath") as evaluation:
        evaluation.record_outcome("4", {"achieved": LONG, "difference": LONG, "line": "Wide" * 75})
        item = {"title": "T" * 200, "perspective": "children", "note": LONG, "place": "P" * 300}
        said = {"question": "Why? " * 59, "said": "Because. " * 33, "consent": "given"}
        for _time in range(4):
            evaluation.add_evidence({**item, **said}, ["4"])
            done = evaluation.add_action("4", {"what": "W" * 300})
            evaluation.finish_action(done, difference=LONG)
            evaluation.give_up_action(evaluation.add_action("4", {"what": "No " * 99}), "Because " * 37)
            evaluation.add_action("4", {"what": "Soon", "for_children": "Soon " * 59})
        yield evaluation


def test_a_document_has_headings_an_a4_page_and_a_language(full: Evaluation, tmp_path: Path) -> None:
    document = docx.Document(str(paper(full, tmp_path / "a.docx", Audience.EVALUATION)))
    section = document.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Corranbeath Primary School"]
    assert "Strand A · Learning about rights" in by_style["Heading 1"]
    assert len(by_style["Heading 2"]) == 9
    languages = {lang.get(docx.oxml.ns.qn("w:val")) for lang in document.styles.element.iter("{*}lang")}
    assert languages == {"en-GB"}
    footer = section.footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_tables_repeat_their_heads(full: Evaluation, tmp_path: Path) -> None:
    document = docx.Document(str(paper(full, tmp_path / "a.docx", Audience.ACTION_PLAN)))
    section = document.sections[0]
    assert section.page_width > section.page_height
    plan = document.tables[-1]
    assert [cell.text for cell in plan.rows[0].cells][:3] == ["Outcome", "RAG", "What"]
    assert "w:tblHeader" in plan.rows[0]._tr.xml
    assert not any("w:tblHeader" in row._tr.xml for row in plan.rows[1:])


def test_a_document_names_no_person_and_no_machine(
    full: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER", "USERNAME", "LOGNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, "zz-somebody")
    path = paper(full, tmp_path / "a.docx", Audience.EVALUATION)
    about = docx.Document(str(path)).core_properties
    assert about.author == about.last_modified_by == "Corranbeath Primary School"
    assert "evaluation" in about.title
    assert abs((datetime.now(UTC) - about.created.replace(tzinfo=UTC)).total_seconds()) < 120
    content = raw(path)
    assert b"zz-somebody" not in content
    assert b"python-docx" not in content
    assert str(tmp_path).encode() not in content


@pytest.mark.parametrize("audience", Audience)
def test_a_page_needs_nothing_from_elsewhere(full: Evaluation, tmp_path: Path, audience: Audience) -> None:
    path = paper(full, tmp_path / "a.html", audience)
    page = path.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert tags(path, "html") == ['<html lang="en-GB">']
    assert len(tags(path, "main")) == len(tags(path, "h1")) == 1
    assert not tags(path, "script") + tags(path, "link") + tags(path, "img") + tags(path, "iframe")
    assert not re.search(r"url\(|@import|src=|href=", page)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("audience", Audience)
def test_headings_come_in_order_and_tables_have_heads(
    full: Evaluation, tmp_path: Path, audience: Audience
) -> None:
    path = paper(full, tmp_path / "a.html", audience)
    levels = [int(level) for level in re.findall(r"<h([1-6])", path.read_text("utf-8"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all("scope=" in tag for tag in tags(path, "th"))
    ids = re.findall(r' id="([^"]+)"', path.read_text("utf-8"))
    assert len(ids) == len(set(ids))


def test_every_drawing_says_in_words_what_it_shows(full: Evaluation, tmp_path: Path) -> None:
    page = paper(full, tmp_path / "a.html", Audience.GOVERNORS).read_text("utf-8")
    drawings = [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    assert len(drawings) == 6  # views, sides, conditions, and three measures
    name = "{http://www.w3.org/2000/svg}"
    for drawing in drawings:
        title, told = drawing.find(f"{name}title"), drawing.find(f"{name}desc")
        assert title is not None and told is not None and title.text and told.text
        assert drawing.get("role") == "img"
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        numbers = {t.text for t in drawing.iter(f"{name}text") if t.text and t.text[0].isdigit()}
        assert numbers
        assert not re.search(r"[.?!]\.(\s|$)|\.;", told.text)  # a sentence ends once
    views = drawings[0].find(f"{name}desc")
    assert views is not None
    assert "2 (Taking shape): 4 · Children are safe and know where to turn" in (views.text or "")


def test_what_people_type_is_text_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path, None) as evaluation:
        evaluation.record_setting({"name": "Glen <i>& Mhor</i>"})
        evaluation.record_outcome("1", {"view": 2, "line": ODD, "achieved": ODD, "difference": ODD})
        evaluation.add_evidence({"title": ODD, "perspective": "adults", "note": ODD}, ["1"])
        evaluation.add_action("1", {"what": ODD, "who": ODD})
        for audience in Audience:
            for ending in (".docx", ".html"):
                path = paper(evaluation, tmp_path / f"a{ending}", audience, outcome="1")
                said = text(path)
                assert "Glen <i>& Mhor</i>" in said
                assert "\x07" not in said
                if audience is Audience.EVALUATION:
                    assert "Ångström <b>& “quotes”</b> {{ 7 * 7 }} {% raw %} 学校 🙂 =1+1" in said
                path.unlink()


def test_a_text_from_elsewhere_cannot_break_a_document(tmp_path: Path) -> None:
    """What came in by another way than a field may hold what no document bears."""
    from rrsa.exchange.report import page, word
    from rrsa.exchange.report.paper import Cell, Paper, Table, Text

    odd = "a\x00b\x0bc\ud800d\ufffe"
    table = Table(odd, (odd,), ((Cell(odd, under=odd),),), (100,))
    made = Paper(odd, odd, odd, "en-GB", (Text(odd), table), (odd,))
    (tmp_path / "a.docx").write_bytes(word.render(made))
    (tmp_path / "a.html").write_bytes(page.render(made))
    for name in ("a.docx", "a.html"):
        assert "abcd" in text(tmp_path / name)


def test_long_texts_are_whole_where_they_belong(long: Evaluation, tmp_path: Path) -> None:
    for ending in (".docx", ".html"):
        said = text(paper(long, tmp_path / f"a{ending}", Audience.EVALUATION, stage="silver"))
        assert said.count(" ".join(LONG.split())) == 2
        plan = text(paper(long, tmp_path / f"p{ending}", Audience.ACTION_PLAN))
        assert LONG[:300] in plan
        assert LONG[:600] not in plan


@pytest.fixture(scope="module")
def pages(poppler: str) -> Callable[[Path], list[str]]:
    """The text of each page of a PDF."""
    import subprocess

    def read(path: Path) -> list[str]:
        beside = poppler.replace("pdftoppm", "pdftotext")
        said = subprocess.run(
            [beside, "-layout", path, "-"], capture_output=True, text=True, check=True
        ).stdout
        return said.split("\f")[:-1]

    return read


def test_a_document_opens_in_another_program(
    full: Evaluation,
    long: Evaluation,
    tmp_path: Path,
    convert: Callable[..., Path],
    pages: Callable[[Path], list[str]],
) -> None:
    """LibreOffice lays it out; the children's page stays one page, however much there is."""
    files = []
    for name, evaluation in (("full", full), ("long", long)):
        for audience in Audience:
            files.append(paper(evaluation, tmp_path / f"{name}-{audience.value}.docx", audience))
    folder = convert("pdf", *files)
    for file in files:
        found = pages(folder / f"{file.stem}.pdf")
        assert "Corranbeath Primary School" in found[0]
        assert all(page.strip() for page in found)
        if file.stem.endswith("children"):
            assert len(found) == 1, file.stem
            assert "Childline" in found[0]


def test_a_page_prints_on_a4(
    full: Evaluation,
    long: Evaluation,
    tmp_path: Path,
    chromium: str,
    pages: Callable[[Path], list[str]],
) -> None:
    import subprocess

    for name, evaluation in (("full", full), ("long", long)):
        path = paper(evaluation, tmp_path / f"{name}.html", Audience.CHILDREN)
        printed = path.with_suffix(".pdf")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
        subprocess.run(
            [
                chromium,
                *options,
                "--disable-background-networking",
                f"--user-data-dir={tmp_path / 'chromium'}",
                f"--print-to-pdf={printed}",
                path.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        found = pages(printed)
        assert len(found) == 1, name
        assert "Who you can tell" in found[0]
