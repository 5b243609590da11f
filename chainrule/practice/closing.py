"""Letters put back: an answer that still holds u, u′, dy/du or d/dx (…), written out in the variable alone.

    3u² · 2x    with u = x² + 1      3(x² + 1)² · 2x
    cos(u) u′   with u = x²          cos(x²) · 2x

The letters are those of the derivation first; a letter of the student's own may stand for any inner
function of the problem. This module knows letters and step trees; it must not know what is right or words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.errors import ChainruleError
from chainrule.expression.written import Rate, postorder, replace, symbols
from chainrule.practice.answer import Slope, slope
from chainrule.practice.route import Round, route

OWN = 2
"""So many letters of the student's own are looked up."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The answer in the variable alone; ``letters`` were put back, ``underived``: a derivative was still to be taken."""

    tree: Any
    letters: tuple[tuple[sympy.Symbol, Any], ...]
    underived: bool


class Closing:
    """What the letters of one problem can stand for."""

    def __init__(self, rounds: tuple[Round, ...], variable: sympy.Symbol, formulas: Mapping[sympy.Symbol, Any]) -> None:
        """The letters of the problem and of the derivation, and every inner function."""
        self.variable = variable
        self.known: dict[sympy.Symbol, Any] = dict(formulas)
        self._own = frozenset().union(*map(symbols, formulas.values())) | {variable}
        inner: dict[Any, None] = {}
        for spot in rounds[0].spots:
            if spot.place.letter:
                self.known.setdefault(*spot.place.letter)
                inner[spot.place.letter[1]] = None
            elif spot.step.rule in ("product", "quotient"):
                inner.update(dict.fromkeys(tree for _, tree in spot.step.names))
                for letter, tree in spot.step.names:
                    self.known.setdefault(letter, tree)
        self._inner = tuple(inner)

    def closings(self, tree: Any, given: Mapping[sympy.Symbol, Any] = {}) -> Iterator[Closed]:
        """The answer with its letters put back, in every way that comes into question, the likeliest first."""
        foreign = sorted(self._foreign(tree), key=str)
        own = [letter for letter in foreign if letter not in self.known and letter not in given]
        table = {**self.known, **given}
        if len(own) <= OWN:
            for values in permutations(self._inner, len(own)):
                closed = self._closed(tree, {**table, **dict(zip(own, values, strict=True))}, foreign)
                if closed is not None:
                    yield closed
        for letter in foreign:
            if letter in self.known and letter not in given and slope(letter) is None:
                for value in self._inner:  # u is the student's own, too
                    closed = self._closed(tree, {**table, letter: value}, foreign)
                    if closed is not None and value != table[letter]:
                        yield closed

    def _foreign(self, tree: Any) -> set[sympy.Symbol]:
        """The letters that are not the problem's, of a derivative the letter it is of."""
        found = symbols(tree) - self._own
        return {sympy.Symbol(part.of) if (part := slope(letter)) else letter for letter in found} - self._own

    def _closed(self, tree: Any, table: Mapping[sympy.Symbol, Any], foreign: list[sympy.Symbol]) -> Closed | None:
        """With every letter put back and every derivative taken; ``None`` where that is not possible."""
        derivatives = {letter: part for letter in symbols(tree) if (part := slope(letter))}
        try:
            values = {letter: self._slope(part, table) for letter, part in derivatives.items()}
        except (ChainruleError, KeyError):
            return None
        rates = any(isinstance(node, Rate) for node in postorder(tree))
        try:
            written = self._taken(replace(tree, {**table, **values}) if foreign or values else tree)
        except ChainruleError:
            return None
        if self._foreign(written):
            return None
        letters = tuple((letter, table[letter]) for letter in foreign if letter in table and letter in symbols(tree))
        return Closed(written, letters, rates or bool(values))

    def _slope(self, part: Slope, table: Mapping[sympy.Symbol, Any]) -> Any:
        """du/dx, or dy/du: the derivative of what the first letter stands for by the second."""
        function, by = self.rate(part, table)
        return replace(self._derivative(function, by, part.order), {by: table[by]} if by in table else {})

    def rate(self, part: Slope, table: Mapping[sympy.Symbol, Any]) -> tuple[Any, sympy.Symbol]:
        """What is differentiated by what; of dy/du the outer function in u."""
        by = sympy.Symbol(part.by) if part.by else self.variable
        function = table.get(sympy.Symbol(part.of), sympy.Symbol(part.of))
        return (function if by == self.variable else replace(function, {table[by]: by})), by

    def _taken(self, tree: Any) -> Any:
        """Every d/dx (…) in the tree taken."""
        rates = {
            node: self._derivative(node.args[0], node.args[1], int(node.args[2])) for node in postorder(tree) if isinstance(node, Rate)
        }
        return replace(tree, rates) if rates else tree

    def _derivative(self, tree: Any, variable: sympy.Symbol, order: int = 1) -> Any:
        names = Names({symbol.name for symbol in symbols(tree)} | {variable.name})
        return route(tree, variable, names, order)[-1].root.result
