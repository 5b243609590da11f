"""Characters: every spelling of a character folded into one, places kept.

This module knows characters; it must not know tokens, functions, grammar or SymPy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from chainrule.errors import ParseError, TooLarge
from chainrule.expression.syntax import Note

LENGTH = 10_000
"""A longer formula is refused."""
LONGEST = 200_000
"""A longer text of several definitions is refused."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵉᵏᵐᵗᵘᵛʷᶻ", "0123456789+-=()nixyabcdekmtuvwz", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅛": "1/8",
}  # fmt: skip

SAME = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("×·⋅∙•∗✕⨯・", "*"), **dict.fromkeys("÷⁄∕", "/"), **dict.fromkeys("−–—‐‑﹣", "-"), **dict.fromkeys("′’‘´", "'"),
    **dict.fromkeys("｜∣❘", "|"), "⟨": "<", "⟩": ">", "。": ".", "、": ",", "【": "[", "】": "]", "″": '"', "‴": "'\"",
    **dict.fromkeys("“”„", '"'), **dict.fromkeys("→⟼⟶", "↦"), **dict.fromkeys("≡≔", "="), "⩽": "≤", "⩾": "≥",
    "ϕ": "φ", "ϵ": "ε", "ϑ": "θ", "µ": "μ", "\u2206": "Δ", "\r": "\n", "﹢": "+", "㏑": "ln", "㏒": "log",
}  # fmt: skip
"""Spellings that mean the same."""

LOOKALIKES = dict(
    zip("асеорхуіѕјԁһАВЕКМНОРСТХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aceopxyisjdhABEKMHOPCTXISJABEZHIKMNOPTYXo", strict=True)
)  # fmt: skip
"""Cyrillic and Greek letters that look Latin."""

ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot"}
"""Marks over a letter: ŷ is y_hat."""
SAME |= {mark: f"_{{{name}}}" for mark, name in ACCENTS.items()}

REFUSED = {
    "°": "degrees", **dict.fromkeys("∫∬∮", "integral"), **dict.fromkeys("∑∏", "large-sign"), "∞": "infinity", "%": "percent",
    "∘": "composition", "_": "lonely-underscore", **dict.fromkeys(map(chr, (*range(9), *range(14, 32), 127)), "control-character"),
}  # fmt: skip
"""Signs that are no token, with a sentence of their own."""
DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")

_OWN = "".join((*SUPERSCRIPTS, *SUBSCRIPTS, *FRACTIONS)) + "√∛∜∂≤≥≠≈∈↦α-ξπ-ωΓΔΘΛΞΠΣΦΨΩ\u3400-\u9fff"
_PLAIN = re.compile(rf"[ -~\n{_OWN}]*")
"""Text in which every character stands for itself."""
_STYLED = re.compile("[\u2100-\u214f\U0001d400-\U0001d7ff]")
"""Slanted, bold and double-struck letters and digits, as word processors write them."""
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


class Source(NamedTuple):
    """A text as typed and folded; ``starts`` and ``ends`` are the places of each folded character in the text as typed, if they differ."""

    text: str
    folded: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    notes: tuple[Note, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A place in the folded text as a place in the text as typed.

        >>> fold("√（\u200bx").span(2, 3)
        (3, 4)
        """
        if self.starts is None or self.ends is None:
            return start, end
        first = self.starts[start] if start < len(self.starts) else len(self.text)
        return first, self.ends[end - 1] if start < end <= len(self.ends) else first + (end > start)


def fold(text: str) -> Source:
    """The text with every spelling folded.

    Raises ``ParseError`` for a character that has no place in mathematics, by its code point.
    """
    check_length(text)
    if (text.isascii() and "\r" not in text) or _PLAIN.fullmatch(text):
        return Source(text, text)
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        spelled = "" if letter in DROPPED else _spelled(letter, place, text)
        letters.append(spelled)
        places += [place] * len(spelled)
    return Source(text, "".join(letters), places, [place + 1 for place in places])


def check_length(text: str) -> None:
    """Refuse a text that is too long: one formula, or several definitions."""
    limit = LENGTH if len(text) <= LENGTH or text.count("=") < 2 else LONGEST
    if len(text) > limit:
        raise TooLarge("text-too-long", {"limit": limit, "length": len(text)})


def _spelled(letter: str, place: int, text: str) -> str:
    """A character as the rest of the parser knows it."""
    if letter in SAME:
        return SAME[letter]
    span, code = (place, place + 1), f"U+{ord(letter):04X}"
    if letter in LOOKALIKES:
        raise ParseError("look-alike", {"code": code, "meant": LOOKALIKES[letter]}, span=span, source=text)
    if unicodedata.category(letter) in _INVISIBLE and letter not in "\n\t\v\f":
        raise ParseError("control-character", {"code": code}, span=span, source=text)
    if _STYLED.match(letter):
        return unicodedata.normalize("NFKC", letter)
    base, mark = (*unicodedata.normalize("NFD", letter), "")[:2]
    return base + SAME[mark] if mark in ACCENTS else letter
