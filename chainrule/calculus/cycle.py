"""Derivatives that come back: sin x after four rounds, e^(2x) after one with the factor 2, a polynomial's end at 0.

    Law   with the cycle (start, period, factor): d^(n + period) = factor · dⁿ for every n ≥ start

This module knows the functions of the rounds; it must not know rules, words or how anything looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from chainrule.calculus.monomial import monomial
from chainrule.expression.constants import ZERO
from chainrule.expression.written import Plus

LONGEST = 12
"""A cycle is looked for in so many rounds."""


class Cycle(NamedTuple):
    """See the law of the module; with the factor 0 every derivative from ``start`` on is 0."""

    start: int
    period: int
    factor: Fraction

    def earlier(self, order: int) -> tuple[int, int]:
        """``(times, n)``: the derivative of this order is factorᵗⁱᵐᵉˢ times the n-th.

        >>> Cycle(0, 4, Fraction(1)).earlier(74)
        (18, 2)
        """
        times, rest = divmod(order - self.start, self.period)
        return times, self.start + rest


def cycle(functions: Sequence[Any]) -> Cycle | None:
    """The cycle in a function and its derivatives one after the other, where there is one before the last.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Minus
    >>> sin, cos = Apply("sin", x), Apply("cos", x)
    >>> cycle([sin, cos, Minus(sin), Minus(cos), sin, cos])
    Cycle(start=0, period=4, factor=Fraction(1, 1))
    """
    for end in range(1, min(len(functions) - 1, LONGEST)):
        if functions[end] == ZERO:
            return Cycle(end, 1, Fraction(0))
        for start in range(end - 1, -1, -1):
            factor = _ratio(functions[end], functions[start])
            if factor is None:
                continue
            found = Cycle(start, (end - start) * (2 if factor == -1 else 1), factor if factor != -1 else Fraction(1))
            times, n = found.earlier(len(functions) - 1)
            return found if times and _ratio(functions[-1], functions[n]) == found.factor**times else None
    return None


def _ratio(one: Any, other: Any) -> Fraction | None:
    """one/other, where that is a number to be seen at once."""
    a, b = (monomial(tree) for tree in (one, other))
    if a.decimal or b.decimal or not b.coefficient or _bases(a.powers) != _bases(b.powers):
        return None
    return a.coefficient / b.coefficient


def _bases(powers: Any) -> frozenset[Any]:
    """The factors, a sum by its terms in any order."""
    return frozenset((frozenset(Counter(base.args).items()) if isinstance(base, Plus) else base, s, p) for (base, s), p in powers.items())
