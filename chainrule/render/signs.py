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
    "by": Sign("×", "x", r" \times ", "<mo>×</mo>"),
    "·": Sign(" · ", " * ", r" \cdot ", "<mo>·</mo>"),
    "÷": Sign(" ÷ ", " divided by ", r" \div ", "<mo>÷</mo>"),
    "→": Sign(" → ", " -> ", r" \to ", "<mo>→</mo>"),
    "←": Sign(" ← ", " <- ", r" \gets ", "<mo>←</mo>"),
    "η": Sign("η", "eta", r"\eta ", "<mi>η</mi>"),
    ":": Sign(":  ", ":  ", r":\quad ", '<mo rspace="0.6em">:</mo>'),
    "+": Sign(" + ", " + ", " + ", "<mo>+</mo>"),
    "−": Sign(" − ", " - ", " - ", "<mo>−</mo>"),
    ">": Sign(" > ", " > ", " > ", "<mo>&gt;</mo>"),
    "<": Sign(" < ", " < ", " < ", "<mo>&lt;</mo>"),
    "≠": Sign(" ≠ ", " != ", r" \neq ", "<mo>≠</mo>"),
    ",": Sign(", ", ", ", r",\quad ", '<mo separator="true">,</mo>'),
    "(": Sign("(", "(", r"\left(", '<mo fence="true">(</mo>'),
    ")": Sign(")", ")", r"\right)", '<mo fence="true">)</mo>'),
    ")′": Sign(")′", ")'", r"\right)'", '<mo fence="true">)</mo><mo lspace="0">′</mo>'),
    "[": Sign("[", "[", r"\left[", '<mo fence="true">[</mo>'),
    "]": Sign("] ", "] ", r"\right]\,", '<mo fence="true" rspace="0.2em">]</mo>'),
    "d": Sign("d", "d", r"\mathrm{d}", '<mi mathvariant="normal">d</mi>'),
    "∇": Sign("∇", "grad ", r"\nabla ", "<mo>∇</mo>"),
    "…": Sign("…", "...", r"\dots ", "<mo>…</mo>"),
    "?": Sign("?", "?", r"\;?", "<mo>?</mo>"),
}
