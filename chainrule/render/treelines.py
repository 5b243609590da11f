"""A dependency tree as lines of text: branches drawn with characters, the derivatives in a column beside them.

    z
    ├─ u     ∂z/∂u = 2(u + v)    chain rule, power rule
    │  └─ x  ∂u/∂x = y

    Law   no line is wider than the width; the branches are never broken off
    Law   where the column has no room, each derivative stands right behind its letter, or below it

This module knows trees, lines and boxes of characters; it must not know the other blocks, colours or formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from chainrule.render.boxes import Box
from chainrule.render.page import Branch, Maths, Text, Tree
from chainrule.render.spans import Line, broken, filled, trimmed, width

MARGIN, GAP = 4, 4
"""Before the tree, and between its columns."""
ROOM = 22
"""With less room than this for the derivatives they have no column of their own."""
LEAST = 14
"""So much room stays beside the branches; deeper ones are drawn closer, and the outermost left out."""


class Guides(NamedTuple):
    """The characters of a branch: one with more to follow, the last one, past a level, past an ended one; and a repeated letter."""

    fork: str
    last: str
    down: str
    gap: str
    again: str

    def narrowed(self, step: int) -> Guides:
        """The same in fewer columns a level.

        >>> Guides("├─ ", "└─ ", "│  ", "   ", " …").narrowed(2).fork
        '├ '
        """
        fork, last, down, gap = (text[: max(step - 1, 1)] + " " * (step > 1) for text in self[:4])
        return Guides(fork, last, down, gap, self.again)


class Pen(Protocol):
    """What the layout of a page lends: its width, and how mathematics and words become spans."""

    width: int

    def maths(self, content: Maths, style: str | None = None) -> Line: ...  # noqa: D102
    def text(self, text: Text, style: str | None) -> Line: ...  # noqa: D102
    def sign(self, sign: str) -> str: ...  # noqa: D102
    def rights(self, contents: Sequence[Maths], room: int) -> list[list[Box]]: ...  # noqa: D102


def hung(tree: Tree, guides: Guides, pen: Pen) -> list[Line]:
    """The lines of a tree, within the pen's width."""
    opens = [below.depth > branch.depth for branch, below in pairwise(tree.branches)] + [False]
    stems = [_Stem(*parts) for parts in zip(tree.branches, tree.followed, opens, strict=False)]
    hanging = _Hanging(stems, guides, pen)
    root = [trimmed((*_space(MARGIN), *line)) for line in broken(pen.maths(tree.root), pen.width - MARGIN)]
    return root + (hanging.beside() if hanging.start + ROOM <= pen.width else hanging.ragged())


class _Stem(NamedTuple):
    """A branch with what is drawn before it: which levels go on below it, and whether branches hang from it."""

    branch: Branch
    followed: tuple[bool, ...]
    opens: bool

    def head(self, guides: Guides) -> str:
        """The characters before the letter."""
        return self._levels(guides, len(self.followed) - 1) + (guides.fork if self.followed[-1] else guides.last)

    def above(self, guides: Guides) -> str:
        """The characters beside a line above that of the letter."""
        return self._levels(guides, len(self.followed) - 1) + guides.down

    def below(self, guides: Guides) -> str:
        """The characters beside a line below that of the letter."""
        return self._levels(guides, len(self.followed)) + (guides.down if self.opens else guides.gap)

    def _levels(self, guides: Guides, levels: int) -> str:
        return "".join(guides.down if goes_on else guides.gap for goes_on in self.followed[:levels])


