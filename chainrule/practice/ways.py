"""Other natural ways to a derivative, looked at as places where slips happen.

    3/(2x − 1)²      3u⁻² as a single power
    f/g              f·g⁻¹, by the product rule
    ln(f/g)          ln f − ln g

This module knows ways; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy

from chainrule.calculus.layers import Dependence
from chainrule.calculus.methods import alternatives
from chainrule.calculus.names import Names
from chainrule.errors import ChainruleError
from chainrule.expression.constants import ONE, number
from chainrule.expression.written import Minus, Over, Power, Root, Times, postorder, replace
from chainrule.practice.route import Round, route

METHODS = ("log-laws", "product")
"""The methods a student may have used without being asked to, the likelier first."""


def single_powers(goal: Any, variable: sympy.Symbol) -> Any:
    """The goal with c/uⁿ and c/√u of composites as c·u⁻ⁿ; ``None`` where there are none.

    >>> from chainrule.expression.build import parse
    >>> single_powers(parse("3/(2x - 1)^2"), sympy.Symbol("x")), single_powers(parse("1/x^2"), sympy.Symbol("x"))
    (3*(2*x - 1)**(-2), None)
    """
    depends = Dependence(variable)
    table = {}
    for node in postorder(goal):
        match node:
            case Over(args=(c, Power(args=(u, n)))) if number(n) is not None:
                exponent = Minus(n)
            case Over(args=(c, Root(args=(u, n)))):
                exponent = Minus(Over(ONE, n))
            case _:
                continue
        if u != variable and depends(u) and not depends(c):
            table[node] = Power(u, exponent) if c == ONE else Times(c, Power(u, exponent))
    return replace(goal, table) if table else None


def by_single_powers(goal: Any, variable: sympy.Symbol, names: Names) -> Iterator[Round]:
    """The differentiation of a goal with every c/uⁿ as a single power."""
    rewritten = single_powers(goal, variable)
    if rewritten is not None:
        yield from _rounds(rewritten, variable, names, "auto")


def by_methods(one: Round, variable: sympy.Symbol, names: Names, methods: Sequence[str] = METHODS) -> Iterator[Round]:
    """The same differentiation by another method, where one suggests itself."""
    fitting = alternatives(one.root)
    for method in methods:
        if method in fitting:
            yield from _rounds(one.root.goal, variable, names, method)


def _rounds(goal: Any, variable: sympy.Symbol, names: Names, method: str) -> Iterator[Round]:
    try:
        yield from route(goal, variable, names, 1, method)
    except ChainruleError:
        return
