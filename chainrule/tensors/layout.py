"""Layout conventions: how a gradient and a Jacobian are laid out, and every line written in one of them.

    mixed         a gradient has the shape of its variable, a Jacobian one row an output: ∂L/∂x = (∂y/∂x)ᵀ ∂L/∂y
    numerator     both have one row an output; the gradient of a number is a row: ∂L/∂x = ∂L/∂y ∂y/∂x
    denominator   both have one column an output: ∂L/∂x = ∂y/∂x ∂L/∂y

Gradients of tensors with three or more directions have the shape of the tensor in all of them.
This module knows formulas of gradients; it must not know words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chainrule.expression.arrays import Transposed
from chainrule.expression.written import Partial, replace
from chainrule.graph.system import Name
from chainrule.tensors import build
from chainrule.tensors.gradients import Gradient, Gradients
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import NUMBER, Shape, flipped

LAYOUTS = ("mixed", "numerator", "denominator")


class Layout:
    """The formulas of a problem in one convention."""

    def __init__(self, found: Gradients, name: str) -> None:
        """``name`` is one of ``LAYOUTS``."""
        self.found = found
        self.name = name
        gradients = {gradient.letter: gradient.shape for gradient in found.found}
        if found.upstream in found.scope.shapes:
            gradients[found.upstream] = found.scope.shapes[found.upstream]
        slopes = {letter: found.scope.shapes[letter] for letter in found.shown if letter not in gradients}
        turned = {
            "numerator": {letter for letter, shape in gradients.items() if turns(shape)},
            "denominator": {letter for letter, shape in slopes.items() if len(shape) == 2},
        }.get(name, set())
        self.table: Mapping[Any, Any] = {letter: Transposed(letter) for letter in turned}
        shapes: dict[Name, Shape] = {letter: flipped(found.scope.shapes[letter]) or NUMBER for letter in turned}
        self.scope = Scope({**found.scope.shapes, **shapes}, found.scope.maps, found.scope.shown)

    def gradient(self, tree: Any, shape: Shape) -> Any:
        """The formula of a gradient of this shape.

        >>> import sympy
        >>> from chainrule.tensors.gradients import gradients
        >>> from chainrule.tensors.problem import problem as read
        >>> found = gradients(read("W: 2x3, x: 3; y = sigmoid(W x); L = 1/2 |y|^2"))
        >>> x = found.of(sympy.Symbol("x"))
        >>> [str(Layout(found, name).gradient(x.compact, x.shape)) for name in ("mixed", "numerator")]
        ['Matmul(Transposed(W), delta)', 'Matmul(delta, W)']
        """
        if not self.table:
            return tree
        turned = build.anew(replace(tree, self.table))
        return build.transposed(turned) if self.name == "numerator" and turns(shape) else turned

    def forms(self, gradient: Gradient) -> list[Any]:
        """The forms of a gradient, each once: the law, worked out, with short ones put in."""
        forms = (gradient.law, gradient.worked, gradient.compact)
        return list(dict.fromkeys(self.gradient(tree, gradient.shape) for tree in forms))

    def shape(self, gradient: Gradient) -> Shape:
        """The shape of a gradient."""
        return (flipped(gradient.shape) or NUMBER) if self.name == "numerator" and turns(gradient.shape) else gradient.shape

    def through(self, user: Name, name: Name, upstream: Any) -> Any:
        """The chain rule from one vector to another: (∂z/∂x)ᵀ ∂L/∂z, as this convention writes it."""
        slope = Partial(user, name, 1)
        match self.name:
            case "numerator":
                return build.matmul(upstream, slope)
            case "denominator":
                return build.matmul(slope, upstream)
        return build.matmul(Transposed(slope), upstream)

    @property
    def jacobian_is_turned(self) -> bool:
        """Whether a Jacobian has a column for each output."""
        return self.name == "denominator"


def turns(shape: Shape) -> bool:
    """Whether a gradient of this shape is laid out the other way in numerator layout: a vector or a matrix."""
    return len(shape) in (1, 2)
