"""The derivative of one output in a direction: gradient · unit vector.

This module knows path sums and vectors; it must not know text or words.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

import sympy

from chainrule.calculus.steps import Rewrite
from chainrule.calculus.tidy import tidy
from chainrule.errors import UsageError
from chainrule.expression.constants import ONE, TWO, number, numeral
from chainrule.expression.written import Over, Partial, Plus, Power, Root, Times, Vector, symbols
from chainrule.graph.stage import SystemDerivation
from chainrule.graph.system import Name

LETTERS = sympy.symbols("l e n m_1")
"""What the direction is called."""


@dataclass(frozen=True, slots=True)
class Along:
    """A directional derivative. Law: answer = gradient · direction/|direction|."""

    output: Name
    direction: Vector
    length: Any
    unit: Vector
    unsimplified: Any
    tidying: tuple[Rewrite, ...]

    @property
    def sign(self) -> Any:
        """∂z/∂l, l being the direction; another letter where the function has an l."""
        taken = symbols(self.unsimplified) | {self.output}
        return Partial(self.output, next(letter for letter in LETTERS if letter not in taken), 1)

    @property
    def answer(self) -> Any:
        """The directional derivative, tidied."""
        return self.tidying[-1].after if self.tidying else self.unsimplified


def along(derivation: SystemDerivation, direction: Vector) -> Along:
    """The derivative of the only output in a direction with one component an input.

    Raises ``UsageError`` for several outputs, a wrong number of components, and the zero vector.
    """
    sums = derivation.first.sums
    if len({total.output for total in sums}) > 1 or any(total.answer is None for total in sums):
        raise UsageError("direction-needs-one-output")
    if len(direction.args) != len(sums):
        letters = ", ".join(total.source.name for total in sums)
        raise UsageError("direction-components", {"count": len(direction.args), "letters": letters})
    if all(number(part) == 0 for part in direction.args):
        raise UsageError("direction-zero")
    length = _root(_tidied(Plus(*(Power(part, TWO) for part in direction.args))))
    unit = direction if length == ONE else Vector(*(_tidied(Over(part, length)) for part in direction.args))
    total = Plus(*(Times(one.answer, part) for one, part in zip(sums, unit.args, strict=True)))
    return Along(sums[0].output, direction, length, unit, total, tidy(total))


def _root(square: Any) -> Any:
    """The square root, worked out where it is a fraction."""
    exact = number(square)
    if exact is not None:
        root = Fraction(isqrt(exact.numerator), isqrt(exact.denominator))
        if root * root == exact:
            return numeral(root)
    return Root(square, TWO)


def _tidied(tree: Any) -> Any:
    steps = tidy(tree)
    return steps[-1].after if steps else tree
