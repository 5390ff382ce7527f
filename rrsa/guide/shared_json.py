"""A snapshot as JSON, and back: strictly, since what is read came from another machine.

Whatever is not exactly a snapshot is refused in a line: another key, a wrong type, a day that is none, a
part that was not chosen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from rrsa.guide.shared import Part, Shared, SharedMeasure, SharedOutcome, SharedPiece, with_needed
from rrsa.guide.strict_json import FORMAT, Reader, a_name, a_number, an_id, check_format, loaded, refused
from rrsa.i18n import _
from rrsa.portfolio.fields import LINE, NAME, TEXT, TITLE
from rrsa.scoring.model import State
from rrsa.vocabulary import Better, Counts, Direction, Perspective, SettingKind

_MANY = 2_000  # measures, or pieces of evidence of one outcome
SETTING = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_REF = re.compile(r"[A-Za-z0-9._-]{1,100}@[A-Za-z0-9._-]{1,40}")
_SHA = re.compile(r"(?:[0-9a-f]{64})?")
_REACH = ("covered", "thin", "nothing")

Object = dict[str, Any]


# -- out ---------------------------------------------------------------------------------------------


def written(shared: Shared) -> str:
    """The JSON of a snapshot; what is absent is left out."""
    return dumped(
        {
            "rrsa": "shared",
            "format": FORMAT,
            "setting": shared.setting,
            "name": shared.name,
            "kind": shared.kind.value,
            "area": shared.area,
            "framework": shared.framework,
            "framework_sha256": shared.framework_sha256,
            "at": shared.at,
            "by": shared.by,
            "parts": [part.value for part in Part if part in shared.parts],
            "held": shared.held,
            "aim": shared.aim,
            "accredited_on": shared.accredited_on,
            "expires_on": shared.expires_on,
            "visit_on": shared.visit_on,
            "wants": shared.wants,
            "offers": shared.offers,
            "scale": {str(grade): name for grade, name in shared.scale.items()},
            "low_grade": shared.low_grade,
            "stages": dict(shared.stages),
            "short": dict(shared.short),
            "outcomes": {key: _outcome(each) for key, each in shared.outcomes.items()},
            "measures": [_measure(each) for each in shared.measures],
            "articles": {str(number): reach for number, reach in shared.articles.items()},
        }
    )


def dumped(values: Mapping[str, object]) -> str:
    """JSON on one line, without what is absent."""
    return json.dumps(_without(values), ensure_ascii=False, separators=(",", ":"))


def _without(values: Mapping[str, object]) -> Object:
    return {key: value for key, value in values.items() if value is not None}


def _outcome(each: SharedOutcome) -> Object:
    return _without(
        {
            "state": each.state.value if each.state else None,
            "view": each.view,
            "shown": each.shown,
            "evidence": {side.value: n for side, n in each.evidence.items()} or None,
            "open": each.open_actions,
            "done": each.done_actions,
            "line": each.line,
            "achieved": each.achieved,
            "difference": each.difference,
            "pieces": [
                _without(
                    {
                        "title": piece.title,
                        "perspective": piece.perspective.value if piece.perspective else None,
                        "direction": piece.direction.value if piece.direction else None,
                        "date": piece.date,
                    }
                )
                for piece in each.pieces
            ]
            or None,
        }
    )


def _measure(each: SharedMeasure) -> Object:
    return _without(
        {
            "title": each.title,
            "outcome": each.outcome,
            "counts": each.counts.value,
            "better": each.better.value if each.better else None,
            **{name: getattr(each, name) for name in _FIGURES},
            "held_back": each.held_back or None,
        }
    )


_FIGURES = (
    "count",
    "n",
    "date",
    "baseline",
    "baseline_n",
    "baseline_on",
    "target",
    "target_n",
    "target_on",
)


# -- in ----------------------------------------------------------------------------------------------


def read(text: str) -> Shared:
    """The snapshot in ``text``. Raises :class:`BadInput` with what is odd about it."""
    top = Reader(loaded(text), "")
    if top.given.pop("rrsa", None) != "shared":
        raise refused(_("it is not a shared snapshot"))
    check_format(top.given.pop("format", None))
    parts = frozenset(top.word(each, Part, "parts") for each in top.list("parts", len(Part)))
    shared = Shared(
        setting=top.matching("setting", SETTING),
        name=top.needed("name", NAME),
        kind=top.word(top.given.pop("kind", None), SettingKind, "kind"),
        framework=top.matching("framework", _REF),
        framework_sha256=top.matching("framework_sha256", _SHA),
        at=top.moment("at"),
        by=top.needed("by", NAME),
        parts=parts,
        area=top.text("area", NAME),
        held=top.text("held", NAME),
        aim=top.text("aim", NAME),
        accredited_on=top.day("accredited_on"),
        expires_on=top.day("expires_on"),
        visit_on=top.day("visit_on"),
        wants=top.text("wants", LINE),
        offers=top.text("offers", LINE),
        scale={a_number(key): a_name(value) for key, value in top.object("scale").items()},
        low_grade=top.whole("low_grade"),
        stages={an_id(key): a_name(value) for key, value in top.object("stages").items()},
        short={an_id(key): a_name(value) for key, value in top.object("short").items()},
        outcomes={an_id(key): _read_outcome(key, value) for key, value in top.object("outcomes").items()},
        measures=tuple(_read_measure(each) for each in top.list("measures", _MANY)),
        articles={a_number(key): _reach(value) for key, value in top.object("articles").items()},
    )
    top.done()
    _check_parts(shared)
    return shared


def _read_outcome(key: str, value: object) -> SharedOutcome:
    one = Reader(value, "outcomes")
    evidence = {
        one.word(side, Perspective, "evidence"): _count(n) for side, n in one.object("evidence").items()
    }
    found = SharedOutcome(
        outcome=key,
        state=one.word_or_none("state", State),
        view=one.whole("view"),
        shown=one.whole("shown"),
        evidence=evidence,
        open_actions=one.whole("open"),
        done_actions=one.whole("done"),
        line=one.text("line", LINE),
        achieved=one.text("achieved", TEXT),
        difference=one.text("difference", TEXT),
        pieces=tuple(_read_piece(each) for each in one.list("pieces", _MANY)),
    )
    one.done()
    return found


def _count(n: object) -> int:
    reader = Reader({"evidence": n}, "evidence")
    count = reader.whole("evidence")
    if count is None:
        raise reader.odd("evidence")
    return count


def _read_piece(value: object) -> SharedPiece:
    one = Reader(value, "pieces")
    found = SharedPiece(
        one.needed("title", TITLE),
        one.word_or_none("perspective", Perspective),
        one.word_or_none("direction", Direction),
        one.day("date"),
    )
    one.done()
    return found


def _read_measure(value: object) -> SharedMeasure:
    one = Reader(value, "measures")
    found = SharedMeasure(
        title=one.needed("title", TITLE),
        outcome=an_id(one.needed("outcome", NAME)),
        counts=one.word(one.given.pop("counts", None), Counts, "counts"),
        better=one.word_or_none("better", Better),
        count=one.whole("count"),
        n=one.whole("n"),
        date=one.day("date"),
        baseline=one.whole("baseline"),
        baseline_n=one.whole("baseline_n"),
        baseline_on=one.day("baseline_on"),
        target=one.whole("target"),
        target_n=one.whole("target_n"),
        target_on=one.day("target_on"),
        held_back=one.flag("held_back"),
    )
    one.done()
    return found


def _check_parts(shared: Shared) -> None:
    """Nothing stands in a snapshot that its setting did not choose to share."""
    parts = shared.parts
    outcomes = shared.outcomes.values()
    there = {
        Part.VIEWS: any(o.state is not None or o.view is not None for o in outcomes),
        Part.SHOWN: any(o.shown is not None for o in outcomes),
        Part.ACTIONS: any(o.open_actions is not None or o.done_actions is not None for o in outcomes),
        Part.MEASURES: bool(shared.measures),
        Part.EVIDENCE: bool(shared.articles) or any(o.evidence for o in outcomes),
        Part.MODERATION: any(o.line or o.achieved or o.difference or o.pieces for o in outcomes),
    }
    if with_needed(parts) != parts or any(said and part not in parts for part, said in there.items()):
        raise refused(_("it holds more than it says that it shares"))


def _reach(value: object) -> str:
    if not isinstance(value, str) or value not in _REACH:
        raise refused(_("“{name}” in it is not as it should be").format(name="articles"))
    return value
