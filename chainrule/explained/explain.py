"""What is handed out for a problem: ``explain``, ``steps``, ``computation``, ``parse``; importing it imports SymPy.

explain(problem) -> Explanation, SystemExplanation     answer, steps, words, formats
computation(problem)                                   the computational graph with its numbers
steps(problem)                                         the steps one by one
parse(text)                                            the as-written tree
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy

from chainrule.calculus.derive import derive
from chainrule.calculus.implicit import implicit
from chainrule.calculus.methods import METHODS
from chainrule.calculus.parametric import parametric
from chainrule.errors import Beyond, UsageError
from chainrule.explained.computation import Computation
from chainrule.explained.single import Explanation
from chainrule.explained.system import SystemExplanation
from chainrule.explained.tensors import TensorExplanation, explain_tensors
from chainrule.expression.build import build, parse
from chainrule.expression.written import Equals, Vector
from chainrule.graph.along import along as directed
from chainrule.graph.derive import derive_system
from chainrule.graph.operations import operations
from chainrule.graph.sweeps import Descent
from chainrule.graph.sweeps import descend as descend_along
from chainrule.labelled import Step
from chainrule.question import ask, ask_graph
from chainrule.questions import Question, SystemQuestion
from chainrule.tensors import recognise
from chainrule.words import LANGUAGES

__all__ = [
    "Computation",
    "Explanation",
    "Step",
    "SystemExplanation",
    "TensorExplanation",
    "build",
    "computation",
    "explain",
    "parse",
    "steps",
]


def explain(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    order: int | None = None,
    at: Mapping[str, Any] | str | None = None,
    lang: str = "en",
    method: str = "auto",
    log_base: int | None = None,
    along: str | Sequence[Any] | None = None,
    layout: str | None = None,
) -> Explanation | SystemExplanation | TensorExplanation:
    """The worked derivative of a problem: an ``Explanation``, of several variables a ``SystemExplanation``.

    A text that declares shapes, ``W: 2x3, x: 3; y = W x``, is a ``TensorExplanation``; ``layout`` is its convention:
    ``mixed``, ``numerator`` or ``denominator``.

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
    if isinstance(problem, str) and recognise(problem):
        if (order or 1) > 1 or method != "auto" or along is not None:
            raise Beyond("arrays-only-first")
        return explain_tensors(problem, wrt, at, lang, layout or "mixed")
    if layout is not None:
        raise UsageError("layout-without-arrays")
    question = ask(problem, wrt, order, at, log_base, method if along is None else "paths", all_letters=along is not None)
    if isinstance(question, SystemQuestion):
        return _system(question, lang, method, along)
    return _single(question, lang, method)


def _single(question: Question, lang: str, method: str) -> Explanation:
    if isinstance(question.goal, Equals):
        return Explanation(question, implicit(question.goal, question.variable, question.output, question.order), lang)
    if question.curve is not None:
        x, y = (question.variable, question.curve.formula), (question.output, question.goal)
        return Explanation(question, parametric(x, y, question.curve.parameter, question.order), lang)
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


STEPS = 10_000
"""So many steps of gradient descent are taken at the most."""


def computation(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    at: Mapping[str, Any] | str | None = None,
    lang: str = "en",
    grain: str = "auto",
    descend: float | None = None,
    steps: int = 10,
    log_base: int | None = None,
) -> Computation | TensorExplanation:
    """The computational graph of a problem, with ``at`` both passes in numbers.

    ``grain``: ``definition`` (one definition a node), ``operation`` (one operation a node), ``auto`` (the definitions
    where there are several). ``descend`` is the rate of so many ``steps`` of gradient descent, by ``wrt`` or by the
    weights w, b … A text that declares shapes gives a ``TensorExplanation``. Raises subclasses of ``ChainruleError``.

    >>> computation("x y + sin x").question.system.definitions
    ((z, v_1 + v_2), (v_2, sin(x)), (v_1, x*y))
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    if grain not in GRAINS:
        raise UsageError("unknown-grain", {"name": grain})
    if isinstance(problem, str) and recognise(problem):
        if descend is not None:
            raise Beyond("arrays-no-descent")
        return explain_tensors(problem, wrt, at, lang)
    question = ask_graph(problem, wrt, at, log_base)
    if not question.sources:
        raise UsageError("graph-of-number")
    fine = grain == "operation" or (grain == "auto" and len(question.system.definitions) == 1)
    if fine:
        question = replace(question, system=operations(question.system))
    derivation = derive_system(question.system, question.sources)
    found = Computation(question, derivation, lang, grain="operation" if fine else "definition")
    return found if descend is None else replace(found, descent=_descent(found, descend, steps, bool(wrt)), rate=descend, chosen=bool(wrt))


GRAINS = ("auto", "definition", "operation")


def _descent(found: Computation, rate: float, number: int, chosen: bool) -> tuple[Descent, ...]:
    question = found.question
    outputs, missing = question.system.outputs, [name for name in question.system.inputs if name.name not in question.point]
    if missing:
        raise UsageError("descent-needs-point", {"names": ",".join(f"{name.name}=1" for name in question.system.inputs)})
    if len(outputs) > 1:
        raise UsageError("descent-needs-one-output", {"names": ", ".join(name.name for name in outputs)})
    if not (math.isfinite(rate) and rate > 0):
        raise UsageError("descent-rate")
    if not 1 <= number <= STEPS:
        raise UsageError("descent-steps", {"limit": STEPS})
    weights = tuple(name for name in question.sources if chosen or name.name[0] in WEIGHTS) or question.sources
    return tuple(descend_along(found.machine, question.point, outputs[0], weights, rate, number))


WEIGHTS = "wWb"
"""Letters that are weights, where some are; everything else is data then."""


def steps(problem: str | sympy.Expr | Mapping[str, Any], **options: Any) -> Iterator[Step]:
    """The labelled steps of the derivative, one at a time, in reading order; options as for ``explain``.

    >>> [step.rule for step in steps("sin(x^2)")]
    ['chain', 'sin', 'power']
    """
    yield from explain(problem, **options).steps
