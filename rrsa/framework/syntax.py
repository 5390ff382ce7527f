"""What the YAML parser says, in the words of somebody who writes a framework and no programs."""

from __future__ import annotations

from typing import Any

from rrsa.i18n import _


class _Place:
    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column


def explain_syntax(error: Any, text: str, opened: Any) -> tuple[Any, str, str]:
    """Mark, what and mend for a ``MarkedYAMLError``. Both of PyYAML's parsers are understood; where they
    point at the end of something that was never closed, the mark is where it was opened, or ``opened``, the
    mark of the innermost list or mapping that is still open."""
    problem = str(error.problem or "")
    context = str(error.context or "")
    at = error.problem_mark or error.context_mark or _Place(0, 0)
    began = error.context_mark or at
    quotes = _("put the whole text in quotation marks")
    if "mapping values are not allowed" in problem:
        what = _("a colon followed by a space stands inside a text")
        return at, what, _("put the whole text in quotation marks, or look at the indentation of this line")
    if "tab character" in problem or _character(text, at) == "\t":
        return at, _("a tab stands at the beginning of the line"), _("indent with spaces, two for each level")
    if "cannot start any token" in problem:
        what = _("a text cannot begin with “{character}”").format(character=_character(text, at))
        return at, what, quotes
    if "unexpected end of stream" in problem and "quoted" in context:
        return began, _("this quotation mark is never closed"), _("close it where the text ends")
    if "unexpected document" in problem or "document separator" in problem:
        return began, _("this quotation mark is never closed"), _("close it where the text ends")
    if "flow node" in context and at.line >= text.rstrip().count("\n") + 1:
        what = _("the file ends before this is closed")
        return opened or at, what, _("close it with ] or }, or put the text in quotation marks")
    if "mapping keys are not allowed" in problem:
        return at, _("a question mark followed by a space stands here"), quotes
    if "directive" in problem or "directive" in context:
        return _Place(at.line, 0), _("a line cannot begin with “%”"), quotes
    if "flow node" in context or "node content" in problem:
        what = _("“{character}” stands where a text is expected").format(character=_character(text, at))
        return at, what, _("take it out, or put the whole text in quotation marks")
    if "flow sequence" in context:
        return began, _("this bracket [ is not closed"), _("close it with ], with commas between the items")
    if "flow mapping" in context:
        return (
            began,
            _("this brace { is not closed"),
            _("close it with }, or put the text in quotation marks"),
        )
    if "':'" in problem:
        return (
            began,
            _("this line has no colon"),
            _("write it as “key: text”, or indent it to go on with the text above"),
        )
    if "escape" in problem:
        return (
            at,
            _("a backslash stands in a text in double quotation marks"),
            _("use single quotation marks there"),
        )
    if "alias" in context or "anchor" in context:
        return (
            began,
            _("a text cannot begin with “{character}”").format(character=_character(text, began)),
            quotes,
        )
    if "entries are not allowed" in problem:
        return at, _("a list cannot begin here"), _("put “- ” on a line of its own, indented below its key")
    if "block collection" in context:
        return at, _("this line stands among the items of a list"), _("begin it with “- ”, or indent it less")
    if "block mapping" in context:
        what = _("this does not fit what stands above it")
        return at, what, _("look at the indentation, and at quotation marks that close too early")
    if "block scalar" in context:
        return at, _("only a line break may follow | or >"), _("begin the text on the next line, indented")
    if "tag" in problem or "tag" in context:
        return (
            at,
            _("a tag stands here"),
            _("take it out; if it is text that begins with !, put it in quotation marks"),
        )
    if "document" in problem:
        return at, _("a second document begins here"), _("keep one framework in a file")
    what = _("this is not YAML: {problem}").format(problem=problem)
    return at, what, _("look at the indentation and the quotation marks here and on the line above")


def _character(text: str, mark: Any) -> str:
    lines = text.split("\n")
    if mark.line >= len(lines):
        return ""
    return str(lines[mark.line][mark.column : mark.column + 1])
