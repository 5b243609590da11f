"""Generated problems: right by SymPy, distinct, graded, the same in every process; requests that cannot be."""

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import islice, pairwise
from random import Random
from statistics import mean

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule
from chainrule.calculus.rules import SILENT
from chainrule.errors import Beyond, UsageError
from chainrule.expression.value import value
from chainrule.practice.check import check
from chainrule.practice.judge import task
from chainrule.practice.problems.compose import Draft, composed
from chainrule.practice.problems.forms import FORMS, Form
from chainrule.practice.problems.generate import drafts, generate
from chainrule.practice.problems.notation import read_correction, read_layers
from chainrule.practice.problems.problem import LEVELS, Problem
from chainrule.practice.problems.proving import of_hints
from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.slips import slips
from chainrule.practice.work import check_work
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion
from chainrule.tensors import recognise
from chainrule.words import LANGUAGES

PLACES = ("0.7312", "1.3719", "-0.5127", "0.2113", "2.2817", "-1.4631", "0.0931")


def question(problem: Problem) -> Question:
    found = ask(problem.problem, problem.wrt, problem.order, problem.at, method="partial")
    one = found.put_together if isinstance(found, SystemQuestion) else found
    assert one is not None
    return one


def numbers(*expressions: sympy.Expr) -> Iterable[tuple[complex, ...]]:
    """The values of expressions at places where all are real."""
    letters = sorted(set().union(*[e.free_symbols for e in expressions]), key=str)
    for shift in range(len(PLACES)):
        point = {letter: sympy.Float(PLACES[(shift + 2 * k) % len(PLACES)]) for k, letter in enumerate(letters)}
        found = [complex(e.subs(point).evalf()) for e in expressions]
        if all(abs(v.imag) < 1e-12 and v == v for v in found):
            yield tuple(v.real for v in found)


def agree(pairs: Iterable[tuple[float, float]]) -> bool:
    pairs = list(pairs)
    return bool(pairs) and all(abs(a - b) <= 1e-8 * max(1, abs(a), abs(b)) for a, b in pairs)


def is_right(problem: Problem) -> bool:
    """Whether the answer is the derivative, by SymPy alone; of arrays, by central differences and the judge."""
    if recognise(problem.problem):
        return (
            chainrule.explain(problem.problem, problem.wrt).verified
            and check(problem.problem, problem.answer, problem.wrt).verdict == "correct"
        )
    if problem.skills[0] == "implicit":
        left, right = (value(side) for side in chainrule.parse(problem.problem).args)
        x, y = sympy.symbols("x y")
        slope = -sympy.diff(left - right, x) / sympy.diff(left - right, y)
        return agree(numbers(slope, value(chainrule.parse(problem.answer))))
    asked = question(problem)
    derivative = sympy.diff(value(asked.goal), asked.variable, problem.order or 1)
    answer = value(chainrule.parse(problem.answer))
    if problem.at:
        return bool(derivative.subs({sympy.Symbol(name): n for name, n in asked.point.items()}).equals(answer))
    return agree(numbers(derivative, answer))


# Each problem


@settings(max_examples=12)
@given(st.integers(0, 10**9))
def test_every_problem_is_right_distinct_and_in_order(seed: int) -> None:
    found = list(generate(seed, number=12))
    assert all(is_right(problem) for problem in found if problem.kind == "differentiate")
    assert len({(p.kind, p.problem, p.wrt, p.at, p.working) for p in found}) == len(found) == len({p.id for p in found})
    assert all(one.level <= next.level for one, next in pairwise(found))
    assert {p.level for p in found} == set(LEVELS)


@settings(max_examples=6)
@given(st.integers(0, 10**9))
def test_the_judge_finds_every_answer_right_and_no_mistake_hidden_but_those_named(seed: int) -> None:
    for problem in generate(seed, number=10):
        if problem.kind == "differentiate":
            checked = check(problem.problem, problem.answer, **problem.options)
            assert checked.verdict == "correct", problem
            assert slips(checked.task).masked == set(problem.masked), problem


def test_hints_are_there_in_every_language_and_do_not_tell() -> None:
    for problem in generate(4, number=40):
        assert list(of_hints(problem)) == []
        assert all(problem.hints[lang] for lang in LANGUAGES)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.kind} {form.recipe.problem}")
def test_every_form_gives_problems(form: Form) -> None:
    found = (composed(form, Random(seed)) for seed in range(40))
    draft = next((draft for draft in found if isinstance(draft, Draft)), None)
    assert draft is not None and (draft.problem.level, draft.problem.skills) == (form.level, form.skills)


def test_a_slip_is_the_first_wrong_line_and_mended_by_the_answer() -> None:
    for problem in generate(11, skills=["slip"], level=(2, 5), number=16):
        correction = read_correction(problem.answer)
        judged = check_work(problem.problem, "\n".join(problem.working))
        assert judged.first_wrong is not None and judged.first_wrong.number == correction.number
        assert judged.mistakes
        mended = [*problem.working[: correction.number - 1], correction.line]
        assert {line.status for line in check_work(problem.problem, "\n".join(mended)).lines} <= {"named", "right", "detour"}


def test_layers_put_together_are_the_function() -> None:
    for problem in generate(5, skills=["layers"], level=(1, 4), number=16):
        asked = question(problem)
        assert read_layers(problem.answer, asked.goal, asked.variable).composed == asked.goal


def test_levels_grow_with_the_work() -> None:
    def work(level: int) -> float:
        steps = (
            round.root.walk() for p in drafts(3, ["chain", "product", "quotient"], level, 15) for round in task(question(p.problem)).rounds
        )
        return mean(len([step for step in walk if step.rule not in SILENT]) for walk in steps)

    found = [work(level) for level in (2, 3, 4, 5)]
    assert found == sorted(found)


# Requests


def test_the_same_seed_gives_the_same_problems_in_every_process() -> None:
    code = "import chainrule; print(*chainrule.generate(99, number=15), sep='\\n')"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(runs) == 1
    assert list(generate(99, number=5)) != list(generate(98, number=5))


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_asked_for_is_the_main_one(skill: str) -> None:
    there = {form.level for form in FORMS if form.skills[0] == skill}
    found = list(generate(1, [skill], (min(there), max(there)), 3))
    assert {problem.skills[0] for problem in found} == {skill}


def test_without_a_number_there_is_no_end() -> None:
    found = list(islice(generate(2, ["product"], (2, 4), number=None), 25))
    assert len({problem.problem for problem in found}) == 25 and {problem.level for problem in found} == {2, 3, 4}


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ({"skills": ["chian"]}, "unknown-skill-near"),
        ({"skills": ["zzz"]}, "unknown-skill"),
        ({"skills": ["network"], "level": 1}, "generate-skill-level"),
        ({"skills": ["implicit"], "level": 1}, "generate-skill-level"),
        ({"skills": []}, "generate-nothing"),
        ({"level": 0}, "unknown-level"),
        ({"level": (3, 9)}, "unknown-level"),
        ({"level": (4, 2)}, "generate-levels"),
        ({"number": 0}, "generate-number"),
        ({"number": 10**6}, "generate-number"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(request_: dict, kind: str) -> None:
    with pytest.raises(UsageError) as refused:
        generate(1, **request_)
    assert refused.value.kind == kind
    assert refused.value.message


def test_too_few_are_never_given_without_a_word() -> None:
    found = generate(1, ["general-power"], 3, 900)
    with pytest.raises(Beyond) as end:
        list(found)
    assert end.value.kind == "generate-exhausted" and "900" in str(end.value)
