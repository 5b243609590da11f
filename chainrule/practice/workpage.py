"""A judged working as a page: its lines with their marks, then what happened in the first wrong one.

This module knows lines and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.expression.written import Rate
from chainrule.practice.answer import as_written
from chainrule.practice.implicit import ImplicitTask
from chainrule.practice.judge import Task
from chainrule.practice.page import Telling
from chainrule.practice.verdict import Incorrect, Mistaken
from chainrule.practice.working import Line
from chainrule.render import lines as lines_of
from chainrule.render.board import Board
from chainrule.render.page import Heading, Page, Sentence, Table, Text, Title, maths
from chainrule.words import Words


def page(task: Task | ImplicitTask, lines: Sequence[Line], words: Words, detail: str = "normal") -> Page:
    """The whole working."""
    board = Board(words, detail)
    rate = Rate(task.question.output, task.variable, len(task.rounds))
    board.blocks.append(Title(lines_of.listed(map(maths, task.posed)), board.fill("title.find", task=rate)))
    table(board, lines)
    first = next((line for line in lines if line.status == "wrong"), None)
    head(board, first)
    if first and isinstance(first.verdict, Mistaken | Incorrect):
        Telling(board, task, maths(rate)).wrong(first.verdict)
    else:
        complete = bool(lines) and lines[-1].answers and all(line.status != "unreadable" for line in lines)
        missing = "work.unfinished-equation" if isinstance(task, ImplicitTask) else "work.unfinished"
        board.say("work.correct" if complete else missing, "checked" if complete else "plain", rate=rate)
    return tuple(board.blocks)


def table(board: Board, lines: Sequence[Line]) -> None:
    """Every line with its mark, and what is the matter with those that cannot be read."""
    words = board.words
    rows = tuple((board.fill("work.number", n=str(line.number)), claim(line), _status(board, line)) for line in lines)
    board.blocks.append(Table((board.fill("work.line"), board.fill("work.yours"), board.fill("work.judged")), rows))
    for line in lines:
        if line.status == "unreadable" and line.error:
            board.blocks.append(Heading(None, board.fill("work.in-line", n=str(line.number))))
            told = (words.error(line.error.kind, line.error.facts), words.hint(line.error.kind, line.error.facts))
            board.blocks.extend(Sentence((text,), "told") for text in told if text)


def head(board: Board, line: Line | None) -> None:
    """The head above what happened in the first line that does not hold."""
    if line and isinstance(line.verdict, Mistaken | Incorrect):
        board.blocks.append(Heading(None, board.fill("work.first-wrong", n=str(line.number)), (maths(*_sides(line)),)))


def claim(line: Line) -> Text:
    """The line as it was read; as it was typed where it could not be."""
    return (maths(*_sides(line)),) if line.statement else (line.text,)


def _sides(line: Line) -> list[object]:
    statement = line.statement
    if statement is None:
        return [line.text]
    parts: list[object] = []
    for i, side in enumerate(statement.sides):
        parts += [*(["="] if i or statement.goes_on else []), as_written(side)]
    return parts


def _status(board: Board, line: Line) -> Text:
    """✓ right"""
    return board.fill(f"work.{line.status}")
