"""Where a paper goes: the same rule as for a workbook. One that is there already is replaced only when it is
ours and nobody has saved it since."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from rrsa.errors import BadInput
from rrsa.exchange.target import check_place, office_file
from rrsa.i18n import _

DOCX = ".docx"
HTML = ".html"

SEAL = "rrsa-paper"
"""The name of the mark that a page bears: the SHA-256 of the page with a blank in its place."""
BLANK = "0" * 64
IDENTIFIER = "rrsa paper"
"""What a document's identifier begins with."""

_SEALED = re.compile(rb'<meta name="' + SEAL.encode() + rb'" content="([0-9a-f]{64})">')
_IDENTIFIED = re.compile(rb"<dc:identifier[^>]*>" + IDENTIFIER.encode())
_MOST = 16 * 1024 * 1024  # bytes of a file that are looked at; no paper of ours comes near it


def check_paper(path: Path) -> str:
    """The ending of ``path`` if it can become a paper; raises :class:`BadInput` or
    :class:`~rrsa.errors.EnvironmentFailed` where it cannot."""
    ending = path.suffix.lower()
    name = path.name or str(path)
    if ending == ".htm":
        raise BadInput(
            _("“{name}” ends in .htm").format(name=name), _("call it “{name}”").format(name=f"{name}l")
        )
    if ending in (".doc", ".odt", ".rtf", ".pdf", ".txt"):
        mend = _("call it “{name}”, which Word and LibreOffice open").format(name=f"{path.stem}.docx")
        if ending == ".pdf":
            mend = _("write “{name}” and print that as PDF in a browser").format(name=f"{path.stem}.html")
        raise BadInput(_("a paper cannot be written as {ending}").format(ending=ending), mend)
    if ending not in (DOCX, HTML):
        raise BadInput(
            _("“{name}” ends neither in .docx nor in .html").format(name=name),
            _("call it “{docx}” for Word, or “{html}” for a page to read and print").format(
                docx=f"{name}.docx", html=f"{name}.html"
            ),
        )
    check_place(path, ending, (lambda file: office_file(file, _IDENTIFIED)) if ending == DOCX else _page)
    return ending


def sealed(page: str) -> bytes:
    """A page with its seal; it holds one blank seal before."""
    content = page.encode()
    return content.replace(BLANK.encode(), hashlib.sha256(content).hexdigest().encode(), 1)


def _page(path: Path) -> tuple[bool, bool]:
    """Whether a page is ours, and whether nobody has changed it."""
    with path.open("rb") as stream:
        content = stream.read(_MOST)
    found = _SEALED.search(content)
    if found is None:
        return False, False
    blank = content[: found.start(1)] + BLANK.encode() + content[found.end(1) :]
    return True, hashlib.sha256(blank).hexdigest().encode() == found[1]
