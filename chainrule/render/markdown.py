"""A page as Markdown with LaTeX between dollar signs, as notebooks and web sites read it."""

from __future__ import annotations

import re

from chainrule.render.latex import inline, line
from chainrule.render.page import (
    Block,
    Branch,
    Definitions,
    Drawing,
    Heading,
    Maths,
    Page,
    Room,
    Row,
    Rows,
    Sentence,
    Table,
    Text,
    Title,
    Tree,
)
from chainrule.render.signs import SIGNS

MARKS = {"checked": "✓ ", "wrong": "✗ ", "doubt": "? ", "note": "> "}


def markdown(page: Page) -> str:
    """The page as Markdown."""
    return "\n\n".join(_block(block) for block in page if not isinstance(block, Drawing)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Title():
            return f"## {_maths(block.problem)}\n\n{_text(block.task)}"
        case Heading():
            level = "###" if block.chapter else "####"
            number = rf"{block.number}\. " if block.number else ""
            aside = "".join(f" &emsp; {_maths(item)}" for item in block.aside)
            return f"{level} {number}{_text(block.text)}{aside}"
        case Sentence(kind="why"):
            return f"*{_text(block.text)}*"
        case Sentence():
            return MARKS.get(block.kind, "") + _text(block.text)
        case Definitions():
            return " &emsp; ".join(_maths(item) for item in block.items)
        case Rows():
            return "$$\n\\begin{aligned}\n" + " \\\\\n".join(map(_row, block.rows)) + "\n\\end{aligned}\n$$"
        case Table():
            head, *body = (" | ".join(_cell(cell) for cell in row) for row in (block.heads, *block.rows))
            rule = " | ".join("---:" if i in block.numbers else "---" for i in range(len(block.heads)))
            return "\n".join(f"| {row} |" for row in (head, rule, *body))
        case Tree():
            return "\n".join((f"- {_maths(block.root)}", *map(_branch, block.branches)))
        case Room():
            return "---" if block.page else "\n\n".join(["<br>"] * block.lines)
        case Drawing():  # no text can draw it
            return ""


def _branch(branch: Branch) -> str:
    """A bullet below that of the letter it hangs from."""
    relation = SIGNS["="].latex if branch.partial.parts else ""
    derivative = f"${line(branch.edge)}{relation}{line(branch.partial)}$"
    comment = f" &emsp; {_text(branch.comment)}" if branch.comment else ""
    return f"{'  ' * branch.depth}- {_maths(branch.node)}{' …' if branch.repeated else ''} &emsp; {derivative}{comment}"


def _row(row: Row) -> str:
    comment = rf" && \text{{{''.join(inline(piece) for piece in row.comment)}}}" if row.comment else ""
    return f"{line(row.left)} &{SIGNS[row.relation].latex.rstrip()} {line(row.right)}{comment}"


def _maths(content: Maths) -> str:
    return f"${line(content)}$"


def _text(text: Text) -> str:
    return "".join(_maths(piece) if isinstance(piece, Maths) else re.sub(r"([\\`*_{}\[\]<>#|$])", r"\\\1", piece) for piece in text)


def _cell(text: Text) -> str:
    """A text in a table, where a bare | would end the cell."""
    return "".join(_maths(piece).replace("|", r"\vert ") if isinstance(piece, Maths) else _text((piece,)) for piece in text)
