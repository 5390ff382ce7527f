"""Two settings to export: the sample school, and one whose texts try to break a spreadsheet."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from workbook_reader import COPIES, export

from rrsa import clock
from rrsa.evaluation import Evaluation
from rrsa.framework.adopted import adopt_file
from rrsa.portfolio import edits
from rrsa.portfolio.changes import Change, Changeset
from rrsa.portfolio.portfolio import Portfolio
from rrsa.samples import load_sample
from rrsa.setup import create_setting
from rrsa.store import open_store

SMALL = Path(__file__).resolve().parent.parent / "data" / "small-framework.yaml"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    """The sample school, opened; nobody changes it."""
    folder = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRSA_HOME", str(folder / "home"))
        with open_store(folder / "school.db") as store:
            yield Evaluation.open(store, load_sample(store), author="Lead", on=clock.today())


@pytest.fixture(scope="module")
def exported(school: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample school's three workbooks, by copy."""
    folder = tmp_path_factory.mktemp("exported")
    return {copy: export(school, folder / f"{copy}.xlsx", copy) for copy in COPIES}


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Callable[..., Evaluation]]:
    """Makes a setting of the small framework that holds exactly these records, unchecked: what has come
    in by another way must go out safely too."""
    with open_store(tmp_path / "recorded.db") as store:

        def make(records: dict[tuple[str, str], dict[str, Any]], name: str = "Glen School") -> Evaluation:
            setting = create_setting(store, name, adopt_file(SMALL), author="Lead", aim="second")
            changes: list[Change] = []
            for (kind, record), values in records.items():
                if kind in ("evidence", "action", "link", "measure", "reading"):
                    changes += edits.create(kind, record, values)
                else:
                    changes += edits.set_fields(Portfolio(), kind, record, values)[0]
            if changes:
                store.commit(setting, Changeset("Lead", "Made for a test", tuple(changes)))
            return Evaluation.open(store, setting, author="Lead")

        yield make


@pytest.fixture(scope="module")
def convert(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Has LibreOffice open files and save them in another form; gives the folder with the results."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def run(form: str, *paths: Path) -> Path:
        folder = tmp_path_factory.mktemp(form)
        subprocess.run(
            [
                libreoffice,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                str(folder),
                *map(str, paths),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return folder

    return run
