"""Letters for the layers and parts of a derivation, never one the student has typed.

This module knows which letters are taken; it must not know what they are for.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import chain, count

import sympy

LAYERS = "uvw"
PARTS = "fghpqr"


class Names:
    """Fresh letters: u, v, w, then u₁, u₂ …; f, g, h, p, q, r, then f₁, f₂ …

    Law: no letter is given twice for different things, none is in ``taken``; the same inner function
    gets the same letter again. ``given`` are letters the student has chosen for inner functions.

    >>> names = Names({"u"})
    >>> names.layer(sympy.Integer(7)), names.layer(sympy.Integer(8)), names.layer(sympy.Integer(7))
    (v, w, v)
    """

    def __init__(self, taken: Container[str], given: Iterable[tuple[sympy.Symbol, sympy.Basic]] = ()) -> None:
        """``taken`` and ``given`` are the student's."""
        self._given: dict[sympy.Basic, sympy.Symbol] = {tree: letter for letter, tree in given}
        self._taken = taken
        self._chosen = {letter.name for letter in self._given.values()}
        self._layers = self._fresh(LAYERS)
        self._parts = self._fresh(PARTS)

    def layer(self, inner: sympy.Basic) -> sympy.Symbol:
        """The letter of an inner function."""
        if inner not in self._given:
            self._given[inner] = next(self._layers)
        return self._given[inner]

    def part(self) -> sympy.Symbol:
        """A letter for a factor, a numerator, a term."""
        return next(self._parts)

    def _fresh(self, letters: str) -> Iterator[sympy.Symbol]:
        for name in chain(letters, (f"{letters[0]}_{i}" for i in count(1))):
            if name not in self._taken and name not in self._chosen:
                yield sympy.Symbol(name)
