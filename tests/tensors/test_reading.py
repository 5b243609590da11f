"""What is typed: declarations, networks in shorthand, formulas whose products are decided by shapes, refusals."""

# ruff: noqa: E501  (tables)

from __future__ import annotations

import subprocess
import sys

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import ChainruleError
from chainrule.expression.notation.unicode import unicode
from chainrule.tensors import recognise
from chainrule.tensors.declared import declared
from chainrule.tensors.network import written_out
from chainrule.tensors.problem import problem
from chainrule.tensors.spelling import spelled
from chainrule.words import LANGUAGES
from tests.tensors.problems import CASES

DECLARATIONS = [
    # typed                                                     shapes
    ("W: 2x3, x: 3; y = W x",                                   {"W": (2, 3), "x": (3,)}),
    ("W: 2×3，x: 3；y = W x",                                    {"W": (2, 3), "x": (3,)}),
    ("W : 2 x 3\nx: 3\ny = W x",                                {"W": (2, 3), "x": (3,)}),
    ("W: 2*3, x: 3; y = W x",                                   {"W": (2, 3), "x": (3,)}),
    ("W: 2 by 3, x: 3; y = W x",                                {"W": (2, 3), "x": (3,)}),
    ("W: (2, 3), x: 3; y = W x",                                {"W": (2, 3), "x": (3,)}),
    ("W in R^(2x3), x in R^3; y = W x",                         {"W": (2, 3), "x": (3,)}),
    ("W ∈ ℝ^{2×3}, x ∈ ℝ³; y = W x",                            {"W": (2, 3), "x": (3,)}),
    ("W ∈ ℝ²ˣ³, x ∈ ℝ^3; y = W x",                              {"W": (2, 3), "x": (3,)}),
    (r"W \in \mathbb{R}^{2 \times 3}, x \in \mathbb{R}^{3}; y = W x", {"W": (2, 3), "x": (3,)}),
    ("$W \\in \\mathbb{R}^{2 \\times 3}$, $x \\in \\mathbb{R}^3$; y = W x", {"W": (2, 3), "x": (3,)}),
    ("y = W x where W: 2x3, x: 3",                              {"W": (2, 3), "x": (3,)}),
    ("y = W x，其中 W: 2x3，x: 3",                               {"W": (2, 3), "x": (3,)}),
    ("设 W: 2x3, x: 3；y = W x",                                {"W": (2, 3), "x": (3,)}),
    ("x, y: 3; x · y",                                          {"x": (3,), "y": (3,)}),
    ("x: 3, c: number; y = c x",                                {"x": (3,), "c": ()}),
    ("x: 3, c: 1; y = c x",                                     {"x": (3,), "c": ()}),
    ("x: 3x1, W: 2x3; y = W x",                                 {"x": (3,), "W": (2, 3)}),
    ("W: 1x3, x: 3; y = W x",                                   {"W": (1, 3), "x": (3,)}),
    ("T: 2x3x2; L = |T|^2",                                     {"T": (2, 3, 2)}),
    ("W_1: 4x3, x: 3; y = W_1 x",                               {"W_1": (4, 3), "x": (3,)}),
    ("W^{(1)}: 4x3, x: 3; y = W^{(1)} x",                       {"W_1": (4, 3), "x": (3,)}),
    ("W⁽¹⁾: 4x3, x: 3; y = W⁽¹⁾ x",                             {"W_1": (4, 3), "x": (3,)}),
    ("θ: 3; L = |θ|^2",                                         {"theta": (3,)}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shapes"), DECLARATIONS, ids=lambda value: value if isinstance(value, str) else "")
def test_declarations(text: str, shapes: dict[str, tuple[int, ...]]) -> None:
    assert recognise(text)
    assert declared(spelled(text)).shapes == shapes
    assert problem(text).system.definitions


@pytest.mark.parametrize(
    "text",
    ["sin(x^2)", "y = x^2 at x = 3", "z = f(x, y) = x y", "y = 6u^3, u = 7x - 4", "x: 3x", "f: x^2", "求 x^2 的导数", "network(x)",
     "d/dx: 3 sin x", "x^2 + y^2 = 25", "f(x) = 2x for x: positive", "net x", "x in R", "", "a:b:c"],
)  # fmt: skip
def test_ordinary_texts_are_left_alone(text: str) -> None:
    assert not recognise(text)


def test_recognising_is_light() -> None:
    code = "from chainrule.tensors import recognise; recognise('x: 3'); import sys; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


FORMULAS = [
    # what it is                     typed, with W: 2x3, A: 3x3, x y: 3, b: 2, c a number             read                     shape
    ("matrix times vector",          "W x + b",                                                   "W x + b",               (2,)),
    ("letters in a run",             "Wx + b",                                                    "W x + b",               (2,)),
    ("with a star",                  "W*x",                                                       "W x",                   (2,)),
    ("with a dot",                   "W · x",                                                     "W x",                   (2,)),
    ("bracket",                      "W(x - y)",                                                  "W (x − y)",             (2,)),
    ("transpose by T",               "W^T b",                                                     "Wᵀ b",                  (3,)),
    ("transpose in braces",          "W^{T} b",                                                   "Wᵀ b",                  (3,)),
    ("transpose by a sign",          "Wᵀ b",                                                      "Wᵀ b",                  (3,)),
    ("transpose without a space",    "x^TAx",                                                     "xᵀ A x",                ()),
    ("transpose by name",            "transpose(W) b",                                            "Wᵀ b",                  (3,)),
    ("transpose in LaTeX",           r"W^\top b",                                                 "Wᵀ b",                  (3,)),
    ("transpose in LaTeX braces",    r"W^{\top} b",                                               "Wᵀ b",                  (3,)),
    ("row times column",             "x^T y",                                                     "xᵀ y",                  ()),
    ("column times row",             "b x^T",                                                     "b xᵀ",                  (2, 3)),
    ("inner product",                "x · y",                                                     "x · y",                 ()),
    ("inner product by name",        "dot(x, y)",                                                 "x · y",                 ()),
    ("inner product in LaTeX",       r"x \cdot y",                                                "x · y",                 ()),
    ("entry by entry",               "x ⊙ y",                                                     "x ⊙ y",                 (3,)),
    ("entry by entry in LaTeX",      r"x \odot y",                                                "x ⊙ y",                 (3,)),
    ("entry by entry with a star",   "x * y",                                                     "x ⊙ y",                 (3,)),
    ("product before ⊙",             "A x ⊙ y",                                                   "A x ⊙ y",               (3,)),
    ("number times vector",          "2 x",                                                       "2 x",                   (3,)),
    ("letter times vector",          "c x",                                                       "c x",                   (3,)),
    ("vector times number",          "x * 2",                                                     "2 x",                   (3,)),
    ("length",                       "|x|",                                                       "‖x‖",                   ()),
    ("length in double bars",        "‖x‖",                                                       "‖x‖",                   ()),
    ("squared length",               "|x - y|^2",                                                 "‖x − y‖²",              ()),
    ("squared length in LaTeX",      r"\lVert x - y \rVert^2",                                    "‖x − y‖²",              ()),
    ("squared length, TeX bars",     r"\left\| x - y \right\|^{2}",                               "‖x − y‖²",              ()),
    ("half of it",                   "1/2 |x|^2",                                                 "1/2 ‖x‖²",              ()),
    ("all squares of a matrix",      "|W|^2",                                                     "‖W‖²",                  ()),
    ("absolute value of a number",   "|c|",                                                       "|c|",                   ()),
    ("function of entries",          "sigmoid(W x)",                                              "σ(W x)",                (2,)),
    ("function by its sign",         "σ(W x)",                                                    "σ(W x)",                (2,)),
    ("exponential",                  "e^x",                                                       "exp(x)",                (3,)),
    ("softmax",                      "softmax(A x)",                                              "softmax(A x)",          (3,)),
    ("softmax in LaTeX",             r"\operatorname{softmax}(A x)",                              "softmax(A x)",          (3,)),
    ("sum",                          "sum(x)",                                                    "sum(x)",                ()),
    ("mean",                         "mean(W)",                                                   "sum(W)/6",              ()),
    ("cross-entropy",                "cross_entropy(x, y)",                                       "−sum(y ⊙ ln(x))",       ()),
    ("cross-entropy, hyphen",        "cross-entropy(x, y)",                                       "−sum(y ⊙ ln(x))",       ()),
    ("ones minus",                   "1 - x",                                                     "1 − x",                 (3,)),
    ("quotient by a number",         "x/2",                                                       "x/2",                   (3,)),
    ("flattened",                    "vec(W)",                                                    "vec(W)",                (6,)),
    ("number of a row",              "(x^T y)^2",                                                 "(xᵀ y)²",               ()),
]  # fmt: skip
GIVEN = "W: 2x3, A: 3x3, x: 3, y: 3, b: 2, c: number"


@pytest.mark.parametrize(("formula", "read", "shape"), [pytest.param(*row[1:], id=row[0]) for row in FORMULAS])
def test_formulas(formula: str, read: str, shape: tuple[int, ...]) -> None:
    p = problem(f"{GIVEN}; Q = {formula}")
    assert unicode(p.system.formula[p.output]) == read
    assert p.scope.shapes[p.output] == shape


REFUSED = [
    # typed                                        kind                     what the sentence says
    ("W: 2x3, x: 4; y = W x",                      "shape-matrix-vector",   "W (2×3) times x (4): the 3 columns of W meet the 4 entries of x."),
    ("A: 2x3, B: 2x3; A B",                        "shape-matrices",        "A (2×3) times B (2×3): the 3 columns of A meet the 2 rows of B."),
    ("x: 3, A: 2x3; x A",                          "shape-vector-matrix",   "x (3) times A (2×3): x is a column and cannot stand before a matrix of 2 rows."),
    ("x: 3, y: 3; x y",                            "shape-vectors",         "x (3) times y (3): two columns have no matrix product."),
    ("x: 3, y: 2; x + y",                          "shape-sum",             "x has the shape 3 and y the shape 2: only equal shapes can be added."),
    ("W: 2x3, x: 3; W x + b",                      "shape-undeclared",      "b has no declared shape, so it is a number; it cannot be added to an array."),
    ("x: 3, y: 4; x ⊙ y",                          "shape-entrywise",       "x has the shape 3 and y the shape 4: entry by entry needs equal shapes."),
    ("x: 3, y: 4; x · y",                          "shape-dot",             "x has 3 entries and y has 4: an inner product needs equally many."),
    ("x: 3, y: 4; x/y",                            "shape-entrywise",       "x has the shape 3 and y the shape 4: entry by entry needs equal shapes."),
    ("W: 2x3; softmax(W)",                         "shape-vector",          "softmax takes a vector, but W has the shape 2×3."),
    ("T: 2x3x2; T^T",                              "shape-transpose",       "T has the shape 2×3×2; only vectors and matrices have a transpose."),
    ("x: 3; x^2",                                  "power-of-array",        "x has the shape 3; a power 2 of it could mean several things."),
    ("x: 3, y: 3; x × y",                          "cross-product",         "A cross product is not read here."),
    ("x: 3, a: 2; a = 2 x",                        "shape-declared",        "a is declared with the shape 2, but its formula has the shape 3."),
    ("x: 3, x: 4; |x|",                            "shape-twice",           "x is declared twice."),
    ("x: 0; |x|",                                  "shape-zero",            "A size of x is 0."),
    ("W: 2x3, x: 3",                               "shapes-alone",          "There are shapes here (W, x), but no formula."),
    ("x: 3, a = b; b = a + x",                     "cycle",                 "These definitions go round in a circle: a, b."),
    ("x: 3; y = 2 x; y = 3 x",                     "defined-twice",         "y is defined twice."),
    ("x: 3; y = 2 x; z = |x|",                     "several-outputs",       "Several of these definitions are used by no other: y, z."),
    ("x: 3; y = 5",                                "nothing-to-differentiate", "y depends on no letter that could be varied."),
    ("x: 3, x_1: number; L = |x| + x_1",           "entry-name",            "x_1 is a number here, but it would be an entry of x as well."),
    ("T: 2x2x2, x: 2; T x",                        "tensor-product",        "Products with tensors of three or more directions are not read: T times x."),
    ("x: 3, u: 2, v: 3; u = g(x); v = g(x); u · u + v · v", "map-twice",    "g is used for values of two different shapes."),
    ("x: 3; L = [1, 2, 3]",                        "array-literal",         "An array written out cannot stand in a formula."),
    ("x: 3; L = sum(x, x)",                        "array-arguments",       "sum takes 1 argument(s), here it has 2."),
    ("W: 300x300; |W|",                            "shape-too-large",       "W would have more than 20000 entries; that is the limit."),
    ("T: 2x2x2x2x2; |T|",                          "shape-too-deep",        "T has more than 4 directions; that is the limit."),
    ("network 3-0-2",                              "network-size",          "A layer of 3-0-2 has no unit."),
    ("network 3-4-2, foo",                         "network-word",          "In the description of a network foo means nothing."),
    ("network 3-4-2, relu, relu, tanh",            "network-activations",   "There are 3 activations for 2 layers, or softmax is not the last one."),
    ("network 3-9999-2",                           "network-too-large",     "Networks are worked up to 24 layers of 1024 units."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refusals_name_both_shapes_and_the_place(text: str, kind: str, sentence: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        problem(text)
    assert (caught.value.kind, caught.value.message) == (kind, sentence)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", [row[0] for row in REFUSED])
def test_every_refusal_reads_in_every_language(text: str, lang: str) -> None:
    with pytest.raises(ChainruleError) as caught:
        problem(text)
    caught.value.lang = lang
    assert str(caught.value) and "{" not in str(caught.value)


def test_the_place_of_a_product_that_does_not_fit() -> None:
    with pytest.raises(ChainruleError) as caught:
        problem("W: 2x3, x: 4, b: 2; a = sigmoid(W x + b)")
    start, end = caught.value.span
    assert caught.value.source[start:end] == "W x"


def test_the_place_in_latex() -> None:
    with pytest.raises(ChainruleError) as caught:
        problem(r"W \in \mathbb{R}^{2 \times 3}, x \in \mathbb{R}^{4}; y = \sigma\left(W x\right)")
    start, end = caught.value.span
    assert caught.value.source[start:end] == "W x"


NOTES = [
    ("x: 3, y: 3; x * y", "read-entrywise"),
    ("A: 2x2, B: 2x2; A * B", "read-matrix-product"),
    ("x: 3; y = f(x)", "unknown-entrywise"),
    ("x: 3; y = c x", "undeclared"),
]


@pytest.mark.parametrize(("text", "kind"), NOTES)
def test_two_readings_are_said(text: str, kind: str) -> None:
    assert kind in [note.kind for note in problem(text).notes]


@pytest.mark.parametrize("text", ["x: 3, y: 3; x ⊙ y", "W: 2x3, x: 3; W x", "x: 3, c: number; c x", "network 2-3-2"])
def test_one_reading_needs_no_note(text: str) -> None:
    assert problem(text).notes == ()


@pytest.mark.parametrize("text", [*(case.problem for case in CASES), "network 3-4-2, softmax", "x: 3, y: 2; z: number; y = g(x); z = f(y)"])
def test_read_as_is_read_back(text: str) -> None:
    one = problem(text)
    other = problem(one.read_as)
    assert other.system.definitions == one.system.definitions
    assert {n: s for n, s in other.scope.shapes.items() if s} == {n: s for n, s in one.scope.shapes.items() if s}


def test_letters_asked_for() -> None:
    p = problem("W: 2x3, x: 3, b: 2; y = W x + b", ["b", "W"])
    assert p.wanted == (sympy.Symbol("b"), sympy.Symbol("W"))
    with pytest.raises(ChainruleError, match="There is no letter q here; there are W, x, b"):
        problem("W: 2x3, x: 3, b: 2; y = W x + b", ["q"])


NETWORKS = [
    ("network 3-2",                                   "z_1 = W_1 x + b_1; a_1 = sigmoid(z_1); J = 1/2 |a_1 - y|^2"),
    ("network 3-2, relu, loss squared",               "z_1 = W_1 x + b_1; a_1 = relu(z_1); J = 1/2 |a_1 - y|^2"),
    ("network 3-4-2, tanh",                           "z_1 = W_1 x + b_1; a_1 = tanh(z_1); z_2 = W_2 a_1 + b_2; a_2 = tanh(z_2); J = 1/2 |a_2 - y|^2"),
    ("network 3-4-2, tanh, identity",                 "z_1 = W_1 x + b_1; a_1 = tanh(z_1); a_2 = W_2 a_1 + b_2; J = 1/2 |a_2 - y|^2"),
    ("network 3-4-2, relu, cross-entropy",            "z_1 = W_1 x + b_1; a_1 = relu(z_1); z_2 = W_2 a_1 + b_2; a_2 = softmax(z_2); J = -sum(y ⊙ ln(a_2))"),
    ("network 3-4-2, softmax",                        "z_1 = W_1 x + b_1; a_1 = sigmoid(z_1); z_2 = W_2 a_1 + b_2; a_2 = softmax(z_2); J = -sum(y ⊙ ln(a_2))"),
    ("网络 3-4-2，relu，交叉熵",                        "z_1 = W_1 x + b_1; a_1 = relu(z_1); z_2 = W_2 a_1 + b_2; a_2 = softmax(z_2); J = -sum(y ⊙ ln(a_2))"),
    ("神经网络 3→2，tanh，平方误差",                     "z_1 = W_1 x + b_1; a_1 = tanh(z_1); J = 1/2 |a_1 - y|^2"),
]  # fmt: skip


@pytest.mark.parametrize(("shorthand", "definitions"), NETWORKS, ids=[row[0] for row in NETWORKS])
def test_networks(shorthand: str, definitions: str) -> None:
    assert recognise(shorthand)
    assert written_out(shorthand).text.partition("; ")[2] == definitions


def test_a_network_asks_for_its_weights_from_the_last_layer_back() -> None:
    assert written_out("network 3-4-2").weights == ("W_2", "b_2", "W_1", "b_1")


@given(st.text(alphabet="Wxb:23 ,;=()^T⊙·*/|+-sumσ", max_size=30))
def test_absurd_input_is_refused_or_read_but_never_breaks(text: str) -> None:
    try:
        problem(f"W: 2x3, x: 3; y = {text}")
    except ChainruleError as error:
        assert str(error)
