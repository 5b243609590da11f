"""Gradients against SymPy's derivative of the same function written in matrices, and against central differences."""

from __future__ import annotations

import math
from random import Random

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import chainrule
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.written import replace
from chainrule.tensors.differences import checked, compared, drawn
from chainrule.tensors.gradients import gradients
from chainrule.tensors.machine import Machine
from chainrule.tensors.problem import problem
from tests.tensors.problems import CASES, Case, matrix


def at_random(symbols: set[sympy.Symbol], positive: bool) -> dict[sympy.Symbol, float]:
    rng = Random(7)
    return {s: rng.uniform(0.2, 1.1) * (1 if positive else rng.choice((-1, 1))) for s in sorted(symbols, key=str)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_agrees_with_sympy(case: Case) -> None:
    answer = chainrule.explain(case.problem).answer
    letters = {letter: matrix(letter, shape) for letter, shape in case.shapes.items()}
    function = case.f(*letters.values())
    point = at_random(function.free_symbols, case.positive)
    for letter, shape in case.shapes.items():
        entries = [letters[letter]] if not shape else list(letters[letter])
        found = [answer[letter]] if not shape else list(answer[letter])
        for entry, mine in zip(entries, found, strict=True):
            theirs = sympy.lambdify(list(point), function.diff(entry), "math")(*point.values())
            (value,) = Program(mine)({letter.name: number for letter, number in point.items()})
            assert math.isclose(value, theirs, rel_tol=1e-9, abs_tol=1e-11), entry


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_rule_passes_its_check(case: Case) -> None:
    check = checked(gradients(problem(case.problem)))
    assert check.verified is True and check.passed == check.compared > 0


def test_a_jacobian_agrees_with_sympy() -> None:
    answer = chainrule.explain("W: 2x3, x: 3; y = sigmoid(W x)").answer["x"]
    W, x = matrix("W", (2, 3)), matrix("x", (3,))
    theirs = (W * x).applyfunc(lambda a: 1 / (1 + sympy.exp(-a))).jacobian(x)
    point = at_random(theirs.free_symbols, False)
    assert answer.shape == (2, 3)
    for mine, other in zip(answer, theirs, strict=True):
        assert math.isclose(mine.subs(point).evalf(), other.subs(point), rel_tol=1e-9)


def compact(text: str, name: str) -> str:
    found = gradients(problem(text))
    return unicode(replace(found.of(sympy.Symbol(name)).compact, found.shown))


RULES = [
    # what it is                  problem                                             by       compact rule
    ("matrix, vector",            "W: 2x3, x: 3, g: 2; L = g · (W x)",                "x",     "Wᵀ g"),
    ("matrix, matrix",            "W: 2x3, x: 3, g: 2; L = g · (W x)",                "W",     "g xᵀ"),
    ("squared length",            "x: 3; L = |x|^2",                                  "x",     "2 x"),
    ("half a squared length",     "x: 3, y: 3; L = 1/2 |x - y|^2",                    "x",     "x − y"),
    ("the other side",            "x: 3, y: 3; L = 1/2 |x - y|^2",                    "y",     "y − x"),
    ("least squares",             "A: 4x3, x: 3, b: 4; L = 1/2 |A x - b|^2",          "x",     "Aᵀ (A x − b)"),
    ("quadratic form",            "A: 3x3, x: 3; L = x^T A x",                        "x",     "A x + Aᵀ x"),
    ("trace of a product",        "A: 2x3, B: 2x3; L = sum(A ⊙ B)",                   "A",     "B"),
    ("sum",                       "x: 3; L = sum(x)",                                 "x",     "ones(3)"),
    ("length",                    "x: 3; L = |x|",                                    "x",     "x/‖x‖"),
    ("entropy and softmax",       "z: 3, y: 3; L = cross_entropy(softmax(z), y)",     "z",     "p − y"),
    ("delta",                     "z: 3, y: 3; L = 1/2 |sigmoid(z) - y|^2",           "z",     "(σ(z) − y) ⊙ σ(z) ⊙ (1 − σ(z))"),
    ("hyperbolic tangent",        "z: 3; a = tanh(z); L = sum(a)",                    "z",     "1 − a ⊙ a"),
    ("unknown maps",              "x: 3, y: 2, z: number; y = g(x); z = f(y)",        "x",     "(∂y/∂x)ᵀ ∂z/∂y"),
    ("unknown, entry by entry",   "x: 3, c: 3; L = c · f(x)",                         "x",     "c ⊙ f′(x)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "rule"), [pytest.param(*row[1:], id=row[0]) for row in RULES])
def test_the_compact_rule_is_the_textbooks(text: str, name: str, rule: str) -> None:
    assert compact(text, name) == rule


def test_the_delta_recursion_of_a_network() -> None:
    found = gradients(problem("network 3-4-5-2, relu, tanh, sigmoid, squared"))
    lines = {unicode(replace(g.letter, found.shown)): unicode(replace(g.worked, found.shown)) for g in found.found}
    assert lines["δ⁽³⁾"] == "∂J/∂a⁽³⁾ ⊙ a⁽³⁾ ⊙ (1 − a⁽³⁾)"
    assert lines["∂J/∂a⁽²⁾"] == "(W⁽³⁾)ᵀ δ⁽³⁾"
    assert lines["δ⁽²⁾"] == "∂J/∂a⁽²⁾ ⊙ (1 − a⁽²⁾ ⊙ a⁽²⁾)"
    assert lines["∂J/∂W⁽²⁾"] == "δ⁽²⁾ (a⁽¹⁾)ᵀ" and lines["∂J/∂b⁽²⁾"] == "δ⁽²⁾"
    assert lines["∂J/∂W⁽¹⁾"] == "δ⁽¹⁾ xᵀ"


def test_gradients_have_the_shape_of_the_variable() -> None:
    found = gradients(problem("network 3-4-2, tanh, softmax"))
    assert all(g.shape == found.scope.shape(tree) for g in found.found for tree in (g.law, g.worked, g.compact))


sizes = st.lists(st.integers(1, 5), min_size=2, max_size=5)
activations = st.sampled_from(["sigmoid", "tanh", "softplus", "relu", "identity"])
losses = st.sampled_from(["squared", "cross-entropy"])


@given(sizes, activations, losses, st.integers(0, 99))
def test_random_networks_agree_with_differences(widths: list[int], activation: str, loss: str, seed: int) -> None:
    if loss == "cross-entropy":
        widths = [*widths[:-1], max(2, widths[-1])]  # softmax of one number is no distribution
    found = gradients(problem(f"network {'-'.join(map(str, widths))}, {activation}, {loss}"))
    rng = Random(seed)
    machine = Machine(found)
    check = compared(machine, drawn(found, rng), rng)
    assert check.failed == () and check.largest < 1e-8


def test_a_wrong_gradient_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    from chainrule.tensors import build, operations
    from chainrule.tensors.gradients import gradients as made

    wrong = operations.Operation("matmul", operations.MATMUL.shape, operations.MATMUL.value, _without_transpose, operations.MATMUL.entry)
    monkeypatch.setitem(operations.BY_NODE, type(build.matmul(sympy.Symbol("A"), sympy.Symbol("B"))), wrong)
    check = checked(made(problem("A: 2x2, x: 2; L = |A x|^2")))
    assert check.verified is False and "∂/∂x" in check.failed


def _without_transpose(node, shapes, g):
    from chainrule.tensors import build

    a, b = node.args
    return build.matmul(g, build.transposed(b)), build.matmul(a, g)


@pytest.mark.parametrize("text", ["x: 3; L = sum(sqrt(|x|^2 - 9))", "x: 2; L = ln(-|x|^2)"])
def test_what_cannot_be_computed_is_undecided(text: str) -> None:
    assert checked(gradients(problem(text))).verified is None


def test_an_intermediate_may_be_asked_for() -> None:
    found = gradients(problem("W: 2x3, x: 3, y: 2; a = sigmoid(W x); L = 1/2 |a - y|^2", ["a"]))
    assert [unicode(g.name) for g in found.found] == ["a"] and checked(found).verified is True
