"""The form of arrays: how vectors, matrices and their products stand in a line; every notation shares it.

    Products   W x + b, Wᵀ δ ⊙ f′(z): a matrix product binds more strongly than ⊙
    Layers     (W⁽²⁾)ᵀ

This module knows array nodes, levels and joins; it must not know characters or markup.
"""

from __future__ import annotations

from typing import Any, TypeVar

import sympy

from chainrule.expression.arrays import Dot, Grid, Hadamard, Matmul, Nabla, Norm, NormSquared, Scaled, Summed, Transposed
from chainrule.expression.constants import number
from chainrule.expression.notation.brackets import TEXTBOOK, Level
from chainrule.expression.notation.joins import Edge, Join
from chainrule.expression.notation.piece import Piece
from chainrule.expression.notation.textbook import Handler, Style, fit
from chainrule.expression.written import Rate, Times

T = TypeVar("T")


def _tight(style: Style[T], piece: Piece[T], least: Level) -> T:
    """The piece where a factor follows: sin x gets its brackets."""
    return piece.closed if piece.level >= least and piece.closed is not None else fit(style, piece, least)


def _matmul(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    left, right = parts
    last = right.body if isinstance(node.args[1], Rate) and right.level >= TEXTBOOK.factor else fit(style, right, Level.RAISED)
    row = [_tight(style, left, TEXTBOOK.factor), style.joins[Join.SPACE], last]
    return Piece(style.row(row), Level.PRODUCT, left.start, right.end)


def _transposed(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    plain = isinstance(node.args[0], sympy.Symbol) and "^(" not in node.args[0].name
    body = parts[0].body if plain else style.bracket(parts[0].body)
    return Piece(style.transposed(body), Level.RAISED, Edge.LETTER if plain else Edge.BRACKET, Edge.INDEXED)


def _hadamard(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    row = [part for piece in parts for part in (style.entrywise, _tight(style, piece, TEXTBOOK.factor))]
    return Piece(style.row(row[1:]), Level.SPREAD, parts[0].start, parts[-1].end)


def _scaled(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    factor, body = parts
    fraction = factor.level >= Level.QUOTIENT and number(node.args[0]) is not None
    factors = node.args[0].args if isinstance(node.args[0], Times) else node.args[:1]
    of_vectors = any(isinstance(part, Matmul) for part in factors)  # (xᵀ y) y
    first = factor.body if fraction else style.bracket(factor.body) if of_vectors else _tight(style, factor, TEXTBOOK.factor)
    return Piece(style.row([first, style.joins[Join.SPACE], fit(style, body, TEXTBOOK.factor)]), Level.PRODUCT, factor.start, body.end)


def _dot(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    left, right = (_tight(style, part, TEXTBOOK.factor) for part in parts)
    return Piece(style.row([left, style.inner, right]), Level.SPREAD)


def _norm(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return Piece(style.norm(parts[0].body), Level.ATOM, Edge.BARS, Edge.BARS)


def _norm_squared(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    two: Piece[T] = Piece(style.number("2"), start=Edge.NUMBER, end=Edge.NUMBER)
    text, end = style.power(style.norm(parts[0].body), two)
    return Piece(text, Level.RAISED, Edge.BARS, end)


def _summed(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    body, index = parts
    return Piece(style.row([style.sigma(index.body), style.joins[Join.SPACE], fit(style, body, Level.SPREAD)]), Level.SPREAD)


def _nabla(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return Piece(style.row([style.nabla(parts[1].body), fit(style, parts[0], Level.RAISED)]), Level.RAISED, Edge.LETTER, Edge.INDEXED)


def _grid(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    cells = [part.body for part in parts[1:]]
    width = max(1, len(cells) // max(1, int(node.args[0])))
    return Piece(style.grid([cells[i : i + width] for i in range(0, len(cells), width)]))


HANDLERS: dict[type, Handler] = {
    Matmul: _matmul,
    Transposed: _transposed,
    Hadamard: _hadamard,
    Scaled: _scaled,
    Dot: _dot,
    Norm: _norm,
    NormSquared: _norm_squared,
    Summed: _summed,
    Nabla: _nabla,
    Grid: _grid,
}
