"""The explanation of one derivative: a function of one letter, others held constant.

This module knows questions, derivations and pages; it must not know how any of them is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chainrule.calculus.evaluate import Values, values
from chainrule.calculus.steps import Derivation
from chainrule.explained.worked import Worked
from chainrule.expression.value import value
from chainrule.labelled import Step, labelled
from chainrule.questions import Question
from chainrule.render.explanation import Heads, page
from chainrule.render.page import Page


@dataclass(frozen=True, eq=False)
class Explanation(Worked):
    """A worked derivative: mathematics, words and formats.

    >>> from chainrule import explain
    >>> d = explain("sin(x^2)^3")
    >>> d.answer
    6*x*sin(x**2)**2*cos(x**2)
    >>> d.verified, d.steps[0].rule
    (True, 'chain')
    """

    question: Question
    derivation: Derivation
    lang: str

    @cached_property
    def answer(self) -> Any:
        """The tidied derivative, ordinary SymPy."""
        return value(self.derivation.answer)

    @property
    def unsimplified(self) -> Any:
        """The derivative as written, exactly what the rules gave before tidying."""
        return self.derivation.unsimplified

    @property
    def verified(self) -> bool | None:
        """Whether every line passed its check; ``None`` when that could not be decided."""
        return self.derivation.verification.verified

    @cached_property
    def roots(self) -> tuple[Step, ...]:
        """The root step of every round."""
        return labelled(self.derivation, self.words)

    def blocks(self, detail: str) -> Page:
        """The worked solution as blocks."""
        notes = tuple(dict.fromkeys(self.words.note(note.kind, note.facts) for note in self.question.notes))
        return page(self.derivation, Heads(self.question.output, notes, detail, self._values), self.words)

    @property
    def _values(self) -> Values | None:
        return values(self.derivation, self.question.point) if self.question.point else None

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.explanation/1``."""
        from chainrule.render.record import record

        question = self.question
        return record(self.derivation, self.roots, text=question.text, read_as=question.read_as, point=self._values)

    def __repr__(self) -> str:
        return f"<Explanation of {self.question.read_as[:60]}>"

    def _repr_latex_(self) -> str:
        """The answer as one equation, where the front end shows no HTML."""
        from chainrule.render.latex import equation

        return equation(self.question.output, self.derivation)
