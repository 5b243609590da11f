"""Named definitions that build on each other: z = (u + v)², u = xy, v = x + y.

    inputs     letters without a definition          outputs    what is asked about
    uses       the letters in a definition           order      each name behind what it uses

A system knows names and which uses which; it must not know derivatives, text or drawings. No walk
recurses: a chain of thousands of definitions is an ordinary system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Any, TypeAlias

import sympy

from chainrule.errors import ParseError, UsageError
from chainrule.expression.written import fold, postorder, replace

Name: TypeAlias = sympy.Symbol

SYMBOLS = 2_000
"""What has more symbols than this, written out, is left in the names of the intermediates."""


@dataclass(frozen=True, eq=False)
class System:
    """Definitions in the order in which they were written, and the names that are asked about.

    Build it with ``system``, which refuses circles and names defined twice.
    """

    definitions: tuple[tuple[Name, Any], ...]
    outputs: tuple[Name, ...]

    @cached_property
    def formula(self) -> Mapping[Name, Any]:
        """The definition of each name."""
        return dict(self.definitions)

    @cached_property
    def uses(self) -> Mapping[Name, tuple[Name, ...]]:
        """The letters in each definition, as they stand there from left to right."""
        return {name: _letters(tree) for name, tree in self.definitions}

    @cached_property
    def users(self) -> Mapping[Name, tuple[Name, ...]]:
        """For each letter, the names whose definitions it stands in."""
        found: dict[Name, list[Name]] = {}
        for name, letters in self.uses.items():
            for letter in letters:
                found.setdefault(letter, []).append(name)
        return {letter: tuple(names) for letter, names in found.items()}

    @cached_property
    def inputs(self) -> tuple[Name, ...]:
        """The letters without a definition, in the order in which they are met from the outputs, definitions read in place."""
        found: dict[Name, None] = {}
        seen: set[Name] = set()
        waiting = [name for name, _ in reversed(self.definitions)]
        waiting += reversed(self.outputs)
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.formula:
                waiting.extend(reversed(self.uses[name]))
            else:
                found[name] = None
        return tuple(found)

    def inputs_of(self, name: Name) -> frozenset[Name]:
        """The inputs a name depends on."""
        return self.below(name) & self._free

    @cached_property
    def _free(self) -> frozenset[Name]:
        return frozenset(self.inputs)

    @cached_property
    def intermediates(self) -> tuple[Name, ...]:
        """The defined names that are no outputs."""
        return tuple(name for name, _ in self.definitions if name not in self.outputs)

    @cached_property
    def order(self) -> tuple[Name, ...]:
        """The defined names, each behind the names it uses: the order of the forward pass."""
        return _sorted(self.formula, self.uses)

    @cached_property
    def downwards(self) -> tuple[Name, ...]:
        """The defined names, each behind the names that use it, else as they were written: the order of the backward pass."""
        place = {name: i for i, (name, _) in enumerate(self.definitions)}
        waiting = {name: len(self.users.get(name, ())) for name in place}
        ready = [(place[name], name) for name, number in waiting.items() if not number]
        heapify(ready)
        found: list[Name] = []
        while ready:
            _, name = heappop(ready)
            found.append(name)
            for letter in self.uses[name]:
                if letter in waiting:
                    waiting[letter] -= 1
                    if not waiting[letter]:
                        heappush(ready, (place[letter], letter))
        return tuple(found)

    def all_through(self, output: Name, name: Name) -> bool:
        """Whether every path from the output to an input leads through a name."""
        seen = {name}
        waiting = [output]
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            if here not in self.formula:
                return False
            seen.add(here)
            waiting.extend(self.uses[here])
        return True

    def below(self, *tops: Name) -> frozenset[Name]:
        """Everything the names depend on, themselves included."""
        return self._reached(tops, self.uses)

    def above(self, *letters: Name) -> frozenset[Name]:
        """Everything that depends on the letters, themselves included."""
        return self._reached(letters, self.users)

    def _reached(self, starts: tuple[Name, ...], steps: Mapping[Name, tuple[Name, ...]]) -> frozenset[Name]:
        known = self._walks.get((starts, steps is self.uses))
        if known is None:
            known = self._walks[starts, steps is self.uses] = _reached(starts, steps)
        return known

    @cached_property
    def _walks(self) -> dict[tuple[tuple[Name, ...], bool], frozenset[Name]]:
        """Walks taken before: the same are asked for again and again."""
        return {}

    def between(self, output: Name, source: Name) -> frozenset[Name]:
        """The names on the paths from the output down to a letter, both ends included; empty when there is no path."""
        return self.below(output) & self.above(source)

    def cut(self, *names: Name) -> System:
        """The system in which the names are inputs, whatever they were defined as."""
        return System(tuple(pair for pair in self.definitions if pair[0] not in names), self.outputs)

    @cached_property
    def extents(self) -> Mapping[Name, int]:
        """How many symbols each definition has when everything is put in; counted, not written out."""
        found: dict[Name, int] = {}
        for name in self.order:
            found[name] = _extent(self.formula[name], found)
        return found

    @cached_property
    def closed(self) -> Mapping[Name, Any]:
        """Each definition in terms of the inputs, for those of at most ``SYMBOLS`` symbols."""
        found: dict[Name, Any] = {}
        for name in self.order:
            if self.extents[name] <= SYMBOLS:
                found[name] = replace(self.formula[name], found)
        return found

    def put_back(self, tree: Any) -> Any:
        """A tree in the system's names, in terms of the inputs; ``None`` where it would have more than ``SYMBOLS`` symbols."""
        return replace(tree, self.closed) if _extent(tree, self.extents) <= SYMBOLS else None


