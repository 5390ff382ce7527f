"""Finding names in a text: whole words, whatever the case, the accents, the apostrophes and the line breaks.

A text is folded (no accents, no capitals, one kind of apostrophe and dash) and cut into words; only a word
that some name begins with is looked at more closely. So thousands of cells cost little, however long the
list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LEAST = 3
"""Letters that the first word of a longer name must have to be looked for alone."""
_JOINED = 6
"""Letters from which a name of several words is found written as one, as in the name of a file."""

_PIECE = 200_000  # characters that are gone through at once
_OVERLAP = 400  # characters of the next piece, so that no name is cut
_LAST_GAP = re.compile(r".*\s", re.DOTALL)

_APOSTROPHES = frozenset("'’‘‛ʼʹʻ`´＇′")
_DASHES = frozenset("-‐‑‒–—―−﹘﹣－")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
"""Letters that people write plainly where their keyboard has none, and that Unicode does not take apart."""
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_PARTS = r"['\s-]*"  # O'Neil, ONeil, O Neil; Anne-Marie, Anne Marie, AnneMarie
_BETWEEN_WORDS = r"['\s.,_-]"
_COMMA = r"['\s]*,\s*"
_ANY_LETTER_ENDS = r"(?![^\W_])"
_WORDS = """
april art august autumn bill bob dale dawn dean dusty eve faith fern frank gene grace grant guy
hazel heather hope iris ivy jack jade jasmine jay jean jo joy june lily march mark may melody miles
mind nick olive pat pearl penny pip poppy rain ray rich rob robin rod rose ruby rue rusty sage sandy
sky skye star storm sue summer tiger tim victor violet wade will willow winter wren
"""
_ORDINARY = frozenset(_WORDS.split())
"""Names that are everyday words too: they count only where they are written with a capital."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""Scripts that put no space between words, or hang endings on names: Thai, Lao, Burmese, Khmer, Chinese,
Japanese, Korean. Names in them are found anywhere."""


class Found(NamedTuple):
    """A name in a text: where it stands, and which entries of the list it may be."""

    start: int
    end: int
    names: tuple[str, ...]


class _Fold(dict[int, str]):
    """Character → what it is compared as. Filled as characters come up."""

    def __init__(self, *, digits: bool) -> None:
        super().__init__()
        self._digits = digits

    def __missing__(self, code: int) -> str:
        made = self[code] = self._folded(chr(code))
        return made

    def _folded(self, character: str) -> str:
        if character in _APOSTROPHES:
            return "'"
        if character in _DASHES:
            return "-"
        plain = unicodedata.normalize("NFKD", character).casefold().translate(_LETTERS)
        made = "".join(map(self._one, unicodedata.normalize("NFKD", plain)))
        # A letter stays one word, whatever it is taken apart into.
        return "".join(filter(str.isalnum, made)) if character.isalpha() else made

    def _one(self, character: str) -> str:
        category = unicodedata.category(character)
        if unicodedata.combining(character) or category == "Cf":
            return ""  # accents; soft hyphens and marks that nobody sees
        if category[0] == "M":
            # A vowel of an Indian script is part of its word, which "\w" does not know: a letter stands
            # for it that no text has.
            return chr(0x20000 + (ord(character) & 0xFFFF))
        if category[0] == "Z":
            return " "
        if category[0] == "N" and not self._digits:
            return " "  # Isla2: a number may stand at a name
        return character


class Matcher:
    """A list of names, ready to be looked for. ``public`` are words that are no finds, whatever is in them:
    the name of the school itself."""

    def __init__(self, names: Iterable[str], public: Iterable[str] = ()) -> None:
        self.names = tuple(names)
        self._fold = _Fold(digits=any(c.isdigit() for name in self.names for c in name))
        self._public = [folded for each in public if (folded := self._folded(each).strip())]
        self._entries: dict[str, dict[str, None]] = {}  # letters alone → the entries that they may be
        self._first: dict[str, dict[str, None]] = {}  # first word → patterns
        self._compiled: dict[str, re.Pattern[str]] = {}
        anywhere: dict[str, None] = {}
        for name in self.names:
            folded = self._folded(_in_order(name))
            if _UNSPACED.search(folded):
                for form in (folded.split(), folded.split()[:1]):
                    self._entries.setdefault("".join(_WORD.findall("".join(form))), {})[name] = None
                    anywhere[_BETWEEN_PARTS.join(map(re.escape, form))] = None
            else:
                self._take(name, folded)
        longest = sorted(anywhere, key=len, reverse=True)
        self._anywhere = re.compile("|".join(longest)) if longest else None

    def __bool__(self) -> bool:
        return bool(self.names)

    def _folded(self, text: str) -> str:
        return text.translate(self._fold)

    def _take(self, name: str, folded: str) -> None:
        words = [parts for word in folded.split() if (parts := _WORD.findall(word))]
        if not words:
            return
        forms = [words]
        first = "".join(words[0])
        if len(words) > 1 and len(first) >= LEAST:
            forms.append(words[:1])
        if len(words) > 1:
            forms.append([words[-1], *words[:-1]])
        for form in forms:
            letters = "".join("".join(word) for word in form)
            between = _BETWEEN_WORDS + ("*" if len(letters) >= _JOINED else "+")
            written = [_BETWEEN_PARTS.join(map(re.escape, word)) for word in form]
            pattern = between.join(written)
            if len(words) > 1 and form is forms[-1]:  # as a register has it: MacRae, Isla
                pattern = written[0] + _COMMA + between.join(written[1:])
            self._entries.setdefault(letters, {})[name] = None
            parts = [part for word in form for part in word]
            for n in range(1, len(parts) + 1):  # parts may be written together
                self._first.setdefault("".join(parts[:n]), {})[pattern] = None

    def _pattern(self, word: str) -> re.Pattern[str]:
        made = self._compiled.get(word)
        if made is None:
            longest = sorted(self._first[word], key=len, reverse=True)
            made = self._compiled[word] = re.compile(f"(?:{'|'.join(longest)}){_ANY_LETTER_ENDS}")
        return made

    def find(self, text: str) -> tuple[Found, ...]:
        """The names in ``text``, in order, none inside another. A long text is gone through in pieces, so
        that memory does not grow with its words."""
        if not self.names or not text:
            return ()
        if len(text) <= _PIECE:
            return self._find(text)
        found: list[Found] = []
        at = 0
        while at < len(text):
            nearest = _LAST_GAP.match(text, at, at + _PIECE)
            after = nearest.end() if nearest and at + _PIECE < len(text) else at + _PIECE
            for each in self._find(text[at : after + _OVERLAP]):
                if at + each.start < after and (not found or at + each.start >= found[-1].end):
                    found.append(Found(at + each.start, at + each.end, each.names))
            at = after
        return tuple(found)

    def _find(self, text: str) -> tuple[Found, ...]:
        folded = text.translate(self._fold)
        near = not self._first.keys().isdisjoint(_WORD.findall(folded))
        if not near and not (self._anywhere and self._anywhere.search(folded)):
            return ()
        found = [*self._by_word(folded)] if near else []
        if self._anywhere:
            found += [match.span() for match in self._anywhere.finditer(folded)]
        if not found:
            return ()
        open_ = [span for each in self._public for span in _spans(folded, each)]
        places = self._places(text)
        made = []
        last = 0
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start < last or any(a <= start and end <= b for a, b in open_):
                continue
            letters = "".join(_WORD.findall(folded[start:end]))
            begin, finish = places[start], self._finish(text, places[end - 1] + 1)
            if letters in _ORDINARY and not text[begin].isupper():
                continue
            last = end
            made.append(Found(begin, finish, tuple(self._entries.get(letters, {}))))
        return tuple(made)

    def _by_word(self, folded: str) -> Iterator[tuple[int, int]]:
        for word in _WORD.finditer(folded):
            if word[0] in self._first and (match := self._pattern(word[0]).match(folded, word.start())):
                yield match.span()

    def _places(self, text: str) -> list[int]:
        """For each folded character, where it comes from."""
        places: list[int] = []
        for n, character in enumerate(text):
            places += [n] * len(self._fold[ord(character)])
        return places

    def _finish(self, text: str, end: int) -> int:
        """Accents that follow a letter go with it."""
        while end < len(text) and not self._fold[ord(text[end])]:
            end += 1
        return end

    def in_file_name(self, name: str) -> tuple[str, ...]:
        """The entries that a file's name holds, however its words are run together."""
        apart = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", name)
        found = [each for form in (name, apart) for each in self.find(re.sub(r"[\d_.+()\[\]]", " ", form))]
        return tuple(dict.fromkeys(entry for each in found for entry in each.names))

    def entry(self, given: str) -> tuple[str, ...]:
        """The entries that ``given`` names: in full, or by their first word."""
        letters = "".join(_WORD.findall(self._folded(given)))
        return tuple(self._entries.get(letters, ()))


def _in_order(name: str) -> str:
    """``MacRae, Isla`` → ``Isla MacRae``; a class or a number beside a comma is no part of a name."""
    family, *others = (part.strip() for part in name.split(","))
    parts = [part for part in (*others, family) if any(c.isalpha() for c in part)]
    bare = [part for part in parts if not any(c.isdigit() for c in part)]
    return " ".join(bare or parts)


def _spans(text: str, part: str) -> Iterator[tuple[int, int]]:
    at = text.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = text.find(part, at + 1)


def around(text: str, start: int, end: int, *, words: int = 4) -> str:
    """The words on either side of a find, on one line."""
    before = text[max(0, start - 80) : start].split()
    after = text[end : end + 80].split()
    left = " ".join(before[-words:])
    right = " ".join(after[:words])
    glue = " " if start and text[start - 1 : start].isspace() else ""
    gap = " " if text[end : end + 1].isspace() else ""
    if len(before) > words or start > 80:
        left = f"… {left}"
    if len(after) > words or end + 80 < len(text):
        right = f"{right} …"
    return f"{left}{glue}{' '.join(text[start:end].split())}{gap}{right}"
