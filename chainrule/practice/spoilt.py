"""The same mistake in more than one differentiation: in the k-th and in every one that follows.

    (2x − 5)⁶, third derivative     120(2x − 5)³: the inner derivative 2 is missing three times

This module knows rounds and trials; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sympy

from chainrule.errors import ChainruleError, TooLarge
from chainrule.expression.written import size
from chainrule.practice.effort import Effort
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.practice.route import Round, tidied
from chainrule.practice.trials import Trial, Trials, written

BRANCHES = 3
"""At so many places of a further differentiation the mistake is looked for."""


@dataclass(frozen=True)
class Repeated:
    """A trial in the ``first`` differentiation it happens in; ``again``: in every further one as well."""

    trial: Trial
    first: int
    again: bool
    answer: Any


@dataclass(frozen=True)
class Rounds:
    """The sound rounds of a derivation, to be spoilt; ``onward`` is one sound differentiation of a tree."""

    sound: tuple[Round, ...]
    variable: sympy.Symbol
    point: Mapping[str, float]
    onward: Callable[[Any], Round]
    effort: Effort

    def spoilt(self) -> Iterator[Repeated]:
        """Every common mistake before the last round: there alone, or there and ever after; as many as the effort allows."""
        try:
            yield from self._spoilt()
        except TooLarge:
            return

    def _spoilt(self) -> Iterator[Repeated]:
        for number, one in enumerate(self.sound[:-1], 1):
            trials = Trials(one, self.point, self.variable)
            for trial, _ in (*trials.everywhere, *trials.single):
                if trial.cost > COMMON:
                    continue
                self.effort.spend(size(one.root.result))
                spoilt = written(one, trial, self.variable)
                if spoilt is None:
                    continue
                left = len(self.sound) - number
                for again in (False, True):
                    yield from (Repeated(trial, number, again, answer) for answer in self._answers(spoilt, left, trial, again))

    def _answers(self, tree: Any, left: int, trial: Trial, again: bool) -> Iterator[Any]:
        """What comes of a spoilt derivative after the rounds that are left."""
        if not left:
            yield tree
            return
        try:
            one = self.onward(tidied(tree))
        except ChainruleError:
            return
        if not again:
            yield from self._answers(one.root.result, left - 1, trial, again)
            return
        ids = {happening.mistake.id for happening in trial.happenings}
        trials = Trials(one, self.point, self.variable)
        same = (t for t, _ in (*trials.everywhere, *trials.single) if {h.mistake.id for h in t.happenings} == ids)
        for repeated in islice(same, BRANCHES):
            self.effort.spend(size(one.root.result))
            spoilt = written(one, repeated, self.variable)
            if spoilt is not None:
                yield from self._answers(spoilt, left - 1, trial, again)
