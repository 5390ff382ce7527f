"""What the gate has to say, in lines: how much was held back and why, which names were found and where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from rrsa.exchange.gate.leaving import Hit, Leaving
from rrsa.i18n import _, ngettext
from rrsa.portfolio.privacy import Why


def why_words(why: Why) -> str:
    """A reason, as it stands before its count."""
    return {
        Why.REFUSED: _("consent was refused"),
        Why.WITHDRAWN: _("consent was taken back"),
        Why.NOT_KNOWN: _("consent is not known and a child could be recognised"),
        Why.NAME: _("a name was found inside"),
        Why.NOT_CLEAN: _("what it hides cannot be taken out"),
    }[why]


def held_sentence(held: Mapping[Why, int]) -> str:
    """How many pieces of evidence were held back, and why; never which."""
    n = sum(count for why, count in held.items() if not why.of_file)
    if not n:
        return _("Nothing was held back.")
    return ngettext(
        "{n} piece of evidence was held back: {reasons}.",
        "{n} pieces of evidence were held back: {reasons}.",
        n,
    ).format(n=n, reasons=_reasons(held, files=False))


def files_sentence(held: Mapping[Why, int]) -> str:
    """How many files of pieces that leave were held back, and why; empty where none was."""
    n = sum(count for why, count in held.items() if why.of_file)
    if not n:
        return ""
    return ngettext(
        "{n} file was held back, though its piece is listed: {reasons}.",
        "{n} files were held back, though their pieces are listed: {reasons}.",
        n,
    ).format(n=n, reasons=_reasons(held, files=True))


def _reasons(held: Mapping[Why, int], *, files: bool) -> str:
    return ", ".join(
        _("{why} ({n})").format(why=why_words(why), n=held[why])
        for why in Why
        if why.of_file is files and held.get(why)
    )


def held_lines(
    held: Mapping[Why, int], hits: Collection[Hit] = (), unread: int = 0, *, screen: bool = True
) -> list[str]:
    """What is said after something has gone out, a sentence a line. With ``screen`` it says that figures on
    the screen may be higher."""
    lines = [held_sentence(held)]
    if screen and any(count for why, count in held.items() if not why.of_file):
        lines[0] += " " + _("Figures on screen may be higher.")
    if said := files_sentence(held):
        lines.append(said)
    if unread:
        lines.append(unread_sentence(unread))
    out = sum(not hit.kept and hit.cell is not None for hit in hits)
    kept = sum(hit.kept for hit in hits)
    if out:
        lines.append(
            ngettext(
                "{n} name of your list was taken out of the texts.",
                "{n} names of your list were taken out of the texts.",
                out,
            ).format(n=out)
        )
    if kept:
        lines.append(
            ngettext("{n} name stays in, as you said.", "{n} names stay in, as you said.", kept).format(
                n=kept
            )
        )
    return lines


def leaving_lines(leaving: Leaving) -> list[str]:
    """The same of a portfolio on its way out."""
    return held_lines(leaving.held, leaving.hits, leaving.unread)


def unread_sentence(n: int) -> str:
    """How many files nobody but a person can look into."""
    return ngettext(
        "{n} file could not be looked into for names, such as a photo or a scanned page: look at it "
        "yourself.",
        "{n} files could not be looked into for names, such as photos and scanned pages: look at them "
        "yourself.",
        n,
    ).format(n=n)


def hit_line(hit: Hit) -> str:
    """``Isla MacRae: Evidence E4K7M2Q9X-C · What it shows: “… when Isla drew the …”``."""
    words = _("{name}: {where}: “{around}”").format(name=hit.name, where=hit.where, around=hit.around)
    if hit.kept:
        return _("{hit} (stays in)").format(hit=words)
    return words if hit.cell is not None else _("{hit} (the file stays here)").format(hit=words)


def hit_lines(hits: Sequence[Hit], most: int = 200) -> list[str]:
    """A line for each find, and how many more there are."""
    lines = [hit_line(hit) for hit in hits[:most]]
    if len(hits) > most:
        more = len(hits) - most
        lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    return lines


def no_list_words(file: Path) -> str:
    """That nothing was looked for, and where the list would be."""
    return _(
        "No names were looked for: there is no list yet. rrsa names SETTING add NAME begins one, in {file}."
    ).format(file=file)
