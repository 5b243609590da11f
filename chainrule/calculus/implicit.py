"""Implicit differentiation: both sides by x, y being a function of x; then solved for y′.

    x² + y² = 25      2x + 2y·y′ = 0      y′ = −2x/(2y)

Law: the derivative of an equation is linear in y′, so y′ = −(rest)/(coefficient) after collecting.
This module knows equations; the rules differentiate the sides. It must not know words or formats.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.conditions import conditions
from chainrule.calculus.names import Names
from chainrule.calculus.onequation import by_equation, one_fraction
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.steps import Derivation, Round, Step
from chainrule.calculus.tidy import tidy
from chainrule.calculus.verify import verify
from chainrule.errors import Beyond, TooLarge
from chainrule.expression.constants import ZERO
from chainrule.expression.written import Apply, Equals, Minus, Over, Plus, Primed, Times, fold, replace, size, symbols

SYMBOLS = 2_000
"""A derivative with more symbols is not differentiated again."""


def implicit(equation: Equals, variable: sympy.Symbol, dependent: sympy.Symbol, order: int = 1) -> Derivation:
    """The worked derivative of ``dependent`` by ``variable`` along the equation, of any order.

    The root step is called ``implicit``: its goal is the dependent letter, its result is in both letters,
    its substeps are the derivatives of the two sides, with y written y(x). That of a further round is called
    ``implicit-again``: its goal is the derivative so far. Raises ``Beyond`` when y′ drops out, ``TooLarge``.

    >>> from sympy.abc import x, y
    >>> from chainrule.expression.written import Power
    >>> implicit(Equals(Plus(Power(x, 2), Power(y, 2)), 25), x, y).answer
    -x/y
    >>> implicit(Equals(Plus(Power(x, 2), Power(y, 2)), 25), x, y, order=2).answer
    -25/y**3
    """
    taken = Names({symbol.name for symbol in symbols(equation)})
    y = Apply(dependent.name, variable)
    sides = [replace(side, {dependent: y}) for side in equation.args]
    steps = tuple(differentiate(side, variable, taken) for side in sides)
    slope = sympy.Symbol(f"{dependent.name}′")
    back = {y: dependent, Primed(dependent.name, (1,), variable): slope}
    (rest_left, left), (rest_right, right) = (collected(replace(step.result, back), slope) for step in steps)
    rest, coefficient = _tidied(_minus(rest_right, rest_left)), _tidied(_minus(left, right))
    if coefficient == ZERO:
        raise Beyond("implicit-vanishes", {"name": dependent.name})
    result = Over(rest, coefficient)
    parts = (("equation", equation), ("left", steps[0].result), ("right", steps[1].result), ("coefficient", coefficient), ("rest", rest))
    names = tuple((taken.part(), step.goal) for step in steps if step.takes_lines and step.rule != "sum")
    root = Step("implicit", dependent, variable, result, parts, names, steps)
    rounds = [Round(1, root, tidy(result))]
    for number in range(2, order + 1):
        rounds.append(_again(rounds, number, equation, variable, dependent))
    done = tuple(rounds)
    needed = (*conditions(Over(1, coefficient), variable), *conditions(Over(1, coefficient), dependent))
    return Derivation(variable, done, tuple(dict.fromkeys(needed)), verify(done))


def _again(rounds: list[Round], number: int, equation: Equals, variable: sympy.Symbol, dependent: sympy.Symbol) -> Round:
    """The derivative so far differentiated once more, y being a function of x, and y′ put in."""
    goal, slope = rounds[-1].answer, rounds[0].answer
    if size(goal) > SYMBOLS:
        raise TooLarge("too-large", {"limit": SYMBOLS})
    y, prime = Apply(dependent.name, variable), Primed(dependent.name, (1,), variable)
    names = Names({symbol.name for symbol in symbols(equation)} | {dependent.name})
    step = differentiate(replace(goal, {dependent: y}), variable, names)
    with_slope = replace(step.result, {y: dependent})
    result = replace(with_slope, {Primed(dependent.name, (1,), variable): slope})
    parts = (("equation", equation), ("y", dependent), ("slope", slope), ("derivative", step.result), ("prime", prime))
    tidied = tidy(result)
    for further in (one_fraction, lambda tree: by_equation(tree, equation)):
        tidied += further(tidied[-1].after if tidied else result)
    return Round(number, Step("implicit-again", goal, variable, result, parts, (), (step,)), tidied)


def collected(tree: Any, slope: sympy.Symbol) -> tuple[Any, Any]:
    """The tree, linear in the slope, as (rest, coefficient).

    >>> from sympy.abc import x, p
    >>> collected(Plus(Times(2, x), Times(3, p)), p)
    (2*x, 3*1)
    """
    return fold(tree, lambda node, below: _linear(node, below, slope))


def _linear(node: Any, below: list[tuple[Any, Any]], slope: sympy.Symbol) -> tuple[Any, Any]:
    if node == slope:
        return ZERO, sympy.Integer(1)
    if slope not in symbols(node):
        return node, ZERO
    match node:
        case Minus():
            return _negative(below[0][0]), _negative(below[0][1])
        case Plus():
            return _sum([rest for rest, _ in below]), _sum([coefficient for _, coefficient in below])
        case Over():
            return _over(below[0][0], node.args[1]), _over(below[0][1], node.args[1])
        case Times():
            place = next(i for i, (_, coefficient) in enumerate(below) if coefficient != ZERO)
            return _product(node, place, below[place][0]), _product(node, place, below[place][1])
    raise AssertionError(f"a derivative is linear in the slope: {node}")


def _product(node: Any, place: int, new: Any) -> Any:
    return ZERO if new == ZERO else Times(*node.args[:place], new, *node.args[place + 1 :])


def _over(above: Any, below: Any) -> Any:
    return ZERO if above == ZERO else Over(above, below)


def _negative(tree: Any) -> Any:
    return ZERO if tree == ZERO else Minus(tree)


def _sum(terms: list[Any]) -> Any:
    kept = [term for term in terms if term != ZERO]
    return Plus(*kept) if len(kept) > 1 else (kept or [ZERO])[0]


def _minus(a: Any, b: Any) -> Any:
    return _sum([a, _negative(b)])


def _tidied(tree: Any) -> Any:
    steps = tidy(tree)
    return steps[-1].after if steps else tree
