"""The numbers of a system on a page: the forward pass, the backward pass.

This module knows sweeps, the lines of a system and keys of sentences; it must not know formats, and computes no
mathematics but by sweeps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from chainrule.calculus.evaluate import holds, shown
from chainrule.errors import UsageError
from chainrule.expression.written import symbols
from chainrule.graph.stage import Stage, SystemDerivation
from chainrule.graph.sweeps import Contribution, Event, Machine
from chainrule.graph.system import Name, System
from chainrule.render import lines
from chainrule.render.board import Board, size_of
from chainrule.render.page import EMPTY, Heading, Maths, Row, joined, maths
from chainrule.render.systemlines import SystemLines, added, signed, written_as_partials

BESIDE = 40
"""A formula with more symbols than this is not repeated beside its value."""
EVENTS = 60
"""So many rows of a pass are shown."""


def sweeps(board: Board, written: SystemLines, derivation: SystemDerivation, point: Mapping[str, float]) -> bool:
    """Both passes at a point; whether the gradient is one there.

    Raises ``UsageError`` where the point gives no value for an input. Where a condition of the derivative does not hold,
    or a function has no formula, that is said in place of the backward pass.
    """
    stage = derivation.first
    missing = [letter.name for letter in stage.system.inputs if letter.name not in point]
    if missing:
        raise UsageError("point-incomplete", {"names": ", ".join(missing)})
    unknown = [name for tree in stage.system.formula.values() for name in lines.unknown_functions(tree)]
    if unknown:
        board.say("section.no-numbers", names=lines.listed([maths(name) for name in dict.fromkeys(unknown)]))
        return False
    machine = Machine(stage.system, stage.branches)
    forward(board, stage.system, machine, point)
    broken = [condition for condition in derivation.conditions if not holds(condition, point)]
    if broken:
        board.say("graph.no-gradient", "doubt", conditions=lines.conditions(broken))
        return False
    for output in stage.system.outputs:
        backward(board, written, stage, machine, point, output)
    return True


def forward(board: Board, whole: System, machine: Machine, point: Mapping[str, float]) -> None:
    """Every value in order, each with its formula."""
    values = machine.forward(point).numbers
    given = lines.listed([maths(letter, sign(point[letter.name]), shown(point[letter.name])) for letter in whole.inputs[:EVENTS]])
    board.blocks.append(Heading(None, board.fill("graph.forward"), (given,)))
    board.rows(*(number_row(board, maths(name), whole.formula[name], values[name]) for name in whole.order[:EVENTS]))
    cut(board, len(whole.order))


def number_row(board: Board, left: Maths, formula: Any, number: float) -> Row:
    """z = u² + v = 3; a formula without a value says so."""
    if not math.isfinite(number):
        return Row(left, maths(formula) if size_of(maths(formula)) <= BESIDE else EMPTY, board.fill("graph.no-value"))
    return Row(left, _with_formula(formula, number)) if symbols(formula) else Row(left, maths(formula))


def _with_formula(formula: Any, number: float) -> Maths:
    """2(u + v) = 10; without the formula where it is long."""
    long = size_of(maths(formula)) > BESIDE
    return maths(shown(number)) if long else maths(written_as_partials(formula), sign(number), shown(number))


def backward(board: Board, written: SystemLines, stage: Stage, machine: Machine, point: Mapping[str, float], output: Name) -> None:
    """Every adjoint from the output down: upstream × local, contributions added."""
    events = machine.backward(point, output).events
    aside = (maths(output),) if len(stage.system.outputs) > 1 else ()
    board.blocks.append(Heading(None, board.fill("graph.backward-pass"), aside))
    board.rows(*(row for event in events[:EVENTS] for row in _adjoint(board, written, stage, event, output)))
    cut(board, len(events))


def _adjoint(board: Board, written: SystemLines, stage: Stage, event: Event, output: Name) -> list[Row]:
    """∂L/∂u = ∂L/∂v × ∂v/∂u, and below it 0.5 × 2 = 1"""
    whole = stage.system
    left = maths(written.adjoint(whole, output, event.name))
    if event.name == output:
        return [Row(left, maths(shown(1.0)))]
    if not math.isfinite(event.number):
        return [Row(left, maths("?"), board.fill("graph.no-value"))]
    if len(event.contributions) == 1 and event.contributions[0].above == output:
        partial = stage.branches[output, event.name].partial
        if symbols(partial):
            return [Row(left, _with_formula(partial, event.number))]
        return [Row(left, maths(shown(event.number)), relation=sign(event.number))]
    symbolic = added([_signs(written, whole, c, event.name, output) for c in event.contributions])
    numbers = added([_numbers(c, output) for c in event.contributions])
    return [Row(left, symbolic), Row(EMPTY, joined(numbers, maths(sign(event.number), shown(event.number))))]


def _signs(written: SystemLines, whole: System, contribution: Contribution, name: Name, output: Name) -> Maths:
    local = written.branch(whole, contribution.above, name)
    return maths(local) if contribution.above == output else maths(written.adjoint(whole, output, contribution.above), "×", local)


def _numbers(contribution: Contribution, output: Name) -> Maths:
    local = shown(contribution.local)
    if contribution.above == output:
        return maths(local)
    upstream = maths(shown(contribution.upstream), "×")
    return joined(upstream, maths("(", local, ")") if signed(local) else maths(local))


def cut(board: Board, number: int) -> None:
    """Say that rows are left out, where they are."""
    if number > EVENTS:
        board.say("graph.rows-cut", "note", n=str(number), m=str(EVENTS))


def sign(number: float) -> str:
    """= where the number is shown whole, ≈ where it is rounded."""
    return "=" if math.isclose(float(format(number, ".6g")), number, rel_tol=1e-13) else "≈"
