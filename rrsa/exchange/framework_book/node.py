"""A mapping of a framework's tree that is being put together, with a mark for every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rrsa.exchange.framework_book.cells import Spot
from rrsa.framework.compose import ListMarks, MapMarks


class Node:
    """A mapping that is being put together."""

    def __init__(self, spot: Spot) -> None:
        self.value: dict[str, Any] = {}
        self.marks = MapMarks(spot)
        self.inner: tuple[str, list[Node]] | None = None
        """The key and the conditions that this one will hold, while they are being gathered."""

    def put(self, key: str, value: Any, marks: Any, spot: Spot | None = None) -> None:
        self.value[key] = value
        self.marks.keys[key] = spot or (marks.start if isinstance(marks, (MapMarks, ListMarks)) else marks)
        self.marks.values[key] = marks

    def nodes(self, key: str, items: Iterable[Node], spot: Spot, *, incomplete: bool = False) -> None:
        marks = ListMarks(spot)
        kept = list(items)
        marks.items = [item.marks for item in kept]
        marks.incomplete = incomplete
        self.put(key, tuple(item.value for item in kept), marks)

    def texts(self, key: str, items: Iterable[str], spot: Spot) -> None:
        marks = ListMarks(spot)
        kept = tuple(items)
        marks.items = [spot] * len(kept)
        self.put(key, kept, marks)


def closed(node: Node) -> Node:
    """A condition that holds others, once all of them are known."""
    if node.inner is not None:
        key, items = node.inner
        node.nodes(key, [closed(item) for item in items], node.marks.start)  # type: ignore[arg-type]
    return node


def marked(value: Mapping[str, Any], spot: Spot) -> Node:
    """A small tree in which everything stands in one cell."""
    node = Node(spot)
    for key, part in value.items():
        node.put(key, part, _marks_of(part, spot))
    return node


def _marks_of(part: Any, spot: Spot) -> Any:
    if isinstance(part, Mapping):
        return marked(part, spot).marks
    if isinstance(part, tuple):
        marks = ListMarks(spot)
        marks.items = [_marks_of(each, spot) for each in part]
        return marks
    return spot
