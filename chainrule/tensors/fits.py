"""Shape laws: which shapes an operation takes and which it gives.

Each function is asked with a node and the shapes of its operands. This module knows shapes; it must not
know what the operations do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from chainrule.expression.constants import number
from chainrule.tensors.shapes import NUMBER, Shape, canonical, count, flipped, product_of


class Misfit(Exception):
    """Shapes that do not fit; ``kind`` is the key of the sentence."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def same(node: Any, shapes: Sequence[Shape]) -> Shape:
    """All shapes are equal; plain numbers (1 − a) count for every entry."""
    found = {shape for shape, part in zip(shapes, node.args, strict=True) if shape or number(part) is None}
    if len(found) > 1:
        raise Misfit("shape-sum")
    return found.pop() if found else NUMBER


def first(node: Any, shapes: Sequence[Shape]) -> Shape:
    """As the operand."""
    return shapes[0]


def numbers(node: Any, shapes: Sequence[Shape]) -> Shape:
    """Numbers, to a number."""
    if any(shapes):
        raise Misfit("shape-number")
    return NUMBER


def scaled(node: Any, shapes: Sequence[Shape]) -> Shape:
    """A number and anything, to its shape."""
    if shapes[0]:
        raise Misfit("shape-number")
    return shapes[1]


def quotient(node: Any, shapes: Sequence[Shape]) -> Shape:
    """Divided by a number, or entry by entry."""
    above, below = shapes
    if below and above != below and not (not above and number(node.args[0]) is not None):
        raise Misfit("shape-entrywise")
    return below or above


def product(node: Any, shapes: Sequence[Shape]) -> Shape:
    """As ``product_of`` says."""
    found = product_of(*shapes)
    if found is None:
        raise Misfit("shape-product")
    return found


def transposed(node: Any, shapes: Sequence[Shape]) -> Shape:
    """As ``flipped`` says."""
    found = flipped(shapes[0])
    if found is None:
        raise Misfit("shape-transpose")
    return found


def equal(node: Any, shapes: Sequence[Shape]) -> Shape:
    """Equal shapes."""
    if len(set(shapes)) > 1:
        raise Misfit("shape-entrywise")
    return shapes[0]


def to_number(node: Any, shapes: Sequence[Shape]) -> Shape:
    """Equal shapes, to a number."""
    if len(set(shapes)) > 1:
        raise Misfit("shape-dot")
    return NUMBER


def vector(node: Any, shapes: Sequence[Shape]) -> Shape:
    """Vectors of one length."""
    if len(shapes[0]) != 1 or len(set(shapes)) > 1:
        raise Misfit("shape-vector")
    return shapes[0]


def flat(node: Any, shapes: Sequence[Shape]) -> Shape:
    """All entries in a row."""
    return (count(shapes[0]),)


def sizes(node: Any, shapes: Sequence[Shape]) -> Shape:
    """ones(2, 3), fold(v, 2, 3): the shape stands in the last operands."""
    return canonical(int(size) for size in node.arguments if isinstance(size, sympy.Integer))


def vectors(node: Any, shapes: Sequence[Shape]) -> Shape:
    """Vectors of one length, to a number."""
    vector(node, shapes)
    return NUMBER


def contracted(node: Any, shapes: Sequence[Shape]) -> Shape:
    """∂Y/∂X and ∂z/∂Y: what is left of the first are the directions of X."""
    return shapes[0][len(shapes[1]) :]
