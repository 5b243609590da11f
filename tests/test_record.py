"""The JSON record ``chainrule.explanation/1``: its shape, and that other programs can read the mathematics."""

import json

import pytest
import sympy

import chainrule
from chainrule.expression.notation.sympytext import sympytext
from tests.reals import equal, expression

FIELDS = {
    "schema": str,
    "kind": str,
    "input": str,
    "read_as": str,
    "variable": str,
    "order": int,
    "functions": dict,
    "layers": list,
    "steps": list,
    "unsimplified": str,
    "tidying": list,
    "answer": str,
    "conditions": list,
    "point": type(None),
    "verification": dict,
}
STEP = {"id": int, "order": int, "rule": str, "title": str, "text": str, "variable": str, "goal": str, "result": str, "parts": dict}
PROBLEMS = [
    "sin(x^2)^3",
    "x^2 sin 3x",
    "softplus(x) sigmoid(x)",
    "f(g(x))",
    "0.5x^0.7",
    "log_2 x",
    "e^(pi x)",
    "|x|/x",
    "theta^2 sin(3theta)",
    "cbrt(x)",
]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_shape(problem):
    record = chainrule.explain(problem).to_dict()
    assert {name: type(value) for name, value in record.items()} == FIELDS
    assert record["schema"] == "chainrule.explanation/1"
    for i, step in enumerate(record["steps"]):
        assert {name: type(step[name]) for name in STEP} == STEP
        assert step["id"] == i
        assert step["parent"] is None if i == 0 else step["parent"] < i
    assert {"verified", "steps", "passed"} <= set(record["verification"])
    assert json.loads(chainrule.explain(problem).to_json()) == record


@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_was_read_is_read_back(problem):
    d = chainrule.explain(problem)
    assert chainrule.parse(d.to_dict()["read_as"]) == d.derivation.rounds[0].goal


@pytest.mark.parametrize("problem", PROBLEMS)
def test_layers_put_back_give_the_goal(problem):
    record = chainrule.explain(problem).to_dict()
    if record["layers"]:
        known = record["functions"]
        whole = expression(record["layers"][0]["value"], known)
        for layer in record["layers"][1:]:
            whole = whole.subs(sympy.Symbol(layer["name"], real=True), expression(layer["value"], known))
        assert equal(whole.doit(), expression(record["steps"][0]["goal"], known).doit())


def test_the_example_of_the_contract():
    record = chainrule.explain("sin(x^2)^3").to_dict()
    assert record["layers"] == [{"name": "y", "value": "u**3"}, {"name": "u", "value": "sin(v)"}, {"name": "v", "value": "x**2"}]
    assert record["unsimplified"] == "3*sin(x**2)**2*cos(x**2)*2*x"
    assert record["answer"] == "6*x*sin(x**2)**2*cos(x**2)"
    first = record["steps"][0]
    assert (first["rule"], first["goal"], first["result"]) == ("chain", "sin(x**2)**3", "3*sin(x**2)**2*cos(x**2)*2*x")
    parts = {"outer": "u**3", "u": "sin(x**2)", "outer_derivative": "3*u**2", "inner_derivative": "cos(x**2)*2*x"}
    assert {name: first["parts"][name] for name in parts} == parts


def test_rounds_follow_each_other():
    record = chainrule.explain("sin(x^2)", order=3).to_dict()
    orders = [step["order"] for step in record["steps"]]
    assert orders == sorted(orders) and set(orders) == {1, 2, 3}
    assert [step["parent"] for step in record["steps"]].count(None) == 3


def test_functions_sympy_lacks_are_defined():
    record = chainrule.explain("softplus(x)").to_dict()
    assert set(record["functions"]) == {"softplus", "sigmoid"}
    assert all(equal(expression(text), expression(text, record["functions"])) for text in record["functions"].values())


def test_several_variables_are_a_system_of_one_definition():
    record = chainrule.explain("x^2 y", wrt="x,y").to_dict()
    assert record["kind"] == "system" and record["definitions"] == [{"name": "z", "value": "x**2*y"}]
    x, y = sympy.symbols("x y")
    assert {total["input"]: sympy.sympify(total["answer"]) for total in record["totals"]} == {"x": 2 * x * y, "y": x**2}


@pytest.mark.parametrize("typed", ["x^(1/3)", "x^(2/3)", "cbrt(x^2-1)", "(x-1)^(1/3)", "x^2 cbrt(x)", "sin(x)/root(5, x)"])
def test_answers_with_odd_roots_are_real_at_negative_numbers(typed):
    d = chainrule.explain(typed)
    goal, answer, x = sympy.sympify(sympytext(chainrule.parse(typed))), sympy.sympify(d.to_dict()["answer"]), sympy.Symbol("x")
    for at in (-2.5, -0.3, 0.7):
        slope = (goal.subs(x, at + 1e-6) - goal.subs(x, at - 1e-6)) / 2e-6
        assert complex(answer.subs(x, at)) == pytest.approx(complex(slope), rel=1e-6)
        assert complex(d.answer.subs(x, at)) == pytest.approx(complex(slope), rel=1e-6)
