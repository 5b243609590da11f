"""Syntax to written trees: the only place where what was typed becomes SymPy.

This module knows the two kinds of tree; it must not know text or grammar.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy

from chainrule.expression.syntax import Syntax
from chainrule.expression.task import parse_syntax
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Plus, Power, Primed, Rate, Root, Times, Vector

symbol = lru_cache(maxsize=1024)(sympy.Symbol)

NODES: dict[str, Callable[..., Any]] = {
    "integer": lambda text: sympy.Integer(int(text)),
    "decimal": Decimal,
    "name": symbol,
    "euler": lambda: sympy.E,
    "pi": lambda: sympy.pi,
    "plus": Plus,
    "minus": Minus,
    "times": Times,
    "over": Over,
    "power": Power,
    "root": Root,
    "apply": Apply,
    "primed": Primed,
    "rate": lambda a, name, order: Rate(a, symbol(name), order),
    "equals": Equals,
    "vector": Vector,
}


def build(syntax: Syntax) -> Any:
    """The written tree of a syntax tree.

    >>> build(Syntax("times", (Syntax("integer", ("2",), 0, 1), Syntax("name", ("x",), 1, 2)), 0, 2))
    2*x
    """
    done: list[Any] = []
    stack: list[tuple[Syntax, bool]] = [(syntax, False)]
    while stack:
        node, ready = stack.pop()
        children = [child for child in node.args if isinstance(child, Syntax)]
        if children and not ready:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(children))
            continue
        if children:
            values = iter(done[len(done) - len(children) :])
            del done[len(done) - len(children) :]
            done.append(NODES[node.kind](*[next(values) if isinstance(arg, Syntax) else arg for arg in node.args]))
        else:
            done.append(NODES[node.kind](*node.args))
    return done[0]


def parse(text: str, latex: bool | None = None) -> Any:
    """What a student types as an as-written SymPy tree; LaTeX is recognised, ``latex=True`` forces it.

    Raises ``ParseError`` with the place (``.span``) and what was probably meant (``.hint``).

    >>> parse("2x sin 3x").args
    (2, x, sin(3*x))
    """
    return build(parse_syntax(text, latex_input=latex)[0])
