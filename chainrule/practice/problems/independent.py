"""What SymPy alone says of a right answer: its derivative, in numbers, at points inside the real domain.

    disagreement(question, answer)        a single derivative: the answer as it was typed
    disagreements(question, expected)     a system: what the answer was compared with, derivative by derivative

Nothing of ours but the reading of the text takes part in the derivative. This module knows SymPy and questions; it
must not know rules, mistakes or words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.points import agree, points
from chainrule.expression.value import real, value
from chainrule.questions import Question, SystemQuestion

LIMIT = 1_000
"""SymPy is asked for the derivative of what has up to so many operations."""
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point, the number of the answer, and that of SymPy's derivative."""

    point: Mapping[str, float]
    answer: float
    sympy: float


def disagreement(question: Question, answer: Any) -> Disagreement | None:
    """Where an answer, a written tree, has another number than SymPy's derivative.

    >>> from chainrule.expression.build import parse
    >>> from chainrule.question import ask
    >>> disagreement(ask("sin(x^2)"), parse("2x cos(x^2)")), disagreement(ask("sin(x^2)"), parse("2cos(x^2)")).point
    (None, {'x': 0.73})
    """
    derivative = _derivative(question.goal, [question.variable.name] * question.order)
    return None if derivative is None else _apart(derivative, [(point, values[0]) for point, values in points([answer, question.goal])])


def disagreements(question: SystemQuestion, expected: Any) -> Iterator[Disagreement]:
    """Where derivatives of a system, by their letters (``"x,y"``) and of several outputs by output first, are other than SymPy's.

    One derivative of one formula may stand alone. Where a point was asked about, ``expected`` are the numbers there.

    >>> from chainrule.question import ask
    >>> asked = ask("x^2 y", "x,y", at="x=3,y=2")
    >>> right, wrong = ({"x": sympy.Integer(n), "y": sympy.Integer(9)} for n in (12, 6))
    >>> list(disagreements(asked, right)), next(disagreements(asked, wrong)).sympy
    ([], 12.0)
    """
    if not isinstance(expected, Mapping):
        expected = {",".join(letter.name for letter in question.mixed or question.sources * question.order): expected}
    whole = question.system
    for output in whole.outputs:
        table = expected[output.name] if len(whole.outputs) > 1 else expected
        goal = whole.closed.get(output)
        for letters, one in table.items() if goal is not None else ():
            derivative = _derivative(goal, letters.split(","))
            if derivative is None or not isinstance(one, sympy.Basic):
                continue
            where = [question.point] if question.point else [point for point, _ in points([goal])]
            found = [(point, number) for point in where if (number := _number(one, point, sympy.Symbol)) is not None]
            apart = _apart(derivative, found)
            if apart is not None:
                yield apart


def has_values(goal: Any) -> bool:
    """Whether a function has real values anywhere."""
    return bool(points([goal], 1))


def _derivative(goal: Any, letters: Sequence[str]) -> Any:
    """SymPy's derivative by one letter after the other; ``None`` where that is too much."""
    derivative = value(goal, judge=True)
    for letter in letters:
        if sympy.count_ops(derivative) > LIMIT:
            return None
        derivative = sympy.diff(derivative, real(sympy.Symbol(letter)))
    return derivative


def _apart(derivative: Any, found: Sequence[tuple[Mapping[str, float], float]]) -> Disagreement | None:
    for point, answer in found:
        there = _number(derivative, point, lambda name: real(sympy.Symbol(name)))
        if there is not None and not agree(answer, there, TOLERANCE):
            return Disagreement(point, answer, there)
    return None


def _number(expression: Any, point: Mapping[str, float], letter: Any) -> float | None:
    """The number of an expression at a point; ``None`` where it has none."""
    there = sympy.N(expression, 20, subs={letter(name): sympy.Rational(x) for name, x in point.items()})
    return float(there) if there.is_Float and math.isfinite(there) else None
