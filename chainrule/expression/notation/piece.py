"""A printed subtree: its body in one notation, how it binds, its ends, the letters there.

This module knows what surroundings must be told; it must not know trees, characters or markup.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from chainrule.expression.notation.brackets import Level
from chainrule.expression.notation.joins import Edge

T = TypeVar("T")


class Piece(NamedTuple, Generic[T]):
    """A printed subtree, and what its surroundings must know of it.

    ``letter`` is the letter it starts with, ``tail`` what it ends in where that is another;
    ``closed`` the same with the brackets that a bare
    function (sin x) needs before a further factor; ``unsigned`` what a minus stands before.
    """

    body: T
    level: Level = Level.ATOM
    start: Edge = Edge.BRACKET
    end: Edge = Edge.BRACKET
    letter: str = ""
    closed: T | None = None
    unsigned: T | None = None
    tail: str = ""

    @property
    def short(self) -> bool:
        """A single number or letter."""
        return self.level is Level.ATOM and self.start in _SHORT


_SHORT = frozenset({Edge.NUMBER, Edge.LETTER, Edge.WORD})
