"""Everything that people read about an assessment, in one place, so that it reads the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from rrsa.framework.model import Framework
from rrsa.i18n import _, ngettext
from rrsa.portfolio.portfolio import Portfolio
from rrsa.scoring.model import CapInForce, Flag, Gap, Missing, OutcomeAssessment, Piece, State, Step, StepKind
from rrsa.vocabulary import ActionStatus, Answer, Directness, Perspective


def shown_in_ways(ways: int) -> str:
    """From how many perspectives something is shown, 0 to 4."""
    return (
        _("Not shown yet"),
        _("Shown one way"),
        _("Shown two ways"),
        _("Shown three ways"),
        _("Shown four ways"),
    )[ways]


def enough_words() -> str:
    """Nobody has to pile up evidence."""
    return _("Two or three good pieces for an outcome are enough.")


def grade_words(framework: Framework, grade: int) -> str:
    """``3 (Making a difference)``; a grade outside the scale stands alone."""
    step = framework.grade_by_number.get(grade)
    return _("{grade} ({name})").format(grade=grade, name=step.name) if step else str(grade)


def state_words(framework: Framework, outcome: OutcomeAssessment) -> str:
    """Our view, or why there is none. None of the three states is a zero."""
    if outcome.state is State.NOT_APPLICABLE:
        return _("Every look-for is set aside here")
    if outcome.view is None:
        return _("Not looked at yet")
    name = framework.grade_by_number[outcome.view].name
    return _("Our view: {grade}, {name}").format(grade=outcome.view, name=name)


def shown_sentence(framework: Framework, outcome: OutcomeAssessment) -> str:
    """How far our view can be shown; empty while there is no view."""
    if outcome.view is None:
        return ""
    if outcome.shown is None:
        return _("There is nothing yet that shows it works.")
    grade = grade_words(framework, outcome.shown)
    if outcome.shown < outcome.view:
        return _("What we have shows it as far as {grade}.").format(grade=grade)
    return _("What we have shows all of it: {grade}.").format(grade=grade)


def cap_sentence(framework: Framework, cap: CapInForce) -> str:
    """Why our view is not shown any further, in the framework's own words, and how far it is."""
    grade = grade_words(framework, cap.at_most)
    return _("{why} Until then, what we have shows it as far as {grade}.").format(why=cap.why, grade=grade)


def flag_words(flag: Flag) -> str:
    """What to know about a piece of evidence."""
    return {
        Flag.UNDATED: _("No date"),
        Flag.STALE: _("Getting old, worth another look"),
        Flag.BEFORE_ACCREDITATION: _("From before the last accreditation"),
    }[flag]


def disagreement_sentence(framework: Framework, outcome: OutcomeAssessment) -> str:
    """Look-fors that do not sit with our view; empty where all do. It changes nothing."""
    found = outcome.disagreements
    if not found or outcome.view is None:
        return ""
    answer = Answer.NOT_YET if outcome.view >= framework.low_grade else Answer.YES
    return ngettext(
        "Our view is {grade}, and look-for {ids} says “{answer}”. You may want to look at the two together.",
        "Our view is {grade}, and look-fors {ids} say “{answer}”. You may want to look at them together.",
        len(found),
    ).format(grade=grade_words(framework, outcome.view), ids=_and(found), answer=answer.label)


def piece_parts(framework: Framework, piece: Piece) -> list[tuple[str, str]]:
    """The parts of a strength, each as words and a number; the last is the strength itself.

    Numbers are rounded to two places for reading; the assessment holds them exactly.
    """
    if piece.months is None:
        age = flag_words(Flag.UNDATED)
    else:
        age = ngettext("{n} month old", "{n} months old", piece.months).format(n=piece.months)
        if piece.months == 0:
            age = _("Less than a month old")
    if Flag.BEFORE_ACCREDITATION in piece.flags:
        age = _("{age}, from before the last accreditation").format(age=age)
    elif piece.freshness == 1:
        months = framework.evidence.freshness.fresh_months
        age = _("{age}; it counts in full for {n} months").format(age=age, n=months)
    return [
        (piece.kind.label, number(piece.directness)),
        (age, number(piece.freshness)),
        (_("Strength"), number(piece.strength)),
    ]


