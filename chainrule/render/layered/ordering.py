"""The order of the cells in each row: few crossings.

    sweep      forwards and backwards, each row by the middle of its neighbours in the row before
    exchange   cells side by side change places where that saves crossings

    Law   of all orders met the one with the fewest crossings is kept, the earliest of equals
    Law   the same graph is ordered the same way; the number of sweeps is fixed

This module knows rows and neighbours; it must not know sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from chainrule.render.layered.grid import Cell, Grid, Pull

SWEEPS, EXCHANGES = 24, 8
"""Sweeps from each start, and rounds of exchanges after each at the most."""

Rows = list[list[int]]
Side = Callable[[Cell], list[Pull]]


def _before(cell: Cell) -> list[Pull]:
    return cell.before


def _after(cell: Cell) -> list[Pull]:
    return cell.after


def order(grid: Grid) -> None:
    """Put the cells of each row in order, from two starts: as the letters stand in the formulas, and as they are used."""
    outputs, inputs = ([box for box in range(grid.boxes) if not side(grid.cells[box])] for side in (_after, _before))
    rows = _Rows(grid)
    best = rows.walk(outputs, _before)
    rows.number(best)
    least = crossings(grid.cells, best)
    for start in (best, rows.walk(inputs, _after)):
        tried = [list(row) for row in start]
        rows.number(tried)
        for sweep in range(SWEEPS if least else 0):
            forward, turned = sweep % 2 == 0, sweep % 4 >= 2
            for row in tried if forward else reversed(tried):
                rows.sort(row, _before if forward else _after, turned)
            rows.exchange(tried)
            crossed = crossings(grid.cells, tried)
            if crossed < least:
                best, least = [list(row) for row in tried], crossed
    grid.rows = best
    rows.number(best)


class _Rows:
    """What can be done with rows of a grid's cells."""

    def __init__(self, grid: Grid) -> None:
        self.cells = grid.cells
        self.count = len(grid.rows)

    def walk(self, starts: Iterable[int], steps: Side) -> Rows:
        """The cells in their rows as they are met, going deeper first."""
        found: dict[int, None] = {}
        stack = list(reversed(list(starts)))
        while stack:
            cell = stack.pop()
            if cell not in found:
                found[cell] = None
                stack.extend(other for other, _ in reversed(steps(self.cells[cell])))
        rows: Rows = [[] for _ in range(self.count)]
        for cell in found:
            rows[self.cells[cell].row].append(cell)
        return rows

    def number(self, rows: Iterable[Sequence[int]]) -> None:
        """Tell every cell its place."""
        for row in rows:
            for place, cell in enumerate(row):
                self.cells[cell].place = place

    def sort(self, row: list[int], side: Side, turned: bool) -> None:
        """By the middle of the neighbours on one side, equal ones ``turned`` round or not; cells without any stay where they are."""
        middles = {cell: fmean(self.cells[other].place for other, _ in side(self.cells[cell])) for cell in row if side(self.cells[cell])}
        moved = iter(sorted(reversed(list(middles)) if turned else middles, key=middles.__getitem__))
        row[:] = [next(moved) if cell in middles else cell for cell in row]
        self.number([row])

    def exchange(self, rows: Sequence[list[int]]) -> None:
        """Cells side by side change places where that saves crossings, until nothing is saved any more."""
        for _ in range(EXCHANGES):
            if not sum(self._exchanged(row) for row in rows):
                return

    def _exchanged(self, row: list[int]) -> int:
        """How many crossings are saved in a row."""
        ends = {cell: [sorted(self.cells[o].place for o, _ in side(self.cells[cell])) for side in (_before, _after)] for cell in row}
        saved = 0
        for i in range(len(row) - 1):
            one, other = row[i], row[i + 1]
            now, then = (sum(map(_inversions, ends[x], ends[y])) for x, y in ((one, other), (other, one)))
            if then < now:
                row[i], row[i + 1] = other, one
                saved += now - then
        self.number([row])
        return saved


def crossings(cells: Sequence[Cell], rows: Rows) -> int:
    """How many pairs of lines cross between neighbouring rows, when the cells stand in this order.

    Every cell must know its place.
    """
    total = 0
    for row in rows[:-1]:
        total += _disorder([place for cell in row for place in sorted(cells[other].place for other, _ in cells[cell].after)])
    return total


def _inversions(first: Sequence[int], second: Sequence[int]) -> int:
    """How many pairs of the first and the second stand in the wrong order; both sorted."""
    total = at = 0
    for number in first:
        while at < len(second) and second[at] < number:
            at += 1
        total += at
    return total


def _disorder(numbers: Sequence[int]) -> int:
    """How many pairs stand in the wrong order."""
    tree = [0] * (max(numbers, default=0) + 2)
    total = 0
    for seen, number in enumerate(numbers):
        at, smaller = number + 1, 0
        while at:
            smaller += tree[at]
            at &= at - 1
        total += seen - smaller
        at = number + 1
        while at < len(tree):
            tree[at] += 1
            at += at & -at
    return total
