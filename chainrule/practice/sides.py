"""Both sides of an equation differentiated with a slip, and solved for y′: what a student would get.

    2x + 2y·y′ = 0      with (y²)′ = 2y on the left it is 2x + 2y = 0

A side with a slip is still linear in y′, so it is worked with y′ = 0 and with y′ = 1, in numbers; and sorting and
solving have slips of their own. This module knows step trees and mistakes; it must not know words or verdicts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import sympy

from chainrule.calculus.implicit import collected
from chainrule.calculus.steps import Derivation, Step
from chainrule.expression.constants import ZERO, number
from chainrule.expression.written import Apply, Minus, Over, Plus, Primed, Times, fold, rebuild, replace, symbols
from chainrule.practice.ink import Ink, tree
from chainrule.practice.mistakes import beside
from chainrule.practice.mistakes.equations import DEPENDENT, SOLVING, TURNED, Sorted
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, Mistake
from chainrule.practice.partly import terms
from chainrule.practice.repair import near
from chainrule.practice.replay import NOWHERE, Numbers, Parts, Replay, kind
from chainrule.practice.route import Round, Spot, spots, tidied
from chainrule.practice.trials import Happening, Trial, written
from chainrule.practice.verdict import Place

Point = Mapping[str, float]
SLOPES = (0.0, 1.0, 2.0)
"""The numbers put for y′; the third shows whether a side is linear in it."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A mistake in solving for y′: which one, about which term, and what it gives."""

    mistake: Mistake
    index: int | None
    result: Any


class Sides:
    """The sides of a differentiated equation. In their step trees y stands for y(x), and a letter for y′."""

    def __init__(self, derivation: Derivation) -> None:
        """The root step of the derivation is called ``implicit``."""
        root = derivation.rounds[0].root
        self.dependent, self.variable = root.goal, root.variable
        self.slope = slope_of(root.goal)
        self.rounds = tuple(in_letters(side, root.goal) for side in root.substeps)

    @cached_property
    def sorted(self) -> Sorted:
        """Everything on the left, in ink."""
        rest: list[tuple[Any, int]] = []
        slopes: list[tuple[Any, int]] = []
        for home, one in enumerate(self.rounds):
            for found, side in zip((rest, slopes), collected(one.root.result, self.slope), strict=True):
                found += [(Minus(term) if home else term, home) for term in terms(tidied(side)) if term != ZERO]
        front = in_front(tidied(slopes[0][0])) if len(slopes) == 1 else None
        return Sorted(
            tuple(Ink(term) for term, _ in rest),
            tuple(Ink(term) for term, _ in slopes),
            tuple(home for _, home in rest),
            tuple(home for _, home in slopes),
            front and Ink(front),
        )

    @cached_property
    def solutions(self) -> tuple[Solved, ...]:
        """Every way of solving for y′ wrongly, written."""
        found = []
        for mistake in SOLVING:
            for index in (None,) if mistake.each is None else range(mistake.each(self.sorted)):
                try:
                    result = mistake.law(self.sorted) if index is None else mistake.law(self.sorted, index)
                except NOWHERE:
                    continue
                if result is not None:
                    found.append(Solved(mistake, index, tidied(tree(result))))
        return tuple(found)

    # Slips inside a side

    @cached_property
    def trials(self) -> tuple[tuple[int, Trial], ...]:
        """Every slip alone, then each made at every place of a side, with the side it is in."""
        return tuple((side, trial) for side, one in enumerate(self.rounds) for trial in trials_in(one, self.dependent))

    @cached_property
    def pairs(self) -> tuple[tuple[int, Trial], ...]:
        """A slip at y together with a common one elsewhere in the same side."""
        found = []
        for side in range(len(self.rounds)):
            single = [trial for home, trial in self.trials if home == side and len(trial.happenings) == 1 and trial.cost == COMMON]
            at_y = [trial for trial in single if trial.happenings[0].mistake in DEPENDENT]
            others = [trial for trial in single if trial.happenings[0].mistake not in DEPENDENT]
            found += [(side, Trial((*a.happenings, *b.happenings), 2 * COMMON)) for a, b in product(at_y, others)]
        return tuple(found)

    def solved_with(self, side: int, trial: Trial) -> Any:
        """What a slip in a side leads to, written; ``None`` where it cannot be solved for y′."""
        trees = [one.root.result for one in self.rounds]
        trees[side] = written(self.rounds[side], trial, self.variable)
        if trees[side] is None:
            return None
        try:
            rest, factor = collected(Plus(trees[0], Minus(trees[1])), self.slope)
        except (AssertionError, StopIteration):  # not linear in y′
            return None
        return tidied(rest if tidied(factor) == ZERO else ZERO if rest == ZERO else Minus(Over(rest, factor)))

    def at(self, point: Point) -> Worked:
        """Both sides at a point of the curve."""
        return Worked(self, point)


