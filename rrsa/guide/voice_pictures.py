"""Pictures and faces of question sets, drawn with plain characters: they read well in any terminal.

Only ASCII, so that no code page spoils them, and shape alone, so that no colour is needed. Every drawing is
rows of the same length; a screen, a line-by-line sitting and a printed card show the same.
"""

from __future__ import annotations

from collections.abc import Mapping

_DRAWN: Mapping[str, str] = {
    "apple": r"""
    ,/
  .-''-.
 /      \
 |      |
  \_.._/
""",
    "ball": r"""
   .---.
  / \_/ \
 |--( )--|
  \ / \ /
   '---'
""",
    "book": r"""
  ____ ____
 |    |    |
 | -- | -- |
 | -- | -- |
 |____|____|
""",
    "door": r"""
  _______
 |       |
 |       |
 |     o |
 |_______|
""",
    "ear": r"""
   .---.
  / .-. \
  | | ) |
   \( | /
    '--'
""",
    "friends": r"""
   o   o
  /|\_/|\
   |   |
  / \ / \
""",
    "hand": r"""
   _ _ _
  | | | |_
  | | | | |
  |       |
   \_____/
""",
    "heart": r"""
   _   _
  / \_/ \
  \     /
   \   /
    \_/
""",
    "house": r"""
    /\
   /  \
  /____\
  | [] |
  |_||_|
""",
    "shield": r"""
   _____
  |  |  |
  |--+--|
   \ | /
    \_/
""",
    "sleep": r"""
         z
       z
 |\ .--.
 | (____)___
 |__________|
""",
    "speech": r"""
  .-------.
 |  . . .  |
  '--. .--'
      \|
""",
    "star": r"""
     /\
 ___/  \___
 '-.    .-'
   / /\ \
  /.'  '.\
""",
    "sun": r"""
   \ | /
    .-.
 -- (   ) --
    '-'
   / | \
""",
    "world": r"""
   .---.
  /__|__\
 |   |   |
  \--|--/
   '---'
""",
}

_EYES = {"glad": "^ ^", "well": "o o", "so-so": "o o", "low": "o o", "sad": "; ;"}
_MOUTHS = {"glad": r"\___/", "well": r" \_/ ", "so-so": " --- ", "low": " .-. ", "sad": ".---."}
FACES: Mapping[str, tuple[str, ...]] = {
    "faces-5": ("glad", "well", "so-so", "low", "sad"),
    "faces-3": ("glad", "so-so", "sad"),
    "yes-no": ("yes", "no"),
}
"""The faces of each way of answering, from the one who agrees most to the one who agrees least."""
_MARKS = {
    "yes": r"""
         /
        /
   \   /
    \_/
""",
    "no": r"""
   \   /
    \ /
    / \
   /   \
""",
}


def _even(text: str, rows: int = 5) -> tuple[str, ...]:
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    lines += [""] * (rows - len(lines))
    wide = max(map(len, lines))
    return tuple(line.ljust(wide) for line in lines)


def picture(name: str) -> tuple[str, ...]:
    """The drawing of that name, five rows; nothing where there is none."""
    return _even(_DRAWN[name]) if name in _DRAWN else ()


def face(name: str) -> tuple[str, ...]:
    """A face (or a tick and a cross), five rows of eleven characters."""
    if name in _MARKS:
        return tuple(row.ljust(11) for row in _even(_MARKS[name]))
    return (
        "  .-----.  ",
        f" /  {_EYES[name]}  \\ ",
        " |       | ",
        f" \\ {_MOUTHS[name]} / ",
        "  '-----'  ",
    )


def faces(answers: str) -> tuple[tuple[str, ...], ...]:
    """The faces of a way of answering, in order."""
    return tuple(face(name) for name in FACES[answers])


def in_line(answers: str) -> tuple[str, ...]:
    """The same in a few characters, for lines of text."""
    small = {
        "glad": ":-D",
        "well": ":-)",
        "so-so": ":-|",
        "low": ":-/",
        "sad": ":-(",
        "yes": "[v]",
        "no": "[x]",
    }
    return tuple(small[name] for name in FACES[answers])
