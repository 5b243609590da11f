"""A wrong derivative of a system under examination: which wrong law of the graph gives it, or which slip on a branch.

    1  a mistake in putting the sum together, or a slip on one branch, or the same slip on several
    2  two of them at the same time
    3  which paths are right?

Everything is tried in numbers at several points that give every name a value; at a single point where the answer
is a number. This module knows the order of the questions; it must not know any one mistake or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from chainrule.expression.numbers import Program
from chainrule.expression.written import size
from chainrule.graph.edges import Edge
from chainrule.graph.paths import LISTED
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE
from chainrule.practice.partly import terms
from chainrule.practice.replay import NOWHERE
from chainrule.practice.route import Round
from chainrule.practice.several.assembly import Key, Numbers, key
from chainrule.practice.several.told import finding, slip_findings, through
from chainrule.practice.several.wrong import Asked, Assembled, Overridden, Slipped, assemblies, number, same, worked
from chainrule.practice.trials import Trial, Trials
from chainrule.practice.verdict import Explanation, Finding, Partly

Close = Callable[[float, float], bool]
Point = Mapping[str, float]

BRANCHES = 40
"""Of a system with more branches on the paths no slips are looked for."""
BESIDE = ("branch-sign", "branch-not-differentiated", "letter-as-derivative")
"""What is said of a branch only where no slip in working it is found."""
SIGNS = ("other-sign", "paths-subtracted", "path-subtracted", "branch-sign")
"""One sign needs one explanation: where a sum, a path or a branch has it, no less common slip with a sign is said."""
ON_GRAPH = ("part-by-another-letter",)
"""Slips that are no slips on a branch: the graph has a mistake for them."""
FEW = 3
"""More pairs than this that fit equally well explain nothing."""
ENOUGH_IN_IT = 4
"""An answer with fewer symbols than this is too little evidence for two mistakes at once."""


class Diagnosis:
    """One wrong derivative: ``values`` are those of the answer at the ``points``, ``close`` tells when numbers are the same."""

    def __init__(self, asked: Asked, points: Sequence[Point], values: Sequence[float], close: Close, answer: Any = None) -> None:
        """Nothing is tried yet."""
        self.asked = asked
        self.answer = answer
        self._media = [Numbers(point) for point in points]
        self._values = list(values)
        self._close = close

    @property
    def possible(self) -> bool:
        """Whether all paths are known and there is a point to look at."""
        return bool(self._media) and 0 < len(self.asked.paths) < LISTED

    def explanations(self, number: bool = False) -> tuple[Explanation, ...]:
        """One mistake that would explain the answer: the likeliest alone, of a ``number`` or a formula."""
        if not self.possible:
            return ()
        singles: list[Assembled | Slipped] = [*self.assembled(), *self.slipped()]
        told = {one.branch for one in singles if isinstance(one, Assembled) and one.cost == COMMON and one.mistake.about == "branch"}
        singles = [one for one in singles if not (isinstance(one, Slipped) and len(one.slips) == 1 and one.instead.keys() <= told)]
        if any(isinstance(one, Assembled) and one.mistake.id in SIGNS for one in singles):
            singles = [one for one in singles if not (isinstance(one, Slipped) and one.cost == KNOWN and one.ids <= {"wrong-sign"})]
        slipped = {where for one in singles if isinstance(one, Slipped) for where in one.instead}
        singles = [one for one in singles if not (isinstance(one, Assembled) and one.mistake.id in BESIDE and key(one.subject) in slipped)]
        for cost in (COMMON, KNOWN):
            found = [one for one in singles if cost == (one.number_cost if number else one.cost)]
            if found:
                return self._told(found, cost, self._media[0] if number else None)
        return ()

    def further(self) -> tuple[Explanation, ...]:
        """Two mistakes at the same time, or a rare one."""
        if not self.possible:
            return ()
        pairs = list(self.pairs())
        if 0 < len(pairs) <= FEW:
            return tuple(pairs)
        singles: list[Assembled | Slipped] = [*self.assembled(), *self.slipped()]
        return self._told([one for one in singles if one.cost >= RARE], RARE)

    def _told(self, found: Sequence[Assembled | Slipped], cost: int, at: Numbers | None = None) -> tuple[Explanation, ...]:
        """Every explanation once: of wrong laws that come to the same written sum the one that stands first in the catalogue."""
        told: dict[Any, Explanation] = {}
        for one in sorted(found, key=_other_letters):
            said = [finding(self.asked, one, at)] if isinstance(one, Assembled) else slip_findings(self.asked, one)
            told.setdefault(tuple(map(_same, said)), Explanation(tuple(said), cost))
        return tuple(told.values())

    # One mistake

    def wrong(self) -> Iterator[Assembled]:
        """Every wrong law of the assembly that comes to something else than the right sum at the first point."""
        for one, value in assemblies(self.asked, self._media[0]):
            if not same(value, self._right):
                yield one

    @cached_property
    def _right(self) -> float:
        value = number(lambda: self.asked.sum(self._media[0]).right)
        return math.nan if value is None else value

    def assembled(self) -> Iterator[Assembled]:
        """The wrong laws that give the answer."""
        for one in self.wrong():
            if self._fits(lambda medium, one=one: one.value(self.asked, medium)):  # type: ignore[misc]
                yield one

    def _fits(self, value: Callable[[Numbers], Any]) -> bool:
        """Whether a wrong way gives the answer at every point where it can be computed, and at most points it can."""
        agreed = 0
        for medium, wanted in zip(self._media, self._values, strict=True):
            found = number(partial(value, medium))
            if found is None:
                continue
            if not self._close(found, wanted):
                return False
            agreed += 1
        return 2 * agreed >= len(self._media)

    # Slips on branches

    @cached_property
    def _trials(self) -> Mapping[Key, tuple[Edge, Round, Trials]]:
        """Every slip on every branch, in numbers at the first point."""
        if len(self.asked.sum(self._media[0]).edges()) > BRANCHES or len(self.asked.system.definitions) == 1:
            return {}
        return {key(edge): (edge, one, trials) for edge, one, trials in worked(self.asked, self._media[0])}

    def slipped(self) -> Iterator[Slipped]:
        """The slips on one branch that give the answer, and the same slip on several."""
        for edge, one, trials in self._trials.values():
            for trial in self._needed(edge, trials, partial(self._with, {})):
                if self._slips_fit(slip := Slipped(((edge, one, trial),))):
                    yield slip
        yield from (slip for slip in self._everywhere() if self._slips_fit(slip))

    def _needed(self, edge: Edge, trials: Trials, value: Callable[[Mapping[Key, float]], Any], wanted: float | None = None) -> list[Trial]:
        """The slips on a branch that give the answer at the first point, where the sum is linear in the branch."""
        low, high, far = (number(lambda k=k: value({key(edge): k})) for k in (0.0, 1.0, 3.0))  # type: ignore[misc]
        if low is None or high is None or far is None or same(low, high) or not same(far, low + 3 * (high - low)):
            return []
        target = self._values[0] if wanted is None else wanted
        return [
            trial
            for trial, wrong in (*trials.single, *trials.everywhere)
            if self._close(low + wrong * (high - low), target) and not _on_graph(trial)
        ]

    def _slips_fit(self, slip: Slipped) -> bool:
        try:
            _ = slip.instead
        except NOWHERE:
            return False
        return self._fits(lambda medium: self.asked.sum(Overridden(medium, slip.numbers(medium))).right)

    def _everywhere(self) -> Iterator[Slipped]:
        """The same mistake on all branches where it can be made."""
        found: dict[str, dict[Key, tuple[Edge, Round, Trial]]] = {}
        for where, (edge, one, trials) in self._trials.items():
            for trial, _ in (*trials.everywhere, *trials.single):
                if len(trial.mistakes) == 1 and trial.cost == COMMON:
                    (mistake,) = trial.mistakes
                    if mistake.each is not None or "constant" in mistake.siblings:
                        continue  # about one term, factor, row or letter: elsewhere it is another mistake
                    found.setdefault(mistake.id, {}).setdefault(where, (edge, one, trial))
        for slips in found.values():
            if len(slips) > 1:
                yield Slipped(tuple(slips.values()))

    # Two mistakes

    def pairs(self) -> Iterator[Explanation]:
        """A common mistake in the assembly and a common slip on a branch, or slips on two branches."""
        if self.answer is None or size(self.answer) < ENOUGH_IN_IT:
            return
        for one in (one for one in self.wrong() if one.cost == COMMON):
            for edge, local, trials in self._trials.values():
                for trial in self._needed(edge, trials, partial(self._assembled_with, one)):
                    slip = Slipped(((edge, local, trial),))
                    if trial.cost == COMMON and self._both_fit(one, slip):
                        yield Explanation((finding(self.asked, one), *slip_findings(self.asked, slip)), 2 * COMMON)
        yield from self._two_slips()

    def _with(self, known: Mapping[Key, float], instead: Mapping[Key, float]) -> Any:
        """The sum at the first point with other numbers on some branches."""
        return self.asked.sum(Overridden(self._media[0], {**known, **instead})).right

    def _assembled_with(self, one: Assembled, instead: Mapping[Key, float]) -> Any:
        """The same, put together wrongly."""
        return one.value(self.asked, Overridden(self._media[0], instead))

    def _both_fit(self, one: Assembled, slip: Slipped) -> bool:
        try:
            _ = slip.instead
        except NOWHERE:
            return False
        return self._fits(lambda medium: one.value(self.asked, Overridden(medium, slip.numbers(medium))))

    def _two_slips(self) -> Iterator[Explanation]:
        known = list(self._trials.values())
        for i, (edge, one, trials) in enumerate(known):
            for trial, wrong in (pair for pair in trials.single if pair[0].cost == COMMON):
                for other, two, more in known[i + 1 :]:
                    value = partial(self._with, {key(edge): wrong})
                    for second in self._needed(other, more, value):
                        slip = Slipped(((edge, one, trial), (other, two, second)))
                        if second.cost == COMMON and self._slips_fit(slip):
                            yield Explanation(tuple(slip_findings(self.asked, slip)), 2 * COMMON)

    # The right parts

    def right_paths(self) -> Partly | None:
        """The paths whose contribution stands as a term in the answer."""
        if not self.possible or self.answer is None or len(self.asked.paths) < 2:
            return None
        mine = [[program(medium.point)[0] for medium in self._media] for program in map(Program, terms(self.answer))]
        right = []
        for path in self.asked.paths:
            theirs = [number(partial(self.asked.sum(medium).along, path)) for medium in self._media]
            if any(all(a is not None and same(a, b) for a, b in zip(theirs, term, strict=True)) for term in mine):
                right.append(through(path))
        wrong = tuple(through(path) for path in self.asked.paths if through(path) not in right)
        return Partly("paths", tuple(right), wrong) if right and wrong else None


def _other_letters(one: Assembled | Slipped) -> bool:
    """Whether another letter must have been taken for the right one: said behind what needs none."""
    return isinstance(one, Assembled) and one.mistake.about in ("branches", "letter", "letters")


def _on_graph(trial: Trial) -> bool:
    """Whether a slip is said better of the graph."""
    return any(mistake.id in ON_GRAPH for mistake in trial.mistakes)


def _same(finding: Finding) -> Any:
    """What makes two findings one."""
    return finding.wrong if finding.rule == "path-sum" and finding.wrong is not None else (finding.id, finding.branch, finding.place.part)
