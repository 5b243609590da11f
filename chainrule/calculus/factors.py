"""Rewrites of products: one sign, one number, each base once; common factors in front of a bracket.

This module knows products of monomials; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import sympy

from chainrule.calculus.length import length
from chainrule.calculus.monomial import Key, Monomial, joins, monomial, product
from chainrule.calculus.sums import collected, inverse, multiplied, multiplied_out, terms_of, total
from chainrule.expression.constants import ONE
from chainrule.expression.written import Minus, Over, Plus, Power, Root, Times


def in_order(node: Any) -> Any:
    """a·2·a·b/a = 2ab: one sign, one number, each base once, one fraction bar."""
    match node:
        case Minus() | Times() | Over() | Power() | Root():
            return product(monomial(node))
        case Plus():
            return total(terms_of(node))
        case _:
            return node


def flat(node: Any, sign: int = 1) -> Iterable[tuple[Any, int]]:
    """The factors above (+1) and below (−1) the fraction bar."""
    match node:
        case Times(args=factors):
            for factor in factors:
                yield from flat(factor, sign)
        case Over(args=(a, b)):
            yield from flat(a, sign)
            yield from flat(b, -sign)
        case Minus(args=(a,)):
            yield from flat(a, sign)
        case _:
            yield node, sign


def common_factor(node: Any, why: list[str]) -> Any:
    """ab + ac = a(b + c), where a is more than a number or a power of a letter"""
    if not isinstance(node, Plus):
        return node
    terms = [monomial(term) for term in terms_of(node)]
    common = common_powers(terms)
    if not any(power < 0 or symbolic != ONE or not isinstance(base, sympy.Symbol) for (base, symbolic), power in common.items()):
        return node
    after, reasons = taken_out(terms, common)
    if length(after) > length(node):
        return node
    why += reasons
    return after


def taken_out(terms: list[Monomial], common: Mapping[Key, Fraction]) -> tuple[Any, list[str]]:
    """The sum of the terms as the common powers, with the common number, times a bracket; and what was done for it."""
    scale = content(terms)
    rest = [multiplied(t._replace(coefficient=t.coefficient / scale), inverse(common)) for t in terms]
    raw = collected(rest)
    bracket = in_order(multiplied_out(raw))
    decimal, rooted = any(t.decimal for t in terms), any(t.rooted for t in terms)
    inner = monomial(bracket) if not isinstance(bracket, Plus) else Monomial(Fraction(1), {(bracket, ONE): Fraction(1)})
    reasons = ["common-factor"] if bracket == in_order(raw) else ["common-factor", "multiplied-out"]
    return product(multiplied(Monomial(scale, common, decimal, rooted), inner)), reasons


def content(terms: list[Monomial]) -> Fraction:
    """The number all terms have in common; negative where all are."""
    scale = Fraction(gcd(*[t.coefficient.numerator for t in terms]), lcm(*[t.coefficient.denominator for t in terms]))
    return -scale if all(term.coefficient < 0 for term in terms) else scale


def common_powers(terms: list[Monomial]) -> dict[Key, Fraction]:
    """The powers that every term has; below the fraction bar only where all agree."""
    common: dict[Key, Fraction] = {}
    joined = {base for term in terms for base, symbolic in term.powers if symbolic != ONE and joins(base, symbolic)}
    for key in dict.fromkeys(key for term in terms for key in term.powers):
        powers = [term.powers.get(key, Fraction(0)) for term in terms]
        if all(p == powers[0] for p in powers):
            common[key] = powers[0]
        elif key[1] == ONE and (
            min(powers) > 0 or (key[0] in joined and min(powers) < 0) or (max(powers) < 0 and isinstance(key[0], Plus))
        ):
            common[key] = min(powers)
    return common


def bracket_factor(node: Any, why: list[str] | None = None) -> Any:
    """(x² + x)/y = x(x + 1)/y, (2a + 4b)c = 2(a + 2b)c, (−a − b)c = −(a + b)c"""
    if not isinstance(node, Over | Times):
        return node
    term = monomial(node)
    for (base, symbolic), power in term.powers.items():
        if not isinstance(base, Plus) or symbolic != ONE or power != 1 or len(term.powers) + (term.coefficient != 1) < 2:
            continue
        inner = [monomial(part) for part in terms_of(base)]
        letters = common_powers(inner) if isinstance(node, Over) and base in _flat_above(node) else {}
        common = {key: p for key, p in letters.items() if isinstance(key[0], sympy.Symbol) and key[1] == ONE and p > 0}
        scale = content(inner)
        if common or (scale not in (1, 0) and scale.denominator == 1 and not any(t.decimal for t in inner)):
            rest = {key: p for key, p in term.powers.items() if key != (base, symbolic)}
            outside, reasons = taken_out(inner, common)
            if why is not None:
                why += reasons
            return product(multiplied(term._replace(powers=rest), monomial(outside)))
    return node


def flipped(node: Any) -> Any:
    """−(a − b)/c = (b − a)/c, 2/(−a − b) = −2/(a + b)"""
    if not isinstance(node, Over | Times | Minus):
        return node
    term = monomial(node)
    for (base, symbolic), power in term.powers.items():
        if not isinstance(base, Plus) or symbolic != ONE or power.denominator != 1:
            continue
        minuses = sum(isinstance(part, Minus) for part in base.args)
        odd, bare = power % 2 == 1, power == -term.coefficient == 1
        if minuses == len(base.args) or (bare and 0 < 2 * minuses >= len(base.args)):
            turned = total([part.args[0] if isinstance(part, Minus) else Minus(part) for part in base.args])
            rest = {key: p for key, p in term.powers.items() if key != (base, symbolic)}
            other = Monomial(Fraction(-1 if odd else 1), {(_positive_first(turned), ONE): power})
            return product(multiplied(term._replace(powers=rest), other))
    return node


def _positive_first(tree: Plus) -> Any:
    return Plus(*sorted(tree.args, key=lambda part: isinstance(part, Minus)))


def _flat_above(node: Any) -> list[Any]:
    return [tree for tree, sign in flat(node) if sign > 0]
