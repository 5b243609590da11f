"""The printers: pairs named by the mathematics, and the laws every printer keeps."""

# ruff: noqa: E501  (tables)

from __future__ import annotations

import pickle
from itertools import product
from math import isclose, isnan
from xml.dom import minidom

import pytest
import sympy
from hypothesis import HealthCheck, assume, given, settings
from rich.cells import cell_len
from sympy.abc import n, t, theta, u, v, x, y, z
from sympy.printing.precedence import PRECEDENCE

from chainrule.errors import ChainruleError
from chainrule.expression.functions import TABLE
from chainrule.expression.notation.latex import latex
from chainrule.expression.notation.mathml import mathml
from chainrule.expression.notation.stacked import stacked
from chainrule.expression.notation.sympytext import letters, precedence, sympytext
from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import ascii, unicode
from chainrule.expression.numbers import Program
from chainrule.expression.value import value
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Partial, Plus, Power, Primed, Rate, Root, Times, Vector
from tests.strategies import AWKWARD_LETTERS, statements, trees

e, pi = sympy.E, sympy.pi
i, n1, y_hat, theta_bar_1 = sympy.symbols("i n_1 y_hat theta_bar_1")
x1 = sympy.Symbol("x_1")


def sin(a):
    return Apply("sin", a)


def cos(a):
    return Apply("cos", a)


def ln(a):
    return Apply("ln", a)


