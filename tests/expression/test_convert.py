"""SymPy expressions as a book would print them; the value stays, what is written already stays."""

import pytest
import sympy
from hypothesis import given
from sympy.abc import x, y

import chainrule
from chainrule.errors import Beyond
from chainrule.expression.convert import written
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.value import value
from chainrule.expression.written import Apply, Plus, Power, Times
from tests.strategies import smooth_trees

f = sympy.Function("f")
BOOK = [
    (x / 2, "x/2"),
    ((x - 1) / (x + 1), "(x − 1)/(x + 1)"),
    (1 / x, "1/x"),
    (sympy.sqrt(x), "√x"),
    (x**-2, "1/x²"),
    (-x, "−x"),
    (sympy.exp(-x), "e^(−x)"),
    (2 * sympy.sin(x) / 3, "2 sin(x)/3"),
    (x - 1, "x − 1"),
    (sympy.Rational(3, 4) * x, "3x/4"),
    (x ** sympy.Rational(3, 2), "x^(3/2)"),
    (sympy.log(x) / sympy.log(2), "ln(x)/ln 2"),
    (sympy.Abs(x), "|x|"),
    (f(x), "f(x)"),
    (sympy.Derivative(f(x), x), "f′(x)"),
    (f(x**2).diff(x), "2x f′(x²)"),
    (1 / sympy.sqrt(x), "1/√x"),
    (-x / y, "−x/y"),
    (x**2 - x - 1, "x² − x − 1"),
    (sympy.Float("0.25") * x, "0.25x"),
    (sympy.cbrt(x + 1), "∛(x + 1)"),
    (2**-x, "2^(−x)"),
    (sympy.exp(x) * sympy.exp(1), "e·e^x"),
    (sympy.Heaviside(x), "step(x)"),
    (sympy.asin(x), "arcsin x"),
    (sympy.digamma(x), "ψ(x)"),
    (sympy.polygamma(2, x), "ψ(2, x)"),
]
BEYOND = [sympy.Matrix([x]), sympy.I * x, sympy.oo, sympy.Interval(0, 1), sympy.Sum(x, (x, 1, 3)), sympy.Integral(x, x), sympy.zeta(x)]


@pytest.mark.parametrize(("expression", "printed"), BOOK, ids=str)
def test_as_a_book_prints_it(expression, printed):
    assert unicode(written(expression)) == printed


@pytest.mark.parametrize("expression", [pair[0] for pair in BOOK], ids=str)
def test_the_value_stays(expression):
    a, b = Program(expression, written(expression))({"x": 0.83, "y": 1.7})
    assert a == pytest.approx(b)


@given(smooth_trees(2))
def test_the_value_of_any_expression_stays(tree):
    expression = value(tree)
    a, b = Program(tree, written(expression))({"x": 1.3})
    assert a == pytest.approx(b, rel=1e-8)


@given(smooth_trees(2))
def test_what_is_written_stays(tree):
    assert written(tree) is tree


@pytest.mark.parametrize("expression", BEYOND, ids=str)
def test_what_is_no_real_function_is_refused(expression):
    with pytest.raises(Beyond):
        written(expression)


def test_a_symbol_stays_the_same_object():
    t = sympy.Symbol("t", positive=True)
    d = chainrule.explain(sympy.sqrt(t**2 + 1))
    assert d.answer.free_symbols == {t}
    assert sympy.simplify(d.answer - sympy.sqrt(t**2 + 1).diff(t)) == 0


def test_written_parts_inside_sympy_expressions_stay():
    part = Times(x, x)
    assert part in written(sympy.Add(part, y, evaluate=False)).args
    assert written(sympy.sin(Plus(x, Power(x, 1)))) == Apply("sin", Plus(x, Power(x, 1)))
