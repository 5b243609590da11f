"""Whether a problem looks like one a textbook would print: small numbers, a decent domain, nothing trivial or monstrous.

    (6x + 4)³     a common factor: no            x⁴ − 2x⁴     like terms: no
    ln(x² − 50)   real too far out: no           d/dx = 4860(2 − x)⁴/(x + 6)⁶: no

This module knows trees and numbers; it must not know forms, mistakes or words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import sympy

from chainrule.calculus.length import length
from chainrule.calculus.points import ORDINARY
from chainrule.expression.constants import number
from chainrule.expression.numbers import Program
from chainrule.expression.written import Minus, Over, Plus, Power, Times, postorder, symbols

LONGEST = {1: 14, 2: 18, 3: 24, 4: 32, 5: 44}
"""How many signs the derivative has in print at the most, by level."""
LARGEST = {1: 60, 2: 100, 3: 150, 4: 250, 5: 300}
"""The largest number in it."""
SHIFTS = (5, 4, 9)
"""How far apart the numbers of two letters stand among the ordinary ones."""
REAL = 4
"""At so many ordinary points function and derivative are real."""


def clumsy(tree: Any) -> str | None:
    """Why no textbook would write a function like this; ``None`` where it is fine.

    >>> from chainrule.expression.build import parse
    >>> clumsy(parse("(6x + 4)^3")), clumsy(parse("(3x + 4)^2 (3x + 4)^3")), clumsy(parse("(3x + 4)^3"))
    ('common-factor', 'like-factors', None)
    """
    for node in postorder(tree):
        if isinstance(node, Plus) and (reason := _sum(node)):
            return reason
        if isinstance(node, Times | Over) and _related(_bases(node)):
            return "like-factors"
        if isinstance(node, Power) and isinstance(node.args[0], Power):
            return "power-of-power"
    return None


def monstrous(derivative: Any, level: int, *inside: Any) -> str | None:
    """Why no textbook would ask for a derivative; ``None`` where it is fine. It is real where what is ``inside`` is.

    >>> from chainrule.expression.build import parse
    >>> monstrous(parse("4860(2 - x)^4"), 3), monstrous(parse("2x/sqrt(x - 50)"), 3), monstrous(parse("9(3x + 4)^2"), 3)
    ('large-number', 'domain', None)
    """
    if length(derivative) > LONGEST[level]:
        return "too-long"
    if max((abs(node) for node in postorder(derivative) if isinstance(node, sympy.Integer)), default=0) > LARGEST[level]:
        return "large-number"
    if not symbols(derivative):
        return "constant"
    return None if _real(derivative, *inside) >= REAL else "domain"


def _sum(node: Plus) -> str | None:
    """A sum with a factor in common, or with like terms."""
    terms = [_coefficient(term) for term in node.args]
    rests = [rest for _, rest in terms]
    if len(set(rests)) < len(rests):
        return "like-terms"
    whole = [c for c, _ in terms if c is not None]
    return "common-factor" if len(whole) == len(terms) and math.gcd(*whole) > 1 else None


def _coefficient(term: Any) -> tuple[int | None, Any]:
    """The whole number in front of a term (``None`` for a fraction), and the rest."""
    match term:
        case Minus(args=(inner,)):
            return _coefficient(inner)
        case sympy.Integer():
            return int(term), sympy.S.One
        case Times(args=(sympy.Integer() as c, *rest)):
            return int(c), rest[0] if len(rest) == 1 else Times(*rest)
        case Times(args=(first, *_)) if number(first) is not None:
            return None, term
        case Over(args=(above, below)):
            c, rest = _coefficient(above)
            return c, Over(rest, below)
        case _:
            return 1, term


def _bases(node: Any) -> list[Any]:
    """What is multiplied and divided, without exponents and numbers."""
    found = []
    for part in node.args:
        parts = part.args if isinstance(part, Times) else (part,)
        found += [p.args[0] if isinstance(p, Power) and symbols(p.args[0]) else p for p in parts]
    return [part.args[0] if isinstance(part, Minus) else part for part in found if symbols(part)]


def _related(bases: Sequence[Any]) -> bool:
    """Whether two of them differ by a number only."""
    return any(symbols(a) == symbols(b) and _ratio(a, b) for a, b in combinations(bases, 2))


def _ratio(a: Any, b: Any) -> bool:
    if a == b:
        return True
    ratios = [x / y for x, y in _values((a, b)) if y]
    return len(ratios) > 1 and all(math.isclose(ratio, ratios[0], rel_tol=1e-9) for ratio in ratios)


def _real(*trees: Any) -> int:
    """At how many ordinary points all of them are real."""
    return sum(1 for _ in _values(trees))


def _values(trees: Sequence[Any]) -> Iterator[list[float]]:
    program = Program(*trees)
    names = sorted(set().union(*[{s.name for s in symbols(tree)} for tree in trees]))
    for shift, (i, first) in product(SHIFTS if len(names) > 1 else SHIFTS[:1], enumerate(ORDINARY)):
        point = {name: ORDINARY[(i + shift * k) % len(ORDINARY)] if k else first for k, name in enumerate(names)}
        values = program(point)
        if not any(map(math.isnan, values)) and all(map(math.isfinite, values)):
            yield values
