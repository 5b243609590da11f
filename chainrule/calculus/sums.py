"""Rewrites of sums: like terms, brackets multiplied out, the order of terms.

This module knows sums of monomials; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.length import length, letters_in
from chainrule.calculus.monomial import Key, Monomial, monomial, product
from chainrule.expression.constants import ONE, ZERO
from chainrule.expression.written import Minus, Plus

TERMS = 60
"""A bracket is multiplied out only while it has at most so many terms."""

WORTHWHILE = 3
"""A bracket with one letter, such as (4t − 1)², is multiplied out only to save so many signs."""


def terms_of(node: Any) -> list[Any]:
    """The terms of a sum with its nested sums opened and zeros dropped."""
    terms: list[Any] = []
    for term in node.args if isinstance(node, Plus) else (node,):
        bare, negative = (term.args[0], True) if isinstance(term, Minus) else (term, False)
        inner = terms_of(bare) if isinstance(bare, Plus) else [bare]
        terms.extend(_negative(part) if negative else part for part in inner if part != ZERO)
    return terms


def _negative(term: Any) -> Any:
    return term.args[0] if isinstance(term, Minus) else Minus(term)


def total(terms: list[Any]) -> Any:
    """The terms as a sum; 0 when there is none."""
    return Plus(*terms) if len(terms) > 1 else (terms or [ZERO])[0]


def like_terms(node: Any) -> Any:
    """2a + 3a = 5a"""
    if not isinstance(node, Plus):
        return node
    return collected([monomial(term) for term in terms_of(node)])


def collected(terms: list[Monomial]) -> Any:
    """The sum of monomials with like ones added, in the order of their first appearance."""
    found: dict[Any, Monomial] = {}
    for term in terms:
        known = found.get(term.key())
        if known:
            term = known._replace(coefficient=known.coefficient + term.coefficient, decimal=known.decimal or term.decimal)
        found[term.key()] = term
    return total([product(term) for term in found.values() if term.coefficient])


def multiplied_out(node: Any) -> Any:
    """a(b + c) − ab = ac, where multiplying out makes the sum shorter and something meets or goes away"""
    if not isinstance(node, Plus) or not any(isinstance(base, Plus) for term in node.args for base, _ in monomial(term).powers):
        return node
    terms: list[Monomial] = []
    for term in terms_of(node):
        terms.extend(expanded(monomial(term)))
        if len(terms) > TERMS:
            return node
    after = collected(terms)
    kept = len({term.key() for term in terms}) <= len(after.args if isinstance(after, Plus) else (after,))
    gain = WORTHWHILE if kept and letters_in(after) > letters_in(node) else 1
    return after if length(after) <= length(node) - gain else node


def expanded(term: Monomial) -> list[Monomial]:
    """The term with its brackets multiplied out."""
    rest = dict(term.powers)
    brackets = [(key, int(power)) for key, power in rest.items() if isinstance(key[0], Plus) and key[1] == ONE and power in (1, 2, 3)]
    result = [term._replace(powers={key: power for key, power in rest.items() if key not in dict(brackets)})]
    for (bracket, _), power in brackets:
        for _ in range(power):
            if len(result) * len(bracket.args) > TERMS:
                return [term]
            result = [multiplied(left, monomial(right)) for left in result for right in bracket.args]
    return result


def multiplied(a: Monomial, b: Monomial) -> Monomial:
    """Both as one monomial."""
    powers: dict[Key, Fraction] = dict(a.powers)
    for key, power in b.powers.items():
        powers[key] = powers.get(key, Fraction(0)) + power
    return Monomial(a.coefficient * b.coefficient, {k: p for k, p in powers.items() if p}, a.decimal or b.decimal, a.rooted or b.rooted)


def inverse(powers: Mapping[Key, Fraction]) -> Monomial:
    """The monomial of the reciprocal."""
    return Monomial(Fraction(1), {key: -power for key, power in powers.items()})


def ordered(node: Any) -> Any:
    """3 + 8x + 6x² − x = …: a polynomial by its powers, and what is positive first: −a + b = b − a"""
    if not isinstance(node, Plus):
        return node
    terms = [(monomial(term), term) for term in node.args]
    degrees = [_degree(m) for m, _ in terms]
    letters = {base for m, _ in terms for base, _ in m.powers}
    if None not in degrees and len(letters) == 1:
        falling = sorted(terms, key=lambda item: -(_degree(item[0]) or 0))
        trees = [tree for _, tree in falling]
        if trees[::-1] == list(node.args) or (isinstance(trees[0], Minus) and not isinstance(trees[-1], Minus)):
            trees = trees[::-1]
        if not isinstance(trees[0], Minus) or trees[0] == node.args[0]:
            return Plus(*trees)
    return Plus(*sorted(node.args, key=lambda tree: isinstance(tree, Minus))) if isinstance(node.args[0], Minus) else node


def _degree(m: Monomial) -> int | None:
    """The power of the one letter in a term; ``None`` when it is no such term."""
    match list(m.powers.items()):
        case []:
            return 0
        case [((sympy.Symbol(), symbolic), power)] if symbolic == ONE and power.denominator == 1 and power > 0:
            return int(power)
        case _:
            return None
