"""What a recipe is: the form of a problem with holes in it.

This module knows the shape of a recipe; it must not know any one of them.
"""

from __future__ import annotations

from typing import NamedTuple


class Recipe(NamedTuple):
    """One form: its level, its skills (the main one first), the problem with holes, and how it is asked."""

    level: int
    skills: tuple[str, ...]
    problem: str
    wrt: str | None = None
    order: int | None = None
    at: str | None = None
