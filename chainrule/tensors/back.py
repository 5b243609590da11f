"""The way back through each operation: from the gradient by its result to the gradients by its operands.

    Y = op(A, B)      given Ȳ, the gradient of a number by Y,
    Ā, B̄             are the gradients by A and B: the vector-Jacobian products, all there is to reverse mode

The law of an operation is the docstring of its function. A constant operand has the gradient ``None``.
This module knows laws; it must not know systems, words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy

from chainrule.expression.arrays import Hadamard
from chainrule.expression.constants import ONE, TWO, number
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed
from chainrule.tensors import build
from chainrule.tensors.shapes import Shape, product_of


def _inner(g: Any, a: Any, shape: Shape) -> Any:
    return build.dot(g, a) if shape else build.times([g, a])


def plus(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = A + B:  Ā = Ȳ, B̄ = Ȳ"""
    whole = any(shapes)
    return tuple(None if whole and not shape else g for shape in shapes)


def minus(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = −A:  Ā = −Ȳ"""
    return (build.minus(g),)


def times(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = a b, numbers:  ā = ȳ b, b̄ = ȳ a"""
    return tuple(build.times([g, *node.args[:i], *node.args[i + 1 :]]) for i in range(len(node.args)))


def scaled(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = c A:  c̄ = Ȳ · A, Ā = c Ȳ"""
    c, a = node.args
    return _inner(g, a, shapes[1]), build.scaled(c, g)


def over(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = A/B, entry by entry or by a number:  Ā = Ȳ/B, B̄ = −Ȳ A/B²"""
    a, b = node.args
    above, below = shapes
    if below:
        return build.hadamard(g, Over(ONE, b)), build.minus(build.hadamard(g, Over(a, Hadamard(b, b))))
    return build.over(g, b), build.minus(build.over(_inner(g, a, above), Power(b, TWO)))


def power(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = aⁿ, numbers:  ā = ȳ n aⁿ⁻¹, n̄ = ȳ aⁿ ln a"""
    a, n = node.args
    constant = number(n)
    if constant is None:
        below = build.times([g, n, Power(a, Plus(n, Minus(ONE)))])
        return below, build.times([g, node] if a == sympy.E else [g, node, Apply("ln", a)])
    lower = build.times([sympy.Rational(constant.numerator - constant.denominator, constant.denominator)])
    return build.times([g, n, a if lower == ONE else Power(a, lower)]), None


def root(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = ⁿ√a, a number:  ā = ȳ/(n yⁿ⁻¹)"""
    n = int(node.args[1])
    return build.times([g, Over(ONE, build.times([sympy.Integer(n), node if n == 2 else Power(node, sympy.Integer(n - 1))]))]), None


def matmul(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = A B:  Ā = Ȳ Bᵀ, B̄ = Aᵀ Ȳ"""
    a, b = node.args
    if not product_of(*shapes):  # a row times a column: Ȳ is a number
        return build.scaled(g, build.transposed(b)), build.scaled(g, build.transposed(a))
    return build.matmul(g, build.transposed(b)), build.matmul(build.transposed(a), g)


def transposed(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = Aᵀ:  Ā = Ȳᵀ"""
    return (build.transposed(g),)


def hadamard(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = A ⊙ B:  Ā = Ȳ ⊙ B, B̄ = Ȳ ⊙ A"""
    return tuple(build.hadamard(g, *node.args[:i], *node.args[i + 1 :]) for i in range(len(node.args)))


def dot(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = a · b:  ā = ȳ b, b̄ = ȳ a"""
    return build.scaled(g, node.args[1]), build.scaled(g, node.args[0])


def norm(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = ‖a‖:  ā = ȳ a/‖a‖"""
    return (build.scaled(g, Over(node.args[0], node)),)


def norm_squared(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = ‖a‖²:  ā = 2 ȳ a"""
    return (build.scaled(build.times([TWO, g]), node.args[0]),)


def total(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = sum(A):  Ā = ȳ at every entry"""
    return (build.scaled(g, build.ones(shapes[0])),)


def vec(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """y = vec(A), A flattened:  Ā = ȳ folded back into the shape of A"""
    return (Apply("fold", g, *map(sympy.Integer, shapes[0])),)


def fold(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = fold(a):  ā = vec(Ȳ)"""
    return (Apply("vec", g), *[None] * (len(shapes) - 1))


def softmax(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """p = softmax(z):  z̄ = p ⊙ (p̄ − (p · p̄) 1)"""
    return (build.hadamard(node, build.plus([g, build.minus(build.scaled(build.dot(node, g), build.ones(shapes[0])))])),)


def entropy(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """L = −sum(y ⊙ ln softmax(z)), the entries of y adding up to 1:  z̄ = L̄ (softmax(z) − y), ȳ = −L̄ ln softmax(z)"""
    z, y = node.arguments
    chances = Apply("softmax", z)
    return build.scaled(g, Plus(chances, Minus(y))), build.minus(build.scaled(g, Apply("ln", chances)))


def entrywise(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """Y = f(A), f for every entry:  Ā = Ȳ ⊙ f′(A)"""
    slope = Primed(node.name, (1,), *node.arguments)
    return (build.hadamard(g, slope) if shapes[0] else build.times([g, slope]), *[None] * (len(shapes) - 1))


def constant(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
    """A constant, or what occurs in gradients only."""
    return tuple(None for _ in shapes)


def mapping(shape: Shape) -> Callable[[Any, Sequence[Shape], Any], tuple[Any, ...]]:
    """The way back through an unknown function whose values have this shape."""

    def way(node: Any, shapes: Sequence[Shape], g: Any) -> tuple[Any, ...]:
        """y = g(x):  x̄ = (∂y/∂x)ᵀ ȳ, for more directions x̄ = Σⱼ ȳⱼ ∂yⱼ/∂x"""
        return tuple(_through(slopes_of(node, i), shape, inside, g) for i, inside in enumerate(shapes))

    return way


def slopes_of(node: Any, operand: int) -> sympy.Symbol:
    """The letter of ∂y/∂x, of an unknown function by one of its arguments."""
    return sympy.Symbol(f"∂{node}/∂{operand}")


def _through(slopes: Any, shape: Shape, inside: Shape, g: Any) -> Any:
    match len(shape), len(inside):
        case 0, _:
            return build.scaled(g, slopes) if inside else build.times([g, slopes])
        case _, 0:
            return build.dot(slopes, g)
        case 1, 1:
            return build.matmul(build.transposed(slopes), g)
    return Apply("contract", slopes, g)
