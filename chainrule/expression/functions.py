"""The functions chainrule knows, one row each: everything about a function stands in its row.

A new function is one new row. The tests loop over the table: the derivative of each row is compared
with SymPy's and with central differences inside the row's interval, its name and aliases are parsed,
it is printed in every notation.

This module knows names, texts and numbers; it must not know SymPy, trees or rules.
"""

# The table has wide rows.
# ruff: noqa: E501

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple


class Function(NamedTuple):
    """One row.

    ``derivative``, ``definition`` and ``smooth`` are ordinary input to our own parser, in ``x``.

    * ``name``: the name in the tree, and SymPy's unless ``sympy`` says otherwise
    * ``derivative``: textbook form; ``None`` when the table has no rule
    * ``interval``: where the function is real and smooth, for sampling
    * ``number``: its value at a float; may raise ``ValueError``, ``ZeroDivisionError`` or ``OverflowError``
    * ``shown``: as a textbook prints it; ``latex``: as TeX prints it (``\\operatorname`` of it when empty)
    * ``smooth``: the condition, besides the domain of the derivative, under which the row holds
    * ``definition``: in terms of other functions, where SymPy lacks the function
    * ``arguments``: their names; the row differentiates by ``x`` and holds the others constant
    """

    name: str
    derivative: str | None
    interval: tuple[float, float]
    number: Callable[..., float]
    aliases: tuple[str, ...] = ()
    shown: str = ""
    latex: str = ""
    sympy: str = ""
    smooth: str = ""
    definition: str = ""
    arguments: tuple[str, ...] = ("x",)


def _cot(x: float) -> float:
    return 1 / math.tan(x)


def _sec(x: float) -> float:
    return 1 / math.cos(x)


def _csc(x: float) -> float:
    return 1 / math.sin(x)


def _acot(x: float) -> float:
    return math.atan(1 / x)


def _coth(x: float) -> float:
    return 1 / math.tanh(x)


def _sech(x: float) -> float:
    return 1 / math.cosh(x)


def _csch(x: float) -> float:
    return 1 / math.sinh(x)


def _asech(x: float) -> float:
    return math.acosh(1 / x)


def _acsch(x: float) -> float:
    return math.asinh(1 / x)


def _asec(x: float) -> float:
    return math.acos(1 / x)


def _acsc(x: float) -> float:
    return math.asin(1 / x)


def _acoth(x: float) -> float:
    return math.atanh(1 / x)


def _sign(x: float) -> float:
    return math.copysign(1.0, x) if x else 0.0


def _step(x: float, at_zero: float = 0.5) -> float:
    return at_zero if x == 0 else 0.5 * (1 + _sign(x))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _relu(x: float) -> float:
    return max(x, 0.0)


def _polygamma(order: float, x: float) -> float:
    """The (order+1)-th derivative of ln Γ: recurrence up to x ≥ 12, then the asymptotic series."""
    if x <= 0:
        raise ValueError(x)
    n = int(order)
    sign, factorial = (-1) ** (n + 1), math.factorial(n)
    total = 0.0
    while x < 12:
        total += sign * factorial / x ** (n + 1) if n else -1 / x
        x += 1
    bernoulli = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
    if n == 0:
        return total + math.log(x) - 1 / (2 * x) - sum(b / (2 * k * x ** (2 * k)) for k, b in enumerate(bernoulli, 1))
    series: float = math.factorial(n - 1) / x**n + factorial / (2 * x ** (n + 1))
    series += sum(b * math.factorial(2 * k + n - 1) / (math.factorial(2 * k) * x ** (2 * k + n)) for k, b in enumerate(bernoulli, 1))
    return float(total + sign * series)


def _digamma(x: float) -> float:
    return _polygamma(0, x)


def _trigamma(x: float) -> float:
    return _polygamma(1, x)


def _factorial(x: float) -> float:
    return math.gamma(x + 1)


def _floor(x: float) -> float:
    return float(math.floor(x))


def _ceiling(x: float) -> float:
    return float(math.ceil(x))


