"""The printers on arrays: pairs named by the mathematics, and the laws they keep."""

# ruff: noqa: E501  (tables)

from __future__ import annotations

import pickle
from xml.dom import minidom

import pytest
import sympy

from chainrule.expression.arrays import Dot, Grid, Hadamard, Matmul, Nabla, Norm, NormSquared, Scaled, Summed, Transposed
from chainrule.expression.notation.latex import latex
from chainrule.expression.notation.mathml import mathml
from chainrule.expression.notation.stacked import stacked
from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import ascii, unicode
from chainrule.expression.written import Apply, Minus, Over, Partial, Plus, Power, Primed, Times, replace

A, B, W, a, b, c, x, y, z, L = sympy.symbols("A B W a b c x y z L")
W2, d2, z1 = (sympy.Symbol(name) for name in ("W^(2)", "delta^(2)", "z^(1)"))
w12, w2_12, w1_10 = (sympy.Symbol(name) for name in ("W_{12}", "W^(2)_{12}", "W_{1,10}"))
dj, wji, j = sympy.symbols("delta_{j} W_{ji} j")

#    what it is                      tree                                              typed               unicode                  ascii                        LaTeX
PAIRS = [
    ("matrix product and sum",       Plus(Matmul(W, x), b),                            "W x + b",          "W x + b",               "W x + b",                   "W x + b"),
    ("three factors",                Matmul(Matmul(A, B), x),                          "A B x",            "A B x",                 "A B x",                     "A B x"),
    ("bracketed on the right",       Matmul(A, Matmul(B, x)),                          "A (B x)",          "A (B x)",               "A (B x)",                   r"A \left(B x\right)"),
    ("sum as a factor",              Matmul(A, Plus(x, y)),                            "A (x + y)",        "A (x + y)",             "A (x + y)",                 r"A \left(x + y\right)"),
    ("transpose",                    Matmul(Transposed(W), x),                         "W^T x",            "Wᵀ x",                  "W^T x",                     r"W^{\top} x"),
    ("transpose of a layer",         Transposed(W2),                                   "W_2^T",            "(W⁽²⁾)ᵀ",               "(W^(2))^T",                 r"\left(W^{(2)}\right)^{\top}"),
    ("square of a layer",            Power(z1, 2),                                     "z_1^2",            "(z⁽¹⁾)²",               "(z^(1))^2",                 r"\left(z^{(1)}\right)^{2}"),
    ("column times row",             Matmul(a, Transposed(x)),                         "a x^T",            "a xᵀ",                  "a x^T",                     r"a x^{\top}"),
    ("entry by entry",               Hadamard(Plus(a, Minus(y)), Plus(1, Minus(a))),   "(a - y) ⊙ (1 - a)", "(a − y) ⊙ (1 − a)",    "(a - y) .* (1 - a)",        r"\left(a - y\right) \odot \left(1 - a\right)"),
    ("product before entrywise",     Hadamard(Matmul(A, x), y),                        "(A x) ⊙ y",        "A x ⊙ y",               "A x .* y",                  r"A x \odot y"),
    ("entrywise before product",     Matmul(A, Hadamard(x, y)),                        "A (x ⊙ y)",        "A (x ⊙ y)",             "A (x .* y)",                r"A \left(x \odot y\right)"),
    ("delta of a layer",             Hadamard(Matmul(Transposed(W2), d2), Primed("sigmoid", (1,), z1)), None, "(W⁽²⁾)ᵀ δ⁽²⁾ ⊙ σ′(z⁽¹⁾)", "(W^(2))^T delta^(2) .* sigmoid'(z^(1))", r"\left(W^{(2)}\right)^{\top} \delta^{(2)} \odot \sigma^{\prime}\left(z^{(1)}\right)"),
    ("half a square",                Scaled(Over(1, 2), NormSquared(Plus(a, Minus(y)))), "1/2 |a - y|^2",  "1/2 ‖a − y‖²",          "1/2 ||a - y||^2",           r"\frac{1}{2} \left\lVert a - y\right\rVert^{2}"),
    ("number times a product",       Scaled(c, Matmul(W, x)),                          "c (W x)",          "c W x",                 "c W x",                     "c W x"),
    ("number times a sum",           Scaled(sympy.Integer(2), Plus(x, y)),             "2 (x + y)",        "2 (x + y)",             "2 (x + y)",                 r"2 \left(x + y\right)"),
    ("fraction of letters",          Scaled(Over(c, Norm(x)), x),                      "c/|x| x",          "(c/‖x‖) x",             "(c/||x||) x",               r"\frac{c}{\left\lVert x\right\rVert} x"),
    ("inner product",                Dot(Plus(a, b), x),                               "dot(a + b, x)",    "(a + b) · x",           "(a + b) . x",               r"\left(a + b\right) \cdot x"),
    ("bare function in a product",   Matmul(Apply("tanh", z), Transposed(x)),          "tanh(z) x^T",      "tanh(z) xᵀ",            "tanh(z) x^T",               r"\tanh\left(z\right) x^{\top}"),
    ("sum over an index",            Summed(Times(dj, wji), j),                        None,               "Σⱼ δⱼWⱼᵢ",              "sum_j delta_j W_ji",        r"\sum_{j} \delta_{j}W_{ji}"),
    ("sum of a sum",                 Summed(Plus(dj, wji), j),                         None,               "Σⱼ (δⱼ + Wⱼᵢ)",         "sum_j (delta_j + W_ji)",    r"\sum_{j} \left(\delta_{j} + W_{ji}\right)"),
    ("entry",                        w12,                                              None,               "W₁₂",                   "W_12",                      "W_{12}"),
    ("entry beyond nine",            w1_10,                                            None,               "W₁,₁₀",                 "W_1,10",                    "W_{1,10}"),
    ("entry of a layer",             w2_12,                                            None,               "W⁽²⁾₁₂",                "W^(2)_12",                  "W^{(2)}_{12}"),
    ("derivative by a layer",        Partial(L, W2, 1),                                None,               "∂L/∂W⁽²⁾",              "dL/dW^(2)",                 r"\frac{\partial L}{\partial W^{(2)}}"),
    ("transposed Jacobian",          Matmul(Transposed(Partial(z, x, 1)), Partial(L, z, 1)), None,         "(∂z/∂x)ᵀ ∂L/∂z",        "(dz/dx)^T dL/dz",           r"\left(\frac{\partial z}{\partial x}\right)^{\top} \frac{\partial L}{\partial z}"),
    ("gradient",                     Nabla(L, x),                                      None,               "∇ₓL",                   "grad_x L",                  r"\nabla_{x} L"),
    ("gradient by a matrix",         Nabla(L, W),                                      None,               "∇_W L",                 "grad_W L",                  r"\nabla_{W} L"),
    ("matrix",                       Grid(2, 1, x, y, 4),                              None,               "[[1, x], [y, 4]]",      "[[1, x], [y, 4]]",          r"\begin{pmatrix}1 & x \\ y & 4\end{pmatrix}"),
]  # fmt: skip
NAMED = [pytest.param(*row[1:], id=row[0]) for row in PAIRS]


