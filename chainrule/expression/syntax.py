"""The syntax tree: what was read, with its place; nothing of SymPy.

Kinds, one to one with the written trees: integer, decimal, name, euler, pi, plus, minus, times, over,
power, root, apply, primed, rate, equals, vector.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Syntax(NamedTuple):
    """One node: ``args`` are subtrees (and names and orders as the kind has them)."""

    kind: str
    args: tuple[Any, ...]
    start: int
    end: int


class Note(NamedTuple):
    """An echo of how an input with two readings was understood; ``facts`` fill its sentence."""

    kind: str
    facts: dict[str, str]
    span: tuple[int, int]
