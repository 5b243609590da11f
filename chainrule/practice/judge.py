"""An answer checked: read, judged right first, then looked at for what is unfinished or mistaken.

    judge(question, text) -> Judgement        the verdict as data, with remarks on the way

The ladder: readable? right? unfinished? right in another reading or in part of the domain? mistaken, and how?
This module knows the order of the questions; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.conditions import conditions
from chainrule.calculus.names import Names
from chainrule.errors import Beyond, ChainruleError
from chainrule.expression.constants import number
from chainrule.expression.convert import written
from chainrule.expression.written import Apply, Equals, Power, Rate, Root, postorder, replace, symbols
from chainrule.practice import findings
from chainrule.practice.answer import Answer, read_answer, slope
from chainrule.practice.closing import Closed, Closing
from chainrule.practice.compare import Comparison, compare
from chainrule.practice.diagnose import Diagnosis, letters_of
from chainrule.practice.evidence import boundary, witness
from chainrule.practice.form import form
from chainrule.practice.parametric import Parametric
from chainrule.practice.route import Round, route, tidied
from chainrule.practice.verdict import Correct, Incorrect, Mistaken, Undecided, Unfinished, Unreadable, Verdict, Witness
from chainrule.questions import Curve, Question, SystemQuestion


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say besides the verdict: ``kind`` is the key of its sentence, ``facts`` its slots."""

    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one answer: how it was read, and ``tree``, what was judged, in the letters of the problem.

    Of an answer of several components, or one to a system, ``parts`` has what came of each.
    """

    verdict: Verdict
    text: str
    read: Answer | None = None
    remarks: tuple[Remark, ...] = ()
    tree: Any = None
    parts: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Task:
    """A question with its derivation: what answers are judged by, worked out once."""

    question: Question
    variable: sympy.Symbol
    rounds: tuple[Round, ...]
    letters: frozenset[str]
    curve: Parametric | None = None

    @property
    def posed(self) -> tuple[Any, ...]:
        """The problem, as it stands above the page: an equation, of a curve two."""
        return self.curve.equations if self.curve else (Equals(self.question.output, self.question.goal),)

    @property
    def goal(self) -> Any:
        """What is differentiated, in the letters of the problem; of a curve both formulas."""
        return self.curve.goal if self.curve else self.question.goal

    @property
    def formulas(self) -> Mapping[sympy.Symbol, Any]:
        """What the letters of the problem stand for: y, of a curve x as well."""
        return {self.question.output: self.question.goal, **({self.curve.x: self.curve.x_formula} if self.curve else {})}

    @property
    def right(self) -> Any:
        """The derivative as the rules gave it."""
        return self.rounds[-1].root.result

    @cached_property
    def expected(self) -> Any:
        """The derivative in textbook form."""
        return tidied(self.right)

    def has_expected_form(self, tree: Any) -> bool:
        """Whether a right answer is what the rules gave or the textbook prints, up to the order."""
        return bool(form(tree) == form(self.right) or form(tree) == form(self.expected))

    def judge(self, answer: Any, log_base: int | None = None) -> Judgement:
        """The verdict on an answer: what a student types, or a SymPy expression."""
        return judge(self, answer, log_base)


def task(question: Question | SystemQuestion) -> Task:
    """The derivation of a question. Raises ``NoRule``, ``TooLarge``, and ``Beyond`` for what cannot be checked yet."""
    one = question.put_together if isinstance(question, SystemQuestion) else question
    if one is None:
        raise Beyond("check-several")
    if isinstance(one.goal, Equals):
        raise Beyond("check-implicit")
    question, variable = one, one.variable
    if question.curve is not None:
        return _curve(question, question.curve)
    letters = letters_of(question.goal, variable, question.output)
    return Task(question, variable, route(question.goal, variable, Names(letters, question.given), question.order), letters)


def _curve(question: Question, curve: Curve) -> Task:
    """The task of a curve: its answers are formulas in the parameter."""
    if question.point:
        raise Beyond("check-curve-at", {"t": curve.parameter.name})
    one = Parametric(question.variable, curve.formula, question.output, question.goal)
    letters = letters_of(one.goal, curve.parameter, question.output) | {question.variable.name}
    return Task(question, curve.parameter, one.rounds(curve.parameter, Names(letters), question.order), letters, one)


def judge(task: Task, answer: Any, log_base: int | None = None) -> Judgement:
    """The verdict on an answer: what a student types, or a SymPy expression."""
    try:
        read = read_answer(answer, task.letters, log_base) if isinstance(answer, str) else Answer(str(answer), (written(answer),))
        return _Judge(task, read).judgement()
    except ChainruleError as error:  # not read, or beyond a limit once it was
        return Judgement(Unreadable(error), str(answer))


class _Judge:
    """One answer before the judge."""

    def __init__(self, task: Task, answer: Answer) -> None:
        self.task = task
        self.answer = answer
        self.goal = task.goal
        self.remarks: list[Remark] = []

    def judgement(self) -> Judgement:
        """The verdict, with the remarks on the way."""
        if self.answer.constant is not None:
            self.remarks.append(Remark("plus-constant", {"c": self.answer.constant}))
        if self.answer.differential:
            self.remarks.append(Remark("differential", {"x": self.task.variable}))
        tree = self.answer.tree
        if not self.is_plain(tree):
            verdict, tree = self.with_letters(tree)
        else:
            verdict = self.plain(tree)
        if not isinstance(verdict, Undecided):
            self.disagreement(tree)
        return Judgement(verdict, self.answer.text, self.answer, tuple(self.remarks), tree)

    def is_plain(self, tree: Any) -> bool:
        """Whether the answer is written in the letters of the problem, with nothing left to be done."""
        return symbols(tree) <= symbols(self.goal) | {self.task.variable} and not any(isinstance(node, Rate) for node in postorder(tree))

    # In the letters of the problem

    def plain(self, tree: Any) -> Verdict:
        """The verdict on an answer without letters to be put back."""
        compared = compare(tree, self.task.right, self.goal)
        if compared.same is None:
            return Undecided("no-points")
        if compared.same:
            return self.correct(tree, compared)
        found = witness(tree, self.task.right, self.goal, self.task.variable, compared.differ)
        return self.elsewhere(tree, compared, found) or self.diagnosed(tree, found)

    def correct(self, tree: Any, compared: Comparison) -> Verdict:
        """Right; where the answer is real on a part of the domain only, that is said."""
        condition: tuple[Any, ...] = ()
        if compared.missing:
            given = {c.chain for c in conditions(self.goal, self.task.variable)}
            condition = tuple(c.chain for c in conditions(tree, self.task.variable) if c.chain not in given)
        return Correct(condition)

    def elsewhere(self, tree: Any, compared: Comparison, found: Witness | None) -> Verdict | None:
        """Right in another reading of what was typed, or right on a part of the domain."""
        for other in self.answer.others:
            if self.is_plain(other) and compare(other, self.task.right, self.goal).same:
                return Mistaken((findings.whole("brackets-missing", self.goal, other, seen=tree, put=other),), found)
        if len(compared.agree) > 1 and _has_pieces(tree, self.task.right):
            condition = boundary(tree, self.task.right, compared, self.task.variable)
            if condition:
                return Mistaken((findings.whole("only-where", self.goal, self.task.expected, condition=condition),), found)
            return Mistaken((findings.whole("only-in-part", self.goal, self.task.expected),), found)
        return None

    def diagnosed(self, tree: Any, found: Witness | None) -> Verdict:
        """Which mistakes explain it; failing that, which mistakes explain another reading of it."""
        verdict = self.diagnosis(tree).verdict(found)
        if isinstance(verdict, Incorrect):
            for other in self.answer.others:
                if self.is_plain(other) and isinstance(reread := self.diagnosis(other).verdict(found), Mistaken):
                    self.remarks.append(Remark("other-reading", {"read": tree, "other": other}))
                    return reread
        return verdict

    def diagnosis(self, tree: Any) -> Diagnosis:
        """The examination of a wrong answer."""
        task = self.task
        return Diagnosis(self.goal, task.variable, task.rounds, tree, task.letters, self.was_right(), curve=task.curve)

    # With other letters

    def with_letters(self, tree: Any) -> tuple[Verdict, Any]:
        """Letters to be put back, derivatives to be taken, or another letter for the variable."""
        closings = list(self.closings(tree))
        for closed in closings:
            if compare(closed.tree, self.task.right, self.goal).same:
                return Unfinished(closed.letters, closed.tree, closed.underived), closed.tree
        renamed = self.renamed(tree)
        if renamed is not None:
            self.remarks.append(Remark("other-letter", {"seen": renamed[0], "x": self.task.variable}))
            return self.plain(renamed[1]), renamed[1]
        known = [closed for closed in closings if self.closing.known.items() >= dict(closed.letters).items()]
        if known:
            closed = known[0]
            for letter, value in closed.letters:
                self.remarks.append(Remark("letter-read", {"letter": letter, "value": value}))
            return self.plain(closed.tree), closed.tree
        strange = sorted(symbols(tree) - symbols(self.goal) - {self.task.variable}, key=str)
        self.remarks.append(Remark("strange-letter", {"letter": strange[0]} if strange else {"letter": self.task.variable}))
        return Incorrect(None), tree

    @cached_property
    def closing(self) -> Closing:
        """What letters can stand for."""
        return Closing(self.task.rounds, self.task.variable, self.task.formulas)

    def closings(self, tree: Any) -> Iterator[Closed]:
        """The answer with its letters put back."""
        return self.closing.closings(tree)

    def renamed(self, tree: Any) -> tuple[sympy.Symbol, Any] | None:
        """The answer with the variable for the one letter that stands in its place."""
        strange = symbols(tree) - symbols(self.goal)
        if (
            len(strange) != 1
            or any(map(slope, strange))
            or self.task.variable in symbols(tree)
            or strange & self.task.formulas.keys()
            or any(isinstance(node, Rate) for node in postorder(tree))
        ):
            return None
        (letter,) = strange
        return letter, replace(tree, {letter: self.task.variable})

    # Besides

    def sides(self) -> Iterator[tuple[Any, Any]]:
        """The sides before the last, as they stand and in the variable alone."""
        for side in self.answer.sides[:-1]:
            closed = [side] if self.is_plain(side) else [c.tree for c in self.closings(side)][:1]
            if closed:
                yield side, closed[0]

    def was_right(self) -> bool:
        """Whether a side before the last was right."""
        return any(compare(closed, self.task.right, self.goal).same for _, closed in self.sides())

    def disagreement(self, tree: Any) -> None:
        """Whether the sides of y′ = a = b agree."""
        for side, closed in self.sides():
            if compare(closed, tree, self.goal).same is False:
                right = compare(closed, self.task.right, self.goal).same
                self.remarks.append(Remark("side-was-right" if right else "sides-disagree", {"side": side, "last": self.answer.tree}))
                return


PIECES = frozenset(("abs", "sign", "step", "relu", "floor", "ceiling"))


def _has_pieces(*trees: Any) -> bool:
    """Whether an expression may be another one on the left than on the right: it has |x|, a root, a logarithm."""
    return any(_is_piecewise(node) for node in postorder(*trees))


def _is_piecewise(node: Any) -> bool:
    match node:
        case Power(args=(_, n)):
            return (exponent := number(n)) is not None and exponent.denominator % 2 == 0
        case _:
            return isinstance(node, Root) or (isinstance(node, Apply) and node.name in PIECES)
