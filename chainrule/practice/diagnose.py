"""The ladder of questions about a wrong answer: the first that is answered with yes is the diagnosis.

    1  one mistake: at one step, at every step, in reading the task, or about the task as a whole?
    2  a number miscopied, or one change in the answer that makes it right?
    3  two common mistakes together?
    4  a rare mistake; a factor or term that is missing; a common mistake and a less common one?
    5  which terms or factors are right?

Whatever is reported has been written out and compared with the answer at many points. A wrong diagnosis is
worse than none: two mistakes are reported only of an answer with enough in it, and only when few pairs fit.
This module knows the order of the questions; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.points import points
from chainrule.errors import ChainruleError
from chainrule.expression.constants import ONE, numeral
from chainrule.expression.notation.names import VARIABLES
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Minus, Over, Plus, Primed, Times, postorder, replace, size, symbols
from chainrule.practice import findings
from chainrule.practice.compare import compare
from chainrule.practice.effort import Effort
from chainrule.practice.misread import OTHERS, Misreading, misreadings, numbers_in
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE
from chainrule.practice.parametric import Parametric, second_derivatives
from chainrule.practice.partly import partly
from chainrule.practice.repair import UNKNOWN, factors, near, repairs
from chainrule.practice.route import Round, plain, route, tidied
from chainrule.practice.spoilt import Rounds
from chainrule.practice.trials import Trial, Trials, written
from chainrule.practice.verdict import Explanation, Incorrect, Mistaken, Partly, Verdict, Witness
from chainrule.practice.ways import METHODS, by_methods, by_single_powers

ENOUGH_IN_IT = 4
"""An answer with fewer symbols than this is too little evidence for two mistakes at once."""
FEW = 3
"""More pairs than this that fit equally well explain nothing."""
ANYWHERE = 0.73
"""The variable's number where nothing depends on it."""
OF_LETTERS = ("letter-not-constant", "letter-coefficient-differentiated", "part-by-another-letter")
"""They say where a letter was not held constant."""
LETTERS = frozenset(name for name in VARIABLES if len(name) == 1)
"""Letters that are easily taken for the variable; nobody differentiates by φ or ω unasked."""
LARGE = 400
"""Of a larger derivative, or in a larger answer, only mistakes about the whole task are looked for."""


