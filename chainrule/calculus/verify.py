"""The judge: every step is checked from outside the stepper.

SymPy differentiates the value of the goal; that derivative and the step's result are compared in
numbers at points inside the real domain. Where SymPy's derivative is out of reach (too deep, too
large, no points) the central difference of the goal takes its place. A tidying is checked by values.

This module knows SymPy's calculus and numbers; it must not know rules or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.onequation import same_by
from chainrule.calculus.points import ENOUGH, agree, points
from chainrule.calculus.steps import Rewrite, Round, Step, Verification
from chainrule.errors import TooLarge
from chainrule.expression.numbers import Program
from chainrule.expression.value import real, value
from chainrule.expression.written import Written, depth, size

LEVELS, NODES = 40, 250
"""SymPy is asked for the derivative of expressions up to this depth and size."""
DIGITS = 30
"""Where two numbers differ, they are computed again with so many digits."""
NOWHERE = (sympy.nan, sympy.zoo, sympy.oo)
"""What SymPy says of 1/0."""
ELEMENTARY = 2
"""Steps for goals of so few levels are remembered from problem to problem."""
AT_LEAST = 2
"""With fewer points than this a step is undecided."""


class Outcome(NamedTuple):
    """What one check found. ``why`` it could not decide: no-points, too-large, division."""

    verdict: bool | None
    points: int = ENOUGH
    by_sympy: bool = True
    why: str = ""


def verify(rounds: tuple[Round, ...]) -> Verification:
    """Check every step and every tidying of the rounds, each distinct one once."""
    judge = _Judge()
    for one in rounds:
        for step in one.root.walk():
            judge.step(step)
        for rewrite in one.tidying:
            judge.rewrite(rewrite, dict(one.root.parts).get("equation"))
    return judge.verdict()


class _Judge:
    """Collects outcomes; the same step is not judged twice."""

    def __init__(self) -> None:
        self._seen: dict[tuple[Any, ...], Outcome] = {}
        self._failed: list[str] = []

    def step(self, step: Step) -> None:
        """d(goal)/d(variable) = result?"""
        key = (step.goal, step.variable, step.result)
        if key in self._seen:
            return
        if step.rule in ALONG_A_CURVE:
            outcome = ALONG_A_CURVE[step.rule](step)
        elif step.rule in ("constant", "identity") or not isinstance(step.goal, Written):
            outcome = _at_once(step)
        elif depth(step.goal) <= ELEMENTARY:
            outcome = _elementary(step.result, step.goal, step.variable)
        else:
            outcome = _compare(step.result, step.goal, step.variable)
        self._note(key, outcome, step.rule)

    def rewrite(self, rewrite: Rewrite, equation: Any = None) -> None:
        """before = after? By the equation of a curve: on it?"""
        key = (rewrite.before, rewrite.after)
        if key not in self._seen:
            by_equation = rewrite.rule == "by-equation"
            outcome = Outcome(same_by(rewrite, equation)) if by_equation else _judged(rewrite.before, rewrite.after)
            self._note(key, outcome, rewrite.rule)

    def verdict(self) -> Verification:
        """All outcomes as one."""
        found = list(self._seen.values())
        verdicts = [outcome.verdict for outcome in found]
        whole = False if False in verdicts else None if None in verdicts else True
        return Verification(
            whole,
            len(found),
            verdicts.count(True),
            min((outcome.points for outcome in found), default=ENOUGH),
            all(outcome.by_sympy for outcome in found),
            tuple(self._failed),
            next((outcome.why for outcome in found if outcome.verdict is None), ""),
        )

    def _note(self, key: tuple[Any, ...], outcome: Outcome, rule: str) -> None:
        self._seen[key] = outcome
        if outcome.verdict is False:
            self._failed.append(rule)


def _at_once(step: Step) -> Outcome:
    """A constant or the variable itself."""
    right = step.result == (1 if step.goal == step.variable else 0) and step.variable not in step.goal.free_symbols - {step.goal}
    return Outcome(None, why=_why_no_points(step.goal)) if right and not points([step.goal], 1) else Outcome(bool(right))


def _compare(result: Any, goal: Any, variable: sympy.Symbol) -> Outcome:
    derivative = _sympy_derivative(goal, variable, LEVELS, NODES)
    if derivative is not None and derivative.has(*NOWHERE):
        return Outcome(None, why="division")  # 1/sin π: in floats it is a number
    if derivative is not None:
        outcome = _judged(result, derivative, goal)
        if outcome.verdict is not None:
            return outcome
    outcome = _by_difference(result, goal, variable.name)
    if outcome.verdict is False:  # by rounding, perhaps: only SymPy may say so
        derivative = _sympy_derivative(goal, variable, 3 * LEVELS, 10 * NODES)
        outcome = Outcome(None, why="too-large") if derivative is None else _judged(result, derivative, goal)
    return outcome._replace(by_sympy=False)


_elementary = lru_cache(maxsize=1024)(_compare)
"""The same for steps such as (sin u)′ = cos u, which occur again and again."""


def _implicit(step: Step) -> Outcome:
    """y′ = −F_x/F_y for F = left − right, by SymPy's partial derivatives, off the curve as well as on it."""
    left, right = (value(side, judge=True) for side in dict(step.parts)["equation"].args)
    slope = -sympy.diff(left - right, real(step.variable)) / sympy.diff(left - right, real(step.goal))
    return _judged(step.result, slope)


