"""A page as one self-contained HTML page: MathML, no scripts, dark and light.

Law   everything that came from outside is escaped; nothing is loaded from elsewhere
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise

from chainrule.expression.notation.mathml import mathml
from chainrule.expression.notation.unicode import unicode
from chainrule.render import svg
from chainrule.render.page import Block, Branch, Definitions, Drawing, Heading, Maths, Page, Room, Rows, Sentence, Table, Text, Title, Tree
from chainrule.render.signs import SIGNS
from chainrule.render.spans import printable

STYLE = """
.chainrule{--ink:#1c1c1e;--soft:#5c5c63;--line:#d8d8de;--l0:#0f7b8a;--l1:#9c2c8c;--l2:#2e7d32;--l3:#b26a00;--l4:#2f55c4;
--l5:#b3261e;--hot:#f08c3a;color:var(--ink);font:1.05rem/1.55 system-ui,"Noto Sans CJK SC",sans-serif;max-width:54rem}
@media (prefers-color-scheme:dark){.chainrule{--ink:#ececf0;--soft:#a8a8b2;--line:#3a3a42;--l0:#5fd0df;--l1:#e79be0;
--l2:#8fd694;--l3:#f2b860;--l4:#9db4ff;--l5:#ff9d95;--hot:#b4450f}}
.chainrule header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.4rem 2rem;
font-size:1.25rem;border-bottom:1px solid var(--line);padding-bottom:.5rem}
.chainrule h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--line)}
.chainrule h3{font-size:1.05rem;margin:1.5rem 0 .35rem}
.chainrule h2,.chainrule h3{display:flex;flex-wrap:wrap;gap:.2rem 1.8rem;align-items:baseline;line-height:1.55}
.chainrule .aside{font-weight:normal}
.chainrule .number{color:var(--soft);display:inline-block;min-width:1.6rem}
.chainrule .rows,.chainrule .definitions,.chainrule .why,.chainrule .told{margin:.3rem 0 .3rem 1.6rem}
.chainrule .rows{overflow-x:auto;overflow-y:hidden}
.chainrule table{border-collapse:collapse;margin:0}
.chainrule td,.chainrule th{padding:.22rem .3rem;vertical-align:middle;text-align:left;border:0;background:none}
.chainrule td.left{text-align:right;padding-left:0}
.chainrule td.comment{padding-left:1.8rem;min-width:9rem}
.chainrule td.comment:empty{padding:0;min-width:0}
.chainrule td.comment,.chainrule .task,.chainrule .note,.chainrule .why{color:var(--soft)}
.chainrule .table td,.chainrule .table th{border-bottom:1px solid var(--line)}
.chainrule .table{overflow-x:auto}
.chainrule .digits{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-left:.9rem}
.chainrule .digits+:not(.digits){padding-left:.9rem}
.chainrule td[style]{background:color-mix(in srgb,var(--hot) calc(var(--shade)*80%),transparent)}
.chainrule .definitions{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 2.6rem}
.chainrule .checked{color:var(--l2)}.chainrule .doubt{color:var(--l3)}.chainrule .wrong{color:var(--l5)}
.chainrule math{font-size:1.08em}
.chainrule .l0{color:var(--l0)}.chainrule .l1{color:var(--l1)}.chainrule .l2{color:var(--l2)}.chainrule .l3{color:var(--l3)}
.chainrule .l4{color:var(--l4)}.chainrule .l5{color:var(--l5)}
.chainrule header+h2,.chainrule style+h2{border-top:0;margin-top:.4rem}
@media (max-width:40rem){.chainrule .equations table{display:grid;grid-template-columns:auto auto 1fr;align-items:center}
.chainrule .equations tbody,.chainrule .equations tr{display:contents}
.chainrule .tree{--step:1.3rem}.chainrule .tree tr{display:grid;grid-template-columns:calc(var(--levels)*var(--step) + 2rem) auto auto 1fr;
align-items:center}.chainrule .tree .node{grid-row:1/3;align-self:stretch;display:flex;align-items:center}
.chainrule .tree .left{grid-column:2}.chainrule .tree .relation{grid-column:3}.chainrule .tree .right{grid-column:4}
.chainrule .tree td.comment{grid-column:2/5;grid-row:2;padding-left:0}.chainrule .equations td.left{grid-column:1}
.chainrule .equations td.comment{grid-column:3;padding-left:.3rem}.chainrule td.comment:empty{display:none}}
.chainrule .tree{--step:1.7rem}.chainrule .tree td{padding-top:.3rem;padding-bottom:.3rem}
.chainrule .tree .node{position:relative;padding:0 1.8rem 0 calc(var(--depth)*var(--step))}
.chainrule .tree i{position:absolute;top:0;bottom:0;left:calc(var(--level)*var(--step) - 1.2rem);border-left:1.5px solid var(--soft)}
.chainrule .tree i.last{bottom:50%}.chainrule .tree i.from{top:calc(50% + .9rem)}
.chainrule .tree i.to{top:50%;border-left:0;border-top:1.5px solid var(--soft);width:.95rem}.chainrule .tree i{opacity:.55}
.chainrule figure{margin:1rem 0;overflow-x:auto}
.chainrule figure svg{display:block;height:auto;max-width:100%}
.chainrule figcaption{color:var(--soft);font-size:.94rem;margin-top:.5rem}
@media print{.chainrule h2,.chainrule h3{break-after:avoid}.chainrule tr{break-inside:avoid}}
"""
PAPER = "html{color-scheme:light dark;background:Canvas}body{margin:2rem auto;padding:0 1.2rem;max-width:56rem}"
LAYERS = 6
FRAME = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{paper}</style></head>
<body>
{body}</body></html>
"""


