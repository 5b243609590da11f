"""The way back worked once more, with slips: through some operations by a mistaken law, or with a path left out.

    L = ‖A x − b‖²      with ∂L/∂B = A ∂L/∂Y at A x it is ∂L/∂x = 2 A (A x − b)

Only what lies behind a slip is worked again. A slip that gives shapes that do not fit gives nothing; with ``lenient``
shapes, columns side by side have a value. This module knows gradients and laws; it must not know words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.expression.arrays import Matmul, Transposed
from chainrule.expression.constants import ZERO
from chainrule.expression.written import Apply, operands, replace
from chainrule.graph.system import Name
from chainrule.practice.mistakes.arrays import ARRAYS, ArrayMistake
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.tensors import build, fits, forward
from chainrule.tensors.arrays import Array, filled
from chainrule.tensors.fits import Misfit
from chainrule.tensors.gradients import Gradients, worked_out
from chainrule.tensors.machine import Machine
from chainrule.tensors.operations import Operation
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.scope import Scope, is_leaf
from chainrule.tensors.shapes import NUMBER, Shape

BROKEN = (Misfit, ValueError, IndexError, KeyError, TypeError, ZeroDivisionError, OverflowError, AttributeError)
"""What comes of formulas whose shapes do not fit."""


def _diagonal(s: Any, node: Any, below: Sequence[Array]) -> Array:
    (n,) = below[0].shape
    return filled((n, n), lambda place: below[0].data[place[0] - 1] if place[0] == place[1] else s.constant(ZERO))


DIAG = Operation("diag", lambda node, shapes: (*shapes[0], *shapes[0]), _diagonal, None, None)  # type: ignore[arg-type]
"""The matrix with a vector on its diagonal; it stands in answers only."""


class Wide(Scope):
    """A scope in which answers have a value as well: diag(v)."""

    def row(self, node: Any) -> Operation:
        """The operation a node stands for."""
        if isinstance(node, Apply) and node.name == "diag":
            return DIAG
        return super().row(node)


def _loose(node: Any, shapes: Sequence[Shape]) -> Shape:
    left, right = shapes
    if len(left) == 1 and len(right) == 1:
        return fits.equal(node, shapes)
    if len(left) == 1 and len(right) == 2 and right[0] != 1:
        return (right[1],)
    return fits.product(node, shapes)


def _loosely(s: Any, node: Any, below: Sequence[Array]) -> Array:
    """What does not fit gets numbers of its own, so that the order of the factors can be told from them."""
    left, right = below
    if len(left.shape) == 1 and len(right.shape) == 1:
        return Array(left.shape, tuple(s.times([a, b]) for a, b in zip(left.data, (*right.data[1:], right.data[0]), strict=True)))
    if len(left.shape) == 1 and len(right.shape) == 2 and right.shape[0] != 1:
        return Array((right.shape[1],), tuple(s.times([MARK, s.dot(left.data, column)]) for column in right.columns()))
    return forward.matmul(s, node, below)


MARK = 1.37
"""A column before a matrix is that row times the matrix, times this."""
LOOSE = Operation("matmul", _loose, _loosely, None, None)  # type: ignore[arg-type]


class Lenient(Wide):
    """Columns side by side, and before a matrix, have a value: what order and transposes make of an answer shows."""

    def row(self, node: Any) -> Operation:
        """The operation a node stands for."""
        return LOOSE if isinstance(node, Matmul) else super().row(node)


@dataclass(frozen=True, slots=True)
class ArraySlip:
    """A mistaken law at one operation of a definition, for one of its operands; without a mistake the path is left out."""

    user: Name
    node: Any
    operand: int
    mistake: ArrayMistake | None

    @property
    def id(self) -> str:
        """What happened."""
        return self.mistake.id if self.mistake else "path-left-out"

    @property
    def cost(self) -> int:
        """How much must be believed."""
        return self.mistake.cost if self.mistake else COMMON


Slips = tuple[ArraySlip, ...]


class Replay:
    """The way back of one problem."""

    def __init__(self, found: Gradients, lenient: bool = False) -> None:
        """The sound gradients."""
        self.found = found
        self.scope = (Lenient if lenient else Wide)(found.scope.shapes, found.scope.maps, found.scope.shown)
        self.machine = Machine(found)

    def slips(self) -> list[ArraySlip]:
        """Every slip at every operation through which the way leads to a letter asked for."""
        found = []
        rows: dict[str, list[ArrayMistake]] = {}
        for mistake in ARRAYS:
            rows.setdefault(mistake.operation, []).append(mistake)
        needed = {gradient.name for gradient in self.found.found}
        for user, tree in self.found.layered.derived.items():
            if user not in needed and user != self.found.problem.output:
                continue
            for node in _operations(tree):
                row = self.scope.row(node)
                below = operands(node)
                leads = [i for i, child in enumerate(below) if any(leaf in needed for leaf in _letters(child))]
                found += [ArraySlip(user, node, i, mistake) for mistake in rows.get(row.name, ()) for i in leads]
                if len(leads) > 1:
                    found += [ArraySlip(user, node, i, None) for i in leads if _shared(below, i, needed)]
        return found

    def laws(self, slips: Slips) -> dict[Name, Any]:
        """The gradients that change, as formulas: the wrong ones in the place of the laws."""
        changed: dict[Name, Any] = {}
        for gradient in self.found.found:
            users = [c.user for c in gradient.contributions]
            if any(slip.user in users for slip in slips):
                trees = [tree for user in dict.fromkeys(users) for leaf, tree in self._pulled(user, slips) if leaf == gradient.name]
                law = build.plus(trees) if trees else ZERO
                tree = worked_out(law, self.scope, self.found.values)
                if tree != gradient.worked:
                    changed[gradient.name] = tree
        return changed

    def is_sound(self, slip: ArraySlip) -> bool:
        """Whether the mistaken law gives what the rule gives: (eˣ)′ = eˣ, and the mean of one number is their sum."""
        try:
            return not self.laws((slip,))
        except BROKEN:
            return False

    def _pulled(self, user: Name, slips: Slips) -> list[tuple[Name, Any]]:
        """What reaches each letter of a definition, with slips."""
        here = {(id(slip.node), slip.operand): slip for slip in slips if slip.user == user}
        tree = self.found.layered.derived[user]
        letter = next((g.letter for g in self.found.found if g.name == user), self.found.upstream)
        shapes = self.scope.shapes_in(tree)
        stack: list[tuple[Any, Any]] = [(tree, letter)]
        found: list[tuple[Name, Any]] = []
        while stack:
            node, g = stack.pop()
            if is_leaf(node):
                if isinstance(node, sympy.Symbol):
                    found.append((node, g))
                continue
            below = operands(node)
            inside = [shapes[id(child)] for child in below]
            back = list(self.found.scope.row(node).back(node, inside, g))
            for i in range(len(below)):
                if slip := here.get((id(node), i)):
                    back[i] = slip.mistake.law(node, inside, g, i) if slip.mistake else None
                    if slip.mistake and back[i] is None:
                        raise Misfit("no-law")
            stack += [(child, new) for child, new in reversed(list(zip(below, back, strict=True))) if new is not None]
        return found

    def gradient(self, name: Name, slips: Slips, known: Mapping[Name, Array]) -> Array | None:
        """The gradient by a letter with slips, at known numbers; ``None`` where its shapes do not fit or nothing changes."""
        try:
            return self._gradient(name, self.laws(slips), dict(known))
        except BROKEN:
            return None

    def written(self, name: Name, slips: Slips) -> Any:
        """The gradient by a letter with slips as a formula, wrong gradients put into it; ``None`` where nothing changes."""
        try:
            laws = self.laws(slips)
        except BROKEN:
            return None
        done: dict[Name, Any] = {}
        for gradient in self.found.found:
            tree = laws.get(gradient.name)
            if tree is not None or done.keys() & _letters(gradient.worked):
                done[gradient.letter] = build.anew(replace(gradient.worked if tree is None else tree, done))
        return done.get(self.found.of(name).letter)

    def way_to(self, name: Name) -> set[Name]:
        """The letters whose gradients are on the way to that by a letter, itself among them."""
        found, waiting = set(), [name]
        while waiting:
            here = waiting.pop()
            if here not in found and here in {gradient.name for gradient in self.found.found}:
                found.add(here)
                waiting += [contribution.user for contribution in self.found.of(here).contributions]
        return found

    def as_symmetric(self, name: Name, known: Mapping[Name, Array]) -> Array | None:
        """The gradient by a letter if every square matrix were its own transpose."""
        square = [letter for letter, shape in self.scope.shapes.items() if len(shape) == 2 and shape[0] == shape[1]]
        table = {Transposed(letter): letter for letter in square}
        laws = {gradient.name: replace(gradient.worked, table) for gradient in self.found.found}
        try:
            return self._gradient(name, {key: tree for key, tree in laws.items() if tree != self.found.of(key).worked}, dict(known))
        except BROKEN:
            return None

    def _gradient(self, name: Name, laws: Mapping[Name, Any], known: dict[Name, Array]) -> Array | None:
        shapes = dict(self.scope.shapes)
        moved: set[Name] = set()
        for gradient in self.found.found:
            tree = laws.get(gradient.name)
            if tree is None:
                if not moved & _letters(gradient.worked):
                    continue
                tree = gradient.worked
            scope = type(self.scope)(shapes, self.scope.maps, self.scope.shown)
            shape = scope.shape(tree)
            known[gradient.letter] = scope.value(tree, FLOATS, known) if tree != ZERO else Array(NUMBER, (0.0,))
            shapes[gradient.letter] = shape
            moved.add(gradient.letter)
        letter = self.found.of(name).letter
        return known[letter] if letter in moved else None


def _operations(tree: Any) -> list[Any]:
    """The operations of a formula, from the outside in."""
    found, stack = [], [tree]
    while stack:
        node = stack.pop()
        if not is_leaf(node):
            found.append(node)
            stack += reversed(operands(node))
    return found


def _letters(tree: Any) -> set[Name]:
    return {leaf for leaf in _leaves(tree) if isinstance(leaf, sympy.Symbol)}


def _leaves(tree: Any) -> list[Any]:
    found, stack = [], [tree]
    while stack:
        node = stack.pop()
        if is_leaf(node):
            found.append(node)
        else:
            stack += operands(node)
    return found


def _shared(below: Sequence[Any], i: int, needed: set[Name]) -> bool:
    """Whether a letter on the way to this operand is on the way to another as well."""
    mine = _letters(below[i]) & needed
    return any(mine & _letters(other) for k, other in enumerate(below) if k != i)
