"""A drawing as SVG: boxes with formula, value and gradient, arrows with the local derivative on them.

    svg(drawing)         a whole file, with its own paper        fragment(drawing)    an element for a page

Text is text, dark and light follow the reader, numbers have a word and not only a colour. The arrows lead to the right, or
upwards where that fits a page better.

    Law   everything that came from outside is escaped; no scripts, nothing is loaded from elsewhere

This module knows drawings and colours; where things stand is decided in ``drawing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from chainrule.expression.notation.runs import Runs, extent, joined, runs, scale
from chainrule.render.drawing import Box, Plan, Point, Size, plan
from chainrule.render.page import Arrow, Drawing, Maths, Node, Text
from chainrule.render.signs import SIGNS
from chainrule.render.spans import broken, printable

PAGE = 1080.0
"""Up to this width a picture may be made smaller to fit a page; wider ones have their arrows upwards where that is less wide."""
LEGIBLE = 0.62
"""In a page a picture is not made smaller than this; it is moved sideways then."""
FORMULA, LABEL, NUMBER = 17.0, 14.5, 13.0
"""The height of the font in a box, on an arrow, of numbers."""
LEADING = 1.34
"""From one line to the next, to the height of the font."""
PADDING = Size(11.0, 6.0)
ROOM = 26
"""A formula with more characters than this goes on in the next line."""
HEAD = Size(9.0, 3.6)
"""An arrow's head."""
ROUND = 14.0
"""The corners of the inputs; those of other boxes are half as round."""
RISE, FALL = 0.36, 0.2
"""How far an exponent is raised and an index lowered, to the height of the font."""
LAYERS = 6

STYLE = """
.chainrule-drawing{--ink:#1c1c1e;--soft:#6a6a72;--paper:#fff;--box:#fff;--input:#eef3fb;--output:#fdf3e3;--edge:#9a9aa4;
--value:#1f6f3a;--gradient:#b3261e;--l0:#0f7b8a;--l1:#9c2c8c;--l2:#2e7d32;--l3:#b26a00;--l4:#2f55c4;--l5:#b3261e;
font-family:"STIX Two Text","Latin Modern Roman","Latin Modern Math",Cambria,"Times New Roman","Noto Serif CJK SC",serif}
@media (prefers-color-scheme:dark){.chainrule-drawing{--ink:#ececf0;--soft:#a8a8b2;--paper:#141416;--box:#202024;--input:#1d2736;
--output:#352b1a;--edge:#80808c;--value:#8fd694;--gradient:#ff9d95;--l0:#5fd0df;--l1:#e79be0;--l2:#8fd694;--l3:#f2b860;
--l4:#9db4ff;--l5:#ff9d95}}
.chainrule-drawing text{fill:var(--ink);text-anchor:middle;white-space:pre}
.chainrule-drawing .box{fill:var(--box);stroke:var(--edge);stroke-width:1.2}
.chainrule-drawing .input .box{fill:var(--input)}.chainrule-drawing .output .box{fill:var(--output);stroke-width:2}
.chainrule-drawing .way{fill:none;stroke:var(--edge);stroke-width:1.4}.chainrule-drawing .head{fill:var(--edge)}
.chainrule-drawing .label text{stroke:var(--halo,Canvas);stroke-width:4;stroke-linejoin:round;paint-order:stroke}
.chainrule-drawing .word{font-family:system-ui,"Noto Sans CJK SC",sans-serif;font-size:.84em}
.chainrule-drawing .i{font-style:italic}
.chainrule-drawing .value,.chainrule-drawing .value tspan{fill:var(--value)}
.chainrule-drawing .gradient,.chainrule-drawing .gradient tspan{fill:var(--gradient)}
""" + "".join(f".chainrule-drawing tspan.l{i}{{fill:var(--l{i})}}" for i in range(LAYERS))
STANDALONE = ".chainrule-drawing{color-scheme:light dark;--halo:var(--paper)}.chainrule-drawing .paper{fill:var(--paper)}"


class Line(NamedTuple):
    """A line of text: runs, the height of the font, the class, and a word before it."""

    runs: Runs
    height: float
    name: str = ""
    word: str = ""

    @property
    def width(self) -> float:
        """How wide it is at the most."""
        return (extent(self.runs) + (extent(((self.word + "  ", ""),)) if self.word else 0.0)) * self.height


