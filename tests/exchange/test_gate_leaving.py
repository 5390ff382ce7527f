"""Everything that leaves goes through the gate: names are out of every cell of every copy, counts are by
reason, and no small number can be read or worked out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gate_files import docx, jpeg, pdf, with_files
from openpyxl import load_workbook
from workbook_reader import export, read, texts

from rrsa.errors import BadInput
from rrsa.evaluation import Evaluation
from rrsa.exchange.gate.leaving import TEXTS, through_the_gate
from rrsa.exchange.gate.names import Names
from rrsa.exchange.gate.reading import look_into
from rrsa.exchange.gate.words import held_lines, hit_lines
from rrsa.exchange.report.audiences import Audience
from rrsa.exchange.report.writing import write_report
from rrsa.portfolio.privacy import SMALL, Why

Recorded = Callable[..., Evaluation]
WORKING, REFERENCE = "working", re.compile(r"[EAMRO][0-9A-Z]{8}-[0-9A-Z]")

# Every text field of what a working copy or a paper carries, with a name in it.
NAMED: dict[tuple[str, str], dict[str, Any]] = {
    ("outcome", "1"): {
        "view": 3,
        "line": "Isla said so",
        "achieved": "We asked Isla  \n MacRae and she drew it",
        "difference": "ISLA’S class is calmer",
        "whom_to_ask": "P6, or Isla",
        "strengths": "Isla sings",
        "improve": "Hear Isla sooner",
    },
    ("look", "1.1"): {"answer": "yes", "why": "isla knows"},
    ("evidence", "E00000001"): {
        "title": "Isla's drawing",
        "perspective": "children",
        "date": "2026-03-03",
        "seen_by": "Isla's teacher",
        "place": "Tray of Isla",
        "note": "Isla drew the far toilets",
        "question": "What did Isla want?",
        "said": "Isla is my friend",
        "consent": "given",
    },
    ("link", "E00000001:1"): {"evidence": "E00000001", "target": "1", "direction": "works", "chosen": True},
    ("action", "A00000001"): {
        "what": "Ask Isla",
        "outcome": "1",
        "who": "Isla's key worker",
        "difference": "Isla comes in now",
        "for_children": "We asked Isla",
        "why_not": "Isla was away",
    },
    ("measure", "M00000001"): {
        "title": "Mornings with Isla",
        "outcome": "1",
        "counts": "events",
        "source": "Isla's diary",
        "baseline": 9,
        "note": "Isla counted",
    },
    ("reading", "R00000001"): {
        "measure": "M00000001",
        "date": "2026-03-03",
        "count": 7,
        "note": "Isla was ill",
    },
    ("review", "W00000001"): {
        "title": "Isla's mum looks",
        "by": "assessor",
        "who": "Mother of Isla",
        "date": "2026-03-03",
        "strengths": "Isla speaks up",
        "before": "Ask Isla",
        "after": "Keep asking Isla",
    },
    ("review_view", "W00000001:1"): {
        "review": "W00000001",
        "outcome": "1",
        "view": 2,
        "words": "Isla was not asked",
        "note": "See Isla",
    },
    ("agreed", "1"): {"view": 2, "reason": "Isla was right", "date": "2026-03-04"},
    ("milestone", "group"): {"done": "2026-03-01", "note": "Isla came too"},
    ("checklist", "room"): {"done": "2026-03-01", "note": "Isla shows round"},
    ("setting", "setting"): {"lead": "Isla MacRae", "head": "Head teacher"},
}


@pytest.fixture
def named(recorded: Recorded) -> Evaluation:
    evaluation = recorded(NAMED)
    Names.of(evaluation.setting_id).add(["Isla MacRae"])
    return evaluation


@pytest.mark.parametrize("copy", ["assessor", "working", "blank"])
def test_no_name_is_left_in_any_copy_hidden_sheets_included(
    named: Evaluation, tmp_path: Path, copy: str
) -> None:
    path = export(named, tmp_path / "a.xlsx", copy)
    said = look_into(path.read_bytes()).text + texts(path, hidden=True)
    assert "isla" not in said.casefold()
    assert "[name]" in said  # the blank copy has the setting's lead


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_no_name_is_left_in_any_paper(
    named: Evaluation, tmp_path: Path, audience: Audience, ending: str
) -> None:
    outcome = "1" if audience is Audience.ANY_DAY else None
    written = write_report(named, tmp_path / f"a{ending}", audience=audience, outcome=outcome)
    assert "isla" not in look_into(written.path.read_bytes()).text.casefold()
    assert written.hits


def test_every_text_field_is_looked_at() -> None:
    """Whoever adds a field of text need not think of the gate: this list is made from the records."""
    for (kind, _record), values in NAMED.items():
        words = {
            name for name, value in values.items() if isinstance(value, str) and "isla" in value.casefold()
        }
        assert words <= set(TEXTS[kind]), kind
        if kind not in ("setting", "evidence", "measure"):
            assert words == set(TEXTS[kind]), kind
    assert "file_name" in TEXTS["evidence"]
    assert {"title", "group", "sentence", "note", "source"} <= set(TEXTS["round"])
    assert {"question", "answer"} <= set(TEXTS["tally"])
    ids = {"framework_sha256", "file_sha256", "outcome", "evidence", "measure", "target", "replaces"}
    assert not ids & {name for names in TEXTS.values() for name in names}


def test_a_working_copy_that_returns_untouched_holds_no_change(named: Evaluation, tmp_path: Path) -> None:
    returned = read(export(named, tmp_path / "w.xlsx", WORKING))
    assert returned.base["evidence", "E00000001"]["note"] == "[name] drew the far toilets"
    assert returned.cells() == returned.base_cells()


def test_the_setting_own_name_is_public(recorded: Recorded, tmp_path: Path) -> None:
    evaluation = recorded({("outcome", "1"): {"view": 3, "line": "Isla House is warm"}}, name="Isla House")
    Names.of(evaluation.setting_id).add(["Isla MacRae"])
    assert "Isla House is warm" in texts(export(evaluation, tmp_path / "a.xlsx", "assessor"))


def test_a_name_is_kept_only_knowingly(named: Evaluation) -> None:
    def leaving(*keep: str) -> Any:
        return through_the_gate(named.store, named.setting_id, named.framework, named.portfolio, keep=keep)

    out = leaving()
    assert out.redacted_names == len(out.hits) > 20
    assert not out.kept_names
    kept = leaving("isla macrae")
    assert kept.kept_names == len(out.hits)
    assert kept.portfolio == named.portfolio
    with pytest.raises(BadInput, match="“Tam” is not on the list"):
        leaving("Tam")


def test_a_first_name_that_two_share_is_kept_only_for_both(named: Evaluation) -> None:
    Names.of(named.setting_id).add(["Isla Grant"])

    def line(*keep: str) -> str | None:
        found = through_the_gate(named.store, named.setting_id, named.framework, named.portfolio, keep=keep)
        return found.portfolio.outcome("1").line

    assert line("Isla MacRae") == "[name] said so"
    assert line("Isla MacRae", "Isla Grant") == "Isla said so"


def test_each_find_says_where_and_a_few_words_around(named: Evaluation) -> None:
    found = through_the_gate(named.store, named.setting_id, named.framework, named.portfolio)
    lines = hit_lines(found.hits)
    assert any("Evidence E00000001-" in x and "What it shows" in x and "drew the far" in x for x in lines)
    assert any(line.startswith("Isla MacRae: 1 ") and "Why we say so" in line for line in lines)
    assert all("\n" not in line for line in lines)


def test_without_a_list_nothing_is_looked_for(recorded: Recorded) -> None:
    evaluation = recorded(NAMED)
    found = through_the_gate(
        evaluation.store, evaluation.setting_id, evaluation.framework, evaluation.portfolio
    )
    assert found.portfolio == evaluation.portfolio
    assert not found.hits


# -- files -------------------------------------------------------------------------------------------------


def test_files_are_counted_by_reason_and_never_named(recorded: Recorded) -> None:
    evaluation = with_files(
        recorded,
        {
            "isla.txt": (b"nothing in it", {}),
            "notes.docx": (docx(footer="seen by Isla"), {}),
            "plan.pdf": (pdf("Tam helped"), {}),
            "photo.jpg": (jpeg(), {}),
            "film.mp4": (b"\0\0\0\x18ftypmp42" + b"\0" * 40, {}),
            "refused.txt": (b"Isla", {"consent": "refused"}),
            "clean.csv": (b"a,b", {}),
        },
    )
    Names.of(evaluation.setting_id).add(["Isla MacRae", "Tam"])
    seen: list[tuple[int, int]] = []
    found = through_the_gate(
        evaluation.store,
        evaluation.setting_id,
        evaluation.framework,
        evaluation.portfolio,
        files=True,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert found.held == {Why.REFUSED: 1, Why.NAME: 2, Why.NOT_CLEAN: 1}
    assert found.held_back == 1
    assert found.unread == 1
    assert sorted(file.name for file in found.files.values()) == ["", "clean.csv", "photo.jpg"]
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)
    assert seen[-1][0] == seen[-1][1]
    said = " ".join(held_lines(found.held, found.hits, found.unread))
    assert "1 piece of evidence was held back: consent was refused (1)." in said
    assert "3 files were held back" in said
    assert "a name was found inside (2)" in said
    assert "1 file could not be looked into for names" in said
    for secret in ("isla", "refused.txt", "film", "E0000000", "Piece"):
        assert secret not in said.casefold().replace("was refused (1)", "")
    kept = through_the_gate(
        evaluation.store,
        evaluation.setting_id,
        evaluation.framework,
        evaluation.portfolio,
        keep=["Tam"],
        files=True,
    )
    assert kept.held[Why.NAME] == 1


def test_the_words_help_to_find_and_promise_nothing() -> None:
    root = Path(__file__).resolve().parents[2]
    texts_ = [p.read_text("utf-8") for p in (root / "rrsa/exchange/gate").glob("*.py")]
    texts_ += [(root / f"rrsa/cli/{name}.py").read_text("utf-8") for name in ("names", "pack", "going_out")]
    assert any("helps to find" in text for text in texts_)
    assert not any("guarantee" in text.casefold() for text in texts_)


# -- small numbers -----------------------------------------------------------------------------------------


def attempts(numbers: list[int | None], total: int | None) -> set[int]:
    """What a reader can work out of the hidden numbers: each is at least one, and they make up the rest."""
    hidden = sum(number is None for number in numbers)
    if total is None or not hidden:
        return set()
    rest = total - sum(number or 0 for number in numbers)
    if hidden == 1:
        return {rest}
    return {1} if rest == hidden else set()


@pytest.mark.parametrize("seed", range(5))
def test_no_small_number_can_be_read_or_worked_out(recorded: Recorded, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    records: dict[tuple[str, str], dict[str, Any]] = {("outcome", "1"): {"view": 3}}
    for n in range(chance.randint(1, 6)):
        key = f"E0000000{n}"
        records["evidence", key] = {
            "title": f"Piece {n}",
            "perspective": chance.choice(["children", "children", "adults"]),
            "people": chance.choice([0, 1, 2, 3, 4, 5, 6, 12, 40]),
            "consent": "not-needed",
        }
        records["link", f"{key}:1"] = {"evidence": key, "target": "1", "direction": "works"}
    n = chance.randint(5, 60)
    count = chance.randint(0, n)
    records["measure", "M00000001"] = {
        "title": "Count", "outcome": "1", "counts": "people", "baseline": count, "baseline_n": n,
    }  # fmt: skip
    evaluation = recorded(records)
    path = export(evaluation, tmp_path / "a.xlsx", "assessor")
    shown: list[int | None] = []
    for row in load_workbook(path)["Children's views"].iter_rows(values_only=True):
        if row[0] and REFERENCE.fullmatch(str(row[0])) and row[3] is not None:
            shown.append(row[3] if isinstance(row[3], int) else None)
    said = texts(path)
    total = re.search(r"(\d+) answers were given", said)
    assert not any(number and number < SMALL for number in shown)
    known = attempts(shown, int(total[1]) if total else None)
    assert not any(0 < number < SMALL for number in known)
    assert not re.search(r"People: [1-4]\b", said)
    returned = read(export(evaluation, tmp_path / "w.xlsx", WORKING))
    base = returned.base["measures", "M00000001"]
    if 0 < count < SMALL or 0 < n - count < SMALL:
        assert "baseline" not in base
        assert not isinstance(returned.rows["measures", "M00000001"].get("baseline"), int)
    for (sheet, _record), values in returned.base.items():
        if sheet == "evidence" and "people" in values:
            assert values["people"] == 0 or values["people"] >= SMALL
