"""Runs of letters to names: ``xsinx`` is x·sin x, ``theta`` one letter, ``abc`` a product.

Law: function names, Greek names and names the input defines are found from the left, the longest
first; every other letter is a variable of its own.
This module knows names and how they are mistyped; it must not know grammar.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from chainrule.errors import ParseError
from chainrule.expression.characters import ACCENTS as CHARACTERS
from chainrule.expression.functions import SPELLINGS

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
"""Letter to name."""

ACCENTS = frozenset(CHARACTERS.values())
"""What a letter may bear: ŷ is y_hat, typed y_hat or yhat."""
_ACCENTED = re.compile(rf"([A-Za-z])({'|'.join(sorted(ACCENTS))})")

ROOTS = {"sqrt": 2, "cbrt": 3, "root": 0}
"""Roots by name; ``root(n, x)`` says its index."""
LOGS = {"log": 0, "lg": 10, "lb": 2, "ld": 2}
"""Logarithms with a base; ``log`` says its own, or is natural."""
WORDS = {**dict.fromkeys((*SPELLINGS, *ROOTS, *LOGS), "function"), **dict.fromkeys(GREEK.values(), "name"), "pi": "name"}
UNKNOWN = frozenset({"f", "g", "h", "F", "G", "H", "phi", "Phi", "psi", "Psi"})
"""Letters customary for functions: before a bracket they are one."""
BOTH = {
    "sigma": "sigmoid", "gamma": "gamma", "Gamma": "gamma", "psi": "digamma", "σ": "sigmoid", "Γ": "gamma", "ψ": "digamma",
    "psi_1": "trigamma", "beta": "", "zeta": "",
}  # fmt: skip
"""Greek letters that are functions before a bracket."""
LONELY = frozenset({"mu", "nu", "xi", "Xi", "Pi", "sh", "ch", "th", "lb", "ld", "tg"})
"""Names so short that they count only where they stand alone."""
SHORT = {"sh": "sinh", "ch": "cosh", "th": "tanh", "tg": "tan"}
"""Short names of functions that could as well be two letters; the reading is shown."""
FUNCTIONS = frozenset(word for word, kind in WORDS.items() if kind == "function" and len(word) > 1 and word not in LONELY)
"""Names that are functions wherever they stand."""

_SENTENCES = """
    what which the this that then than find show solve prove given where when with from into let and but not for are was has
    have can you your hello help please answer question problem function derivative differentiate integral integrate limit
    compute calculate equals plus minus times over divided squared cubed one two three half twice square cube import class def
    return print eval exec system true false none null undefined nan inf infinity lim int sum prod max min mod det dim gcd arg
    conj inv respect wrt of to or so do no on how work out derive slope evaluate
"""
PROSE = frozenset(_SENTENCES.split())
"""Words of a sentence, of other tools and of programs: no student's product."""
FOREIGN = {
    "sinus": "sin", "cosinus": "cos", "kosinus": "cos", "tangens": "tan", "tangent": "tan", "cotangens": "cot", "sine": "sin",
    "cosine": "cos", "sen": "sin", "seno": "sin", "coseno": "cos", "arcsine": "arcsin", "arctangent": "arctan", "exponential": "exp",
    "logarithm": "ln", "squareroot": "sqrt", "rac": "sqrt", "wurzel": "sqrt", "pow": "x^n", "sqr": "sqrt", "arcus": "arcsin",
    "diff": "d/dx",
}  # fmt: skip
"""Names from other languages and other tools, and ours."""

_CAPITALS = {name.capitalize(): name for name in FUNCTIONS if len(name) > 2 and name.capitalize() not in WORDS}
_PATTERN = re.compile("|".join(sorted((*(w for w in WORDS if len(w) > 1 and w not in LONELY), *_CAPITALS), key=len, reverse=True)) + "|.")
_LONG = 7


