"""The same entry by entry: sums over indices, Jacobians with their entries, tensors flattened and folded back.

    ∂L/∂xᵢ = Σⱼ ∂L/∂zⱼ × ∂zⱼ/∂xᵢ = Σⱼ Wⱼᵢδⱼ        ∂L/∂x₁ = W₁₁δ₁ + W₂₁δ₂
    ∂z/∂x = (W₁₁ W₁₂ …)        ∂L/∂W = Σⱼ δⱼ ∂zⱼ/∂W

This module knows gradients and keys of sentences; it must not know formats, and computes no derivatives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from chainrule.expression.arrays import Hadamard, Matmul, Nabla, Summed
from chainrule.expression.constants import ONE
from chainrule.expression.notation.names import layered
from chainrule.expression.written import Apply, Equals, Partial, Plus, Times, postorder, symbols
from chainrule.graph.system import Name
from chainrule.render.page import EMPTY, Definitions, Maths, Row, Text, maths
from chainrule.render.tensorlines import TensorBoard, grid, narrow, turned
from chainrule.tensors import build
from chainrule.tensors.arrays import Array
from chainrule.tensors.entries import PLACE
from chainrule.tensors.gradients import Gradient, worked_out
from chainrule.tensors.layout import turns
from chainrule.tensors.letters import entry
from chainrule.tensors.shapes import Shape, count, places, shown
from chainrule.tensors.written import SMALL, chain_sum, index_of, jacobian, with_index, written_out

ROWS = 7
"""A vector with more entries is not written out row by row."""
DIAGONAL = 3
"""A diagonal Jacobian with more rows is not written as a matrix."""
UNIT = sympy.Symbol("I")
LAYERS = 2
"""So many layers of a network are written with indices."""


# Indices


def indices(it: TensorBoard) -> None:
    """The index form of every gradient, written out where it is small; of a deep network the last layers."""
    it.board.heading("tensor.section.index")
    cut = False
    for gradient in _chosen(it):
        array = written_out(it.scope, _form(it, gradient))
        it.rows(*_with_index(it, gradient), *(_written_out(it, gradient, array) if array else ()))
        cut |= array is None and _has_sum(it, gradient, gradient.worked)
    if len(_chosen(it)) < len(it.shown):
        it.say("why.layers-below")
    if cut:
        it.say("why.large", limit=str(SMALL))


def _chosen(it: TensorBoard) -> Sequence[Gradient]:
    """All gradients; of a network, unless in full detail, those of its last layers."""
    if not it.found.problem.layered or it.board.detail == "full":
        return it.shown
    layers = sorted({int(mark) for g in it.shown if (mark := _layer(g.name))})[-LAYERS:]
    return [g for g in it.shown if not _layer(g.name) or int(_layer(g.name)) in layers]


def _layer(name: Name) -> str:
    return layered(name.name.partition("_")[0])[1]


def _form(it: TensorBoard, gradient: Gradient) -> Any:
    """The form that is written with indices: with the gradients above put in where that brings in no sum."""
    folded = isinstance(gradient.worked, Apply) and gradient.worked.name == "fold"
    shorter = _has_sum(it, gradient, gradient.compact) and not _has_sum(it, gradient, gradient.worked)
    return gradient.worked if folded or shorter else gradient.compact


def _has_sum(it: TensorBoard, gradient: Gradient, tree: Any) -> bool:
    """Whether a sum is left in the entries: not in those of a bias, or of σ(z)."""
    return any(isinstance(node, Summed) for node in postorder(with_index(it.scope, tree, gradient.shape)))


def _with_index(it: TensorBoard, gradient: Gradient) -> list[Row]:
    """∂L/∂xᵢ = Σⱼ ∂L/∂zⱼ × ∂zⱼ/∂xᵢ = Σⱼ Wⱼᵢδⱼ"""
    index = index_of(gradient.shape)
    left = maths(it.rate(gradient.name, index))
    chain = chain_sum(it.found, gradient)
    rows = [Row(left, maths(chain), _running(it, gradient))] if chain is not None else []
    unknown = any(getattr(it.found.problem.system.formula[c.user], "name", "") in it.scope.maps for c in gradient.contributions)
    if chain is None or not unknown:
        body = with_index(it.scope, _form(it, gradient), gradient.shape)
        folded = isinstance(gradient.worked, Apply) and gradient.worked.name == "fold"
        place = it.fill("comment.place", entry=entry(gradient.name, tuple(map(str, index))), name=gradient.name) if folded else ()
        rows.append(Row(EMPTY if rows else left, maths(it.tree(body)), place))
    return rows


def _running(it: TensorBoard, gradient: Gradient) -> Text:
    """What the index of the first sum runs through, or that one term of it is left."""
    users = [c.user for c in gradient.contributions if it.shape(c.user)]
    if not users or len(it.shape(users[0])) > 1:
        return ()
    letter, last = sympy.Symbol("ijkmnp"[len(gradient.shape)]), it.shape(users[0])[0]
    if gradient.shape and len(users) == 1 and not _has_sum(it, gradient, gradient.worked):
        folded = isinstance(gradient.worked, Apply) and gradient.worked.name == "fold"
        return it.fill("comment.only", index=letter, other=PLACE if folded else sympy.Symbol("i"))
    return it.fill("comment.runs-two" if last == 2 else "comment.runs", index=letter, last=str(last))


def _written_out(it: TensorBoard, gradient: Gradient, array: Array) -> list[Row]:
    """Every entry of a vector in a row of its own; a matrix as a matrix."""
    match len(array.shape):
        case 1 if array.shape[0] <= ROWS and _has_sum(it, gradient, _form(it, gradient)):
            pairs = zip(places(array.shape), array.data, strict=True)
            return [Row(maths(it.rate(gradient.name, place)), maths(it.tree(tree))) for place, tree in pairs]
        case 2 if narrow(array.map(it.tree)):
            matrix = turned(array) if it.layout.name == "numerator" else array
            return [Row(maths(it.rate(gradient.name)), maths(it.tree(grid(matrix))))]
        case 2 if len(array.data) <= ROWS:
            pairs = zip(places(array.shape), array.data, strict=True)
            return [Row(maths(it.rate(gradient.name, place)), maths(it.tree(tree))) for place, tree in pairs]
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
        it.rows(*rows)
    if matrices:  # one of them says it all
        _matrices(it, *min(matrices, key=lambda pair: count(it.shape(pair[0])) * count(pair[1].shape)))


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
        compact = compact if compact is None or isinstance(compact, Apply) or compact == UNIT else build.transposed(compact)
        outside, inside = inside, outside
    size = (f"{shown(outside)}×{shown(inside)}",)
    rows = [Row(left, it.maths(compact), size)] if compact is not None else []
    diagonal = isinstance(compact, Apply)
    if diagonal:
        worked = Apply("diag", worked_out(compact.arguments[0], it.scope, it.found.values))
        rows += [Row(EMPTY, it.maths(worked))] if worked != compact else []
    wide = array is None or not narrow(array.map(it.tree)) or (diagonal and array.shape[0] > DIAGONAL)
    if array is not None and compact != UNIT and not wide:
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
            return UNIT
    return None


def _matrices(it: TensorBoard, user: Name, gradient: Gradient) -> None:
    """∂z₁/∂W, ∂z₂/∂W, …, and ∂L/∂W = Σⱼ ∂L/∂zⱼ ∂zⱼ/∂W."""
    j = sympy.Symbol("j")
    it.say("why.sum-of-arrays", slopes=it.slope(user, gradient.name, (j,)), name=gradient.name)
    unknown = getattr(it.found.problem.system.formula[user], "name", "") in it.scope.maps
    array = None if unknown else jacobian(it.found, user, gradient.name)
    terms: list[tuple[Any, Any]] = []
    for i, part in enumerate(array.slices() if array else (), 1):
        slope = it.slope(user, gradient.name, (i,))
        matrix = turned(part) if it.layout.name == "numerator" and turns(part.shape) else part
        if len(part.shape) == 2 and narrow(part.map(it.tree)):
            it.rows(Row(maths(slope), maths(it.tree(grid(matrix)))))
        terms.append((it.arriving(user, (i,)), slope))
    total = Summed(Times(it.arriving(user, (j,)), it.slope(user, gradient.name, (j,))), j)
    rows = [Row(maths(it.rate(gradient.name)), maths(total))]
    if terms:
        rows.append(Row(EMPTY, maths(Plus(*[Times(*term) for term in terms]))))
    it.rows(*rows)
    if it.layout.name == "mixed":
        body = Times(Partial(it.found.loss, entry(user, ("j",)), 1), Nabla(entry(user, ("j",)), gradient.name))
        it.say("why.nabla", rule=maths(Equals(Nabla(it.found.loss, gradient.name), Summed(body, j))))


# Tensors


def flattened(it: TensorBoard) -> None:
    """The order of the entries of a tensor of three and more directions, and its gradient folded back."""
    told: set[Shape] = set()
    for gradient in it.shown:
        if len(gradient.shape) < 3:
            continue
        if gradient.shape not in told:
            told.add(gradient.shape)
            _order(it, gradient)
        array = written_out(it.scope, gradient.compact)
        if array is not None and len(array.shape) == 3:
            names = [it.rate(gradient.name, (i, "j", "k")) for i in range(1, array.shape[0] + 1)]
            it.rows(*(Row(maths(name), maths(it.tree(grid(part)))) for name, part in zip(names, array.slices(), strict=True)))


def _order(it: TensorBoard, gradient: Gradient) -> None:
    """The index map."""
    name, shape = gradient.name, gradient.shape
    letters = entry(name, tuple(map(str, index_of(shape))))
    it.board.heading("tensor.section.flat", name=name)
    it.say("why.flat", directions=str(len(shape)), name=name, entry=letters, place=_place(shape))
    if count(shape) <= SMALL:
        pairs = enumerate(places(shape), 1)
        it.board.blocks.append(Definitions(tuple(maths(entry(name, place), "→", sympy.Integer(p)) for p, place in pairs)))


def _place(shape: Shape) -> Maths:
    """6(i − 1) + 2(j − 1) + k"""
    index = index_of(shape)
    parts: list[Any] = []
    for n, letter in enumerate(index[:-1]):
        width = count(shape[n + 1 :])
        parts += [*(["+"] if parts else []), sympy.Integer(width), "(", letter, "−", ONE, ")"]
    return maths(*parts, "+", index[-1])
