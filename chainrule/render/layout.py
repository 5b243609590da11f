"""A page as lines of text at a width: what the terminal and plain text share.

A line is a tuple of spans (text, style); styles are names (``layer0`` …, ``comment``, ``number``) that
the terminal colours and plain text drops. Law: no line is wider than the width.

This module knows pages and widths; it must not know derivations or colours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, NamedTuple

from chainrule.render.boxes import Box, Printers, built, flat, fractions, wanted
from chainrule.render.page import Block, Definitions, Drawing, Heading, Maths, Page, Room, Row, Rows, Sentence, Table, Text, Title, Tree
from chainrule.render.signs import SIGNS
from chainrule.render.spans import Line, Span, broken, filled, held, printable, released, stripped, trimmed, width
from chainrule.render.treelines import Guides, hung

INDENT = 4
GAP = "    "
NARROW = 20
SHADES = 4


class Dialect(NamedTuple):
    """How mathematics becomes text: a tree on one line, which sign of a row, a tree stacked, which trees want that, words.

    ``guides`` are the branches of a dependency tree.
    """

    tree: Callable[[Any], str]
    sign: str
    check: str
    doubt: str
    guides: Guides
    wrong: str
    stacked: Callable[[Any], tuple[Sequence[str], int]] | None = None
    hard: Callable[[Any], bool] = lambda tree: False
    words: Callable[[str], str] = str


def lines(page: Page, width: int, dialect: Dialect) -> list[Line]:
    """The page as lines no wider than ``width`` (at least 20)."""
    layout = _Layout(max(width, NARROW), dialect)
    for block in page:
        layout.block(block)
    return [trimmed(released(line)) for line in layout.lines]


class _Layout:
    """Lines as they are laid down, block by block."""

    def __init__(self, width: int, dialect: Dialect) -> None:
        self.width = width
        self.dialect = dialect
        self.lines: list[Line] = []
        self.previous: Block | None = None
        self.trees = False

    def block(self, block: Block) -> None:
        """One block, with the empty line it wants before it."""
        self.write(block)
        self.previous = block

    def write(self, block: Block) -> None:
        """The lines of one block."""
        match block:
            case Title():
                self.blank()
                self.title(block)
            case Heading():
                self.blank()
                self.heading(block)
            case Sentence():
                self.sentence(block)
            case Definitions():
                self.apart()
                self.definitions(block)
            case Rows():
                if block.apart and isinstance(self.previous, Rows):
                    self.blank()
                self.apart()
                self.rows(block)
            case Table():
                self.apart()
                self.table(block)
            case Tree():
                self.apart()
                self.lines += hung(block, self.dialect.guides, self)
                self.trees = True
            case Room():
                self.lines += [()] * block.lines
            case Drawing() if not self.trees:
                from chainrule.render.listing import listing  # knows trees, and so SymPy

                self.blank()
                self.table(listing(block))

    def blank(self) -> None:
        """An empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def apart(self) -> None:
        """An empty line after the problem, a sentence, the head of a chapter, or a list of paths."""
        match self.previous:
            case Title() | Sentence() | Heading(chapter=True) | Rows(rows=(Row(relation=":"), *_)):
                self.blank()

    # Blocks

    def title(self, title: Title) -> None:
        """The problem on the left, the task on the right."""
        problem, task = self.maths(title.problem, "title"), self.text(title.task, "task")
        room = self.width - 2 - width(problem) - width(task)
        if room >= 4:
            self.lines.append((("  ", None), *problem, (" " * room, None), *task))
        else:
            self.wrapped(problem, 2, 4)
            self.wrapped(task, 2, 4)

    def heading(self, heading: Heading) -> None:
        """The number, the words, and beside them (or below) what belongs to them."""
        number = f"  {heading.number}  " if heading.number else "  "
        head: Line = ((number, "number"), *self.text(heading.text, "chapter" if heading.chapter else "heading"))
        aside = [self.maths(item) for item in heading.aside]
        beside = head + tuple(span for item in aside for span in ((GAP, None), *item))
        if width(beside) <= self.width:
            self.lines.append(beside)
            return
        self.lines += filled(head[1:], self.width, len(number), len(number), first=((number, "number"),))
        self.spread(aside)

    def definitions(self, block: Definitions) -> None:
        """Equations side by side as far as they fit."""
        self.spread([self.maths(item) for item in block.items])

    def spread(self, items: Sequence[Line]) -> None:
        """Pieces of mathematics side by side, on as many lines as they take."""
        line: Line = ()
        for item in items:
            beside = (*line, *(((GAP + "  ", None),) if line else ()), *item)
            if line and INDENT + width(beside) > self.width:
                self.wrapped(line, INDENT, INDENT + 2)
                line = item
            else:
                line = beside
        if line:
            self.wrapped(line, INDENT, INDENT + 2)

    def sentence(self, block: Sentence) -> None:
        """A sentence, wrapped between words."""
        signs = {"checked": self.dialect.check, "wrong": self.dialect.wrong, "doubt": self.dialect.doubt}
        mark = (signs[block.kind] + " ", block.kind) if block.kind in signs else None
        if block.kind not in ("note", "why", "told"):
            self.blank()
        indent = INDENT if block.kind in ("why", "told") else 2
        spans = self.text(block.text, block.kind)
        self.lines += filled((mark, *spans) if mark else spans, self.width, indent, indent + 2 if mark else indent)

    def rows(self, block: Rows) -> None:
        """left = right, comment; aligned at the equals sign and at the comments."""
        lefts = [self.maths(row.left) for row in block.rows]
        column = min(max((width(left) for left in lefts), default=0), self.width // 3)
        start = INDENT + column + 3
        rights = self.rights([row.right for row in block.rows], self.width - start)
        beside = [start + _widest(right) + len(GAP) for right, row in zip(rights, block.rows, strict=True) if row.comment]
        fitting = [at for at in beside if at <= start + len(GAP) + self.width // 2]
        above = False
        for left, right, row in zip(lefts, rights, block.rows, strict=True):
            tall = any(len(box.lines) > 1 for box in right)
            if tall or above:
                self.blank()
            self.row(row, left, right, column, max(fitting, default=0))
            above = tall

    def rights(self, contents: Sequence[Maths], room: int) -> list[list[Box]]:
        """Right-hand sides: lines, or boxes of lines when fractions of one of them read better stacked."""
        flats = [[flat(self.maths(content))] for content in contents]
        if self.dialect.stacked is None:
            return flats
        printers = Printers(self.dialect.tree, self.sign, self.dialect.stacked, self.dialect.hard)
        if not any(wanted(content, printers) for content in contents):
            return flats
        return [
            (built(content, room, printers) if fractions(content) else None) or line for content, line in zip(contents, flats, strict=True)
        ]

    def row(self, row: Row, left: Line, right: list[Box], column: int, at: int) -> None:
        """One equation with its comment beside it, or below it where the width is short."""
        comment = self.text(row.comment, "comment")
        pad = column - width(left)
        head: Line = ((" " * INDENT, None), *left, (" " * max(pad, 0), None), (self.sign(row.relation), None))
        start = width(head)
        if start + _widest(right) > self.width:
            if pad < 0 or start > self.width // 2:
                self.wrapped(left, INDENT, INDENT + 2)
                head, start = ((" " * INDENT, None), (" " + self.sign(row.relation), None)), INDENT + 4
            self.wrapped(self.maths(row.right), start, start + 2, first=head)
            self.beneath(comment, start)
            return
        margin: Line = ((" " * start, None),)
        wide = start + right[-1].width
        beside = bool(comment) and max(at, wide + 2) + width(comment) <= self.width
        for n, box in enumerate(right):
            for i, line in enumerate(box.lines):
                tail: Line = ()
                if i == box.baseline and beside and n == len(right) - 1:
                    tail = ((" " * (max(at, wide + 2) - start - width(line)), None), *comment)
                self.lines.append(trimmed((*(head if i == box.baseline and not n else margin), *line, *tail)))
        if not beside:
            self.beneath(comment, start)

    def beneath(self, comment: Line, start: int) -> None:
        """A comment under its equation."""
        if comment:
            indent = min(start + 2, self.width // 3)
            self.lines += filled(comment, self.width, indent, indent)

    def table(self, block: Table) -> None:
        """Columns as wide as their cells; where they do not fit, the last one wraps, or each row is a paragraph."""
        heads = [[self.text(cell, "heading") for cell in block.heads]] if block.heads else []
        rows = [*heads, *[[self.text(cell, None) for cell in row] for row in block.rows]]
        shades = [()] * len(heads) + list(block.shades or [()] * len(block.rows))
        columns = {i: max(width(row[i]) for row in rows) for i in range(len(rows[0]))}
        for i in reversed(block.spare):
            if sum(columns.values()) + 2 * len(columns) > self.width:
                del columns[i]
        before = sum(list(columns.values())[:-1]) + 2 * len(columns)
        fits = before + columns[max(columns)] <= self.width
        for row, shade in zip(rows, shades, strict=True):
            line = [span for i in columns for span in _cell(row[i], columns[i], i in block.numbers, shade[i] if shade else 0)]
            if fits:
                self.lines.append(trimmed(tuple(line)))
            elif block.wrapped and self.width - before >= NARROW:
                last = max(columns)
                self.lines += filled(row[last], self.width, before, before, first=tuple(line[: -len(row[last]) - 1]))
            elif not block.heads:
                cells = [held(stripped(cell), self.width - 6) for cell in row if cell]
                self.lines += filled(tuple(span for cell in cells for span in (*cell, ("  ", None))), self.width, 2, 6)
            else:
                for i, cell in ((i, cell) for i, cell in enumerate(row) if width(cell)):
                    self.lines += filled(cell, self.width, 2 if i == 0 else 6, 6)

    # Lines

    def maths(self, content: Maths, style: str | None = None) -> Line:
        """Mathematics as spans, each in the style of its layer."""
        return tuple(
            (self.sign(part) if isinstance(part, str) else printable(self.dialect.tree(part)), style if tone is None else f"layer{tone}")
            for part, tone in content.parts
        )

    def sign(self, sign: str) -> str:
        """A sign with the space around it."""
        return str(getattr(SIGNS[sign], self.dialect.sign)) if sign in SIGNS else printable(sign)

    def text(self, text: Text, style: str | None) -> Line:
        """Words and mathematics as spans."""
        spans: list[Span] = []
        inner = style if style == "comment" else None
        for piece in text:
            spans.extend(
                held(self.maths(piece, inner), self.width - 8)
                if isinstance(piece, Maths)
                else [(self.dialect.words(printable(piece)), style)]
            )
        return tuple(spans)

    def wrapped(self, spans: Line, indent: int, hanging: int, first: Line = ()) -> None:
        """Mathematics broken where mathematics may be broken; ``first`` stands before the first line."""
        start = first or ((" " * indent, None),)
        if width(start) + width(spans) <= self.width:
            self.lines.append(trimmed((*start, *spans)))
            return
        for i, line in enumerate(broken(spans, max(self.width - hanging, 8))):
            margin = start if i == 0 else ((" " * hanging, None),)
            self.lines.append(trimmed((*margin, *line)))


def _cell(cell: Line, column: int, number: bool, shade: float) -> Line:
    """A cell as wide as its column, two spaces before it."""
    pad: Span = (" " * (column - width(cell)), None)
    return ("  ", None), *shaded((pad, *cell) if number else (*cell, pad), shade)


def shaded(cell: Line, shade: float) -> Line:
    """A cell in one of ``SHADES`` styles, ``shade1`` the weakest."""
    step = min(ceil(shade * SHADES), SHADES)
    return tuple((text, f"shade{step}") for text, _ in cell) if step else cell


def _widest(boxes: list[Box]) -> int:
    return max(box.width for box in boxes)
