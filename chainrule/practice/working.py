"""A whole working, one line after the other: every line is a claim, left = right, with everything put in.

    let u = x^2          u is named
    dy/du = cos u        right: the derivative of y by u, with u put back
    du/dx = x            wrong, the first one: this one is diagnosed
    dy/dx = x cos(x^2)   wrong as well, but it follows from the line before
    = …                  goes on from there

What follows from earlier wrong lines is found by working the derivation once more with those lines in it.
This module knows claims; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.length import length
from chainrule.calculus.names import Names
from chainrule.errors import ChainruleError, ParseError
from chainrule.expression.written import Rate, postorder, replace, symbols
from chainrule.practice.answer import Slope, slope
from chainrule.practice.closing import Closing
from chainrule.practice.compare import compare
from chainrule.practice.diagnose import Diagnosis, letters_of
from chainrule.practice.evidence import witness
from chainrule.practice.ink import tree
from chainrule.practice.judge import Task
from chainrule.practice.replay import NOWHERE, Inked, Parts, Replay, Slip
from chainrule.practice.route import Spot, route
from chainrule.practice.statements import Statement, is_prose, read_statement, statements
from chainrule.practice.verdict import Incorrect, Verdict

LINES = 200
"""So many lines of a working are looked at."""
LONGER = 2
"""A line that is longer by more than this, though nothing is gained, is a detour."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what came of it.

    ``status``: named (a letter for something) | right | detour (right, but longer than the line before) | wrong
    | follows (wrong, but it follows from a wrong line before) | unreadable | words. ``verdict`` is the diagnosis
    of the first wrong line; ``answers``: the line is about the derivative asked for, with nothing left to be done.
    """

    number: int
    text: str
    status: str
    statement: Statement | None = None
    verdict: Verdict | None = None
    error: ChainruleError | None = None
    answers: bool = False


class Working:
    """A working being judged, line by line."""

    def __init__(self, task: Task, log_base: int | None = None) -> None:
        """Nothing is named yet but the function itself."""
        self.task = task
        self.goal = task.question.goal
        self.given: dict[sympy.Symbol, Any] = dict(task.question.given)
        self._log_base = log_base
        self._closing = Closing(task.rounds, task.variable, task.formulas)
        self._slips: dict[int, Slip] = {}
        self._proven: set[int] = set()
        self._left: Any = None  # what the statement is about, also where it goes on over several lines
        self._last: tuple[Any, Any] | None = None  # the side before, as it stands and closed
        self._spoilt = False
        self._wrong: list[tuple[Any, Any]] = []  # what was claimed wrongly: what it is about, and the claim

    def lines(self, text: str) -> Iterator[Line]:
        """Every line of a text, judged."""
        for number, line in enumerate(statements(text), 1):
            if number > LINES:
                return
            yield self.line(number, line)

    def line(self, number: int, text: str) -> Line:
        """One line."""
        try:
            statement = read_statement(text, self.task.variable, self._log_base)
        except ChainruleError as error:
            return Line(number, text, "words" if is_prose(text) else "unreadable", error=error)
        if self._names(statement):
            return Line(number, text, "named", statement)
        try:
            return self._judged(number, text, statement)
        except ChainruleError as error:
            return Line(number, text, "unreadable", statement, error=error)

    def _names(self, statement: Statement) -> bool:
        """Whether the line gives a letter to something: u = x²."""
        if statement.goes_on or len(statement.sides) != 2:
            return False
        letter, body = statement.sides
        known = symbols(self.goal) | {self.task.variable, self.task.question.output, *self.given}
        if not isinstance(letter, sympy.Symbol) or slope(letter) or letter in known or letter in symbols(body):
            return False
        self.given[letter] = body
        self._left = self._last = None
        return True

    @property
    def table(self) -> dict[sympy.Symbol, Any]:
        """What each letter stands for, in the letters of the problem; also where one is named by the next.

        A letter that was not named is that of the derivation: u is the inner function.
        """
        table = {**self._closing.known, self.task.question.output: self.goal, **self.given}
        for _ in self.given:
            table = {letter: replace(value, {k: v for k, v in table.items() if k != letter}) for letter, value in table.items()}
        return table

    # Judging

    def _judged(self, number: int, text: str, statement: Statement) -> Line:
        """A claim: its sides compared with what the first one stands for."""
        sides = statement.sides
        if not statement.goes_on:
            self._left, self._last, sides = sides[0], None, sides[1:]
            if not sides:  # du/dx = and nothing behind it
                raise ParseError("empty", {})
        target = self.task.right if self._left is None else self._closed(self._left)
        answers = compare(target, self.task.right, self.goal).same is True
        status, spoilt, verdict = "right", None, None
        for side in sides:
            closed = self._closed(side, target)
            if not compare(closed, target, self.goal).same:
                status = "follows" if self._follows(closed, target) else "wrong"
                self._wrong.append((target, closed))
                if status == "wrong" and not self._spoilt and spoilt is None:
                    verdict = self._diagnosis(side, closed, target)
                spoilt = spoilt or side
            elif self._last is not None and length(closed) > length(self._last[1]) + LONGER:
                status = "detour"
            self._last = side, closed
        self._remember(sides[-1], right=spoilt is None)
        self._spoilt = self._spoilt or spoilt is not None
        plain = symbols(sides[-1]) <= symbols(self.goal) | {self.task.variable}
        return Line(number, text, status, statement, verdict, answers=answers and plain)

    def _closed(self, side: Any, target: Any = None) -> Any:
        """A side in the letters of the problem, derivatives taken.

        A letter that is named only further down may stand for anything that makes the line hold. Raises
        ``ParseError`` for one that is never named.
        """
        strange = symbols(side) - symbols(self.goal) - {self.task.variable}
        if not strange and not any(isinstance(node, Rate) for node in postorder(side)):
            return side
        table = self.table
        unnamed = {sympy.Symbol(part.of) if (part := slope(letter)) else letter for letter in strange} - table.keys()
        for closed in self._closing.closings(side, table):
            if not unnamed or (target is not None and compare(closed.tree, target, self.goal).same):
                return closed.tree
        raise ParseError("work-letter", {"name": min(unnamed or strange, key=str).name if strange else "?"})

    def _follows(self, closed: Any, target: Any) -> bool:
        """Whether a wrong claim follows from wrong ones before: one about the same, the side before, or by the same derivation."""
        if any(about == target and compare(closed, claim, self.goal).same for about, claim in self._wrong):
            return True
        if self._spoilt and self._last is not None and compare(closed, self._last[1], self.goal).same:
            return True
        if not self._slips:
            return False
        root = self.task.rounds[-1].root
        inked = Replay(root, Inked(self.task.variable))
        try:
            mine = tree(inked.of(root, inked.medium.start, self._slips))
        except NOWHERE:
            return False
        return bool(compare(closed, mine, self.goal).same)

    def _remember(self, claim: Any, right: bool) -> None:
        """A claim about the derivative of a part: from now on the derivation is worked with it, if it is wrong."""
        part = slope(self._left) if isinstance(self._left, sympy.Symbol) else None
        if part is None:
            return
        for spot in self.task.rounds[-1].spots:
            value = self._claim_at(spot, part, claim)
            if value is not None and right:
                self._proven.update(id(step) for step in spot.step.walk())
            elif value is not None:
                self._slips[id(spot.step)] = Slip(spot.step, _claimed(value))

    def _claim_at(self, spot: Spot, part: Slope, claim: Any) -> Any:
        """What was claimed of the derivative at a spot, in the letter of its step; ``None`` where it is about another."""
        table, by = self.table, sympy.Symbol(part.by)
        if not part.by or by == self.task.variable:
            about = spot.step.variable == self.task.variable and spot.step.goal == table.get(sympy.Symbol(part.of))
            return self._closed(claim) if about else None
        outer = spot.place.letter is not None and spot.step.goal == replace(table[sympy.Symbol(part.of)], {table[by]: spot.step.variable})
        return replace(claim, {by: spot.step.variable}) if outer and symbols(claim) <= {by} | symbols(self.goal) else None

    # The first wrong line

    def _diagnosis(self, side: Any, closed: Any, target: Any) -> Verdict:
        """What happened: in differentiating, or in working on from a line that was right."""
        part = slope(self._left) if isinstance(self._left, sympy.Symbol) else None
        derived = self._last is not None
        if part is not None:
            function, by = self._closing.rate(part, self.table)
            if by == self.task.variable:
                return self._examined(function, by, part.order, closed, derived)
            if symbols(side) <= symbols(function) | {by}:
                return self._examined(function, by, part.order, side, derived)
        elif self._left is None:
            return self._examined(self.goal, self.task.variable, len(self.task.rounds), closed, derived)
        return Incorrect(witness(closed, target, self.goal, self.task.variable))

    def _examined(self, goal: Any, variable: sympy.Symbol, order: int, answer: Any, derived: bool) -> Verdict:
        """The diagnosis of a claim about one derivative; what was shown to be right before is taken as done right."""
        letters = letters_of(goal, variable, variable)
        whole = goal == self.goal and order == len(self.task.rounds)
        rounds = self.task.rounds if whole else route(goal, variable, Names(letters), order)
        found = witness(answer, rounds[-1].root.result, goal, variable)
        return Diagnosis(goal, variable, rounds, answer, letters, derived, frozenset(self._proven)).verdict(found)


def _claimed(value: Any) -> Any:
    """A law that answers with what was claimed."""

    def law(p: Parts) -> Any:
        """What was written there."""
        return p.at(value)

    return law
