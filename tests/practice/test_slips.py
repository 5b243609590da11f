"""The wrong answers the catalogue has to a task: none is right, and what is masked is right all the same."""

import pytest

from chainrule.expression.written import Vector
from chainrule.practice.arrays.task import array_task
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
        ("e^x", {}, "not-differentiated", ""),
        ("e^(x^3)", {}, "", "not-differentiated"),
        ("d^2/dx^2 e^x", {}, "order-too-low", ""),
        ("d^2/dx^2 sin(x)", {}, "", "order-too-low"),
        ("d^2/dx^2 sin(x + 1)", {}, "inner-derivative-missing", "order-too-low"),
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
    assert shown not in found.masked and (not shown or any(shown in wrong.ids for wrong in found.wrong))


def test_a_mistake_is_masked_only_if_every_way_of_making_it_is_right() -> None:
    """(x + 3)′ = 1 and (2x)′ = 2: left out in the cosine the inner derivative is missed."""
    assert slips(task(ask("sin(x + 3) cos(x - 1)"))).masked == {"inner-derivative-missing"}
    assert slips(task(ask("sin(x + 3) cos(2x)"))).masked == frozenset()
    both = ask("(sin(x + y), cos(x + y))", method="partial", all_letters=True)
    assert slips(task(both)).masked == {"inner-derivative-missing", "wrong-variable"}
    one = ask("(sin(x + y), cos(x + 2y))", method="partial", all_letters=True)
    assert slips(task(one)).masked == frozenset()


@pytest.mark.parametrize(
    ("equation", "at", "masked"),
    [
        ("x^2 + y^2 = 25", "x=3,y=4", set()),
        ("x^2 + y^2 = 2", "x=1,y=1", {"exponent-kept", "outer-derivative-at-x", "upside-down-slope"}),
        ("x^2 + y^2 = 25", None, set()),
        ("sin(x + y) = y^2", None, set()),
    ],
)
def test_what_an_equation_masks(equation: str, at: str | None, masked: set[str]) -> None:
    """At (1, 1) y is x, 1² is 1, and −1 upside down is −1."""
    assert slips(task(ask(equation, "x", at=at))).masked == masked


@pytest.mark.parametrize(
    ("problem", "letter", "masked"),
    [
        ("A: 3x2, x: 2, b: 3; f = |A x - b|^2", "x", set()),
        ("x: 3; f = |x|^2/2", "x", set()),
        ("x: 3, c: 3; f = sum(c * exp(x))", "x", {"function-for-slope", "ones-missing"}),
        ("x: 3, c: 3; f = sum(c * sin(x))", "x", {"ones-missing"}),
        ("x: 3, c: 3; f = c^T exp(x)", "x", {"function-for-slope"}),
    ],
)
def test_what_arrays_mask(problem: str, letter: str, masked: set[str]) -> None:
    """eˣ is its own derivative; c ⊙ f′(x) is c ⊙ f′(x) ⊙ 1."""
    assert slips(array_task(problem, letter)).masked == masked
