"""Answers to implicit equations: right when they are the slope at every point of the curve.

    x² + y² = 25      −x/y, −2x/(2y), y′ = …; −x/√(25 − x²) on the branch where it is true
    2x + 2y·y′ = 0    right, and still to be solved for y′

This module knows the order of the questions about such an answer; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.evaluate import shown, values
from chainrule.calculus.implicit import collected, implicit
from chainrule.calculus.steps import Derivation
from chainrule.errors import Beyond, ChainruleError, NoRule
from chainrule.expression.constants import ZERO, number, numeral
from chainrule.expression.convert import written
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Equals, Minus, Over, Plus, Rate, postorder, replace, symbols
from chainrule.practice import findings
from chainrule.practice.answer import Answer, read_answer, slope
from chainrule.practice.compare import Comparison, compare, has_unknown
from chainrule.practice.curve import Curve, Point
from chainrule.practice.form import form
from chainrule.practice.judge import Judgement, Remark
from chainrule.practice.repair import near
from chainrule.practice.route import Round, tidied
from chainrule.practice.several.numbers import reading
from chainrule.practice.sides import Sides, as_printed
from chainrule.practice.solving import Examined
from chainrule.practice.verdict import Correct, Incorrect, Mistaken, Undecided, Unfinished, Unreadable, Verdict, Witness
from chainrule.questions import Question
from chainrule.render.page import maths

BRANCH = 3
"""A right branch shows at so many points at least."""


@dataclass(frozen=True)
class ImplicitTask:
    """An equation with its derivation: what answers are judged by, worked out once."""

    question: Question
    derivation: Derivation

    @property
    def variable(self) -> sympy.Symbol:
        """The letter to differentiate by."""
        return self.question.variable

    @property
    def posed(self) -> tuple[Any, ...]:
        """The equation, as it stands above the page."""
        return (self.question.goal,)

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The one differentiation there is."""
        return self.sides.rounds[:1]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters and functions of the equation."""
        functions = {node.name for node in postorder(self.question.goal) if isinstance(node, Apply)}
        return frozenset({symbol.name for symbol in symbols(self.question.goal)} | functions)

    @cached_property
    def sides(self) -> Sides:
        """Both sides, to be worked with slips."""
        return Sides(self.derivation)

    @property
    def right(self) -> Any:
        """The derivative as solving gave it."""
        return self.derivation.unsimplified

    @cached_property
    def expected(self) -> Any:
        """The derivative in textbook form; at a point its number."""
        return tidied(self.right) if self.number is None else _exact(self.number)

    @cached_property
    def curve(self) -> Curve:
        """The equation as a curve."""
        return Curve(self.question.goal, self.variable, self.question.output, self.right)

    @cached_property
    def number(self) -> float | None:
        """The derivative at the point of the question; ``None`` where none is asked for."""
        if not self.question.point:
            return None
        values(self.derivation, self.question.point)  # refuses what is no point of the curve
        (found,) = Program(self.right)(self.question.point)
        if math.isnan(found):
            raise Beyond("check-no-slope", {"name": self.question.output.name})
        return found

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Where answers are judged."""
        return (self.question.point,) if self.question.point else self.curve.points

    def has_expected_form(self, tree: Any) -> bool:
        """Whether a right answer is what solving gave or the textbook prints, up to the order."""
        return bool(form(tree) == form(self.right) or form(tree) == form(self.expected))

    def judge(self, answer: Any, log_base: int | None = None) -> Judgement:
        """The verdict on an answer."""
        try:
            read = self._read(answer, log_base) if isinstance(answer, str) else Answer(str(answer), (written(answer),))
            return _OnCurve(self, read).judgement()
        except ChainruleError as error:
            return Judgement(Unreadable(error), str(answer))

    def _read(self, text: str, log_base: int | None) -> Answer:
        """The answer, with y′ as a letter also where it stands close to another: xy′."""
        x, y = re.escape(self.variable.name), re.escape(self.question.output.name)
        spaced = re.sub(rf"(?<=[A-Za-z0-9]){y}\s*(?=['′’])", f" {y}", text)
        spaced = re.sub(rf"(?<![A-Za-z]){y}\s*(['′’])\s*\((?!\s*{x}\s*\))", rf"{y}\1*(", spaced)
        if re.search(rf"d\s?{y}\b(?!\s*/)", spaced) and re.search(rf"(?<![/\s])\s*d\s?{x}\b", spaced) and not _FRACTION.search(spaced):
            spaced = re.sub(rf"d\s?{x}\b", "(1)", re.sub(rf"d\s?{y}\b", f" {y}'", spaced))  # differentials: 2x dx + 2y dy = 0
        return read_answer(spaced, self.letters, log_base)


