"""Central differences: every gradient, and every way back through one definition, compared with the slope of the values.

    (L(x + h) − L(x − h))/2h, at two widths, extrapolated

Points, directions and which of many entries are compared come from a seed. This module knows numbers; it must not
know words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from chainrule.graph.system import Name
from chainrule.tensors.arrays import Array
from chainrule.tensors.gradients import Gradients, pulled_back
from chainrule.tensors.machine import Machine
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import NUMBER, count, places

ROUNDED = 1e-4
"""The rounding of large values counts as well: so much of their size is taken for the size of a slope."""
WIDTHS = (1e-3, 1e-4, 1e-5)
"""A narrower one is taken where a corner lies between the points."""
SMOOTH = 1e-4
CLOSE = 1e-7
"""Relative to the size of the numbers: so far a gradient may be from the difference."""
ENTRIES = 120
"""So many entries are compared one by one at a point; of more a part, and directions through all of them."""
WORK = 2_000_000
"""Fewer, where a forward pass takes more than one in so many multiplications."""
POINTS = 2
TRIES = 12


Direction = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """How far the gradients are from the differences: ``compared`` entries and directions of ``entries`` in all."""

    verified: bool | None
    compared: int
    passed: int
    points: int
    entries: int
    largest: float
    failed: tuple[str, ...] = ()


def checked(found: Gradients, seed: int = 1) -> Check:
    """Gradients, and the way back through every definition, at points made from a seed.

    >>> from chainrule.tensors.gradients import gradients
    >>> from chainrule.tensors.problem import problem as read
    >>> checked(gradients(read("W: 2x3, x: 3; y = 1/2 |W x|^2"))).verified
    True
    """
    rng = Random(seed)
    machine = Machine(found)
    checks: list[Check] = []
    for attempt in range(TRIES):
        point = drawn(found, rng, positive=attempt % 2 == 1)
        check = _joined([compared(machine, point, rng), rules(found, machine, point, rng), forms(machine, point, rng)])
        if check.verified is not None:
            checks.append(check)
        if len(checks) == (POINTS if machine.cost < WORK // 10 else 1):
            break
    return _joined(checks, len(checks))


def drawn(found: Gradients, rng: Random, positive: bool = False) -> dict[Name, Array]:
    """Numbers for every input, of both signs or positive; targets are positive and add up to 1."""
    point: dict[Name, Array] = {}
    for name in found.problem.inputs:
        shape = found.scope.shapes.get(name, NUMBER)
        data = [
            rng.uniform(0.15, 1.1) * (1 if positive or name in found.layered.targets else rng.choice((-1, 1))) for _ in range(count(shape))
        ]
        if name in found.layered.targets:
            data = [a / math.fsum(data) for a in data]
        point[name] = Array(shape, tuple(data))
    return point


def compared(machine: Machine, point: Mapping[Name, Array], rng: Random, names: Sequence[Name] = ()) -> Check:
    """The gradients by the inputs at one point."""
    found = machine.found
    output = found.problem.output
    shape = found.scope.shapes.get(output, NUMBER)
    upstream = Array(shape, tuple(rng.uniform(-1, 1) for _ in range(count(shape)))) if shape else None
    gradients = machine.passes(point, upstream).gradients
    wanted, values = names or found.problem.wanted, machine.values(point)
    total = sum(count(values[name].shape) for name in wanted)
    tally, most = _Tally(total), _most(machine)
    for name in wanted:
        here = {**point, name: values[name]}
        for direction in _directions(values[name], max(1, most * count(values[name].shape) // max(total, 1)), rng):
            slope = FLOATS.dot(gradients[name].data, direction)
            tally.add(f"∂/∂{name}", slope, *_difference(lambda p: machine.output(p, upstream), here, name, direction))
    return tally.check()


def forms(machine: Machine, point: Mapping[Name, Array], rng: Random) -> Check:
    """Every form of every gradient, as the rules give it and as it is written in the end: the same numbers."""
    found = machine.found
    shape = found.scope.shapes.get(found.problem.output, NUMBER)
    upstream = Array(shape, tuple(rng.uniform(-1, 1) for _ in range(count(shape)))) if shape else None
    known = machine.known(point, upstream)
    tally = _Tally(0)
    for gradient in found.found:
        for tree in (gradient.law, gradient.compact):
            for one, other in zip(found.scope.value(tree, FLOATS, known).data, known[gradient.letter].data, strict=True):
                tally.add(f"∂/∂{gradient.name}", one, other)
    return replace(tally.check(), compared=0, passed=0)  # no differences, so they do not count as such


def rules(found: Gradients, machine: Machine, point: Mapping[Name, Array], rng: Random) -> Check:
    """The way back through every definition alone, with a made-up gradient reaching it."""
    values = machine.values(point)
    tally = _Tally(0)
    for name in found.problem.system.order:
        formula = found.layered.derived[name]
        shape = found.scope.shapes.get(name, NUMBER)
        upstream = Array(shape, tuple(rng.uniform(-1, 1) for _ in range(count(shape))))
        letter = Name(f"∂·/∂{name}")
        scope = Scope({**found.scope.shapes, letter: shape}, found.scope.maps)
        by_letter: dict[Name, list[Any]] = {}
        for leaf, tree in pulled_back(formula, letter, scope):
            by_letter.setdefault(leaf, []).append(tree)
        run = scope.compiled(formula, FLOATS)
        known = {**values, **machine.slopes_at(values), letter: upstream}
        for leaf, trees in by_letter.items():
            gradient = [math.fsum(entries) for entries in zip(*(scope.value(tree, FLOATS, known).data for tree in trees), strict=True)]
            for direction in _directions(values[leaf], min(6, _most(machine)), rng):
                difference = _difference(lambda p: FLOATS.dot(upstream.data, run(p).data), values, leaf, direction)  # noqa: B023
                tally.add(f"∂{name}/∂{leaf}", FLOATS.dot(gradient, direction), *difference)
    return tally.check()


@dataclass(frozen=True, slots=True)
class Slope:
    """One entry of a gradient at a point, from the backward pass and as a central difference."""

    name: Name
    place: tuple[int, ...]
    backward: float
    difference: float


def slopes(machine: Machine, point: Mapping[Name, Array], most: int = 16) -> tuple[Slope, ...]:
    """Every entry of the gradients side by side with its difference; nothing where there are more than ``most``."""
    found = machine.found
    wanted, values = found.problem.wanted, machine.values(point)
    if found.scope.shapes.get(found.problem.output) or sum(count(values[name].shape) for name in wanted) > most:
        return ()
    gradients = machine.passes(point).gradients
    rows = []
    for name in wanted:
        size = count(values[name].shape)
        for i, place in enumerate(places(values[name].shape)):
            direction = tuple(float(i == j) for j in range(size))
            difference, _ = _difference(machine.output, {**point, name: values[name]}, name, direction)
            rows.append(Slope(name, place, gradients[name].data[i], difference))
    return tuple(rows)


class _Tally:
    """Counts comparisons."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.passed = 0
        self.largest = 0.0
        self.failed: list[str] = []
        self.unknown = 0

    def add(self, what: str, slope: float, difference: float, size: float = 0.0) -> None:
        """One comparison; ``size`` is that of the values whose difference was taken."""
        if math.isnan(slope) or math.isnan(difference):
            self.unknown += 1
            return
        off = abs(slope - difference) / max(1.0, abs(slope), abs(difference), ROUNDED * size)
        self.largest = max(self.largest, off)
        if off <= CLOSE:
            self.passed += 1
        else:
            self.failed.append(what)

    def check(self) -> Check:
        """The verdict."""
        compared = self.passed + len(self.failed)
        verdict = False if self.failed else None if self.unknown or not compared else True
        return Check(verdict, compared, self.passed, 1, self.entries, self.largest, tuple(dict.fromkeys(self.failed)))


