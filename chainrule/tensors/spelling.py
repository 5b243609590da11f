"""How arrays are typed: every spelling folded into what the reader of formulas knows, places kept.

    Wᵀ, W^\\top      W^T           ‖v‖, \\lVert v \\rVert      |v|
    W⁽¹⁾, W^{(1)}    W_1           a ⊙ b, a \\odot b, a .* b  a * b, and ``sign_between`` tells which product was typed

This module knows characters; it must not know shapes or formulas.
"""

from __future__ import annotations

import re

from chainrule.expression.characters import SUPERSCRIPTS, Source, fold
from chainrule.expression.latex import is_latex, latex

_RAISED = "".join(SUPERSCRIPTS)


def _lowered(match: re.Match[str]) -> str:
    return "R^(" + "".join(SUPERSCRIPTS.get(letter, letter) for letter in match.group(1)) + ")"


SPELLINGS = (
    (re.compile(r"\\mathbb\s*\{\s*R\s*\}|\\mathbb\s*R|\\R\b|ℝ"), "R"),
    (re.compile(rf"R([{_RAISED}]+)"), _lowered),
    (re.compile(r"\\in(?![A-Za-z])"), "∈"),
    (re.compile(r"\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf\s*\{?T\}?|\\mathrm\s*\{?T\}?|\\text\s*\{?T\}?|⊤|⊺)\s*\}?|ᵀ"), "^T "),
    (re.compile(r"\^\s*\{\s*\(\s*(\d+)\s*\)\s*\}"), r"_\1 "),
    (re.compile(r"⁽([⁰¹²³⁴-⁹]+)⁾"), lambda m: "_" + "".join(SUPERSCRIPTS[letter] for letter in m.group(1)) + " "),
    (re.compile(r"(?:\\left|\\right|\\[bB]igg?[lr]?)?\s*\\(?:[lr]?Vert(?![A-Za-z])|\|)|‖"), "|"),
    (re.compile(r"\\odot(?![A-Za-z])"), r"\\cdot "),
    (re.compile(r"[⊙∘]"), "*"),
    (re.compile(r"\.(?=[*/^]|\*\*)"), " "),
    (re.compile(r"\bcross[\s_\\-]*entropy\b|\bCE(?=\s*\()", re.IGNORECASE), "crossentropy"),
    (re.compile(r"\\operatorname\s*\{\s*cross[\s_\\-]*entropy\s*\}", re.IGNORECASE), "crossentropy"),
)
"""What is typed, and what is read instead; in this order."""

_SIGNS = (
    ("entrywise", re.compile(r"[⊙∘]|\\odot|\.\*")),
    ("dot", re.compile(r"[·⋅∙•]|\\cdot")),
    ("cross", re.compile(r"[×✕⨯]|\\times")),
    ("star", re.compile(r"[*∗]|\\ast")),
)


def spelled(text: str) -> Source:
    """The text in the notation of formulas, each character with its place in what was typed.

    Raises ``ParseError`` and ``TooLarge``.

    >>> spelled("‖Wᵀ x‖").folded
    '|W^T  x|'
    """
    plain, places = text, list(range(len(text)))
    for pattern, new in SPELLINGS:
        plain, places = _respelled(plain, places, pattern, new)
    source = latex(plain) if is_latex(plain) else fold(plain)
    spans = [source.span(i, i + 1) for i in range(len(source.folded))]
    starts = [places[start] for start, _ in spans]
    ends = [places[max(end - 1, start)] + 1 for start, end in spans]
    return Source(text, source.folded, starts, ends, source.notes)


def sign_between(text: str) -> str:
    """Which product was typed: entrywise, dot, cross, star, or nothing.

    >>> sign_between(" ⊙ "), sign_between(" · "), sign_between(" ")
    ('entrywise', 'dot', '')
    """
    return next((name for name, pattern in _SIGNS if pattern.search(text)), "")


def _respelled(text: str, places: list[int], pattern: re.Pattern[str], new: object) -> tuple[str, list[int]]:
    pieces: list[str] = []
    found: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        written = new(match) if callable(new) else match.expand(str(new))
        pieces += [text[at : match.start()], written]
        found += places[at : match.start()]
        found += [places[match.start()]] * max(len(written) - 1, 0) + ([places[match.end() - 1]] if written else [])
        at = match.end()
    return "".join([*pieces, text[at:]]), found + places[at:]
