"""A computational graph with its numbers: nodes, both passes, the check, gradient descent.

This module knows questions, system derivations and pages; it must not know how any of them is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chainrule.calculus.points import agree
from chainrule.explained.system import SystemExplanation
from chainrule.graph.paths import multiplications
from chainrule.graph.sweeps import Descent, Machine, Sweep
from chainrule.render.graphpage import GraphHeads, page
from chainrule.render.page import Page


@dataclass(frozen=True, eq=False)
class Computation(SystemExplanation):
    """The computational graph of a problem: a system at some grain, with the numbers at a point.

    >>> from chainrule import computation
    >>> c = computation("L = (w x - y)^2", at={"w": 2, "x": 3, "y": 5})
    >>> {name.name: number for name, number in c.backward.numbers.items()}["w"]
    6.0
    """

    grain: str = "definition"
    descent: tuple[Descent, ...] = ()
    rate: float = 0.0
    chosen: bool = False

    @property
    def machine(self) -> Machine:
        """The system compiled for numbers."""
        return Machine(self.question.system, self.derivation.first.branches)

    @property
    def forward(self) -> Sweep:
        """The forward pass at the point, one event a node."""
        return self.machine.forward(self.question.point)

    @property
    def backward(self) -> Sweep:
        """The backward pass of the first output at the point, one event a node."""
        return self.machine.backward(self.question.point, self.question.system.outputs[0])

    def blocks(self, detail: str) -> Page:
        """The graph as blocks."""
        heads = GraphHeads(self._heads(detail), self.question.point, self.descent, self.rate, self.chosen)
        return page(self.derivation, heads, self.words)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.explanation/1`` of the system, and what belongs to the graph."""
        whole, sources = self.question.system, self.derivation.sources
        paths, passes = multiplications(whole, whole.outputs[0], sources)
        record = super().to_dict() | {"grain": self.grain, "multiplications": {"paths": paths, "backward": passes}}
        if self.question.point:
            record["check"] = self._check()
        if self.descent:
            record["descent"] = {
                "rate": self.rate,
                "steps": [{"weights": dict(row.weights), "loss": row.loss, "gradient": dict(row.gradient)} for row in self.descent],
            }
        return record

    def _check(self) -> list[dict[str, Any]]:
        machine, output, point = self.machine, self.question.system.outputs[0], self.question.point
        adjoints = machine.backward(point, output).numbers
        found = []
        for source in self.derivation.sources:
            number, difference = adjoints.get(source, 0.0), machine.difference(point, output, {source.name: 1.0})
            found.append({"input": source.name, "backward": number, "difference": difference, "agrees": agree(number, difference, 1e-6)})
        return found

    def __repr__(self) -> str:
        return f"<Computation of {self.question.read_as[:60]}>"
