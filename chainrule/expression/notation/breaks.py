"""Where a line of mathematics may be broken, and breaking it.

Works on what ``unicode`` and ``ascii`` print (and on a whole line such as ``dy/dx = …``): in it a
space stands exactly where a printer may break.

    Law   the lines have the characters of the text in their order, spaces apart
    Law   no line is wider than the width; with a width of at least 8
    Law   a break stands before + − × and after =, as far outside all brackets as the line allows

This module knows characters and widths; it must not know trees.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, takewhile
from typing import NamedTuple

from rich.cells import cell_len

NARROWEST = 8
"""No line is broken narrower."""

_OPENING, _CLOSING = "([{⎛⟨", ")]}⎞⟩"
_RELATIONS = frozenset("=≈≠<>≤≥→⇒")
_SIGNS = frozenset("+-−±")
_CROSSES = frozenset("×*·")
_TOKENS = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:_\w+)?|\s+|.", re.DOTALL)
_WORD = re.compile(r".*?[^\W\d_]{2,}[₀-₉]*$")
_SHORT, _TORN = 14, 60
"""A bracket this short is torn apart only where there is no other place."""
_FULL = 0.4
"""A line should be at least this full before a break deeper inside is taken instead."""


class Break(NamedTuple):
    """A place to break: before ``after`` comes the line's end, at ``start`` the next line begins; lower ranks first."""

    end: int
    start: int
    rank: int


def breaks(text: str) -> list[Break]:
    """The places between the parts of the mathematics, from left to right.

    >>> [(text[:b.end], b.rank) for text in ["y = 2(a + b) × c"] for b in breaks(text)]
    [('y =', 0), ('y = 2(a', 71), ('y = 2(a + b)', 2)]
    """
    found: list[Break] = []
    opened: list[int] = []
    closing = _closing(text)
    for i, character in enumerate(text):
        if character in _OPENING:
            opened.append(i)
        elif character in _CLOSING:
            if opened:
                opened.pop()
        elif character == " " and 0 < i < len(text) - 1:
            rank = _rank(text, i)
            if rank is not None:
                short = bool(opened) and closing.get(opened[-1], len(text)) - opened[-1] <= _SHORT
                found.append(Break(i, i + 1, 10 * len(opened) + rank + _TORN * short))
    return found


def _closing(text: str) -> dict[int, int]:
    """Where each bracket closes."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for i, character in enumerate(text):
        if character in _OPENING:
            opened.append(i)
        elif character in _CLOSING and opened:
            found[opened.pop()] = i
    return found


def _rank(text: str, i: int) -> int | None:
    """How well the text breaks at the space; not at all between an operator and what follows it."""
    before, after = text[i - 1], text[i + 1]
    if before in _RELATIONS:
        return 0
    if after in _SIGNS and text[i + 2 : i + 3] == " ":
        return 1
    if (after in _CROSSES and text[i + 2 : i + 3] == " ") or before in ",;":
        return 2
    if after in _RELATIONS or (before in _SIGNS | _CROSSES and text[i - 2 : i - 1] == " "):
        return None
    if before == " " or after == " ":
        return 0
    return 7 if _WORD.match(text, max(0, i - 12), i) else 5


def wrap(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of at most the width, the second and later ones indented.

    >>> wrap("dy/dx = 3 sin(x² + 1)² × cos(x² + 1) × 2x", 28, 8)
    ['dy/dx = 3 sin(x² + 1)²', '        × cos(x² + 1) × 2x']
    """
    width = max(width, NARROWEST)
    if cell_len(text) <= width:
        return [text]
    margin = " " * min(indent, width // 2)
    columns = [0, *accumulate(map(cell_len, text))]
    places = breaks(text)
    lines: list[str] = []
    start, room = 0, width
    while columns[-1] - columns[start] > room:
        end, following = _best(text, places, columns, start, room)
        lines.append(text[start:end].strip())
        start = following
        room = width - len(margin)
        places = [place for place in places if place.end > start]
    lines.append(text[start:].strip())
    return [lines[0], *(margin + line for line in lines[1:] if line)]


def _best(text: str, places: list[Break], columns: list[int], start: int, room: int) -> tuple[int, int]:
    """Where to end the line and where to go on: the outermost break that fills it, or as a last resort between tokens."""
    fitting = list(takewhile(lambda place: columns[place.end] - columns[start] <= room, places))
    filling = [place for place in fitting if columns[place.end] - columns[start] >= _FULL * room]
    if fitting:
        chosen = min(reversed(filling or fitting), key=lambda place: place.rank)
        return chosen.end, chosen.start
    limit = bisect_right(columns, columns[start] + room) - 1
    between = [token.end() for token in _TOKENS.finditer(text, start, limit + 1) if start < token.end() <= limit]
    end = between[-1] if between else max(limit, start + 1)
    return end, end
