"""What screens ask for when something is to be recorded: the right dialog, then one save.

Every function takes the app, opens a dialog where one is needed, and hands the result to the sitting.
"""

from rrsa.tui.recording.actions import (
    action_from_gap,
    action_from_step,
    add_action,
    asked_of_action,
    edit_action,
    finish_action,
    give_up_action,
    keep_as_evidence,
    plan_improvements,
    remove_action,
)
from rrsa.tui.recording.evidence import (
    add_evidence,
    asked_of_evidence,
    edit_evidence,
    link_evidence,
    mark_showcase,
    prune_evidence,
    remove_evidence,
    replace_evidence,
    tell_evidence,
)
from rrsa.tui.recording.looks import answer_look
from rrsa.tui.recording.steps import take_step
from rrsa.tui.recording.text import save_cell, save_text

__all__ = [
    "action_from_gap",
    "action_from_step",
    "add_action",
    "add_evidence",
    "answer_look",
    "asked_of_action",
    "asked_of_evidence",
    "edit_action",
    "edit_evidence",
    "finish_action",
    "give_up_action",
    "keep_as_evidence",
    "link_evidence",
    "mark_showcase",
    "plan_improvements",
    "prune_evidence",
    "remove_action",
    "remove_evidence",
    "replace_evidence",
    "save_cell",
    "save_text",
    "take_step",
    "tell_evidence",
]
