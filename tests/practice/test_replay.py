"""The replay of a step tree: without slips it is the derivation; with one it is what the stepper would have given."""

# The tables have wide rows.

import math

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from chainrule.calculus.names import Names
from chainrule.calculus.points import agree, points
from chainrule.calculus.rule import Rule
from chainrule.calculus.rules import RULES
from chainrule.calculus.stepper import Stepper, differentiate
from chainrule.calculus.steps import Step
from chainrule.expression.build import parse
from chainrule.expression.numbers import Program
from chainrule.practice.ink import Ink, tree
from chainrule.practice.mistakes import MISTAKES, beside
from chainrule.practice.mistakes.mistake import Mistake
from chainrule.practice.parametric import Parametric
from chainrule.practice.replay import LAWS, NOWHERE, Inked, Numbers, Parts, Replay, Slip, kind, together
from chainrule.practice.route import spots
from chainrule.words import LANGUAGES, words
from tests.strategies import smooth_trees

x = sympy.Symbol("x")
PROBLEMS = (
    "sin(x^2)", "sin(x^2+1)^3", "x^2 sin 3x", "ln(sqrt(x^2+1))/x^2", "(sin x)^x", "e^(-x^2) cos(3x)^2", "sin(x^2)/(1+cos 3x)",
    "5 - 2cos(3x)", "1/(x^2+1)^3", "2^(3x) - sqrt(x)/3", "x sin x cos x", "arctan(e^(2x)) + pi^2", "-ln(tan x)", "1/sqrt x + 4/x^3",
)  # fmt: skip


def replayed(root: Step, point: dict[str, float]) -> Replay:
    return Replay(root, Numbers(point, x))


@pytest.mark.parametrize("problem", PROBLEMS)
def test_sound_laws_give_the_derivative(problem: str) -> None:
    """Also when every law is worked, none taken from the step: a slip that is no slip at every leaf."""
    root = differentiate(parse(problem), x, Names({"x"}))
    leaves = [step for step in root.walk() if step.rule not in LAWS]
    for point, (value, _) in points([root.result, root.goal]):
        slips = together(*[Slip(step, lambda p: p.right) for step in leaves])
        assert agree(replayed(root, point).value({}), value)
        assert agree(replayed(root, point).value(slips), value)


@given(smooth_trees(2))
def test_ink_and_numbers_are_the_same_replay(goal: sympy.Expr) -> None:
    root = differentiate(goal, x, Names({"x"}))
    leaves = [step for step in root.walk() if step.rule not in LAWS]
    slips = together(*[Slip(step, lambda p: p.right) for step in leaves])
    inked = Replay(root, Inked(x))
    written = tree(inked.of(root, Ink(x), slips))
    for _, (value, again, _goal) in points([root.result, written, goal]):
        assert agree(value, again, 1e-6)


def as_rule(mistake: Mistake, at: sympy.Expr) -> Rule:
    """The mistake as a rule for the stepper: in place of its sibling, for one goal."""

    def apply(goal: object, work: object) -> Step | None:
        step = next(found for rule in RULES if (found := rule.apply(goal, work)) is not None)
        if goal != at or kind(step) not in mistake.siblings:
            return None
        inked = Replay(step, Inked(step.variable))
        try:
            result = mistake.law(Parts(inked, step, Ink(step.variable), {}))
        except NOWHERE:
            return None
        return None if result is None else Step(mistake.id, step.goal, step.variable, tree(result), (), (), step.substeps)

    return Rule(mistake.id, apply, buggy=True, sibling=mistake.siblings[0])


@pytest.mark.parametrize(
    ("problem", "compared"),
    [("sin(x^2)", 14), ("x^2 sin 3x", 3), ("ln(sqrt(x^2+1))/x^2", 12), ("(sin x)^x", 7), ("5 - 2cos(3x)", 14), ("-ln(tan x)", 14)],
)
def test_a_slip_is_a_rule_replaced(problem: str, compared: int) -> None:
    """The stepper with one buggy rule at the root gives what the replay gives with this slip there."""
    root = differentiate(parse(problem), x, Names({"x"}))
    (point, _), *_ = points([root.result, root.goal])
    done = 0
    for mistake in (mistake for mistake in beside(kind(root)) if not mistake.each):
        mine = replayed(root, point).value(together(Slip(root, mistake.law)))
        wrong = Stepper(x, Names({"x"}), rules=(as_rule(mistake, root.goal), *RULES)).derivative(root.goal)
        (theirs,) = Program(wrong.result)(point)
        if isinstance(mine, float) and not math.isnan(mine):
            assert agree(mine, theirs), mistake.id
            done += 1
    assert done >= compared


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.id}: {m.wrong_law}")
def test_every_mistake_is_a_law_with_words(mistake: Mistake) -> None:
    assert mistake.wrong_law and "\n" not in mistake.wrong_law
    assert set(mistake.siblings) <= {rule.id for rule in RULES} | {"table", "parametric"}
    for lang in LANGUAGES:
        assert words(lang).get(f"mistake.{mistake.id}.text")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.id}: {m.wrong_law}")
def test_every_mistake_is_a_mistake_somewhere(mistake: Mistake) -> None:
    """It changes the value of some derivative."""
    problems = (
        *PROBLEMS,
        "arcsin(3x)",
        "arccos x",
        "x^x",
        "3^x",
        "log_2(5x)",
        "x + sin 1",
        "e + e^x",
        "sin(cos(x^2))",
        "x - x^2",
        "x^(-3)",
        "x f(x)",
        "a^2 + b^3 x^2",
        "a x",
    )
    curve = Parametric(sympy.Symbol("u"), parse("x^3"), sympy.Symbol("v"), parse("sin 2x"))
    roots = [differentiate(parse(problem), x, Names({"x"})) for problem in problems]
    for root in (*roots, curve.rounds(x, Names({"x", "u", "v"}), 1)[0].root):
        (point, (right, _)), *_ = points([root.result, root.goal])
        replay = replayed(root, {**point, "x": abs(point["x"])})
        for spot in spots(root):
            if mistake in beside(kind(spot.step)):
                parts = Parts(replay, spot.step, replay.medium.start, {})
                for index in range(mistake.each(parts)) if mistake.each else (None,):
                    wrong = replay.value(together(Slip(spot.step, mistake.law, index)))
                    if isinstance(wrong, float) and not math.isnan(wrong) and not agree(wrong, right):
                        return
    pytest.fail("never makes a difference")


@given(st.integers(2, 9))
def test_places_are_counted_from_outside(n: int) -> None:
    goal = parse("x")
    for _ in range(n):
        goal = parse("sin(x^2)").xreplace({x: goal})
    root = differentiate(goal, x, Names({"x"}))
    layers = [spot.place for spot in spots(root) if spot.place.kind == "layer"]
    assert {place.n for place in layers} == {2 * n}
    assert {place.k for place in layers} == set(range(1, 2 * n + 1))
