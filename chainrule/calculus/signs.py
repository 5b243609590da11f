"""What is sure about the sign of an expression wherever it is real: e^x, √x, x² + 1 are never negative.

This module knows signs; it must not know rules, conditions or words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.errors import TooLarge
from chainrule.expression.constants import number
from chainrule.expression.value import value
from chainrule.expression.written import Apply, Over, Power, Root, Times, depth

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


def judged(tree: Any) -> Any:
    """SymPy's value of the tree in real letters; ``None`` where it is out of reach."""
    if depth(tree) > LEVELS:
        return None
    try:
        return value(tree, judge=True)
    except (TooLarge, RecursionError, TypeError):
        return None
