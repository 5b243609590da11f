"""What is sure about the sign of an expression wherever it is real: e^x, √x, x² + 1 are never negative.

This module knows signs; it must not know rules, conditions or words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.points import points
from chainrule.calculus.tidy import tidy
from chainrule.errors import TooLarge
from chainrule.expression.constants import ZERO, number
from chainrule.expression.value import value
from chainrule.expression.written import Apply, Over, Power, Root, Times, depth

TRIED, NOISE = 3, 1e-9
"""What is no more than noise at so many points may be 0."""
LEVELS = 40
"""SymPy is not asked about deeper expressions."""


@lru_cache(maxsize=4096)
def never_negative(tree: Any) -> bool:
    """Whether the tree is sure not to be negative wherever it is real.

    >>> from sympy.abc import x
    >>> never_negative(Root(x, 2)), never_negative(Power(x, 2)), never_negative(x)
    (True, True, False)
    """
    match tree:
        case Times(args=parts) | Over(args=parts) if all(map(never_negative, parts)):
            return True
        case Root(args=(_, n)) if n % 2 == 0:
            return True
        case Power(args=(base, exponent)):
            n = number(exponent)
            if base == sympy.E or n is None or n.denominator % 2 == 0 or n.numerator % 2 == 0:
                return True
        case Apply() if tree.name in ("abs", "exp", "cosh", "sech"):
            return True
    known = judged(tree)
    return bool(known is not None and known.is_nonnegative)


def vanishes(tree: Any) -> bool:
    """Whether the tree is 0 whatever its letters are: numbers first, then proof by SymPy or by tidying.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Minus, Plus
    >>> vanishes(Plus(x, Minus(x))), vanishes(Plus(x, Minus(1)))
    (True, False)
    """
    if isinstance(tree, sympy.Symbol | sympy.Integer):
        return bool(tree == ZERO)
    found = points([tree], TRIED)
    if not found or any(abs(number) > NOISE for _, (number,) in found):
        return False
    known, steps = judged(tree), tidy(tree)
    return bool((known is not None and known.is_zero) or (steps and steps[-1].after == ZERO))


def judged(tree: Any) -> Any:
    """SymPy's value of the tree in real letters; ``None`` where it is out of reach."""
    if depth(tree) > LEVELS:
        return None
    try:
        return value(tree, judge=True)
    except (TooLarge, RecursionError, TypeError):
        return None
