"""Where a derivative holds: the conditions its functions need, without those that go without saying.

    ln u needs u > 0        1/u needs u ≠ 0       |u| has a corner at u = 0
    aˣ needs a > 0          log_b needs b > 0, b ≠ 1

Law: where they hold the function has this derivative; where one fails, the function or its derivative is
not real, but for single points named with the derivative they have all the same (``Condition.there``).
This module knows what functions need; how conditions are solved and joined is in ``domains`` and ``bounds``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.bounds import joined
from chainrule.calculus.domains import TURNED, settled, solved
from chainrule.calculus.steps import Condition
from chainrule.expression.constants import ONE, ZERO, number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.value import written_text
from chainrule.expression.written import Apply, Over, Power, Root, postorder, replace, symbols

NOWHERE = (Condition("nowhere", ()),)
"""Instead of conditions that nothing fulfils."""


def conditions(goal: Any, variable: sympy.Symbol, later: Sequence[Any] = ()) -> tuple[Condition, ...]:
    """What must be true for the derivative of the goal to exist; ``later`` are goals of the rounds after the first.

    Those add corners only: x^(4/3) has a first derivative at 0, but no second.

    >>> from sympy.abc import x
    >>> [(c.kind, c.chain) for c in conditions(Apply("ln", x), x)]
    [('domain', (x, '>', 0))]
    """
    needed = [need for need in _needs_of(goal) if _matters(need, variable)]
    for again in later:
        needed += [need for need in _needs_of(again) if need.kind == "smooth" and _matters(need, variable)]
    plain: list[Condition] = []
    for need in needed:
        for condition in solved(need):
            verdict = settled(condition)
            if verdict is False:
                return NOWHERE
            if verdict is None:
                plain.append(condition)
    together = joined(plain)
    if together is None:
        return NOWHERE
    signs = {c.chain[0]: c.chain[1] for c in together if _beside_zero(c)}
    return tuple(c for c in together if _beside_zero(c) or settled(c, signs) is not True)


def _beside_zero(condition: Condition) -> bool:
    """x > 2, x < 0: the sign of the letter is known."""
    letter, sign, bound = condition.chain[:3]
    if len(condition.chain) > 3 or not isinstance(letter, sympy.Symbol) or (end := number(bound)) is None:
        return False
    return (sign == ">" and end >= 0) or (sign == "<" and end <= 0)


def _matters(condition: Condition, variable: sympy.Symbol) -> bool:
    """Whether it is about the variable, a base, or numbers only; that a in x/a is not 0 goes without saying."""
    letters = set().union(*[symbols(part) for part in condition.chain if isinstance(part, sympy.Basic)])
    return condition.kind == "base" or not letters or variable in letters


def _needs_of(goal: Any) -> Iterable[Condition]:
    for node in postorder(goal):
        yield from _needs(node)


def _needs(node: Any) -> Iterable[Condition]:
    match node:
        case Over(args=(_, below)):
            yield Condition("domain", (below, "≠", ZERO))
        case Root(args=(a, n)):
            yield Condition("domain", (a, ">", ZERO)) if n % 2 == 0 else Condition("smooth", (a, "≠", ZERO))
        case Power(args=(a, b)):
            yield from _power_needs(a, b)
        case Apply() if node.name in BY_NAME:
            row = BY_NAME[node.name]
            given = {sympy.Symbol(letter): tree for letter, tree in zip(row.arguments, node.arguments, strict=True)}
            if row.smooth:
                kind = "smooth" if node.name in ("abs", "sign", "step", "relu") else "domain"
                yield from _each(kind, [replace(p, given) if isinstance(p, sympy.Basic) else p for p in row_condition(row.smooth)])
            if node.name == "log":
                yield Condition("base", (node.arguments[1], ">", ZERO))
                yield Condition("base", (node.arguments[1], "≠", ONE))


def _each(kind: str, chain: Sequence[Any]) -> Iterable[Condition]:
    """−1 < u < 1 as u > −1 and u < 1."""
    for i in range(0, len(chain) - 2, 2):
        left, sign, right = chain[i : i + 3]
        yield Condition(kind, (left, sign, right) if symbols(left) or not symbols(right) else (right, TURNED[sign], left))


def _power_needs(base: Any, exponent: Any) -> Iterable[Condition]:
    n = number(exponent)
    if n is None:
        if base != sympy.E:
            yield Condition("base" if symbols(exponent) and not number(base) else "domain", (base, ">", ZERO))
    elif n.denominator % 2 == 0:
        yield Condition("domain", (base, ">", ZERO))
    elif n < 0 or (n.denominator > 1 and n < 1):
        yield Condition("domain" if n < 0 else "smooth", (base, "≠", ZERO))


@lru_cache(maxsize=64)
def row_condition(smooth: str) -> tuple[Any, ...]:
    """The condition of a row, such as "-1 < x < 1", as trees and relations."""
    return tuple(_RELATIONS.get(word) or written_text(word) for word in _words(smooth))


_RELATIONS = {">": ">", "<": "<", "!=": "≠"}


def _words(text: str) -> list[str]:
    """Split at the relations."""
    words = [""]
    for word in text.split():
        if word in _RELATIONS:
            words += [word, ""]
        else:
            words[-1] = f"{words[-1]} {word}".strip()
    return words
