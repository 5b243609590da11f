"""Whole inputs: what is asked of which formula."""

from __future__ import annotations

import pytest

from chainrule.expression.task import Problem, read
from chainrule.question import ask
from tests.expression.test_parser import shape


def body(problem: Problem) -> str:
    return shape(problem.body)


LEFT_SIDES = [
    ("y = x^2", "y", ()),
    ("f(x) = x^2", "f", ("x",)),
    ("s(t) = x^2", "s", ("t",)),
    ("z = f(x, y) = x^2", "z", ("x", "y")),
    ("w(x, y, z) = x^2", "w", ("x", "y", "z")),
    ("θ = x^2", "theta", ()),
    ("x^2", None, ()),
    ("find the derivative of y = x^2", "y", ()),
    ("求函数 y = x^2 的导数", "y", ()),
]


@pytest.mark.parametrize(("text", "name", "arguments"), LEFT_SIDES)
def test_left_hand_side(text: str, name: str | None, arguments: tuple[str, ...]) -> None:
    problem = read(text)
    assert (problem.kind, problem.name, problem.arguments, body(problem)) == ("expression", name, arguments, "(power x 2)")


TASKS = [
    ("d/dx (x^2)", ("x",), 1),
    ("d/dx x^2", ("x",), 1),
    ("d²/dx² x^2", ("x",), 2),
    ("d^74/dx^74 x^2", ("x",), 74),
    ("∂/∂x (x^2)", ("x",), 1),
    ("D_x x^2", ("x",), 1),
    ("d(x^2)/dx", ("x",), 1),
    ("(x^2)''", (), 2),
    ("derivative of x^2 with respect to x", ("x",), 1),
    ("What is the second derivative of x^2?", (), 2),
    ("differentiate x^2 w.r.t. t", ("t",), 1),
    ("z = x^2; ∂z/∂x", ("x",), 1),
    ("f(x) = x^2, f_x", ("x",), 1),
    ("Find dy/dx if y = x^2", ("x",), 1),
    ("y = x^2, find d^2y/dx^2", ("x",), 2),
    ("y = x^2; y''", (), 2),
    ("求 x^2 关于 x 的导数", ("x",), 1),
    ("求 y = x^2 的二阶导数", (), 2),
    ("已知 f(x) = x^2，求 f'(x)", ("x",), 1),
]


@pytest.mark.parametrize(("text", "wrt", "order"), TASKS)
def test_task(text: str, wrt: tuple[str, ...], order: int) -> None:
    problem = read(text)
    assert (problem.wrt, problem.order, body(problem)) == (wrt, order, "(power x 2)")


SYSTEMS = [
    ("z = f(u, v); u = g(x, y); v = h(x, y)", ["(apply f u v)", "(apply g x y)", "(apply h x y)"]),
    ("z = f(x, y); y = y(x)", ["(apply f x y)", "(apply y x)"]),
    ("w = f(x, y, z), z = z(x, y)", ["(apply f x y z)", "(apply z x y)"]),
    ("z = f(x, y), x = x(t), y = y(t)", ["(apply f x y)", "(apply x t)", "(apply y t)"]),
    ("y = f(u), u = u(x)", ["(apply f u)", "(apply u x)"]),
    ("y = u(x)^2, u = x^2", ["(power u 2)", "(power x 2)"]),
    ("y = f(g(x)), f(u) = u^2, g(x) = x", ["(apply f (apply g x))", "(power u 2)", "x"]),
    ("y = a x^2, a = 3", ["(times a (power x 2))", "3"]),
]


@pytest.mark.parametrize(("text", "bodies"), SYSTEMS)
def test_functions_in_systems(text: str, bodies: list[str]) -> None:
    problem = read(text)
    assert (problem.kind, [shape(tree) for _, _, tree in problem.definitions]) == ("system", bodies)


def test_the_formula_asked_about_may_have_no_name() -> None:
    problem = read("f(x) = x^2, g(x) = sin x, find f(g(x))")
    assert (problem.kind, body(problem), [name for name, _, _ in problem.definitions]) == ("system", "(apply f (apply g x))", ["f", "g"])


SEVERAL = [
    ("z = x^2 y; find ∂z/∂x and ∂z/∂y", ("x", "y")),
    ("z = x^2 y, ∂z/∂x, ∂z/∂y", ("x", "y")),
    ("z = x^2 y; z_x; z_y", ("x", "y")),
    ("z = x^2 y, find all partial derivatives", ("x", "y")),
    ("设 z = x^2 y，求 ∂z/∂x 和 ∂z/∂y", ("x", "y")),
    ("求 z = x^2 y 的偏导数", ("x", "y")),
    ("derivative of x^2 y with respect to x, y", ("x", "y")),
]


