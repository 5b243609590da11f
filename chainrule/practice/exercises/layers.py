"""Name the outer and the inner function. Every true way to take the function apart is right.

This module knows decompositions and keys of sentences; it must not know derivatives, drills or formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from chainrule.errors import ChainruleError
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals, symbols
from chainrule.practice import telling
from chainrule.practice.exercises.decomposition import inside, is_mixed, is_trivial, outer_fits, same
from chainrule.practice.exercises.differentiate import written
from chainrule.practice.exercises.exercise import Ask, Reply
from chainrule.practice.exercises.naming import Naming, sentence, unreadable
from chainrule.practice.exercises.rungs import is_said
from chainrule.practice.problems.notation import Decomposition, Piece, pieces, put, read_layers
from chainrule.practice.problems.problem import Problem
from chainrule.question import ask
from chainrule.render.page import Definitions, Page, Sentence, Text, Title, maths
from chainrule.words import Words, words


@dataclass(frozen=True)
class Layers:
    """A composite to be taken apart."""

    problem: Problem
    lang: str

    @cached_property
    def posed(self) -> Any:
        """The function, its name and its variable. Raises ``ChainruleError``."""
        return ask(self.problem.problem, self.problem.wrt, method="partial")

    @cached_property
    def usual(self) -> Decomposition:
        """The author's way."""
        return read_layers(self.problem.answer, self.posed.goal, self.posed.variable)

    @cached_property
    def page(self) -> Page:
        """The function, and what is asked for."""
        return (Title(maths(Equals(self.posed.output, self.posed.goal)), words(self.lang).fill("drill.task-layers")),)

    @cached_property
    def ask(self) -> Ask:
        """Outer and inner function, in one line."""
        return TakenApart(self.posed.goal, self.posed.variable, self.usual, self.posed.output, self.lang)

    @property
    def steps(self) -> tuple[Ask, ...]:
        """There is one step."""
        return (self.ask,)

    @cached_property
    def hints(self) -> tuple[Page, ...]:
        """The author's, or how to find it; then the inner function, unless an author has named it."""
        sentences, said = words(self.lang), self.problem.hints.get(self.lang, ())
        found = [*written(self.problem, self.lang)] or [(sentence(sentences, "drill.hint-last"),)]
        if not is_said(unicode(self.usual.inner), said):
            found.append((sentence(sentences, "drill.hint-name-inner", inner=self.usual.inner),))
        return tuple(found)

    @cached_property
    def solution(self) -> Page:
        """The author's way."""
        return self.ask.solution


