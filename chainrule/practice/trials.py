"""What a student who slips would get: every slip of the catalogue at every step, alone, everywhere, or in pairs.

A trial is tried in numbers at one point first; the few that give the student's number are written out
and compared with the answer at many points. This module knows routes and mistakes; it must not know words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Any

import sympy

from chainrule.practice.ink import tree
from chainrule.practice.mistakes import beside
from chainrule.practice.mistakes.mistake import COMMON, Mistake
from chainrule.practice.repair import near
from chainrule.practice.replay import NOWHERE, Inked, Numbers, Parts, Replay, Slip, kind
from chainrule.practice.route import Round, Spot

PAIRS = 2_000
"""So many pairs of slips are tried."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One mistake at one spot; ``index`` tells which term, factor or variant it is about."""

    spot: Spot
    mistake: Mistake
    index: int | None

    @property
    def slip(self) -> Slip:
        """The law that is replaced."""
        return Slip(self.spot.step, self.mistake.law, self.index)


@dataclass(frozen=True, slots=True)
class Trial:
    """Mistakes made at the same time; one that happens at several spots is made wherever it can be."""

    happenings: tuple[Happening, ...]
    cost: int

    @property
    def slips(self) -> Mapping[int, Slip]:
        """The replaced laws by step."""
        return {id(happening.spot.step): happening.slip for happening in self.happenings}

    @property
    def mistakes(self) -> Mapping[Mistake, list[Happening]]:
        """Each mistake with where it happens."""
        found: dict[Mistake, list[Happening]] = {}
        for happening in self.happenings:
            found.setdefault(happening.mistake, []).append(happening)
        return found


class Trials:
    """All trials of one round, in numbers at a point."""

    def __init__(self, one: Round, point: Mapping[str, float], variable: sympy.Symbol, proven: Set[int] = frozenset()) -> None:
        """Every slip alone is worked out at once; pairs only when asked for. At ``proven`` steps nobody slipped."""
        self.round = one
        self._proven = proven
        self.variable = variable
        self._replay = Replay(one.root, Numbers(point, variable))
        self._right = self._replay.value({})
        self.single = [(trial, value) for trial in self._singles() if (value := self._value(trial)) is not None]
        self.everywhere = [(trial, value) for trial in self._everywhere() if (value := self._value(trial)) is not None]

    def one(self, target: float) -> list[Trial]:
        """Single mistakes, and mistakes made everywhere, that give a number."""
        return [trial for trial, value in (*self.single, *self.everywhere) if near(value, target)]

    def two(self, target: float, cost: int) -> list[Trial]:
        """Pairs of mistakes of a cost that give a number."""
        return [trial for trial in self._pairs(cost) if (value := self._value(trial)) is not None and near(value, target)]

    def possible(self) -> Iterator[Trial]:
        """Every slip of the catalogue alone, whatever it comes to."""
        return self._singles()

    def value_of(self, slips: Mapping[int, Slip]) -> Any:
        """What slips come to: a number, or ``None`` where a law does not apply."""
        return self._replay.value(slips)

    def _value(self, trial: Trial) -> float | None:
        """The number of a trial; ``None`` where it has none or comes out right."""
        value = self._replay.value(trial.slips)
        return value if isinstance(value, float | int) and value == value and not near(value, self._right) else None

    def _singles(self) -> Iterator[Trial]:
        for spot in (spot for spot in self.round.spots if id(spot.step) not in self._proven):
            for mistake in beside(kind(spot.step)):
                for index in self._variants(spot, mistake):
                    yield Trial((Happening(spot, mistake, index),), mistake.cost)

    def _variants(self, spot: Spot, mistake: Mistake) -> Iterable[int | None]:
        if mistake.each is None:
            return (None,)
        return range(mistake.each(Parts(self._replay, spot.step, self._replay.medium.start, {})))

    def _everywhere(self) -> Iterator[Trial]:
        """The same mistake at every step where it makes a difference; the parts of one coefficient are no places of their own."""
        groups: dict[Mistake, list[Happening]] = {}
        for trial, _ in self.single:
            (happening,) = trial.happenings
            if happening.mistake.each is None:
                groups.setdefault(happening.mistake, []).append(happening)
        for mistake, happenings in groups.items():
            if len({id(happening.spot.shown) for happening in happenings}) > 1:
                yield Trial(tuple(happenings), mistake.cost)

    def _pairs(self, cost: int) -> Iterator[Trial]:
        common = [trial for trial, _ in (*self.everywhere, *self.single) if trial.cost == COMMON]
        others = [trial for trial, _ in self.single if trial.cost == cost - COMMON]
        pairs = combinations(common, 2) if cost == 2 * COMMON else product(common, others)
        apart = ((a, b) for a, b in pairs if not a.slips.keys() & b.slips.keys())
        for a, b in islice(apart, PAIRS):
            yield Trial((*a.happenings, *b.happenings), cost)


def written(one: Round, trial: Trial, variable: sympy.Symbol) -> Any:
    """The answer of a trial as a tree; ``None`` where it cannot be written."""
    try:
        return tree(Replay(one.root, Inked(variable)).of(one.root, Inked(variable).start, trial.slips))
    except NOWHERE:
        return None
