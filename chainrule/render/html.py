"""A page as one self-contained HTML page: MathML, no scripts, dark and light."""

from __future__ import annotations

from html import escape

from chainrule.expression.notation.mathml import mathml
from chainrule.render.page import Block, Definitions, Heading, Maths, Page, Rows, Sentence, Table, Text, Title
from chainrule.render.signs import SIGNS

STYLE = """
.chainrule{--ink:#1c1c1e;--soft:#63636a;--line:#d8d8de;--l0:#0f7b8a;--l1:#9c2c8c;--l2:#2e7d32;--l3:#b26a00;--l4:#2f55c4;--l5:#b3261e;
color:var(--ink);font:1.05rem/1.55 system-ui,"Noto Sans CJK SC",sans-serif;max-width:52rem}
@media (prefers-color-scheme:dark){.chainrule{--ink:#ececf0;--soft:#a0a0aa;--line:#3a3a42;--l0:#5fd0df;--l1:#e79be0;--l2:#8fd694;--l3:#f2b860;
--l4:#9db4ff;--l5:#ff9d95}}
.chainrule header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.4rem 2rem;font-size:1.25rem;border-bottom:1px solid var(--line);
padding-bottom:.5rem}
.chainrule h2{font-size:1.05rem;margin:1.3rem 0 .35rem;display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;align-items:baseline}
.chainrule h2 .aside{font-weight:normal}
.chainrule .number{color:var(--soft);margin-right:.6rem}
.chainrule table{border-collapse:collapse;margin:.2rem 0 .2rem 1.6rem;display:block;overflow-x:auto}
.chainrule td,.chainrule th{padding:.18rem .45rem;vertical-align:middle;text-align:left}
.chainrule td.left{text-align:right}
.chainrule td.comment,.chainrule .task,.chainrule .note{color:var(--soft)}
.chainrule .definitions{margin:.2rem 0 .2rem 1.6rem;display:flex;flex-wrap:wrap;gap:.2rem 2.4rem}
.chainrule .checked{color:var(--l2)}.chainrule .doubt{color:var(--l3)}
.chainrule math{font-size:1.1em}
.chainrule .l0{color:var(--l0)}.chainrule .l1{color:var(--l1)}.chainrule .l2{color:var(--l2)}.chainrule .l3{color:var(--l3)}
.chainrule .l4{color:var(--l4)}.chainrule .l5{color:var(--l5)}
"""
PAPER = "html{color-scheme:light dark;background:Canvas}body{margin:2rem auto;padding:0 1.2rem;max-width:54rem}"
LAYERS = 6


def fragment(page: Page) -> str:
    """The page as one ``<section>`` with its own style, for a notebook cell."""
    body = "\n".join(_block(block) for block in page)
    return f'<section class="chainrule"><style>{STYLE}</style>\n{body}\n</section>\n'


def document(page: Page, lang: str = "en") -> str:
    """The page as a whole document."""
    title = next((_words(block.problem) for block in page if isinstance(block, Title)), "chainrule")
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{PAPER}</style></head>\n<body>\n{fragment(page)}</body></html>\n"
    )


def _words(content: Maths) -> str:
    from chainrule.expression.notation.unicode import unicode

    return "".join(part if isinstance(part, str) else unicode(part) for part, _ in content.parts)


def _block(block: Block) -> str:
    match block:
        case Title():
            return f'<header><span>{_maths(block.problem)}</span><span class="task">{_text(block.task)}</span></header>'
        case Heading():
            number = f'<span class="number">{block.number}</span>' if block.number else ""
            aside = "".join(f'<span class="aside">{_maths(item)}</span>' for item in block.aside)
            return f"<h2><span>{number}{_text(block.text)}</span>{aside}</h2>"
        case Sentence():
            mark = {"checked": "✓ ", "doubt": "? "}.get(block.kind, "")
            return f'<p class="{block.kind}">{mark}{_text(block.text)}</p>'
        case Definitions():
            return '<div class="definitions">' + "".join(f"<span>{_maths(item)}</span>" for item in block.items) + "</div>"
        case Rows():
            rows = (
                f'<tr><td class="left">{_maths(row.left)}</td><td>=</td><td>{_maths(row.right)}</td><td class="comment">{_text(row.comment)}</td></tr>'
                for row in block.rows
            )
            return f"<table>{''.join(rows)}</table>"
        case Table():
            head = "".join(f"<th>{_text(cell)}</th>" for cell in block.heads)
            rows = ("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in block.rows)
            return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _maths(content: Maths) -> str:
    if not content.parts:
        return ""
    return f"<math>{''.join(_part(part, tone) for part, tone in content.parts)}</math>"


def _part(part: object, tone: int | None) -> str:
    if isinstance(part, str):
        body = SIGNS[part].mathml if part in SIGNS else f"<mtext>{escape(part)}</mtext>"
    else:
        body = mathml(part)  # type: ignore[arg-type]
    return body if tone is None else f'<mrow class="l{tone % LAYERS}">{body}</mrow>'


def _text(text: Text) -> str:
    return "".join(_maths(piece) if isinstance(piece, Maths) else escape(piece) for piece in text)