@dataclass
class Diagnosis:
    """One wrong answer under examination. ``rounds`` is the sound derivation."""

    goal: Any
    variable: sympy.Symbol
    rounds: tuple[Round, ...]
    answer: Any
    letters: frozenset[str] = field(default_factory=frozenset)
    derived: bool = False
    """Whether the derivative had been right and was spoilt afterwards."""
    proven: frozenset[int] = frozenset()
    """Steps that were shown to be done right, by identity."""
    effort: Effort = field(default_factory=Effort)
    curve: Parametric | None = None

    def verdict(self, witness: Witness | None) -> Verdict:
        """``Mistaken`` with every explanation, or ``Incorrect`` with the parts that are right."""
        if self._found is not None:
            for question in self.ladder():
                explanations = findings.distinct(question)
                if explanations:
                    return Mistaken(explanations, witness)
        return Incorrect(witness, self.right_parts())

    def ladder(self) -> Iterator[Iterable[Explanation]]:
        """The questions in their order; each is worked on only when those before have found nothing."""
        if self.derived:
            yield self.one_change()
            yield self.a_factor()
            return
        singles = list(self.one_mistake())
        if all(explanation.cost > COMMON for explanation in singles):
            singles += [explanation for explanation in self.in_another_way(("log-laws",)) if explanation.cost == COMMON]
        yield [explanation for explanation in singles if explanation.cost < RARE]
        yield self.in_copying()
        yield self.one_change()
        yield self.in_another_way()
        yield self.two_mistakes(2 * COMMON)
        yield singles
        yield self.a_factor()
        yield self.two_mistakes(COMMON + KNOWN)

    # What everything is compared with

    @property
    def right(self) -> Any:
        """The derivative, as the rules gave it."""
        return self.rounds[-1].root.result

    @cached_property
    def is_large(self) -> bool:
        """Whether there is too much to look at."""
        return max(size(self.right), size(self.answer)) > LARGE

    @cached_property
    def expected(self) -> Any:
        """The derivative in textbook form."""
        return tidied(self.right)

    @cached_property
    def _points(self) -> list[tuple[dict[str, float], list[float]]]:
        """Points where problem, derivative and answer are real, the positive ones first."""
        found = points([self.goal, self.right, self.answer])
        filled = [({self.variable.name: ANYWHERE, **point}, values) for point, values in found]
        return sorted(filled, key=lambda pair: pair[0][self.variable.name] < 0)

    @property
    def _found(self) -> float | None:
        """The number of the answer at the first point."""
        return self._points[0][1][2] if self._points else None

    @property
    def _point(self) -> Mapping[str, float]:
        return self._points[0][0]

    def _gives(self, tree: Any) -> bool:
        """Whether a tree is the student's answer: at the first point, then at all."""
        (value,) = Program(tree)(self._point)
        return self._found is not None and near(value, self._found) and compare(tree, self.answer, self.goal).same is True

    def _mends(self, tree: Any) -> bool:
        """Whether a mended answer is right."""
        return compare(tree, self.right, self.goal).same is True

    def _names(self) -> Names:
        return Names(self.letters)

    def _derivation(self, goal: Any, order: int = 1, variable: sympy.Symbol | None = None) -> tuple[Round, ...]:
        """The rounds of another derivation. Raises ``TooLarge`` when this answer has cost enough."""
        rounds: tuple[Round, ...] = ()
        for _ in range(order):
            goal = tidied(rounds[-1].root.result) if rounds else goal
            self.effort.spend(size(goal))
            rounds += route(goal, variable or self.variable, self._names())
        return rounds

    def _problem(self, goal: Any) -> tuple[Round, ...]:
        """The rounds of another problem of the same kind. Raises ``TooLarge`` as well."""
        if self.curve is None:
            return self._derivation(goal, len(self.rounds))
        self.effort.spend(size(goal) * len(self.rounds))
        y, x = goal.args
        return replaced(self.curve, y_formula=y, x_formula=x).rounds(self.variable, self._names(), len(self.rounds))

    # 1  one mistake

    def one_mistake(self) -> Iterator[Explanation]:
        """At one step, at every step, in reading the task, or about the task as a whole."""
        task = list(self.about_the_task())
        if self.is_large or any(explanation.findings[0].id == "order-too-low" for explanation in task):
            yield from task
            return
        slips = [*self.in_last_round(), *self.in_reading()]
        if len(self.rounds) > 1:
            slips += self.in_earlier_round()
        located = any(finding.id in OF_LETTERS for explanation in slips for finding in explanation.findings)
        yield from (one for one in task if not (located and one.findings[0].id == "not-held-constant"))
        yield from slips

    @cached_property
    def _trials(self) -> list[Trials]:
        """The last differentiation, before it with every 1/uⁿ as a single power where there are such."""
        last = self.rounds[-1]
        powers = [] if self.proven or self.curve else by_single_powers(last.root.goal, self.variable, self._names())
        return [Trials(one, self._point, self.variable, self.proven) for one in (*powers, last)]

    def in_last_round(self) -> Iterator[Explanation]:
        """A slip in the only differentiation, or in the last one; with single powers, unless it is likelier without."""
        assert self._found is not None
        found: list[Explanation] = []
        for trials in self._trials:
            least = min((explanation.cost for explanation in found), default=RARE + 1)
            sure = self._sure(trials.one(self._found), trials.round, len(self.rounds))
            found += [explanation for explanation in sure if explanation.cost < least]
        yield from found

    def _sure(self, trials: Iterable[Trial], one: Round, order: int) -> Iterator[Explanation]:
        """The trials that, written out, are the answer."""
        for trial in trials:
            tree = written(one, trial, self.variable)
            if tree is not None and self._gives(tree):
                yield findings.explained(trial, one, self.variable, order)

    def in_earlier_round(self) -> Iterator[Explanation]:
        """A slip in an earlier differentiation, the others sound or with the same slip again."""

        def onward(tree: Any) -> Round:
            self.effort.spend(size(tree))
            differentiated = self.curve.differentiated if self.curve else plain
            return differentiated(self.goal, tree, self.variable, self._names())

        for one in Rounds(self.rounds, self.variable, self._point, onward, self.effort).spoilt():
            if self._gives(one.answer):
                yield findings.explained(one.trial, self.rounds[one.first - 1], self.variable, one.first, one.again)

    def in_another_way(self, methods: Sequence[str] = METHODS) -> Iterator[Explanation]:
        """A slip on another natural way: the quotient as a product, the logarithm taken apart."""
        assert self._found is not None
        if len(self.rounds) == 1 and not self.is_large and not self.curve:
            for one in by_methods(self.rounds[0], self.variable, self._names(), methods):
                yield from self._sure(Trials(one, self._point, self.variable).one(self._found), one, 1)

    def in_reading(self) -> Iterator[Explanation]:
        """Another problem, differentiated soundly."""
        for reading in misreadings(self.goal, self.variable):
            if self._answers(reading.goal):
                yield findings.misread(reading, self.goal, self.variable)

    def _answers(self, goal: Any) -> bool:
        """Whether the answer is the derivative of another problem."""
        try:
            return self._gives(self._problem(goal)[-1].root.result)
        except ChainruleError:
            return False

    def about_the_task(self) -> Iterator[Explanation]:
        """Integrated, left as it was, differentiated too often or not often enough, by another letter, turned over."""
        expected = self.expected
        if self.curve:
            yield from self._about_the_curve(self.curve)
            return
        if self._gives(self.goal):
            yield findings.whole("not-differentiated", self.goal, expected)
        if self._derived(self.answer, 1, self.goal):
            only_a_sign = self._gives(Minus(self.right))  # sin x for −sin x
            yield findings.whole("integrated", self.goal, expected, KNOWN if only_a_sign else COMMON)
        elif self._integrated_outside():
            yield findings.whole("integrated", self.goal, expected, RARE)
        yield from self._too_low()
        if not self.is_large and self._derived(self.expected, 1, self.answer):
            yield findings.whole("order-too-high", self.goal, expected, KNOWN, wanted=len(self.rounds))
        for other in sorted(symbols(self.goal) - {self.variable}, key=str):
            if self._derived(self.goal, len(self.rounds), self.answer, other):
                cost = COMMON if other.name in LETTERS else KNOWN
                yield findings.whole("wrong-variable", self.goal, expected, cost, seen=other, x=self.variable)
            elif len(self.rounds) == 1 and self._derived(self.goal, 1, Plus(self.answer, Minus(self.right)), other):
                yield findings.whole("not-held-constant", self.goal, expected, COMMON, letter=other, x=self.variable)
        if self._gives(Over(ONE, self.right)):
            yield findings.whole("upside-down", self.goal, expected, RARE)

    def _too_low(self) -> Iterator[Explanation]:
        for order, one in enumerate(self.rounds[:-1], 1):
            if self._gives(one.root.result):
                yield findings.whole("order-too-low", self.goal, self.expected, COMMON, order=order, wanted=len(self.rounds))

    def _about_the_curve(self, curve: Parametric) -> Iterator[Explanation]:
        """Not differentiated often enough, or made of the second derivatives by the parameter."""
        yield from self._too_low()
        if len(self.rounds) != 2:
            return
        try:
            above, below = (self._derivation(tree, 2) for tree in (curve.y_formula, curve.x_formula))
        except ChainruleError:
            return
        slope = below[0].root.result
        for id, tree, cost in second_derivatives(above[-1].root.result, below[-1].root.result, slope):
            if self._gives(tree):
                named = {"y": curve.y, "x": curve.x, "t": self.variable}
                yield findings.whole(id, self.goal, self.expected, cost, **named, slope=tidied(slope))

    def _integrated_outside(self) -> bool:
        """Whether the outer function was integrated and the inner one left as it is."""
        root = self.rounds[0].root
        return root.rule == "chain" and self._derived(self.answer, 1, Times(self.goal, root.substeps[1].result))

    def _derived(self, tree: Any, order: int, wanted: Any, variable: sympy.Symbol | None = None) -> bool:
        """Whether the derivative of a tree is what is wanted."""
        try:
            result = self._derivation(tree, order, variable)[-1].root.result
        except ChainruleError:
            return False
        values = Program(result, wanted)(self._point)
        return near(*values) and compare(result, wanted, self.goal).same is True

    # 2  one change

    def one_change(self) -> Iterator[Explanation]:
        """One change in the answer that makes it right: the first kind that is found."""
        if self.is_large:
            return
        for repair in repairs(self.answer, self.right, self._point):
            if self._mends(repair.whole):
                yield findings.repaired(repair)
                return

    def in_copying(self) -> Iterator[Explanation]:
        """One number of the problem taken for another, everything else sound."""
        if self.is_large:
            return
        for leaf in numbers_in(self.goal):
            try:
                last = self._problem(replace(self.goal, {leaf: UNKNOWN}))[-1].root.result
            except (ChainruleError, TypeError):
                continue
            program = Program(last)
            for other in OTHERS:
                if self._found is not None and near(program({**self._point, UNKNOWN.name: float(other)})[0], self._found):
                    reading = Misreading("number-copied", leaf, numeral(other), replace(self.goal, {leaf: numeral(other)}), KNOWN)
                    if reading.read != leaf and self._answers(reading.goal):
                        yield findings.misread(reading, self.goal, self.variable)

    # 3  two mistakes

    def two_mistakes(self, cost: int) -> Iterator[Explanation]:
        """Two slips together that are not too far-fetched, where the answer has enough in it to tell."""
        assert self._found is not None
        if size(self.answer) < ENOUGH_IN_IT or self.variable not in symbols(self.answer) or self.is_large:
            return
        for trials in self._trials:
            best = findings.distinct(self._sure(trials.two(self._found, cost), trials.round, len(self.rounds)))
            if best and len(best) <= FEW:
                yield from best
                return

    # 4  a factor

    def a_factor(self) -> Iterator[Explanation]:
        """A factor that is missing or too much."""
        if self.is_large:
            return
        for repair in factors(self.answer, self.right, self._point, self._parts()):
            if self._mends(repair.whole):
                yield findings.repaired(repair)

    def _parts(self) -> list[Any]:
        """What may be missing: the functions of the problem and their derivatives."""
        found: dict[Any, None] = {self.variable: None}
        for one in self.rounds:
            for spot in one.spots:
                if spot.step.variable == self.variable:
                    found.update({spot.step.goal: None, spot.step.result: None})
        return [part for part in found if self.variable in symbols(part) and symbols(part) <= symbols(self.goal)]

    # 5  the right parts

    def right_parts(self) -> Partly | None:
        """The terms or factors the answer shares with the derivative."""
        if self.is_large:
            return None
        return partly(self.answer, [self.right, self.expected], [point for point, _ in self._points[:3]])


def letters_of(goal: Any, variable: sympy.Symbol, output: sympy.Symbol) -> frozenset[str]:
    """Names that must not be given to layers."""
    functions = {node.name for node in postorder(goal) if isinstance(node, Apply | Primed)}
    return frozenset({symbol.name for symbol in symbols(goal)} | functions | {variable.name, output.name})
