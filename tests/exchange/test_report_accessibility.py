"""No page has a serious fault for those who hear it, enlarge it or use a keyboard, as axe-core finds them."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report_settings import opened, paper

from rrsa.evaluation import Evaluation
from rrsa.exchange.report.audiences import Audience

LOOK = """
<script src="{axe}"></script>
<script>
for (const details of document.querySelectorAll("details")) details.open = true;
axe.run().then(found => {{
  const result = document.createElement("pre");
  result.id = "axe-result";
  result.textContent = JSON.stringify({{
    rules: found.passes.length,
    faults: found.violations.filter(f => ["serious", "critical"].includes(f.impact))
      .map(f => [f.id, f.impact, f.nodes.map(n => n.html)]),
  }});
  document.body.append(result);
}});
</script>
</body>
"""
Look = Callable[[str], Any]


@pytest.fixture
def look(chromium: str, axe_core: Path, tmp_path: Path) -> Look:
    """What axe-core finds on a page, in a browser that goes nowhere."""

    def found(page: str) -> Any:
        copy = tmp_path / "looked-at.html"
        copy.write_text(page.replace("</body>", LOOK.format(axe=axe_core.as_uri())), encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        done = subprocess.run(
            [
                chromium,
                *options,
                "--disable-background-networking",
                f"--user-data-dir={tmp_path / 'chromium'}",
                "--virtual-time-budget=20000",
                "--dump-dom",
                copy.as_uri(),
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        result = re.search(r'<pre id="axe-result">(.*?)</pre>', done.stdout, re.DOTALL)
        assert result, "the checker has not answered"
        return json.loads(html.unescape(result[1]))

    return found


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("full"), "corranbeath", full=True) as evaluation:
        yield evaluation


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    with opened(tmp_path_factory.mktemp("house"), "inverdoran") as evaluation:
        yield evaluation


@pytest.mark.parametrize("audience", Audience)
def test_no_serious_fault(audience: Audience, full: Evaluation, tmp_path: Path, look: Look) -> None:
    found = look(paper(full, tmp_path / "page.html", audience).read_text("utf-8"))
    assert found["faults"] == []
    assert found["rules"] > 10


@pytest.mark.parametrize("stage", ["bronze", "keeping-gold"])
def test_no_serious_fault_in_any_form(stage: str, full: Evaluation, tmp_path: Path, look: Look) -> None:
    page = paper(full, tmp_path / "page.html", Audience.EVALUATION, stage=stage).read_text("utf-8")
    assert look(page)["faults"] == []


@pytest.mark.parametrize("audience", [Audience.GOVERNORS, Audience.CHILDREN])
def test_no_serious_fault_for_a_house(
    audience: Audience, house: Evaluation, tmp_path: Path, look: Look
) -> None:
    assert look(paper(house, tmp_path / "page.html", audience).read_text("utf-8"))["faults"] == []


def test_a_fault_would_be_found(full: Evaluation, tmp_path: Path, look: Look) -> None:
    page = paper(full, tmp_path / "page.html", Audience.GOVERNORS).read_text("utf-8")
    spoilt = page.replace(' lang="en-GB"', "").replace("--muted: #4A5A60", "--muted: #C8D0D2")
    assert {"html-has-lang", "color-contrast"} <= {fault[0] for fault in look(spoilt)["faults"]}
