"""Formulas of arrays put together, with the ones and double signs left out as they arise.

    Aᵀᵀ = A      (A B)ᵀ = Bᵀ Aᵀ      1 ⊙ a = a      ½ · 2 a = a      −(−a) = a      (c A) B = c (A B)

Each function is one node with the laws that keep it short. This module knows array nodes; it must not
know shapes or rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import sympy

from chainrule.expression.arrays import Dot, Hadamard, Matmul, Scaled, Transposed
from chainrule.expression.constants import ONE, ZERO, number, numeral
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Times, rebuild
from chainrule.expression.written import fold as written_fold

ONES = "ones"
"""The array of ones of a shape: ``Apply("ones", 2, 3)``."""


def ones(shape: Iterable[int]) -> Any:
    """The array of ones; the number 1 where there is no direction."""
    sizes = tuple(shape)
    return Apply(ONES, *map(sympy.Integer, sizes)) if sizes else ONE


def is_ones(tree: Any) -> bool:
    """Whether every entry is 1."""
    return tree == ONE or (isinstance(tree, Apply) and tree.name == ONES)


def minus(tree: Any) -> Any:
    """−a"""
    match tree:
        case Minus():
            return tree.args[0]
        case Plus() if len(tree.args) == 2 and isinstance(tree.args[1], Minus):  # −(a − y) = y − a
            return Plus(tree.args[1].args[0], Minus(tree.args[0]))
    return tree if tree == ZERO else Minus(tree)


def plus(terms: Iterable[Any]) -> Any:
    """a + b + …"""
    found = [term for term in terms if term != ZERO]
    return Plus(*found) if len(found) > 1 else (found or [ZERO])[0]


def times(factors: Iterable[Any]) -> Any:
    """The product of numbers: constants first, multiplied out, signs in front.

    >>> times([sympy.Rational(1, 2), sympy.Symbol("c"), Minus(sympy.Integer(2))])
    -c
    """
    constant, letters = Fraction(1), []
    for factor in factors:
        bare = factor
        while isinstance(bare, Minus):
            constant, bare = -constant, bare.args[0]
        for part in bare.args if isinstance(bare, Times) else (bare,):
            known = number(part)
            if known is None:
                letters.append(part)
            else:
                constant *= known
    if not constant:
        return ZERO
    size = abs(constant)
    letters = squared(letters)
    found = letters if size == 1 and letters else [numeral(size), *letters]
    product = Times(*found) if len(found) > 1 else found[0]
    return Minus(product) if constant < 0 else product


def squared(factors: Iterable[Any]) -> list[Any]:
    """Equal factors as a power: x·x is x²."""
    counts: dict[Any, int] = {}
    for factor in factors:
        counts[factor] = counts.get(factor, 0) + 1
    return [factor if n == 1 else Power(factor, sympy.Integer(n)) for factor, n in counts.items()]


def scaled(factor: Any, tree: Any) -> Any:
    """c a, of a number and anything.

    >>> a, c = sympy.symbols("a c")
    >>> scaled(Over(1, 2), Scaled(sympy.Integer(2), a)), scaled(Minus(c), a).func.__name__
    (a, 'Minus')
    """
    match tree:
        case Minus():
            return minus(scaled(factor, tree.args[0]))
        case Scaled():
            return scaled(times([factor, tree.args[0]]), tree.args[1])
    factor = times([factor])
    match factor:
        case Minus():
            return minus(scaled(factor.args[0], tree))
        case _ if factor == ONE:
            return tree
        case _ if factor == ZERO or tree == ZERO:
            return ZERO
        case _ if tree == ONE:
            return factor
    return Scaled(factor, tree)


def over(tree: Any, divisor: Any) -> Any:
    """a/c, of anything and a number."""
    match tree:
        case Minus():
            return minus(over(tree.args[0], divisor))
        case Over() if number(tree.args[1]) is None:
            return Over(tree.args[0], Times(tree.args[1], divisor))
    return tree if divisor == ONE or tree == ZERO else Over(tree, divisor)


def hadamard(*trees: Any) -> Any:
    """a ⊙ b ⊙ …; signs and numbers in front."""
    factors: list[Any] = []
    arrays: list[Any] = []
    for tree in trees:
        bare = tree
        while isinstance(bare, Minus | Scaled):
            factors.append(bare.args[0] if isinstance(bare, Scaled) else Minus(ONE))
            bare = bare.args[-1]
        if is_ones(bare):
            continue
        arrays += bare.args if isinstance(bare, Hadamard) else [bare]
    if not arrays:
        return scaled(times(factors), trees[0].args[-1] if isinstance(trees[0], Minus | Scaled) else trees[0])
    return scaled(times(factors), Hadamard(*arrays) if len(arrays) > 1 else arrays[0])


def matmul(left: Any, right: Any) -> Any:
    """A B; signs and numbers in front."""
    match left, right:
        case Minus(), _:
            return minus(matmul(left.args[0], right))
        case _, Minus():
            return minus(matmul(left, right.args[0]))
        case Scaled(), _:
            return scaled(left.args[0], matmul(left.args[1], right))
        case _, Scaled():
            return scaled(right.args[0], matmul(left, right.args[1]))
    return Matmul(left, right)


def transposed(tree: Any) -> Any:
    """Aᵀ, moved inwards as far as it goes: (A B)ᵀ = Bᵀ Aᵀ, (a ⊙ b)ᵀ = aᵀ ⊙ bᵀ."""
    match tree:
        case Transposed():
            return tree.args[0]
        case Matmul():
            return matmul(transposed(tree.args[1]), transposed(tree.args[0]))
        case Hadamard():
            return Hadamard(*map(transposed, tree.args))
        case Minus():
            return Minus(transposed(tree.args[0]))
        case Scaled():
            return Scaled(tree.args[0], transposed(tree.args[1]))
    return Transposed(tree)


def dot(left: Any, right: Any) -> Any:
    """a · b; signs and numbers in front, a sum where one side is all ones."""
    for one, other in ((left, right), (right, left)):
        match one:
            case Minus():
                return minus(dot(one.args[0], other))
            case Scaled():
                return times([one.args[0], dot(one.args[1], other)])
            case _ if is_ones(one):
                return Apply("sum", other)
    return Dot(left, right)


def anew(tree: Any) -> Any:
    """The formula put together anew, with the laws that keep it short."""

    def visit(node: Any, below: list[Any]) -> Any:
        maker = MAKERS.get(type(node))
        return maker(*below) if maker and below else rebuild(node, below)

    return written_fold(tree, visit)


MAKERS: dict[type, Callable[..., Any]] = {
    Matmul: matmul,
    Hadamard: hadamard,
    Scaled: scaled,
    Dot: dot,
    Minus: minus,
    Transposed: transposed,
    Plus: lambda *terms: plus(terms),
    Times: lambda *factors: times(factors),
}
