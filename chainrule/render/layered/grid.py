"""The rows of a graph without circles: every arrow leads to a higher one.

    cells    boxes, labels (in rows of their own between those of the boxes), and the places where a long arrow passes a row
    chains   the cells of each arrow, from its source to its target, one in every row on the way

A box stands right behind what it uses (the longest way counts), but what has more users than sources close to its users.
This module knows sizes and rows; it must not know the order in a row or where in it anything stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

BOX, LABEL, PASSING = 11.0, 4.0, 6.0
"""What is kept free on either side of a box, a label and an arrow that passes."""
STRAIGHT, ENTERING = 6.0, 12.0
"""How much more a long arrow is pulled straight than to its source, and a label to the box its arrow enters."""


class Extent(NamedTuple):
    """How large something is, along the arrows and across them."""

    along: float
    across: float


class Link(NamedTuple):
    """An arrow by the numbers of its boxes, with the size of its label."""

    source: int
    target: int
    label: Extent | None = None


Pull = tuple[int, float]
"""A neighbour by its number, and how strongly it pulls."""


@dataclass(slots=True)
class Cell:
    """A box, a label, or the place where an arrow passes a row.

    ``free`` is kept empty on either side; ``before`` and ``after`` are the neighbours in the rows before and after;
    ``place`` counts in the row, ``across`` measures.
    """

    row: int
    size: Extent
    free: float
    before: list[Pull] = field(default_factory=list)
    after: list[Pull] = field(default_factory=list)
    place: int = 0
    across: float = 0.0


class Grid:
    """The cells of a graph; the first are its boxes. ``named`` is the cell of each link's label, ``rows`` the cells of each row.

    Raises ``ValueError`` where the links go round in a circle.
    """

    def __init__(self, sizes: Sequence[Extent], links: Sequence[Link]) -> None:
        level = levels(len(sizes), links)
        labelled = {_between(level, link) for link in links if link.label}
        row = {at: i for i, at in enumerate(sorted({2 * at for at in level} | labelled))}
        entering = [0.0] * len(sizes)
        for link in links:
            entering[link.target] += link.label.across + 2 * LABEL if link.label else 0.0
        frees = [BOX + min(max(labels - size.across, 0.0) / 2, BOX) for labels, size in zip(entering, sizes, strict=True)]
        self.boxes = len(sizes)
        self.cells = [Cell(row[2 * at], size, free) for at, size, free in zip(level, sizes, frees, strict=True)]
        self.chains: list[list[int]] = []
        self.named: list[int | None] = []
        for link in links:
            self._chain(link, row[_between(level, link)] if link.label else -1)
        self.rows: list[list[int]] = [[] for _ in row]
        for number, cell in enumerate(self.cells):
            self.rows[cell.row].append(number)

    def _chain(self, link: Link, label: int) -> None:
        chain, named = [link.source], None
        for row in range(self.cells[link.source].row + 1, self.cells[link.target].row):
            chain.append(len(self.cells))
            if row == label and link.label:
                named = len(self.cells)
                self.cells.append(Cell(row, link.label, LABEL))
            else:
                self.cells.append(Cell(row, Extent(0.0, 0.0), PASSING))
        chain.append(link.target)
        for one, other in pairwise(chain):
            pull = (ENTERING if other < self.boxes else STRAIGHT) if one >= self.boxes else 1.0
            self.cells[one].after.append((other, pull))
            self.cells[other].before.append((one, pull))
        self.chains.append(chain)
        self.named.append(named)


def _between(level: Sequence[int], link: Link) -> int:
    """The row of a link's label, when those of the boxes have even numbers: about half way, odd."""
    middle = level[link.source] + level[link.target]
    return middle - (middle % 2 == 0)


def levels(count: int, links: Sequence[Link]) -> list[int]:
    """The row of each box: every link leads to a higher one, and what could stand in several stands close to its users.

    >>> levels(4, [Link(0, 1), Link(1, 3), Link(2, 3)])
    [0, 1, 1, 2]
    """
    users: list[list[int]] = [[] for _ in range(count)]
    sources = [0] * count
    for source, target, _ in links:
        users[source].append(target)
        sources[target] += 1
    missing = list(sources)
    done = [box for box in range(count) if not missing[box]]
    level = [0] * count
    for box in done:
        for user in users[box]:
            level[user] = max(level[user], level[box] + 1)
            missing[user] -= 1
            if not missing[user]:
                done.append(user)
    if len(done) < count:
        raise ValueError("the links go round in a circle")
    for box in reversed(done):
        if len(users[box]) > sources[box]:
            level[box] = min(level[user] for user in users[box]) - 1
    return level
