"""A snapshot: only what was chosen, only what may leave, and nothing else read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sharing_samples import a_shared

from rrsa.errors import BadInput
from rrsa.framework.catalogue import find
from rrsa.guide.shared import (
    PARTS,
    Part,
    Shared,
    SharedMeasure,
    SharedOutcome,
    SharedPiece,
    earlier,
    parts_of,
    parts_text,
)
from rrsa.guide.shared_words import measure_words, sections
from rrsa.guide.snapshot import expires_on, snapshot_of
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.portfolio import Portfolio
from rrsa.portfolio.records import Action, Evidence, Link, Measure, OutcomeRecord, Reading, SettingRecord
from rrsa.scoring.assess import assess
from rrsa.scoring.model import State
from rrsa.vocabulary import Better, Counts, Direction, Perspective, SettingKind

ON = date(2026, 3, 2)
AT = "2026-03-02T10:00:00.000000+00:00"

SETTING = SettingRecord(
    "setting",
    name="Birch Primary",
    aim="silver",
    held="bronze",
    accredited_on="2025-01-31",
    authority="Kintra Council",
    head="Head teacher",
    area="East",
    help_wanted="Article 12",
    help_offered="Rights walls",
)
RECORDS = (
    SETTING,
    OutcomeRecord("1", view=3, line="Why we say so", achieved="How", difference="What came of it"),
    OutcomeRecord("2", view=1),
    Evidence("E1", True, title="Minutes", perspective="records", directness="first-hand", date="2026-02-01"),
    Evidence(
        "E2",
        True,
        title="A child at the door",
        perspective="children",
        directness="first-hand",
        consent="given",
        identifiable=True,
        said="I was heard",
        note="A note of ours",
        place="The office",
    ),
    Link("E1:1", True, "E1", "1", "works"),
    Link("E2:1", True, "E2", "1", "works"),
    Action("A1", True, what="Ask the P4s", outcome="2", who="Depute", status="planned"),
    Action("A2", True, what="Put it up", outcome="2", status="done", done_on="2026-01-05"),
    Action("A3", True, what="A third thing", outcome="2", status="cannot"),
    Measure(
        "M1",
        True,
        title="Who knows whom to tell",
        outcome="4",
        counts="people",
        better="more",
        baseline=12,
        baseline_n=40,
        baseline_on="2025-09-01",
        target=38,
        target_n=40,
    ),
    Reading("R1", True, measure="M1", date="2026-02-20", count=30, n=40),
)


def snapshot(*parts: Part, records: tuple[Any, ...] = RECORDS, framework: str = "school") -> Shared:
    adopted = find(f"rights-respecting-{framework}").framework
    portfolio = Portfolio.from_records(records)
    assessed = assess(adopted, portfolio, ON)
    return snapshot_of("birch-primary", adopted, portfolio, assessed, parts, at=AT, by="Lead")


def test_what_is_always_shared_is_the_stage_its_days_and_help() -> None:
    made = snapshot()
    assert (made.name, made.area, made.held, made.aim) == ("Birch Primary", "East", "bronze", "silver")
    assert (made.wants, made.offers) == ("Article 12", "Rights walls")
    assert (made.kind, made.framework) == (SettingKind.SCHOOL, "rights-respecting-school@2026.1")
    assert not made.outcomes and not made.measures and not made.articles
    text = made.to_json()
    for unsaid in ("Head teacher", "Kintra", "Why we say so", "Minutes", "Ask the P4s", "Who knows"):
        assert unsaid not in text


def test_each_part_brings_its_own_and_nothing_of_another() -> None:
    for part in Part:
        made = snapshot(part)
        one, two = made.outcomes.get("1"), made.outcomes.get("2")
        views = part in (Part.VIEWS, Part.MODERATION)
        if part is Part.MEASURES:
            assert one is None and [m.title for m in made.measures] == ["Who knows whom to tell"]
            continue
        assert one is not None and two is not None and made.measures == ()
        assert (one.view, one.state) == ((3, State.VIEWED) if views else (None, None))
        assert (one.shown is not None) is (part is Part.SHOWN)
        assert ((two.open_actions, two.done_actions) == (1, 1)) is (part is Part.ACTIONS)
        assert bool(one.evidence) is bool(made.articles) is (part is Part.EVIDENCE)
        assert (one.line == "Why we say so") is (part is Part.MODERATION)
        assert bool(one.pieces) is (part is Part.MODERATION)


def test_a_piece_in_which_a_child_could_be_recognised_is_counted_and_not_named() -> None:
    made = snapshot(*Part)
    assert made.outcomes["1"].evidence == {Perspective.RECORDS: 1, Perspective.CHILDREN: 1}
    assert [piece.title for piece in made.outcomes["1"].pieces] == ["Minutes"]
    for unsaid in ("A child at the door", "I was heard", "A note of ours", "The office"):
        assert unsaid not in made.to_json()


@pytest.mark.parametrize(
    ("count", "n", "seen"),
    [(30, 40, 30), (3, 40, None), (38, 40, None), (40, 40, 40), (0, 40, 0), (2, 4, None)],
)
def test_small_numbers_stay_here(count: int, n: int, seen: int | None) -> None:
    records = (*RECORDS[:-1], Reading("R1", True, measure="M1", date="2026-02-20", count=count, n=n))
    (measure,) = snapshot(Part.MEASURES, records=records).measures
    assert measure.count == seen
    # The target of this measure, 38 of 40, gives two away by itself.
    assert (measure.baseline, measure.target, measure.held_back) == (12, None, True)
    assert measure.n == (None if n < 5 else n)


def test_a_house_speaks_of_no_shares() -> None:
    record = replace(SETTING, held=None, aim="making-it-real")
    made = snapshot(*Part, records=(record, *RECORDS[1:]), framework="house")
    assert not made.percentages
    words = " ".join(line for section in sections(made) for line in section.lines)
    assert "30 of 40" in words and "%" not in words and "most" not in words.split()
    school = " ".join(line for section in sections(snapshot(*Part)) for line in section.lines)
    assert "most, 30 of 40" in school


@pytest.mark.parametrize(
    ("held", "since", "until"),
    [
        ("silver", "2025-01-31", "2028-01-31"),
        ("silver", "2024-02-29", "2027-02-28"),
        ("bronze", "2025-01-31", None),
        ("silver", None, None),
        ("of-another", "2025-01-31", None),
    ],
)
def test_when_a_stage_runs_out(held: str, since: str | None, until: str | None) -> None:
    framework = find("rights-respecting-school").framework
    assert expires_on(framework, replace(SETTING, held=held, accredited_on=since)) == until


# -- words --------------------------------------------------------------------------------------------


def test_everything_that_is_shared_is_said_before_it_goes() -> None:
    made = snapshot(*Part)
    said = "\n".join(line for section in sections(made) for line in (section.title, *section.lines))
    for words in ("Birch Primary", "East", "Article 12", "Rights walls", "Why we say so", "How", "Minutes"):
        assert words in said
    assert "What came of it" in said and "Who knows whom to tell" in said
    for grade in ("Making a difference", "First steps"):
        assert grade in said
    assert "1 action open; 1 action done" in said and "no actions" in said and "not looked at yet" in said
    assert "Covered: " in said or "Thin" in said


def test_a_measure_without_figures_says_so() -> None:
    bare = SharedMeasure("Quarrels", "3", Counts.EVENTS)
    assert measure_words(a_shared(), bare) == "Quarrels (outcome 3): nothing counted yet"
    hidden = replace(bare, held_back=True)
    assert measure_words(a_shared(), hidden) == "Quarrels (outcome 3): small numbers are left out"


# -- choosing -----------------------------------------------------------------------------------------


def test_parts_are_chosen_by_word() -> None:
    assert parts_of("views, Shown") == {Part.VIEWS, Part.SHOWN}
    assert parts_of(["all"]) == frozenset(Part)
    assert parts_of("none") == parts_of(None) == parts_of("") == frozenset()
    assert parts_of("moderation") == {Part.MODERATION, Part.VIEWS}
    with pytest.raises(BadInput, match="what is shared cannot be “vews” — did you mean views"):
        parts_of("vews")


@given(st.sets(st.sampled_from(PARTS)))
def test_parts_are_stored_and_read_again(words: set[str]) -> None:
    assert parts_of(parts_text(parts_of(words))) == parts_of(words)


def test_what_is_kept_of_an_earlier_one_is_never_more_than_is_shared_now() -> None:
    before = replace(snapshot(*Part), wants="Something private")
    kept = Shared.from_json(earlier(before.to_json(), "shown,moderation,views") or "")
    assert kept.parts == {Part.VIEWS, Part.SHOWN}
    assert kept.outcomes["1"].view == 3 and kept.outcomes["1"].line is None
    assert not kept.measures and not kept.articles and not kept.outcomes["1"].evidence
    assert "Something private" not in kept.to_json()
    assert earlier("{", "views") is None


# -- JSON ---------------------------------------------------------------------------------------------

texts = st.text(min_size=1, max_size=30).map(clean_text).filter(bool)
maybe = st.none() | texts
days = st.none() | st.dates().map(date.isoformat)
whole = st.integers(0, 2**53 - 1)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True)
pieces = st.builds(
    SharedPiece,
    texts,
    st.none() | st.sampled_from(list(Perspective)),
    st.none() | st.sampled_from(list(Direction)),
    days,
)
outcomes = st.builds(
    SharedOutcome,
    st.just(""),
    state=st.none() | st.sampled_from(list(State)),
    view=st.none() | whole,
    shown=st.none() | whole,
    evidence=st.dictionaries(st.sampled_from(list(Perspective)), whole, max_size=4),
    open_actions=st.none() | whole,
    done_actions=st.none() | whole,
    line=maybe,
    achieved=maybe,
    difference=maybe,
    pieces=st.lists(pieces, max_size=2).map(tuple),
)
measures = st.builds(
    SharedMeasure,
    texts,
    ids,
    st.sampled_from(list(Counts)),
    st.none() | st.sampled_from(list(Better)),
    st.none() | whole,
    st.none() | whole,
    days,
    held_back=st.booleans(),
)


@given(
    st.sets(st.sampled_from(list(Part))),
    st.dictionaries(ids, outcomes, max_size=3),
    st.lists(measures, max_size=2).map(tuple),
    st.tuples(texts, maybe, maybe, maybe, days, days),
)
def test_what_is_written_is_read_again(
    parts: set[Part], by_id: dict[str, SharedOutcome], counted: tuple[SharedMeasure, ...], words: Any
) -> None:
    name, area, wants, offers, since, until = words
    full = replace(
        a_shared(),
        name=name,
        area=area,
        wants=wants,
        offers=offers,
        accredited_on=since,
        expires_on=until,
        outcomes={key: replace(each, outcome=key) for key, each in by_id.items()},
        measures=counted,
    )
    made = full.narrowed(parts_of([part.value for part in parts]))
    assert Shared.from_json(made.to_json()) == made
    assert list(Shared.from_json(made.to_json()).outcomes) == list(made.outcomes)
    assert Shared.from_json(made.to_json()).to_json() == made.to_json()


def changed(change: Callable[[dict[str, Any]], Any]) -> str:
    values = json.loads(a_shared().to_json())
    change(values)
    return json.dumps(values)


def outcome(values: dict[str, Any]) -> Any:
    return values["outcomes"]["1"]


ODD: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another key": lambda v: v.update(score=81),
    "another key in an outcome": lambda v: outcome(v).update(score=81),
    "no name": lambda v: v.pop("name"),
    "a name that is a number": lambda v: v.update(name=4),
    "an empty name": lambda v: v.update(name=""),
    "a name without end": lambda v: v.update(name="n" * 10_000),
    "a text that turns the line round": lambda v: v.update(wants="a\u202eb"),
    "a control character": lambda v: v.update(wants="a\x1b[2Jb"),
    "a desk's id": lambda v: v.update(setting="desk.overview"),
    "a path for an id": lambda v: v.update(setting="../birch"),
    "a kind that there is not": lambda v: v.update(kind="palace"),
    "a day that is none": lambda v: v.update(expires_on="2026-02-30"),
    "a day in another form": lambda v: v.update(expires_on="20260301"),
    "a moment without a zone": lambda v: v.update(at="2026-03-02T10:00:00.000000"),
    "a moment in another form": lambda v: v.update(at="2026-03-02T10:00:00+00:00"),
    "a view that is a fraction": lambda v: outcome(v).update(view=2.5),
    "a view that is a flag": lambda v: outcome(v).update(view=True),
    "a view below nothing": lambda v: outcome(v).update(view=-1),
    "a count without end": lambda v: outcome(v).update(open=2**80),
    "evidence of a kind that there is not": lambda v: outcome(v).update(evidence={"rumour": 1}),
    "evidence that is not counted": lambda v: outcome(v).update(evidence={"records": None}),
    "a state that there is not": lambda v: outcome(v).update(state="ranked"),
    "a part that there is not": lambda v: v.update(parts=["names"]),
    "a part that was not chosen": lambda v: v.update(parts=["shown"]),
    "a round without views": lambda v: v.update(parts=["moderation"], outcomes={}, measures=[], articles={}),
    "an article that there is not": lambda v: v.update(articles={"twelve": "covered"}),
    "a reach that there is not": lambda v: v.update(articles={"12": "proud"}),
    "outcomes as a list": lambda v: v.update(outcomes=[]),
    "measures as an object": lambda v: v.update(measures={}),
    "too many measures": lambda v: v.update(measures=v["measures"] * 2001),
    "a framework without a version": lambda v: v.update(framework="school"),
    "something else": lambda v: v.update(rrsa="pack"),
    "no form": lambda v: v.pop("format"),
    "a form that is a flag": lambda v: v.update(format=True),
}


@pytest.mark.parametrize("what", list(ODD))
def test_what_is_not_exactly_a_snapshot_is_refused(what: str) -> None:
    with pytest.raises(BadInput) as refused:
        Shared.from_json(changed(ODD[what]))
    assert refused.value.mend and "\n" not in str(refused.value)


def test_a_newer_form_asks_for_a_newer_program() -> None:
    with pytest.raises(BadInput, match="made by a newer rrsa — bring this one up to date"):
        Shared.from_json(changed(lambda v: v.update(format=2)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "NaN",
        '{"rrsa":"shared","rrsa":"shared"}',
        '{"a":NaN}',
        '{"a":1e999}',
        '{"a":' + "9" * 5000 + "}",
        '{"a":"\\ud800"}',
        "[" * 100_000,
        '{"a":' * 20 + "1" + "}" * 20,
        " " * (4 * 1024 * 1024 + 1),
    ],
    ids=[
        "empty",
        "list",
        "null",
        "nan",
        "twice",
        "a nan",
        "infinite",
        "digits",
        "half",
        "deep",
        "deeper",
        "long",
    ],
)
def test_json_that_is_odd_is_refused_quickly(text: str) -> None:
    with pytest.raises(BadInput):
        Shared.from_json(text)


@given(st.data())
def test_no_damage_is_more_than_a_refusal(data: st.DataObject) -> None:
    text = a_shared().to_json()
    at = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(at, min(len(text), at + 40)))
    broken = text[:at] + data.draw(st.text(max_size=20)) + text[end:]
    try:
        Shared.from_json(broken)
    except BadInput as refused:
        assert "\n" not in str(refused)
