"""The slope at a point where the formula of the derivative gives no number: from difference quotients.

    x|x| at 0      both quotients tend to 0: the slope is 0          |x| at 0    −1 and 1: a corner
    ∛x at 0        both grow without end: a vertical tangent         √x at 0     there is nothing on the left

Law: a slope is given only where the quotients from both sides settle on the same number.
This module knows functions of one number; it must not know formulas, rules or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

HALVINGS = 18
"""So often the step is halved."""
CLOSE = 1e-6


class Slope(NamedTuple):
    """``kind``: slope | corner | vertical | jump | one-sided | undefined | unknown; what comes from each side (± ∞ where it grows)."""

    kind: str
    left: float = math.nan
    right: float = math.nan


def slope(function: Callable[[float], float], at: float) -> Slope:
    """The slope of the function, ``nan`` where it is not defined, at a number.

    >>> slope(lambda x: x * abs(x), 0.0).kind, slope(abs, 0.0)
    ('slope', Slope(kind='corner', left=-1.0, right=1.0))
    """
    here = function(at)
    if math.isnan(here):
        return Slope("undefined")
    widths = [2.0**-k * max(1.0, abs(at)) for k in range(4, 4 + HALVINGS)]
    empty = [math.isnan(function(at + sign * widths[-1])) for sign in (-1, 1)]
    if any(empty):
        return Slope("unknown" if all(empty) else "one-sided")
    sides = []
    for sign in (-1, 1):
        steps = [sign * width for width in widths]
        rises = [function(at + h) - here for h in steps]
        if abs(rises[-1]) > 0.95 * abs(rises[-9]) > CLOSE:
            return Slope("jump")
        sides.append(_limit([rise / h for rise, h in zip(rises, steps, strict=True) if not math.isnan(rise)]))
    left, right = sides
    if math.isnan(left) or math.isnan(right):
        return Slope("unknown", left, right)
    if math.isinf(left) and math.isinf(right):
        return Slope("vertical", left, right)
    if not abs(left - right) <= CLOSE * max(1.0, abs(left), abs(right)):
        return Slope("corner", left, right)
    return Slope("slope", left, right)


def _limit(quotients: list[float]) -> float:
    """What a sequence tends to: a number, ± ∞, or ``nan`` when that cannot be told.

    The distances of a sequence q + c·rᵏ shrink by the ratio r; so does nearly every quotient, as its step is halved.
    """
    last = quotients[-1]
    tail = [b - a for a, b in pairwise(quotients[-5:])]
    if all(abs(change) <= CLOSE / 100 * max(1.0, abs(last)) for change in tail):
        return _neat(last)
    ratios = [b / a for a, b in pairwise(tail) if a]
    if len(ratios) < len(tail) - 1 or max(ratios) - min(ratios) > 0.05:
        return math.nan
    ratio = ratios[-1]
    if 0 < ratio < 0.95:
        return _neat(last + tail[-1] * ratio / (1 - ratio))
    return math.copysign(math.inf, last) if ratio > 1.05 else math.nan


def _neat(value: float) -> float:
    """The number without the noise of its last digits."""
    return round(value, 6) + 0.0