class _Hanging:
    """All branches, with the columns they share: ``column`` for the letters, ``edge`` for ∂z/∂u, ``start`` of what it equals."""

    def __init__(self, stems: Sequence[_Stem], guides: Guides, pen: Pen) -> None:
        self.stems, self.guides, self.pen = stems, guides, pen
        self.names = [self._name(stem.branch) for stem in stems]
        self.column = max((3 * stem.branch.depth + width(name) for stem, name in zip(stems, self.names, strict=True)), default=0) + GAP
        self.edge = max((width(pen.maths(stem.branch.edge)) for stem in stems), default=0)
        self.sign: Line = ((pen.sign("="), None),)
        self.start = MARGIN + self.column + self.edge + width(self.sign)

    def _name(self, branch: Branch) -> Line:
        name = self.pen.maths(branch.node)
        return (*name, (self.guides.again, "branch")) if branch.repeated else name

    def beside(self) -> list[Line]:
        """The derivatives in a column of their own."""
        rights = self.pen.rights([stem.branch.partial for stem in self.stems], self.pen.width - self.start)
        wide = [max(box.width for box in right) + GAP for right in rights]
        at = max((place for place in wide if place <= GAP + self.pen.width // 3), default=GAP)
        lines: list[Line] = []
        above = False
        for stem, name, right in zip(self.stems, self.names, rights, strict=True):
            body, base = self._equation(stem.branch, right, at)
            tall = len(right[0].lines) > 1
            if tall and above:
                lines.append(self._line(stem.above(self.guides)))
            above = tall
            for i, line in enumerate(body):
                if i == base:
                    lines.append(self._line(stem.head(self.guides), name, line))
                else:
                    lines.append(self._line(stem.above(self.guides) if i < base else stem.below(self.guides), (), line))
        return lines

    def _line(self, characters: str, name: Line = (), rest: Line = ()) -> Line:
        branch: Line = ((characters, "branch"), *name)
        return trimmed((*_space(MARGIN), *branch, *_space(self.column - width(branch)), *rest))

    def _equation(self, branch: Branch, right: Sequence[Box], at: int) -> tuple[list[Line], int]:
        """∂z/∂u = 2(u + v), with its comment beside or below it; and which of the lines is that of the letter."""
        left, indent, room = self.pen.maths(branch.edge), self.edge + width(self.sign), self.pen.width - self.start
        comment = self.pen.text(branch.comment, "comment")
        if not branch.partial.parts:
            return filled(comment, indent + room, 0, 2, first=(*left, *_space(GAP))), 0
        flat = [line for box in right for line in box.lines]
        base, end = right[0].baseline, len(flat) - len(right[-1].lines) + right[-1].baseline
        if max(map(width, flat)) > room:
            first, *others = broken(self.pen.maths(branch.partial), room - 2)
            flat, base, end = [first, *((*_space(2), *line) for line in others)], 0, len(others)
        place = max(at, width(flat[end]) + 2)
        beside = bool(comment) and place + width(comment) <= room
        lines: list[Line] = []
        for i, line in enumerate(flat):
            head: Line = (*left, *_space(self.edge - width(left)), *self.sign) if i == base else _space(indent)
            lines.append((*head, *line, *_space(place - width(line)), *comment) if beside and i == end else (*head, *line))
        if comment and not beside:
            lines += [(*_space(2), *line) for line in filled(comment, indent + room - 2, 0, 0)]
        return lines, base

    def ragged(self) -> list[Line]:
        """Letter, derivative and comment one behind the other as far as they fit, then below; branches as close as the width asks for."""
        deepest = max((stem.branch.depth for stem in self.stems), default=0)
        most = self.pen.width - MARGIN - LEAST
        step = next((step for step in (3, 2, 1) if step * (deepest + 1) <= most), 1)
        near = self.guides.narrowed(step)
        lines: list[Line] = []
        for stem, name in zip(self.stems, self.names, strict=True):
            for i, line in enumerate(self._within(stem.branch, name, self.pen.width - MARGIN - min(step * (stem.branch.depth + 1), most))):
                characters = stem.below(near) if i else stem.head(near)
                shown = "…" + characters[1 - most :] if len(characters) > most else characters
                lines.append(trimmed((*_space(MARGIN), (shown, "branch"), *line)))
        return lines

    def _within(self, branch: Branch, name: Line, room: int) -> list[Line]:
        """The lines of one branch within a room; all but the first are indented."""
        equation = (*self.pen.maths(branch.edge), *(self.sign if branch.partial.parts else ()), *self.pen.maths(branch.partial))
        lines = [*broken(name, room)]
        for part, cut in ((equation, broken), (self.pen.text(branch.comment, "comment"), _filled)):
            beside = (*lines[-1], *_space(GAP - 1), *part)
            if width(beside) <= room:
                lines[-1] = beside
            else:
                lines += [(*_space(1), *line) for line in cut(part, room - 1)]
        return lines


def _filled(line: Line, room: int) -> list[Line]:
    return filled(line, room, 0, 0)


def _space(columns: int) -> Line:
    return ((" " * max(columns, 0), None),)
