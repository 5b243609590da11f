"""Conditions joined: 0 < x < 2 for x > 0 and x < 2, without what follows from others or contradicts them.

This module knows bounds of letters; it must not know which function needs what, or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.domains import signed_factors, solved
from chainrule.calculus.steps import Condition
from chainrule.expression.constants import ZERO, number, numeral
from chainrule.expression.written import Apply


def joined(conditions: Sequence[Condition]) -> tuple[Condition, ...] | None:
    """The conditions without those that follow from others; ``None`` when they contradict each other.

    >>> from sympy.abc import x
    >>> bounds = [Condition("domain", (x, sign, sympy.Integer(n))) for sign, n in [(">", 0), ("≠", 0), ("<", 2), (">", -1)]]
    >>> [c.chain for c in joined(bounds) or ()]
    [(0, '<', x, '<', 2)]
    """
    rooms = {letter: _Room(letter, conditions) for letter in dict.fromkeys(c.chain[0] for c in conditions if _bounds(c))}
    if any(room.empty for room in rooms.values()):
        return None
    implied = {chain for c in conditions if c.chain[1] != "≠" for chain in _unequal(c)}
    kept: dict[Any, Condition] = {}
    for c in conditions:
        room = rooms.get(c.chain[0].arguments[0] if _outer(c) else c.chain[0])
        if _bounds(c) and c.chain[1] != "≠" and room:
            c = c._replace(chain=room.chain)
        elif c.chain in implied or (room and not room.meets(c)):
            continue
        kept.setdefault(c.chain, c)
    return tuple(kept.values())


def _bounds(condition: Condition) -> bool:
    """x > 2, x ≠ 0"""
    return isinstance(condition.chain[0], sympy.Symbol) and number(condition.chain[2]) is not None


def _outer(condition: Condition) -> bool:
    """|x| > 1"""
    tree = condition.chain[0]
    return isinstance(tree, Apply) and tree.name == "abs" and isinstance(tree.arguments[0], sympy.Symbol)


def _unequal(condition: Condition) -> Iterable[tuple[Any, ...]]:
    """What cannot be equal where a > b or ab > 0."""
    tree, _, bound = condition.chain
    yield tree, "≠", bound
    if bound == ZERO:
        for factor, _ in signed_factors(tree):
            yield from (part.chain for part in solved(Condition("domain", (factor, "≠", ZERO))))


class _Room:
    """Where a letter may be: between two bounds, and beyond |x| > r."""

    def __init__(self, letter: Any, conditions: Sequence[Condition]) -> None:
        def ends(sign: str) -> list[Fraction]:
            return [end for c in conditions if c.chain[:2] == (letter, sign) and (end := number(c.chain[2])) is not None]

        self.letter = letter
        self.low, self.high = max(ends(">"), default=None), min(ends("<"), default=None)
        radii = [number(c.chain[2]) for c in conditions if _outer(c) and c.chain[0].arguments[0] == letter and c.chain[1] == ">"]
        self.radius = max((r for r in radii if r is not None), default=Fraction(-1))

    @property
    def empty(self) -> bool:
        """Whether there is no such number."""
        if self.low is None or self.high is None:
            return False
        return self.low >= self.high or (self.low >= -self.radius and self.high <= self.radius)

    @property
    def chain(self) -> tuple[Any, ...]:
        """The two bounds in one chain."""
        if self.low is None:
            return (self.letter, "<", numeral(self.high or 0))
        if self.high is None:
            return (self.letter, ">", numeral(self.low))
        return (numeral(self.low), "<", self.letter, "<", numeral(self.high))

    def meets(self, condition: Condition) -> bool:
        """Whether x ≠ a or |x| > a still says something here."""
        end = number(condition.chain[2])
        if end is None:
            return True
        if _outer(condition):
            return (
                end == self.radius and not (self.low is not None and self.low >= end) and not (self.high is not None and self.high <= -end)
            )
        inside = (self.low is None or self.low < end) and (self.high is None or end < self.high)
        return inside and abs(end) > self.radius
