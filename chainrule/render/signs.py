"""The signs that stand between trees in a line of mathematics, in every format.

One row a sign; a format that meets a sign not listed here prints it as it is.
"""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """One sign in each notation, with the space around it."""

    unicode: str
    ascii: str
    latex: str
    mathml: str


SIGNS: dict[str, Sign] = {
    "=": Sign(" = ", " = ", " = ", "<mo>=</mo>"),
    "≈": Sign(" ≈ ", " ~ ", r" \approx ", "<mo>≈</mo>"),
    "×": Sign(" × ", " * ", r" \times ", "<mo>×</mo>"),
    "+": Sign(" + ", " + ", " + ", "<mo>+</mo>"),
    "−": Sign(" − ", " - ", " - ", "<mo>−</mo>"),
    ">": Sign(" > ", " > ", " > ", "<mo>&gt;</mo>"),
    "<": Sign(" < ", " < ", " < ", "<mo>&lt;</mo>"),
    "≠": Sign(" ≠ ", " != ", r" \neq ", "<mo>≠</mo>"),
    "←": Sign(" ← ", " <- ", r" \leftarrow ", "<mo>←</mo>"),
    ",": Sign(", ", ", ", r",\quad ", '<mo separator="true">,</mo>'),
    "(": Sign("(", "(", r"\left(", '<mo fence="true">(</mo>'),
    ")": Sign(")", ")", r"\right)", '<mo fence="true">)</mo>'),
    ")′": Sign(")′", ")'", r"\right)'", '<mo fence="true">)</mo><mo lspace="0">′</mo>'),
    "?": Sign("?", "?", r"\;?", "<mo>?</mo>"),
}
