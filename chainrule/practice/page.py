"""A verdict as a page: the answer, whether it is right, what happened where, what belongs there.

This module knows verdicts and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from typing import Any

from chainrule.expression.written import Equals, Rate, Times
from chainrule.practice import telling
from chainrule.practice.answer import as_written
from chainrule.practice.judge import Judgement
from chainrule.practice.verdict import (
    Correct,
    Explanation,
    Finding,
    Incorrect,
    Mistaken,
    Partly,
    Undecided,
    Unfinished,
    Unreadable,
    Witness,
)
from chainrule.render import lines
from chainrule.render.board import WRITTEN_OUT, Board, size_of
from chainrule.render.page import Heading, Maths, Page, Row, Sentence, Text, Title, maths
from chainrule.words import Words

SHOWN = 3
"""So many explanations are shown in full."""
BESIDE = 60
"""A derivative with more symbols, its function included, is not written out twice: the law that was used is shown instead."""


def page(task: Any, judgement: Judgement, words: Words, detail: str = "normal") -> Page:
    """The whole verdict."""
    board = Board(words, detail)
    rate = Rate(task.question.output, task.question.variable, len(task.rounds))
    board.blocks.append(Title(lines.listed(map(maths, task.posed)), board.fill("title.find", task=rate)))
    board.blocks.extend(Sentence((words.note(note.kind, note.facts),), "note") for note in task.question.notes)
    Telling(board, task, maths(rate)).verdict(judgement)
    return tuple(board.blocks)


class Telling:
    """A verdict being told; ``left`` is the derivative asked for, dy/dx."""

    def __init__(self, board: Board, task: Any, left: Maths) -> None:
        """Nothing is told yet."""
        self.board = board
        self.task = task
        self.left = left

    @property
    def rounds(self) -> int:
        """How often the function is differentiated."""
        return len(self.task.rounds)

    def verdict(self, judgement: Judgement) -> None:
        """The answer as it was read, what is to be said of it, and the verdict."""
        board = self.board
        if judgement.read is not None:
            board.blocks.append(Heading(None, board.fill("verdict.yours")))
            self.row(as_written(judgement.read.tree))
            for note in judgement.read.notes:
                board.blocks.append(Sentence((board.words.note(note.kind, note.facts),), "note"))
        for remark in judgement.remarks:
            board.blocks.append(Sentence(telling.filled(board.words, f"remark.{remark.kind}", **remark.facts), "note"))
        match judgement.verdict:
            case Unreadable(error):
                board.say("verdict.unreadable", "wrong")
                told = (board.words.error(error.kind, error.facts), board.words.hint(error.kind, error.facts))
                board.blocks.extend(Sentence((text,), "told") for text in told if text)
            case Correct(condition):
                self.correct(judgement.tree, condition)
            case Unfinished():
                self.unfinished(judgement.verdict)
            case Mistaken() | Incorrect():
                self.wrong(judgement.verdict)
            case Undecided():
                board.say("verdict.undecided", "doubt")

    def row(self, tree: Any, comment: Text = ()) -> None:
        """dy/dx = …, or an equation, unless it is too long to be written out."""
        if isinstance(tree, Equals):
            self.board.rows(Row(maths(tree.args[0]), maths(tree.args[1]), comment))
            return
        if size_of(maths(tree)) <= WRITTEN_OUT:
            self.board.rows(Row(self.left, maths(tree), comment))

    def correct(self, tree: Any, condition: tuple[Any, ...]) -> None:
        """Right, and how a textbook would write it."""
        if self.task.has_expected_form(tree):
            self.board.say("verdict.correct", "checked")
        else:
            self.board.say("verdict.correct-equivalent", "checked")
            self.row(self.task.expected)
        if condition:
            parts = [part for chain in condition for part in (",", *chain)][1:]
            self.board.say("verdict.correct-condition", "condition", condition=maths(*parts))

    def unfinished(self, verdict: Unfinished) -> None:
        """What is still to be done, and what comes of it."""
        letters = lines.listed([maths(letter, "=", value) for letter, value in verdict.letters])
        key = verdict.how or ("numbers" if verdict.numbers else "letters" if verdict.letters else "underived")
        self.board.say(f"verdict.unfinished-{key}", letters=letters)
        self.row(verdict.closed)

    def wrong(self, verdict: Mistaken | Incorrect) -> None:
        """Wrong: where that can be seen, and what explains it."""
        self.not_yet(verdict.witness)
        match verdict:
            case Mistaken(explanations, _):
                self.explanations(explanations)
            case Incorrect(witness, partly) if witness or partly:
                self.unexplained(partly)

    def not_yet(self, witness: Witness | None) -> None:
        """Wrong, and where that can be seen."""
        if witness is None:
            self.board.say("verdict.incorrect", "wrong")
            return
        yours, correct = telling.values(witness)
        if yours is not None and witness.point == self.task.question.point:
            key = "verdict.incorrect-number-about" if telling.is_rounded(witness.correct) else "verdict.incorrect-number"
            self.board.say(key, "wrong", yours=yours, correct=correct)
            return
        key = f"verdict.incorrect-{telling.manner(witness)}"
        self.board.say(key, "wrong", point=telling.point(witness), yours=yours if yours is not None else "", correct=correct)

    def explanations(self, explanations: tuple[Explanation, ...]) -> None:
        """What would explain the answer, the likeliest in full."""
        if self.board.detail == "brief":
            explanations = explanations[:1]
        likely = [e for e in explanations if e.cost == explanations[0].cost][:SHOWN]
        if len(likely) > 1:
            self.board.say("verdict.several")
        for explanation in likely:
            number = self.board.number + 1 if len(likely) > 1 else None
            self.board.number += len(likely) > 1
            if len(explanation.findings) > 1 and number:
                self.board.blocks.append(Heading(number, self.board.fill("verdict.together")))
                number = None
            elif len(explanation.findings) > 1:
                self.board.say("verdict.together")
            for finding in explanation.findings:
                self.finding(finding, number)
                number = None
        told = frozenset(finding.id for explanation in likely for finding in explanation.findings)
        self.named("verdict.as-likely", [e for e in explanations if e not in likely and e.cost == explanations[0].cost], told)
        self.named("verdict.less-likely", [e for e in explanations if e.cost > explanations[0].cost], told)

    def named(self, key: str, others: list[Explanation], told: frozenset[str] = frozenset()) -> None:
        """What would explain it as well, by name; where the same has been ``told`` of another place, with its place."""
        if others:
            names = [(self._name(finding, finding.id in told),) for e in others for finding in e.findings]
            said = telling.spoken(self.board.listed(list(dict.fromkeys(names))))
            self.board.blocks.append(Sentence(self.board.words.fill(key, names=said)))

    def _name(self, finding: Finding, placed: bool) -> str:
        words = self.board.words
        name = words.text(telling.key(finding.id, "name", words))
        return words.text("verdict.name-at", name=name, place=telling.spoken(telling.where(finding, words))) if placed else name

    def finding(self, finding: Finding, number: int | None) -> None:
        """One mistake: where, what, and both lines."""
        board = self.board
        board.blocks.append(Heading(number, telling.where(finding, board.words)))
        board.blocks.append(Sentence(telling.sentence(finding, board.words), "told"))
        if finding.everywhere:
            board.say("verdict.everywhere", "told")
        if finding.order < self.rounds and (finding.wrong is not None or finding.place.kind == "solving"):
            key = ("every-round" if finding.order == 1 else "later-rounds") if finding.again else "in-round"
            board.say(f"verdict.{key}", "told", ordinal=telling.ordinal(finding.order, board.words))
        shown = finding.wrong is not None and size_of(maths(finding.goal, finding.right)) <= BESIDE
        if shown and board.detail != "brief":
            left = lines.prime_of(finding.goal) if finding.left is None else maths(finding.left)
            wrong, right = _line(finding.wrong, finding.rule if finding.factored else ""), _line(finding.right, finding.rule)
            board.rows(Row(left, wrong, board.fill("verdict.in-answer")), Row(left, right, board.fill("verdict.right")))
        if finding.law and (board.detail == "full" or (finding.wrong is not None and not shown)):
            board.say("verdict.law", "told", law=finding.law)

    def unexplained(self, partly: Partly | None) -> None:
        """Nothing fits: which parts are right."""
        self.board.say("verdict.unexplained")
        if partly:
            right, wrong = (lines.listed([telling.slot(tree) for tree in trees]) for trees in (partly.right, partly.wrong))
            self.board.say(f"verdict.right-{partly.kind}", right=right, wrong=wrong)


def _line(tree: Any, rule: str) -> Maths:
    """A derivative in one line; of a composite factor by factor, as the chain rule gives it."""
    return lines.product(tree.args) if rule == "chain" and isinstance(tree, Times) else maths(tree)
