"""Why an answer to an implicit equation is wrong: the questions in their order, the first with a yes is the diagnosis.

    1  a mistake of the method: a sign lost in moving, y held constant, dx/dy for dy/dx; y′ forgotten in one term?
    2  one slip of the rules inside a side, or a rarer mistake in solving?
    3  one change in the answer that makes it right?
    4  a slip inside a side and the sign lost besides?
    5  which terms or factors are right?

Everything is compared on the curve. This module knows the order; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy

from chainrule.expression import written
from chainrule.expression.constants import ONE
from chainrule.expression.numbers import Program
from chainrule.expression.written import Minus, Rate, Times, size, symbols
from chainrule.practice import findings
from chainrule.practice.curve import Curve, Point
from chainrule.practice.ink import Ink
from chainrule.practice.ink import tree as tree_of
from chainrule.practice.mistakes.equations import TURNED
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE
from chainrule.practice.partly import partly
from chainrule.practice.repair import factors, near, repairs
from chainrule.practice.replay import Inked, Replay
from chainrule.practice.route import tidied
from chainrule.practice.sides import COSTS, WAYS, Sides, Solved, Worked, as_printed
from chainrule.practice.trials import Happening, Trial
from chainrule.practice.verdict import Explanation, Finding, Incorrect, Mistaken, Place, Verdict, Witness

CHECKED = 4
"""An explanation has to give the answer at so many points."""
METHOD = frozenset(("slope-missing", "letter-constant"))
"""Slips inside a side that are mistakes of the method."""
LARGE = 250
"""Of a larger derivative or answer only mistakes in solving are looked for."""
FEW = 3
"""More pairs of mistakes than this explain nothing."""


@dataclass(frozen=True)
class Examined:
    """One wrong answer to an equation; at a given ``point`` it is judged there alone."""

    curve: Curve
    sides: Sides
    answer: Any
    points: tuple[Point, ...]
    typed: bool = True
    """Whether the answer is what the student wrote, and not an equation solved for y′."""
    derived: bool = False
    """Whether the derivative had been right and was spoilt afterwards."""

    def verdict(self, witness: Witness | None) -> Verdict:
        """``Mistaken`` with every explanation, or ``Incorrect`` with the parts that are right."""
        if self._points:
            for question in (self.one_change(), self.a_factor()) if self.derived else self.ladder():
                explanations = findings.distinct(question)
                if explanations:
                    return Mistaken(explanations, witness)
        return Incorrect(
            witness, None if self._is_large or not self.typed else partly(self.answer, [self.right, tidied(self.right)], self._points[:3])
        )

    def ladder(self) -> Iterator[Iterable[Explanation]]:
        """The questions in their order."""
        yield self.in_solving(COMMON)
        single = list(self.inside(""))
        yield [e for e in single if e.findings[0].id in METHOD]
        yield (*(e for e in single if e.cost < RARE), *self.in_solving(KNOWN))
        yield self.one_change()
        both = [*self.inside("turned"), *self.inside("upside-down")]
        yield self.in_solving_twice()
        yield both if 0 < len(findings.distinct(both)) <= FEW and size(self.answer) >= CHECKED else ()
        pairs = list(self.two_inside())
        yield pairs if len(pairs) == 1 else ()
        yield (*single, *self.in_solving(RARE))
        yield self.a_factor()

    @property
    def right(self) -> Any:
        """The derivative."""
        return self.curve.slope

    @property
    def _letters(self) -> dict[str, Any]:
        return {"y": self.curve.dependent, "x": self.curve.variable, "slope": as_printed(self.sides.slope, self.sides.slope)}

    @property
    def _is_large(self) -> bool:
        return max(size(self.right), size(self.answer)) > LARGE

    @cached_property
    def _values(self) -> list[tuple[Point, float]]:
        program = Program(self.answer)
        found = [(point, program(point)[0]) for point in self.points]
        return [(point, value) for point, value in found if value == value][:CHECKED]

    @property
    def _points(self) -> list[Point]:
        return [point for point, _ in self._values]

    def _gives(self, tree: Any) -> bool:
        """Whether a tree is the student's answer on the curve."""
        program = Program(tree)
        return all(near(program(point)[0], value) for point, value in self._values)

    def _mends(self, tree: Any) -> bool:
        compared = self.curve.compare(tree, self.right, self.points)
        return bool(compared.agree) and not compared.differ

    # Solving

    def in_solving(self, cost: int) -> Iterator[Explanation]:
        """Mistakes made in sorting and dividing."""
        for solved in self.sides.solutions:
            if solved.mistake.cost == cost and self._gives(solved.result):
                yield Explanation((self._solved(solved),), cost)

    def in_solving_twice(self) -> Iterator[Explanation]:
        """A mistake in solving, and all signs lost in moving besides."""
        (turned,) = (solved for solved in self.sides.solutions if solved.mistake.id in TURNED)
        for solved in self.sides.solutions:
            if solved.mistake.cost == COMMON and self._gives(Minus(solved.result)):
                yield Explanation((self._solved(turned), self._solved(solved)), 2 * COMMON)

    def _solved(self, solved: Solved) -> Finding:
        e, index = self.sides.sorted, solved.index
        facts = {**self._letters, "a": tidied(e.a.tree), "b": tidied(e.b.tree), "other": tidied((-e.a).tree)}
        if set(e.homes) == {1}:  # shown as it stands there
            facts["a"] = facts["other"]
        if solved.mistake.id.startswith("slope-"):
            facts["part"] = e.slopes[index or 0].tree
        elif index is not None:
            facts["part"] = tidied((-e.rest[index] if e.homes[index] else e.rest[index]).tree)
        elif e.front is not None:
            facts["part"] = e.front.tree
        place = Place("solving", self._letters["slope"], self.curve.dependent)
        id, law = solved.mistake.id, solved.mistake.wrong_law
        return Finding(id, place, tidied(self.right), facts, self.curve.dependent, self.curve.variable, rule="implicit", law=law)

    # Slips of the rules

    @cached_property
    def _worked(self) -> tuple[Worked, ...]:
        return tuple(self.sides.at(point) for point in self._points)

    def inside(self, way: str) -> Iterator[Explanation]:
        """Slips in a side; ``way`` says what happened in solving besides."""
        for side, trial in self.sides.trials if not self._is_large else ():
            if (not way or trial.cost == COMMON) and self._is_result(side, trial, way):
                explanation = findings.explained(trial, self.sides.rounds[side], self.curve.variable, 1)
                besides = [self._solved(s) for s in self.sides.solutions if s.mistake.id in WAYS[way]]
                yield Explanation(tuple(map(self._named, (*explanation.findings, *besides))), trial.cost + COSTS[way])

    def two_inside(self) -> Iterator[Explanation]:
        """y′ forgotten or y held constant somewhere in a side, and another slip there: (xy)′ = 1."""
        seen: list[Any] = []
        for side, trial in self.sides.pairs if not self._is_large else ():
            if self._is_result(side, trial, ""):
                explanation = findings.explained(trial, self.sides.rounds[side], self.curve.variable, 1)
                first, second = map(self._named, explanation.findings)
                outer = min(trial.happenings, key=lambda one: self._level(side, one))
                inked = Replay(self.sides.rounds[side].root, Inked(self.curve.variable))
                wrong = tidied(tree_of(inked.of(outer.spot.shown, Ink(self.curve.variable), trial.slips)))
                if (first.goal, wrong) in seen:
                    continue
                seen.append((first.goal, wrong))
                yield replace(explanation, findings=(replace(first, wrong=as_printed(wrong, self.sides.slope)), second))

    def _level(self, side: int, happening: Happening) -> int:
        return self.sides.rounds[side].spots.index(happening.spot)

    def _is_result(self, side: int, trial: Trial, way: str) -> bool:
        return all(
            any(name == way and near(value, target) for name, value in worked.results(side, trial))
            for worked, (_, target) in zip(self._worked, self._values, strict=True)
        )

    def _named(self, finding: Finding) -> Finding:
        """The finding with the letters of the equation in its facts, and y′ behind other factors."""
        trees = {name: getattr(finding, name) for name in ("wrong", "right")}
        slopes = self.sides.slope in symbols(finding.right) if finding.right is not None else False
        lines = {name: as_printed(self._gathered(tree, slopes), self.sides.slope) for name, tree in trees.items() if tree is not None}
        rate = Rate(self.curve.dependent, self.curve.variable, 1)
        lines["expected"] = written.replace(finding.expected, {self.sides.slope: rate})
        trees = {name: value for name, value in finding.facts.items() if isinstance(value, sympy.Basic)}
        facts = {**finding.facts, **{name: as_printed(tree, self.sides.slope) for name, tree in trees.items()}}
        return replace(finding, facts={**facts, **self._letters}, **lines)

    def _gathered(self, tree: Any, slopes: bool) -> Any:
        """3y²/3·y′ as y²·y′: the factors beside y′ tidied; all of it where y′ is missing."""
        if not isinstance(tree, Times) or self.sides.slope not in tree.args:
            return tidied(tree) if slopes and self.sides.slope not in symbols(tree) else tree
        others = [factor for factor in tree.args if factor != self.sides.slope]
        front = tidied(Times(*others) if len(others) > 1 else others[0])
        return self.sides.slope if front == ONE else Times(front, self.sides.slope)

    # The answer itself

    def one_change(self) -> Iterator[Explanation]:
        """One change in the answer that makes it right."""
        if self.typed and not self._is_large:
            for repair in repairs(self.answer, self.right, self._points[0]):
                if self._mends(repair.whole):
                    yield findings.repaired(repair)
                    return

    def a_factor(self) -> Iterator[Explanation]:
        """A factor that is missing or too much."""
        if self.typed and not self._is_large:
            parts: Sequence[Any] = (self.curve.variable, self.curve.dependent)
            for repair in factors(self.answer, self.right, self._points[0], parts):
                if self._mends(repair.whole):
                    yield findings.repaired(repair)
