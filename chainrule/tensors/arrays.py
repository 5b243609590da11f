"""Arrays of any kind of entry: a shape and the entries in a row, the last index fastest.

This module knows shapes and entries; it must not know formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chainrule.tensors.shapes import NUMBER, Shape, count, places


@dataclass(frozen=True, slots=True)
class Array:
    """Entries in a shape; a number has the shape () and one entry."""

    shape: Shape
    data: tuple[Any, ...]

    @property
    def only(self) -> Any:
        """The entry of a number."""
        (entry,) = self.data
        return entry

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows of a matrix; a vector is one column."""
        width = self.shape[1] if len(self.shape) > 1 else 1
        return [self.data[i : i + width] for i in range(0, len(self.data), width)]

    def columns(self) -> list[tuple[Any, ...]]:
        """The columns of a matrix."""
        return list(zip(*self.rows(), strict=True))

    def map(self, change: Callable[[Any], Any]) -> Array:
        """The same shape with every entry changed."""
        return Array(self.shape, tuple(map(change, self.data)))

    def nested(self) -> Any:
        """The entries as nested lists.

        >>> Array((2, 2), (1, 2, 3, 4)).nested(), Array((), (5,)).nested()
        ([[1, 2], [3, 4]], 5)
        """
        return _nested(self.shape, self.data)

    def slices(self) -> list[Array]:
        """The arrays along the first direction."""
        inner = self.shape[1:]
        width = count(inner)
        return [Array(inner, self.data[i : i + width]) for i in range(0, len(self.data), width)]


def number(entry: Any) -> Array:
    """A number as an array."""
    return Array(NUMBER, (entry,))


def filled(shape: Shape, entry: Callable[[tuple[int, ...]], Any]) -> Array:
    """The array of an entry for every place."""
    return Array(shape, tuple(entry(place) for place in places(shape)))


def _nested(shape: Shape, data: Sequence[Any]) -> Any:
    if not shape:
        return data[0]
    width = len(data) // shape[0]
    return [_nested(shape[1:], data[i : i + width]) for i in range(0, len(data), width)]
