"""Text to tokens: plain text and Unicode, every spelling folded into one, places kept.

This module knows characters; it must not know functions, grammar or SymPy.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from chainrule.errors import ParseError, TooLarge

LENGTH = 10_000
"""A longer text is refused."""
DIGITS = 100
"""A longer number is refused."""


class Token(NamedTuple):
    """``kind``: number letters sub sup open close bar op root fraction prime comma separator equals end command.

    ``spaced`` tells whether white space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


SAME = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("×·⋅∙•∗✕⨯", "*"), **dict.fromkeys("÷⁄∕", "/"), **dict.fromkeys("−–—‐‑﹣", "-"), **dict.fromkeys("′’‘´`", "'"),
    **dict.fromkeys("｜∣❘", "|"), "⟨": "<", "⟩": ">", "。": ".", "、": ",", "【": "[", "】": "]", "″": '"', "“": '"', "”": '"', "„": '"',
    "ϕ": "φ", "ϵ": "ε", "ϑ": "θ", "µ": "μ", "Ω": "Ω", "\r": "\n", "﹢": "+", "ℯ": "e", "𝑒": "e", "𝑥": "x",
}  # fmt: skip
"""Spellings that mean the same character."""

LOOKALIKES = dict(zip("асеорхуіАВЕКМНОРСТХ", "aceopxyiABEKMHOPCTX", strict=True))
"""Cyrillic letters that look Latin."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵉᵏᵐᵗᵘᵛʷᶻ", "0123456789+-=()nixyabcdekmtuvwz", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅛": "1/8"}
DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f$")

_PATTERN = re.compile(
    rf"""(?P<space>[ \t\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+)
    |(?P<number>\d+\.\d+|\.\d+|\d+)
    |(?P<sub>_\{{[A-Za-z0-9,./+-]+\}}|_\d+|_[A-Za-z]|[{"".join(SUBSCRIPTS)}]+)
    |(?P<letters>[A-Za-zα-ωΑ-Ω∂∇]+)
    |(?P<sup>[{"".join(SUPERSCRIPTS)}]+)
    |(?P<fraction>[{"".join(FRACTIONS)}])
    |(?P<equals>=+)
    |(?P<op>\*\*|[-+*/^!])
    |(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<bar>\|)|(?P<root>[√∛∜])|(?P<prime>['"]+)
    |(?P<comma>,)|(?P<separator>[;\n]+)|(?P<angle>[<>])|(?P<point>\.)|(?P<colon>:)""",
    re.VERBOSE,
)


class Source(NamedTuple):
    """The text as typed, the text with its spellings folded, and the place of each folded character."""

    text: str
    folded: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A place in the text as typed."""
        last = self.places[end - 1] + 1 if end > start else self.places[start] if start < len(self.places) else len(self.text)
        return (self.places[start] if start < len(self.places) else len(self.text), last)


def fold(text: str) -> Source:
    """The text with every spelling folded.

    Raises ``ParseError`` for a character that has no place in mathematics, by its code point.
    """
    if len(text) > LENGTH:
        raise TooLarge("text-too-long", {"limit": LENGTH, "length": len(text)})
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in DROPPED:
            continue
        if letter in LOOKALIKES:
            facts = {"code": f"U+{ord(letter):04X}", "meant": LOOKALIKES[letter]}
            raise ParseError("look-alike", facts, span=(place, place + 1), source=text)
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") and letter not in "\n\r\t\v\f":
            raise ParseError("control-character", {"code": f"U+{ord(letter):04X}"}, span=(place, place + 1), source=text)
        letters.append(SAME.get(letter, letter))
        places.append(place)
    return Source(text, "".join(letters), places)


def tokenize(source: Source, start: int = 0, stop: int | None = None) -> list[Token]:
    """The tokens of a part of a folded text, closed by an ``end`` token."""
    tokens: list[Token] = []
    text, at, spaced = source.folded[:stop], start, False
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None or match.lastgroup is None:
            raise ParseError("unknown-character", {"seen": text[at], "code": f"U+{ord(text[at]):04X}"}, span=source.span(at, at + 1), source=source.text)
        kind, body = match.lastgroup, match.group()
        if kind == "space":
            spaced, at = True, match.end()
            continue
        span = source.span(at, match.end())
        if kind == "number" and len(body) > DIGITS:
            raise TooLarge("number-too-long", {"limit": DIGITS}, span=span, source=source.text)
        tokens.append(Token(kind, _plain(kind, body), *span, spaced))
        spaced, at = False, match.end()
    close = tokens[-1].end if tokens else source.span(at, at)[0]
    tokens.append(Token("end", "", close, close + 1, spaced))
    return tokens


def _plain(kind: str, body: str) -> str:
    """The text of a token in plain characters."""
    match kind:
        case "sup":
            return "".join(SUPERSCRIPTS[letter] for letter in body)
        case "sub":
            return body.strip("_{}") if body[0] == "_" else "".join(SUBSCRIPTS[letter] for letter in body)
        case "fraction":
            return FRACTIONS[body]
        case "op":
            return "^" if body == "**" else body
        case _:
            return body
