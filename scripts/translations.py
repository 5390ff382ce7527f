"""Brings every translation up to date with ``rrsa/locale/rrsa.pot`` and compiles it.

    python scripts/translations.py            # new texts into each .po, then each .mo
    python scripts/translations.py --check    # exit 1 and one line if a translation is not whole
    python scripts/translations.py --missing  # the texts that still wait for a translator
    python scripts/translations.py --add cy   # begin one: an empty rrsa/locale/cy/LC_MESSAGES/rrsa.po

Only the ``.po`` is written by people. Its top, up to the first empty line, stays as it is written there; the
``.mo`` is made from it and kept beside it, so that a checkout speaks the language with nothing to be built.
Neither holds a date, so both change only when a text does. How to translate: ``docs/how-to/translate.md``.
"""

from __future__ import annotations

import io
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po, write_po

LOCALES = Path(__file__).resolve().parent.parent / "rrsa" / "locale"
PLACE = Path("LC_MESSAGES") / "rrsa.po"
HEADER = """\
# {language}. Say here who translates, and which word stands for which.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"X-Note: \\n"
"""

_KEPT = re.compile(
    r"\{\w+(?::\w+)?\}|[{}]|--[a-z][a-z-]*|\[/?b\]|\*\*|\bRRSA_[A-Z]+|\b(?:SETTING|GRADE|CHANGESET)\b|\n"
)
"""What a program or its reader takes letter by letter: placeholders, options, markup, line breaks."""


def template(locales: Path = LOCALES) -> Catalog:
    """Every text of the interface."""
    with (locales / "rrsa.pot").open("rb") as file:
        return read_po(file)


def translations(locales: Path = LOCALES) -> list[Path]:
    """The ``.po`` of every language."""
    return sorted(locales.glob(f"*/{PLACE.as_posix()}"))


def halves(po: Path) -> tuple[str, Catalog]:
    """The top of a ``.po`` as it is written, and its texts."""
    text = po.read_text(encoding="utf-8")
    try:
        catalogue = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    except PoFileError as problem:
        raise SystemExit(f"{shown(po)}: {problem} — mend that line") from None
    return text.partition("\n\n")[0] + "\n", catalogue


def updated(po: Path, pot: Catalog) -> str:
    """The ``.po`` with the texts of the template: translations stay, and so do, marked ``#~``, those of texts
    that are gone, because a text that was changed a little is translated soonest from its earlier self. One
    that comes back, or that was translated before it was collected, has its translation again at once.
    """
    top, catalogue = halves(po)
    catalogue.update(pot, no_fuzzy_matching=True)
    for key, old in list(catalogue.obsolete.items()):
        message = catalogue.get(old.id, old.context)
        if message is not None:
            message.string = message.string if whole(message) else old.string
            del catalogue.obsolete[key]
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, sort_by_file=True, include_lineno=False)
    return f"{top}\n{out.getvalue().decode()}".rstrip("\n") + "\n"


def compiled(po: Path) -> bytes:
    """The ``.mo`` of a ``.po``: the GNU format, sorted, without a hash table; texts marked fuzzy stay out."""
    top, catalogue = halves(po)
    header = next(iter(read_entries(top)))
    texts = {"": header}
    for message in catalogue:
        if message.id and whole(message) and not message.fuzzy:
            one, *more = forms(message.id)
            key = "\0".join((one, *more))
            texts[f"{message.context}\4{key}" if message.context else key] = "\0".join(forms(message.string))
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    at = 28 + 16 * len(pairs)
    tables: list[bytes] = []
    for side in range(2):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[side]), at))
            at += len(pair[side]) + 1
    counts = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28 + 16 * len(pairs))
    return counts + b"".join(tables) + b"".join(pair[side] + b"\0" for side in range(2) for pair in pairs)


def read_entries(top: str) -> Iterator[str]:
    """The header's own text, as it is written: babel would leave out fields that it does not know."""
    lines = re.findall(r'^"(.*)"$', top, re.MULTILINE)
    yield "".join(lines).replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


# -- faults ----------------------------------------------------------------------------------------


def forms(text: object) -> tuple[str, ...]:
    """A text, or each of its plural forms."""
    return tuple(str(each or "") for each in text) if isinstance(text, list | tuple) else (str(text or ""),)


