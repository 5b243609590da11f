"""Numbers as answers: the values of all names at a point, and how far a rounded number may be off.

    30.0    exact      3.33 for 10/3    rounded, three digits suffice      3.3    rounded too far

This module knows numbers and how they are written; it must not know rules or words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from chainrule.errors import UsageError
from chainrule.expression.constants import is_decimal
from chainrule.expression.numbers import Program
from chainrule.expression.written import Decimal, Minus, Power, Times
from chainrule.graph.system import System

DIGITS = 3
"""So many significant digits suffice."""
EXACT = 1e-9
"""Numbers that are closer than this, relatively, are the same."""
ROUNDED = 5e-4
"""So much an expression with decimals in it may be off."""
CLEAR = 1e-6
"""A value that is closer than this to what was given for it agrees with it."""


def valuation(whole: System, point: Mapping[str, float]) -> dict[str, float]:
    """The number of every name at a point that may give intermediates as well; ``nan`` where it is not known.

    Raises ``UsageError`` where a number that was given for an intermediate is another than its formula has.

    >>> from sympy.abc import u, x, z
    >>> from chainrule.expression.written import Power, Times
    >>> from chainrule.graph.system import system
    >>> whole = system([(z, Power(u, 2)), (u, Times(3, x))])
    >>> valuation(whole, {"x": 2.0})["z"], valuation(whole, {"u": 5.0})["z"]
    (36.0, 25.0)
    """
    found = {name.name: point.get(name.name, math.nan) for name in whole.inputs}
    for name in whole.order:
        (computed,) = Program(whole.formula[name])(found)
        given = point.get(name.name)
        if given is not None and not math.isnan(computed) and abs(given - computed) > CLEAR * max(1.0, abs(computed)):
            raise UsageError("point-contradicts", {"name": name.name, "given": f"{given:g}", "value": f"{computed:g}"})
        found[name.name] = computed if given is None else given
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it was written: its value, one unit of its last digit (0: exact), and how many digits it has."""

    value: float
    unit: float
    digits: int

    def is_exactly(self, number: float) -> bool:
        """Whether it is the number itself."""
        return abs(self.value - number) <= EXACT * max(abs(self.value), abs(number)) + 1e-13

    def stands_for(self, number: float) -> bool:
        """Whether it is the number, or the number rounded or cut off behind enough digits."""
        return self.is_exactly(number) or (self.digits >= DIGITS and self.within(number))

    def within(self, number: float) -> bool:
        """Whether the number rounds to it, or is it when the digits behind are cut off."""
        off = abs(self.value - number)
        cut = abs(self.value) <= abs(number) and off < self.unit * (1 - 1e-9)
        if self.unit == 1.0 and abs(number - round(number)) <= EXACT * max(1.0, abs(number)):
            return False  # a whole number has no digits to be left out
        return self.unit > 0 and (off <= self.unit * (0.5 + 1e-6) or cut)


def reading(tree: Any) -> Reading | None:
    """A tree of numbers as a number; ``None`` where it has no value.

    >>> from chainrule.expression.build import parse
    >>> reading(parse("3.33")).stands_for(10 / 3), reading(parse("3.3")).stands_for(10 / 3), reading(parse("10/3")).unit
    (True, False, 0.0)
    """
    (value,) = Program(tree)({})
    if math.isnan(value):
        return None
    literal = _literal(tree)
    if literal is not None:
        return Reading(value, *literal)
    return Reading(value, ROUNDED * abs(value) if is_decimal(tree) else 0.0, DIGITS)


def _literal(tree: Any) -> tuple[float, int] | None:
    """One unit of the last digit, and the number of digits, of a number written in digits."""
    match tree:
        case Minus(args=(a,)):
            return _literal(a)
        case Decimal():
            behind = len(tree.text.partition(".")[2])
            return 10.0**-behind, len(tree.text.replace(".", "").lstrip("0"))
        case sympy.Integer():
            return 1.0, len(str(tree))
        case Times(args=(mantissa, Power(args=(sympy.Integer() as ten, _)))) if ten == 10 and (known := _literal(mantissa)):
            return known[0] * Program(tree.args[1])({})[0], known[1]
        case _:
            return None


def exact(value: float) -> Any:
    """A number of a point as an exact one, where it is a simple fraction."""
    simple = Fraction(value).limit_denominator(1000)
    return sympy.Rational(simple.numerator, simple.denominator) if float(simple) == value else sympy.Float(value)
