"""The Python interface, by the contract: names, inputs, options, errors."""

import inspect
import json
import subprocess
import sys

import pytest
import sympy
from sympy.abc import a, x, y

import chainrule
from chainrule import AmbiguousVariable, Beyond, ChainruleError, ParseError, UsageError
from chainrule.expression.written import Written, depth

NAMES = (
    "explain",
    "steps",
    "parse",
    "Explanation",
    "Step",
    "ChainruleError",
    "ParseError",
    "AmbiguousVariable",
    "UsageError",
    "Beyond",
    "TooLarge",
    "NoRule",
)


@pytest.mark.parametrize("name", NAMES)
def test_exported(name):
    assert getattr(chainrule, name)
    assert name in chainrule.__all__
    assert name in dir(chainrule)


def test_importing_is_light():
    code = "import chainrule, sys; sys.exit(any(m in sys.modules for m in ('sympy', 'rich', 'typer', 'mpmath')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_attributes_of_an_explanation():
    d = chainrule.explain("sin(x^2)^3")
    assert d.answer == 6 * x * sympy.sin(x**2) ** 2 * sympy.cos(x**2)
    assert isinstance(d.answer, sympy.Expr) and not d.answer.has(Written)
    assert isinstance(d.unsimplified, Written)
    assert sympy.simplify(d.unsimplified.doit() - d.answer) == 0
    assert d.verified is True
    assert isinstance(d.steps, tuple)
    assert d.root is d.steps[0]
    assert json.loads(d.to_json()) == d.to_dict()
    assert "dy/dx" in str(d)
    assert d._repr_latex_().startswith("$")
    assert "<math" in d._repr_html_()
    assert {"text/plain", "text/html", "text/latex"} <= set(d._repr_mimebundle_())
    assert set(d._repr_mimebundle_(include=["text/html"])) == {"text/html"}
    assert "text/html" not in d._repr_mimebundle_(exclude=["text/html"])


def test_the_latex_of_a_step_is_partial_where_other_letters_vary():
    product, *_ = chainrule.steps("x^2 sin(x y)", wrt="x")
    parameter, *_ = chainrule.steps("a x^2", wrt="x")
    assert product.latex.startswith(r"\frac{\partial}{\partial x}")
    assert parameter.latex.startswith(r"\frac{\mathrm{d}}{\mathrm{d}x}")


def test_attributes_of_a_step():
    (step, *_) = chainrule.steps("sin(x^2)^3", wrt="x")
    assert step.rule == "chain"
    assert step.title and step.text and step.latex
    assert (step.goal, step.variable) == (chainrule.parse("sin(x^2)^3"), x)
    assert step.result.diff(x) is not None
    assert {"outer", "inner", "u", "outer_derivative", "inner_derivative"} <= set(step.parts)
    assert step.depth == 0 and step.parent is None and step.substeps
    with pytest.raises(TypeError):
        step.parts["outer"] = x
    with pytest.raises(AttributeError):
        step.rule = "power"


def test_steps_are_an_iterator_in_reading_order():
    found = chainrule.steps("x^2 sin(3x)")
    assert inspect.isgenerator(found)
    steps = list(found)
    assert [step.id for step in steps] == list(range(len(steps)))
    by_id = {step.id: step for step in steps}
    for step in steps:
        assert step.depth == (0 if step.parent is None else by_id[step.parent].depth + 1)
        assert all(below.parent == step.id for below in step.substeps)


INPUTS = [
    ("sin(x^2)", {}, 2 * x * sympy.cos(x**2)),
    (sympy.sin(x**2), {}, 2 * x * sympy.cos(x**2)),
    (chainrule.parse("x*x"), {}, 2 * x),
    ("y = sin(x)", {}, sympy.cos(x)),
    ("a x^2", {"wrt": "x"}, 2 * a * x),
    ("a x^2", {"wrt": x}, 2 * a * x),
    ("a x^2", {"wrt": ["x"]}, 2 * a * x),
    ("a x^2", {"wrt": "a"}, x**2),
    ("x^3", {"order": 2}, 6 * x),
    ("d^2/dx^2 x^3", {}, 6 * x),
    ("5", {}, sympy.Integer(0)),
    ("5", {"wrt": "t"}, sympy.Integer(0)),
    ("ln x", {"lang": "zh"}, 1 / x),
    (r"\frac{d}{dx}\sqrt{x}", {}, 1 / (2 * sympy.sqrt(x))),
    (x**2 * y, {"wrt": y}, x**2),
    (3, {}, sympy.Integer(0)),
]


