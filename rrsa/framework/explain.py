"""What the models refuse, in plain words and with the place in the file where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from rrsa import vocabulary
from rrsa.framework.compose import ListMarks, MapMarks, Mark, Marks, Tree
from rrsa.framework.problems import Problem, listed, nearest, quoted
from rrsa.i18n import _, ngettext

if TYPE_CHECKING:
    from pydantic import ValidationError

_UNKNOWN = "unexpected_keyword_argument"
"""How pydantic calls a key that a model does not have."""

Loc = tuple[str | int, ...]
Said = tuple[str, str]


class _At(NamedTuple):
    """One refusal: where, with what bounds, and what was given."""

    loc: Loc
    ctx: Mapping[str, Any]
    value: Any


def explain(tree: Tree, error: ValidationError, root: type[Any]) -> list[Problem]:
    """One problem for each mistake behind ``error``, which came from validating ``tree`` as ``root``."""
    refused = {(problem.line, problem.column) for problem in tree.problems}
    errors = error.errors(include_url=False)
    meant = {(tuple(e["loc"][:-1]), _meant(tree, root, e["loc"])) for e in errors if e["type"] == _UNKNOWN}
    found: list[Problem] = []
    for entry in errors:
        loc: Loc = entry["loc"]
        kind: str = entry["type"]
        if kind == "missing" and ((loc[:-1], loc[-1]) in meant or _incomplete(tree, loc[:-1])):
            continue  # it is there, misspelt or refused, and that has been said
        if kind == "too_short" and (
            len(entry["input"]) >= entry["ctx"]["min_length"] or _incomplete(tree, loc)
        ):
            continue  # its items are there, and what is wrong with them has been said
        mark = _mark(tree, loc, kind)
        if (mark.line + 1, mark.column + 1) in refused:
            continue
        what, mend = _say(tree, root, loc, kind, entry)
        found.append(Problem(tree.name, mark.line + 1, mark.column + 1, what, mend))
    return found


def _start(marks: Marks) -> Mark:
    return marks.start if isinstance(marks, MapMarks | ListMarks) else marks


def _mark(tree: Tree, loc: Loc, kind: str) -> Mark:
    """The value's mark; for an unknown or impossible key the key's; for a missing one the mapping's."""
    marks: Any = tree.marks
    for index, step in enumerate(loc):
        if isinstance(marks, MapMarks) and isinstance(step, str) and step in marks.values:
            of_key = loc[index + 1 :] == ("[key]",) or (kind == _UNKNOWN and index == len(loc) - 1)
            if of_key:
                return marks.keys[step]
            marks = marks.values[step]
        elif isinstance(marks, ListMarks) and isinstance(step, int) and step < len(marks.items):
            marks = marks.items[step]
        else:
            break
    return _start(marks)


def _incomplete(tree: Tree, loc: Loc) -> bool:
    marks: Any = tree.marks
    for step in loc:
        if isinstance(marks, MapMarks) and isinstance(step, str):
            marks = marks.values.get(step)
        elif isinstance(marks, ListMarks) and isinstance(step, int):
            marks = marks.items[step]
    return isinstance(marks, MapMarks | ListMarks) and marks.incomplete


def _value(tree: Tree, loc: Loc) -> Any:
    value = tree.value
    for step in loc:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def model_in(annotation: Any) -> type[Any] | None:
    """The model that is named somewhere within a field's type."""
    from rrsa.framework.plain import Model

    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def _keys(tree: Tree, root: type[Any], loc: Loc) -> list[str]:
    """The keys that could stand in the mapping at ``loc`` and do not yet."""
    from rrsa.framework.validation import keys_of

    model: type[Any] | None = root
    for step in loc:
        if model is not None and isinstance(step, str):
            known = keys_of(model)
            model = model_in(known[step]) if step in known else None
    if model is None:
        return []
    there = _value(tree, loc)
    taken = there if isinstance(there, dict) else {}
    return [key for key in keys_of(model) if key not in taken]


def _meant(tree: Tree, root: type[Any], loc: Loc) -> str | None:
    return nearest(str(loc[-1]), _keys(tree, root, loc[:-1]))


def _label(loc: Loc) -> str:
    """How the place is called: the nearest key."""
    names = [step for step in loc if isinstance(step, str) and step != "[key]"]
    return quoted(names[-1]) if names else _("the file")


def _say(tree: Tree, root: type[Any], loc: Loc, kind: str, entry: Mapping[str, Any]) -> Said:
    if kind == "missing":
        return _missing(tree, loc)
    if kind == _UNKNOWN:
        return _unknown(tree, root, loc)
    if kind in _SAY:
        return _SAY[kind](_At(loc, entry.get("ctx", {}), entry["input"]))
    return _("{key} cannot be read: {why}").format(key=_label(loc), why=entry["msg"]), ""


def _missing(tree: Tree, loc: Loc) -> Said:
    parent = _value(tree, loc[:-1])
    name = parent.get("id") or parent.get("name") or parent.get("title") if isinstance(parent, dict) else None
    key = quoted(str(loc[-1]))
    if isinstance(name, str) and len(loc) > 1 and loc[-1] != "id":
        what = _("{key} is missing in {name}").format(key=key, name=quoted(name))
    else:
        what = _("{key} is missing").format(key=key)
    return what, _("add a line “{key}: …” here").format(key=loc[-1])