def _parametric(step: Step) -> Outcome:
    """(dy/dt)/(dx/dt) by SymPy's derivatives of both formulas."""
    parts = dict(step.parts)
    above, below = (sympy.diff(value(tree, judge=True), real(parts["parameter"])) for tree in (step.goal, parts["x_formula"]))
    return _judged(step.result, above / below, step.goal, parts["x_formula"])


def _implicit_again(step: Step) -> Outcome:
    """F_x + F_y · y′ for the derivative F so far, by SymPy's partial derivatives."""
    parts = dict(step.parts)
    so_far, slope = value(step.goal, judge=True), value(parts["slope"], judge=True)
    along = sympy.diff(so_far, real(step.variable)) + sympy.diff(so_far, real(parts["y"])) * slope
    return _judged(step.result, along)


ALONG_A_CURVE: Mapping[str, Callable[[Step], Outcome]] = {
    "implicit": _implicit,
    "implicit-again": _implicit_again,
    "parametric": _parametric,
}
"""Steps whose result is a derivative along a curve, no identity of its goal."""


def _judged(one: Any, other: Any, *inside: Any) -> Outcome:
    """Whether both are the same at points where all are real."""
    found = points([one, other, *inside])
    if len(found) < AT_LEAST and not (found and not found[0][0]):
        return Outcome(None, why=_why_no_points(one, *inside))
    same = all(agree(a, b) or _precisely(one, other, point) for point, (a, b, *_) in found)
    return Outcome(same, len(found) if found[0][0] else ENOUGH)


def _why_no_points(*trees: Any) -> str:
    """Why nothing can be computed: the numbers are too large, or nothing is real."""
    try:
        for tree in trees:
            value(tree, judge=True)
    except (TooLarge, RecursionError):
        return "too-large"
    except (NotImplementedError, TypeError):
        return "no-points"
    return "no-points"


def _by_difference(result: Any, goal: Any, name: str) -> Outcome:
    """The central difference with two step widths; a point where these differ says nothing."""
    program = Program(goal)
    verdicts = []
    for point, (slope, _) in points([result, goal]):
        x = point.get(name, 1.0)
        h = 1e-4 * max(1e-3, abs(x))
        coarse, fine = (_difference(program, point, name, x, width) for width in (2 * h, h))
        best = (4 * fine - coarse) / 3
        if math.isfinite(best) and agree(coarse, fine, 1e-4):
            verdicts.append(agree(slope, best, 1e-5))
    if len(verdicts) < AT_LEAST:
        return Outcome(None, why=_why_no_points(goal))
    return Outcome(all(verdicts), len(verdicts))


def _difference(program: Program, point: dict[str, float], name: str, x: float, h: float) -> float:
    (above,), (below,) = program({**point, name: x + h}), program({**point, name: x - h})
    return (above - below) / (2 * h)


def _precisely(one: Any, other: Any, point: dict[str, float]) -> bool:
    """Whether both are the same in many digits, where rounding has made them differ in few."""
    letters = {real(sympy.Symbol(name)): sympy.Rational(x) for name, x in point.items()}
    try:
        a, b = (sympy.N(value(tree, judge=True), DIGITS, subs=letters) for tree in (one, other))
    except (TooLarge, RecursionError, NotImplementedError, TypeError):
        return False
    return bool(a.is_Float and b.is_Float and abs(a - b) <= 1e-12 * max(1, abs(a)))


def _sympy_derivative(goal: Any, variable: sympy.Symbol, levels: int, nodes: int) -> Any:
    """SymPy's derivative of the goal's value, ``None`` where it is out of reach."""
    if depth(goal) > levels or size(goal) > nodes:
        return None
    try:
        expression = value(goal, judge=True)
        return expression if expression.has(*NOWHERE) else sympy.diff(expression, real(variable))
    except (TooLarge, RecursionError, NotImplementedError, TypeError):  # TypeError: SymPy compares nan
        return None
