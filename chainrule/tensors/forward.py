"""What the operations do to arrays of any kind of entry.

Each function is asked with the arithmetic of the entries, a node and the arrays of its operands. This module
knows arrays; it must not know derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chainrule.expression.constants import ONE, TWO
from chainrule.expression.written import Primed
from chainrule.tensors import arrays
from chainrule.tensors.arrays import Array
from chainrule.tensors.fits import sizes
from chainrule.tensors.scalars import Scalars
from chainrule.tensors.shapes import NUMBER, Shape, count, flipped, product_of


def _broadcast(below: Sequence[Array]) -> list[tuple[Any, ...]]:
    """The entries side by side; a number counts for every entry."""
    length = max(len(a.data) for a in below)
    return [a.data if len(a.data) == length else a.data * length for a in below]


def _shape_of(below: Sequence[Array]) -> Shape:
    return max((a.shape for a in below), key=count)


def plus(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """A + B"""
    return Array(_shape_of(below), tuple(map(s.plus, zip(*_broadcast(below), strict=True))))


def times(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """c A, a b and A ⊙ B: factors entry by entry, a number with every entry"""
    return Array(_shape_of(below), tuple(map(s.times, zip(*_broadcast(below), strict=True))))


def over(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """A/B, entry by entry or by a number"""
    return Array(_shape_of(below), tuple(s.over(a, b) for a, b in zip(*_broadcast(below), strict=True)))


def minus(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """−A"""
    return below[0].map(s.minus)


def power(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """aⁿ of numbers"""
    return arrays.number(s.power(below[0].only, below[1].only))


def root(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """ⁿ√a"""
    return below[0].map(lambda a: s.root(a, below[1].only))


def matmul(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """A B: rows of A with columns of B"""
    left, right = below
    shape = product_of(left.shape, right.shape)
    columns = right.columns()
    return Array(shape or NUMBER, tuple(s.dot(row, column) for row in left.rows() for column in columns))


def transposed(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """Aᵀ"""
    a = below[0]
    return Array(flipped(a.shape) or NUMBER, tuple(entry for column in a.columns() for entry in column))


def dot(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """a · b"""
    return arrays.number(s.dot(below[0].data, below[1].data))


def norm_squared(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """‖a‖²: the squares of all entries, added"""
    two = s.constant(TWO)
    return arrays.number(s.plus([s.power(a, two) for a in below[0].data]))


def norm(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """‖a‖"""
    return arrays.number(s.root(norm_squared(s, node, below).only, s.constant(TWO)))


def total(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """sum(A)"""
    return arrays.number(s.plus(below[0].data))


def ones(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """The array of ones"""
    shape = sizes(node, ())
    return Array(shape, (s.constant(ONE),) * count(shape))


def vec(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """A flattened, the last index fastest"""
    return Array((count(below[0].shape),), below[0].data)


def fold(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """A vector in the shape of an array"""
    return Array(sizes(node, ()), below[0].data)


def softmax(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """e^zᵢ over the sum of all e^zⱼ"""
    powers = [s.apply("exp", [a]) for a in below[0].data]
    total = s.plus(powers)
    return Array(below[0].shape, tuple(s.over(power, total) for power in powers))


def entropy(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """−sum(y ⊙ ln softmax(z))"""
    chances = softmax(s, node, below).data
    return arrays.number(s.minus(s.dot(below[1].data, [s.apply("ln", [p]) for p in chances])))


def entrywise(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """f(A), f for every entry"""
    orders = node.orders if isinstance(node, Primed) else ()
    return Array(_shape_of(below), tuple(s.apply(node.name, entries, orders) for entries in zip(*_broadcast(below), strict=True)))


def contract(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
    """Σⱼ (∂Yⱼ/∂X) ∂z/∂Yⱼ"""
    slopes, upstream = below
    inner = slopes.shape[len(upstream.shape) :]
    width = count(inner)
    parts = [slopes.data[i : i + width] for i in range(0, len(slopes.data), width)]
    return Array(inner, tuple(s.dot(column, upstream.data) for column in zip(*parts, strict=True)))


def mapping(shape: Shape) -> Callable[[Scalars, Any, Sequence[Array]], Array]:
    """An unknown function y = g(x): its components g₁, g₂, … at all entries of its arguments."""

    def value(s: Scalars, node: Any, below: Sequence[Array]) -> Array:
        return Array(shape, tuple(s.apply(name, entries_of(below)) for name in components(node.name, shape)))

    return value


def slopes(s: Scalars, node: Any, below: Sequence[Array], shape: Shape, operand: int) -> Array:
    """∂y/∂x of an unknown function by one of its arguments: one row for each component."""
    entries = entries_of(below)
    first = sum(len(a.data) for a in below[:operand])
    found = []
    for name in components(node.name, shape):
        for i in range(first, first + len(below[operand].data)):
            orders = tuple(int(i == j) for j in range(len(entries)))
            found.append(s.apply(name, entries, orders))
    return Array((*shape, *below[operand].shape), tuple(found))


def entries_of(below: Sequence[Array]) -> list[Any]:
    """All entries in a row."""
    return [entry for a in below for entry in a.data]


def components(name: str, shape: Shape) -> list[str]:
    """The names of the components of an unknown function: g_1, g_2, …"""
    return [f"{name}_{i}" for i in range(1, count(shape) + 1)] if shape else [name]
