"""The key people rings on paper, for the child: a blank page to draw on, or what stands on the screen.

A filled page is written once, to where the child or their adult says, and to nowhere else: not beside it
first, as other papers are. It names no setting, and the program does not remember that it was made.
"""

from __future__ import annotations

from pathlib import Path

from rrsa.errors import BadInput
from rrsa.exchange.report.place import BLANK, HTML, SEAL, check_paper, sealed
from rrsa.exchange.target import fault
from rrsa.exchange.text import readable
from rrsa.guide.rings import REACH, Rings, ring_name, spots
from rrsa.i18n import _
from rrsa.paths import expanded

_HERE = Path(__file__).resolve().parent
_WIDE = 300
"""Half of the drawing, from the middle to its edge."""


def write_rings(path: Path, rings: Rings | None = None, *, language: str = "en-GB", tell: str = "") -> Path:
    """Writes the page to ``path``, an ``.html`` file; without ``rings`` a blank one.

    Raises :class:`BadInput` for a path that will not do or a file that is there already and not ours, and
    :class:`~rrsa.errors.EnvironmentFailed` where the machine is in the way.
    """
    path = expanded(Path(path))
    if path.suffix.lower() != HTML:
        raise BadInput(
            _("“{name}” does not end in .html").format(name=path.name or path),
            _("call it “{name}” and print it in a browser").format(name=f"{path.stem or 'rings'}.html"),
        )
    check_paper(path)
    made = page(rings or Rings(), language=language, tell=tell)
    try:
        with path.open("wb") as stream:  # nothing of it ever lies beside: see above
            stream.write(made)
    except OSError as problem:
        raise fault(path, problem) from None
    return path


def page(rings: Rings, *, language: str = "en-GB", tell: str = "") -> bytes:
    """The page's bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: readable(value) if type(value) is str else value,
    )
    reach = [round(each * _WIDE) for each in REACH]
    made = environment.get_template("rings.html.jinja").render(
        language=language,
        title=_("The people in my life"),
        how=_(
            "You are in the middle. Who is very close, who is close, who is further away? Draw or write a "
            "word for each of them. Nobody has to be on it, and you can change it at any time."
        ),
        described=_("Three rings around me"),
        me=_("me"),
        reach=reach,
        names=[(320, 320 - r + 18, ring_name(ring)) for ring, r in enumerate(reach)],
        people=[
            (round(320 + x * _WIDE * 0.92), round(320 + y * _WIDE * 0.92) + 5, each.word)
            for each, x, y in spots(rings)
        ],
        helps_head=_("What helps"),
        helps=[f"{each.word}: {each.helps}" for each in rings.placed() if each.helps],
        yours=_("This page is yours. Nobody else keeps a copy."),
        tell=tell,
        seal=SEAL,
        blank=BLANK,
    )
    return sealed(made)
