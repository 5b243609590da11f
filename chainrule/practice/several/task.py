"""A task of several derivatives, or about a system, or at a point: its components, judged one by one, then together.

    each component      right? unfinished? which wrong law of the graph, which mistake with the formula?
    all together        swapped, transposed, added up, too few or too many?

This module knows the order of the questions; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Any

import sympy

from chainrule.errors import Beyond, ChainruleError, UsageError
from chainrule.expression.constants import numeral
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Vector, symbols
from chainrule.practice.answer import Answer
from chainrule.practice.compare import has_unknown
from chainrule.practice.form import form
from chainrule.practice.judge import Judgement, Remark
from chainrule.practice.several.atpoint import AtPoint, PartlyAt
from chainrule.practice.several.components import Component, components, of_one
from chainrule.practice.several.judging import Formulas, Judged
from chainrule.practice.several.numbers import valuation
from chainrule.practice.several.reading import Given, Piece, read_components
from chainrule.practice.verdict import (
    Correct,
    Explanation,
    Finding,
    Incorrect,
    Mistaken,
    Place,
    Undecided,
    Unfinished,
    Unreadable,
    Verdict,
)
from chainrule.questions import Question, SystemQuestion

SWAPS = 4
"""Of more components no exchange is looked for."""


@dataclass(frozen=True, eq=False)
class Part:
    """One component of an answer: what it is about, how it was read (``None``: it is missing), and what came of it."""

    component: Component
    read: Answer | None
    judged: Judged | None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on it."""
        return self.judged.verdict if self.judged else None


@dataclass(frozen=True, eq=False)
class SeveralTask:
    """What answers to a system, a gradient, a Jacobian, or at a point are judged by."""

    question: SystemQuestion
    components: tuple[Component, ...]
    alone: bool = False
    """Whether one derivative of one formula was asked for, which has no need of a name."""

    @property
    def outputs(self) -> int:
        """How many functions there are."""
        return len(self.question.system.outputs)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows (one an output) and columns (one a derivative)."""
        return self.outputs, len(self.components) // self.outputs

    @cached_property
    def point(self) -> dict[str, float] | None:
        """The number of every name, where values at a point are asked for; raises ``UsageError`` where letters are missing."""
        if not self.question.point:
            return None
        for name, tree in self.question.system.definitions:
            if has_unknown(tree):
                raise Beyond("no-number-of-unknown", {"equation": f"{name} = {unicode(tree)}"})
        found = valuation(self.question.system, self.question.point)
        for component in self.components:
            value = component.value(found)
            if value != value:
                unknown = sorted(n for n in _needed(component) if found.get(n, 0.0) != found.get(n, 0.0))
                free = [name for name in unknown if name in {letter.name for letter in self.question.system.inputs}]
                if unknown and all(_stays(self.question, name) for name in unknown):
                    return None
                if unknown:
                    raise UsageError("point-incomplete", {"names": ", ".join(free or unknown)})
                raise UsageError("no-value-there", {"rate": unicode(component.sign)})
        return found

    @property
    def expected(self) -> Any:
        """The derivatives in textbook form, by their names; of several outputs by output and name."""
        return self.by_name(lambda component: component.expected)

    def by_name(self, what: Any) -> Any:
        """Something of each component, by the names of the components; of a single formula without a name."""
        if self.alone:
            return what(self.components[0])
        found: dict[str, dict[str, Any]] = {output.name: {} for output in self.question.system.outputs}
        for component in self.components:
            found[component.output.name][component.key] = what(component)
        return found if self.outputs > 1 else next(iter(found.values()))

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of the problem."""
        return frozenset(name.name for name in (*self.question.system.formula, *self.question.system.inputs))

    @cached_property
    def judges(self) -> Formulas | AtPoint | PartlyAt:
        """What judges a component: a formula, or a number at the point."""
        formulas = Formulas(self.question)
        if self.point is not None:
            return AtPoint(formulas, self.point, self.question.point)
        return PartlyAt(formulas, self.question.point) if self.question.point else formulas

    def has_expected_form(self, component: Component, tree: Any) -> bool:
        """Whether a right component is what the rules gave or the textbook prints, up to the order."""
        return any(known is not None and form(tree) == form(known) for known in (component.right, component.expected))

    def judge(self, answer: Any, log_base: int | None = None) -> Judgement:
        """The verdict on an answer."""
        try:
            given = read_components(answer, self.letters, log_base)
            return _Judging(self, given).judgement()
        except ChainruleError as error:
            return Judgement(Unreadable(error), str(answer))