@dataclass(frozen=True)
class TakenApart:
    """The question for both functions."""

    goal: Any
    variable: sympy.Symbol
    usual: Decomposition
    output: sympy.Symbol
    lang: str

    @property
    def question(self) -> Text:
        """What is asked."""
        return words(self.lang).fill("drill.ask-layers")

    def echo(self, answer: str) -> str | None:
        """How the answer is read: y = sin u, u = x² + 1."""
        try:
            given = pieces(answer)
            if len(given) == 1:
                return unicode(given[0].tree)
            found = read_layers(answer, self.goal, self.variable)
        except ChainruleError:
            return None
        if self.variable in found.letters:  # sin x, x² + 1
            return ", ".join(map(unicode, found.functions))
        return ", ".join(f"{unicode(letter or self.output)} = {unicode(tree)}" for letter, tree in found.pairs)

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply: right, swapped, one of the two right, or what the two give together."""
        sentences = words(self.lang)
        try:
            given = pieces(answer)
            if len(given) == 1:
                return self._half(given[0], sentences)
            found = read_layers(answer, self.goal, self.variable)
            composed = found.composed
        except ChainruleError as error:
            return unreadable(error, sentences)
        if key := self._no_layers(found):
            slots = {"outer": found.outer, "inner": found.functions[-1], "letter": found.letters[0], "variable": self.variable}
            return Reply("incorrect", (sentence(sentences, key, "wrong", **slots),), ("outer-wrong",), True)
        if same(composed, self.goal):
            return Reply("correct", self._right(found))
        key, id = self._wrong(found)
        slots = {"outer": found.outer, "inner": found.inner, "composed": composed, "goal": self.goal}
        said = [sentence(sentences, "drill.layers-give", "wrong", **slots), sentence(sentences, key, **slots)]
        return Reply("incorrect", tuple(said), (id,), True)

    def _half(self, given: Piece, sentences: Words) -> Reply:
        """Only one function: what is still missing is asked; if it is neither of the two, that both are needed."""
        tree, x = given.tree, self.variable
        own = sorted(symbols(tree) - symbols(self.goal), key=str)
        letter = own[0] if own else None
        if same(tree, self.goal):
            return Reply("unreadable", (sentence(sentences, "drill.layers-whole", "wrong"),))
        if letter and x not in symbols(tree) and tree != letter and given.role != "inner":
            inner = outer_fits(tree, letter, self.goal, x)
            if inner is not None:
                return self._right_so_far("inner", tree, letter, inner)
        if given.role != "outer" and same(tree, self.usual.inner) and self.usual.letters[0] != x:
            return self._right_so_far("outer", self.usual.outer, self.usual.letters[0], tree)
        return Reply("unreadable", (sentence(sentences, "drill.layers-one", "wrong"),))

    def _right_so_far(self, wanted: str, outer: Any, letter: sympy.Symbol, inner: Any) -> Reply:
        """One of the two is right, the one that is ``wanted`` is asked for."""
        missing = Naming(wanted, outer, letter, inner, self.variable, self.output, self.lang)
        seen = outer if wanted == "inner" else inner
        told = sentence(words(self.lang), f"drill.layers-now-{wanted}", seen=seen)
        return Reply("unfinished", (told,), further=Other(missing, self))

    def _no_layers(self, found: Decomposition) -> str:
        """The sentence where nothing has been taken apart."""
        if is_mixed(found, self.variable):
            return "drill.layers-mixed"
        if self.variable not in symbols(found.functions[-1]):
            return "drill.layers-constant"
        return "drill.layers-trivial" if is_trivial(found, self.variable) else ""

    def _right(self, found: Decomposition) -> Page:
        """Right; where it is not the usual way, that is told."""
        sentences = words(self.lang)
        usual = len(found.functions) == len(self.usual.functions) and all(
            same(put(a, x, self.variable), put(b, y, self.variable))
            for (a, x), (b, y) in zip(
                zip(found.functions, (*found.letters, self.variable), strict=True),
                zip(self.usual.functions, (*self.usual.letters, self.variable), strict=True),
                strict=True,
            )
        )
        if usual:
            return (sentence(sentences, "verdict.correct", "checked"),)
        return (sentence(sentences, "drill.layers-other", "checked"), *self.solution)

    def _wrong(self, found: Decomposition) -> tuple[str, str]:
        """Which sentence, which mistake."""
        letter, outer, inner = found.letters[0], found.outer, found.inner
        x = self.variable
        if same(put(inner, x, put(outer, letter, x)), self.goal):
            return "drill.layers-swapped", "layers-swapped"
        if outer_fits(outer, letter, self.goal, x) is not None:
            small = any(inner == part for part in inside(self.usual.inner, x))
            return ("drill.layers-inner-small", "inner-too-small") if small else ("drill.layers-inner-wrong", "inner-wrong")
        if any(same(inner, part) for part in inside(self.goal, x)):
            return "drill.layers-outer-wrong", "outer-wrong"
        return "drill.layers-both-wrong", "outer-wrong"

    @property
    def solution(self) -> Page:
        """The author's way."""
        items = [maths(letter or self.output, "=", tree, tone=i) for i, (letter, tree) in enumerate(self.usual.pairs)]
        if self.variable in self.usual.letters:  # f(x) = sin x: no equation of y and x
            return (Sentence(telling.filled(words(self.lang), "drill.layers-named", outer=self.usual.outer, inner=self.usual.inner)),)
        return (Definitions(tuple(items)),)


@dataclass(frozen=True)
class Other:
    """The question for the function that is still missing; both in one line are as good."""

    missing: Naming
    both: TakenApart

    @property
    def question(self) -> Text:
        """What is asked."""
        return self.missing.question

    def echo(self, answer: str) -> str | None:
        """How the answer is read."""
        return self.both.echo(answer) or self.missing.echo(answer)

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply."""
        try:
            both = len(pieces(answer)) > 1
        except ChainruleError:
            both = False
        return self.both.judge(answer, tries) if both else self.missing.judge(answer, tries)

    @property
    def solution(self) -> Page:
        """What should have been answered."""
        return self.missing.solution
