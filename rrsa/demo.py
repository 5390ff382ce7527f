"""The sample in a database of its own, so that trying things out never touches real work."""

from __future__ import annotations

from pathlib import Path


def ensure_demo(database: Path | str, *, author: str) -> tuple[str, str]:
    """Makes the demo database with the first sample unless it is there; returns its place and the id.

    What somebody has tried out in it stays.
    """
    from rrsa.samples import load_sample, samples
    from rrsa.store import open_store

    first = samples()[0].id
    store = open_store(database)
    try:
        if not store.exists(first):
            load_sample(store, first, author=author)
    finally:
        store.close()
    return str(database), first
