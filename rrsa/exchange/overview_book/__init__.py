"""The overview as a workbook: every setting in a line, what runs out, help, groups, gaps, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrsa.exchange.overview_book.writing import write_overview

__all__ = ["write_overview"]


def __getattr__(name: str) -> Any:
    if name != "write_overview":
        raise AttributeError(name)
    from rrsa.exchange.overview_book import writing

    return writing.write_overview
