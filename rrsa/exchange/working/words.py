"""The lists that drop-downs offer: the words people read, beside what is stored.

They stand on a hidden sheet, because a list typed into a drop-down may not hold a comma.
"""

from __future__ import annotations

from rrsa.exchange.book import Book
from rrsa.exchange.identity import WORDS
from rrsa.exchange.text import cell_text
from rrsa.framework.model import Framework
from rrsa.i18n import _
from rrsa.vocabulary import ActionStatus, Answer, Better, Consent, Counts, Direction, Directness, Perspective

GRADES = "grades"
ANSWERS = "answers"
ANSWERS_ALL = "answers-all"  # with "not applicable", where the framework allows it
OUTCOMES = "outcomes"
PERSPECTIVES = "perspectives"
DIRECTIONS = "directions"
DIRECTNESS = "directness"
CONSENT = "consent"
STATUS = "status"
COUNTS = "counts"
BETTER = "better"
YES = "yes"
YES_NO = "yes-no"


class WordLists:
    """List → stored value → words."""

    def __init__(self, framework: Framework) -> None:
        yes, no = _("Yes"), _("No")
        answers = {answer.value: answer.label for answer in Answer}
        self.lists: dict[str, dict[str, str]] = {
            GRADES: {str(step.grade): f"{step.grade} {step.name}" for step in framework.scale},
            ANSWERS: {value: label for value, label in answers.items() if value != Answer.NOT_APPLICABLE},
            ANSWERS_ALL: answers,
            OUTCOMES: {o.id: cell_text(f"{o.id} {o.short}") for o in framework.outcomes.values()},
            PERSPECTIVES: {p.value: p.label for p in Perspective},
            DIRECTIONS: {d.value: d.label for d in Direction},
            DIRECTNESS: {d.value: d.label for d in Directness},
            CONSENT: {c.value: c.label for c in Consent},
            STATUS: {s.value: s.label for s in ActionStatus},
            COUNTS: {c.value: c.label for c in Counts},
            BETTER: {b.value: b.label for b in Better},
            YES: {"true": yes},
            YES_NO: {"true": yes, "": no},
        }

    def say(self, key: str, value: str | None) -> str | None:
        """The words for a stored value; a value outside its list stands for itself."""
        if value is None:
            return None
        return self.lists[key].get(value, value)

    def source(self, key: str) -> str:
        """Where a drop-down finds its list."""
        first = 1
        for name, words in self.lists.items():
            if name == key:
                return f"='{WORDS}'!$C${first + 1}:$C${first + len(words)}"
            first += len(words)
        raise KeyError(key)

    def write(self, book: Book) -> None:
        """The hidden sheet: list, stored value, words; one head row."""
        sheet = book.hidden(WORDS)
        for column, head in enumerate(("list", "value", "words")):
            sheet.write_string(0, column, head)
        row = 1
        for name, words in self.lists.items():
            for value, said in words.items():
                for column, text in enumerate((name, value, said)):
                    sheet.write_string(row, column, text)
                row += 1
