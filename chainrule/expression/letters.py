"""Runs of letters to names: ``xsinx`` is x·sin x, ``theta`` one letter, ``abc`` a product.

Law: function names, Greek names and names the input defines are found from the left, the longest
first; every other letter is a variable of its own.
This module knows names; it must not know grammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

from chainrule.errors import ParseError
from chainrule.expression.functions import SPELLINGS

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
"""Letter to name."""

ROOTS = {"sqrt": 2, "cbrt": 3, "root": 0}
"""Roots by name; ``root(n, x)`` says its index."""
LOGS = {"log": 0, "lg": 10, "lb": 2, "ld": 2}
"""Logarithms with a base; ``log`` says its own, or is natural."""
WORDS = {**{name: "function" for name in (*SPELLINGS, *ROOTS, *LOGS)}, **{name: "name" for name in GREEK.values()}, "pi": "name"}
UNKNOWN = frozenset({"f", "g", "h", "F", "G", "H", "phi", "Phi", "psi", "Psi"})
"""Letters customary for functions: before a bracket they are one."""
BOTH = {"sigma": "sigmoid", "gamma": "gamma", "Gamma": "gamma", "psi": "digamma", "σ": "sigmoid", "Γ": "gamma", "ψ": "digamma", "beta": "", "zeta": ""}
"""Greek letters that are functions before a bracket."""
LONELY = frozenset({"mu", "nu", "xi", "Xi", "Pi"})
"""Greek names so short that they count only where they stand alone."""

_GREEK_NAMES = frozenset(GREEK.values())
_PATTERN = re.compile("|".join(sorted((word for word in WORDS if len(word) > 1 and word not in LONELY), key=len, reverse=True)) + "|.")


@lru_cache(maxsize=512)
def split(run: str, bound: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """The run as (spelling, kind) pieces, kind ``function`` or ``name``.

    >>> [piece for piece, kind in split("xsinx")], [piece for piece, kind in split("arcsinx")]
    (['x', 'sin', 'x'], ['arcsin', 'x'])
    """
    if run in bound:
        return ((run, "name"),)
    if run in LONELY:
        return ((run, "name"),)
    pieces: list[tuple[str, str]] = []
    at = 0
    names = sorted((name for name in bound if len(name) > 1 and name.isalpha()), key=len, reverse=True)
    while at < len(run):
        own = next((name for name in names if run.startswith(name, at)), None)
        piece = own or _PATTERN.match(run, at).group()  # type: ignore[union-attr]
        kind = "name" if own or (len(piece) == 1 and piece not in SPELLINGS) else WORDS.get(piece, "name")
        pieces.append((piece, "name" if piece in BOTH else kind))
        at += len(piece)
    return tuple(pieces)


def canonical(spelling: str) -> str:
    """The name of a letter: θ and theta are one."""
    return GREEK.get(spelling, spelling)


def check_word(run: str, called: bool, start: int, end: int, source: str, bound: Collection[str]) -> None:
    """Refuse a word that is no product a student would write but resembles a function."""
    if len(run) < 3 or run in WORDS or run in bound or not run.isascii():
        return
    pieces = split(run, frozenset(bound))
    plain = all(kind == "name" and len(piece) == 1 for piece, kind in pieces)
    foreign = FOREIGN.get(run.lower())
    if not foreign and not (plain and (called or len(run) > 3)):
        return
    near = foreign or next(iter(get_close_matches(run.lower(), [word for word in WORDS if len(word) > 1], 1, 0.6 if called else 0.72)), None)
    if near:
        raise ParseError("unknown-name", {"name": run, "near": near}, span=(start, end), source=source)
    if called and len(run) > 2 and plain:
        raise ParseError("unknown-function", {"name": run}, span=(start, end), source=source)


FOREIGN = {
    "sinus": "sin", "cosinus": "cos", "kosinus": "cos", "tangens": "tan", "tangent": "tan", "cotangens": "cot", "sine": "sin", "cosine": "cos",
    "seno": "sin", "sen": "sin", "arcsine": "arcsin", "arctangent": "arctan", "exponential": "exp", "logarithm": "ln", "squareroot": "sqrt",
    "rac": "sqrt", "wurzel": "sqrt",
}  # fmt: skip
"""Names from other languages and long names, and ours."""
