"""The operations on arrays, one row each: shape, value, the way back, an entry by its index.

To add an operation: a node in ``expression/arrays.py`` (or a function name), its four functions in ``fits``,
``forward``, ``back`` and ``entries``, a row here. The tests loop over the table: every row is compared with
central differences.

This module knows the rows; it must not know systems, words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.expression.arrays import Dot, Hadamard, Matmul, Norm, NormSquared, Scaled, Transposed
from chainrule.expression.written import Minus, Over, Plus, Power, Root, Times
from chainrule.tensors import back, entries, fits, forward
from chainrule.tensors.arrays import Array
from chainrule.tensors.entries import Entry, Index
from chainrule.tensors.scalars import Scalars
from chainrule.tensors.shapes import Shape


@dataclass(frozen=True, slots=True)
class Operation:
    """One row. ``back`` gives the gradient by each operand, ``None`` for a constant; its docstring is the law."""

    name: str
    shape: Callable[[Any, Sequence[Shape]], Shape]
    value: Callable[[Scalars, Any, Sequence[Array]], Array]
    back: Callable[[Any, Sequence[Shape], Any], tuple[Any, ...]]
    entry: Callable[[Any, Sequence[Shape], Index, Entry, Iterator[sympy.Symbol]], Any]


# fmt: off
#              name                      shape                value                 back                       entry
PLUS         = Operation("plus",         fits.same,           forward.plus,         back.plus,                 entries.rebuilt)
MINUS        = Operation("minus",        fits.first,          forward.minus,        back.minus,                entries.rebuilt)
TIMES        = Operation("times",        fits.numbers,        forward.times,        back.times,                entries.times)
SCALE        = Operation("scale",        fits.scaled,         forward.times,        back.scaled,               entries.times)
QUOTIENT     = Operation("quotient",     fits.quotient,       forward.over,         back.over,                 entries.rebuilt)
POWER        = Operation("power",        fits.numbers,        forward.power,        back.power,                entries.rebuilt)
ROOT         = Operation("root",         fits.first,          forward.root,         back.root,                 entries.rebuilt)
MATMUL       = Operation("matmul",       fits.product,        forward.matmul,       back.matmul,               entries.matmul)
TRANSPOSE    = Operation("transpose",    fits.transposed,     forward.transposed,   back.transposed,           entries.transposed)
HADAMARD     = Operation("hadamard",     fits.equal,          forward.times,        back.hadamard,             entries.times)
DOT          = Operation("dot",          fits.to_number,      forward.dot,          back.dot,                  entries.dot)
NORM         = Operation("norm",         fits.to_number,      forward.norm,         back.norm,                 entries.norm)
NORM_SQUARED = Operation("norm-squared", fits.to_number,      forward.norm_squared, back.norm_squared,         entries.norm_squared)
SUM          = Operation("sum",          fits.to_number,      forward.total,        back.total,                entries.total)
ONES         = Operation("ones",         fits.sizes,          forward.ones,         back.constant,             entries.ones)
VEC          = Operation("vec",          fits.flat,           forward.vec,          back.vec,                  entries.flat)
FOLD         = Operation("fold",         fits.sizes,          forward.fold,         back.fold,                 entries.flat)
SOFTMAX      = Operation("softmax",      fits.vector,         forward.softmax,      back.softmax,              entries.softmax)
ENTROPY      = Operation("entropy",      fits.vectors,        forward.entropy,      back.entropy,              entries.entropy)
CONTRACT     = Operation("contract",     fits.contracted,     forward.contract,     back.constant,             entries.contract)
ENTRYWISE    = Operation("entrywise",    fits.first,          forward.entrywise,    back.entrywise,            entries.named)
# fmt: on

BY_NODE: dict[type, Operation] = {
    Plus: PLUS, Minus: MINUS, Times: TIMES, Scaled: SCALE, Over: QUOTIENT, Power: POWER, Root: ROOT, Matmul: MATMUL,
    Transposed: TRANSPOSE, Hadamard: HADAMARD, Dot: DOT, Norm: NORM, NormSquared: NORM_SQUARED,
}  # fmt: skip
BY_NAME: dict[str, Operation] = {row.name: row for row in (SUM, ONES, VEC, FOLD, SOFTMAX, ENTROPY, CONTRACT)}
"""Functions of whole arrays, by name; every other known function acts entry by entry."""

TABLE = (*BY_NODE.values(), *BY_NAME.values(), ENTRYWISE)


def mapping(shape: Shape) -> Operation:
    """The row of an unknown function of whole arrays, y = g(x), whose values have this shape."""
    return Operation("mapping", lambda node, shapes: shape, forward.mapping(shape), back.mapping(shape), entries.mapping)


def operation(node: Any) -> Operation:
    """The row of a node."""
    row = BY_NODE.get(type(node))
    return row or BY_NAME.get(getattr(node, "name", ""), ENTRYWISE)
