"""``check``: an answer, its verdict, the words for it, the formats.

This module knows what a caller sees; the judge decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import sympy

from chainrule.errors import AmbiguousVariable, Beyond, ParseError, UsageError
from chainrule.expression.notation.sympytext import sympytext
from chainrule.expression.value import value
from chainrule.practice.answer import as_written
from chainrule.practice.arrays.check import ArrayCheck
from chainrule.practice.arrays.task import ArrayTask, array_task
from chainrule.practice.checked import SCHEMA, Checked, Mistake, listed
from chainrule.practice.implicit import ImplicitTask
from chainrule.practice.judge import Task
from chainrule.practice.page import page
from chainrule.practice.several.check import SeveralCheck
from chainrule.practice.several.reading import read_components
from chainrule.practice.several.task import SeveralTask
from chainrule.practice.tasks import task
from chainrule.question import ask
from chainrule.render.page import Page
from chainrule.tensors import recognise
from chainrule.words import LANGUAGES

__all__ = ["Check", "Checked", "Mistake", "check", "checked", "listed"]


@dataclass(frozen=True, eq=False, repr=False)
class Check(Checked):
    """A checked answer to one derivative.

    >>> v = check("sin(x^2)", "cos(x^2)")
    >>> v.verdict, v.mistakes[0].id, v.mistakes[0].certain
    ('incorrect', 'inner-derivative-missing', True)
    >>> check("sin(x^2)", "y' = cos(x^2) * 2x").form
    'expected'
    """

    task: Task | ImplicitTask

    @cached_property
    def form(self) -> str | None:
        """Of a right answer: ``expected`` (what the rules or a textbook give, up to the order) or ``equivalent``."""
        if self.verdict != "correct":
            return None
        return "expected" if self.task.has_expected_form(self.judgement.tree) else "equivalent"

    @cached_property
    def expected(self) -> sympy.Expr:
        """The derivative, ordinary SymPy, tidied."""
        return value(self.task.expected)

    def page(self, detail: str = "normal") -> Page:
        """The verdict as blocks, for any renderer; ``detail`` is brief, normal or full."""
        return page(self.task, self.judgement, self.words, detail)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.verdict/1``."""
        read = self.judgement.read
        return {
            "schema": SCHEMA,
            "problem": self.task.question.text,
            "answer": self.judgement.text,
            "read_as": sympytext(as_written(read.tree, self.task.question.variable)) if read else None,
            "variable": self.task.question.variable.name,
            "order": len(self.task.rounds),
            "verdict": self.verdict,
            "form": self.form,
            "mistakes": [mistake.record() for mistake in self.mistakes],
            "witness": self.witness,
            "expected": sympytext(self.task.expected),
            "remarks": list(self.remarks),
            "error": self.error_record(),
        }


KINDS: Mapping[type, type[Checked]] = {Task: Check, ImplicitTask: Check, SeveralTask: SeveralCheck, ArrayTask: ArrayCheck}
"""What a checked answer is, by the kind of its task."""


def checked(task: Any, answer: Any, lang: str = "en", log_base: int | None = None) -> Checked:
    """An answer to a task, checked: for many answers to the same question the task is made once.

    >>> from chainrule.practice.tasks import task
    >>> one = task(ask("sin(x^2)"))
    >>> [checked(one, answer).verdict for answer in ("2x cos(x^2)", "cos(x^2)")]
    ['correct', 'incorrect']
    """
    return KINDS[type(task)](task, task.judge(answer, log_base), lang)


def check(
    problem: str | sympy.Expr | Mapping[str, Any],
    answer: Any,
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    order: int | None = None,
    at: Mapping[str, Any] | str | None = None,
    lang: str = "en",
    log_base: int | None = None,
    layout: str | None = None,
) -> Checked:
    """Judge an answer, and name the mistake if it is wrong.

    ``problem``, ``wrt``, ``order`` and ``at`` as for ``explain``; ``answer`` is what a student types, also with
    ``dy/dx = …``, or a SymPy expression; of several derivatives ``(2xy, x^2)``, ``z_x = …, z_y = …``, a list, a matrix
    or a mapping. With ``at`` it is a number, exact or rounded. An answer that cannot be read is a verdict, not an
    error; for a problem that cannot be read or differentiated subclasses of ``ChainruleError`` are raised.

    >>> v = check("sin(x^2)", "-2x cos(x^2)")
    >>> v.mistakes[0].id, v.witness["x"], v.expected
    ('wrong-sign', 2.0, 2*x*cos(x**2))
    >>> check("x^2 y", "(2xy, x^2)").verdict, check("x^2 y", "(12, 4)", at="x=2,y=3").verdict
    ('correct', 'correct')
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    posed = partial(posed_task, problem, wrt, order, at, log_base, layout)
    try:
        one = posed()
    except AmbiguousVariable:  # no letter is named: an answer of several components is the gradient by all
        if not has_components(answer):
            raise
        one = posed(all_letters=True)
    return checked(one, answer, lang, log_base)


def posed_task(
    problem: Any,
    wrt: Any = None,
    order: int | None = None,
    at: Any = None,
    log_base: int | None = None,
    layout: str | None = None,
    all_letters: bool = False,
) -> Any:
    """The task a problem sets, worked once for many answers. Raises subclasses of ``ChainruleError``."""
    if isinstance(problem, str) and recognise(problem):
        if (order or 1) > 1 or at is not None:
            raise Beyond("check-arrays-only-first")
        return array_task(problem, wrt, layout)
    if layout is not None:
        raise UsageError("layout-without-arrays")
    return task(ask(problem, wrt, order, at, log_base, method="partial", all_letters=all_letters))


def has_components(answer: Any) -> bool:
    """Whether an answer has several components; one that cannot be read has none."""
    try:
        return not read_components(answer, frozenset()).alone
    except ParseError:
        return False
