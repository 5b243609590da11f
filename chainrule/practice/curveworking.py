"""A working for an equation, line by line: every line is a claim that has to hold on the curve.

    2x + 2y·y′ = 0       right: with y′ the slope of the curve both sides are the same
    2y·y′ = 2x           wrong, the first one: solved for y′ and diagnosed
    y′ = x/y             wrong as well, but it follows from the line before
    = …                  goes on from there

This module knows claims on a curve; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any

import sympy

from chainrule.calculus.implicit import collected
from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.errors import ChainruleError, ParseError
from chainrule.expression.constants import ZERO
from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Minus, Over, Plus, Primed, Rate, postorder, replace, symbols
from chainrule.practice.again import Again
from chainrule.practice.answer import Answer, slope
from chainrule.practice.implicit import ImplicitTask
from chainrule.practice.partly import terms
from chainrule.practice.route import tidied
from chainrule.practice.statements import Statement, is_prose, read_statement, statements
from chainrule.practice.verdict import Incorrect, Mistaken, Verdict
from chainrule.practice.working import LINES, Line

CLOSE = 1e-9
"""Both sides of a claim may differ by so much of the size of their terms."""
LATER = frozenset(("solving", "answer", "putting"))
"""Where a mistake can be once the differentiated equation stood there rightly."""
BRANCH = 3
"""A line y = … holds on a branch of the curve where it does at so many points."""


class CurveWorking:
    """A working being judged, line by line."""

    def __init__(self, task: ImplicitTask, log_base: int | None = None) -> None:
        """Nothing is named yet."""
        self.task = task
        self.variable, self.dependent = task.variable, task.question.output
        self.given: dict[sympy.Symbol, Any] = {}
        self._log_base = log_base
        self._true: Mapping[sympy.Symbol, Any] = {**task.lower, task.asked: task.right}
        self._own: Mapping[sympy.Symbol, Any] | None = None  # the derivatives as the first wrong line has them
        self._left: Any = None
        self._last: Any = None
        self._derived = self._solved = False
        self._points = task.points

    def lines(self, text: str) -> Iterator[Line]:
        """Every line of a text, judged."""
        for number, line in enumerate(islice(statements(text), LINES), 1):
            yield self.line(number, line)

    def line(self, number: int, text: str) -> Line:
        """One line."""
        try:
            statement = read_statement(_bracketed(self.task.spaced(text)), self.variable, self._log_base)
        except ChainruleError as error:
            return Line(number, text, "words" if is_prose(text) else "unreadable", error=error)
        if self._names(statement):
            return Line(number, text, "named", statement)
        try:
            return self._judged(number, text, statement)
        except ChainruleError as error:
            return Line(number, text, "unreadable", statement, error=error)

    def _names(self, statement: Statement) -> bool:
        """Whether the line gives a letter to something: u = x² + y²."""
        if statement.goes_on or len(statement.sides) != 2:
            return False
        letter, body = statement.sides
        known = {*set().union(*map(symbols, self.task.posed)), self.variable, *self.given}
        if not isinstance(letter, sympy.Symbol) or slope(letter) or letter in known or letter in symbols(body):
            return False
        self.given[letter] = self._closed(body)
        return True

    # What a side says

    def _closed(self, side: Any) -> Any:
        """A side in x, y and letters for the derivatives of y, with derivatives taken. Raises ``ParseError``."""
        table: dict[Any, Any] = {Apply(self.dependent.name, self.variable): self.dependent, **self.given}
        for letter in symbols(side):
            part = slope(letter)
            if part and part.by in ("", self.variable.name):
                inside = self.given.get(sympy.Symbol(part.of), sympy.Symbol(part.of))
                table[letter] = self._derivative(inside, self.variable, part.order)
        tree = replace(side, table)
        taken = {
            node: self._derivative(node.args[0], node.args[1], int(node.args[2])) for node in postorder(tree) if isinstance(node, Rate)
        }
        tree = replace(tree, taken) if taken else tree
        strange = symbols(tree) - set().union(*map(symbols, self.task.posed)) - {self.variable, self.dependent, *self._true}
        unknown = [node.name for node in postorder(tree) if isinstance(node, Apply | Primed) and node.name not in BY_NAME]
        if strange or unknown:
            raise ParseError("work-letter", {"name": min([*map(str, strange), *unknown]).partition("_by")[0]})
        return tree

    def _derivative(self, tree: Any, by: sympy.Symbol, order: int) -> Any:
        """A derivative, y being a function of x, in letters; by y it is that of the outer function."""
        whole = Apply(self.dependent.name, self.variable)
        found = replace(tree, {self.dependent: whole}) if by == self.variable else tree
        for _ in range(order):
            found = differentiate(found, by, Names({symbol.name for symbol in symbols(found)} | {by.name})).result
        primes = {
            Primed(whole.name, (k,), self.variable): sympy.Symbol(whole.name + "′" * k) for k in range(1, len(self._true) + order + 1)
        }
        return tidied(replace(found, {**primes, whole: self.dependent}))

    # Judging

    def _judged(self, number: int, text: str, statement: Statement) -> Line:
        """A claim: its sides compared with each other on the curve."""
        sides = [self._closed(side) for side in statement.sides]
        if not statement.goes_on:
            self._left, self._last = sides[0], None
        elif self._left is None:
            self._left = self.task.asked
        status, verdict = "right", None
        for side in sides if statement.goes_on else sides[1:]:
            if self._holds(self._left, side, self._true) or self._is_branch(side):
                continue
            if status == "right":
                status = "follows" if self._follows(side) else "wrong"
            if self._own is None:
                verdict = self._diagnosis(side)
                self._own = self._their_own(side)
            self._last = side
        letters = {letter for side in (self._left, *sides) for letter in symbols(side)}
        self._derived = self._derived or (status == "right" and self.task.asked in letters and not _is_task(statement))
        self._solved = self._solved or (status == "right" and self._left == self.task.asked)
        done = self._left == self.task.asked and not symbols(sides[-1]) & self._true.keys()
        return Line(number, text, status, statement, verdict, answers=done and status == "right")

    def _holds(self, left: Any, right: Any, table: Mapping[sympy.Symbol, Any]) -> bool:
        """Whether both sides are the same at every point of the curve where they have values."""
        put = replace(Plus(left, Minus(right)), table)
        pieces = [piece for side in put.args for piece in terms(side)]
        program = Program(put, *pieces)
        found = [program(point) for point in self._points]
        real = [values for values in found if all(value == value for value in values)]
        return bool(real) and all(abs(value) <= CLOSE * max(1.0, sum(map(abs, sizes))) for value, *sizes in real)

    def _is_branch(self, side: Any) -> bool:
        """Whether y = … holds on a branch of the curve; from then on the working is about that branch."""
        if self._left != self.dependent or self.dependent in symbols(side):
            return False
        points = self.task.curve.compare(side, self.dependent, self._points).agree
        self._points = points if len(points) >= BRANCH else self._points
        return len(points) >= BRANCH

    def _follows(self, side: Any) -> bool:
        """Whether a wrong claim follows from a wrong one before: from its slope, or from the side before."""
        if self._last is not None and self._holds(self._last, side, self._true):
            return True
        return bool(self._own) and self._holds(self._left, side, self._own or {})

    def _their_own(self, side: Any) -> Mapping[sympy.Symbol, Any]:
        """What a wrong claim says the derivatives are; nothing where it does not say it."""
        whole = Plus(self._left, Minus(side))
        for order, letter in reversed(list(enumerate(self._true, 1))):
            if letter not in symbols(whole):
                continue
            try:
                rest, factor = collected(whole, letter)
            except (AssertionError, StopIteration):  # not linear in it
                return {}
            if tidied(factor) == ZERO:
                return {}
            found = replace(ZERO if rest == ZERO else Minus(Over(rest, factor)), self._true)
            if order == 1 and len(self._true) > 1:
                return {letter: found, self.task.asked: Again(self.task.derivation).from_slope(found)}
            return {**self._true, letter: found}
        return {}

    # The first wrong line

    def _diagnosis(self, side: Any) -> Verdict:
        """What happened; once the differentiated equation stood there rightly, it is in what came after."""
        alone = self._left == self.task.asked and not symbols(side) & {self.task.asked}
        sides: Sequence[Any] = (side,) if alone else (self._left, side)
        verdict = self.task.judged(Answer("" if alone else "=", tuple(sides)), alone and self._solved).verdict
        witness = verdict.witness if alone and isinstance(verdict, Mistaken | Incorrect) else None
        if not isinstance(verdict, Mistaken):
            return Incorrect(witness)
        known = verdict.explanations
        kept = tuple(e for e in known if {finding.place.kind for finding in e.findings} <= LATER) if self._derived else known
        return Mistaken(kept, witness) if kept else Incorrect(witness)


def _is_task(statement: Statement) -> bool:
    """Whether derivatives are still to be taken in a line: d/dx (x²) + d/dx (y²) = 0."""
    return any(isinstance(node, Rate) for node in postorder(*statement.sides))


def _bracketed(text: str) -> str:
    """d/dx (x²) + d/dx (y²) with each derivative in brackets of its own.

    >>> _bracketed("d/dx (x^2) + d/dx((y+1)^2) = 0")
    '(d/dx (x^2)) + (d/dx((y+1)^2)) = 0'
    """
    found, rest = "", text
    while match := _TASK.search(rest):
        levels = list(accumulate((letter in "([{") - (letter in ")]}") for letter in rest[match.end() - 1 :]))
        if 0 not in levels:
            break
        stop = match.end() + levels.index(0)
        found, rest = f"{found}{rest[: match.start()]}({rest[match.start() : stop]})", rest[stop:]
    return found + rest


_TASK = re.compile(r"d\s*/\s*d\s?[A-Za-z]\s*\(")
