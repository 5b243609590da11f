"""The wrong answers the catalogue has to a task: none is right, and what is masked is right all the same."""

import pytest

from chainrule.expression.written import Vector
from chainrule.practice.check import checked
from chainrule.practice.slips import slips
from chainrule.practice.tasks import task
from chainrule.question import ask

TASKS = (
    ("sin(x^2)", {}),
    ("x^2 sin 3x", {}),
    ("d^2/dx^2 sin(x^2)", {}),
    ("z = u^2 v; u = x y; v = x + y^2", {"wrt": "x"}),
    ("z = x e^u; u = x y", {"wrt": "x"}),
    ("L = 1/2 (a - y)^2; a = sigmoid(z); z = w x + b", {"wrt": "w"}),
    ("f(x, y) = x^2 y", {}),
    ("z = f(u,v); u = x y; v = x + y", {"wrt": "y"}),
    ("z = u^2 v; u = x y; v = x + y^2", {"wrt": "x", "at": "x=1,y=2"}),
    ("sin(x^2)", {"at": "x=2"}),
)


@pytest.mark.parametrize(("problem", "options"), TASKS)
def test_none_of_them_is_right_and_nearly_all_are_named(problem: str, options: dict) -> None:
    one = task(ask(problem, method="partial", **options))
    found = slips(one)
    assert len(found.wrong) > 5
    named = 0
    for wrong in found.wrong:
        match wrong.answer:
            case Vector():
                answer = list(wrong.answer.args)
            case tuple() | float():
                answer = repr(wrong.answer)
            case _:
                answer = wrong.answer
        verdict = checked(one, answer)
        assert verdict.verdict == "incorrect", wrong
        named += any(mistake.id in wrong.ids for mistake in verdict.mistakes)
    enough = 0.5 if "at" in options else 0.6  # of a number the likeliest is said alone
    assert named >= enough * len(found.wrong)


@pytest.mark.parametrize(
    ("problem", "options", "masked", "shown"),
    [
        ("sin(x + 1)", {}, "inner-derivative-missing", "wrong-sign"),
        ("(x + 1)^3", {}, "inner-derivative-missing", "exponent-kept"),
        ("sin(x^2)", {}, "", "inner-derivative-missing"),
        ("e^(3x)", {}, "not-differentiated", "inner-derivative-missing"),
        ("e^(x^2) sin 5x", {}, "", "inner-derivative-missing"),
        ("z = u + v; u = x y; v = x + y^2", {"wrt": "x"}, "inner-derivatives-only", "path-missing"),
        ("z = u v; u = x; v = x^2", {}, "", "path-missing"),
        ("z = u^2 v; u = x y; v = x + y^2", {"wrt": "x", "at": "x=1,y=1"}, "outer-partials-only", "path-missing"),
        ("sin(x^2)", {"at": "x=1"}, "outer-derivative-at-x", "inner-derivative-missing"),
    ],
)
def test_what_is_masked(problem: str, options: dict, masked: str, shown: str) -> None:
    """By hand: (x + 1)′ = 1, (u + v)_u = (u + v)_v = 1, at x = y = 1 all inner derivatives are 1, at x = 1 x² is x."""
    found = slips(task(ask(problem, method="partial", **options)))
    assert not masked or masked in found.masked
    assert shown not in found.masked and any(shown in wrong.ids for wrong in found.wrong)
