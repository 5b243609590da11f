"""The numbers of a system on a page: the forward pass, the backward pass, the check by central differences.

This module knows sweeps and keys of sentences; it must not know formats, and computes no mathematics but by sweeps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chainrule.calculus.evaluate import shown
from chainrule.errors import UsageError
from chainrule.expression.written import Equals, Minus, rate
from chainrule.graph.derive import Stage
from chainrule.graph.sweeps import Contribution, Event, Machine
from chainrule.graph.system import Name, System
from chainrule.render import lines
from chainrule.render.board import Board, size_of
from chainrule.render.page import EMPTY, Heading, Maths, Page, Part, Row, joined, maths
from chainrule.words import Words

BESIDE = 40
"""A formula with more symbols than this is not repeated beside its value."""
EVENTS = 60
"""So many rows of a pass are shown."""


def sweeps(stage: Stage, point: Mapping[str, float], detail: str, words: Words) -> Page:
    """Both passes at a point. Raises ``UsageError`` where the point gives no value for an input."""
    missing = sorted(letter.name for letter in stage.system.inputs if letter.name not in point)
    if missing:
        raise UsageError("point-incomplete", {"names": ", ".join(missing)})
    board = Board(words, detail)
    machine = Machine(stage.system, stage.branches)
    forward(board, stage.system, machine, point)
    for output in stage.system.outputs:
        backward(board, stage, machine, point, output)
    return tuple(board.blocks)


def forward(board: Board, whole: System, machine: Machine, point: Mapping[str, float]) -> None:
    """Every value in order, each with its formula."""
    values = machine.forward(point).numbers
    given = lines.listed([maths(Equals(letter, shown(point[letter.name]))) for letter in whole.inputs[:EVENTS]])
    board.blocks.append(Heading(None, board.fill("graph.forward"), (given,)))
    board.rows(*(_value(board, name, whole.formula[name], values[name]) for name in whole.order[:EVENTS]))
    _cut(board, len(whole.order))


def _value(board: Board, name: Name, formula: Any, number: float) -> Row:
    if not math.isfinite(number):
        return Row(maths(name), maths("?"), board.fill("section.not-defined"))
    relation, tree = sign(number), shown(number)
    if size_of(maths(formula)) > BESIDE or formula == tree:
        return Row(maths(name), maths(tree), relation=relation)
    return Row(maths(name), maths(formula, relation, tree))


def backward(board: Board, stage: Stage, machine: Machine, point: Mapping[str, float], output: Name) -> None:
    """Every adjoint from the output down: upstream × local, contributions added."""
    events = machine.backward(point, output).events
    board.blocks.append(Heading(None, board.fill("graph.backward-pass")))
    board.rows(*(row for event in events[:EVENTS] for row in _adjoint(board, stage, event, output)))
    _cut(board, len(events))


def _adjoint(board: Board, stage: Stage, event: Event, output: Name) -> list[Row]:
    """∂L/∂u = ∂L/∂v × ∂v/∂u = 0.5 × 2 = 1"""
    left = maths(adjoint(stage.system, output, event.name))
    if event.name == output:
        return [Row(left, maths(shown(1.0)))]
    if not math.isfinite(event.number):
        return [Row(left, maths("?"), board.fill("section.not-defined"))]
    inner = [c for c in event.contributions if c.above != output]
    symbols = _added([_signs(stage.system, c, event.name, output) for c in event.contributions])
    numbers = _added([_numbers(c, output) for c in event.contributions])
    result = maths(sign(event.number), shown(event.number))
    if not inner and len(event.contributions) == 1:
        return [Row(left, maths(shown(event.number)), relation=sign(event.number))]
    return [Row(left, symbols), Row(EMPTY, joined(numbers, result))]


def adjoint(whole: System, output: Name, name: Name) -> Any:
    """∂L/∂u as it is written: of the output by a name."""
    return rate(output, name, 1, whole.inputs_of(output))


def _signs(whole: System, contribution: Contribution, name: Name, output: Name) -> Maths:
    local = rate(contribution.above, name, 1, whole.uses[contribution.above])
    return maths(local) if contribution.above == output else maths(adjoint(whole, output, contribution.above), "×", local)


def _numbers(contribution: Contribution, output: Name) -> Maths:
    local = _bracketed(contribution.local, contribution.above != output)
    return local if contribution.above == output else joined(maths(shown(contribution.upstream), "×"), local)


def _bracketed(number: float, later: bool) -> Maths:
    tree = shown(number)
    return maths("(", tree, ")") if later and isinstance(tree, Minus) else maths(tree)


def _added(terms: Sequence[Maths]) -> Maths:
    parts: list[Part] = []
    for term in terms:
        parts += [*([("+", None)] if parts else []), *term.parts]
    return Maths(tuple(parts)) if parts else EMPTY


def _cut(board: Board, number: int) -> None:
    if number > EVENTS:
        board.say("graph.rows-cut", "note", n=str(number), m=str(EVENTS))


def sign(number: float) -> str:
    """= where the number is shown whole, ≈ where it is rounded."""
    return "=" if math.isclose(float(format(number, ".6g")), number, rel_tol=1e-13) else "≈"