# fmt: off
#          name         derivative                        interval        number          the rest
TABLE: tuple[Function, ...] = (
    Function("exp",       "exp(x)",                         (-3, 3),        math.exp,       latex=r"\exp"),
    Function("ln",        "1/x",                            (0.1, 9),       math.log,       ("loge",), latex=r"\ln", sympy="log", smooth="x > 0"),

    Function("sin",       "cos(x)",                         (-6, 6),        math.sin,       latex=r"\sin"),
    Function("cos",       "-sin(x)",                        (-6, 6),        math.cos,       latex=r"\cos"),
    Function("tan",       "sec(x)^2",                       (-1.4, 1.4),    math.tan,       ("tg",), latex=r"\tan", smooth="cos(x) != 0"),
    Function("cot",       "-csc(x)^2",                      (0.1, 3),       _cot,           ("ctg", "cotan"), latex=r"\cot", smooth="sin(x) != 0"),
    Function("sec",       "sec(x) tan(x)",                  (-1.4, 1.4),    _sec,           latex=r"\sec", smooth="cos(x) != 0"),
    Function("csc",       "-csc(x) cot(x)",                 (0.1, 3),       _csc,           ("cosec",), latex=r"\csc", smooth="sin(x) != 0"),

    Function("asin",      "1/sqrt(1 - x^2)",                (-0.95, 0.95),  math.asin,      ("arcsin",), "arcsin", r"\arcsin", smooth="-1 < x < 1"),
    Function("acos",      "-1/sqrt(1 - x^2)",               (-0.95, 0.95),  math.acos,      ("arccos",), "arccos", r"\arccos", smooth="-1 < x < 1"),
    Function("atan",      "1/(1 + x^2)",                    (-5, 5),        math.atan,      ("arctan", "arctg", "atg"), "arctan", r"\arctan"),
    Function("acot",      "-1/(1 + x^2)",                   (0.1, 5),       _acot,          ("arccot", "arcctg"), "arccot", smooth="x != 0"),
    Function("asec",      "1/(abs(x) sqrt(x^2 - 1))",       (1.05, 6),      _asec,          ("arcsec",), "arcsec", smooth="abs(x) > 1"),
    Function("acsc",      "-1/(abs(x) sqrt(x^2 - 1))",      (1.05, 6),      _acsc,          ("arccsc", "arccosec"), "arccsc", smooth="abs(x) > 1"),

    Function("sinh",      "cosh(x)",                        (-3, 3),        math.sinh,      ("sh",), latex=r"\sinh"),
    Function("cosh",      "sinh(x)",                        (-3, 3),        math.cosh,      ("ch",), latex=r"\cosh"),
    Function("tanh",      "sech(x)^2",                      (-3, 3),        math.tanh,      ("th",), latex=r"\tanh"),
    Function("coth",      "-csch(x)^2",                     (0.2, 4),       _coth,          latex=r"\coth", smooth="x != 0"),
    Function("sech",      "-sech(x) tanh(x)",               (-3, 3),        _sech),
    Function("csch",      "-csch(x) coth(x)",               (0.2, 4),       _csch,          smooth="x != 0"),

    Function("asinh",     "1/sqrt(x^2 + 1)",                (-4, 4),        math.asinh,     ("arsinh", "arcsinh"), "arsinh"),
    Function("acosh",     "1/sqrt(x^2 - 1)",                (1.05, 6),      math.acosh,     ("arcosh", "arccosh"), "arcosh", smooth="x > 1"),
    Function("atanh",     "1/(1 - x^2)",                    (-0.9, 0.9),    math.atanh,     ("artanh", "arctanh"), "artanh", smooth="-1 < x < 1"),
    Function("acoth",     "1/(1 - x^2)",                    (1.1, 6),       _acoth,         ("arcoth", "arccoth"), "arcoth", smooth="abs(x) > 1"),
    Function("asech",     "-1/(x sqrt(1 - x^2))",           (0.1, 0.95),    _asech,         ("arsech", "arcsech"), "arsech", smooth="0 < x < 1"),
    Function("acsch",     "-1/(abs(x) sqrt(1 + x^2))",      (0.2, 5),       _acsch,         ("arcsch", "arccsch"), "arcsch", smooth="x != 0"),

    Function("abs",       "sign(x)",                        (0.1, 5),       abs,            sympy="Abs", smooth="x != 0"),
    Function("sign",      "0",                              (0.1, 5),       _sign,          ("sgn", "signum"), "sgn", smooth="x != 0"),
    Function("step",      "0",                              (0.1, 5),       _step,          ("heaviside",), sympy="Heaviside", smooth="x != 0"),

    Function("sigmoid",   "sigmoid(x) (1 - sigmoid(x))",    (-4, 4),        _sigmoid,       ("σ", "logistic"), "σ", r"\sigma", definition="1/(1 + exp(-x))"),
    Function("softplus",  "sigmoid(x)",                     (-4, 4),        _softplus,      definition="ln(1 + exp(x))"),
    Function("relu",      "step(x)",                        (0.1, 5),       _relu,          ("ReLU",), "ReLU", definition="(x + abs(x))/2", smooth="x != 0"),

    Function("erf",       "2/sqrt(pi) exp(-x^2)",           (-2, 2),        math.erf),
    Function("erfc",      "-2/sqrt(pi) exp(-x^2)",          (-2, 2),        math.erfc),
    Function("gamma",     "gamma(x) digamma(x)",            (0.3, 5),       math.gamma,     ("Γ", "Gamma"), "Γ", r"\Gamma", smooth="x > 0"),
    Function("loggamma",  "digamma(x)",                     (0.3, 5),       math.lgamma,    ("lngamma", "lgamma"), "lnΓ", r"\ln\Gamma", smooth="x > 0"),
    Function("digamma",   "trigamma(x)",                    (0.3, 5),       _digamma,       ("ψ", "psi"), "ψ", r"\psi", smooth="x > 0"),
    Function("trigamma",  "polygamma(2, x)",                (0.3, 5),       _trigamma,      (), "ψ₁", r"\psi_{1}", smooth="x > 0"),
    Function("factorial", "gamma(x + 1) digamma(x + 1)",    (0.3, 5),       _factorial,     smooth="x > -1"),

    Function("log",       "1/(x ln(b))",                    (0.1, 9),       math.log,       latex=r"\log", smooth="x > 0", arguments=("x", "b")),
    Function("polygamma", "polygamma(n + 1, x)",            (0.3, 5),       _polygamma,     shown="ψ", latex=r"\psi", smooth="x > 0", arguments=("n", "x")),
    Function("floor",     None,                             (0.1, 0.9),     _floor),
    Function("ceiling",   None,                             (0.1, 0.9),     _ceiling,       ("ceil",), "ceil"),
)
# fmt: on

BY_NAME: dict[str, Function] = {row.name: row for row in TABLE}
"""Row by name in the tree."""

SPELLINGS: dict[str, str] = {spelling: row.name for row in TABLE for spelling in (row.name, *row.aliases)}
"""Every spelling a person may type, to the name in the tree. ``log`` takes a base: ``log(x, b)``."""


def shown(name: str) -> str:
    """The name as a textbook prints it; an unknown function is its own name.

    >>> shown("asin"), shown("sigmoid"), shown("f")
    ('arcsin', 'σ', 'f')
    """
    row = BY_NAME.get(name)
    return row.shown or row.name if row else name
