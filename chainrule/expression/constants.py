"""Exact rational numbers in written form: ``number`` reads one off a tree, ``numeral`` writes one.

This module knows numbers and how they are written; it must not know rules or SymPy's evaluation.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import sympy

from chainrule.expression.written import Decimal, Minus, Over, Plus, Power, Root, Times, fold, symbols

ZERO, ONE, TWO = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)
DIGITS = 10_000
"""A number with more digits than this is not written out (see ``TooLarge``)."""


def number(tree: sympy.Basic) -> Fraction | None:
    """The exact value of a tree of numbers, or ``None``: something else, or too large to write out.

    >>> number(Over(Minus(3), 4)), number(Power(2, Minus(1))), number(sympy.pi)
    (Fraction(-3, 4), Fraction(1, 2), None)
    """
    if isinstance(tree, sympy.Integer):
        return Fraction(int(tree))
    return None if isinstance(tree, sympy.Symbol) else _folded(tree)


@lru_cache(maxsize=4096)
def _folded(tree: sympy.Basic) -> Fraction | None:
    return None if symbols(tree) else fold(tree, _number)


def _number(node: sympy.Basic, below: list[Fraction | None]) -> Fraction | None:
    known = [value for value in below if value is not None]
    if len(known) < len(below):
        return None
    match node, known:
        case sympy.Rational(), _:
            return Fraction(int(node.p), int(node.q))
        case Decimal(), _:
            return Fraction(node.text)
        case Minus(), [a]:
            return -a
        case Plus(), _:
            return sum(known, Fraction(0))
        case Times(), _:
            product = Fraction(1)
            for factor in known:
                product *= factor
            return product
        case Over(), [a, b] if b:
            return a / b
        case Power(), [a, b]:
            return _power(a, b)
        case Root(), [a, n] if n == 1:
            return a
    return None


def _power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """The exact power, when the exponent is a small integer."""
    if exponent.denominator != 1 or (base == 0 and exponent < 0):
        return None
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent)
    return Fraction(base ** int(exponent)) if bits <= 3.3 * DIGITS else None


def numeral(value: Fraction | int, decimal: bool = False) -> sympy.Expr:
    """The number as a tree: integers and fractions with the sign in front, or a decimal.

    >>> numeral(Fraction(-3, 4)).args
    (3/4,)
    >>> numeral(Fraction(-7, 10), decimal=True).args
    (7/10,)
    """
    value = Fraction(value)
    if value < 0:
        return Minus(numeral(-value, decimal))
    if value.denominator == 1:
        return sympy.Integer(value.numerator)
    if decimal and (text := _decimal(value)):
        return Decimal(text)
    return Over(sympy.Integer(value.numerator), sympy.Integer(value.denominator))


def _decimal(value: Fraction) -> str | None:
    """The finite decimal expansion, when there is one of at most thirty places."""
    for places in range(1, 31):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}"
    return None


def is_decimal(tree: sympy.Basic) -> bool:
    """Whether a number in the tree was written as a decimal."""
    return fold(tree, lambda node, below: isinstance(node, Decimal) or any(below))
