"""Which derivative is asked for: dy/dx, ∂²f/∂x∂y, f_xy, y″, f′(2) on its own, and d/dx …, D_x …, (…)′ around a formula.

This module knows the signs for derivatives; it must not know how formulas are read or what stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from chainrule.expression.characters import SUPERSCRIPTS
from chainrule.expression.letters import ACCENTS
from chainrule.expression.phrases import LETTER, clean, power

_POWER = rf"(?:\s*\^\s*[{{(]?\d+[}})]?|\d+|[{''.join(SUPERSCRIPTS)}]+)?"
_BELOW = re.compile(rf"[d∂]\s*({LETTER})({_POWER})")
_LOWER = rf"[d∂]\s*+{LETTER}{_POWER}"
RATE = re.compile(
    rf"\s*+[d∂]({_POWER})\s*+(?:({LETTER})\s*+(?:\([A-Za-zα-ω, ]*\)\s*+)?)?/\s*+(\()?\s*+({_LOWER}(?:\s*+{_LOWER})*+)"
    r"(?(3)\s*+\)|)(?:(?![A-Za-zα-ω])|(?=sin|cos|tan|ln|log|exp|sqrt))\s*+(?:of\b|:(?!=))?"
)
"""d/dx, d²y/dx², ∂²f/∂x∂y, d2y/dx2"""
_OPERATOR = re.compile(rf"\s*+D_\{{?({LETTER})\}}?({_POWER})\s*+")
"""D_x"""
_INDEXED = re.compile(r"\s*+([A-Za-z])_\{?([a-z]{1,6})\}?\s*+(?:\(([^()]*)\)\s*+)?=?\s*+")
"""f_xyy, f_x(1, 2)"""
_PRIMED = re.compile(rf"\s*+({LETTER})('+|\"+'*)\s*+(?:\(\s*+([^()]*?)\s*+\)\s*+)?=?\s*+")
"""y′, f″(x), f′(2)"""
_ABOVE = re.compile(rf"[d∂]({_POWER})\s*(?=[(\[{{])")
_QUOTIENT = re.compile(rf"\s*/\s*[d∂]\s*({LETTER})({_POWER})\s*$")


class Ask(NamedTuple):
    """A derivative asked for: of ``name``, by the letters of ``by`` in the order of differentiation, ``order`` times.

    ``at`` is what stands in brackets behind it. Where no letter is named ``by`` is empty. ``partial`` says that it is
    written with ∂ or as f_x.
    """

    name: str | None
    by: tuple[str, ...]
    order: int
    at: tuple[str, ...]
    start: int
    end: int
    partial: bool = False

    @property
    def mixed(self) -> bool:
        """Whether it is by several letters."""
        return len(set(self.by)) > 1


class Rates(ValueError):
    """The orders above and below do not agree."""


def rate(text: str, start: int, stop: int) -> Ask | None:
    """d²/dx², ∂²f/∂x∂y at the start of a part, with what belongs to it ("of"); the letter next to the function comes first.

    Raises ``Rates`` where the orders above and below disagree.

    >>> rate("∂³f/∂x∂y²", 0, 9).by
    ('y', 'y', 'x')
    """
    match = RATE.match(text, start, stop)
    if match is None:
        return None
    below = lower(match[4])
    order = sum(n for _, n in below)
    if power(match[1]) != order:
        raise Rates(*match.span())
    letters = dict.fromkeys(letter for letter, _ in below)
    by = tuple(letter for letter, n in reversed(below) for _ in range(n)) if len(letters) > 1 and order <= LONG else tuple(letters)
    return Ask(clean(match[2]) if match[2] else None, by, order, (), start, match.end(), "∂" in match.group())


def lower(text: str) -> list[tuple[str, int]]:
    """The letters below the line of a derivative, and how often it is taken by each.

    >>> lower("∂x²∂y")
    [('x', 2), ('y', 1)]
    """
    return [(clean(letter), power(n)) for letter, n in _BELOW.findall(text)]


LONG = 300
"""The letters of a longer mixed derivative are not listed; it is refused by its order."""


def alone(text: str, start: int, stop: int) -> Ask | None:
    """A derivative on its own, beside the definition of its function: dy/dx = ?, f_xy, y″, f′(2)."""
    asked = rate(text, start, stop)
    if asked and re.compile(r"\s*+=?\s*+").fullmatch(text, asked.end, stop):
        return asked
    indexed = _INDEXED.fullmatch(text, start, stop)
    if indexed and indexed[2] not in ACCENTS:
        return Ask(indexed[1], tuple(indexed[2]), len(indexed[2]), _listed(indexed[3]), start, stop, partial=True)
    primed = _PRIMED.fullmatch(text, start, stop)
    if primed:
        return Ask(clean(primed[1]), (), primes(primed[2]), _listed(primed[3]), start, stop)
    return None


def primes(marks: str) -> int:
    r"""How often y′, y″, y‴ is differentiated.

    >>> primes("'"), primes('"'), primes("'\"")
    (1, 2, 3)
    """
    return sum(2 if mark == '"' else 1 for mark in marks)


def _listed(inside: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (inside or "").split(",") if part.strip())


def operator(text: str, start: int, stop: int) -> Ask | None:
    """D_x in front of a formula."""
    match = _OPERATOR.match(text, start, stop)
    return Ask(None, (clean(match[1]),), power(match[2]), (), start, match.end()) if match and match.end() < stop else None


def quotient(text: str, start: int, stop: int, closing: Callable[[int], int]) -> tuple[Ask, int, int] | None:
    """d(…)/dx, and where the formula stands; ``closing`` tells where a bracket closes."""
    above = _ABOVE.match(text, start, stop)
    last = closing(above.end()) if above else 0
    below = _QUOTIENT.match(text, last + 1, stop) if last else None
    if above is None or below is None:
        return None
    if power(above[1]) != power(below[2]):
        raise Rates(start, stop)
    return Ask(None, (clean(below[1]),), power(above[1]), (), start, stop, text[start] == "∂"), above.end() + 1, last
