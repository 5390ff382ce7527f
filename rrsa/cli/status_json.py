"""Where a setting stands, as data for other programs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rrsa.scoring import effects, words

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.model import Framework
    from rrsa.scoring.model import Gap, OutcomeAssessment, Piece, Step


def _shared(evaluation: Evaluation) -> dict[str, Any] | None:
    """What the authority has been shown last; ``None`` where nothing is shared."""
    from rrsa.store.shared import row_of

    known = row_of(evaluation.store, evaluation.setting_id)
    if known is None or known.withdrawn:
        return None
    return {"at": known.at, "parts": list(filter(None, (known.parts or "").split(",")))}


def as_data(evaluation: Evaluation, stage: str, *, over_time: bool = False) -> dict[str, Any]:
    """The assessment, in plain values; with ``over_time``, as it was on earlier days too. Scores are whole
    numbers out of 100, rounded down; ``strength`` is rounded to four places and ``strength_exact`` is the
    fraction behind it."""
    from rrsa.cli.status_more import coverage_data, trend_data
    from rrsa.portfolio.parking import counted

    framework, assessment = evaluation.framework, evaluation.assessment
    setting = evaluation.portfolio.setting
    return {
        "setting": evaluation.setting_id,
        "name": setting.name,
        "kind": setting.kind,
        "framework": framework.ref,
        "revision": evaluation.revision,
        "on": assessment.on.isoformat(),
        "area": setting.area,
        "help_wanted": setting.help_wanted,
        "help_offered": setting.help_offered,
        "shared": _shared(evaluation),
        "stage": stage,
        "ready": assessment.stages[stage].ready,
        "outcomes": [_outcome(evaluation, outcome) for outcome in assessment.outcomes.values()],
        "lowest": list(assessment.lowest),
        "milestones": [
            {
                "id": each.id,
                "stage": each.stage,
                "title": each.title,
                "reached": assessment.milestones.get(each.id, False),
            }
            for each in framework.milestones
        ],
        "stages": [
            {
                "id": readiness.stage,
                "name": framework.stage_by_id[readiness.stage].name,
                "ready": readiness.ready,
                "met": readiness.met,
                "total": readiness.total,
                "gaps": [_gap(framework, gap) for gap in readiness.gaps],
            }
            for readiness in assessment.stages.values()
        ],
        "steps": [_step(evaluation, step) for step in evaluation.steps(stage)],
        "coverage": coverage_data(evaluation),
        "kept_from_before": dict(zip(("waiting", "settled"), counted(evaluation.portfolio), strict=True)),
        **({"over_time": trend_data(evaluation)} if over_time else {}),
        "note": evaluation.framework.for_.disclaimer,
    }


def _outcome(evaluation: Evaluation, assessed: OutcomeAssessment) -> dict[str, Any]:
    framework = evaluation.framework
    outcome = framework.outcomes[assessed.outcome]
    said = evaluation.portfolio.outcome(assessed.outcome)
    return {
        "id": outcome.id,
        "title": outcome.title,
        "short": outcome.short,
        "strand": framework.strand_of[outcome.id].id,
        "state": assessed.state.value,
        "view": assessed.view,
        "view_name": _grade_name(framework, assessed.view),
        "line": said.line,
        "achieved": said.achieved,
        "difference": said.difference,
        "whom_to_ask": said.whom_to_ask,
        "strengths": said.strengths,
        "improve": said.improve,
        "shown": assessed.shown,
        "shown_name": _grade_name(framework, assessed.shown),
        "ways": assessed.ways,
        "ways_words": words.shown_in_ways(assessed.ways),
        "score": assessed.evidence.out_of_100,
        "by_perspective": {
            perspective.value: int(share * 100)
            for perspective, share in assessed.evidence.by_perspective.items()
        },
        "asked": assessed.asked,
        "caps": [
            {"when": cap.when, "at_most": cap.at_most, "why": words.cap_sentence(framework, cap)}
            for cap in assessed.caps
        ],
        "pieces": [_piece(piece) for piece in assessed.pieces],
        "look_fors": [
            {
                "id": each.indicator,
                "stage": framework.indicators[each.indicator].stage,
                "statement": framework.indicators[each.indicator].statement,
                "state": each.state.value,
                "answer": each.answer.value if each.answer else None,
                "ways": each.ways,
            }
            for each in assessed.indicators
        ],
        "disagreements": list(assessed.disagreements),
    }


def _grade_name(framework: Framework, grade: int | None) -> str | None:
    step = framework.grade_by_number.get(grade) if grade is not None else None
    return step.name if step else None


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "evidence": piece.evidence,
        "perspective": piece.perspective.value,
        "direction": piece.direction.value,
        "directness": piece.kind.value,
        "months": piece.months,
        "strength": round(float(piece.strength), 4),
        "strength_exact": str(piece.strength),
        "counts": piece.counts,
        "flags": [flag.value for flag in piece.flags],
    }


def _gap(framework: Framework, gap: Gap) -> dict[str, Any]:
    return {
        "sentence": words.gap_sentence(framework, gap),
        "chain": words.gap_chain(framework, gap),
        "missing": gap.missing.value,
        "strand": gap.strand,
        "outcome": gap.outcome,
        "indicator": gap.indicator,
        "milestone": gap.milestone,
        "need": _plain(gap.need),
        "have": _plain(gap.have),
        "options": [_gap(framework, option) for option in gap.options],
    }


def _step(evaluation: Evaluation, step: Step) -> dict[str, Any]:
    change = effects.counted(evaluation.assessment, step)
    return {
        "sentence": words.step_sentence(evaluation.framework, evaluation.portfolio, step),
        "kind": step.kind.value,
        "outcome": step.outcome,
        "indicator": step.indicator,
        "milestone": step.milestone,
        "evidence": step.evidence,
        "perspective": step.perspective.value if step.perspective else None,
        "strength": _plain(step.strength),
        "count": step.count,
        "field": step.field,
        "closes": [words.gap_sentence(evaluation.framework, gap) for gap in step.closes],
        "shown_before": step.shown_before,
        "shown_after": step.shown_after,
        "met_before": change.before if change else None,
        "met_after": change.after if change else None,
        "effect": effects.effect_words(evaluation.framework, evaluation.assessment, step),
    }


def _plain(value: int | Fraction | str | None) -> int | float | str | None:
    return round(float(value), 4) if isinstance(value, Fraction) else value
