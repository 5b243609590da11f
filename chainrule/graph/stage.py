"""What the derivation of a system is made of: values, computed once and stored.

This module must not know how they are computed, words or drawings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chainrule.calculus.steps import Condition, Verification
from chainrule.graph.edges import Edge
from chainrule.graph.system import Name, System
from chainrule.graph.totals import PathSum


@dataclass(frozen=True, eq=False, slots=True)
class Stage:
    """The derivatives of one function: of z itself (``by`` empty), or of the derivative of z by the letters ``by``."""

    system: System
    branches: Mapping[tuple[Name, Name], Edge]
    sums: tuple[PathSum, ...]
    by: tuple[Name, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class SystemDerivation:
    """All that was asked of a system, worked and checked."""

    sources: tuple[Name, ...]
    stages: tuple[Stage, ...]
    conditions: tuple[Condition, ...]
    verification: Verification

    @property
    def first(self) -> Stage:
        """The first derivatives."""
        return self.stages[0]

    @property
    def last(self) -> tuple[Stage, ...]:
        """The stages of the highest order: what was asked for."""
        top = len(self.stages[-1].by)
        return tuple(stage for stage in self.stages if len(stage.by) == top)
