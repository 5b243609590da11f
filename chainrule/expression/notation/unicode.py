"""One line for a person: ``unicode`` for the terminal, ``ascii`` where only plain characters will do.

    Law   the text has the value of the tree; trees of different values never print the same

This module knows characters; the form is decided in ``textbook``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sympy

from chainrule.expression.functions import BY_NAME, shown
from chainrule.expression.notation.brackets import Level
from chainrule.expression.notation.joins import Edge
from chainrule.expression.notation.names import GREEK, LAYERS, SPELLED, accented, glyph, layered, letter, plain, subscript, superscript
from chainrule.expression.notation.piece import Piece
from chainrule.expression.notation.textbook import Style, printed


def unicode(tree: sympy.Basic) -> str:
    """The tree on one line.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Plus, Power
    >>> unicode(Power(Apply("sin", Plus(Power(x, 2), 1)), 3))
    'sin(x² + 1)³'
    """
    return printed(tree, UNICODE).body


def ascii(tree: sympy.Basic) -> str:
    """The tree on one line of plain ASCII.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Plus, Power, Root
    >>> ascii(Power(Apply("sin", Plus(Root(x, 2), 1)), 3))
    'sin(sqrt(x) + 1)^3'
    """
    return printed(tree, ASCII).body


class _Line(Style[str]):
    """What the two have in common. ``gap`` stands between dx and dy."""

    gap: str

    built = False
    total = "d"
    plus = " + "
    equals = " = "
    comma = ", "
    inner = " · "

    def row(self, parts: Sequence[str]) -> str:
        return "".join(parts)

    def number(self, text: str) -> str:
        return text

    def euler(self) -> Piece[str]:
        return _EULER

    def bracket(self, body: str) -> str:
        return f"({body})"

    def bars(self, body: str) -> Piece[str]:
        if "|" in body:
            return Piece(f"abs({body})", start=Edge.NAME, end=Edge.CALL)
        return Piece(f"|{body}|", start=Edge.BARS, end=Edge.BARS)

    def over(self, numerator: str, denominator: str) -> str:
        return f"{numerator}/{denominator}"

    def power(self, base: str, exponent: Piece[str]) -> tuple[str, Edge]:
        return base + "^" + (exponent.body if exponent.short else f"({exponent.body})"), Edge.CARET

    def factorial(self, body: str) -> str:
        return body + "!"

    def bare(self, name: str, argument: str) -> str:
        return f"{name} {argument}"

    def call(self, name: str, arguments: str) -> str:
        return f"{name}({arguments})"

    def rate(self, body: Piece[str], d: str, order: str, by: Sequence[tuple[str, str]]) -> Piece[str]:
        above, below = self.index(d, order), self.gap.join(self.index(d + letter, n) for letter, n in by)
        if body.short:
            return Piece(f"{above}{body.body}/{below}", Level.RATE, Edge.RATE, Edge.RATE)
        return Piece(f"{above}/{below} ({body.body})", Level.QUOTIENT, Edge.QUOTIENT, Edge.QUOTIENT)

    def index(self, base: str, order: str) -> str:
        """The power in dⁿ and dxⁿ."""
        return base if order == "1" else f"{base}^{order}"

    def grid(self, rows: Sequence[Sequence[str]]) -> str:
        return "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]"

    def foreign(self, node: sympy.Basic) -> str:
        return str(node)


class _Unicode(_Line):
    joins = ("", " ", "·", " × ")
    partial = "∂"
    gap = ""
    minus = " − "
    negative = "−"
    entrywise = " ⊙ "

    def symbol(self, name: str) -> Piece[str]:
        return _unicode_symbol(name)

    def transposed(self, body: str) -> str:
        return body + "ᵀ"

    def norm(self, body: str) -> str:
        return f"‖{body}‖"

    def sigma(self, index: str) -> str:
        return "Σ" + (subscript(index) or "_" + index)

    def nabla(self, index: str) -> str:
        lowered = subscript(index)
        return f"∇{lowered}" if lowered else f"∇_{index} "

    def power(self, base: str, exponent: Piece[str]) -> tuple[str, Edge]:
        raised = superscript(exponent.body)
        return (base + raised, Edge.INDEXED) if raised else super().power(base, exponent)

    def root(self, body: Piece[str], degree: Piece[str]) -> Piece[str]:
        sign = _ROOTS.get(degree.body) or superscript(degree.body)
        if sign is None:
            return Piece(f"root({degree.body}, {body.body})", start=Edge.NAME, end=Edge.CALL)
        start = Edge.ROOT if degree.body in _ROOTS else Edge.INDEX
        sign = sign if start is Edge.ROOT else sign + "√"
        if body.short:
            return Piece(sign + body.body, Level.RAISED, start, Edge.ROOT)
        return Piece(f"{sign}({body.body})", Level.RAISED, start, Edge.CALL)

    def name(self, name: str, base: Piece[str] | None = None) -> str:
        text = _function(name)
        if base is None:
            return text
        return text + (subscript(base.body) or "_" + (base.body if base.short else f"({base.body})"))

    def primed(self, name: str, orders: tuple[int, ...]) -> str:
        text = _function(name)
        if len(orders) != 1:
            slots = (f"D{subscript(str(i))}{_raised(n) if n > 1 else ''}" for i, n in enumerate(orders, 1) if n)
            return "".join(slots) + " " + text
        return text + ("′″‴"[orders[0] - 1] if 1 <= orders[0] <= 3 else f"⁽{_raised(orders[0])}⁾")

    def index(self, base: str, order: str) -> str:
        raised = superscript(order)
        return base + raised if raised and order != "1" else super().index(base, order)


class _Ascii(_Line):
    joins = ("", " ", "*", " * ")
    partial = "d"
    gap = " "
    minus = " - "
    negative = "-"
    entrywise = " .* "
    inner = " . "

    def symbol(self, name: str) -> Piece[str]:
        return _ascii_symbol(name)

    def transposed(self, body: str) -> str:
        return body + "^T"

    def norm(self, body: str) -> str:
        return f"||{body}||"

    def sigma(self, index: str) -> str:
        return f"sum_{index}"

    def nabla(self, index: str) -> str:
        return f"grad_{index} "

    def root(self, body: Piece[str], degree: Piece[str]) -> Piece[str]:
        name = {"2": "sqrt(", "3": "cbrt("}.get(degree.body) or f"root({degree.body}, "
        return Piece(f"{name}{body.body})", start=Edge.NAME, end=Edge.CALL)

    def name(self, name: str, base: Piece[str] | None = None) -> str:
        text = plain(name)
        if base is None:
            return text
        return text + "_" + (base.body if base.short else f"({base.body})")

    def primed(self, name: str, orders: tuple[int, ...]) -> str:
        if len(orders) != 1:
            return "".join(f"D_{i}" + (f"^{n}" if n > 1 else "") + " " for i, n in enumerate(orders, 1) if n) + plain(name)
        return plain(name) + ("'" * orders[0] if orders[0] <= 3 else f"^({orders[0]})")


_EULER = Piece("e", Level.ATOM, Edge.LETTER, Edge.LETTER, "e")
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}


def _raised(number: int) -> str:
    return superscript(str(number)) or str(number)


def _function(name: str) -> str:
    return shown(name) if name in BY_NAME else _unicode_symbol(name).body


@lru_cache(maxsize=4096)
def _unicode_symbol(name: str) -> Piece[str]:
    base, below = letter(name)
    base, layer = layered(base)
    bare, accent = accented(base)
    first = GREEK.get(bare, bare)
    kind = Edge.LETTER if len(first) == 1 else Edge.WORD
    text = glyph(base) + (f"⁽{layer.translate(LAYERS)}⁾" if layer else "")
    if not below:
        return Piece(text, Level.ATOM, kind, Edge.INDEXED if layer or accent else kind, first)
    lowered = subscript(below)
    if lowered is None:
        return Piece(f"{text}_{GREEK.get(below, below)}", Level.ATOM, kind, Edge.WORD, first)
    return Piece(text + lowered, Level.ATOM, kind, Edge.INDEXED, first)


@lru_cache(maxsize=4096)
def _ascii_symbol(name: str) -> Piece[str]:
    base, below = letter(name)
    base, layer = layered(base)
    first, _ = accented(base)
    base = SPELLED.get(base, base) + (f"^({layer})" if layer else "")
    text = f"{base}_{SPELLED.get(below, below)}" if below else base
    kind = Edge.LETTER if len(text) == 1 else Edge.WORD
    return Piece(text, Level.ATOM, kind, kind, GREEK.get(first, first))


UNICODE = _Unicode()
ASCII = _Ascii()
