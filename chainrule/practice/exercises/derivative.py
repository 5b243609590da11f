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
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Rate, replace, symbols
from chainrule.practice import telling
from chainrule.practice.answer import as_written, read_answer
from chainrule.practice.check import Check, check
from chainrule.practice.compare import compare
from chainrule.practice.exercises.exercise import Ask, Reply
from chainrule.practice.exercises.replies import reply
from chainrule.practice.judge import task
from chainrule.practice.verdict import Finding
from chainrule.question import ask
from chainrule.render.page import Page, Row, Rows, Sentence, Text, maths
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
        """How the answer is read."""
        return understood(answer, frozenset(str(self.problem)))

    def check(self, answer: str) -> Check:
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


def understood(answer: str, letters: frozenset[str]) -> str | None:
    """How an answer is read, on one line; ``None`` where it cannot be."""
    try:
        return unicode(as_written(read_answer(answer, letters).tree)) if answer.strip() else None
    except (ChainruleError, RecursionError):
        return None


@dataclass(frozen=True)
class Part:
    """The derivative of a part: of ``tree`` by ``variable``. ``inside`` is what the variable stands for, where it is a letter."""

    tree: Any
    variable: sympy.Symbol
    question: Text
    lang: str
    inside: tuple[sympy.Symbol, Any] | None = None

    @cached_property
    def expected(self) -> Any:
        """The derivative in textbook form."""
        return task(ask(self.tree, self.variable, method="partial")).expected

    def echo(self, answer: str) -> str | None:
        """How the answer is read."""
        return understood(answer, frozenset(symbol.name for symbol in symbols(self.tree)))

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply; cos(x²) is right for cos u as well."""
        checked = check(self.tree, answer, self.variable, lang=self.lang)
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


INNER = frozenset(("inner-derivative-missing", "multiplied-by-inner", "inner-function-dropped", "inner-replaced-by-outer"))
OUTER = frozenset(("outer-derivative-missing", "only-inner-differentiated", "not-differentiated", "power-rule-on-exponential"))
PART = frozenset(("term-missing", "product-term-missing"))
"""Mistakes after which only the inner derivative, the outer one, or that of a term or factor is asked."""


def narrowed(checked: Check) -> Ask | None:
    """The question for the wrong step only; ``None`` where it is not certain which it was, or it is the whole."""
    if len(checked.mistakes) != 1 or not checked.mistakes[0].certain:
        return None
    finding = checked.mistakes[0].finding
    found = _step(finding, checked.task.variable)
    if found is None:
        return None
    tree, variable, inside, of = found
    if tree == getattr(checked.task.question, "goal", None):
        return None
    return part(tree, variable, checked.lang, inside, of)


def part(
    tree: Any, variable: sympy.Symbol, lang: str, inside: tuple[sympy.Symbol, Any] | None = None, of: sympy.Symbol | None = None
) -> Part:
    """The question for the derivative of a part, named by a letter ``of`` its own where it has one."""
    sentences = words(lang)
    if of is not None:
        question = telling.filled(sentences, "drill.ask-with", rate=Rate(of, variable, 1), letter=of, value=tree)
    else:
        question = telling.filled(sentences, "drill.ask", rate=Rate(tree, variable, 1))
    return Part(tree, variable, question, lang, inside)


Found = tuple[Any, sympy.Symbol, "tuple[sympy.Symbol, Any] | None", "sympy.Symbol | None"]


def _step(finding: Finding, variable: sympy.Symbol) -> Found | None:
    """What is to be differentiated by what, what the letter stands for, and the letter of the part itself."""
    facts = finding.facts
    outer, inner = facts.get("outer"), facts.get("inner")
    if finding.id in PART and facts.get("part") is not None:
        return facts["part"], finding.variable or variable, finding.place.letter, None
    if outer is not None and inner is not None:
        letters = symbols(outer) - symbols(inner) - symbols(finding.place.where)
        if len(letters) == 1 and finding.variable is not None:
            (letter,) = letters
            if finding.id in INNER:
                return inner, finding.variable, None, letter
            if finding.id in OUTER:
                return outer, letter, (letter, inner), None
    if finding.goal is None or finding.variable is None or finding.right is None:
        return None
    return finding.goal, finding.variable, finding.place.letter, None
