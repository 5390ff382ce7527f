"""A round asked line by line: one plain question at a time, and nothing kept that nobody agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.cli.sitting.lines import Lines, Stopped
from rrsa.errors import BadInput
from rrsa.guide import asking
from rrsa.guide.asking import Asking
from rrsa.guide.voice_pictures import in_line
from rrsa.i18n import _
from rrsa.portfolio.records import LINE

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation
    from rrsa.framework.voices import QuestionSet

SKIP, BACK, STOP = "s", "b", "q"


class AskTalk:
    """From the page for the adult to the yes or no at the end; q and Ctrl+C keep nothing by themselves."""

    def __init__(
        self, evaluation: Evaluation, lines: Lines, questions: QuestionSet, n: int | None, group: str | None
    ) -> None:
        self._evaluation = evaluation
        self._lines = lines
        self._set = questions
        self._n = n
        self._group = group

    def whole(self, day: str | None) -> str | None:
        """Asks; returns the id of the round where one was kept."""
        try:
            self._introduce()
            asked = self._begin()
            if not self._ask_all(asked):
                if not asked.touched():
                    self._say(_("Stopped. Nothing is kept."))
                    return None
                self._say(_("You stopped. That is fine."))
            return self._end(asked, day)
        except Stopped:
            self._say(_("Stopped. Nothing is kept."))
            return None

    def _say(self, text: str = "", first: str = "") -> None:
        self._lines.say(text, first=first)

    # -- beginning ------------------------------------------------------------------------------------

    def _introduce(self) -> None:
        self._say(self._set.title)
        self._say(self._set.about)
        self._say()
        self._say(asking.before_you_ask())
        self._say(asking.if_not_safe())
        self._say()

    def _begin(self) -> Asking:
        while True:
            n = self._n if self._n is not None else self._number(_("How many are asked? 1 for one child."))
            try:
                asked = Asking(self._set, n, self._group or "")
                break
            except BadInput as problem:
                if self._n is not None:
                    raise
                self._say(str(problem))
        if not asked.few and self._group is None:
            self._say(_("What is the group called? Such as Primary 7; Enter for everybody. No child’s name."))
            asked.group = self._lines.read()
        self._say()
        self._say(_("Read aloud: {intro}").format(intro=self._set.intro))
        self._say(asking.what_is_kept(asked.n))
        self._say(_("At every question: s skips, b goes back, q stops."))
        return asked

    def _number(self, text: str) -> int:
        while True:
            self._say(text)
            typed = self._lines.read()
            if typed.casefold() == STOP:
                raise Stopped
            if typed.isascii() and typed.isdigit() and len(typed) < 6:
                return int(typed)
            self._say(_("That is no whole number."))

    # -- the questions --------------------------------------------------------------------------------

    def _ask_all(self, asked: Asking) -> bool:
        """Whether it went to the end."""
        place = 0
        while place < len(self._set.questions):
            step = self._ask(asked, place)
            if step == 0:
                return False
            place = max(place + step, 0)
        return True

    def _ask(self, asked: Asking, place: int) -> int:
        """1 for the next question, -1 for the one before, 0 to stop."""
        question = asked.question(place)
        self._say()
        of = len(self._set.questions)
        self._say(_("Question {n} of {of}: {ask}").format(n=place + 1, of=of, ask=question.ask))
        self._say(_("Read aloud: {intro}").format(intro=question.aloud))
        marks = in_line(self._set.answers)
        for number, (mark, word) in enumerate(zip(marks, self._set.words, strict=True), start=1):
            self._say(f"{mark}  {word}", first=f"{number}. ")
        asked.clear(place)
        return self._in_turn(asked, place) if asked.few else self._hands(asked, place)

    def _hands(self, asked: Asking, place: int) -> int:
        words = ", ".join(self._set.words)
        self._say(
            _("How many chose each? Type {n} numbers: {words}").format(n=len(self._set.words), words=words)
        )
        while True:
            typed = self._lines.read().casefold()
            if typed in (SKIP, BACK, STOP):
                return {SKIP: 1, BACK: -1, STOP: 0}[typed]
            try:
                for answer, count in enumerate(whole_numbers(typed, len(self._set.words))):
                    asked.set(place, answer, count)
            except BadInput as problem:
                asked.clear(place)
                self._say(str(problem))
                continue
            silent = asked.silent(place)
            self._say(_("{n} did not say.").format(n=silent) if silent else _("Everybody answered."))
            return 1

    def _in_turn(self, asked: Asking, place: int) -> int:
        while asked.pressed(place) < asked.n:
            turn = asked.pressed(place) + 1
            if asked.n > 1:
                self._say(_("Number {n} of {of}: type the number of a face.").format(n=turn, of=asked.n))
            else:
                self._say(_("Type the number of a face."))
            typed = self._lines.read().casefold()
            if typed in (BACK, STOP):
                return -1 if typed == BACK else 0
            if typed == SKIP:
                asked.press(place, None)
            elif typed.isascii() and typed.isdigit() and 0 < int(typed[:3]) <= len(self._set.words):
                asked.press(place, int(typed) - 1)
            else:
                self._say(_("Type a number from 1 to {n}, s, b or q.").format(n=len(self._set.words)))
        return 1

    # -- the end --------------------------------------------------------------------------------------

    def _end(self, asked: Asking, day: str | None) -> str | None:
        self._say()
        self._say(asking.whom_to_tell(self._evaluation.framework))
        sentence = ""
        counted = asking.enough_to_keep(asked)
        while True:
            self._say()
            if counted:
                kept = asking.view_of(asked, sentence=sentence)
                self._say(_("This would be kept, and nothing else:"))
                for line in asking.kept_lines(asked, kept, shares=self._evaluation.framework.percentages):
                    self._say(line, first="  ")
            else:
                self._say(_("No numbers are kept."))
            if sentence:
                self._say(_("In your words: “{sentence}”").format(sentence=sentence))
                self._say(asking.what_yes_means())
            elif not counted:
                sentence = self._sentence(_("One sentence that you agree to, in your words; Enter for none."))
                if not sentence:
                    self._say(_("Nothing is kept."))
                    return None
                continue
            self._say(_("Do you agree? y keeps it, c corrects the words, n keeps nothing."))
            typed = self._lines.read().casefold()
            if typed in ("y", "yes", _("yes")):
                break
            if typed in ("n", "no", STOP, _("no")):
                self._say(_("Nothing is kept."))
                return None
            if typed == "c":
                sentence = self._sentence(_("The sentence, in your words; Enter for none."))
        return self._evaluation.keep_round(
            self._set,
            n=asked.n,
            counts=asked.sums() if counted else None,
            group=asked.group or None,
            day=day,
            sentence=sentence or None,
        )

    def _sentence(self, text: str) -> str:
        while True:
            self._say(text)
            typed = " ".join(self._lines.read().split())
            if len(typed) > LINE:
                self._say(_("Shorter, please: at most {n} characters.").format(n=LINE))
                continue
            try:
                self._evaluation.check_sentence(self._set.respondents, typed)
            except BadInput as problem:
                self._say(str(problem))
            else:
                return typed


def whole_numbers(text: str, n: int) -> list[int]:
    """``9, 2 0`` → ``[9, 2, 0]``. Raises :class:`BadInput` for anything but ``n`` whole numbers."""
    parts = text.replace(",", " ").replace(";", " ").split()
    if len(parts) != n or not all(p.isascii() and p.isdigit() and len(p) < 6 for p in parts):
        raise BadInput(
            _("“{text}” is not {n} whole numbers").format(text=text[:40], n=n),
            _("write them like {example}").format(example=",".join(str(n - k) for k in range(n))),
        )
    return [int(part) for part in parts]
