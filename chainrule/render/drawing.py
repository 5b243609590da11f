"""Where the boxes of a graph without circles stand, and how its arrows run, from the inputs to the outputs.

The rows stand one behind the other with room for the arrows to bend; the arrows lead to the right or upwards.

    Law   no two boxes or labels overlap, no arrow runs through a box that is not its end, every arrow leads forward
    Law   everything stands inside the picture; the same graph is drawn the same way
    Law   the work is a fixed number of sweeps over boxes and arrows, each linear up to sorting

This module knows rows and places in them and makes left and top of these; it must not know mathematics, colours or formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from chainrule.render.layered.grid import Cell, Extent, Grid, Link
from chainrule.render.layered.ordering import order
from chainrule.render.layered.placing import place

MARGIN = 4.0
"""Around the whole picture."""
GAPS = (26.0, 110.0)
"""The least and the largest way in which arrows bend between two rows."""
SLANT = 0.6
"""The way an arrow takes to bend, to how far it moves across; within ``GAPS``."""


class Size(NamedTuple):
    """How large something is."""

    width: float
    height: float


class Point(NamedTuple):
    """A place in the picture."""

    x: float
    y: float


class Box(NamedTuple):
    """Where something stands."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point(self.left + self.width / 2, self.top + self.height / 2)


class Plan(NamedTuple):
    """The picture: its size, the boxes, for each arrow its label's box and its way.

    A way is straight from its first point to its second, bends to the third, is straight to the fourth, and so on.
    ``upright``: the arrows lead upwards, otherwise to the right.
    """

    size: Size
    boxes: tuple[Box, ...]
    labels: tuple[Box | None, ...]
    ways: tuple[tuple[Point, ...], ...]
    upright: bool


def plan(sizes: Sequence[Size], arrows: Sequence[tuple[int, int, Size | None]], upright: bool = False) -> Plan:
    """The picture of boxes and arrows between them, each with the size of its label.

    Raises ``ValueError`` where the arrows go round in a circle.

    >>> two = plan([Size(40, 20), Size(60, 20)], [(0, 1, None)])
    >>> two.boxes[0].left + two.boxes[0].width < two.boxes[1].left, two.boxes[0].middle.y == two.boxes[1].middle.y
    (True, True)
    """

    def extent(size: Size) -> Extent:
        return Extent(size.height, size.width) if upright else Extent(size.width, size.height)

    links = [Link(source, target, extent(label) if label else None) for source, target, label in arrows]
    grid = Grid([extent(size) for size in sizes], links)
    order(grid)
    return _Picture(grid, place(grid), upright).plan()


class _Picture:
    """The rows of a grid one behind the other: where each starts and ends. ``ports`` are the ends of the arrows, across."""

    def __init__(self, grid: Grid, ports: Sequence[tuple[float, float]], upright: bool) -> None:
        self.grid, self.ports, self.upright = grid, ports, upright
        cells = grid.cells
        moves = [0.0] * len(grid.rows)
        for chain, (leaving, reaching) in zip(grid.chains, ports, strict=True):
            across = [leaving, *(cells[cell].across for cell in chain[1:-1]), reaching]
            for cell, (one, other) in zip(chain, pairwise(across), strict=False):
                moves[cells[cell].row] = max(moves[cells[cell].row], abs(one - other))
        self.starts: list[float] = []
        self.ends: list[float] = []
        at = MARGIN
        for row, move in zip(grid.rows, moves, strict=True):
            self.starts.append(at)
            at += max(cells[cell].size.along for cell in row)
            self.ends.append(at)
            at += min(max(SLANT * move, GAPS[0]), GAPS[1])
        self.along = (self.ends[-1] if self.ends else 0.0) + MARGIN
        self.first = min((cell.across - cell.size.across / 2 for cell in cells), default=0.0) - MARGIN
        self.across = max((cell.across + cell.size.across / 2 for cell in cells), default=0.0) - self.first + MARGIN

    def plan(self) -> Plan:
        """The picture as left and top."""
        cells = self.grid.cells
        boxes = tuple(self._box(cell) for cell in cells[: self.grid.boxes])
        labels = tuple(None if cell is None else self._box(cells[cell]) for cell in self.grid.named)
        ways = tuple(map(self._way, self.grid.chains, self.ports))
        return Plan(Size(*self._turned(self.along, self.across)), boxes, labels, ways, self.upright)

    def _turned(self, along: float, across: float) -> tuple[float, float]:
        return (across, along) if self.upright else (along, across)

    def _point(self, along: float, across: float) -> Point:
        return Point(*self._turned(self.along - along if self.upright else along, across - self.first))

    def _box(self, cell: Cell) -> Box:
        """In the middle of its row."""
        middle = self._point((self.starts[cell.row] + self.ends[cell.row]) / 2, cell.across)
        width, height = self._turned(*cell.size)
        return Box(middle.x - width / 2, middle.y - height / 2, width, height)

    def _way(self, chain: Sequence[int], ports: tuple[float, float]) -> tuple[Point, ...]:
        """Straight through each row, bent between them."""
        source, *passed, target = (self.grid.cells[cell] for cell in chain)
        leave = (self.starts[source.row] + self.ends[source.row] + source.size.along) / 2
        reach = (self.starts[target.row] + self.ends[target.row] - target.size.along) / 2
        places = [(leave, ports[0]), (self.ends[source.row], ports[0])]
        for cell in passed:
            places += [(self.starts[cell.row], cell.across), (self.ends[cell.row], cell.across)]
        places += [(self.starts[target.row], ports[1]), (reach, ports[1])]
        return tuple(self._point(*at) for at in places)
