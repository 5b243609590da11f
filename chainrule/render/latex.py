"""A page as LaTeX: a fragment to paste, or a document that compiles (pdflatex; Chinese: xelatex)."""

from __future__ import annotations

import sympy
from rich.cells import cell_len

from chainrule.calculus.steps import Derivation
from chainrule.expression.notation.latex import latex as tree_latex
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals, rate
from chainrule.render.boxes import exploded, segments
from chainrule.render.page import (
    Block,
    Definitions,
    Drawing,
    Heading,
    Maths,
    Page,
    Part,
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
from chainrule.render.texwords import escaped

COLOURS = ("0F7B8A", "9C2C8C", "2E7D32", "B26A00", "2F55C4", "B3261E")
"""The colour of each layer, from the outside in; the same hues as in the terminal."""
LONG, BESIDE = 84, 92
"""A row longer than this in characters goes on below; a row with its comment longer than this has it below."""
WRITTEN = 1.7
"""A line written by hand takes so many printed ones."""
LINE, INDENTED = 47.0, 11.0
"""The width of a line, and how far in the letters of a tree stand at the most, in em."""

HEAD = r"""\documentclass[fleqn]{article}
\usepackage{amsmath,amssymb,xcolor,graphicx,geometry}
\geometry{margin=22mm}
%(language)s\setlength{\parindent}{0pt}\setlength{\parskip}{3pt}\setlength{\mathindent}{2em}
\AtBeginDocument{\abovedisplayskip=3pt plus 2pt \belowdisplayskip=5pt plus 2pt
  \abovedisplayshortskip=3pt \belowdisplayshortskip=5pt}
\allowdisplaybreaks
%% What is wider than the line is made smaller.
\newsavebox{\fitbox}
\newcommand{\fit}[1]{\sbox{\fitbox}{$\displaystyle #1$}\ifdim\wd\fitbox>0.82\linewidth
  \resizebox{0.82\linewidth}{!}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi}
%(colours)s
\begin{document}
\raggedright
"""

CHINESE = r"""\usepackage[no-math]{fontspec}
\XeTeXlinebreaklocale "zh" \XeTeXlinebreakskip=0pt plus 1pt
\IfFontExistsTF{Noto Serif CJK SC}{\setmainfont{Noto Serif CJK SC}}{%
\IfFontExistsTF{Noto Sans CJK SC}{\setmainfont{Noto Sans CJK SC}}{%
\IfFontExistsTF{FandolSong-Regular.otf}{\setmainfont{FandolSong-Regular.otf}[BoldFont=FandolSong-Bold.otf]}{%
\IfFontExistsTF{SimSun}{\setmainfont{SimSun}[AutoFakeBold]}{\setmainfont{Songti SC}}}}}
"""
LANGUAGES = {"en": "", "zh": CHINESE}


def fragment(page: Page) -> str:
    """The page as LaTeX without preamble and colours; needs amsmath and amssymb."""
    return _joined(page, framed=False)


def document(page: Page, lang: str = "en") -> str:
    """The page as a whole document."""
    colours = "\n".join(rf"\definecolor{{layer{i}}}{{HTML}}{{{code}}}" for i, code in enumerate(COLOURS))
    return HEAD % {"language": LANGUAGES[lang], "colours": colours} + coloured(page) + "\n\\end{document}\n"


def coloured(page: Page) -> str:
    """The page with the colours of the layers, as it stands inside a document of ours."""
    return _joined(page, framed=True)


def _joined(page: Page, framed: bool) -> str:
    """Blocks with an empty line between them, but none before equations: it would add space."""
    text = ""
    for block in (block for block in page if not isinstance(block, Drawing)):
        text += ("" if not text else "\n" if isinstance(block, Rows | Tree) else "\n\n") + _block(block, framed)
    return text + "\n"


def equation(output: sympy.Symbol, derivation: Derivation) -> str:
    """The answer alone, one displayed equation."""
    left = rate(output, derivation.variable, len(derivation.rounds), derivation.held)
    return f"$${tree_latex(Equals(left, derivation.answer))}$$"


def line(content: Maths, colour: bool = False) -> str:
    """Mathematics as LaTeX, without the dollar signs."""
    return "".join(_part(part, tone, colour) for part, tone in content.parts)


def _part(part: object, tone: int | None, colour: bool) -> str:
    match part:
        case str() if part in SIGNS:
            text = SIGNS[part].latex
        case str():
            text = rf"\text{{{escaped(part)}}}"
        case _:
            text = tree_latex(part)
    if tone is None or not colour or isinstance(part, str):  # a bracket cannot stand alone in a group
        return text
    return rf"{{\color{{layer{tone % len(COLOURS)}}}{text}}}"


def inline(piece: str | Maths, colour: bool = False) -> str:
    """A piece of a sentence."""
    return f"${line(piece, colour)}$" if isinstance(piece, Maths) else escaped(piece)


def _block(block: Block, framed: bool) -> str:
    match block:
        case Title():
            problem = _fitted(block.problem, framed, display=True)
            return rf"\hbox to\linewidth{{{{\large {problem}}}\hfill {_text(block.task, framed)}}}" + "\n\n\\medskip\\hrule"
        case Heading():
            number = f"{block.number}\\quad " if block.number else ""
            aside = "".join(rf"\qquad {_fitted(item, framed)}" for item in block.aside)
            size, space = (r"\large", r"\bigskip\bigskip") if block.chapter else ("", r"\medskip")
            return rf"{space}\pagebreak[1]{{{size}\textbf{{{number}{_text(block.text, framed)}}}{aside}}}\nopagebreak"
        case Sentence():
            mark = {
                "checked": r"\medskip$\checkmark$ ",
                "wrong": r"\medskip$\times$ ",
                "doubt": r"\medskip ? ",
                "condition": r"\medskip ",
            }.get(block.kind, "")
            words = _text(block.text, framed)
            return rf"{{\small {words}}}" if block.kind in ("note", "why") else mark + words
        case Definitions():
            return r"\hspace*{2em}" + r" \qquad ".join(_fitted(item, framed) for item in block.items)
        case Rows():
            widest = max((length(piece) for row in block.rows for piece in _broken(row.right, LONG)), default=0)
            rows = [text for row in block.rows for text in _row(row, framed, column=widest)]
            return "\\begin{alignat*}{2}\n" + " \\\\\n".join(rows) + "\n\\end{alignat*}"
        case Table():
            columns = "".join("r" if i in block.numbers else "l" for i in range(len(block.heads)))
            cells = [" & ".join(_text(cell, framed) for cell in row) for row in (block.heads, *block.rows)]
            return f"{{\\small\\begin{{tabular}}{{{columns}}}\n" + " \\\\\n".join(cells) + "\n\\end{tabular}}"
        case Tree():
            return _tree(block, framed)
        case Room():
            return r"\newpage" if block.page else rf"\vspace{{{WRITTEN * block.lines:.1f}\baselineskip}}"
        case Drawing():  # drawn as SVG and DOT only
            return ""


def _tree(block: Tree, framed: bool) -> str:
    """The letters, each further in than the one it hangs from, and beside them their derivatives."""
    deepest = max((branch.depth for branch in block.branches), default=1)
    step = min(1.6, INDENTED / deepest)
    widest = max((length(branch.node) + length(branch.edge) for branch in block.branches), default=0)
    share = max(1 - (step * deepest + widest / 2 + 4) / LINE, 0.4)
    column = min(max((length(branch.partial) for branch in block.branches), default=0), int(share * LONG))
    rows = [f"&{line(block.root, framed)}"]
    for branch in block.branches:
        again = r"\;\ldots" if branch.repeated else ""
        letter = rf"\hspace{{{step * (branch.depth - 1):.2f}em}}\hookrightarrow {line(branch.node, framed)}{again}"
        first, *others = _row(Row(branch.edge, branch.partial, branch.comment), framed, share, column)
        rows += [rf"&{letter}\qquad &{first}", *(f"&&{other}" for other in others)]
    return "\\begin{alignat*}{3}\n" + " \\\\\n".join(rows) + "\n\\end{alignat*}"


def _fitted(content: Maths, framed: bool, display: bool = False) -> str:
    """Mathematics in a paragraph; in a document made smaller when it is wider than the line."""
    text = line(content, framed)
    if framed and (display or length(content) > LONG // 2):
        return rf"\fit{{{text}}}"
    return rf"$\displaystyle {text}$" if display else f"${text}$"


def _row(row: Row, framed: bool, share: float = 1.0, column: int = 0) -> list[str]:
    """One equation, on more lines when it is long, its comment beside or below it.

    ``share`` of the width is for it; comments stand behind so many characters at least.
    """
    relation = SIGNS[row.relation].latex.strip() if row.right.parts else ""
    rights = _broken(row.right, int(share * LONG)) if framed else [row.right]
    narrower = "" if share == 1 else rf"\linewidth={share:.2f}\linewidth"
    rows = []
    for i, right in enumerate(rights):
        text = line(right, framed)
        text = rf"{{{narrower}\fit{{{text}}}}}" if framed and length(right) > share * LONG // 2 else text
        rows.append(f"{line(row.left, framed)} &{relation} {text}" if i == 0 else rf" &\qquad {text}")
    comment = "".join(inline(piece, framed) for piece in row.comment)
    if comment:
        words = sum(cell_len(piece) if isinstance(piece, str) else length(piece) for piece in row.comment)
        below = framed and max(length(rights[-1]), column) + words > share * BESIDE
        rows = (
            [*rows, rf" &\qquad \makebox[0pt][l]{{\parbox[t]{{{0.75 * share:.2f}\linewidth}}{{\raggedright {comment}}}}}"]
            if below
            else [*rows[:-1], rf"{rows[-1]} &\qquad& \text{{{comment}}}"]
        )
    return rows


def length(content: Maths) -> int:
    """How many characters the line takes, about."""
    return sum(cell_len(part) + 2 if isinstance(part, str) else cell_len(unicode(part)) for part, _ in content.parts)


def _broken(content: Maths, most: int) -> list[Maths]:
    """A long line in pieces, each but the first starting with its sign."""
    if length(content) <= most:
        return [content]
    pieces: list[list[Part]] = []
    for segment in segments(exploded(content.parts)):
        if pieces and length(Maths((*pieces[-1], *segment))) <= most:
            pieces[-1] += segment
        else:
            pieces.append(list(segment))
    return [Maths(tuple(piece)) for piece in pieces]


def _text(text: Text, colour: bool) -> str:
    return "".join(inline(piece, colour) for piece in text)
