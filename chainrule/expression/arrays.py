"""Written trees for vectors, matrices and tensors; like all written trees they never evaluate.

    Matmul(A, B)       A B          Transposed(A)   Aᵀ           Hadamard(a, b, …)   a ⊙ b
    Scaled(c, A)       c A          Dot(a, b)       a · b        Norm(a)  ‖a‖        NormSquared(a)  ‖a‖²
    Summed(a, i)       Σᵢ a         Grid(n, a, …)   n rows of equal length      Nabla(f, x)  ∇ₓf

Letters: ``W_{12}`` is an entry, ``W^(2)`` the W of layer 2, ``W^(2)_{12}`` an entry of it.

This module knows the nodes; it must not know shapes, rules or how anything looks.
"""

from __future__ import annotations

import sympy

from chainrule.expression.written import Written


class Matmul(Written):
    """The matrix product A B."""

    __slots__ = ()


class Transposed(Written):
    """The transpose Aᵀ."""

    __slots__ = ()


class Hadamard(Written):
    """The product a ⊙ b ⊙ …, entry by entry."""

    __slots__ = ()


class Scaled(Written):
    """A number times something that need not be one: c A."""

    __slots__ = ()


class Dot(Written):
    """The inner product a · b."""

    __slots__ = ()


class Norm(Written):
    """The length ‖a‖, the root of the sum of all squared entries."""

    __slots__ = ()


class NormSquared(Written):
    """The squared length ‖a‖²."""

    __slots__ = ()


class Summed(Written):
    """A sum over an index: ``Summed(a, i)`` is Σᵢ a."""

    __slots__ = ()


class Nabla(Written):
    """The gradient of a number by an array: ``Nabla(f, x)`` is ∇ₓf."""

    __slots__ = ()


class Grid(Written):
    """Entries in rows: ``Grid(2, a, b, c, d)`` has the rows a b and c d."""

    __slots__ = ()

    @property
    def cells(self) -> tuple[tuple[sympy.Basic, ...], ...]:
        """The entries, row by row."""
        count, *cells = self.args
        width = len(cells) // max(int(count), 1)
        return tuple(tuple(cells[i : i + width]) for i in range(0, len(cells), width))
