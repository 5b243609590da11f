"""Letters in answers about a system: u, ∂z/∂u, z_u, u′ put back, and which of them a finished answer may hold.

    2(u + v)(y + 1)             u and v are still to be put back
    z_u y + z_v                 the derivatives are still to be taken; of an unknown function they stay

This module knows systems and how derivatives are written; it must not know what is right or words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.expression.written import Apply, Primed, Rate, postorder, replace, symbols
from chainrule.graph.edges import Edge, edges
from chainrule.graph.paths import counts
from chainrule.graph.system import Name, System
from chainrule.graph.totals import path_sum
from chainrule.practice.answer import Slope, slope
from chainrule.practice.compare import has_unknown
from chainrule.practice.route import route

_INDEXED = re.compile(r"([A-Za-zα-ωΑ-Ω]\w*?)_\{?([A-Za-zα-ω]|\d)\}?'?")
"""z_u, f_1"""


@dataclass(frozen=True, slots=True)
class Put:
    """An answer with everything put in: ``names`` still in the names of the system, ``tree`` in the inputs unless too long.

    ``letters`` were to be put back, ``underived``: a derivative was still to be taken.
    """

    names: Any
    tree: Any
    letters: tuple[tuple[Name, Any], ...]
    underived: bool


class Letters:
    """What the letters of one system stand for."""

    def __init__(self, whole: System, source: Name | None, named: bool) -> None:
        """``source`` is the only letter asked for, which u′ is by; ``named`` says that a finished answer may hold the names."""
        self.system = whole
        self._source = source
        self._named = named or any(has_unknown(tree) for _, tree in whole.definitions)

    @cached_property
    def branches(self) -> dict[tuple[Name, Name], Edge]:
        """Every branch of the system."""
        return edges(self.system)

    @cached_property
    def known(self) -> frozenset[Name]:
        """The letters of the system."""
        return frozenset((*self.system.formula, *self.system.inputs))

    @cached_property
    def _functions(self) -> dict[str, Name]:
        """The name of each unknown function, f of z = f(u, v); a single formula may be called f, whatever its name."""
        found = {tree.name: name for name, tree in self.system.definitions if isinstance(tree, Apply) and has_unknown(tree)}
        if len(self.system.definitions) == 1 and "f" not in {letter.name for letter in self.known}:
            found.setdefault("f", self.system.order[0])
        return found

    def put(self, tree: Any) -> Put | None:
        """The answer with its letters put back; ``None`` where a letter stands for nothing."""
        tree = replace(tree, {node: found for node in postorder(tree) if (found := self._applied(node)) is not None})
        table: dict[Any, Any] = {}
        for letter in symbols(tree) - self.known:
            found = self._derivative(letter)
            if found is None:
                return None
            table[letter] = found
        rates = any(isinstance(node, Rate) for node in postorder(tree))
        names = replace(tree, table)
        closed = self.system.put_back(names)
        if rates and closed is not None:
            closed = self._taken(closed)
        closed = names if closed is None else closed
        taken = rates or any(not has_unknown(value) for value in table.values())
        return Put(names, closed, () if self._named else self._letters(tree), taken)

    def strange(self, tree: Any) -> Name | None:
        """A letter that stands for nothing."""
        return next((letter for letter in sorted(symbols(tree) - self.known, key=str) if self._derivative(letter) is None), None)

    def _letters(self, tree: Any) -> tuple[tuple[Name, Any], ...]:
        return tuple((name, self.system.closed[name]) for name, _ in self.system.definitions if name in symbols(tree))

    def _taken(self, tree: Any) -> Any:
        """Every d/dx (…) in the tree taken."""
        found = {}
        for node in postorder(tree):
            if isinstance(node, Rate):
                below = node.args[0]
                for letter, n in node.by:
                    below = route(below, letter, Names({s.name for s in symbols(below)} | {letter.name}), n)[-1].root.result
                found[node] = below
        return replace(tree, found)

    def _derivative(self, letter: Name) -> Any:
        """What z_u, ∂z/∂u or u′ stands for, in the names of the system."""
        about = self.about(letter)
        return None if about is None else self._local(*about)

    def about(self, letter: Name) -> tuple[Name, Any] | None:
        """Which derivative z_u, ∂z/∂u or u′ is: of what, by what."""
        found = None if letter in self.known else slope(letter) or self._indexed(letter.name)
        if found is None or found.order != 1:
            return None
        target = self._functions.get(found.of, sympy.Symbol(found.of))
        if target not in self.system.formula:
            return None
        if found.by.isdigit():
            arguments = getattr(self.system.formula[target], "arguments", ())
            place = int(found.by)
            return (target, arguments[place - 1]) if 0 < place <= len(arguments) else None
        source = sympy.Symbol(found.by) if found.by else self._source
        return None if source is None else (target, source)

    @staticmethod
    def _indexed(name: str) -> Slope | None:
        match = _INDEXED.fullmatch(name)
        return Slope(match[1], match[2], 1) if match else None

    def _local(self, target: Name, source: Any) -> Any:
        """The derivative of a name by a letter: on the branch, else along all paths."""
        if (target, source) in self.branches:
            return self.branches[target, source].local.answer
        if counts(self.system, target).get(source, 0):
            return path_sum(self.system, self.branches, target, source).tidied
        return sympy.Integer(0) if source in self.known else None

    def _applied(self, node: Any) -> Any:
        """f_u(u, v) and f_1(u, v) of an unknown function, with its arguments."""
        if not isinstance(node, Apply) or (found := self._indexed(node.name)) is None:
            return None
        formula = self.system.formula.get(self._functions.get(found.of, sympy.Symbol(found.of)))
        if not isinstance(formula, Apply) or len(formula.arguments) != len(node.arguments):
            return None
        letters = [letter.name for letter in formula.arguments if isinstance(letter, sympy.Symbol)]
        place = int(found.by) - 1 if found.by.isdigit() else letters.index(found.by) if found.by in letters else -1
        if not 0 <= place < len(node.arguments):
            return None
        return Primed(formula.name, tuple(int(i == place) for i in range(len(node.arguments))), *node.arguments)
