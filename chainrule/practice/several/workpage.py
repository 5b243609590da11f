"""A judged working about a system as a page: its lines with their marks, then what happened in the first wrong one.

This module knows lines and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.expression.written import Apply, Equals
from chainrule.practice.several.page import SeveralTelling, title
from chainrule.practice.several.task import SeveralTask
from chainrule.practice.several.working import SystemLine
from chainrule.practice.verdict import Incorrect
from chainrule.practice.workpage import head, table
from chainrule.render import lines as rows
from chainrule.render.board import Board
from chainrule.render.page import Maths, Page, maths
from chainrule.words import Words


def page(task: SeveralTask, lines: Sequence[SystemLine], missing: Sequence[object], words: Words, detail: str = "normal") -> Page:
    """The whole working; ``missing`` are the signs of the derivatives that no line gives."""
    board = Board(words, detail)
    board.blocks.extend(title(task, board))
    asked = task.components[0].asked
    for output, letter in asked.called.items() if asked else ():
        board.say("graph.call", "note", equation=Equals(output, Apply(letter.name, *task.question.system.uses[output])))
    table(board, lines)
    first = next((line for line in lines if line.status == "wrong"), None)
    head(board, first)
    telling = SeveralTelling(board, task, maths(task.components[0].sign))
    if first and first.part:
        telling.one(first.part, several=False, called=False)
    elif first and isinstance(first.verdict, Incorrect):
        telling.wrong(first.verdict)
    elif missing:
        board.say("work.unfinished-in", rates=rows.listed([maths(sign) for sign in missing]), letters=_inputs(task))
    elif any(line.status == "unreadable" for line in lines):
        board.say("work.doubtful")
    else:
        board.say("work.correct" if len(task.components) == 1 else "work.correct-all", "checked")
    return tuple(board.blocks)


def _inputs(task: SeveralTask) -> Maths:
    """The letters an answer may hold."""
    return rows.listed([maths(letter) for letter in task.question.system.inputs])
