"""Curves given by a parameter, as tasks: the rounds of dy/dx in t, and what goes wrong with the whole.

    x = t², y = t³      dy/dx = 3t²/(2t)      the two formulas stand as one goal, y + x: real where both are

This module knows curves and rounds; it must not know words or formats, nor any mistake inside a formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.parametric import step
from chainrule.expression.written import Equals, Over, Plus, Power
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.practice.route import Round, spots, tidied


@dataclass(frozen=True, slots=True)
class Parametric:
    """A curve: y and x by the parameter."""

    x: sympy.Symbol
    x_formula: Any
    y: sympy.Symbol
    y_formula: Any

    @property
    def goal(self) -> Any:
        """Both formulas as one tree, taken apart again by ``differentiated``."""
        return Plus(self.y_formula, self.x_formula)

    @property
    def equations(self) -> tuple[Any, Any]:
        """x = …, y = …"""
        return Equals(self.x, self.x_formula), Equals(self.y, self.y_formula)

    def differentiated(self, goal: Any, so_far: Any, variable: sympy.Symbol, names: Names) -> Round:
        """One differentiation by x of the goal's first formula, or of the slope so far; its root is a step in the parameter."""
        y, x = goal.args
        root = step(y if so_far is None else so_far, (self.x, x), self.y, variable, names)._replace(variable=variable)
        return Round(root, tuple(spots(root)))

    def rounds(self, variable: sympy.Symbol, names: Names, order: int) -> tuple[Round, ...]:
        """The rounds of the derivation. Raises ``Beyond`` and ``TooLarge``."""
        found: list[Round] = []
        for _ in range(order):
            so_far = tidied(found[-1].root.result) if found else None
            found.append(self.differentiated(self.goal, so_far, variable, names))
        return tuple(found)


def second_derivatives(above: Any, below: Any, slope: Any) -> Iterator[tuple[str, Any, int]]:
    """What is written for d²y/dx²: from the second derivatives of both by the parameter, and dx/dt."""
    yield "parametric-second-derivatives", Over(above, below), COMMON
    yield "parametric-second-derivatives", Over(above, Power(slope, 2)), COMMON
    yield "parametric-not-divided", above, COMMON
