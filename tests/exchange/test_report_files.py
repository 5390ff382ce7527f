"""Where a paper goes: said at once when it cannot, never half; only our own untouched one is replaced."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from report_settings import opened, text

from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.writing import write_report

FORMATS = (".docx", ".html")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("school"), "corranbeath") as evaluation:
        yield evaluation


def test_what_is_sent_is_an_evaluation_and_what_is_read_a_page(school: Evaluation, tmp_path: Path) -> None:
    assert write_report(school, tmp_path / "a.docx").audience is Audience.EVALUATION
    assert "School evaluation: Silver" in text(tmp_path / "a.docx")
    assert write_report(school, tmp_path / "a.html").audience is Audience.GOVERNORS
    assert "For the parent council" in text(tmp_path / "a.html")


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("plan", "call it “plan.docx” for Word, or “plan.html” for a page"),
        ("plan.xlsx", "plan.xlsx.docx"),
        ("plan.pdf", "write “plan.html” and print that as PDF"),
        ("plan.doc", "plan.docx"),
        ("plan.htm", "plan.html"),
    ],
)
def test_another_ending_is_put_right(school: Evaluation, tmp_path: Path, name: str, mend: str) -> None:
    with pytest.raises(BadInput) as refused:
        write_report(school, tmp_path / name)
    assert mend in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_our_own_untouched_paper_is_replaced(school: Evaluation, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    write_report(school, path)
    write_report(school, path, audience=Audience.CHILDREN)
    assert "Who you can tell" in text(path)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_somebody_elses_stays(school: Evaluation, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"<html>mine</html>")
    with pytest.raises(BadInput, match="is there already and was not exported by rrsa"):
        write_report(school, path)
    assert path.read_bytes() == b"<html>mine</html>"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_page_that_somebody_changed_stays(school: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    write_report(school, path)
    changed = path.read_text("utf-8").replace("Corranbeath", "Corran Beath")
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(BadInput, match="has been saved by somebody"):
        write_report(school, path)
    assert path.read_text("utf-8") == changed


def test_a_document_that_somebody_saved_stays(school: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_report(school, path)
    document = docx.Document(str(path))
    document.add_paragraph("Written by hand")
    document.save(str(path))
    with pytest.raises(BadInput, match="has been saved by somebody"):
        write_report(school, path)
    assert "Written by hand" in text(path)


def test_a_text_that_looks_like_the_seal_deceives_nobody(school: Evaluation, tmp_path: Path) -> None:
    with opened(tmp_path, None) as evaluation:
        evaluation.record_outcome("1", {"difference": "0" * 64, "achieved": '<meta name="rrsa-paper"'})
        path = tmp_path / "a.html"
        write_report(evaluation, path)
        assert "0" * 64 in text(path)
        write_report(evaluation, path)


@pytest.mark.parametrize("ending", FORMATS)
def test_folders_and_missing_folders(school: Evaluation, tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a{ending}").mkdir()
    with pytest.raises(BadInput, match=f"is a folder — add a file name that ends in {ending}"):
        write_report(school, tmp_path / f"a{ending}")
    with pytest.raises(BadInput, match="there is no folder"):
        write_report(school, tmp_path / "nowhere" / f"a{ending}")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(("code", "said"), [(errno.ENOSPC, "no room left"), (errno.EACCES, "nothing may be")])
def test_nothing_half_written_is_left(
    school: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, code: int, said: str
) -> None:
    def full(_handle: int) -> None:
        raise OSError(code, os.strerror(code)) if code == errno.ENOSPC else PermissionError(code, "no")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFailed, match=said):
        write_report(school, tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_go_together_is_refused(school: Evaluation, tmp_path: Path) -> None:
    for more, said in (
        ({"audience": Audience.ANY_DAY}, "not said which outcome"),
        ({"audience": Audience.CHILDREN, "stage": "silver"}, "same for every stage"),
        ({"audience": Audience.GOVERNORS, "outcome": "4"}, "only the any-day page"),
    ):
        with pytest.raises(BadInput, match=said):
            write_report(school, tmp_path / "a.html", **more)  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="there is no outcome “44”"):
        write_report(school, tmp_path / "a.html", audience=Audience.ANY_DAY, outcome="44")
    assert list(tmp_path.iterdir()) == []


def test_a_paper_costs_nothing_until_it_is_written() -> None:
    code = (
        "import sys, rrsa.exchange.report.writing, rrsa.exchange.report.audiences;"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "rrsa" in loaded.split()
    heavy = {"docx", "lxml", "jinja2", "markupsafe", "xlsxwriter", "pydantic", "sqlalchemy", "textual"}
    assert not heavy & set(loaded.split())


@pytest.mark.parametrize(("ending", "absent"), [(".html", {"docx", "lxml"}), (".docx", {"jinja2"})])
def test_each_format_brings_its_own_library_only(ending: str, absent: set[str], tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from rrsa.evaluation import Evaluation
from rrsa.exchange.report.writing import write_report
from rrsa.samples import load_sample
from rrsa.store import open_store
folder = Path({str(tmp_path)!r})
with open_store(folder / "a.db") as store:
    evaluation = Evaluation.open(store, load_sample(store, "corranbeath"), author="Lead")
    taken = {{m.partition(".")[0] for m in sys.modules}}
    write_report(evaluation, folder / "a{ending}")
    print(*sorted({{m.partition(".")[0] for m in sys.modules}} - taken))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not (absent | {"xlsxwriter"}) & set(done.stdout.split())
