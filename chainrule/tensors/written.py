"""Formulas entry by entry: with indices and Σ, written out, as Jacobians, and in terms of the inputs alone.

    ∂L/∂xᵢ = Σⱼ Wⱼᵢδⱼ        ∂L/∂x₁ = W₁₁δ₁ + W₂₁δ₂        ∂z/∂x = (W₁₁ W₁₂ …)

Written out only while small. This module knows gradients and entries; it must not know words or how anything looks.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.expression.arrays import Summed
from chainrule.expression.constants import ONE, ZERO
from chainrule.expression.written import Apply, Partial, Plus, Times, operands, postorder
from chainrule.graph.system import SYMBOLS, Name
from chainrule.tensors import arrays, forward, letters
from chainrule.tensors.arrays import Array
from chainrule.tensors.back import slopes_of
from chainrule.tensors.gradients import Gradient, Gradients, pulled_back, worked_out
from chainrule.tensors.scalars import SIZES, TREES, VALUES, Scalars
from chainrule.tensors.scope import INDICES, Scope, Values, free
from chainrule.tensors.shapes import NUMBER, Shape, count

SMALL = 36
"""Arrays with more entries than this are not written out."""
LONG = 60
"""Nor are entries with more symbols than this."""


def index_of(shape: Shape) -> tuple[Name, ...]:
    """The letters of an index: i, j, k."""
    return tuple(sympy.Symbol(INDICES[i]) for i in range(len(shape)))


def with_index(scope: Scope, tree: Any, shape: Shape) -> Any:
    """The entry i, j, … of a formula, sums with Σ."""
    return scope.entry(tree, index_of(shape))


def chain_sum(found: Gradients, gradient: Gradient) -> Any:
    """∂L/∂xᵢ = Σⱼ ∂L/∂zⱼ ∂zⱼ/∂xᵢ, added over the definitions x stands in; ``None`` where x stands in the output alone."""
    index = index_of(gradient.shape)
    mine = letters.entry(gradient.name, tuple(map(str, index)))
    terms = []
    for user in dict.fromkeys(contribution.user for contribution in gradient.contributions):
        if user == found.problem.output and found.upstream == ONE:
            terms.append(Partial(user, mine, 1))
            continue
        fresh = free(index)
        inside = tuple(next(fresh) for _ in found.scope.shapes.get(user, NUMBER))
        above = found.scope.letter(user, inside)
        term: Any = Times(Partial(found.loss, above, 1), Partial(above, mine, 1))
        for letter in reversed(inside):
            term = Summed(term, letter)
        terms.append(term)
    if all(isinstance(term, Partial) for term in terms):
        return None
    return Plus(*terms) if len(terms) > 1 else terms[0]


def written_out(scope: Scope, tree: Any) -> Array | None:
    """The entries of a formula in entries of its letters; ``None`` where that would be long.

    >>> from chainrule.expression.arrays import Matmul
    >>> W, x = sympy.symbols("W x")
    >>> written_out(Scope({W: (2, 2), x: (2,)}), Matmul(W, x)).data
    (W_{11}*x_{1} + W_{12}*x_{2}, W_{21}*x_{1} + W_{22}*x_{2})
    """
    shape = scope.shape(tree)
    used = [node for node in postorder(tree) if isinstance(node, sympy.Symbol)]
    if count(shape) > SMALL or any(count(scope.shapes.get(name, NUMBER)) > 16 * SMALL for name in used):
        return None
    sizes = {name: Array(s, (1,) * count(s)) for name in used for s in [scope.shapes.get(name, NUMBER)]}
    if max(scope.value(tree, SIZES, sizes).data) > LONG:
        return None
    return scope.value(tree, TREES, {name: scope.written(name) for name in used})


def jacobian(found: Gradients, user: Name, name: Name) -> Array | None:
    """∂(user)/∂(name), one component of the user after the other; ``None`` where that would be long.

    Each component is the way back with a 1 reaching it alone.
    """
    scope = found.scope
    outside, inside = scope.shapes.get(user, NUMBER), scope.shapes.get(name, NUMBER)
    if count(outside) * count(inside) > SMALL:
        return None
    letter = sympy.Symbol("∂·/∂·")
    wider = Scope({**scope.shapes, letter: outside}, scope.maps, scope.shown)
    trees = [tree for leaf, tree in pulled_back(found.problem.system.formula[user], letter, wider) if leaf == name]
    whole = worked_out(Plus(*trees) if len(trees) > 1 else trees[0], wider, found.values)
    used = [node for node in postorder(whole) if isinstance(node, sympy.Symbol) and node != letter]
    known = {node: wider.written(node) for node in used}
    rows = []
    for place in range(count(outside)):
        seed = Array(outside, tuple(ONE if i == place else ZERO for i in range(count(outside))))
        rows.append(wider.value(whole, TREES, {**known, letter: seed}))
    return Array((*outside, *inside), tuple(entry for row in rows for entry in row.data))


# In terms of the inputs


def answers(found: Gradients) -> dict[Name, Array | None]:
    """The gradients by the letters asked for, entry by entry in entries of the inputs, as ordinary SymPy.

    Of an output that is no number the Jacobians: its shape first. ``None`` where an entry would have more than
    ``SYMBOLS`` symbols or there are more than ``SMALL`` entries.
    """
    wanted = found.problem.wanted
    outside = found.scope.shapes.get(found.problem.output, NUMBER)
    small = {name: count(outside) * count(found.scope.shapes.get(name, NUMBER)) <= SMALL for name in wanted}
    if not any(small.values()) or any(count(found.scope.shapes.get(name, NUMBER)) > 16 * SMALL for name in found.problem.inputs):
        return dict.fromkeys(wanted)
    sizes = _closed(found, SIZES, lambda name, shape: Array(shape, (1,) * count(shape)))
    fits = {name: small[name] and all(max(row[name].data) <= SYMBOLS for row in sizes) for name in wanted}
    if not any(fits.values()):
        return dict.fromkeys(wanted)
    rows = _closed(found, VALUES, lambda name, shape: arrays.filled(shape, lambda place: letters.data_entry(name, place)))
    return {
        name: Array((*outside, *rows[0][name].shape), tuple(entry for row in rows for entry in row[name].data)) if fits[name] else None
        for name in wanted
    }


def _closed(found: Gradients, scalars: Scalars, letter: Any) -> list[dict[Name, Array]]:
    """The gradients with everything put in, one for each component of the output."""
    scope, system = found.scope, found.problem.system
    values: dict[Name, Array] = {name: letter(name, scope.shapes.get(name, NUMBER)) for name in found.problem.inputs}
    for name in system.order:
        if all(part in values for part in system.uses[name]):
            values[name] = scope.value(system.formula[name], scalars, values)
    for name, tree in system.definitions:
        for i, part in enumerate(operands(tree) if isinstance(tree, Apply) and tree.name in scope.maps else ()):
            below = [scope.value(operand, scalars, values) for operand in operands(tree)]
            values[slopes_of(tree, i)] = forward.slopes(scalars, tree, below, scope.shapes[name], i)
            assert part is not None
    outside = scope.shapes.get(found.problem.output, NUMBER)
    rows = []
    for place in range(count(outside)):
        known: Values = dict(values)
        if isinstance(found.upstream, sympy.Symbol):
            seed = [scalars.constant(ONE if i == place else ZERO) for i in range(count(outside))]
            known = {**known, found.upstream: Array(outside, tuple(seed))}
        gradients: dict[Name, Array] = {}
        for gradient in found.found:
            gradients[gradient.name] = scope.value(gradient.worked, scalars, known)
            known = {**known, gradient.letter: gradients[gradient.name]}
        rows.append(gradients)
    return rows
