"""A checked answer of any kind of problem: verdict, mistakes, page, record.

This module knows what a caller sees of every checked answer; it must not know how any kind of problem is judged.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from chainrule.errors import ChainruleError
from chainrule.expression.notation.sympytext import sympytext
from chainrule.practice import telling
from chainrule.practice.judge import Judgement
from chainrule.practice.verdict import Correct, Explanation, Finding, Incorrect, Mistaken, Undecided, Unfinished, Unreadable
from chainrule.questions import Question, SystemQuestion
from chainrule.render.page import Page
from chainrule.words import Words, words

SCHEMA = "chainrule.verdict/1"
NAMES = {
    Correct: "correct",
    Unfinished: "unfinished",
    Mistaken: "incorrect",
    Incorrect: "incorrect",
    Undecided: "undecided",
    Unreadable: "unreadable",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake that would explain the answer.

    ``where`` is the part of the problem (or of the answer) it is about, ``expected`` what belongs there; both are
    written trees. ``certain`` is false when something else would explain the answer as well; mistakes with the
    same ``explanation`` number were made together.
    """

    id: str
    name: str
    text: str
    where: Any
    expected: Any
    certain: bool
    explanation: int
    finding: Finding = field(repr=False)
    component: str | None = None

    @property
    def place(self) -> tuple[str, int, int]:
        """What the part is: ``("layer", 2, 3)`` is the second layer of three."""
        return self.finding.place.kind, self.finding.place.k, self.finding.place.n

    def record(self) -> dict[str, Any]:
        """The mistake as JSON data."""
        kind, k, n = self.place
        return {
            "id": self.id,
            "name": self.name,
            "text": self.text,
            "where": sympytext(self.where),
            "place": {"kind": kind, "number": k, "of": n},
            "expected": sympytext(self.expected),
            "certain": self.certain,
            "explanation": self.explanation,
            **({} if self.component is None else {"component": self.component}),
        }


def listed(explanations: tuple[Explanation, ...], words: Words) -> tuple[Mistake, ...]:
    """The mistakes of all explanations, in words, best first."""
    return tuple(
        Mistake(
            finding.id,
            words.text(telling.key(finding.id, "name", words)),
            telling.said(finding, words),
            finding.place.where,
            finding.expected,
            len(explanations) == 1,
            number,
            finding,
        )
        for number, explanation in enumerate(explanations)
        for finding in explanation.findings
    )


class Task(Protocol):
    """A question with its derivation, worked out once: what any number of answers are judged by."""

    @property
    def question(self) -> Question | SystemQuestion:
        """What is asked."""

    @property
    def expected(self) -> Any:
        """The right answer in textbook form: a written tree, of several derivatives a mapping from their names."""

    def judge(self, answer: Any, log_base: int | None = None) -> Judgement:
        """The verdict on an answer; one that cannot be read is a verdict as well."""


@dataclass(frozen=True, eq=False)
class Checked(ABC):
    """A checked answer, in a language. A kind of task says what is expected, what its page is and what its record holds besides."""

    task: Any
    judgement: Judgement
    lang: str

    @property
    def verdict(self) -> str:
        """correct, unfinished, incorrect, undecided or unreadable."""
        return NAMES[type(self.judgement.verdict)]

    @property
    @abstractmethod
    def form(self) -> str | None:
        """Of a right answer: ``expected`` (what the rules or a textbook give, up to the order) or ``equivalent``."""

    @property
    @abstractmethod
    def expected(self) -> Any:
        """The right answer, ordinary SymPy, tidied; of several derivatives a dict from their names."""

    @abstractmethod
    def page(self, detail: str = "normal") -> Page:
        """The verdict as blocks, for any renderer; ``detail`` is brief, normal or full."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.verdict/1``."""

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """What would explain a wrong answer, best first; each is one mistake or several made together."""
        return self.judgement.verdict.explanations if isinstance(self.judgement.verdict, Mistaken) else ()

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes of all explanations, best first."""
        return listed(self.explanations, self.words)

    @property
    def witness(self) -> dict[str, float | None] | None:
        """Of a wrong answer: a point, and both values there."""
        return witness_record(self.judgement.verdict)

    @property
    def error(self) -> ChainruleError | None:
        """Of an answer that cannot be read: what is wrong with it, and where."""
        return self.judgement.verdict.error if isinstance(self.judgement.verdict, Unreadable) else None

    @property
    def words(self) -> Words:
        """The sentences of the language."""
        return words(self.lang)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said besides: how the answer was read, whether its sides agree."""
        notes = self.judgement.read.notes if self.judgement.read else ()
        said = [telling.spoken(telling.filled(self.words, f"remark.{r.kind}", **r.facts)) for r in self.judgement.remarks]
        return (*(self.words.note(note.kind, note.facts) for note in notes), *said)

    def error_record(self) -> dict[str, Any] | None:
        """The error as JSON data."""
        if self.error is None:
            return None
        told = (self.words.error(self.error.kind, self.error.facts), self.words.hint(self.error.kind, self.error.facts))
        return {"kind": self.error.kind, "span": self.error.span, "message": told[0], "hint": told[1]}

    def to_json(self, indent: int | None = 2) -> str:
        """The record as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        """The verdict in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page())

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.verdict}>"

    def _repr_html_(self) -> str:
        """The verdict with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page())


def witness_record(verdict: Any) -> dict[str, float | None] | None:
    """The witness of a verdict as plain numbers."""
    found = verdict.witness if isinstance(verdict, Mistaken | Incorrect) else None
    return {**found.point, "yours": found.yours, "correct": found.correct} if found else None
