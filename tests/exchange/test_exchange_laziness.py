"""Exporting costs nothing until somebody exports."""

from __future__ import annotations

import subprocess
import sys


def test_the_workbook_library_comes_with_the_first_export() -> None:
    code = "import sys, rrsa.exchange.export; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "rrsa" in loaded.split()
    assert not {"xlsxwriter", "openpyxl", "pydantic", "sqlalchemy", "textual"} & set(loaded.split())
