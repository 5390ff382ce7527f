"""The app: a file per screen with its style sheet beside it.

Screens read an evaluation and ask a sitting to record; none of them knows how a thing is kept or scored.
"""
