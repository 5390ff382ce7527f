"""Questionnaire files: the answers of a form, in as counts of a whole group and never as one person's row.

How a screen or a command uses it, in two steps with a person between them::

    from rrsa.exchange.questionnaires import Options, apply, take_in

    preview = take_in(evaluation, path, Options(group="Which class are you in?"))   # changes nothing
    preview.mapped            # how each column is read; preview.guessed: outcomes that are a guess
    preview.rounds            # each with its fate, view (questions and counts) and what stands there now
    preview.small_words()     # groups of fewer than five; preview.notes: one line each
    preview.changes           # 0: there is nothing to do
    apply(evaluation, preview)  # one change; undo takes it back

Both raise :class:`~rrsa.errors.BadInput` with one line that says how to mend it; a file whose dates may be
read in two ways asks for ``Options(order=…)``. ``apply`` raises
:class:`~rrsa.portfolio.changes.ConflictError` where somebody has changed the same in between: look again.
Reading takes a moment with a long file, so a screen calls ``take_in`` from a thread.

What stands is read with :mod:`rrsa.guide.voices`, and whatever leaves with
:func:`rrsa.guide.voices_shown.rounds_shown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrsa.exchange.questionnaires.columns import Mapped
    from rrsa.exchange.questionnaires.days import Order
    from rrsa.exchange.questionnaires.preview import Fate, Options, Preview, RoundPreview
    from rrsa.exchange.questionnaires.taking import apply, take_in

_WHERE = {
    "Fate": "preview",
    "Mapped": "columns",
    "Options": "preview",
    "Order": "days",
    "Preview": "preview",
    "RoundPreview": "preview",
    "apply": "taking",
    "take_in": "taking",
}

__all__ = ["Fate", "Mapped", "Options", "Order", "Preview", "RoundPreview", "apply", "take_in"]


def __getattr__(name: str) -> Any:
    """Each name is read when it is asked for: a command's help needs none of them."""
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"rrsa.exchange.questionnaires.{_WHERE[name]}"), name)