#    what it is                    tree                                     typed                 unicode               ascii                   SymPy
PAIRS = [
    ("letter with an accent",      Times(2, y_hat, x),                      "2 y_hat x",          "2ŷx",                "2 y_hat x",            "2*y_hat*x"),
    ("accent and index",           Power(theta_bar_1, 2),                   "theta_bar_1^2",      "θ̄₁²",                "theta_bar_1^2",        "theta_bar_1**2"),
    ("no sine by an index",        Times(sympy.Symbol("s"), i, n1),         "si n_1",             "s i n₁",             "si n_1",               "s*i*n_1"),
    ("no Greek letter at a seam",  Times(Minus(Times(2, x)), i),            "(-2x)i",             "−2x i",              "-2x i",                "-2*x*i"),
    ("power of a sine",            Power(sin(Plus(Power(x, 2), 1)), 3),     "sin(x^2 + 1)^3",     "sin(x² + 1)³",       "sin(x^2 + 1)^3",       "sin(x**2 + 1)**3"),
    ("product with a sine",        Times(2, x, sin(Times(3, x))),           "2x sin(3x)",         "2x sin(3x)",         "2x sin(3x)",           "2*x*sin(3*x)"),
    ("exponential",                Power(e, Times(2, x)),                   "e^(2x)",             "e^(2x)",             "e^(2x)",               "exp(2*x)"),
    ("exponential of a letter",    Times(Power(e, x), y),                   "e^x*y",              "e^x y",              "e^x y",                "exp(x)*y"),
    ("tower",                      Power(e, Power(x, 2)),                   "e^(x^2)",            "e^(x²)",             "e^(x^2)",              "exp(x**2)"),
    ("exp",                        Apply("exp", x),                         "exp(x)",             "exp(x)",             "exp(x)",               "exp(x)"),
    ("minus a power",              Minus(Power(x, 2)),                      "-x^2",               "−x²",                "-x^2",                 "-x**2"),
    ("power of a negation",        Power(Minus(x), 2),                      "(-x)^2",             "(−x)²",              "(-x)^2",               "(-x)**2"),
    ("minus a product",            Minus(Times(2, x)),                      "-2x",                "−2x",                "-2x",                  "-2*x"),
    ("minus minus",                Minus(Minus(x)),                         "-(-x)",              "−(−x)",              "-(-x)",                "-(-x)"),
    ("fraction first",             Times(Over(3, 4), x),                    "3/4*x",              "(3/4)x",             "(3/4)x",               "3/4*x"),
    ("fraction last",              Times(x, Over(3, 4)),                    "x(3/4)",             "x × 3/4",            "x * 3/4",              "x*3/4"),
    ("square by hand",             Times(x, x),                             "x*x",                "x·x",                "x*x",                  "x*x"),
    ("bracket",                    Times(2, Plus(x, 1)),                    "2(x + 1)",           "2(x + 1)",           "2(x + 1)",             "2*(x + 1)"),
    ("letter before a bracket",    Times(x, Plus(x, 1)),                    "x(x + 1)",           "x(x + 1)",           "x(x + 1)",             "x*(x + 1)"),
    ("f before a bracket",         Times(sympy.Symbol("f"), Plus(x, 1)),    "f*(x + 1)",          "f·(x + 1)",          "f*(x + 1)",            "f*(x + 1)"),
    ("two brackets",               Times(Plus(x, 1), Plus(x, 2)),           "(x + 1)(x + 2)",     "(x + 1)(x + 2)",     "(x + 1)(x + 2)",       "(x + 1)*(x + 2)"),
    ("two numbers",                Times(2, 3, x),                          "2*3x",               "2·3x",               "2*3x",                 "2*3*x"),
    ("number behind a letter",     Times(x, 2),                             "x*2",                "x × 2",              "x * 2",                "x*2"),
    ("number behind a function",   Times(cos(u), 3),                        "cos(u)*3",           "cos u × 3",          "cos u * 3",            "cos(u)*3"),
    ("letters",                    Times(x, y),                             "xy",                 "xy",                 "xy",                   "x*y"),
    ("letters that spell ln",      Times(sympy.Symbol("l"), n, x),          "l n x",              "l n x",              "l n x",                "l*n*x"),
    ("power rule",                 Times(n, Power(u, Plus(n, Minus(1)))),   "n u^(n - 1)",        "n uⁿ⁻¹",             "n u^(n - 1)",          "n*u**(n - 1)"),
    ("Greek and subscripts",       Times(2, pi, theta, x1, y),              "2 pi theta x_1 y",   "2πθx₁y",             "2 pi theta x_1 y",     "2*pi*theta*x_1*y"),
    ("group",                      Times(Times(2, x), y),                   "(2x)y",              "2x × y",             "2x * y",               "2*x*y"),
    ("chain",       Times(Times(3, Power(u, 2)), cos(v), Times(2, x)),      "(3u^2) cos(v)*(2x)", "3u² × cos v × 2x",   "3u^2 * cos v * 2x",    "3*u**2*cos(v)*2*x"),
    ("negative factor last",       Times(cos(u), Minus(Times(2, x))),       "cos(u)*(-2x)",       "cos u × (−2x)",      "cos u * (-2x)",        "cos(u)*(-2*x)"),
    ("negative factor first",      Times(Minus(sin(u)), Times(2, x)),       "(-sin(u))(2x)",      "−sin u × 2x",        "-sin u * 2x",          "-sin(u)*2*x"),
    ("negative product added",     Plus(y, Times(Minus(2), x)),             "y + (-2)x",          "y + (−2x)",          "y + (-2x)",            "y - 2*x"),
    ("difference",                 Plus(x, Minus(Times(2, y)), 1),          "x - 2y + 1",         "x − 2y + 1",         "x - 2y + 1",           "x - 2*y + 1"),
    ("difference of a sum",        Plus(x, Minus(Plus(y, 1))),              "x - (y + 1)",        "x − (y + 1)",        "x - (y + 1)",          "x - (y + 1)"),
    ("nested sum",                 Plus(x, Plus(y, 1)),                     "x + (y + 1)",        "x + (y + 1)",        "x + (y + 1)",          "x + y + 1"),
    ("sum that starts negative",   Plus(Minus(x), y),                       "-x + y",             "−x + y",             "-x + y",               "-x + y"),
    ("quotient",                   Over(x, Plus(1, Power(x, 2))),           "x/(1 + x^2)",        "x/(1 + x²)",         "x/(1 + x^2)",          "x/(1 + x**2)"),
    ("product below",              Over(1, Times(2, Root(x, 2))),           "1/(2 sqrt(x))",      "1/(2√x)",            "1/(2 sqrt(x))",        "1/(2*sqrt(x))"),
    ("quotient of a quotient",     Over(Over(x, y), 2),                     "x/y/2",              "(x/y)/2",            "(x/y)/2",              "x/y/2"),
    ("over a quotient",            Over(x, Over(y, 2)),                     "x/(y/2)",            "x/(y/2)",            "x/(y/2)",              "x/(y/2)"),
    ("negative numerator",         Over(Minus(1), x),                       "(-1)/x",             "(−1)/x",             "(-1)/x",               "-1/x"),
    ("power of a quotient",        Power(Over(x, y), 2),                    "(x/y)^2",            "(x/y)²",             "(x/y)^2",              "(x/y)**2"),
    ("power of a power",           Power(Power(x, 2), 3),                   "(x^2)^3",            "(x²)³",              "(x^2)^3",              "(x**2)**3"),
    ("negative exponent",          Power(x, Minus(1)),                      "x^(-1)",             "x⁻¹",                "x^(-1)",               "x**(-1)"),
    ("broken exponent",            Power(x, Over(1, 3)),                    "x^(1/3)",            "x^(1/3)",            "x^(1/3)",              "x**(1/3)"),
    ("decimal exponent",           Power(y, Decimal("0.3")),                "y^0.3",              "y^0.3",              "y^0.3",                "y**(3/10)"),
    ("decimal",                    Times(Decimal("0.70"), x),               "0.70x",              "0.70x",              "0.70x",                "7/10*x"),
    ("square root",                Root(x, 2),                              "sqrt(x)",            "√x",                 "sqrt(x)",              "sqrt(x)"),
    ("root of a sum",              Root(Plus(1, Power(x, 2)), 2),           "sqrt(1 + x^2)",      "√(1 + x²)",          "sqrt(1 + x^2)",        "sqrt(1 + x**2)"),
    ("cube root",                  Root(x, 3),                              "cbrt(x)",            "∛x",                 "cbrt(x)",              "x**(1/3)"),
    ("fifth root",                 Times(2, Root(x, 5)),                    "2 root(5, x)",       "2 × ⁵√x",            "2 root(5, x)",         "2*x**(1/5)"),
    ("square of a root",           Power(Root(x, 2), 2),                    "sqrt(x)^2",          "(√x)²",              "sqrt(x)^2",            "sqrt(x)**2"),
    ("root before a factor",       Times(Root(x, 2), y),                    "sqrt(x)*y",          "√x × y",             "sqrt(x) y",            "sqrt(x)*y"),
    ("absolute value",             Apply("abs", x),                         "|x|",                "|x|",                "|x|",                  "Abs(x)"),
    ("nested absolute values",     Apply("abs", Plus(Apply("abs", x), 1)),  "abs(|x| + 1)",       "abs(|x| + 1)",       "abs(|x| + 1)",         "Abs(Abs(x) + 1)"),
    ("bare sine",                  sin(x),                                  "sin(x)",             "sin x",              "sin x",                "sin(x)"),
    ("sine of a sine",             sin(sin(x)),                             "sin(sin(x))",        "sin(sin x)",         "sin(sin x)",           "sin(sin(x))"),
    ("sine before a letter",       Times(sin(x), y),                        "sin(x)*y",           "sin(x) y",           "sin(x) y",             "sin(x)*y"),
    ("sine before a cosine",       Times(sin(x), cos(x)),                   "sin(x) cos(x)",      "sin x cos x",        "sin x cos x",          "sin(x)*cos(x)"),
    ("sine over",                  Over(sin(x), x),                         "sin(x)/x",           "sin(x)/x",           "sin(x)/x",             "sin(x)/x"),
    ("square of a sine",           Power(sin(x), 2),                        "sin(x)^2",           "sin(x)²",            "sin(x)^2",             "sin(x)**2"),
    ("square of a logarithm",      Power(ln(x), 2),                         "(ln(x))^2",          "(ln x)²",            "(ln x)^2",             "log(x)**2"),
    ("logarithm of a square",      ln(Power(x, 2)),                         "ln(x^2)",            "ln(x²)",             "ln(x^2)",              "log(x**2)"),
    ("logarithm in bars",          Times(2, ln(Apply("abs", x)), y),        "2 ln(|x|)*y",        "2 ln|x| y",          "2 ln|x| y",            "2*log(Abs(x))*y"),
    ("square of one in bars",      Power(ln(Apply("abs", x)), 2),           "(ln(|x|))^2",        "(ln|x|)²",           "(ln|x|)^2",            "log(Abs(x))**2"),
    ("logarithm with a base",      Apply("log", Times(3, x), 2),            "log_2(3x)",          "log₂(3x)",           "log_2(3x)",            "log(3*x, 2)"),
    ("arcsine",                    Apply("asin", x),                        "arcsin(x)",          "arcsin x",           "arcsin x",             "asin(x)"),
    ("sigmoid",                    Apply("sigmoid", x),                     "sigmoid(x)",         "σ(x)",               "sigmoid(x)",           "sigmoid(x)"),
    ("factorial",                  Apply("factorial", n),                   "n!",                 "n!",                 "n!",                   "factorial(n)"),
    ("unknown function",           Apply("f", Apply("g", x)),               "f(g(x))",            "f(g(x))",            "f(g(x))",              "f(g(x))"),
    ("prime",                      Primed("f", (1,), Apply("g", x)),        "f'(g(x))",           "f′(g(x))",           "f'(g(x))",             "Subs(Derivative(f(xi), xi), xi, g(x))"),
    ("prime at a letter",          Primed("f", (2,), x),                    "f''(x)",             "f″(x)",              "f''(x)",               "Derivative(f(x), (x, 2))"),
    ("equation",                   Equals(y, Power(x, 2)),                  "y = x^2",            "y = x²",             "y = x^2",              "Eq(y, x**2)"),
    ("vector",                     Vector(x, Times(2, y)),                  "(x, 2y)",            "(x, 2y)",            "(x, 2y)",              "(x, 2*y)"),
    ("derivative to be taken",     Rate(sin(x), x, 1),                      "d/dx (sin(x))",      "d/dx (sin x)",       "d/dx (sin x)",         "Derivative(sin(x), x)"),
    ("derivative as a factor",     Times(2, y, Rate(y, x, 1)),              "2y(d/dx (y))" ,      "2y dy/dx",           "2y dy/dx",             "2*y*Derivative(y, x)"),
    ("half a derivative",          Over(Rate(y, x, 1), 2),                  "(d/dx (y))/2",       "(dy/dx)/2",          "(dy/dx)/2",            "Derivative(y, x)/2"),
    ("second derivative",          Rate(sin(x), x, 2),                      "d^2/dx^2 (sin(x))",  "d²/dx² (sin x)",     "d^2/dx^2 (sin x)",     "Derivative(sin(x), (x, 2))"),
    ("partial derivative",         Times(2, Partial(z, x, 1)),              "2(∂/∂x (z))",        "2 ∂z/∂x",            "2 dz/dx",              "2*Derivative(z, x)"),
    ("second partial derivative",  Partial(Times(x, y), x, 2),              "∂^2/∂x^2 (xy)",      "∂²/∂x² (xy)",        "d^2/dx^2 (xy)",        "Derivative(x*y, (x, 2))"),
    ("mixed derivative",           Partial(z, x, 2, y, 1),                  "∂^3/∂x^2∂y (z)",     "∂³z/∂x²∂y",          "d^3z/dx^2 dy",         "Derivative(z, (x, 2), y)"),
    ("mixed derivative of a sum",  Partial(Plus(x, y), x1, 1, theta, 1),    "∂^2/∂x_1∂theta (x + y)", "∂²/∂x₁∂θ (x + y)", "d^2/dx_1 dtheta (x + y)", "Derivative(x + y, x_1, theta)"),
    ("SymPy's negative number",    Plus(x, sympy.Integer(-2)),              "x - 2",              "x − 2",              "x - 2",                "x - 2"),
    ("SymPy's negative base",      Power(sympy.Integer(-2), 3),             "(-2)^3",             "(−2)³",              "(-2)^3",               "(-2)**3"),
    ("SymPy's fraction",           Times(sympy.Rational(1, 2), x),          "1/2*x",              "(1/2)x",             "(1/2)x",               "1/2*x"),
]  # fmt: skip
NAMES = [pair[0] for pair in PAIRS]


