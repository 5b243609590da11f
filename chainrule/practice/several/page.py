"""A verdict on several derivatives as a page: every component with its mark, then what happened in each.

This module knows verdicts and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from typing import Any

from chainrule.expression.written import Apply, Equals
from chainrule.practice import telling
from chainrule.practice.answer import as_written
from chainrule.practice.judge import Judgement
from chainrule.practice.page import Telling
from chainrule.practice.several.task import Part, SeveralTask, of_the_whole
from chainrule.practice.verdict import Correct, Finding, Incorrect, Mistaken, Undecided, Unfinished, Unreadable, Verdict, Witness
from chainrule.render import lines
from chainrule.render.board import WRITTEN_OUT, Board, size_of
from chainrule.render.page import Definitions, Heading, Maths, Page, Row, Sentence, Text, Title, maths
from chainrule.words import Words

SHOWN = 12
"""So many definitions stand in the title, and so many derivatives."""


MARKS = {
    type(None): "missing",
    Correct: "right",
    Unfinished: "unfinished",
    Undecided: "undecided",
    Mistaken: "wrong",
    Incorrect: "wrong",
}
"""What stands beside a component."""


def page(task: SeveralTask, judgement: Judgement, words: Words, detail: str = "normal") -> Page:
    """The whole verdict."""
    board = Board(words, detail)
    board.blocks.extend(title(task, board))
    SeveralTelling(board, task, maths(task.components[0].sign)).whole(judgement)
    return tuple(board.blocks)


def title(task: SeveralTask, board: Board) -> Page:
    """The problem, what is asked, and how it was read."""
    question = task.question
    tasks = lines.listed([maths(one.sign) for one in task.components[:SHOWN]])
    problem = lines.listed([maths(Equals(name, tree)) for name, tree in question.system.definitions[:SHOWN]])
    if not question.point:
        asked = board.fill("graph.find", tasks=tasks)
    else:
        asked = board.fill("verdict.find-at", tasks=tasks, point=_point(question.point))
    return Title(problem, asked), *[Sentence((board.words.note(note.kind, note.facts),), "note") for note in question.notes]


def _point(point: Any) -> Maths:
    return telling.point(Witness(point, None, 0.0))


class SeveralTelling(Telling):
    """A verdict on several components being told."""

    task: Any

    @property
    def rounds(self) -> int:
        """How often a function is differentiated."""
        return len(self.task.components[0].letters)

    def whole(self, judgement: Judgement) -> None:
        """The answer as it was read, what is to be said of it, and the verdict."""
        board, parts = self.board, judgement.parts
        if parts or judgement.read is not None:
            board.blocks.append(Heading(None, board.fill("verdict.yours")))
            self.answers(judgement)
        notes = dict.fromkeys(board.words.note(note.kind, note.facts) for part in parts if part.read for note in part.read.notes)
        board.blocks.extend(Sentence((note,), "note") for note in notes)
        for remark in judgement.remarks:
            board.blocks.append(Sentence(telling.filled(board.words, f"remark.{remark.kind}", **remark.facts), "note"))
        match judgement.verdict:
            case Unreadable():
                self.verdict(judgement)
            case Correct():
                self.all_right(parts)
            case Undecided():
                board.say("verdict.undecided", "doubt")
            case Unfinished(missing=missing) if missing:
                board.say("verdict.unfinished-missing", rates=lines.listed([maths(sign) for sign in missing]))
            case Mistaken(explanations, _) if of_the_whole(judgement.verdict):
                board.say("verdict.incorrect", "wrong")
                for explanation in explanations:
                    self.finding(explanation.findings[0], None)
            case _:
                for part in parts:
                    if not (len(parts) > 1 and _put_back(part)):
                        self.one(part, len(parts) > 1)
                self.put_back([part for part in parts if len(parts) > 1 and _put_back(part)])

    def answers(self, judgement: Judgement) -> None:
        """Every component as it was read, marked where there are several."""
        parts = judgement.parts
        if not parts:
            if judgement.read is not None:
                self.board.blocks.append(Definitions((maths(as_written(judgement.read.tree)),)))
            return
        rows = []
        for part in parts:
            right = maths(as_written(part.read.tree, part.component.letters[-1])) if part.read is not None else maths("…")
            mark = self.mark(part.verdict) if len(parts) > 1 and not of_the_whole(judgement.verdict) else ()
            if size_of(right) <= WRITTEN_OUT:
                rows.append(Row(maths(part.component.sign), right, mark))
        self.board.rows(*rows)

    def mark(self, verdict: Verdict | None) -> Text:
        """The mark beside a component."""
        return self.board.fill(f"verdict.part-{MARKS[type(verdict)]}")

    def all_right(self, parts: tuple[Part, ...]) -> None:
        """Right, and how a textbook would write what it writes otherwise; what was rounded in more digits."""
        rounded = [part for part in parts if isinstance(part.verdict, Correct) and part.verdict.rounded is not None]
        others = [
            part
            for part in parts
            if not self.task.question.point and part.judged and not self.task.has_expected_form(part.component, part.judged.tree)
        ]
        if rounded:
            numbers = [maths(part.component.sign, "≈", part.verdict.rounded) for part in rounded if isinstance(part.verdict, Correct)]
            self.board.say("verdict.correct-rounded", "checked", numbers=lines.listed(numbers))
        elif not others:
            self.board.say("verdict.correct", "checked")
        else:
            self.board.say("verdict.correct-equivalent", "checked")
            known = [part.component for part in others if part.component.expected is not None]
            self.board.rows(*[Row(maths(one.sign), maths(one.expected)) for one in known])
        for part in parts:
            if isinstance(part.verdict, Correct) and part.verdict.condition:
                pieces = [piece for chain in part.verdict.condition for piece in (",", *chain)][1:]
                self.board.say("verdict.correct-condition", "condition", condition=maths(*pieces))

    def one(self, part: Part, several: bool, called: bool = True) -> None:
        """What is to be said of one component, where it is not right; the letter of the formula unless it was ``called`` so before."""
        self.left = maths(part.component.sign)
        match part.verdict:
            case Unfinished(numbers=True) as verdict:
                letters = lines.listed([maths(letter, "=", value) for letter, value in verdict.letters])
                self.board.say("verdict.unfinished-numbers", letters=letters)
                self.row(verdict.closed)
            case Unfinished() as verdict:
                self.unfinished(verdict)
            case Undecided():
                self.board.say("verdict.part-no-points", "doubt", rate=self.left)
            case Mistaken() | Incorrect() as verdict:
                if several:
                    self.board.blocks.append(Heading(None, (self.left,), chapter=True))
                self.not_yet(verdict.witness)
                if isinstance(verdict, Mistaken):
                    self.layers(part, verdict, called)
                    self.explanations(verdict.explanations)
                elif verdict.witness or verdict.partly:
                    self.unexplained(verdict.partly)

    def put_back(self, parts: list[Part]) -> None:
        """The components whose letters are still to be put back, said once for all of them."""
        found = [(part.component, part.verdict) for part in parts if isinstance(part.verdict, Unfinished)]
        if found:
            letters = dict.fromkeys(maths(letter, "=", value) for _, verdict in found for letter, value in verdict.letters)
            self.board.say("verdict.unfinished-letters", letters=lines.listed(list(letters)))
            self.board.rows(*[Row(maths(one.sign), maths(verdict.closed)) for one, verdict in found])

    def layers(self, part: Part, verdict: Mistaken, called: bool = True) -> None:
        """The letters of layers that were found in the formula, where a mistake is told in them."""
        found = [finding for explanation in verdict.explanations for finding in explanation.findings]
        if called:
            self.called(part, found)
        if part.component.layers is None or not any(_of_a_graph(finding) for finding in found):
            return
        definitions = part.component.layers.system.definitions
        if len(definitions) > 1:
            self.board.blocks.append(Heading(None, self.board.fill("graph.layers")))
            self.board.blocks.append(Definitions(tuple(maths(Equals(name, tree)) for name, tree in definitions)))

    def called(self, part: Part, found: list[Finding]) -> None:
        """The letter of the formula, where one is needed: z = f(x, u)."""
        asked = part.component.asked
        if asked is not None and any(finding.rule == "path-sum" for finding in found):
            for output, letter in asked.called.items():
                self.board.say("graph.call", "note", equation=Equals(output, Apply(letter.name, *asked.system.uses[output])))


def _put_back(part: Part) -> bool:
    """Whether nothing is left to be done but to put letters back, and the result can be written out."""
    match part.verdict:
        case Unfinished(letters=letters, closed=closed, numbers=False) if letters:
            return size_of(maths(closed)) <= WRITTEN_OUT
        case _:
            return False


def _of_a_graph(finding: Finding) -> bool:
    return bool(finding.branch) or finding.rule == "path-sum"
