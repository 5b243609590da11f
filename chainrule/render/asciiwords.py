"""Words with signs of mathematics in them, in plain ASCII; letters of other scripts stay."""

from __future__ import annotations

import re

_TABLE = str.maketrans(
    {
        "′": "'", "″": "''", "‴": "'''", "×": "*", "·": "*", "−": "-", "–": "-", "—": "-", "±": "+/-", "√": "sqrt", "∂": "d", "≠": "!=",
        "≈": "~", "≤": "<=", "≥": ">=", "→": "->", "∞": "infinity", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "²": "^2",
        "⊙": ".*", "∇": "grad", "Σ": "sum", "δ": "delta", "ᵀ": "^T", "‖": "||", "✓": "ok", "✗": "wrong",
        "Γ": "Gamma", "Δ": "Delta ", "ψ": "psi", "σ": "sigma", "π": "pi", "η": "eta", "θ": "theta", "ε": "eps", "∛": "cbrt",
        "█": "#", "░": ".",
    }
)  # fmt: skip
_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣⁱ", "₀₁₂₃₄₅₆₇₈₉ₙ"
_DOWN = str.maketrans(_RAISED + _LOWERED, "0123456789+-nxi" + "0123456789n")
_SIZES = re.compile(r"(?<=\w)×(?=\w)")
"""The sign in a shape: 2×3 is 2x3."""
_ROOT = re.compile(r"√(\w)")
"""A root over a single letter: √u is sqrt(u), not sqrtu."""
_SCRIPTS = re.compile(f"([{_RAISED}]+)|([{_LOWERED}]+)")


def ascii_words(text: str) -> str:
    """The text with its signs spelled in ASCII.

    >>> ascii_words("power rule: (xⁿ)′ = n·xⁿ⁻¹"), ascii_words("outer′ × inner′")
    ("power rule: (x^n)' = n*x^(n-1)", "outer' * inner'")
    >>> ascii_words("d/dx √x = 1/(2√x), √(1 + x²)")
    'd/dx sqrt(x) = 1/(2sqrt(x)), sqrt(1 + x^2)'
    """
    return text if text.isascii() else _SCRIPTS.sub(_level, _SIZES.sub("x", _ROOT.sub(r"sqrt(\1)", text))).translate(_TABLE)


def _level(match: re.Match[str]) -> str:
    raised, lowered = match.groups()
    if lowered:
        return "_" + str(lowered).translate(_DOWN)
    down = str(raised).translate(_DOWN)
    return f"^{down}" if len(down) == 1 else f"^({down})"
