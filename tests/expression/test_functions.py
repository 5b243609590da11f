"""The table of functions, row by row: derivative, number, definition, condition, spelling and print."""

import math

import mpmath
import pytest
import sympy

from chainrule.calculus.conditions import row_condition
from chainrule.expression.build import parse
from chainrule.expression.functions import BY_NAME, SPELLINGS, TABLE, shown
from chainrule.expression.notation.latex import latex
from chainrule.expression.notation.mathml import mathml
from chainrule.expression.notation.stacked import stacked
from chainrule.expression.notation.sympytext import sympytext
from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import ascii, unicode
from chainrule.expression.numbers import Program
from chainrule.expression.value import value, written_row
from chainrule.expression.written import Apply

X = sympy.Symbol("x", real=True)
OTHERS = {"b": 2.5, "n": 2.0}
ROWS = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
DERIVED = pytest.mark.parametrize("row", [row for row in TABLE if row.derivative], ids=lambda row: row.name)
NEW = {"sigmoid": lambda x: 1 / (1 + sympy.exp(-x)), "softplus": lambda x: sympy.log(1 + sympy.exp(x)), "relu": lambda x: sympy.Max(x, 0)}
"""SymPy's own words for what it has no name for."""


def samples(row, count=7):
    low, high = row.interval
    return [low + (high - low) * (i + 0.37) / count for i in range(count)]


def arguments(row, x):
    return [x if letter == "x" else OTHERS[letter] for letter in row.arguments]


def by_sympy(row):
    """The function of x as SymPy knows it, without chainrule's door to it."""
    if row.name in NEW:
        return NEW[row.name](X)
    if row.name == "trigamma":
        return sympy.polygamma(1, X)
    given = [X if letter == "x" else sympy.Rational(OTHERS[letter]) for letter in row.arguments]
    return getattr(sympy, row.sympy or row.name)(*given)


def real(expression, x):
    number = complex(sympy.N(expression.subs(X, sympy.Rational(x)), 20))
    assert abs(number.imag) < 1e-12
    return number.real


@ROWS
def test_number_is_sympys(row):
    for x in samples(row):
        assert math.isclose(row.number(*arguments(row, x)), real(by_sympy(row), x), rel_tol=1e-9, abs_tol=1e-12)


@DERIVED
def test_derivative_is_sympys(row):
    derivative = by_sympy(row).diff(X)
    program = Program(written_row(row.name, "derivative"))
    for x in samples(row):
        assert math.isclose(program({"x": x, **OTHERS})[0], real(derivative, x), rel_tol=1e-8, abs_tol=1e-10)


@DERIVED
def test_derivative_is_the_slope_of_the_number(row):
    program = Program(written_row(row.name, "derivative"))
    width = (row.interval[1] - row.interval[0]) * 1e-4
    for x in samples(row):
        below, above = (row.number(*arguments(row, x + sign * width)) for sign in (-1, 1))
        assert math.isclose(program({"x": x, **OTHERS})[0], (above - below) / (2 * width), rel_tol=1e-4, abs_tol=1e-5)


@pytest.mark.parametrize("row", [row for row in TABLE if row.definition], ids=lambda row: row.name)
def test_definition_has_the_value(row):
    for x in [*samples(row), -0.7]:
        assert math.isclose(Program(written_row(row.name, "definition"))({"x": x})[0], row.number(x), rel_tol=1e-12, abs_tol=1e-12)
        named = value(Apply(row.name, sympy.Symbol("x"))).subs(sympy.Symbol("x"), sympy.Rational(x))
        assert math.isclose(float(sympy.N(named)), row.number(x), rel_tol=1e-12)


@pytest.mark.parametrize("row", [row for row in TABLE if row.smooth], ids=lambda row: row.name)
def test_condition_holds_inside_the_interval(row):
    chain = row_condition(row.smooth)
    relation = {">": float.__gt__, "<": float.__lt__, "≠": float.__ne__}
    for x in samples(row):
        numbers = [Program(part)({"x": x})[0] if not isinstance(part, str) else part for part in chain]
        assert all(relation[numbers[i]](numbers[i - 1], numbers[i + 1]) for i in range(1, len(numbers), 2))


@pytest.mark.parametrize(("spelling", "name"), SPELLINGS.items())
def test_every_spelling_is_read(spelling, name):
    arguments = ", ".join(BY_NAME[name].arguments)
    if len(BY_NAME[name].arguments) == 1:
        assert parse(f"{spelling}({arguments})") == Apply(name, sympy.Symbol("x"))
    else:
        assert parse(f"{spelling}({arguments})") == Apply(name, *map(sympy.Symbol, BY_NAME[name].arguments))


@pytest.mark.parametrize("printer", [unicode, ascii, typed, latex, mathml, sympytext, lambda tree: "\n".join(stacked(tree).lines)])
@ROWS
def test_printed_in_every_notation(row, printer):
    tree = Apply(row.name, *map(sympy.Symbol, row.arguments))
    assert "x" in printer(tree)
    assert "Apply" not in printer(tree)


@ROWS
def test_the_name_is_one_of_the_table_only(row):
    assert BY_NAME[row.name] is row
    assert shown(row.name)
    assert sum(other.name == row.name for other in TABLE) == 1


@pytest.mark.parametrize("n", range(6))
@pytest.mark.parametrize("x", [0.2, 0.9, 3.7, 15.0])
def test_polygamma_against_mpmath(n, x):
    assert math.isclose(BY_NAME["polygamma"].number(n, x), float(mpmath.psi(n, x)), rel_tol=1e-9)
