"""How long a tree is in print; what makes one form shorter than another.

This module knows signs on paper; it must not know algebra.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy

from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed, Root, Times, fold, operands


class Extent(NamedTuple):
    """How long a tree is in print: signs, the letters among them, whether it has a fraction bar."""

    signs: int
    letters: int
    bar: bool


def length(tree: Any) -> int:
    """How many signs the tree has in print, also the × of 2 × (−x); a fraction within a fraction counts four more.

    >>> from sympy.abc import x
    >>> length(Plus(x, 2, x)), length(Plus(Times(2, x), 2)), length(Over(Over(1, x), x))
    (5, 4, 9)
    """
    return fold(tree, _extent).signs


def letters_in(tree: Any) -> int:
    """How many letters and names of functions are printed."""
    return fold(tree, _extent).letters


def _extent(node: Any, below: list[Extent]) -> Extent:
    signs, letters, bar = sum(b.signs for b in below), sum(b.letters for b in below), any(b.bar for b in below)
    brackets = sum(isinstance(child, Plus) for child in operands(node))
    match node:
        case Plus():
            return Extent(signs + sum(not isinstance(term, Minus) for term in node.args[1:]), letters, bar)
        case Times():
            nested = any(isinstance(child, Over) for child in node.args) and sum(b.bar for b in below) > 1
            spread = any(isinstance(child, Times) for child in node.args) or any(isinstance(child, Minus | Over) for child in node.args[1:])
            crosses = len(node.args) - 1 + 2 * sum(isinstance(child, Minus) for child in node.args[1:]) if spread else 0
            return Extent(signs + brackets + (4 if nested else 0) + crosses, letters, bar)
        case Minus():
            return Extent(signs + 1 + brackets, letters, bar)
        case Over():
            return Extent(signs + 1 + brackets + (4 if bar else 0), letters, True)
        case Power():
            negative, bar = isinstance(node.args[1], Minus), below[1].bar
            return Extent(
                below[0].signs + max(1, below[1].letters) + 2 * negative + 2 * bar + isinstance(node.args[0], Plus), letters, below[0].bar
            )
        case Root():
            return Extent(below[0].signs + (1 if node.args[1] == 2 else 2), letters, False)
        case Apply() | Primed():
            return Extent(signs + 1, letters + 1, False)
        case _:
            return Extent(1, int(isinstance(node, sympy.Symbol)), False)
