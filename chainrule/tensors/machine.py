"""A problem at numbers: the forward pass, the backward pass, and any formula of either.

Formulas are compiled once and run at many points. This module knows floats; it must not know words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy

from chainrule.expression.arrays import Matmul
from chainrule.expression.written import operands, postorder
from chainrule.graph.system import Name
from chainrule.tensors import forward
from chainrule.tensors.arrays import Array
from chainrule.tensors.back import slopes_of
from chainrule.tensors.gradients import Gradients
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.shapes import Shape, count


@dataclass(frozen=True, eq=False)
class Passes:
    """All numbers at a point: values of the letters, gradients by the letters."""

    values: Mapping[Name, Array]
    gradients: Mapping[Name, Array]


class Machine:
    """The passes of a problem, compiled.

    >>> from chainrule.tensors.gradients import gradients
    >>> from chainrule.tensors.problem import problem as read
    >>> x = sympy.Symbol("x")
    >>> machine = Machine(gradients(read("x: 2; y = |x|^2")))
    >>> machine.passes({x: Array((2,), (3.0, 4.0))}).gradients[x].data
    (6.0, 8.0)
    """

    def __init__(self, found: Gradients) -> None:
        """Compile the definitions and the gradients."""
        self.found = found
        scope, self.system = found.scope, found.problem.system
        self._forward = [(name, scope.compiled(self.system.formula[name], FLOATS)) for name in self.system.order]
        self._backward = [(gradient, scope.compiled(gradient.worked, FLOATS)) for gradient in found.found]
        self._slopes = [
            (tree, i) for _, tree in self.system.definitions for i in range(len(operands(tree))) if slopes_of(tree, i) in found.shown
        ]

    @property
    def cost(self) -> int:
        """About how many multiplications a forward pass takes."""
        scope, total = self.found.scope, 0
        for _, tree in self.system.definitions:
            shapes = scope.shapes_in(tree)
            for node in postorder(tree):
                inside = [count(shapes[id(child)]) for child in operands(node)] or [1]
                product = isinstance(node, Matmul)
                total += inside[0] * inside[1] // max(1, (shapes[id(node.args[1])] or (1,))[0]) if product else max(inside)
        return total

    def values(self, point: Mapping[Name, Array]) -> dict[Name, Array]:
        """The forward pass; a definition for which the point has numbers keeps them."""
        found = dict(point)
        for name, run in self._forward:
            if name not in found:
                found[name] = run(found)
        return found

    def passes(self, point: Mapping[Name, Array], upstream: Array | None = None) -> Passes:
        """Both passes; ``upstream`` is the gradient by an output that is no number."""
        known = self.known(point, upstream)
        values = {name: known[name] for name in (*point, *self.system.order)}
        return Passes(values, {gradient.name: known[gradient.letter] for gradient, _ in self._backward})

    def known(self, point: Mapping[Name, Array], upstream: Array | None = None) -> dict[Name, Array]:
        """The numbers of all letters, also of those that stand for gradients."""
        values = self.values(point)
        known: dict[Name, Array] = dict(values)
        if isinstance(self.found.upstream, sympy.Symbol):
            known[self.found.upstream] = upstream if upstream is not None else ones(self.found.scope.shapes[self.found.problem.output])
        known |= self.slopes_at(values)
        for gradient, run in self._backward:
            known[gradient.letter] = run(known)
        return known

    def slopes_at(self, values: Mapping[Name, Array]) -> dict[Name, Array]:
        """∂y/∂x of unknown functions y = g(x), which fixed smooth functions play."""
        found: dict[Name, Array] = {}
        for tree, i in self._slopes:
            below = [self.found.scope.value(part, FLOATS, values) for part in operands(tree)]
            found[slopes_of(tree, i)] = forward.slopes(FLOATS, tree, below, self.found.problem.scope.maps[tree.name], i)
        return found

    def output(self, point: Mapping[Name, Array], upstream: Array | None = None) -> float:
        """The number that is differentiated: the output, or its product with the gradient that reaches it."""
        value = self.values(point)[self.found.problem.output]
        if not value.shape:
            return float(value.only)
        weights = upstream if upstream is not None else ones(value.shape)
        return float(FLOATS.dot(weights.data, value.data))


def ones(shape: Shape) -> Array:
    """The array of ones."""
    return Array(shape, (1.0,) * count(shape))


def unit(shape: Shape, place: int) -> Array:
    """The array of zeros with a 1 at a place."""
    return Array(shape, tuple(float(i == place) for i in range(count(shape))))
