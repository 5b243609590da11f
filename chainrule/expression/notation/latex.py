r"""LaTeX as a textbook prints it.

    Law   our LaTeX reader reads a tree of the same value; it compiles with amsmath and KaTeX

Function powers stand behind the function, \sin\left(x\right)^{2}, so that the outer function of a
chain is the last thing written.

This module knows TeX; the form is decided in ``textbook``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import sympy

from chainrule.expression.functions import BY_NAME, shown
from chainrule.expression.notation.brackets import Level
from chainrule.expression.notation.joins import Edge
from chainrule.expression.notation.names import GREEK, accented, layered, letter
from chainrule.expression.notation.piece import Piece
from chainrule.expression.notation.textbook import Style, printed


def latex(tree: sympy.Basic) -> str:
    r"""The tree in LaTeX, without dollar signs.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Over, Plus, Power
    >>> print(latex(Over(1, Plus(1, Power(x, 2)))))
    \frac{1}{1 + x^{2}}
    """
    return printed(tree, LATEX).body


class _Latex(Style[str]):
    built = True
    joins = ("", " ", r" \cdot ", r" \times ")
    total = r"\mathrm{d}"
    partial = r"\partial"
    plus = " + "
    minus = " - "
    negative = "-"
    equals = " = "
    comma = ", "
    entrywise = r" \odot "
    inner = r" \cdot "

    def row(self, parts: Sequence[str]) -> str:
        glued: list[str] = []
        for part in parts:
            if part[:1].isalnum() and glued and _OPEN_COMMAND.search(glued[-1]):
                glued.append(" ")
            if part:
                glued.append(part)
        return "".join(glued)

    def number(self, text: str) -> str:
        return text

    def symbol(self, name: str) -> Piece[str]:
        return _symbol(name)

    def euler(self) -> Piece[str]:
        return Piece(r"\mathrm{e}", Level.ATOM, Edge.LETTER, Edge.LETTER, "e")

    def bracket(self, body: str) -> str:
        return rf"\left({body}\right)"

    def bars(self, body: str) -> Piece[str]:
        return Piece(rf"\left|{body}\right|", start=Edge.BRACKET, end=Edge.BRACKET)

    def over(self, numerator: str, denominator: str) -> str:
        return rf"\frac{{{numerator}}}{{{denominator}}}"

    def power(self, base: str, exponent: Piece[str]) -> tuple[str, Edge]:
        return f"{base}^{{{exponent.body}}}", Edge.INDEXED

    def root(self, body: Piece[str], degree: Piece[str]) -> Piece[str]:
        index = "" if degree.body == "2" else f"[{degree.body}]"
        return Piece(rf"\sqrt{index}{{{body.body}}}", Level.RAISED)

    def factorial(self, body: str) -> str:
        return body + "!"

    def name(self, name: str, base: Piece[str] | None = None) -> str:
        return _function(name) + (f"_{{{base.body}}}" if base else "")

    def primed(self, name: str, orders: tuple[int, ...]) -> str:
        text = _function(name)
        if len(orders) != 1:
            return "".join(rf"\mathrm{{D}}_{{{i}}}" + (f"^{{{n}}}" if n > 1 else "") for i, n in enumerate(orders, 1) if n) + " " + text
        return f"{text}^{{{_PRIME * orders[0] if orders[0] <= 3 else f'({orders[0]})'}}}"

    def bare(self, name: str, argument: str) -> str:
        return f"{name} {argument}"

    def call(self, name: str, arguments: str) -> str:
        return rf"{name}\left({arguments}\right)"

    def rate(self, body: Piece[str], d: str, order: str, by: Sequence[tuple[str, str]]) -> Piece[str]:
        above, below = d + self.index(order), self.row([part for letter, n in by for part in (d, letter, self.index(n))])
        if body.short:
            return Piece(self.over(self.row([above, body.body]), below), Level.PRODUCT, Edge.FRACTION, Edge.FRACTION)
        return Piece(self.over(above, below) + self.bracket(body.body), Level.QUOTIENT, Edge.FRACTION, Edge.BRACKET)

    def index(self, order: str) -> str:
        """The power in dⁿ and dxⁿ."""
        return "" if order == "1" else f"^{{{order}}}"

    def transposed(self, body: str) -> str:
        return rf"{body}^{{\top}}"

    def norm(self, body: str) -> str:
        return rf"\left\lVert {body}\right\rVert"

    def sigma(self, index: str) -> str:
        return rf"\sum_{{{index}}}"

    def nabla(self, index: str) -> str:
        return rf"\nabla_{{{index}}} "

    def grid(self, rows: Sequence[Sequence[str]]) -> str:
        body = r" \\ ".join(" & ".join(row) for row in rows)
        if max(map(len, rows)) <= COLUMNS:
            return rf"\begin{{pmatrix}}{body}\end{{pmatrix}}"
        columns = "c" * max(map(len, rows))
        return rf"\left(\begin{{array}}{{{columns}}}{body}\end{{array}}\right)"

    def foreign(self, node: sympy.Basic) -> str:
        return str(sympy.latex(node))


COLUMNS = 10
"""A ``pmatrix`` of amsmath has at most so many."""
_OPEN_COMMAND = re.compile(r"\\[A-Za-z]+$")
_PRIME = r"\prime"
_INDICES = frozenset("ijkmnp0123456789,")
_SPECIAL = {"\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim "} | {character: "\\" + character for character in "{}$&#_%"}
_UNSPELLED = {"omicron": "o", "lamda": r"\lambda", "Lamda": r"\Lambda"}


@lru_cache(maxsize=4096)
def _symbol(name: str) -> Piece[str]:
    base, below = letter(name)
    base, layer = layered(base)
    bare, accent = accented(base)
    kind = Edge.LETTER if len(bare) == 1 or bare in GREEK else Edge.WORD
    text = _letter(base) + (f"^{{({layer})}}" if layer else "") + (f"_{{{_index(below)}}}" if below else "")
    return Piece(text, Level.ATOM, kind, Edge.INDEXED if below or layer or accent else kind, GREEK.get(bare, bare))


def _index(below: str) -> str:
    """An index; several letters of an entry, W_{ij}, are letters each."""
    return below if set(below) <= _INDICES else _letter(below)


def _letter(name: str) -> str:
    bare, accent = accented(name)
    if accent:
        return rf"\{accent}{{{_letter(bare)}}}"
    if name in GREEK:
        return _UNSPELLED.get(name) or "\\" + name
    return _escaped(name) if len(name) == 1 or name.isdigit() else rf"\mathrm{{{_escaped(name)}}}"


def _escaped(name: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in name)


def _function(name: str) -> str:
    if name in BY_NAME:
        return BY_NAME[name].latex or rf"\operatorname{{{shown(name)}}}"
    piece = _symbol(name)
    return piece.body if piece.start is Edge.LETTER else rf"\operatorname{{{_escaped(name)}}}"


LATEX = _Latex()
