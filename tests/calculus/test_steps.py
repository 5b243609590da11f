"""Laws of any derivation: every step true, the answer SymPy's, layers and names as promised."""

import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy.abc import x

from chainrule.calculus.derive import derive
from chainrule.calculus.length import length
from chainrule.calculus.methods import METHODS
from chainrule.calculus.names import Names
from chainrule.expression.build import parse
from chainrule.expression.numbers import Program
from chainrule.expression.value import real, value
from chainrule.expression.written import Written, replace, symbols
from tests.strategies import smooth_trees

CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def same(one, other, *letters):
    """Equal in numbers where every letter lies in (0.3, 2.2), both finite there."""
    program = Program(one, other)
    pairs = [program({letter: at + 0.07 * i for i, letter in enumerate(letters)}) for at in (0.31, 0.77, 1.43, 2.1)]
    known = [(a, b) for a, b in pairs if a == a and b == b]
    return bool(known) and all(a == pytest.approx(b, rel=1e-6, abs=1e-6) for a, b in known)


@CALM
@given(smooth_trees(3))
def test_every_step_is_true_and_the_answer_is_sympys(tree):
    d = derive(tree, x)
    assert d.verification.verified is not False
    assert same(d.answer, sympy.diff(value(tree, judge=True), real(x)), "x")
    for step in d.rounds[0].root.walk():
        letters = sorted({symbol.name for symbol in symbols(step.goal)} | {step.variable.name})
        if isinstance(step.goal, Written):
            assert same(step.result, sympy.diff(value(step.goal, judge=True), real(step.variable)), *letters)


@CALM
@given(smooth_trees(3))
def test_tidying_keeps_the_value_and_is_never_longer(tree):
    for rewrite in derive(tree, x).rounds[0].tidying:
        assert length(rewrite.after) <= length(rewrite.before)
        assert same(rewrite.before, rewrite.after, "x")


@CALM
@given(smooth_trees(2), st.sampled_from(METHODS))
def test_every_method_has_the_same_derivative(tree, method):
    assert same(derive(tree, x, method=method).answer, derive(tree, x).answer, "x")


@CALM
@given(smooth_trees(3))
def test_layers_put_back_give_the_goal(tree):
    layers = derive(tree, x).layers
    whole = layers[0][1] if layers else tree
    for letter, inner in layers[1:]:
        whole = replace(whole, {letter: inner})
    assert whole == tree


@CALM
@given(smooth_trees(3, names=("x", "u", "v", "f", "g", "y", "u_1")))
def test_names_are_never_the_students(tree):
    d = derive(tree, x)
    typed = {symbol.name for symbol in symbols(tree)}
    given_names = [letter for step in d.rounds[0].root.walk() for letter, _ in step.names]
    assert typed.isdisjoint(letter.name for letter in given_names)
    assert "y" not in {letter.name for letter in given_names}
    meaning: dict = {}
    for step in d.rounds[0].root.walk():
        for letter, tree_named in step.names:
            assert meaning.setdefault(letter, tree_named) == tree_named


@pytest.mark.parametrize(
    ("taken", "layers", "parts"),
    [
        ((), "u v w u_1 u_2", "f g h p q r f_1"),
        (("u", "f"), "v w u_1 u_2", "g h p q r f_1"),
        (("u", "v", "w", "u_1"), "u_2 u_3", "f g"),
        (("f", "g", "h", "p", "q", "r", "f_1", "f_2"), "u v", "f_3 f_4"),
    ],
)
def test_names_in_their_order(taken, layers, parts):
    names = Names(taken)
    assert [names.layer(sympy.Integer(i)).name for i in range(len(layers.split()))] == layers.split()
    assert [names.part().name for _ in parts.split()] == parts.split()


RULES = [
    ("7", "constant", "0"),
    ("x", "identity", "1"),
    ("-sin x", "negation", "-cos x"),
    ("x^2 + ln x", "sum", "2x + 1/x"),
    ("5x^3", "constant-multiple", "5*3x^2"),
    ("x^3/7", "constant-multiple", "3x^2/7"),
    ("x sin x", "product", "1*sin x + x cos x"),
    ("x/(x+1)", "quotient", "(1*(x+1) - x*1)/(x+1)^2"),
    ("4/x", "reciprocal", "-(4/x^2)"),
    ("2/x^3", "negative-power", "-((2*3)/x^4)"),
    ("x^9", "power", "9x^8"),
    ("x^(-2)", "power", "-(2x^(-3))"),
    ("x^pi", "power", "pi x^(pi-1)"),
    ("sqrt x", "root", "1/(2 sqrt x)"),
    ("cbrt x", "root", "1/(3 cbrt(x^2))"),
    ("3^x", "exponential", "3^x ln 3"),
    ("e^x", "exponential", "e^x"),
    ("tan x", "tan", "sec(x)^2"),
    ("f(x)", "unknown-function", "f'(x)"),
    ("x^x", "general-power", "x^x (1*ln x + x*(1/x))"),
    ("sin(x^2)", "chain", "cos(x^2)*(2x)"),
]


@pytest.mark.parametrize(("goal", "rule", "result"), RULES, ids=[row[0] for row in RULES])
def test_rule_and_form_of_the_first_step(goal, rule, result):
    step = derive(parse(goal), x).rounds[0].root
    assert step.rule == rule
    assert same(step.result, parse(result), "x")
    assert length(step.result) <= length(parse(result))


LAYERS = [
    ("sin(x^2+1)^3", ["y = u^3", "u = sin(v)", "v = x^2 + 1"]),
    ("sin sin sin x", ["y = sin(u)", "u = sin(v)", "v = sin(x)"]),
    ("5 - 2cos(3x)", ["y = 5 - 2*cos(u)", "u = 3*x"]),
    ("1/(x^2+1)", ["y = 1/u", "u = x^2 + 1"]),
    ("e^(-x)", ["y = E^u", "u = -x"]),
    ("x^2 + 1", []),
    ("x sin(x^2)", []),
    ("3 sin x", []),
    ("1/x^3", []),
]


@pytest.mark.parametrize(("goal", "layers"), LAYERS, ids=[row[0] for row in LAYERS])
def test_layers(goal, layers):
    found = derive(parse(goal), x).layers
    expected = [tuple(line.split(" = ", 1)) for line in layers]
    assert [(letter.name, tree) for letter, tree in found] == [(name, parse(text.replace("E", "e"))) for name, text in expected]


@pytest.mark.parametrize("order", [1, 2, 3, 4])
@pytest.mark.parametrize("goal", ["x^3 sin x", "e^(-x^2)", "1/(1+x)", "x^x", "ln(1+x^2)", "x^n", "f(x^2)"])
def test_orders_follow_each_other(goal, order):
    d = derive(parse(goal), x, order)
    assert [one.order for one in d.rounds] == list(range(1, order + 1))
    assert all(later.goal == earlier.answer for earlier, later in zip(d.rounds, d.rounds[1:], strict=False))
    judge = sympy.diff(value(parse(goal), judge=True), real(x), order)
    assert same(d.answer, judge, "x", "n")
