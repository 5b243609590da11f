"""Presentation MathML, the core that browsers draw by themselves.

    Law   one well-formed element; everything that came from outside is escaped

This module knows elements; the form is decided in ``textbook``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

import sympy

from chainrule.expression.functions import BY_NAME, shown
from chainrule.expression.notation.brackets import Level
from chainrule.expression.notation.joins import Edge
from chainrule.expression.notation.names import GREEK, MARKS, accented, layered, letter
from chainrule.expression.notation.piece import Piece
from chainrule.expression.notation.textbook import Style, printed

Row = tuple[str, ...]
"""Elements side by side."""


def mathml(tree: sympy.Basic) -> str:
    """The tree as one element, without ``<math>`` around it.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Over
    >>> mathml(Over(x, 2))
    '<mfrac><mi>x</mi><mn>2</mn></mfrac>'
    """
    return _one(printed(tree, MATHML).body)


def _one(row: Row) -> str:
    return row[0] if len(row) == 1 else f"<mrow>{''.join(row)}</mrow>"


def _sign(text: str) -> Row:
    return (f"<mo>{text}</mo>",)


def _index(text: str) -> str:
    if not set(text) <= _INDEX or len(text) == 1:
        return f"<mn>{text}</mn>" if text.isdigit() else _identifier(GREEK.get(text, text))
    return _one(tuple(map(_mark, re.findall(r"[0-9]+|.", text))))  # the index of an entry: 12, ij, 1j, 1,12


def _mark(text: str) -> str:
    """A number, a letter or a sign in an index, without space around it."""
    if text.isdigit():
        return f"<mn>{text}</mn>"
    return _identifier(text) if text.isalpha() else f'<mo lspace="0" rspace="0" stretchy="false">{escape(text.replace("-", "−"))}</mo>'


_INDEX = frozenset("0123456789ijkmnp,")


def _identifier(text: str) -> str:
    return f"<mi>{escape(text)}</mi>"


_THIN = '<mspace width="0.167em"></mspace>'
"""Browsers leave no space of their own between a function and a bare argument."""
_TALL = ("<mfrac", "<msqrt", "<mroot", "<mtable", "<munder")


_OVER = dict(zip(MARKS, "˙˜¯^", strict=True))
"""Accent to the sign that is set over the letter."""


class _Mathml(Style[Row]):
    built = True
    joins = (_sign("&#8290;"), (*_sign("&#8290;"), _THIN), _sign("·"), _sign("×"))
    total = ('<mi mathvariant="normal">d</mi>',)
    partial = ("<mi>∂</mi>",)
    plus = _sign("+")
    minus = _sign("−")
    negative = ('<mo form="prefix">−</mo>',)
    equals = _sign("=")
    comma = _sign(",")
    entrywise = _sign("⊙")
    inner = _sign("·")

    def row(self, parts: Sequence[Row]) -> Row:
        return tuple(element for part in parts for element in part)

    def number(self, text: str) -> Row:
        return (f"<mn>{escape(text)}</mn>",)

    def symbol(self, name: str) -> Piece[Row]:
        base, below = letter(name)
        base, layer = layered(base)
        base, accent = accented(base)
        glyph = GREEK.get(base, base)
        kind = Edge.LETTER if len(glyph) == 1 else Edge.WORD
        element = _identifier(glyph)
        if accent:
            element = f'<mover accent="true">{element}<mo stretchy="false">{_OVER[accent]}</mo></mover>'
        if layer:
            raised = _one(tuple(map(_mark, ("(", *re.findall(r"[0-9]+|.", layer), ")"))))
            scripts = f"<msubsup>{element}{_index(below)}{raised}</msubsup>" if below else f"<msup>{element}{raised}</msup>"
            return Piece((scripts,), Level.ATOM, kind, Edge.INDEXED, glyph)
        if not below:
            return Piece((element,), Level.ATOM, kind, Edge.INDEXED if accent else kind, glyph)
        return Piece((f"<msub>{element}{_index(below)}</msub>",), Level.ATOM, kind, Edge.INDEXED, glyph)

    def euler(self) -> Piece[Row]:
        return Piece(('<mi mathvariant="normal">e</mi>',), Level.ATOM, Edge.LETTER, Edge.LETTER, "e")

    def bracket(self, body: Row) -> Row:
        inside = "".join(body)
        grow = "" if any(element in inside for element in _TALL) else ' stretchy="false"'
        return (f"<mrow><mo{grow}>(</mo>{inside}<mo{grow}>)</mo></mrow>",)

    def bars(self, body: Row) -> Piece[Row]:
        fence = '<mo fence="true" stretchy="true" form="{}">|</mo>'
        return Piece((f"<mrow>{fence.format('prefix')}{''.join(body)}{fence.format('postfix')}</mrow>",))

    def over(self, numerator: Row, denominator: Row) -> Row:
        return (f"<mfrac>{_one(numerator)}{_one(denominator)}</mfrac>",)

    def power(self, base: Row, exponent: Piece[Row]) -> tuple[Row, Edge]:
        return (f"<msup>{_one(base)}{_one(exponent.body)}</msup>",), Edge.INDEXED

    def root(self, body: Piece[Row], degree: Piece[Row]) -> Piece[Row]:
        if degree.body == _TWO:
            return Piece((f"<msqrt>{''.join(body.body)}</msqrt>",), Level.RAISED)
        return Piece((f"<mroot>{_one(body.body)}{_one(degree.body)}</mroot>",), Level.RAISED)

    def factorial(self, body: Row) -> Row:
        return (*body, "<mo>!</mo>")

    def name(self, name: str, base: Piece[Row] | None = None) -> Row:
        element = _identifier(shown(name)) if name in BY_NAME else _one(self.symbol(name).body)
        return (element,) if base is None else (f"<msub>{element}{_one(base.body)}</msub>",)

    def primed(self, name: str, orders: tuple[int, ...]) -> Row:
        element = self.name(name)[0]
        if len(orders) != 1:
            return (*(self._slot(i, n) for i, n in enumerate(orders, 1) if n), element)
        if 1 <= orders[0] <= 3:  # the sign is raised in the fonts themselves
            return (f'<mrow>{element}<mo lspace="0" rspace="0">{"′″‴"[orders[0] - 1]}</mo></mrow>',)
        return (f"<msup>{element}<mrow><mo>(</mo><mn>{orders[0]}</mn><mo>)</mo></mrow></msup>",)

    def _slot(self, place: int, order: int) -> str:
        index = f"<mi>D</mi><mn>{place}</mn>"
        return f"<msub>{index}</msub>" if order == 1 else f"<msubsup>{index}<mn>{order}</mn></msubsup>"

    def bare(self, name: Row, argument: Row) -> Row:
        return (*name, _APPLY, _THIN, *argument)

    def call(self, name: Row, arguments: Row) -> Row:
        return (*name, _APPLY, *self.bracket(arguments))

    def rate(self, body: Piece[Row], d: Row, order: str, by: Sequence[tuple[Row, str]]) -> Piece[Row]:
        above, below = self.index(d, order), self.row([part for letter, n in by for part in (d, self.index(letter, n))])
        if body.short:
            return Piece(self.over((*above, *body.body), below), Level.PRODUCT, Edge.FRACTION, Edge.FRACTION)
        return Piece((*self.over(above, below), *self.bracket(body.body)), Level.QUOTIENT, Edge.FRACTION)

    def index(self, base: Row, order: str) -> Row:
        """The power in dⁿ and dxⁿ."""
        return base if order == "1" else (f"<msup>{_one(base)}<mn>{order}</mn></msup>",)

    def transposed(self, body: Row) -> Row:
        return (f"<msup>{_one(body)}<mo>⊤</mo></msup>",)

    def norm(self, body: Row) -> Row:
        fence = '<mo fence="true" stretchy="true" form="{}">‖</mo>'
        return (f"<mrow>{fence.format('prefix')}{''.join(body)}{fence.format('postfix')}</mrow>",)

    def sigma(self, index: Row) -> Row:
        return (f"<munder><mo>∑</mo>{_one(index)}</munder>",)

    def nabla(self, index: Row) -> Row:
        return (f"<msub><mo>∇</mo>{_one(index)}</msub>",)

    def grid(self, rows: Sequence[Sequence[Row]]) -> Row:
        body = "".join("<mtr>" + "".join(f"<mtd>{''.join(cell)}</mtd>" for cell in row) + "</mtr>" for row in rows)
        return (f"<mrow><mo>(</mo><mtable>{body}</mtable><mo>)</mo></mrow>",)

    def foreign(self, node: sympy.Basic) -> Row:
        return (f"<mtext>{escape(str(node))}</mtext>",)


_TWO: Row = ("<mn>2</mn>",)
_APPLY = "<mo>&#8289;</mo>"

MATHML = _Mathml()
