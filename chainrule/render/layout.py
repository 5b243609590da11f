"""A page as lines of text at a width: what the terminal and plain text share.

A line is a tuple of spans (text, style); styles are names (``layer0`` …, ``comment``, ``number``) that
the terminal colours and plain text drops. Law: no line is wider than the width.

This module knows pages and widths; it must not know derivations or colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from chainrule.expression.notation.breaks import wrap
from chainrule.render.page import Block, Definitions, Heading, Maths, Page, Row, Rows, Sentence, Table, Text, Title
from chainrule.render.signs import SIGNS

Span = tuple[str, str | None]
Line = tuple[Span, ...]

INDENT = 4
GAP = "    "
NARROW = 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How mathematics becomes text: the printer of trees, which sign of a row, whether fractions may be stacked."""

    tree: Callable[[Any], str]
    sign: str
    stack: Callable[[Any], tuple[tuple[str, ...], int] | None]
    check: str
    doubt: str
    primes: str


def lines(page: Page, width: int, dialect: Dialect) -> list[Line]:
    """The page as lines no wider than ``width`` (at least 20)."""
    layout = _Layout(max(width, NARROW), dialect)
    for block in page:
        layout.block(block)
    return layout.lines


class _Layout:
    """Lines as they are laid down, block by block."""

    def __init__(self, width: int, dialect: Dialect) -> None:
        self.width = width
        self.dialect = dialect
        self.lines: list[Line] = []

    def block(self, block: Block) -> None:
        """One block, with the empty line it wants before it."""
        match block:
            case Title():
                self.title(block)
            case Heading():
                self.blank()
                self.heading(block)
            case Sentence():
                self.sentence(block)
            case Definitions():
                self.definitions(block)
            case Rows():
                self.rows(block)
            case Table():
                self.table(block)

    def blank(self) -> None:
        """An empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    # Blocks

    def title(self, title: Title) -> None:
        """The problem on the left, the task on the right."""
        problem, task = self.maths(title.problem), self.text(title.task, "task")
        room = self.width - 2 - _width(problem) - _width(task)
        if room >= 4:
            self.lines.append((("  ", None), *problem, (" " * room, None), *task))
        else:
            self.wrapped(problem, 2, 4)
            self.wrapped(task, 2, 4)

    def heading(self, heading: Heading) -> None:
        """The number, the words, and beside them (or below) what belongs to them."""
        number = f"  {heading.number}  " if heading.number else "  "
        head: Line = ((number, "number"), *self.text(heading.text, "heading"))
        aside = [self.maths(item) for item in heading.aside]
        beside = head + tuple(span for item in aside for span in ((GAP, None), *item))
        if _width(beside) <= self.width:
            self.lines.append(beside)
            return
        self.wrapped(head[1:], len(number), len(number), first=(number, "number"))
        self.spread(aside)

    def definitions(self, block: Definitions) -> None:
        """Equations side by side as far as they fit."""
        self.spread([self.maths(item) for item in block.items])

    def spread(self, items: Sequence[Line]) -> None:
        """Pieces of mathematics side by side, on as many lines as they take."""
        line: Line = ()
        for item in items:
            beside = (*line, *(((GAP + "  ", None),) if line else ()), *item)
            if line and INDENT + _width(beside) > self.width:
                self.wrapped(line, INDENT, INDENT + 2)
                line = item
            else:
                line = beside
        if line:
            self.wrapped(line, INDENT, INDENT + 2)

    def sentence(self, block: Sentence) -> None:
        """A sentence, wrapped between words."""
        marks = {"checked": (self.dialect.check + " ", "checked"), "doubt": (self.dialect.doubt + " ", "doubt")}
        mark = marks.get(block.kind)
        if block.kind != "note":
            self.blank()
        spans = self.text(block.text, block.kind)
        self.words((mark, *spans) if mark else spans, 2, 4 if mark else 2)

    def rows(self, block: Rows) -> None:
        """left = right, comment; aligned at the equals sign and at the comments."""
        lefts = [self.maths(row.left) for row in block.rows]
        column = min(max((_width(left) for left in lefts), default=0), self.width // 3)
        rights = [self.right(row) for row in block.rows]
        widest = max((_box_width(right) for right, row in zip(rights, block.rows, strict=True) if row.comment), default=0)
        start = INDENT + column + 3
        tall = max((len(right[0]) for right in rights), default=1) > 2
        for i, (left, right, row) in enumerate(zip(lefts, rights, block.rows, strict=True)):
            if tall and i:
                self.blank()
            self.row(left, right, self.text(row.comment, "comment"), column, start + min(widest, self.width // 2) + len(GAP))

    def right(self, row: Row) -> tuple[list[Line], int]:
        """The right-hand side: a line, or a box of lines where a fraction reads better stacked."""
        boxed = self.boxed(row.right)
        return boxed if boxed else ([self.maths(row.right)], 0)

    def boxed(self, content: Maths) -> tuple[list[Line], int] | None:
        """The parts side by side on their baselines, when one of them wants to be stacked and all fit."""
        boxes: list[tuple[tuple[str, ...], int, str | None]] = []
        tall = False
        for part, tone in content.parts:
            style = None if tone is None else f"layer{tone}"
            box = None if isinstance(part, str) else self.dialect.stack(part)
            tall = tall or box is not None
            text = self.sign(part) if isinstance(part, str) else self.dialect.tree(part)
            boxes.append((box[0], box[1], style) if box else ((text,), 0, style))
        if not tall:
            return None
        above = max(baseline for _, baseline, _ in boxes)
        below = max(len(lines) - baseline for lines, baseline, _ in boxes)
        grid: list[Line] = []
        for i in range(above + below):
            line: list[Span] = []
            for text_lines, baseline, style in boxes:
                j = i - above + baseline
                width = max(cell_len(t) for t in text_lines)
                line.append((text_lines[j].ljust(width) if 0 <= j < len(text_lines) else " " * width, style))
            grid.append(tuple(line))
        return (grid, above) if INDENT + 12 + _width(grid[0]) <= self.width else None

    def row(self, left: Line, right: tuple[list[Line], int], comment: Line, column: int, at: int) -> None:
        """One equation with its comment beside it, or below it where the width is short."""
        box, baseline = right
        pad = column - _width(left)
        head: Line = ((" " * INDENT, None), *left, (" " * max(pad, 0), None), (" = ", None))
        start = _width(head)
        wide = start + _box_width(right)
        if wide > self.width:
            if pad < 0 or start > self.width // 2:
                self.wrapped(left, INDENT, INDENT + 2)
                head, start = ((" " * INDENT, None), ("  = ", None)), INDENT + 4
            self.wrapped(self.flat(box), start, start + 2, first=head)
            self.beneath(comment, start)
            return
        margin = " " * start
        beside = bool(comment) and max(at, wide + 2) + _width(comment) <= self.width
        for i, line in enumerate(box):
            tail: Line = ()
            if i == baseline and beside:
                tail = ((" " * (max(at, wide + 2) - start - _width(line)), None), *comment)
            self.lines.append(_trimmed(((*head, *line) if i == baseline else ((margin, None), *line)) + tail))
        if not beside:
            self.beneath(comment, start)

    def flat(self, box: list[Line]) -> Line:
        """The one line of a right-hand side that is not boxed."""
        return box[0]

    def beneath(self, comment: Line, start: int) -> None:
        """A comment under its equation."""
        if comment:
            self.words(comment, min(start + 2, self.width // 3), min(start + 2, self.width // 3))

    def table(self, block: Table) -> None:
        """Columns as wide as their cells; the last one takes what is left."""
        rows = [[self.text(cell, "heading") for cell in block.heads], *[[self.text(cell, None) for cell in row] for row in block.rows]]
        widths = [max(_width(row[i]) for row in rows) for i in range(len(block.heads))]
        fits = sum(widths) + 2 * len(widths) + 2 <= self.width
        for row in rows:
            if fits:
                line: list[Span] = [("  ", None)]
                for cell, width in zip(row, widths, strict=True):
                    line += [*cell, (" " * (width - _width(cell) + 2), None)]
                self.lines.append(_trimmed(tuple(line)))
            else:
                for i, cell in enumerate(row):
                    self.words(cell, 2 if i == 0 else 6, 6)

    # Lines

    def maths(self, content: Maths) -> Line:
        """Mathematics as spans, each in the style of its layer."""
        return tuple(
            (self.sign(part) if isinstance(part, str) else self.dialect.tree(part), None if tone is None else f"layer{tone}")
            for part, tone in content.parts
        )

    def sign(self, sign: str) -> str:
        """A sign with the space around it."""
        return str(getattr(SIGNS[sign], self.dialect.sign)) if sign in SIGNS else sign

    def text(self, text: Text, style: str | None) -> Line:
        """Words and mathematics as spans."""
        spans: list[Span] = []
        for piece in text:
            spans.extend(self.maths(piece) if isinstance(piece, Maths) else [(piece, style)])
        return tuple(spans)

    def wrapped(self, spans: Line, indent: int, hanging: int, first: Line | Span = ()) -> None:
        """Mathematics broken where mathematics may be broken; ``first`` stands before the first line."""
        start: Line = () if not first else (first,) if isinstance(first[0], str) else first  # type: ignore[assignment]
        text = "".join(part for part, _ in spans)
        room = self.width - hanging
        broken = wrap(text, max(room, 8), 0)
        for i, line in enumerate(_restyled(broken, spans)):
            margin = start if i == 0 and start else ((" " * (indent if i == 0 else hanging), None),)
            self.lines.append(_trimmed((*margin, *line)))

    def words(self, spans: Line, indent: int, hanging: int) -> None:
        """A sentence broken between words (Chinese: between characters)."""
        line: list[Span] = [(" " * indent, None)]
        used = indent
        for word, style in _words(spans):
            if used + cell_len(word.rstrip()) > self.width and used > hanging:
                self.lines.append(_trimmed(tuple(line)))
                line, used = [(" " * hanging, None)], hanging
                word = word.lstrip()
            for piece in _chopped(word, self.width - hanging):
                if used + cell_len(piece.rstrip()) > self.width:
                    self.lines.append(_trimmed(tuple(line)))
                    line, used = [(" " * hanging, None)], hanging
                line.append((piece, style))
                used += cell_len(piece)
        self.lines.append(_trimmed(tuple(line)))


def _words(spans: Iterable[Span]) -> Iterable[Span]:
    """Pieces that must not be broken, each with the space after it."""
    for text, style in spans:
        word = ""
        for letter in text:
            if cell_len(letter) == 2 and letter not in "，。；：、）！？」":
                if word:
                    yield word, style
                word = letter
            else:
                word += letter
                if letter == " ":
                    yield word, style
                    word = ""
        if word:
            yield word, style


def _chopped(word: str, width: int) -> Iterable[str]:
    """A word in pieces no wider than the width."""
    piece = ""
    for letter in word:
        if cell_len(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _restyled(broken: Iterable[str], spans: Line) -> Iterable[Line]:
    """Lines of a broken text with the styles of the spans they came from; only spaces were dropped or added."""
    source = [(letter, style) for text, style in spans for letter in text if letter != " "]
    at = 0
    for text in broken:
        line: list[Span] = []
        for letter in text:
            style = None if letter == " " else source[at][1]
            at += letter != " "
            if line and line[-1][1] == style:
                line[-1] = (line[-1][0] + letter, style)
            else:
                line.append((letter, style))
        yield tuple(line)


def _width(line: Line) -> int:
    return sum(cell_len(text) for text, _ in line)


def _box_width(box: tuple[list[Line], int]) -> int:
    return max(_width(line) for line in box[0])


def _trimmed(line: Line) -> Line:
    """The line without spaces at its end."""
    spans = list(line)
    while spans and not spans[-1][0].rstrip(" "):
        spans.pop()
    if spans:
        spans[-1] = (spans[-1][0].rstrip(" "), spans[-1][1])
    return tuple(spans)
