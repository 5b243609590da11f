"""A checked working, line by line, with words and formats.

This module knows what a caller sees; ``working`` decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chainrule.errors import ChainruleError, ParseError
from chainrule.expression.notation.sympytext import sympytext
from chainrule.practice.answer import as_written
from chainrule.practice.checked import Mistake, listed
from chainrule.practice.implicit import ImplicitTask
from chainrule.practice.judge import Task
from chainrule.practice.verdict import Mistaken
from chainrule.practice.working import Line
from chainrule.practice.workpage import page
from chainrule.render.page import Page
from chainrule.words import Words, words

SCHEMA = "chainrule.working/1"


@dataclass(frozen=True, eq=False)
class CheckedWork:
    """A checked working.

    >>> from chainrule.practice.work import check_work
    >>> w = check_work("sin(x^2)", "u = x^2; dy/du = cos u; du/dx = x; dy/dx = x cos(x^2)")
    >>> [line.status for line in w.lines], w.verdict, w.mistakes[0].id
    (['named', 'right', 'wrong', 'follows'], 'incorrect', 'exponent-factor-missing')
    """

    task: Task | ImplicitTask
    lines: tuple[Line, ...]
    lang: str

    @property
    def verdict(self) -> str:
        """correct (the last line is the derivative, and no line is wrong), unfinished, incorrect or unreadable."""
        states = {line.status for line in self.lines}
        if "wrong" in states:
            return "incorrect"
        if "unreadable" in states or not self.lines:
            return "unreadable"
        return "correct" if self.complete else "unfinished"

    @property
    def complete(self) -> bool:
        """Whether the working comes to the derivative."""
        return self.lines[-1].answers

    @property
    def error(self) -> ChainruleError:
        """What is wrong with the first line that cannot be read."""
        found = next((line for line in self.lines if line.status == "unreadable" and line.error), None)
        return found.error if found and found.error else ParseError("empty", {})

    @cached_property
    def first_wrong(self) -> Line | None:
        """The first line that does not hold."""
        return next((line for line in self.lines if line.status == "wrong"), None)

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes that would explain the first wrong line, best first."""
        verdict = self.first_wrong.verdict if self.first_wrong else None
        return listed(verdict.explanations, self.words) if isinstance(verdict, Mistaken) else ()

    @property
    def words(self) -> Words:
        """The sentences of the language."""
        return words(self.lang)

    def page(self, detail: str = "normal") -> Page:
        """The judged working as blocks, for any renderer."""
        return page(self.task, self.lines, self.words, detail)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.working/1``."""
        return {
            "schema": SCHEMA,
            **self.about(),
            "verdict": self.verdict,
            "lines": [self._line(line) for line in self.lines],
            "first_wrong": self.first_wrong.number if self.first_wrong else None,
            "mistakes": [mistake.record() for mistake in self.mistakes],
            "expected": self.expected(),
        }

    def about(self) -> Mapping[str, Any]:
        """What the record says of the problem."""
        return {"problem": self.task.question.text, "variable": self.task.variable.name, "order": len(self.task.rounds)}

    def expected(self) -> Any:
        """The derivative in textbook form, as SymPy's text."""
        return sympytext(self.task.expected)

    @property
    def letter(self) -> Any:
        """What u′ is by."""
        return self.task.variable

    def _line(self, line: Line) -> dict[str, Any]:
        sides = [sympytext(as_written(side, self.letter)) for side in line.statement.sides] if line.statement else []
        error = self.words.error(line.error.kind, line.error.facts) if line.error and line.status == "unreadable" else None
        return {"number": line.number, "text": line.text, "status": line.status, "sides": sides, "error": error}

    def to_json(self, indent: int | None = 2) -> str:
        """The record as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        """The judged working in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page())

    def __repr__(self) -> str:
        return f"<CheckedWork: {self.verdict}>"

    def _repr_html_(self) -> str:
        """The judged working with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page())
