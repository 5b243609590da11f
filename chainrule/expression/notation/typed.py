"""Plain text as a student types it.

    Law        parse(typed(tree)) == tree
    Brackets   as few as the law allows; an exponent of more than one letter or number has its own

What the law needs of the reader: a product is flat and read from the left together with ``/``, a sum
is flat, ``-`` binds less strongly than a product, brackets keep what is in them.

This module knows how the reader reads; it must not know how a textbook looks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import sympy

from chainrule.expression.arrays import Dot, Hadamard, Matmul, Norm, NormSquared, Scaled, Transposed
from chainrule.expression.notation.brackets import SCHOOLBOOK_LOGARITHMS, TYPED, Level
from chainrule.expression.notation.joins import Edge, Factor, Join, joins, read
from chainrule.expression.notation.names import GREEK, SPELLED, layered, letter, plain
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Partial, Plus, Power, Primed, Rate, Root, Times, Vector, fold


class _Typed(NamedTuple):
    """A typed subtree: its text, how it binds, its two ends, the letter it starts with, those it ends in."""

    text: str
    level: Level = Level.ATOM
    start: Edge = Edge.BRACKET
    end: Edge = Edge.BRACKET
    letter: str = ""
    unsigned: str = ""
    tail: str = ""


def typed(tree: sympy.Basic) -> str:
    """The tree as a student types it.

    >>> from sympy.abc import x
    >>> typed(Times(2, x, Apply("sin", Times(3, x))))
    '2x sin(3x)'
    >>> typed(Times(Over(3, 4), Power(Apply("asin", x), 2)))
    '3/4*arcsin(x)^2'
    """
    return fold(tree, lambda node, parts: _handler(type(node).__mro__)(node, parts)).text


# The end of the left factor, and what is typed before each start: . nothing, _ a space, · a star.
_JOINS = read("""
            NUMBER LETTER WORD NAME BRACKET BARS
