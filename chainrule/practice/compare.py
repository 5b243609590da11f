"""Whether two expressions are the same: by numbers where both are real, in many digits where floats are in doubt.

    compare(2x cos x², cos x²·2x)     the same at every point
    compare(2/x, 1)                   different, and where
    compare(2 ln x, ln x²)            the same wherever both are real; the first is real on the right only

Points are looked for inside the domain of the problem and of its derivative, of both signs. This module
knows numbers and points; it must not know rules, mistakes or words.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.points import points
from chainrule.errors import TooLarge
from chainrule.expression.constants import number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program
from chainrule.expression.value import real, value
from chainrule.expression.written import Apply, Power, Primed, depth, fold, postorder, size, symbols

Point = Mapping[str, float]

AT_LEAST = 2
"""With fewer points than this nothing is decided."""
SAME, DIFFERENT = 1e-11, 1e-4
"""Relative differences below the first are rounding, above the second are real; between them more digits decide."""
TINY = 1e-9
"""Smaller numbers may be nothing but rounding."""
DIGITS = 40
DOUBTS = 3
"""So many points are looked at in more digits."""
LEVELS, NODES = 60, 400
"""Deeper and larger expressions are not worked out in more digits."""
STOREYS = 3
"""e^(e^(e^z)) has so many; with more the values are beyond all digits, and off the real line they take them."""
GROWING = frozenset(("exp", "sinh", "cosh", "gamma"))
COMPLEX = (0.37 + 0.61j, -0.83 + 0.29j, 1.21 - 0.47j)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where the two agree, where they differ, and where the first is not real though the second is."""

    agree: tuple[Point, ...]
    differ: tuple[Point, ...]
    missing: tuple[Point, ...] = ()

    @property
    def same(self) -> bool | None:
        """Whether they are the same wherever both are real; ``None`` when that could not be decided."""
        if self.differ:
            return False
        return True if len(self.agree) >= AT_LEAST or (self.agree and not self.agree[0]) else None


def compare(one: Any, other: Any, *inside: Any) -> Comparison:
    """Compare an answer with the right one, inside the domain of further expressions.

    >>> from chainrule.expression.build import parse
    >>> compare(parse("2 sin x cos x"), parse("sin 2x")).same, compare(parse("x"), parse("sqrt(x^2)")).same
    (True, False)
    """
    found = points([other, *inside])
    if one == other and found:
        return Comparison(tuple(point for point, _ in found), ())
    program = Program(one)
    result = _sorted(one, other, [(point, program(point)[0], values[0]) for point, values in found])
    if len(result.agree) + len(result.differ) < AT_LEAST:
        result = _elsewhere(one, other, inside, result)
    return result


def _sorted(one: Any, other: Any, found: Sequence[tuple[Point, float, float]]) -> Comparison:
    agree, differ, missing, doubtful = [], [], [], []
    for point, a, b in found:
        gap = _gap(a, b)
        if math.isnan(a):
            missing.append(point)
        elif gap <= SAME:
            agree.append(point)
        else:
            doubtful.append((gap if max(abs(a), abs(b)) > TINY else SAME, point))
    certain = not agree and all(gap > DIFFERENT for gap, _ in doubtful)
    for i, (_, point) in enumerate(doubtful):
        if not certain and i < DOUBTS and precisely(one, other, point):
            agree.append(point)
        else:
            differ.append(point)
    if agree and len(doubtful) - len(differ) == DOUBTS:  # rounding everywhere it was looked at
        differ = []
    return Comparison(tuple(agree), tuple(differ), tuple(missing))


def _gap(a: float, b: float) -> float:
    """The relative difference."""
    return 0.0 if a == b else abs(a - b) / max(abs(a), abs(b))


def precisely(one: Any, other: Any, point: Point) -> bool:
    """Whether both are the same at a point in many digits."""
    if any(depth(tree) > LEVELS or size(tree) > NODES for tree in (one, other)) or has_unknown(one, other):
        return False
    letters = {real(sympy.Symbol(name)): sympy.Rational(x) for name, x in point.items()}
    try:
        a, b = (sympy.N(value(tree, judge=True), DIGITS, subs=letters) for tree in (one, other))
        return bool(a.is_number and b.is_number and abs(a - b) <= max(sympy.Float(10) ** -22 * abs(a), sympy.Float(10) ** -35))
    except (TooLarge, RecursionError, NotImplementedError, TypeError, ValueError):
        return False


def has_unknown(*trees: Any) -> bool:
    """Whether a function without a formula occurs: it has values only in play."""
    return any(isinstance(node, Apply | Primed) and node.name not in BY_NAME for node in postorder(*trees))


def storeys(tree: Any) -> int:
    """How many exponentials stand one inside the other.

    >>> from chainrule.expression.build import parse
    >>> storeys(parse("x^2 + e^(e^x)")), storeys(parse("x^2"))
    (2, 0)
    """
    return int(fold(tree, _storeys))


def _storeys(node: Any, below: list[int]) -> int:
    grows = (isinstance(node, Power) and number(node.args[1]) is None) or (isinstance(node, Apply) and node.name in GROWING)
    return max(below, default=0) + grows


def _elsewhere(one: Any, other: Any, inside: Iterable[Any], so_far: Comparison) -> Comparison:
    """Points where the answer is real as well; failing that, complex ones."""
    found = points([other, one, *inside])
    if len(found) >= AT_LEAST or (found and not found[0][0]):
        both = _sorted(one, other, [(point, values[1], values[0]) for point, values in found])
        return Comparison(both.agree, both.differ, so_far.missing)
    if has_unknown(one, other) or not symbols(other) | symbols(one):
        return so_far
    off = _complex(one, other)
    if off is None or not so_far.missing:
        return off or so_far
    # Real nowhere where the other is: different if it differs off the real line; if not, nobody knows.
    return Comparison((), so_far.missing if off.differ else (), so_far.missing)


def _complex(one: Any, other: Any) -> Comparison | None:
    """Compared off the real line, where nothing is real on it."""
    if max(storeys(one), storeys(other)) > STOREYS or max(size(one), size(other)) > NODES:
        return None
    names = sorted({symbol.name for symbol in symbols(one) | symbols(other)})
    agree: list[Point] = []
    differ: list[Point] = []
    for z in COMPLEX:
        at = {sympy.Symbol(name): z * (1 + 0.3 * k) for k, name in enumerate(names)}
        try:
            a, b = (complex(sympy.N(value(tree), subs=at)) for tree in (one, other))
        except (TooLarge, RecursionError, NotImplementedError, TypeError, ValueError):
            return None
        if not (cmath.isfinite(a) and cmath.isfinite(b)):
            return None
        (agree if abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) else differ).append({})
    return Comparison(tuple(agree), tuple(differ))
