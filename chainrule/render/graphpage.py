"""The computational graph on a page: nodes, local derivatives, both passes, the check, gradient descent.

This module knows systems, sweeps and keys of sentences; it must not know formats, and computes no mathematics but by sweeps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chainrule.calculus.evaluate import holds, shown
from chainrule.expression.written import Equals, Minus
from chainrule.graph.paths import multiplications
from chainrule.graph.stage import Stage, SystemDerivation
from chainrule.graph.sweeps import Descent, Machine
from chainrule.render import lines
from chainrule.render.board import Board
from chainrule.render.closing import close
from chainrule.render.page import Heading, Maths, Page, Row, Sentence, Table, Text, Title, maths
from chainrule.render.sweeppage import sign, sweeps
from chainrule.render.systempage import SHOWN, SystemHeads, SystemPage
from chainrule.words import Words

ROWS = 12
"""So many rows of the descent are shown."""
CHECKED = 24
"""So many inputs are compared with a central difference."""


@dataclass(frozen=True, slots=True)
class GraphHeads:
    """What the page says besides the derivation: as for a system, the point, the rows of gradient descent.

    ``chosen``: whether it was said what moves.
    """

    system: SystemHeads
    point: Mapping[str, float] = field(default_factory=dict)
    descent: tuple[Descent, ...] = ()
    rate: float = 0.0
    chosen: bool = False


def page(derivation: SystemDerivation, heads: GraphHeads, words: Words) -> Page:
    """The whole page."""
    writer = SystemPage(derivation, heads.system, words)
    board, stage = writer.board, derivation.first
    definitions = [maths(Equals(name, tree)) for name, tree in stage.system.definitions]
    problem = maths(heads.system.problem) if heads.system.problem is not None else lines.listed(definitions[:SHOWN])
    board.blocks.append(Title(problem, board.fill("graph.computational")))
    board.blocks.extend(Sentence((note,), "note") for note in heads.system.notes)
    _nodes(board, stage)
    writer.lines.begin(stage)
    writer.apart(stage)
    writer.branches(stage)
    _draw(writer, stage, heads.point)
    if heads.point:
        if sweeps(board, writer.lines, derivation, heads.point):
            _check(board, writer, derivation, heads.point)
    else:
        writer.backwards(stage)
        board.say("graph.give-point", "note", point=", ".join(f"{name.name}=1" for name in stage.system.inputs[:3]))
    _count(board, derivation)
    if heads.descent:
        _descent(board, writer, stage, heads)
    close(board, derivation.conditions, derivation.verification)
    return tuple(board.blocks)


def _draw(writer: SystemPage, stage: Stage, point: Mapping[str, float]) -> None:
    """The picture; with the numbers of both passes where there is a point."""
    if not point:
        writer.draw(stage)
        return
    machine = Machine(stage.system, stage.branches)
    smooth = all(holds(condition, point) for condition in writer.derivation.conditions)
    writer.draw(stage, machine.forward(point), machine.backward(point, stage.system.outputs[0]) if smooth else None)


def _nodes(board: Board, stage: Stage) -> None:
    """Every node with its operation, in the order of the forward pass."""
    whole = stage.system
    board.blocks.append(Heading(None, board.fill("graph.nodes"), (lines.listed([maths(name) for name in whole.inputs[:SHOWN]]),)))
    board.rows(*(Row(maths(name), maths(whole.formula[name])) for name in whole.order[:CHECKED]))
    if len(whole.order) > CHECKED:
        board.say("graph.rows-cut", "note", n=str(len(whole.order)), m=str(CHECKED))


def _check(board: Board, writer: SystemPage, derivation: SystemDerivation, point: Mapping[str, float]) -> None:
    """The gradient of the backward pass beside central differences."""
    stage = derivation.first
    machine = Machine(stage.system, stage.branches)
    for output in stage.system.outputs:
        adjoints = machine.backward(point, output).numbers
        rows: list[tuple[Text, ...]] = []
        for source in [name for name in derivation.sources if name.name in point][:CHECKED]:
            found = adjoints.get(source, 0.0)
            difference = machine.difference(point, output, {source.name: 1.0})
            rows.append(((maths(writer.lines.adjoint(stage.system, output, source)),), (_number(found),), (_number(difference),)))
        aside = (maths(output),) if len(stage.system.outputs) > 1 else ()
        board.blocks.append(Heading(None, board.fill("graph.check"), aside))
        board.blocks.append(Table(((), board.fill("graph.by-backward"), board.fill("graph.by-difference")), tuple(rows)))


def _number(number: float) -> Maths:
    return maths(shown(number)) if math.isfinite(number) else maths("?")


def _count(board: Board, derivation: SystemDerivation) -> None:
    """How many multiplications both ways take."""
    whole = derivation.first.system
    for output in whole.outputs:
        paths, passes = multiplications(whole, output, derivation.sources)
        if not paths or len(derivation.sources) < 2:
            continue
        board.say("graph.multiplications", paths=str(paths), passes=str(passes), n=str(len(derivation.sources)))


def _descent(board: Board, writer: SystemPage, stage: Stage, heads: GraphHeads) -> None:
    """w ← w − η ∂L/∂w: the first update in full, then the table with the loss."""
    (output,) = stage.system.outputs
    names = {name.name: name for name in (*stage.system.inputs, *stage.system.formula)}
    first = heads.descent[0]
    weights = list(first.weights)
    w = names[weights[0]]
    board.heading("graph.descent", maths(w, "←", w, "−", "η", "×", writer.lines.adjoint(stage.system, output, w)))
    eta = shown(heads.rate)
    rows = []
    for name in weights[:SHOWN]:
        slope = shown(first.gradient[name])
        moved = first.weights[name] - heads.rate * first.gradient[name]
        bracketed = maths("(", slope, ")") if isinstance(slope, Minus) else maths(slope)
        right = Maths((*maths(shown(first.weights[name]), "−", eta, "×").parts, *bracketed.parts, *maths(sign(moved), shown(moved)).parts))
        rows.append(Row(maths(names[name]), right, relation="←"))
    board.rows(*rows)
    board.say("graph.eta", "note", rate=eta)
    held = [maths(name) for name in stage.system.inputs if name.name not in first.weights]
    if held and not heads.chosen:
        board.say("graph.held-data", "note", letters=lines.listed(held[:SHOWN]))
    heads_row: tuple[Text, ...] = (board.fill("graph.step"), *((maths(names[name]),) for name in weights[:SHOWN]), (maths(output),))
    table = tuple(_cells(i, row, weights[:SHOWN]) for i, row in _few(list(enumerate(heads.descent))))
    board.blocks.append(Table(heads_row, table))
    last = heads.descent[-1]
    if not math.isfinite(last.loss):
        board.say("graph.diverged", "doubt", n=str(len(heads.descent) - 1))
    else:
        key = "graph.fell" if last.loss < first.loss else "graph.rose" if last.loss > first.loss else "graph.stayed"
        board.say(key, first=_number(first.loss), last=_number(last.loss), n=str(len(heads.descent) - 1), output=output)


def _cells(step: int, row: Descent | None, weights: Sequence[str]) -> tuple[Text, ...]:
    """One row of the table; dots for the rows that are left out."""
    if row is None:
        return (("…",),) * (len(weights) + 2)
    return ((str(step),), *((_number(row.weights[name]),) for name in weights), (_number(row.loss),))


def _few(rows: Sequence[tuple[int, Descent]]) -> list[tuple[int, Descent | None]]:
    """The first and the last rows, a gap between them."""
    if len(rows) <= ROWS + 1:
        return list(rows)
    return [*rows[: ROWS // 2], (0, None), *rows[-ROWS // 2 :]]
