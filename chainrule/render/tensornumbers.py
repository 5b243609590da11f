"""Every intermediate number: the inputs, the forward pass, the backward pass, and the comparison with differences.

    z₁ = 0.3·0.5 + 0.1·2 + 0.4 = 0.75         ∂L/∂W = δ xᵀ = (0.02 …)

This module knows numbers, gradients and keys of sentences; it must not know formats, and computes nothing but the
terms of sums that are already known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chainrule.expression.written import Apply, Minus, Partial, Plus, Primed, Times, operands, postorder, size
from chainrule.graph.system import Name
from chainrule.render.page import Heading, Maths, Part, Row, Table, joined, maths
from chainrule.render.tensorlines import TensorBoard, bare, bound, grid, number, rounded, turned
from chainrule.tensors.arrays import Array
from chainrule.tensors.derive import Numbers
from chainrule.tensors.gradients import worked_out
from chainrule.tensors.layout import turns
from chainrule.tensors.machine import Machine
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.shapes import places
from chainrule.tensors.written import written_out

WORKED = 6
"""A vector with more entries is not computed row by row."""
SUM = 40
"""Nor one whose sums have more symbols than this."""
CORNERS = frozenset(("relu", "abs", "step", "sign"))
"""Functions with a corner or a jump at 0."""


def numbers(it: TensorBoard, found: Numbers) -> None:
    """The whole section."""
    it.board.heading("tensor.section.numbers")
    it.rows(*(_array(it, maths(name), array) for name, array in found.point.items()))
    _forward(it, found)
    shape = it.shape(it.found.problem.output)
    if shape:
        _jacobian_numbers(it, found)
    else:
        _backward(it, found)
    _compared(it, found)


def _chapter(it: TensorBoard, key: str) -> None:
    it.board.blocks.append(Heading(None, it.fill(f"section.{key}")))


def _array(it: TensorBoard, left: Any, array: Array, formula: Any = None) -> Row:
    """left = formula = the numbers"""
    sign = rounded(array.data)
    tree = grid(array.map(number))
    if formula is None or it.tree(formula) == tree:
        return Row(left, maths(tree), relation=sign)
    return Row(left, maths(it.tree(formula), sign, tree))


# Forward


def _forward(it: TensorBoard, found: Numbers) -> None:
    """Every definition: sums term by term while they are short, then its numbers."""
    _chapter(it, "going-forward")
    values = found.passes[0].values
    known = _entries(it, values)
    system = it.found.problem.system
    rows: list[Row] = []
    for name in system.order:
        tree = system.formula[name]
        sums = _sums(it, tree, name, values[name], known)
        formula = tree if size(tree) <= SUM and not sums else None
        rows += [*sums, _array(it, maths(name), values[name], formula)]
    it.rows(*rows)
    _corners(it, values)


def _entries(it: TensorBoard, arrays: Mapping[Name, Array]) -> dict[Any, float]:
    """Every entry of every letter with its number."""
    found: dict[Any, float] = {}
    for name, array in arrays.items():
        if len(array.data) <= 16 * SUM:
            found |= {it.scope.letter(name, place): value for place, value in zip(places(array.shape), array.data, strict=True)}
    return found


def _sums(it: TensorBoard, tree: Any, name: Name, array: Array, known: Mapping[Any, float]) -> list[Row]:
    """z₁ = 0.3 × 0.5 + … = 0.75, one row an entry; nothing where no products are added, or many."""
    if len(array.shape) != 1 or array.shape[0] > WORKED:
        return []
    written = written_out(it.scope, tree)
    if written is None or max(map(size, written.data)) > SUM or not all(map(_adds_products, written.data)):
        return []
    rows = []
    for place, entry, value in zip(places(array.shape), written.data, array.data, strict=True):
        sum_ = joined(_substituted(entry, known), maths(rounded([value]), number(value)))
        rows.append(Row(maths(it.scope.letter(name, place)), sum_))
    return rows


def _adds_products(entry: Any) -> bool:
    """Whether an entry is a sum of products of letters, such as W₁₁x₁ + W₁₂x₂ + b₁."""
    terms = [term.args[0] if isinstance(term, Minus) else term for term in entry.args] if isinstance(entry, Plus) else []
    flat = [factor for term in terms for factor in (term.args if isinstance(term, Times) else (term,))]
    return any(isinstance(term, Times) for term in terms) and all(not operands(factor) or isinstance(factor, Partial) for factor in flat)


def _substituted(entry: Any, known: Mapping[Any, float]) -> Maths:
    """0.3 × 0.5 + 0.2 × (−0.8) + 0.1, the numbers of the letters in their places."""
    parts: list[Part] = []
    for term in entry.args:
        sign, body = ("−", term.args[0]) if isinstance(term, Minus) else ("+", term)
        parts += [(sign, None)] if parts or sign == "−" else []
        for i, factor in enumerate(body.args if isinstance(body, Times) else (body,)):
            value = number(known[factor]) if factor in known else factor
            bracketed: list[Part] = [("(", None), (value, None), (")", None)]
            parts += [*([("×", None)] if i else []), *(bracketed if isinstance(value, Minus) else [(value, None)])]
    return Maths(tuple(parts))


def _corners(it: TensorBoard, values: Mapping[Name, Array]) -> None:
    """Say where a function is taken exactly at its corner."""
    for node in postorder(*it.found.problem.system.formula.values()):
        if isinstance(node, Apply) and node.name in CORNERS and 0.0 in getattr(values.get(node.arguments[0]), "data", ()):
            it.say("why.kink", "doubt", function=bare(node))
            return


# Backward


def _backward(it: TensorBoard, found: Numbers) -> None:
    """Every gradient from the output to the inputs."""
    _chapter(it, "going-back")
    machine = Machine(it.found)
    known = machine.known(found.point)
    entries = _entries(it, known)
    rows: list[Row] = []
    for gradient in it.found.found:
        array = known[gradient.letter]
        if it.tree(gradient.law) == it.rate(gradient.name):
            rows.append(_array(it, maths(it.rate(gradient.name)), array))
            continue
        left = maths(it.rate(gradient.name)) if gradient.letter in it.found.shown else maths(gradient.letter)
        rows += [_slope(it, node, known) for node in postorder(gradient.law) if isinstance(node, Primed)]
        sums = _sums(it, gradient.worked, gradient.letter, array, entries)
        if it.layout.name == "numerator" and turns(array.shape):
            array, sums = turned(array), []
        formula = None if sums else it.layout.gradient(gradient.law, gradient.shape)
        rows += [*sums, _array(it, left, array, formula)]
    it.rows(*rows)


def _slope(it: TensorBoard, node: Primed, known: Mapping[Name, Array]) -> Row:
    """σ′(z) = a ⊙ (1 − a) = (0.24, 0.25)"""
    tree = worked_out(node, it.scope, it.found.values)
    return _array(it, maths(it.tree(node)), it.scope.value(tree, FLOATS, known), tree)


def _jacobian_numbers(it: TensorBoard, found: Numbers) -> None:
    """Of an output that is no number: its Jacobians, one backward pass for each of its entries."""
    _chapter(it, "going-back")
    shape = it.shape(it.found.problem.output)
    for name in it.found.problem.wanted:
        arrays = [one.gradients[name] for one in found.passes]
        whole = Array((*shape, *arrays[0].shape), tuple(value for array in arrays for value in array.data))
        if len(whole.shape) == 2 and it.layout.jacobian_is_turned:
            whole = turned(whole)
        if len(whole.shape) <= 2:
            it.rows(_array(it, maths(it.slope(it.found.problem.output, name)), whole))
            continue
        for place, array in zip(places(shape), arrays, strict=True):
            it.rows(_array(it, maths(it.slope(it.found.problem.output, name, place)), array))


# The comparison


def _compared(it: TensorBoard, found: Numbers) -> None:
    """Every entry beside its central difference, or how far they are apart."""
    _chapter(it, "differences")
    if found.slopes:
        heads = (it.fill("check.entry"), it.fill("check.backward"), it.fill("check.difference"))
        rows = tuple(
            ((maths(it.rate(slope.name, slope.place)),), (maths(number(slope.backward)),), (maths(number(slope.difference)),))
            for slope in found.slopes
        )
        it.board.blocks.append(Table(heads, rows))
    kind = {True: "checked", False: "doubt", None: "doubt"}[found.check.verified]
    it.say("check.at-point", kind, compared=str(found.check.compared), largest=bound(found.check.largest))
