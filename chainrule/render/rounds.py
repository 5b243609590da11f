"""The differentiations of a derivation one after the other, from goal to tidied answer.

Of a high order the first rounds are written in full and the others in a line each, but in full detail; where
the derivatives come back (sin x after four rounds), the rest is a sentence.

This module knows derivations and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.cycle import Cycle
from chainrule.calculus.steps import CURVES, Derivation, Round
from chainrule.expression.constants import numeral
from chainrule.expression.written import Equals, Plus, Power, Primed, Times, rate
from chainrule.render.board import WRITTEN_OUT, Board, rules_of, size_of
from chainrule.render.brief import brief
from chainrule.render.page import EMPTY, Heading, Maths, Row, Text, maths
from chainrule.render.solution import Solution

FEW, FIRST, MANY = 3, 2, 12
"""Up to ``FEW`` rounds are all in full; of more the ``FIRST`` ones, and up to ``MANY`` of the others in a line each."""
ON_THE_WAY = 100
"""A line with more symbols than this is not shown on the way to the answer, but in full detail."""


class Rounds:
    """The rounds of a derivation on a board."""

    def __init__(self, board: Board, derivation: Derivation, output: sympy.Symbol) -> None:
        """``output`` is the name of the function."""
        self.board, self.derivation, self.output = board, derivation, output
        self.solution: Solution | None = None

    def write(self) -> None:
        """All rounds."""
        rounds, cycle = self.derivation.rounds, self.derivation.cycle
        if len(rounds) <= FEW or self.board.detail == "full":
            shown, cycle = len(rounds), None
        else:
            known = cycle.start + (cycle.period if cycle.factor else 0) if cycle else len(rounds)
            shown = min(len(rounds), max(FIRST, known))
            cycle = cycle if shown < len(rounds) else None
        first = shown if len(rounds) <= FEW or self.board.detail == "full" else FIRST
        for one in rounds[:first]:
            self.round(one)
        self.briefly(rounds[first:shown])
        if cycle:
            self.again(cycle)

    def rate(self, order: int) -> Any:
        """The function's derivative of an order; the function itself for 0."""
        return rate(self.output, self.derivation.variable, order, self.derivation.held) if order else self.output

    def round(self, one: Round) -> None:
        """One differentiation, from goal to tidied answer."""
        board, name = self.board, self.output
        left = maths(self.rate(one.order))
        if one.order > 1:
            name = self.rate(one.order - 1) if self.derivation.held else Primed(name.name, (one.order - 1,))
        if len(self.derivation.rounds) > 1:
            ordinal = board.words.text(f"ordinal.{min(one.order, 4)}", n=str(one.order))
            key = "section.round" if one.order == 1 else "section.round-again"
            board.blocks.append(
                Heading(None, board.fill(key, ordinal=ordinal), (maths(Equals(name, one.goal)),) if name != one.goal else (), chapter=True)
            )
        if board.detail == "brief":
            brief(board, one, name, left)
            return
        if one.root.rule not in CURVES or self.solution is None:  # along a curve dx/dt comes back in every round
            self.solution = Solution(board, self.derivation.varying)
        self.solution.whole(one.root, name, left)
        self.tidy(one, left)

    def tidy(self, one: Round, left: Maths) -> None:
        """The way from what the rules gave to the answer, as far as it can be written out.

        A long line on the way is left out; its reason is said at the next one.
        """
        board = self.board
        rows: list[Row] = []
        reasons: list[Text] = []
        for i, step in enumerate(one.tidying, 1):
            reasons += [board.fill(f"tidy.{reason}") for reason in step.reasons]
            length, last = size_of(maths(step.after)), i == len(one.tidying)
            if length <= (WRITTEN_OUT if last or board.detail == "full" else ON_THE_WAY):
                rows.append(Row(EMPTY if rows else left, maths(step.after), board.listed(list(dict.fromkeys(reasons)))))
                reasons = []
        if rows:
            board.heading("section.tidy")
            board.rows(*rows)

    def briefly(self, rounds: tuple[Round, ...]) -> None:
        """Rounds in a line each: the derivative and the rules it takes; of very many the first and the last."""
        if not rounds:
            return
        board = self.board
        board.blocks.append(Heading(None, board.fill("section.further"), chapter=True))
        head, tail = (rounds, ()) if len(rounds) <= MANY else (rounds[: MANY // 2], rounds[-2:])
        board.rows(*map(self.line, head))
        if tail:
            board.say("section.likewise")
            board.rows(*map(self.line, tail))

    def line(self, one: Round) -> Row:
        """One round in a line."""
        left, size = maths(self.rate(one.order)), size_of(maths(one.answer))
        if size > (WRITTEN_OUT if one is self.derivation.rounds[-1] else ON_THE_WAY):
            return Row(left, maths("…"), self.board.fill("section.symbols", n=str(size)))
        return Row(left, maths(one.answer), self.board.listed([(self.board.name(rule),) for rule in rules_of(one.root)]))

    def again(self, cycle: Cycle) -> None:
        """The derivatives come back: what that says of the one asked for."""
        board, order = self.board, len(self.derivation.rounds)
        if not cycle.factor:
            board.say("section.vanishes", later=self.rate(cycle.start))
            board.rows(Row(maths(self.rate(order)), maths(self.derivation.answer)))
            return
        later, earlier = self.rate(cycle.start + cycle.period), self.rate(cycle.start)
        factor, period = numeral(cycle.factor), str(cycle.period)
        if cycle.factor == 1:
            board.say("section.repeats", later=later, earlier=earlier, period=period)
        elif cycle.period == 1:
            board.say("section.repeats-each", later=later, earlier=earlier, factor=factor)
        else:
            board.say("section.repeats-times", later=later, earlier=earlier, period=period, factor=factor)
        times, n = cycle.earlier(order)
        same = self.rate(n)
        if cycle.factor != 1:
            same = Times(factor if times == 1 else Power(factor, sympy.Integer(times)), same)
        whole = sympy.Integer(cycle.period) if times == 1 else Times(cycle.period, times)
        counted = [whole, *(sympy.Integer(part) for part in (cycle.start, n - cycle.start) if part)]
        rows = [Row(maths(sympy.Integer(order)), maths(Plus(*counted)))] if cycle.period > 1 and len(counted) > 1 else []
        board.rows(*rows, Row(maths(self.rate(order)), maths(same)), Row(EMPTY, maths(self.derivation.answer)))
