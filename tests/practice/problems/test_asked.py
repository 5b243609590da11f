"""What a problem asks for, read off its fields: the same that the page of the problem says."""

import pytest

import chainrule
from chainrule.expression.notation.unicode import unicode
from chainrule.practice.problems.asked import point, rates
from chainrule.practice.problems.problem import Problem
from chainrule.practice.problems.sets import problems
from chainrule.render.page import Maths, Title

NAMED = [problem for one in problems() for problem in one.problems if problem.kind == "differentiate" and rates(problem)]


@pytest.mark.parametrize("problem", NAMED, ids=lambda problem: problem.id)
def test_the_derivative_is_the_one_on_the_page(problem: Problem) -> None:
    title = next(block for block in chainrule.explain(problem.problem, **problem.options).page() if isinstance(block, Title))
    parts = [part for piece in title.task if isinstance(piece, Maths) for part, _ in piece.parts]
    assert rates(problem) == ", ".join(unicode(part) for part in parts if not isinstance(part, str))


@pytest.mark.parametrize(
    ("text", "wrt", "order", "said"),
    [
        ("x^2 + y^2 = 25", "x", None, "dy/dx"),
        ("u = x y", "y", None, "∂u/∂y"),
        ("s = t^3", "t", 2, "d²s/dt²"),
        ("f(x, y) = x^2 y", "x, y", None, "∂f/∂x, ∂f/∂y"),
        ("z = u v; u = cos(t); v = ln t", "t", None, "dz/dt"),
        ("z = uv; u = x + y; v = xy", "x", None, "∂z/∂x"),
        ("sin(x y)", "x", None, ""),
        ("p = x; q = y", "x", None, ""),
        ("a x^2 + b y^2 = 1", "x", None, ""),
    ],
)
def test_what_is_read_off(text: str, wrt: str, order: int | None, said: str) -> None:
    assert rates(Problem("p", text, "", 1, (), wrt=wrt, order=order)) == said


def test_points_as_they_are_printed() -> None:
    assert point(Problem("p", "x", "", 1, (), at="w=-2, x = 1.5;y=3")) == "w = −2, x = 1.5, y = 3"
    assert point(Problem("p", "x", "", 1, ())) == ""
