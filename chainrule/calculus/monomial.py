"""A product as a coefficient and powers: how like factors, like terms and fractions are seen.

    −2x·(3x²)/(4√y)   ↔   coefficient −3/2, {x: 3, y: −1/2}

``monomial`` reads a tree, ``product`` writes one in the order of a textbook: the number, constants,
letters, exponentials, brackets, roots, functions; negative powers below the fraction bar.
This module knows products; it must not know sums, rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy

from chainrule.expression.constants import ONE, ZERO, is_decimal, number, numeral
from chainrule.expression.written import Apply, Decimal, Minus, Over, Plus, Power, Primed, Root, Times, postorder, symbols

Key = tuple[Any, Any]
"""A base with the part of its exponent that is no number: x³ᵏ has the key (x, k) and the power 3."""


@dataclass(frozen=True, slots=True)
class Monomial:
    """``coefficient · Π base^(power·symbolic)``; ``powers`` maps (base, symbolic exponent) to the rational power."""

    coefficient: Fraction
    powers: Mapping[Key, Fraction]
    decimal: bool = False

    def key(self) -> frozenset[tuple[Key, Fraction]]:
        """Equal for like terms."""
        return frozenset(self.powers.items())


class _Reader:
    """Collects the factors of a tree."""

    def __init__(self) -> None:
        self.coefficient = Fraction(1)
        self.powers: dict[Key, Fraction] = {}
        self.decimal = False

    def read(self, tree: Any, power: Fraction) -> None:
        """Multiply ``tree**power`` in; an even root of a product stays whole (√x² is not x)."""
        value = number(tree)
        if value is not None and self._number(tree, value, power):
            return
        match tree:
            case Minus(args=(a,)) if power.denominator == 1:
                self.coefficient *= -1 if power.numerator % 2 else 1
                self.read(a, power)
            case Times(args=factors) if power.denominator == 1:
                for factor in factors:
                    self.read(factor, power)
            case Over(args=(a, b)) if power.denominator == 1:
                self.read(a, power)
                self.read(b, -power)
            case Root(args=(a, n)) if number(a) is not None or not _composite(a):
                self._multiply(a, ONE, power / int(n))
            case Power(args=(base, exponent)):
                self._power(tree, base, exponent, power)
            case _:
                self._multiply(tree, ONE, power)

    def fold_numbers(self) -> None:
        """√2·√2 = 2: whole powers of a number go into the coefficient."""
        for (base, symbolic), power in list(self.powers.items()):
            value = number(base) if symbolic == ONE else None
            if value and abs(whole := int(power)) and abs(whole) <= 64:
                self.coefficient *= value**whole
                self._multiply(base, symbolic, Fraction(-whole))

    def _number(self, tree: Any, value: Fraction, power: Fraction) -> bool:
        if power.denominator != 1 or (value == 0 and power < 0) or abs(power) > 64:
            return False
        self.decimal = self.decimal or is_decimal(tree)
        self.coefficient *= value ** int(power)
        return True

    def _power(self, tree: Any, base: Any, exponent: Any, power: Fraction) -> None:
        value = number(exponent)
        self.decimal = self.decimal or (value is not None and is_decimal(exponent))
        if value is not None and power.denominator == 1 and value.denominator == 1:
            self.read(base, value * power)
        elif value is not None and power.denominator == 1 and not _composite(base):
            self._multiply(base, ONE, value * power)
        elif value is None and power.denominator == 1:
            inner = monomial(exponent)
            symbolic = product(Monomial(Fraction(1), inner.powers))
            self._multiply(base, symbolic, inner.coefficient * power)
        else:
            self._multiply(tree, ONE, power)

    def _multiply(self, base: Any, symbolic: Any, power: Fraction) -> None:
        if isinstance(base, Plus):
            base = self._same_sum(base)
        total = self.powers.get((base, symbolic), Fraction(0)) + power
        if total:
            self.powers[base, symbolic] = total
        else:
            self.powers.pop((base, symbolic), None)


    def _same_sum(self, tree: Plus) -> Plus:
        """The sum as it has been met before: a + b and b + a are one base."""
        terms = frozenset(tree.args)
        return next((base for base, _ in self.powers if isinstance(base, Plus) and frozenset(base.args) == terms and len(base.args) == len(tree.args)), tree)


def _composite(tree: Any) -> bool:
    """Whether a root of the tree must be kept whole."""
    return isinstance(tree, Times | Over | Minus | Power | Root) or number(tree) is not None


@lru_cache(maxsize=4096)
def monomial(tree: Any) -> Monomial:
    """The tree as one product.

    >>> from sympy.abc import x
    >>> m = monomial(Over(Times(2, x, Power(x, 2)), Minus(4)))
    >>> m.coefficient, dict(m.powers)
    (Fraction(-1, 2), {(x, 1): Fraction(3, 1)})
    """
    reader = _Reader()
    reader.read(tree, Fraction(1))
    reader.fold_numbers()
    return Monomial(reader.coefficient, reader.powers, reader.decimal)


def product(m: Monomial) -> Any:
    """The monomial as a tree: sign, then one fraction at the most."""
    if m.coefficient == 0:
        return ZERO
    size = abs(m.coefficient)
    above = [_factor(key, power, m.decimal) for key, power in _ordered(m) if not _below(key, power)]
    below = [_factor(key, -power, m.decimal) for key, power in _ordered(m) if _below(key, power)]
    if m.decimal and numeral(size, decimal=True).func is Decimal:
        top: Any = numeral(size, decimal=True)
        bottom: Any = ONE
    else:
        top, bottom = sympy.Integer(size.numerator), sympy.Integer(size.denominator)
    tree = _times(top, above)
    if bottom != ONE or below:
        tree = Over(tree, _times(bottom, below))
    return Minus(tree) if m.coefficient < 0 else tree


def _below(key: Key, power: Fraction) -> bool:
    """Negative powers stand below the bar, but e^(−x) stays above."""
    return power < 0 and key[1] == ONE


def _times(coefficient: Any, factors: list[Any]) -> Any:
    every = factors if coefficient == ONE and factors else [coefficient, *factors]
    return every[0] if len(every) == 1 else Times(*every)


def _factor(key: Key, power: Fraction, decimal: bool) -> Any:
    """base^(power·symbolic) as a power or root."""
    base, symbolic = key
    if symbolic != ONE:
        exponent = product(Monomial(power, monomial(symbolic).powers)) if power != 1 else symbolic
        return Power(base, exponent)
    if power == 1:
        return base
    if power.numerator == 1 and not decimal:
        return Root(base, sympy.Integer(power.denominator))
    return Power(base, numeral(power, decimal))


def _ordered(m: Monomial) -> list[tuple[Key, Fraction]]:
    return sorted(m.powers.items(), key=lambda item: _rank(*item))


def _rank(key: Key, power: Fraction) -> int:
    """The place of a factor in a textbook product; factors of one rank keep the order they came in."""
    base, symbolic = key
    if symbolic != ONE:
        return 3
    match base:
        case Apply() | Primed():
            return 6
        case sympy.Symbol():
            return 2 if power.denominator == 1 else 5
        case _ if not symbols(base):
            return 1
        case Plus():
            return 7 if any(isinstance(node, Apply | Primed) for node in postorder(base)) else 4 if power.denominator == 1 else 5
        case _:
            return 5


def scaled(tree: Any, by: Fraction) -> Any:
    """The tree times a number, written as one product."""
    m = monomial(tree)
    return product(Monomial(m.coefficient * by, m.powers, m.decimal))
