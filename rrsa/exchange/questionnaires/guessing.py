"""Which outcome a question may be about: a guess from the framework's own words, and never more than that.

Words that an outcome shares with few others weigh more (by inverse frequency over the outcomes); an outcome's
short name and title weigh more than its look-fors. Where no outcome is clearly ahead, none is named.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from rrsa.framework.model import Framework, Outcome

_LEAST = 2.2
"""Weight that the best outcome needs: about one telling word of its title, or two of its look-fors."""
_AHEAD = 1.25
_WORD = re.compile(r"[a-zàèìòùáéíóú]+")
_COMMON = """
a about adult adults all always am an and any are as ask at be because been being best but by can
child children could did do does done each easy enough ever every everybody everyone feel for from
get give go good had has have here how i if in is it its just like lot make makes many matter me
more most much my not now of often on one or other our out people pupil pupils really same school
schools should so some somebody someone staff than that the their them there they thing things think
this those time to too up us very want was way we well were what when where which who why will with
would yes you young your house home class teacher teachers
"""
_EVERYWHERE = frozenset(_COMMON.split())
_AS_MUCH_AS = {
    "listen": "heard", "view": "heard", "opinion": "heard", "idea": "heard", "decision": "heard",
    "voice": "heard", "uncrc": "knowing", "convention": "knowing", "article": "knowing", "know": "knowing",
    "knows": "knowing", "included": "belong", "inclusion": "belong", "belonging": "belong",
    "fairly": "belong", "different": "belong", "bullied": "safe", "bullying": "safe", "unsafe": "safe",
    "worried": "help", "tell": "help", "trust": "help", "happy": "wellbeing", "sad": "wellbeing",
    "feelings": "wellbeing", "calm": "wellbeing", "eat": "health", "food": "health", "sleep": "health",
    "exercise": "health", "active": "health", "kind": "respect", "polite": "respect", "rude": "respect",
    "lessons": "learning", "learn": "learning", "campaign": "acting", "world": "acting",
}  # fmt: skip
"""What children's questions say for what frameworks say."""


def guess(framework: Framework, question: str) -> str | None:
    """The id of the outcome that a question seems to be about; ``None`` where that is not clear."""
    weights = _weights(framework)
    asked = set(_words(question, widely=True))
    if not asked:
        return None
    scores = {outcome: sum(own.get(word, 0.0) for word in asked) for outcome, own in weights.items()}
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    (best, score), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    return best if score >= _LEAST and score >= second * _AHEAD else None


@lru_cache(maxsize=4)
def _weights_of(texts: tuple[tuple[str, tuple[tuple[float, str], ...]], ...]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for outcome, own in texts:
        words: dict[str, float] = {}
        for weight, text in own:
            for word in _words(text):
                words[word] = max(words.get(word, 0.0), weight)
        found[outcome] = words
    among = Counter(word for words in found.values() for word in words)
    return {
        outcome: {word: weight * math.log(1 + len(found) / among[word]) for word, weight in words.items()}
        for outcome, words in found.items()
    }


def _weights(framework: Framework) -> dict[str, dict[str, float]]:
    return _weights_of(tuple((outcome.id, _texts(outcome)) for outcome in framework.outcomes.values()))


def _texts(outcome: Outcome) -> tuple[tuple[float, str], ...]:
    return (
        (1.6, outcome.short),
        (1.3, outcome.title),
        (1.0, outcome.children),
        *((0.6, indicator.children) for indicator in outcome.indicators),
        *((0.5, indicator.statement) for indicator in outcome.indicators),
    )


def _words(text: str, *, widely: bool = False) -> list[str]:
    """The telling words, without their endings: ``listened`` and ``listen`` are one. ``widely`` adds what
    they are as much as."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in _EVERYWHERE and len(word) > 2]
    if widely:
        words += [
            meant for word, meant in _AS_MUCH_AS.items() if word in words or _stem(word) in map(_stem, words)
        ]
    return [_stem(word) for word in words]


def _stem(word: str) -> str:
    for ending in ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