def svg(drawing: Drawing) -> str:
    """The drawing as a file of its own."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _element(drawing, standalone=True) + "\n"


def fragment(drawing: Drawing) -> str:
    """The drawing as one element inside a page."""
    return _element(drawing, standalone=False)


def _element(drawing: Drawing, standalone: bool) -> str:
    figure = _Figure(drawing)
    width, height = (round(side, 1) for side in figure.plan.size)
    style = STYLE + (STANDALONE if standalone else "")
    size = f'width="{width}" height="{height}"'
    least = "" if standalone else f' style="min-width:{LEGIBLE * width:.0f}px"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chainrule-drawing" role="img" {size} viewBox="0 0 {width} {height}"{least}>'
    title, caption = _escaped(spoken(drawing.title)), _escaped(" ".join(map(spoken, drawing.caption)))
    paper = f'<rect class="paper" {size}/>' if standalone else ""
    return f"{head}<title>{title}</title><desc>{caption}</desc><style>{style}</style>{paper}\n{figure.drawn()}\n</svg>"


class _Figure:
    """A drawing with its lines of text and its plan."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.lines = [boxed(node, drawing.legend) for node in drawing.nodes]
        self.labels = [on_arrow(arrow) for arrow in drawing.arrows]
        number = {node.id: i for i, node in enumerate(drawing.nodes)}
        sizes = [_size(lines, PADDING) for lines in self.lines]
        links = [
            (number[arrow.source], number[arrow.target], _size(lines, Size(3.0, 1.0)) if lines else None)
            for arrow, lines in zip(drawing.arrows, self.labels, strict=True)
        ]
        self.plan = _best(sizes, links)

    def drawn(self) -> str:
        """The arrows, what stands on them, the boxes."""
        boxes, labels = self.plan.boxes, self.plan.labels
        arrows = [_arrow(way, label, self.plan.upright) for way, label in zip(self.plan.ways, labels, strict=True)]
        named = [_group("label", _written(lines, box)) for lines, box in zip(self.labels, labels, strict=True) if box]
        nodes = [self._node(*each) for each in zip(self.drawing.nodes, self.lines, boxes, strict=True)]
        return "\n".join([*arrows, *named, *nodes])

    def _node(self, node: Node, lines: Sequence[Line], box: Box) -> str:
        left, top, width, height = (round(number, 1) for number in box)
        tone = "" if node.tone is None else f' style="stroke:var(--l{node.tone % LAYERS})"'
        corner = ROUND if node.kind == "input" else ROUND / 2
        frame = f'<rect class="box" x="{left}" y="{top}" width="{width}" height="{height}" rx="{corner}"{tone}/>'
        return _group(node.kind, frame + _written(lines, box))


def _best(sizes: Sequence[Size], links: Sequence[tuple[int, int, Size | None]]) -> Plan:
    """Arrows to the right; upwards where that would be too wide for a page and upwards is less wide."""
    level = plan(sizes, links)
    if level.size.width <= PAGE:
        return level
    upright = plan(sizes, links, upright=True)
    return min((level, upright), key=lambda found: found.size.width)


def boxed(node: Node, legend: tuple[str, str]) -> list[Line]:
    """What stands in a box."""
    first, *others = node.lines or (Maths(()),)
    found = _wrapped(Maths((*node.head.parts, *first.parts)))
    for line in others:
        found += _wrapped(line)
    for content, name, word in zip((node.value, node.gradient), ("value", "gradient"), legend, strict=True):
        if content.parts:
            found.append(Line(_runs(content), NUMBER, name, word))
    return found


def on_arrow(arrow: Arrow) -> list[Line]:
    """What stands on an arrow."""
    return [Line(_runs(content), height) for content, height in ((arrow.label, LABEL), (arrow.number, NUMBER)) if content.parts]


def _wrapped(content: Maths) -> list[Line]:
    return [Line(tuple((text, style or "") for text, style in line), FORMULA) for line in broken(_runs(content), ROOM)]


def _runs(content: Maths) -> Runs:
    """Mathematics as runs; a tone is the last word of a style."""
    found = []
    for part, tone in content.parts:
        mark = "" if tone is None else f" l{tone % LAYERS}"
        sign = SIGNS[part].unicode if isinstance(part, str) and part in SIGNS else part
        found += [(text, style + mark) for text, style in (((sign, ""),) if isinstance(sign, str) else runs(sign))]
    return joined(found)


