"""Layers found in a closed expression: (xy)² + (x + y²)³ as z = u² + v³, u = xy, v = x + y².

What a function acts on gets a letter when it is composite; the same inside gets the same letter again,
so that a repeated subexpression has one name and its paths. This module knows the shape of trees; it
must not know derivatives or words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.expression.written import Apply, Over, Power, Primed, Root, fold, operands, postorder, rebuild
from chainrule.graph.system import Name, System, system


def layered(tree: Any, output: Name, variables: Iterable[Name], taken: Iterable[str] = ()) -> System:
    """The expression as a system: the output by its layers, and every layer by those inside it.

    ``variables`` are the letters that count: what holds none of them is a constant and gets no name.

    >>> from sympy.abc import x, y, z
    >>> from chainrule.expression.written import Plus, Times
    >>> tree = Plus(Power(Times(x, y), 2), Power(Plus(x, Power(y, 2)), 3))
    >>> layered(tree, z, (x, y)).definitions
    ((z, u**2 + v**3), (u, x*y), (v, x + y**2))
    """
    letters = frozenset(variables)
    used = {node.name for node in postorder(tree) if isinstance(node, Apply | Primed | sympy.Symbol)}
    names = Names({*used, *taken, output.name, *(letter.name for letter in letters)})
    varies: dict[int, bool] = {}
    fold(tree, lambda node, below: varies.setdefault(id(node), node in letters if isinstance(node, sympy.Symbol) else any(below)))
    named: dict[Any, Name] = {}
    for node in _reading_order(tree):
        for inner in _insides(node):
            if varies[id(inner)] and not isinstance(inner, sympy.Symbol) and inner not in named:
                named[inner] = names.layer(inner)
    opened: dict[int, Any] = {}

    def visit(node: Any, below: list[Any]) -> Any:
        insides = {id(inner) for inner in _insides(node)}
        parts = [named.get(child, new) if id(child) in insides else new for child, new in zip(operands(node), below, strict=True)]
        opened[id(node)] = rebuild(node, parts)
        return opened[id(node)]

    top = fold(tree, visit)
    first = {inner: id(inner) for inner in reversed([inner for node in postorder(tree) for inner in _insides(node)])}
    return system([(output, top), *((letter, opened[first[inner]]) for inner, letter in named.items())], (output,))


def _insides(node: Any) -> tuple[Any, ...]:
    """What a node acts on as a function: the base of a power, its exponent, an argument, a denominator."""
    match node:
        case Power() | Root() | Apply() | Primed():
            return operands(node)
        case Over():
            return operands(node)[1:]
        case _:
            return ()


def _reading_order(tree: Any) -> list[Any]:
    """The nodes from the outside in, from left to right."""
    found, stack = [], [tree]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(reversed(operands(node)))
    return found
