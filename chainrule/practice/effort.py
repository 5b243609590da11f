"""Counted work: what one diagnosis may cost, in nodes of trees that are differentiated or written out.

This module knows numbers; it must not know what they are spent on, and no clock.
"""

from __future__ import annotations

from chainrule.errors import TooLarge

NODES = 6_000
"""So many nodes are differentiated or written out for one answer, about a second's worth."""


class Effort:
    """What is left of the work one answer is worth."""

    def __init__(self, nodes: int = NODES) -> None:
        """Nothing is spent yet."""
        self.left = nodes

    def spend(self, nodes: int) -> None:
        """Spend some of it. Raises ``TooLarge`` when nothing is left.

        >>> effort = Effort(10)
        >>> effort.spend(7)
        >>> effort.spend(7)
        Traceback (most recent call last):
        ...
        chainrule.errors.TooLarge: too-large
        """
        self.left -= nodes
        if self.left < 0:
            raise TooLarge("too-large", {"limit": NODES})
