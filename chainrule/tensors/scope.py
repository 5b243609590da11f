"""What the letters of a problem are: the shape of each, and which functions are unknown functions of whole arrays.

With it every formula has a shape, values of any kind, and entries by index. This module knows the rows of
the operations; it must not know derivatives or definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy

from chainrule.expression.written import Apply, Decimal, Partial, operands, postorder
from chainrule.tensors import arrays, letters
from chainrule.tensors.arrays import Array
from chainrule.tensors.operations import Operation, mapping, operation
from chainrule.tensors.scalars import Scalars
from chainrule.tensors.shapes import NUMBER, Shape

INDICES = "ijkmnp"
"""Letters for indices, in this order."""
Values = Mapping[sympy.Symbol, Array]


@dataclass(frozen=True)
class Scope:
    """Shapes of the letters; letters without one are numbers. ``maps``: shapes of the values of unknown functions;
    ``shown``: letters of ours that stand for a derivative, ∂L/∂a."""

    shapes: Mapping[sympy.Symbol, Shape]
    maps: Mapping[str, Shape] = field(default_factory=dict)
    shown: Mapping[sympy.Symbol, Any] = field(default_factory=dict)

    def row(self, node: Any) -> Operation:
        """The operation a node stands for."""
        if isinstance(node, Apply) and node.name in self.maps:
            return mapping(self.maps[node.name])
        return operation(node)

    def shape(self, tree: Any) -> Shape:
        """The shape of a formula. Raises ``Misfit``.

        >>> from chainrule.expression.arrays import Matmul
        >>> W, x = sympy.symbols("W x")
        >>> Scope({W: (2, 3), x: (3,)}).shape(Matmul(W, x))
        (2,)
        """
        return self.shapes_in(tree)[id(tree)]

    def shapes_in(self, tree: Any) -> dict[int, Shape]:
        """The shape of every subtree, by its identity."""
        found: dict[int, Shape] = {}
        for node in postorder(tree):
            if is_leaf(node):
                found[id(node)] = self.shapes.get(node, NUMBER)
            else:
                found[id(node)] = self.row(node).shape(node, [found[id(child)] for child in operands(node)])
        return found

    def compiled(self, tree: Any, scalars: Scalars) -> Callable[[Values], Array]:
        """The formula as a function of the arrays of its letters."""
        nodes = postorder(tree)
        at = {id(node): i for i, node in enumerate(nodes)}
        rows = [None if is_leaf(node) else (self.row(node).value, [at[id(child)] for child in operands(node)]) for node in nodes]
        constants = [
            arrays.number(scalars.constant(node)) if is_leaf(node) and not isinstance(node, sympy.Symbol) else None for node in nodes
        ]

        def run(values: Values) -> Array:
            done: list[Any] = []
            for node, row, constant in zip(nodes, rows, constants, strict=True):
                if row is None:
                    done.append(constant or values[node])
                else:
                    done.append(row[0](scalars, node, [done[i] for i in row[1]]))
            result: Array = done[-1]
            return result

        return run

    def value(self, tree: Any, scalars: Scalars, values: Values) -> Array:
        """The formula at arrays of its letters."""
        return self.compiled(tree, scalars)(values)

    def entry(self, tree: Any, index: tuple[Any, ...], fresh: Iterator[sympy.Symbol] | None = None) -> Any:
        """The entry of a formula at an index, sums written with Σ.

        >>> from chainrule.expression.arrays import Matmul
        >>> W, x = sympy.symbols("W x")
        >>> Scope({W: (2, 3), x: (3,)}).entry(Matmul(W, x), (sympy.Symbol("i"),))
        Summed(W_{ij}*x_{j}, j)
        """
        shapes = self.shapes_in(tree)
        fresh = fresh or free(index)

        def at(node: Any, index: tuple[Any, ...]) -> Any:
            if is_leaf(node):
                return node if not isinstance(node, sympy.Symbol) else self.letter(node, index)
            below = operands(node)
            inside = [shapes[id(child)] for child in below]
            return self.row(node).entry(node, inside, index, lambda i, index: at(below[i], index), fresh)

        return at(tree, index)

    def letter(self, name: sympy.Symbol, index: tuple[Any, ...]) -> Any:
        """The letter of an entry; of ∂y/∂x it is ∂yⱼ/∂xᵢ."""
        rate = self.shown.get(name)
        if rate is None:
            return letters.entry(name, tuple(map(str, index)))
        top, by, _ = rate.args
        first = len(self.shapes.get(top, NUMBER))
        return Partial(self.letter(top, index[:first]), self.letter(by, index[first:]), 1)

    def written(self, name: sympy.Symbol) -> Array:
        """All entries of a letter as letters."""
        return arrays.filled(self.shapes.get(name, NUMBER), lambda place: self.letter(name, place))


def free(index: tuple[Any, ...]) -> Iterator[sympy.Symbol]:
    """Letters for indices that are not taken."""
    taken = {str(i) for i in index}
    return iter([sympy.Symbol(letter) for letter in INDICES if letter not in taken])


def is_leaf(node: Any) -> bool:
    """A letter or a number."""
    return isinstance(node, sympy.Symbol | Decimal) or not operands(node)