def _unknown(tree: Tree, root: type[Any], loc: Loc) -> Said:
    what = _("{key} is not a key that is known here").format(key=quoted(str(loc[-1])))
    meant = _meant(tree, root, loc)
    if meant:
        return what, _("did you mean “{key}”?").format(key=meant)
    keys = _keys(tree, root, loc[:-1])
    if keys:
        return what, _("take it out, or use one of {keys}").format(keys=listed(keys, _("or")))
    return what, _("take it out")


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return _("a list")
    if isinstance(value, dict):
        return _("a set of keys")
    return quoted(str(value)) if str(value).strip() else _("nothing")


def _wrong(loc: Loc, value: Any, expected: str) -> str:
    if "[key]" in loc:
        return _("{value} cannot stand here").format(value=_label(loc))
    if isinstance(loc[-1] if loc else "", int):
        what = _("an item of {key} is {value} where {expected} is expected")
    else:
        what = _("{key} is {value} where {expected} is expected")
    return what.format(key=_label(loc), value=_shown(value), expected=expected)


def _list_type(at: _At) -> Said:
    return _wrong(at.loc, at.value, _("a list")), _("begin each item on a line of its own with “- ”")


def _keys_type(at: _At) -> Said:
    if not at.loc:
        return _("the file does not begin with keys"), _("begin with the lines id:, version: and title:")
    return _wrong(at.loc, at.value, _("a set of keys")), _("write “key: value” lines, indented below it")


def _text_type(at: _At) -> Said:
    mend = _("write it as one text; if it holds a colon or a bracket, put it in quotation marks")
    return _wrong(at.loc, at.value, _("a text")), mend


def _whole_type(at: _At) -> Said:
    return _wrong(at.loc, at.value, _("a whole number")), _("write it in digits, such as 3")


def _flag_type(at: _At) -> Said:
    return _wrong(at.loc, at.value, _("true or false")), _("write true or false")


def _share_type(at: _At) -> Said:
    return _wrong(at.loc, at.value, _("a number")), _("write a number such as 0.6 or 3/5")


def _word_type(at: _At) -> Said:
    words = [str(word) for word in getattr(vocabulary, at.ctx["class"], ())]
    if not words:
        return _share_type(at)
    return _one_of(at, words)


def _literal(at: _At) -> Said:
    return _one_of(at, str(at.ctx["expected"]).split("'")[1::2])


def _one_of(at: _At, words: list[str]) -> Said:
    expected = listed(words, _("or"))
    what = _wrong(at.loc, at.value, _("one of a few words"))
    given = _label(at.loc)[1:-1] if "[key]" in at.loc else at.value
    meant = nearest(given, words) if isinstance(given, str) else None
    if meant:
        return what, _("did you mean “{word}”? It can be {words}").format(word=meant, words=expected)
    return what, _("write {words}").format(words=expected)


def _number_bound(sign: str) -> Callable[[_At], Said]:
    def say(at: _At) -> Said:
        bound = at.ctx[sign]
        mend = {
            "ge": _("write a number of at least {bound}"),
            "gt": _("write a number above {bound}"),
            "le": _("write a number of at most {bound}"),
            "lt": _("write a number below {bound}"),
        }[sign].format(bound=bound)
        what = _("{key} cannot be {value}").format(
            key=_label(at.loc[:-1] if "[key]" in at.loc else at.loc), value=_shown(at.value)
        )
        return what, mend

    return say


def _text_short(at: _At) -> Said:
    return _("{key} is empty").format(key=_label(at.loc)), _("write the text behind it, or take the line out")


def _text_long(at: _At) -> Said:
    most = at.ctx["max_length"]
    what = ngettext(
        "{key} has {have} characters, more than {most}", "{key} has {have} characters, more than {most}", most
    ).format(key=_label(at.loc), have=len(at.value), most=most)
    return what, _("shorten it")


def _pattern(at: _At) -> Said:
    what = _("{key} cannot be {value}").format(key=_label(at.loc), value=_shown(at.value))
    if at.loc[-1] == "language":
        return what, _("write a language code such as en-GB")
    return what, _("use letters, digits, dots and hyphens only, without spaces")


def _few(at: _At) -> Said:
    least = at.ctx["min_length"]
    what = _("{key} has {have}").format(key=_label(at.loc), have=_entries(len(at.value)))
    return what, _("give at least {least}").format(least=_entries(least))


def _many(at: _At) -> Said:
    what = _("{key} has {have}").format(key=_label(at.loc), have=_entries(len(at.value)))
    return what, _("give at most {most}").format(most=_entries(at.ctx["max_length"]))


def _entries(n: int) -> str:
    return ngettext("{n} entry", "{n} entries", n).format(n=n)


def _own(at: _At) -> Said:
    """A message of the models' own, in the form ``what — mend``."""
    what, _dash, mend = str(at.ctx["error"]).partition(" — ")
    return what, mend


_SAY: Mapping[str, Callable[[_At], Said]] = {
    "tuple_type": _list_type,
    "dataclass_type": _keys_type,
    "dict_type": _keys_type,
    "mapping_type": _keys_type,
    "string_type": _text_type,
    "int_type": _whole_type,
    "bool_type": _flag_type,
    "is_instance_of": _word_type,
    "literal_error": _literal,
    "greater_than": _number_bound("gt"),
    "greater_than_equal": _number_bound("ge"),
    "less_than": _number_bound("lt"),
    "less_than_equal": _number_bound("le"),
    "string_too_short": _text_short,
    "string_too_long": _text_long,
    "string_pattern_mismatch": _pattern,
    "too_short": _few,
    "too_long": _many,
    "value_error": _own,
}
