"""What comes back: workbooks that were filled in elsewhere, compared with the portfolio and brought in.

Importing this package costs nothing; the workbook library comes with the first file that is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrsa.exchange.returning.applying import Applied, apply_return
    from rrsa.exchange.returning.reading import read_returns

__all__ = ["Applied", "apply_return", "read_returns"]

_WHERE = {"Applied": "applying", "apply_return": "applying", "read_returns": "reading"}


def __getattr__(name: str) -> Any:
    module = _WHERE.get(name)
    if module is None:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"rrsa.exchange.returning.{module}"), name)
