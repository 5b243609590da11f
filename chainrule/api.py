"""The Python interface: ``explain``, ``steps``, ``parse``; importing it imports SymPy.

explain(problem) -> Explanation, SystemExplanation     answer, steps, words, formats
steps(problem)                                         the steps one by one
parse(text)                                            the as-written tree
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy

from chainrule.calculus.derive import derive
from chainrule.calculus.implicit import implicit
from chainrule.calculus.methods import METHODS
from chainrule.errors import UsageError
from chainrule.explained.single import Explanation
from chainrule.explained.system import SystemExplanation
from chainrule.expression.build import build, parse
from chainrule.expression.written import Equals, Vector
from chainrule.graph.along import along as directed
from chainrule.graph.derive import derive_system
from chainrule.labelled import Step
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion
from chainrule.words import LANGUAGES

__all__ = ["Explanation", "Step", "SystemExplanation", "build", "explain", "parse", "steps"]


def explain(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    order: int | None = None,
    at: Mapping[str, Any] | str | None = None,
    lang: str = "en",
    method: str = "auto",
    log_base: int | None = None,
    along: str | Sequence[Any] | None = None,
) -> Explanation | SystemExplanation:
    """The worked derivative of a problem: an ``Explanation``, of several variables a ``SystemExplanation``.

    ``problem`` is what a student types, a SymPy expression, or definitions by name. ``wrt`` names the
    variables (where there are several letters and it is missing: ``AmbiguousVariable``; for definitions it
    is every input), ``order`` the order (default 1, or what the text asks for), ``at`` a point whose numbers
    are added, ``method`` one of ``METHODS``, ``along`` a direction for the directional derivative. Raises
    subclasses of ``ChainruleError``.

    >>> explain("x^2 sin 3x").answer
    3*x**2*cos(3*x) + 2*x*sin(3*x)
    >>> explain("z = u^2; u = x y").answer
    {'x': 2*x*y**2, 'y': 2*x**2*y}
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    if method not in METHODS:
        raise UsageError("unknown-method", {"name": method, "known": ", ".join(METHODS)})
    question = ask(problem, wrt, order, at, log_base, method if along is None else "paths")
    if isinstance(question, SystemQuestion):
        return _system(question, lang, method, along)
    return _single(question, lang, method)


def _single(question: Question, lang: str, method: str) -> Explanation:
    if isinstance(question.goal, Equals):
        return Explanation(question, implicit(question.goal, question.variable, question.output), lang)
    given, name = question.given, question.output.name
    return Explanation(question, derive(question.goal, question.variable, question.order, method, given, name, question.varying), lang)


def _system(question: SystemQuestion, lang: str, method: str, direction: str | Sequence[Any] | None) -> SystemExplanation:
    if method == "differential":  # every input takes part in it
        question = replace(question, sources=tuple(letter for letter in question.system.inputs if letter in question.varying))
    derivation = derive_system(question.system, question.sources, question.order, question.mixed)
    found = None if direction is None else directed(derivation, _direction(direction))
    chain = question.chain if method not in ("paths", "differential") else None
    return SystemExplanation(question, derivation, lang, method, found, _single(chain, lang, method) if chain else None)


def _direction(direction: str | Sequence[Any]) -> Any:
    """3,4 or (3, 4) or (1, sqrt 3) as a vector."""
    texts = direction.strip().strip("()[]<>⟨⟩").split(",") if isinstance(direction, str) else [str(part) for part in direction]
    return Vector(*map(parse, texts))


def steps(problem: str | sympy.Expr | Mapping[str, Any], **options: Any) -> Iterator[Step]:
    """The labelled steps of the derivative, one at a time, in reading order; options as for ``explain``.

    >>> [step.rule for step in steps("sin(x^2)")]
    ['chain', 'sin', 'power']
    """
    yield from explain(problem, **options).steps
