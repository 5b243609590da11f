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


def everywhere(rewrite: Callable[[Any], Any], tree: Any, through: tuple[type, ...], on: tuple[type, ...] = EVERY) -> Any:
    """The tree rewritten from the leaves up, as deep as such nodes lead; an exponent counts as an argument.

    ``on``: the kinds of nodes that are rewritten at all.
    """
    inside: dict[int, Any] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        if id(node) in inside:
            continue
        inside[id(node)] = node
        if isinstance(node, through):
            stack.extend(operands(node) if through is EVERY or not isinstance(node, Power) else operands(node)[:1])
    if not any(isinstance(node, on) for node in inside.values()):
        return tree

    def visit(node: Any, below: list[Any]) -> Any:
        if id(node) not in inside:
            return node
        new = rebuild(node, below)
        return rewrite(new) if isinstance(new, on) else new

    return fold(tree, visit)
