"""One component at a point before the judge: a number, exact or rounded; a formula there is unfinished.

    AtPoint      every letter has a number, the answer is one
    PartlyAt     parameters stay letters: a x² at x = 1 is 2a

This module knows the order of the questions about one component; it must not know any one mistake or words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.evaluate import shown
from chainrule.expression.constants import numeral
from chainrule.expression.numbers import Program
from chainrule.expression.written import Plus, replace, symbols
from chainrule.practice import findings
from chainrule.practice.answer import Answer
from chainrule.practice.compare import compare, has_unknown
from chainrule.practice.judge import Remark
from chainrule.practice.mistakes.mistake import COMMON, KNOWN
from chainrule.practice.route import tidied
from chainrule.practice.several.components import Component
from chainrule.practice.several.diagnosis import Diagnosis
from chainrule.practice.several.judging import Formulas, Judged, same
from chainrule.practice.several.numbers import DIGITS, Reading, reading
from chainrule.practice.several.wrong import Asked
from chainrule.practice.trials import Trials
from chainrule.practice.verdict import Correct, Explanation, Finding, Incorrect, Mistaken, Place, Unfinished, Verdict, Witness


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
            put = shown(right, DIGITS)
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
        """The likeliest wrong laws and slips that have this number here. At a point numbers coincide: what is less likely is not said."""
        close = self.close(number)
        found: list[Explanation] = []
        for asked in (component.asked, component.layers):
            if asked is not None and len(asked.system.definitions) > 1:
                values = self.values if asked is component.asked else self._values(asked)
                found += Diagnosis(asked, [values], [number.value], close).explanations(number=True)
        if not found or min(explanation.cost for explanation in found) > COMMON:
            plain = self.by_formula(component, close, number.value)
            found += [explanation for explanation in plain if explanation.cost == COMMON or len(component.system.definitions) == 1]
        best = min((explanation.cost for explanation in found), default=0)
        return findings.distinct(explanation for explanation in found if explanation.cost == best)

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
                yield findings.whole("order-too-low", goal, expected, 1, order=order, wanted=len(task.rounds))

    def close(self, number: Reading) -> Any:
        """When a wrong way has this number: exactly, or rounded as the student did."""
        return lambda a, b: same(a, b) or number.stands_for(a)


class PartlyAt:
    """The judge where letters that do not vary have no number: they stay in the answer."""

    def __init__(self, formulas: Formulas, given: Mapping[str, float]) -> None:
        """``given`` are the numbers there are."""
        self.formulas = formulas
        self._exact = {sympy.Symbol(name): numeral(Fraction(value)) for name, value in given.items()}
        self._shown = {sympy.Symbol(name): shown(value) for name, value in given.items()}

    def judged(self, component: Component, answer: Answer) -> Judged:
        """The verdict on a component."""
        left = symbols(answer.tree) & self._exact.keys()
        if self.is_right(component, answer.tree):
            if not left:
                return Judged(Correct(), answer.tree)
            letters = tuple((letter, self._shown[letter]) for letter in sorted(left, key=str))
            return Judged(Unfinished(letters, tidied(replace(component.expected, self._shown)), numbers=True), answer.tree)
        return self.formulas.judged(component, answer) if left else Judged(Incorrect(None), answer.tree)

    def is_right(self, component: Component, tree: Any) -> bool:
        """Whether an expression is the derivative there."""
        put = self.formulas.letters.put(tree)
        if put is None or component.right is None:
            return False
        return compare(replace(put.tree, self._exact), replace(component.right, self._exact)).same is True

    def is_sum(self, components: Sequence[Component], tree: Any) -> bool:
        """Whether an expression is all the derivatives added up."""
        put, rights = self.formulas.letters.put(tree), [one.right for one in components]
        if put is None or len(rights) < 2 or any(right is None for right in rights):
            return False
        return compare(replace(put.tree, self._exact), replace(Plus(*rights), self._exact)).same is True
