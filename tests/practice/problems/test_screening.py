"""What textbooks do not print, and what problems do not show."""

import pytest

from chainrule.expression.build import parse
from chainrule.practice.problems.collisions import seen
from chainrule.practice.problems.textbook import clumsy, monstrous
from chainrule.practice.tasks import task
from chainrule.question import ask


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("(6x + 4)^3", "common-factor"),
        ("4sin(x) - 2cos(x)", "common-factor"),
        ("x^4 - 3x^4", "like-terms"),
        ("x^2 sin(x) x", "like-factors"),
        ("(2x + 1)/(4x + 2)", "common-factor"),
        ("(2x + 1)(-2x - 1)", "like-factors"),
        ("(x + 1)^2/(x + 1)", "like-factors"),
        ("((x + 1)^2)^3", "power-of-power"),
        ("(3x + 2)^5", None),
        ("x^2 sin(3x)", None),
        ("(x^2 + 3)/(2x - 1)", None),
        ("sin(2x) cos(2x)", None),
        ("x^5/5 - 2x", None),
    ],
)
def test_clumsy_functions(function: str, why: str | None) -> None:
    assert clumsy(parse(function)) == why


@pytest.mark.parametrize(
    ("derivative", "level", "why"),
    [
        ("7", 1, "constant"),
        ("4860x^3", 5, "large-number"),
        ("(x + 1)(x + 2)(x + 3)(x + 4)(x + 5)", 2, "too-long"),
        ("1/sqrt(x - 40)", 3, "domain"),
        ("ln(-x^2 - 1)", 3, "domain"),
        ("2x cos(x^2 + 1)", 2, None),
    ],
)
def test_monstrous_derivatives(derivative: str, level: int, why: str | None) -> None:
    assert monstrous(parse(derivative), level) == why


def found(problem: str, wrt: str | None = None, at: str | None = None):
    return seen(task(ask(problem, wrt, at=at, method="partial")))


@pytest.mark.parametrize(
    ("problem", "masked"),
    [
        ("sin(x + 1)", "inner-derivative-missing"),
        ("e^x", "not-differentiated"),
        ("e^(2x)", None),
        ("sin(3x)", None),
        ("x^3 sin(2x)", None),
    ],
)
def test_mistakes_that_come_out_right(problem: str, masked: str | None) -> None:
    hidden = found(problem).masked
    assert hidden == () if masked is None else masked in hidden


@pytest.mark.parametrize(
    ("problem", "pair"),
    [
        ("x cos(x)", {"product-sign", "wrong-sign"}),
        ("4x^3 - 2x^2", {"coefficient-dropped", "exponent-factor-missing"}),
        ("x^3 sin(2x)", None),
        ("x^2 sin(x)", None),
    ],
)
def test_mistakes_with_the_same_answer(problem: str, pair: set[str] | None) -> None:
    alike = [set(one) for one in found(problem).alike]
    assert alike == [] if pair is None else pair in alike


@pytest.mark.parametrize(
    ("system", "apart"),
    [
        ("z = u v; u = x^2; v = sin(x)", True),
        ("z = u + v; u = 3x; v = 3x", False),
        ("z = u v; u = x^2; v = x^2", False),
    ],
)
def test_paths_that_can_be_told_apart(system: str, apart: bool) -> None:
    assert found(system, "x").apart is apart


def test_at_a_point_only_that_point_counts() -> None:
    """At x = 1 the power rule does not show whether the exponent was lowered; where v = 0, nothing on the way to it does."""
    assert "exponent-kept" in found("x^3", at="x=1").masked
    assert found("x^3", at="x=2").masked == ()
    assert not found("z = u v; u = x^2; v = x - 2", "x", "x=0").apart
    assert found("z = u v; u = x^2; v = x - 2", "x", "x=1").apart
