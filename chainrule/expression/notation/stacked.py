"""Two-dimensional text: fractions over a bar, tall brackets; exponents stay on the line.

    Law   all lines of a box are of one display width

This module knows boxes of characters; the form is decided in ``textbook``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import Any, NamedTuple

import sympy
from rich.cells import cell_len
from sympy.printing.pretty.stringpict import prettyForm

from chainrule.expression.notation.brackets import Level
from chainrule.expression.notation.joins import Edge
from chainrule.expression.notation.names import superscript
from chainrule.expression.notation.piece import Piece
from chainrule.expression.notation.textbook import Style, printed
from chainrule.expression.notation.unicode import UNICODE, unicode
from chainrule.expression.written import Over, Power, Rate, Verbatim, fold, postorder, rebuild


class Box(NamedTuple):
    """Lines of one display width; the line numbered ``baseline`` goes on the line of the text around."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        """The display width."""
        return cell_len(self.lines[0])

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def __str__(self) -> str:
        """The lines, without spaces at their ends."""
        return "\n".join(line.rstrip() for line in self.lines)


def stacked(tree: sympy.Basic) -> Box:
    """The tree in two dimensions.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Over, Plus, Power
    >>> print(stacked(Over(1, Plus(1, Power(x, 2)))))
      1
    ──────
    1 + x²
    """
    return printed(fold(tree, _exponent_on_the_line), STACKED).body


def _exponent_on_the_line(node: sympy.Basic, below: list[sympy.Basic]) -> sympy.Basic:
    """A power whose exponent has a fraction, with that exponent as text: e^(x/2) reads better than a tower."""
    if not isinstance(node, Power) or not any(_has_a_bar(part) for part in postorder(node.args[1])):
        return rebuild(node, below)
    return Power(below[0], Verbatim(f"({unicode(node.args[1])})"))


def _has_a_bar(node: sympy.Basic) -> bool:
    return isinstance(node, Over | Rate | sympy.Rational) and not isinstance(node, sympy.Integer)


def binding(tree: sympy.Basic) -> int:
    """How SymPy's ``pretty`` is to bracket the box inside its own output.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Plus
    >>> binding(Plus(x, 1)) == prettyForm.ADD
    True
    """
    return int(_BINDINGS.get(printed(tree, STACKED).level, prettyForm.ATOM))


_BINDINGS: dict[Level, Any] = {
    Level.RELATION: prettyForm.OPEN,
    Level.SUM: prettyForm.ADD,
    Level.SIGNED: prettyForm.NEG,
    Level.SPREAD: prettyForm.MUL,
    Level.QUOTIENT: prettyForm.MUL,
    Level.RATE: prettyForm.MUL,
    Level.PRODUCT: prettyForm.MUL,
    Level.RAISED: prettyForm.POW,
}


def _flat(text: str) -> Box:
    return Box((text,))


def beside(left: Box, right: Box) -> Box:
    """Two boxes with their baselines on one line.

    >>> print(beside(Box(("1", "─", "2"), 1), Box((" + x",))))
    1
    ─ + x
    2
    """
    if left.height == right.height == 1:
        return Box((left.lines[0] + right.lines[0],))
    above = max(left.baseline, right.baseline)
    below = max(left.height - left.baseline, right.height - right.baseline)
    lines = zip(_grown(left, above, below), _grown(right, above, below), strict=True)
    return Box(tuple(a + b for a, b in lines), above)


def _grown(box: Box, above: int, below: int) -> list[str]:
    blank = " " * box.width
    return [blank] * (above - box.baseline) + list(box.lines) + [blank] * (below - box.height + box.baseline)


def _centred(box: Box, width: int) -> tuple[str, ...]:
    left = (width - box.width) // 2
    right = width - box.width - left
    return tuple(" " * left + line + " " * right for line in box.lines)


TALL = {"(": ("⎛", "⎜", "⎝"), ")": ("⎞", "⎟", "⎠"), "|": ("│", "│", "│"), "‖": ("‖", "‖", "‖")}
"""The top, middle and bottom of tall brackets."""


def _fence(sign: str, box: Box) -> Box:
    """A bracket as tall as the box."""
    if box.height == 1:
        return _flat(sign)
    top, middle, bottom = TALL[sign]
    return Box((top, *[middle] * (box.height - 2), bottom), box.baseline)


def _enclosed(left: str, box: Box, right: str) -> Box:
    return beside(beside(_fence(left, box), box), _fence(right, box))


class _Stacked(Style[Box]):
    built = True
    joins = (_flat(""), _flat(" "), _flat("·"), _flat(" × "))
    total = _flat("d")
    partial = _flat("∂")
    plus = _flat(" + ")
    minus = _flat(" − ")
    negative = _flat("−")
    equals = _flat(" = ")
    comma = _flat(", ")
    entrywise = _flat(" ⊙ ")
    inner = _flat(" · ")

    def row(self, parts: Sequence[Box]) -> Box:
        if all(part.height == 1 for part in parts):
            return _flat("".join(part.lines[0] for part in parts))
        if len(parts) == 2 and parts[0] is self.negative:  # apart from the bar
            return beside(_flat("− "), parts[1])
        return reduce(beside, parts)

    def number(self, text: str) -> Box:
        return _flat(text)

    def symbol(self, name: str) -> Piece[Box]:
        return _boxed(UNICODE.symbol(name))

    def euler(self) -> Piece[Box]:
        return _boxed(UNICODE.euler())

    def bracket(self, body: Box) -> Box:
        return _enclosed("(", body, ")")

    def bars(self, body: Box) -> Piece[Box]:
        if body.height == 1:
            return _boxed(UNICODE.bars(body.lines[0]))
        return Piece(_enclosed("|", body, "|"), start=Edge.BARS, end=Edge.BARS)

    def over(self, numerator: Box, denominator: Box) -> Box:
        nested = max(numerator.height, denominator.height) > 1
        width = max(numerator.width, denominator.width) + 2 * nested
        lines = (*_centred(numerator, width), "─" * width, *_centred(denominator, width))
        return Box(lines, numerator.height)

    def power(self, base: Box, exponent: Piece[Box]) -> tuple[Box, Edge]:
        raised = superscript(exponent.body.lines[0]) if exponent.body.height == 1 else None
        if raised:
            index = Box((raised, *[" " * len(raised)] * (base.height - 1)), base.baseline)
            return beside(base, index), Edge.INDEXED
        if base.height == exponent.body.height == 1:
            text, end = UNICODE.power(base.lines[0], _line(exponent))
            return _flat(text), end
        blank = " " * exponent.body.width
        index = Box((*exponent.body.lines, *[blank] * base.height), exponent.body.height + base.baseline)
        return beside(base, index), Edge.INDEXED

    def root(self, body: Piece[Box], degree: Piece[Box]) -> Piece[Box]:
        if body.body.height == degree.body.height == 1:
            return _boxed(UNICODE.root(_line(body), _line(degree)))
        return Piece(_radical(body.body, degree.body), Level.RAISED)

    def factorial(self, body: Box) -> Box:
        return beside(body, _flat("!"))

    def name(self, name: str, base: Piece[Box] | None = None) -> Box:
        return _flat(UNICODE.name(name, None if base is None else _line(base)))

    def primed(self, name: str, orders: tuple[int, ...]) -> Box:
        return _flat(UNICODE.primed(name, orders))

    def bare(self, name: Box, argument: Box) -> Box:
        return self.row([name, _flat(" "), argument])

    def call(self, name: Box, arguments: Box) -> Box:
        return beside(name, self.bracket(arguments))

    def rate(self, body: Piece[Box], d: Box, order: str, by: Sequence[tuple[Box, str]]) -> Piece[Box]:
        (sign,) = d.lines
        above, below = _flat(UNICODE.index(sign, order)), _flat("".join(UNICODE.index(sign + letter.lines[0], n) for letter, n in by))
        if body.short:
            return Piece(self.over(beside(above, body.body), below), Level.PRODUCT, Edge.FRACTION, Edge.FRACTION)
        return Piece(self.row([self.over(above, below), _flat(" "), self.bracket(body.body)]), Level.QUOTIENT, Edge.FRACTION)

    def transposed(self, body: Box) -> Box:
        return beside(body, Box(("ᵀ", *[" "] * (body.height - 1)), body.baseline))

    def norm(self, body: Box) -> Box:
        return _enclosed("‖", body, "‖")

    def sigma(self, index: Box) -> Box:
        return _flat(UNICODE.sigma(index.lines[0]))

    def nabla(self, index: Box) -> Box:
        return _flat(UNICODE.nabla(index.lines[0]))

    def grid(self, rows: Sequence[Sequence[Box]]) -> Box:
        return _enclosed("(", _table(rows), ")")

    def foreign(self, node: sympy.Basic) -> Box:
        return _flat(str(node))


def _table(rows: Sequence[Sequence[Box]]) -> Box:
    """Cells below and beside each other, each in the middle of its column; a table of numbers is aligned at the right.

    >>> print(_table([[_flat("x₁"), _flat("0")], [_flat("0"), _flat("2x₂")]]))
    x₁   0
    0   2x₂
    """
    widths = [max(cell.width for cell in column) for column in zip(*rows, strict=True)]
    numbers = all(_NUMBER.fullmatch(cell.lines[0]) for row in rows for cell in row)
    lines: list[str] = []
    for row in rows:
        cells = [
            Box(_right(cell, width) if numbers else _centred(cell, width), cell.baseline) for cell, width in zip(row, widths, strict=True)
        ]
        gaps = [part for cell in cells for part in (_flat("  "), cell)][1:]
        lines += reduce(beside, gaps).lines
    return Box(tuple(lines), (len(lines) - 1) // 2)


def _right(cell: Box, width: int) -> tuple[str, ...]:
    return tuple(" " * (width - cell.width) + line for line in cell.lines)


_NUMBER = re.compile(r"−?[\d.]+")


def _boxed(piece: Piece[str]) -> Piece[Box]:
    return Piece(_flat(piece.body), piece.level, piece.start, piece.end, piece.letter, tail=piece.tail)


def _line(piece: Piece[Box]) -> Piece[str]:
    """The piece as far as it is on the line of the text."""
    return Piece(piece.body.lines[piece.body.baseline], piece.level, piece.start, piece.end, piece.letter, tail=piece.tail)


def _radical(body: Box, degree: Box) -> Box:
    """A tall root: the hook as tall as the body, a line over it.

    >>> print(_radical(Box(("1", "─", "x"), 1), Box(("2",))))
        __
       ╱ 1
      ╱  ─
    ╲╱   x
    """
    height = body.height
    hook = [" " * (height - i) + "╱" + " " * (i + 1) for i in range(height)]
    hook[-1] = "╲╱" + " " * height
    top = " " * (height + 1) + "_" * (body.width + 1)
    root = Box((top, *(left + line for left, line in zip(hook, body.lines, strict=True))), body.baseline + 1)
    if degree.lines == ("2",):
        return root
    return _indexed(root, degree)


def _indexed(root: Box, degree: Box) -> Box:
    """The index over the left arm of the hook."""
    blank = " " * degree.width
    index = Box((*degree.lines, blank), root.baseline + degree.height - root.height + 1)
    return beside(index, root)


STACKED = _Stacked()
