"""Points on a curve: x is chosen and y looked for, then y is chosen and x looked for.

    x² + y² = 25      (3, 4), (−0.64, −4.96), …      where the slope of the curve is a number

A sign change between two numbers of a grid is narrowed down by halving; a jump over a pole is told by its size.
This module knows equations and numbers; it must not know rules, mistakes or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest
from typing import Any

import sympy

from chainrule.calculus.points import candidates
from chainrule.expression.constants import number
from chainrule.expression.numbers import Program
from chainrule.expression.written import Equals, Minus, Plus, Written, postorder, symbols
from chainrule.practice.compare import Comparison
from chainrule.practice.evidence import FRIENDLY, OTHER_LETTERS
from chainrule.practice.repair import near

Point = Mapping[str, float]

ENOUGH = 12
"""So many points are used."""
TRIED = 14
"""So many numbers are chosen for one letter, then for the other."""
STEEP = 1e4
"""Where the slope is larger, the tangent is nearly upright and rounding counts."""
GRID = tuple(sorted(sign * size for k in range(44) for size in (0.011 * 1.24**k,) for sign in (-1, 1)))
"""Where the other letter is looked for: close together near 0, up to about 100."""
HALVINGS = 60
SHORT = 3
"""A friendly point has numbers with no more decimals than this."""


@dataclass(frozen=True)
class Curve:
    """An equation as a curve; ``slope`` is what dy/dx is on it."""

    equation: Equals
    variable: sympy.Symbol
    dependent: sympy.Symbol
    slope: Any

    @cached_property
    def difference(self) -> Any:
        """Left side minus right side: zero on the curve."""
        left, right = self.equation.args
        return Plus(left, Minus(right))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Points on the curve, from all quadrants it passes through, none of them special."""
        numbers = list(islice(candidates(self._landmarks), TRIED))
        return tuple(islice(_mixed(self._found(numbers, self._others(2.3, 0.7))), ENOUGH))

    @cached_property
    def friendly(self) -> tuple[Point, ...]:
        """Points whose numbers are short, (3, 4); then those with one short number."""
        found = [_rounded(point) for point in self._found(FRIENDLY, self._others_friendly())]
        names = (self.variable.name, self.dependent.name)
        return tuple(
            sorted(found, key=lambda point: (max(_decimals(point[name]) for name in names), 0 in point.values(), min(point.values()) < 0))
        )

    def has(self, point: Point) -> bool:
        """Whether a point lies on the curve, as far as its decimals tell."""
        sides = Program(*self.equation.args)(point)
        return abs(sides[0] - sides[1]) <= 1e-6 * max(1.0, *map(abs, sides))

    @cached_property
    def _program(self) -> Program:
        return Program(self.difference, self.slope)

    @cached_property
    def _landmarks(self) -> list[float]:
        known = {
            float(abs(value))
            for node in postorder(self.difference)
            if isinstance(node, Written | sympy.Integer) and (value := number(node)) is not None and 5 < abs(value) < 1e12
        }
        return sorted(size for value in known for size in (value, math.sqrt(value), value ** (1 / 3)))[:8]

    def _others(self, start: float, step: float) -> dict[str, float]:
        names = sorted(s.name for s in symbols(self.difference) - {self.variable, self.dependent})
        return {name: start + step * k for k, name in enumerate(names)}

    def _others_friendly(self) -> dict[str, float]:
        return {name: float(OTHER_LETTERS[k % len(OTHER_LETTERS)]) for k, name in enumerate(self._others(0, 0))}

    def _found(self, numbers: Sequence[float], others: Point) -> list[Point]:
        found: list[Point] = []
        grid = sorted({*GRID, *(sign * mark * factor for mark in self._landmarks for sign in (-1, 1) for factor in (0.5, 0.9, 1.1, 2.0))})
        for fixed, free in ((self.variable, self.dependent), (self.dependent, self.variable)):
            for value in numbers:
                here = {self.variable.name: 0.0, self.dependent.name: 0.0, fixed.name: float(value), **others}
                for root in _roots(lambda t: self._program({**here, free.name: t})[0], grid):  # noqa: B023
                    point = {**here, free.name: root}
                    if abs(self._program(point)[1]) < STEEP:
                        found.append(point)
        return found

    def compare(self, one: Any, other: Any, points: Sequence[Point] = ()) -> Comparison:
        """Where on the curve two expressions agree, where they differ, and where the first is not real."""
        program = Program(one, other)
        agree: list[Point] = []
        differ: list[Point] = []
        missing: list[Point] = []
        for point in points or self.points:
            a, b = program(point)
            if not math.isnan(b):
                (missing if math.isnan(a) else agree if near(a, b) else differ).append(point)
        return Comparison(tuple(agree), tuple(differ), tuple(missing))


def _roots(f: Callable[[float], float], grid: Sequence[float]) -> Iterator[float]:
    """Where a function changes its sign without a jump."""
    before, low = math.nan, math.nan
    for t in grid:
        value = f(t)
        if value == 0:
            yield t
        elif before * value < 0:
            root = _narrowed(f, low, t, before)
            if abs(f(root)) <= 1e-6 * min(abs(before), abs(value)):
                yield root
        before, low = value, t


def _narrowed(f: Callable[[float], float], low: float, high: float, at_low: float) -> float:
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = f(middle)
        if math.isnan(value):
            break
        low, high = (middle, high) if value * at_low > 0 else (low, middle)
    return min(low, high, key=lambda t: abs(f(t)))


def _mixed(points: Sequence[Point]) -> Iterator[Point]:
    """The points of all quadrants in turn."""
    quadrants: dict[tuple[bool, ...], list[Point]] = {}
    for point in points:
        quadrants.setdefault(tuple(point[name] > 0 for name in sorted(point)), []).append(point)
    for several in zip_longest(*quadrants.values()):
        yield from (point for point in several if point is not None)


def _decimals(value: float) -> int:
    """How many decimals a number has; many where they do not end."""
    return next((n for n in range(SHORT + 1) if value == round(value, n)), 99)


def _rounded(point: Point) -> Point:
    """The point with numbers put right that are short but for rounding."""
    return {name: _short(value) for name, value in point.items()}


def _short(value: float) -> float:
    short = round(value, SHORT) + 0.0
    return short if abs(value - short) < 1e-12 * max(1.0, abs(value)) else value
