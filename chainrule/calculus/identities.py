"""Rewrites by what is known of functions: sin² + cos² = 1, sin/cos = tan, ln eᵃ = a, cos(−a) = cos a.

To add an identity of squares or a quotient with a name: one row in ``SQUARES`` or ``QUOTIENTS``.
This module knows functions of the table; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.factors import in_order
from chainrule.calculus.monomial import Monomial, monomial, product
from chainrule.calculus.sums import multiplied, terms_of, total
from chainrule.expression.constants import ONE, ZERO, number
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times, symbols

SQUARES: tuple[tuple[str | None, int, str | None, int, str | None, int], ...] = (
    ("sin", 1, "cos", 1, None, 1),  #   sin² + cos² = 1
    (None, 1, "sin", -1, "cos", 1),  #  1 − sin² = cos²
    (None, 1, "cos", -1, "sin", 1),  #  1 − cos² = sin²
    (None, 1, "tan", 1, "sec", 1),  #   1 + tan² = sec²
    (None, 1, "cot", 1, "csc", 1),  #   1 + cot² = csc²
    ("sec", 1, None, -1, "tan", 1),  #  sec² − 1 = tan²
    ("cosh", 1, "sinh", -1, None, 1),  # cosh² − sinh² = 1
    (None, 1, "tanh", -1, "sech", 1),  # 1 − tanh² = sech²
    (None, 1, "sinh", 1, "cosh", 1),  # 1 + sinh² = cosh²
)
"""(f, a, g, b, h, c): a·f² + b·g² = c·h² at one argument; ``None`` is the number 1."""

QUOTIENTS = (
    ("sin", "cos", "tan"),
    ("cos", "sin", "cot"),
    ("sec", "tan", "csc"),
    ("csc", "cot", "sec"),
    ("sinh", "cosh", "tanh"),
    ("cosh", "sinh", "coth"),
)
"""(f, g, h): f/g = h at one argument."""

PRODUCTS: tuple[tuple[str, str, str | None], ...] = (
    ("tan", "cos", "sin"),
    ("cot", "sin", "cos"),
    ("sec", "cos", None),
    ("csc", "sin", None),
    ("tan", "cot", None),
    ("tanh", "cosh", "sinh"),
    ("sech", "cosh", None),
)
"""(f, g, h): f·g = h at one argument; ``None`` is the number 1."""


def squares(node: Any) -> Any:
    """sin²a + cos²a = 1 and its kin"""
    if not isinstance(node, Plus):
        return node
    terms = [monomial(term) for term in terms_of(node)]
    square = [any(power >= 2 and isinstance(base, Apply) for (base, _), power in term.powers.items()) for term in terms]
    found = [i for i, is_square in enumerate(square) if is_square]
    for j, i in sorted({(min(i, k), max(i, k)) for i in found for k in range(len(terms)) if k != i}):
        joined = _square(terms[j], terms[i]) or _square(terms[i], terms[j])
        if joined:
            rest = [product(term) for k, term in enumerate(terms) if k not in (i, j)]
            rest[j:j] = [product(term) for term in joined]
            return total(rest)
    return node


def _square(left: Monomial, right: Monomial) -> list[Monomial] | None:
    """a·f² + b·g² = c·h² times what both terms have besides; 2 sin² + cos² = 1 + sin²."""
    for f, a, g, b, h, c in SQUARES:
        x, y = left.coefficient / a, right.coefficient / b
        if x != y and (x * y <= 0 or None in (f, g)):
            continue
        argument = _squared(left, f) or _squared(right, g)
        if argument is None:
            continue
        if (rest := _without(left, f, argument)) and (other := _without(right, g, argument)) and rest.key() == other.key():
            square = {(Apply(h, argument), ONE): Fraction(2)} if h else {}
            both = min(x, y, key=abs)
            found = [multiplied(rest._replace(coefficient=both * c), Monomial(Fraction(1), square))]
            if x != y:
                found.append(left._replace(coefficient=(x - both) * a) if both == y else right._replace(coefficient=(y - both) * b))
            return found
    return None


def _squared(term: Monomial, name: str | None) -> Any:
    """The argument of the named function where its square is a factor."""
    keys = (base for (base, _), power in term.powers.items() if power >= 2 and isinstance(base, Apply) and base.name == name)
    return next((base.arguments[0] for base in keys), None)


def _without(term: Monomial, name: str | None, argument: Any) -> Monomial | None:
    """The term without the square; ``None`` when it does not have it."""
    if name is None:
        return term
    key = (Apply(name, argument), ONE)
    if term.powers.get(key, Fraction(0)) < 2:
        return None
    return multiplied(term, Monomial(Fraction(1), {key: Fraction(-2)}))


def quotients(node: Any) -> Any:
    """sin a/cos a = tan a and its kin, also for powers"""
    return _joined(node, QUOTIENTS, -1)


def products(node: Any) -> Any:
    """tan a·cos a = sin a and its kin"""
    return _joined(node, PRODUCTS, 1)


def _joined(node: Any, table: Iterable[tuple[str, str, str | None]], side: int) -> Any:
    """fⁿgⁿ, or fⁿ/gⁿ, as hⁿ, as far as both have the power."""
    if not isinstance(node, Over | Minus | Times):
        return node
    term = monomial(node)
    for f, g, h in table:
        for (base, symbolic), power in term.powers.items():
            if symbolic != ONE or not isinstance(base, Apply) or base.name != f or power.denominator != 1:
                continue
            other = (Apply(g, base.arguments[0]), ONE)
            partner = side * term.powers.get(other, Fraction(0))
            if partner * power <= 0 or partner.denominator != 1 or (side < 0 and not partner == power > 0):
                continue
            n = min(power, partner, key=abs)
            piece = {(base, ONE): -n, other: -side * n}
            named = {(Apply(h, base.arguments[0]), ONE): n} if h else {}
            return product(multiplied(multiplied(term, Monomial(Fraction(1), piece)), Monomial(Fraction(1), named)))
    return node


def base_change(node: Any) -> Any:
    """log_b a·ln b = ln a"""
    if not isinstance(node, Over | Minus | Times):
        return node
    term = monomial(node)
    for (base, symbolic), power in term.powers.items():
        if symbolic == ONE and isinstance(base, Apply) and base.name == "log":
            a, b = base.arguments
            if term.powers.get((Apply("ln", b), ONE)) == power:
                piece = {(base, ONE): -power, (Apply("ln", b), ONE): -power, (Apply("ln", a), ONE): power}
                return product(multiplied(term, Monomial(Fraction(1), piece)))
    return node


def inverses(node: Any) -> Any:
    """ln e = 1, ln 1 = 0, ln eᵃ = a, e^(ln a) = a"""
    match node:
        case Apply(args=(_, Power(args=(base, exponent)))) if node.name == "ln" and base == sympy.E:
            return exponent
        case Apply(args=(_, argument)) if node.name == "ln" and argument in (sympy.E, ONE):
            return ONE if argument == sympy.E else ZERO
        case Power(args=(base, Apply(args=(_, argument)) as exponent)) if base == sympy.E and exponent.name == "ln":
            return argument
        case _:
            return node


EVEN = frozenset(("cos", "sec", "cosh", "sech", "abs"))

ODD = frozenset(("sin", "tan", "cot", "csc", "sinh", "tanh", "coth", "csch", "asin", "atan", "asinh", "atanh", "erf", "sign"))


def even_odd(node: Any) -> Any:
    """cos(−a) = cos a, sin(−a) = −sin a"""
    match node:
        case Apply(args=(_, Minus(args=(a,)))) if node.name in EVEN:
            return Apply(node.name, a)
        case Apply(args=(_, Minus(args=(a,)))) if node.name in ODD:
            return Minus(Apply(node.name, a))
        case _:
            return node


def absolute_values(node: Any) -> Any:
    """|2a| = 2|a|, |a²| = a², sgn(2a) = sgn a"""
    if not isinstance(node, Apply) or node.name not in ("abs", "sign"):
        return node
    term = monomial(node.arguments[0])
    even = {k: p for k, p in term.powers.items() if k[1] == ONE and p.denominator == 1 and p % 2 == 0}
    rest = term._replace(coefficient=Fraction(1), powers={k: p for k, p in term.powers.items() if k not in even})
    size = abs(term.coefficient)
    if node.name == "sign":
        bare = Apply("sign", product(rest)) if rest.powers else ONE
        return Minus(bare) if term.coefficient < 0 else bare
    outside = term._replace(coefficient=size, powers=even)
    return product(
        multiplied(
            outside, Monomial(Fraction(1), {(Apply("abs", product(rest)), ONE): Fraction(1)}) if rest.powers else Monomial(Fraction(1), {})
        )
    )


def worked_out(node: Any) -> Any:
    """2·3 = 6, 3² = 9: numbers are worked out"""
    if isinstance(node, Plus | Power | Root) and not symbols(node):
        value = number(node)
        if value is not None and value.denominator == 1 and abs(value) < 10**12:
            return in_order(Times(sympy.Integer(1), sympy.Integer(abs(value)))) if value >= 0 else Minus(sympy.Integer(abs(value)))
    return node
