"""A verdict on an answer with arrays as a page: the answer with its shapes, whether it is right, what happened where.

This module knows verdicts and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy

from chainrule.expression.written import postorder
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
from chainrule.tensors.arrays import Array
from chainrule.words import Words


def page(task: ArrayTask, judged: Sequence[tuple[Judgement, str | None]], words: Words, detail: str = "normal") -> Page:
    """The whole verdict: of every gradient what came of it, and of a right one its form."""
    it = TensorBoard(task.derivation, Board(words, detail))
    title(it, tuple(words.note(note.kind, note.facts) for note in task.question.notes))
    for judgement, form in judged:
        if len(judged) > 1 and isinstance(judgement.verdict, Unreadable):
            it.board.blocks += [Heading(None, it.board.fill("verdict.yours")), Sentence((judgement.text,), "told")]
        ArrayTelling(it, task, judgement, form).all()
    return tuple(it.board.blocks)


def told_apart(*arrays: Array) -> Sequence[Array]:
    """Arrays of numbers as they are shown: with three digits, or as many as tell them apart."""
    for digits in range(telling.DIGITS, 7):
        shown = [array.map(lambda value: number(_short(value, digits))) for array in arrays]  # noqa: B023
        if shown[0].data != shown[1].data:
            break
    return shown


def _short(value: float, digits: int) -> float:
    return value if value == round(value) or not math.isfinite(value) else float(format(value, f".{digits}g"))


class ArrayTelling(Telling):
    """A verdict being told."""

    def __init__(self, it: TensorBoard, task: ArrayTask, judgement: Judgement, form: str | None) -> None:
        """Nothing is told yet."""
        name = judgement.tree if isinstance(judgement.tree, sympy.Symbol) else task.wanted[0]
        jacobian = getattr(judgement.read, "jacobian", False)
        super().__init__(it.board, task, maths(it.slope(task.question.output, name) if jacobian else it.rate(name)))
        self.it = it
        self.name = name
        self.judgement: Any = judgement
        self.form = form

    def all(self) -> None:
        """The answer as it was read, what is to be said of it, and the verdict."""
        board, read = self.board, self.judgement.read
        if read is not None:
            board.blocks.append(Heading(None, board.fill("verdict.yours")))
            if read.tree is None:
                board.blocks.append(Sentence((" ".join(read.text.split()),), "told"))
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
                whole = self.form == "expected" or self.judgement.read.jacobian
                board.say("verdict.correct" if whole else "verdict.correct-array", "checked")
                if not whole:
                    self.row(self.task.compact(self.name))
                    self.deltas(self.task.compact(self.name), read)
            case Unfinished() as verdict:
                self.unfinished(verdict)
            case Mistaken() | Incorrect() as verdict:
                self.wrong(verdict)
            case _:
                board.say("verdict.undecided", "doubt")

    def deltas(self, tree: Any, read: Any) -> None:
        """What the δ in a compact rule stand for, where the answer does without them."""
        found = [g for g in self.it.found.found if g.letter not in self.it.found.shown and g.letter in postorder(tree)]
        rows = [
            Row(maths(g.letter), self.it.maths(self.it.rate(g.name), "=", g.compact))
            for g in found
            if g.letter not in postorder(read.tree) and size_of(self.it.maths(g.compact)) <= WRITTEN_OUT
        ]
        if rows:
            self.board.rows(*rows)

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
        shown = [maths(grid(array)) for array in told_apart(yours, correct)]
        self.board.say("verdict.incorrect-arrays", "wrong", point=maths(*parts), yours=shown[0], correct=shown[1])

    def wrong(self, verdict: Mistaken | Incorrect) -> None:
        """Wrong; where nothing at all could be said of it, that is said."""
        super().wrong(verdict)
        if isinstance(verdict, Incorrect) and verdict.witness is None and not self.judgement.remarks:
            self.unexplained(None)

    def finding(self, finding: Finding, number: int | None) -> None:
        """One mistake: where, what, and both formulas."""
        board = self.board
        told = replace(finding, facts={slot: self.it.tree(value) for slot, value in finding.facts.items()})
        letter = told.place.letter and (told.place.letter[0], self.it.tree(told.place.letter[1]))
        place = replace(told.place, part=self.it.tree(told.place.part), letter=letter)
        told = replace(told, place=place)
        board.blocks.append(Heading(number, telling.where(told, board.words)))
        board.blocks.append(Sentence(telling.sentence(told, board.words), "told"))
        if finding.everywhere:
            board.say("verdict.everywhere", "told")
        both = [tree for tree in (finding.wrong, finding.right) if tree is not None]
        short = len(both) == 2 and both[0] != both[1] and all(size_of(self.it.maths(tree)) <= WRITTEN_OUT for tree in both)
        if short and board.detail != "brief":
            left = maths(self.it.rate(finding.goal))
            sides = zip(("in-answer", "right"), both, strict=True)
            board.rows(*(Row(left, self.it.maths(tree), self._comment(key, tree)) for key, tree in sides))
        if finding.law and (board.detail == "full" or not short):
            board.say("verdict.law", "told", law=finding.law)

    def _comment(self, key: str, tree: Any) -> Text:
        """In your answer, or right, with the shapes in the formula where they fit."""
        shapes = "".join(map(str, self.sizes(tree)))
        return self.board.fill(f"verdict.{key}-shape", shapes=shapes) if "→" in shapes else self.board.fill(f"verdict.{key}")