def number(share: Fraction) -> str:
    """A share to two places: ``0.6``, ``0.33``, ``1``."""
    return f"{float(round(share, 2)):g}"


# -- gaps ------------------------------------------------------------------------------------------


def gap_sentence(framework: Framework, gap: Gap) -> str:
    """One gap, in a sentence that stands on its own."""
    said = missing_words(framework, gap)
    if gap.outcome is not None:
        return _("Outcome {outcome}: {missing}.").format(
            outcome=outcome_words(framework, gap.outcome), missing=said
        )
    if gap.strand is not None:
        strand = next(s for s in framework.strands if s.id == gap.strand)
        return _("Strand {id}, {title}: {missing}.").format(id=strand.id, title=strand.short, missing=said)
    return _("The whole setting: {missing}.").format(missing=said)


def gap_chain(framework: Framework, gap: Gap) -> list[str]:
    """*Why not yet*, from the stage down to what is missing."""
    chain = [framework.stage_by_id[gap.stage].name]
    if gap.outcome is not None:
        title = framework.outcomes[gap.outcome].title
        chain.append(_("Outcome {id} · {title}").format(id=gap.outcome, title=title))
    elif gap.strand is not None:
        strand = next(s for s in framework.strands if s.id == gap.strand)
        chain.append(_("Strand {id} · {title}").format(id=strand.id, title=strand.title))
    if gap.indicator is not None:
        chain.append(f"{gap.indicator} {framework.indicators[gap.indicator].statement}")
    said = missing_words(framework, gap)
    chain.append(said[0].upper() + said[1:])
    return chain


def outcome_words(framework: Framework, outcome: str) -> str:
    """``4, Safe and heard``: the outcome at the head of a line."""
    return _("{id}, {title}").format(id=outcome, title=framework.outcomes[outcome].short)


def missing_words(framework: Framework, gap: Gap) -> str:
    """What is missing, without where: small first letter, no full stop."""
    if gap.missing in (Missing.ANY, Missing.ALL):
        return _("it still needs {what}").format(what=needed_words(framework, gap))
    if gap.missing is Missing.MILESTONE:
        return _("“{title}” is still to come").format(title=_milestone_title(framework, gap.milestone))
    if gap.missing is Missing.LOOK:
        return _look_words(gap)
    if gap.missing in (Missing.VIEW_BELOW, Missing.SHOWN):
        return _grade_gap(framework, gap)
    if gap.missing in (Missing.PIECES, Missing.PERSPECTIVES, Missing.SCORE):
        return _count_gap(gap)
    if gap.missing is Missing.CHILDREN:
        if gap.have:
            return _("children have been asked, and what they say does not show it yet")
        return _("nobody has written down yet what children say")
    return {
        Missing.VIEW: _("nobody has looked at it yet"),
        Missing.LINE: _("one line on why we see it so is missing"),
        Missing.ACHIEVED: _("nobody has written yet how it was achieved"),
        Missing.DIFFERENCE: _("nobody has written yet what difference it has made"),
        Missing.ACTION: _("nothing is planned for it yet"),
        Missing.APPLICABLE: _("every look-for is set aside, and at least one has to apply"),
    }[gap.missing]