def system(definitions: Iterable[tuple[Name, Any]], outputs: Iterable[Name] = ()) -> System:
    """The system of the definitions; without ``outputs`` every name that no other definition uses is one.

    Raises ``ParseError`` for a name that is defined twice or in a circle, ``UsageError`` for an output that is not defined.

    >>> u, x, z = sympy.symbols("u x z")
    >>> from chainrule.expression.written import Power, Times
    >>> found = system([(z, Power(u, 2)), (u, Times(3, x))])
    >>> found.inputs, found.outputs, found.order
    ((x,), (z,), (u, z))
    """
    pairs = tuple(definitions)
    seen: set[Name] = set()
    for name, _ in pairs:
        if name in seen:
            raise ParseError("defined-twice", {"name": name.name})
        seen.add(name)
    asked = tuple(outputs)
    for name in asked:
        if name not in seen:
            raise UsageError("not-defined", {"name": name.name, "names": ", ".join(n.name for n, _ in pairs)})
    whole = System(pairs, asked)
    _sorted(whole.formula, whole.uses)  # refuses circles
    return whole if asked else System(pairs, tuple(name for name, _ in pairs if name not in whole.users))


def _extent(tree: Any, letters: Mapping[Name, int]) -> int:
    """The number of symbols of a tree when each letter stands for so many."""
    return fold(tree, lambda node, below: 1 + sum(below) if below or not isinstance(node, sympy.Symbol) else letters.get(node, 1))


def _letters(tree: Any) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(node for node in postorder(tree) if isinstance(node, sympy.Symbol)))


def _reached(starts: Iterable[Name], steps: Mapping[Name, tuple[Name, ...]]) -> frozenset[Name]:
    found: set[Name] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(steps.get(name, ()))
    return frozenset(found)


def _sorted(formula: Mapping[Name, Any], uses: Mapping[Name, tuple[Name, ...]]) -> tuple[Name, ...]:
    """The defined names from the inputs up; raises ``ParseError`` naming a circle."""
    done: dict[Name, None] = {}
    for start in formula:
        stack = [(start, iter(uses[start]))]
        path = {start: None}
        while stack:
            name, rest = stack[-1]
            below = next((letter for letter in rest if letter in formula and letter not in done), None)
            if below is None:
                stack.pop()
                path.pop(name, None)
                done[name] = None
            elif below in path:
                circle = [*list(path)[list(path).index(below) :], below]
                raise ParseError("cycle", {"names": " → ".join(letter.name for letter in circle)})
            else:
                path[below] = None
                stack.append((below, iter(uses[below])))
    return tuple(done)
