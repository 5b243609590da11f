"""Why an answer with arrays is wrong: the first question with a yes is the diagnosis.

    1  left as it was, or the gradient by another letter?
    2  one common slip on the way back, or the same one at every place?
    3  the sign of the whole?
    4  a less common slip, or a matrix taken for symmetric?
    5  one letter in the place of another?
    6  a number in front?
    7  two common slips together?

This module knows the order; it must not know any one mistake or words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice
from typing import Any

import sympy

from chainrule.expression.arrays import Transposed
from chainrule.expression.constants import numeral
from chainrule.expression.written import Partial, operands, postorder, rebuild, replace, size
from chainrule.graph.system import Name
from chainrule.practice.arrays.replay import BROKEN, ArraySlip, Slips
from chainrule.practice.mistakes.mistake import COMMON, KNOWN
from chainrule.practice.verdict import Explanation, Finding, Incorrect, Mistaken, Place, Verdict
from chainrule.tensors import build
from chainrule.tensors.arrays import Array

PAIRS = 400
"""So many pairs of slips are tried."""
FEW = 3
"""More pairs that fit than this explain nothing."""
ENOUGH_IN_IT = 4
"""An answer with fewer symbols is too little evidence for two mistakes at once."""
DENOMINATORS = 24
"""A factor that needs a larger denominator is no slip of the pen."""


@dataclass(frozen=True)
class Values:
    """An answer beside the right one, at all points of a problem."""

    judged: Any
    name: Name
    jacobian: bool
    yours: Sequence[Array]
    right: Sequence[Array]

    def at(self, slips: Slips, point: int) -> Array | None:
        """What slips give at a point."""
        rows = [self.judged.replay.gradient(self.name, slips, known) for known in self.judged.known[self.jacobian][point]]
        found: Array | None = self.judged.laid_out(rows, self.jacobian)
        return found

    def gives(self, slips: Slips) -> bool:
        """Whether slips give the answer, first at one point, then at all."""
        return all(_same(self.at(slips, point), self.yours[point]) for point in range(len(self.yours)))


def _same(one: Array | None, other: Array) -> bool:
    if one is None or one.shape != other.shape:
        return False
    size = max(map(abs, other.data), default=0.0)
    return all(abs(a - b) <= 1e-9 * max(size, 1e-6) for a, b in zip(one.data, other.data, strict=True))


class ArrayDiagnosis:
    """One wrong answer under examination; ``task`` is the problem as it was set, for what is shown."""

    def __init__(self, values: Values, task: Any, name: Name, answer: Any = None) -> None:
        self.values = values
        self.answer = answer
        self.task = task
        self.name = name
        self.slips: list[ArraySlip] = values.judged.replay.slips()
        self.shown: list[ArraySlip] = task.judged.replay.slips()

    def verdict(self, witness: Any) -> Verdict:
        """``Mistaken`` with every explanation of the first question that has one, or ``Incorrect``."""
        for question in self.ladder():
            explanations = _distinct(question)
            if explanations:
                return Mistaken(explanations, witness)
        return Incorrect(witness)

    def ladder(self) -> Iterator[Iterable[Explanation]]:
        """The questions in their order."""
        yield self.about_the_task()
        yield [*self.single(COMMON), *self.other_input()]
        yield self.everywhere()
        yield [one for one in self.number_in_front() if one.findings[0].id == "array-sign"]
        yield [*self.single(KNOWN), *self.symmetric()]
        yield self.letter_exchanged()
        yield self.number_in_front()
        pairs = list(self.pairs()) if self.answer is None or size(self.answer) >= ENOUGH_IN_IT else []
        yield pairs if len(_distinct(pairs)) <= FEW else ()

    @property
    def found(self) -> Any:
        """The gradients as they are shown."""
        return self.task.found

    # The task

    def about_the_task(self) -> Iterator[Explanation]:
        """The function itself, or the gradient by another letter."""
        known = self.values.judged.known[self.values.jacobian]
        problem = self.values.judged.found.problem
        if all(_same(rows[0][problem.output], mine) for rows, mine in zip(known, self.values.yours, strict=True)):
            yield self._whole("array-not-differentiated", output=problem.output)
        yield from self._other_gradient(self.values.judged, frozenset(problem.inputs))

    def other_input(self) -> Iterator[Explanation]:
        """The gradient by another input, also by one that is not asked for."""
        if self.values.judged is self.task.judged:
            judged = self.task.whole
            yield from self._other_gradient(judged, frozenset(judged.found.scope.shapes) - frozenset(judged.found.problem.inputs))

    def _other_gradient(self, judged: Any, besides: frozenset[Name]) -> Iterator[Explanation]:
        if self.values.jacobian:
            return
        for name in (gradient.name for gradient in judged.found.found if gradient.name not in {self.name, *besides}):
            if all(map(_same, judged.right(name, False), self.values.yours)):
                yield self._whole("other-gradient", other=self.rate(name), rate=self.rate(self.name))
                return

    def letter_exchanged(self) -> Iterator[Explanation]:
        """The compact rule with another letter of the problem at one place, or with one transposed or not."""
        judged = self.values.judged
        if self.values.jacobian:
            return
        known = judged.known[False][0][0]
        letters = [letter for letter in (*judged.found.problem.inputs, *judged.found.problem.system.order) if letter in known]
        compact = judged.found.of(self.name).compact
        for right in dict.fromkeys((compact, self._without_deltas(compact))):
            for seen, put, tree in exchanged(right, letters):
                rows = judged.values(tree, False)
                if rows is not None and all(
                    _same(judged.laid_out([row], False), mine) for row, mine in zip(rows, self.values.yours, strict=True)
                ):
                    yield self._exchanged(seen, put, tree, right)
                    return

    def _without_deltas(self, tree: Any) -> Any:
        """A compact rule with what its δ stand for."""
        known = {gradient.letter: gradient.compact for gradient in self.values.judged.found.found if gradient.letter != tree}
        for _ in known:
            tree = build.anew(replace(tree, known))
        return tree

    def _exchanged(self, seen: Any, put: Any, wrong: Any, right: Any) -> Explanation:
        layout = self.task.derivation.layout
        place = Place("formula", self.task.compact(self.name), right)
        plain = layout.gradient(right, self.found.of(self.name).shape) == right
        shown = (self.name, self.name, wrong, right) if plain else ()
        return Explanation((Finding("letter-exchanged", place, self.task.compact(self.name), {"seen": seen, "put": put}, *shown),), COMMON)

    def number_in_front(self) -> Iterator[Explanation]:
        """The sign of the whole, or a number in front."""
        ratios = [
            mine / right
            for a, b in zip(self.values.yours, self.values.right, strict=True)
            if a.shape == b.shape
            for mine, right in zip(a.data, b.data, strict=True)
            if right
        ]
        if not ratios or not all(map(math.isfinite, ratios)) or max(ratios) - min(ratios) > 1e-9 * max(1.0, abs(ratios[0])):
            return
        factor = Fraction(ratios[0]).limit_denominator(DENOMINATORS)
        if factor and abs(float(factor) - ratios[0]) < 1e-9 * max(1.0, abs(ratios[0])):
            put = numeral(1 / factor)
            yield self._whole("array-sign" if factor == -1 else "array-number-in-front", number=put)

    def _whole(self, id: str, **facts: Any) -> Explanation:
        tree = self.task.compact(self.name)
        return Explanation((Finding(id, Place("formula", tree, tree), tree, {"rate": self.rate(self.name), **facts}),), COMMON)

    # Slips

    def single(self, cost: int) -> Iterator[Explanation]:
        """One slip on the way back."""
        for k, slip in enumerate(self.slips):
            if slip.cost == cost and self._on_the_way(k) and self.values.gives((slip,)):
                yield Explanation((self._finding((k,)),), cost)

    def _on_the_way(self, k: int) -> bool:
        """Whether a slip is on the way to the letter."""
        return next(self._changed_by(self.shown[k]), None) is not None

    def _changed_by(self, slip: ArraySlip) -> Iterator[Any]:
        """The gradients on the way that a slip changes at first hand."""
        part = operands(slip.node)[slip.operand]
        for gradient in self.found.found:
            users = [contribution.user for contribution in gradient.contributions]
            if gradient.name in self._way and slip.user in users and _leads(gradient.name, part):
                yield gradient

    @cached_property
    def _way(self) -> set[Name]:
        way: set[Name] = self.task.judged.replay.way_to(self.name)
        return way

    def everywhere(self) -> Iterator[Explanation]:
        """The same slip wherever it can be made."""
        groups: dict[str, list[int]] = {}
        for k in self._making_a_difference:
            groups.setdefault(self.slips[k].id, []).append(k)
        for ks in groups.values():
            if len(ks) > 1 and self.values.gives(tuple(self.slips[k] for k in ks)):
                yield Explanation((self._finding(tuple(ks)),), COMMON)

    @cached_property
    def _making_a_difference(self) -> list[int]:
        return [k for k, slip in enumerate(self.slips) if self._on_the_way(k) and self._changes(slip)]

    def _changes(self, slip: ArraySlip) -> bool:
        try:
            return bool(self.values.judged.replay.laws((slip,)))
        except BROKEN:
            return False

    def symmetric(self) -> Iterator[Explanation]:
        """A square matrix taken for its own transpose."""
        replay, known = self.values.judged.replay, self.values.judged.known[self.values.jacobian]
        if not self.values.jacobian and self.values.judged is self.task.judged:
            found = [self.values.judged.laid_out([replay.as_symmetric(self.name, rows[0])], False) for rows in known]
            if all(map(_same, found, self.values.yours)):
                yield self._whole("taken-for-symmetric")

    def pairs(self) -> Iterator[Explanation]:
        """Two common slips at different operations."""
        common = [k for k in self._making_a_difference if self.slips[k].cost == COMMON]
        apart = ((a, b) for a, b in combinations(common, 2) if self.slips[a].node is not self.slips[b].node)
        for a, b in islice(apart, PAIRS):
            if self.values.gives((self.slips[a], self.slips[b])):
                yield Explanation((self._finding((a,)), self._finding((b,))), 2 * COMMON)

    # What is reported

    def rate(self, name: Name) -> Any:
        """∂L/∂x"""
        return Partial(self.found.loss, name, 1)

    def _our_letter(self, node: Any) -> tuple[Name, Any] | None:
        """A letter in an operation that the problem does not have, with its value: z = W x + b."""
        asked, formula = self.task.question.system, self.found.problem.system.formula
        ours = [letter for letter in postorder(node) if letter in formula and letter not in asked.formula]
        return (ours[0], formula[ours[0]]) if ours else None

    def _finding(self, ks: tuple[int, ...]) -> Finding:
        """Where it happened, and both formulas of the first gradient that changes."""
        slips = tuple(self.shown[k] for k in ks)
        slip = slips[0]
        below = operands(slip.node)
        node = self.found.problem.system.formula[slip.user] if getattr(slip.node, "name", "") == "entropy" else slip.node
        gradient = next(self._changed_by(slip))
        try:
            wrong = self.task.judged.replay.laws(slips).get(gradient.name)
        except BROKEN:  # a formula whose shapes do not fit cannot always be put together
            wrong = None
        layout = self.task.derivation.layout
        if slip.mistake and slip.id == "slope-of-function-missing" and not self.found.scope.shape(below[slip.operand]):
            slip = replaced(slip, mistake=replaced(slip.mistake, id="slope-of-number-missing"))
        id = slip.id if slip.mistake or len(below) != 2 else _left_out(gradient.name, below, slip.operand)
        facts: dict[str, Any] = {"node": node, "part": below[slip.operand], "rate": self.rate(gradient.name), "name": gradient.name}
        if len(below) == 2:
            facts["other"] = below[1 - slip.operand]
            facts["turned"] = build.transposed(below[1 - slip.operand])
        upstream = next((g.letter for g in self.found.found if g.name == slip.user), None)
        facts["upstream"] = upstream if upstream is not None else self.rate(slip.user)
        right = layout.gradient(gradient.worked, gradient.shape)
        return Finding(
            id,
            Place("gradient", node, node, letter=self._our_letter(node)),
            right,
            facts,
            gradient.name,
            gradient.name,
            None if wrong is None else layout.gradient(wrong, gradient.shape),
            right,
            law=slip.mistake.wrong_law if slip.mistake else "",
            everywhere=len(ks) > 1,
        )


def exchanged(tree: Any, letters: Sequence[Name]) -> Iterator[tuple[Name, Name, Any]]:
    """A formula with another letter at one place: what stands there then, what stood there, the formula.

    >>> from sympy.abc import a, b, c
    >>> [str(found) for _, _, found in exchanged(build.plus([a, b]), [a, c])]
    ['c + b', 'a + a', 'a + c']
    """
    if isinstance(tree, sympy.Symbol):
        yield from ((letter, tree, letter) for letter in letters if letter != tree)
        return
    if isinstance(tree, Transposed):
        yield tree.args[0], tree, tree.args[0]
    below = operands(tree)
    for i, child in enumerate(below):
        for seen, put, new in exchanged(child, letters):
            yield seen, put, rebuild(tree, [*below[:i], new, *below[i + 1 :]])


def _left_out(name: Name, below: Sequence[Any], i: int) -> str:
    """Which contribution was left out: of a letter that stands once in each factor, that on the left or on the right."""
    if below[0] == below[1]:
        return "place-left-out"
    once = all(list(postorder(part)).count(name) == 1 for part in below)
    return ("left-left-out", "right-left-out")[i] if once else "path-left-out"


def _leads(name: Name, tree: Any) -> bool:
    return tree == name or any(_leads(name, child) for child in operands(tree))


def _distinct(explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """The explanations, each mistake at a place once; one at a single place before the same everywhere."""
    seen: set[Any] = set()
    kept = []
    for explanation in sorted(explanations, key=lambda e: e.cost):
        marks = frozenset((f.id, f.place.where) for f in explanation.findings)
        if marks not in seen:
            seen.add(marks)
            kept.append(explanation)
    return tuple(kept)
