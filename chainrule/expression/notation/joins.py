"""How the factors of a product stand together: 2x, x sin x, 2·3, cos u × 3.

What is decided by the ends that meet, in one table a person can read. A factor has an end on the
right and a start on the left; the first number of 2x·3 ends in a number, the second starts with one.

This module knows ends and signs; it must not know trees or text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from chainrule.expression.notation.names import CALLING, spells


class Edge(IntEnum):
    """What stands at the left or the right of a factor; ``INDEXED`` and what follows it only at the right."""

    NUMBER = 0
    LETTER = 1  # one letter
    WORD = 2  # a name of several letters
    NAME = 3  # the name of a function
    BRACKET = 4
    BARS = 5
    ROOT = 6  # at the left √, at the right what stands under it
    INDEX = 7  # the raised index of a root
    FRACTION = 8  # stacked over a bar
    QUOTIENT = 9  # on a line: a/b
    RATE = 10  # dy/dx
    INDEXED = 11  # x², x₁
    CARET = 12  # e^x
    CALL = 13  # the bracket of a function
    BARE = 14  # sin x


class Join(IntEnum):
    """What stands between two factors."""

    NONE = 0
    SPACE = 1
    DOT = 2
    CROSS = 3


_SIGNS = {".": Join.NONE, "_": Join.SPACE, "·": Join.DOT, "×": Join.CROSS}

# The end of the left factor, and the joins before each start: . nothing, _ a space, · a dot, × a cross.
_TABLE = """
            NUMBER LETTER WORD NAME BRACKET BARS ROOT INDEX FRACTION QUOTIENT RATE
NUMBER        ·      .     _    _     .      .    .     ×      ·        ×      _
LETTER        ×      .     _    _     .      _    .     ×      _        ×      _
WORD          ×      _     _    _     _      _    _     ×      _        ×      _
BRACKET       ×      .     _    _     .      _    .     ×      _        ×      _
BARS          ×      _     _    _     _      _    _     ×      _        ×      _
ROOT          ×      ×     ×    ×     ×      ×    ×     ×      _        ×      ×
FRACTION      ·      _     _    _     _      _    _     ·      ·        ×      ·
QUOTIENT      ×      ×     ×    ×     ×      ×    ×     ×      ×        ×      ×
RATE          ×      ×     ×    ×     ×      ×    ×     ×      ·        ×      ×
INDEXED       ×      .     _    _     .      _    .     ×      _        ×      _
CARET         ×      _     _    _     _      _    _     ×      _        ×      _
CALL          ×      _     _    _     .      _    _     ×      _        ×      _
BARE          ×      _     _    _     _      _    _     ×      _        ×      _
"""


def read(table: str) -> dict[tuple[Edge, Edge], Join]:
    """A table of joins, written as a picture."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    return {(Edge[row[0]], Edge[start]): _SIGNS[sign] for row in rows for start, sign in zip(head, row[1:], strict=True)}


JOINS: dict[tuple[Edge, Edge], Join] = read(_TABLE)
"""(end of the left factor, start of the right one) to what stands between."""


_CALLS = frozenset((Edge.LETTER, Edge.WORD, Edge.INDEXED, Edge.CARET))
"""Ends of f and of f^2; with a bracket behind them they would be read as f at the bracket."""


class Factor(NamedTuple):
    """The start and end of a factor, the letter it starts with, and the letters it ends in: those of 2·x·y are xy."""

    start: Edge
    end: Edge
    letter: str = ""
    tail: str = ""


def joins(factors: Sequence[Factor], table: Mapping[tuple[Edge, Edge], Join] = JOINS) -> Iterator[Join]:
    """What stands between the factors.

    Letters that would spell a name by accident (l n x, p i) are set apart.

    >>> x, two = Factor(Edge.LETTER, Edge.LETTER, "x", "x"), Factor(Edge.NUMBER, Edge.NUMBER)
    >>> [join.name for join in joins([two, two, x, x])]
    ['DOT', 'NONE', 'DOT']
    """
    apart = False
    for i in range(1, len(factors)):
        _, end, _, left = factors[i - 1]
        start, _, right, _ = factors[i]
        join = table[end, start]
        if end is Edge.LETTER and start is Edge.LETTER:
            if i == 1 or factors[i - 2][1] is not Edge.LETTER or factors[i - 1][0] is not Edge.LETTER:
                apart = spells(_run(factors, i - 1))
            join = Join.DOT if left[-1:] == right else Join.SPACE if apart else join
        elif end in _CALLS and start is Edge.BRACKET and left[-1:] in CALLING:
            join = Join.DOT
        yield join


def _run(factors: Sequence[Factor], first: int) -> str:
    """The letters that stand together from the end of the first on."""
    run = factors[first].tail
    for factor in factors[first + 1 :]:
        if factor.start is not Edge.LETTER:
            break
        run += factor.letter
        if factor.end is not Edge.LETTER:
            break
    return run


def letters_at_end(factors: Sequence[Factor], between: Sequence[Join]) -> str:
    """The letters a product ends in, those that stand together.

    >>> x, two = Factor(Edge.LETTER, Edge.LETTER, "x", "x"), Factor(Edge.NUMBER, Edge.NUMBER)
    >>> letters_at_end([two, x], [Join.NONE]), letters_at_end([x, x], [Join.DOT])
    ('x', 'x')
    """
    tail = factors[-1].tail
    for i in range(len(factors) - 2, -1, -1):
        left, right = factors[i], factors[i + 1]
        if between[i] is not Join.NONE or left.end is not Edge.LETTER or right.start is not Edge.LETTER:
            break
        tail = left.tail + tail
    return tail
