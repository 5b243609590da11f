"""A further round of an equation: the derivative so far differentiated once more with slips, and y′ put in.

    y′ = −x/y      y″ = −(y − x·y′)/y², with y held constant −1/y, with y′ = −x/y put in −25/y³

Law: without slips the value is that of the round. This module knows step trees and mistakes; it must not know
words or verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.steps import Derivation
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Primed, replace, symbols
from chainrule.practice.ink import Ink, tree
from chainrule.practice.mistakes.equations import DEPENDENT, PUT_IN
from chainrule.practice.mistakes.mistake import COMMON, Mistake
from chainrule.practice.replay import NOWHERE, Numbers, Replay
from chainrule.practice.route import Round, tidied
from chainrule.practice.sides import in_letters, slope_of, trials_in
from chainrule.practice.trials import Trial

Point = Mapping[str, float]


class Again:
    """The last round. In its step tree y stands for y(x), and a letter for y′."""

    def __init__(self, derivation: Derivation) -> None:
        """The root step of the last round is called ``implicit-again``."""
        root = derivation.rounds[-1].root
        named = dict(root.parts)
        self.order = len(derivation.rounds)
        self.variable, self.dependent = root.variable, named["y"]
        self.slope, self.first = slope_of(self.dependent), named["slope"]
        self.round: Round = in_letters(root.substeps[0], self.dependent)

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """Every slip alone, then each made at every place."""
        return tuple(trials_in(self.round, self.dependent))

    @cached_property
    def pairs(self) -> tuple[Trial, ...]:
        """A slip at y together with a common one elsewhere."""
        single = [trial for trial in self.trials if len(trial.happenings) == 1 and trial.cost == COMMON]
        at_y = [trial for trial in single if trial.happenings[0].mistake in DEPENDENT]
        return tuple(Trial((*a.happenings, *b.happenings), 2 * COMMON) for a, b in product(at_y, single) if b not in at_y)

    def at(self, point: Point) -> WorkedAgain:
        """The round at a point of the curve."""
        return WorkedAgain(self, point)

    def put_in(self, mistake: Mistake) -> Any:
        """What comes of a wrong y′ put in, written; ``None`` where there is none."""
        try:
            return replace(self.round.root.result, {self.slope: tree(mistake.law(Ink(self.first)))})
        except NOWHERE:
            return None

    def from_slope(self, slope: Any) -> Any:
        """What a first derivative leads to, differentiated soundly as often as it takes."""
        found = slope
        for _ in range(self.order - 1):
            found = tidied(once_more(found, slope, self.variable, self.dependent))
        return found


class WorkedAgain:
    """The round at one point, in numbers."""

    def __init__(self, again: Again, point: Point) -> None:
        """Nothing is computed yet."""
        (slope,) = Program(again.first)(point)
        self._replays = {
            mistake: Replay(again.round.root, Numbers({**point, again.slope.name: value}, again.variable))
            for mistake, value in [(None, slope), *((row, _valued(row, slope)) for row in PUT_IN)]
        }

    def value(self, trial: Trial | None, mistake: Mistake | None = None) -> Any:
        """The number that a slip leads to, perhaps with a wrong y′ put in besides."""
        return self._replays[mistake].value(trial.slips if trial else {})


def _valued(mistake: Mistake, slope: float) -> float:
    try:
        return float(mistake.law(slope))
    except NOWHERE:
        return float("nan")


def once_more(goal: Any, slope: Any, variable: sympy.Symbol, dependent: sympy.Symbol) -> Any:
    """A formula in x and y differentiated by x, with what is taken for y′ put in.

    >>> from sympy.abc import x, y
    >>> from chainrule.expression.build import parse
    >>> once_more(parse("x y"), parse("2x"), x, y)
    1*y + x*2*x
    """
    whole = Apply(dependent.name, variable)
    step = differentiate(replace(goal, {dependent: whole}), variable, Names({symbol.name for symbol in symbols(goal)} | {dependent.name}))
    return replace(replace(step.result, {whole: dependent}), {Primed(dependent.name, (1,), variable): slope})
