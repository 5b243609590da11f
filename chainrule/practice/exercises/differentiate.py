"""Find a derivative: the exercise for whatever ``explain`` can explain and ``check`` can judge.

This module knows the explanation of the problem; it must not know how answers are judged, drills or formats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from chainrule.explained.explain import explain
from chainrule.practice.exercises.derivative import Derivative
from chainrule.practice.exercises.exercise import Ask
from chainrule.practice.exercises.ladder import Ladder, sections, single
from chainrule.practice.problems.problem import Problem
from chainrule.practice.telling import spoken
from chainrule.render.page import Drawing, Heading, Maths, Page, Sentence, Text, Title, maths
from chainrule.words import words


@dataclass(frozen=True)
class Differentiate:
    """A derivative to be found."""

    problem: Problem
    lang: str

    @cached_property
    def explanation(self) -> Any:
        """The worked solution. Raises ``ChainruleError`` for a problem that cannot be explained."""
        return explain(self.problem.problem, lang=self.lang, **self.problem.options)

    @cached_property
    def page(self) -> Page:
        """The function, and what is asked for."""
        return tuple(takewhile(lambda block: not isinstance(block, Heading), self.explanation.page()))

    @cached_property
    def _wanted(self) -> Text:
        """dy/dx, as the title has it."""
        title = next(block for block in self.page if isinstance(block, Title))
        return tuple(piece for i, piece in enumerate(title.task) if i or not isinstance(piece, str))

    @cached_property
    def ask(self) -> Ask:
        """dy/dx = ?"""
        sentences = words(self.lang)
        key = "drill.ask-at" if self.problem.at else "drill.ask-whole"
        filled = sentences.fill(key, rate=self._wanted, point=_spaced(self.problem.at or ""))
        question = tuple(
            piece for part in filled for piece in (part if isinstance(part, tuple) and not isinstance(part, Maths) else (part,))
        )
        return Derivative(self.problem.problem, self.problem.options, question, self.lang, self._answer)

    def _answer(self) -> Page:
        """The answer in short."""
        left_out = (Title, Drawing)
        page = self.explanation.page("brief")
        return tuple(block for block in page if not isinstance(block, left_out) and getattr(block, "kind", "") not in ("note", "checked"))

    @cached_property
    def _ladder(self) -> Ladder | None:
        step = single(self.explanation.derivation)
        if step is None or self.problem.at:
            return None
        question = self.explanation.question
        left = next((piece for piece in self._wanted if isinstance(piece, Maths)), maths("?"))
        return Ladder(step, question.output, left, question.varying, self.lang)

    @cached_property
    def steps(self) -> tuple[Ask, ...]:
        """Layer by layer, then the whole."""
        return (*(self._ladder.asks() if self._ladder else ()), self.ask)

    @cached_property
    def hints(self) -> tuple[Page, ...]:
        """The author's, then those of the derivation that say more."""
        said = self.problem.hints.get(self.lang, ())
        wanted = {name.strip() for piece in self._wanted if isinstance(piece, Maths) for name in spoken((piece,)).split(",")}
        return (*written(self.problem, self.lang), *(self._ladder.hints(said) if self._ladder else sections(self.solution, wanted)))

    @cached_property
    def solution(self) -> Page:
        """The worked solution."""
        return tuple(self.explanation.page())


def _spaced(point: str) -> str:
    """x=1,y=2 as it is printed."""
    return re.sub(r"\s*[,;]\s*(?=\w+\s*=)", ", ", re.sub(r"\s*=\s*", " = ", point.strip())).replace("-", "−")


def written(problem: Problem, lang: str) -> tuple[Page, ...]:
    """The hints of the author."""
    return tuple((Sentence((hint,)),) for hint in problem.hints.get(lang, ()))
