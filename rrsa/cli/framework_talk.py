"""A framework made by questions: the shortest road to one that works, line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rrsa.cli.sitting.lines import Lines, Stopped
from rrsa.framework import starting
from rrsa.framework.writing import as_tree, cleaned
from rrsa.i18n import _
from rrsa.portfolio.ids import slug
from rrsa.vocabulary import Perspective, SettingKind

if TYPE_CHECKING:
    from rrsa.framework.model import Framework

Tree = dict[str, Any]
STOP = "q"
TITLE, SHORT, TEXT = 200, 32, 8_000


class FrameworkTalk:
    """Asks for a framework; ``pattern`` is one to begin with, or None for the usual scale and numbers."""

    def __init__(self, lines: Lines, pattern: Framework | None) -> None:
        self._lines = lines
        self._pattern = pattern
        self._strands: list[Tree] = []
        self._outcomes = 0
        self._used: set[str] = set()

    def whole(self) -> Tree | None:
        """The framework's tree, which the reader accepts; None where nothing is to be kept."""
        self._say(_("A framework of your own. Enter alone takes what is offered; q stops."))
        tree: Tree = {}
        try:
            tree = self._beginning()
            self._all_strands(tree)
        except Stopped:
            self._strands = [strand for strand in self._strands if strand["outcomes"]]
            if not self._strands:
                return None
            self._say(_("Stopped. What is complete is kept."))
        return starting.assembled(tree, self._strands)

    # -- the whole -----------------------------------------------------------------------------------

    def _beginning(self) -> Tree:
        title = self._text(_("What is it called?"), most=TITLE)
        tree = self._base()
        id_ = self._id(_("A short name for commands: letters, digits and hyphens."), slug(title))
        kinds = [kind.label for kind in SettingKind]
        pattern = self._pattern
        offered = list(SettingKind).index(pattern.for_) if pattern else 0
        kind = list(SettingKind)[self._choose(_("For whom is it?"), kinds, offered)]
        language = self._checked(
            _("In which language? A code such as en-GB or gd."), tree["language"], _language
        )
        about = self._text(_("What is it for, in a sentence or two?"))
        source = self._text(
            _("Where do its words come from?"),
            offered=_("Our own words. Nothing is taken from anybody else."),
        )
        if pattern is None:
            self._scale(tree)
            self._stages(tree)
        return {
            "id": id_,
            "version": "1.0",
            "title": title,
            "for": kind.value,
            **{key: value for key, value in tree.items() if key not in ("version", "for", "language")},
            "language": language,
            "about": about,
            "source": source,
        }

    def _base(self) -> Tree:
        if self._pattern is None:
            return starting.skeleton()
        return starting.like(as_tree(self._pattern))

    def _scale(self, tree: Tree) -> None:
        scales = [starting.scale(4), starting.scale(6)]
        words = [", ".join(f"{step['grade']} {step['name']}" for step in scale) for scale in scales]
        grades = (4, 6)[self._choose(_("Which grades?"), words, 0)]
        tree.update(starting.skeleton(grades))

    def _stages(self, tree: Tree) -> None:
        low = tree["low_grade"]
        stages: list[Tree] = []
        while len(stages) < 8:
            ask = _("And the next stage? Enter: no more.") if stages else _("What is the first stage called?")
            offered = "" if stages else _("We have begun")
            name = self._text(ask, most=TITLE, offered=offered, needed=not stages)
            if not name:
                break
            id_ = self._free(slug(name), {stage["id"] for stage in stages})
            stages.append(starting.stage(id_, name, low, first=not stages))
        tree["stages"] = tuple(stages)

    # -- strands and outcomes --------------------------------------------------------------------------

    def _all_strands(self, tree: Tree) -> None:
        if self._pattern is not None:
            self._taken_over(as_tree(self._pattern))
        while True:
            letter = self._free(chr(ord("A") + min(len(self._strands), 25)), {s["id"] for s in self._strands})
            self._say()
            ask = (
                _("A further group of outcomes (a strand)? Its title, or Enter: no more.")
                if self._strands
                else _("Outcomes stand in groups (strands). What is the first one called?")
            )
            title = self._text(ask, most=TITLE, needed=not self._strands)
            if not title:
                return
            about = self._text(_("What is it about, in a sentence?"))
            strand = {
                "id": letter,
                "title": title,
                "short": self._short(title),
                "about": about,
                "outcomes": [],
            }
            self._strands.append(strand)
            self._more_outcomes(tree, strand)

    def _taken_over(self, pattern: Tree) -> None:
        for strand in pattern["strands"]:
            self._say()
            self._say(strand["title"])
            kept: list[Tree] = []
            for outcome in strand["outcomes"]:
                self._say(outcome["title"], first=f"{outcome['id']}  ")
                if self._yes(_("Take it over with its look-fors? Enter: yes; n: no.")):
                    kept.append({key: value for key, value in outcome.items() if key != "serves"})
                    self._used |= {outcome["id"], *(each["id"] for each in outcome["indicators"])}
            if kept:
                self._strands.append({**strand, "outcomes": kept})

    def _more_outcomes(self, tree: Tree, strand: Tree) -> None:
        while True:
            self._say()
            ask = (
                _("The next outcome in it? Enter: no more.")
                if strand["outcomes"]
                else _("The first outcome in it: what is so when it is well?")
            )
            title = self._text(ask, most=TITLE, needed=not strand["outcomes"])
            if not title:
                return
            strand["outcomes"].append(self._outcome(tree, title))

    def _outcome(self, tree: Tree, title: str) -> Tree:
        while True:
            self._outcomes += 1
            if str(self._outcomes) not in self._used:
                break
        id_ = str(self._outcomes)
        short = self._short(title)
        children = self._text(_("The same in children’s words?"))
        why = self._text(_("Why does it matter to children?"))
        articles = self._checked(
            _("Which articles of the Convention? Numbers from 1 to 54, such as 12, 13."), "", _articles
        )
        step = next(step for step in tree["scale"] if step["grade"] == tree["low_grade"])
        looks = self._text(
            _("What does it look like at grade {grade}, {name}?").format(
                grade=step["grade"], name=step["name"]
            )
        )
        return {
            "id": id_,
            "title": title,
            "short": short,
            "children": children,
            "why": why,
            "articles": tuple(articles.split(", ")),
            "grades": {step["grade"]: looks},
            "indicators": self._look_fors(tree, id_),
        }

    def _look_fors(self, tree: Tree, outcome: str) -> tuple[Tree, ...]:
        found: list[Tree] = []
        names = {stage["id"]: stage["name"] for stage in tree["stages"]}
        due = [stage for stage in starting.looked_at(tree) if stage in names]
        while True:
            stage = due.pop(0) if due else ""
            if stage:
                ask = _("A look-for for {stage}: what can one go and see, hear or count?").format(
                    stage=names[stage]
                )
            elif found:
                ask = _("A further look-for? Enter: no more.")
            else:
                ask = _("A look-for: what can one go and see, hear or count?")
            statement = self._text(ask, needed=bool(stage) or not found)
            if not statement:
                return tuple(found)
            n = len(found) + 1
            while f"{outcome}.{n}" in self._used:
                n += 1
            self._used.add(f"{outcome}.{n}")
            children = self._text(_("The same in children’s words?"))
            if not stage:
                ids = list(names)
                stage = ids[self._choose(_("Which stage asks for it?"), list(names.values()), len(ids) - 1)]
            found.append(
                {
                    "id": f"{outcome}.{n}",
                    "stage": stage,
                    "statement": statement,
                    "children": children,
                    "prompts": self._several(_("A question that helps to look?"), 6, needed=True),
                    "evidence": self._ideas(),
                }
            )

    def _ideas(self) -> Tree:
        found: Tree = {}
        for perspective in Perspective:
            ask = _("An idea for showing it: {who}? Enter: none.").format(who=perspective.label)
            ideas = self._several(ask, 1)
            if ideas:
                found[perspective.value] = ideas
        return found

    # -- asking --------------------------------------------------------------------------------------

    def _say(self, text: str = "", first: str = "") -> None:
        self._lines.say(text, first=first)

    def _read(self) -> str:
        typed = self._lines.read()
        if typed.casefold() == STOP:
            raise Stopped
        return cleaned(typed)

    def _text(self, ask: str, *, most: int = TEXT, offered: str = "", needed: bool = True) -> str:
        self._say(ask)
        if offered:
            self._say(_("Enter takes: {text}").format(text=offered))
        while True:
            typed = " ".join(self._read().split()) or offered
            if len(typed) > most:
                self._say(_("That has {n} characters; keep it to {most}.").format(n=len(typed), most=most))
            elif typed or not needed:
                return typed
            else:
                self._say(_("This is needed. A few words are enough; q stops."))

    def _short(self, title: str) -> str:
        """A title for narrow columns: itself where it fits."""
        if len(title) <= SHORT:
            return title
        offered = title[: SHORT + 1].rsplit(None, 1)[0][:SHORT].rstrip(" ,;:-")
        return self._text(_("A short title, up to 32 characters?"), most=SHORT, offered=offered)

    def _several(self, ask: str, most: int, *, needed: bool = False) -> tuple[str, ...]:
        found: list[str] = []
        while len(found) < most:
            typed = self._text(_("Another? Enter: no more.") if found else ask, needed=needed and not found)
            if not typed:
                break
            found.append(typed)
        return tuple(found)

    def _yes(self, ask: str) -> bool:
        self._say(ask)
        while True:
            typed = self._read().casefold()
            if typed in ("", "y", "yes", _("yes")):
                return True
            if typed in ("n", "no", _("no")):
                return False
            self._say(_("Type y or n."))

    def _choose(self, ask: str, words: Sequence[str], offered: int) -> int:
        """The place, from 0, of one of ``words``."""
        if len(words) == 1:
            return 0
        self._say(ask)
        for n, word in enumerate(words, start=1):
            self._say(word, first=f"{n}. ")
        self._say(_("Enter takes: {text}").format(text=offered + 1))
        while True:
            typed = self._read()
            if not typed:
                return offered
            if typed.isascii() and typed.isdigit() and 0 < int(typed[:3]) <= len(words):
                return int(typed) - 1
            self._say(_("Type a number from 1 to {n}.").format(n=len(words)))

    def _checked(self, ask: str, offered: str, check: Callable[[str], str | None]) -> str:
        """An answer that ``check`` takes; it gives the answer in its plain form, or None."""
        while True:
            typed = check(self._text(ask, offered=offered))
            if typed is not None:
                return typed
            self._say(_("That cannot be used."))

    def _id(self, ask: str, offered: str) -> str:
        return self._checked(ask, offered, lambda text: text if starting.is_id(text) else None)

    @staticmethod
    def _free(wanted: str, taken: set[str]) -> str:
        n, found = 1, wanted
        while found in taken:
            n += 1
            found = f"{wanted}-{n}"
        return found


def _language(text: str) -> str | None:
    return text if starting.is_language(text) else None


def _articles(text: str) -> str | None:
    """``13 12`` → ``12, 13``."""
    parts = text.replace(",", " ").replace(";", " ").split()
    if not parts or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        return None
    numbers = sorted({int(part) for part in parts})
    return ", ".join(map(str, numbers)) if numbers[0] >= 1 and numbers[-1] <= 54 else None
