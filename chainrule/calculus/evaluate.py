"""The numbers of a derivation at a point: every layer from the inside out, then the derivative.

Where its formula has no number or need not hold (sgn 0, 0/0), the slope is looked for by difference
quotients: x|x| has the slope 0 at 0, |x| has a corner there.

This module knows derivations and numbers; it must not know words or formats.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.points import agree
from chainrule.calculus.slopes import Slope, slope
from chainrule.calculus.steps import CURVES, Condition, Derivation, Round
from chainrule.errors import UsageError
from chainrule.expression.constants import number, numeral
from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Decimal, Minus, Power, Times, postorder, symbols

Named = tuple[tuple[sympy.Symbol, Any], ...]


class Values(NamedTuple):
    """Letters with their numbers, as trees to print; ``derivative`` is ``None`` where it does not exist.

    ``slope`` is what the difference quotients said where the formula was no help, ``order`` of which derivative.
    """

    inputs: Named
    values: Named
    derivative: Any
    floats: Mapping[str, float]
    slope: Slope | None = None
    order: int = 1

    def numbers(self) -> dict[str, Any]:
        """The same as plain numbers, for the record."""
        inputs = {letter.name: self.floats[letter.name] for letter, _ in self.inputs}
        forward = {letter.name: self.floats[letter.name] for letter, _ in self.values}
        found = self.slope.kind if self.slope else None
        return {"inputs": inputs, "forward": forward, "derivative": self.floats.get(""), "by_quotients": found}


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
    inputs = tuple((sympy.Symbol(name), shown(at)) for name, at in point.items())
    if any(isinstance(node, Apply) and node.name not in BY_NAME for node in postorder(root.goal)):
        return Values(inputs, (), None, point)  # an unknown function has no number
    floats = dict(point)
    for letter, tree in reversed(derivation.layers):
        floats[letter.name] = Program(tree)(floats)[0]
    (exact,) = Program(derivation.answer)(point)
    below = tuple((letter, shown(floats[letter.name])) for letter, _ in reversed(derivation.layers) if not math.isnan(floats[letter.name]))
    if not math.isnan(exact) and all(holds(condition, point) for condition in derivation.conditions):
        return Values(inputs, below, shown(exact), {**floats, "": exact})
    if root.rule in CURVES:
        return Values(inputs, below, None, floats, Slope("unknown"))
    order, found = by_quotients(derivation.rounds, derivation.variable, point)
    if found.kind != "slope":
        return Values(inputs, below, None, floats, found, order)
    return Values(inputs, below, shown(found.right), {**floats, "": found.right}, found, order)


def by_quotients(rounds: Sequence[Round], variable: sympy.Symbol, point: Mapping[str, float]) -> tuple[int, Slope]:
    """The slope by difference quotients, round by round; the first round that has none, and why."""
    name = variable.name
    at, known = point.get(name, 0.0), math.nan
    found = Slope("unknown")
    for one in rounds:
        program = Program(one.goal)

        def function(x: float, program: Program = program, known: float = known) -> float:
            return known if x == at and not math.isnan(known) else program({**point, name: x})[0]

        found = slope(function, at)
        if found.kind != "slope":
            return one.order, found
        known = found.right
    return len(rounds), found


def all_the_same(condition: Condition, rounds: Sequence[Round], variable: sympy.Symbol) -> Condition:
    """The condition x ≠ a with the derivative at a, where there is one: |x|³ is smooth at 0, though |x| is not."""
    if condition.chain[:2] != (variable, "≠") or symbols(rounds[0].goal) != {variable}:
        return condition
    _, found = by_quotients(rounds, variable, {variable.name: float(number(condition.chain[2]) or 0)})
    if found.kind != "slope":
        return condition
    simple = Fraction(found.right).limit_denominator(12)
    return condition._replace(there=numeral(simple) if abs(float(simple) - found.right) < 2e-6 else shown(found.right))


def holds(condition: Condition, point: Mapping[str, float]) -> bool:
    """Whether a condition holds at the point."""
    if condition.kind == "nowhere":
        return False
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


def shown(value: float, digits: int = 6) -> Any:
    """A number as a tree of so many significant digits.

    >>> shown(-0.25), shown(1e12), shown(1 / 3, digits=2)
    (-1/4, 1*10**12, 33/100)
    """
    if abs(value) < 1e-15:
        return sympy.Integer(0)
    if value < 0:
        return Minus(shown(-value, digits))
    text = format(value, f".{digits}g")
    mantissa, _, exponent = text.partition("e")
    tree = Decimal(mantissa) if "." in mantissa else numeral(Fraction(mantissa))
    return Times(tree, Power(sympy.Integer(10), numeral(int(exponent)))) if exponent else tree
