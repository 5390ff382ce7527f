"""Ids that people can read out: slugs for settings, short references for what is recorded."""

from __future__ import annotations

import re
import secrets
import unicodedata
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""Crockford's letters (no I, L, O or U, so that nothing is mistaken for a digit or a word) less Z: 31 is
prime, which is what makes the check character catch every single slip."""

EVIDENCE_LETTER = "E"
ACTION_LETTER = "A"
MEASURE_LETTER = "M"
READING_LETTER = "R"
ROUND_LETTER = "V"  # voices
TALLY_LETTER = "T"
FORM_LETTER = "F"
REVIEW_LETTER = "W"  # "V" is taken by voices
PARKED_LETTER = "P"
_LENGTH = 8


def new_id(letter: str) -> str:
    """A new id: a letter for the kind and eight random characters (39 bits)."""
    return letter + "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def derived_id(letter: str, *content: str) -> str:
    """The same id for the same content, so that bringing the same row in twice adds nothing."""
    number = int.from_bytes(sha256("\x1f".join(content).encode()).digest()[:8], "big")
    characters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[place])
    return letter + "".join(characters)


def check_character(reference: str) -> str:
    """The character that ends a reference on paper and in workbooks, so that a slip is noticed.

    The position-weighted sum modulo 31: among the characters that references are made of, and among
    digits and dots, it catches any one wrong character and any swap of two neighbours.
    """
    # No weight is a multiple of 31, so that every place counts, however long the reference.
    total = sum(
        (place % 30 + 1) * (ALPHABET.find(c) + 1 if c in ALPHABET else ord(c))
        for place, c in enumerate(reference.upper())
    )
    return ALPHABET[total % 31]


def with_check(reference: str) -> str:
    """``E4K7M2Q9X`` → ``E4K7M2Q9X-C``."""
    return f"{reference}-{check_character(reference)}"


def without_check(reference: str) -> str | None:
    """The reference, or ``None`` where its check character does not fit."""
    body, dash, check = reference.strip().rpartition("-")
    if not dash or check_character(body) != check.upper():
        return None
    return body


def slug(name: str) -> str:
    """A setting's id from its name: ``St Mungo's Primary`` → ``st-mungos-primary``."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:48].strip("-")
    return made or f"setting-{sha256(name.encode()).hexdigest()[:6]}"
