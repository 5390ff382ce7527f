"""Answers that form a scale, from most to least agreeing: words, faces, stars and numbers.

The lists are this project's own, of answers as forms in schools offer them. A scale is only a suggestion: a
question may be put so that to agree is no good news, and the map says so then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rrsa.vocabulary import Leaning

_A, _B, _D = Leaning.AGREES, Leaning.BETWEEN, Leaning.DISAGREES

_SCALES: tuple[tuple[tuple[Leaning, str], ...], ...] = tuple(
    tuple((leans, word) for leans, words in scale for word in words.split("|"))
    for scale in (
        (
            (
                _A,
                "strongly agree|agree strongly|agree a lot|completely agree|agree|tend to agree|mostly agree",
            ),
            (_A, "somewhat agree|slightly agree|agree a little|agree a bit"),
            (_B, "neither agree nor disagree|neither agree or disagree|neither|neutral|unsure|not sure"),
            (_B, "don't know|i don't know|no opinion"),
            (_D, "somewhat disagree|slightly disagree|disagree a little|disagree a bit|tend to disagree"),
            (_D, "mostly disagree|disagree|disagree a lot|strongly disagree|disagree strongly"),
            (_D, "completely disagree"),
        ),
        (
            (
                _A,
                "yes, definitely|definitely|definitely yes|yes definitely|yes, always|always|all of the time",
            ),
            (
                _A,
                "all the time|every day|yes|yes!|very often|usually|mostly|most of the time|often",
            ),
            (_A, "nearly always|almost always|true|very true|yes, a lot|a lot|yes, mostly|yes mostly"),
            (
                _B,
                "yes, sometimes|sometimes|some of the time|partly|a bit|a little|a little bit|kind of|maybe",
            ),
            (_B, "i think so|it depends|not sure|i'm not sure|unsure|don't know|i don't know|undecided"),
            (_B, "so-so|okay|ok|in between|somewhat|not yet"),
            (_D, "not really|not much|not often|hardly ever|rarely|almost never|seldom|not very often"),
            (_D, "no|no!|not at all|never|definitely not|no, never|none of the time|false|not true"),
        ),
        (
            (_A, "very safe|safe|very happy|happy|very satisfied|satisfied|quite happy|quite safe"),
            (_A, "excellent|very good|good|very well|well|very confident|confident|very easy|easy"),
            (_A, "very important|important|likely|very likely|extremely likely"),
            (
                _B,
                "okay|ok|neither|neutral|average|adequate|fair|in between|in the middle|a bit|so-so|alright",
            ),
            (_D, "not very happy|not very safe|unsafe|a bit unsafe|unhappy|dissatisfied|sad|poor|weak|bad"),
            (_D, "not well|not confident|difficult|hard|not important|unlikely|not very confident"),
            (_D, "very unsafe|very unhappy|very sad|very dissatisfied|very poor|very bad|unsatisfactory"),
            (_D, "not at all confident|very difficult|very unlikely|not at all important"),
        ),
        (
            (_A, "😁|😃|😄|😀|🤩|😍|🥰|😊|🙂|☺️|☺|👍|💚|🟢"),
            (_B, "😐|😑|😶|🤔|🤷|💛|🟡|🟠"),
            (_D, "🙁|😕|😟|☹️|☹|😞|😢|😠|😡|😭|👎|🔴"),
        ),
    )
)

_NUMBER = re.compile(
    r"(10|[0-9])(?:\s*(?:/|out of|of)\s*(?:10|[3-9]))?(?:\s*(?:stars?|★|⭐))?", re.IGNORECASE
)
_STARS = re.compile("(?:★|⭐️?|🌟)+")
_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_FACE = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")


class Step(NamedTuple):
    """An answer as it is written, and whether who gives it agrees."""

    answer: str
    leans: Leaning | None


def scale_of(answers: Collection[str], *, numbers_up_to: int | None = None) -> tuple[Step, ...] | None:
    """``answers`` from most to least agreeing; ``None`` where they form no scale that is known here.

    Answers that stand for one step in different words all stay. ``numbers_up_to`` is the top of a scale of
    numbers where it is known: without it five is taken, or ten where a number is higher.
    """
    if not answers:
        return None
    numbers = {answer: number_of(answer) for answer in answers}
    if all(number is not None for number in numbers.values()):
        return _by_number({answer: n for answer, n in numbers.items() if n is not None}, numbers_up_to)
    for scale in _SCALES:
        places = {word: place for place, (_leans, word) in enumerate(scale)}
        found = {answer: places.get(_plain(answer), places.get(_face(answer))) for answer in answers}
        if any(place is None for place in found.values()):
            continue
        order = sorted(answers, key=lambda answer: (found[answer] or 0, answer))
        return tuple(Step(answer, scale[found[answer] or 0][0]) for answer in order)
    return None


def is_known(answer: str) -> bool:
    """Whether an answer is one of a scale's, so that nobody can have written it in words of their own."""
    return number_of(answer) is not None or any(
        word in (_plain(answer), _face(answer)) for scale in _SCALES for _leans, word in scale
    )


def number_of(answer: str) -> int | None:
    """The step of a scale of numbers or stars: ``4``, ``4 of 5``, ``★★★★``."""
    text = answer.strip()
    if _STARS.fullmatch(text):
        return text.count("★") + text.count("⭐") + text.count("🌟")
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def _by_number(numbers: Mapping[str, int], top: int | None) -> tuple[Step, ...] | None:
    highest = max(numbers.values())
    top = top or (5 if highest <= 5 else 10)
    order: Sequence[str] = sorted(numbers, key=lambda answer: (-numbers[answer], answer))
    # The upper two fifths agree, the lower two do not: 4 and 5 of 5; 7 and more of 10.
    return tuple(
        Step(answer, _A if numbers[answer] * 5 > top * 3 else _D if numbers[answer] * 5 <= top * 2 else _B)
        for answer in order
    )


def _plain(answer: str) -> str:
    text = _FACE.sub(" ", _TONE.sub("", answer)).replace("’", "'").casefold()
    return " ".join(text.split()).strip(" .,;:()–-\ufe0f")


def _face(answer: str) -> str:
    """The face of an answer that is nothing else."""
    text = _TONE.sub("", answer).strip()
    return text if _FACE.fullmatch(text) else ""
