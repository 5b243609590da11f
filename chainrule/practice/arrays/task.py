"""Answers to problems with arrays: judged by shape first, then by numbers at a few points made from a seed.

    2 Aᵀ(A x − b)      right by ∂L/∂x of ‖A x − b‖², in any form
    2 (A x − b)ᵀ A     the same laid out as a row: another layout
    2 A (A x − b)      does not fit: tried where all sizes are the same, so that the mistake can be named

This module knows the order of the questions; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import sympy

from chainrule.errors import ChainruleError, ParseError, UsageError
from chainrule.expression.arrays import Hadamard, Matmul
from chainrule.expression.functions import BY_NAME
from chainrule.expression.written import Apply, Partial, fold, postorder, rebuild
from chainrule.graph.system import Name
from chainrule.practice.arrays.diagnosis import ArrayDiagnosis, Values
from chainrule.practice.arrays.reading import ArrayAnswer, apart, read_array_answer
from chainrule.practice.arrays.replay import BROKEN, Replay
from chainrule.practice.judge import Judgement, Remark
from chainrule.practice.verdict import Correct, Explanation, Finding, Incorrect, Mistaken, Place, Undecided, Unfinished, Unreadable, Verdict
from chainrule.tensors.arrays import Array
from chainrule.tensors.derive import TensorDerivation
from chainrule.tensors.differences import Check, drawn
from chainrule.tensors.gradients import Gradients, gradients
from chainrule.tensors.layout import LAYOUTS, Layout, turns
from chainrule.tensors.letters import typed_name
from chainrule.tensors.machine import unit
from chainrule.tensors.problem import Problem, problem
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.shapes import NUMBER, Shape, count, flipped, shown

POINTS = 4
"""So many points are used, every second one positive."""
LARGE = 2_000
"""Multiplications in a forward pass; from there on two points have to do."""
UNCHECKED = Check(None, 0, 0, 0, 0, math.nan)
"""Central differences are for pages that explain; an answer is compared with the gradient itself."""
TWIN = 3
"""The size of everything where it is the same for all."""
WORST = (Unreadable, Mistaken, Incorrect, Undecided, Unfinished, Correct)
"""Of several gradients the verdict on the whole is the first of these."""
SMALL, FEW = 12, 6
"""Of larger inputs and gradients no numbers are shown."""


class Judged:
    """A problem at its points, its gradients in a layout. With ``lenient`` products columns side by side have a value."""

    def __init__(self, found: Gradients, layout: str, lenient: bool = False) -> None:
        self.found = found
        self.layout = layout
        self.replay = Replay(found, lenient)
        self.points = [drawn(found, Random(seed), positive=seed % 2 == 1) for seed in range(1, 1 + (2 if self.is_large else POINTS))]

    @property
    def is_large(self) -> bool:
        """Whether a forward pass takes long: mistakes are then looked for where everything is small."""
        return self.replay.machine.cost > LARGE

    @property
    def outside(self) -> Shape:
        """The shape of the output."""
        return self.found.scope.shapes.get(self.found.problem.output, NUMBER)

    def numbers(self, point: Mapping[Name, Array], jacobian: bool) -> list[dict[Name, Array]]:
        """All letters at a point: for a Jacobian once for each entry of the output."""
        if jacobian:
            return [self.replay.machine.known(point, unit(self.outside, place)) for place in range(count(self.outside))]
        rng = Random(count(self.outside))
        upstream = Array(self.outside, tuple(rng.uniform(0.3, 1.2) for _ in range(count(self.outside)))) if self.outside else None
        return [self.replay.machine.known(point, upstream)]

    @cached_property
    def known(self) -> dict[bool, list[list[dict[Name, Array]]]]:
        """The numbers at all points, for gradients and for Jacobians."""
        return {
            jacobian: [self.numbers(point, jacobian) for point in self.points] for jacobian in ((False, True) if self.outside else (False,))
        }

    def laid_out(self, rows: Sequence[Array | None], jacobian: bool) -> Array | None:
        """A gradient or the rows of a Jacobian in the layout."""
        kept = [row for row in rows if row is not None]
        if len(kept) < len(rows) or len({row.shape for row in kept}) != 1:
            return None
        shape = (*self.outside, *kept[0].shape) if jacobian else kept[0].shape
        whole = Array(shape, tuple(entry for row in kept for entry in row.data))
        turn = self.layout == ("denominator" if jacobian else "numerator")
        return turned(whole) if turn and turns(shape) and (not jacobian or len(shape) == 2) else whole

    def right(self, name: Name, jacobian: bool) -> list[Array]:
        """The right answer at every point."""
        letter = self.found.of(name).letter
        found = [self.laid_out([known[letter] for known in rows], jacobian) for rows in self.known[jacobian]]
        return [array for array in found if array is not None]

    def values(self, tree: Any, jacobian: bool) -> list[Array] | None:
        """An answer at every point; ``None`` where it has no value."""
        try:
            run = self.replay.scope.compiled(tree, FLOATS)
            return [run(rows[0]) for rows in self.known[jacobian]]
        except BROKEN:
            return None


def by_entries(tree: Any, scope: Any) -> Any:
    """The tree with columns side by side multiplied entry by entry."""

    def visit(node: Any, below: list[Any]) -> Any:
        columns = isinstance(node, Matmul) and all(len(scope.shape(part)) == 1 for part in below)
        return Hadamard(*below) if columns else rebuild(node, below)

    return fold(tree, visit)


def turned(array: Array) -> Array:
    """The transpose; a vector becomes a row."""
    shape = flipped(array.shape)
    assert shape is not None
    return Array(shape, tuple(entry for column in array.columns() for entry in column))


def close(one: Sequence[Array] | None, other: Sequence[Array]) -> bool:
    """Whether arrays have the same shapes and, wherever both have numbers, the same numbers."""
    if one is None or len(one) != len(other):
        return False
    tried = 0
    for a, b in zip(one, other, strict=True):
        if a.shape != b.shape:
            return False
        pairs = list(zip(a.data, b.data, strict=True))
        if any(not (math.isfinite(x) and math.isfinite(y)) for x, y in pairs):
            continue
        size = max([abs(y) for _, y in pairs], default=0.0)
        if any(abs(x - y) > 1e-9 * max(size, 1e-6) for x, y in pairs):
            return False
        tried += 1
    return tried > 0


@dataclass(frozen=True, slots=True)
class ArrayWitness:
    """Small numbers for the letters, and both arrays there."""

    point: Mapping[str, Any]
    yours: Any
    correct: Any
    arrays: tuple[Mapping[Name, Array], Array, Array]


@dataclass(frozen=True, eq=False)
class ArrayTask:
    """A problem with arrays, worked once: what answers are judged by."""

    derivation: TensorDerivation

    @property
    def question(self) -> Problem:
        """What is asked."""
        return self.derivation.asked

    @property
    def found(self) -> Gradients:
        """The gradients."""
        return self.derivation.found

    @property
    def wanted(self) -> tuple[Name, ...]:
        """The letters asked for."""
        return self.found.problem.wanted

    @cached_property
    def expected(self) -> dict[str, Any]:
        """The compact rule for every letter asked for, in the layout."""
        return {typed_name(name): self.compact(name) for name in self.wanted}

    def compact(self, name: Name) -> Any:
        """The compact rule for a letter."""
        gradient = self.found.of(name)
        return self.derivation.layout.gradient(gradient.compact, gradient.shape)

    @cached_property
    def judged(self) -> Judged:
        """The problem at its points."""
        return Judged(self.found, self.derivation.layout.name)

    @cached_property
    def whole(self) -> Judged:
        """The same problem at the same points with the gradients by all letters."""
        return Judged(gradients(problem(self.question.text)), self.derivation.layout.name)

    @cached_property
    def twin(self) -> Judged:
        """The same problem with one size for everything: there order and transposes can be compared."""
        asked = self.derivation.asked
        sizes = {name: asked.scope.shapes.get(name, NUMBER) for name in asked.system.inputs}
        maps = [name for name, tree in asked.system.definitions if getattr(tree, "name", None) in asked.scope.maps]
        sizes |= {name: asked.scope.shapes[name] for name in maps}
        given = [f"{typed_name(name)}: {'x'.join(str(n if n == 1 else TWIN) for n in shape) or 'number'}" for name, shape in sizes.items()]
        _, _, definitions = asked.read_as.partition("; ")
        text = f"{', '.join(given)}; {definitions}"
        return Judged(gradients(problem(text, [typed_name(name) for name in self.wanted])), self.derivation.layout.name, lenient=True)

    def judge(self, answer: Any, log_base: int | None = None) -> Judgement:
        """The verdict on an answer; of several gradients the worst, with what came of each in ``parts``."""
        text = str(answer)
        pieces = apart(text)
        if len(pieces) == 1:
            return self._judged(text)
        parts = tuple(map(self._judged, pieces))
        worst = min((one.verdict for one in parts), key=lambda verdict: WORST.index(type(verdict)))
        return Judgement(worst, text, parts=parts)

    def _judged(self, text: str) -> Judgement:
        """The verdict on one gradient."""
        try:
            read = read_array_answer(text, self.found)
            return _Judge(self, read).judgement()
        except ChainruleError as error:
            return Judgement(Unreadable(error), text)


def array_task(text: str, wrt: str | Sequence[Any] | None = None, layout: str | None = None) -> ArrayTask:
    """The task of a text that declares shapes. Raises subclasses of ``ChainruleError``."""
    wanted = [part.strip() for part in wrt.split(",") if part.strip()] if isinstance(wrt, str) else [str(name) for name in wrt or ()]
    layout = layout or LAYOUTS[0]
    if layout not in LAYOUTS:
        raise UsageError("unknown-layout", {"name": layout, "known": ", ".join(LAYOUTS)})
    asked = problem(text, wanted)
    found = gradients(asked)
    return ArrayTask(TensorDerivation(asked, found, Layout(found, layout), UNCHECKED))


class _Judge:
    """One answer before the judge."""

    def __init__(self, task: ArrayTask, answer: ArrayAnswer) -> None:
        self.task = task
        self.answer = answer
        self.remarks: list[Remark] = []
        self.found = task.found

    def judgement(self) -> Judgement:
        """The verdict, with the remarks on the way."""
        name = self.name()
        verdict = self.misfit(name) if self.answer.misfit else self.verdict(name)
        return Judgement(verdict, self.answer.text, self.answer, tuple(self.remarks), name)  # type: ignore[arg-type]

    def name(self) -> Name:
        """The letter the answer is about: named on its left, the only one asked for, or the only one it can be."""
        if self.answer.by is not None:
            return self.answer.by
        if len(self.task.wanted) == 1:
            return self.task.wanted[0]
        judged = self.task.judged
        fits = [name for name in self.task.wanted if judged.right(name, self.answer.jacobian)[0].shape == self.answer.shape]
        right = [] if self.answer.misfit else [name for name in self.task.wanted if self.is_right(name)]
        for candidates in (right, fits):
            if len(candidates) == 1:
                self.remarks.append(Remark("array-taken", {"rate": self.rate(candidates[0])}))
                return candidates[0]
        names = [typed_name(name) for name in self.task.wanted]
        facts = {"names": ", ".join(names), "output": typed_name(self.found.loss), "example": names[0]}
        raise ParseError("answer-which-gradient", facts, source=self.answer.text)

    def rate(self, name: Name) -> Any:
        """∂L/∂x, or ∂y/∂x of an output that is no number."""
        above = self.found.problem.output if self.answer.jacobian else self.found.loss
        return Partial(above, name, 1)

    @cached_property
    def letters(self) -> set[Any]:
        """The letters of the answer."""
        return {node for node in postorder(self.answer.tree) if isinstance(node, sympy.Symbol)} if self.answer.tree is not None else set()

    def is_right(self, name: Name) -> bool:
        """Whether the answer has the right numbers."""
        return close(self.task.judged.values(self.answer.tree, self.answer.jacobian), self.task.judged.right(name, self.answer.jacobian))

    def verdict(self, name: Name) -> Verdict:
        """The verdict on an answer whose shapes fit."""
        known = self.task.judged.known[False][0][0]
        strange = sorted(self.letters - set(known), key=str)
        if strange:
            self.remarks.append(Remark("strange-letter", {"letter": strange[0]}))
            return Incorrect(None)
        if self.found.of(name).letter in self.letters:
            return Unfinished((), self.task.compact(name))
        judged, jacobian = self.task.judged, self.answer.jacobian
        values, right = judged.values(self.answer.tree, jacobian), judged.right(name, jacobian)
        if values is None or not any(all(map(math.isfinite, value.data)) for value in values):
            return Undecided("no-points")
        if close(values, right):
            left = [letter for letter in self.letters if letter in self.found.shown and letter != self.found.upstream]
            return Unfinished(tuple((letter, self._value(letter)) for letter in left), self.task.compact(name)) if left else Correct()
        self.shape_said(name, self.answer.shape, right[0].shape)
        witness = self.witness(name, jacobian)
        if all(turns(value.shape) for value in values) and close([turned(value) for value in values], right):
            return Mistaken((self._other_layout(name),), None)
        if judged.is_large:
            return self.in_twin(name, witness)
        return ArrayDiagnosis(Values(judged, name, jacobian, values, right), self.task, name, self.answer.tree).verdict(witness)

    def _value(self, letter: Name) -> Any:
        return next(gradient.compact for gradient in self.found.found if gradient.letter == letter)

    def _other_layout(self, name: Name) -> Explanation:
        tree = self.task.compact(name)
        place = Place("formula", tree, self.answer.tree)
        facts = {"rate": self.rate(name), "name": name}
        if self.answer.jacobian:
            return Explanation((Finding("jacobian-turned", place, tree, facts),), 1)
        return Explanation((Finding("other-layout", place, tree, facts, name, name, self.answer.tree, tree),), 1)

    def shape_said(self, name: Name, seen: Shape, shape: Shape) -> None:
        """Both shapes, where they differ."""
        if seen != shape and self.answer.jacobian:
            self.remarks.append(Remark("array-jacobian-shape", {"rate": self.rate(name), "seen": shown(seen), "shape": shown(shape)}))
        elif seen != shape:
            key = "array-shape" if seen else "array-number"
            key = key if shape else "array-shape-for-number"
            self.remarks.append(Remark(key, {"rate": self.rate(name), "name": name, "seen": shown(seen), "shape": shown(shape)}))

    def misfit(self, name: Name) -> Verdict:
        """An answer whose shapes do not fit: which mistake made it so is seen where all sizes are the same."""
        self.remarks.append(Remark("array-misfit", {"error": self.answer.misfit}))
        return self.in_twin(name, None)

    def in_twin(self, name: Name, witness: Any) -> Verdict:
        """The diagnosis where everything has one size."""
        twin = self.task.twin
        try:
            read = read_array_answer(self.answer.text, twin.found, lenient=True)
        except ChainruleError:
            return Incorrect(witness)
        values = None if read.tree is None else twin.values(read.tree, read.jacobian)
        if values is None:
            return Incorrect(witness)
        right = twin.right(name, read.jacobian)
        columns = by_entries(read.tree, twin.replay.scope)
        if columns != read.tree and close(twin.values(columns, read.jacobian), right):
            place = Place("formula", self.task.compact(name), columns)
            return Mistaken((Explanation((Finding("entries-sign", place, columns, {"put": columns}),), 1),), witness)
        return ArrayDiagnosis(Values(twin, name, read.jacobian, values, right), self.task, name, read.tree).verdict(witness)

    def witness(self, name: Name, jacobian: bool) -> Any:
        """Small whole numbers at which the answer can be seen to differ; ``None`` where that would be long."""
        judged, found = self.task.judged, self.found
        sizes = {letter: found.scope.shapes.get(letter, NUMBER) for letter in found.problem.inputs}
        if jacobian or judged.outside or sum(map(count, sizes.values())) > SMALL or count(found.of(name).shape) > FEW:
            return None
        curved = any(
            isinstance(node, Apply) and node.name in {*BY_NAME, "softmax", "entropy"} for node in postorder(*found.layered.derived.values())
        )
        numbers = (0.5, 1.0, -0.5, -1.0) if curved else (1.0, 2.0, 3.0, -1.0, -2.0)
        for seed in range(4):
            rng = Random(seed)
            point = {letter: Array(shape, tuple(rng.choice(numbers) for _ in range(count(shape)))) for letter, shape in sizes.items()}
            for letter in found.layered.targets:
                point[letter] = Array(sizes[letter], tuple(float(i == 0) for i in range(count(sizes[letter]))))
            try:
                known = judged.replay.machine.known(point)
                yours = judged.replay.scope.value(self.answer.tree, FLOATS, known)
            except BROKEN:
                continue
            correct = judged.laid_out([known[found.of(name).letter]], False)
            if correct is not None and all(map(math.isfinite, (*yours.data, *correct.data))) and not close([yours], [correct]):
                plain = {typed_name(letter): array.nested() for letter, array in point.items()}
                return ArrayWitness(plain, yours.nested(), correct.nested(), (point, yours, correct))
        return None