def _size(lines: Iterable[Line], padding: Size) -> Size:
    return Size(max(line.width for line in lines) + 2 * padding.width, sum(line.height for line in lines) * LEADING + 2 * padding.height)


def _group(name: str, inside: str) -> str:
    return f'<g class="{name}">{inside}</g>'


def _written(lines: Sequence[Line], box: Box) -> str:
    """Lines of text in the middle of a box."""
    middle = box.middle
    top = middle.y - sum(line.height for line in lines) * LEADING / 2
    found = []
    for line in lines:
        base = top + line.height * (LEADING / 2 + 0.33)
        name = f' class="{line.name}"' if line.name else ""
        word = f'<tspan class="word">{_escaped(line.word)}</tspan>  ' if line.word else ""
        found.append(f'<text x="{middle.x:.1f}" y="{base:.1f}" font-size="{line.height}"{name}>{word}{_spans(line)}</text>')
        top += line.height * LEADING
    return "".join(found)


def _spans(line: Line) -> str:
    """The runs as text, raised and lowered ones moved and small."""
    found, at = [], 0.0
    for text, style in line.runs:
        marks, _, tone = style.partition(" ")
        level = _rise(marks) * line.height
        names = " ".join(name for name in ("i" if marks.startswith("i") else "", tone) if name)
        attributes = f' class="{names}"' if names else ""
        if level != at:
            attributes += f' dy="{at - level:.2f}"'
        if scale(marks) != 1.0:
            attributes += f' font-size="{line.height * scale(marks):.2f}"'
        at = level
        found.append(f"<tspan{attributes}>{_escaped(text)}</tspan>" if attributes else _escaped(text))
    return "".join(found)


def _rise(marks: str) -> float:
    """How far up a run stands, to the height of the font of its line."""
    total, size = 0.0, 1.0
    for mark in marks.lstrip("i"):
        total += RISE * size if mark == "^" else -FALL * size
        size *= scale(mark)
    return total


def _arrow(way: Sequence[Point], label: Box | None, upright: bool) -> str:
    """A line that makes room for its label, and its head."""
    start, tip = way[0], way[-1]
    first = Point(start.x, start.y + ROUND) if upright else Point(start.x - ROUND, start.y)  # under the round corner of its box
    last = Point(tip.x, tip.y + HEAD.width / 2) if upright else Point(tip.x - HEAD.width / 2, tip.y)
    points = [first, *way[1:-1], last]
    steps = [f"M{_at(points[0])}"]
    for i, (one, other) in enumerate(pairwise(points)):
        if i % 2:
            steps.append(_bend(one, other, upright))
        elif label and _passes(one, other, label):
            enter, leave = _through(label, upright)
            steps.append(f"L{_at(enter)}M{_at(leave)}L{_at(other)}")
        else:
            steps.append(f"L{_at(other)}")
    long, wide = HEAD
    corners = [Point(tip.x - side, tip.y + long) if upright else Point(tip.x - long, tip.y - side) for side in (wide, -wide)]
    head = " ".join(_at(point) for point in (tip, *corners))
    return f'<path class="way" d="{"".join(steps)}"/><polygon class="head" points="{head}"/>'


def _bend(one: Point, other: Point, upright: bool) -> str:
    if upright:
        middle = (one.y + other.y) / 2
        return f"C{_at(Point(one.x, middle))} {_at(Point(other.x, middle))} {_at(other)}"
    middle = (one.x + other.x) / 2
    return f"C{_at(Point(middle, one.y))} {_at(Point(middle, other.y))} {_at(other)}"


def _passes(one: Point, other: Point, label: Box) -> bool:
    between = (min(a, b) - 0.01 <= at <= max(a, b) + 0.01 for a, b, at in zip(one, other, label.middle, strict=True))
    return all(between)


def _through(label: Box, upright: bool) -> tuple[Point, Point]:
    """Where a line ends before its label and goes on behind it."""
    middle = label.middle
    if upright:
        return Point(middle.x, label.top + label.height), Point(middle.x, label.top)
    return Point(label.left, middle.y), Point(label.left + label.width, middle.y)


def _at(point: Point) -> str:
    return f"{point.x:.1f},{point.y:.1f}"


def spoken(text: Text) -> str:
    """Words and mathematics as characters."""
    return "".join(piece if isinstance(piece, str) else "".join(run for run, _ in _runs(piece)) for piece in text)


def _escaped(text: str) -> str:
    return escape(printable(text))
