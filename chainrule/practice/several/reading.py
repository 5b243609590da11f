"""Answers of several components: z_x = …, z_y = …, vectors, matrices, taken apart into one answer each.

    (2xy, x^2)      [2xy; x^2]      <2xy, x^2>      2xy i + x^2 j      ∇z = (…)
    z_x = 2xy, z_y = x^2            one a line, in any order
    [[2x, 1], [y, x]]               \\begin{pmatrix} … \\end{pmatrix}

This module knows how students write them; it must not know what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import ChainruleError, ParseError
from chainrule.expression import asks
from chainrule.expression.build import build
from chainrule.expression.characters import Source
from chainrule.expression.constants import numeral
from chainrule.expression.convert import written
from chainrule.expression.task import parse_syntax
from chainrule.expression.written import Vector, replace
from chainrule.practice.answer import Answer, between, prepared, read_answer
from chainrule.practice.route import tidied

_KIND = r"\{(?:[bpvBV]?(?:small)?matrix|array)\}"
_MATRIX = re.compile(rf"\\begin{_KIND}(?:\{{[lcr|]*\}})?(.*?)\\end{_KIND}", re.DOTALL)
_LEFT_RIGHT = re.compile(r"\\(?:left|right)\s*[\[\]().]")
_TRANSPOSED = re.compile(r"\s*(?:\^\s*\{?\s*(?:T|\\top|\\mathrm\{T\}|\\intercal)\s*\}?|ᵀ|\^⊤)\s*([.。]?)\s*$")
_GRADIENT = re.compile(
    r"^\s*(?:(?:so|thus|hence|the|所以|故)\s+)?"
    r"(?:\\nabla|∇|\\operatorname\{grad\}|\\mathrm\{grad\}|\bgrad(?:ient)?\b|\bJ(?:acobian)?\b|梯度|雅可比矩阵|雅可比|D(?=\s*[a-zA-Z]\s*=))"
    r"[^=(\[<⟨:是]*(?:=|\bis\b|:|：|是|(?=[(\[<⟨]))",
    re.IGNORECASE,
)
"""∇z =, grad f(x, y) =, J ="""
_SEPARATOR = re.compile(r"[;\n]|,|\b(?:and)\b|(?<=[^\s])\s*(?:和|以及|且)\s*")
_EQUALS = re.compile(r"(?<![<>!=])=(?!=)")
_DIFFERENTIAL = re.compile(r"(?<![A-Za-z/∂])d\s?([A-Za-zα-ω])(?![A-Za-z/])")
BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One component: what it is said to be (a name and letters; empty where it is not said), and the answer."""

    name: str | None
    by: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Given:
    """The components of an answer as they stand, in ``rows``; ``alone``: a single expression without brackets."""

    text: str
    rows: tuple[tuple[Piece, ...], ...]
    alone: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All components, row by row."""
        return tuple(piece for row in self.rows for piece in row)

    @property
    def named(self) -> bool:
        """Whether every component says what it is."""
        return all(piece.by for piece in self.pieces)


def read_components(answer: Any, letters: frozenset[str], log_base: int | None = None) -> Given:
    """The components of an answer: a text, a SymPy expression or matrix, a list, or a mapping from names.

    Raises ``ParseError`` with the place.

    >>> [str(piece.answer.tree) for piece in read_components("(2xy, x^2)", frozenset("xyz")).pieces]
    ['2*x*y', 'x**2']
    >>> [piece.by for piece in read_components("z_y = x^2; z_x = 2xy", frozenset("xyz")).pieces]
    [('y',), ('x',)]
    """
    return _Components(letters, log_base).read(answer)


class _Components:
    def __init__(self, letters: frozenset[str], log_base: int | None) -> None:
        self.letters = letters
        self.log_base = log_base

    def read(self, answer: Any) -> Given:
        match answer:
            case str():
                return self.text(answer)
            case Mapping():
                pieces = [self.one(value, *_key(str(name))) for name, value in answer.items()]
                return Given(", ".join(f"{name}: {value}" for name, value in answer.items()), (tuple(pieces),))
            case sympy.MatrixBase():
                return self.rows(str(answer), answer.tolist())
            case Sequence():
                return self.rows(str(answer), answer)
            case _:
                return Given(str(answer), ((self.one(answer),),), alone=True)

    def rows(self, text: str, items: Sequence[Any]) -> Given:
        nested = all(isinstance(item, Sequence) and not isinstance(item, str) for item in items)
        found = [[self.one(entry) for entry in item] for item in items] if nested else [[self.one(item) for item in items]]
        return Given(text, tuple(map(tuple, found)))

    def one(self, value: Any, name: str | None = None, by: tuple[str, ...] = ()) -> Piece:
        found = read_answer(value, self.letters, self.log_base) if isinstance(value, str) else Answer(str(value), (written(value),))
        return Piece(name, by, found)

    # Texts

    def text(self, text: str) -> Given:
        """The components in a text."""
        plain = _TRANSPOSED.sub("", _without_matrix(text))
        lead = _GRADIENT.match(plain)
        if lead:
            plain = " " * lead.end() + plain[lead.end() :]
        source = prepared(plain)
        differential = self.differential(text, source)
        if differential is not None:
            return differential
        parts = [part for part in between(source, _SEPARATOR) if source.folded[slice(*part)].strip(" .。")]
        lefts = [self.left(source, part) for part in parts]
        if len(parts) > 1 and all(left is not None for left in lefts):
            both = zip(lefts, parts, strict=True)
            pieces = [self.piece(text, source, (left[2], part[1]), left[0], left[1]) for left, part in both if left]
            return Given(text, tuple((piece,) for piece in pieces))
        whole = (parts[0][0], parts[-1][1]) if parts else (0, len(source.folded))
        left = lefts[0] if len(parts) == 1 else None
        signs = (match for match in _EQUALS.finditer(source.folded, *whole) if _outside(source.folded, match.start(), whole[0]))
        start = max([whole[0], *[match.end() for match in signs]])
        inside = _inside(source.folded, start, whole[1])
        if inside is not None:
            rows = [row for row in _rows(source, *inside) if row]
            if not rows:
                raise ParseError("empty", {}, span=(0, len(text)), source=text)
            if len(rows) > 1 or len(rows[0]) > 1:
                return Given(text, tuple(tuple(self.piece(text, source, part) for part in row) for row in rows))
        vector = self.vector(source.folded[start : whole[1]])
        if vector is not None:
            return Given(text, (tuple(Piece(None, (), Answer(text, (tree,))) for tree in vector.args),))
        if len(parts) > 1:
            first = (start if start < parts[0][1] else parts[0][0], parts[0][1])
            return Given(text, (tuple(self.piece(text, source, part) for part in (first, *parts[1:])),))
        piece = Piece(None, (), read_answer(plain, self.letters, self.log_base))
        return Given(text, ((Piece(left[0], left[1], piece.answer) if left else piece,),), alone=True)

    def differential(self, text: str, source: Source) -> Given | None:
        """2xy dx + x² dy, the components before the differentials."""
        piece = source.folded[max([0, *[sign.end() for sign in _EQUALS.finditer(source.folded)]]) :]
        letters = [
            letter for letter in dict.fromkeys(_DIFFERENTIAL.findall(piece)) if letter in self.letters and f"d{letter}" not in self.letters
        ]
        if len(letters) < 2 or "d" in self.letters:
            return None
        try:
            tree = read_answer(_DIFFERENTIAL.sub(r" (\1_{diff})", piece), self.letters, self.log_base).tree
        except ChainruleError:
            return None
        marks = [sympy.Symbol(f"{letter}_diff") for letter in letters]
        pieces = []
        for letter, mark in zip(letters, marks, strict=True):
            one = tidied(replace(tree, {other: numeral(int(other is mark)) for other in marks}))
            pieces.append(Piece(None, (letter,), Answer(text, (one,), source.notes)))
        return Given(text, tuple((piece,) for piece in pieces))

    def piece(self, text: str, source: Source, part: tuple[int, int], name: str | None = None, by: tuple[str, ...] = ()) -> Piece:
        """One component; where it cannot be read the place is that in the whole text."""
        inner = source.folded[slice(*part)].strip().strip(",;")
        try:
            return Piece(name, by, read_answer(inner, self.letters, self.log_base))
        except ChainruleError as error:
            span = None
            if error.span:
                shift = part[0] + len(source.folded[slice(*part)]) - len(source.folded[slice(*part)].lstrip())
                end = len(source.folded)
                span = source.span(min(shift + error.span[0], end), min(shift + error.span[1], end))
            raise type(error)(error.kind, error.facts, span=span, source=text) from None

    def left(self, source: Source, part: tuple[int, int]) -> tuple[str | None, tuple[str, ...], int] | None:
        """What the left-hand side of a component says: of what, by what; and where the answer begins."""
        sign = _EQUALS.search(source.folded, *part)
        if sign is None:
            return None
        piece = source.folded[part[0] : sign.start()].strip(" ,;")
        asked = asks.alone(piece, 0, len(piece))
        if asked is None or not asked.by:
            return None
        return asked.name, _each(asked), sign.end()

    def vector(self, piece: str) -> Any:
        """A vector by its unit vectors, or in a notation of the parser."""
        if not re.search(r"[ij]\b", piece):
            return None
        try:
            tree = build(parse_syntax(piece, latex_input=False, log_base=self.log_base)[0])
        except ChainruleError:
            return None
        return tree if isinstance(tree, Vector) else None


def _without_matrix(text: str) -> str:
    """Matrices of LaTeX as [a, b; c, d]."""
    if "\\begin" not in text:
        return text
    rows = _MATRIX.sub(lambda m: "[" + m[1].replace("\\\\", ";").replace("&", ",").rstrip("; \n") + "]", text)
    return _LEFT_RIGHT.sub("", rows) if _LEFT_RIGHT.search(rows) and "[" in rows else rows


def _outside(text: str, place: int, start: int) -> bool:
    """Whether a place is outside of brackets."""
    piece = text[start:place]
    return sum(piece.count(c) for c in "([{") == sum(piece.count(c) for c in ")]}")


def _inside(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """What stands between a pair of brackets around the whole."""
    piece = text[start:stop]
    start, stop = start + len(piece) - len(piece.lstrip()), stop - len(piece) + len(piece.rstrip(" .。"))
    if stop - start < 2 or BRACKETS.get(text[start], "") != text[stop - 1]:
        return None
    if text[start] == "<":
        return start + 1, stop - 1
    level = 0
    for i in range(start, stop):
        level += (text[i] in "([{") - (text[i] in ")]}")
        if level == 0:
            return (start + 1, stop - 1) if i == stop - 1 else None
    return None


def _rows(source: Source, start: int, stop: int) -> list[list[tuple[int, int]]]:
    """The entries between brackets: rows by semicolons or by brackets of their own."""
    rows = list(_split(source, ";\n", start, stop))
    if len(rows) == 1:
        entries = list(_split(source, ",", start, stop))
        nested = [_inside(source.folded, *entry) for entry in entries]
        if len(entries) > 1 and all(inner is not None for inner in nested):
            whole = [list(_split(source, ",", *inner)) for inner in nested if inner]
            if any(len(row) > 1 for row in whole):
                return whole
        return [entries]
    return [list(_split(source, ",", *row)) for row in rows]


def _split(source: Source, signs: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    level, begin = 0, start
    for i in range(start, stop):
        letter = source.folded[i]
        level += (letter in "([{") - (letter in ")]}")
        if letter in signs and level == 0:
            yield begin, i
            begin = i + 1
    if source.folded[begin:stop].strip():
        yield begin, stop


def _each(asked: asks.Ask) -> tuple[str, ...]:
    """The letters, each as often as it is differentiated by."""
    return asked.by * asked.order if len(asked.by) == 1 else asked.by


def _key(name: str) -> tuple[str | None, tuple[str, ...]]:
    """The name of a component in a mapping: x, z_x, ∂z/∂x, or x,y of second order."""
    asked = asks.alone(name, 0, len(name))
    if asked and asked.by:
        return asked.name, _each(asked)
    return None, tuple(part.strip() for part in name.split(","))
