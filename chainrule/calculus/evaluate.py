"""The numbers of a derivation at a point: every layer from the inside out, then the derivative.

This module knows derivations and numbers; it must not know words or formats.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.steps import Derivation
from chainrule.errors import UsageError
from chainrule.expression.constants import numeral
from chainrule.expression.numbers import Program
from chainrule.expression.written import Decimal, Minus, Power, Times, symbols

Named = tuple[tuple[sympy.Symbol, Any], ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Letters with their numbers, as trees to print; ``derivative`` is ``None`` where it does not exist."""

    inputs: Named
    values: Named
    derivative: Any
    floats: Mapping[str, float]

    def numbers(self) -> dict[str, Any]:
        """The same as plain numbers, for the record."""
        inputs = {letter.name: self.floats[letter.name] for letter, _ in self.inputs}
        forward = {letter.name: self.floats[letter.name] for letter, _ in self.values}
        return {"inputs": inputs, "forward": forward, "derivative": self.floats.get("")}


def values(derivation: Derivation, point: Mapping[str, float]) -> Values:
    """The numbers at a point. Raises ``UsageError`` when a letter of the goal has no value.

    >>> from sympy.abc import x
    >>> from chainrule.calculus.derive import derive
    >>> values(derive(Power(x, 3), x), {"x": 2}).derivative
    12
    """
    goal = derivation.rounds[0].goal
    missing = sorted({s.name for s in symbols(goal)} - set(point))
    if missing:
        raise UsageError("point-incomplete", {"names": ", ".join(missing)})
    floats = dict(point)
    for letter, tree in reversed(derivation.layers):
        floats[letter.name] = Program(tree)(floats)[0]
    (slope,) = Program(derivation.answer)(point)
    inputs = tuple((sympy.Symbol(name), shown(number)) for name, number in point.items())
    below = tuple((letter, shown(floats[letter.name])) for letter, _ in reversed(derivation.layers) if not math.isnan(floats[letter.name]))
    if math.isnan(slope):
        return Values(inputs, below, None, floats)
    return Values(inputs, below, shown(slope), {**floats, "": slope})


def shown(number: float) -> Any:
    """A number as a tree of six significant digits.

    >>> shown(-0.25), shown(1e12)
    (-0.25, 1*10**12)
    """
    if number < 0:
        return Minus(shown(-number))
    text = format(number, ".6g")
    mantissa, _, exponent = text.partition("e")
    tree = Decimal(mantissa) if "." in mantissa else numeral(Fraction(mantissa))
    return Times(tree, Power(sympy.Integer(10), numeral(int(exponent)))) if exponent else tree