def several(question: Question | SystemQuestion) -> SeveralTask:
    """The task of a question. Raises ``NoRule``, ``TooLarge`` and ``UsageError``."""
    asked = of_one(question) if isinstance(question, Question) else question
    found = SeveralTask(asked, components(asked), isinstance(question, Question))
    _ = found.point  # letters that are missing are said before an answer is read
    return found


def _stays(question: SystemQuestion, name: str) -> bool:
    """Whether a letter is a parameter, which may stay in an answer at a point."""
    letter = sympy.Symbol(name)
    return letter not in question.varying and letter not in question.system.formula


def _needed(component: Component) -> set[str]:
    """The letters the derivative depends on."""
    tree = component.in_names
    names = symbols(tree) if tree is not None else frozenset(component.system.inputs)
    return {letter.name for name in names for letter in component.system.below(name)}


class _Judging:
    """One answer before the judge."""

    def __init__(self, task: SeveralTask, given: Given) -> None:
        self.task = task
        self.given = given

    def judgement(self) -> Judgement:
        """The verdict on the whole, with that on every component."""
        task, given = self.task, self.given
        pieces = given.pieces
        if len(task.components) == 1 and len(pieces) == 1:
            return self.together([self.part(task.components[0], pieces[0])])
        if given.named:
            return self.by_names()
        if given.alone:
            return self.alone(pieces[0])
        if self.is_hessian:
            return self.hessian()
        if len(pieces) != len(task.components) or (self.turned and given.rows and self.has_shape((task.shape[1], task.shape[0]))):
            turned = self.transposed() if len(pieces) == len(task.components) else None
            if turned is not None:
                return turned
            if len(pieces) != len(task.components):
                return self.number_wrong(len(pieces), Answer(given.text, (Vector(*[piece.answer.tree for piece in pieces]),)))
        parts = [self.part(component, piece) for component, piece in zip(task.components, pieces, strict=True)]
        return self.exchanged(parts) or self.transposed() or self.together(parts)

    @property
    def is_hessian(self) -> bool:
        """Whether second derivatives are asked for and all of them, the mixed ones twice, are given in a square."""
        n = len(self.task.question.sources)
        return (
            self.task.question.order == 2 and not self.task.question.mixed and n > 1 and self.has_shape((n, n)) and self.task.outputs == 1
        )

    def hessian(self) -> Judgement:
        """Of the two entries that are the same derivative a wrong one is looked at."""
        parts = []
        sources = self.task.question.sources
        for component in self.task.components:
            i, j = (sources.index(letter) for letter in component.letters)
            both = [self.part(component, self.given.rows[a][b]) for a, b in ((i, j), (j, i))]
            parts.append(next((part for part in both if not isinstance(part.verdict, Correct)), both[0]))
        return self.together(parts)

    @property
    def turned(self) -> bool:
        """Whether the rows could be taken for the columns."""
        return min(self.task.shape) > 1

    def has_shape(self, shape: tuple[int, int]) -> bool:
        """Whether the answer has so many rows and columns."""
        return len(self.given.rows) == shape[0] and all(len(row) == shape[1] for row in self.given.rows)

    def part(self, component: Component, piece: Piece) -> Part:
        """One component judged."""
        return Part(component, piece.answer, self.task.judges.judged(component, piece.answer))

    # All together

    def together(self, parts: Sequence[Part], remarks: tuple[Remark, ...] = ()) -> Judgement:
        """The verdict on the whole from those on the components."""
        verdicts = [part.verdict for part in parts]
        missing = tuple(part.component.sign for part in parts if part.verdict is None)
        wrong = [verdict for verdict in verdicts if isinstance(verdict, Mistaken | Incorrect)]
        undecided = [verdict for verdict in verdicts if isinstance(verdict, Undecided)]
        unfinished = [verdict for verdict in verdicts if isinstance(verdict, Unfinished)]
        verdict: Verdict
        if len(parts) == 1 and verdicts[0] is not None:
            verdict = verdicts[0]
        elif wrong:
            explanations = tuple(e for v in wrong if isinstance(v, Mistaken) for e in v.explanations)
            verdict = Mistaken(explanations, wrong[0].witness) if explanations else Incorrect(wrong[0].witness)
        elif undecided:
            verdict = undecided[0]
        elif missing:
            verdict = Unfinished((), None, missing=missing)
        elif unfinished:
            verdict = Unfinished(tuple(dict.fromkeys(pair for v in unfinished for pair in v.letters)), None)
        else:
            verdict = Correct()
        read = next((part.read for part in parts if part.read), None)
        tree = parts[0].judged.tree if len(parts) == 1 and parts[0].judged else None
        told = tuple({str(remark): remark for part in parts if part.judged for remark in part.judged.remarks}.values())
        return Judgement(verdict, self.given.text, read, (*remarks, *told), tree, tuple(parts))

    def by_names(self) -> Judgement:
        """Components that say what they are."""
        found: dict[int, Piece] = {}
        strange: list[Piece] = []
        for piece in self.given.pieces:
            place = next((i for i, one in enumerate(self.task.components) if _is(piece, one, self.task.outputs)), None)
            if place is None:
                strange.append(piece)
            else:
                found[place] = piece
        if not found:
            rows = tuple(tuple(Piece(None, (), piece.answer) for piece in row) for row in self.given.rows)
            return _Judging(self.task, Given(self.given.text, rows, self.given.alone)).judgement()
        known = enumerate(self.task.components)
        parts = [self.part(one, found[i]) if i in found else Part(one, None, None) for i, one in known]
        remarks = tuple(Remark("component-not-asked", {"names": ",".join(piece.by)}) for piece in strange)
        return (self.exchanged(parts) if len(found) == len(parts) else None) or self.together(parts, remarks)

    def exchanged(self, parts: Sequence[Part]) -> Judgement | None:
        """All components there, but in another order."""
        if not 1 < len(parts) <= SWAPS or not any(isinstance(part.verdict, Mistaken | Incorrect) for part in parts):
            return None
        for order in permutations(self.task.components):
            if order != self.task.components and self.all_right(order, [part.read.tree for part in parts if part.read]):
                first = next((part.component, one) for part, one in zip(parts, order, strict=True) if part.component is not one)
                return self.one_mistake("components-swapped", parts, first=first[0].sign, second=first[1].sign)
        return None

    def all_right(self, components: Sequence[Component], trees: Sequence[Any]) -> bool:
        """Whether every expression is right for its component."""
        return all(self.task.judges.is_right(one, tree) for one, tree in zip(components, trees, strict=True))

    def transposed(self) -> Judgement | None:
        """The rows where the columns belong."""
        rows, columns = self.task.shape
        if not self.turned or not self.has_shape((columns, rows)):
            return None
        flat = [self.given.rows[j][i] for i in range(rows) for j in range(columns)]
        components = self.task.components
        as_it_stands = rows == columns and self.all_right(components, [piece.answer.tree for piece in self.given.pieces])
        if as_it_stands or not self.all_right(components, [piece.answer.tree for piece in flat]):
            return None
        return self.one_mistake("jacobian-transposed", [self.part(one, piece) for one, piece in zip(components, flat, strict=True)])

    def alone(self, piece: Piece) -> Judgement:
        """One expression where several are asked for."""
        judges, tree = self.task.judges, piece.answer.tree
        right = [one for one in self.task.components if judges.is_right(one, tree)]
        if judges.is_sum(self.task.components, tree):
            return self.one_mistake("partials-added", (), piece.answer)
        if right:
            parts = [self.part(one, piece) if one is right[0] else Part(one, None, None) for one in self.task.components]
            return self.together(parts)
        return self.number_wrong(1, piece.answer)

    def number_wrong(self, given: int, read: Answer | None = None) -> Judgement:
        """Too few or too many components."""
        wanted = len(self.task.components)
        return self.one_mistake("components-number", (), read, given=numeral(given), wanted=numeral(wanted))

    def one_mistake(self, id: str, parts: Sequence[Part], read: Answer | None = None, **facts: Any) -> Judgement:
        """A mistake about the answer as a whole."""
        signs = tuple(piece for one in self.task.components for piece in (",", one.sign))[1:]
        goal = self.task.components[0].goal or self.task.components[0].output
        right = [one.expected for one in self.task.components if one.expected is not None]
        place = Place("components", signs, goal)
        finding = Finding(id, place, Vector(*right) if len(right) > 1 else goal, {"rates": signs, **facts})
        read = read or next((part.read for part in parts if part.read), None)
        return Judgement(Mistaken((Explanation((finding,), 1),), None), self.given.text, read, (), None, tuple(parts))


def of_the_whole(verdict: Verdict) -> bool:
    """Whether a verdict is one on the answer as a whole, not on its components."""
    return isinstance(verdict, Mistaken) and verdict.explanations[0].findings[0].place.kind == "components"


def _is(piece: Piece, component: Component, outputs: int) -> bool:
    """Whether a piece says that it is this component."""
    if sorted(piece.by) != sorted(letter.name for letter in component.letters):
        return False
    return outputs == 1 or piece.name in (None, component.output.name) or piece.name == component.output.name.replace("_", "")
