"""The map of a form as a file that people edit: written as a suggestion with notes, read back with care."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.exchange.questionnaires.columns import Column, Mapped, Use
from rrsa.exchange.questionnaires.days import Order
from rrsa.exchange.questionnaires.scales import Step
from rrsa.exchange.target import write_whole
from rrsa.framework.compose import ListMarks, MapMarks, Mark, Tree, compose
from rrsa.framework.model import Framework
from rrsa.framework.problems import nearest
from rrsa.guide.voices import plain
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text
from rrsa.portfolio.records import LINE, TITLE
from rrsa.vocabulary import Asked, Leaning, Respondents

_MOST_BYTES = 1024 * 1024
_NONE = "none"  # an answer that neither agrees nor disagrees, such as a place
_TOP = ("form", "who", "dates", "columns")
_KEYS = ("column", "as", "question", "asked", "about", "answers")


# -- writing ----------------------------------------------------------------------------------------------


def written(mapped: Mapped, framework: Framework) -> str:
    """The map as YAML, with notes on what may be changed."""
    return "\n".join(_lines(mapped, framework)) + "\n"


def _lines(mapped: Mapped, framework: Framework) -> Iterator[str]:
    yield "# " + _(
        "How the columns of this form are read. Change what is not right and give it back with --map."
    )
    yield "# " + _("What people wrote in words of their own is counted and never kept.")
    yield f"form: {_quoted(mapped.title)}"
    yield f"who: {mapped.who.value}  # {', '.join(Respondents)}"
    if mapped.order is not None:
        yield f"dates: {mapped.order.value}  # {', '.join(Order)}"
    yield "columns:"
    yield "  # as: " + ", ".join(Use)
    yield "  # asked: " + "; ".join(f"{asked.value} ({asked.label})" for asked in Asked)
    yield "  # about: " + _("an outcome or a look-for of the framework, such as 4 or 4.2")
    yield "  # answers: " + _("from most to least agreeing; each agrees, between, disagrees or none")
    for column in mapped.columns:
        if column.head:
            yield from _column_lines(column, framework)


def _column_lines(column: Column, framework: Framework) -> Iterator[str]:
    yield f"  - column: {_quoted(column.head)}"
    yield f"    as: {column.use.value}" + (f"  # {column.why}" if column.why else "")
    if column.use is not Use.QUESTION:
        return
    if column.question != column.head:
        yield f"    question: {_quoted(column.question)}"
    yield f"    asked: {column.asked.value}"
    if column.about:
        outcome = framework.outcomes.get(framework.outcome_of.get(column.about, ""))
        yield f"    about: {_quoted(column.about)}" + (f"  # {outcome.short}" if outcome else "")
    else:
        yield "    about:"
    if column.steps:
        yield "    answers:"
        yield from (f"      {_quoted(s.answer)}: {s.leans.value if s.leans else _NONE}" for s in column.steps)


def _quoted(text: str) -> str:
    """A text in double quotes, which JSON and YAML write alike."""
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def save(path: Path, mapped: Mapped, framework: Framework) -> None:
    """Writes the map to ``path``. Raises :class:`BadInput` where a file is there already, and
    :class:`EnvironmentFailed` where the machine is in the way."""
    if path.exists():
        raise BadInput(
            _("“{path}” is there already").format(path=path),
            _("choose another name, or remove the file first"),
        )
    write_whole(path, written(mapped, framework).encode("utf-8"))


# -- reading ----------------------------------------------------------------------------------------------


def read(path: Path, mapped: Mapped, framework: Framework) -> Mapped:
    """``mapped`` with what the file says of it; columns that the file leaves out stay as they are.

    Raises :class:`BadInput` at the first thing that cannot be used, as ``file:line:column: what — how``.
    """
    tree = compose(_text(path), path.name)
    if tree.problems:
        first = tree.problems[0]
        raise BadInput(f"{first.file}:{first.line}:{first.column}: {first.what}", first.mend)
    return _Reader(tree, mapped, framework).read()


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise BadInput(_("“{path}” is a folder").format(path=path), _("name a .yaml file inside it"))
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput(
                _("“{name}” is too long for a map").format(name=path.name), _("write one with --write-map")
            )
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise BadInput(
            _("there is no file “{path}”").format(path=path), _("write one with --write-map")
        ) from None
    except UnicodeDecodeError:
        raise BadInput(
            _("“{name}” is not UTF-8").format(name=path.name), _("save the file with the encoding UTF-8")
        ) from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise EnvironmentFailed(
            _("“{path}” cannot be read: {why}").format(path=path, why=why), _("look at who may read it")
        ) from None


class _Reader:
    """Lays what a file says over a form's columns."""

    def __init__(self, tree: Tree, mapped: Mapped, framework: Framework) -> None:
        self._tree = tree
        self._mapped = mapped
        self._framework = framework

    def read(self) -> Mapped:
        value, marks = self._tree.value, self._tree.marks
        if not isinstance(value, Mapping) or not isinstance(marks, MapMarks):
            raise BadInput(
                _("“{name}” is no map of a form").format(name=self._tree.name),
                _("write one with --write-map"),
            )
        self._known(value, marks, _TOP)
        changed = self._mapped
        if title := self._line(value, "form", TITLE, marks):
            changed = replace(changed, title=title)
        if who := self._word(value, "who", Respondents, marks):
            changed = replace(changed, who=Respondents(who))
        if order := self._word(value, "dates", Order, marks):
            changed = replace(changed, order=Order(order))
        entries, entry_marks = value.get("columns") or (), marks.values.get("columns")
        if entries and not isinstance(entry_marks, ListMarks):
            raise self._wrong(
                marks.keys["columns"], _("columns must be a list"), _("begin each with “- column:”")
            )
        columns = list(changed.columns)
        for entry, own in zip(
            entries, entry_marks.items if isinstance(entry_marks, ListMarks) else (), strict=False
        ):
            place, column = self._column(entry, own, columns)
            columns[place] = column
        return self._checked(replace(changed, columns=tuple(columns)))

    def _column(self, entry: Any, marks: Any, columns: Sequence[Column]) -> tuple[int, Column]:
        if not isinstance(entry, Mapping) or not isinstance(marks, MapMarks):
            start = marks.start if isinstance(marks, MapMarks | ListMarks) else marks
            raise self._wrong(start, _("this is no column"), _("begin it with “- column:”"))
        self._known(entry, marks, _KEYS)
        head = str(entry.get("column") or "")
        places = {plain(own): place for place, each in enumerate(columns) for own in each.heads if own}
        if plain(head) not in places:
            near = nearest(plain(head), places)
            mend = _("did you mean “{near}”?").format(near=columns[places[near]].head) if near else ""
            raise self._wrong(
                marks.start,
                _("the file has no column “{head}”").format(head=head[:60]),
                mend or _("give the heading as the file has it"),
            )
        place = places[plain(head)]
        old = columns[place]
        use = Use(self._word(entry, "as", Use, marks) or old.use.value)
        if use is not Use.QUESTION:
            return place, Column(old.head, use, was=old.was)
        asked = self._word(entry, "asked", Asked, marks) or old.asked.value
        about = old.about
        if "about" in entry:
            about = self._about(entry["about"], marks)
        steps = self._steps(entry["answers"], marks) if "answers" in entry else old.steps
        question = self._line(entry, "question", LINE, marks) or old.question or old.head[:LINE]
        kept = () if asked == Asked.WORDS else steps
        return place, Column(old.head, use, question, Asked(asked), about, kept, was=old.was)

    def _about(self, given: Any, marks: MapMarks) -> str | None:
        if given in (None, ""):
            return None
        if not isinstance(given, str) or given not in self._framework.outcome_of:
            near = nearest(str(given), self._framework.outcome_of)
            raise self._wrong(
                marks.keys["about"],
                _("there is no outcome or look-for “{id}”").format(id=str(given)[:40]),
                _("did you mean {near}?").format(near=near) if near else _("give one such as 4 or 4.2"),
            )
        return given

    def _steps(self, given: Any, marks: MapMarks) -> tuple[Step, ...]:
        if given in (None, ""):
            return ()
        own = marks.values.get("answers")
        if not isinstance(given, Mapping) or not isinstance(own, MapMarks):
            raise self._wrong(
                marks.keys["answers"],
                _("the answers must each say whether they agree"),
                _('write a line for each, such as "Yes": agrees'),
            )
        steps: list[Step] = []
        for answer in given:
            leans = self._word(given, answer, (*Leaning, _NONE), own) or _NONE
            text = clean_text(str(answer))
            if not plain(text) or len(text) > LINE or plain(text) in {plain(step.answer) for step in steps}:
                raise self._wrong(
                    own.keys[answer],
                    _("this is no answer, or is there already"),
                    _("keep each to a few words"),
                )
            steps.append(Step(text, None if leans == _NONE else Leaning(leans)))
        return tuple(steps)

    def _checked(self, mapped: Mapped) -> Mapped:
        for use, what in (
            (Use.WHEN, _("more than one column says when somebody answered")),
            (Use.GROUP, _("more than one column divides people into groups")),
        ):
            if len(mapped.having(use)) > 1:
                raise BadInput(
                    _("{file}: {what}").format(file=self._tree.name, what=what),
                    _("leave one and set the others to “as: ignore”"),
                )
        asked = [plain(column.question) for column in mapped.questions]
        if len(set(asked)) < len(asked):
            raise BadInput(
                _("{file}: two questions have the same words").format(file=self._tree.name),
                _("tell them apart with “question:”"),
            )
        if not asked:
            raise BadInput(
                _("{file}: no column is a question").format(file=self._tree.name),
                _("set “as: question” where people were asked something"),
            )
        return mapped

    # -- one value ---------------------------------------------------------------------------------

    def _known(self, value: Mapping[str, Any], marks: MapMarks, known: Sequence[str]) -> None:
        for key in value:
            if key not in known:
                near = nearest(key, known)
                raise self._wrong(
                    marks.keys[key],
                    _("“{key}” is not known here").format(key=key[:40]),
                    _("did you mean {near}?").format(near=near)
                    if near
                    else _("choose one of: {choices}").format(choices=", ".join(known)),
                )

    def _word(self, value: Mapping[str, Any], key: str, words: Iterable[str], marks: MapMarks) -> str | None:
        given, known = value.get(key), tuple(map(str, words))
        if given in (None, ""):
            return None
        if not isinstance(given, str) or given not in known:
            near = nearest(str(given), known)
            choices = _("choose one of: {choices}").format(choices=", ".join(known))
            raise self._wrong(
                marks.keys[key],
                _("“{key}” cannot be “{given}”").format(key=key[:40], given=str(given)[:40]),
                _("did you mean {near}?").format(near=near) if near else choices,
            )
        return given

    def _line(self, value: Mapping[str, Any], key: str, limit: int, marks: MapMarks) -> str:
        given = value.get(key)
        if given is None:
            return ""
        text = " ".join(clean_text(str(given)).split()) if isinstance(given, str) else ""
        if not text or len(text) > limit:
            raise self._wrong(
                marks.keys[key],
                _("“{key}” is no text that fits").format(key=key),
                _("keep it to {limit} characters").format(limit=limit),
            )
        return text

    def _wrong(self, mark: Mark, what: str, mend: str) -> BadInput:
        return BadInput(f"{self._tree.name}:{mark.line + 1}:{mark.column + 1}: {what}", mend)