def whole(message: Message) -> bool:
    """Whether every form is filled in."""
    return all(forms(message.string))


def kept(text: str) -> list[str]:
    """What a translation must keep, in any order."""
    return sorted(_KEPT.findall(text))


def faults(po: Path, pot: Catalog) -> list[str]:
    """What a reader would stumble over, a line for each text."""
    found = []
    catalogue = halves(po)[1]
    for source in pot:
        if not source.id:
            continue
        begin = f"“{forms(source.id)[0]}”"
        message = catalogue.get(source.id, source.context)
        if message is None or not whole(message):
            found.append(f"{begin} is not translated")
        elif message.fuzzy:
            found.append(f"{begin} is marked fuzzy")
        elif isinstance(message.id, tuple) and len(forms(message.string)) != catalogue.num_plurals:
            found.append(f"{begin} has not the {catalogue.num_plurals} forms of the language")
        else:
            found += (f"{begin} {fault}" for fault in unlike(source.id, message.string))
    return found


def unlike(source: object, translated: object) -> Iterator[str]:
    """Where a translation does not keep what its source holds. A form may follow either English form."""
    meant = [kept(each) for each in forms(source)]
    outer = {(each[:1].isspace(), each[-1:].isspace()) for each in forms(source)}
    for form in forms(translated):
        if kept(form) not in meant:
            yield f"does not keep {', '.join(meant[-1]) or 'its plain text'} in “{form}”"
        if (form[:1].isspace(), form[-1:].isspace()) not in outer:
            yield f"begins or ends with another space in “{form}”"


# -- what can be done ------------------------------------------------------------------------------


def shown(path: Path) -> str:
    """A path as people read it, from where they stand."""
    return path.relative_to(LOCALES.parent.parent).as_posix() if path.is_relative_to(LOCALES) else str(path)


def check(locales: Path = LOCALES) -> str | None:
    """The first thing that is wrong, and how to mend it; ``None`` where all is well."""
    pot = template(locales)
    for po in translations(locales):
        mo = po.with_suffix(".mo")
        if found := faults(po, pot):
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            return f"{shown(po)}: {found[0]}{more} — see docs/how-to/translate.md"
        if po.read_text(encoding="utf-8") != updated(po, pot):
            return f"{shown(po)}: not in the order of rrsa.pot — run python scripts/translations.py"
        if not mo.is_file() or mo.read_bytes() != compiled(po):
            return f"{shown(mo)}: not made from its .po — run python scripts/translations.py"
    return None


def missing(locales: Path = LOCALES) -> Iterator[str]:
    """What a translator has still to do, in the order of the files where it is said."""
    pot = template(locales)
    for po in translations(locales):
        yield from (f"{shown(po)}: {fault}" for fault in faults(po, pot))


def write(locales: Path = LOCALES) -> Iterator[str]:
    """Every ``.po`` and ``.mo``, with a line on each."""
    pot = template(locales)
    for po in translations(locales):
        po.write_text(updated(po, pot), encoding="utf-8", newline="\n")
        po.with_suffix(".mo").write_bytes(compiled(po))
        total = sum(1 for message in pot if message.id)
        yield f"{shown(po)}: {total - len(faults(po, pot))} of {total} texts"


def add(code: str, locales: Path = LOCALES) -> str:
    """An empty translation, with the language's own plural forms."""
    po = locales / code / PLACE
    if po.exists():
        raise SystemExit(f"{shown(po)} is there already — fill it in")
    try:
        language = Locale.parse(code).english_name
    except (UnknownLocaleError, ValueError):
        raise SystemExit(f"“{code}” is no language code — write one such as cy or pl") from None
    po.parent.mkdir(parents=True)
    top = HEADER.format(language=language, code=code, plurals=get_plural(code))
    po.write_text(f"{top}\n", encoding="utf-8", newline="\n")
    return shown(po)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--check"]:
            problem = check()
            if problem:
                print(problem, file=sys.stderr)
            return 1 if problem else 0
        case ["--missing"]:
            lines = list(missing())
        case ["--add", code]:
            lines = [f"{add(code)}: fill it in, then run python scripts/translations.py", *write()]
        case []:
            lines = list(write())
        case _:
            print("give nothing, --check, --missing or --add CODE", file=sys.stderr)
            return 2
    print(*lines, sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