def needed_words(framework: Framework, gap: Gap) -> str:
    """What would do, as a thing: for gaps that can be closed in more than one way."""
    if gap.missing is Missing.ANY:
        return _(", or ").join(needed_words(framework, option) for option in gap.options)
    if gap.missing is Missing.ALL:
        return _(" and ").join(needed_words(framework, option) for option in gap.options)
    if gap.missing is Missing.MILESTONE:
        return _("“{title}”").format(title=_milestone_title(framework, gap.milestone))
    if gap.missing is Missing.LOOK:
        return _("look-for {id} answered “{need}”").format(id=gap.indicator, need=Answer(str(gap.need)).label)
    if gap.missing is Missing.SCORE:
        return _("an evidence score of {need}").format(need=ceil(Fraction(gap.need or 0) * 100))
    if gap.missing is Missing.PIECES:
        need = int(gap.need or 0)
        return ngettext("{n} piece of evidence", "{n} pieces of evidence", need).format(n=need)
    if gap.missing is Missing.PERSPECTIVES:
        need = int(gap.need or 0)
        return ngettext("showing {n} way", "showing {n} ways", need).format(n=need)
    if gap.need is not None and gap.missing in (Missing.VIEW, Missing.VIEW_BELOW):
        return _("our view at {need} or above").format(need=grade_words(framework, int(gap.need)))
    if gap.missing is Missing.SHOWN:
        return _("showing as far as {need}").format(need=grade_words(framework, int(gap.need or 0)))
    return {
        Missing.VIEW: _("our view"),
        Missing.LINE: _("one line on why we see it so"),
        Missing.ACHIEVED: _("a few words on how it was achieved"),
        Missing.DIFFERENCE: _("a sentence on what difference it has made"),
        Missing.ACTION: _("something planned for it"),
        Missing.CHILDREN: _("what children say"),
    }[gap.missing]


def _milestone_title(framework: Framework, milestone: str | None) -> str:
    found = framework.milestone_by_id.get(milestone or "")
    return found.title if found else milestone or ""


def _look_words(gap: Gap) -> str:
    if gap.have is None:
        return _("look-for {id} has not been looked at yet").format(id=gap.indicator)
    return _("look-for {id} says “{have}”, and “{need}” is asked for").format(
        id=gap.indicator, have=Answer(str(gap.have)).label, need=Answer(str(gap.need)).label
    )


def _grade_gap(framework: Framework, gap: Gap) -> str:
    need = grade_words(framework, int(gap.need or 0))
    if gap.have is None:
        return _("nothing shows it yet, and {need} is asked for").format(need=need)
    have = grade_words(framework, int(gap.have))
    if gap.missing is Missing.VIEW_BELOW:
        return _("our view is {have}, and {need} is asked for").format(have=have, need=need)
    return _("what we have shows it as far as {have}, and {need} is asked for").format(have=have, need=need)


def _count_gap(gap: Gap) -> str:
    need, have = Fraction(gap.need or 0), Fraction(gap.have or 0)
    if gap.missing is Missing.SCORE:
        return _("the evidence score is {have} out of 100, and {need} is asked for").format(
            have=int(have * 100), need=ceil(need * 100)
        )
    if gap.missing is Missing.PERSPECTIVES:
        return ngettext(
            "{shown}, and {need} way is asked for", "{shown}, and {need} ways are asked for", int(need)
        ).format(shown=_lower_first(shown_in_ways(int(have))), need=need)
    if have == 0:
        return ngettext(
            "nothing yet that shows it works, and {need} piece of evidence is asked for",
            "nothing yet that shows it works, and {need} pieces of evidence are asked for",
            int(need),
        ).format(need=need)
    return ngettext(
        "{have} of {need} piece of evidence that shows it works",
        "{have} of {need} pieces of evidence that show it works",
        int(need),
    ).format(have=have, need=need)


# -- steps -----------------------------------------------------------------------------------------


