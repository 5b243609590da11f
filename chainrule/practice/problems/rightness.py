"""Whether the answer an author wrote down is right: by our judge, and by SymPy alone.

    wrong(problem)     what is wrong with it, each as the key of a sentence and what fills it

One function a kind of problem. This module knows answers; it must not know files, hints or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from typing import Any

import sympy

from chainrule.calculus.points import agree, points
from chainrule.errors import AmbiguousVariable, Beyond, ChainruleError
from chainrule.expression.notation.typed import typed
from chainrule.expression.value import real, value
from chainrule.expression.written import Equals
from chainrule.practice.check import check
from chainrule.practice.compare import compare, has_unknown
from chainrule.practice.problems.notation import read_correction, read_layers
from chainrule.practice.problems.plausible import trace
from chainrule.practice.problems.problem import Problem
from chainrule.practice.statements import statements
from chainrule.practice.work import CheckedWork, check_work
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion

Fault = tuple[str, Mapping[str, Any]]
"""The key of a sentence, and what fills it."""

LIMIT = 1_000
"""SymPy is asked for the derivative of what has up to so many operations."""


def wrong(problem: Problem) -> Iterator[Fault]:
    """Everything that is wrong with the answer of a problem."""
    try:
        yield from KINDS[problem.kind](problem)
    except Beyond as error:
        yield "not-judged", {"error": error}
    except AmbiguousVariable as error:
        yield "letters", {"names": error.facts["names"], "first": str(error.facts["names"]).split(",")[0]}
    except ChainruleError as error:
        if _is_understood(problem):
            yield "not-judged-yet", {}
        else:
            yield "problem-unreadable", {"error": error}


def _is_understood(problem: Problem) -> bool:
    """Whether the problem can be explained, though answers to it cannot be judged."""
    try:
        return bool(trace(problem))
    except ChainruleError:
        return False


def differentiate(problem: Problem) -> Iterator[Fault]:
    """The answer is the derivative."""
    checked = judged(problem)
    match checked.verdict:
        case "unreadable":
            yield "answer-unreadable", {"error": checked.error}
        case "unfinished":
            yield "answer-unfinished", {}
        case "undecided":
            yield "answer-undecided", {}
        case "incorrect":
            yield "answer-wrong", {"expected": _typed(checked.task.expected)}
        case "correct":
            yield from against_sympy(checked.task.question, checked.judgement.tree)


def _typed(expected: Any) -> str:
    """The right answer as it would be typed, of several derivatives one after the other."""
    if isinstance(expected, Mapping):
        return "; ".join(f"{name}: {_typed(one)}" for name, one in expected.items())
    return typed(expected) if isinstance(expected, sympy.Basic) else str(expected)


def judged(problem: Problem) -> Any:
    """The checked answer. Raises ``Beyond`` for a kind of question that cannot be judged."""
    if problem.at is not None and "at" not in signature(check).parameters:
        raise Beyond("check-at")
    return check(problem.problem, problem.answer, **problem.options)


def against_sympy(question: Question | SystemQuestion, answer: Any) -> Iterator[Fault]:
    """The answer has the numbers of SymPy's derivative; nothing of ours but the reading takes part."""
    if not isinstance(question, Question) or isinstance(question.goal, Equals) or not isinstance(answer, sympy.Basic):
        return
    derivative = value(question.goal, judge=True)
    for _ in range(question.order):
        if sympy.count_ops(derivative) > LIMIT:
            return
        derivative = sympy.diff(derivative, real(question.variable))
    found_at = points([answer, question.goal])
    if not found_at and not has_unknown(question.goal):
        yield "no-values", {}
    for point, (found, _) in found_at:
        there = _number(derivative, point)
        if there is not None and not agree(found, there, 1e-6):
            at = ", ".join(f"{name} = {x:g}" for name, x in point.items())
            yield "answer-against-sympy", {"at": at, "found": f"{found:.6g}", "there": f"{there:.6g}"}
            return


def _number(expression: Any, point: Mapping[str, float]) -> float | None:
    """The number of an expression at a point; ``None`` where it has none."""
    there = sympy.N(expression, 20, subs={real(sympy.Symbol(name)): sympy.Rational(x) for name, x in point.items()})
    return float(there) if there.is_Float and math.isfinite(there) else None


def layers(problem: Problem) -> Iterator[Fault]:
    """The layers, put into each other, are the function."""
    question = ask(problem.problem, problem.wrt, method="partial")
    one = question.put_together if isinstance(question, SystemQuestion) else question
    if one is None or isinstance(one.goal, Equals):
        raise Beyond("check-several")
    try:
        found = read_layers(problem.answer, one.variable)
    except ChainruleError as error:
        yield "answer-unreadable", {"error": error}
        return
    if not compare(found.together, one.goal).same:
        yield "layers-wrong", {"together": typed(found.together)}
    elif found.idle is not None:
        yield "layers-idle", {"letter": found.idle.name}


def slip(problem: Problem) -> Iterator[Fault]:
    """The line that is said is the first wrong one, and right as it is corrected."""
    try:
        correction = read_correction(problem.answer)
    except ChainruleError as error:
        yield "answer-unreadable", {"error": error}
        return
    if not problem.working:
        yield "slip-no-working", {}
        return
    work = _work(problem, problem.working)
    owners = [number for number, line in enumerate(problem.working, 1) for _ in statements(line)]
    states = [(owners[line.number - 1], line.status) for line in work.lines]
    unread = next((number for number, status in states if status == "unreadable"), None)
    if unread is not None:
        yield "slip-unreadable", {"line": str(unread), "error": work.error}
        return
    wrongs = list(dict.fromkeys(number for number, status in states if status == "wrong"))
    if not wrongs:
        yield "slip-none", {}
    elif wrongs[0] != correction.number:
        yield "slip-elsewhere", {"first": str(wrongs[0]), "said": str(correction.number)}
    elif len(wrongs) > 1:
        yield "slip-second", {"first": str(wrongs[0]), "second": str(wrongs[1])}
    else:
        yield from _corrected(problem, correction.number, correction.line)


def _corrected(problem: Problem, number: int, line: str) -> Iterator[Fault]:
    """The working with the line mended, up to there, holds."""
    mended = _work(problem, (*problem.working[: number - 1], line))
    states = {found.status for found in mended.lines}
    if "unreadable" in states:
        yield "answer-unreadable", {"error": mended.error}
    elif "wrong" in states or "follows" in states:
        yield "slip-not-mended", {"line": line}


def _work(problem: Problem, lines: tuple[str, ...]) -> CheckedWork:
    return check_work(problem.problem, "\n".join(lines), wrt=problem.wrt, order=problem.order)


KINDS: Mapping[str, Callable[[Problem], Iterator[Fault]]] = {"differentiate": differentiate, "layers": layers, "slip": slip}
"""What is proved of each kind of problem."""
