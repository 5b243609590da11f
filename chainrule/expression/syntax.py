"""The syntax tree: what was read, with its place; nothing of SymPy.

Kinds, one to one with the written trees: integer, decimal, name, euler, pi, plus, minus, times, over,
power, root, apply, primed, rate, equals, vector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def walk(tree: Syntax) -> Iterator[Syntax]:
    """Every node."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack += [child for child in node.args if type(child) is Syntax]


def names(tree: Syntax) -> set[str]:
    """The letters in the tree, without the names of functions."""
    return {node.args[0] for node in walk(tree) if node.kind == "name"}


def applied(tree: Syntax) -> set[str]:
    """The names of the functions in the tree."""
    return {node.args[0] for node in walk(tree) if node.kind in ("apply", "primed")}


def rate(tree: Syntax, by: Iterable[tuple[str, int]], partial: bool, start: int) -> Syntax:
    """The derivative of a tree by letters, so often by each; it starts where its sign stands."""
    parts = [part for letter, order in by for part in (Syntax("name", (letter,), start, start), order)]
    return Syntax("partial" if partial else "rate", (tree, *parts), start, tree.end)


_LETTERED = frozenset(("name", "apply", "primed", "rate", "partial"))


def numeric(tree: Syntax) -> bool:
    """Whether the tree is made of numbers only.

    >>> numeric(Syntax("minus", (Syntax("integer", ("1",), 1, 2),), 0, 2))
    True
    """
    return all(node.kind not in _LETTERED for node in walk(tree))
