"""Mistakes with the chain rule: (f(g(x)))′ = f′(g(x))·g′(x).

To add one: a function whose docstring is the wrong law, a row in ``COMPOSITES``, its sentences in ``words``
under the same id, and wrong answers in ``tests/practice/wrong_answers.tsv``.
"""

from __future__ import annotations

from typing import Any

from chainrule.expression.constants import TWO, number, numeral
from chainrule.expression.written import Over, Power, Times
from chainrule.practice.ink import Value, root
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE, Mistake
from chainrule.practice.replay import Parts

CHAIN = ("chain",)


def inner_derivative_missing(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g(x))"""
    return p.f1(p.g)


def outer_derivative_missing(p: Parts) -> Value:
    """(f(g(x)))′ = g′(x)"""
    return p.g1


def not_differentiated(p: Parts) -> Value:
    """(f(g(x)))′ = f(g(x))·g′(x)"""
    if p.outer.rule == "exponential" and p.outer.goal != p.outer.result:
        return None  # of another base than e only the logarithm is missing
    return p.f(p.g) * p.g1


def outer_derivative_at_x(p: Parts) -> Value:
    """(f(g(x)))′ = f′(x)·g′(x)"""
    return p.f1(p.x) * p.g1


def inner_function_dropped(p: Parts) -> Value:
    """(f(g(x)))′ = f′(x)"""
    return p.f1(p.x)


def derivatives_nested(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g′(x))"""
    return p.f1(p.g1)


def inner_replaced_by_derivative(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g′(x))·g′(x)"""
    return p.f1(p.g1) * p.g1


def inner_replaced_by_outer(p: Parts) -> Value:
    """(f(g(h(x))))′ = f′(g′(h(x)))·h′(x)"""
    inside = p.inside
    return None if inside is None else p.f1(inside.f1(inside.g)) * inside.g1


def only_the_inmost_follows(p: Parts) -> Value:
    """(f(g(h(x))))′ = f′(g′(h(x)))·g′(h(x))·h′(x)"""
    inside = p.inside
    return None if inside is None else p.f1(inside.f1(inside.g)) * p.g1


def only_inner_differentiated(p: Parts) -> Value:
    """(f(g(x)))′ = f(g′(x))"""
    return None if p.outer.goal == p.outer.result else p.f(p.g1)


def inner_derivative_inside(p: Parts) -> Value:
    """(f(g(x)))′ = f(g′(x))·g′(x)"""
    return None if p.outer.goal == p.outer.result else p.f(p.g1) * p.g1


def multiplied_by_inner(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g(x))·g(x)"""
    return p.f1(p.g) * p.g


def composition_as_product(p: Parts) -> Value:
    """(f(g(x)))′ = f′(x)·g(x) + f(x)·g′(x)"""
    return p.f1(p.x) * p.g + p.f(p.x) * p.g1


def factors_added(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g(x)) + g′(x)"""
    return p.f1(p.g) + p.g1


def inner_derivative_twice(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g(x))·g′(x)²"""
    return p.f1(p.g) * p.g1**2


def divided_by_inner_derivative(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g(x))/g′(x)"""
    return p.f1(p.g) / p.g1


def power_rule_on_exponential(p: Parts) -> Value:
    """(a^g(x))′ = g(x)·a^(g(x)−1)"""
    if p.outer.rule != "exponential":
        return None
    return p.g * p.f(p.g - 1)


INVERSE_SQUARES = frozenset(("asin", "acos", "atan", "acot", "asinh", "acosh", "atanh", "acoth", "erf", "erfc"))
"""Functions in whose derivative the argument stands squared."""


def argument_not_squared(p: Parts) -> Value:
    """(arcsin g(x))′ = g′(x)/√(1 − g(x))"""
    return p.f1(root(p.g)) * p.g1 if p.outer.rule in INVERSE_SQUARES else None


def coefficient_not_squared(p: Parts) -> Value:
    """(arcsin ax)′ = a/√(1 − ax²)"""
    inner = p.step.substeps[1].goal
    if p.outer.rule not in INVERSE_SQUARES or not isinstance(inner, Times | Over):
        return None
    constants = [factor for factor in inner.args if number(factor) is not None]
    if not constants or (isinstance(inner, Over) and constants != [inner.args[1]]):
        return None
    rest = [factor for factor in inner.args if factor not in constants]
    squares = [_squared(factor) for factor in rest]
    below = Times(*constants, *squares) if isinstance(inner, Times) else Over(squares[0], *constants)
    return p.f1(root(p.at(below))) * p.g1 if squares else None


def _squared(tree: Any) -> Any:
    """x², x⁶ for x³: as it would be written."""
    n = number(tree.args[1]) if isinstance(tree, Power) else None
    return Power(tree, TWO) if n is None else Power(tree.args[0], numeral(2 * n))


COMPOSITES = (
    Mistake("inner-derivative-missing", CHAIN, inner_derivative_missing),
    Mistake("not-differentiated", CHAIN, not_differentiated),
    Mistake("outer-derivative-at-x", CHAIN, outer_derivative_at_x),
    Mistake("outer-derivative-missing", CHAIN, outer_derivative_missing),
    Mistake("derivatives-nested", CHAIN, derivatives_nested),
    Mistake("multiplied-by-inner", CHAIN, multiplied_by_inner, KNOWN),
    Mistake("factors-added", CHAIN, factors_added, KNOWN),
    Mistake("inner-replaced-by-derivative", CHAIN, inner_replaced_by_derivative, KNOWN),
    Mistake("inner-replaced-by-derivative", CHAIN, only_the_inmost_follows, KNOWN),
    Mistake("inner-replaced-by-outer", CHAIN, inner_replaced_by_outer, KNOWN),
    Mistake("only-inner-differentiated", CHAIN, only_inner_differentiated, KNOWN),
    Mistake("only-inner-differentiated", CHAIN, inner_derivative_inside, RARE),
    Mistake("inner-function-dropped", CHAIN, inner_function_dropped, KNOWN),
    Mistake("composition-as-product", CHAIN, composition_as_product, KNOWN),
    Mistake("inner-derivative-twice", CHAIN, inner_derivative_twice, KNOWN),
    Mistake("divided-by-inner-derivative", CHAIN, divided_by_inner_derivative, KNOWN),
    Mistake("power-rule-on-exponential", CHAIN, power_rule_on_exponential, COMMON),
    Mistake("argument-not-squared", CHAIN, argument_not_squared, KNOWN),
    Mistake("coefficient-not-squared", CHAIN, coefficient_not_squared),
)
"""The catalogue of the chain rule."""
