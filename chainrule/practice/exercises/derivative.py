"""The question for a derivative, of the whole problem or of a part of it; any answer that ``check`` can judge.

    dy/dx = ?                          the whole
    du/dx = ?   with u = x² + 1        what is asked after a mistake in the inner derivative

This module knows questions and checks; it must not know drills, or how an answer is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from chainrule.errors import ChainruleError
from chainrule.expression.notation.names import VARIABLES
from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals, rate, replace, symbols
from chainrule.practice import telling
from chainrule.practice.answer import as_written, read_answer
from chainrule.practice.arrays.reading import read_array_answer
from chainrule.practice.arrays.task import array_task
from chainrule.practice.check import Checked, check
from chainrule.practice.compare import compare
from chainrule.practice.exercises.exercise import Ask, Reply
from chainrule.practice.exercises.replies import reply
from chainrule.practice.judge import task
from chainrule.practice.verdict import Finding
from chainrule.question import ask
from chainrule.render.board import Board
from chainrule.render.page import Page, Row, Rows, Sentence, Text, maths
from chainrule.render.tensorlines import TensorBoard
from chainrule.tensors import recognise
from chainrule.words import words


@dataclass(frozen=True)
class Derivative:
    """A derivative asked for. ``problem`` and ``options`` as for ``check``; ``answer`` makes the page of the solution."""

    problem: Any
    options: Mapping[str, Any]
    question: Text
    lang: str
    answer: Callable[[], Page] = field(repr=False, compare=False)

    def echo(self, answer: str) -> str | None:
        """How the answer is read; arrays have a notation of their own."""
        return self._echo(answer)

    @cached_property
    def _echo(self) -> Callable[[str], str | None]:
        if isinstance(self.problem, str) and recognise(self.problem):
            return array_echo(self.problem, self.options.get("wrt"), self.lang)
        letters = frozenset(str(self.problem))
        return lambda answer: understood(answer, letters)

    def check(self, answer: str) -> Checked:
        """The answer, checked."""
        return check(self.problem, answer, lang=self.lang, **self.options)

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply; after a mistake in a single step only that step is asked."""
        try:
            checked = self.check(answer)
        except ChainruleError as error:  # the problem itself goes too far
            sentences = words(self.lang)
            return Reply("undecided", (Sentence((sentences.error(error.kind, error.facts),), "doubt"),))
        return reply(checked, tries, narrowed(checked))

    @property
    def solution(self) -> Page:
        """What should have been answered."""
        return self.answer()


def array_echo(problem: str, wrt: str | None, lang: str) -> Callable[[str], str | None]:
    """How answers to a problem with arrays are read.

    >>> array_echo("A: 3x2, x: 2; f = |A x|^2", "x", "en")("2 A^T A x")
    '2 Aᵀ A x'
    """
    task = array_task(problem, wrt)
    board = TensorBoard(task.derivation, Board(words(lang), "normal"))

    def echo(answer: str) -> str | None:
        try:
            tree = read_array_answer(answer, task.found).tree if answer.strip() else None
        except (ChainruleError, RecursionError):
            return None
        return None if tree is None else unicode(board.tree(tree))

    return echo


def understood(answer: str, letters: frozenset[str]) -> str | None:
    """How an answer is read, on one line; ``None`` where it cannot be. Several components are read one by one.

    >>> understood("y' = 2x cos(x^2)", frozenset("xy")), understood("(2x, 3y^2)", frozenset("xyz")), understood("2x(", frozenset("x"))
    ('2x cos(x²)', '2x, 3y²', None)
    """
    text = answer.strip()
    if text[:1] in BRACKETS and text[-1:] == BRACKETS[text[:1]] and len(_components(text[1:-1])) > 1:
        text = text[1:-1]
    try:
        return ", ".join(unicode(as_written(read_answer(part, letters).tree)) for part in _components(text)) if text else None
    except (ChainruleError, RecursionError):
        return None


BRACKETS = {"(": ")", "[": "]", "<": ">", "⟨": "⟩"}


def _components(text: str) -> list[str]:
    """What stands between commas and semicolons outside of brackets."""
    parts, level = [""], 0
    for letter in text:
        level += (letter in "([{") - (letter in ")]}")
        if letter in ",;，；" and level <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


