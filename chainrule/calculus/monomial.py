"""A product as a coefficient and powers: how like factors, like terms and fractions are seen.

    −2x·(3x²)/(4√y)   ↔   coefficient −3/2, {x: 3, y: −1/2}

``monomial`` reads a tree, ``product`` writes one in the order of a textbook: the number, constants,
letters, exponentials, brackets, roots, functions; negative powers below the fraction bar.
This module knows products; it must not know sums, rules of differentiation or words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import sympy

from chainrule.expression.constants import ONE, ZERO, is_decimal, number, numeral
from chainrule.expression.notation.names import VARIABLES, letter
from chainrule.expression.written import Apply, Decimal, Minus, Over, Plus, Power, Primed, Root, Times, postorder, symbols

Key = tuple[Any, Any]
"""A base with the part of its exponent that is no number: x³ᵏ has the key (x, k) and the power 3."""


class Monomial(NamedTuple):
    """``coefficient · Π base^(power·symbolic)``; ``powers`` maps (base, symbolic exponent) to the rational power.

    ``decimal``: numbers are written as decimals; ``rooted``: fractional powers are written as roots.
    """

    coefficient: Fraction
    powers: Mapping[Key, Fraction]
    decimal: bool = False
    rooted: bool = False

    def key(self) -> frozenset[tuple[Key, Fraction]]:
        """Equal for like terms."""
        return frozenset(self.powers.items())


class _Reader:
    """Collects the factors of a tree."""

    def __init__(self) -> None:
        self.coefficient = Fraction(1)
        self.powers: dict[Key, Fraction] = {}
        self.decimal = False
        self.rooted = False

    def read(self, tree: Any, power: Fraction) -> None:
        """Multiply ``tree**power`` in, for a whole ``power``."""
        value = number(tree)
        if value is not None and self._number(tree, value, power):
            return
        match tree:
            case Minus(args=(a,)):
                self.coefficient *= -1 if power.numerator % 2 else 1
                self.read(a, power)
            case Times(args=factors):
                for factor in factors:
                    self.read(factor, power)
            case Over(args=(a, b)):
                self.read(a, power)
                self.read(b, -power)
            case Root(args=(a, n)):
                self.rooted = True
                self._raised(a, power / int(n))
            case Power(args=(base, exponent)):
                self._power(base, exponent, power)
            case _:
                self._multiply(tree, ONE, power)

    def fold_numbers(self) -> None:
        """√2·√2 = 2: whole powers of a number go into the coefficient."""
        for (base, symbolic), power in list(self.powers.items()):
            value = number(base) if symbolic == ONE else None
            if value and abs(whole := int(power)) and abs(whole) <= 64:
                self.coefficient *= value**whole
                self._multiply(base, symbolic, Fraction(-whole))

    def fold_roots(self) -> None:
        """√(4x) = 2√x, √2·√π = √(2π), √2·√x = √(2x): a number is taken out of a root, or into one of the same degree."""
        for base, power in self._roots():
            inner = monomial(base) if isinstance(base, Times | Over) else Monomial(Fraction(1), {})
            root = exact_root(inner.coefficient, power.denominator) if inner.coefficient > 0 else None
            if root not in (None, 1):
                self.powers.pop((base, ONE))
                self.coefficient *= root**power.numerator
                self._raised(product(inner._replace(coefficient=Fraction(1))), power)
        for power in dict.fromkeys(power for _, power in self._roots()):
            alike = [base for base, p in self._roots() if p == power and not isinstance(base, Plus)]
            fixed = [base for base in alike if _positive_constant(base)]
            moving = [base for base in alike if symbols(base)]
            together = [*fixed, *moving] if len(moving) == 1 else fixed
            if fixed and len(together) > 1:
                for base in together:
                    self.powers.pop((base, ONE))
                self._multiply(product(monomial(Times(*together))), ONE, power)

    def _roots(self) -> list[tuple[Any, Fraction]]:
        """The bases with a broken power, and that power."""
        return [(base, power) for (base, symbolic), power in self.powers.items() if symbolic == ONE and power.denominator > 1]

    def fold_signs(self) -> None:
        """|a|·sgn a = a, a·sgn a = |a|, |a|² = a²: at most one of |a| and sgn a is left."""
        signed = {base.arguments[0] for base, symbolic in self.powers if _is_sign(base) and symbolic == ONE}
        for a in signed:
            m = self.powers.get((Apply("abs", a), ONE), Fraction(0))
            s = self.powers.get((Apply("sign", a), ONE), Fraction(0))
            n = m + self.powers.get((a, ONE), Fraction(0))
            if m.denominator == s.denominator == n.denominator == 1 and (s or m not in (0, 1, -1) or n != m):
                self._signed(a, int(n), odd=bool((m + s) % 2))

    def _signed(self, a: Any, n: int, *, odd: bool) -> None:
        """aⁿ, or aⁿ·sgn a: sgn a is |a|/a, and a/|a|."""
        for base in (a, Apply("abs", a), Apply("sign", a)):
            self.powers.pop((base, ONE), None)
        lost = (n > 0) - (n < 0) if odd else 0
        if odd:
            self._multiply(Apply("abs" if n else "sign", a), ONE, Fraction(lost or 1))
        if n - lost:
            self.read(a, Fraction(n - lost))

    def _number(self, tree: Any, value: Fraction, power: Fraction) -> bool:
        if (value == 0 and power < 0) or abs(power) > 64:
            return False
        self.decimal = self.decimal or is_decimal(tree)
        self.coefficient *= value ** int(power)
        return True

    def _power(self, base: Any, exponent: Any, power: Fraction) -> None:
        value = number(exponent)
        self.decimal = self.decimal or is_decimal(exponent)
        if value is not None:
            self._raised(base, value * power)
        elif joins(base, exponent):
            for term in exponent.args if isinstance(exponent, Plus) else (exponent,):
                self._exponent(base, monomial(term), power)
        else:
            self._exponent(base, monomial(exponent), power)

    def _exponent(self, base: Any, exponent: Monomial, power: Fraction) -> None:
        symbolic = product(Monomial(Fraction(1), exponent.powers, exponent.decimal, exponent.rooted))
        self._multiply(base, symbolic, exponent.coefficient * power)

    def _raised(self, base: Any, power: Fraction) -> None:
        """base^power. (bᵖ)^q is b^(pq), but √(b²) is not b: an even root of an even power stays whole."""
        if power.denominator == 1:
            self.read(base, power)
            return
        inner, p = base, Fraction(1)
        match base:
            case Power(args=(b, n)) if b == sympy.E:
                self._power(b, n, power)
                return
            case Power(args=(b, n)) if (value := number(n)) is not None:
                inner, p = b, value
            case Root(args=(b, n)):
                inner, p = b, 1 / Fraction(int(n))
        whole = (p * power).denominator == 1 and (p * power) % 2 == 0  # √(b⁴) is b²
        if inner is not base and (p.numerator % 2 or power.denominator % 2 or whole):
            self._raised(inner, p * power)
        else:
            self._multiply(base, ONE, power)

    def _multiply(self, base: Any, symbolic: Any, power: Fraction) -> None:
        if isinstance(base, Plus):
            base = self._same_sum(base)
        total = self.powers.pop((base, symbolic), Fraction(0)) if power == 0 else self.powers.get((base, symbolic), Fraction(0)) + power
        if not total:
            self.powers.pop((base, symbolic), None)
        elif total.denominator == 1 and symbolic == ONE and isinstance(base, Times | Over | Minus | Power | Root):
            self.powers.pop((base, symbolic), None)
            self.read(base, total)
        else:
            self.powers[base, symbolic] = total

    def _same_sum(self, tree: Plus) -> Plus:
        """The sum as it has been met before: a + b and b + a are one base."""
        terms: Counter[Any] = Counter(tree.args)
        same = (b for b, _ in self.powers if isinstance(b, Plus) and len(b.args) == len(tree.args) and Counter(b.args) == terms)
        return next(same, tree)


def exact_root(value: Fraction, n: int) -> Fraction | None:
    """The rational n-th root of a rational number that is not negative.

    >>> exact_root(Fraction(4, 9), 2), exact_root(Fraction(2), 2)
    (Fraction(2, 3), None)
    """
    above, below = (sympy.integer_nthroot(part, n) for part in (value.numerator, value.denominator))
    return Fraction(int(above[0]), int(below[0])) if above[1] and below[1] else None


def _positive_constant(base: Any) -> bool:
    """2, π, 2π"""
    value = number(base)
    if value is not None:
        return value > 0
    return base in (sympy.pi, sympy.E) or (isinstance(base, Times) and all(map(_positive_constant, base.args)))


def _is_sign(base: Any) -> bool:
    return isinstance(base, Apply) and base.name in ("sign", "abs")


@lru_cache(maxsize=4096)
def joins(base: Any, exponent: Any) -> bool:
    """Whether powers of the base are joined to one: xⁿ·x² = xⁿ⁺², but 2·2ˣ, e·eˣ and x·xˣ stay."""
    return base != sympy.E and number(base) is None and symbols(base).isdisjoint(symbols(exponent))


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
    reader.fold_roots()
    reader.fold_signs()
    return Monomial(reader.coefficient, reader.powers, reader.decimal, reader.rooted)


class Factor(NamedTuple):
    """One factor to be written: the tree, above or below the bar, and its place in the row."""

    tree: Any
    above: bool
    rank: tuple[Any, ...]


def product(m: Monomial) -> Any:
    """The monomial as a tree: sign, then one fraction at the most."""
    if m.coefficient == 0:
        return ZERO
    size = abs(m.coefficient)
    factors = sorted(_factors(m), key=lambda factor: factor.rank)
    above = [factor.tree for factor in factors if factor.above]
    below = [factor.tree for factor in factors if not factor.above]
    if m.decimal and numeral(size, decimal=True).func is Decimal:
        top: Any = numeral(size, decimal=True)
        bottom: Any = ONE
    else:
        top, bottom = sympy.Integer(size.numerator), sympy.Integer(size.denominator)
    tree = _times(top, above)
    if bottom != ONE or below:
        tree = Over(tree, _times(bottom, below))
    return Minus(tree) if m.coefficient < 0 else tree


def _times(coefficient: Any, factors: list[Any]) -> Any:
    every = factors if coefficient == ONE and factors else [coefficient, *factors]
    return every[0] if len(every) == 1 else Times(*every)


def _factors(m: Monomial) -> Iterator[Factor]:
    """Every base with its power; negative powers stand below the bar, but e^(−x) and 2^(−x) stay above."""
    done: set[Any] = set()
    for (base, symbolic), power in m.powers.items():
        if base in done and joins(base, symbolic):
            continue
        exponents = [(s, p) for (b, s), p in m.powers.items() if b == base and joins(base, s)]
        if joins(base, symbolic) and (len(exponents) > 1 or symbolic != ONE):
            done.add(base)
            yield _joined(base, exponents, m.decimal)
        elif symbolic != ONE:  # x·xˣ
            yield Factor(Power(base, _scaled(symbolic, power, m.decimal)), True, (3,))
        else:
            yield Factor(_fractional(base, abs(power), m), power > 0, _rank(base, power))


def _joined(base: Any, exponents: list[tuple[Any, Fraction]], decimal: bool) -> Factor:
    """xⁿ·x⁻¹ as xⁿ⁻¹; below the bar when every term of the exponent is negative."""
    above = any(power > 0 for _, power in exponents)
    signed = sorted(((s, p if above else -p) for s, p in exponents), key=lambda item: (item[1] < 0, item[0] == ONE))
    terms = [_scaled(symbolic, power, decimal) for symbolic, power in signed]
    return Factor(Power(base, Plus(*terms) if len(terms) > 1 else terms[0]), above, (3,))


def _scaled(symbolic: Any, power: Fraction, decimal: bool) -> Any:
    if symbolic == ONE:
        return numeral(power, decimal)
    inner = monomial(symbolic)
    return symbolic if power == 1 else product(Monomial(power, inner.powers, decimal or inner.decimal, inner.rooted))


def _fractional(base: Any, power: Fraction, m: Monomial) -> Any:
    """base^power: √x and ∛x as roots; x^(2/3) as the student writes such powers, (x + 1)^(3/2) always so."""
    if power == 1:
        return base
    index = sympy.Integer(power.denominator)
    if power.denominator > 1 and not m.decimal:
        if power.numerator == 1 and (m.rooted or index == 2):
            return Root(base, index)
        if m.rooted and (isinstance(base, sympy.Symbol) or index != 2):
            return Root(Power(base, sympy.Integer(power.numerator)), index)
    return Power(base, numeral(power, m.decimal))


def _rank(base: Any, power: Fraction) -> tuple[Any, ...]:
    """The place of a factor in a textbook product; letters are in alphabetical order, others of one rank as they came."""
    match base:
        case Apply() | Primed():
            return (6,) if base.name == "abs" else (8,)
        case sympy.Symbol():
            return (1, *alphabetical(base)) if power.denominator == 1 else (7,)
        case _ if not symbols(base):
            return (0,) if power.denominator == 1 else (2,)
        case Plus():
            return (9,) if any(isinstance(node, Apply | Primed) for node in postorder(base)) else (5,) if power.denominator == 1 else (7,)
        case _:
            return (7,)


def alphabetical(symbol: sympy.Symbol) -> tuple[bool, str, str, int, str]:
    """The order of letters in a product: a, b before x, y; x₁ before x₂ before x₁₀."""
    base, index = letter(symbol.name)
    return base in VARIABLES, base.lower(), base, int(index) if index.isdigit() else 0, index


def scaled(tree: Any, by: Fraction) -> Any:
    """The tree times a number, written as one product."""
    m = monomial(tree)
    return product(m._replace(coefficient=m.coefficient * by))
