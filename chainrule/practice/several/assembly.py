"""A path sum put together once more: what the laws of the graph may use, in numbers, in trees, or in signs.

    Numbers    ∂z/∂u is 12.0 at a point         Trees    ∂z/∂u is 2(u + v)         Signs    ∂z/∂u is written ∂z/∂u

Laws are written once, as for single derivations. This module knows paths and branches; it must not know any one mistake.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from chainrule.expression.constants import ONE, ZERO
from chainrule.expression.numbers import Program
from chainrule.expression.written import rate, replace
from chainrule.graph.edges import Edge
from chainrule.graph.paths import Path, paths
from chainrule.graph.system import Name, System
from chainrule.practice.ink import Ink, Value, product, total

Key = tuple[Name, Name]
Branches = Mapping[Key, Edge]
Table = Mapping[Any, Any]


def key(edge: Edge) -> Key:
    """What a branch is known by: its target and its source."""
    return edge.target, edge.source


class Medium(Protocol):
    """What the values of branches are made of."""

    none: Value
    one: Value

    def branch(self, edge: Edge) -> Value:
        """The local derivative on a branch."""

    def tree(self, tree: Any) -> Value:
        """Any expression in the names of the system; raises ``ValueError`` where the medium has no value for it."""


class Numbers:
    """Floats, at one point that gives every name a number."""

    none, one = 0.0, 1.0

    def __init__(self, point: Mapping[str, float]) -> None:
        """``point`` has the intermediates as well."""
        self.point = point
        self._known: dict[Any, float] = {}

    def branch(self, edge: Edge) -> float:
        """The number of the local derivative."""
        return self.tree(edge.partial)

    def tree(self, tree: Any) -> float:
        """The number of a tree; raises ``ValueError`` where it is not real."""
        if tree not in self._known:
            self._known[tree] = Program(tree)(self.point)[0]
        if math.isnan(self._known[tree]):
            raise ValueError(tree)
        return self._known[tree]


class Trees:
    """Written trees in the names of the system."""

    none, one = Ink(ZERO), Ink(ONE)

    def branch(self, edge: Edge) -> Ink:
        """The local derivative."""
        return Ink(edge.partial)

    def tree(self, tree: Any) -> Ink:
        """The tree itself."""
        return Ink(tree)


class Signs(Trees):
    """The signs ∂z/∂u; ``varying`` are the letters that vary, ``called`` the letters of formulas, f of z = f(x, u)."""

    def __init__(self, whole: System, varying: frozenset[Name], called: Mapping[Name, Name]) -> None:
        """How the derivatives of a system are written."""
        self._whole = whole
        self._varying = varying
        self._called = called

    def branch(self, edge: Edge) -> Ink:
        """∂z/∂u, or dz/du where the definition has no other letter that varies."""
        return Ink(self.sign(edge.target, edge.source))

    def sign(self, target: Name, source: Name) -> Any:
        """The sign of a local derivative."""
        others = [name for name in self._whole.uses[target] if name in self._whole.formula or name in self._varying]
        return rate(self._called.get(target, target), source, 1, others)

    def tree(self, tree: Any) -> Ink:
        """A letter stays; nothing else has a sign."""
        if tree.args:
            raise ValueError(tree)
        return Ink(tree)


class Sum:
    """One path sum, in a medium: ``paths`` with their branches, all ``branches`` of the system by (target, source).

    Law     right = Σ over the paths of the products along them
    """

    def __init__(self, whole: System, branches: Branches, output: Name, source: Name, listed: tuple[Path, ...], medium: Medium) -> None:
        """The sum of one output by one letter."""
        self.system = whole
        self.branches = branches
        self.output, self.source = output, source
        self.paths = listed
        self.medium = medium

    def value(self, edge: Edge) -> Value:
        """The local derivative on a branch."""
        return self.medium.branch(edge)

    def factors(self, path: Path) -> list[Value]:
        """The local derivatives along a path, from the output."""
        return [self.value(edge) for edge in path.edges]

    def along(self, path: Path, instead: Mapping[Key, Value] = {}) -> Value:
        """The product along a path, with other values on some branches."""
        return product([instead[key(edge)] if key(edge) in instead else self.value(edge) for edge in path.edges])

    def added(self, values: list[Value]) -> Value:
        """The sum of values; nothing added is 0."""
        return total(values) if values else self.medium.none

    def changed(self, instead: Mapping[Key, Value]) -> Value:
        """The whole sum, with other values on some branches."""
        return self.added([self.along(path, instead) for path in self.paths])

    @cached_property
    def right(self) -> Value:
        """The sound sum."""
        return self.changed({})

    @property
    def several(self) -> bool:
        """Whether there is more than one path."""
        return len(self.paths) > 1

    @property
    def forked(self) -> bool:
        """Whether the paths go apart at the output."""
        return len({key(path.edges[0]) for path in self.paths}) > 1

    @property
    def long(self) -> bool:
        """Whether a path has more than one branch."""
        return any(len(path.edges) > 1 for path in self.paths)

    @property
    def direct(self) -> Path | None:
        """The path of a single branch, beside others."""
        return next((path for path in self.paths if len(path.edges) == 1), None) if self.several else None

    def heads(self) -> list[Value]:
        """The outer derivatives, each once."""
        return [self.value(edge) for edge in {key(path.edges[0]): path.edges[0] for path in self.paths}.values()]

    def tails(self) -> list[Value]:
        """What is multiplied to the outer derivatives, path by path; of a direct path the branch itself."""
        return [self.tail(path) for path in self.paths]

    def tail(self, path: Path) -> Value:
        """The product behind the first branch."""
        return product([self.value(edge) for edge in (path.edges[1:] or path.edges)])

    def by(self, letter: Name) -> Sum:
        """The path sum of the same output by another letter."""
        return Sum(self.system, self.branches, self.output, letter, paths(self.system, self.branches, self.output, letter), self.medium)

    def edges(self) -> list[Edge]:
        """The branches on the paths, each once."""
        return list({key(edge): edge for path in self.paths for edge in path.edges}.values())

    def put(self, edge: Edge, table: Table) -> Value:
        """The local derivative on a branch with other letters in it."""
        return self.medium.tree(replace(edge.partial, table))

    def beside(self, edge: Edge) -> Iterator[Edge]:
        """The other branches from the same name."""
        for letter in self.system.uses[edge.target]:
            if letter != edge.source and (edge.target, letter) in self.branches:
                yield self.branches[edge.target, letter]
