"""Whether the answer an author wrote down is right: by our judge, and by SymPy alone.

    wrong(problem)     what is wrong with it, each as the key of a sentence and what fills it

One function a kind of problem. This module knows answers; it must not know files, hints or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chainrule.errors import AmbiguousVariable, Beyond, ChainruleError, ParseError
from chainrule.expression.notation.typed import typed
from chainrule.expression.written import Equals, Written, symbols
from chainrule.practice.check import check
from chainrule.practice.compare import compare, has_unknown
from chainrule.practice.problems.independent import disagreement, disagreements, has_values
from chainrule.practice.problems.notation import Decomposition, read_correction, read_layers
from chainrule.practice.problems.problem import Problem
from chainrule.practice.statements import statements
from chainrule.practice.work import CheckedWork, check_work
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion

Fault = tuple[str, Mapping[str, Any]]
"""The key of a sentence, and what fills it."""


def wrong(problem: Problem) -> Iterator[Fault]:
    """Everything that is wrong with the answer of a problem."""
    try:
        yield from KINDS[problem.kind](problem)
    except Beyond as error:
        yield "not-judged", {"error": error}
    except AmbiguousVariable as error:
        yield "letters", {"names": error.facts["names"], "first": str(error.facts["names"]).split(",")[0]}
    except ChainruleError as error:
        yield "problem-unreadable", {"error": error}


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
            yield "answer-wrong", {"expected": _typed(checked.task.expected if problem.at is None else checked.expected)}
        case "correct":
            yield from against_sympy(checked)


def _typed(expected: Any) -> str:
    """The right answer as it would be typed, of several derivatives one after the other."""
    if isinstance(expected, Mapping) and len(expected) == 1:
        return _typed(*expected.values())
    if isinstance(expected, Mapping):
        return "; ".join(f"{name}: {_typed(one)}" for name, one in expected.items())
    return typed(expected) if isinstance(expected, Written) else str(expected)


def judged(problem: Problem) -> Any:
    """The checked answer. Raises subclasses of ``ChainruleError``."""
    return check(problem.problem, problem.answer, **problem.options)


def against_sympy(checked: Any) -> Iterator[Fault]:
    """A right answer has the numbers of SymPy's derivative."""
    question = getattr(checked.task, "question", None)
    if isinstance(question, SystemQuestion):
        found = next(disagreements(question, checked.expected), None)
    elif not isinstance(question, Question) or isinstance(question.goal, Equals):
        return  # judged on the curve, or by central differences
    elif not has_values(question.goal) and not has_unknown(question.goal):
        yield "no-values", {}
        return
    else:
        found = disagreement(question, checked.judgement.tree)
    if found is not None:
        at = ", ".join(f"{name} = {x:g}" for name, x in found.point.items())
        yield "answer-against-sympy", {"at": at, "found": f"{found.answer:.6g}", "there": f"{found.sympy:.6g}"}


def layers(problem: Problem) -> Iterator[Fault]:
    """The layers, put into each other, are the function."""
    question = ask(problem.problem, problem.wrt, method="partial")
    one = question.put_together if isinstance(question, SystemQuestion) else question
    if one is None or isinstance(one.goal, Equals):
        raise Beyond("check-several")
    try:
        found = read_layers(problem.answer, one.goal, one.variable)
    except ChainruleError as error:
        yield "answer-unreadable", {"error": error}
        return
    if not compare(found.composed, one.goal).same:
        yield "layers-wrong", {"together": typed(found.composed)}
    else:
        yield from _idle(found, one.variable)


def _idle(found: Decomposition, variable: Any) -> Iterator[Fault]:
    """A layer that is only a letter, or does not use the next one."""
    for (name, function), letter in zip(found.pairs, (*found.letters, variable), strict=True):
        if function == letter or letter not in symbols(function):
            yield "layers-idle", {"letter": (name or letter).name}
            return


def slip(problem: Problem) -> Iterator[Fault]:
    """The line that is said is the first wrong one, and right as it is corrected."""
    try:
        correction = read_correction(problem.answer)
        if not correction.line:
            raise ParseError("correction-alone", {"n": correction.number})
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