def step_sentence(framework: Framework, portfolio: Portfolio, step: Step) -> str:
    """One step, as an invitation."""
    if step.kind is StepKind.REACH_MILESTONE:
        milestone = framework.milestone_by_id[step.milestone or ""]
        return _("Work towards: {title}.").format(title=milestone.title)
    short = framework.outcomes[step.outcome or ""].short
    outcome = _("{id} ({title})").format(id=step.outcome, title=short)
    if step.kind is StepKind.ADD_EVIDENCE:
        asked = _evidence_words(step).format(outcome=outcome, n=step.count)
        hint = _strength_words(framework, step)
        return f"{asked} {hint}" if hint else asked
    if step.kind in (StepKind.DATE_EVIDENCE, StepKind.REFRESH_EVIDENCE):
        item = portfolio.evidence.get(step.evidence or "")
        title = (item.title if item else None) or step.evidence
        if step.kind is StepKind.DATE_EVIDENCE:
            months = framework.evidence.freshness.fresh_months
            return _("Give “{title}” its date: it helps if it is from the last {n} months.").format(
                title=title, n=months
            )
        return _("See whether “{title}” still holds, and note the new date.").format(title=title)
    if step.kind is StepKind.LOOK_AT_INDICATOR:
        statement = framework.indicators[step.indicator or ""].statement
        return _("Look at {id}: {statement}").format(id=step.indicator, statement=statement)
    return _outcome_step(portfolio, step).format(outcome=outcome)


def _outcome_step(portfolio: Portfolio, step: Step) -> str:
    if step.kind is StepKind.LOOK_AT_OUTCOME:
        return _("Take a first look at outcome {outcome}: a grade and one line are enough.")
    if step.kind is StepKind.RECORD_DIFFERENCE:
        return _("Write a sentence on what difference outcome {outcome} has made for children.")
    if step.kind is StepKind.WRITE:
        if step.field == "line":
            return _("Write one line on why you see outcome {outcome} as you do.")
        return _("Write a few words on how you achieved outcome {outcome}.")
    actions = portfolio.actions_by_outcome.get(step.outcome or "", ())
    if any(a.present and ActionStatus(a.status or ActionStatus.PLANNED).is_open for a in actions):
        return _("Carry on with what is planned for outcome {outcome}, or plan what comes next.")
    return _("Plan one thing to do about outcome {outcome}.")


def _evidence_words(step: Step) -> str:
    n = step.count
    if step.perspective is Perspective.CHILDREN:
        return ngettext(
            "Ask some children about outcome {outcome} and note what they said.",
            "Ask {n} groups of children about outcome {outcome} and note what each of them said.",
            n,
        )
    if step.perspective is Perspective.OBSERVATION:
        return ngettext(
            "Go and see outcome {outcome} for yourself, and note what you saw.",
            "Go and see outcome {outcome} for yourself {n} times, and note each time what you saw.",
            n,
        )
    if step.perspective is Perspective.RECORDS:
        return ngettext(
            "Find a record or a count that shows outcome {outcome}.",
            "Find {n} records or counts that show outcome {outcome}.",
            n,
        )
    return ngettext(
        "Ask a colleague, a parent or a carer about outcome {outcome} and note what they said.",
        "Ask {n} adults who know the children about outcome {outcome} and note what each of them said.",
        n,
    )


def _strength_words(framework: Framework, step: Step) -> str:
    """What the piece has to be like, in words; empty where anything will do."""
    rules = framework.evidence
    needed = step.strength or Fraction(0)
    weakest_first = sorted(Directness, key=lambda kind: rules.directness[kind])
    kind = next((k for k in weakest_first if rules.directness[k] >= needed), Directness.FIRST_HAND)
    recent = rules.directness[kind] * rules.freshness.floor < needed
    months = rules.freshness.fresh_months
    if kind is Directness.INTENDED:
        return _("It helps if it is from the last {n} months.").format(n=months) if recent else ""
    if kind is Directness.REPORTED:
        if recent:
            return _("It helps if it has happened, and in the last {n} months.").format(n=months)
        return _("A plan alone is not enough here.")
    if recent:
        return _("It helps if it is first-hand, and from the last {n} months.").format(n=months)
    return _("It helps if it is first-hand.")


def _and(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
