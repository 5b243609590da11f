"""Points at which expressions are real: found by trying, never assumed.

acos 2x lives on −½ ≤ x ≤ ½, ln(x − 100) beyond 100, √(−x) on the left: the candidates go from
ordinary numbers of both signs to small and large ones until enough of them lie in the domain.
This module knows where to look; it must not know why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import count, islice

import sympy

from chainrule.expression.constants import number
from chainrule.expression.numbers import Program
from chainrule.expression.written import Written, postorder, symbols

ENOUGH = 8
"""Points looked for."""
TRIES = 120
"""Candidates tried at the most."""

TAME = 1e6
"""Where values are larger, rounding may have eaten the digits a comparison needs."""
FEW = 2
"""With fewer tame points than this the others are taken as well."""

LARGE, HUGE, MARKS = 5, 10**12, 8
"""Which numbers in an expression are landmarks, and how many of them are taken."""

ORDINARY = (0.73, -0.64, 1.37, -1.21, 2.19, -2.83, 0.31, -0.27, 3.41, -3.67, 0.11, -0.13, 5.3, -4.9, 1.81, 0.87, 0.52, -0.46)
"""Tried first: both signs, no integers, nothing where a textbook function happens to vanish."""
SPREAD = (0.041, 7.7, 12.3, 0.013, 31.0, 104.0, 0.0037, 530.0, 0.00041, 2100.0)
"""Then wider and narrower, both signs."""


def candidates(landmarks: Sequence[float] = ()) -> Iterator[float]:
    """One number after the other, in a fixed order; early on near the landmarks, of both signs."""
    yield from ORDINARY
    for size in SPREAD:
        yield size
        yield -size
    for mark in landmarks:
        yield from (mark + 0.73, mark - 0.73, -mark + 0.73, -mark - 0.73, 1.37 * mark, -1.37 * mark)
    for i in count(1):
        yield math.tan(2.399963 * i)  # the golden angle spreads evenly, tan reaches every size


def points(expressions: Sequence[sympy.Basic], enough: int = ENOUGH) -> list[tuple[dict[str, float], list[float]]]:
    """Points where every expression is a real number, with the values there.

    Fewer than ``enough``, or none, when the common domain is narrow or empty.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Times
    >>> found = points([Apply("acos", Times(2, x))])
    >>> len(found), all(abs(point["x"]) <= 0.5 for point, _ in found)
    (8, True)
    """
    program = Program(*expressions)
    names = sorted(set().union(*[{s.name for s in symbols(e)} for e in expressions]))
    found: list[tuple[dict[str, float], list[float]]] = []
    wild: list[tuple[dict[str, float], list[float]]] = []
    for i, first in enumerate(islice(candidates(_landmarks(expressions)), TRIES)):
        point = {name: first if k == 0 else _other(i, k) for k, name in enumerate(names)}
        values = program(point)
        if any(math.isnan(value) for value in values):
            continue
        tame = max(map(abs, values), default=0.0) < TAME
        (found if tame else wild).append((point, values))
        if len(found) == enough or not names:
            break
    return (found + wild)[: max(len(found), FEW)]


def _landmarks(expressions: Sequence[sympy.Basic]) -> list[float]:
    """The larger numbers that stand in the expressions: ln(x − 1000) lives near 1000."""
    known = {
        abs(value) for node in postorder(*expressions) if isinstance(node, Written | sympy.Integer) and (value := number(node)) is not None
    }
    return [float(value) for value in sorted(known) if LARGE < value < HUGE][:MARKS]


def _other(i: int, k: int) -> float:
    """The value of the k-th letter at the i-th point: mostly positive, of ordinary size."""
    size = 0.4 + (0.618034 * (i + 1) * (k + 1) * 7) % 2.6
    return -size if (i + k) % 4 == 3 else size


def agree(a: float, b: float, tolerance: float = 1e-7) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))