@pytest.mark.parametrize("tree, text", [(pair[1], pair[2]) for pair in PAIRS], ids=NAMES)
def test_typed(tree, text):
    assert typed(tree) == text


@pytest.mark.parametrize("tree, text", [(pair[1], pair[3]) for pair in PAIRS], ids=NAMES)
def test_unicode(tree, text):
    assert unicode(tree) == text


@pytest.mark.parametrize("tree, text", [(pair[1], pair[4]) for pair in PAIRS], ids=NAMES)
def test_ascii(tree, text):
    assert ascii(tree) == text


@pytest.mark.parametrize("tree, text", [(pair[1], pair[5]) for pair in PAIRS], ids=NAMES)
def test_sympytext(tree, text):
    assert sympytext(tree, as_written=True) == str(tree) == text


LATEX = [
    ("chain", Times(Times(3, Power(u, 2)), cos(v), Times(2, x)), r"3u^{2} \times \cos v \times 2x"),
    ("power of a sine", Power(sin(Plus(Power(x, 2), 1)), 3), r"\sin\left(x^{2} + 1\right)^{3}"),
    ("square of a logarithm", Power(ln(x), 2), r"\left(\ln x\right)^{2}"),
    ("exponential", Power(e, Times(2, x)), r"\mathrm{e}^{2x}"),
    ("two numbers", Times(2, 3, x), r"2 \cdot 3x"),
    ("fraction", Over(Plus(x, 1), 2), r"\frac{x + 1}{2}"),
    ("mixed number avoided", Times(2, Over(1, 2)), r"2 \cdot \frac{1}{2}"),
    ("power of a fraction", Power(Over(x, 2), 2), r"\left(\frac{x}{2}\right)^{2}"),
    ("roots", Times(Root(x, 2), Root(y, 3)), r"\sqrt{x}\sqrt[3]{y}"),
    ("absolute value", Apply("abs", x), r"\left|x\right|"),
    ("Greek before a letter", Times(2, theta, x), r"2\theta x"),
    ("subscripts", Times(x1, sympy.Symbol("w_12")), "x_{1}w_{12}"),
    ("a name", sympy.Symbol("yhat"), r"\mathrm{yhat}"),
    ("logarithm with a base", Apply("log", x, 2), r"\log_{2} x"),
    ("inverse hyperbolic sine", Apply("asinh", x), r"\operatorname{arsinh} x"),
    ("sigmoid", Apply("sigmoid", x), r"\sigma\left(x\right)"),
    ("prime", Primed("f", (1,), x), r"f^{\prime}\left(x\right)"),
    ("derivative", Rate(y, x, 1), r"\frac{\mathrm{d}y}{\mathrm{d}x}"),
    ("second derivative", Rate(sin(x), t, 2), r"\frac{\mathrm{d}^{2}}{\mathrm{d}t^{2}}\left(\sin x\right)"),
    ("partial derivative", Partial(z, theta, 1), r"\frac{\partial z}{\partial\theta}"),
    ("mixed derivative", Partial(z, x, 2, y, 1), r"\frac{\partial^{3}z}{\partial x^{2}\partial y}"),
]


