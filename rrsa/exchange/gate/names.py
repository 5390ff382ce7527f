"""A setting's own list of names to look for: a private file on this machine, in no database, backup or pack.

One name a line, in UTF-8; what stands behind ``#`` is a remark. People may edit it with any editor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

from rrsa import paths
from rrsa.atomic import write_private
from rrsa.errors import BadInput, EnvironmentFailed
from rrsa.evidence_files import stored_name
from rrsa.exchange.gate.matching import Found, Matcher
from rrsa.i18n import _
from rrsa.portfolio.checks import clean_text

MOST = 5_000
"""Names on one list."""
_LONGEST = 120  # characters of a name
_LARGEST = 1024 * 1024  # bytes of the file
_FIRST_LINES = (
    "# Names that must not leave, one a line: children first, and whoever else can be recognised.",
    "# This list stays on this machine. It is in no database, backup, workbook or pack.",
)


class Names:
    """The list of one setting, read when it is asked for."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @classmethod
    def of(cls, setting_id: str) -> Names:
        """The list of a setting; there need not be one yet."""
        return cls(paths.data_dir() / "names" / f"{stored_name(setting_id)}.txt")

    def all(self) -> tuple[str, ...]:
        """The names, in the order of the file, each once.

        Raises :class:`EnvironmentFailed` where there is a list that cannot be read, since nothing may leave
        unlooked at then.
        """
        return self._all

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for line in self._lines() if (name := _name(line))))

    def find(self, text: str) -> tuple[Found, ...]:
        """The names of the list that ``text`` holds."""
        return self.matcher().find(text)

    def matcher(self, public: Iterable[str] = ()) -> Matcher:
        """The list, ready to be looked for; ``public`` are words that are no finds."""
        return Matcher(self.all(), public)

    def add(self, names: Iterable[str]) -> tuple[str, ...]:
        """Puts names on the list; returns those that were not there. Raises :class:`BadInput`."""
        wanted = dict.fromkeys(map(_checked, names))
        known = {name.casefold() for name in self.all()}
        new = tuple(name for name in wanted if name.casefold() not in known)
        if len(known) + len(new) > MOST:
            raise BadInput(
                _("a list holds at most {n} names").format(n=MOST), _("take off those who have left")
            )
        if new:
            self._write([*(self._lines() or _FIRST_LINES), *new])
        return new

    def remove(self, names: Iterable[str]) -> tuple[str, ...]:
        """Takes names off the list; returns those that were on it. Raises :class:`BadInput` for one that is
        not."""
        gone = {clean_text(name).casefold() for name in names}
        taken = tuple(name for name in self.all() if name.casefold() in gone)
        missing = gone - {name.casefold() for name in taken}
        if missing:
            first = next(name for name in names if clean_text(name).casefold() in missing)
            raise _not_on_it(first)
        self._write([line for line in self._lines() if _name(line).casefold() not in gone])
        return taken

    def _lines(self) -> list[str]:
        try:
            if self.file.stat().st_size > _LARGEST:
                raise BadInput(
                    _("the list of names “{file}” is too large").format(file=self.file),
                    _("it holds one name a line, and nothing else"),
                )
            content = self.file.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise EnvironmentFailed(
                _("the list of names “{file}” cannot be read: {why}").format(
                    file=self.file, why=problem.strerror or problem
                ),
                _("without it nothing is looked for, so nothing leaves"),
            ) from None
        return _decoded(content).splitlines()

    def _write(self, lines: Iterable[str]) -> None:
        try:
            write_private(self.file, "".join(f"{line}\n" for line in lines))
        except OSError as problem:
            raise EnvironmentFailed(
                _("the list of names “{file}” cannot be written: {why}").format(
                    file=self.file, why=problem.strerror or problem
                ),
                _("make some room on the disk, or ask who looks after this machine"),
            ) from None
        self.__dict__.pop("_all", None)


def check_kept(matcher: Matcher, keep: Collection[str]) -> frozenset[str]:
    """The entries of the list that ``keep`` names. Raises :class:`BadInput` for one that is not on it: a
    name that is mistyped would otherwise be taken out all the same, unnoticed."""
    kept: set[str] = set()
    for given in keep:
        entries = matcher.entry(given)
        if not entries:
            raise _not_on_it(given)
        kept.update(entries)
    return frozenset(kept)


def _not_on_it(name: str) -> BadInput:
    return BadInput(
        _("“{name}” is not on the list of names").format(name=clean_text(name)[:60]),
        _("rrsa names SETTING list shows who is"),
    )


def _name(line: str) -> str:
    return " ".join(line.partition("#")[0].split())


def _checked(given: str) -> str:
    name = " ".join(clean_text(given).split())
    if "#" in name or not any(c.isalpha() for c in name):
        raise BadInput(_("“{name}” is no name").format(name=name[:60]), _("give a name as it is written"))
    if len(name) > _LONGEST:
        raise BadInput(_("“{name}…” is too long for a name").format(name=name[:40]), _("give one at a time"))
    return name


def _decoded(content: bytes) -> str:
    """UTF-8, or what older editors on Windows save."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
