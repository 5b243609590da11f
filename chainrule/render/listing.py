"""A drawing where nothing can be drawn: a line a box, what it is, what it uses, its numbers.

    z = (u + v)²    ← u, v    value 25    gradient 1

This module knows drawings and tables; it must not know formats.
"""

from __future__ import annotations

from chainrule.render.lines import listed
from chainrule.render.page import Drawing, Maths, Table, Text, joined, maths


def listing(drawing: Drawing) -> Table:
    """The boxes of a drawing as a table without heads; a column that would be empty is left out."""
    heads = {node.id: node.head for node in drawing.nodes}
    uses = {node.id: listed([heads[arrow.source] for arrow in drawing.arrows if arrow.target == node.id]) for node in drawing.nodes}
    value, gradient = drawing.legend
    columns: list[list[Text]] = [
        [(joined(node.head, *node.lines),) for node in drawing.nodes],
        [(joined(maths("←"), uses[node.id]),) if uses[node.id].parts else () for node in drawing.nodes],
        [_number(value, node.value) for node in drawing.nodes],
        [_number(gradient, node.gradient) for node in drawing.nodes],
    ]
    return Table((), tuple(zip(*[column for column in columns if any(column)], strict=True)))


def _number(word: str, number: Maths) -> Text:
    return (f"{word} ", number) if number.parts else ()
