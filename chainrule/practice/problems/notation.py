"""How the answers to ``layers`` and ``slip`` are written down.

    sin u; u = x^2 + 1       the outer function, then what each letter stands for
    3: du/dx = 2x            the number of the first wrong line, and what should stand there

This module knows how they are written; it must not know what is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import ParseError
from chainrule.expression.written import replace, symbols
from chainrule.practice.statements import read_statement

_NUMBERED = re.compile(r"\s*(?:line|行|第)?\s*(\d{1,3})\s*行?\s*[:：]\s*(.*\S)\s*", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"[;；\n]")


@dataclass(frozen=True, slots=True)
class Layers:
    """A function taken apart: the outer function in the letter of the next layer, and so on."""

    outer: Any
    layers: tuple[tuple[sympy.Symbol, Any], ...]

    @property
    def together(self) -> Any:
        """The layers put into each other."""
        whole = self.outer
        for letter, inner in self.layers:
            whole = replace(whole, {letter: inner})
        return whole

    @property
    def idle(self) -> sympy.Symbol | None:
        """A letter that is used by no layer before it, or that stands for a letter only."""
        before = [self.outer, *(inner for _, inner in self.layers)]
        for (letter, inner), user in zip(self.layers, before, strict=False):
            if letter not in symbols(user) or user == letter or isinstance(inner, sympy.Symbol):
                return letter
        return None


def read_layers(text: str, variable: sympy.Symbol) -> Layers:
    """Outer function and layers. Raises ``ParseError``.

    >>> from sympy.abc import x
    >>> read_layers("sin u; u = x^2", x).together
    sin(x**2)
    """
    first, *rest = [part for part in _BETWEEN.split(text) if part.strip()] or [text]
    outer = read_statement(first, variable).sides[-1]
    found: list[tuple[sympy.Symbol, Any]] = []
    for part in rest:
        sides = read_statement(part, variable).sides
        if len(sides) != 2 or not isinstance(sides[0], sympy.Symbol):
            raise ParseError("layers-not-named", {"text": part.strip()})
        found.append((sides[0], sides[1]))
    if not found:
        raise ParseError("layers-not-named", {"text": text.strip()})
    return Layers(outer, tuple(found))


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong with a working: the number of the line, and what should stand there."""

    number: int
    line: str


def read_correction(text: str) -> Correction:
    """Number and line. Raises ``ParseError``.

    >>> read_correction("3: du/dx = 2x")
    Correction(number=3, line='du/dx = 2x')
    """
    found = _NUMBERED.fullmatch(text)
    if found is None:
        raise ParseError("correction-unnumbered", {"text": text.strip()})
    return Correction(int(found[1]), found[2])
