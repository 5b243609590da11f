"""The shapes in a formula, factor by factor: δ xᵀ is (2×1)(1×3), W x + b is (2×3)(3) + (2).

This module knows formulas and shapes; it must not know words.
"""

from __future__ import annotations

from typing import Any

from chainrule.expression.arrays import Hadamard, Matmul, Scaled
from chainrule.expression.written import Apply, Minus, Over, Plus
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import Shape, shown


def sizes(tree: Any, scope: Scope) -> str:
    """The shapes of the factors, as they stand in the formula; of a single array its shape alone.

    >>> import sympy
    >>> W, x, b = sympy.symbols("W x b")
    >>> sizes(Plus(Matmul(W, x), b), Scope({W: (2, 3), x: (3,), b: (2,)}))
    '(2×3)(3) + (2) → 2'
    """
    shapes = scope.shapes_in(tree)
    inside = _sizes(tree, shapes)
    whole = shown(shapes[id(tree)])
    return whole if inside in ("", f"({whole})") else f"{inside} → {whole}"


def _sizes(tree: Any, shapes: dict[int, Shape]) -> str:
    shape = shapes[id(tree)]
    match tree:
        case Matmul():
            left, right = (_bracketed(part, shapes) for part in tree.args)
            column = len(shapes[id(tree.args[0])]) == 1  # before a row, a vector is a column
            return (left.removesuffix(")") + "×1)" if column else left) + right
        case Hadamard():
            return " ⊙ ".join(_bracketed(part, shapes) for part in tree.args)
        case Plus():
            terms = [(isinstance(part, Minus), _sizes(part, shapes)) for part in tree.args]
            text = ""
            for negative, inside in terms:
                if inside:
                    text += (" − " if negative else " + ") * bool(text) + inside
            return text if any("(" in inside.lstrip("(") or inside.count("(") > 1 for _, inside in terms) else f"({shown(shape)})"
        case Minus():
            return _sizes(tree.args[0], shapes)
        case Scaled():
            return _sizes(tree.args[1], shapes) if shape else ""
        case Over() if shape and not shapes[id(tree.args[1])]:
            return _sizes(tree.args[0], shapes)
        case Apply() if tree.name == "fold":
            return _sizes(tree.args[1], shapes)
    return f"({shown(shape)})" if shape else ""


def _bracketed(tree: Any, shapes: dict[int, Shape]) -> str:
    """A factor: a sum or a product among the factors counts as one array."""
    if isinstance(tree, Matmul):
        return _sizes(tree, shapes)
    return f"({shown(shapes[id(tree)])})" if shapes[id(tree)] else ""
