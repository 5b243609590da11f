"""Mistakes with the rows of the table: signs, rows remembered wrongly, inverse functions read as reciprocals.

``REMEMBERED`` holds what is written in place of a row, as ordinary input to our own parser; a new
one is one more text. This module knows functions by name; it must not know the chain rule.
"""

# The table has wide rows.

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import sympy

from chainrule.expression.value import written_row, written_text
from chainrule.expression.written import replace
from chainrule.practice.ink import Value, applied
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE, Mistake
from chainrule.practice.replay import Parts

TABLE = ("table",)
LEAVES = ("table", "power", "root", "reciprocal", "negative-power", "identity", "unknown-function")

REMEMBERED: Mapping[str, tuple[str, ...]] = {
    "tan": ("sec(x)", "sec(x) tan(x)", "cot(x)", "1/cos(x)", "1/sin(x)^2", "1 - tan(x)^2", "tan(x)^2", "cos(x)^2", "-cot(x)"),
    "cot": ("-csc(x)", "-csc(x) cot(x)", "tan(x)", "-sec(x)^2", "1/cos(x)^2", "-tan(x)"),
    "sec": ("sec(x)^2", "tan(x)^2", "tan(x)", "sec(x)^2 tan(x)", "-sec(x)^2", "csc(x) cot(x)", "sec(x) cot(x)", "-1/sin(x)"),
    "csc": ("-csc(x)^2", "-cot(x)", "-sec(x) tan(x)", "-csc(x) tan(x)", "-csc(x)^2 cot(x)", "1/cos(x)"),
    "ln": ("1/x^2", "x", "1/ln(x)"),
    "log": ("1/x", "ln(b)/x", "1/(x ln(x))", "1/(b x)"),
    "asin": ("1/(1 - x^2)", "1/sqrt(1 + x^2)", "sqrt(1 - x^2)", "1/sqrt(x^2 - 1)", "1/(1 + x^2)", "1/cos(x)"),
    "acos": ("-1/(1 - x^2)", "-1/sqrt(1 + x^2)", "-sqrt(1 - x^2)", "-1/(1 + x^2)", "-1/sin(x)"),
    "atan": ("1/(1 - x^2)", "1/sqrt(1 + x^2)", "1/sqrt(1 - x^2)", "1 + x^2", "1/(x^2 - 1)", "1/(1 + x)^2", "cos(x)^2"),
    "acot": ("-1/(1 - x^2)", "-1/sqrt(1 + x^2)"),
    "asec": ("1/(x sqrt(x^2 - 1))", "1/sqrt(x^2 - 1)"),
    "acsc": ("-1/(x sqrt(x^2 - 1))", "-1/sqrt(x^2 - 1)"),
    "sinh": ("cos(x)",),
    "cosh": ("sin(x)", "-sin(x)"),
    "tanh": ("1 + tanh(x)^2", "sech(x)", "sec(x)^2", "1/cosh(x)"),
    "coth": ("-csch(x)", "1 + coth(x)^2"),
    "sech": ("-sech(x)^2", "-tanh(x)^2", "1/sinh(x)"),
    "csch": ("-csch(x)^2", "-coth(x)", "1/cosh(x)"),
    "asinh": ("1/sqrt(1 - x^2)", "1/(x^2 + 1)", "1/sqrt(x^2 - 1)"),
    "acosh": ("1/sqrt(x^2 + 1)", "1/sqrt(1 - x^2)"),
    "atanh": ("1/(1 + x^2)", "1/sqrt(1 - x^2)"),
    "abs": ("1", "x"),
    "sigmoid": ("sigmoid(x)^2", "1 - sigmoid(x)", "sigmoid(x) (1 + sigmoid(x))", "sigmoid(sigmoid(x)) (1 - sigmoid(sigmoid(x)))"),
    "softplus": ("1/(1 + exp(x))", "softplus(x)"),
    "erf": ("exp(-x^2)", "2/sqrt(pi) exp(x^2)"),
    "gamma": ("digamma(x)",),
    "loggamma": ("1/gamma(x)", "1/x"),
    "digamma": ("1/x",),
}
"""What is remembered in place of a row, apart from its sign."""

OPPOSITE: Mapping[str, str] = {
    "asin": "sin", "acos": "cos", "atan": "tan", "acot": "cot", "asinh": "sinh", "acosh": "cosh", "atanh": "tanh", "ln": "exp",
}  # fmt: skip
"""The function of which each is the inverse."""


def not_differentiated(p: Parts) -> Value:
    """(f(x))′ = f(x)"""
    return None if p.role == "inner" else p.y


FALLING = frozenset(("cos", "cot", "csc", "acos", "acot", "acsc", "sech", "csch", "asech", "acsch", "erfc"))
"""Functions whose derivative has a minus in the table."""


def minus_lost(p: Parts) -> Value:
    """(cos x)′ = sin x"""
    return -p.right if p.step.rule in FALLING else None


def minus_added(p: Parts) -> Value:
    """(sin x)′ = −cos x"""
    return None if p.step.rule in FALLING else -p.right


def remembered_wrongly(p: Parts, index: int) -> Value:
    """(tan x)′ = sec x"""
    row = _tree(REMEMBERED[p.step.rule][index])
    letters = {sympy.Symbol("b"): p.step.goal.args[-1]} if p.step.rule == "log" else {}
    return p.at(replace(row, {sympy.Symbol("x"): p.step.variable, **letters}))


_tree = lru_cache(maxsize=256)(written_text)


def rows(p: Parts) -> int:
    """How many wrong rows there are."""
    return len(REMEMBERED.get(p.step.rule, ()))


def inverse_as_reciprocal(p: Parts) -> Value:
    """(sin⁻¹ x)′ = (1/sin x)′"""
    if p.step.rule not in OPPOSITE or p.step.rule == "ln":
        return None
    opposite = OPPOSITE[p.step.rule]
    return -derivative(opposite, p) / applied(opposite, p.x) ** 2


def inverse_as_function(p: Parts) -> Value:
    """(arcsin x)′ = (sin x)′"""
    return derivative(OPPOSITE[p.step.rule], p) if p.step.rule in OPPOSITE else None


def derivative(name: str, p: Parts) -> Value:
    """The row of another function, at the same place."""
    return p.at(replace(written_row(name, "derivative"), {sympy.Symbol("x"): p.step.variable}))


INTEGRALS: Mapping[str, str] = {
    "sin": "-cos(x)", "cos": "sin(x)", "ln": "x ln(x) - x", "tan": "-ln(cos(x))", "sinh": "cosh(x)", "cosh": "sinh(x)",
}  # fmt: skip
"""Antiderivatives that are mistaken for derivatives."""


def integrated(p: Parts) -> Value:
    """(sin x)′ = −cos x"""
    text = INTEGRALS.get(p.step.rule)
    return p.at(replace(_tree(text), {sympy.Symbol("x"): p.step.variable})) if text else None


FUNCTIONS = (
    Mistake("wrong-sign", TABLE, minus_lost),
    Mistake("wrong-sign", TABLE, minus_added, KNOWN),
    Mistake("not-differentiated", LEAVES, not_differentiated),
    Mistake("wrong-derivative", TABLE, remembered_wrongly, COMMON, rows),
    Mistake("inverse-as-reciprocal", TABLE, inverse_as_reciprocal, KNOWN),
    Mistake("inverse-as-function", TABLE, inverse_as_function, RARE),
)
"""The catalogue of the table of functions."""