@lru_cache(maxsize=512)
def split(run: str, bound: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """The run as (spelling, kind) pieces, kind ``function`` or ``name``.

    >>> [piece for piece, kind in split("xsinx")], [piece for piece, kind in split("arcsinx")]
    (['x', 'sin', 'x'], ['arcsin', 'x'])
    """
    if run in bound:
        return ((run, "name"),)
    if run in LONELY:
        return ((run, WORDS[run]),)
    if accented(run):
        return ((run, "name"),)
    small = run.lower()
    if run not in WORDS and small in FUNCTIONS and (len(run) > 2 or run[0].isupper()):
        return ((small, "function"),)
    words, lengths = _words(bound)
    pieces: list[tuple[str, str]] = []
    at = 0
    while at < len(run):
        own = next((run[at : at + length] for length in lengths if run[at : at + length] in words), "")
        piece = own or _PATTERN.match(run, at).group()  # type: ignore[union-attr]
        at += len(piece)
        piece = _CAPITALS.get(piece, piece)
        pieces.append((piece, "function" if piece in FUNCTIONS and not own and piece not in BOTH else "name"))
    return tuple(pieces)


def canonical(spelling: str) -> str:
    """The name of a letter: θ and theta are one, and so are yhat and y_hat."""
    return GREEK.get(spelling) or accented(spelling) or spelling


def accented(run: str) -> str:
    """The name of a letter with its accent typed behind it: yhat is y_hat; what is a word is none."""
    found = _ACCENTED.fullmatch(run)
    return f"{found[1]}_{found[2]}" if found and run.lower() not in PROSE else ""


@lru_cache(maxsize=8)
def _words(bound: frozenset[str]) -> tuple[frozenset[str], tuple[int, ...]]:
    """The names of several letters among the bound ones, and how long they are, the longest first."""
    words = frozenset(name for name in bound if len(name) > 1 and name.isalpha())
    return words, tuple(sorted({*map(len, words)}, reverse=True))


def check_word(run: str, acts: bool, called: bool, bound: frozenset[str], span: tuple[int, int], source: str) -> None:
    """Refuse a word that is no product a student would write, with the function it resembles.

    ``acts`` tells whether something follows that a function could act on, ``called`` whether that is a bracket.
    """
    small = run.lower()
    if run in WORDS or small in FUNCTIONS or run in bound or not run.isascii() or accented(run):
        return
    near = FOREIGN.get(small) or (acts and _slips().get(run)) or None
    if near is None and small in PROSE:
        raise ParseError("unknown-function" if called else "prose", {"name": run, "word": run}, span=span, source=source)
    product = all(kind == "name" and len(piece) == 1 for piece, kind in split(run, bound))
    if near is None and product and len(run) >= (3 if called else 4):
        near = _nearest(small, called)
        if near is None and called:
            raise ParseError("unknown-function", {"name": run}, span=span, source=source)
        if near is None and run.islower() and (len(set(run)) < len(run) or len(run) >= _LONG):
            raise ParseError("long-word", {"word": run, "product": "*".join(run)}, span=span, source=source)
    if near:
        raise ParseError("unknown-name", {"name": run, "near": near}, span=span, source=source)


@cache
def _slips() -> dict[str, str]:
    """What comes out when a name is typed with one slip: two letters swapped, one doubled, one left out, I for l.

    >>> [_slips()[run] for run in ("sni", "sinn", "snh", "lgo", "Iog")]
    ['sin', 'sin', 'sinh', 'log', 'log']
    """
    found: dict[str, str] = {}
    for name in sorted(FUNCTIONS, key=len, reverse=True):
        for i in range(len(name)):
            swapped = name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :]
            doubled = name[: i + 1] + name[i:]
            shorter = name[:i] + name[i + 1 :] if i and len(name) > 3 + name.startswith("a") else ""
            found |= dict.fromkeys((swapped, doubled, shorter, name.replace("l", "I")), name)
    return {slip: name for slip, name in found.items() if len(slip) > 2 and slip not in WORDS}


@lru_cache(maxsize=512)
def _nearest(run: str, called: bool) -> str | None:
    """The function whose name is nearest, when it is near: at most one letter more or less."""
    from difflib import get_close_matches  # only where something is refused

    close = get_close_matches(run, sorted(FUNCTIONS), 5, 0.6 if called else 0.72)
    return next((word for word in close if abs(len(word) - len(run)) <= 1), None)
