"""Where a derivative holds: the conditions its functions need, without those that always hold.

ln u needs u > 0, 1/u needs u ≠ 0, |u| has a corner at u = 0. That x² + 1 > 0 goes without saying.
This module knows domains; it must not know rules or words.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.monomial import monomial
from chainrule.calculus.steps import Condition
from chainrule.errors import TooLarge
from chainrule.expression.constants import ONE, ZERO, number, numeral
from chainrule.expression.functions import BY_NAME
from chainrule.expression.value import value, written_text
from chainrule.expression.written import Apply, Over, Plus, Power, Root, Times, depth, postorder, replace, symbols

LEVELS = 40
"""Deeper expressions are not asked whether a condition always holds."""


def conditions(goal: Any, variable: sympy.Symbol) -> tuple[Condition, ...]:
    """What must be true of the variable for the derivative of the goal to exist.

    >>> from sympy.abc import x
    >>> [(c.kind, c.chain) for c in conditions(Apply("ln", x), x)]
    [('domain', (x, '>', 0))]
    """
    found: dict[tuple[Any, ...], Condition] = {}
    for node in postorder(goal):
        if variable in symbols(node):
            for condition in _needs(node):
                for plain in _plainer(condition):
                    if _about(plain, variable) and not _always(plain):
                        solved = _solved(plain, variable)
                        found.setdefault(solved.chain, solved)
    return tuple(c for c in found.values() if not (c.chain[1] == "≠" and any((c.chain[0], sign, c.chain[2]) in found for sign in "<>")))


def _about(condition: Condition, variable: sympy.Symbol) -> bool:
    return any(isinstance(part, sympy.Basic) and variable in symbols(part) for part in condition.chain)


def _subject(condition: Condition) -> Any:
    """The tree a condition is about."""
    return next(part for part in condition.chain if isinstance(part, sympy.Basic) and symbols(part))


def _needs(node: Any) -> Iterable[Condition]:
    match node:
        case Over(args=(_, below)):
            yield Condition("domain", (below, "≠", ZERO))
        case Root(args=(a, n)):
            yield Condition("domain", (a, ">", ZERO)) if n % 2 == 0 else Condition("smooth", (a, "≠", ZERO))
        case Power(args=(a, b)):
            yield from _power_needs(a, b)
        case Apply() if node.name in BY_NAME and (smooth := BY_NAME[node.name].smooth):
            kind = "smooth" if node.name in ("abs", "sign", "step", "relu") else "domain"
            argument = node.arguments[BY_NAME[node.name].arguments.index("x")]
            yield Condition(
                kind, tuple(replace(p, {sympy.Symbol("x"): argument}) if isinstance(p, sympy.Basic) else p for p in row_condition(smooth))
            )


def _power_needs(base: Any, exponent: Any) -> Iterable[Condition]:
    n = number(exponent)
    if n is None:
        if symbols(exponent) and symbols(base):
            yield Condition("domain", (base, ">", ZERO))
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


TURNED = {">": "<", "<": ">", "≠": "≠"}


def _plainer(condition: Condition) -> Iterable[Condition]:
    """The condition in parts that are easier to read: ab ≠ 0 as a ≠ 0 and b ≠ 0, x² > 0 as x ≠ 0, |x| > 0 as x ≠ 0."""
    tree, relation, bound = condition.chain[:3]
    match tree, relation:
        case Times(args=parts), "≠" if bound == ZERO:
            new: list[tuple[Any, str]] = [(part, "≠") for part in parts]
        case Over(args=(above, _)), "≠" if bound == ZERO:
            new = [(above, "≠")]
        case Power(args=(base, n)), _ if bound == ZERO and (value := number(n)) is not None and value > 0:
            new = [(base, "≠" if relation == "≠" or (value.denominator == 1 and value % 2 == 0) else relation)]
        case (Root(args=(base, _)), ">" | "≠") if bound == ZERO:
            new = [(base, relation)]
        case Apply(args=(_, argument)), ">" | "≠" if bound == ZERO and tree.name == "abs":
            new = [(argument, "≠")]
        case _:
            yield condition
            return
    for part, sign in new:
        yield from _plainer(Condition(condition.kind, (part, sign, ZERO)))


def _solved(condition: Condition, variable: sympy.Symbol) -> Condition:
    """3x + 1 > 0 as x > −1/3, where the letter stands in one place only."""
    subject = _subject(condition)
    slope, constant = _linear(subject, variable)
    if not slope:
        return condition
    chain: list[Any] = [
        _moved(part, subject, variable, slope, constant) if isinstance(part, sympy.Basic) else part for part in condition.chain
    ]
    if slope < 0:
        chain = [TURNED.get(part, part) if isinstance(part, str) else part for part in chain]
        chain = chain[::-1] if len(chain) > 3 else chain
        chain = [TURNED.get(part, part) if isinstance(part, str) and len(chain) > 3 else part for part in chain]
    return Condition(condition.kind, tuple(chain))


def _moved(part: Any, subject: Any, variable: sympy.Symbol, slope: Fraction, constant: Fraction) -> Any:
    return variable if part is subject else numeral((number(part) - constant) / slope)  # type: ignore[operator]


def _linear(tree: Any, variable: sympy.Symbol) -> tuple[Fraction, Fraction]:
    """Slope and constant of a·x + b; slope 0 where the tree is something else."""
    slope, constant = Fraction(0), Fraction(0)
    for term in tree.args if isinstance(tree, Plus) else (tree,):
        m = monomial(term)
        if not m.powers:
            constant += m.coefficient
        elif m.key() == {((variable, ONE), Fraction(1))}:
            slope += m.coefficient
        else:
            return Fraction(0), Fraction(0)
    return slope, constant


def _always(condition: Condition) -> bool:
    """Whether the condition is sure to hold for every real number."""
    left, relation, right = condition.chain[:3]
    if len(condition.chain) > 3 or right not in (ZERO, ONE) or depth(left) > LEVELS:
        return False
    try:
        known = value(left, judge=True) - int(right)
        return bool(known.is_positive if relation == ">" else known.is_nonzero)
    except (TooLarge, RecursionError, TypeError):
        return False
