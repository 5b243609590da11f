"""How answers are written: y′ = …, dy/dx = … = …, with + C, with u, with derivatives still to be taken.

    y' = 3u^2 * 2x = 6x(x^2+1)^2      two sides; the last one counts
    cos(u) u'                         letters and derivatives that are to be put back
    2x^3 + C                          the constant of an integral, dropped and said

This module knows how students write answers; it must not know rules or what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

import sympy

from chainrule.errors import ChainruleError, ParseError
from chainrule.expression import asks
from chainrule.expression.build import build
from chainrule.expression.characters import Source, fold
from chainrule.expression.latex import is_latex, latex
from chainrule.expression.phrases import power
from chainrule.expression.syntax import Note
from chainrule.expression.task import parse_syntax
from chainrule.expression.written import Equals, Plus, Primed, Rate, Vector, replace, symbols

READINGS = 4
"""So many other readings of an answer are looked at."""
CONSTANTS = frozenset(("C", "c", "K", "const"))
"""Letters of a constant of integration."""

_SAME_LENGTH = str.maketrans({"∴": " ", "⇒": "=", "≈": "=", "≡": "=", "&": " "})
_LEAD = re.compile(
    r"\s*(?:(?:so|therefore|hence|thus|(?:the\s+)?(?:answer|derivative)(?:\s+is)?|ans|solution)\b|答案?(?:是|为)?|(?:其|它的)?导数(?:是|为)?|解|所以|因此|故|即|则)\s*[:：,，]?\s*",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"(?<![<>!])=+>?")
_NAME = re.compile(
    r"""\s*(?:[A-Za-zα-ωΑ-Ω]|theta)(?:_\{?\w+\}?)?\s*(?:\(\s*[A-Za-zα-ω]\s*\))?\s*
    |\s*[A-Za-z]_\{?[a-z]\}?\s*|\s*d[a-z]\s*
    |\s*D_?[a-z]?\s*\(?\s*[a-z]?\s*\)?\s*""",
    re.VERBOSE,
)
"""A left-hand side that is only a name: y, f(x), f_x, D_x y."""
_DIFFERENTIAL = re.compile(r"(?<=[\w)\s*])[\s*]+d\s?([A-Za-z])[\s.]*$")
"""The dx of dy = 2x dx."""
_ORDER = r"(?:\^\{?\d\}?|[²³])?"
_TASK = re.compile(r"\s*(?:d|∂)\s*(?:/|\().*|.*\)\s*'+\s*", re.DOTALL)
"""The task written once more: d/dx (…), (…)′"""

_SLOPE = re.compile(
    rf"[d∂](?P<n>{_ORDER})\s*(?P<of>[A-Za-z])\s*(?:\([a-z]\))?\s*/\s*(?P<open>\()?\s*[d∂]\s*(?P<by>[A-Za-z])(?P<m>{_ORDER})(?![A-Za-z])(?(open)\s*\))"
)
_PRIME = re.compile(r"(?<![A-Za-z])([A-Za-z])\s*('+|\"|\^\{?'+\}?)(?!['(]|\s*\()")
_BEHIND = re.compile(r"\)\s*'")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was read. ``sides`` are what stands between the equals signs, the last one counts.

    ``others`` are the last side in other readings; ``constant`` is the C of a "+ C" that was dropped,
    ``differential`` tells whether a dx behind it was.
    """

    text: str
    sides: tuple[Any, ...]
    notes: tuple[Note, ...] = ()
    others: tuple[Any, ...] = ()
    constant: sympy.Symbol | None = None
    differential: bool = False

    @property
    def tree(self) -> Any:
        """What counts."""
        return self.sides[-1]


def read_answer(text: str, letters: frozenset[str], log_base: int | None = None) -> Answer:
    """The answer in a text; ``letters`` are those of the problem. Raises ``ParseError`` with the place.

    >>> read_answer("y' = 3u^2 * 2x = 6x(x^2+1)^2", frozenset("xy")).sides
    (3*u**2*2*x, 6*x*(x**2 + 1)**2)
    """
    source = prepared(text)
    differential = _DIFFERENTIAL.search(source.folded)
    if differential and differential[1] not in letters:
        differential = None
    pieces = list(between(source, stop=differential.start() if differential else None))
    sides, notes = [], []
    for i, (start, stop) in enumerate(pieces):
        last = i == len(pieces) - 1
        if not last and _left_hand_side(source.folded[start:stop], first=not i):
            continue
        tree, found = read_side(text, source, start, stop, log_base)
        sides.append(tree)
        notes += found if last else []
    tree, constant = _without_constant(sides[-1], letters)
    others = tuple(_others(text, source, pieces[-1], notes, log_base))
    return Answer(text, (*sides[:-1], tree), (*source.notes, *notes), others, constant, differential is not None)


def prepared(text: str) -> Source:
    """The text in plain notation, without words in front, its places kept."""
    plain = text.translate(_SAME_LENGTH)
    lead = _LEAD.match(plain)
    if lead and lead.end() < len(plain):
        plain = " " * lead.end() + plain[lead.end() :]
    return latex(plain) if is_latex(plain) else fold(plain)


