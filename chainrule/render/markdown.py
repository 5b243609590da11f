"""A page as Markdown with LaTeX between dollar signs, as notebooks and web sites read it."""

from __future__ import annotations

import re

from chainrule.render.latex import inline, line
from chainrule.render.page import Block, Definitions, Heading, Maths, Page, Rows, Sentence, Table, Text, Title


def markdown(page: Page) -> str:
    """The page as Markdown."""
    return "\n\n".join(_block(block) for block in page) + "\n"


def _block(block: Block) -> str:
    match block:
        case Title():
            return f"**{_maths(block.problem)}** — {_text(block.task)}"
        case Heading():
            number = f"{block.number}. " if block.number else ""
            aside = "".join(f" &nbsp; {_maths(item)}" for item in block.aside)
            return f"### {number}{_text(block.text)}{aside}"
        case Sentence():
            mark = {"checked": "✓ ", "doubt": "? ", "note": "> "}.get(block.kind, "")
            return mark + _text(block.text)
        case Definitions():
            return " &nbsp; ".join(_maths(item) for item in block.items)
        case Rows():
            body = r" \\ ".join(
                f"{line(row.left)} &= {line(row.right)}" + (rf" && \text{{{_plain(row.comment)}}}" if row.comment else "") for row in block.rows
            )
            return rf"$$\begin{{aligned}} {body} \end{{aligned}}$$"
        case Table():
            rows = [block.heads, tuple(("---",) for _ in block.heads), *block.rows]
            return "\n".join("| " + " | ".join(_text(cell, cell=True) if cell != ("---",) else "---" for cell in row) + " |" for row in rows)


def _maths(content: Maths) -> str:
    return f"${line(content)}$"


def _text(text: Text, cell: bool = False) -> str:
    pieces = [_maths(piece) if isinstance(piece, Maths) else re.sub(r"([\\`*_{}\[\]<>#|$])", r"\\\1", piece) for piece in text]
    joined = "".join(pieces)
    return joined.replace("|", r"\|") if cell and "\\|" not in joined else joined


def _plain(text: Text) -> str:
    return "".join(inline(piece) for piece in text)
