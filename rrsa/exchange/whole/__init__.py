"""The whole of one setting in a file, for whoever takes over; brought in, or brought together with ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrsa.exchange.whole.bringing import Brought, WholePreview, apply_whole_pack, read_whole_pack
    from rrsa.exchange.whole.opening import is_whole_pack
    from rrsa.exchange.whole.writing import WholePack, write_whole_pack

__all__ = [
    "Brought",
    "WholePack",
    "WholePreview",
    "apply_whole_pack",
    "is_whole_pack",
    "read_whole_pack",
    "write_whole_pack",
]

_WHERE = {
    "WholePack": "writing",
    "write_whole_pack": "writing",
    "is_whole_pack": "opening",
    "Brought": "bringing",
    "WholePreview": "bringing",
    "apply_whole_pack": "bringing",
    "read_whole_pack": "bringing",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"rrsa.exchange.whole.{_WHERE[name]}"), name)
