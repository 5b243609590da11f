"""Numbers through a system: the forward pass, the backward pass, central differences, gradient descent.

    forward     every value, inputs first               backward    upstream × local, added where paths meet
    upstream    the adjoint of the node above           adjoint     ∂output/∂node

One event a node, so that a renderer can play it. This module knows floats and edges; it must not know
words, drawings or how a point was typed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Primed, postorder
from chainrule.graph.edges import Edge
from chainrule.graph.system import Name, System

NAN = math.nan


@dataclass(frozen=True, slots=True)
class Contribution:
    """What reaches a node from one node above it: upstream × local."""

    above: Name
    upstream: float
    local: float

    @property
    def product(self) -> float:
        """upstream × local"""
        return self.upstream * self.local


@dataclass(frozen=True, slots=True)
class Event:
    """A node when its number is known: its value, or its adjoint with the contributions that were added."""

    name: Name
    number: float
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Sweep:
    """A pass through the graph. ``direction``: forward | backward"""

    direction: str
    events: tuple[Event, ...]

    @property
    def numbers(self) -> dict[Name, float]:
        """The number of each node."""
        return {event.name: event.number for event in self.events}


class Machine:
    """A system compiled once, run at many points.

    >>> import sympy
    >>> from chainrule.expression.written import Power, Times
    >>> from chainrule.graph.edges import edges
    >>> from chainrule.graph.system import system
    >>> u, x, y = sympy.symbols("u x y")
    >>> s = system([(y, Power(u, 2)), (u, Times(3, x))])
    >>> machine = Machine(s, edges(s))
    >>> machine.forward({"x": 2.0}).numbers[y], machine.backward({"x": 2.0}, y).numbers[x]
    (36.0, 36.0)
    """

    def __init__(self, system: System, branches: Mapping[tuple[Name, Name], Edge], played: bool = False) -> None:
        """``branches`` are those of the system that the backward pass may need.

        An unknown function has no numbers; for the judge it is ``played`` by a fixed smooth one.
        """
        self.system = system
        self._known = (lambda tree: True) if played else _known
        self._formulas = [(name, self._program(system.formula[name])) for name in system.order]
        found: dict[Name, list[Edge]] = {}
        for (target, _), edge in branches.items():
            found.setdefault(target, []).append(edge)
        self._branches = {name: (tuple(some), self._program(*[edge.partial for edge in some])) for name, some in found.items()}

    def _program(self, *trees: Any) -> Callable[[Mapping[str, float]], list[float]]:
        """The trees compiled; nothing but ``nan`` where one of them has no numbers."""
        return Program(*trees) if all(map(self._known, trees)) else lambda values: [NAN] * len(trees)

    def values(self, point: Mapping[str, float]) -> dict[str, float]:
        """The value of every name at a point; ``nan`` where it is no real number."""
        found = {name.name: point.get(name.name, NAN) for name in self.system.inputs}
        for name, program in self._formulas:
            (found[name.name],) = program(found)
        return found

    def forward(self, point: Mapping[str, float]) -> Sweep:
        """The forward pass: the inputs, then each name behind what it uses."""
        values = self.values(point)
        return Sweep("forward", tuple(Event(name, values[name.name]) for name in (*self.system.inputs, *self.system.order)))

    def backward(self, point: Mapping[str, float], output: Name) -> Sweep:
        """The backward pass: the adjoint of every node the output depends on, from the output to the inputs."""
        values = self.values(point)
        reached: dict[Name, list[Contribution]] = {output: []}
        events: list[Event] = []
        below = self.system.below(output)
        for name in (*self.system.downwards, *self.system.inputs):
            if name not in below or name not in reached:
                continue
            contributions = tuple(reached[name])
            adjoint = 1.0 if name == output else math.fsum(c.product for c in contributions)
            events.append(Event(name, adjoint, contributions))
            some, program = self._branches.get(name, ((), None))
            for edge, local in zip(some, program(values) if program else (), strict=True):
                reached.setdefault(edge.source, []).append(Contribution(name, adjoint, local))
        return Sweep("backward", tuple(events))

    def difference(self, point: Mapping[str, float], output: Name, direction: Mapping[str, float]) -> float:
        """The central difference of an output along a direction, extrapolated from two widths."""
        scale = max(1.0, *(abs(point[name]) for name in direction)) if direction else 1.0
        coarse, fine = (self._difference(point, output, direction, width * scale) for width in (2e-3, 1e-3))
        return (4 * fine - coarse) / 3

    def _difference(self, point: Mapping[str, float], output: Name, direction: Mapping[str, float], width: float) -> float:
        above, below = (
            self.values({**point, **{name: point[name] + side * width * part for name, part in direction.items()}})[output.name]
            for side in (1, -1)
        )
        return (above - below) / (2 * width)


def _known(tree: Any) -> bool:
    """Whether every function in the tree has a formula."""
    return all(node.name in BY_NAME for node in postorder(tree) if isinstance(node, Apply | Primed))


@dataclass(frozen=True, slots=True)
class Descent:
    """One row of gradient descent: where it stands, the loss there, and the gradient there."""

    weights: Mapping[str, float]
    loss: float
    gradient: Mapping[str, float]


def descend(
    machine: Machine, point: Mapping[str, float], output: Name, weights: Sequence[Name], rate: float, steps: int
) -> Iterable[Descent]:
    """w ← w − rate·∂output/∂w, so many times: the start and every step. All gradients are taken before any weight moves."""
    here = dict(point)
    for step in range(steps + 1):
        adjoints = machine.backward(here, output).numbers
        slopes = {name.name: adjoints.get(name, 0.0) for name in weights}
        loss = machine.values(here)[output.name]
        yield Descent({name.name: here[name.name] for name in weights}, loss, slopes)
        if not math.isfinite(loss):
            return
        if step < steps:
            here.update({name: here[name] - rate * slope for name, slope in slopes.items()})
