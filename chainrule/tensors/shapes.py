"""Shapes: how many entries in each direction; () is a number, (3,) a vector, (2, 3) a matrix of 2 rows.

    Law   a column is a vector and a single entry a number: 3×1 is 3, 1×1 is ()

This module knows shapes as tuples; it must not know trees, text or SymPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import prod

Shape = tuple[int, ...]

NUMBER: Shape = ()


def canonical(sizes: Iterable[int]) -> Shape:
    """The shape without directions of one entry at its end.

    >>> canonical((3, 1)), canonical((1,)), canonical((1, 3))
    ((3,), (), (1, 3))
    """
    found = tuple(sizes)
    while found and found[-1] == 1:
        found = found[:-1]
    return found


def shown(shape: Shape) -> str:
    """2×3; a number is 1."""
    return "×".join(map(str, shape)) or "1"


def count(shape: Shape) -> int:
    """How many entries there are."""
    return prod(shape)


def places(shape: Shape) -> list[tuple[int, ...]]:
    """The indices of all entries from 1, the last index fastest: the order in which a tensor is flattened.

    >>> places((2, 2))
    [(1, 1), (1, 2), (2, 1), (2, 2)]
    """
    return list(product(*(range(1, size + 1) for size in shape)))


def product_of(left: Shape, right: Shape) -> Shape | None:
    """The shape of a matrix product; ``None`` where there is none.

    >>> product_of((2, 3), (3,)), product_of((2,), (1, 3)), product_of((1, 3), (3,)), product_of((2, 3), (2,))
    ((2,), (2, 3), (), None)
    """
    if not left or not right or max(len(left), len(right)) > 2:
        return None
    if len(left) == 1:
        return (left[0], right[1]) if len(right) == 2 and right[0] == 1 else None
    if left[1] != right[0]:
        return None
    return canonical((left[0], *right[1:]))


def flipped(shape: Shape) -> Shape | None:
    """The shape of a transpose: a vector becomes a row."""
    match shape:
        case (n,):
            return (1, n)
        case (m, n):
            return canonical((n, m))
        case _:
            return None
