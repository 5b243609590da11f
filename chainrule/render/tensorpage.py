"""The page on arrays: what is given, forward with shapes, the compact rule with shapes, and how it was checked.

    z = W x              (2×3)(3) → 2
    ∂L/∂x = Wᵀ δ         (3×2)(2) → 3

Reasons, indices, Jacobians and numbers are written by the modules beside this one. It knows tensor derivations and
keys of sentences; it must not know formats, and computes no derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.expression.arrays import Hadamard, Matmul, Transposed
from chainrule.expression.constants import ONE
from chainrule.expression.written import Apply, Equals, Partial, Plus, Primed
from chainrule.graph.system import Name
from chainrule.render import lines, tensorentries, tensornumbers, tensorreasons
from chainrule.render.board import Board, size_of
from chainrule.render.page import EMPTY, Definitions, Heading, Page, Row, Sentence, Text, Title, maths
from chainrule.render.tensorlines import TensorBoard, bare, bound, sized
from chainrule.tensors.derive import TensorDerivation
from chainrule.tensors.gradients import Gradient
from chainrule.tensors.shapes import count, shown
from chainrule.words import Words

NAMED = 4
"""So many gradients stand in the title."""
TITLE = 40
"""Definitions of more symbols than this do not stand in the title together."""


@dataclass(frozen=True, slots=True)
class TensorHeads:
    """What the page says besides the derivation: how the input was read, the detail."""

    notes: tuple[str, ...] = ()
    detail: str = "normal"


def page(derivation: TensorDerivation, heads: TensorHeads, words: Words) -> Page:
    """The whole page."""
    it = TensorBoard(derivation, Board(words, heads.detail))
    title(it, heads.notes)
    forward(it)
    backward(it)
    if heads.detail != "brief":
        tensorentries.indices(it)
        tensorentries.jacobians(it)
        tensorentries.flattened(it)
    if derivation.numbers is not None:
        tensornumbers.numbers(it, derivation.numbers)
    close(it)
    return tuple(it.board.blocks)


def title(it: TensorBoard, notes: tuple[str, ...]) -> None:
    """The definitions as they were typed, what is asked for, the shapes of the inputs."""
    asked = it.derivation.asked
    problem = lines.listed([maths(Equals(name, tree)) for name, tree in asked.system.definitions])
    if asked.layered or size_of(problem) > TITLE:
        problem = maths(Equals(asked.output, asked.system.formula[asked.output]))
    it.board.blocks.append(Title(problem, _task(it)))
    it.board.blocks.extend(Sentence((note,), "note") for note in notes)
    given = [*asked.inputs, *(name for name, tree in asked.system.definitions if getattr(tree, "name", "") in asked.scope.maps)]
    it.board.blocks.append(Definitions(tuple(sized(name, it.shape(name)) for name in given if it.shape(name))))


def _task(it: TensorBoard) -> Text:
    """Find ∂L/∂W, ∂L/∂x."""
    asked = it.derivation.asked
    if asked.layered and len(asked.wanted) > NAMED:
        weights, biases = (it.rate(sympy.Symbol(f"{name}^(l)")) for name in ("W", "b"))
        return it.fill("title.network", weights=weights, biases=biases)
    if len(asked.wanted) > NAMED:
        return it.fill("title.several", output=asked.output)
    return it.fill("title.find", gradients=lines.listed([maths(it.slope(asked.output, name)) for name in asked.wanted]))


# Forward


def forward(it: TensorBoard) -> None:
    """Every definition in order, with its shapes."""
    it.board.heading("tensor.section.forward")
    formula = it.found.problem.system.formula
    it.rows(*(Row(maths(name), it.maths(formula[name]), _sizes(it, name, formula[name])) for name in it.found.problem.system.order))


def _sizes(it: TensorBoard, name: Name, tree: Any) -> Text:
    """The shapes of a definition, and what its function does."""
    shape = it.shape(name)
    if not shape or not isinstance(tree, Apply) or tree.name in it.scope.maps:
        return (it.sizes(tree, it.scope),)
    match tree.name:
        case "softmax":
            return it.fill("comment.softmax", shape=shown(shape))
        case "vec":
            return it.fill("comment.flattened", shape=shown(it.scope.shape(tree.arguments[0])), count=str(count(shape)))
    return it.fill("comment.entrywise", shape=shown(shape), function=bare(tree))


# Backward


def backward(it: TensorBoard) -> None:
    """Every gradient from the output to the inputs: the law, worked out, each with its shapes."""
    it.board.heading("tensor.section.backward", output=it.found.loss)
    if it.found.upstream != ONE:
        it.say("why.any-number", "why", output=it.found.problem.output, loss=it.found.loss, letter=it.tree(it.found.upstream))
    it.rows(*(row for gradient in it.shown for row in _rows(it, gradient)))
    if it.board.detail != "brief":
        _recursion(it)
        tensorreasons.reasons(it)
        tensorreasons.conventions(it)


def _rows(it: TensorBoard, gradient: Gradient) -> list[Row]:
    """∂L/∂x = (∂z/∂x)ᵀ ∂L/∂z = Wᵀ δ; what is worked out or put in stands below."""
    rate = maths(it.rate(gradient.name))
    forms = it.layout.forms(gradient)
    if it.board.detail != "full" and len(forms) > 2:
        forms = [forms[0], forms[-1]]
    if it.board.detail == "brief":
        forms = forms[-1:]
    rows: list[Row] = []
    if tensorreasons.linear(it, gradient) and it.board.detail != "brief":
        user = gradient.contributions[0].user
        rows.append(Row(rate, maths(it.layout.through(user, gradient.name, it.rate(user)))))
    for i, tree in enumerate(forms):
        rows.append(Row(EMPTY if rows else rate, it.maths(tree), (it.sizes(tree, it.layout.scope),) if i == 0 else ()))
    if gradient.letter not in it.found.shown:
        last = rows[-1]
        called = it.fill("comment.called", letter=gradient.letter)
        rows[-1] = Row(last.left, last.right, it.board.listed([text for text in (last.comment, called) if text]))
    return rows


def _recursion(it: TensorBoard) -> None:
    """The rule that is the same in every layer of a network."""
    problem = it.found.problem
    layers = {name.name for name in problem.system.formula if name.name.startswith("z")}
    if not problem.layered or len(layers) < 2:
        return
    W, b, z, a, d = (sympy.Symbol(f"{letter}^(l)") for letter in ("W", "b", "z", "a", "delta"))
    above, before, delta = sympy.Symbol("W^(l+1)"), sympy.Symbol("a^(l-1)"), sympy.Symbol("delta^(l+1)")
    slope = Primed("f", (1,), z)
    rules = [
        (Equals(z, Plus(Matmul(W, before), b)), Equals(a, Apply("f", z))),
        (Equals(d, Hadamard(Matmul(Transposed(above), delta), slope)),),
        (Equals(Partial(it.found.loss, W, 1), Matmul(d, Transposed(before))), Equals(Partial(it.found.loss, b, 1), d)),
    ]
    if it.layout.name == "numerator":
        rules[1] = (Equals(d, Hadamard(Matmul(delta, above), Transposed(slope))),)
        rules[2] = (Equals(Partial(it.found.loss, W, 1), Matmul(before, d)), Equals(Partial(it.found.loss, b, 1), d))
    it.board.blocks.append(Heading(None, it.fill("section.layers")))
    for rule in rules:
        it.board.blocks.append(Definitions(tuple(maths(equation) for equation in rule)))


# The end


def close(it: TensorBoard) -> None:
    """Whether everything was checked."""
    check = it.derivation.check
    if it.found.layered.targets:
        it.say("close.targets", "condition", targets=lines.listed([maths(name) for name in it.found.layered.targets]))
    match check.verified:
        case True:
            it.say("close.checked", "checked", points=str(check.points), compared=str(check.compared), largest=bound(check.largest))
        case False:
            it.say("close.failed", "doubt", failed=", ".join(check.failed))
        case None:
            it.say("close.undecided", "doubt")
