"""A page: what is said, in order, as blocks; how it looks is the renderers' business.

    Page        = tuple of blocks
    Maths       = parts (a written tree or a sign such as "×"), each with the layer it belongs to
    Text        = tuple of words and Maths

This module must not know derivations, languages or formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Part = tuple[Any, int | None]
"""A written tree, or a sign as a string; and the layer it belongs to (0 is the outermost), or ``None``."""


@dataclass(frozen=True, slots=True)
class Maths:
    """Mathematics on one line."""

    parts: tuple[Part, ...]


Text = tuple["str | Maths", ...]
"""A sentence in pieces."""


@dataclass(frozen=True, slots=True)
class Title:
    """The problem, and what is asked for."""

    problem: Maths
    task: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a step; without a number a head between steps; ``chapter``: of several steps."""

    number: int | None
    text: Text
    aside: tuple[Maths, ...] = ()
    chapter: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, and why.

    ``kind``: plain | note (how the input was read) | why (the idea of a rule) | told (under a heading) | condition
    | checked | wrong | doubt | law
    """

    text: Text
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Definitions:
    """Equations side by side: y = u³, u = sin v, v = x² + 1."""

    items: tuple[Maths, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """left = right, with a comment; an empty left continues the row above. ``relation``: = or ≈"""

    left: Maths
    right: Maths
    comment: Text = ()
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Rows:
    """Equations below each other, aligned at the equals sign."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every cell is a text."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...] = field(default=())


Block = Title | Heading | Sentence | Definitions | Rows | Table
Page = tuple[Block, ...]

EMPTY = Maths(())


def maths(*parts: Any, tone: int | None = None) -> Maths:
    """Trees and signs as one line of mathematics, all of one layer.

    >>> maths("=").parts
    (('=', None),)
    """
    return Maths(tuple((part, tone) for part in parts))


def joined(*lines: Maths) -> Maths:
    """Lines of mathematics one after the other."""
    return Maths(tuple(part for line in lines for part in line.parts))
