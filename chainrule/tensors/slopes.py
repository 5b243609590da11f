"""Derivatives of functions that act on every entry: σ′(z) = σ(z) ⊙ (1 − σ(z)).

The derivative is the stepper's, of f(x) by x, tidied; for tanh in the form that uses the value, as networks do.
``on_array`` writes it for an array: a product becomes ⊙, a square a product with itself.

This module knows the stepper and array nodes; it must not know shapes of anything but its argument.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.tidy import tidy
from chainrule.errors import Beyond
from chainrule.expression.arrays import Hadamard, Scaled
from chainrule.expression.constants import number
from chainrule.expression.value import written_text
from chainrule.expression.written import Apply, Over, Power, Times, fold, rebuild, replace, symbols

X = sympy.Symbol("x")
IN_ITS_VALUE = {"tanh": "1 - tanh(x)^2"}
"""Derivatives written with the value of the function, where the table has another form."""


@lru_cache(maxsize=64)
def slope(name: str) -> Any:
    """The derivative of f(x) by x as a written tree in x. Raises ``NoRule`` for a function without a rule.

    >>> slope("sigmoid"), slope("tanh"), slope("relu")
    (sigmoid(x)*(1 - sigmoid(x)), 1 - tanh(x)**2, Heaviside(x))
    """
    if name in IN_ITS_VALUE:
        return written_text(IN_ITS_VALUE[name])
    root = differentiate(Apply(name, X), X, Names({"x"}))
    rewrites = tidy(root.result)
    return rewrites[-1].after if rewrites else root.result


def at(name: str, argument: Any, is_array: bool) -> Any:
    """f′ at an argument: of a number as it is, of an array entry by entry.

    >>> at("sigmoid", sympy.Symbol("z"), True).func.__name__
    'Hadamard'
    """
    tree = slope(name)
    return replace(on_array(tree) if is_array else tree, {X: argument})


def on_array(tree: Any) -> Any:
    """A formula in x for an x that is an array: products and powers entry by entry."""
    return fold(tree, _visit)


def _visit(node: Any, below: list[Any]) -> Any:
    match node:
        case Times():
            numbers = [part for part in below if number(part) is not None]
            arrays = [part for part in below if number(part) is None]
            if not arrays:
                return rebuild(node, below)
            product = Hadamard(*arrays) if len(arrays) > 1 else arrays[0]
            return Scaled(Times(*numbers) if len(numbers) > 1 else numbers[0], product) if numbers else product
        case Power() if symbols(below[0]):
            exponent = number(below[1])
            if exponent is None or exponent.denominator != 1 or not 2 <= exponent <= 4:
                raise Beyond("slope-on-array", {"formula": str(node)})
            return Hadamard(*[below[0]] * int(exponent))
        case Over() if number(below[1]) is not None:
            return Scaled(Over(1, below[1]), below[0])
        case _:
            return rebuild(node, below)
