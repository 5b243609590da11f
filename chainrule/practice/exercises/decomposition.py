"""What is to be said of a function taken apart: whether it is the function, and what else could stand inside.

This module knows decompositions; it must not know how they are written down, derivatives or words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy

from chainrule.errors import ChainruleError
from chainrule.expression.written import Plus, Times, operands, postorder, rebuild, symbols
from chainrule.practice.compare import compare
from chainrule.practice.problems.notation import Decomposition, put


def same(one: Any, other: Any) -> bool:
    """Whether two expressions are the same wherever both are real."""
    try:
        return bool(compare(one, other).same)
    except ChainruleError:
        return False


def is_trivial(found: Decomposition, variable: sympy.Symbol) -> bool:
    """Whether one of the functions does nothing."""
    letters = (*found.letters, variable)
    return any(letter not in symbols(tree) or same(tree, letter) for tree, letter in zip(found.functions, letters, strict=True))


def is_mixed(found: Decomposition, variable: sympy.Symbol) -> bool:
    """Whether the variable is left in an outer function beside the letter for what stands inside: u² + 3 ln x."""
    return any(
        {variable, letter} <= symbols(tree) and letter != variable for tree, letter in zip(found.functions, found.letters, strict=False)
    )


def inside(goal: Any, variable: sympy.Symbol) -> Iterator[Any]:
    """Everything in an expression that depends on the variable and could be the inner function, the largest first.

    >>> from chainrule.expression.build import parse
    >>> list(inside(parse("sin(x^2+1)"), sympy.Symbol("x")))
    [x**2 + 1, x**2]
    """
    for node in reversed(postorder(goal)):
        if node in (goal, variable) or variable not in symbols(node):
            continue
        yield node
        if isinstance(node, Plus | Times):  # a sum or product without its constants
            kept = [part for part in operands(node) if variable in symbols(part)]
            if 1 < len(kept) < len(operands(node)):
                yield rebuild(node, kept)


def outer_fits(outer: Any, letter: sympy.Symbol, goal: Any, variable: sympy.Symbol) -> Any:
    """An inner function with which an outer one gives the problem; ``None`` where there is none."""
    return next((inner for inner in inside(goal, variable) if same(put(outer, letter, inner), goal)), None)
