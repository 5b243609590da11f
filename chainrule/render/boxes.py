"""The right-hand side of a row, built up: fractions over a bar, brackets as tall as what they hold.

    Law   a row with one fraction that wants its bar has all its fractions with bars
    Law   what does not fit on a line goes on below, before + − or ×; a long numerator keeps its bar

This module knows lines of mathematics and boxes of characters; it must not know pages or colours. What knows trees
is imported where one is met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, NamedTuple

from chainrule.render.page import Maths, Part
from chainrule.render.spans import Line, broken, stripped, width

SPLITTING = frozenset("×+−=≈")
CLOSING = {")": "", ")′": "′"}


class Box(NamedTuple):
    """Lines of one display width; the line numbered ``baseline`` goes on the line of the text around."""

    lines: tuple[Line, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        """The display width."""
        return width(self.lines[0])


class Printers(NamedTuple):
    """What a dialect knows: a tree on one line, a sign, a tree with its fractions stacked, which trees want that."""

    tree: Callable[[Any], str]
    sign: Callable[[str], str]
    stacked: Callable[[Any], tuple[Sequence[str], int]]
    hard: Callable[[Any], bool]


def flat(line: Line) -> Box:
    """A line as a box."""
    return Box((line,))


def beside(left: Box, right: Box) -> Box:
    """Two boxes with their baselines on one line."""
    above = max(left.baseline, right.baseline)
    below = max(len(box.lines) - box.baseline for box in (left, right))
    rows = zip(_grown(left, above, below), _grown(right, above, below), strict=True)
    return Box(tuple(a + b for a, b in rows), above)


def _grown(box: Box, above: int, below: int) -> list[Line]:
    blank: Line = ((" " * box.width, None),)
    return [blank] * (above - box.baseline) + list(box.lines) + [blank] * (below - len(box.lines) + box.baseline)


def wanted(content: Maths, printers: Printers) -> bool:
    """Whether the line has a fraction that is hard to read without its bar."""
    return any(printers.hard(part) for part, _ in content.parts if not isinstance(part, str))


def fractions(content: Maths) -> bool:
    """Whether there is any fraction or matrix in the line."""
    from chainrule.expression.arrays import Grid
    from chainrule.expression.written import Over, postorder

    return any(isinstance(node, Over | Grid) for part, _ in content.parts if not isinstance(part, str) for node in postorder(part))


def built(content: Maths, room: int, printers: Printers) -> list[Box] | None:
    """The line as boxes below each other, each within the room; ``None`` when that cannot be."""
    builder = _Builder(room, printers)
    whole = builder.line(content.parts)
    if whole.width <= room:
        return [whole]
    return builder.lines(exploded(content.parts))


class _Builder:
    """Boxes of parts within a room."""

    def __init__(self, room: int, printers: Printers) -> None:
        self.room = room
        self.printers = printers

    def line(self, parts: Sequence[Part]) -> Box:
        """The parts side by side, brackets as tall as what they hold."""
        levels: list[list[Box]] = [[]]
        for part, tone in parts:
            if part == "(":
                levels.append([])
            elif isinstance(part, str) and part in CLOSING and len(levels) > 1:
                inside = reduce(beside, levels.pop(), flat(()))
                levels[-1].append(enclosed(inside, _style(tone), CLOSING[part]))
            else:
                levels[-1].append(self.part(part, _style(tone)))
        return reduce(beside, [box for level in levels for box in level], flat(()))

    def part(self, part: Any, style: str | None) -> Box:
        """A sign, or a tree with its fractions stacked."""
        if isinstance(part, str):
            return flat(((self.printers.sign(part), style),))
        lines, baseline = self.printers.stacked(part)
        return Box(tuple(((line, style),) for line in lines), baseline)

    def lines(self, parts: Sequence[Part]) -> list[Box] | None:
        """The parts on as many lines as they take, broken before signs outside all brackets."""
        rows: list[Box] = []
        for segment in segments(parts):
            box = self.line(segment)
            if rows and rows[-1].width + box.width <= self.room:
                rows[-1] = beside(rows[-1], box)
                continue
            box = _unspaced(box) if rows else box
            if box.width > self.room - 2:
                long = self.long(segment)
                if long is None:
                    return None
                box = long
            rows.append(beside(flat((("  ", None),)), box) if rows else box)
        return rows

    def long(self, segment: Sequence[Part]) -> Box | None:
        """A sign and one fraction too long for the line: numerator and denominator broken, the bar kept."""
        from chainrule.expression.written import Minus, Over

        *signs, (tree, tone) = segment
        if any(sign not in SPLITTING for sign, _ in signs) or isinstance(tree, str):
            return None
        style = _style(tone)
        before = [flat(((self.printers.sign(sign).lstrip(), _style(sign_tone)),)) for sign, sign_tone in signs]
        if isinstance(tree, Minus):
            before.append(flat((("− ", style),)))
            (tree,) = tree.args
        if not isinstance(tree, Over):
            return None
        room = self.room - 4 - sum(box.width for box in before)
        if room < 20:
            return None
        above, below = (broken(((self.printers.tree(side), style),), room) for side in tree.args)
        wide = max(width(line) for line in (*above, *below))
        bar: Line = (("─" * wide, style),)
        lines = (*_left(above, wide), bar, *(_left(below, wide) if len(below) > 1 else [_centred(below[0], wide)]))
        return reduce(beside, [*before, Box(lines, len(above))])


def enclosed(box: Box, style: str | None, mark: str = "") -> Box:
    """The box in brackets of its height."""
    from chainrule.expression.notation.stacked import TALL

    height = len(box.lines)
    if height == 1:
        return Box(((("(", style), *box.lines[0], (")" + mark, style)),))
    fences = []
    for sign, after in (("(", ""), (")", mark)):
        top, middle, bottom = TALL[sign]
        column = (top + after, *[middle + " " * len(after)] * (height - 2), bottom + " " * len(after))
        fences.append(Box(tuple(((text, style),) for text in column), box.baseline))
    return beside(beside(fences[0], box), fences[1])


def _style(tone: int | None) -> str | None:
    return None if tone is None else f"layer{tone}"


def _left(lines: Sequence[Line], wide: int) -> list[Line]:
    return [(*line, (" " * (wide - width(line)), None)) for line in lines]


def _centred(line: Line, wide: int) -> Line:
    left = (wide - width(line)) // 2
    return ((" " * left, None), *line, (" " * (wide - width(line) - left), None))


def _unspaced(box: Box) -> Box:
    """A box that starts with a sign, without the space before the sign."""
    gap = width(box.lines[box.baseline]) - width(stripped(box.lines[box.baseline]))
    return Box(tuple(_cut(line, gap) for line in box.lines), box.baseline)


def _cut(line: Line, columns: int) -> Line:
    """The line without its first columns, all of them spaces."""
    spans = list(line)
    while columns and spans:
        text, style = spans[0]
        taken = min(columns, len(text))
        spans[0] = (text[taken:], style)
        columns -= taken
        if not spans[0][0]:
            spans.pop(0)
    return tuple(spans)


def exploded(parts: Sequence[Part]) -> list[Part]:
    """A line that is one sum, as its terms with signs between them."""
    from chainrule.expression.written import Minus, Plus

    if len(parts) != 1 or not isinstance(parts[0][0], Plus):
        return list(parts)
    ((tree, tone),) = parts
    found: list[Part] = []
    for term in tree.args:
        sign, body = ("−", term.args[0]) if found and isinstance(term, Minus) else ("+", term)
        found += [(sign, tone)] if found else []
        bracketed = isinstance(body, Plus) or (isinstance(body, Minus) and len(found) > 0)
        found += [("(", tone), (body, tone), (")", tone)] if bracketed else [(body, tone)]
    return found


def segments(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts cut before every sign outside brackets."""
    segments: list[list[Part]] = [[]]
    depth = 0
    for part, tone in parts:
        if isinstance(part, str):
            depth += (part == "(") - (part in CLOSING)
            if part in SPLITTING and not depth and segments[-1]:
                segments.append([])
        segments[-1].append((part, tone))
    return segments
