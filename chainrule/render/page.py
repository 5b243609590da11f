"""A page: what is said, in order, as blocks; how it looks is the renderers' business.

    Page        = tuple of blocks
    Maths       = parts (a written tree or a sign such as "×"), each with the layer it belongs to
    Text        = tuple of words and Maths

This module must not know derivations, languages or formats.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Part = tuple[Any, int | None]
"""A written tree, or a sign as a string; and the layer it belongs to (0 is the outermost), or ``None``."""


class Maths(NamedTuple):
    """Mathematics on one line."""

    parts: tuple[Part, ...]


Text = tuple["str | Maths", ...]
"""A sentence in pieces."""


class Title(NamedTuple):
    """The problem, and what is asked for."""

    problem: Maths
    task: Text


class Heading(NamedTuple):
    """The head of a step; without a number a head between steps; ``chapter``: of several steps."""

    number: int | None
    text: Text
    aside: tuple[Maths, ...] = ()
    chapter: bool = False


class Sentence(NamedTuple):
    """What is said, and why.

    ``kind``: plain | note (how the input was read) | why (the idea of a rule) | told (under a heading) | condition
    | checked | wrong | doubt | law
    """

    text: Text
    kind: str = "plain"


class Definitions(NamedTuple):
    """Equations side by side: y = u³, u = sin v, v = x² + 1."""

    items: tuple[Maths, ...]


class Row(NamedTuple):
    """left = right, with a comment; an empty left continues the row above. ``relation``: = or ≈"""

    left: Maths
    right: Maths
    comment: Text = ()
    relation: str = "="


class Rows(NamedTuple):
    """Equations below each other, aligned at the equals sign; ``apart`` from equations before them."""

    rows: tuple[Row, ...]
    apart: bool = False


class Table(NamedTuple):
    """A table; every cell is a text.

    Where the width is short, the last column goes on below itself (``wrapped``), and the ``spare`` columns are left out,
    the last first. ``numbers`` are the columns of numbers. ``shades`` has one row for each of ``rows``: how strongly a
    cell is shaded, 0 to 1; what it says stands in the cell as well.
    """

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...] = ()
    wrapped: bool = False
    numbers: tuple[int, ...] = ()
    spare: tuple[int, ...] = ()
    shades: tuple[tuple[float, ...], ...] = ()


class Branch(NamedTuple):
    """One branch of a tree: a letter, and the derivative of what it hangs from by it, edge = partial.

    ``depth`` is 1 right below the root. ``repeated``: its branches hang where the letter stood first, not here again.
    """

    depth: int
    node: Maths
    edge: Maths
    partial: Maths
    comment: Text = ()
    repeated: bool = False


class Tree(NamedTuple):
    """Who depends on whom, the derivative on each branch; every branch stands before those that hang from it."""

    root: Maths
    branches: tuple[Branch, ...]

    @property
    def followed(self) -> tuple[tuple[bool, ...], ...]:
        """For each branch, from the root's level to its own: whether a further branch of that level follows below.

        >>> branch = lambda depth: Branch(depth, EMPTY, EMPTY, EMPTY)
        >>> Tree(EMPTY, (branch(1), branch(2), branch(1))).followed
        ((True,), (True, False), (False,))
        """
        found: list[tuple[bool, ...]] = []
        below: list[bool] = []
        for branch in reversed(self.branches):
            here = [*below[: branch.depth], *[False] * (branch.depth - len(below))]
            found.append(tuple(here))
            below = [*here[:-1], True]
        return tuple(reversed(found))


class Node(NamedTuple):
    """One box of a drawing: a name, ``lines`` that say what it is (= 2x), and its numbers. ``kind``: input | inner | output"""

    id: str
    head: Maths
    lines: tuple[Maths, ...] = ()
    value: Maths = Maths(())
    gradient: Maths = Maths(())
    kind: str = "inner"
    tone: int | None = None


class Arrow(NamedTuple):
    """An arrow from a box to one that uses it; on it the local derivative, and its number."""

    source: str
    target: str
    label: Maths = Maths(())
    number: Maths = Maths(())


class Drawing(NamedTuple):
    """A graph as boxes and arrows, its title, the sentences below it, and the words for a value and a gradient."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    title: Text
    caption: tuple[Text, ...]
    legend: tuple[str, str]


class Room(NamedTuple):
    """Empty room: so many lines to write on; on paper the rest of the page where it is to end here."""

    lines: int
    page: bool = False


Block = Title | Heading | Sentence | Definitions | Rows | Table | Tree | Drawing | Room
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
