"""A curve given by a parameter: both letters by t, then one divided by the other.

    x = cos t, y = sin t      dy/dx = (dy/dt)/(dx/dt) = cos t/(−sin t)

Law: dy/dx = (dy/dt)/(dx/dt) where dx/dt ≠ 0; every further order does the same with y′ in place of y.
This module knows curves; the rules differentiate. It must not know words or formats.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.conditions import conditions
from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.steps import Derivation, Round, Step
from chainrule.calculus.tidy import tidy
from chainrule.calculus.verify import verify
from chainrule.errors import Beyond, TooLarge
from chainrule.expression.constants import ZERO
from chainrule.expression.written import Over, size, symbols

SYMBOLS = 4_000
"""A derivative with more symbols is not differentiated again."""


Coordinate = tuple[sympy.Symbol, Any]
"""A letter and its formula in the parameter."""


def step(goal: Any, x: Coordinate, y: sympy.Symbol, t: sympy.Symbol, names: Names) -> Step:
    """One differentiation by x of a goal in the parameter. Raises ``Beyond`` where x does not change with it."""
    above, below = differentiate(goal, t, names), differentiate(x[1], t, names)
    if below.result == ZERO:
        raise Beyond("parametric-vertical", {"x": x[0].name, "t": t.name})
    parts = (("x", x[0]), ("y", y), ("x_formula", x[1]), ("parameter", t))
    return Step("parametric", goal, x[0], Over(above.result, below.result), parts, (), (above, below))


def parametric(x: Coordinate, y: Coordinate, t: sympy.Symbol, order: int = 1) -> Derivation:
    """The worked derivative of the curve's y by its x, of any order.

    The root step of a round is called ``parametric``: its goal is y (later y′) in the parameter, its result the
    quotient, its substeps are the derivatives of the goal and of x by the parameter. Raises ``Beyond`` where x
    does not change with the parameter, ``TooLarge`` for orders that cannot be written.

    >>> from sympy.abc import t, x, y
    >>> from chainrule.expression.written import Power
    >>> parametric((x, Power(t, 2)), (y, Power(t, 3)), t).answer
    3*t/2
    """
    letters = {letter.name for letter in symbols(x[1]) | symbols(y[1])} | {x[0].name, y[0].name}
    rounds: list[Round] = []
    goal = y[1]
    for number in range(1, order + 1):
        if size(goal) > SYMBOLS:
            raise TooLarge("too-large", {"limit": SYMBOLS})
        root = step(goal, x, y[0], t, Names(letters))
        rounds.append(Round(number, root, tidy(root.result)))
        goal = rounds[-1].answer
    done = tuple(rounds)
    slope = Over(1, done[0].root.substeps[1].result)
    needed = dict.fromkeys(condition for tree in (y[1], x[1], slope) for condition in conditions(tree, t))
    return Derivation(x[0], done, tuple(needed), verify(done), (y, x))
