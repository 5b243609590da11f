"""The one door to SymPy's evaluation: a written tree to the ordinary SymPy expression of its value.

    value(tree)              for the user: letters as they are, functions SymPy lacks stand by name
    value(tree, judge=True)  for the judge: letters real, functions SymPy lacks by their definition

An odd root is real at negative numbers, as in a school book. SymPy's x**(1/3) is complex there, so the
user gets (x²)^(1/3) for x^(2/3) and x/(x²)^(1/3) for ∛x: right at every real x but 0, without cases, and
``diff``, ``evalf``, ``subs`` and ``lambdify`` work on it. Where x cannot be negative it stays x**(1/3).

This module knows SymPy's classes; it must not know text (but for the rows' definitions) or rules.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.errors import TooLarge
from chainrule.expression.constants import DIGITS
from chainrule.expression.functions import BY_NAME, Function
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Plus, Power, Primed, Rate, Root, Times, Vector, fold, replace


def value(tree: sympy.Basic, *, judge: bool = False) -> Any:
    """The ordinary SymPy expression with the value of the tree.

    Raises ``TooLarge`` when a number in it would have more than ten thousand digits.

    >>> from sympy.abc import x
    >>> value(Times(x, x)), value(Apply("sin", Minus(x)))
    (x**2, -sin(x))
    """
    return fold(tree, lambda node, below: _visit(node, below, judge))


def _visit(node: sympy.Basic, below: list[Any], judge: bool) -> Any:
    match node:
        case sympy.Symbol():
            return real(node) if judge else node
        case Plus():
            return sympy.Add(*below)
        case Times():
            return sympy.Mul(*below)
        case Minus():
            return -below[0]
        case Over():
            return below[0] / below[1]
        case Power():
            return _power(below[0], below[1])
        case Root():
            return _power(below[0], 1 / below[1])
        case Decimal():
            return node.rational
        case Apply():
            return _apply(node.name, below, judge)
        case Primed():
            return unknown(node.name, node.orders)(*below) if judge else _primed(node, below)
        case Rate():
            return sympy.diff(below[0], *[(real(letter) if judge else letter, n) for letter, n in node.by])
        case Equals():
            return sympy.Equality(*below, evaluate=False)
        case Vector():
            return sympy.Tuple(*below)
        case _:
            return node.func(*below) if below else node


@lru_cache(maxsize=1024)
def real(symbol: sympy.Symbol) -> sympy.Symbol:
    """The letter as a real number; what the judge works with."""
    return sympy.Symbol(symbol.name, real=True)


def _power(base: Any, exponent: Any) -> Any:
    if base.is_Number and exponent.is_Number and base.is_Rational and exponent.is_Rational:
        bits = max(int(base.p).bit_length(), int(base.q).bit_length()) * abs(exponent)
        if bits > 3.3 * DIGITS:
            raise TooLarge("number-too-large", {"limit": DIGITS})
    if not odd_root(exponent) or never_negative(base):
        return sympy.Pow(base, exponent)
    if exponent.p % 2 == 0:
        return sympy.Pow(base**2, exponent / 2)
    return base * sympy.Pow(base**2, (exponent - 1) / 2)


def odd_root(exponent: Any) -> bool:
    """Whether a power with this exponent is an odd root: p/q with q odd, in lowest terms.

    >>> odd_root(sympy.Rational(2, 3)), odd_root(sympy.Rational(1, 6)), odd_root(sympy.Integer(3))
    (True, False, False)
    """
    return bool(exponent.is_Rational and exponent.q > 1 and exponent.q % 2)


def never_negative(expression: Any) -> bool:
    """Whether SymPy is sure that the expression is not negative, its letters being real.

    >>> from sympy.abc import x
    >>> never_negative(x**2 + 1), never_negative(x - 1)
    (True, False)
    """
    return bool(expression.xreplace({letter: real(letter) for letter in expression.free_symbols if not letter.is_real}).is_nonnegative)


def _apply(name: str, arguments: list[Any], judge: bool) -> Any:
    row = BY_NAME.get(name)
    if row is None:
        return unknown(name, (0,) * len(arguments))(*arguments) if judge else sympy.Function(name)(*arguments)
    if name == "factorial" and arguments[0].is_Number and arguments[0] > 3000:
        raise TooLarge("number-too-large", {"limit": DIGITS})
    if name in ("gamma", "polygamma", "trigamma", "digamma", "loggamma") and arguments[-1].is_Number and arguments[-1] > 3000:
        raise TooLarge("number-too-large", {"limit": DIGITS})
    if row.definition:
        if judge:
            return _definition(name).xreplace({real(sympy.Symbol("x")): arguments[0]})
        return named(name)(*arguments)
    if judge and name in ("abs", "sign") and not arguments[0].is_extended_real:
        return of_a_real(name)(*arguments)
    if name == "trigamma":
        return sympy.polygamma(1, arguments[0])
    if name == "log":
        return sympy.log(arguments[0]) / sympy.log(arguments[1])
    return getattr(sympy, row.sympy or name)(*arguments)


def _primed(node: Primed, arguments: list[Any]) -> Any:
    """f′(x) as SymPy writes it: a ``Derivative``, at something other than letters inside ``Subs``."""
    plain = all(isinstance(a, sympy.Symbol) for a in arguments) and len(set(arguments)) == len(arguments)
    slots = {i: sympy.Dummy(f"xi_{i + 1}") for i, n in enumerate(node.orders) if n and not plain}
    inner = [slots.get(i, argument) for i, argument in enumerate(arguments)]
    derivative = sympy.Derivative(sympy.Function(node.name)(*inner), *[(s, n) for s, n in zip(inner, node.orders, strict=True) if n])
    return sympy.Subs(derivative, list(slots.values()), [arguments[i] for i in slots]) if slots else derivative


class Unknown(sympy.Function):  # type: ignore[misc]
    """An unknown function for the judge: it differentiates by each argument, without SymPy's ``Subs``."""

    spoken = ""
    orders: tuple[int, ...] = ()

    def fdiff(self, argindex: int = 1) -> Any:
        """The derivative by one argument."""
        orders = tuple(n + (i == argindex) for i, n in enumerate(self.orders, 1))
        return unknown(self.spoken, orders)(*self.args)


