"""What the commands on moderation rounds say.

Where a view stands, it is not said who looked; where it is said who looks, no view stands. So nothing here
adds up to a figure about whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrsa.cli import output
from rrsa.i18n import _
from rrsa.overview import agreement as found_words
from rrsa.overview import draw_words
from rrsa.overview.rounds import by_reviewer
from rrsa.overview.stages import Stages
from rrsa.portfolio.checks import show_day

if TYPE_CHECKING:
    from rrsa.exchange.moderation.taking import Reply
    from rrsa.overview.moderation import Draw
    from rrsa.overview.rounds import Round
    from rrsa.portfolio.desk import Moderated


# -- a draw, before it is written ----------------------------------------------------------------------


def draw_data(made: Draw, names: Mapping[str, str], round_id: str | None) -> dict[str, Any]:
    return {
        "round": round_id,
        "seed": made.wish.seed,
        "each": made.wish.each,
        "wanted": made.wish.settings,
        "settings": list(made.taking_part),
        "items": [
            {"setting": item.setting, "outcome": item.outcome, "looked_at_by": item.reviewer}
            for item in made.items
        ],
        "left_out": [
            {"setting": setting, "name": names.get(setting, setting), "why": why.value}
            for setting, why in sorted(made.left_out.items())
        ],
        "drawn_from": made.drawn_from,
    }


def draw_lines(made: Draw, names: Mapping[str, str]) -> Iterator[str]:
    yield output.wrapped(draw_words.summary_words(made))
    if other := draw_words.number_words(made):
        yield output.wrapped(other)
    yield ""
    for line in draw_words.setting_lines(made, names):
        yield output.wrapped(line, rest="   ")
    if made.left_out:
        yield ""
        yield _("Agreed, and takes no part:")
        for line in draw_words.left_out_lines(made, names):
            yield output.wrapped(line, first="  ", rest="     ")
    if few := draw_words.few_words(made):
        yield ""
        yield output.wrapped(few)


# -- a round -------------------------------------------------------------------------------------------


def round_data(round_: Round) -> dict[str, Any]:
    record = round_.record
    return {
        "id": round_.id,
        "title": round_.title,
        "framework": record.framework,
        "seed": record.seed,
        "each": record.each,
        "across": bool(record.across),
        "drawn_on": record.drawn_on,
        "closed_on": record.closed_on,
        "note": record.note,
        "settings": sorted({item.setting or "" for item in round_.items}),
        "progress": found_words.progress_words(round_),
    }


def round_line(round_: Round) -> Iterator[str]:
    yield output.wrapped(round_.title, first=f"{round_.id}  ")
    told = (
        _("drawn {day}").format(day=show_day(round_.record.drawn_on)),
        _("seed “{seed}”").format(seed=round_.record.seed),
        found_words.progress_words(round_),
    )
    yield output.wrapped(" · ".join(told), first=" " * (len(round_.id) + 2))


def who_data(round_: Round) -> dict[str, Any]:
    """Who looks at what and how far each has come; no view stands here."""
    return {
        **round_data(round_),
        "looking": [
            {
                "setting": reviewer,
                "name": round_.name(reviewer),
                "state": found_words.back_words(round_, reviewer, items),
                "items": [
                    {"reference": _ref(item), "setting": item.setting, "outcome": item.outcome}
                    for item in items
                ],
            }
            for reviewer, items in by_reviewer(round_.standing)
        ],
    }


def who_lines(round_: Round) -> Iterator[str]:
    yield from round_line(round_)
    for reviewer, items in by_reviewer(round_.standing):
        yield ""
        yield output.wrapped(
            _("{name}: {state}").format(
                name=round_.name(reviewer), state=found_words.back_words(round_, reviewer, items)
            )
        )
        for item in items:
            what = found_words.outcome_words(round_.shared[item.setting or ""], item.outcome or "")
            yield output.wrapped(f"{round_.name(item.setting or '')}, {what}", first=f"   {_ref(item)}  ")


def _ref(item: Moderated) -> str:
    from rrsa.portfolio.ids import with_check

    return with_check(item.ref or "")


def found_data(round_: Round) -> dict[str, Any]:
    """What a round found; who looked stands nowhere in it."""
    found = found_words.agreement(round_)
    return {
        **round_data(round_),
        "items": [
            {
                "setting": item.setting,
                "outcome": item.outcome,
                "state": found_words.state(round_, item).value,
                **(_said(item) if item.setting in round_.shared else {}),
            }
            for item in round_.items
        ],
        "counted": None
        if found.counted.n is None
        else {"n": found.counted.n, **{how.value: n for how, n in found.counted.parts.items()}},
        "leaning": found.leaning or None,
        "outcomes": [
            {
                "framework": each.framework,
                "outcome": each.outcome,
                "told": each.told,
                "differs": each.differs,
                "words": [*each.apart, *each.alike],
            }
            for each in found.outcomes
        ],
    }


def _said(item: Moderated) -> dict[str, Any]:
    apart = found_words.how(item)
    return {
        "own": item.own,
        "view": item.view,
        "words": item.words,
        "why_not": item.why_not,
        "looked_on": item.looked_on,
        "apart": apart.value if apart else None,
    }


def found_lines(round_: Round) -> Iterator[str]:
    yield from round_line(round_)
    found = found_words.agreement(round_)
    yield ""
    for line in () if not round_.looked_at else found_words.counted_words(found.counted):
        yield output.wrapped(line)
    if found.leaning:
        yield output.wrapped(found.leaning)
    if found.outcomes:
        several = len({each.framework for each in found.outcomes}) > 1
        framework, stages = "", Stages()
        for number, each in enumerate(found.outcomes):
            if not number or (several and each.framework != framework):
                yield ""
            if several and each.framework != framework:
                framework = each.framework
                yield output.wrapped(stages.title(framework))
            yield output.wrapped(f"{each.short}: {each.told}", first=f"{each.outcome}  ", rest="     ")
    for line in found_words.untold_words(found, Stages().title):
        yield ""
        yield output.wrapped(line)
    setting = None
    for item in round_.standing:
        shared = round_.shared[item.setting or ""]
        if item.setting != setting:
            setting = item.setting
            yield ""
            yield output.wrapped(shared.name)
        yield output.wrapped(
            f"{found_words.outcome_words(shared, item.outcome or '')}. {found_words.sentence(shared, item)}",
            first="   ",
        )
        if item.words:
            yield output.wrapped(_("“{words}”").format(words=item.words), first="      ")
    if round_.withdrawn:
        yield ""
        yield output.wrapped(_("Some settings have withdrawn since; nothing of theirs is shown."))


# -- what came back ------------------------------------------------------------------------------------


def reply_data(path: Path, reply: Reply) -> dict[str, Any]:
    return {
        "file": str(path),
        "round": reply.round.id,
        "taken": len(reply.said),
        "known": reply.known,
        "empty": reply.empty,
        "refused": [{"place": each.place, "why": each.why} for each in reply.refused],
    }
