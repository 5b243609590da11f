"""Where the cells of each row stand across the arrows, and where arrows end on the sides of boxes.

    pull        each row is put where its neighbours pull it, by least squares and never closer than the gaps: one row at a time
    straighten  then each long arrow is drawn taut between its neighbours: as few bends as they allow

    Law   cells keep their order and their distance
    Law   no pull makes the sum of pull × distance² larger; the number of sweeps is fixed

This module knows rows in order and sizes across; it must not know sizes along the arrows or pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from chainrule.render.layered.grid import Grid

PORT, CORNER = 8.0, 5.0
"""So far apart arrows end on the side of a box, where it is long enough; and so far from its corners."""
PULLING, SETTLING = 3, 24
"""Sweeps back and forth with the neighbours of one side, then with all."""
LOOSE = 0.1
"""How strongly a cell that nothing pulls stays where it is."""


class Range(NamedTuple):
    """From the least to the most."""

    least: float
    most: float

    def near(self, number: float) -> float:
        """The nearest number in the range."""
        return min(max(number, self.least), self.most)


def place(grid: Grid) -> list[tuple[float, float]]:
    """Put every cell in its place across; where each arrow leaves its source and reaches its target."""
    places = _Places(grid)
    for row in grid.rows:
        places.line_up(row)
    for _ in range(PULLING):
        for row in grid.rows:
            places.pull(row, before=True)
        for row in reversed(grid.rows):
            places.pull(row, after=True)
    for sweep in range(SETTLING):
        for row in grid.rows if sweep % 2 == 0 else reversed(grid.rows):
            places.pull(row, before=True, after=True)
    for chain in grid.chains:
        places.straighten(chain)
    return places.ports()


class _Places:
    """The cells of a grid on the move."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.cells = grid, grid.cells

    def line_up(self, row: Sequence[int]) -> None:
        """One behind the other."""
        for cell, at in zip(row, spread([0.0] * len(row), [1.0] * len(row), self._gaps(row)), strict=True):
            self.cells[cell].across = at

    def pull(self, row: Sequence[int], before: bool = False, after: bool = False) -> None:
        """The row where its neighbours pull it."""
        wanted, pulls = [], []
        for cell in (self.cells[number] for number in row):
            sides = [*(cell.before if before else ()), *(cell.after if after else ())]
            strength = sum(pull for _, pull in sides)
            wanted.append(sum(pull * self.cells[other].across for other, pull in sides) / strength if sides else cell.across)
            pulls.append(strength or LOOSE)
        for number, at in zip(row, spread(wanted, pulls, self._gaps(row)), strict=True):
            self.cells[number].across = at

    def straighten(self, chain: Sequence[int]) -> None:
        """A long arrow taut between its neighbours in the rows."""
        source, *passed, target = chain
        taut: list[int] = []
        room = self._side(target)
        for cell in reversed(passed):
            free = self._room(cell)
            both = _common(room, free)
            if both is None:
                self._stretch(taut, room)
                taut, both = [], free
            taut.append(cell)
            room = both
        self._stretch(taut, _common(room, self._side(source)) or room)

    def ports(self) -> list[tuple[float, float]]:
        """Where each arrow leaves its source and reaches its target: as straight as can be, in order, apart from each other."""
        chains = self.grid.chains
        found = [[0.0, 0.0] for _ in chains]
        sides: dict[tuple[int, int], list[int]] = {}
        for arrow, chain in enumerate(chains):
            for end, box in enumerate((chain[0], chain[-1])):
                sides.setdefault((box, end), []).append(arrow)
        for (box, end), arrows in sides.items():
            beside = {arrow: self.cells[chains[arrow][-2 if end else 1]].across for arrow in arrows}
            arrows.sort(key=beside.__getitem__)
            side, last = self._side(box), len(arrows) - 1
            gap = min(PORT, (side.most - side.least) / max(last, 1))
            wanted = [side.near(beside[arrow]) for arrow in arrows]
            for i, (arrow, at) in enumerate(zip(arrows, spread(wanted, [1.0] * len(arrows), [gap] * last), strict=True)):
                found[arrow][end] = Range(side.least + i * gap, side.most - (last - i) * gap).near(at)
        return [(leaving, reaching) for leaving, reaching in found]

    def _stretch(self, cells: Sequence[int], room: Range) -> None:
        """The cells at one place in the room, near their middle."""
        middle = sum(self.cells[cell].across for cell in cells) / max(len(cells), 1)
        for cell in cells:
            self.cells[cell].across = room.near(middle)

    def _side(self, box: int) -> Range:
        """Where arrows may end on the side of a box."""
        cell = self.cells[box]
        half = max(cell.size.across / 2 - CORNER, 0.0)
        return Range(cell.across - half, cell.across + half)

    def _room(self, cell: int) -> Range:
        """Where a cell may stand between its neighbours in the row."""
        row, at, across = self.grid.rows[self.cells[cell].row], self.cells[cell].place, self.cells[cell].across
        least = self.cells[row[at - 1]].across + self._apart(row[at - 1], cell) if at else -inf
        most = self.cells[row[at + 1]].across - self._apart(cell, row[at + 1]) if at + 1 < len(row) else inf
        return Range(min(least, across), max(most, across))

    def _gaps(self, row: Sequence[int]) -> list[float]:
        return [self._apart(one, other) for one, other in pairwise(row)]

    def _apart(self, one: int, other: int) -> float:
        a, b = self.cells[one], self.cells[other]
        return (a.size.across + b.size.across) / 2 + a.free + b.free


def spread(wanted: Sequence[float], pulls: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Places in this order, at least so far apart, with the least sum of pull × (place − wanted)².

    The exact minimum, by pooling neighbours that would come too close.

    >>> spread([5, 5], [1, 1], [4]), spread([0, 9], [1, 1], [4])
    ([3.0, 7.0], [0.0, 9.0])
    """
    shifts = [0.0]
    for gap in apart:
        shifts.append(shifts[-1] + gap)
    pools: list[tuple[float, float, int]] = []
    for want, pull, shift in zip(wanted, pulls, shifts, strict=False):
        at, weight, count = float(want) - shift, float(pull), 1
        while pools and pools[-1][0] >= at:
            before, heavy, many = pools.pop()
            at = (before * heavy + at * weight) / (heavy + weight)
            weight, count = weight + heavy, count + many
        pools.append((at, weight, count))
    places = [at for at, _, count in pools for _ in range(count)]
    return [at + shift for at, shift in zip(places, shifts, strict=False)]


def _common(one: Range, other: Range) -> Range | None:
    """What two ranges have in common."""
    both = Range(max(one.least, other.least), min(one.most, other.most))
    return both if both.least <= both.most else None
