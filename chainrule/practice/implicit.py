"""Answers to implicit equations: right when they are the slope at every point of the curve.

    x² + y² = 25      −x/y, −2x/(2y), y′ = …; −x/√(25 − x²) on the branch where it is true
    2x + 2y·y′ = 0    right, and still to be solved for y′
    −(y − x·y′)/y²    right as y″, and y′ still to be put in

This module knows the order of the questions about such an answer; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.derive import ORDERS
from chainrule.calculus.evaluate import shown, values
from chainrule.calculus.implicit import collected, implicit
from chainrule.calculus.steps import Derivation
from chainrule.errors import Beyond, ChainruleError, NoRule, TooLarge
from chainrule.expression.constants import ZERO, number, numeral
from chainrule.expression.convert import written
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Equals, Minus, Over, Plus, Rate, postorder, replace, symbols
from chainrule.practice import findings
from chainrule.practice.again import Again
from chainrule.practice.answer import Answer, read_answer, slope
from chainrule.practice.compare import Comparison, compare, has_unknown
from chainrule.practice.curve import Curve, Point
from chainrule.practice.curvereading import spaced, with_brackets
from chainrule.practice.form import form
from chainrule.practice.further import ExaminedAgain, too_low
from chainrule.practice.judge import Judgement, Remark
from chainrule.practice.repair import near
from chainrule.practice.route import Round, tidied
from chainrule.practice.several.numbers import reading
from chainrule.practice.sides import Sides, as_printed, in_letters
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

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The differentiations: of the left side, then of each derivative so far."""
        return (self.sides.rounds[0], *(in_letters(one.root.substeps[0], self.question.output) for one in self.derivation.rounds[1:]))

    @cached_property
    def asked(self) -> sympy.Symbol:
        """The letter for what is asked for: y′, y″."""
        return sympy.Symbol(self.question.output.name + "′" * len(self.rounds))

    @cached_property
    def lower(self) -> dict[sympy.Symbol, Any]:
        """The letters for the derivatives of lower order, with what they are."""
        name = self.question.output.name
        return {sympy.Symbol(name + "′" * order): one.answer for order, one in enumerate(self.derivation.rounds[:-1], 1)}

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
        if self.number is not None:
            return _exact(self.number)
        return self.derivation.answer if self.lower else tidied(self.right)

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
            read = read_answer(self.spaced(answer), self.letters, log_base) if isinstance(answer, str) else None
            return self.judged(read or Answer(str(answer), (written(answer),)))
        except ChainruleError as error:
            return Judgement(Unreadable(error), str(answer))

    def judged(self, answer: Answer, derived: bool = False) -> Judgement:
        """The verdict on an answer that has been read; ``derived``: it had been right, and was spoilt afterwards."""
        return _OnCurve(self, answer, derived).judgement()

    def spaced(self, text: str) -> str:
        """A text with y′ as a letter wherever it stands."""
        return spaced(text, self.variable.name, self.question.output.name)


def implicit_task(question: Question) -> ImplicitTask:
    """The task of an equation. Raises ``Beyond`` where y′ drops out, ``NoRule``, ``UsageError`` for a point off the curve."""
    unknown = next((node for node in postorder(question.goal) if has_unknown(node)), None)
    if unknown is not None:
        raise NoRule("check-implicit-unknown", {"name": getattr(unknown, "name", "f")})
    if question.order > ORDERS:
        raise TooLarge("order-too-high", {"limit": ORDERS})
    task = ImplicitTask(question, implicit(question.goal, question.variable, question.output, question.order))
    assert task.number is None or math.isfinite(task.number)
    return task


def _exact(value: float) -> Any:
    """−3/4 for −0.75; a decimal where it is no simple fraction."""
    fraction = Fraction(value).limit_denominator(1000)
    return numeral(fraction) if near(float(fraction), value) else shown(value)


def _strange(letter: Any) -> str:
    """What to say of a letter: that it stands for nothing, or for a derivative that is still to be taken."""
    return "derivative-left" if isinstance(letter, Rate) or slope(letter) else "strange-letter"


