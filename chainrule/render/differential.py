"""The total differential of a system: dz = z_u du + z_v dv, the inner ones put in, collected.

This module knows system derivations and their lines; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.graph.stage import Stage
from chainrule.render import lines
from chainrule.render.page import EMPTY, Row, joined, maths
from chainrule.render.systemlines import added, before, differential

if TYPE_CHECKING:
    from chainrule.render.systempage import SystemPage


def total_differential(page: SystemPage, stage: Stage) -> None:
    """dz = z_u du + z_v dv, du = …, put in and collected."""
    board, whole = page.board, stage.system
    board.heading("graph.differential")
    rows = []
    for name, _ in whole.definitions:
        edges = [edge for (target, _), edge in stage.branches.items() if target == name]
        if edges:
            terms = [joined(before(edge.partial), differential(edge.source)) for edge in edges]
            rows.append(Row(differential(name), added(terms)))
    board.rows(*rows)
    sources = list(dict.fromkeys(total.source for total in stage.sums))
    for output in whole.outputs:
        sums = [total for total in stage.sums if total.output == output and total.count]
        if all(total.sum is not None for total in sums):
            board.heading("graph.differential-collect", letters=lines.listed([differential(source) for source in sources]))
            collected = [
                joined(
                    maths("["),
                    added([page.lines.multiplied(path, "·") for path in total.paths]),
                    maths("]"),
                    differential(total.source),
                )
                for total in sums
            ]
            tidied = [joined(before(total.tidied), differential(total.source)) for total in sums]
            board.rows(Row(differential(output), added(collected)), Row(EMPTY, added(tidied)))
        for total in sums:
            board.say("graph.differential-read", letter=differential(total.source), rate=page.lines.rate(total))
            board.rows(Row(maths(page.lines.rate(total)), maths(total.tidied)))
            page.back(stage, total, maths(page.lines.rate(total)))