def fragment(page: Page) -> str:
    """The page as one ``<section>`` with its own style, for a notebook cell."""
    body = "\n".join(_block(block) for block in page)
    return f'<section class="chainrule"><style>{STYLE}</style>\n{body}\n</section>\n'


def document(page: Page, lang: str = "en") -> str:
    """The page as a whole document."""
    title = next((_words(block.problem) for block in page if isinstance(block, Title)), "chainrule")
    return FRAME.format(lang=escape(lang), title=escape(title), paper=PAPER, body=fragment(page))


def _words(content: Maths) -> str:
    return "".join(part if isinstance(part, str) else unicode(part) for part, _ in content.parts)


def _block(block: Block) -> str:
    match block:
        case Title():
            return f'<header><span>{_maths(block.problem)}</span><span class="task">{_text(block.task)}</span></header>'
        case Heading():
            level = "h2" if block.chapter else "h3"
            number = f'<span class="number">{block.number}</span>' if block.number else ""
            aside = "".join(f'<span class="aside">{_maths(item)}</span>' for item in block.aside)
            return f"<{level}><span>{number}{_text(block.text)}</span>{aside}</{level}>"
        case Sentence():
            mark = {"checked": "✓ ", "wrong": "✗ ", "doubt": "? "}.get(block.kind, "")
            return f'<p class="{block.kind}">{mark}{_text(block.text)}</p>'
        case Definitions():
            return '<div class="definitions">' + "".join(f"<span>{_maths(item)}</span>" for item in block.items) + "</div>"
        case Rows():
            rows = ((_maths(row.left), _sign(row.relation), _maths(row.right), _text(row.comment)) for row in block.rows)
            cells = ((("left", left), ("relation", sign), ("right", right), ("comment", comment)) for left, sign, right, comment in rows)
            body = "".join(f"<tr>{_cells(row)}</tr>" for row in cells)
            return f'<div class="rows equations"><table>{body}</table></div>'
        case Table():
            head = "".join(f'<th scope="col"{_kind(block, i)}>{_text(cell)}</th>' for i, cell in enumerate(block.heads))
            shaded = zip(block.rows, block.shades or ((),) * len(block.rows), strict=True)
            body = "".join("<tr>" + "".join(_cell(block, i, cell, shade) for i, cell in enumerate(row)) + "</tr>" for row, shade in shaded)
            return f'<div class="rows table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        case Tree():
            levels = max((branch.depth for branch in block.branches), default=0)
            opens = [below.depth > branch.depth for branch, below in pairwise(block.branches)] + [False]
            branches = "".join(_branch(*each) for each in zip(block.branches, block.followed, opens, strict=False))
            down = '<i class="from" style="--level:1"></i>' if block.branches else ""
            root = f'<tr><td class="node" style="--depth:0">{down}{_maths(block.root)}</td></tr>'
            return f'<div class="rows tree" style="--levels:{levels}"><table>{root}{branches}</table></div>'
        case Room():
            style = "break-after:page" if block.page else f"height:{1.55 * block.lines:.2f}rem"
            return f'<div style="{style}"></div>'
        case Drawing():
            caption = "".join(f"<div>{_text(sentence)}</div>" for sentence in block.caption)
            return f"<figure>{svg.fragment(block)}<figcaption>{caption}</figcaption></figure>"


