"""Numbers for the letters, both passes, layouts, entries: what is computed at a point."""

from __future__ import annotations

import math

import pytest
import sympy

import chainrule
from chainrule.errors import ChainruleError
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.written import replace
from chainrule.tensors.arrays import Array
from chainrule.tensors.derive import derive
from chainrule.tensors.gradients import gradients
from chainrule.tensors.layout import LAYOUTS, Layout
from chainrule.tensors.letters import data_entry, entry, on_page, typed_name
from chainrule.tensors.machine import Machine
from chainrule.tensors.points import point
from chainrule.tensors.problem import problem
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.shapes import places
from chainrule.tensors.sizes import sizes
from chainrule.tensors.written import answers, jacobian, written_out
from tests.tensors.problems import CASES, Case

LAYER = "W: 2x3, x: 3, b: 2, y: 2; a = sigmoid(W x + b); L = 1/2 |a - y|^2"

POINTS = [
    # typed                                       what it gives
    ("x=[1,2,3]",                                 (1.0, 2.0, 3.0)),
    ("x=[1, 1/2, -0.5]",                          (1.0, 0.5, -0.5)),
    ("x=(1, 2, 3)",                               (1.0, 2.0, 3.0)),
    ("x=[[1],[2],[3]]",                           (1.0, 2.0, 3.0)),
    ("x=[(1/2), pi, 3(1 + 1)]",                   (0.5, math.pi, 6.0)),
    ("x＝［1，2，3］",                              (1.0, 2.0, 3.0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "data"), POINTS, ids=[row[0] for row in POINTS])
def test_points_as_text(text: str, data: tuple[float, ...]) -> None:
    assert point(text, problem("x: 3; L = |x|"))[sympy.Symbol("x")].data == pytest.approx(data)


@pytest.mark.parametrize("value", [[1, 2, 3], (1, 2, 3), sympy.Matrix([1, 2, 3]), ["1", "2", "3"], [[1], [2], [3]]])
def test_points_as_objects(value) -> None:
    assert point({"x": value}, problem("x: 3; L = |x|"))[sympy.Symbol("x")].data == (1.0, 2.0, 3.0)


def test_a_seed_gives_the_same_small_numbers_every_time_and_fills_what_is_missing() -> None:
    p = problem(LAYER)
    one, other = point("seed=1", p), point({"seed": 1}, p)
    assert one == other and one != point("seed=2", p)
    assert all(abs(number) < 1 and round(number, 1) == number != 0 for array in one.values() for number in array.data)
    assert point("seed=1, x=[1,2,3]", p)[sympy.Symbol("x")].data == (1.0, 2.0, 3.0)


def test_a_made_up_target_is_a_distribution() -> None:
    found = gradients(problem("network 2-3, softmax"))
    target = point("seed=4", found.problem, found.layered.targets)[sympy.Symbol("y")]
    assert sorted(target.data) == [0.0, 0.0, 1.0]


REFUSED = [
    ("x=[1,2]",              "x has the shape 3, but its numbers have the shape 2."),
    ("x=[[1,2],[3]]",        "The rows of x are not equally long."),
    ("x=[1,2,q]",            "x=q is not a number."),
    ("x=[1,2,1/0]",          "x=1/0 is not a number."),
    ("q=1",                  "There is no letter q here; there are W, x."),
    ("x=[1,2,3]",            "There are no numbers for W."),
    ("x=[1,2",               "The numbers x=[1,2 cannot be read."),
    ("nonsense",             "The numbers nonsense cannot be read."),
    ("seed=one",             "A seed is a whole number, not one."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_points_that_do_not_fit(text: str, sentence: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        point(text, problem("W: 2x3, x: 3; L = |W x|"))
    assert caught.value.message == sentence


def test_a_target_that_is_no_distribution_is_refused() -> None:
    with pytest.raises(ChainruleError, match="The entries of y add up to 2;"):
        derive("z: 2, y: 2; L = cross_entropy(softmax(z), y)", at="z=[1,2], y=[1,1]")


def test_every_intermediate_number_of_a_layer_worked_by_hand() -> None:
    """W x + b = (1, −1), σ(0) = 1/2: numbers a reader can follow on paper."""
    d = derive("W: 2x2, x: 2, b: 2, y: 2; z = W x + b; L = 1/2 |z - y|^2", at="W=[[1,2],[3,4]], x=[1,-1], b=[2,0], y=[0,1]")
    values, found = d.numbers.passes[0].values, d.numbers.passes[0].gradients
    named = {str(name): array.nested() for name, array in {**values, **found}.items() if str(name) not in "L"}
    assert [values[sympy.Symbol(n)].nested() for n in "zL"] == [[1.0, -1.0], 2.5]
    assert {n: found[sympy.Symbol(n)].nested() for n in "zWxby"} == {
        "z": [1.0, -2.0],
        "W": [[1.0, -1.0], [-2.0, 2.0]],
        "x": [1.0 - 6.0, 2.0 - 8.0],
        "b": [1.0, -2.0],
        "y": [-1.0, 2.0],
    }
    assert named


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_layouts_hold_the_same_numbers(case: Case) -> None:
    """A gradient in numerator layout is the transpose, in denominator layout the same, as numbers."""
    found = gradients(problem(case.problem))
    machine = Machine(found)
    known = machine.known(point({"seed": 3}, found.problem) if not case.positive else _positive(found))
    for name in LAYOUTS:
        layout = Layout(found, name)
        turned = {letter: _turned(known[letter]) for letter in layout.table}
        values = {**known, **turned}
        for gradient in found.found:
            mine = known[gradient.letter]
            expected = _turned(mine) if name == "numerator" and len(mine.shape) in (1, 2) else mine
            for form in layout.forms(gradient):
                value = layout.scope.value(form, FLOATS, values)
                assert value.shape == expected.shape == layout.shape(gradient)
                assert value.data == pytest.approx(expected.data, rel=1e-9, abs=1e-12)


def _positive(found) -> dict[sympy.Symbol, Array]:
    return {name: array.map(abs) for name, array in point({"seed": 3}, found.problem).items()}


def _turned(array: Array) -> Array:
    from chainrule.tensors.shapes import flipped

    return Array(flipped(array.shape), tuple(entry for column in array.columns() for entry in column))


def test_the_three_layouts_of_a_layer() -> None:
    found = gradients(problem("W: 2x3, x: 3, g: 2; L = g · sigmoid(W x)"))
    x, W = (found.of(sympy.Symbol(name)) for name in "xW")
    rules = {name: [unicode(Layout(found, name).gradient(g.compact, g.shape)) for g in (x, W)] for name in LAYOUTS}
    assert rules == {"mixed": ["Wᵀ δ", "δ xᵀ"], "numerator": ["δ W", "x δ"], "denominator": ["Wᵀ δ", "δ xᵀ"]}
    z, arriving = sympy.Symbol("z"), sympy.Symbol("g")
    through = {name: unicode(Layout(found, name).through(z, sympy.Symbol("x"), arriving)) for name in LAYOUTS}
    assert through == {"mixed": "(∂z/∂x)ᵀ g", "numerator": "g ∂z/∂x", "denominator": "∂z/∂x g"}


SIZES = [
    ("W x + b",            "(2×3)(3) + (2) → 2"),
    ("W x",                "(2×3)(3) → 2"),
    ("W^T b",              "(3×2)(2) → 3"),
    ("b x^T",              "(2×1)(1×3) → 2×3"),
    ("W x x^T",            "(2×3)(3×1)(1×3) → 2×3"),
    ("A B x",              "(3×3)(3×3)(3) → 3"),
    ("x ⊙ x",              "(3) ⊙ (3) → 3"),
    ("A x ⊙ x",            "(3×3)(3) ⊙ (3) → 3"),
    ("x - 2 x",            "3"),
    ("2 W x",              "(2×3)(3) → 2"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "text"), SIZES, ids=[row[0] for row in SIZES])
def test_a_shape_for_every_factor(formula: str, text: str) -> None:
    p = problem(f"W: 2x3, A: 3x3, B: 3x3, x: 3, b: 2; y = {formula}")
    assert sizes(p.system.formula[p.output], p.scope) == text


def test_entries_written_out_have_the_numbers_of_the_backward_pass() -> None:
    found = gradients(problem("network 2-3-2, tanh, sigmoid"))
    known = Machine(found).known(point({"seed": 5}, found.problem))
    numbers = {}
    for name, array in known.items():
        for place, value in zip(places(array.shape), array.data, strict=True):
            numbers[found.scope.letter(name, place)] = value
    for gradient in found.found:
        array = written_out(found.scope, gradient.compact)
        plain = {letter: sympy.Symbol(f"t_{i}") for i, letter in enumerate(numbers)}
        values = {f"t_{i}": value for i, value in enumerate(numbers.values())}
        for tree, value in zip(array.data, known[gradient.letter].data, strict=True):
            assert Program(replace(tree, plain))(values)[0] == pytest.approx(value, rel=1e-12)


JACOBIANS = [
    # problem                                       of    by    entries
    ("W: 2x3, x: 3; y = W x",                       "y",  "x",  ["W₁₁", "W₁₂", "W₁₃", "W₂₁", "W₂₂", "W₂₃"]),
    ("W: 2x3, x: 3; y = W x",                       "y",  "W",  ["x₁", "x₂", "x₃", "0", "0", "0", "0", "0", "0", "x₁", "x₂", "x₃"]),
    ("z: 2; a = sigmoid(z)",                        "a",  "z",  ["a₁(1 − a₁)", "0", "0", "a₂(1 − a₂)"]),
    ("z: 2; p = softmax(z)",                        "p",  "z",  ["p₁(1 − p₁)", "−p₂p₁", "−p₁p₂", "p₂(1 − p₂)"]),
    ("x: 2, c: 2; y = c ⊙ x",                       "y",  "x",  ["c₁", "0", "0", "c₂"]),
    ("x: 2; y = sin(x)",                            "y",  "x",  ["cos x₁", "0", "0", "cos x₂"]),
    ("x: 3, y: 2; y = g(x)",                        "y",  "x",  ["∂y₁/∂x₁", "∂y₁/∂x₂", "∂y₁/∂x₃", "∂y₂/∂x₁", "∂y₂/∂x₂", "∂y₂/∂x₃"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "of", "by", "entries"), JACOBIANS)
def test_jacobians(text: str, of: str, by: str, entries: list[str]) -> None:
    found = gradients(problem(text))
    array = jacobian(found, sympy.Symbol(of), sympy.Symbol(by))
    assert [unicode(replace(tree, found.shown)) for tree in array.data] == entries


def test_answers_are_matrices_in_entries_of_the_inputs() -> None:
    d = chainrule.explain("W: 2x2, x: 2; L = 1/2 |W x|^2")
    w11, w12, w21, w22, x1, x2 = sympy.symbols("W_11 W_12 W_21 W_22 x_1 x_2")
    assert d.answer["x"].shape == (2, 1)
    assert sympy.expand(d.answer["x"][0] - (w11 * (w11 * x1 + w12 * x2) + w21 * (w21 * x1 + w22 * x2))) == 0
    assert d.answer["W"][1, 0] == x1 * (w21 * x1 + w22 * x2)


def test_an_answer_that_is_too_large_is_none_with_a_reason() -> None:
    d = chainrule.explain("W: 9x9, x: 9; L = |W x|^2")
    assert d.answer["W"] is None and d.omitted["W"] == "more than 36 entries"
    assert d.answer["x"] is not None and "x" not in d.omitted
    deep = chainrule.explain("network 2-3-4-2, tanh")
    assert deep.answer["W_3"] is not None and deep.answer["b_1"] is None and "symbols" in deep.omitted["b_1"]


def test_a_tensor_keeps_its_directions() -> None:
    answer = chainrule.explain("T: 2x3x2; L = 1/2 |T|^2").answer["T"]
    assert answer.shape == (2, 3, 2) and answer[1, 2, 0] == sympy.Symbol("T_231")


def test_names_on_the_page_and_in_data() -> None:
    w = on_page("W_2")
    assert (w.name, typed_name(w), entry(w, (1, 2)).name, data_entry(w, (1, 2)).name) == ("W^(2)", "W_2", "W^(2)_{12}", "W_2_12")


def test_a_corner_is_said() -> None:
    d = chainrule.explain("x: 2; a = relu(x); L = sum(a)", at="x=[0, 1]")
    assert d.verified is True
    assert "has no derivative; 1/2 is taken" in " ".join(str(d).split())


def test_large_networks_are_quick_work() -> None:
    """The count, not the clock: 1,632 weights are one pass of 1,632 multiplications, and few of them are nudged."""
    found = gradients(problem("network 16-16-16-16-16-16-16"))
    assert Machine(found).cost < 2_500
    assert answers(found)[on_page("W_6")] is None
