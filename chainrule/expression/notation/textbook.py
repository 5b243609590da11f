"""The form of a textbook, decided once for every notation a person reads.

What is bracketed, how factors stand together, when a function needs no brackets is decided here;
a ``Style`` knows how things look in one notation. Nothing is rearranged.

    Law        the text has the value of the tree, read by the usual precedences
    Products   a group among the factors spreads the product: 3u² × cos v × 2x
    Functions  sin x, but sin(3x), sin(x)², sin(x) y

This module knows trees, levels and joins; it must not know characters or markup.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Generic

import sympy

from chainrule.expression.notation.brackets import SCHOOLBOOK_LOGARITHMS, TEXTBOOK, Level
from chainrule.expression.notation.joins import Edge, Factor, Join, joins, letters_at_end
from chainrule.expression.notation.names import BARE
from chainrule.expression.notation.piece import Piece, T
from chainrule.expression.written import (
    Apply,
    Decimal,
    Equals,
    Minus,
    Over,
    Partial,
    Plus,
    Power,
    Primed,
    Rate,
    Root,
    Times,
    Vector,
    Verbatim,
    fold,
    symbols,
)


class Style(ABC, Generic[T]):
    """How things look in one notation. ``built``: fractions and exponents show their extent by
    themselves. ``joins``: what stands for each ``Join``; ``total`` and ``partial``: d and ∂;
    ``entrywise`` and ``inner``: the products ⊙ and · of arrays.
    """

    built: bool
    joins: tuple[T, T, T, T]
    total: T
    partial: T
    plus: T
    minus: T
    negative: T
    equals: T
    comma: T
    entrywise: T
    inner: T

    @abstractmethod
    def row(self, parts: Sequence[T]) -> T:
        """The parts side by side."""

    @abstractmethod
    def number(self, text: str) -> T:
        """A number."""

    @abstractmethod
    def symbol(self, name: str) -> Piece[T]:
        """A letter; also π."""

    @abstractmethod
    def euler(self) -> Piece[T]:
        """The number e, which is not a letter of the student's."""

    @abstractmethod
    def bracket(self, body: T) -> T:
        """In round brackets."""

    @abstractmethod
    def bars(self, body: T) -> Piece[T]:
        """The absolute value."""

    @abstractmethod
    def over(self, numerator: T, denominator: T) -> T:
        """The quotient."""

    @abstractmethod
    def power(self, base: T, exponent: Piece[T]) -> tuple[T, Edge]:
        """The power, and how it ends."""

    @abstractmethod
    def root(self, body: Piece[T], degree: Piece[T]) -> Piece[T]:
        """The root of a degree."""

    @abstractmethod
    def factorial(self, body: T) -> T:
        """x!"""

    @abstractmethod
    def name(self, name: str, base: Piece[T] | None = None) -> T:
        """The name of a function, with the base of a logarithm."""

    @abstractmethod
    def primed(self, name: str, orders: tuple[int, ...]) -> T:
        """The name of an unknown function with its primes."""

    @abstractmethod
    def bare(self, name: T, argument: T) -> T:
        """A function before an argument without brackets."""

    @abstractmethod
    def call(self, name: T, arguments: T) -> T:
        """A function before its bracketed arguments."""

    @abstractmethod
    def rate(self, body: Piece[T], d: T, order: str, by: Sequence[tuple[T, str]]) -> Piece[T]:
        """A derivative to be taken, of one letter or of something longer; ``d`` is d or ∂."""

    @abstractmethod
    def transposed(self, body: T) -> T:
        """Aᵀ, of what needs no brackets."""

    @abstractmethod
    def norm(self, body: T) -> T:
        """‖a‖"""

    @abstractmethod
    def sigma(self, index: T) -> T:
        """The sign of a sum over an index."""

    @abstractmethod
    def nabla(self, index: T) -> T:
        """The sign of a gradient by an array."""

    @abstractmethod
    def grid(self, rows: Sequence[Sequence[T]]) -> T:
        """A matrix."""

    @abstractmethod
    def foreign(self, node: sympy.Basic) -> T:
        """SymPy's own nodes, as SymPy prints them in this notation."""


def printed(tree: sympy.Basic, style: Style[T]) -> Piece[T]:
    """The tree in a style; depth is bounded by memory only, a shared subtree is printed once."""
    piece: Piece[T] = fold(tree, lambda node, parts: _handler(type(node).__mro__)(style, node, parts))
    return piece


