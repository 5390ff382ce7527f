"""Which records name which others."""

from __future__ import annotations

NAMES = {
    ("link", "evidence"): "evidence",
    ("action", "because"): "evidence",
    ("evidence", "replaces"): "evidence",
    ("round", "evidence"): "evidence",
    ("action", "measure"): "measure",
    ("reading", "measure"): "measure",
    ("tally", "round"): "round",
    ("review_view", "review"): "review",
    ("parked", "evidence"): "evidence",
}
"""Every field that names another record, with that record's kind."""

BELONGS = {
    "link": ("evidence", "evidence"),
    "reading": ("measure", "measure"),
    "tally": ("round", "round"),
    "review_view": ("review", "review"),
}
"""Kinds that are nothing without another record: the field that names it, and its kind."""
