"""Side lines: what was done in another copy before it was brought together with this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrsa.cli import output
from rrsa.cli.taking_back import as_data, moment
from rrsa.i18n import _, ngettext
from rrsa.store.answers import Entry

if TYPE_CHECKING:
    from rrsa.evaluation import Evaluation


def show_side_lines(evaluation: Evaluation, *, full: bool, as_json: bool) -> None:
    """Every side line, the latest first, each with its changes, newest first as in the history."""
    from rrsa.guide.history import tell

    lines = evaluation.store.side_lines(evaluation.setting_id)[::-1]
    if as_json:
        output.say_json(
            [
                {
                    "brought_in": line.at,
                    "by": line.author,
                    "common_revision": line.common,
                    "changes": [as_data(Entry(n, each, False)) for n, each in enumerate(line.changesets, 1)],
                }
                for line in lines
            ]
        )
        return
    if not lines:
        output.note(_("There is no side line: nothing was brought together with this yet."))
    for number, line in enumerate(lines):
        if number:
            output.say()
        n = len(line.changesets)
        output.say(
            output.wrapped(
                ngettext(
                    "Brought in {moment} by {role}: {n} change since revision {common}",
                    "Brought in {moment} by {role}: {n} changes since revision {common}",
                    n,
                ).format(moment=moment(line.at), role=line.author, n=n, common=line.common)
            )
        )
        for changeset in reversed(line.changesets):
            head = [moment(changeset.at), changeset.author, changeset.reason]
            output.say(output.wrapped(" · ".join(head), first="  "))
            if full:
                for told in tell(evaluation.framework, evaluation.portfolio, changeset.changes):
                    output.say(output.wrapped(told.text, first="    "))