@lru_cache(maxsize=1024)
def unknown(name: str, orders: tuple[int, ...]) -> Any:
    """The unknown function of a name, differentiated so often by each of its arguments.

    >>> from sympy.abc import x
    >>> unknown("f", (0,))(x**2).diff(x)
    2*x*f_1(x**2)
    """
    members = {"spoken": name, "orders": orders, "nargs": len(orders), "__module__": __name__}
    return type("_".join([name, *map(str, orders)]) if any(orders) else name, (Unknown,), members)


@lru_cache(maxsize=64)
def _definition(name: str) -> Any:
    return value(written_row(name, "definition"), judge=True)


@lru_cache(maxsize=256)
def written_row(name: str, field: str) -> Any:
    """The ``derivative`` or ``definition`` of a row as a written tree in the row's own letters."""
    return written_text(getattr(BY_NAME[name], field))


def written_text(text: str) -> Any:
    """A text of the function table as a written tree."""
    from chainrule.expression.build import parse

    return parse(text)


@lru_cache(maxsize=64)
def named(name: str) -> Any:
    """A function SymPy lacks, as a ``sympy.Function`` that differentiates, evaluates and rewrites.

    >>> from sympy.abc import x
    >>> named("sigmoid")(x).diff(x)
    (1 - sigmoid(x))*sigmoid(x)
    >>> named("sigmoid")(0).evalf(3)
    0.500
    """
    letter = sympy.Symbol("x")

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return value(replace(written_row(name, "derivative"), {letter: self.args[0]}))

    def definition(self: Any) -> Any:
        return value(replace(written_row(name, "definition"), {letter: self.args[0]}))

    def evalf(self: Any, prec: int) -> Any:
        return definition(self)._eval_evalf(prec)

    def rewrite(self: Any, rule: Any, args: Any, **hints: Any) -> Any:
        return definition(self)

    members = {"fdiff": fdiff, "_eval_evalf": evalf, "_eval_rewrite": rewrite, "nargs": 1, "is_real": True, "__module__": __name__}
    return type(name, (sympy.Function,), members)


@lru_cache(maxsize=2)
def of_a_real(name: str) -> Any:
    """|a| or sgn a for the judge, where SymPy cannot see that a is real and would split it into re a and im a."""
    row, letter = BY_NAME[name], sympy.Symbol("x")

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return value(replace(written_row(name, "derivative"), {letter: self.args[0]}), judge=True)

    def evalf(self: Any, prec: int) -> Any:
        return getattr(sympy, row.sympy or name)(self.args[0]._eval_evalf(prec))

    return type(
        row.sympy or name, (sympy.Function,), {"fdiff": fdiff, "_eval_evalf": evalf, "nargs": 1, "is_real": True, "__module__": __name__}
    )


def row_of(expression: sympy.Basic) -> Function | None:
    """The row of an ordinary SymPy application, by its class."""
    return BY_NAME.get(_BY_CLASS.get(type(expression).__name__, ""))


_BY_CLASS = {row.sympy or row.name: row.name for row in BY_NAME.values() if row.name != "log"}
