"""How deep a rewriting goes into a tree.

This module knows nodes; it must not know algebra.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed, Root, Times, fold, operands, rebuild

EVERY = (Plus, Times, Over, Minus, Power, Root, Apply, Primed)

ARITHMETIC = (Plus, Times, Over, Minus, Power, Root)

OUTSIDE = (Plus, Times, Over, Minus)


def everywhere(rewrite: Callable[[Any], Any], tree: Any, through: tuple[type, ...]) -> Any:
    """The tree rewritten from the leaves up, as deep as such nodes lead; an exponent counts as an argument."""
    inside: dict[int, Any] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        if id(node) in inside:
            continue
        inside[id(node)] = node
        if isinstance(node, through):
            stack.extend(operands(node) if through is EVERY or not isinstance(node, Power) else operands(node)[:1])
    return fold(tree, lambda node, below: rewrite(rebuild(node, below)) if id(node) in inside else node)