def implicit_task(question: Question) -> ImplicitTask:
    """The task of an equation. Raises ``Beyond`` where y′ drops out, ``NoRule``, ``UsageError`` for a point off the curve."""
    unknown = next((node for node in postorder(question.goal) if has_unknown(node)), None)
    if unknown is not None:
        raise NoRule("check-implicit-unknown", {"name": getattr(unknown, "name", "f")})
    task = ImplicitTask(question, implicit(question.goal, question.variable, question.output))
    assert task.number is None or math.isfinite(task.number)
    return task


def _exact(value: float) -> Any:
    """−3/4 for −0.75; a decimal where it is no simple fraction."""
    fraction = Fraction(value).limit_denominator(1000)
    return numeral(fraction) if near(float(fraction), value) else shown(value)


_FRACTION = re.compile(r"/\s*\(?\s*d|frac\s*\{\s*d")
"""dy/dx, where dx is no differential."""


class _OnCurve:
    """One answer before the judge."""

    def __init__(self, task: ImplicitTask, answer: Answer) -> None:
        self.task = task
        self.curve = task.curve
        self.answer = answer
        self.remarks: list[Remark] = []
        self.dependent = task.question.output
        self.printed = as_printed(task.sides.slope, task.sides.slope)

    def judgement(self) -> Judgement:
        """The verdict, with the remarks on the way."""
        if self.answer.constant is not None:
            self.remarks.append(Remark("plus-constant", {"c": self.answer.constant}))
        sides = [self.lettered(side) for side in self.answer.sides]
        if len(sides) == 1 and self.task.sides.slope in symbols(sides[0]):  # without an equals sign it is the side of an equation
            sides = [sides[0], ZERO] if "=" not in self.answer.text else [self.task.sides.slope, sides[0]]
        if any(self.task.sides.slope in symbols(side) for side in sides[-2:]):
            self.answer = replaced(self.answer, sides=(Equals(*self.shown(sides)),), others=())
            verdict, tree = self.equation(sides)
        elif len(sides) > 1 and number(sides[-1]) is not None and not self.strange(sides[-2]):
            tree = sides[-2] if sides[-1] == ZERO else Plus(sides[-2], Minus(sides[-1]))
            self.answer = replaced(self.answer, sides=(Equals(*sides[-2:]),), others=())
            verdict = self.plain(tree)
        elif strange := self.strange(sides[-1]):
            self.remarks.append(Remark("strange-letter", {"letter": strange}))
            verdict, tree = Incorrect(None), sides[-1]
        else:
            verdict, tree = self.plain(sides[-1]), sides[-1]
        return Judgement(verdict, self.answer.text, self.answer, tuple(self.remarks), tree)

    def shown(self, sides: Sequence[Any]) -> list[Any]:
        """Both sides of an equation with y′ as answers have it."""
        return [replace(side, {self.task.sides.slope: sympy.Symbol(f"{self.dependent.name}_by1")}) for side in sides[-2:]]

    def lettered(self, tree: Any) -> Any:
        """y for y(x), one letter for y′ and dy/dx, 1 for x′."""
        table: dict[Any, Any] = {Apply(self.dependent.name, self.task.variable): self.dependent}
        for letter in symbols(tree):
            part = slope(letter)
            if part and part.by in ("", self.task.variable.name) and part.order == 1:
                if part.of == self.dependent.name:
                    table[letter] = self.task.sides.slope
                elif part.of == self.task.variable.name:
                    table[letter] = sympy.Integer(1)
        return replace(tree, table)

    def strange(self, tree: Any) -> Any:
        """A letter that is not in the problem, or a derivative that is still to be taken."""
        known = symbols(self.curve.difference) | {self.task.variable, self.dependent}
        rate = next((node for node in postorder(tree) if isinstance(node, Rate)), None)
        return rate or next(iter(sorted(symbols(tree) - known, key=str)), None)

    # An equation that still holds y′

    def equation(self, sides: Sequence[Any]) -> tuple[Verdict, Any]:
        """Right so far, or wrong: it is solved for y′, and that is judged."""
        p = self.task.sides.slope
        left, right = sides[-2:]
        whole = Plus(left, Minus(right))
        if strange := self.strange(replace(whole, {p: self.dependent})):
            self.remarks.append(Remark("strange-letter", {"letter": strange}))
            return Incorrect(None), sides[-1]
        try:
            rest, factor = collected(whole, p)
        except (AssertionError, StopIteration):  # not linear in it
            factor = ZERO
        if factor == ZERO or sides == [p, ZERO]:
            self.remarks.append(Remark("no-slope-left", {"slope": self.printed}))
            return Incorrect(None), sides[-1]
        solved = tidied(Minus(Over(rest, factor)) if rest != ZERO else ZERO)
        if self.same(solved):
            return Unfinished((), self.task.expected, how="solve"), solved
        self.remarks.append(Remark("solved-for", {"slope": self.printed, "solved": solved}))
        return self.plain(solved), solved

    # An answer

    def compared(self, tree: Any) -> Comparison:
        """The answer beside the derivative, on the curve."""
        return self.curve.compare(tree, self.task.right, self.task.points)

    def same(self, tree: Any) -> bool:
        """Whether a tree is the derivative on the curve."""
        compared = self.compared(tree)
        return bool(compared.agree) and not compared.differ

    def plain(self, tree: Any) -> Verdict:
        """The verdict on an answer without y′."""
        if self.task.number is not None and not symbols(tree) and (read := reading(tree)) and read.stands_for(self.task.number):
            return Correct()
        compared = self.compared(tree)
        if not compared.agree and not compared.differ:
            return Undecided("no-points") if not compared.missing else Incorrect(self.witness(tree, compared))
        if not compared.differ:
            if self.task.number is not None and symbols(tree):
                letters = tuple((sympy.Symbol(name), shown(value)) for name, value in self.task.question.point.items())
                return Unfinished(letters, self.task.expected, numbers=True)
            return self.correct(tree, compared)
        found = self.witness(tree, compared)
        return self.branch(tree, compared) or self.elsewhere(found) or self.diagnosed(tree, found)

    def correct(self, tree: Any, compared: Comparison) -> Verdict:
        """Right; where it differs from the derivative off the curve, or has no value on a part of it, that is said."""
        if compared.missing:
            self.remarks.append(Remark("part-of-curve", {"curve": self.curve.equation}))
        elif self.task.number is None and compare(tree, self.task.right, self.curve.difference).same is False:
            self.remarks.append(Remark("on-the-curve", {"curve": self.curve.equation, "expected": self.task.expected}))
        return Correct()

    def branch(self, tree: Any, compared: Comparison) -> Verdict | None:
        """Right on one branch of the curve, where the answer is explicit."""
        if len(compared.agree) < BRANCH or self.task.number is not None:
            return None
        bound = self.bound(compared)
        if self.dependent in symbols(tree):
            if bound is None:
                return None
            return Mistaken(
                (findings.whole("only-where", self.curve.equation, self.task.expected, condition=bound),), self.witness(tree, compared)
            )
        if bound is not None:
            self.remarks.append(Remark("branch-where", {"condition": maths(*bound), "y": self.dependent}))
        else:
            here, there = (
                {name: shown(round(value, 3)) for name, value in found[0].items()} for found in (compared.agree, compared.differ)
            )
            x, y = self.task.variable.name, self.dependent.name
            self.remarks.append(Remark("branch-at", {"x0": here[x], "y0": here[y], "x1": there[x], "y1": there[y]}))
        return Correct()

    def bound(self, compared: Comparison) -> tuple[Any, ...] | None:
        """(y, ">", 0) where that is what tells the points."""
        for letter in (self.dependent, self.task.variable):
            agree, differ = ({point[letter.name] > 0 for point in found} for found in (compared.agree, compared.differ))
            if len(agree) == len(differ) == 1 and agree != differ:
                return letter, ">" if agree == {True} else "<", ZERO
        return None

    def elsewhere(self, found: Witness | None) -> Verdict | None:
        """Right in another reading of what was typed."""
        for other in map(self.lettered, self.answer.others):
            if not self.strange(other) and self.same(other):
                return Mistaken((findings.whole("brackets-missing", self.curve.equation, other, seen=self.answer.tree, put=other),), found)
        return None

    def diagnosed(self, tree: Any, found: Witness | None) -> Verdict:
        """Which mistakes explain it."""
        return Examined(self.curve, self.task.sides, tree, self.task.points, not isinstance(self.answer.tree, Equals)).verdict(found)

    def witness(self, tree: Any, compared: Comparison) -> Witness | None:
        """A point of the curve where the answer can be seen to differ: a friendly one if there is one."""
        program, blind = Program(tree, self.task.right), None
        for point in (*(() if self.task.number is not None else self.curve.friendly), *compared.differ, *compared.missing):
            yours, correct = program(point)
            if math.isnan(correct):
                continue
            if math.isnan(yours):
                blind = blind or Witness(point, None, correct)
            elif not near(yours, correct):
                return Witness(point, yours, correct + 0.0)
        return blind
