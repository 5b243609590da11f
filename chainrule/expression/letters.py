"""Runs of letters to names: ``xsinx`` is x·sin x, ``theta`` one letter, ``abc`` a product.

Law: function names, Greek names and names the input defines are found from the left, the longest
first; every other letter is a variable of its own.
This module knows names; it must not know grammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection
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
WORDS = {**dict.fromkeys((*SPELLINGS, *ROOTS, *LOGS), "function"), **dict.fromkeys(GREEK.values(), "name"), "pi": "name"}
UNKNOWN = frozenset({"f", "g", "h", "F", "G", "H", "phi", "Phi", "psi", "Psi"})
"""Letters customary for functions: before a bracket they are one."""
BOTH = {
    "sigma": "sigmoid",
    "gamma": "gamma",
    "Gamma": "gamma",
    "psi": "digamma",
    "σ": "sigmoid",
    "Γ": "gamma",
    "ψ": "digamma",
    "psi_1": "trigamma",
    "beta": "",
    "zeta": "",
}
"""Greek letters that are functions before a bracket."""
LONELY = frozenset({"mu", "nu", "xi", "Xi", "Pi", "sh", "ch", "th", "lb", "ld", "tg", "sen"})
"""Names so short that they count only where they stand alone."""
SHORT = {"sh": "sinh", "ch": "cosh", "th": "tanh", "tg": "tan"}
"""Short names of functions that could as well be two letters; the reading is shown."""
PROSE = frozenset(
    [
        "what",
        "which",
        "the",
        "this",
        "that",
        "then",
        "than",
        "find",
        "show",
        "solve",
        "prove",
        "given",
        "where",
        "when",
        "with",
        "from",
        "into",
        "let",
        "and",
        "but",
        "not",
        "for",
        "are",
        "was",
        "has",
        "have",
        "can",
        "you",
        "your",
        "hello",
        "help",
        "please",
        "answer",
        "question",
        "problem",
        "function",
        "derivative",
        "differentiate",
        "integral",
        "integrate",
        "limit",
        "compute",
        "calculate",
        "equals",
        "plus",
        "minus",
        "times",
        "over",
        "divided",
        "squared",
        "cubed",
        "import",
        "class",
        "def",
        "return",
        "print",
        "eval",
        "exec",
        "system",
        "true",
        "false",
        "none",
        "null",
        "undefined",
        "nan",
        "inf",
        "infinity",
        "lim",
        "int",
        "sum",
        "prod",
        "max",
        "min",
        "mod",
        "det",
        "dim",
        "gcd",
        "arg",
        "conj",
        "respect",
        "of",
        "to",
        "or",
        "so",
        "do",
        "no",
        "on",
    ]
)
"""Words of a sentence, of other tools and of programs: no student's product."""
FOREIGN = {
    "sinus": "sin", "cosinus": "cos", "kosinus": "cos", "tangens": "tan", "tangent": "tan", "cotangens": "cot", "sine": "sin",
    "cosine": "cos", "seno": "sin", "coseno": "cos", "arcsine": "arcsin", "arctangent": "arctan", "exponential": "exp",
    "logarithm": "ln", "squareroot": "sqrt", "rac": "sqrt", "wurzel": "sqrt", "pow": "x^n", "sqr": "sqrt", "arcus": "arcsin",
}  # fmt: skip
"""Names from other languages and long names, and ours."""

_FUNCTIONS = [word for word, kind in WORDS.items() if kind == "function" and len(word) > 1 and word not in LONELY]
_PATTERN = re.compile("|".join(sorted((word for word in WORDS if len(word) > 1 and word not in LONELY), key=len, reverse=True)) + "|.")
_LONG = 7


@lru_cache(maxsize=512)
def split(run: str, bound: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """The run as (spelling, kind) pieces, kind ``function`` or ``name``.

    >>> [piece for piece, kind in split("xsinx")], [piece for piece, kind in split("arcsinx")]
    (['x', 'sin', 'x'], ['arcsin', 'x'])
    """
    if run in bound or len(run) == 1:
        return ((run, "function" if run in SPELLINGS and run not in BOTH and run not in bound else "name"),)
    if run in LONELY:
        return ((run, WORDS.get(run, "name")),)
    small = run.lower()
    if run not in WORDS and run[0].isupper() and WORDS.get(small) == "function" and small not in LONELY:
        return ((small, "function"),)
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
    """Refuse a word that is no product a student would write, with the function it resembles."""
    if run in WORDS or run in bound or not run.isascii() or split(run, frozenset(bound))[0] == (run.lower(), "function"):
        return
    span = (start, end)
    foreign = FOREIGN.get(run.lower())
    if foreign:
        raise ParseError("unknown-name", {"name": run, "near": foreign}, span=span, source=source)
    if run.lower() in PROSE:
        raise ParseError("unknown-function" if called else "prose", {"name": run, "word": run}, span=span, source=source)
    plain = all(kind == "name" and len(piece) == 1 for piece, kind in split(run, frozenset(bound)))
    if not plain or len(run) < (3 if called else 4):
        return
    near = _nearest(run.lower(), called)
    if near:
        raise ParseError("unknown-name", {"name": run, "near": near}, span=span, source=source)
    if called:
        raise ParseError("unknown-function", {"name": run}, span=span, source=source)
    if run.islower() and (len(set(run)) < len(run) or len(run) >= _LONG):
        raise ParseError("long-word", {"word": run, "product": "*".join(run)}, span=span, source=source)


def _nearest(run: str, called: bool) -> str | None:
    """The function whose name is nearest, when it is near: at most one letter more or less."""
    from difflib import get_close_matches

    close = get_close_matches(run, _FUNCTIONS, 5, 0.6 if called else 0.72)
    return next((word for word in close if abs(len(word) - len(run)) <= 1), None)
