"""The other direction: one change in the student's answer that makes it right.

    4x cos(x²)   with 2 for 4          2x cos(x² − 1)   with + for −        2x sin(x²)   with cos for sin
    sec x        with its square       6x/(x² + 1)      with (x + 1)²       sin(x²) cos x²   with the factor 2x

What is said is true by construction: with the change the answer is right. To add a kind of change: a function
that looks at a node and yields (seen, put, the node then), a row in ``CHANGES``, and its sentences.
This module knows trees and numbers; it must not know rules or what the student was thinking.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from chainrule.expression.constants import ONE, number, numeral
from chainrule.expression.numbers import Program
from chainrule.expression.value import written_text
from chainrule.expression.written import Apply, Decimal, Minus, Over, Plus, Power, Root, Times, operands, rebuild, symbols

Path = tuple[int, ...]
Change = tuple[Any, Any, Any]
"""What stands there, what is put there, and the node with that done."""

UNKNOWN = sympy.Symbol("k_unknown")
CANDIDATES = (
    *(Fraction(k) for k in (2, 3, 4, 5, 1, 6, 7, 8, 9, 10, -1, -2, -3, -4, -5, -6, 12, 0)),
    *(Fraction(a, b) for a, b in ((1, 2), (-1, 2), (3, 2), (-3, 2), (1, 3), (2, 3), (-1, 3), (-2, 3), (4, 3), (5, 2))),
)
"""What a number may have been meant to be, where it does not stand in front."""
DENOMINATORS = 60
"""A coefficient that would need a larger denominator is no slip of the pen."""
PLACES = 60
"""In a longer answer only the first places are tried."""
IRRATIONAL = ("pi", "e", "ln 2", "ln 3", "ln 5", "ln 10", "1/ln(10)", "1/ln(2)", "sqrt 2", "sqrt 3", "2/sqrt(pi)")
"""What decimal numbers in answers are rounded from, as input to our own parser."""
ROUNDED = 0.02
"""A number closer than this (relatively) to another may be rounded from it."""
GROUPS = (
    ("sin", "cos", "tan", "sec", "csc", "cot"), ("sinh", "cosh", "tanh", "sech", "csch", "coth"), ("ln", "exp"),
    ("sin", "sinh"), ("cos", "cosh"), ("tan", "tanh"), ("sec", "sech"), ("asin", "acos", "atan"),
)  # fmt: skip
"""Functions that are written for one another."""


@dataclass(frozen=True, slots=True)
class Repair:
    """``seen`` stands in the answer where ``put`` belongs; ``around`` is what it stands in, ``whole`` the mended answer."""

    id: str
    seen: Any
    put: Any
    whole: Any
    around: Any


def near(a: float, b: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-13


def repairs(answer: Any, right: Any, point: Mapping[str, float]) -> Iterator[Repair]:
    """Changes at one place that give the right number at a point; the caller makes sure at further points."""
    (target,) = Program(right)(point)
    if not math.isfinite(target):
        return
    for path, node in _places(answer)[:PLACES]:
        for id, changes in CHANGES:
            for seen, put, new in changes(node):
                whole = _with(answer, path, new)
                if near(Program(whole)(point)[0], target):
                    yield Repair(id, seen, put, whole, _around(answer, path))
        if isinstance(node, sympy.Integer | Decimal):
            for value in sorted(_meant(answer, path, target, point), key=lambda v: (v.denominator, abs(v))):
                put = numeral(value)
                yield Repair(_kind_of_number(node, float(value)), node, put, _with(answer, path, put), _around(answer, path))
            for put in _exact(node):
                whole = _with(answer, path, put)
                if near(Program(whole)(point)[0], target):
                    yield Repair("number-rounded", node, put, whole, _around(answer, path))


def _places(tree: Any) -> list[tuple[Path, Any]]:
    """Every node with the way to it, from the outside in; not the index of a root."""
    found: list[tuple[Path, Any]] = [((), tree)]
    for path, node in found:
        found.extend(((*path, i), below) for i, below in enumerate(operands(node)[: 1 if isinstance(node, Root) else None]))
    return found


def _with(tree: Any, path: Path, new: Any) -> Any:
    """The tree with another node at the end of a way."""
    if not path:
        return new
    below = list(operands(tree))
    below[path[0]] = _with(below[path[0]], path[1:], new)
    return rebuild(tree, below)


def _around(tree: Any, path: Path) -> Any:
    """The smallest part around a place: a factor, a term, an argument."""
    for i in path[:-1]:
        tree = operands(tree)[i]
    return tree


# Changes of one node


def sign(node: Any) -> Iterator[Change]:
    """− for +, or the other way round."""
    match node:
        case Minus(args=(a,)):
            yield node, a, a
        case Plus(args=terms):
            for i, term in enumerate(terms):
                flipped = term.args[0] if isinstance(term, Minus) else Minus(term)
                yield term, flipped, Plus(*terms[:i], flipped, *terms[i + 1 :])
        case Power(args=(a, n)) if number(n) is None and not isinstance(n, Minus | Plus):
            yield node, Power(a, Minus(n)), Power(a, Minus(n))


def sign_of_all(node: Any) -> Iterator[Change]:
    """The sign in front of the whole."""
    if not isinstance(node, Minus | Plus):
        yield node, Minus(node), Minus(node)


def term_extra(node: Any) -> Iterator[Change]:
    """A term that does not belong there."""
    if isinstance(node, Plus):
        for i, term in enumerate(node.args):
            rest = (*node.args[:i], *node.args[i + 1 :])
            yield term, node, rest[0] if len(rest) == 1 else Plus(*rest)


def function_exchanged(node: Any) -> Iterator[Change]:
    """sin for cos."""
    if isinstance(node, Apply):
        for name in dict.fromkeys(name for group in GROUPS if node.name in group for name in group if name != node.name):
            put = Apply(name, *node.arguments)
            yield node, put, put


def power_misplaced(node: Any) -> Iterator[Change]:
    """sin(x²) for sin² x."""
    match node:
        case Power(args=(Apply() as function, n)) if len(function.arguments) == 1:
            put = Apply(function.name, Power(function.arguments[0], n))
            yield node, put, put
        case Power(args=(a, Power(args=(b, n)))):
            yield node, Power(Power(a, b), n), Power(Power(a, b), n)
        case Apply(args=(_, Power(args=(a, n)))):
            put = Power(Apply(node.name, a), n)
            yield node, put, put


def power_distributed(node: Any) -> Iterator[Change]:
    """a² + b² for (a + b)²."""
    if isinstance(node, Plus) and len(node.args) == 2:
        roots = [_square_root(term.args[0] if isinstance(term, Minus) else term) for term in node.args]
        if None not in roots:
            signs = [isinstance(term, Minus) for term in node.args]
            put = Power(Plus(*[Minus(r) if minus else r for r, minus in zip(roots, signs, strict=True)]), 2)
            yield node, put, put


def _square_root(tree: Any) -> Any:
    match tree:
        case Power(args=(a, sympy.Integer() as n)) if n % 2 == 0:
            return a if n == 2 else Power(a, n / 2)
        case Times(args=parts):
            roots = [_square_root(part) for part in parts]
            return None if None in roots else Times(*roots)
        case sympy.Integer() if math.isqrt(int(tree)) ** 2 == tree:
            return sympy.Integer(math.isqrt(int(tree)))
        case _:
            return None


def exponent_missing(node: Any) -> Iterator[Change]:
    """sec x for sec² x."""
    if isinstance(node, Apply | Plus | Root | sympy.Symbol):
        for n in (2, 3):
            yield node, Power(node, n), Power(node, n)


def exponent_extra(node: Any) -> Iterator[Change]:
    """sin² x for sin x, √u for u."""
    if isinstance(node, Root) or (isinstance(node, Power) and number(node.args[1]) is not None):
        yield node, node.args[0], node.args[0]


def root_missing(node: Any) -> Iterator[Change]:
    """1 − x² for √(1 − x²)."""
    if isinstance(node, Plus):
        yield node, Root(node, 2), Root(node, 2)


CHANGES: tuple[tuple[str, Callable[[Any], Iterator[Change]]], ...] = (
    ("sign-wrong", sign),
    ("sign-wrong", sign_of_all),
    ("term-extra", term_extra),
    ("function-exchanged", function_exchanged),
    ("power-misplaced", power_misplaced),
    ("power-distributed", power_distributed),
    ("exponent-missing", exponent_missing),
    ("exponent-extra", exponent_extra),
    ("root-missing", root_missing),
)
"""In the order in which they are tried."""


# Numbers


def _kind_of_number(node: Any, value: float) -> str:
    rounded = isinstance(node, Decimal) and abs(value - float(node.rational)) < ROUNDED * max(0.1, abs(value))
    return "number-rounded" if rounded else "number-wrong"


def _exact(node: Any) -> Iterator[Any]:
    """What a decimal number is rounded from: a small multiple of π, e, ln 2 …"""
    if not isinstance(node, Decimal):
        return
    for constant in map(written_text, IRRATIONAL):
        ratio = float(node.rational) / Program(constant)({})[0]
        multiple = Fraction(ratio).limit_denominator(6)
        if multiple and abs(float(multiple) - ratio) < ROUNDED * abs(ratio):
            yield constant if multiple == 1 else Times(numeral(multiple), constant)


def _meant(answer: Any, path: Path, target: float, point: Mapping[str, float]) -> Iterable[Fraction]:
    """The numbers that, put in this place, give the right value."""
    program = Program(_with(answer, path, UNKNOWN))

    def at(k: float) -> float:
        return program({**point, UNKNOWN.name: k})[0]

    zero, one, two = at(0.0), at(1.0), at(2.0)
    if near(two - one, one - zero) and not near(one, zero):  # it stands in front, or is added
        value = (target - zero) / (one - zero)
        exact = Fraction(value).limit_denominator(DENOMINATORS)
        return [exact] if exact and near(float(exact), value) else []
    return [k for k in CANDIDATES if near(at(float(k)), target)]


# Factors


def factors(answer: Any, right: Any, point: Mapping[str, float], parts: Sequence[Any]) -> Iterator[Repair]:
    """A factor of ``parts``, or a constant one, that is missing from, or too much in, the answer or one of its terms."""
    (target,) = Program(right)(point)
    known = [(part, size) for part, size in zip(parts, Program(*parts)(point), strict=True) if part != ONE and math.isfinite(size) and size]
    for piece, back in _pieces(answer):
        value, whole = Program(piece, answer)(point)
        wanted = target - (whole - value)
        if not symbols(piece) or not value or not math.isfinite(wanted / value) or not wanted:
            continue
        yield from _factor(answer, piece, back, wanted / value, known)


def _factor(answer: Any, piece: Any, back: Callable[[Any], Any], ratio: float, known: Sequence[tuple[Any, float]]) -> Iterator[Repair]:
    exact = Fraction(ratio).limit_denominator(DENOMINATORS)
    if near(float(exact), ratio):
        yield Repair("constant-factor", piece, numeral(exact), back(Times(numeral(exact), piece)), answer)
        return
    for part, size in known:
        if near(abs(size), abs(ratio)):
            factor = part if near(size, ratio) else Minus(part)
            yield Repair("factor-missing", piece, factor, back(Times(piece, factor)), answer)
            return
        if near(abs(1 / size), abs(ratio)):
            yield Repair("factor-extra", piece, part, back(Over(piece, part if near(1 / size, ratio) else Minus(part))), answer)
            return


def _pieces(answer: Any) -> Iterator[tuple[Any, Callable[[Any], Any]]]:
    """The answer, and its terms, each with the way back to the answer."""
    yield answer, lambda new: new
    terms = _terms(answer)
    if len(terms) > 1:
        for i, term in enumerate(terms):
            yield term, lambda new, i=i: Plus(*terms[:i], new, *terms[i + 1 :])  # type: ignore[misc]


def _terms(tree: Any) -> tuple[Any, ...]:
    return tree.args if isinstance(tree, Plus) else (tree,)
