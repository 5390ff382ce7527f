"""A file of choices: what becomes of each thing that waits. Read with its lines, and written to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rrsa.cli import output
from rrsa.errors import BadInput, EnvironmentFailed, NotFound
from rrsa.i18n import _

if TYPE_CHECKING:
    from rrsa.exchange.returning.preview import Difference, Preview

_LARGEST = 4 * 1024 * 1024  # bytes
_WORDS = 300  # characters of a side that a comment repeats


class Choice(NamedTuple):
    """What was chosen for a key, and the line where that stands."""

    key: str
    choice: str
    line: int


def read_choices(path: Path) -> list[Choice]:
    """The choices in a YAML or JSON file; those that nobody has made yet are left out.

    Raises :class:`BadInput` with the file's name and line.
    """
    import yaml

    text = _text(path)
    how = _("write a line for each choice, such as outcome/4/line: mine")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise _wrong(path, line, _("this cannot be read"), how) from None
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(path, node.start_mark.line + 1, _("this is no list of choices"), how)
    found: list[Choice] = []
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise _wrong(
                path, line, _("a choice is one word"), _("write mine, theirs, or the name of a workbook")
            )
        name = str(key.value).strip()
        if name in seen:
            raise _wrong(
                path, line, _("“{key}” is chosen twice").format(key=name[:80]),
                _("the first time in line {line}; leave one of the two").format(line=seen[name]),
            )  # fmt: skip
        seen[name] = line
        choice = str(value.value).strip()
        if choice not in ("", "~", "null"):
            found.append(Choice(name, choice, line))
    return found


def for_previews(
    path: Path | None, choices: Sequence[Choice], previews: Sequence[Preview]
) -> list[dict[str, str]]:
    """The choices that belong to each preview: by their keys, or by ``SETTING:KEY`` where there are several.

    Raises :class:`BadInput` with file and line for one that belongs to none.
    """
    from rrsa.exchange.returning.preview import UnknownChoice, check_choices

    found: list[dict[str, str]] = [{} for _preview in previews]
    known = [{each.key: each for each in preview.differences} for preview in previews]
    for key, choice, line in choices:
        setting, colon, inner = key.partition(":")
        meant = False
        for preview, keys, own in zip(previews, known, found, strict=True):
            name = inner if colon and setting == preview.setting else key
            if name in keys:
                own[name] = choice
                meant = True
                try:
                    check_choices((keys[name],), {name: choice})
                except UnknownChoice as problem:
                    raise _wrong(path, line, problem.what, problem.mend) from None
        if not meant and _could_be(inner if colon else key):
            # It was one before, and is so by now: the same command twice does no harm.
            output.note(f"{path}:{line}: " + _("nothing differs at “{key}”").format(key=key))
        elif not meant:
            try:
                check_choices([each for p in previews for each in p.differences], {key: choice})
            except UnknownChoice as problem:
                raise _wrong(path, line, problem.what, problem.mend) from None
    return found


def _could_be(key: str) -> bool:
    """Whether a key is formed as those of differences are."""
    from rrsa.portfolio.records import SPECS

    parts = key.split("/")
    if len(parts) != 3:
        return False
    if parts[0] == "missing":
        return parts[1] in SPECS
    return parts[2] in SPECS.get(parts[0], ()) or (parts[0], parts[2]) == ("evidence", "for")


def check_new(path: Path) -> None:
    """Raises :class:`BadInput` where no file of choices can be written: nothing is ever overwritten."""
    if path.exists() or path.is_dir():
        raise BadInput(
            _("“{name}” is there already").format(name=path),
            _("choose another name, so that no choice of yours is lost"),
        )
    if not path.parent.is_dir():
        raise BadInput(
            _("there is no folder “{folder}”").format(folder=path.parent),
            _("make it first, or choose another"),
        )


def write_choices(path: Path, previews: Sequence[Preview], *, command: str = "rrsa import … --apply") -> int:
    """Writes what waits as a file to fill in, for ``command``; says how much that is."""
    from rrsa.exchange.target import write_whole

    check_new(path)
    waiting = [(preview, each) for preview in previews for each in preview.conflicts]
    lines = [
        _("# Behind each colon, write which side it takes; what is left empty waits."),
        _("# Then: {command} --choices {name}").format(command=command, name=path.name),
    ]
    for number, (preview, difference) in enumerate(waiting, start=1):
        lines += ["", *_to_choose(number, difference)]
        prefix = f"{preview.setting}:" if len(previews) > 1 else ""
        lines.append(f"{prefix}{difference.key}:  # {', '.join(difference.choices)}")
    write_whole(path, ("\n".join(lines) + "\n").encode("utf-8"))
    return len(waiting)


def _to_choose(number: int, difference: Difference) -> Iterator[str]:
    from rrsa.cli.importing_words import one_line

    base, mine, theirs = _("base"), _("mine"), _("theirs")
    yield f"# {number}. {one_line(difference.about, _WORDS)}"
    if difference.base is not None:
        yield f"#    {base}: {one_line(difference.base, _WORDS)}"
    yield f"#    {mine}: {one_line(difference.mine, _WORDS)}"
    several = len(difference.theirs) > 1
    for n, side in enumerate(difference.theirs, start=1):
        label = f"{theirs}:{n}" if several else theirs
        words = one_line(side.words, _WORDS) or _("(nothing)")
        yield f"#    {label}: {words} ({one_line(side.who, 80)}, {side.workbook}, {side.place})"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(
                _("“{name}” is too large for a file of choices").format(name=path), _("check the name")
            )
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(_("there is no file “{name}”").format(name=path), _("check the name")) from None
    except IsADirectoryError:
        raise BadInput(_("“{name}” is a folder").format(name=path), _("name a file")) from None
    except UnicodeDecodeError:
        raise BadInput(
            _("“{name}” is not a text file").format(name=path), _("save it as UTF-8 text")
        ) from None
    except OSError as problem:
        raise EnvironmentFailed(
            _("“{name}” cannot be read: {why}").format(name=path, why=problem.strerror or problem),
            _("copy it to a folder of your own"),
        ) from None


def _wrong(path: Path | None, line: int, what: str, mend: str) -> BadInput:
    return BadInput(f"{path}:{line}: {what}" if path is not None else what, mend)
