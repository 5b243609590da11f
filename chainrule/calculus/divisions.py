"""Rewrites that multiply out first: what then meets by sin² + cos² = 1, or is a multiple of what stands below.

    (cos x(2 sin x + cos x) + sin² x)/cos² x = (2 sin x cos x + 1)/cos² x
    (2 sin x cos x(1 + cos x) + sin³ x)/(1 + cos x)² = sin x(1 + cos x)²/(1 + cos x)² = sin x

This module knows sums of monomials and their division; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from chainrule.calculus.identities import squares
from chainrule.calculus.length import length
from chainrule.calculus.monomial import Key, Monomial, monomial, product
from chainrule.calculus.sums import collected, expanded, inverse, multiplied, terms_of
from chainrule.expression.constants import ONE
from chainrule.expression.written import Apply, Over, Plus, Primed

STEPS = 20
"""A quotient has at most so many terms."""


def divided(node: Any, why: list[str]) -> Any:
    """(a² − b²)/(a + b) = a − b, and what sin² + cos² = 1 makes shorter; brackets are multiplied out for it"""
    if isinstance(node, Plus):
        after, met = _met(node)
        if not met or length(after) >= length(node):
            return node
        why += ["multiplied-out", "identity-squares"]
        return after
    if not isinstance(node, Over):
        return node
    term = monomial(node)
    for key, power in term.powers.items():
        if not _is_sum(key) or power != 1:
            continue
        for form in dict.fromkeys((key[0], _met(key[0])[0])):
            after = _without(term, key, form)
            if after is not None and length(after) < length(node):
                why += ["cancel"] if form == key[0] else ["multiplied-out", "identity-squares", "cancel"]
                return after
    return node


def _is_sum(key: Key) -> bool:
    return isinstance(key[0], Plus) and key[1] == ONE


def _met(tree: Any) -> tuple[Any, bool]:
    """The sum with its brackets multiplied out and sin² + cos² = 1 used as often as it applies; whether it did."""
    terms = [part for term in terms_of(tree) for part in expanded(monomial(term))]
    found, met = collected(terms), False
    while (after := squares(found)) != found:
        found, met = collected([monomial(term) for term in terms_of(after)]), True
    return found, met


def _without(term: Monomial, key: Key, form: Any) -> Any:
    """The quotient with the sum (in another form) divided by the sums below it, as often as that goes."""
    parts = [monomial(part) for part in terms_of(form)]
    powers = {k: p for k, p in term.powers.items() if k != key}
    done = False
    for below in [k for k, p in term.powers.items() if _is_sum(k) and p < 0]:
        divisor = [monomial(part) for part in terms_of(below[0])]
        while powers.get(below, Fraction(0)) < 0 and (rest := quotient(parts, divisor)):
            parts, done = rest, True
            powers[below] += 1
    if not done:
        return None
    bare = term._replace(powers={k: p for k, p in powers.items() if p})
    letters_first = sorted(parts, key=lambda part: any(isinstance(base, Apply | Primed) for base, _ in part.powers))
    return product(multiplied(bare, monomial(collected(letters_first))))


def quotient(dividend: Iterable[Monomial], divisor: list[Monomial]) -> list[Monomial] | None:
    """The terms of dividend/divisor where it comes out even, else ``None``.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Minus, Power
    >>> square_less_one = [monomial(Power(x, 2)), monomial(Minus(ONE))]
    >>> [product(term) for term in quotient(square_less_one, [monomial(x), monomial(ONE)])]
    [x, -1]
    """
    rest = _added({}, dividend)
    order = sorted({key for term in [*rest.values(), *divisor] for key in term.powers}, key=str)
    if any(term.decimal for term in [*rest.values(), *divisor]):
        return None

    def leading(terms: Iterable[Monomial]) -> Monomial:
        return max(terms, key=lambda term: [term.powers.get(key, Fraction(0)) for key in order])

    first = leading(divisor)
    found: list[Monomial] = []
    while rest:
        lead = leading(rest.values())
        step = multiplied(lead._replace(coefficient=lead.coefficient / first.coefficient), inverse(first.powers))
        found.append(step)
        if len(found) > STEPS:
            return None
        rest = _added(rest, [multiplied(step._replace(coefficient=-step.coefficient), part) for part in divisor])
    return found


def _added(known: Mapping[Any, Monomial], terms: Iterable[Monomial]) -> dict[Any, Monomial]:
    """Like terms added; what vanishes is dropped."""
    found = dict(known)
    for term in terms:
        old = found.pop(term.key(), None)
        total = term._replace(coefficient=term.coefficient + (old.coefficient if old else 0))
        if total.coefficient:
            found[term.key()] = total
    return found
