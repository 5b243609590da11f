"""How the answers to ``layers`` and ``slip`` are written down, by authors and by students.

    sin u; u = x^2 + 1              f(u) = sin u, u = x^2 + 1
    outer: sin u; inner: x^2 + 1    外层 sin u，内层 x^2 + 1
    sin, x^2 + 1                    u^3, sin v, 2x

    3: du/dx = 2x                   the number of the first wrong line, and what should stand there
    line 3                          the number alone

The functions are kept from the outside in. This module knows how answers are written; it must not know what is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from itertools import pairwise
from typing import Any

import sympy

from chainrule.errors import ParseError
from chainrule.expression.build import build
from chainrule.expression.characters import fold
from chainrule.expression.functions import BY_NAME
from chainrule.expression.task import parse_syntax
from chainrule.expression.written import Equals, replace, symbols

OUTER = r"outer|outside|外(?:层|面)?"
INNER = r"inner|inside|内(?:层|面)?|里(?:层|面)?"
_ROLE = re.compile(rf"\s*(?:(?P<outer>{OUTER})|(?P<inner>{INNER}))\s*(?:function|layer|函数)?\s*(?:is\b|[:：=是为])?\s*", re.IGNORECASE)
_FILLER = re.compile(r"\s*(?:and|with|where|let|其中|设|令|和)(?![A-Za-z])\s*", re.IGNORECASE)
HOLE = sympy.Symbol("u")
"""What a function acts on where only its name is written."""
LETTERS = ("u", "v", "w", "p", "q", "r", "s")
"""Letters of layers that have none, or the same."""
ROOTS = ("sqrt", "cbrt", "exp")
"""Names of functions that are written as roots and powers."""
_ARTICLE = re.compile(r"\bthe\b", re.IGNORECASE)
_LEFT = re.compile(r"\s*([A-Za-zα-ω](?:_?\d)?)\s*(?:\(\s*([A-Za-zα-ω])\s*\))?\s*=(?!=)")
_EMPTY = re.compile(r"\s*\(\s*□?\s*\)$|\s*□$")
_SPLIT = re.compile(
    rf"[,;，；、\n]|(?=\b(?:{OUTER}|{INNER})\b)|(?=外(?:层|面)?|内(?:层|面)?|里(?:层|面)?)|\b(?:and|with|where)\b|其中", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One function as it was written: u = x² + 1 or f(u) = sin u. ``role``: outer, inner or nothing; ``bare``: only its name."""

    name: str
    tree: Any
    role: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Functions from the outside in; each but the last with the ``letter`` that stands for the next."""

    functions: tuple[Any, ...]
    letters: tuple[sympy.Symbol, ...]

    @property
    def outer(self) -> Any:
        """The outermost function."""
        return self.functions[0]

    @property
    def inner(self) -> Any:
        """All that stands inside the outermost function."""
        return Decomposition(self.functions[1:], self.letters[1:]).composed

    @property
    def composed(self) -> Any:
        """The functions put into each other."""
        whole = self.functions[-1]
        for function, letter in zip(self.functions[-2::-1], self.letters[::-1], strict=True):
            whole = put(function, letter, whole)
        return whole

    @property
    def pairs(self) -> tuple[tuple[sympy.Symbol | None, Any], ...]:
        """Each function with the letter it goes by; the outermost has none."""
        return tuple(zip((None, *self.letters), self.functions, strict=True))


def put(function: Any, letter: sympy.Symbol, inner: Any) -> Any:
    """A function with something put in for its letter."""
    return replace(function, {letter: inner})


def read_layers(text: str, goal: Any, variable: sympy.Symbol) -> Decomposition:
    """The decomposition of a function in a text. Raises ``ParseError``.

    >>> from chainrule.expression.build import parse
    >>> read_layers("inner x^2 + 1, outer sin u", parse("sin(x^2+1)"), sympy.Symbol("x")).functions
    (sin(u), x**2 + 1)
    """
    found = pieces(text)
    if len(found) < 2:
        raise ParseError("layers-both", {}, source=text)
    ordered = _ordered(found, goal, variable)
    letters = tuple(_letter(a, b, goal, variable) for a, b in pairwise(ordered))
    *outer, last = ordered
    inmost = put(last.tree, HOLE, variable) if last.bare else last.tree
    return _told_apart(Decomposition((*(p.tree for p in outer), inmost), letters), goal)


def pieces(text: str) -> list[Piece]:
    """The functions in a text, as they were written. Raises ``ParseError``."""
    return _merged([piece(part) for part in separated(text)])


def _told_apart(found: Decomposition, goal: Any) -> Decomposition:
    """Every layer with a letter of its own: sin, sqrt, x² + 1 is sin u, √v, x² + 1."""
    if len(set(found.letters)) == len(found.letters):
        return found
    taken = symbols(goal).union(*map(symbols, found.functions)) - set(found.letters)
    fresh = [letter for letter in map(sympy.Symbol, LETTERS) if letter not in taken][: len(found.letters)]
    if len(fresh) < len(found.letters):
        return found
    outer = tuple(put(tree, old, new) for tree, old, new in zip(found.functions, found.letters, fresh, strict=False))
    return Decomposition((*outer, found.functions[-1]), tuple(fresh))


def separated(text: str) -> list[str]:
    """The texts between commas, semicolons and words such as "outer"."""
    return [part for part in _SPLIT.split(_ARTICLE.sub(" ", text)) if _FILLER.sub(" ", part).strip()]


def _merged(found: list[Piece]) -> list[Piece]:
    """A role that stands alone belongs to the piece after it; y = f(u) only names what follows."""
    merged: list[Piece] = []
    role = ""
    for one in found:
        if one.tree is None:
            role = one.role
            continue
        merged.append(replace_fields(one, role=one.role or role))
        role = ""
    return merged


def piece(text: str) -> Piece:
    """One function of a decomposition. Raises ``ParseError``."""
    rest, role = _FILLER.sub("", text, count=1) if _FILLER.match(text) else text, ""
    label = _ROLE.match(rest)
    if label:
        role = "outer" if label["outer"] else "inner"
        rest = rest[label.end() :]
    if not rest.strip():
        return Piece("", None, role)
    left = _LEFT.match(fold(rest).folded)
    name = ""
    if left:
        rest, name = fold(rest).folded[left.end() :], left[1]
        again = _LEFT.match(rest)  # y = f(u) = sin u
        rest = rest[again.end() :] if again else rest
    bare = _EMPTY.sub("", rest.strip()).lower()
    is_bare = bare in ROOTS or (bare in BY_NAME and len(BY_NAME[bare].arguments) == 1)
    return Piece(name, function(f"{bare}(u)" if is_bare else rest), role, is_bare)


def function(text: str) -> Any:
    """A formula; □ is a place for something. Raises ``ParseError``."""
    tree = build(parse_syntax(text.replace("□", "u"), latex_input=None)[0])
    if isinstance(tree, Equals):
        raise ParseError("answer-not-one", {}, source=text)
    return tree


def _ordered(found: list[Piece], goal: Any, variable: sympy.Symbol) -> list[Piece]:
    """From the outside in: by what was said, else by who uses whose letter or a letter of its own, else as written."""
    if len(found) == 2 and (found[0].role == "inner" or found[1].role == "outer"):
        return found[::-1]
    if any(one.role for one in found):
        return found
    names = [one.name for one in found]
    uses = [{symbol.name for symbol in symbols(one.tree)} for one in found]
    if len(found) == 2 and names[0] in uses[1] and names[0] != variable.name and names[1] not in uses[0]:
        return found[::-1]
    known = {symbol.name for symbol in symbols(goal)}
    if len(found) == 2 and not found[1].bare and uses[1] - known and variable.name not in uses[1] and variable.name in uses[0] <= known:
        return found[::-1]  # 4x, cos u
    return found


def _letter(outer: Piece, inner: Piece, goal: Any, variable: sympy.Symbol) -> sympy.Symbol:
    """The letter of an outer function that stands for the inner one."""
    letters = symbols(outer.tree)
    named = sympy.Symbol(inner.name)
    if inner.name and named in letters:
        return named
    own = sorted(letters - symbols(goal), key=str)
    return own[0] if own else variable


# The first wrong line

_NUMBERED = re.compile(
    r"\s*(?:line|第|行|no\.?|#)?\s*(?P<number>\d{1,3})\s*(?:行|号|\.(?!\d))?\s*(?:(?:[:：,，;；、]|\s)\s*(?P<line>\S.*))?\s*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong with a working: the number of the line, and what should stand there; empty where only the line is said."""

    number: int
    line: str


def read_correction(text: str) -> Correction:
    """Number and line. Raises ``ParseError``.

    >>> read_correction("3: du/dx = 2x"), read_correction("line 3")
    (Correction(number=3, line='du/dx = 2x'), Correction(number=3, line=''))
    """
    found = _NUMBERED.fullmatch(text)
    if found is None:
        raise ParseError("correction-unnumbered", {"text": text.strip()})
    return Correction(int(found["number"]), (found["line"] or "").strip())
