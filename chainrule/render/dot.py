"""A drawing as Graphviz DOT: the same boxes and arrows, for those who want to lay them out themselves.

    chainrule graph "z = (u+v)^2; u = xy; v = x+y" --format dot | dot -Tpdf

    Law   Graphviz reads it; everything that came from outside is escaped

This module knows drawings and DOT; it must not know where anything stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from chainrule.expression.notation.runs import Runs
from chainrule.render.page import Drawing
from chainrule.render.spans import printable
from chainrule.render.svg import Line, boxed, on_arrow, spoken

SERIF, SANS = "Latin Modern Roman,Times,serif", "Helvetica,sans-serif"
FILLS = {"input": "#eef3fb", "inner": "#ffffff", "output": "#fdf3e3"}
COLOURS = {"value": "#1f6f3a", "gradient": "#b3261e"}
TAGS = {"^": "SUP", "_": "SUB", "i": "I"}
HEAD = f"""  graph [rankdir=LR, ranksep=0.4, nodesep=0.25]
  node [shape=box, style="rounded,filled", color="#9a9aa4", fontname="{SERIF}", fontsize=15, margin="0.14,0.08"]
  edge [color="#9a9aa4", fontname="{SERIF}", fontsize=13, arrowsize=0.7]
"""


def dot(drawing: Drawing) -> str:
    """The drawing as a file for Graphviz.

    >>> from sympy.abc import x, y
    >>> from chainrule.render.page import Arrow, Node, maths
    >>> print(dot(Drawing((Node("x", maths(x)), Node("y", maths(y))), (Arrow("x", "y"),), ("A graph",), (), ("value", "gradient"))))
    digraph "A graph" {
      graph [rankdir=LR, ranksep=0.4, nodesep=0.25]
      node [shape=box, style="rounded,filled", color="#9a9aa4", fontname="Latin Modern Roman,Times,serif", fontsize=15, margin="0.14,0.08"]
      edge [color="#9a9aa4", fontname="Latin Modern Roman,Times,serif", fontsize=13, arrowsize=0.7]
      "x" [label=<<I>x</I>>, fillcolor="#ffffff"]
      "y" [label=<<I>y</I>>, fillcolor="#ffffff"]
      "x" -> "y"
    }
    <BLANKLINE>
    """
    lines = [f"digraph {_quoted(spoken(drawing.title))} {{\n{HEAD}".rstrip("\n")]
    for node in drawing.nodes:
        thick = ", penwidth=2" if node.kind == "output" else ""
        lines.append(f'  {_quoted(node.id)} [label={_label(boxed(node, drawing.legend))}, fillcolor="{FILLS[node.kind]}"{thick}]')
    for arrow in drawing.arrows:
        text = on_arrow(arrow)
        label = f" [label={_label(text)}]" if text else ""
        lines.append(f"  {_quoted(arrow.source)} -> {_quoted(arrow.target)}{label}")
    return "\n".join([*lines, "}", ""])


def _label(lines: Sequence[Line]) -> str:
    return f"<{'<BR/>'.join(map(_line, lines))}>"


def _line(line: Line) -> str:
    text = _marked(line.runs)
    if not line.word:
        return text
    return f'<FONT COLOR="{COLOURS[line.name]}" POINT-SIZE="11"><FONT FACE="{SANS}">{_escaped(line.word)}</FONT> {text}</FONT>'


def _marked(parts: Runs) -> str:
    """Runs with their slant and their levels as elements; a tone has no colour here."""
    found = []
    for text, style in parts:
        marks = style.partition(" ")[0]
        body = _escaped(text)
        for mark in reversed(marks):
            body = f"<{TAGS[mark]}>{body}</{TAGS[mark]}>"
        found.append(body)
    return "".join(found)


def _escaped(text: str) -> str:
    return escape(printable(text))


def _quoted(text: str) -> str:
    return '"' + printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
