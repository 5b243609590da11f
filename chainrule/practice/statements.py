"""A working taken apart into statements: its lines, and what stands beside each other in one line.

    let u = x^2, y = sin u       two statements
    = 2x cos(x^2)                goes on from the one before
    By the chain rule:           words

This module knows how workings are written down; it must not know what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import ChainruleError
from chainrule.expression.phrases import LETTER
from chainrule.expression.written import Apply, Primed
from chainrule.practice.answer import between, prepared, read_side

SPLIT = re.compile(
    rf"""[;\n]|,?\s*\b(?:where|with|and|then)\b|,?\s*(?:其中有?|且|以及)
    |,(?=\s*(?:(?:and|let|where|then)\s+)?(?:[A-Za-z]+|{LETTER})'*\s*(?:\([A-Za-zα-ω, ]*\))?\s*=)|,(?=\s*[d∂]\S*/\s*[d∂])""",
    re.VERBOSE,
)
"""What separates statements on one line."""
FRAME = re.compile(r"\\(?:begin|end)\{[^}]*\}(?:\{[^}]*\})?|\\\[|\\\]|\\tag\{[^}]*\}|\\nonumber")
"""What only frames a working in LaTeX."""
LEAD = re.compile(
    r"\s*(?:let|set|put|with|where|and|then|hence|thus|so|therefore|设|令|则|所以|故|因此|又)(?![A-Za-z])\s*[:：,，]?\s*", re.IGNORECASE
)
THEN = re.compile(r"\s*[，,]\s*(?:则|所以|故|因此|又|从而)\s*")
WORDS = re.compile(r"[A-Za-z]{4}|[\u4e00-\u9fff]{2}")
MATHS = re.compile(r"[\^*/+=]|\d")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its ``sides`` as trees; ``goes_on`` without a left-hand side of its own."""

    sides: tuple[Any, ...]
    goes_on: bool


def statements(text: str) -> Iterator[str]:
    """The statements of a text, each as it was typed.

    >>> list(statements("let u = x^2, y = sin u\\n= 3"))
    ['u = x^2', 'y = sin u', '= 3']
    """
    for raw in FRAME.sub(" ", text.replace("\\\\", "\n")).split("\n"):
        line = THEN.sub("; ", raw.strip().strip("$").strip())
        lead = LEAD.match(line)
        line = line[lead.end() :] if lead else line
        if not line:
            continue
        try:
            source = prepared(line)
        except ChainruleError:
            yield line
            continue
        parts = [source.span(start, stop) for start, stop in between(source, SPLIT) if source.folded[start:stop].strip()]
        if len(parts) > 1 and all("=" in line[a:b] for a, b in parts):
            yield from (line[a:b].strip(" ,;，；$") for a, b in parts)
        else:
            yield line.rstrip(" ,;，；")


def is_prose(text: str) -> bool:
    """Whether a line is made of words rather than of mathematics.

    >>> is_prose("By the chain rule:"), is_prose("y' = 2x(")
    (True, False)
    """
    return bool(WORDS.search(text)) and not MATHS.search(text)


def read_statement(text: str, variable: sympy.Symbol, log_base: int | None = None) -> Statement:
    """A statement as trees. Raises ``ParseError``."""
    source = prepared(text)
    pieces = list(between(source))
    goes_on = len(pieces) == 1 or not source.folded[slice(*pieces[0])].strip()
    filled = [piece for piece in pieces if source.folded[slice(*piece)].strip()] or [(0, len(source.folded))]
    sides = [read_side(text, source, start, stop, log_base)[0] for start, stop in filled]
    if not goes_on:
        sides[0] = _named(sides[0], variable)
    return Statement(tuple(sides), goes_on)


def _named(side: Any, variable: sympy.Symbol) -> Any:
    """f(x) on a left-hand side is the function's letter, f′(x) its derivative."""
    match side:
        case Apply() if side.arguments == (variable,) and len(side.name) == 1:
            return sympy.Symbol(side.name)
        case Primed() if side.arguments == (variable,):
            return sympy.Symbol(f"{side.name}_by{side.orders[0]}")
        case _:
            return side