def between(source: Source, separator: re.Pattern[str] = _EQUALS, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, int]]:
    """The parts between equals signs (or other separators) outside of brackets."""
    stop = len(source.folded) if stop is None else stop
    levels = [0, *accumulate((letter in "([{") - (letter in ")]}") for letter in source.folded)]
    for match in separator.finditer(source.folded, start, stop):
        if levels[match.start()] == 0:
            yield start, match.start()
            start = match.end()
    yield start, stop


def _left_hand_side(piece: str, first: bool) -> bool:
    """Whether a piece only names the derivative: y′, dy/dx, f′(x), d/dx (…), also a careless y."""
    try:
        if not piece.strip() or asks.alone(piece, 0, len(piece)):
            return True
    except asks.Rates:  # d/dx²: no name; the reader of formulas says what is wrong with it
        return False
    return first and bool(_NAME.fullmatch(piece) or _TASK.fullmatch(piece))


def read_side(text: str, source: Source, start: int, stop: int, log_base: int | None) -> tuple[Any, list[Note]]:
    """One side; derivatives inside it as letters or as rates."""
    piece = source.folded[start:stop]
    try:
        syntax, notes = parse_syntax(_derivatives(piece), latex_input=False, log_base=log_base)
    except ChainruleError as error:
        span = _span(source, start, error.span) if error.span and _derivatives(piece) == piece else None
        raise type(error)(error.kind, error.facts, span=span, source=text) from None
    tree = build(syntax)
    if isinstance(tree, Equals | Vector):
        raise ParseError("answer-not-one", {}, source=text)
    return tree, [Note(n.kind, n.facts, _span(source, start, n.span)) for n in notes]


def _span(source: Source, start: int, span: tuple[int, int]) -> tuple[int, int]:
    """A place in a side as a place in the whole text."""
    end = len(source.folded)
    return source.span(min(start + span[0], end), min(start + span[1], end))


def _derivatives(piece: str) -> str:
    """The text with derivatives in it in a form that can be read: u′ as a letter, (x²)′ as d/dx (x²)."""
    if not set(piece) & set("'\"") and "/d" not in piece.replace(" ", "") and "∂" not in piece:
        return piece
    piece = _SLOPE.sub(lambda m: f" ({m['of']}_{{by{m['by']}{power(m['n'])}}}) ", piece)
    piece = _PRIME.sub(lambda m: f" {m[1]}_{{by{m[2].count(chr(39)) + 2 * m[2].count(chr(34))}}} ", piece)
    while match := _BEHIND.search(piece):
        opening = _opening(piece, match.start())
        if opening is None:
            return piece
        piece = f"{piece[:opening]}(d/dx{piece[opening : match.start() + 1]}){piece[match.end() :]}"
    return piece


def _opening(piece: str, closing: int) -> int | None:
    level = 0
    for i in range(closing, -1, -1):
        level += (piece[i] in ")]}") - (piece[i] in "([{")
        if level == 0:
            return i
    return None


def _without_constant(tree: Any, letters: frozenset[str]) -> tuple[Any, sympy.Symbol | None]:
    """The answer without a "+ C"."""
    if isinstance(tree, Plus):
        last = tree.args[-1]
        if isinstance(last, sympy.Symbol) and last.name in CONSTANTS - letters and last not in symbols(Plus(*tree.args[:-1])):
            rest = tree.args[:-1]
            return (rest[0] if len(rest) == 1 else Plus(*rest)), last
    return tree, None


def _others(text: str, source: Source, piece: tuple[int, int], notes: list[Note], log_base: int | None) -> Iterator[Any]:
    """The last side with one of its notes read the other way."""
    if source.starts is not None:
        return
    for note in notes[:READINGS]:
        other = note.facts.get("other")
        if other:
            a, b = note.span
            rewritten = f"{source.folded[piece[0] : a]}({other}){source.folded[b : piece[1]]}".strip()
            try:
                yield build(parse_syntax(rewritten, latex_input=False, log_base=log_base)[0])
            except ChainruleError:
                continue


def as_written(tree: Any, variable: sympy.Symbol | None = None) -> Any:
    """The tree with u′ and dy/du where it has letters for them: to be shown; with a ``variable`` u′ is du/dx.

    >>> as_written(sympy.Symbol("y_byu1")), as_written(sympy.Symbol("u"))
    (Derivative(y, u), u)
    """
    found = {letter: part for letter in symbols(tree) if (part := slope(letter))}
    return replace(tree, {letter: _slope_tree(part, variable) for letter, part in found.items()}) if found else tree


def _slope_tree(part: Slope, variable: sympy.Symbol | None) -> Any:
    by = sympy.Symbol(part.by) if part.by else variable
    return Rate(sympy.Symbol(part.of), by, part.order) if by is not None else Primed(part.of, (part.order,))


class Slope(NamedTuple):
    """A derivative that is written as a letter: of what, by what (nothing: by the variable), how often."""

    of: str
    by: str
    order: int


def slope(symbol: sympy.Symbol) -> Slope | None:
    """What a letter made of u′, dy/du or d²y/dx² stands for.

    >>> slope(sympy.Symbol("u_by1")), slope(sympy.Symbol("y_byu2")).order, slope(sympy.Symbol("u_1"))
    (Slope(of='u', by='', order=1), 2, None)
    """
    found = re.fullmatch(r"([A-Za-z])_by([A-Za-z]?)(\d)", symbol.name)
    return Slope(found[1], found[2], int(found[3])) if found else None
