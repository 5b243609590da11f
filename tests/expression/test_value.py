"""The door to SymPy's evaluation: values, work limits, functions SymPy lacks, the judge's real letters."""

import pytest
import sympy
from sympy.abc import a, x, y

from chainrule.errors import TooLarge
from chainrule.expression.functions import TABLE
from chainrule.expression.numbers import Program
from chainrule.expression.value import named, row_of, unknown, value
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Partial, Plus, Power, Primed, Rate, Root, Times, Vector

f = sympy.Function("f")
PAIRS = [
    (Plus(x, x), 2 * x),
    (Over(6, 4), sympy.Rational(3, 2)),
    (Decimal("0.70"), sympy.Rational(7, 10)),
    (Root(x, 2), sympy.sqrt(x)),
    (Root(x, 3), x / sympy.cbrt(x**2)),
    (Power(x, Over(2, 3)), sympy.cbrt(x**2)),
    (Root(Plus(Power(x, 2), 1), 3), sympy.cbrt(x**2 + 1)),
    (Root(sympy.Symbol("p", positive=True), 3), sympy.cbrt(sympy.Symbol("p", positive=True))),
    (Root(Minus(8), 3), -2),
    (Power(sympy.E, Times(2, x)), sympy.exp(2 * x)),
    (Apply("ln", x), sympy.log(x)),
    (Apply("log", x, 2), sympy.log(x) / sympy.log(2)),
    (Apply("abs", Minus(x)), sympy.Abs(x)),
    (Apply("step", x), sympy.Heaviside(x)),
    (Apply("trigamma", x), sympy.polygamma(1, x)),
    (Apply("f", x, y), sympy.Function("f")(x, y)),
    (Primed("f", (2,), x), sympy.Derivative(f(x), (x, 2))),
    (Rate(Power(x, 3), x, 2), 6 * x),
    (Partial(Times(Power(x, 3), Power(y, 2)), y, 1, x, 2), 12 * x * y),
    (Equals(x, x), sympy.Equality(x, x, evaluate=False)),
    (Vector(x, Times(x, x)), sympy.Tuple(x, x**2)),
]


@pytest.mark.parametrize(("tree", "expected"), PAIRS, ids=str)
def test_value(tree, expected):
    assert value(tree) == expected


ODD_ROOTS = [
    "x^(1/3)",
    "x^(2/3)",
    "cbrt(x^2 - 1)",
    "(x-1)^(1/3)",
    "x^(4/3)",
    "x^(-1/3)",
    "x^(-5/3)",
    "root(5, 2x)",
    "x^0.2",
    "cbrt(cbrt x)",
]
ODD_ROOTS += ["cbrt(x) sin x", "e^(x^(1/3))", "x^(1/3)/(x-1)^(2/3)", "cbrt(x sqrt(x^2 + 1))", "(2 - x)^(7/9)"]


@pytest.mark.parametrize("at", [-2.3, -0.4, 0.6, 1.7])
@pytest.mark.parametrize("typed", ODD_ROOTS)
def test_odd_roots_are_real_at_negative_numbers(typed, at):
    from chainrule.expression.build import parse
    from chainrule.expression.notation.sympytext import sympytext

    tree = parse(typed)
    expected, above, below = (Program(tree)({"x": point})[0] for point in (at, at + 1e-5, at - 1e-5))
    expression = value(tree)
    near = pytest.approx(expected, rel=1e-9)
    assert complex(expression.subs(x, at).evalf()) == near
    assert complex(expression.evalf(subs={x: at})) == near
    for modules in ("math", "mpmath"):
        assert complex(sympy.lambdify(x, expression, modules)(at)) == near
    assert complex(sympy.sympify(sympytext(tree)).subs(sympy.Symbol("x"), at)) == near
    assert complex(expression.diff(x).subs(x, at)) == pytest.approx((above - below) / 2e-5, rel=1e-5)


def test_primed_at_a_composite_differentiates_on():
    by_chain = f(x**2).diff(x)
    assert (value(Times(Primed("f", (1,), Power(x, 2)), Times(2, x))) - by_chain).doit().subs(f, sympy.Lambda(y, sympy.sin(y))).doit() == 0


def test_different_places_stay_different():
    two = value(Plus(Primed("f", (1, 0), x, x), Primed("f", (0, 1), x, x)))
    assert two.subs(f, sympy.Lambda((x, y), x**2 * y)).doit() == 3 * x**2


@pytest.mark.parametrize("text", ["9^9^9^9", "2^(10^6)", "factorial(10^9)", "gamma(10^9)", "10^20000 x", "(1/2)^(10^7)"])
def test_a_number_too_large_to_write_is_refused(text):
    from chainrule.expression.build import parse

    with pytest.raises(TooLarge):
        value(parse(text))


@pytest.mark.parametrize("row", [row for row in TABLE if row.definition], ids=lambda row: row.name)
def test_functions_sympy_lacks(row):
    function = named(row.name)
    assert function(x).diff(x).has(x)
    assert function(x).free_symbols == {x}
    assert abs(float(function(sympy.Rational(3, 2)).evalf()) - row.number(1.5)) < 1e-12
    assert function is named(row.name)
    assert value(Apply(row.name, x)) == function(x)


def test_the_judge_takes_letters_as_real():
    assert value(Root(Power(x, 2), 2), judge=True) == sympy.Abs(sympy.Symbol("x", real=True))


def test_unknown_functions_differentiate_by_each_place():
    g = unknown("g", (0, 0))
    assert g(a, a).diff(a) == unknown("g", (1, 0))(a, a) + unknown("g", (0, 1))(a, a)


@pytest.mark.parametrize(
    "row", [row for row in TABLE if len(row.arguments) == 1 and row.name not in ("digamma", "trigamma")], ids=lambda row: row.name
)
def test_the_row_of_a_value(row):
    at = value(Apply(row.name, x))
    found = row_of(at)
    assert found is row or at == sympy.exp(x)
