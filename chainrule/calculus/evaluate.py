"""The numbers of a derivation at a point: every layer from the inside out, then the derivative.

This module knows derivations and numbers; it must not know words or formats.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy

from chainrule.calculus.points import agree
from chainrule.calculus.steps import Condition, Derivation
from chainrule.errors import UsageError
from chainrule.expression.constants import numeral
from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Decimal, Minus, Power, Times, postorder, symbols

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
    root = derivation.rounds[0].root
    missing = sorted({s.name for s in symbols(root.goal) | symbols(derivation.answer)} - set(point))
    if missing:
        raise UsageError("point-incomplete", {"names": ", ".join(missing)})
    if root.rule == "implicit":
        _on_the_curve(dict(root.parts)["equation"], point)
    inputs = tuple((sympy.Symbol(name), shown(number)) for name, number in point.items())
    if any(isinstance(node, Apply) and node.name not in BY_NAME for node in postorder(root.goal)):
        return Values(inputs, (), None, point)  # an unknown function has no number
    floats = dict(point)
    for letter, tree in reversed(derivation.layers):
        floats[letter.name] = Program(tree)(floats)[0]
    (slope,) = Program(derivation.answer)(point)
    below = tuple((letter, shown(floats[letter.name])) for letter, _ in reversed(derivation.layers) if not math.isnan(floats[letter.name]))
    if math.isnan(slope) or not all(_holds(condition, point) for condition in derivation.conditions):
        return Values(inputs, below, None, floats)
    return Values(inputs, below, shown(slope), {**floats, "": slope})


def _holds(condition: Condition, point: Mapping[str, float]) -> bool:
    """Whether a condition holds at the point."""
    trees = [part for part in condition.chain if not isinstance(part, str)]
    signs = [part for part in condition.chain if isinstance(part, str)]
    numbers = Program(*trees)(point)
    return all(COMPARE[sign](a, b) for sign, (a, b) in zip(signs, pairwise(numbers), strict=True))


COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    "≠": lambda a, b: abs(a - b) > 1e-12 * max(1.0, abs(b)),
}


def _on_the_curve(equation: Any, point: Mapping[str, float]) -> None:
    left, right = Program(*equation.args)(point)
    if not agree(left, right):
        raise UsageError("point-off-curve")


def shown(number: float, digits: int = 6) -> Any:
    """A number as a tree of so many significant digits.

    >>> shown(-0.25), shown(1e12), shown(1 / 3, digits=2)
    (-1/4, 1*10**12, 33/100)
    """
    if abs(number) < 1e-15:
        return sympy.Integer(0)
    if number < 0:
        return Minus(shown(-number, digits))
    text = format(number, f".{digits}g")
    mantissa, _, exponent = text.partition("e")
    tree = Decimal(mantissa) if "." in mantissa else numeral(Fraction(mantissa))
    return Times(tree, Power(sympy.Integer(10), numeral(int(exponent)))) if exponent else tree
