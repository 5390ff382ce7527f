"""Spoils workbooks at random, from a seed: bytes, parts, XML, cells, and what the hidden sheet says."""

from __future__ import annotations

import io
import lzma
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from typing import TypeAlias

Parts: TypeAlias = dict[str, bytes]

_PAST_OPENING = (
    *(zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError),
    *(NotImplementedError, RuntimeError, EOFError, ValueError, OSError),
)
VALUES = (
    "",
    " ",
    "0",
    "4",
    "4 ",
    "four",
    "-1",
    "9" * 400,
    "1e308",
    "1e999",
    "-0",
    "nan",
    "inf",
    "2958466",
    "-5.5",
    "0x10",
    "٤",
    "32/13/2026",
    "2026-02-30",
    "0000-00-00",
    "3 Apr 2026",
    "=1/0",
    "#REF!",
    "TRUE",
    "Rooted",
    "4, 4, 4",
    "1 (Shows not yet), 2 (",
    "(((((",
    "E0000000-X",
    "\u202edrow\u202c",
    "👩‍👩‍👧" * 40,
    "_x0000__x001F_",
    "_xD800_",
    "a" * 40_000,
    "\x85\u2028\ufeff",
    "{}[]\"'\\",
    "mine",
    "None",
)
_TYPES = ("n", "s", "str", "inlineStr", "b", "e", "d", "", "nonsense")
_FITTING: dict[str, tuple[str, ...]] = {
    "n": ("0", "4", "-1", "9", "1e308", "-0", "46115", "46115.75", "2958466", "-5.5", "12345678901234567890"),
    "s": tuple(map(str, range(0, 300, 7))),
    "str": ("",),
    "inlineStr": ("",),
    "b": ("0", "1"),
    "e": ("#REF!", "#DIV/0!", "#N/A"),
    "d": ("2026-04-03", "2026-04-03T14:00:00", "1066-10-14"),
}
_XML = (
    b"<",
    b">",
    b"&amp;",
    b"&#0;",
    b"&#x1F;",
    b"&nothing;",
    b"]]>",
    b"<!--",
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"\xff\xfe",
    b"\xc0\x80",
    b"\x00",
    b"<row>" * 500,
    b"xmlns:x='",
)
_JSON = (
    "null",
    "[]",
    "{}",
    "7",
    '"x"',
    '{"title":7}',
    '{"for":[]}',
    '{"for":{"1":7}}',
    "[" * 5_000,
    '{"view":1e9}',
)


def spoiled(made: bytes, seed: int) -> bytes:
    """A workbook, spoiled in one way or several; the same for the same seed."""
    lot = random.Random(seed)
    content = made
    for _time in range(lot.choice((1, 1, 1, 2, 3))):
        way = lot.choice(_WAYS)
        try:
            content = way(lot, content)
        except _PAST_OPENING:
            break  # nothing is left of it that could be taken apart
    return content


# -- bytes -----------------------------------------------------------------------------------------


