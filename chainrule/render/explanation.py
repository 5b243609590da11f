"""The worked solution of a derivation as a page: the problem, each differentiation, the tidying, the check.

This module knows derivations and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.evaluate import Values, shown
from chainrule.calculus.methods import alternatives
from chainrule.calculus.steps import Derivation
from chainrule.expression.constants import is_decimal
from chainrule.expression.written import Primed, rate
from chainrule.render import lines
from chainrule.render.board import Board, size_of
from chainrule.render.closing import verdict
from chainrule.render.page import Maths, Page, Row, Sentence, Title, maths
from chainrule.render.rounds import Rounds
from chainrule.words import Words

DETAILS = ("brief", "normal", "full")
BESIDE_NUMBERS = 40
"""A formula with more symbols than this is not repeated beside its value at a point."""


class Heads(NamedTuple):
    """What the page says besides the derivation.

    The function's name, how the input was read, the detail, and the values at a point (name, number).
    """

    output: sympy.Symbol
    notes: tuple[str, ...] = ()
    detail: str = "normal"
    point: Values | None = None


def page(derivation: Derivation, heads: Heads, words: Words) -> Page:
    """The whole worked solution."""
    board = Board(words, heads.detail)
    _title(board, derivation, heads)
    Rounds(board, derivation, heads.output).write()
    _close(board, derivation, heads)
    _by_argument(board)
    return tuple(lines.by_its_letter(block, derivation.rounds[0].root) for block in board.blocks)


def _by_argument(board: Board) -> None:
    """What D₁ f means, once, right after it first occurs."""
    for i, block in enumerate(board.blocks):
        found = lines.by_argument(block)
        if found is not None:
            name, place = found
            sign = Primed(name, tuple(int(k == place) for k in range(max(2, place + 1))))
            ordinal = board.words.text(f"ordinal.{min(place + 1, 4)}", n=str(place + 1))
            text = board.fill("section.by-argument", sign=sign, name=sympy.Symbol(name), ordinal=ordinal)
            board.blocks.insert(i + 1, Sentence(text))
            return


def _rate(derivation: Derivation, heads: Heads) -> Any:
    return rate(heads.output, derivation.variable, len(derivation.rounds), derivation.held)


def _title(board: Board, derivation: Derivation, heads: Heads) -> None:
    """The problem and how it was read."""
    root = derivation.rounds[0].root
    board.blocks.append(Title(lines.problem(root, heads.output), board.fill("title.find", task=_rate(derivation, heads))))
    board.blocks.extend(Sentence((note,), "note") for note in heads.notes)
    if derivation.held:
        letters = lines.listed([maths(letter) for letter in derivation.held])
        board.say("title.held", "note", variable=derivation.variable, letters=letters)


def _close(board: Board, derivation: Derivation, heads: Heads) -> None:
    """The numbers, where it holds, other ways, and whether it was checked."""
    if heads.point:
        _numbers(board, derivation, heads, heads.point)
    _where(board, derivation, heads)
    if board.detail == "full":
        for method in alternatives(derivation.rounds[0].root):
            board.say(f"method.{method}")
    verdict(board, derivation.verification)


def _where(board: Board, derivation: Derivation, heads: Heads) -> None:
    """Where the result holds; the single points beside it that have a derivative all the same."""
    if any(condition.kind == "nowhere" for condition in derivation.conditions):
        board.say("close.nowhere", "condition")
        return
    if not derivation.conditions:
        return
    text = board.fill("close.conditions", conditions=lines.conditions(derivation.conditions))
    for condition in derivation.conditions:
        if condition.there is not None:
            point = maths(condition.chain[0], "=", condition.chain[2])
            slope = maths(_rate(derivation, heads), "≈" if is_decimal(condition.there) else "=", condition.there)
            text += board.fill("close.all-the-same", point=point, slope=slope)
    board.blocks.append(Sentence(text, "condition"))


def _numbers(board: Board, derivation: Derivation, heads: Heads, at: Values) -> None:
    """The numbers at a point: every layer from the inside out, then the derivative."""
    board.heading("section.at", *[maths(letter, "=", tree) for letter, tree in at.inputs])
    unknown = lines.unknown_functions(derivation.rounds[0].goal)
    if unknown:
        board.say("section.no-numbers", names=lines.listed([maths(name) for name in unknown]))
        return
    formulas = dict(derivation.layers)
    rows = [_value(maths(letter), formulas.get(letter), tree, at.floats[letter.name]) for letter, tree in at.values]
    if at.derivative is not None:
        formula = None if at.slope else derivation.answer
        rows.append(_value(maths(_rate(derivation, heads)), formula, at.derivative, at.floats[""]))
    board.rows(*rows)
    if at.slope:
        asked = rate(heads.output, derivation.variable, at.order, derivation.held)
        sides = {side: limit(number) for side, number in (("left", at.slope.left), ("right", at.slope.right))}
        board.say(f"point.{at.slope.kind}", rate=asked, **sides)


def limit(number: float) -> Any:
    """A slope from one side; also one without bounds."""
    return maths(shown(number)) if math.isfinite(number) else "−∞" if number < 0 else "∞"


def _value(left: Maths, formula: Any, shown: Any, number: float) -> Row:
    """u = x² = 2.25, or ≈ where the number is rounded."""
    sign = "=" if float(format(number, ".6g")) == number else "≈"
    if formula is None or size_of(maths(formula)) > BESIDE_NUMBERS or formula == shown:
        return Row(left, maths(shown), relation=sign)
    return Row(left, maths(formula, sign, shown))
