"""One component before the judge: as a formula, or as a number at a point.

    a formula     letters put back, compared, then looked at by way of the graph and by way of the formula
    a number      exact or rounded; a formula there is unfinished as long as the numbers are not put in

This module knows the order of the questions about one component; it must not know any one mistake or words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.conditions import conditions
from chainrule.calculus.evaluate import shown
from chainrule.expression.numbers import Program
from chainrule.expression.written import Plus, symbols
from chainrule.practice import findings
from chainrule.practice.answer import Answer
from chainrule.practice.compare import compare, has_unknown
from chainrule.practice.diagnose import Diagnosis as Ladder
from chainrule.practice.evidence import witness
from chainrule.practice.judge import Remark
from chainrule.practice.mistakes.mistake import KNOWN
from chainrule.practice.several.components import Component, everywhere
from chainrule.practice.several.diagnosis import Diagnosis
from chainrule.practice.several.letters import Letters, Put
from chainrule.practice.several.numbers import Reading, reading
from chainrule.practice.several.wrong import Asked
from chainrule.practice.trials import Trials
from chainrule.practice.verdict import (
    Correct,
    Explanation,
    Finding,
    Incorrect,
    Mistaken,
    Partly,
    Place,
    Undecided,
    Unfinished,
    Verdict,
    Witness,
)
from chainrule.questions import SystemQuestion

NAMES_STAY = "set-aside"
"""The note of a question by an intermediate: an answer to it holds intermediates."""


@dataclass(frozen=True, eq=False)
class Judged:
    """The verdict on a component; ``tree`` is what was judged, in the letters of the problem."""

    verdict: Verdict
    tree: Any
    remarks: tuple[Remark, ...] = ()


class Formulas:
    """The judge of formulas in the letters of a problem."""

    def __init__(self, question: SystemQuestion, letters: frozenset[str]) -> None:
        """The letters stand for the same in every component."""
        self.question = question
        source = question.sources[0] if len(question.sources) == 1 else None
        self.letters = Letters(question.system, source, any(note.kind == NAMES_STAY for note in question.notes))
        self.taken = letters

    def judged(self, component: Component, answer: Answer) -> Judged:
        """The verdict on a component."""
        remarks = self.remarks(answer)
        put = self.letters.put(answer.tree)
        if put is None:
            strange = self.letters.strange(answer.tree)
            said = (*remarks, Remark("strange-letter", {"letter": strange})) if strange is not None else tuple(remarks)
            return Judged(Incorrect(None), answer.tree, said)
        if component.right is None or component.goal is None:
            return Judged(Undecided("no-points"), answer.tree, tuple(remarks))
        compared = compare(put.tree, component.right, component.goal)
        if compared.same is None:
            return Judged(Undecided("no-points"), put.tree, tuple(remarks))
        if compared.same:
            if put.letters or put.underived:
                return Judged(Unfinished(put.letters, put.tree, put.underived), put.tree, tuple(remarks))
            return Judged(Correct(self.condition(component, put.tree) if compared.missing else ()), put.tree, tuple(remarks))
        found = self.witness(component, put.tree, compared.differ)
        for other in answer.others:
            if (again := self.letters.put(other)) and not again.letters and compare(again.tree, component.right, component.goal).same:
                whole = findings.whole("brackets-missing", component.goal, other, seen=answer.tree, put=other)
                return Judged(Mistaken((whole,), found), put.tree, tuple(remarks))
        return Judged(self.diagnosed(component, put, found), put.tree, (*remarks, *self.sides(component, answer)))

    def remarks(self, answer: Answer) -> list[Remark]:
        """How the answer was read."""
        return [Remark("plus-constant", {"c": answer.constant})] if answer.constant is not None else []

    def sides(self, component: Component, answer: Answer) -> Iterator[Remark]:
        """Whether a side before the last was right."""
        for side in answer.sides[:-1]:
            if self.is_right(component, side):
                yield Remark("side-was-right", {"side": side, "last": answer.tree})
                return

    def witness(self, component: Component, tree: Any, differ: Sequence[Mapping[str, float]]) -> Witness | None:
        """A point that shows an answer to be wrong, its letters in the order of the problem."""
        found = witness(tree, component.right, component.goal, component.letters[-1], differ)
        if found is None:
            return None
        order = [name.name for name in component.system.inputs if name.name in found.point]
        return Witness({name: found.point[name] for name in (*order, *found.point)}, found.yours, found.correct)

    def condition(self, component: Component, tree: Any) -> tuple[Any, ...]:
        """Where a right answer is real, if that is less than where the derivative is."""
        given = {c.chain for c in conditions(component.goal, component.letters[-1])}
        return tuple(c.chain for c in conditions(tree, component.letters[-1]) if c.chain not in given)

    def is_right(self, component: Component, tree: Any) -> bool:
        """Whether an expression is the derivative, its letters put back."""
        put = self.letters.put(tree)
        return put is not None and component.right is not None and compare(put.tree, component.right, component.goal).same is True

    def is_sum(self, components: Sequence[Component], tree: Any) -> bool:
        """Whether an expression is all the derivatives added up."""
        put, rights = self.letters.put(tree), [one.right for one in components]
        if put is None or len(rights) < 2 or any(right is None for right in rights):
            return False
        return compare(put.tree, Plus(*rights)).same is True

    # A wrong one

    def diagnosed(self, component: Component, put: Put, found: Witness | None) -> Verdict:
        """By the graph first where the student was given one, else by the formula first."""
        by_formula = self.by_formula(component, put, found)
        ways = [self.by_graph(component, component.asked, put), by_formula, self.by_graph(component, component.layers, put)]
        if component.question.found or len(component.system.definitions) == 1:
            ways = [ways[0], by_formula, ways[2]] if len(component.system.definitions) == 1 else [by_formula, *ways[::2]]
        partly: Partly | None = None
        for way in ways:
            match way:
                case Mistaken(explanations, _):
                    return Mistaken(explanations, found)
                case Incorrect(_, Partly() as parts):
                    partly = partly or parts
        return Incorrect(found, partly)

    def by_graph(self, component: Component, asked: Asked | None, put: Put) -> Verdict | None:
        """The wrong laws of the graph and the slips on its branches."""
        if asked is None or (asked is component.asked and len(asked.system.definitions) == 1 and len(asked.system.inputs) == 1):
            return None
        valued = everywhere(component, asked, put.names)
        program = Program(put.names)
        pairs = [(point, program(point)[0]) for point in valued]
        pairs = [(point, value) for point, value in pairs if not math.isnan(value)]
        diagnosis = Diagnosis(asked, [p for p, _ in pairs], [v for _, v in pairs], same, put.names)
        explanations = diagnosis.explanations()
        return Mistaken(explanations, None) if explanations else Incorrect(None, diagnosis.right_paths())

    def by_formula(self, component: Component, put: Put, found: Witness | None) -> Verdict | None:
        """The mistakes with the formula in the inputs."""
        task = component.single
        if task is None:
            return None
        return Ladder(task.question.goal, task.variable, task.rounds, put.tree, task.letters).verdict(found)


def same(a: float, b: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(a - b) <= 1e-8 * max(abs(a), abs(b)) + 1e-12


class AtPoint:
    """The judge of numbers at a point; ``values`` has the number of every name, ``given`` what the question says."""

    def __init__(self, formulas: Formulas, values: Mapping[str, float], given: Mapping[str, float]) -> None:
        """What is not a number is judged as a formula."""
        self.formulas = formulas
        self.values = dict(values)
        self.given = given

    def judged(self, component: Component, answer: Answer) -> Judged:
        """The verdict on a component."""
        remarks = self.formulas.remarks(answer)
        right = component.value(self.values)
        number = self._number(answer.tree)
        if number is None:
            return self.formula(component, answer, right, remarks)
        if number.is_exactly(right):
            return Judged(Correct(), answer.tree, tuple(remarks))
        if number.stands_for(right):
            return Judged(Correct((), shown(right)), answer.tree, tuple(remarks))
        found = Witness(self.given, number.value, right)
        if number.within(right) and number.value:
            put = shown(right, 4)
            finding = Finding("rounded-too-far", Place("answer", answer.tree, answer.tree), put, {"seen": answer.tree, "put": put})
            return Judged(Mistaken((Explanation((finding,), 1),), found), answer.tree, tuple(remarks))
        explanations = self.explanations(component, number)
        verdict: Verdict = Mistaken(explanations, found) if explanations else Incorrect(found)
        return Judged(verdict, answer.tree, tuple(remarks))

    def formula(self, component: Component, answer: Answer, right: float, remarks: list[Remark]) -> Judged:
        """An answer that still holds letters: unfinished where the numbers put in make it right."""
        put = self.formulas.letters.put(answer.tree)
        if put is None:
            return self.formulas.judged(component, answer)
        (value,) = Program(put.names)(self.values)
        if not same(value, right):
            return self.formulas.judged(component, answer)
        letters = tuple(
            (letter, shown(self.values[letter.name])) for letter in sorted(symbols(answer.tree), key=str) if letter.name in self.values
        )
        return Judged(Unfinished(letters, shown(right), numbers=True), answer.tree, tuple(remarks))

    def _number(self, tree: Any) -> Reading | None:
        if symbols(tree) or has_unknown(tree):
            return None
        return reading(tree)

    def is_right(self, component: Component, tree: Any) -> bool:
        """Whether a number or formula is the value of the derivative there."""
        right, number = component.value(self.values), self._number(tree)
        if number is not None:
            return number.stands_for(right)
        put = self.formulas.letters.put(tree)
        return put is not None and same(Program(put.names)(self.values)[0], right)

    def is_sum(self, components: Sequence[Component], tree: Any) -> bool:
        """Whether a number is all the values added up."""
        number = self._number(tree)
        return number is not None and len(components) > 1 and number.is_exactly(math.fsum(one.value(self.values) for one in components))

    # A wrong one

    def explanations(self, component: Component, number: Reading) -> tuple[Explanation, ...]:
        """Every wrong law and every slip that has this number here: a number cannot tell them apart."""
        close = self.close(number)
        found: list[Explanation] = []
        for asked in (component.asked, component.layers):
            if asked is not None and len(asked.system.definitions) > 1:
                values = self.values if asked is component.asked else self._values(asked)
                found += Diagnosis(asked, [values], [number.value], close).explanations(every=True)
        if len(component.system.definitions) == 1 or not found:
            found += self.by_formula(component, close, number.value)
        return findings.distinct(found)

    def _values(self, asked: Asked) -> dict[str, float]:
        found = dict(self.values)
        for name in asked.system.order:
            found[name.name] = Program(asked.system.formula[name])(found)[0]
        return found

    def by_formula(self, component: Component, close: Any, value: float) -> Iterator[Explanation]:
        """The mistakes with the formula that have this number here."""
        task = component.single
        if task is None:
            return
        variable = task.variable
        point = {name: number for name, number in self.values.items() if not math.isnan(number)}
        yield from self._about_the_task(component, close, value)
        trials = Trials(task.rounds[-1], point, variable)
        for trial, number in (*trials.single, *trials.everywhere):
            if trial.cost <= KNOWN and close(number, value):
                yield findings.explained(trial, task.rounds[-1], variable, len(task.rounds))

    def _about_the_task(self, component: Component, close: Any, value: float) -> Iterator[Explanation]:
        """The function itself, or its derivative by another letter, or of another order."""
        task = component.single
        assert task is not None
        goal, expected = task.question.goal, shown(component.value(self.values))
        if close(Program(goal)(self.values)[0], value):
            yield findings.whole("not-differentiated", goal, expected)
        for order, one in enumerate(task.rounds[:-1], 1):
            if close(Program(one.root.result)(self.values)[0], value):
                yield findings.whole("order-too-low", goal, expected, 1, order=sympy.Integer(order), wanted=sympy.Integer(len(task.rounds)))

    def close(self, number: Reading) -> Any:
        """When a wrong way has this number: exactly, or rounded as the student did."""
        return lambda a, b: same(a, b) or number.stands_for(a)
