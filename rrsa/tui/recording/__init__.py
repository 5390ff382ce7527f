"""What screens ask for when something is to be recorded: the right dialog, then one save.

Every function takes the app, opens a dialog where one is needed, and hands the result to the sitting.
"""

from rrsa.tui.recording.actions import add_action, asked_of_action, edit_action
from rrsa.tui.recording.evidence import add_evidence, asked_of_evidence, edit_evidence, link_evidence
from rrsa.tui.recording.looks import answer_look
from rrsa.tui.recording.steps import take_step
from rrsa.tui.recording.text import save_cell, save_text

__all__ = [
    "add_action",
    "add_evidence",
    "answer_look",
    "asked_of_action",
    "asked_of_evidence",
    "edit_action",
    "edit_evidence",
    "link_evidence",
    "save_cell",
    "save_text",
    "take_step",
]
