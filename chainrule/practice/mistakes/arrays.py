"""Mistakes on the way back through operations on arrays: a wrong law in place of a vector-Jacobian product.

    Y = A B:  ∂L/∂A = ∂L/∂Y Bᵀ, ∂L/∂B = Aᵀ ∂L/∂Y      ‖a‖²:  ∂L/∂a = 2 ∂L/∂y a      f(A):  ∂L/∂A = ∂L/∂Y ⊙ f′(A)

A law is asked with a node, the shapes of its operands, the gradient g that reaches it, and which operand it is about;
it answers with a formula, or ``None`` where it does not apply. Its docstring is the wrong law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.expression.arrays import Dot, Hadamard, Norm, NormSquared
from chainrule.expression.constants import ONE, TWO, number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed
from chainrule.practice.mistakes.mistake import COMMON, KNOWN
from chainrule.tensors import build
from chainrule.tensors.shapes import Shape, count, product_of

ArrayLaw = Callable[[Any, Sequence[Shape], Any, int], Any]


@dataclass(frozen=True, slots=True)
class ArrayMistake:
    """A mal-rule: ``law`` is what the student used where the way back through an operation of this name belongs."""

    id: str
    operation: str
    law: ArrayLaw
    cost: int = COMMON

    @property
    def wrong_law(self) -> str:
        """The formula, as the docstring of the law has it."""
        return (self.law.__doc__ or "").strip()


# Products of matrices


def _pair(node: Any, i: int, g: Any, other: Any) -> Any:
    """g and the other factor in the order in which they stand."""
    return build.matmul(g, other) if i == 0 else build.matmul(other, g)


def transpose_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = ∂L/∂Y B, ∂L/∂B = A ∂L/∂Y"""
    other = node.args[1 - i]
    return build.scaled(g, other) if not product_of(*shapes) else _pair(node, i, g, other)


