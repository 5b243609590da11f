"""Text to tokens: plain text and Unicode, every spelling folded into one, places kept.

This module knows characters; it must not know functions, grammar or SymPy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from chainrule.errors import ParseError, TooLarge
from chainrule.expression.syntax import Note

LENGTH = 10_000
"""A longer text is refused."""
DIGITS = 100
"""A longer number is refused."""


class Token(NamedTuple):
    """``kind``: number letters sub sup open close bar op root fraction prime comma separator equals angle rate slope point end.

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
    **dict.fromkeys("｜∣❘", "|"), "⟨": "<", "⟩": ">", "。": ".", "、": ",", "【": "[", "】": "]", "″": '"', "‴": "'",
    "“": '"', "”": '"', "„": '"',
    "ϕ": "φ", "ϵ": "ε", "ϑ": "θ", "µ": "μ", "\u2126": "Ω", "\u2206": "Δ", "\r": "\n", "﹢": "+", "ℯ": "e", "𝑒": "e", "𝑥": "x",
}  # fmt: skip
"""Spellings that mean the same character."""

LOOKALIKES = dict(
    zip("асеорхуіѕјԁһАВЕКМНОРСТХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aceopxyisjdhABEKMHOPCTXISJABEZHIKMNOPTYXo", strict=True)
)  # fmt: skip
"""Cyrillic and Greek letters that look Latin."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵉᵏᵐᵗᵘᵛʷᶻ", "0123456789+-=()nixyabcdekmtuvwz", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
FRACTIONS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅖": "2/5",
    "⅗": "3/5",
    "⅘": "4/5",
    "⅙": "1/6",
    "⅛": "1/8",
}
DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f$")

_GREEK = "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega"
_RAISED = rf"(?:\^\{{?[0-9]+\}}?|[{''.join(SUPERSCRIPTS)}]+)?"
_PATTERN = re.compile(
    rf"""(?P<space>[ \t\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+)
    |(?P<number>[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)
    |(?P<sub>_\{{[A-Za-z0-9,./+-]+\}}|_[0-9]+|_(?:{_GREEK})(?![A-Za-z])|_[A-Za-zα-ωΑ-Ω]|[{"".join(SUBSCRIPTS)}]+)
    |(?P<rate>[d∂]{_RAISED}\s*/\s*[d∂]\s*(?:[A-Za-zα-ω]|theta|alpha|beta|gamma|phi|omega|tau|lambda)(?:_\{{?[A-Za-z0-9]+\}}?)?{_RAISED}(?:\s*∂\s*[A-Za-zα-ω](?:_\{{?[A-Za-z0-9]+\}}?)?{_RAISED})*(?![A-Za-zα-ω]))
    |(?P<slope>[d∂]\s*[A-Za-z]\s*/\s*[d∂]\s*[A-Za-zα-ω](?![A-Za-zα-ω]))
    |(?P<letters>[A-Za-zα-ωΑ-Ω∂∇]+)
    |(?P<sup>[{"".join(SUPERSCRIPTS)}]+)
    |(?P<fraction>[{"".join(FRACTIONS)}])
    |(?P<equals>=+)
    |(?P<op>\*\*|[-+*/^!])
    |(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<bar>\|)|(?P<root>[√∛∜])|(?P<prime>['"]+)
    |(?P<comma>,)|(?P<separator>[;\n]+)|(?P<angle>[<>])|(?P<point>\.)|(?P<colon>:)|(?P<under>_(?=[(\[{{]))""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"[ !'()*+,\-./0-9:;<=>?A-Z\[\]^_a-z{|}\n]*")
"""Text in which every character stands for itself."""
_ALPHABETS = range(0x1D400, 0x1D800)
"""Slanted and bold letters and digits, as word processors write them."""


class Source(NamedTuple):
    """The text as typed, the text with its spellings folded, the place of each folded character, and what to say about it."""

    text: str
    folded: str
    places: Sequence[int]
    notes: tuple[Note, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A place in the text as typed."""
        first = self.places[start] if start < len(self.places) else len(self.text)
        return first, self.places[end - 1] + 1 if end > start else first


def fold(text: str) -> Source:
    """The text with every spelling folded.

    Raises ``ParseError`` for a character that has no place in mathematics, by its code point.
    """
    if len(text) > LENGTH:
        raise TooLarge("text-too-long", {"limit": LENGTH, "length": len(text)})
    if _PLAIN.fullmatch(text):
        return Source(text, text, range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in DROPPED:
            continue
        span, code = (place, place + 1), f"U+{ord(letter):04X}"
        if letter in LOOKALIKES:
            raise ParseError("look-alike", {"code": code, "meant": LOOKALIKES[letter]}, span=span, source=text)
        if unicodedata.category(letter) in _INVISIBLE and letter not in "\n\r\t\v\f":
            raise ParseError("control-character", {"code": code}, span=span, source=text)
        if letter in REFUSED:
            raise ParseError(REFUSED[letter], {"sign": letter}, span=span, source=text)
        if letter == "‴":
            letters.append("'")
            places.append(place)
            letters.append('"')
            places.append(place)
            continue
        letters.append(unicodedata.normalize("NFKC", letter) if ord(letter) in _ALPHABETS else SAME.get(letter, letter))
        places.append(place)
    return Source(text, "".join(letters), places)


_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
REFUSED = {
    "°": "degrees",
    "∫": "integral",
    "∬": "integral",
    "∮": "integral",
    "∑": "large-sign",
    "∏": "large-sign",
    "∞": "infinity",
    "%": "percent",
}
"""Signs with a meaning of their own that is none here."""


def tokenize(source: Source, start: int = 0, stop: int | None = None) -> list[Token]:
    """The tokens of a part of a folded text, closed by an ``end`` token."""
    tokens: list[Token] = []
    text, places, at, spaced = source.folded, source.places, start, False
    stop = len(text) if stop is None else stop
    scan = _PATTERN.scanner(text, start, stop).match  # type: ignore[attr-defined]
    while at < stop:
        match = scan()
        if match is None:
            kind = "lonely-underscore" if text[at] == "_" else "unknown-character"
            raise ParseError(kind, {"seen": text[at], "code": f"U+{ord(text[at]):04X}"}, span=source.span(at, at + 1), source=source.text)
        kind, first, at = match.lastgroup, at, match.end()
        if kind == "space":
            spaced = True
            continue
        body = match.group()
        if kind == "number" and len(body) > DIGITS:
            raise TooLarge("number-too-long", {"limit": DIGITS}, span=source.span(first, at), source=source.text)
        if kind in _RESPELLED:
            body = _plain(kind, body)
        tokens.append(Token(kind, body, places[first], places[at - 1] + 1, spaced))
        spaced = False
    close = tokens[-1].end if tokens else source.span(at, at)[0]
    tokens.append(Token("end", "", close, close + 1, spaced))
    return tokens


_RESPELLED = frozenset(("sup", "sub", "fraction", "op"))


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