def fit(style: Style[T], piece: Piece[T], least: Level) -> T:
    """The piece, in brackets when it binds less strongly than its place asks for."""
    return piece.body if piece.level >= least else style.bracket(piece.body)


def _tight(style: Style[T], piece: Piece[T], least: Level) -> T:
    """The piece where something may follow it closely."""
    if piece.level < least:
        return style.bracket(piece.body)
    return piece.body if piece.closed is None else piece.closed


def _signed(style: Style[T], body: T, piece: Piece[T]) -> Piece[T]:
    closed = None if piece.closed is None else style.row([style.negative, piece.closed])
    return Piece(
        style.row([style.negative, body]),
        Level.SIGNED,
        Edge.BRACKET,
        piece.end,
        closed=closed,
        unsigned=body,
        tail=piece.tail or piece.letter,
    )


def _symbol(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return style.symbol(node.name)


def _euler(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return style.euler()


def _pi(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return style.symbol("pi")


def _rational(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    """Numbers of SymPy's; also those a written tree would build from Minus and Over."""
    size: Piece[T] = Piece(style.number(str(abs(node.p))), start=Edge.NUMBER, end=Edge.NUMBER)
    if node.q != 1:
        size = _over(style, node, [size, Piece(style.number(str(node.q)), start=Edge.NUMBER, end=Edge.NUMBER)])
    return _signed(style, size.body, size) if node.p < 0 else size


def _verbatim(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return Piece(style.number(node.text), start=Edge.NUMBER, end=Edge.NUMBER)


def _plus(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    if len(parts) < 2:
        return parts[0] if parts else Piece(style.number("0"), start=Edge.NUMBER, end=Edge.NUMBER)
    row = [fit(style, parts[0], TEXTBOOK.first_term)]
    for part in parts[1:]:
        if part.unsigned is not None:
            row += [style.minus, part.unsigned]
        else:
            row += [style.plus, fit(style, part, TEXTBOOK.term)]
    return Piece(style.row(row), Level.SUM)


def _minus(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return _signed(style, fit(style, parts[0], TEXTBOOK.negated), parts[0])


def _times(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    if len(parts) < 2:
        return parts[0] if parts else Piece(style.number("1"), start=Edge.NUMBER, end=Edge.NUMBER)
    spread = any(isinstance(factor, Times) or factor == 1 for factor in node.args) or any(part.level in _SPREADING for part in parts[1:])
    spread = spread or (parts[0].level is Level.QUOTIENT and bool(symbols(node.args[0])))
    if spread:
        return _spread(style, parts)
    row: list[T] = []
    between = list(joins(_ends(parts)))
    for i, (part, join) in enumerate(zip(parts, [*between, Join.NONE], strict=True)):
        last = i == len(parts) - 1
        closing = not last and part.closed is not None and join is not Join.CROSS and parts[i + 1].start is not Edge.NAME
        body = part.closed if closing and part.closed is not None else part.body
        row.append(body if _unbracketed(part, first=i == 0) else style.bracket(part.body))
        if not last:
            row.append(style.joins[join])
    tail = parts[-1].closed
    level = Level.SPREAD if Join.CROSS in between else Level.PRODUCT
    first = parts[0]
    return Piece(
        style.row(row),
        Level.SIGNED if first.level is Level.SIGNED else level,
        first.start if first.level >= TEXTBOOK.factor else Edge.BRACKET,
        parts[-1].end,
        first.letter,
        None if tail is None else style.row([*row[:-1], tail]),
        tail=letters_at_end(_ends(parts), between),
    )


_SPREADING = frozenset({Level.SIGNED, Level.QUOTIENT})


def _unbracketed(part: Piece[T], first: bool) -> bool:
    return part.level >= TEXTBOOK.factor or (first and part.level is Level.SIGNED)


def _ends(parts: list[Piece[T]]) -> list[Factor]:
    """Where the factors start and end, each bracketed where it must be."""
    bracketed = Factor(Edge.BRACKET, Edge.BRACKET)
    return [
        Factor(part.start, part.end, part.letter, part.tail or part.letter) if _unbracketed(part, first=i == 0) else bracketed
        for i, part in enumerate(parts)
    ]


def _spread(style: Style[T], parts: list[Piece[T]]) -> Piece[T]:
    """Groups of factors, × between them."""
    row = [fit(style, parts[0], TEXTBOOK.first_group)]
    for part in parts[1:]:
        row += [style.joins[Join.CROSS], fit(style, part, TEXTBOOK.group)]
    return Piece(style.row(row), Level.SIGNED if parts[0].level is Level.SIGNED else Level.SPREAD, parts[0].start)


def _over(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    above, below = parts
    if style.built:
        return Piece(style.over(above.body, below.body), Level.PRODUCT, Edge.FRACTION, Edge.FRACTION)
    text = style.over(_tight(style, above, TEXTBOOK.numerator), fit(style, below, TEXTBOOK.denominator))
    return Piece(text, Level.QUOTIENT, Edge.QUOTIENT, Edge.QUOTIENT)


def _power(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    base, exponent = parts
    layered = isinstance(node.args[0], sympy.Symbol) and "^(" in node.args[0].name  # (a⁽¹⁾)²
    text, end = style.power(style.bracket(base.body) if layered else _tight(style, base, TEXTBOOK.base), exponent)
    if base.level < Level.ATOM:
        return Piece(text, Level.RAISED, Edge.BRACKET, end)
    return Piece(text, Level.RAISED, base.start, end, base.letter)


def _root(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return style.root(*parts)


def _apply(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    name = node.name
    match name, parts:
        case "abs", [argument]:
            return style.bars(argument.body)
        case "factorial", [argument]:
            text = style.factorial(_tight(style, argument, TEXTBOOK.base))
            start = argument.start if argument.level is Level.ATOM else Edge.BRACKET
            return Piece(text, Level.RAISED, start, Edge.CARET, argument.letter if argument.short else "")
        case "log", [argument, base]:
            return _named(style, name, style.name(name, base), [argument])
    shown = style.name(name)
    if name in BARE and len(parts) == 1 and _is_bars(node.args[1]) and parts[0].start is not Edge.NAME:
        return Piece(style.row([shown, parts[0].body]), Level.RAISED, Edge.NAME, Edge.BARS)
    return _named(style, name, shown, parts)


def _is_bars(node: Any) -> bool:
    return isinstance(node, Apply) and node.name == "abs"


def _named(style: Style[T], name: str, shown: T, parts: list[Piece[T]]) -> Piece[T]:
    level = Level.RAISED if name in SCHOOLBOOK_LOGARITHMS else Level.ATOM
    closed = style.call(shown, _listed(style, parts))
    if name in BARE and len(parts) == 1 and parts[0].short:
        return Piece(style.bare(shown, parts[0].body), level, Edge.NAME, Edge.BARE, closed=closed)
    return Piece(closed, level, Edge.NAME, Edge.CALL)


def _listed(style: Style[T], parts: Sequence[Piece[T]]) -> T:
    row = [part for piece in parts for part in (style.comma, piece.body)]
    return style.row(row[1:])


def _primed(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    name = style.primed(node.name, node.orders)
    if not parts:  # the derivative of a named part, f′
        return Piece(name, Level.ATOM, Edge.LETTER, Edge.INDEXED, node.name)
    return Piece(style.call(name, _listed(style, parts)), Level.ATOM, Edge.NAME, Edge.CALL)


def _rate(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    by = [(style.symbol(letter.name).body, str(n)) for letter, n in node.by]
    return style.rate(parts[0], style.partial if isinstance(node, Partial) else style.total, str(node.order), by)


def _equals(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    left, right = (fit(style, part, TEXTBOOK.side) for part in parts)
    return Piece(style.row([left, style.equals, right]), Level.RELATION)


def _vector(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return Piece(style.bracket(_listed(style, parts)), Level.ATOM)


def _foreign(style: Style[T], node: Any, parts: list[Piece[T]]) -> Piece[T]:
    return Piece(style.foreign(node), Level.SUM if isinstance(node, sympy.Expr) else Level.ATOM)


Handler = Callable[[Any, Any, list[Any]], Any]

_HANDLERS: dict[type, Handler] = {
    sympy.Symbol: _symbol,
    sympy.Rational: _rational,
    sympy.core.numbers.Exp1: _euler,
    sympy.core.numbers.Pi: _pi,
    Decimal: _verbatim,
    Verbatim: _verbatim,
    Plus: _plus,
    Minus: _minus,
    Times: _times,
    Over: _over,
    Power: _power,
    Root: _root,
    Apply: _apply,
    Primed: _primed,
    Rate: _rate,
    Equals: _equals,
    Vector: _vector,
}


@cache
def _handler(bases: tuple[type, ...]) -> Handler:
    """The handler of a kind of node, given by its bases: that of the nearest which has one."""
    from chainrule.expression.notation.arrays import HANDLERS

    known = {**_HANDLERS, **HANDLERS}
    return next((known[base] for base in bases if base in known), _foreign)
