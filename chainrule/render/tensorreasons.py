"""Why the compact rule looks as it does: the transpose, the column times the row, the layout.

    Wᵀ δ     the shapes ask for it, and the sum runs down a column of W
    δ xᵀ     every entry of W meets one entry of x and goes into one entry of z

This module knows gradients and keys of sentences; it must not know formats, and computes no derivatives.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.expression.arrays import Hadamard, Matmul, Nabla, Transposed
from chainrule.expression.constants import number
from chainrule.expression.written import Apply, Equals, Plus, postorder
from chainrule.graph.system import Name
from chainrule.render.page import maths
from chainrule.render.tensorlines import TensorBoard, bare
from chainrule.tensors import build
from chainrule.tensors.gradients import Gradient
from chainrule.tensors.letters import entry
from chainrule.tensors.shapes import shown
from chainrule.tensors.sizes import sizes


def reasons(it: TensorBoard) -> None:
    """Each reason once, at the first gradient that gives rise to it."""
    forms = [form for gradient in it.shown for form in it.layout.forms(gradient)]
    if any(isinstance(node, Hadamard) for node in postorder(*forms)):
        it.say("why.entrywise", odot="⊙")
    it.say("why.numerator" if it.layout.name == "numerator" else "why.shape")
    for reason in (_transpose, _outer, _mapping):
        next((True for gradient in _wanted_first(it) if reason(it, gradient)), False)
    several = next((gradient for gradient in it.shown if len(gradient.contributions) > 1), None)
    if several is not None:
        it.say("why.paths", name=several.name, output=it.found.loss)
    for target in it.found.layered.targets:
        it.say("why.target", target=target)
    nodes = postorder(*(gradient.compact for gradient in it.shown))
    step = next((node for node in nodes if isinstance(node, Apply) and node.name == "step"), None)
    one = next((node for node in nodes if _counts_for_every_entry(it, node)), None)
    if one is not None:
        it.say("why.one", formula=one)
    ones = next((node for node in nodes if isinstance(node, Apply) and node.name == "ones"), None)
    if ones is not None:
        it.say("why.ones", ones=it.maths(ones))
    if step is not None:
        it.say("why.step", step=bare(step), function="ReLU")


def _counts_for_every_entry(it: TensorBoard, node: Any) -> bool:
    """1 − a of an array a."""
    return isinstance(node, Plus) and number(node.args[0]) is not None and bool(it.scope.shape(node))


def _wanted_first(it: TensorBoard) -> list[Gradient]:
    return sorted(it.shown, key=lambda gradient: gradient.name not in it.found.problem.wanted)


def linear(it: TensorBoard, gradient: Gradient) -> bool:
    """Whether a gradient is Aᵀ δ: that of a vector from which another comes by a matrix."""
    if len(gradient.contributions) != 1 or len(gradient.shape) != 1:
        return False
    user, tree = gradient.contributions[0].user, gradient.law
    formula = it.found.problem.system.formula[user]
    through = isinstance(tree, Matmul) and isinstance(tree.args[1], sympy.Symbol)
    return through and len(it.shape(user)) == 1 and isinstance(formula, Plus | Matmul)


def _transpose(it: TensorBoard, gradient: Gradient) -> bool:
    """Aᵀ δ: the shapes, and the sum down a column."""
    if not linear(it, gradient):
        return False
    flipped, upstream = gradient.law.args
    matrix = build.transposed(flipped)
    if not isinstance(matrix, sympy.Symbol):
        return False
    user = gradient.contributions[0].user
    form = it.layout.gradient(gradient.law, gradient.shape)
    it.say(
        "why.transpose-numerator" if it.layout.name == "numerator" else "why.transpose",
        rule=it.maths(form),
        upstream=it.maths(upstream),
        gradient=it.rate(gradient.name),
        m=shown(it.shape(user)),
        n=shown(gradient.shape),
        user=user,
        name=gradient.name,
        sizes=sizes(form, it.layout.scope),
        first=entry(gradient.name, (1,)),
        matrix=matrix,
        flipped=Transposed(matrix),
    )
    if it.layout.name == "mixed":
        _nabla(it, user, gradient.name)
    return True


def _nabla(it: TensorBoard, user: Name, name: Name) -> None:
    """∇ₓL = (∂z/∂x)ᵀ ∇_z L"""
    by, above = (Nabla(it.found.loss, letter) for letter in (name, user))
    it.say("why.nabla", rule=maths(Equals(by, Matmul(Transposed(it.slope(user, name)), above))))


def _outer(it: TensorBoard, gradient: Gradient) -> bool:
    """δ xᵀ: one product for every entry."""
    tree = gradient.law
    if len(gradient.contributions) != 1 or len(gradient.shape) != 2 or not isinstance(tree, Matmul):
        return False
    left, right = tree.args
    user = gradient.contributions[0].user
    letters = isinstance(left, sympy.Symbol) and isinstance(right, Transposed) and isinstance(right.args[0], sympy.Symbol)
    if not letters or len(it.shape(user)) != 1:
        return False
    i, j = 1, min(2, gradient.shape[1])
    it.say(
        "why.outer",
        rule=it.maths(it.layout.gradient(tree, gradient.shape)),
        entry=entry(gradient.name, (i, j)),
        inside=entry(right.args[0], (j,)),
        outside=entry(user, (i,)),
        product=maths(build.times([it.arriving(user, (i,)), entry(right.args[0], (j,))])),
    )
    return True


def _mapping(it: TensorBoard, gradient: Gradient) -> bool:
    """(∂y/∂x)ᵀ ∂z/∂y of an unknown function: a row for each output."""
    tree = gradient.law
    if it.layout.name != "mixed" or not (isinstance(tree, Matmul) and isinstance(tree.args[0], Transposed)):
        return False
    slopes, user = tree.args[0].args[0], gradient.contributions[0].user
    if slopes not in it.found.shown:
        return False
    it.say(
        "why.map",
        slopes=it.maths(slopes),
        user=user,
        name=gradient.name,
        gradient=it.rate(gradient.name),
        m=shown(it.shape(user)),
        n=shown(gradient.shape),
        sizes=sizes(tree, it.scope),
    )
    _nabla(it, user, gradient.name)
    return True


CONVENTIONS = {"mixed": "why.mixed", "numerator": "why.layout-numerator", "denominator": "why.layout-denominator"}


def conventions(it: TensorBoard) -> None:
    """The layout, and how to have another."""
    vectors = sorted((gradient for gradient in it.found.found if len(gradient.shape) == 1), key=lambda g: not linear(it, g))
    pairs = [(c.user, gradient.name) for gradient in vectors for c in gradient.contributions if len(it.shape(c.user)) == 1]
    if pairs:
        it.say(CONVENTIONS[it.layout.name], slopes=it.slope(*pairs[0]))