@pytest.mark.parametrize(("problem", "options", "answer"), INPUTS, ids=lambda value: str(value)[:40])
def test_inputs(problem, options, answer):
    assert sympy.simplify(chainrule.explain(problem, **options).answer - answer) == 0


def test_definitions_are_answered_by_the_name_of_the_input():
    d = chainrule.explain({"z": "u^2", "u": sympy.sin(x)})
    assert d.answer == {"x": 2 * sympy.sin(x) * sympy.cos(x)}


@pytest.mark.parametrize("wrt", ["x,y", ["x", "y"], (x, y), "x, y"])
def test_several_variables_are_answered_by_name(wrt):
    d = chainrule.explain("x^2 y", wrt=wrt)
    assert {name: sympy.expand(answer) for name, answer in d.answer.items()} == {"x": 2 * x * y, "y": x**2}
    assert set(d.unsimplified) == {"x", "y"}
    assert d.verified is True
    assert str(d) and d.to_json()


def test_a_symbol_with_assumptions_is_found_by_name():
    t = sympy.Symbol("t", positive=True)
    assert chainrule.explain(t**2).answer == 2 * t
    assert chainrule.explain(t**2 * a, wrt="t").answer == 2 * a * t


def test_at_a_point():
    d = chainrule.explain("sin(x^2)", at={"x": 2})
    point = d.to_dict()["point"]
    assert point["inputs"] == {"x": 2.0}
    assert point["forward"]["u"] == 4.0
    assert point["derivative"] == pytest.approx(4 * float(sympy.cos(4)))
    assert chainrule.explain("sin x", at={"x": "pi/2"}).to_dict()["point"]["derivative"] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_step_speaks_the_language(lang):
    steps = chainrule.explain("x^2 sin(3x)/e^x", lang=lang).steps
    chinese = [any("\u4e00" <= letter <= "\u9fff" for letter in step.title + step.text) for step in steps]
    assert all(chinese) if lang == "zh" else not any(chinese)


ERRORS = [
    ("a x^2", {}, AmbiguousVariable),
    ("3x sin", {}, ParseError),
    ("", {}, ParseError),
    ("x^2", {"lang": "xx"}, UsageError),
    ("x^2", {"method": "guess"}, UsageError),
    ("x^2", {"order": 0}, UsageError),
    ("x^2", {"wrt": "x+1"}, UsageError),
    ("x^2", {"at": {"x": "y"}}, UsageError),
    ("floor x", {}, Beyond),
    (sympy.Matrix([x]), {}, Beyond),
    ({"z": "u", "u": "z"}, {}, ChainruleError),
]


@pytest.mark.parametrize(("problem", "options", "error"), ERRORS, ids=lambda value: str(value)[:30])
def test_errors(problem, options, error):
    with pytest.raises(error) as caught:
        str(chainrule.explain(problem, **options))
    assert isinstance(caught.value, ChainruleError)
    assert str(caught.value)
    assert caught.value.hint is None or isinstance(caught.value.hint, str)
    assert caught.value.span is None or len(caught.value.span) == 2


def test_a_parse_error_has_a_place_and_is_a_value_error():
    with pytest.raises(ValueError) as caught:
        chainrule.parse("3x sin")
    assert caught.value.span == (3, 6)
    assert "sin" in caught.value.hint


def test_an_ambiguous_variable_names_the_candidates():
    with pytest.raises(AmbiguousVariable) as caught:
        chainrule.explain("a x^2 + b")
    assert all(name in str(caught.value) for name in "abx")


def test_parse():
    assert chainrule.parse("2x sin 3x") == chainrule.parse(r"2x\sin 3x") == chainrule.parse(r"2x\sin 3x", latex=True)
    assert depth(chainrule.parse("x*x")) == 2