def _kind(table: Table, column: int) -> str:
    return ' class="digits"' if column in table.numbers else ""


def _cell(table: Table, column: int, cell: Text, shades: tuple[float, ...]) -> str:
    """A cell of a table, shaded where there is a shade."""
    shade = f' style="--shade:{shades[column]:.2f}"' if shades and shades[column] else ""
    return f"<td{_kind(table, column)}{shade}>{_text(cell)}</td>"


def _branch(branch: Branch, followed: tuple[bool, ...], opens: bool) -> str:
    """A row of a tree: lines to the letter, the letter, its derivative."""
    past = "".join(f'<i style="--level:{level}"></i>' for level, goes_on in enumerate(followed[:-1], 1) if goes_on)
    here = f'<i class="{"" if followed[-1] else "last"}" style="--level:{branch.depth}"></i>'
    to = f'<i class="to" style="--level:{branch.depth}"></i>'
    down = f'<i class="from" style="--level:{branch.depth + 1}"></i>' if opens else ""
    lines = f"{past}{here}{to}{down}"
    again = " …" if branch.repeated else ""
    node = f'<td class="node" style="--depth:{branch.depth}">{lines}{_maths(branch.node)}{again}</td>'
    relation = _sign("=") if branch.partial.parts else ""
    cells = (("left", _maths(branch.edge)), ("relation", relation), ("right", _maths(branch.partial)), ("comment", _text(branch.comment)))
    return f"<tr>{node}{_cells(cells)}</tr>"


def _cells(row: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<td class="{name}">{cell}</td>' for name, cell in row)


def _sign(sign: str) -> str:
    return f"<math>{SIGNS[sign].mathml}</math>"


def _maths(content: Maths) -> str:
    """One ``<math>`` element, a bracket grouped with what it holds."""
    if not content.parts:
        return ""
    levels: list[tuple[str, list[str]]] = [("", [])]
    for part, tone in content.parts:
        colour = "" if tone is None else f' class="l{tone % LAYERS}"'
        if part == "(":
            levels.append((colour, []))
        elif isinstance(part, str) and part in _CLOSING and len(levels) > 1:
            levels[-2][1].append(_grouped(*levels.pop(), mark=_CLOSING[part]))
        else:
            body = _part(part)
            levels[-1][1].append(f"<mrow{colour}>{body}</mrow>" if colour else body)
    return f'<math displaystyle="true">{"".join(element for _, level in levels for element in level)}</math>'


_CLOSING = {")": "", ")′": '<mo lspace="0" rspace="0">′</mo>'}


def _grouped(colour: str, inside: list[str], mark: str) -> str:
    body = "".join(inside)
    stretch = "" if any(tall in body for tall in ("<mfrac", "<msqrt", "<mroot")) else ' stretchy="false"'
    group = f"<mrow><mo{colour}{stretch}>(</mo>{body}<mo{colour}{stretch}>)</mo></mrow>"
    if not mark:
        return group
    return f"<mrow>{group}{mark}</mrow>" if stretch else f"<msup>{group}{mark}</msup>"


def _part(part: object) -> str:
    match part:
        case str():
            return SIGNS[part].mathml if part in SIGNS else f"<mtext>{escape(part)}</mtext>"
        case _:
            return mathml(part)


def _text(text: Text) -> str:
    return "".join(_maths(piece) if isinstance(piece, Maths) else escape(printable(piece)) for piece in text)
