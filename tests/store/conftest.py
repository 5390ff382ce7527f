from __future__ import annotations

from collections.abc import Iterator

import pytest
from store_samples import set_up

from rrsa.store import Store, open_store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, once for each engine; whatever a test did, the database is whole afterwards."""
    with open_store(store_url) as opened:
        yield opened
        assert opened.check() == []


@pytest.fixture
def birch(store: Store) -> str:
    """A setting that has just been set up."""
    return set_up(store)
