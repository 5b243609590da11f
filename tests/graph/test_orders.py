"""Second and mixed derivatives, directions, total and partial derivatives, the Jacobian."""

import pytest
import sympy

import chainrule

x, y, t = sympy.symbols("x y t")

HESSIANS = [
    ("x^3 y^2", x**3 * y**2),
    ("e^(x y)", sympy.exp(x * y)),
    ("z = u^2 + v^3; u = x*y; v = x + y^2", (x * y) ** 2 + (x + y**2) ** 3),
    ("z = sin(u) v; u = x + y; v = x y", sympy.sin(x + y) * x * y),
    ("z = ln(u); u = x^2 + y^2", sympy.log(x**2 + y**2)),
    ("(x y)^2 + (x + y^2)^3", (x * y) ** 2 + (x + y**2) ** 3),
]


@pytest.mark.parametrize(("problem", "meaning"), HESSIANS, ids=[row[0] for row in HESSIANS])
def test_second_derivatives(problem, meaning):
    d = chainrule.explain(problem, wrt="x,y", order=2)
    assert d.verified is True
    expected = {"x,x": sympy.diff(meaning, x, 2), "x,y": sympy.diff(meaning, x, y), "y,y": sympy.diff(meaning, y, 2)}
    assert set(d.answer) == set(expected)
    assert all(sympy.simplify(d.answer[key] - expected[key]) == 0 for key in expected)


def test_third_derivatives_of_two_letters_are_four():
    d = chainrule.explain("x^3 y^3", wrt="x,y", order=3)
    assert set(d.answer) == {"x,x,x", "x,x,y", "x,y,y", "y,y,y"}
    assert d.answer["x,x,y"] == 18 * x * y**2


MIXED = [
    ("f_xy; f = x^2 y^3", ["x", "y"], 6 * x * y**2),
    ("∂²f/∂x∂y; f = sin(x y)", ["x", "y"], sympy.diff(sympy.sin(x * y), x, y)),
    ("∂³/∂x²∂y (x^3 y^2)", ["x", "x", "y"], 12 * x * y),
]


@pytest.mark.parametrize(("problem", "letters", "answer"), MIXED, ids=[row[0] for row in MIXED])
def test_one_mixed_derivative(problem, letters, answer):
    d = chainrule.explain(problem)
    assert list(d.answer) == [",".join(letters)] and sympy.simplify(d.answer[",".join(letters)] - answer) == 0


DIRECTIONS = [
    ("x^2 + x y", "3,4", sympy.Rational(3, 5) * (2 * x + y) + sympy.Rational(4, 5) * x),
    ("x y", "(1, 1)", (x + y) / sympy.sqrt(2)),
    ("x^2 y", "1,0", 2 * x * y),
    ("z = u^2; u = x + y", "5,-12", 2 * (x + y) * sympy.Rational(5 - 12, 13)),
]


@pytest.mark.parametrize(("problem", "direction", "answer"), DIRECTIONS, ids=[f"{row[0]} {row[1]}" for row in DIRECTIONS])
def test_directional_derivative(problem, direction, answer):
    d = chainrule.explain(problem, wrt="x,y", along=direction)
    assert sympy.simplify(d.along.answer.doit() - answer) == 0
    assert sympy.simplify(sympy.sympify(d.to_dict()["along"]["answer"]) - answer) == 0


REFUSED = [("3,4,5", "direction-components"), ("0,0", "direction-zero")]


@pytest.mark.parametrize(("direction", "kind"), REFUSED)
def test_directions_that_are_none(direction, kind):
    with pytest.raises(chainrule.UsageError) as error:
        chainrule.explain("x y", wrt="x,y", along=direction)
    assert error.value.kind == kind


def test_a_direction_goes_with_one_output():
    with pytest.raises(chainrule.UsageError) as error:
        chainrule.explain("(x y, x + y)", wrt="x,y", along="1,1")
    assert error.value.kind == "direction-needs-one-output"


def test_total_and_partial_derivative_are_told_apart():
    text = str(chainrule.explain({"z": "x^2 y", "y": "sin x"}))
    assert "dz/dx counts every path" in text
    assert chainrule.explain({"z": "x^2 y", "y": "sin x"}).answer == {"x": x**2 * sympy.cos(x) + 2 * x * sympy.sin(x)}


def test_jacobian_by_output_and_input():
    d = chainrule.explain("(x^2 - y, x y)")
    assert d.answer == {"f_1": {"x": 2 * x, "y": -1}, "f_2": {"x": y, "y": x}}


def test_plain_partial_derivative_stays_available():
    layered, plain = (chainrule.explain("(x*y)^2 + (x+y^2)^3", wrt="x", method=method) for method in ("auto", "partial"))
    assert type(layered).__name__ == "SystemExplanation" and type(plain).__name__ == "Explanation"
    assert sympy.simplify(layered.answer["x"] - plain.answer) == 0
    assert "keep y constant" in str(plain)


def test_a_defined_letter_can_be_the_variable():
    d = chainrule.explain("z = u^2 v; u = x y; v = u + x", wrt="u")
    u = sympy.Symbol("u")
    assert sympy.simplify(d.answer["u"] - (2 * u * (u + x) + u**2)) == 0
