"""Syntax to written trees: the only place where what was typed becomes SymPy.

This module knows the two kinds of tree; it must not know text or grammar.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy
from sympy.core.symbol import Str

from chainrule.expression.syntax import Syntax
from chainrule.expression.task import parse_syntax
from chainrule.expression.written import (
    Apply,
    Decimal,
    Equals,
    Minus,
    Over,
    Partial,
    Plus,
    Power,
    Primed,
    Rate,
    Root,
    Times,
    Vector,
    Written,
)

symbol = lru_cache(maxsize=1024)(sympy.Symbol)
_new = sympy.Basic.__new__
_named = lru_cache(maxsize=1024)(Str)
_integer = lru_cache(maxsize=1024)(lambda text: sympy.Integer(int(text)))

LEAVES: dict[str, Callable[..., Any]] = {
    "integer": _integer,
    "decimal": Decimal,
    "name": symbol,
    "euler": lambda: sympy.E,
    "pi": lambda: sympy.pi,
}
NODES: dict[str, type[Written]] = {
    "plus": Plus, "minus": Minus, "times": Times, "over": Over, "power": Power, "root": Root, "equals": Equals, "vector": Vector,
    "apply": Apply, "primed": Primed, "rate": Rate, "partial": Partial,
}  # fmt: skip


PARTS: dict[type, Callable[..., Any]] = {str: _named, int: _integer, tuple: lambda orders: sympy.Tuple(*orders)}
"""Names and orders in a node."""


def build(syntax: Syntax) -> Any:
    """The written tree of a syntax tree, from the leaves up.

    >>> build(Syntax("times", (Syntax("integer", ("2",), 0, 1), Syntax("name", ("x",), 1, 2)), 0, 2))
    2*x
    """
    order = [syntax]
    for node in order:
        for part in node.args:
            if type(part) is Syntax:
                order.append(part)
    done: dict[int, Any] = {}
    for node in reversed(order):
        leaf = LEAVES.get(node.kind)
        if leaf:
            done[id(node)] = leaf(*node.args)
        else:
            # The parts are SymPy's already, so the constructor of ``Written`` has nothing left to convert.
            parts = [done[id(part)] if type(part) is Syntax else PARTS[type(part)](part) for part in node.args]
            done[id(node)] = _new(NODES[node.kind], *parts)
    return done[id(syntax)]


def parse(text: str, latex: bool | None = None) -> Any:
    """What a student types as an as-written SymPy tree; LaTeX is recognised, ``latex=True`` forces it.

    Raises ``ParseError`` with the place (``.span``) and what was probably meant (``.hint``).

    >>> parse("2x sin 3x").args
    (2, x, sin(3*x))
    """
    return build(parse_syntax(text, latex_input=latex)[0])
