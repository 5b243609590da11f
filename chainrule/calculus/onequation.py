"""A numerator made shorter by the equation of the curve: (x² + y²)/y³ is 25/y³ where x² + y² = 25.

Law: numerator = quotient · (left − right) + remainder, as polynomials; on the curve the first part is 0.
This module knows polynomials; it must not know rules or words.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.steps import Rewrite
from chainrule.calculus.tidy import tidy
from chainrule.expression.convert import written
from chainrule.expression.value import value
from chainrule.expression.written import Equals, Minus, Over, postorder, size, symbols

SYMBOLS = 200
"""Longer numerators are left as they are."""


def one_fraction(tree: Any) -> tuple[Rewrite, ...]:
    """A quotient of polynomials with fractions inside it over one bar; none where it is no such thing or too long.

    >>> from sympy.abc import x, y
    >>> from chainrule.expression.written import Plus
    >>> one_fraction(Over(Plus(y, Over(x, y)), y))[-1].after
    (x + y**2)/y**2
    """
    inside = sum(isinstance(node, Over) for node in postorder(tree)) > 1
    expression = value(tree)
    if not inside or size(tree) > SYMBOLS or not expression.is_rational_function(*symbols(tree)):
        return ()
    above, below = sympy.fraction(sympy.cancel(sympy.together(expression)))
    joined = Rewrite(("fractions-joined", "multiplied-out"), tree, Over(written(above), written(sympy.factor(below))))
    return (joined, *tidy(joined.after))


def by_equation(tree: Any, equation: Equals) -> tuple[Rewrite, ...]:
    """The rewrite of a fraction by the equation, and the tidying after it; none where it gets no shorter.

    >>> from sympy.abc import x, y
    >>> from chainrule.expression.written import Plus, Power
    >>> by_equation(Over(Plus(Power(x, 2), Power(y, 2)), Power(y, 3)), Equals(Plus(Power(x, 2), Power(y, 2)), 25))[-1].after
    25/y**3
    """
    match tree:
        case Minus(args=(Over(args=(above, below)),)):
            sign: Any = Minus
        case Over(args=(above, below)):
            sign = None
        case _:
            return ()
    rest = remainder(above, equation) if size(above) <= SYMBOLS else None
    if rest is None or size(rest) >= size(above):
        return ()
    after = Over(rest, below)
    first = Rewrite(("by-equation",), tree, sign(after) if sign else after)
    return (first, *tidy(first.after))


def remainder(tree: Any, equation: Equals) -> Any:
    """What is left of a polynomial by the equation, as a written tree; ``None`` where one is no polynomial."""
    letters = sorted(symbols(equation), key=str)
    numerator, zero = value(tree), value(equation.args[0]) - value(equation.args[1])
    if not (numerator.is_polynomial(*letters) and zero.is_polynomial(*letters)) or zero.is_number:
        return None
    _, rest = sympy.reduced(sympy.expand(numerator), [sympy.expand(zero)], *letters)
    return written(sympy.factor_terms(rest))


def same_by(rewrite: Rewrite, equation: Equals) -> bool:
    """Whether both sides of a rewrite agree on the curve: their difference is a multiple of left − right."""
    difference = sympy.numer(sympy.together(value(rewrite.before) - value(rewrite.after)))
    return bool(remainder(written(sympy.expand(difference)), equation) == 0)
