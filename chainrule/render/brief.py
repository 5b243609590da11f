"""A differentiation in a few lines: the layers or the parts, what the rule gives, the answer.

This module knows steps and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from typing import Any

from chainrule.calculus.steps import Round, Step
from chainrule.expression.written import Equals, Primed
from chainrule.render import lines
from chainrule.render.board import WRITTEN_OUT, Board, rules_of, size_of
from chainrule.render.page import EMPTY, Definitions, Maths, Row, maths


def brief(board: Board, one: Round, name: Any, left: Maths) -> None:
    """One differentiation in brief; ``name`` is what is differentiated, ``left`` its derivative."""
    step = one.root
    named, result = _taken_apart(step, name)
    for group in named:
        board.blocks.append(Definitions(tuple(group)))
    rule = rules_of(step)[0]
    rows = [Row(left, result, (board.name(rule),))]
    answer = maths(one.answer)
    if answer != result:
        rows.append(Row(EMPTY, answer))
    shown = [row for row in rows if size_of(row.right) <= WRITTEN_OUT]
    if shown and not shown[0].left.parts:
        shown[0] = Row(left, shown[0].right)
    board.rows(*shown)
    if rows[-1] not in shown and not (shown and shown[-1].right == answer):
        board.say("section.too-long", n=str(size_of(rows[-1].right)))


def _taken_apart(step: Step, name: Any) -> tuple[list[list[Maths]], Maths]:
    """What is named, in groups of a line each, and what the rule gives."""
    match step.rule:
        case "chain":
            layers, links = lines.layers(step, name)
            group = [maths(Equals(letter, tree), tone=tone) for tone, (letter, tree) in enumerate(layers)]
            return [group], lines.product([link.result for link in links])
        case "product" | "quotient":
            parts = [maths(Equals(letter, tree), tone=tone) for tone, (letter, tree) in enumerate(step.names)]
            slopes = [
                maths(Equals(Primed(letter.name, (1,)), below.result), tone=tone)
                for tone, ((letter, _), below) in enumerate(zip(step.names, step.substeps, strict=True))
            ]
            return [parts, slopes], maths(step.result)
        case "general-power" | "logarithmic":
            return [[maths(Equals(lines.logarithm(step, name), tree)) for _, tree in step.names]], maths(step.result)
        case _:
            return [], maths(step.result)
