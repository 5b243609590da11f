"""Questions for a function rather than a derivative: the outer one, the inner one, the parts of a product.

    y = f(u): f(u) = ?          sin u
    y = sin u: u = ?            x² + 1
    two factors: f, g = ?       x², sin 3x

This module knows decompositions and keys of sentences; it must not know derivatives or drills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import ChainruleError, ParseError
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import symbols
from chainrule.practice import telling
from chainrule.practice.exercises.decomposition import inside, outer_fits, same
from chainrule.practice.exercises.exercise import Reply
from chainrule.practice.problems.notation import piece, put, separated
from chainrule.render.page import Page, Row, Rows, Sentence, Text, maths
from chainrule.words import Words, words


def sentence(sentences: Words, key: str, /, kind: str = "plain", **slots: Any) -> Sentence:
    """A sentence of its own, with trees in its slots."""
    return Sentence(telling.filled(sentences, key, **slots), kind)


def unreadable(error: ChainruleError, sentences: Words) -> Reply:
    """An answer that cannot be read: what is wrong with it."""
    told = (sentences.error(error.kind, error.facts), sentences.hint(error.kind, error.facts))
    said = tuple(Sentence((text,), "told") for text in told if text)
    return Reply("unreadable", (sentence(sentences, "verdict.unreadable", "wrong"), *said))


@dataclass(frozen=True)
class Naming:
    """A composite being taken apart: ``outer`` in ``letter``, with ``inner`` for the letter. ``wanted``: outer | inner."""

    wanted: str
    outer: Any
    letter: sympy.Symbol
    inner: Any
    variable: sympy.Symbol
    name: sympy.Symbol
    lang: str

    @property
    def goal(self) -> Any:
        """The composite."""
        return put(self.outer, self.letter, self.inner)

    @property
    def question(self) -> Text:
        """What is asked."""
        slots: Mapping[str, Any] = {"goal": self.goal, "letter": self.letter, "outer": self.outer, "name": self.name}
        return telling.filled(words(self.lang), f"drill.ask-{self.wanted}", **slots)

    def echo(self, answer: str) -> str | None:
        """How the answer is read."""
        try:
            found = piece(answer).tree
            return None if found is None else unicode(found)
        except ChainruleError:
            return None

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply; another way to take it apart is right as well."""
        sentences = words(self.lang)
        try:
            found = piece(answer).tree
            if found is None:
                raise ParseError("empty", {}, source=answer)
        except ChainruleError as error:
            return unreadable(error, sentences)
        return self._inner(found, sentences) if self.wanted == "inner" else self._outer(found, sentences)

    def _inner(self, found: Any, sentences: Words) -> Reply:
        if same(found, self.inner):
            return Reply("correct", (sentence(sentences, "verdict.correct", "checked"),))
        would = put(self.outer, self.letter, found)
        facts = {"seen": found, "letter": self.letter, "outer": self.outer, "goal": self.goal, "would": would}
        if any(found == part for part in inside(self.inner, self.variable)) or found == self.variable:
            key, id = "drill.inner-too-small", "inner-too-small"
        elif same(put(found, self.letter, self.variable), put(self.outer, self.letter, self.variable)):
            key, id = "drill.inner-is-outer", "layers-swapped"
        else:
            key, id = "drill.inner-wrong", "inner-wrong"
        return Reply("incorrect", (sentence(sentences, key, "wrong", **facts),), (id,), True)

    def _outer(self, found: Any, sentences: Words) -> Reply:
        own = sorted(symbols(found) - symbols(self.goal), key=str)
        letter = own[0] if own else self.variable
        if same(put(found, letter, self.inner), self.goal):
            return Reply("correct", (sentence(sentences, "verdict.correct", "checked"),))
        facts = {"seen": found, "letter": letter, "goal": self.goal, "usual": self.outer, "usual_letter": self.letter}
        if same(put(found, letter, self.variable), self.inner):
            return Reply("incorrect", (sentence(sentences, "drill.outer-is-inner", "wrong", **facts),), ("layers-swapped",), True)
        if not same(found, letter) and outer_fits(found, letter, self.goal, self.variable) is not None:
            return Reply("correct", (sentence(sentences, "drill.outer-other", "checked", **facts),))
        return Reply("incorrect", (sentence(sentences, "drill.outer-wrong", "wrong", **facts),), ("outer-wrong",), True)

    @property
    def solution(self) -> Page:
        """What should have been answered."""
        left, right = (self.name, self.outer) if self.wanted == "outer" else (self.letter, self.inner)
        return (Rows((Row(maths(left), maths(right)),)),)


@dataclass(frozen=True)
class Parts:
    """The parts of a product (in any order) or of a quotient, with commas between. ``rule``: product | quotient"""

    rule: str
    parts: tuple[tuple[sympy.Symbol, Any], ...]
    lang: str

    @property
    def question(self) -> Text:
        """What is asked."""
        return telling.filled(words(self.lang), f"drill.ask-{self.rule}", letters=self._letters, n=str(len(self.parts)))

    @property
    def _letters(self) -> str:
        return ", ".join(unicode(letter) for letter, _ in self.parts)

    def echo(self, answer: str) -> str | None:
        """How the answer is read."""
        try:
            return ", ".join(unicode(tree) for tree in self._read(answer))
        except ChainruleError:
            return None

    def _read(self, answer: str) -> list[Any]:
        pieces = [piece(text).tree for text in separated(answer)]
        found = [tree for tree in pieces if tree is not None]
        if not found:
            raise ParseError("empty", {}, source=answer)
        return found

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply: how many of the parts are right."""
        sentences = words(self.lang)
        try:
            found = self._read(answer)
        except ChainruleError as error:
            return unreadable(error, sentences)
        trees = [tree for _, tree in self.parts]
        if self.rule == "quotient":
            right = [a for a, b in zip(found, trees, strict=False) if same(a, b)]
            if len(found) == 2 and not right and all(same(a, b) for a, b in zip(found, trees[::-1], strict=True)):
                return Reply("incorrect", (sentence(sentences, "drill.parts-reversed", "wrong"),), ("parts-wrong",), True)
        else:
            right = [a for a in found if any(same(a, b) for b in trees)]
        if len(right) == len(found) == len(trees):
            return Reply("correct", (sentence(sentences, "verdict.correct", "checked"),))
        key = "drill.parts-some" if right else "drill.parts-none"
        seen = telling.spoken(tuple(piece for tree in right for piece in (", ", maths(tree)))[1:])
        told = sentence(sentences, key, "wrong", n=str(len(trees)), right=seen)
        return Reply("incorrect", (told,), ("parts-wrong",), True)

    @property
    def solution(self) -> Page:
        """What should have been answered."""
        return (Rows(tuple(Row(maths(letter), maths(tree)) for letter, tree in self.parts)),)