@pytest.mark.parametrize(("text", "wrt"), SEVERAL)
def test_several_derivatives(text: str, wrt: tuple[str, ...]) -> None:
    problem = read(text)
    assert (problem.wrt, problem.by, problem.order) == (wrt, (), 1)


MIXED = [
    ("f_xy; f = x y", "f", ("x", "y")),
    ("∂²f/∂x∂y; f = x y", "f", ("y", "x")),
    ("f(x, y) = x y; f_xyy", "f", ("x", "y", "y")),
    ("∂³/∂x∂y² (x y)", None, ("y", "y", "x")),
    (r"z = x y; \frac{\partial^2 z}{\partial x \partial y}", "z", ("y", "x")),
    (r"\frac{\partial^2}{\partial x\,\partial y}(x y)", None, ("y", "x")),
    ("设 z = x y，求 ∂²z/∂x∂y", "z", ("y", "x")),
]


@pytest.mark.parametrize(("text", "name", "by"), MIXED)
def test_mixed_derivative(text: str, name: str | None, by: tuple[str, ...]) -> None:
    problem = read(text)
    assert (problem.name, problem.by, problem.order, body(problem)) == (name, by, len(by), "(times x y)")


VARYING = [
    ("x^2 y", "x", "xy"),
    ("a x^2 + b y", "x", "xy"),
    ("a x^2 + b x", "x", "x"),
    ("a x^2", "a", "ax"),
    ("f(x, y) = x^2", "x", "xy"),
    ("f(x) = x^2 y", None, "x"),
    ("d/dx (x^2 y)", None, "x"),
    ("∂/∂x (a x^2)", None, "ax"),
    ("sin x", None, "x"),
]


@pytest.mark.parametrize(("text", "wrt", "varying"), VARYING)
def test_letters_that_vary(text: str, wrt: str | None, varying: str) -> None:
    assert {letter.name for letter in ask(text, wrt=wrt).varying} == set(varying)


@pytest.mark.parametrize(
    "text",
    [
        "y = 6u^3, u = 7x - 4", "y = 6u^3; u = 7x - 4", "y = 6u^3\nu = 7x - 4", "y = 6u^3 where u = 7x - 4",
        "y = 6u^3 and u = 7x - 4", "y = 6u^3，其中 u = 7x - 4", "设 y = 6u^3，其中 u = 7x - 4，求 dy/dx",
    ],
)  # fmt: skip
def test_chain_pair(text: str) -> None:
    problem = read(text)
    assert problem.kind == "system"
    assert [(name, shape(tree)) for name, _, tree in problem.definitions] == [
        ("y", "(times 6 (power u 3))"),
        ("u", "(plus (times 7 x) (minus 4))"),
    ]


@pytest.mark.parametrize("text", ["x^2 + y^2 = 25", "xy = sin y", "y = x y", "sin(xy) = x + y", "2y = x", "f(2) = 3"])
def test_implicit_equation(text: str) -> None:
    assert read(text).kind == "equation"


POINTS = [
    ("x^2 at x = 1", {"x": "1"}),
    ("x^2 y at x = 2, y = -1", {"x": "2", "y": "-1"}),
    ("xy at (1, 3)", {"x": "1", "y": "3"}),
    ("f(y, x) = xy at (1, 3)", {"y": "1", "x": "3"}),
    ("x^2 | x=1", {"x": "1"}),
    ("x^2 |_{x=1}", {"x": "1"}),
    ("|x| at x = -1", {"x": "-1"}),
    ("y = x^2; x = 3", {"x": "3"}),
    ("f(x) = x^2 at x = pi/2", {"x": "pi/2"}),
    ("f(x) = x^2; f'(2)", {"x": "2"}),
    ("y = ln(x) 在 x = 1 处的导数", {"x": "1"}),
    ("derivative of x^2 with respect to x at x = 1", {"x": "1"}),
]


@pytest.mark.parametrize(("text", "at"), POINTS)
def test_point(text: str, at: dict[str, str]) -> None:
    assert dict(read(text).at) == at


@pytest.mark.parametrize("text", ["(2x - y, x^2)", "[x, y]", "<x, y>", "r(t) = (cos t, sin t)", "r(t) = cos t i + sin t j", "r = 3i - 4j"])
def test_vector(text: str) -> None:
    assert read(text).kind == "vector"


def test_a_bound_e_is_a_letter() -> None:
    assert body(read("y = e^x; e = 2")) == "(power e x)"
    assert read("y = e^x; e = 2").body.args[0].kind == "name"
    assert read("y = e^x").body.args[0].kind == "euler"
