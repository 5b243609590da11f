"""How strongly the parts of an expression bind, and what each place asks for: brackets for every notation.

    Law   a part stands in brackets exactly when it binds less strongly than its place asks for

This module knows levels and places; it must not know trees, text or a single notation.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How strongly a part binds, loosest first."""

    RELATION = 0  # a = b
    SUM = 1  # a + b
    SIGNED = 2  # −a
    SPREAD = 3  # a × b, a product with visible signs
    QUOTIENT = 4  # a/b on one line
    RATE = 5  # dy/dx, a quotient by its looks that stands among factors
    PRODUCT = 6  # ab
    RAISED = 7  # aᵇ, √a, a!
    ATOM = 8  # letters, numbers, functions with their brackets


class Places(NamedTuple):
    """The least level that stands without brackets, place by place."""

    side: Level = Level.SUM
    first_term: Level = Level.SIGNED
    term: Level = Level.SPREAD
    negated: Level = Level.SPREAD
    first_group: Level = Level.SIGNED
    group: Level = Level.SPREAD
    factor: Level = Level.RATE
    numerator: Level = Level.PRODUCT
    denominator: Level = Level.RAISED
    base: Level = Level.ATOM


TEXTBOOK = Places()
"""As a textbook prints it."""

TYPED = Places(first_group=Level.QUOTIENT, group=Level.RAISED, factor=Level.RAISED, numerator=Level.QUOTIENT)
"""As our reader reads it back to the same tree: nested products keep their brackets, a/b/c is (a/b)/c."""

SCHOOLBOOK_LOGARITHMS = frozenset({"ln", "log"})
"""Books differ on ln(x)²; with these the function has a bracket of its own: (ln x)²."""
