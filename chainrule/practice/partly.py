"""Which terms or factors of a wrong answer are right.

This module knows sums, products and numbers; it must not know rules or words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chainrule.expression.constants import number
from chainrule.expression.numbers import Program
from chainrule.expression.written import Minus, Over, Plus, Power, Times
from chainrule.practice.repair import near
from chainrule.practice.verdict import Partly


def partly(answer: Any, forms: Sequence[Any], points: Sequence[Mapping[str, float]]) -> Partly | None:
    """The terms (or factors) that the answer shares with one of the forms of the right one; ``None`` where none is."""
    for kind, pieces in (("terms", terms), ("factors", factors)):
        mine = pieces(answer)
        theirs = [piece for form in forms for piece in pieces(form)]
        if len(mine) < 2 or not theirs:
            continue
        right = tuple(piece for piece in mine if number(piece) is None and any(_same(piece, other, points) for other in theirs))
        wrong = tuple(piece for piece in mine if piece not in right)
        if right and wrong:
            return Partly(kind, right, wrong)
    return None


def terms(tree: Any) -> list[Any]:
    """The terms of a sum, with their signs."""
    match tree:
        case Plus(args=parts):
            return [term for part in parts for term in terms(part)]
        case Minus(args=(Plus(args=parts),)):
            return [Minus(part) for part in parts]
        case _:
            return [tree]


def factors(tree: Any) -> list[Any]:
    """The factors of a product; what stands below a bar as a reciprocal."""
    match tree:
        case Times(args=parts):
            return [factor for part in parts for factor in factors(part)]
        case Minus(args=(a,)):
            return factors(a)
        case Over(args=(a, b)):
            above = [] if number(a) == 1 else factors(a)
            return above + [Over(1, part) for part in factors(b)]
        case Power(args=(Times(args=parts), n)) if number(n) is not None:
            return [Power(part, n) for part in parts]
        case _:
            return [tree]


def _same(one: Any, other: Any, points: Sequence[Mapping[str, float]]) -> bool:
    program = Program(one, other)
    return bool(points) and all(near(*program(point)) for point in points)
