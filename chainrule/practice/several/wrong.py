"""A derivative of a system done wrongly: the sum put together by a wrong law, or slips on its branches.

    Assembled(law, subject)     a wrong law of the assembly, about one path, branch, letter …
    Slipped(branch: trial)      slips in working local derivatives, the sum put together soundly

This module knows what either comes to; it must not know what a student wrote or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from chainrule.expression.written import rate
from chainrule.graph.edges import Edge
from chainrule.graph.paths import Path
from chainrule.graph.system import Name, System
from chainrule.practice.mistakes.paths import PATHS, SUBJECTS, PathMistake
from chainrule.practice.replay import NOWHERE
from chainrule.practice.route import Round, spots
from chainrule.practice.several.assembly import Branches, Key, Medium, Numbers, Signs, Sum, key
from chainrule.practice.trials import Trial, Trials, written
from chainrule.render.systemlines import formula_letter


@dataclass(frozen=True, eq=False)
class Asked:
    """One derivative of a system: of ``output`` by ``source``, along the listed ``paths``."""

    system: System
    branches: Branches
    output: Name
    source: Name
    paths: tuple[Path, ...]
    varying: frozenset[Name]

    def sum(self, medium: Medium) -> Sum:
        """The path sum in a medium."""
        return Sum(self.system, self.branches, self.output, self.source, self.paths, medium)

    @property
    def signs(self) -> Sum:
        """The path sum in the signs of its branches."""
        return self.sum(Signs(self.system, self.varying, self.called))

    @property
    def called(self) -> Mapping[Name, Name]:
        """The letter of the formula, f of z = f(x, u), where x stands in it and in u: ∂z/∂x would be both."""
        if len(self.paths) < 2 or (self.output, self.source) not in self.branches:
            return {}
        return {self.output: formula_letter(self.system, self.output)}

    @property
    def sign(self) -> Any:
        """∂z/∂x"""
        return rate(self.output, self.source, 1, self.varying & self.system.below(self.output))


class Overridden(Numbers):
    """Numbers, with other ones on some branches."""

    def __init__(self, base: Numbers, instead: Mapping[Key, float]) -> None:
        """What is known of the point is kept."""
        self.point = base.point
        self._known = base._known
        self._instead = instead

    def branch(self, edge: Edge) -> float:
        """The number on the branch."""
        return self._instead.get(key(edge)) if key(edge) in self._instead else super().branch(edge)  # type: ignore[return-value]


@dataclass(frozen=True, eq=False)
class Assembled:
    """A wrong law of the assembly, with its subject."""

    mistake: PathMistake
    subject: Any

    @property
    def cost(self) -> int:
        """How much must be believed."""
        return self.mistake.cost

    @property
    def number_cost(self) -> int:
        """The same where the answer is a number."""
        return self.mistake.number or self.mistake.cost

    @property
    def branch(self) -> Key | None:
        """The branch it is about, if it is about one."""
        match self.mistake.about:
            case "branch":
                return key(self.subject)
            case "branches":
                return key(self.subject[0])
            case _:
                return None

    def value(self, asked: Asked, medium: Medium) -> Any:
        """The wrong sum."""
        return self.mistake.law(asked.sum(medium), self.subject)


@dataclass(frozen=True, eq=False)
class Slipped:
    """Slips in working the local derivatives of some branches, the sum put together soundly."""

    slips: tuple[tuple[Edge, Round, Trial], ...]

    @property
    def cost(self) -> int:
        """How much must be believed; a letter that was not held constant is rather a mistake with the graph."""
        _, _, trial = self.slips[0]
        return trial.cost + any("constant" in mistake.siblings for mistake in trial.mistakes)

    @property
    def number_cost(self) -> int:
        """The same where the answer is a number: one that was made in several places comes to too many of them."""
        constant = self.cost > self.slips[0][2].cost
        return self.cost + constant + (sum(len(trial.happenings) for _, _, trial in self.slips) > 1)

    @property
    def ids(self) -> frozenset[str]:
        """What the slips are called."""
        return frozenset(mistake.id for _, _, trial in self.slips for mistake in trial.mistakes)

    @cached_property
    def instead(self) -> Mapping[Key, Any]:
        """What the student had on each of the branches, as trees; raises ``ValueError`` where it cannot be written."""
        found = {key(edge): written(one, trial, edge.source) for edge, one, trial in self.slips}
        if any(tree is None for tree in found.values()):
            raise ValueError(self)
        return found

    def numbers(self, base: Numbers) -> Mapping[Key, float]:
        """The same at a point."""
        return {where: base.tree(tree) for where, tree in self.instead.items()}


def assemblies(asked: Asked, medium: Numbers) -> Iterator[tuple[Assembled, float]]:
    """Every wrong law of the assembly with its subject, and what it comes to; those that come out right as well."""
    first = asked.sum(medium)
    for mistake in PATHS:
        for subject in SUBJECTS[mistake.about](first):
            value = number(partial(mistake.law, first, subject))
            if value is not None:
                yield Assembled(mistake, subject), value


def worked(asked: Asked, medium: Numbers) -> Iterator[tuple[Edge, Round, Trials]]:
    """Every branch on the paths as a derivation with all slips that can be made in it."""
    for edge in asked.sum(medium).edges():
        one = Round(edge.local.root, tuple(spots(edge.local.root)))
        try:
            yield edge, one, Trials(one, medium.point, edge.source)
        except NOWHERE:
            continue


def number(value: Callable[[], Any]) -> float | None:
    """A number, or ``None`` where there is none."""
    try:
        found = value()
    except NOWHERE:
        return None
    return float(found) if isinstance(found, float | int) and math.isfinite(found) else None


def same(a: float, b: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-13