NUMBER        ·      .     _    _     .      .
LETTER        ·      .     _    _     .      ·
WORD          ·      _     _    _     ·      ·
BRACKET       ·      .     _    _     .      ·
BARS          ·      ·     ·    ·     ·      ·
CALL          ·      ·     ·    _     ·      ·
INDEXED       ·      _     _    _     .      ·
CARET         ·      ·     ·    ·     ·      ·
QUOTIENT      ·      ·     ·    ·     ·      ·
""")
_SIGNS = {Join.NONE: "", Join.SPACE: " ", Join.DOT: "*"}


def _fit(part: _Typed, least: Level) -> _Typed:
    return part if part.level >= least else _Typed(f"({part.text})")


def _symbol(node: Any, parts: list[_Typed]) -> _Typed:
    base, below = letter(node.name)
    base, layer = layered(base)
    below = layer or SPELLED.get(below, below)
    text = base if not below else f"{base}_{below}" if below.isdigit() or len(below) == 1 else f"{base}_{{{below}}}"
    kind = Edge.LETTER if len(text) == 1 else Edge.WORD
    return _Typed(text, Level.ATOM, kind, kind, GREEK.get(text, text))


def _euler(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed("e", Level.ATOM, Edge.LETTER, Edge.LETTER, "e")


def _pi(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed("pi", Level.ATOM, Edge.WORD, Edge.WORD)


def _number(text: str) -> _Typed:
    return _Typed(text, Level.ATOM, Edge.NUMBER, Edge.NUMBER)


def _rational(node: Any, parts: list[_Typed]) -> _Typed:
    size = _number(str(abs(node.p)))
    if node.q != 1:
        size = _over(node, [size, _number(str(node.q))])
    return _minus(node, [size]) if node.p < 0 else size


def _decimal(node: Any, parts: list[_Typed]) -> _Typed:
    return _number(node.text)


def _plus(node: Any, parts: list[_Typed]) -> _Typed:
    if len(parts) < 2:
        return parts[0] if parts else _number("0")
    terms = [f" - {part.unsigned}" if part.unsigned else f" + {_fit(part, TYPED.term).text}" for part in parts[1:]]
    return _Typed(_fit(parts[0], TYPED.first_term).text + "".join(terms), Level.SUM)


def _minus(node: Any, parts: list[_Typed]) -> _Typed:
    body = _fit(parts[0], TYPED.negated).text
    return _Typed("-" + body, Level.SIGNED, unsigned=body)


def _times(node: Any, parts: list[_Typed]) -> _Typed:
    if len(parts) < 2:
        return parts[0] if parts else _number("1")
    first = parts[0] if parts[0].level is TYPED.first_group else _fit(parts[0], TYPED.factor)
    factors = [first, *(_fit(part, TYPED.factor) for part in parts[1:])]
    ends = [Factor(part.start, part.end, part.letter, part.tail or part.letter) for part in factors]
    signs = [_SIGNS[join] for join in joins(ends, _JOINS)]
    return _Typed("".join(sign + part.text for sign, part in zip(["", *signs], factors, strict=True)), Level.PRODUCT)


def _over(node: Any, parts: list[_Typed]) -> _Typed:
    above, below = _fit(parts[0], TYPED.numerator), _fit(parts[1], TYPED.denominator)
    return _Typed(f"{above.text}/{below.text}", Level.QUOTIENT, above.start, Edge.QUOTIENT)


def _power(node: Any, parts: list[_Typed]) -> _Typed:
    base, exponent = _fit(parts[0], TYPED.base), parts[1]
    short = exponent.level is Level.ATOM and exponent.start in _LEAVES
    end = Edge.CARET if short and exponent.start is not Edge.NUMBER else Edge.INDEXED
    text = exponent.text if short else f"({exponent.text})"
    return _Typed(f"{base.text}^{text}", Level.RAISED, base.start, end, base.letter)


_LEAVES = frozenset({Edge.NUMBER, Edge.LETTER, Edge.WORD})


def _root(node: Any, parts: list[_Typed]) -> _Typed:
    body, degree = (part.text for part in parts)
    text = {"2": f"sqrt({body})", "3": f"cbrt({body})"}.get(degree) or f"root({degree}, {body})"
    return _Typed(text, Level.ATOM, Edge.NAME, Edge.CALL)


def _apply(node: Any, parts: list[_Typed]) -> _Typed:
    name = plain(node.name)
    level = Level.RAISED if node.name in SCHOOLBOOK_LOGARITHMS else Level.ATOM
    match node.name, parts:
        case "abs", [argument] if "|" not in argument.text:
            return _Typed(f"|{argument.text}|", Level.ATOM, Edge.BARS, Edge.BARS)
        case "factorial", [argument] if argument.level is Level.ATOM and argument.start in _LEAVES:
            return _Typed(f"{argument.text}!", Level.RAISED, argument.start, Edge.CARET, argument.letter)
        case "log", [argument, base] if (
            base.level is Level.ATOM and base.start in (Edge.NUMBER, Edge.LETTER) and base.text.isalnum() and base.text != "e"
        ):
            return _Typed(f"log_{base.text}({argument.text})", level, Edge.NAME, Edge.CALL)
    return _Typed(f"{name}({_listed(parts)})", level, Edge.NAME, Edge.CALL)


def _listed(parts: list[_Typed]) -> str:
    return ", ".join(part.text for part in parts)


def _primed(node: Any, parts: list[_Typed]) -> _Typed:
    if len(node.orders) > 1:
        orders = ",".join(map(str, node.orders))
        return _Typed(f"{node.name}^({orders})({_listed(parts)})", Level.ATOM, Edge.NAME, Edge.CALL)
    primes = chr(39) * sum(node.orders)
    return _Typed(f"{node.name}{primes}({_listed(parts)})" if parts else f"{node.name}{primes}", Level.ATOM, Edge.NAME, Edge.CALL)


def _rate(node: Any, parts: list[_Typed]) -> _Typed:
    d = "∂" if isinstance(node, Partial) else "d"
    below = "".join(f"{d}{_symbol(letter, []).text}{_index(n)}" for letter, n in node.by)
    return _Typed(f"{d}{_index(node.order)}/{below} ({parts[0].text})", Level.SUM)


def _index(order: int) -> str:
    return "" if order == 1 else f"^{order}"


def _equals(node: Any, parts: list[_Typed]) -> _Typed:
    left, right = (_fit(part, TYPED.side).text for part in parts)
    return _Typed(f"{left} = {right}", Level.RELATION)


def _vector(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed(f"({_listed(parts)})", Level.ATOM)


def _foreign(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed(str(node), Level.SUM)


# Arrays; the reader of chainrule/tensors reads them back.


def _side_by_side(node: Any, parts: list[_Typed]) -> _Typed:
    first = node.args[0]
    level = Level.RAISED if isinstance(node, Matmul) and isinstance(first, Hadamard | Over) else Level.QUOTIENT
    left = parts[0] if isinstance(first, Matmul) and isinstance(node, Matmul) else _fit(parts[0], level)
    return _Typed(f"{left.text} {_fit(parts[1], Level.RAISED).text}", Level.PRODUCT)


def _transposed(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed(_fit(parts[0], TYPED.base).text + "^T", Level.RAISED, Edge.LETTER, Edge.CARET)


def _hadamard(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed(" ⊙ ".join(_fit(part, Level.RAISED).text for part in parts), Level.PRODUCT)


def _dot(node: Any, parts: list[_Typed]) -> _Typed:
    return _Typed(f"dot({_listed(parts)})", Level.ATOM, Edge.NAME, Edge.CALL)


def _norm(node: Any, parts: list[_Typed]) -> _Typed:
    body = parts[0].text
    bars = (
        _Typed(f"|{body}|", Level.ATOM, Edge.BARS, Edge.BARS)
        if "|" not in body
        else _Typed(f"norm({body})", Level.ATOM, Edge.NAME, Edge.CALL)
    )
    return bars._replace(text=bars.text + "^2", level=Level.RAISED, end=Edge.INDEXED) if isinstance(node, NormSquared) else bars


_HANDLERS: dict[type, Callable[[Any, list[_Typed]], _Typed]] = {
    Matmul: _side_by_side,
    Scaled: _side_by_side,
    Transposed: _transposed,
    Hadamard: _hadamard,
    Dot: _dot,
    Norm: _norm,
    NormSquared: _norm,
    sympy.Symbol: _symbol,
    sympy.Rational: _rational,
    sympy.core.numbers.Exp1: _euler,
    sympy.core.numbers.Pi: _pi,
    Decimal: _decimal,
    Plus: _plus,
    Minus: _minus,
    Times: _times,
    Over: _over,
    Power: _power,
    Root: _root,
    Apply: _apply,
    Primed: _primed,
    Rate: _rate,
    Equals: _equals,
    Vector: _vector,
}


@cache
def _handler(bases: tuple[type, ...]) -> Callable[[Any, list[_Typed]], _Typed]:
    """The handler of a kind of node, given by its bases: that of the nearest which has one."""
    return next((_HANDLERS[base] for base in bases if base in _HANDLERS), _foreign)
