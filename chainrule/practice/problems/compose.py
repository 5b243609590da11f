"""One problem from one form: the holes filled, derived, looked at; or why it is not fit.

    composed(form, rng) -> Draft | Unfit

This module knows forms, derivations and what a good problem is; it must not know sets, numbers of problems or files.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.implicit import implicit
from chainrule.errors import ChainruleError
from chainrule.expression.notation.typed import typed
from chainrule.expression.numbers import Program
from chainrule.expression.written import Equals, symbols
from chainrule.practice import judge, tasks
from chainrule.practice.arrays.task import ArrayTask, array_task
from chainrule.practice.judge import Task
from chainrule.practice.problems import hinting, slipping
from chainrule.practice.problems.collisions import NOTHING, Seen, seen
from chainrule.practice.problems.forms import Form
from chainrule.practice.problems.gradients import gradient
from chainrule.practice.problems.problem import Problem
from chainrule.practice.problems.recipes.holes import chosen, filled
from chainrule.practice.problems.textbook import LONGEST, clumsy, monstrous
from chainrule.practice.verdict import Correct
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion
from chainrule.tensors import recognise

LETTERS = ("x", "x", "x", "t")
"""The variable, where there is one only."""
GRID = (-6.7, -4.2, -2.3, -1.1, -0.4, 0.3, 0.9, 1.7, 2.6, 4.2, 6.7)
"""Where a curve is looked for."""
LARGEST_NUMBER = 400
"""Of a derivative at a point."""


_SIZE = re.compile(r"\b\d(x\d)?(?=[,;])")
"""How large an array is."""


@dataclass(frozen=True)
class Draft:
    """A problem without its id, and what it does not show."""

    problem: Problem
    seen: Seen


class Unfit(NamedTuple):
    """Why this filling of a form is no good problem."""

    why: str


def composed(form: Form, rng: Random, known: Container[Any] = ()) -> Draft | Unfit:
    """One filling of a form; none whose ``key`` is ``known``."""
    recipe = form.recipe
    letter = chosen(LETTERS, rng) if recipe.wrt is None and "y" not in recipe.problem else "x"
    text = filled(recipe.problem, rng).replace("x", letter)
    wrt = filled(recipe.wrt, rng) if recipe.wrt else None
    at = filled(recipe.at, rng) if recipe.at else None
    bare = Problem("", text, "", form.level, form.skills, form.kind, wrt, recipe.order, at)
    if key(bare) in known:
        return Unfit("twice")
    try:
        return _made(bare, rng)
    except ChainruleError as error:
        return Unfit(error.kind)


def _made(bare: Problem, rng: Random) -> Draft | Unfit:
    if recognise(bare.problem):
        return _arrays(bare, array_task(bare.problem, bare.wrt))
    question = ask(bare.problem, bare.wrt, bare.order, bare.at, method="partial")
    if question.notes:
        return Unfit("two-readings")
    if isinstance(question, Question) and isinstance(question.goal, Equals):
        return _implicit(bare, question)
    match question:
        case SystemQuestion():
            trees, one = [tree for _, tree in question.system.definitions], question.put_together
        case Question():
            trees, one = [question.goal], question
    if one is None:
        return Unfit("several")
    if why := _clumsy(trees):
        return Unfit(why)
    work = judge.task(one)
    if why := monstrous(work.expected, bare.level, one.goal):
        return Unfit(why)
    match bare.kind:
        case "layers":
            return _layers(bare, work)
        case "slip":
            return _slip(bare, work, rng)
        case _:
            return _differentiate(bare, question, work)


def _clumsy(trees: Iterable[Any]) -> str | None:
    return next((why for why in map(clumsy, trees) if why), None)


def _differentiate(bare: Problem, question: Question | SystemQuestion, work: Task) -> Draft | Unfit:
    answer, point = typed(work.expected), question.point
    if point:
        (value,) = Program(work.expected)(point)
        if value != value or abs(value - round(value)) > 1e-9 or not 0 < abs(value) <= LARGEST_NUMBER:
            return Unfit("number")
        answer = str(round(value))
    return _seen(replace(bare, answer=answer, hints=hinting.differentiate(question, work)), tasks.task(question))


def _seen(problem: Problem, task: Any) -> Draft | Unfit:
    """The problem with what it does not show."""
    found = seen(task)
    return Draft(replace(problem, masked=found.masked), found) if found.apart else Unfit("paths-alike")


def _implicit(bare: Problem, question: Question) -> Draft | Unfit:
    derivation = implicit(question.goal, question.variable, question.output)
    left, right = question.goal.args
    if why := _clumsy([left, right]) or monstrous(derivation.answer, bare.level, left, right):
        return Unfit(why)
    if not _has_curve(left, right, question.variable, question.output):
        return Unfit("no-curve")
    return _seen(replace(bare, answer=typed(derivation.answer), hints=hinting.implicit(question)), tasks.task(question))


def _arrays(bare: Problem, task: ArrayTask) -> Draft | Unfit:
    (name,) = task.wanted
    tree = gradient(task, name)
    answer = typed(tree)
    if not symbols(tree) or len(answer) > 2 * LONGEST[bare.level]:
        return Unfit("too-long" if symbols(tree) else "constant")
    assert isinstance(task.judge(answer).verdict, Correct), answer
    return _seen(replace(bare, answer=answer, hints=hinting.arrays(task, tree)), task)


def _has_curve(left: Any, right: Any, x: sympy.Symbol, y: sympy.Symbol) -> bool:
    """Whether the equation has points: the difference of its sides has both signs."""
    program = Program(left, right)
    gaps = [a - b for s in GRID for t in GRID for a, b in [program({x.name: s, y.name: t})] if a == a and b == b]
    return any(gap > 0 for gap in gaps) and any(gap < 0 for gap in gaps)


def _layers(bare: Problem, work: Task) -> Draft | Unfit:
    root = work.rounds[0].root
    if root.rule != "chain":
        return Unfit("no-layers")
    parts, (letter, inner) = dict(root.parts), root.names[0]
    answer = f"{typed(parts['outer'])}; {letter.name} = {typed(inner)}"
    return Draft(replace(bare, answer=answer, hints=hinting.layers(work)), NOTHING)


def _slip(bare: Problem, work: Task, rng: Random) -> Draft | Unfit:
    found = slipping.slipped(work, rng)
    if found is None:
        return Unfit("no-slip")
    answer = f"{found.number}: {found.right}"
    return Draft(replace(bare, answer=answer, working=found.lines, hints=hinting.slip(found)), NOTHING)


def key(problem: Problem) -> tuple[Any, ...]:
    """What makes two problems the same, whatever the variable is called and however large arrays are."""
    text = problem.problem.replace("t", "x") if problem.wrt is None else _SIZE.sub("", problem.problem)
    return problem.kind, text, problem.wrt, problem.order, problem.at