def order_swapped(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = Bᵀ ∂L/∂Y, ∂L/∂B = ∂L/∂Y Aᵀ"""
    return _pair(node, 1 - i, g, build.transposed(node.args[1 - i])) if product_of(*shapes) else None


def order_and_transpose(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = B ∂L/∂Y, ∂L/∂B = ∂L/∂Y A"""
    return _pair(node, 1 - i, g, node.args[1 - i]) if product_of(*shapes) else None


def transposed_result(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = B ∂L/∂Yᵀ, ∂L/∂B = ∂L/∂Yᵀ A"""
    return _pair(node, 1 - i, build.transposed(g), node.args[1 - i]) if product_of(*shapes) else None


def transposed_the_other(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = ∂L/∂Yᵀ B, ∂L/∂B = A ∂L/∂Yᵀ"""
    return _pair(node, i, build.transposed(g), node.args[1 - i]) if product_of(*shapes) else None


def upstream_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = Bᵀ, ∂L/∂B = Aᵀ"""
    return build.transposed(node.args[1 - i]) if g != ONE else None


def factor_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = ∂L/∂Y, ∂L/∂B = ∂L/∂Y"""
    return g


def entrywise_product(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A B:  ∂L/∂A = ∂L/∂Y ⊙ B, ∂L/∂B = A ⊙ ∂L/∂Y"""
    other = node.args[1 - i]
    return (Hadamard(g, other) if i == 0 else Hadamard(other, g)) if product_of(*shapes) else None


def own_factor(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = a · b:  ∂L/∂a = ∂L/∂y a, ∂L/∂b = ∂L/∂y b"""
    return build.scaled(g, node.args[i])


def own_vector(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = aᵀ b:  ∂L/∂a = ∂L/∂y a, ∂L/∂b = ∂L/∂y b"""
    return None if product_of(*shapes) else build.scaled(g, node.args[i])


# Lengths, sums, numbers in front, signs


def two_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖²:  ∂L/∂a = ∂L/∂y a"""
    return build.scaled(g, node.args[0])


def vector_left_out(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖²:  ∂L/∂a = ∂L/∂y, a number"""
    return g


def first_term_alone(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a + b‖²:  ∂L/∂(a + b) = 2 ∂L/∂y a"""
    return _one_term(node, g, 0)


def second_term_alone(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a + b‖²:  ∂L/∂(a + b) = 2 ∂L/∂y b"""
    return _one_term(node, g, 1)


def _one_term(node: Any, g: Any, k: int) -> Any:
    inside = node.args[0]
    return build.scaled(build.times([TWO, g]), inside.args[k]) if isinstance(inside, Plus) and len(inside.args) == 2 else None


def root_alone(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖ = √(a · a):  ∂L/∂a = ∂L/∂y/(2‖a‖)"""
    return build.over(g, build.times([TWO, node]))


def length_left(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖²:  ∂L/∂a = 2 ∂L/∂y ‖a‖"""
    return build.times([TWO, g, Norm(node.args[0])])


def as_length(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖²:  ∂L/∂a = ∂L/∂y a/‖a‖"""
    return build.scaled(g, Over(node.args[0], Norm(node.args[0])))


def as_square(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖:  ∂L/∂a = 2 ∂L/∂y a"""
    return build.scaled(build.times([TWO, g]), node.args[0])


def length_not_divided(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖:  ∂L/∂a = ∂L/∂y a"""
    return build.scaled(g, node.args[0])


def length_squared_below(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖:  ∂L/∂a = ∂L/∂y a/‖a‖²"""
    return build.scaled(g, Over(node.args[0], NormSquared(node.args[0])))


def half_of_length(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖:  ∂L/∂a = ∂L/∂y a/(2‖a‖)"""
    return build.scaled(g, Over(node.args[0], build.times([TWO, node])))


def one_over_length(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = ‖a‖:  ∂L/∂a = ∂L/∂y/‖a‖"""
    return build.over(g, node)


def coefficient_lost(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = c A:  ∂L/∂A = ∂L/∂Y"""
    return g if i == len(shapes) - 1 and number(node.args[0]) is not None else None


def divisor_lost(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A/c:  ∂L/∂A = ∂L/∂Y"""
    return g if i == 0 and not _is_mean(node) else None


def mean_as_sum(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = mean(A):  ∂L/∂a = ∂L/∂y at every entry"""
    return g if i == 0 and _is_mean(node) else None


def _is_mean(node: Any) -> bool:
    return isinstance(node.args[0], Apply) and node.args[0].name == "sum"


def sum_as_mean(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = sum(A):  ∂L/∂A = ∂L/∂y/n at every entry"""
    return build.over(build.scaled(g, build.ones(shapes[0])), sympy.Integer(count(shapes[0]))) if shapes[0] else None


def ones_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = sum(A):  ∂L/∂A = ∂L/∂y, a number"""
    return g


def sign_lost(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = −A:  ∂L/∂A = ∂L/∂Y"""
    return g


def sign_turned(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A + B:  ∂L/∂A = −∂L/∂Y"""
    return None if isinstance(node.args[i], Minus) else build.minus(g)


# Functions of every entry


def slope_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = f(A):  ∂L/∂A = ∂L/∂Y"""
    return g


def upstream_of_function_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = f(A):  ∂L/∂A = f′(A)"""
    return Primed(node.name, (1,), *node.arguments) if g != ONE else None


def function_for_slope(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = f(A):  ∂L/∂A = ∂L/∂Y ⊙ f(A)"""
    return build.hadamard(g, node) if shapes[0] else build.times([g, node])


def slope_at_value(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = f(A):  ∂L/∂A = ∂L/∂Y ⊙ f′(f(A))"""
    if node.name not in BY_NAME:
        return None
    slope = Primed(node.name, (1,), node)
    return build.hadamard(g, slope) if shapes[0] else build.times([g, slope])


def slope_as_number(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = f(A):  ∂L/∂A = ∂L/∂Y · f′(A), one number"""
    return Dot(g, Primed(node.name, (1,), *node.arguments)) if len(shapes[0]) == 1 else None


def half_slope(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = σ(A):  ∂L/∂A = ∂L/∂Y ⊙ (1 − σ(A))"""
    return build.hadamard(g, Plus(ONE, Minus(node))) if node.name in ("sigmoid", "tanh") and shapes[0] else None


def slope_plus(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = σ(A):  ∂L/∂A = ∂L/∂Y ⊙ σ(A) ⊙ (1 + σ(A))"""
    match node.name if shapes[0] else "":
        case "sigmoid":
            return build.hadamard(g, node, Plus(ONE, node))
        case "tanh":
            return build.hadamard(g, Plus(ONE, Hadamard(node, node)))
    return None


# Products entry by entry, quotients, turning


def other_factor_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A ⊙ B:  ∂L/∂A = ∂L/∂Y"""
    return g


def own_entries(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A ⊙ B:  ∂L/∂A = ∂L/∂Y ⊙ A"""
    return build.hadamard(g, node.args[i]) if len(node.args) == 2 else None


def entries_as_number(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A ⊙ B:  ∂L/∂A = ∂L/∂Y · B, one number"""
    return Dot(g, node.args[1 - i]) if len(node.args) == 2 and len(shapes[0]) == 1 else None


def entries_as_matrices(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = A ⊙ B:  ∂L/∂A = ∂L/∂Y B"""
    return build.matmul(g, node.args[1 - i]) if len(node.args) == 2 and len(shapes[0]) == 2 else None


def not_turned_back(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """Y = Aᵀ:  ∂L/∂A = ∂L/∂Y"""
    return g


# Softmax


def softmax_by_entries(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """p = softmax(z):  ∂L/∂z = ∂L/∂p ⊙ p ⊙ (1 − p)"""
    return build.hadamard(g, node, Plus(ONE, Minus(node)))


def softmax_skipped(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """p = softmax(z):  ∂L/∂z = ∂L/∂p"""
    return g


def _chances(node: Any) -> tuple[Any, Any]:
    z, y = node.arguments
    return Apply("softmax", z), y


def entropy_turned(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """L = −sum(y ⊙ ln p), p = softmax(z):  ∂L/∂z = y − p"""
    p, y = _chances(node)
    return build.scaled(g, Plus(y, Minus(p))) if i == 0 else None


def entropy_without_softmax(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """L = −sum(y ⊙ ln p), p = softmax(z):  ∂L/∂z = −y/p"""
    p, y = _chances(node)
    return build.scaled(g, Minus(Over(y, p))) if i == 0 else None


def entropy_slope_besides(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """L = −sum(y ⊙ ln p), p = softmax(z):  ∂L/∂z = (p − y) ⊙ p ⊙ (1 − p)"""
    p, y = _chances(node)
    return build.scaled(g, Hadamard(Plus(p, Minus(y)), p, Plus(ONE, Minus(p)))) if i == 0 else None


def entropy_target_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """L = −sum(y ⊙ ln p), p = softmax(z):  ∂L/∂z = p"""
    return build.scaled(g, _chances(node)[0]) if i == 0 else None


# Powers of numbers


def power_kept(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = aⁿ:  ∂L/∂a = ∂L/∂y n aⁿ"""
    return build.times([g, node.args[1], node]) if i == 0 and number(node.args[1]) is not None else None


def power_factor_missing(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = aⁿ:  ∂L/∂a = ∂L/∂y aⁿ⁻¹"""
    n = number(node.args[1])
    if n is None or i:
        return None
    return build.times([g, node.args[0] if n == 2 else Power(node.args[0], sympy.Rational(n.numerator - n.denominator, n.denominator))])


def power_lost(node: Any, shapes: Sequence[Shape], g: Any, i: int) -> Any:
    """y = aⁿ:  ∂L/∂a = ∂L/∂y n"""
    return build.times([g, node.args[1]]) if i == 0 and number(node.args[1]) is not None else None


ARRAYS: tuple[ArrayMistake, ...] = (
    ArrayMistake("transpose-missing", "matmul", transpose_missing),
    ArrayMistake("order-swapped", "matmul", order_swapped),
    ArrayMistake("order-and-transpose", "matmul", order_and_transpose),
    ArrayMistake("upstream-missing", "matmul", upstream_missing),
    ArrayMistake("matrix-missing", "matmul", factor_missing),
    ArrayMistake("product-by-entries", "matmul", entrywise_product, KNOWN),
    ArrayMistake("transposed-result", "matmul", transposed_result, KNOWN),
    ArrayMistake("transposed-the-other", "matmul", transposed_the_other, KNOWN),
    ArrayMistake("own-factor", "dot", own_factor),
    ArrayMistake("own-vector", "matmul", own_vector),
    ArrayMistake("two-missing", "norm-squared", two_missing),
    ArrayMistake("length-for-vector", "norm-squared", length_left),
    ArrayMistake("square-as-length", "norm-squared", as_length, KNOWN),
    ArrayMistake("gradient-inside-missing", "norm-squared", vector_left_out),
    ArrayMistake("term-inside-lost", "norm-squared", first_term_alone),
    ArrayMistake("term-inside-lost", "norm-squared", second_term_alone),
    ArrayMistake("length-as-square", "norm", as_square),
    ArrayMistake("length-not-divided", "norm", length_not_divided),
    ArrayMistake("length-squared-below", "norm", length_squared_below, KNOWN),
    ArrayMistake("half-of-length", "norm", half_of_length, KNOWN),
    ArrayMistake("vector-missing", "norm", one_over_length, KNOWN),
    ArrayMistake("root-alone", "norm", root_alone, KNOWN),
    ArrayMistake("number-lost", "scale", coefficient_lost),
    ArrayMistake("number-lost", "times", coefficient_lost),
    ArrayMistake("divisor-lost", "quotient", divisor_lost),
    ArrayMistake("mean-as-sum", "quotient", mean_as_sum),
    ArrayMistake("sum-as-mean", "sum", sum_as_mean),
    ArrayMistake("ones-missing", "sum", ones_missing),
    ArrayMistake("minus-lost", "minus", sign_lost),
    ArrayMistake("minus-come-in", "plus", sign_turned, KNOWN),
    ArrayMistake("slope-of-function-missing", "entrywise", slope_missing),
    ArrayMistake("upstream-missing", "entrywise", upstream_of_function_missing),
    ArrayMistake("function-for-slope", "entrywise", function_for_slope),
    ArrayMistake("slope-at-value", "entrywise", slope_at_value),
    ArrayMistake("slope-as-number", "entrywise", slope_as_number, KNOWN),
    ArrayMistake("half-of-slope", "entrywise", half_slope, KNOWN),
    ArrayMistake("plus-in-slope", "entrywise", slope_plus, KNOWN),
    ArrayMistake("other-entries-missing", "hadamard", other_factor_missing),
    ArrayMistake("own-entries", "hadamard", own_entries),
    ArrayMistake("entries-as-number", "hadamard", entries_as_number, KNOWN),
    ArrayMistake("entries-as-matrices", "hadamard", entries_as_matrices, KNOWN),
    ArrayMistake("not-turned-back", "transpose", not_turned_back),
    ArrayMistake("softmax-by-entries", "softmax", softmax_by_entries),
    ArrayMistake("softmax-skipped", "softmax", softmax_skipped, KNOWN),
    ArrayMistake("entropy-turned", "entropy", entropy_turned),
    ArrayMistake("entropy-without-softmax", "entropy", entropy_without_softmax),
    ArrayMistake("entropy-slope-besides", "entropy", entropy_slope_besides),
    ArrayMistake("target-missing", "entropy", entropy_target_missing),
    ArrayMistake("power-kept", "power", power_kept, KNOWN),
    ArrayMistake("power-factor-missing", "power", power_factor_missing, KNOWN),
    ArrayMistake("power-lost", "power", power_lost, KNOWN),
)
"""How the way back goes wrong, operation by operation, the likeliest first."""
