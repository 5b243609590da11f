"""An entry of each operation by its index: (A B)ᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ.

Each function is asked with a node, the shapes of its operands, the index, a function that gives the entry of an
operand at an index, and fresh letters to sum over. This module knows indices; it must not know numbers or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sympy

from chainrule.expression.arrays import Summed
from chainrule.expression.constants import ONE, TWO
from chainrule.expression.written import Apply, Minus, Over, Power, Primed, Root, Times
from chainrule.tensors import build
from chainrule.tensors.shapes import Shape

Index = tuple[Any, ...]
PLACE = sympy.Symbol("p")
"""The place of an entry in the row of all entries."""
Entry = Callable[[int, Index], Any]
"""The entry of an operand at an index."""


def _each(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> list[Any]:
    return [at(i, index if shape else ()) for i, shape in enumerate(shapes)]


def rebuilt(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """The same node with the entries of its operands"""
    return node.func(*_each(node, shapes, index, at, fresh))


def times(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """A product of entries"""
    return build.times(_each(node, shapes, index, at, fresh))


def named(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """f at an entry"""
    parts = _each(node, shapes, index, at, fresh)
    return Primed(node.name, node.orders, *parts) if isinstance(node, Primed) else Apply(node.name, *parts)


def matmul(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """(A B)ᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ; a column times a row is (a b)ᵢⱼ = aᵢ bⱼ"""
    if len(shapes[0]) == 1:  # a column times a row
        return build.times([at(0, index[:1]), at(1, (ONE, index[1]))])
    row, column = (index[:1] or (ONE,)), index[1:]
    j = next(fresh)
    return Summed(build.times([at(0, (*row, j)), at(1, (j, *column))]), j)


def transposed(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """(Aᵀ)ᵢⱼ = Aⱼᵢ"""
    if len(shapes[0]) == 1:
        return at(0, index[1:])
    return at(0, (index[1], index[0]) if len(index) == 2 else (ONE, *index))


def _summed(node: Any, shapes: Sequence[Shape], at: Callable[[Index], Any], fresh: Iterator[sympy.Symbol]) -> Any:
    """A sum over all entries, index by index."""
    index = tuple(next(fresh) for _ in shapes[0])
    body = at(index)
    for letter in reversed(index):
        body = Summed(body, letter)
    return body


def dot(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """Σᵢ aᵢ bᵢ"""
    return _summed(node, shapes, lambda i: build.times([at(0, i), at(1, i)]), fresh)


def norm_squared(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """Σᵢ aᵢ²"""
    return _summed(node, shapes, lambda i: Power(at(0, i), TWO), fresh)


def norm(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """√(Σᵢ aᵢ²)"""
    return Root(norm_squared(node, shapes, index, at, fresh), TWO)


def total(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """Σᵢ Aᵢ"""
    return _summed(node, shapes, lambda i: at(0, i), fresh)


def softmax(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """e^zᵢ over Σⱼ e^zⱼ"""
    j = next(fresh)
    return Over(Power(sympy.E, at(0, index)), Summed(Power(sympy.E, at(0, (j,))), j))


def entropy(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """−Σᵢ yᵢ ln softmax(z)ᵢ"""
    i = next(fresh)
    return Minus(Summed(Times(at(1, (i,)), Apply("ln", softmax(node, shapes, (i,), at, fresh))), i))


def ones(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """1"""
    return ONE


def flat(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """The place p in the row belongs to the index i, j, k; how is said beside the formula."""
    return at(0, (PLACE,) if len(shapes[0]) == 1 else tuple(next(fresh) for _ in shapes[0]))


def contract(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """Σⱼ (∂Yⱼ/∂Xᵢ) ∂z/∂Yⱼ"""
    j = tuple(next(fresh) for _ in shapes[1])
    body = Times(at(0, (*j, *index)), at(1, j))
    for letter in reversed(j):
        body = Summed(body, letter)
    return body


def mapping(node: Any, shapes: Sequence[Shape], index: Index, at: Entry, fresh: Iterator[sympy.Symbol]) -> Any:
    """An entry of an unknown function of whole arrays: gⱼ(x)."""
    name = node.name if not index else f"{node.name}_{{{''.join(map(str, index))}}}"
    return Apply(name, *node.arguments)
