"""``check``: an answer, its verdict, the words for it, the formats.

This module knows what a caller sees; the judge decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from chainrule.errors import ChainruleError, UsageError
from chainrule.expression.notation.sympytext import sympytext
from chainrule.expression.value import value
from chainrule.practice import telling
from chainrule.practice.answer import as_written
from chainrule.practice.judge import Judgement, Task, judge, task
from chainrule.practice.page import page
from chainrule.practice.verdict import Correct, Explanation, Finding, Incorrect, Mistaken, Undecided, Unfinished, Unreadable
from chainrule.question import ask
from chainrule.render.page import Page
from chainrule.words import LANGUAGES, Words, words

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
        }


def listed(explanations: tuple[Explanation, ...], words: Words) -> tuple[Mistake, ...]:
    """The mistakes of all explanations, in words, best first."""
    return tuple(
        Mistake(
            finding.id,
            words.text(f"mistake.{finding.id}.name"),
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


@dataclass(frozen=True, eq=False)
class Check:
    """A checked answer.

    >>> v = check("sin(x^2)", "cos(x^2)")
    >>> v.verdict, v.mistakes[0].id, v.mistakes[0].certain
    ('incorrect', 'inner-derivative-missing', True)
    >>> check("sin(x^2)", "y' = cos(x^2) * 2x").form
    'expected'
    """

    task: Task
    judgement: Judgement
    lang: str

    @property
    def verdict(self) -> str:
        """correct, unfinished, incorrect, undecided or unreadable."""
        return NAMES[type(self.judgement.verdict)]

    @cached_property
    def form(self) -> str | None:
        """Of a right answer: ``expected`` (what the rules or a textbook give, up to the order) or ``equivalent``."""
        if self.verdict != "correct":
            return None
        return "expected" if self.task.has_expected_form(self.judgement.tree) else "equivalent"

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
        found = self.judgement.verdict.witness if isinstance(self.judgement.verdict, Mistaken | Incorrect) else None
        return {**found.point, "yours": found.yours, "correct": found.correct} if found else None

    @cached_property
    def expected(self) -> sympy.Expr:
        """The derivative, ordinary SymPy, tidied."""
        return value(self.task.expected)

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

    def page(self, detail: str = "normal") -> Page:
        """The verdict as blocks, for any renderer; ``detail`` is brief, normal or full."""
        return page(self.task, self.judgement, self.words, detail)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.verdict/1``."""
        read = self.judgement.read
        verdict = self.judgement.verdict
        return {
            "schema": SCHEMA,
            "problem": self.task.question.text,
            "answer": self.judgement.text,
            "read_as": sympytext(as_written(read.tree, self.task.variable)) if read else None,
            "variable": self.task.variable.name,
            "order": len(self.task.rounds),
            "verdict": self.verdict,
            "form": self.form,
            "mistakes": [mistake.record() for mistake in self.mistakes],
            "witness": self.witness,
            "expected": sympytext(self.task.expected),
            "remarks": list(self.remarks),
            "error": self._error(verdict.error) if isinstance(verdict, Unreadable) else None,
        }

    def _error(self, error: ChainruleError) -> dict[str, Any]:
        told = (self.words.error(error.kind, error.facts), self.words.hint(error.kind, error.facts))
        return {"kind": error.kind, "span": error.span, "message": told[0], "hint": told[1]}

    def to_json(self, indent: int | None = 2) -> str:
        """The record as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        """The verdict in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page())

    def __repr__(self) -> str:
        return f"<Check: {self.verdict}>"

    def _repr_html_(self) -> str:
        """The verdict with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page())


def check(
    problem: str | sympy.Expr | Mapping[str, Any],
    answer: str | sympy.Expr,
    wrt: str | sympy.Symbol | None = None,
    order: int | None = None,
    lang: str = "en",
    log_base: int | None = None,
) -> Check:
    """Judge an answer, and name the mistake if it is wrong.

    ``problem``, ``wrt`` and ``order`` as for ``explain``; ``answer`` is what a student types, also with
    ``dy/dx = …``, or a SymPy expression. An answer that cannot be read is a verdict, not an error; for a problem
    that cannot be read or differentiated subclasses of ``ChainruleError`` are raised.

    >>> v = check("sin(x^2)", "-2x cos(x^2)")
    >>> v.mistakes[0].id, v.witness["x"], v.expected
    ('wrong-sign', 2.0, 2*x*cos(x**2))
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    set_task = task(ask(problem, wrt, order, log_base=log_base, method="partial"))
    return Check(set_task, judge(set_task, answer, log_base), lang)
