"""Why an answer about a further derivative of an equation is wrong: the questions in their order.

    1  a lower derivative?
    2  y held constant or y′ forgotten in the last round?
    3  one slip of the rules in the last round, or a wrong y′ put in?
    4  a mistake in the first derivative, the rest sound?
    5  one change in the answer that makes it right?
    6  two slips in the last round?

Everything is compared on the curve. This module knows the order; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.steps import Derivation
from chainrule.errors import ChainruleError
from chainrule.expression.written import size
from chainrule.practice import findings
from chainrule.practice.again import Again, WorkedAgain
from chainrule.practice.mistakes.equations import PUT_IN
from chainrule.practice.mistakes.mistake import COMMON, RARE, Mistake
from chainrule.practice.repair import near
from chainrule.practice.route import tidied
from chainrule.practice.solving import METHOD, Examined
from chainrule.practice.trials import Trial
from chainrule.practice.verdict import Explanation, Finding, Place

ENOUGH_IN_IT = 6
"""An answer with fewer symbols is too little evidence for two mistakes at once."""


@dataclass(frozen=True)
class ExaminedAgain(Examined):
    """One wrong answer about a second or higher derivative; ``derivation`` is the sound one."""

    derivation: Derivation = field(kw_only=True)
    put: bool = field(default=True, kw_only=True)
    """Whether y′ has been put in."""

    def ladder(self) -> Iterator[Iterable[Explanation]]:
        """The questions in their order."""
        yield self.too_low()
        single = [] if self._is_large else list(self.in_last_round(self.again.trials))
        yield [e for e in single if e.findings[0].id in METHOD]
        yield [*(e for e in single if e.cost < RARE), *(self.put_in() if self.put else ())]
        yield self.in_first_round()
        yield self.one_change()
        yield self.too_low_and_wrong()
        pairs = (
            []
            if self._is_large or size(self.answer) < ENOUGH_IN_IT
            else [*self.in_last_round(self.again.pairs), *(self.put_in_after_a_slip() if self.put else ())]
        )
        yield pairs if len(findings.distinct(pairs)) == 1 else ()
        yield single
        yield self.a_factor()

    @cached_property
    def again(self) -> Again:
        """The last round, to be worked with slips."""
        return Again(self.derivation)

    @cached_property
    def _worked_again(self) -> tuple[WorkedAgain, ...]:
        return tuple(self.again.at(point) for point in self._points)

    def _is_value(self, trial: Trial | None, mistake: Mistake | None = None) -> bool:
        found = zip(self._worked_again, self._values, strict=True)
        return all((value := one.value(trial, mistake)) is not None and near(value, target) for one, (_, target) in found)

    def too_low(self) -> Iterator[Explanation]:
        """A derivative of lower order."""
        for order, one in enumerate(self.derivation.rounds[:-1], 1):
            if self._gives(one.root.result):
                yield too_low(self.curve.equation, self.derivation, order)

    def too_low_and_wrong(self) -> Iterator[Explanation]:
        """The first derivative instead of a further one, and a mistake in solving for it."""
        for solved in self.sides.solutions:
            if solved.mistake.cost == COMMON and self._gives(solved.result):
                low = too_low(self.curve.equation, self.derivation, 1)
                yield Explanation((self._solved(solved), *low.findings), 2 * COMMON)

    def in_last_round(self, trials: Iterable[Trial]) -> Iterator[Explanation]:
        """Slips in the last differentiation."""
        for trial in trials:
            if self._is_value(trial):
                explanation = findings.explained(trial, self.again.round, self.curve.variable, self.again.order)
                yield replace(explanation, findings=tuple(map(self._named, explanation.findings)))

    def put_in(self) -> Iterator[Explanation]:
        """A wrong y′ put in."""
        for mistake in PUT_IN:
            if self._is_value(None, mistake):
                yield Explanation((self._put(mistake),), mistake.cost)

    def put_in_after_a_slip(self) -> Iterator[Explanation]:
        """A common slip in the last differentiation, and a wrong y′ put in."""
        for trial in self.again.trials:
            for mistake in PUT_IN if trial.cost == COMMON else ():
                if self._is_value(trial, mistake):
                    slip = findings.explained(trial, self.again.round, self.curve.variable, self.again.order)
                    yield Explanation((*map(self._named, slip.findings), self._put(mistake)), trial.cost + mistake.cost)

    def _put(self, mistake: Mistake) -> Finding:
        facts = {**self._letters, "value": self.again.first}
        place = Place("putting", self._letters["slope"], self.curve.dependent)
        return Finding(mistake.id, place, tidied(self.right), facts, rule="implicit-again", law=mistake.wrong_law, order=self.again.order)

    def in_first_round(self) -> Iterator[Explanation]:
        """A common mistake in the first derivative, with which the rest is worked soundly."""
        for solved in self.sides.solutions if not self._is_large else ():
            if solved.mistake.cost == COMMON and self._leads_here(solved.result):
                yield Explanation((self._solved(solved),), COMMON)
        for side, trial in self.sides.trials if not self._is_large else ():
            applies = trial.cost == COMMON and self._worked[0].results(side, trial)
            if applies and self._leads_here(self.sides.solved_with(side, trial)):
                explanation = findings.explained(trial, self.sides.rounds[side], self.curve.variable, 1)
                yield Explanation(tuple(map(self._named, explanation.findings)), COMMON)

    def _leads_here(self, slope: Any) -> bool:
        try:
            return slope is not None and self._gives(self.again.from_slope(slope))
        except ChainruleError:
            return False


def too_low(equation: Any, derivation: Derivation, order: int) -> Explanation:
    """A derivative of lower order than the one asked for."""
    wanted = sympy.Integer(len(derivation.rounds))
    return findings.whole("order-too-low", equation, derivation.answer, order=sympy.Integer(order), wanted=wanted)
