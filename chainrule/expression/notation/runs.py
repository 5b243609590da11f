"""Runs of characters, slanted or upright, raised or lowered: one line for pictures, whose text has no markup of its own.

    e^(x² y)   e  x raised  2 raised twice  y raised        w₁₂   w  12 lowered

    Law   the characters, read in order, are those of the line; exponents show their extent by standing raised

This module knows characters and how wide they may become; the form is decided in ``textbook``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sympy
from rich.cells import cell_len

from chainrule.expression.functions import BY_NAME, shown
from chainrule.expression.notation.brackets import Level
from chainrule.expression.notation.joins import Edge
from chainrule.expression.notation.names import GREEK, accented, glyph, letter
from chainrule.expression.notation.piece import Piece
from chainrule.expression.notation.textbook import Style, printed
from chainrule.expression.notation.unicode import UNICODE

SLANTED, RAISED, LOWERED = "i", "^", "_"
Run = tuple[str, str]
"""A text and its style: ``i`` where it is slanted, then ``^`` for each level it is raised, ``_`` for each it is lowered.

What else may follow in a style is not looked at here.
"""
Runs = tuple[Run, ...]

THIN = "\u2009"
"""The space in an exponent: no place to break."""
SCRIPT = 0.7
"""The size of a raised or lowered run, to the size of the line."""
SMALLEST = 0.5
"""Smaller than this no run becomes."""

WIDTHS = {0.34: " il,.·|′'\u2009", 0.5: "fjrst()/I-", 1.02: "mwMW", 0.84: "+−=×≈→ABCDEGHKLNOPQRSTUVXYZΔΣΓΘΛΠΦΨΩ"}
"""How wide characters are, to the height of the font; the widest of the usual fonts counts. Others are ``USUAL``."""
USUAL = 0.64
_WIDTH = {character: width for width, characters in WIDTHS.items() for character in characters}


def runs(tree: sympy.Basic) -> Runs:
    """The tree as runs, neighbours of one style joined.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Power, Times
    >>> runs(Times(3, Apply("sin", Power(x, 2))))
    (('3 sin(', ''), ('x', 'i'), ('2', '^'), (')', ''))
    """
    return joined(printed(tree, RUNS).body)


def joined(parts: Iterable[Run]) -> Runs:
    """The runs with neighbours of one style as one run."""
    found: list[Run] = []
    for text, style in parts:
        if found and found[-1][1] == style:
            found[-1] = (found[-1][0] + text, style)
        elif text:
            found.append((text, style))
    return tuple(found)


def scale(style: str) -> float:
    """How large a run is, to the size of the line.

    >>> scale("i"), scale("i^"), scale("^_")
    (1.0, 0.7, 0.5)
    """
    return max(SCRIPT ** (style.count(RAISED) + style.count(LOWERED)), SMALLEST)


def extent(line: Iterable[Run]) -> float:
    """How wide the runs are at the most, to the height of the font.

    >>> extent((("2", ""), ("x", "i"))) < extent((("2", ""), ("x", "i"), ("m", "^")))
    True
    """
    return sum(_WIDTH.get(character, max(USUAL, cell_len(character) / 2)) * scale(style) for text, style in line for character in text)


def shifted(parts: Runs, level: str) -> Runs:
    """The runs one level up or down, without places to break."""
    return tuple((text.replace(" ", THIN), _lift(style, level)) for text, style in parts)


def _lift(style: str, level: str) -> str:
    slant = style[: style.count(SLANTED)]
    return slant + level + style[len(slant) :]


class _Runs(Style[Runs]):
    built = False
    joins = tuple(((join, ""),) if join else () for join in UNICODE.joins)  # type: ignore[assignment]
    total = (("d", ""),)
    partial = (("∂", ""),)
    plus = ((" + ", ""),)
    minus = ((" − ", ""),)
    negative = (("−", ""),)
    equals = ((" = ", ""),)
    comma = ((", ", ""),)

    def row(self, parts: Sequence[Runs]) -> Runs:
        return joined(run for part in parts for run in part)

    def number(self, text: str) -> Runs:
        return ((text, ""),)

    def symbol(self, name: str) -> Piece[Runs]:
        base, below = letter(name)
        bare, accent = accented(base)
        first = GREEK.get(bare, bare)
        kind = Edge.LETTER if len(first) == 1 else Edge.WORD
        above = (glyph(base), "i") if accent and kind is Edge.LETTER else _letter(glyph(base))
        if not below:
            return Piece((above,), Level.ATOM, kind, Edge.INDEXED if accent else kind, first)
        return Piece((above, *shifted((_letter(GREEK.get(below, below)),), LOWERED)), Level.ATOM, kind, Edge.INDEXED, first)

    def euler(self) -> Piece[Runs]:
        return Piece((("e", ""),), Level.ATOM, Edge.LETTER, Edge.LETTER, "e")

    def bracket(self, body: Runs) -> Runs:
        return body if _small(body) else self._bracketed(body)

    def _bracketed(self, body: Runs) -> Runs:
        return self.row([(("(", ""),), body, ((")", ""),)])

    def bars(self, body: Runs) -> Piece[Runs]:
        if any("|" in text for text, _ in body):
            return Piece(self.call((("abs", ""),), body), start=Edge.NAME, end=Edge.CALL)
        return Piece(self.row([(("|", ""),), body, (("|", ""),)]), start=Edge.BARS, end=Edge.BARS)

    def over(self, numerator: Runs, denominator: Runs) -> Runs:
        if _digits(numerator) and _digits(denominator):
            return (*shifted(numerator, RAISED), _BAR, *shifted(denominator, LOWERED))
        return self.row([numerator, (("/", ""),), denominator])

    def power(self, base: Runs, exponent: Piece[Runs]) -> tuple[Runs, Edge]:
        return self.row([self._bracketed(base) if _small(base) else base, shifted(exponent.body, RAISED)]), Edge.INDEXED

    def root(self, body: Piece[Runs], degree: Piece[Runs]) -> Piece[Runs]:
        square = degree.body == (("2", ""),)
        sign: Runs = () if square else shifted(degree.body, RAISED)
        under = body.body if body.short else self._bracketed(body.body)
        start, end = Edge.ROOT if square else Edge.INDEX, Edge.ROOT if body.short else Edge.CALL
        return Piece(self.row([sign, (("√", ""),), under]), Level.RAISED, start, end)

    def factorial(self, body: Runs) -> Runs:
        return self.row([body, (("!", ""),)])

    def name(self, name: str, base: Piece[Runs] | None = None) -> Runs:
        text: Runs = ((shown(name), ""),) if name in BY_NAME else self.symbol(name).body
        return text if base is None else self.row([text, shifted(base.body, LOWERED)])

    def primed(self, name: str, orders: tuple[int, ...]) -> Runs:
        if len(orders) != 1:
            slots = [self._slot(place, order) for place, order in enumerate(orders, 1) if order]
            return self.row([*slots, ((" ", ""),), self.name(name)])
        mark: Runs = (("′″‴"[orders[0] - 1], ""),) if 1 <= orders[0] <= 3 else ((f"({orders[0]})", RAISED),)
        return self.row([self.name(name), mark])

    def _slot(self, place: int, order: int) -> Runs:
        return (("D", ""), (str(place), LOWERED), *([(str(order), RAISED)] if order > 1 else []))

    def bare(self, name: Runs, argument: Runs) -> Runs:
        return self.row([name, ((" ", ""),), argument])

    def call(self, name: Runs, arguments: Runs) -> Runs:
        return self.row([name, self._bracketed(arguments)])

    def rate(self, body: Piece[Runs], d: Runs, order: str, by: Sequence[tuple[Runs, str]]) -> Piece[Runs]:
        above = self.index(d, order)
        below = self.row([part for variable, n in by for part in (d, self.index(variable, n))])
        if body.short:
            return Piece(self.over(self.row([above, body.body]), below), Level.RATE, Edge.RATE, Edge.RATE)
        return Piece(
            self.row([self.over(above, below), ((" ", ""),), self.bracket(body.body)]), Level.QUOTIENT, Edge.QUOTIENT, Edge.QUOTIENT
        )

    def index(self, base: Runs, order: str) -> Runs:
        """The power in dⁿ and dxⁿ."""
        return base if order == "1" else (*base, (order, RAISED))

    def transposed(self, body: Runs) -> Runs:
        return self.row([body, (("T", RAISED),)])

    def norm(self, body: Runs) -> Runs:
        return self.row([(("‖", ""),), body, (("‖", ""),)])

    def sigma(self, index: Runs) -> Runs:
        return self.row([(("Σ", ""),), shifted(index, LOWERED)])

    def nabla(self, index: Runs) -> Runs:
        return self.row([(("∇", ""),), shifted(index, LOWERED)])

    def grid(self, rows: Sequence[Sequence[Runs]]) -> Runs:
        lines = [self.row([part for i, cell in enumerate(row) for part in ((self.comma, cell) if i else (cell,))]) for row in rows]
        inside = [part for i, line in enumerate(lines) for part in ((self.comma, line) if i else (line,))]
        return self.row([(("[", ""),), *inside, (("]", ""),)])

    def foreign(self, node: sympy.Basic) -> Runs:
        return ((str(node), ""),)


def _letter(glyph: str) -> Run:
    """A single letter is slanted; words and digits stand upright."""
    return (glyph, SLANTED if len(glyph) == 1 and glyph.isalpha() and glyph not in "ΓΔΘΛΞΠΣΥΦΨΩ" else "")


_BAR: Run = ("/", "")


def _digits(part: Runs) -> bool:
    return len(part) == 1 and part[0][0].isdigit() and not part[0][1]


def _small(part: Runs) -> bool:
    """Whether the runs are a fraction of two numbers, set small: it needs no brackets, except as the base of a power."""
    return len(part) == 3 and part[1] == _BAR and part[0][1] == RAISED and part[2][1] == LOWERED


RUNS = _Runs()