def _around(found: Sequence[Spot]) -> Iterator[Spot]:
    """Of y inside another function, and of that function, the place is the whole, (y²)′ = 2y·y′."""
    around = [spot for spot in found if spot.step.rule == "chain" and spot.step.substeps[1].rule == "unknown-function"]
    outside = {id(below): spot for spot in around for below in spot.step.substeps}
    for spot in found:
        whole = outside.get(id(spot.step), spot)
        place = Place("part", whole.place.where, whole.place.where) if whole in around and whole.place.n == 2 else whole.place
        yield Spot(spot.step, place, whole.shown)


class Worked:
    """The sides at one point, in numbers: with a slip in one of them, solved for y′."""

    def __init__(self, sides: Sides, point: Point) -> None:
        """Nothing is computed yet."""
        self.sides = sides
        self._replays = [
            [Replay(one.root, Numbers({**point, sides.slope.name: p}, sides.variable)) for p in SLOPES] for one in sides.rounds
        ]
        self._sound = [self._line(side, {}) for side in range(len(sides.rounds))]

    def _line(self, side: int, slips: Any) -> tuple[float, float] | None:
        """A side as rest and factor of y′; ``None`` where it is not linear in it, or a law does not apply."""
        values = [replay.value(slips) for replay in self._replays[side]]
        if not all(isinstance(value, float | int) and math.isfinite(value) for value in values):
            return None
        zero, one, two = values
        return (zero, one - zero) if near(two - one, one - zero) or abs(two - 2 * one + zero) < 1e-9 * max(1, abs(two)) else None

    def solved(self, side: int, trial: Trial) -> float | None:
        """y′ with a slip in a side, though it make no difference; ``None`` where it cannot be made."""
        wrong = self._line(side, trial.slips)
        if wrong is not None and wrong == self._sound[side]:
            (a0, b0), (a1, b1) = self._sound  # type: ignore[misc]
            return (a1 - a0) / (b0 - b1) if b0 != b1 else None
        return dict(self.results(side, trial)).get("")

    def results(self, side: int, trial: Trial) -> tuple[tuple[str, float], ...]:
        """What a slip in a side leads to: solved for y′, also with the sign lost; without y′ left, what stands there."""
        wrong = self._line(side, trial.slips)
        if wrong is None or None in self._sound or wrong == self._sound[side]:
            return ()
        lines = [wrong if i == side else line for i, line in enumerate(self._sound)]
        (a0, b0), (a1, b1) = lines  # type: ignore[misc]
        rest, factor = a0 - a1, b0 - b1
        if abs(factor) < 1e-9 * max(1.0, abs(b0), abs(b1)):
            return ("", rest), ("turned", -rest)
        return ("", -rest / factor), ("turned", rest / factor), ("upside-down", -factor / rest if rest else math.nan)


COSTS = {"": 0, "turned": COMMON, "upside-down": KNOWN}
"""What a mistake in solving adds to a slip in a side."""
WAYS: Mapping[str, frozenset[str]] = {"": frozenset(), "turned": TURNED, "upside-down": frozenset(("upside-down-slope",))}
"""The mistakes in solving that are looked for besides a slip in a side."""
AROUND = frozenset(("inner-derivative-missing", "derivatives-nested"))
"""Around y itself nobody thinks of an inner function: what is missing there is y′."""


