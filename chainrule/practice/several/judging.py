"""One component before the judge: letters put back, compared, then looked at by way of the graph and of the formula.

This module knows the order of the questions about one component; it must not know any one mistake or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from chainrule.calculus.conditions import conditions
from chainrule.expression.numbers import Program
from chainrule.expression.written import Plus, replace, size, symbols
from chainrule.graph.system import system
from chainrule.practice import findings
from chainrule.practice.answer import Answer
from chainrule.practice.compare import AT_LEAST, compare
from chainrule.practice.diagnose import ENOUGH_IN_IT
from chainrule.practice.diagnose import Diagnosis as Ladder
from chainrule.practice.evidence import witness
from chainrule.practice.judge import Remark
from chainrule.practice.several.components import Component, everywhere
from chainrule.practice.several.diagnosis import Diagnosis
from chainrule.practice.several.letters import Letters, Put
from chainrule.practice.several.wrong import Asked
from chainrule.practice.verdict import (
    Correct,
    Explanation,
    Incorrect,
    Mistaken,
    Partly,
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

    def __init__(self, question: SystemQuestion) -> None:
        """The letters stand for the same in every component."""
        self.question = question
        source = question.sources[0] if len(question.sources) == 1 else None
        self.letters = Letters(question.system, source, any(note.kind == NAMES_STAY for note in question.notes))

    def judged(self, component: Component, answer: Answer) -> Judged:
        """The verdict on a component."""
        remarks = self.remarks(answer)
        put = self.letters.put(answer.tree)
        if put is None and self.is_right_in_full(component, answer.tree):
            return Judged(Correct(), answer.tree, tuple(remarks))
        if put is None:
            strange = self.letters.strange(answer.tree)
            said = (*remarks, Remark("strange-letter", {"letter": strange})) if strange is not None else tuple(remarks)
            return Judged(Incorrect(None), answer.tree, said)
        if component.right is None or component.goal is None:
            return Judged(self.in_numbers(component, put), put.tree, tuple(remarks))
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

    def is_right_in_full(self, component: Component, tree: Any) -> bool:
        """Whether it is right where the definition of a letter that is differentiated by is put in: ∂L/∂z, z = wx + b."""
        if not self.question.aside or component.right is None:
            return False
        known = system((*self.question.system.definitions, *self.question.aside)).closed
        trees = [replace(one, known) for one in (tree, component.right, component.goal)]
        return symbols(trees[0]) <= symbols(trees[1]) | symbols(trees[2]) and compare(*trees).same is True

    def in_numbers(self, component: Component, put: Put) -> Verdict:
        """The verdict where the derivative is too long to be written out: by the backward pass at several points."""
        asked = component.asked
        if asked is None:
            return Undecided("no-points")
        program = Program(put.names)
        pairs = [(point, program(point)[0], component.value(point)) for point in everywhere(component, asked, put.names)]
        pairs = [(point, yours, right) for point, yours, right in pairs if not (math.isnan(yours) or math.isnan(right))]
        if len(pairs) < AT_LEAST:
            return Undecided("no-points")
        for point, yours, right in pairs:
            if not same(yours, right):
                return Incorrect(Witness({name.name: point[name.name] for name in component.system.inputs}, yours, right))
        return Unfinished(put.letters, put.tree, put.underived) if put.letters or put.underived else Correct()

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
        """By the graph that was given, by the formula, by the layers of the formula: the first that explains it.

        One mistake goes before two.
        """
        given = self.on_graph(component, component.asked, put)
        plain = cache(lambda: self.by_formula(component, put, found))
        ways: tuple[Callable[[], Verdict | None], ...] = (
            lambda: _by_graph(given, Diagnosis.explanations),
            lambda: plain() if _is_one(plain()) else None,
            lambda: _by_graph(given, Diagnosis.further),
            plain,
            lambda: (
                _by_graph(layered := self.on_graph(component, component.layers, put), Diagnosis.explanations)
                or _by_graph(layered, Diagnosis.further)
            ),
        )
        partly: Partly | None = None
        for way in ways:
            match way():
                case Mistaken(explanations, _):
                    return Mistaken(explanations, found)
                case Incorrect(_, Partly() as parts):
                    partly = partly or parts
        return Incorrect(found, partly)

    def on_graph(self, component: Component, asked: Asked | None, put: Put) -> Diagnosis | None:
        """The diagnosis by the wrong laws of a graph and the slips on its branches; a single formula is no graph."""
        if asked is None or len(asked.system.definitions) == 1:
            return None
        valued = everywhere(component, asked, put.names)
        program = Program(put.names)
        pairs = [(point, program(point)[0]) for point in valued]
        pairs = [(point, value) for point, value in pairs if not math.isnan(value)]
        return Diagnosis(asked, [p for p, _ in pairs], [v for _, v in pairs], same, put.names)

    def by_formula(self, component: Component, put: Put, found: Witness | None) -> Verdict | None:
        """The mistakes with the formula in the inputs."""
        task = component.single
        if task is None:
            return None
        verdict = Ladder(task.question.goal, task.variable, task.rounds, put.tree, task.letters).verdict(found)
        if isinstance(verdict, Mistaken) and size(put.tree) < ENOUGH_IN_IT and len(component.system.definitions) > 1:
            kept = tuple(e for e in verdict.explanations if e.findings[0].id != "number-copied")  # a bare number proves nothing
            return Mistaken(kept, found) if kept else Incorrect(found)
        return verdict


def _is_one(verdict: Verdict | None) -> bool:
    """Whether a verdict names one mistake."""
    return isinstance(verdict, Mistaken) and len(verdict.explanations[0].findings) == 1


def _by_graph(diagnosis: Diagnosis | None, question: Callable[[Diagnosis], tuple[Explanation, ...]]) -> Verdict | None:
    """What a question about a graph finds."""
    if diagnosis is None:
        return None
    explanations = question(diagnosis)
    return Mistaken(explanations, None) if explanations else Incorrect(None, diagnosis.right_paths())


def same(a: float, b: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(a - b) <= 1e-8 * max(abs(a), abs(b)) + 1e-12
