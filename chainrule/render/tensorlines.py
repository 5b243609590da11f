"""What all parts of a page on arrays share: the derivation, the board, how letters, gradients and arrays are written.

This module knows formulas, arrays and keys of sentences; it must not know formats, and computes no derivatives.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from rich.cells import cell_len

from chainrule.calculus.evaluate import shown as shown_number
from chainrule.expression.arrays import Grid, Summed
from chainrule.expression.functions import shown as shown_name
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Apply, Minus, Partial, Power, Times, Vector, fold, postorder, rebuild, replace
from chainrule.graph.system import Name
from chainrule.render.board import Board
from chainrule.render.page import Maths, Row, Rows, Text, maths
from chainrule.tensors.arrays import Array
from chainrule.tensors.derive import TensorDerivation
from chainrule.tensors.gradients import Gradient, Gradients
from chainrule.tensors.layout import Layout
from chainrule.tensors.letters import entry
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import NUMBER, Shape, shown
from chainrule.tensors.sizes import sizes
from chainrule.tensors.written import SMALL

WIDE = 64
"""A matrix wider than this is not written as one."""


@dataclass(frozen=True, eq=False)
class TensorBoard:
    """A derivation on its board."""

    derivation: TensorDerivation
    board: Board

    @property
    def found(self) -> Gradients:
        """The gradients."""
        return self.derivation.found

    @property
    def scope(self) -> Scope:
        """The shapes of all letters."""
        return self.found.scope

    @property
    def layout(self) -> Layout:
        """The convention."""
        return self.derivation.layout

    @property
    def shown(self) -> tuple[Gradient, ...]:
        """The gradients that say something: not ∂z/∂y = ∂z/∂y of an unknown function z = f(y)."""
        return tuple(g for g in self.found.found if self.tree(g.law) != self.rate(g.name))

    # Words

    def say(self, key: str, kind: str = "plain", **slots: Any) -> None:
        """A sentence of its own."""
        self.board.say(f"tensor.{key}", kind, **slots)

    def rows(self, *rows: Row) -> None:
        """Equations below each other, apart from those before."""
        if rows:
            self.board.blocks.append(Rows(rows, apart=True))

    def fill(self, key: str, **slots: Any) -> Text:
        """A sentence with mathematics in its slots."""
        return self.board.fill(f"tensor.{key}", **slots)

    def size(self, shape: Shape) -> str:
        """2×3, or the words for a number."""
        return shown(shape) if shape else self.board.words.text("tensor.comment.number")

    def sizes(self, tree: Any, scope: Scope) -> str:
        """(2×3)(3) → 2, with the words for a number that comes out."""
        text = sizes(tree, scope)
        if scope.shape(tree):
            return text
        inside, arrow, _ = text.rpartition("→")
        return f"{inside}{arrow} {self.size(NUMBER)}".strip()

    # Letters

    def shape(self, name: Name) -> Shape:
        """The shape of a letter."""
        return self.scope.shapes.get(name, NUMBER)

    def rate(self, name: Name, place: Sequence[Any] = ()) -> Any:
        """∂L/∂W, ∂L/∂W₁₂"""
        return Partial(self.found.loss, entry(name, tuple(map(str, place))), 1)

    def slope(self, user: Name, name: Name, place: Sequence[Any] = ()) -> Any:
        """∂z/∂x, ∂z₁/∂x"""
        return Partial(entry(user, tuple(map(str, place))), name, 1)

    def arriving(self, user: Name, place: Sequence[Any] = ()) -> Any:
        """The letter for the gradient by a definition, or its entry: δ, δ₁."""
        letter = next((g.letter for g in self.found.found if g.name == user), self.found.upstream)
        return self.scope.letter(letter, tuple(place)) if isinstance(letter, sympy.Symbol) else letter

    # Formulas

    def tree(self, tree: Any) -> Any:
        """A formula as it is written: ∂L/∂a for the letter that stands for it, fold and Σ over outputs by their signs."""
        return replace(fold(tree, self._visit), self.found.shown)

    def maths(self, *parts: Any) -> Maths:
        """Formulas and signs on one line."""
        return maths(*(part if isinstance(part, str) else self.tree(part) for part in parts))

    def _visit(self, node: Any, below: list[Any]) -> Any:
        if isinstance(node, Apply) and node.name == "fold":
            return Apply("fold", below[0])
        return self._contracted(*below) if isinstance(node, Apply) and node.name == "contract" else rebuild(node, below)

    def _contracted(self, slopes: Any, upstream: Any) -> Any:
        """Σⱼ ∂Yⱼ/∂X ∂z/∂Yⱼ"""
        top, by, _ = self.found.shown[slopes].args
        index = tuple(sympy.Symbol("jkm"[i]) for i in range(len(self.shape(top))))
        letters = [node for node in postorder(upstream) if isinstance(node, sympy.Symbol)]
        entries = {letter: self.scope.letter(letter, index) for letter in letters}
        body: Any = Times(Partial(self.scope.letter(top, index), by, 1), replace(upstream, entries))
        for letter in reversed(index):
            body = Summed(body, letter)
        return body


def sized(name: Name, shape: Shape) -> Maths:
    """W: 2×3"""
    return maths(name, ":", *[part for i, n in enumerate(shape) for part in (("by", sympy.Integer(n)) if i else (sympy.Integer(n),))])


def grid(array: Array) -> Any:
    """An array of trees as it is printed: a number, a vector in brackets, a matrix; more directions as nested vectors."""
    match len(array.shape):
        case 0:
            return array.only
        case 1:
            return Vector(*array.data)
        case 2:
            return Grid(array.shape[0], *array.data)
    return Vector(*map(grid, array.slices()))


def narrow(array: Array) -> bool:
    """Whether a matrix of trees is small enough to be read as one."""
    return len(array.data) <= SMALL and sum(max(cell_len(unicode(tree)) for tree in column) + 2 for column in array.columns()) <= WIDE


def turned(array: Array) -> Array:
    """The transpose of an array of trees; a vector becomes a row."""
    shape = (1, *array.shape) if len(array.shape) == 1 else array.shape[::-1]
    return Array(shape, tuple(entry for column in array.columns() for entry in column))


def bare(tree: Any) -> Any:
    """The name of a function without its argument: σ."""
    return sympy.Symbol(shown_name(tree.name))


def number(value: float) -> Any:
    """A number of six digits; ? where it is none."""
    return shown_number(value) if math.isfinite(value) else sympy.Symbol("?")


def bound(deviation: float) -> Any:
    """A power of ten that is not exceeded: 10⁻¹⁰, or what is needed."""
    exponent = max(-10, math.ceil(math.log10(deviation))) if deviation > 0 and math.isfinite(deviation) else -10
    return Power(sympy.Integer(10), Minus(sympy.Integer(-exponent)))


def rounded(values: Iterable[float]) -> str:
    """= where all numbers are shown whole, ≈ where one is rounded."""
    exact = all(math.isfinite(v) and math.isclose(float(format(v, ".6g")), v, rel_tol=1e-13, abs_tol=1e-15) for v in values)
    return "=" if exact else "≈"