def in_front(tree: Any) -> Any:
    """The number in front of other factors, also below a bar; ``None`` where there is none.

    >>> from chainrule.expression.build import parse
    >>> [in_front(parse(text)) for text in ("2y", "1/(2sqrt(y))", "y^2")]
    [2, 1/2, None]
    """
    match tree:
        case Times() if number(tree.args[0]) is not None:
            return tree.args[0]
        case Over(args=(above, below)) if (size := in_front(below)) is not None and (number(above) is not None or in_front(above)):
            return Over(above if number(above) is not None else in_front(above), size)
    return None


def slope_of(dependent: sympy.Symbol) -> sympy.Symbol:
    """The letter for y′."""
    return sympy.Symbol(f"{dependent.name}′")


def in_letters(step: Step, dependent: sympy.Symbol) -> Round:
    """A differentiation with y for y(x) and a letter for y′, and the places where a slip can happen."""
    table = {Apply(dependent.name, step.variable): dependent, Primed(dependent.name, (1,), step.variable): slope_of(dependent)}
    root = lettered(step, table)
    return Round(root, tuple(_around(list(spots(root)))))


def trials_in(one: Round, dependent: sympy.Symbol) -> list[Trial]:
    """Every slip of a differentiation alone, then each made at every place."""
    found: list[Trial] = []
    groups: dict[Mistake, list[Happening]] = {}
    for spot in one.spots:
        for mistake in _beside(spot):
            for index in _variants(one, spot, mistake, dependent):
                happening = Happening(spot, mistake, index)
                found.append(Trial((happening,), mistake.cost))
                if index is None:
                    groups.setdefault(mistake, []).append(happening)
    return [*found, *(Trial(tuple(group), mistake.cost) for mistake, group in groups.items() if len(group) > 1)]


def _beside(spot: Spot) -> Iterator[Mistake]:
    """The mistakes at a step; around y itself a missing inner derivative is a missing y′, said once."""
    if spot.step.rule == "unknown-function":
        yield from DEPENDENT
        return
    around = spot.step.rule == "chain" and spot.step.substeps[1].rule == "unknown-function"
    yield from (mistake for mistake in beside(kind(spot.step)) if not (around and mistake.id in AROUND))


def _variants(one: Round, spot: Spot, mistake: Mistake, dependent: sympy.Symbol) -> Iterator[int | None]:
    if mistake.each is None:
        yield None
        return
    variable = one.root.variable
    medium = Numbers({variable.name: 1.0, dependent.name: 1.0, slope_of(dependent).name: 1.0}, variable)
    yield from range(mistake.each(Parts(Replay(one.root, medium), spot.step, medium.start, {})))


def lettered(step: Step, table: Mapping[Any, Any]) -> Step:
    """The step tree with letters in the place of y(x) and its derivative; each place has a step of its own.

    Of a function of y alone the letter of the inner function is y itself: nobody writes u for y.
    """
    if step.rule == "chain" and step.substeps[1].rule == "unknown-function":
        table = {**table, step.names[0][0]: replace(step.substeps[1].goal, table)}
    return step._replace(
        variable=table.get(step.variable, step.variable),
        goal=replace(step.goal, table),
        result=replace(step.result, table),
        parts=tuple((name, replace(part, table) if isinstance(part, sympy.Basic) else part) for name, part in step.parts),
        names=tuple((table.get(letter, letter), replace(part, table)) for letter, part in step.names),
        substeps=tuple(lettered(below, table) for below in step.substeps),
    )


def as_printed(tree: Any, slope: sympy.Symbol) -> Any:
    """The tree with y′ (or y″) as it is printed, behind the other factors: 2y·y′."""
    name = slope.name.rstrip("′")

    def visit(node: Any, below: list[Any]) -> Any:
        if node == slope:
            return Primed(name, (len(slope.name) - len(name),))
        return Times(*sorted(below, key=lambda factor: isinstance(factor, Primed))) if isinstance(node, Times) else rebuild(node, below)

    return fold(tree, visit) if slope in symbols(tree) else tree