def _flipped(lot: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _n in range(lot.choice((1, 3, 20, 200))):
        if spoilt:
            spoilt[lot.randrange(len(spoilt))] = lot.randrange(256)
    return bytes(spoilt)


def _cut(lot: random.Random, content: bytes) -> bytes:
    return content[: lot.randrange(len(content) + 1)]


def _stretched(lot: random.Random, content: bytes) -> bytes:
    at = lot.randrange(len(content) + 1)
    return content[:at] + lot.randbytes(lot.choice((1, 10, 1000))) + content[at:]


def _gap(lot: random.Random, content: bytes) -> bytes:
    at = lot.randrange(len(content) + 1)
    return content[:at] + content[at + lot.choice((1, 10, 1000)) :]


# -- parts -----------------------------------------------------------------------------------------


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _put_together(parts: Parts, twice: str | None = None) -> bytes:
    stream = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        warnings.simplefilter("ignore")  # that a part stands twice is the point
        for name, part in parts.items():
            archive.writestr(name, part)
        if twice is not None:
            archive.writestr(twice, parts[twice][: len(parts[twice]) // 2])
    return stream.getvalue()


def _lost(lot: random.Random, content: bytes) -> bytes:
    parts = parts_of(content)
    del parts[lot.choice(list(parts))]
    return _put_together(parts)


def _doubled(lot: random.Random, content: bytes) -> bytes:
    parts = parts_of(content)
    return _put_together(parts, twice=lot.choice(list(parts)))


def _swapped(lot: random.Random, content: bytes) -> bytes:
    parts = parts_of(content)
    one, other = lot.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _put_together(parts)


def _renamed(lot: random.Random, content: bytes) -> bytes:
    parts = parts_of(content)
    name = lot.choice(list(parts))
    parts[lot.choice(("../../" + name, name.upper(), "/" + name, name + "\x00", "x"))] = parts.pop(name)
    return _put_together(parts)


def _in_part(
    change: Callable[[random.Random, bytes], bytes], pattern: str
) -> Callable[[random.Random, bytes], bytes]:
    """A change of one part whose name fits."""

    def spoil(lot: random.Random, content: bytes) -> bytes:
        parts = parts_of(content)
        fitting = [name for name in parts if re.search(pattern, name)]
        if fitting:
            name = lot.choice(fitting)
            parts[name] = change(lot, parts[name])
        return _put_together(parts)

    return spoil


# -- XML -------------------------------------------------------------------------------------------


def _odd_xml(lot: random.Random, part: bytes) -> bytes:
    at = lot.randrange(len(part) + 1)
    return part[:at] + lot.choice(_XML) + part[at:]


def _odd_numbers(lot: random.Random, part: bytes) -> bytes:
    """Some numbers of the markup become others: rows, columns, styles, places of shared texts."""
    share = lot.choice((0.002, 0.02, 0.2))

    def other(match: re.Match[bytes]) -> bytes:
        if lot.random() > share:
            return match[0]
        return lot.choice((b"0", b"-1", b"1", b"99999999999999999999", b"1.5", b"x", b"1048577", b""))

    return re.sub(rb"(?<=[\"A-Z>])\d+(?=[\"<])", other, part)


def _odd_tags(lot: random.Random, part: bytes) -> bytes:
    """One kind of tag is called something else, or is gone."""
    tags = sorted(set(re.findall(rb"</([A-Za-z:]+)>", part)))
    if not tags:
        return part
    tag = lot.choice(tags)
    name = lot.choice((b"c", b"v", b"row", b"si", b"t", b"f", b"x", b"mergeCell", b"is"))
    return re.sub(rb"(</?)" + tag + rb"(?=[\s/>])", rb"\1" + name, part)


def _cell(lot: random.Random) -> bytes:
    text = lot.choice(VALUES).replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff]", "", text)
    kind = lot.choice(_TYPES)
    if lot.random() > 0.02:  # as it should be; else the whole part may be refused for it
        kind = kind if kind in _FITTING else "inlineStr"
        text = lot.choice(_FITTING[kind]) or text
    inner = {"inlineStr": f"<is><t>{text}</t></is>"}.get(kind, f"<v>{text}</v>")
    if lot.random() < 0.2:
        inner = "<f>1/0</f>" + (inner if lot.random() < 0.5 else "")
    return f' t="{kind}">{inner}</c>'.encode()


def _odd_cells(lot: random.Random, part: bytes) -> bytes:
    """Some cells hold something else, of every type that there is and some that there are not."""
    share = lot.choice((0.01, 0.1, 0.5))

    def other(match: re.Match[bytes]) -> bytes:
        return match[1] + _cell(lot) if lot.random() < share else match[0]

    return re.sub(
        rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?:/>| t="s"><v>\d+</v></c>|><v>[^<]*</v></c>)', other, part
    )


def _odd_rows(lot: random.Random, part: bytes) -> bytes:
    """Rows change places, stand twice or are gone."""
    rows = re.findall(rb"<row .*?</row>", part, re.DOTALL)
    if len(rows) < 2:
        return part
    first, last = part.index(rows[0]), part.rindex(rows[-1]) + len(rows[-1])
    lot.choice(
        (lot.shuffle, list.reverse, lambda r: r.extend(r[-3:]), lambda r: r.pop(lot.randrange(len(r))))
    )(rows)
    return part[:first] + b"".join(rows) + part[last:]


def _odd_texts(lot: random.Random, part: bytes) -> bytes:
    """Some shared texts say something else: heads, references, words, and the JSON of what went out."""
    share = lot.choice((0.01, 0.05, 0.3))

    def other(match: re.Match[bytes]) -> bytes:
        if lot.random() > share:
            return match[0]
        text = lot.choice(VALUES + _JSON).replace("&", "&amp;").replace("<", "&lt;")
        return b">" + re.sub("[\x00-\x08\x0b-\x1f]", "", text).encode() + b"</t>"

    return re.sub(rb">([^<]*)</t>", other, part)


def _shuffled_texts(lot: random.Random, part: bytes) -> bytes:
    """Shared texts change places, so that every cell says what another should."""
    texts = re.findall(rb"<si>.*?</si>", part, re.DOTALL)
    if not texts:
        return part
    first, last = part.index(texts[0]), part.rindex(texts[-1]) + len(texts[-1])
    for _n in range(lot.choice((1, 5, 200))):
        one, other = lot.randrange(len(texts)), lot.randrange(len(texts))
        texts[one], texts[other] = texts[other], texts[one]
    return part[:first] + b"".join(texts) + part[last:]


_SHEET, _ANY, _TEXTS = r"worksheets/sheet\d+\.xml$", r"\.(xml|rels)$", "sharedStrings"
Way: TypeAlias = Callable[[random.Random, bytes], bytes]
ZIP_WAYS: tuple[Way, ...] = (_flipped, _cut, _stretched, _gap, _lost, _doubled, _swapped, _renamed)
_WAYS: tuple[Way, ...] = (
    *ZIP_WAYS,
    *(_in_part(_flipped, _ANY), _in_part(_cut, _ANY), _in_part(_odd_xml, _ANY)),
    *(_in_part(_odd_numbers, _ANY), _in_part(_odd_tags, _ANY)),
    *(_in_part(change, _SHEET) for change in (_odd_numbers, _odd_cells, _odd_cells, _odd_cells, _odd_rows)),
    *(_in_part(change, _TEXTS) for change in (_odd_texts, _odd_texts, _shuffled_texts)),
)