@pytest.mark.parametrize(("tree", "as_typed", "on_a_line", "in_ascii", "in_tex"), NAMED)
def test_notations(tree, as_typed, on_a_line, in_ascii, in_tex) -> None:
    assert (unicode(tree), ascii(tree), latex(tree)) == (on_a_line, in_ascii, in_tex)
    assert as_typed is None or typed(tree) == as_typed


@pytest.mark.parametrize(("tree", "as_typed", "on_a_line", "in_ascii", "in_tex"), NAMED)
def test_mathml_is_well_formed(tree, as_typed, on_a_line, in_ascii, in_tex) -> None:
    assert minidom.parseString(mathml(tree))


@pytest.mark.parametrize(("tree", "as_typed", "on_a_line", "in_ascii", "in_tex"), NAMED)
def test_the_tree_stays_as_written(tree, as_typed, on_a_line, in_ascii, in_tex) -> None:
    assert pickle.loads(pickle.dumps(tree)) == tree
    assert replace(replace(tree, {x: c}), {c: x}) == replace(tree, {c: x})


def test_a_matrix_in_two_dimensions() -> None:
    t = Times(a, Plus(1, Minus(a)))
    assert str(stacked(Grid(2, t, 0, 0, t))) == "⎛a(1 − a)     0    ⎞\n⎝   0      a(1 − a)⎠"


def test_numbers_end_in_one_column() -> None:
    rows = str(stacked(Grid(2, sympy.Integer(7), Minus(sympy.Integer(12)), Minus(sympy.Integer(3)), sympy.Integer(4))))
    assert rows == "⎛ 7  −12⎞\n⎝−3    4⎠"


def test_an_index_in_mathml_is_letter_by_letter() -> None:
    assert mathml(wji) == "<msub><mi>W</mi><mrow><mi>j</mi><mi>i</mi></mrow></msub>"
    assert mathml(w2_12).startswith("<msubsup><mi>W</mi><mn>12</mn>")


def test_rows_of_a_matrix() -> None:
    assert Grid(2, 1, x, y, 4).cells == ((1, x), (y, 4))
