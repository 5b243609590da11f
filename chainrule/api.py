"""The Python interface: ``explain``, ``steps``, ``parse``; importing it imports SymPy.

explain(problem) -> Explanation     answer, steps, words, formats
steps(problem)                      the steps one by one
parse(text)                         the as-written tree
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.derive import derive
from chainrule.calculus.evaluate import Values, values
from chainrule.calculus.implicit import implicit
from chainrule.calculus.methods import METHODS
from chainrule.calculus.steps import Derivation
from chainrule.errors import UsageError
from chainrule.expression.build import build, parse
from chainrule.expression.value import value
from chainrule.expression.written import Equals
from chainrule.labelled import Step, labelled
from chainrule.question import Question, ask
from chainrule.render.explanation import DETAILS, Heads, page
from chainrule.render.page import Page
from chainrule.words import LANGUAGES, Words, words

__all__ = ["Explanation", "Step", "build", "explain", "parse", "steps"]


@dataclass(frozen=True, eq=False)
class Explanation:
    """A worked derivative: mathematics, words and formats.

    >>> d = explain("sin(x^2)^3")
    >>> d.answer
    6*x*sin(x**2)**2*cos(x**2)
    >>> d.verified, d.steps[0].rule
    (True, 'chain')
    """

    question: Question
    derivations: tuple[Derivation, ...]
    lang: str

    @property
    def derivation(self) -> Derivation:
        """The derivation (the first, where several variables were asked for)."""
        return self.derivations[0]

    @cached_property
    def answer(self) -> Any:
        """The tidied derivative, ordinary SymPy; by name where several variables were asked for."""
        return self._each(lambda d: value(d.answer))

    @cached_property
    def unsimplified(self) -> Any:
        """The derivative as written, exactly what the rules gave before tidying."""
        return self._each(lambda d: d.unsimplified)

    @cached_property
    def roots(self) -> tuple[Step, ...]:
        """The root step of every round."""
        return tuple(root for d in self.derivations for root in labelled(d, self.words))

    @property
    def root(self) -> Step:
        """The steps as a tree."""
        return self.roots[0]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in reading order."""
        return tuple(step for root in self.roots for step in root.walk())

    @property
    def verified(self) -> bool | None:
        """Whether every line passed its check; ``None`` when that could not be decided."""
        verdicts = [d.verification.verified for d in self.derivations]
        return False if False in verdicts else None if None in verdicts else True

    @property
    def words(self) -> Words:
        """The sentences of the language."""
        return words(self.lang)

    def _each(self, what: Any) -> Any:
        if len(self.derivations) == 1:
            return what(self.derivation)
        return {d.variable.name: what(d) for d in self.derivations}

    def page(self, detail: str = "normal") -> Page:
        """The worked solution as blocks, for any renderer; ``detail`` is brief, normal or full."""
        if detail not in DETAILS:
            raise UsageError("unknown-detail", {"name": detail, "known": ", ".join(DETAILS)})
        notes = tuple(self.words.note(note.kind, note.facts) for note in self.question.notes)
        return tuple(
            block for d in self.derivations for block in page(d, Heads(self.question.output, notes, detail, self._values(d)), self.words)
        )

    def _values(self, derivation: Derivation) -> Values | None:
        return values(derivation, self.question.point) if self.question.point else None

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.explanation/1``."""
        from chainrule.render.record import record, several

        records = [
            record(d, labelled(d, self.words), text=self.question.text, read_as=self.question.read_as, point=self._values(d))
            for d in self.derivations
        ]
        return records[0] if len(records) == 1 else several(records)

    def to_json(self, indent: int | None = 2) -> str:
        """The record as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        """The worked solution in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page())

    def __repr__(self) -> str:
        return f"<Explanation of {self.question.read_as[:60]}>"

    def _repr_html_(self) -> str:
        """The worked solution with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page())

    def _repr_latex_(self) -> str:
        """The answer as one equation, where the front end shows no HTML."""
        from chainrule.render.latex import equation

        return equation(self.question.output, self.derivations)

    def _repr_markdown_(self) -> str:
        """The worked solution as Markdown with LaTeX."""
        from chainrule.render.markdown import markdown

        return markdown(self.page())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Every representation, so that the front end shows the best it can."""
        bundle = {
            "text/plain": str(self),
            "text/html": self._repr_html_(),
            "text/markdown": self._repr_markdown_(),
            "text/latex": self._repr_latex_(),
        }
        wanted = set(include or bundle) - set(exclude or ())
        return {kind: text for kind, text in bundle.items() if kind in wanted}


def explain(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    order: int | None = None,
    at: Mapping[str, Any] | str | None = None,
    lang: str = "en",
    method: str = "auto",
    log_base: int | None = None,
) -> Explanation:
    """The worked derivative of a problem.

    ``problem`` is what a student types, a SymPy expression, or definitions by name. ``wrt`` names the
    variable where there are several (else ``AmbiguousVariable``), ``order`` the order (default 1, or what
    the text asks for), ``at`` a point whose numbers are added, ``method`` one of ``auto``, ``product``,
    ``logarithmic``, ``log-laws``. Raises subclasses of ``ChainruleError``.

    >>> explain("x^2 sin 3x").answer
    3*x**2*cos(3*x) + 2*x*sin(3*x)
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    if method not in METHODS:
        raise UsageError("unknown-method", {"name": method, "known": ", ".join(METHODS)})
    question = ask(problem, wrt, order, at, log_base)
    if isinstance(question.goal, Equals):
        return Explanation(question, (implicit(question.goal, question.variables[0], question.output),), lang)
    derivations = tuple(
        derive(question.goal, variable, question.order, method, question.given, question.output.name) for variable in question.variables
    )
    return Explanation(question, derivations, lang)


def steps(problem: str | sympy.Expr | Mapping[str, Any], **options: Any) -> Iterator[Step]:
    """The labelled steps of the derivative, one at a time, in reading order; options as for ``explain``.

    >>> [step.rule for step in steps("sin(x^2)")]
    ['chain', 'sin', 'power']
    """
    yield from explain(problem, **options).steps
