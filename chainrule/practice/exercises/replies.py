"""What is said to a checked answer in a drill: true and specific, without giving the answer away.

    first mistake       where it happened, and a question
    second              what happened, in full
    third               also what should stand there

This module knows checks, findings and keys of sentences; it must not know how answers are judged, or any one mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

import sympy

from chainrule.expression.written import replace as put_in
from chainrule.expression.written import symbols
from chainrule.practice import telling
from chainrule.practice.exercises.exercise import Ask, Reply
from chainrule.practice.verdict import Correct, Explanation, Finding, Incorrect, Mistaken, Partly, Unfinished
from chainrule.render import lines
from chainrule.render.board import Board
from chainrule.render.page import Heading, Page, Rows, Sentence, Title, maths
from chainrule.words import words

if TYPE_CHECKING:
    from chainrule.practice.check import Check

IN_FULL, ALL = 2, 3
"""From so many wrong answers on what happened is said in full, and then what should stand there."""
SHOWN = 3
"""So many explanations of a wrong answer are told."""


def reply(check: Check, tries: int = 1, narrowed: Ask | None = None) -> Reply:
    """The reply to a checked answer; ``narrowed`` is asked next if it is wrong."""
    mistakes = tuple(dict.fromkeys(mistake.id for mistake in check.mistakes))
    certain = bool(check.mistakes) and all(mistake.certain for mistake in check.mistakes)
    wrong = check.verdict == "incorrect"
    return Reply(check.verdict, told(check, tries), mistakes, certain, narrowed if wrong else None)


def told(check: Check, tries: int) -> Page:
    """What is said about the answer after so many wrong ones."""
    verdict = check.judgement.verdict
    match verdict:
        case Unfinished(letters=letters) if not getattr(verdict, "missing", ()):
            board = _Nudge(check).board
            listed = lines.listed([maths(letter, "=", value) for letter, value in letters])
            board.say("drill.unfinished-letters" if letters else "drill.unfinished-underived", letters=listed)
            return tuple(board.blocks)
        case Mistaken() | Incorrect() if tries < ALL:
            return _Nudge(check).page(verdict, tries)
        case _:
            return body(check.page(), check.lang)


def body(page: Page, lang: str) -> Page:
    """A verdict without the problem and the answer repeated."""
    yours = words(lang).fill("verdict.yours")
    for i, block in enumerate(page):
        if isinstance(block, Heading) and block.text == yours:
            return tuple(dropwhile(lambda block: isinstance(block, Rows), page[i + 1 :]))
    return tuple(block for block in page if not isinstance(block, Title))


class _Nudge:
    """A wrong answer being replied to, what should stand there left out."""

    def __init__(self, check: Check) -> None:
        """The remarks on how the answer was read come first."""
        self.check = check
        self.board = Board(check.words, "normal")
        self.board.blocks += [Sentence((remark,), "note") for remark in check.remarks]

    def page(self, verdict: Mistaken | Incorrect, tries: int) -> Page:
        """Where it can be seen, and what would explain it; of several derivatives one after the other."""
        parts = getattr(self.check.judgement, "parts", ())
        if len(parts) < 2:
            self.one(verdict, tries)
            return tuple(self.board.blocks)
        self.board.say("verdict.incorrect", "wrong")
        right = [maths(part.component.sign) for part in parts if isinstance(part.verdict, Correct)]
        if right:
            self.board.say("drill.right-are", rates=lines.listed(right))
        if isinstance(verdict, Mistaken) and verdict.explanations[0].findings[0].place.kind == "components":
            self.explanations(verdict.explanations, tries)
            return tuple(self.board.blocks)
        for part in parts:
            if isinstance(part.verdict, Mistaken | Incorrect):
                self.board.blocks.append(Heading(None, (maths(part.component.sign),)))
                self.one(part.verdict, tries, several=True)
        return tuple(self.board.blocks)

    def one(self, verdict: Mistaken | Incorrect, tries: int, several: bool = False) -> None:
        """One wrong answer."""
        if not several:
            self.witness(verdict)
        match verdict:
            case Mistaken(explanations=explanations):
                self.explanations(explanations, tries)
            case Incorrect(partly=partly) if partly or verdict.witness:
                self.unexplained(partly)

    def witness(self, verdict: Mistaken | Incorrect) -> None:
        """Not yet; and a point where that can be seen, unless the number there is the answer."""
        found = verdict.witness
        if found is None or _is_number(self.check):
            self.board.say("verdict.incorrect", "wrong")
            return
        yours, correct = telling.values(found)
        key = "verdict.incorrect-at" if yours is not None else "verdict.incorrect-no-value"
        self.board.say(key, "wrong", point=telling.point(found), yours=yours if yours is not None else "", correct=correct)

    def explanations(self, explanations: Sequence[Explanation], tries: int) -> None:
        """The likeliest, each with its place."""
        likely = [e for e in explanations if e.cost == explanations[0].cost][:SHOWN]
        if len(likely) > 1:
            self.board.say("verdict.several")
        for number, explanation in enumerate(likely, 1):
            if len(explanation.findings) > 1:
                self.board.say("verdict.together")
            for finding in explanation.findings:
                self.finding(finding, number if len(likely) > 1 else None, tries)

    def finding(self, finding: Finding, number: int | None, tries: int) -> None:
        """One mistake: where it happened, unless that is the problem as a whole; what happened, or a question."""
        alone = number is None and _is_whole(finding, self.check)
        if not alone:
            self.board.blocks.append(Heading(number, telling.where(finding, self.check.words)))
        text = telling.sentence(_put_back(finding), self.check.words)
        nudge = f"drill.nudge.{finding.id}"
        if tries < IN_FULL and self.check.words.get(nudge):
            text = telling.filled(self.check.words, nudge, **{name: _slot(value) for name, value in finding.facts.items()})
        self.board.blocks.append(Sentence(text, "plain" if alone else "told"))
        if finding.everywhere:
            self.board.say("verdict.everywhere", "told")

    def unexplained(self, partly: Partly | None) -> None:
        """Nothing fits: which parts are right, and where help is to be had."""
        self.board.say("verdict.unexplained")
        if partly:
            right, wrong = (lines.listed([maths(tree) for tree in trees]) for trees in (partly.right, partly.wrong))
            self.board.say(f"verdict.right-{partly.kind}", right=right, wrong=wrong)


def _put_back(finding: Finding) -> Finding:
    """The outer function with the inner one in it, where no heading says what its letter stands for."""
    facts = finding.facts
    if finding.place.letter or "inner" not in facts or facts.get("goal") != facts.get("outer"):
        return finding
    letters = symbols(facts["outer"]) - symbols(facts["inner"]) - symbols(finding.place.where)
    return replace(finding, facts={**facts, "goal": put_in(facts["outer"], dict.fromkeys(letters, facts["inner"]))})


def _slot(value: Any) -> Any:
    return maths(*value) if isinstance(value, tuple) else value


def _is_number(check: Check) -> bool:
    """Whether the right answer is a number: its value at a point would give it away."""
    if getattr(check.task, "point", None) is not None:
        return True
    expected = check.task.expected
    return isinstance(expected, sympy.Basic) and not symbols(expected)


def _is_whole(finding: Finding, check: Check) -> bool:
    """Whether a mistake happened at the problem itself, not in a part of it."""
    return bool(finding.place.where == getattr(check.task.question, "goal", None)) and finding.id not in telling.TASK