@pytest.mark.parametrize("tree, text", [pair[1:] for pair in LATEX], ids=[pair[0] for pair in LATEX])
def test_latex(tree, text):
    assert latex(tree) == text


MATHML = [
    ("product", Times(2, x), "<mrow><mn>2</mn><mo>&#8290;</mo><mi>x</mi></mrow>"),
    ("fraction", Over(x, 2), "<mfrac><mi>x</mi><mn>2</mn></mfrac>"),
    ("power", Power(x, 2), "<msup><mi>x</mi><mn>2</mn></msup>"),
    ("square root", Root(Plus(x, 1), 2), "<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>"),
    ("cube root", Root(x, 3), "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    ("function", sin(x), '<mrow><mi>sin</mi><mo>&#8289;</mo><mspace width="0.167em"></mspace><mi>x</mi></mrow>'),
    ("subscript", x1, "<msub><mi>x</mi><mn>1</mn></msub>"),
    ("escaping", sympy.Symbol("<script>"), "<mi>&lt;script&gt;</mi>"),
    ("partial derivative", Partial(z, x, 1), "<mfrac><mrow><mi>∂</mi><mi>z</mi></mrow><mrow><mi>∂</mi><mi>x</mi></mrow></mfrac>"),
]


@pytest.mark.parametrize("tree, text", [pair[1:] for pair in MATHML], ids=[pair[0] for pair in MATHML])
def test_mathml(tree, text):
    assert mathml(tree) == text


STACKED = [
    ("flat", Power(sin(x), 2), "sin(x)²"),
    ("fraction", Over(x, Plus(1, Power(x, 2))), "  x\n──────\n1 + x²"),
    ("bars of unlike length", Over(x, Over(y, 2)), " x\n───\n y\n ─\n 2"),
    ("exponent on the line", Times(2, Power(e, Times(2, x))), "2e^(2x)"),
    ("fraction in an exponent", Over(Power(e, Over(x, 2)), 3), "e^(x/2)\n───────\n   3"),
    ("tall bracket", Power(Over(x, 2), 3), "⎛x⎞³\n⎜─⎟\n⎝2⎠"),
    ("tall bars", Apply("abs", Over(x, 2)), "│x│\n│─│\n│2│"),
    ("tall root", Root(Over(1, x), 2), "    __\n   ╱ 1\n  ╱  ─\n╲╱   x"),
    ("in a sum", Plus(1, Minus(Over(x, 2))), "    x\n1 − ─\n    2"),
    ("derivative", Rate(y, x, 2), "d²y\n───\ndx²"),
    ("mixed derivative", Partial(z, x, 2, y, 1), " ∂³z\n─────\n∂x²∂y"),
]


@pytest.mark.parametrize("tree, text", [pair[1:] for pair in STACKED], ids=[pair[0] for pair in STACKED])
def test_stacked(tree, text):
    assert str(stacked(tree)) == text


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_every_function_is_printed_in_every_notation(row):
    tree = Power(Apply(row.name, *map(sympy.Symbol, row.arguments)), 2)
    assert latex(tree) and mathml(tree) and typed(tree) and unicode(tree)
    assert ascii(tree).isascii() and typed(tree).isascii()
    assert sympy.sympify(sympytext(tree)) is not None


# Laws

PRINTERS = (typed, unicode, ascii, sympytext, latex, mathml, stacked)


@given(statements(3, AWKWARD_LETTERS))
def test_printing_never_fails(tree):
    for printer in PRINTERS:
        assert printer(tree)
    assert typed(tree).replace("∂", "d").isascii() and ascii(tree).isascii()


@given(statements(3, AWKWARD_LETTERS))
def test_lines_of_a_box_are_of_one_width(tree):
    box = stacked(tree)
    assert {cell_len(line) for line in box.lines} == {box.width}
    assert 0 <= box.baseline < box.height


@given(statements(3, AWKWARD_LETTERS))
def test_mathml_is_one_well_formed_element(tree):
    assert minidom.parseString(mathml(tree)).documentElement.tagName.startswith("m")


@given(statements(3, AWKWARD_LETTERS))
def test_latex_is_balanced(tree):
    text = latex(tree)
    assert text.count("{") == text.count("}") and text.count(r"\left") == text.count(r"\right")


def _same(one, other):
    return one == other or isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (isnan(one) and isnan(other))


POINTS = [{name: 0.3 + 0.37 * i + 0.11 * k for i, name in enumerate(("x", "y", "u", "t", "n", "xi"))} for k in range(2)]


def agree(one, other):
    """Whether two expressions have the same value."""
    if one == other:
        return True
    program = Program(one, other)
    return all(_same(*program(point)) for point in POINTS)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(trees(2, functions=("sin", "ln", "abs", "asin", "gamma", "erf", "sign"), unknown="f"))
def test_sympy_reads_the_value(tree):
    try:
        expected = value(tree)
    except ChainruleError:
        assume(False)
    assume(not expected.has(sympy.zoo, sympy.nan, sympy.oo))
    read = sympy.sympify(sympytext(tree), locals=letters(tree))
    assert agree(expected, read) or sympy.simplify(expected - read) == 0


def test_letters_that_sympy_would_misread():
    tree = Plus(*map(sympy.Symbol, ["E", "I", "S", "N", "O", "Q", "beta", "gamma", "zeta", "lambda"]))
    assert sympy.sympify(sympytext(tree), locals=letters(tree)) == value(tree)


def _small_trees():
    """All trees of two levels over a few letters and numbers."""
    leaves = [x, y, sympy.Integer(2), e]
    grown = [*leaves, Minus(x), Minus(sympy.Integer(2)), sin(x), ln(y), Root(x, 2), Root(x, 5), Apply("abs", x), Power(x, 2), Power(e, x)]
    grown += [node(a, b) for node in (Plus, Times, Over, Power) for a, b in product([x, y, sympy.Integer(2)], repeat=2)]
    yield from grown
    for a, b in product(grown, repeat=2):
        yield from (node(a, b) for node in (Plus, Times, Over, Power))
    for a in grown:
        yield from (
            sin(a),
            ln(a),
            Minus(a),
            Root(a, 2),
            Root(a, 3),
            Apply("abs", a),
            Apply("f", a),
            Apply("factorial", a),
            Primed("f", (1,), a),
        )
        yield from (Times(a, x, b) for b in grown)
        yield from (Times(2, a, b) for b in grown)
        yield from (Times(a, Times(x, b)) for b in grown)
        yield from (Over(Times(a, x), b) for b in grown)


@pytest.fixture(scope="module")
def small_trees():
    return [(tree, Program(tree)(POINTS[0])[0]) for tree in _small_trees()]


@pytest.mark.parametrize("printer", [unicode, ascii, latex, mathml, lambda tree: str(stacked(tree))])
def test_trees_of_different_values_never_print_the_same(printer, small_trees):
    seen = {}
    for tree, number in small_trees:
        text = printer(tree)
        assert _same(number, seen.setdefault(text, (number, tree))[0]), (text, sympy.srepr(tree), sympy.srepr(seen[text][1]))


def test_typed_tells_all_trees_apart(small_trees):
    seen = {}
    for tree, _ in small_trees:
        assert seen.setdefault(typed(tree), tree) == tree


DEEP = {
    "functions": lambda tree: sin(tree),
    "sums": lambda tree: Plus(1, tree),
    "products": lambda tree: Times(x, Plus(tree, 1)),
    "fractions": lambda tree: Over(1, tree),
    "powers": lambda tree: Power(x, tree),
    "bases": lambda tree: Power(tree, 2),
    "signs": lambda tree: Minus(tree),
    "roots": lambda tree: Root(tree, 2),
}


@pytest.mark.parametrize("grow", DEEP.values(), ids=DEEP)
def test_three_hundred_levels(grow):
    tree = x
    for _ in range(300):
        tree = grow(tree)
    for printer in PRINTERS:
        assert printer(tree)


# Names

NAMES = [
    #  name             Unicode     LaTeX                  MathML
    ("y_hat",           "ŷ",        r"\hat{y}",            '<mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>'),
    ("x_bar",           "x̄",        r"\bar{x}",            '<mover accent="true"><mi>x</mi><mo stretchy="false">¯</mo></mover>'),
    ("y_tilde",         "ỹ",        r"\tilde{y}",          '<mover accent="true"><mi>y</mi><mo stretchy="false">˜</mo></mover>'),
    ("x_dot",           "ẋ",        r"\dot{x}",            '<mover accent="true"><mi>x</mi><mo stretchy="false">˙</mo></mover>'),
    ("theta_hat_1",     "θ̂₁",       r"\hat{\theta}_{1}",
     '<msub><mover accent="true"><mi>θ</mi><mo stretchy="false">^</mo></mover><mn>1</mn></msub>'),
    ("pred",            "pred",     r"\mathrm{pred}",      "<mi>pred</mi>"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "line", "tex", "markup"), NAMES)
def test_names_are_printed_as_tutorials_write_them(name, line, tex, markup):
    symbol = sympy.Symbol(name)
    assert (unicode(symbol), latex(symbol), ascii(symbol), typed(symbol)) == (line, tex, name, name)
    assert markup in mathml(symbol)
    assert sympy.sympify(sympytext(symbol)) == symbol


# SymPy's own printers


def test_sympys_printers_show_our_notation():
    tree = Power(sin(Over(x, 2)), 2)
    assert sympy.latex(tree) == latex(tree)
    assert sympy.pretty(tree) == "\n".join(stacked(tree).lines)
    assert "<mfrac>" in sympy.mathml(tree, printer="presentation")
    assert str(tree) == "sin(x/2)**2"


def test_our_nodes_inside_sympys():
    a, tree = sympy.Symbol("a"), Plus(x, 1)
    assert str(a * tree) == "a*(x + 1)"
    assert str(tree**2) == "(x + 1)**2"
    assert sympy.latex(a * tree) == r"a \left(x + 1\right)"
    assert str(a * Times(2, x)) == "a*(2*x)"
    assert str(a - tree) == "a - (x + 1)"
    assert "x" in sympy.pretty(a + tree)


@pytest.mark.parametrize("tree", [pair[1] for pair in PAIRS if not pair[1].has(Equals, Vector, Rate, Apply("sigmoid", x))])
def test_precedence_is_that_of_the_text(tree):
    text = str(tree) if precedence(tree) >= PRECEDENCE["Pow"] else f"({tree})"
    read = sympy.sympify(f"2/{text}", locals=letters(tree))
    assert agree(read, 2 / value(tree)), text


def test_printing_survives_a_round_through_pickle():
    tree = Times(Times(3, Power(u, 2)), cos(v))
    assert unicode(pickle.loads(pickle.dumps(tree))) == unicode(tree)


def test_sympys_own_nodes_are_shown_as_sympy_shows_them():
    tree = Times(2, sympy.Symbol("x") * sympy.Symbol("y") + 1)
    assert unicode(tree) == "2(x*y + 1)"
    assert latex(tree) == r"2\left(x y + 1\right)"


def test_the_bare_sign_of_a_derivative_has_a_text() -> None:
    assert str(Primed("f", (2,))) == "f''"
