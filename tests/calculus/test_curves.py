"""Derivatives along curves: by a parameter, and of equations beyond the first order, against numbers on the curve itself."""

from __future__ import annotations

import pytest
import sympy

import chainrule
from chainrule.expression.value import value

t = sympy.Symbol("t")
x, y = sympy.symbols("x y")

PARAMETRIC = {
    "circle": ("x = cos t, y = sin t", 0.7),
    "parabola": ("x = t^2; y = 2t", 1.3),
    "cycloid": ("x = t - sin t; y = 1 - cos t", 1.1),
    "astroid": ("x = cos(t)^3; y = sin(t)^3", 0.6),
    "growth": ("x = e^(2t); y = t e^t", 0.4),
    "through a third letter": ("x = u^2; y = sin u; u = 3t", 0.3),
}
EQUATIONS = {
    "circle": ("x^2 + y^2 = 25", x**2 + y**2 - 25, 3.0, 4.0),
    "folium": ("x^3 + y^3 = 6xy", x**3 + y**3 - 6 * x * y, 3.0, 3.0),
    "ellipse with xy": ("x^2 - xy + y^2 = 3", x**2 - x * y + y**2 - 3, 1.0, 2.0),
    "exponential": ("e^y = x y", sympy.exp(y) - x * y, 3.6945280494653251, 2.0),
    "sine": ("x + sin y = y^2", x + sympy.sin(y) - y**2, 1.5907026, 1.5),
}
"""As it is typed, the same as an expression that is 0, and a point on or close to the curve."""


@pytest.mark.parametrize(("text", "at"), PARAMETRIC.values(), ids=PARAMETRIC)
@pytest.mark.parametrize("order", [1, 2, 3])
def test_by_a_parameter_each_order_is_the_slope_of_the_one_before(text: str, at: float, order: int) -> None:
    d = chainrule.explain(text, wrt="x", order=order)
    formulas = {str(layer[0]): value(layer[1]) for layer in d.derivation.layers}
    expected = formulas["y"]
    for _ in range(order):
        expected = sympy.diff(expected, t) / sympy.diff(formulas["x"], t)
    assert d.verified
    assert float(d.answer.subs(t, at)) == pytest.approx(float(expected.subs(t, at)))


@pytest.mark.parametrize(("text", "zero", "at", "near"), EQUATIONS.values(), ids=EQUATIONS)
def test_the_second_derivative_of_an_equation_is_the_bend_of_the_curve(text: str, zero: sympy.Expr, at: float, near: float) -> None:
    def curve(place: float) -> float:
        return float(sympy.nsolve(zero.subs(x, place), y, near, prec=40))

    h = 1e-3
    bend = (curve(at + h) - 2 * curve(at) + curve(at - h)) / h**2
    d = chainrule.explain(text, order=2)
    assert d.verified
    assert float(d.answer.subs({x: at, y: curve(at)})) == pytest.approx(bend, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x^2 + y^2 = 25", -25 / y**3),
        ("x^3 + y^3 = 6xy", 16 * x * y / (2 * x - y**2) ** 3),
        ("x y = 1", 2 * y / x**2),
    ],
)
def test_the_equation_makes_the_numerator_short(text: str, answer: sympy.Expr) -> None:
    assert sympy.simplify(chainrule.explain(text, order=2).answer - answer) == 0


@pytest.mark.parametrize(
    ("text", "wrt", "kind"),
    [
        ("x = 3; y = t^2", "x", "parametric-vertical"),
        ("x = cos t; z = sin t; w = t", "x", "parametric"),
        ("z = x^2; x = 3y", "z", "not-an-input"),
    ],
)
def test_refusals(text: str, wrt: str, kind: str) -> None:
    with pytest.raises(chainrule.ChainruleError) as caught:
        chainrule.explain(text, wrt=wrt)
    assert caught.value.kind == kind


def test_the_record_of_a_curve() -> None:
    record = chainrule.explain("x = t^2, y = t^3, find d^2y/dx^2").to_dict()
    assert (record["kind"], record["parameter"], record["variable"], record["order"]) == ("parametric", "t", "x", 2)
    assert {step["rule"] for step in record["steps"]} <= {"power", "constant-multiple", "identity", "sum"}
    for step in record["steps"]:
        letter = sympy.Symbol(step["variable"])
        assert sympy.simplify(sympy.diff(sympy.sympify(step["goal"]), letter) - sympy.sympify(step["result"])) == 0
