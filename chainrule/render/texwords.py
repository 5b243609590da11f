"""Words safe in LaTeX, the few signs of mathematics in them set as mathematics."""

from __future__ import annotations

import re

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "′": "$'$", "″": "$''$", "×": r"$\times$", "·": r"$\cdot$",
    "✓": r"$\checkmark$", "✗": r"$\times$",
    "−": "$-$", "±": r"$\pm$", "√": r"$\surd$", "∂": r"$\partial$", "≠": r"$\neq$", "≈": r"$\approx$", "≤": r"$\leq$",
    "≥": r"$\geq$", "→": r"$\to$", "∞": r"$\infty$", "<": "$<$", ">": "$>$", "|": "$|$", "…": r"\ldots{}", "Γ": r"$\Gamma$",
    "Δ": r"$\Delta$", "ψ": r"$\psi$", "σ": r"$\sigma$", "π": r"$\pi$", "η": r"$\eta$", "θ": r"$\theta$", "ε": r"$\varepsilon$",
    "⊙": r"$\odot$", "∇": r"$\nabla$", "Σ": r"$\Sigma$", "δ": r"$\delta$", "‖": r"$\Vert$",
    "█": r"\rule{1ex}{1.5ex}", "░": r"\rule{1ex}{0.1ex}",
    "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'",
}  # fmt: skip
_RAISED, _ON_THE_LINE = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣⁱ", "0123456789+-nxi"
_LOWERED, _LINED = "₀₁₂₃₄₅₆₇₈₉ₙ", "0123456789n"
_SCRIPTS = re.compile(f"([{_RAISED}]+)|([{_LOWERED}]+)")
_TYPESET = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
"""What a Chinese document has a font for."""


def escaped(text: str) -> str:
    """The text with every character that LaTeX would act on, or has no glyph for, made harmless.

    >>> escaped("(xⁿ)′ = n·xⁿ⁻¹ & 50%")
    "(x$^{n}$)$'$ = n$\\\\cdot$x$^{n-1}$ \\\\& 50\\\\%"
    """
    if "--" in text:  # an option, no dash
        return "-{}-".join(map(escaped, text.split("--")))
    pieces = []
    at = 0
    for match in _SCRIPTS.finditer(text):
        pieces.append("".join(map(_character, text[at : match.start()])))
        raised, lowered = match.groups()
        if raised:
            pieces.append(f"$^{{{raised.translate(str.maketrans(_RAISED, _ON_THE_LINE))}}}$")
        else:
            pieces.append(f"$_{{{lowered.translate(str.maketrans(_LOWERED, _LINED))}}}$")
        at = match.end()
    pieces.append("".join(map(_character, text[at:])))
    return "".join(pieces)


def _character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isascii():
        return character if character.isprintable() else " "
    return character if _TYPESET.match(character) or ord(character) in range(0xC0, 0x17F) else "?"
