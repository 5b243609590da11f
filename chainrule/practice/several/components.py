"""What is asked of a system, taken apart: one derivative after the other, each with what it is judged by.

    ∂z/∂x       along its paths; and as one formula in x and y
    f_xy        the derivative of f_x by y, as one formula
    y′(1)       one formula at a point

This module knows systems and questions; it must not know answers, mistakes or words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations_with_replacement, product
from typing import Any

from chainrule.calculus.names import Names
from chainrule.calculus.points import candidates, points
from chainrule.errors import ChainruleError
from chainrule.expression.numbers import Program
from chainrule.expression.written import Partial, rate
from chainrule.graph.edges import edges
from chainrule.graph.layers import layered
from chainrule.graph.paths import counts
from chainrule.graph.paths import paths as walks
from chainrule.graph.sweeps import Machine
from chainrule.graph.system import Name, System, system
from chainrule.graph.totals import PathSum, path_sum
from chainrule.practice import judge
from chainrule.practice.diagnose import letters_of
from chainrule.practice.route import route, tidied
from chainrule.practice.several.assembly import Branches
from chainrule.practice.several.wrong import Asked
from chainrule.questions import Question, SystemQuestion

POINTS = 6
"""At so many points a wrong answer is looked at."""


@dataclass(frozen=True, eq=False)
class Component:
    """One derivative asked for: of ``output`` by ``letters`` one after the other."""

    question: SystemQuestion
    output: Name
    letters: tuple[Name, ...]
    branches: Branches = field(repr=False)

    @property
    def key(self) -> str:
        """What it is called among the others: the letters."""
        return ",".join(letter.name for letter in self.letters)

    @property
    def system(self) -> System:
        """The definitions."""
        return self.question.system

    @cached_property
    def sign(self) -> Any:
        """∂z/∂x, dz/dt, ∂²z/∂x∂y"""
        others = self.question.varying & self.system.below(self.output)
        counted = {letter: self.letters.count(letter) for letter in self.letters}
        if len(counted) == 1:
            ((letter, order),) = counted.items()
            return rate(self.output, letter, order, others)
        return Partial(self.output, *(part for pair in counted.items() for part in pair))

    @property
    def goal(self) -> Any:
        """The output in terms of the inputs; ``None`` where that would be too long."""
        return self.system.closed.get(self.output)

    @cached_property
    def total(self) -> PathSum | None:
        """The path sum, of a first derivative."""
        if len(self.letters) > 1:
            return None
        return path_sum(self.system, self.branches, self.output, self.letters[0])

    @cached_property
    def single(self) -> judge.Task | None:
        """The same as one formula by one letter, for the judge of those; ``None`` where it is too long or cannot be done."""
        if self.goal is None:
            return None
        *before, last = self.letters
        goal, order = self.goal, 1
        if set(before) == {last}:
            order = len(self.letters)
        else:
            for letter in before:
                goal = tidied(route(goal, letter, Names(letters_of(goal, letter, self.output)))[-1].root.result)
        given = tuple((name, self.system.closed[name]) for name in self.system.intermediates if name in self.system.closed)
        question = Question(goal, last, order, self.output, self.question.text, {}, self.question.notes, given, self.question.varying)
        try:
            return judge.task(question)
        except ChainruleError:
            return None

    @cached_property
    def right(self) -> Any:
        """The derivative in terms of the inputs, as the rules gave it; ``None`` where it would be too long."""
        if self.total is not None:
            return self.total.unsimplified
        return self.single.right if self.single else None

    @cached_property
    def expected(self) -> Any:
        """The derivative in terms of the inputs, in textbook form; ``None`` where it would be too long."""
        if self.total is not None:
            return self.total.answer
        return self.single.expected if self.single else None

    @cached_property
    def in_names(self) -> Any:
        """The derivative with the intermediates in it, in textbook form."""
        return self.total.tidied if self.total is not None and self.total.sum is not None else self.expected

    @cached_property
    def asked(self) -> Asked | None:
        """The path sum for the diagnosis; ``None`` for a derivative of higher order."""
        if self.total is None:
            return None
        return Asked(self.system, self.branches, self.output, self.letters[0], self.total.paths, self.question.varying)

    @cached_property
    def layers(self) -> Asked | None:
        """The same by layers found in the formula, where it is one formula whose letters enter it along several paths."""
        if len(self.letters) > 1 or len(self.system.definitions) > 1 or self.goal is None:
            return None
        whole = layered(self.goal, self.output, self.question.varying)
        if len(whole.definitions) < 2 or counts(whole, self.output).get(self.letters[0], 0) < 2:
            return None
        branches, source = edges(whole), self.letters[0]
        return Asked(whole, branches, self.output, source, walks(whole, branches, self.output, source), self.question.varying)

    def value(self, point: dict[str, float]) -> float:
        """The number at a point that gives every name one."""
        if self.total is not None and self.total.sum is not None:
            return Program(self.total.sum)(point)[0]
        if self.right is not None:
            return Program(self.right)(point)[0]
        return Machine(self.system, self.branches).backward(point, self.output).numbers.get(self.letters[0], 0.0)


def components(question: SystemQuestion) -> tuple[Component, ...]:
    """Every derivative asked for, output by output. Raises ``NoRule`` and ``TooLarge``."""
    branches = edges(question.system)
    return tuple(Component(question, output, letters, branches) for output, letters in product(question.system.outputs, _letters(question)))


def _letters(question: SystemQuestion) -> Iterator[tuple[Name, ...]]:
    if question.mixed:
        yield question.mixed
        return
    yield from combinations_with_replacement(question.sources, question.order)


def of_one(question: Question) -> SystemQuestion:
    """One formula by one letter as a system of one definition."""
    whole = system([(question.output, question.goal)])
    return SystemQuestion(whole, (question.variable,), question.text, question.order, (), question.point, question.notes)


def everywhere(component: Component, asked: Asked, answer: Any) -> list[dict[str, float]]:
    """Points at which every name of a system, the derivative and the answer have numbers."""
    machine = Machine(asked.system, asked.branches, played=True)
    closed = [tree for tree in (component.goal, component.right, asked.system.put_back(answer)) if tree is not None]
    found = [point for point, _ in points(closed, POINTS)] if len(closed) == 3 else []
    if not found:
        numbers = candidates()
        found = [{name.name: next(numbers) for name in asked.system.inputs} for _ in range(POINTS)]
    filled = [{name.name: 0.73 + 0.31 * i for i, name in enumerate(asked.system.inputs)} | point for point in found]
    valued = [machine.values(point) for point in filled]
    return sorted((v for v in valued if all(n == n for n in v.values())), key=lambda v: sum(n < 0 for n in v.values()))
