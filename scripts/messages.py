"""Collects every interface text into ``rrsa/locale/rrsa.pot``; ``--check`` says whether it is up to date."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
POT = ROOT / "rrsa" / "locale" / "rrsa.pot"
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def collected() -> str:
    """The template's text; without line numbers or dates, so that it changes only when a text does."""
    catalogue = Catalog(project="rrsa", copyright_holder="the rrsa authors", charset="utf-8")
    for file, _line, message, comments, context in extract_from_dir(
        str(ROOT / "rrsa"), method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, sort_by_file=True, include_lineno=False)
    return out.getvalue().decode()


def main() -> int:
    text = collected()
    if "--check" in sys.argv[1:]:
        if not POT.exists() or POT.read_text(encoding="utf-8") != text:
            print("rrsa/locale/rrsa.pot is out of date — run make messages", file=sys.stderr)
            return 1
        return 0
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(text, encoding="utf-8", newline="\n")
    print(f"{POT.relative_to(ROOT)}: {text.count('msgid ')} texts")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
