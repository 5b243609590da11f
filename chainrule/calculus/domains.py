"""Conditions made readable: taken apart, and solved for the letter where that is easy.

    x²(x − 1) > 0    x > 1        1 − x² > 0    −1 < x < 1        ln x ≠ 0    x ≠ 1        x² + 1 > 0    always

A condition here is about one tree and one bound: (tree, sign, bound). Law: what is given back holds for the
same real numbers as what was given.
This module knows inequalities; it must not know which function needs what, or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any

import sympy

from chainrule.calculus.monomial import monomial
from chainrule.calculus.signs import judged, never_negative
from chainrule.calculus.steps import Condition
from chainrule.expression.constants import ONE, ZERO, number, numeral
from chainrule.expression.value import real
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times, symbols

TURNED = {">": "<", "<": ">", "≠": "≠"}


def solved(condition: Condition) -> list[Condition]:
    """The condition in parts that are easier to read, each for the bare letter where it is linear or a simple square.

    >>> from sympy.abc import x
    >>> [c.chain for c in solved(Condition("domain", (Plus(Times(3, x), 1), ">", ZERO)))]
    [(x, '>', -1/3)]
    """
    found = []
    for part in _apart(condition):
        found += _polynomial(part) or [part]
    return found


# Taken apart


def _apart(condition: Condition) -> list[Condition]:
    """ab ≠ 0 as a ≠ 0 and b ≠ 0, x² > 0 as x ≠ 0, ln u > 0 as u > 1."""
    tree, sign, bound = condition.chain
    new: list[tuple[Any, str, Any]] | None = None
    if bound == ZERO:
        match tree:
            case Minus(args=(a,)):
                new = [(a, TURNED[sign], ZERO)]
            case Times() | Over() if sign == "≠":
                new = [(factor, "≠", ZERO) for factor, _ in signed_factors(tree)]
            case Times() | Over():
                new = _product(tree, sign)
            case Power(args=(base, exponent)):
                new = _power(base, number(exponent), sign)
            case Root(args=(base, n)) if sign != "<":
                new = [(base, sign, ZERO)] if n % 2 else [(base, ">", ZERO)]
            case Root(args=(base, n)) if n % 2:
                new = [(base, "<", ZERO)]
            case Apply() if tree.name == "abs" and sign != "<":
                new = [(tree.arguments[0], "≠", ZERO)]
            case Apply() if tree.name == "ln":
                new = [(tree.arguments[0], sign, ONE)]
            case Plus():
                new = _sum(tree, sign)
    elif bound == ONE and isinstance(tree, Power) and tree.args[0] == sympy.E:
        new = [(tree.args[1], sign, ZERO)]
    if new is None:
        return [condition]
    return [part for chain in new for part in _apart(condition._replace(chain=chain))]


def signed_factors(tree: Any, above: bool = True) -> Iterable[tuple[Any, bool]]:
    """The factors with whether they stand above the bar; a minus is the factor −1."""
    match tree:
        case Times(args=factors):
            for factor in factors:
                yield from signed_factors(factor, above)
        case Over(args=(a, b)):
            yield from signed_factors(a, above)
            yield from signed_factors(b, not above)
        case Minus(args=(a,)):
            yield sympy.Integer(-1), above
            yield from signed_factors(a, above)
        case _:
            yield tree, above


def _product(tree: Any, sign: str) -> list[tuple[Any, str, Any]] | None:
    """2x²eˣ(x − 1) > 0 as x ≠ 0 and x − 1 > 0: only factors of either sign decide."""
    doubtful: list[tuple[Any, bool]] = []
    even: list[tuple[Any, str, Any]] = []
    for factor, above in signed_factors(tree):
        value = number(factor)
        if value is not None and value != 0:
            sign = TURNED[sign] if value < 0 else sign
        elif never_negative(factor):
            even.append((factor, "≠", ZERO))
        else:
            doubtful.append((factor, above))
    top, bottom = ([factor for factor, above in doubtful if above is place] for place in (True, False))
    if not doubtful:
        return [*even, (ONE, sign, ZERO)]
    whole = _times(top) if not bottom else Over(_times(top), _times(bottom))
    if len(doubtful) == 1:
        whole = doubtful[0][0]
    return None if whole == tree else [*even, (whole, sign, ZERO)]


def _sum(tree: Plus, sign: str) -> list[tuple[Any, str, Any]] | None:
    """eᵘ − 1 > 0 as eᵘ > 1; u + √(u² + 1) > 0 always, because the root is more than |u|."""
    for i, term in enumerate(tree.args):
        rest = [other for k, other in enumerate(tree.args) if k != i]
        if isinstance(term, Power) and term.args[0] == sympy.E and rest == [Minus(ONE)]:
            return [(term, sign, ONE)]
        if isinstance(term, Root) and term.args[1] == 2 and sign == ">" and len(rest) == 1:
            more = judged(Plus(term.args[0], Minus(Power(rest[0], 2))))
            if more is not None and more.is_positive:
                return [(ONE, ">", ZERO)]
    return None


def _times(factors: Sequence[Any]) -> Any:
    return ONE if not factors else factors[0] if len(factors) == 1 else Times(*factors)


def _power(base: Any, n: Fraction | None, sign: str) -> list[tuple[Any, str, Any]] | None:
    if n is None or n == 0:
        return None
    if n.numerator % 2 == 0:
        return [(base, "≠", ZERO)] if sign != "<" else [(ONE, "<", ZERO)]
    if n.denominator % 2 == 0:
        return [(base, ">", ZERO)] if sign != "<" else [(ONE, "<", ZERO)]
    return [(base, sign, ZERO)]


# Solved


def _polynomial(condition: Condition) -> list[Condition] | None:
    """A condition on a polynomial of degree one or two with rational roots, as conditions on its letter."""
    tree, sign, bound = condition.chain
    end, letters = number(bound), symbols(tree)
    if end is None or len(letters) != 1:
        return None
    (letter,) = letters
    a, b, c = _coefficients(tree, letter)
    if a is None:
        return None
    if not a:
        if not b:
            return None
        return [_on(condition, letter, sign if b > 0 else TURNED[sign], (end - c) / b)]
    return _square(condition, letter, sign if a > 0 else TURNED[sign], b / a, (c - end) / a)


def _square(condition: Condition, letter: Any, sign: str, p: Fraction, q: Fraction) -> list[Condition] | None:
    """x² + px + q against 0."""
    under = p * p / 4 - q
    if under < 0:
        return [condition._replace(chain=(ONE, "<" if sign == "<" else ">", ZERO))]
    root = _exact(under)
    if root is None:
        return None
    low, high = -p / 2 - root, -p / 2 + root
    match sign:
        case "≠":
            return [_on(condition, letter, "≠", x) for x in dict.fromkeys((low, high))]
        case "<":
            return [_on(condition, letter, ">", low), _on(condition, letter, "<", high)]
        case _ if not root:
            return [_on(condition, letter, "≠", low)]
        case _ if not p:
            return [condition._replace(chain=(Apply("abs", letter), ">", numeral(root)))]
    return None


def _on(condition: Condition, letter: Any, sign: str, bound: Fraction) -> Condition:
    return condition._replace(chain=(letter, sign, numeral(bound)))


def _exact(value: Fraction) -> Fraction | None:
    """The rational square root."""
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(above, below) if above**2 == value.numerator and below**2 == value.denominator else None


def _coefficients(tree: Any, letter: Any) -> tuple[Fraction | None, Fraction, Fraction]:
    """a, b, c of ax² + bx + c; a is ``None`` where the tree is something else."""
    found = [Fraction(0), Fraction(0), Fraction(0)]
    for term in tree.args if isinstance(tree, Plus) else (tree,):
        m = monomial(term)
        power = Fraction(0) if not m.powers else m.powers.get((letter, ONE), Fraction(-1))
        if len(m.powers) > 1 or power not in (0, 1, 2):
            return None, found[1], found[0]
        found[int(power)] += m.coefficient
    return found[2], found[1], found[0]


# Settled


def settled(condition: Condition, signs: Mapping[Any, str] = {}) -> bool | None:
    """Whether the condition holds for all real numbers (``True``) or for none (``False``).

    ``signs``: what is known already of letters: x > 0 or x < 0.
    """
    if len(condition.chain) > 3 or isinstance(condition.chain[0], sympy.Symbol):
        return None
    tree, sign, bound = condition.chain
    left, right = judged(tree), judged(bound)
    if left is None or right is None:
        return None
    known = left - right
    if signs:
        known = known.xreplace({real(letter): _signed(letter.name, than) for letter, than in signs.items()})
    match sign:
        case "≠":
            always, never = known.is_nonzero, known.is_zero
        case ">":
            always, never = known.is_positive, known.is_nonpositive
        case _:
            always, never = known.is_negative, known.is_nonnegative
    return True if always else False if never else None


@lru_cache(maxsize=64)
def _signed(name: str, sign: str) -> sympy.Symbol:
    return sympy.Symbol(name, positive=True) if sign == ">" else sympy.Symbol(name, negative=True)
