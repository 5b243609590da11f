"""What the entries of an array may be, and how they are computed with: floats, as-written trees, SymPy, sizes.

    FLOATS   numbers at a point; nan where a value is no real number
    TREES    entries as they are written: δ₁W₁₁ + δ₂W₂₁; zeros and ones are dropped
    VALUES   ordinary SymPy
    SIZES    how many symbols an entry has when it is written out; nothing is written out

One operation on arrays is written once, for all of them. This module knows scalars; it must not know arrays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import Any, Protocol

import sympy

from chainrule.expression.constants import ONE, TWO, ZERO, number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program, stand_in
from chainrule.expression.value import value
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed, Root, Times, size
from chainrule.tensors.build import squared


class Scalars(Protocol):
    """Arithmetic with one kind of entry."""

    def constant(self, tree: Any) -> Any:
        """An entry that is a tree of numbers."""

    def plus(self, terms: Sequence[Any]) -> Any:
        """a + b + …"""

    def times(self, factors: Sequence[Any]) -> Any:
        """a b …"""

    def dot(self, left: Sequence[Any], right: Sequence[Any]) -> Any:
        """a₁b₁ + a₂b₂ + …"""

    def minus(self, a: Any) -> Any:
        """−a"""

    def over(self, a: Any, b: Any) -> Any:
        """a/b"""

    def power(self, a: Any, exponent: Any) -> Any:
        """aⁿ"""

    def root(self, a: Any, degree: Any) -> Any:
        """ⁿ√a"""

    def apply(self, name: str, arguments: Sequence[Any], orders: tuple[int, ...] = ()) -> Any:
        """A function by its name, or its derivative: ``orders`` says how often by each argument."""


class _Floats:
    def constant(self, tree: Any) -> float:
        return _constant(tree)

    def plus(self, terms: Sequence[float]) -> float:
        return math.fsum(terms) if len(terms) > 4 else sum(terms)

    def times(self, factors: Sequence[float]) -> float:
        return math.prod(factors)

    def dot(self, left: Sequence[float], right: Sequence[float]) -> float:
        total: float = sum(map(mul, left, right))
        return total

    def minus(self, a: float) -> float:
        return -a

    def over(self, a: float, b: float) -> float:
        return a / b if b else math.nan

    def power(self, a: float, exponent: float) -> float:
        try:
            result = a**exponent
        except (ZeroDivisionError, OverflowError):
            return math.nan
        return math.nan if isinstance(result, complex) else float(result)

    def root(self, a: float, degree: float) -> float:
        return self.power(a, 1 / degree)

    def apply(self, name: str, arguments: Sequence[float], orders: tuple[int, ...] = ()) -> float:
        row = BY_NAME.get(name)
        try:
            if row is None:
                return stand_in(name, orders or (0,) * len(arguments))(*arguments)
            return row.number(*arguments) if not any(orders) else _slope(name)({"x": arguments[0]})[0]
        except (ValueError, ZeroDivisionError, OverflowError):
            return math.nan


@lru_cache(maxsize=1024)
def _constant(tree: Any) -> float:
    return Program(tree)({})[0]


@lru_cache(maxsize=64)
def _slope(name: str) -> Program:
    from chainrule.tensors.slopes import slope

    return Program(slope(name))


class _Trees:
    def constant(self, tree: Any) -> Any:
        return tree

    def plus(self, terms: Sequence[Any]) -> Any:
        flat = [part for term in terms for part in (term.args if isinstance(term, Plus) else (term,)) if part != ZERO]
        return Plus(*flat) if len(flat) > 1 else (flat or [ZERO])[0]

    def times(self, factors: Sequence[Any]) -> Any:
        if ZERO in factors:
            return ZERO
        negative = sum(isinstance(factor, Minus) for factor in factors) % 2
        bare = [factor.args[0] if isinstance(factor, Minus) else factor for factor in factors]
        flat = squared([part for factor in bare for part in (factor.args if isinstance(factor, Times) else (factor,)) if part != ONE])
        product = Times(*flat) if len(flat) > 1 else (flat or [ONE])[0]
        return Minus(product) if negative else product

    def dot(self, left: Sequence[Any], right: Sequence[Any]) -> Any:
        return self.plus([self.times(pair) for pair in zip(left, right, strict=True)])

    def minus(self, a: Any) -> Any:
        return a.args[0] if isinstance(a, Minus) else a if a == ZERO else Minus(a)

    def over(self, a: Any, b: Any) -> Any:
        return a if b == ONE or a == ZERO else Over(a, b)

    def power(self, a: Any, exponent: Any) -> Any:
        return ONE if exponent == ZERO else a if exponent == ONE else Power(a, exponent)

    def root(self, a: Any, degree: Any) -> Any:
        return Root(a, degree)

    def apply(self, name: str, arguments: Sequence[Any], orders: tuple[int, ...] = ()) -> Any:
        return Primed(name, orders, *arguments) if any(orders) else Apply(name, *arguments)


class _Values:
    def constant(self, tree: Any) -> Any:
        return value(tree)

    def plus(self, terms: Sequence[Any]) -> Any:
        return sympy.Add(*terms)

    def times(self, factors: Sequence[Any]) -> Any:
        return sympy.Mul(*factors)

    def dot(self, left: Sequence[Any], right: Sequence[Any]) -> Any:
        return sympy.Add(*map(mul, left, right))

    def minus(self, a: Any) -> Any:
        return -a

    def over(self, a: Any, b: Any) -> Any:
        return a / b

    def power(self, a: Any, exponent: Any) -> Any:
        return a**exponent

    def root(self, a: Any, degree: Any) -> Any:
        return a ** (1 / degree)

    def apply(self, name: str, arguments: Sequence[Any], orders: tuple[int, ...] = ()) -> Any:
        if not any(orders):
            return value(Apply(name, *arguments))
        if name not in BY_NAME:
            return value(Primed(name, orders, *arguments))
        return value(Apply(name, sympy.Symbol("x"))).diff(sympy.Symbol("x")).xreplace({sympy.Symbol("x"): arguments[0]})


class _Sizes:
    def constant(self, tree: Any) -> int:
        return int(size(tree))

    def plus(self, terms: Sequence[int]) -> int:
        return 1 + sum(terms)

    times = plus

    def dot(self, left: Sequence[int], right: Sequence[int]) -> int:
        return 1 + sum(left) + sum(right) + len(left)

    def minus(self, a: int) -> int:
        return a + 1

    def over(self, a: int, b: int) -> int:
        return a + b + 1

    power = root = over

    def apply(self, name: str, arguments: Sequence[int], orders: tuple[int, ...] = ()) -> int:
        return 2 + 2 * sum(arguments) if any(orders) else 1 + sum(arguments)


FLOATS: Scalars = _Floats()
TREES: Scalars = _Trees()
VALUES: Scalars = _Values()
SIZES: Scalars = _Sizes()

__all__ = ["FLOATS", "ONE", "SIZES", "TREES", "TWO", "VALUES", "ZERO", "Scalars", "number"]
