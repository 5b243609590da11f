"""A page as LaTeX: a fragment to paste, or a document that compiles (pdflatex; Chinese: xelatex)."""

from __future__ import annotations

from collections.abc import Iterable

import sympy

from chainrule.calculus.steps import Derivation
from chainrule.expression.notation.latex import latex as tree_latex
from chainrule.expression.written import Equals, Rate
from chainrule.render.page import Block, Definitions, Heading, Maths, Page, Row, Rows, Sentence, Table, Text, Title
from chainrule.render.signs import SIGNS

COLOURS = ("0F7B8A", "9C2C8C", "2E7D32", "B26A00", "2F55C4", "B3261E")
"""The colour of each layer, from the outside in; the same hues as in the terminal."""

HEAD = r"""\documentclass{article}
\usepackage{amsmath,amssymb,xcolor,geometry}
\geometry{margin=25mm}
%(language)s
\setlength{\parindent}{0pt}\setlength{\parskip}{6pt}
\allowdisplaybreaks
%(colours)s
\begin{document}
"""

LANGUAGES = {"en": "", "zh": r"\usepackage[UTF8,fontset=none]{ctex}" "\n" r"\setCJKmainfont{Noto Serif CJK SC}[AutoFakeSlant]"}


def fragment(page: Page) -> str:
    """The page as LaTeX without preamble; needs amsmath and xcolor with the colours of ``document``."""
    return "\n\n".join(_block(block) for block in page) + "\n"


def document(page: Page, lang: str = "en") -> str:
    """The page as a whole document."""
    colours = "\n".join(rf"\definecolor{{layer{i}}}{{HTML}}{{{code}}}" for i, code in enumerate(COLOURS))
    return HEAD % {"language": LANGUAGES[lang], "colours": colours} + coloured(page) + "\n\\end{document}\n"


def coloured(page: Page) -> str:
    """The fragment with the colours of the layers."""
    return "\n\n".join(_block(block, colour=True) for block in page) + "\n"


def equation(output: sympy.Symbol, derivations: Iterable[Derivation]) -> str:
    """The answers alone, one displayed equation."""
    answers = (Equals(Rate(output, d.variable, len(d.rounds)), d.answer) for d in derivations)
    return "$$" + r" \qquad ".join(tree_latex(answer) for answer in answers) + "$$"


def line(content: Maths, colour: bool = False) -> str:
    """Mathematics as LaTeX, without the dollar signs."""
    parts = []
    for part, tone in content.parts:
        text = (SIGNS[part].latex if part in SIGNS else part) if isinstance(part, str) else tree_latex(part)
        plain = tone is None or not colour or part in ("(", ")")
        parts.append(text if plain or tone is None else rf"{{\color{{layer{tone % len(COLOURS)}}}{text}}}")
    return "".join(parts)


def inline(piece: str | Maths, colour: bool = False) -> str:
    """A piece of a sentence."""
    return f"${line(piece, colour)}$" if isinstance(piece, Maths) else _escaped(piece)


def _block(block: Block, colour: bool = False) -> str:
    match block:
        case Title():
            return rf"\textbf{{{inline(block.problem, colour)}}}\hfill {_text(block.task, colour)}"
        case Heading():
            number = f"{block.number}\\quad " if block.number else ""
            aside = "".join(rf"\qquad {inline(item, colour)}" for item in block.aside)
            return rf"\medskip\textbf{{{number}{_text(block.text, colour)}}}{aside}"
        case Sentence():
            mark = {"checked": r"$\checkmark$ ", "doubt": "? "}.get(block.kind, "")
            return mark + _text(block.text, colour)
        case Definitions():
            return r"\quad " + r" \qquad ".join(inline(item, colour) for item in block.items)
        case Rows():
            return "\\begin{align*}\n" + " \\\\\n".join(_row(row, colour) for row in block.rows) + "\n\\end{align*}"
        case Table():
            columns = "l" * len(block.heads)
            rows = [" & ".join(_text(cell, colour) for cell in row) for row in (block.heads, *block.rows)]
            return f"\\begin{{tabular}}{{{columns}}}\n" + " \\\\\n".join(rows) + "\n\\end{tabular}"


def _row(row: Row, colour: bool) -> str:
    comment = "".join(inline(piece, colour) for piece in row.comment)
    return f"{line(row.left, colour)} &= {line(row.right, colour)}" + (rf" && \text{{{comment}}}" if comment else "")


def _text(text: Text, colour: bool) -> str:
    return "".join(inline(piece, colour) for piece in text)


_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
        "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "′": r"$'$", "×": r"$\times$", "·": r"$\cdot$", "−": r"$-$",
        "±": r"$\pm$", "√": r"$\surd$", "ⁿ": r"$^n$", "⁺": r"$^+$", "¹": r"$^1$", "²": r"$^2$", "⁻": r"$^-$", "ˣ": r"$^x$",
        "∂": r"$\partial$", "≠": r"$\neq$", "Γ": r"$\Gamma$", "ψ": r"$\psi$", "₁": r"$_1$", "σ": r"$\sigma$", "π": r"$\pi$",
        "→": r"$\to$", "Δ": r"$\Delta$", "η": r"$\eta$", "θ": r"$\theta$", "³": r"$^3$", "<": r"$<$", ">": r"$>$", "|": r"$|$",
    }
)  # fmt: skip


def _escaped(text: str) -> str:
    """Words safe in LaTeX, the few signs of mathematics in them set as mathematics."""
    return text.translate(_SPECIAL)
