"""A verdict on an answer with arrays as a page: the answer with its shapes, whether it is right, what happened where.

This module knows verdicts and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy

from chainrule.practice import telling
from chainrule.practice.arrays.replay import BROKEN
from chainrule.practice.arrays.task import ArrayTask, ArrayWitness
from chainrule.practice.judge import Judgement
from chainrule.practice.page import Telling
from chainrule.practice.verdict import Correct, Finding, Incorrect, Mistaken, Unfinished, Unreadable
from chainrule.render.board import WRITTEN_OUT, Board, size_of
from chainrule.render.page import Heading, Page, Row, Sentence, Text, maths
from chainrule.render.tensorlines import TensorBoard, grid, number
from chainrule.render.tensorpage import title
from chainrule.words import Words


def page(task: ArrayTask, judgement: Judgement, words: Words, detail: str = "normal", form: str | None = None) -> Page:
    """The whole verdict."""
    it = TensorBoard(task.derivation, Board(words, detail))
    title(it, tuple(words.note(note.kind, note.facts) for note in task.question.notes))
    ArrayTelling(it, task, judgement, form).all()
    return tuple(it.board.blocks)


class ArrayTelling(Telling):
    """A verdict being told."""

    def __init__(self, it: TensorBoard, task: ArrayTask, judgement: Judgement, form: str | None) -> None:
        """Nothing is told yet."""
        name = judgement.tree if isinstance(judgement.tree, sympy.Symbol) else task.wanted[0]
        super().__init__(it.board, task, maths(it.slope(it.found.loss if it.found.loss != task.question.output else task.question.output, name)))
        self.it = it
        self.name = name
        self.judgement = judgement
        self.form = form

    def all(self) -> None:
        """The answer as it was read, what is to be said of it, and the verdict."""
        board, read = self.board, self.judgement.read
        if read is not None:
            board.blocks.append(Heading(None, board.fill("verdict.yours")))
            if read.tree is None:
                board.rows(Row(self.left, maths(board_text(read.text))))
            else:
                self.row(read.tree, self.sizes(read.tree))
            for note in read.notes:
                board.blocks.append(Sentence((board.words.note(note.kind, note.facts),), "note"))
        for remark in self.judgement.remarks:
            if remark.kind == "array-misfit":
                error = remark.facts["error"]
                board.blocks.append(Sentence((board.words.error(error.kind, error.facts),), "note"))
            else:
                facts = {slot: value if isinstance(value, str) else self.it.maths(value) for slot, value in remark.facts.items()}
                board.blocks.append(Sentence(telling.filled(board.words, f"remark.{remark.kind}", **facts), "note"))
        match self.judgement.verdict:
            case Unreadable(error):
                board.say("verdict.unreadable", "wrong")
                told = (board.words.error(error.kind, error.facts), board.words.hint(error.kind, error.facts))
                board.blocks.extend(Sentence((text,), "told") for text in told if text)
            case Correct():
                board.say("verdict.correct" if self.form == "expected" else "verdict.correct-array", "checked")
                if self.form != "expected":
                    self.row(self.task.compact(self.name))
            case Unfinished() as verdict:
                self.unfinished(verdict)
            case Mistaken() | Incorrect() as verdict:
                self.wrong(verdict)
            case _:
                board.say("verdict.undecided", "doubt")

    def sizes(self, tree: Any) -> Text:
        """The shapes of the factors, beside a formula."""
        try:
            return (self.it.sizes(tree, self.task.judged.replay.scope),)
        except BROKEN:
            return ()

    def row(self, tree: Any, comment: Text = ()) -> None:
        """∂L/∂x = …, unless it is too long to be written out."""
        if size_of(self.it.maths(tree)) <= WRITTEN_OUT:
            self.board.rows(Row(self.left, self.it.maths(tree), comment or self.sizes(tree)))

    def not_yet(self, witness: Any) -> None:
        """Wrong, and with numbers where that can be seen."""
        if not isinstance(witness, ArrayWitness):
            self.board.say("verdict.incorrect", "wrong")
            return
        point, yours, correct = witness.arrays
        parts: list[Any] = []
        for letter, array in point.items():
            parts += [*([","] if parts else []), letter, "=", grid(array.map(number))]
        shown = [maths(grid(array.map(number))) for array in (yours, correct)]
        self.board.say("verdict.incorrect-arrays", "wrong", point=maths(*parts), yours=shown[0], correct=shown[1])

    def finding(self, finding: Finding, number: int | None) -> None:
        """One mistake: where, what, and both formulas."""
        board = self.board
        told = replace(finding, facts={slot: self.it.tree(value) for slot, value in finding.facts.items()})
        place = replace(told.place, part=self.it.tree(told.place.part))
        told = replace(told, place=place)
        board.blocks.append(Heading(number, telling.where(told, board.words)))
        board.blocks.append(Sentence(telling.sentence(told, board.words), "told"))
        if finding.everywhere:
            board.say("verdict.everywhere", "told")
        both = [self.it.maths(tree) for tree in (finding.wrong, finding.right) if tree is not None]
        if len(both) == 2 and max(map(size_of, both)) <= WRITTEN_OUT and board.detail != "brief" and finding.id != "other-layout":
            left = maths(self.it.rate(finding.goal))
            comments = [self._shapes(finding.wrong), self._shapes(finding.right)]
            board.rows(
                Row(left, both[0], board.fill("verdict.in-answer-shape", shapes=comments[0]) if comments[0] else board.fill("verdict.in-answer")),
                Row(left, both[1], board.fill("verdict.right-shape", shapes=comments[1]) if comments[1] else board.fill("verdict.right")),
            )
        if finding.law and (board.detail == "full" or len(both) < 2):
            board.say("verdict.law", "told", law=finding.law)

    def _shapes(self, tree: Any) -> str:
        """The shapes in a formula; nothing where they do not fit."""
        found = self.sizes(tree)
        return "".join(map(str, found))


def board_text(text: str) -> Any:
    """What was typed, where it could not be put together."""
    return sympy.Symbol(" ".join(text.rpartition("=")[2].split()))