@dataclass(frozen=True)
class Part:
    """The derivative of a part: of ``tree`` by ``variable``.

    ``inside`` is what the variable stands for, where it is a letter; ``of`` is the letter of the part itself, which no
    layer inside it may bear as well.
    """

    tree: Any
    variable: sympy.Symbol
    question: Text
    lang: str
    inside: tuple[sympy.Symbol, Any] | None = None
    of: sympy.Symbol | None = None

    @property
    def _posed(self) -> Any:
        """u = sin 3x, or only what is differentiated."""
        return self.tree if self.of is None else typed(Equals(self.of, self.tree))

    @cached_property
    def expected(self) -> Any:
        """The derivative in textbook form."""
        return task(ask(self._posed, self.variable, method="partial")).expected

    def echo(self, answer: str) -> str | None:
        """How the answer is read."""
        return understood(answer, frozenset(symbol.name for symbol in symbols(self.tree)))

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply; cos(x²) is right for cos u as well."""
        checked = check(self._posed, answer, self.variable, lang=self.lang)
        if checked.verdict == "incorrect" and self.inside:
            goal, right = (replace(tree, dict([self.inside])) for tree in (self.tree, self.expected))
            tree = checked.judgement.read.tree if checked.judgement.read else None
            if tree is not None and symbols(tree) <= symbols(goal) and compare(tree, right, goal).same:
                return Reply("correct", (Sentence(words(self.lang).fill("verdict.correct"), "checked"),))
        return reply(checked, tries)

    @property
    def solution(self) -> Page:
        """What should have been answered."""
        return (Rows((Row(_left(self.question), maths(self.expected)),)),)


def _left(question: Text) -> Any:
    return next(piece for piece in question if not isinstance(piece, str))


STEPS = frozenset(("layer", "term", "factor", "numerator", "denominator", "logarithm", "whole"))
"""Places at which a single step is taken."""
INNER = frozenset(("inner-derivative-missing", "multiplied-by-inner", "inner-function-dropped", "inner-replaced-by-outer"))
OUTER = frozenset(("outer-derivative-missing", "only-inner-differentiated", "not-differentiated", "power-rule-on-exponential"))
PART = frozenset(("term-missing", "product-term-missing"))
"""Mistakes after which only the inner derivative, the outer one, or that of a term or factor is asked."""


def narrowed(checked: Checked) -> Ask | None:
    """The question for the wrong step only; ``None`` where it is not certain which it was, or it is the whole."""
    if len(checked.mistakes) != 1 or not checked.mistakes[0].certain:
        return None
    finding = checked.mistakes[0].finding
    found = _step(finding)
    if found is None:
        return None
    tree, variable, inside, of = found
    if tree == getattr(checked.task.question, "goal", None) or variable not in symbols(tree) or _elsewhere(checked, tree, variable):
        return None
    return part(tree, variable, checked.lang, inside, of)


def _elsewhere(checked: Checked, tree: Any, variable: sympy.Symbol) -> bool:
    """Whether a part has another derivative by itself than in the problem: a number at a point; on a curve y changes with x."""
    question = checked.task.question
    on_curve = isinstance(getattr(question, "goal", None), Equals) and variable == question.variable
    return bool(question.point) or (on_curve and question.output in symbols(tree))


def part(
    tree: Any, variable: sympy.Symbol, lang: str, inside: tuple[sympy.Symbol, Any] | None = None, of: sympy.Symbol | None = None
) -> Part:
    """The question for the derivative of a part, named by a letter ``of`` its own where it has one."""
    sentences = words(lang)
    others = {letter for letter in symbols(tree) - {variable} if letter.name.partition("_")[0] in VARIABLES}
    if of is not None:
        question = telling.filled(sentences, "drill.ask-with", rate=rate(of, variable, 1, others), letter=of, value=tree)
    else:
        question = telling.filled(sentences, "drill.ask", rate=rate(tree, variable, 1, others))
    return Part(tree, variable, question, lang, inside, of)


Found = tuple[Any, sympy.Symbol, "tuple[sympy.Symbol, Any] | None", "sympy.Symbol | None"]


def _step(finding: Finding) -> Found | None:
    """What is to be differentiated by what, what the letter stands for, and the letter of the part itself."""
    facts, variable = finding.facts, finding.variable
    if variable is None or finding.place.kind not in STEPS:
        return None
    outer, inner = facts.get("outer"), facts.get("inner")
    if finding.id in PART and facts.get("part") is not None:
        return facts["part"], variable, finding.place.letter, None
    if outer is not None and inner is not None:
        letters = symbols(outer) - symbols(inner) - symbols(finding.place.where)
        if len(letters) == 1:
            (letter,) = letters
            if finding.id in INNER:
                return inner, variable, None, letter
            if finding.id in OUTER:
                return outer, letter, (letter, inner), None
    if finding.goal is None or finding.right is None:
        return None
    return finding.goal, variable, finding.place.letter, None
