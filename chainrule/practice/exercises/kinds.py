"""Which exercise a problem is: the one place where this is decided. A new kind is a file and a line here.

This module must not know how any kind is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chainrule.practice.exercises.differentiate import Differentiate
from chainrule.practice.exercises.exercise import Exercise
from chainrule.practice.exercises.layers import Layers
from chainrule.practice.exercises.slip import Slip
from chainrule.practice.problems.problem import Problem

KINDS: Mapping[str, Callable[[Problem, str], Exercise]] = {"differentiate": Differentiate, "layers": Layers, "slip": Slip}


def exercise(problem: Problem, lang: str = "en") -> Exercise:
    """The problem as it is asked in a language.

    >>> from chainrule.practice.problems.problem import Problem
    >>> one = exercise(Problem("one", "sin(x^2)", "2x cos(x^2)", 1, ("chain",)))
    >>> one.ask.judge("cos(x^2)").mistakes, one.ask.judge("cos(x^2) * 2x").verdict
    (('inner-derivative-missing',), 'correct')
    """
    return KINDS[problem.kind](problem, lang)
