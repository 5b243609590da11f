"""Paths through a system: multiply along a path, add across the paths.

    z → u → x    ∂z/∂u × ∂u/∂x        z → v → x    ∂z/∂v × ∂v/∂x

Paths are counted exactly without being walked; at most ``LISTED`` of them are listed. This module knows
edges and how they follow each other; it must not know the stepper, words or drawings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chainrule.expression.constants import ONE, ZERO
from chainrule.expression.written import Plus, Times
from chainrule.graph.edges import Edge
from chainrule.graph.system import Name, System

LISTED = 64
"""So many paths are written out; more are only counted."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way from an output down to a letter, edge by edge from the output."""

    edges: tuple[Edge, ...]

    @property
    def through(self) -> tuple[Name, ...]:
        """The names on the way: z, u, x."""
        return (self.edges[0].target, *(edge.source for edge in self.edges))

    @property
    def factors(self) -> tuple[Any, ...]:
        """The local derivative of each edge."""
        return tuple(edge.partial for edge in self.edges)

    @property
    def product(self) -> Any:
        """The local derivatives multiplied, as written."""
        return product(self.factors)


def product(factors: tuple[Any, ...]) -> Any:
    """Factors side by side: a product among them is taken apart, a single one stays as it is."""
    flat = [part for factor in factors for part in (factor.args if isinstance(factor, Times) else (factor,))]
    return Times(*flat) if len(flat) > 1 else (flat or [ONE])[0]


def summed(paths: tuple[Path, ...]) -> Any:
    """The products of the paths added, as written."""
    terms = [path.product for path in paths]
    return Plus(*terms) if len(terms) > 1 else (terms or [ZERO])[0]


def counts(system: System, output: Name) -> Mapping[Name, int]:
    """How many paths lead from the output to each name below it; exact, in time linear in the graph.

    >>> import sympy
    >>> from chainrule.graph.system import system
    >>> from chainrule.expression.written import Times
    >>> a = sympy.symbols("a:42"); b = sympy.symbols("b:42")
    >>> levels = [pair for k in range(41) for pair in ((a[k], Times(a[k + 1], b[k + 1])), (b[k], Plus(a[k + 1], b[k + 1])))]
    >>> counts(system(levels), a[0])[a[41]] == 2**40
    True
    """
    found = {output: 1}
    below = system.below(output)
    for name in reversed(system.order):
        if name in below:
            for letter in system.uses[name]:
                found[letter] = found.get(letter, 0) + found[name]
    return found


def paths(system: System, edges: Mapping[tuple[Name, Name], Edge], output: Name, source: Name, most: int = LISTED) -> tuple[Path, ...]:
    """The paths from an output to a letter, from left to right as the letters stand; at most ``most``."""
    return tuple(islice(_walk(system, edges, output, source), most))


def _walk(system: System, edges: Mapping[tuple[Name, Name], Edge], output: Name, source: Name) -> Iterator[Path]:
    leading = system.between(output, source)
    if source not in leading or output == source:
        return
    way: list[Edge] = []
    stack = [iter(system.uses[output])]
    here = [output]
    while stack:
        letter = next((name for name in stack[-1] if name in leading), None)
        if letter is None:
            stack.pop()
            here.pop()
            if way:
                way.pop()
            continue
        edge = edges[here[-1], letter]
        if letter == source:
            yield Path((*way, edge))
        else:
            way.append(edge)
            here.append(letter)
            stack.append(iter(system.uses[letter]))


def multiplications(system: System, output: Name, sources: tuple[Name, ...]) -> tuple[int, int]:
    """How many multiplications the path sums for all sources take, and the backward pass for the same: one an edge.

    A path of n edges takes n − 1 multiplications; they are counted without being walked. In the backward pass
    the edges of the output itself are multiplied by 1, which is not counted.
    """
    leading = system.below(output) & system.above(*sources)
    walks: dict[Name, tuple[int, int]] = {output: (1, 0)}  # how many paths lead here, and their lengths added
    total = 0
    for name in reversed(system.order):
        number, length = walks.get(name, (0, 0))
        if name in leading and number:
            for letter in system.uses[name]:
                if letter in leading:
                    n, m = walks.get(letter, (0, 0))
                    walks[letter] = n + number, m + length + number
    for source in sources:
        number, length = walks.get(source, (0, 0))
        total += length - number
    passes = sum(1 for name in leading if name in system.formula and name != output for letter in system.uses[name] if letter in leading)
    return total, passes
