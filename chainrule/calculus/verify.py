"""The judge: every step is checked from outside the stepper.

SymPy differentiates the value of the goal; that derivative and the step's result are compared in
numbers at points inside the real domain. Where SymPy's derivative is out of reach (too deep, too
large, no points) the central difference of the goal takes its place. A tidying is checked by values.

This module knows SymPy's calculus and numbers; it must not know rules or words.
"""

from __future__ import annotations

import math
from typing import Any

import sympy

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
AT_LEAST = 2
"""With fewer points than this a step is undecided."""


def verify(rounds: tuple[Round, ...]) -> Verification:
    """Check every step and every tidying of the rounds, each distinct one once."""
    judge = _Judge()
    for one in rounds:
        for step in one.root.walk():
            judge.step(step)
        for rewrite in one.tidying:
            judge.rewrite(rewrite)
    return judge.verdict()


class _Judge:
    """Collects verdicts; the same step is not judged twice."""

    def __init__(self) -> None:
        self._seen: dict[tuple[Any, ...], bool | None] = {}
        self._failed: list[str] = []
        self._points = ENOUGH
        self._by_sympy = True

    def step(self, step: Step) -> None:
        """d(goal)/d(variable) = result?"""
        key = (step.goal, step.variable, step.result)
        if key in self._seen:
            return
        if step.rule == "implicit":
            verdict: bool | None = self._implicit(step)
        elif step.rule in ("constant", "identity") or not isinstance(step.goal, Written):
            verdict = step.result == (1 if step.goal == step.variable else 0) and step.variable not in step.goal.free_symbols - {step.goal}
            verdict = None if verdict and not points([step.goal], 1) else verdict
        else:
            verdict = self._compare(step.result, step.goal, step.variable)
        self._note(key, verdict, step.rule)

    def rewrite(self, rewrite: Rewrite) -> None:
        """before = after?"""
        key = (rewrite.before, rewrite.after)
        if key not in self._seen:
            self._note(key, self._judged(rewrite.before, rewrite.after), rewrite.rule)

    def verdict(self) -> Verification:
        """All verdicts as one."""
        verdicts = list(self._seen.values())
        whole = False if False in verdicts else None if None in verdicts else True
        return Verification(whole, len(verdicts), verdicts.count(True), self._points, self._by_sympy, tuple(self._failed))

    def _note(self, key: tuple[Any, ...], verdict: bool | None, rule: str) -> None:
        self._seen[key] = verdict
        if verdict is False:
            self._failed.append(rule)

    def _compare(self, result: Any, goal: Any, variable: sympy.Symbol) -> bool | None:
        derivative = _sympy_derivative(goal, variable, LEVELS, NODES)
        if derivative is not None and derivative.has(*NOWHERE):
            return None  # 1/sin π: in floats it is a number
        verdict = None if derivative is None else self._judged(result, derivative, goal)
        if verdict is None:
            self._by_sympy = False
            verdict = self._by_difference(result, goal, variable.name)
            if verdict is False:  # by rounding, perhaps: only SymPy may say so
                derivative = _sympy_derivative(goal, variable, 3 * LEVELS, 10 * NODES)
                verdict = None if derivative is None else self._judged(result, derivative, goal)
        return verdict

    def _implicit(self, step: Step) -> bool | None:
        """y′ = −F_x/F_y for F = left − right, by SymPy's partial derivatives, off the curve as well as on it."""
        left, right = (value(side, judge=True) for side in dict(step.parts)["equation"].args)
        slope = -sympy.diff(left - right, real(step.variable)) / sympy.diff(left - right, real(step.goal))
        return self._judged(step.result, slope)

    def _judged(self, one: Any, other: Any, *inside: Any) -> bool | None:
        """Whether both are the same at points where all are real."""
        found = points([one, other, *inside])
        if len(found) < AT_LEAST and not (found and not found[0][0]):
            return None
        if found[0][0]:
            self._points = min(self._points, len(found))
        return all(agree(a, b) or _precisely(one, other, point) for point, (a, b, *_) in found)

    def _by_difference(self, result: Any, goal: Any, name: str) -> bool | None:
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
            return None
        self._points = min(self._points, len(verdicts))
        return all(verdicts)


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
