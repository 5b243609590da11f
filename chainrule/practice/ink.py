"""Laws are written once: with numbers in them they are tried, with trees in them they are shown.

    f * g1 + f1 * g      floats give a float, ``Ink`` gives the written tree f·g′ + f′·g

This module knows how trees are put together by + − × ÷ ^; it must not know laws or steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from chainrule.expression.constants import ONE, ZERO, number, numeral
from chainrule.expression.functions import BY_NAME
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times

Value = Any
"""A number or ``Ink``: whatever laws may calculate with."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A written tree that laws can calculate with; nothing is evaluated but sums of numbers, zeros and ones.

    A product that a law has made is ``open``: further factors join it. One that was there before stays one factor.

    >>> from sympy.abc import x
    >>> (2 * Ink(x) + 1).tree, (Ink(x) ** (Ink(numeral(3)) - 1)).tree
    (2*x + 1, x**2)
    """

    tree: Any
    open: bool = False

    def __add__(self, other: Value) -> Ink:
        a, b = self.tree, tree(other)
        known, more = number(a), number(b)
        if known is not None and more is not None:
            return Ink(numeral(known + more))
        if known == 0 or more == 0:
            return Ink(b if known == 0 else a)
        return Ink(Plus(*_terms(a), *_terms(b)))

    def __radd__(self, other: Value) -> Ink:
        return ink(other) + self

    def __neg__(self) -> Ink:
        match self.tree:
            case Minus(args=(a,)):
                return Ink(a)
            case a if number(a) == 0:
                return self
            case a:
                return Ink(Minus(a))

    def __sub__(self, other: Value) -> Ink:
        return self + -ink(other)

    def __rsub__(self, other: Value) -> Ink:
        return ink(other) - self

    def __mul__(self, other: Value) -> Ink:
        a, b = self.tree, tree(other)
        if ZERO in (a, b):
            return Ink(ZERO)
        if ONE in (a, b):
            return ink(other) if a == ONE else self
        return Ink(Times(*_factors(self), *_factors(ink(other))), True)

    def __rmul__(self, other: Value) -> Ink:
        return ink(other) * self

    def __truediv__(self, other: Value) -> Ink:
        b = tree(other)
        return self if b == ONE else Ink(Over(self.tree, b))

    def __rtruediv__(self, other: Value) -> Ink:
        return ink(other) / self

    def __pow__(self, other: Value) -> Ink:
        b = tree(other)
        return self if b == ONE else Ink(Power(self.tree, b))


def ink(value: Value) -> Ink:
    """A number or tree as ``Ink``."""
    return value if isinstance(value, Ink) else Ink(numeral(value) if isinstance(value, int) else value)


def factor(value: Value, open: bool = False) -> Value:
    """The value as one factor of a product, or with its own factors side by side."""
    return Ink(value.tree, open) if isinstance(value, Ink) else value


def tree(value: Value) -> Any:
    """The tree of a value."""
    return ink(value).tree


def power(base: Value, exponent: Value) -> Value:
    """baseᵉˣᵖᵒⁿᵉⁿᵗ; raises ``ValueError`` where it is not a real number."""
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError(base)
    return result


def applied(name: str, value: Value) -> Value:
    """A function of the table at a value.

    >>> from sympy.abc import x
    >>> applied("sin", Ink(x)).tree, applied("sin", 0.0)
    (sin(x), 0.0)
    """
    return Ink(Apply(name, value.tree)) if isinstance(value, Ink) else BY_NAME[name].number(value)


def root(value: Value) -> Value:
    """√value"""
    return Ink(Root(value.tree, 2)) if isinstance(value, Ink) else math.sqrt(value)


def product(values: Any) -> Value:
    """The product of several values, in order."""
    result, *others = values
    for value in others:
        result = result * value
    return result


def total(values: Any) -> Value:
    """The sum of several values, in order."""
    result, *others = values
    for value in others:
        result = result + value
    return result


def _terms(a: Any) -> tuple[Any, ...]:
    return a.args if isinstance(a, Plus) else (a,)


def _factors(a: Ink) -> tuple[Any, ...]:
    return a.tree.args if a.open and isinstance(a.tree, Times) else (a.tree,)
