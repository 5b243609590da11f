"""What a page says of all derivatives together: gradient, Jacobian matrix, symmetry of mixed ones, directional derivative.

This module knows system derivations; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from chainrule.calculus.evaluate import shown
from chainrule.expression.constants import ONE
from chainrule.expression.numbers import Program
from chainrule.expression.written import Partial, Vector
from chainrule.graph.stage import Stage
from chainrule.render import lines
from chainrule.render.board import size_of
from chainrule.render.page import EMPTY, Heading, Row, Table, Text, maths
from chainrule.render.sweeppage import number_row, sign

if TYPE_CHECKING:
    from chainrule.render.systempage import SystemPage

SHOWN = 12
"""A gradient or Jacobian matrix has so many columns at the most."""
SUMMED = 60
"""A gradient or Jacobian matrix with a longer entry is not written out once more."""


def summary(page: SystemPage, stage: Stage) -> None:
    """The gradient of one output, the Jacobian matrix of several."""
    board = page.board
    if stage.by or any(total.answer is None or size_of(maths(total.answer)) > SUMMED for total in stage.sums):
        return
    if any(lines.unknown_functions(total.answer) for total in stage.sums):
        return  # D₁ f(g(x, y), h(x, y)) says less than the lines above
    by_output = {output: [total for total in stage.sums if total.output == output] for output in stage.system.outputs}
    if len(by_output) > 1:
        sources = [total.source for total in stage.sums if total.output == stage.system.outputs[0]]
        if len(sources) > SHOWN:
            return
        board.blocks.append(Heading(None, board.fill("graph.jacobian")))
        heads: tuple[Text, ...] = ((), *((maths(source),) for source in sources))
        rows = tuple(((maths(output),), *((maths(total.answer),) for total in sums)) for output, sums in by_output.items())
        board.blocks.append(Table(heads, rows))
    elif 1 < len(stage.sums) <= SHOWN:
        (output,) = by_output
        answers = maths(Vector(*(total.answer for total in stage.sums)))
        if stage.system.intermediates and page.heads.problem is None:  # the inputs need not be the coordinates of z
            board.blocks.append(Heading(None, board.fill("graph.together")))
            board.rows(Row(maths(Vector(*(page.lines.rate(total) for total in stage.sums))), answers))
        else:
            board.blocks.append(Heading(None, board.fill("graph.gradient")))
            board.rows(Row(maths("∇", output), answers))


def at_the_point(page: SystemPage) -> None:
    """What the sweeps do not show: the Jacobian matrix in numbers, derivatives of higher order."""
    board, point = page.board, page.heads.point
    totals = [total for stage in page.derivation.last for total in stage.sums if total.answer is not None]
    values = [Program(total.answer)(point)[0] for total in totals]
    outputs, higher = page.derivation.first.system.outputs, bool(page.derivation.stages[-1].by)
    if higher and totals:
        board.heading("section.at")
        board.rows(*(number_row(board, maths(page.lines.rate(t)), t.answer, v) for t, v in zip(totals, values, strict=True)))
    elif len(outputs) > 1 and len(totals) == len(outputs) * len(page.derivation.sources) and len(page.derivation.sources) <= SHOWN:
        board.blocks.append(Heading(None, board.fill("graph.jacobian-numbers")))
        heads: tuple[Text, ...] = ((), *((maths(source),) for source in page.derivation.sources))
        shown_as = {(t.output, t.source): maths(shown(v) if math.isfinite(v) else "?") for t, v in zip(totals, values, strict=True)}
        rows = tuple(((maths(output),), *((shown_as[output, source],) for source in page.derivation.sources)) for output in outputs)
        board.blocks.append(Table(heads, rows))


def symmetry(page: SystemPage) -> None:
    """z_xy = z_yx, where both could have been asked for."""
    if len(page.derivation.stages[-1].by) == 1:
        mixed = [
            (total.output, stage.by[0], total.source)
            for stage in page.derivation.last
            for total in stage.sums
            if stage.by[0] != total.source
        ]
        if mixed:
            output = page.lines.output
            _, x, y = mixed[0]
            page.board.say("graph.symmetric", one=Partial(output, x, 1, y, 1), other=Partial(output, y, 1, x, 1))


def along(page: SystemPage) -> None:
    """The directional derivative, from the gradient."""
    board, along = page.board, page.heads.along
    board.heading("graph.along", direction=along.direction)
    if along.length != ONE:
        board.say("graph.unit", length=along.length, unit=along.unit)
    board.rows(
        Row(maths(along.sign), maths("∇", along.output, "·", along.unit), board.fill("graph.along-value")),
        Row(EMPTY, maths(along.unsimplified)),
        *page.rewritten(along.tidying),
    )
    (number,) = Program(along.answer)(page.heads.point) if page.heads.point else (math.nan,)
    if math.isfinite(number):
        board.rows(Row(maths(along.sign), maths(shown(number)), board.fill("graph.at-point"), sign(number)))