def _joined(checks: list[Check], points: int = 1) -> Check:
    verdicts = [check.verified for check in checks]
    verdict = False if False in verdicts else None if None in verdicts or not verdicts else True
    return Check(
        verdict,
        sum(check.compared for check in checks),
        sum(check.passed for check in checks),
        points,
        max((check.entries for check in checks), default=0),
        max((check.largest for check in checks), default=0.0),
        tuple(dict.fromkeys(name for check in checks for name in check.failed)),
    )


def _most(machine: Machine) -> int:
    """How many entries are compared, by how long a forward pass takes."""
    return max(2, min(ENTRIES, WORK // machine.cost))


def _directions(a: Array, most: int, rng: Random) -> list[Direction]:
    """Every entry by itself; of many some, and two directions through all of them."""
    size = len(a.data)
    chosen = range(size) if size <= most else sorted(rng.sample(range(size), most))
    found = [tuple(float(i == place) for i in range(size)) for place in chosen]
    if size > most:
        found += [tuple(rng.uniform(-1, 1) / math.sqrt(size) for _ in range(size)) for _ in range(2)]
    return found


def _difference(
    f: Callable[[Mapping[Name, Array]], float], point: Mapping[Name, Array], name: Name, direction: Direction
) -> tuple[float, float]:
    """The central difference along a direction of one letter, extrapolated; and the size of the values."""

    def at(step: float) -> float:
        here = point[name]
        moved = Array(here.shape, tuple(a + step * d for a, d in zip(here.data, direction, strict=True)))
        return f({**point, name: moved})

    for width in WIDTHS:
        ahead, behind = at(width), at(-width)
        fine, coarse = (ahead - behind) / (2 * width), (at(2 * width) - at(-2 * width)) / (4 * width)
        if abs(coarse - fine) <= SMOOTH * max(1.0, abs(fine)):
            return (4 * fine - coarse) / 3, max(abs(ahead), abs(behind))
    return math.nan, 0.0
