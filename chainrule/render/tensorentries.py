"""The same entry by entry: sums over indices, Jacobians with their entries, tensors flattened and folded back.

    ∂L/∂xᵢ = Σⱼ ∂L/∂zⱼ × ∂zⱼ/∂xᵢ = Σⱼ Wⱼᵢδⱼ        ∂L/∂x₁ = W₁₁δ₁ + W₂₁δ₂
    ∂z/∂x = (W₁₁ W₁₂ …)        ∂L/∂W = Σⱼ δⱼ ∂zⱼ/∂W

This module knows gradients and keys of sentences; it must not know formats, and computes no derivatives.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.expression.arrays import Hadamard, Matmul, Summed
from chainrule.expression.constants import ONE
from chainrule.expression.written import Apply, Plus, Times, postorder, symbols
from chainrule.graph.system import Name
from chainrule.render.page import EMPTY, Definitions, Maths, Row, Text, maths
from chainrule.render.tensorlines import TensorBoard, grid, turned
from chainrule.tensors import build
from chainrule.tensors.arrays import Array
from chainrule.tensors.gradients import Gradient
from chainrule.tensors.layout import turns
from chainrule.tensors.letters import entry
from chainrule.tensors.shapes import Shape, count, places, shown
from chainrule.tensors.written import SMALL, chain_sum, index_of, jacobian, with_index, written_out

ROWS = 7
"""A vector with more entries is not written out row by row."""


# Indices


def indices(it: TensorBoard) -> None:
    """The index form of every gradient, written out where it is small."""
    it.board.heading("tensor.section.index")
    cut = False
    for gradient in it.shown:
        array = written_out(it.scope, gradient.compact)
        it.board.rows(*_with_index(it, gradient), *(_written_out(it, gradient, array) if array else ()))
        cut |= array is None and has_sum(it, gradient)
    if cut:
        it.say("why.large", limit=str(SMALL))


def _with_index(it: TensorBoard, gradient: Gradient) -> list[Row]:
    """∂L/∂xᵢ = Σⱼ ∂L/∂zⱼ × ∂zⱼ/∂xᵢ = Σⱼ Wⱼᵢδⱼ"""
    index = index_of(gradient.shape)
    folded = isinstance(gradient.worked, Apply) and gradient.worked.name == "fold"
    left = maths(it.rate(gradient.name, index))
    chain = chain_sum(it.found, gradient)
    rows = [Row(left, maths(chain), _running(it, gradient, has_sum(it, gradient)))] if chain is not None else []
    unknown = any(getattr(it.found.problem.system.formula[c.user], "name", "") in it.scope.maps for c in gradient.contributions)
    if chain is None or not unknown:
        body = with_index(it.scope, gradient.worked if folded else gradient.compact, gradient.shape)
        place = it.fill("comment.place", entry=entry(gradient.name, tuple(map(str, index))), name=gradient.name) if folded else ()
        rows.append(Row(EMPTY if rows else left, maths(it.tree(body)), place))
    return rows


def has_sum(it: TensorBoard, gradient: Gradient) -> bool:
    """Whether a sum is left in the entries of a gradient: not in that of a bias, or of σ(z)."""
    return any(isinstance(node, Summed) for node in postorder(with_index(it.scope, gradient.compact, gradient.shape)))


def _running(it: TensorBoard, gradient: Gradient, summed: bool) -> Text:
    """What the index of the first sum runs through, or that one term of it is left."""
    users = [c.user for c in gradient.contributions if it.shape(c.user)]
    if not users or len(it.shape(users[0])) > 1:
        return ()
    letter, last = sympy.Symbol("ijkmnp"[len(gradient.shape)]), it.shape(users[0])[0]
    if not summed and gradient.shape:
        return it.fill("comment.only", index=letter, other=sympy.Symbol("i"))
    return it.fill("comment.runs-two" if last == 2 else "comment.runs", index=letter, last=str(last))


def _written_out(it: TensorBoard, gradient: Gradient, array: Array) -> list[Row]:
    """Every entry of a vector in a row of its own; a matrix as a matrix."""
    match len(array.shape):
        case 1 if not has_sum(it, gradient):
            return []
        case 1 if array.shape[0] <= ROWS:
            pairs = zip(places(array.shape), array.data, strict=True)
            return [Row(maths(it.rate(gradient.name, place)), maths(it.tree(tree))) for place, tree in pairs]
        case 2:
            matrix = turned(array) if it.layout.name == "numerator" else array
            return [Row(maths(it.rate(gradient.name)), maths(it.tree(grid(matrix))))]
    return []


# Jacobians


def jacobians(it: TensorBoard) -> None:
    """Every Jacobian between two vectors; of a vector by a matrix one matrix an output, and their sum."""
    order = list(it.found.problem.system.order)
    pairs = sorted(((user, g) for g in it.found.found for user in _users(it, g)), key=lambda pair: order.index(pair[0]))
    vectors = [rows for user, gradient in pairs if len(gradient.shape) == 1 and (rows := _jacobian(it, user, gradient))]
    matrices = [(user, gradient) for user, gradient in pairs if len(gradient.shape) > 1]
    if not vectors and not matrices:
        return
    it.board.heading("tensor.section.jacobians-turned" if it.layout.jacobian_is_turned else "tensor.section.jacobians")
    for rows in vectors:
        it.board.rows(*rows)
    for user, gradient in matrices:
        _matrices(it, user, gradient)


def _users(it: TensorBoard, gradient: Gradient) -> list[Name]:
    """The vectors a letter stands in."""
    users = dict.fromkeys(contribution.user for contribution in gradient.contributions)
    return [user for user in users if len(it.shape(user)) == 1]


def _jacobian(it: TensorBoard, user: Name, gradient: Gradient) -> list[Row]:
    """∂z/∂x = W = (W₁₁ …)"""
    left = maths(it.slope(user, gradient.name))
    array, compact = jacobian(it.found, user, gradient.name), _compact(it, user, gradient)
    outside, inside = it.shape(user), gradient.shape
    if it.layout.jacobian_is_turned:
        array = turned(array) if array else None
        compact = build.transposed(compact) if compact is not None else None
        outside, inside = inside, outside
    size = (f"{shown(outside)}×{shown(inside)}",)
    rows = [Row(left, it.maths(compact), size)] if compact is not None else []
    if array is not None and compact != sympy.Symbol("I"):
        rows.append(Row(EMPTY if rows else left, maths(it.tree(grid(array))), () if rows else size))
    return rows


def _compact(it: TensorBoard, user: Name, gradient: Gradient) -> Any:
    """The Jacobian as a formula: W for z = W x, diag(σ′(z)) for a = σ(z), I for z = … + b."""
    trees = [contribution.tree for contribution in gradient.contributions if contribution.user == user]
    upstream = next((g.letter for g in it.found.found if g.name == user), it.found.upstream)
    if len(trees) != 1 or trees[0] == ONE:
        return None
    match trees[0]:
        case Matmul(args=(flipped, last)) if last == upstream and upstream not in symbols(flipped):
            return None if build.transposed(flipped) in it.found.shown else build.transposed(flipped)
        case Hadamard(args=(first, slope)) if first == upstream and upstream not in symbols(slope):
            return Apply("diag", slope)
        case tree if tree == upstream:
            return sympy.Symbol("I")
    return None


def _matrices(it: TensorBoard, user: Name, gradient: Gradient) -> None:
    """∂z₁/∂W, ∂z₂/∂W, …, and ∂L/∂W = Σⱼ ∂L/∂zⱼ ∂zⱼ/∂W."""
    j = sympy.Symbol("j")
    it.say("why.sum-of-matrices", slopes=it.slope(user, gradient.name, (j,)))
    array = jacobian(it.found, user, gradient.name)
    terms: list[tuple[Any, Any]] = []
    for i, part in enumerate(array.slices() if array else (), 1):
        slope = it.slope(user, gradient.name, (i,))
        matrix = turned(part) if it.layout.name == "numerator" and turns(part.shape) else part
        if len(part.shape) == 2:
            it.board.rows(Row(maths(slope), maths(it.tree(grid(matrix)))))
        terms.append((it.arriving(user, (i,)), slope))
    total = Summed(Times(it.arriving(user, (j,)), it.slope(user, gradient.name, (j,))), j)
    rows = [Row(maths(it.rate(gradient.name)), maths(total))]
    if terms:
        rows.append(Row(EMPTY, maths(Plus(*[Times(*term) for term in terms]))))
    it.board.rows(*rows)


# Tensors


def flattened(it: TensorBoard) -> None:
    """The order of the entries of a tensor of three and more directions, and its gradient folded back."""
    for gradient in it.shown:
        if len(gradient.shape) < 3:
            continue
        index = index_of(gradient.shape)
        it.board.heading("tensor.section.flat", name=gradient.name)
        it.say(
            "why.flat",
            directions=str(len(gradient.shape)),
            name=gradient.name,
            entry=entry(gradient.name, tuple(map(str, index))),
            place=_place(gradient.shape),
        )
        if count(gradient.shape) <= SMALL:
            pairs = enumerate(places(gradient.shape), 1)
            it.board.blocks.append(Definitions(tuple(maths(entry(gradient.name, place), "→", sympy.Integer(p)) for p, place in pairs)))
        array = written_out(it.scope, gradient.compact)
        if array is not None and len(array.shape) == 3:
            names = [it.rate(gradient.name, (i, "·", "·")) for i in range(1, array.shape[0] + 1)]
            it.board.rows(*(Row(maths(name), maths(it.tree(grid(part)))) for name, part in zip(names, array.slices(), strict=True)))


def _place(shape: Shape) -> Maths:
    """6(i − 1) + 2(j − 1) + k"""
    index = index_of(shape)
    parts: list[Any] = []
    for n, letter in enumerate(index[:-1]):
        width = count(shape[n + 1 :])
        parts += [*(["+"] if parts else []), sympy.Integer(width), "(", letter, "−", ONE, ")"]
    return maths(*parts, "+", index[-1])
