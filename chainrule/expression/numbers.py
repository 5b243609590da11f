"""Numbers: written trees and SymPy's own, compiled to a list of instructions and run at points.

A value that is not a real number (ln of −1, 1/0, overflow) is ``nan``. A power with a rational
exponent of odd denominator is real at negative bases, as in a school book: (−8)^(1/3) = −2.
An unknown function f is played by a fixed smooth one, so that f′(g(x))·g′(x) can be tried in numbers.

This module knows floats; it must not know rules, text, or why somebody asks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from chainrule.expression.constants import number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.value import Unknown, row_of
from chainrule.expression.written import Apply, Decimal, Minus, Over, Plus, Power, Primed, Root, Times, operands

NAN = math.nan
Operation = Callable[..., float]


class Program:
    """Expressions compiled together, so that what they share is computed once.

    >>> from sympy.abc import x
    >>> Program(Power(x, 2), 1 / x)({"x": 4.0})
    [16.0, 0.25]
    >>> Program(Apply("ln", x))({"x": -1.0})
    [nan]
    """

    def __init__(self, *roots: sympy.Basic) -> None:
        """Compile the expressions."""
        index: dict[Any, int] = {}
        self._letters: list[tuple[int, str]] = []
        self._code: list[tuple[int, Operation, tuple[int, ...]]] = []
        stack: list[tuple[sympy.Basic, bool]] = [(root, False) for root in reversed(roots)]
        keep: list[sympy.Basic] = []
        while stack:
            node, ready = stack.pop()
            if id(node) in index:
                continue
            below = _operands(node)
            if not ready:
                stack.append((node, True))
                stack.extend((child, False) for child in below if id(child) not in index)
                continue
            keep.append(node)
            index[id(node)] = place = len(index)
            if isinstance(node, sympy.Symbol):
                self._letters.append((place, node.name))
            else:
                self._code.append((place, _operation(node), tuple(index[id(child)] for child in below)))
        self._results = [index[id(root)] for root in roots]
        self._size = len(index)
        self._keep = keep  # identities stay valid while their nodes live

    def __call__(self, point: Mapping[str, float]) -> list[float]:
        """The values at a point, one a root."""
        values = [NAN] * self._size
        for place, name in self._letters:
            values[place] = point.get(name, NAN)
        for place, operation, below in self._code:
            try:
                result = operation(*[values[i] for i in below])
            except (ValueError, ZeroDivisionError, OverflowError):
                continue
            if not isinstance(result, complex):
                values[place] = result
        return [values[i] if math.isfinite(values[i]) else NAN for i in self._results]


def _operands(node: sympy.Basic) -> tuple[sympy.Basic, ...]:
    match node:
        case sympy.Subs():
            given = dict(zip(node.variables, node.point, strict=True))
            return tuple(given.get(a, a) for a in node.expr.args[0].args)
        case sympy.Derivative():
            return tuple(node.expr.args)
        case sympy.Atom():
            return ()
        case _:
            return operands(node)


def _sum(*terms: float) -> float:
    return math.fsum(terms)


def _product(*factors: float) -> float:
    return math.prod(factors)


def real_power(exponent: Fraction | None) -> Operation:
    """The real power; ``exponent`` is its exact value where it has one."""
    if exponent is not None and exponent.denominator % 2 and exponent.denominator > 1:
        odd = exponent.numerator % 2

        def signed(base: float, power: float) -> float:
            size: float = abs(base) ** power
            return -size if odd and base < 0 else size

        return signed
    if exponent is not None and exponent.denominator == 1 and abs(exponent) < 2**31:
        whole = int(exponent)
        return lambda base, power: base**whole
    return _power


def _power(base: float, power: float) -> float:
    if base < 0 and not power.is_integer():
        return NAN
    return float(base**power)


def _operation(node: sympy.Basic) -> Operation:
    """The instruction for a node."""
    match node:
        case sympy.Rational() | Decimal() | sympy.Float() | sympy.NumberSymbol():
            constant = float(node.rational if isinstance(node, Decimal) else node)
            return lambda: constant
        case Plus() | sympy.Add():
            return _sum
        case Times() | sympy.Mul():
            return _product
        case Minus():
            return lambda a: -a
        case Over():
            return lambda a, b: a / b
        case Power():
            return real_power(number(node.args[1]))
        case Root():
            root = real_power(1 / Fraction(int(node.args[1])))
            return lambda a, n: root(a, 1 / n)
        case sympy.Pow():
            return real_power(Fraction(int(node.exp.p), int(node.exp.q)) if node.exp.is_Rational else None)
        case Apply():
            row = BY_NAME.get(node.name)
            return row.number if row else stand_in(node.name, (0,) * len(node.arguments))
        case Primed():
            return stand_in(node.name, node.orders)
        case sympy.Derivative():
            return _unknown(node)
        case sympy.Subs() if isinstance(node.expr, sympy.Derivative):
            return _unknown(node.expr)
        case Unknown():
            return stand_in(node.spoken, node.orders)
        case AppliedUndef():
            return stand_in(type(node).__name__, (0,) * len(node.args))
        case sympy.Max():
            return max
        case sympy.DiracDelta():
            return lambda a, *order: 0.0 if a else NAN
        case _:
            row = row_of(node)
            return row.number if row else _by_evalf(node)


def _unknown(derivative: sympy.Derivative) -> Operation:
    """A derivative of an unknown function by some of its arguments, each of which is a letter."""
    counts = dict(derivative.variable_count)
    return stand_in(str(derivative.expr.func), tuple(int(counts.get(argument, 0)) for argument in derivative.expr.args))


def stand_in(name: str, orders: tuple[int, ...]) -> Operation:
    """The smooth function sin(Σ aᵢtᵢ + b) + Σ cᵢtᵢ that plays an unknown one, or a derivative of it."""
    seed = sum(ord(letter) * (i + 7) for i, letter in enumerate(name))
    b = 0.3 + seed % 11 / 17
    a = [0.6 + (seed + 5 * i) % 13 / 16 for i in range(len(orders))]
    c = [0.2 + (seed + 3 * i) % 7 / 11 for i in range(len(orders))]
    total = sum(orders)
    scale = math.prod(ai**n for ai, n in zip(a, orders, strict=True))
    linear = c[orders.index(1)] if total == 1 else 0.0

    def play(*t: float) -> float:
        wave = scale * math.sin(sum(ai * ti for ai, ti in zip(a, t, strict=True)) + b + total * math.pi / 2)
        return wave + (sum(ci * ti for ci, ti in zip(c, t, strict=True)) if total == 0 else linear)

    return play


def _by_evalf(node: sympy.Basic) -> Operation:
    """SymPy's own evaluation, for whatever has no faster way."""

    def evaluate(*values: float) -> float:
        result = complex(node.func(*[sympy.Float(v) for v in values]).evalf())
        return result.real if abs(result.imag) < 1e-12 * max(1.0, abs(result.real)) else NAN

    return evaluate
