"""The names of letters and functions: Greek, subscripts, and what spells a name by accident.

This module knows names; it must not know trees or brackets.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from chainrule.expression.characters import ACCENTS
from chainrule.expression.functions import BY_NAME, SPELLINGS, shown

GREEK: dict[str, str] = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", epsilon="ε", zeta="ζ", eta="η", theta="θ", iota="ι", kappa="κ",
    lamda="λ", mu="μ", nu="ν", xi="ξ", omicron="ο", pi="π", rho="ρ", sigma="σ", tau="τ", upsilon="υ", phi="φ",
    chi="χ", psi="ψ", omega="ω", Gamma="Γ", Delta="Δ", Theta="Θ", Lamda="Λ", Xi="Ξ", Pi="Π", Sigma="Σ",
    Upsilon="Υ", Phi="Φ", Psi="Ψ", Omega="Ω", varepsilon="ϵ", vartheta="ϑ", varphi="ϕ", ell="ℓ",
    **{"lambda": "λ", "Lambda": "Λ"},
)  # fmt: skip
"""Spelled-out letter to the letter."""

SPELLED: dict[str, str] = {letter: name for name, letter in GREEK.items()}
"""The letter to its spelled-out name."""

MARKS: dict[str, str] = {name: mark for mark, name in reversed(ACCENTS.items())}
"""Accent to the mark over a letter: hat, bar, tilde, dot."""

SUPERSCRIPTS = str.maketrans("0123456789+−-ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿⁱ")
LAYERS = str.maketrans("0123456789+-lL", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˡᴸ")
INDEX = frozenset("0123456789ijkmnp,")
"""What an index of any length may be lowered of."""
SUBSCRIPTS = str.maketrans("0123456789aeijkmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑᵢⱼₖₘₙₒₚᵣₛₜᵤᵥₓ")

BARE: frozenset[str] = frozenset(
    ["ln", "log"]
    + [prefix + name + suffix for prefix in ("", "a") for name in ("sin", "cos", "tan", "cot", "sec", "csc") for suffix in ("", "h")]
)
"""Functions printed without brackets before one letter or number: sin x, ln 2."""

UNKNOWN: frozenset[str] = frozenset("fghFGH")
"""Letters that read as an unknown function before a bracket."""

CALLING: frozenset[str] = UNKNOWN | {row.shown for row in BY_NAME.values() if len(row.shown) == 1}
"""Letters, Greek ones as themselves, that a bracket after them would turn into a function: f(x), σ(x)."""

VARIABLES: frozenset[str] = frozenset("xyzuvwstrh") | {"theta", "phi"}
"""Letters that vary, where nothing is said; a, k, m … are parameters."""

_WORDS: frozenset[str] = frozenset(word.lower() for word in (*SPELLINGS, *GREEK, "sqrt", "cbrt", "root", "lg", "lb", "ld", "sgn"))
_LONGEST = max(map(len, _WORDS))


class Letter(NamedTuple):
    """A letter taken apart: ``x_1`` is x with the subscript 1; an accent stays with the base."""

    base: str
    subscript: str


@lru_cache(maxsize=4096)
def letter(name: str) -> Letter:
    """The base of the name, spelled out, and its subscript.

    >>> letter("x_1"), letter("w_{12}"), letter("θ")
    (Letter(base='x', subscript='1'), Letter(base='w', subscript='12'), Letter(base='theta', subscript=''))
    >>> letter("y_hat_1")
    Letter(base='y_hat', subscript='1')
    """
    base, _, subscript = name.partition("_")
    accent, _, index = subscript.partition("_")
    if not base:
        return Letter(name, "")
    base = SPELLED.get(base, base)
    return Letter(f"{base}_{accent}", index.strip("{}")) if accent in MARKS else Letter(base, subscript.strip("{}"))


def accented(base: str) -> tuple[str, str]:
    """The base of a letter without its accent, and the accent.

    >>> accented("y_hat"), accented("y")
    (('y', 'hat'), ('y', ''))
    """
    plain, _, accent = base.rpartition("_")
    return (plain, accent) if accent in MARKS else (base, "")


def glyph(base: str) -> str:
    """The base of a letter as it is printed.

    >>> glyph("theta"), glyph("y_hat"), glyph("pred")
    ('θ', 'ŷ', 'pred')
    """
    plain, accent = accented(base)
    return unicodedata.normalize("NFC", GREEK.get(plain, plain) + MARKS.get(accent, ""))


def layered(base: str) -> tuple[str, str]:
    """The base of a letter without its layer, and the layer.

    >>> layered("W^(2)"), layered("W")
    (('W', '2'), ('W', ''))
    """
    plain, _, layer = base.partition("^(")
    return plain, layer.removesuffix(")")


def plain(name: str) -> str:
    """The name of a function in ASCII.

    >>> plain("asin"), plain("sigmoid"), plain("gamma")
    ('arcsin', 'sigmoid', 'Gamma')
    """
    text = shown(name)
    return text if text.isascii() else {"gamma": "Gamma"}.get(name) or SPELLED.get(name, name)


@lru_cache(maxsize=4096)
def superscript(text: str) -> str | None:
    """The text raised, when that can be read at a glance: signs, digits, n and i.

    >>> superscript("n − 1"), superscript("x"), superscript("2·3")
    ('ⁿ⁻¹', None, None)
    """
    tight = text.replace(" ", "")
    return tight.translate(SUPERSCRIPTS) if len(tight) <= 12 and set(tight) <= set("0123456789+−-ni") else None


@lru_cache(maxsize=4096)
def subscript(text: str) -> str | None:
    """The text lowered: any number, up to two letters that have the form, or the letters of an index.

    >>> subscript("12"), subscript("i"), subscript("b")
    ('₁₂', 'ᵢ', None)
    """
    lowered = text.translate(SUBSCRIPTS)
    index = len(text) <= 2 or set(text) <= INDEX
    return lowered if text.isascii() and index and not set(lowered) & set(text) - {","} else None


def spells(run: str) -> bool:
    """Whether letters written without a gap contain a name (lnx, xsin, pi) or look like a word (four and more).

    >>> spells("lnx"), spells("xy"), spells("pi"), spells("xyxy")
    (True, False, True, True)
    """
    run = run.lower()
    return len(run) > 3 or any(run[i:j] in _WORDS for i in range(len(run)) for j in range(i + 2, min(len(run), i + _LONGEST) + 1))