class _OnCurve:
    """One answer before the judge."""

    def __init__(self, task: ImplicitTask, answer: Answer, derived: bool = False) -> None:
        self.task = task
        self.derived = derived
        self.curve = task.curve
        self.answer = answer
        self.remarks: list[Remark] = []
        self.dependent = task.question.output
        self.printed = as_printed(task.asked, task.asked)

    def judgement(self) -> Judgement:
        """The verdict, with the remarks on the way."""
        if self.answer.constant is not None:
            self.remarks.append(Remark("plus-constant", {"c": self.answer.constant}))
        sides = [self.lettered(side) for side in self.answer.sides]
        if len(sides) == 1 and self.task.asked in symbols(sides[0]):  # without an equals sign it is the side of an equation
            sides = [sides[0], ZERO] if "=" not in self.answer.text else [self.task.asked, sides[0]]
        if letter := self.unsolved(sides):
            self.answer = replaced(self.answer, sides=(Equals(*self.shown(sides)),), others=())
            verdict, tree = self.equation(sides, letter)
        elif symbols(sides[-1]) & self.task.lower.keys() and not self.strange(self.put_in(sides[-1])):
            verdict, tree = self.with_lower(sides[-1]), self.put_in(sides[-1])
        elif len(sides) > 1 and number(sides[-1]) is not None and not self.strange(sides[-2]):
            tree = sides[-2] if sides[-1] == ZERO else Plus(sides[-2], Minus(sides[-1]))
            self.answer = replaced(self.answer, sides=(Equals(*sides[-2:]),), others=())
            verdict = self.plain(tree)
        elif strange := self.strange(sides[-1]):
            self.remarks.append(Remark(_strange(strange), {"letter": strange}))
            verdict, tree = Incorrect(None), sides[-1]
        else:
            verdict, tree = self.plain(sides[-1]), sides[-1]
        return Judgement(verdict, self.answer.text, self.answer, tuple(self.remarks), tree)

    def unsolved(self, sides: Sequence[Any]) -> sympy.Symbol | None:
        """The derivative that an equation is to be solved for: the one asked for, or a lower one in an equation for it."""
        letters = {letter for side in sides[-2:] for letter in symbols(side)}
        if self.task.asked in letters:
            return self.task.asked
        whole = len(sides) == 2 and self.answer.text.count("=") == 1
        return next((letter for letter in reversed(self.task.lower) if letter in letters and whole), None)

    def shown(self, sides: Sequence[Any]) -> list[Any]:
        """Both sides of an equation with y′ as answers have it."""
        letters = {letter: sympy.Symbol(f"{self.dependent.name}_by{k}") for k, letter in enumerate((*self.task.lower, self.task.asked), 1)}
        return [replace(side, letters) for side in sides[-2:]]

    def put_in(self, tree: Any) -> Any:
        """The tree with what the derivatives of lower order are."""
        return replace(tree, self.task.lower) if self.task.lower else tree

    def lettered(self, tree: Any) -> Any:
        """y for y(x), one letter for y′ and dy/dx, one for y″, 1 for x′."""
        table: dict[Any, Any] = {Apply(self.dependent.name, self.task.variable): self.dependent}
        for letter in symbols(tree):
            part = slope(letter)
            if part and part.by in ("", self.task.variable.name) and part.order <= len(self.task.rounds):
                if part.of == self.dependent.name:
                    table[letter] = sympy.Symbol(part.of + "′" * part.order)
                elif part.of == self.task.variable.name and part.order == 1:
                    table[letter] = sympy.Integer(1)
        return replace(tree, table)

    def strange(self, tree: Any) -> Any:
        """A letter that is not in the problem, or a derivative that is still to be taken."""
        known = symbols(self.curve.difference) | {self.task.variable, self.dependent}
        rate = next((node for node in postorder(tree) if isinstance(node, Rate)), None)
        return rate or next(iter(sorted(symbols(tree) - known, key=str)), None)

    # With derivatives of lower order

    def with_lower(self, tree: Any) -> Verdict:
        """Right but for y′, which is to be put in, or wrong."""
        closed = self.put_in(tree)
        if not self.same(closed):
            return self.plain(closed)
        letters = tuple((as_printed(p, p), value) for p, value in self.task.lower.items() if p in symbols(tree))
        return Unfinished(letters, self.task.expected, how="slope")

    # An equation that still holds y′

    def equation(self, sides: Sequence[Any], p: sympy.Symbol) -> tuple[Verdict, Any]:
        """Right so far, or wrong: it is solved for y′, and that is judged."""
        slope = as_printed(p, p)
        left, right = sides[-2:]
        whole = Plus(left, Minus(right))
        if strange := self.strange(self.put_in(replace(whole, {p: self.dependent}))):
            self.remarks.append(Remark(_strange(strange), {"letter": strange}))
            return Incorrect(None), sides[-1]
        try:
            rest, factor = collected(whole, p)
            factor = tidied(factor)
        except (AssertionError, StopIteration):  # not linear in it
            factor = ZERO
        if factor == ZERO or sides == [p, ZERO]:
            self.remarks.append(Remark("no-slope-left", {"slope": slope}))
            return Incorrect(None), sides[-1]
        solved = tidied(self.put_in(Minus(Over(rest, factor)) if rest != ZERO else ZERO))
        if p != self.task.asked and self.on_curve(solved, self.task.lower[p]):
            order = len(p.name) - len(self.dependent.name)
            return Mistaken((too_low(self.curve.equation, self.task.derivation, order),), None), solved
        if p == self.task.asked and self.same(solved):
            return Unfinished((), self.task.expected, how="solve"), solved
        self.remarks.append(Remark("solved-for", {"slope": slope, "solved": solved}))
        if p != self.task.asked:
            solved = self.again(solved)
        return self.plain(solved), solved

    def again(self, tree: Any) -> Any:
        """A first derivative differentiated as often as it takes."""
        return Again(self.task.derivation).from_slope(tree)

    # An answer

    def compared(self, tree: Any) -> Comparison:
        """The answer beside the derivative, on the curve."""
        return self.curve.compare(tree, self.task.right, self.task.points)

    def same(self, tree: Any) -> bool:
        """Whether a tree is the derivative on the curve."""
        return self.on_curve(tree, self.task.right)

    def on_curve(self, tree: Any, other: Any) -> bool:
        """Whether two trees are the same on the curve."""
        compared = self.curve.compare(tree, other, self.task.points)
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
        elif self.task.number is None and not any(
            compare(tree, form, self.curve.difference).same is not False for form in (self.task.right, self.task.expected)
        ):
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
        return self.meant(self.answer.others, found)

    def meant(self, others: Iterable[Any], found: Witness | None) -> Verdict | None:
        """Right with brackets where they would be needed for another reading."""
        for other in map(self.lettered, others):
            if not self.strange(other) and self.same(other):
                return Mistaken((findings.whole("brackets-missing", self.curve.equation, other, seen=self.answer.tree, put=other),), found)
        return None

    def with_brackets(self) -> Iterator[Any]:
        """The answer with brackets around what stands above and below the bar."""
        for text in with_brackets(self.answer.text) if not isinstance(self.answer.tree, Equals) else ():
            try:
                yield read_answer(self.task.spaced(text), self.task.letters).tree
            except ChainruleError:
                continue

    def diagnosed(self, tree: Any, found: Witness | None) -> Verdict:
        """Which mistakes explain it."""
        lower = isinstance(self.answer.tree, Equals) or bool(symbols(self.lettered(self.answer.tree)) & self.task.lower.keys())
        told = (self.curve, self.task.sides, tree, self.task.points, not lower, self.derived)
        if self.task.lower:
            verdict = ExaminedAgain(*told, derivation=self.task.derivation, put=not lower).verdict(found)
        else:
            verdict = Examined(*told).verdict(found)
        return (self.meant(self.with_brackets(), found) if isinstance(verdict, Incorrect) else None) or verdict

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
