"""Texts that declare shapes: W: 2x3, x in R^3, b ∈ ℝ²; what they declare, and the definitions beside it.

    W: 2x3, x: 3, b: 2; a = sigmoid(W x + b)        network 3-4-2, sigmoid, loss squared

This module knows how declarations are written; it must not know formulas or SymPy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from chainrule.errors import ParseError, TooLarge
from chainrule.expression.characters import Source
from chainrule.expression.phrases import clean
from chainrule.tensors.shapes import NUMBER, Shape, canonical, count

MOST = 20_000
"""More entries than this are refused."""
DIRECTIONS = 4
"""So many directions a tensor may have."""

_NAME = r"[A-Za-zα-ωΑ-Ω]+(?:_\{?[A-Za-z0-9]+\}?|[₀-₉]+)?"
_SIZES = r"\d+(?:\s*(?:[xX×*,✕⨯]|\bby\b|\\times)\s*\d+)*"
_WORDS = r"(?:number|scalar|real|标量|数)"
_SPACE = rf"R(?:\s*\^\s*[({{]*\s*(?P<space>{_SIZES})\s*[)}}]*)?"
NETWORK = re.compile(r"\s*(?:neural\s+)?(?:network|net|mlp|神经网络|网络)\s*[:：]?\s*\d+\s*(?:[-–—→]|->)\s*\d+", re.IGNORECASE)
DECLARATION = re.compile(
    rf"\s*(?P<name>{_NAME})\s*(?:(?:[:：]|∈|\bin\b|\bis\b)\s*(?:{_SPACE}|\(\s*(?P<pair>{_SIZES})\s*\))|[:：]\s*(?:(?P<sizes>{_SIZES})|{_WORDS}))\s*$"
)
DEFINITION = re.compile(rf"\s*(?P<name>{_NAME})\s*=(?!=)")
_LEAD = re.compile(r"\s*(?:(?:(?:where|with|and|let|given|if|for)\b|其中|且|设|令|已知)\s*)*")
_CUT = re.compile(r"[;\n,、]|\b(?:where|with)\b|其中")
_TYPED = re.compile(
    rf"""(?:^|[,;，；、\n$]|\b(?:where|with|let|given|and)\b|其中|且|设|令|已知)\s*\$?\s*
    \\?{_NAME}(?:\^\{{?\(\d+\)\}}?|⁽[⁰¹²³⁴-⁹]+⁾)?\s*
    (?:(?:[:：]|∈|\\in(?![A-Za-z])|\bin\b)\s*(?:\\mathbb\s*\{{?\s*R\s*\}}?|\\R\b|R|ℝ)\s*(?=[\^⁰¹²³⁴-⁹])
    |[:：]\s*(?:\(\s*)?(?!1\s*(?:$|[,;，；、\n.。$)]))(?:{_SIZES})\s*\)?\s*(?=$|[,;，；、\n.。$]|where|with|其中))""",
    re.VERBOSE,
)
"""A declaration of an array in a text as it was typed; x in R and x: 1 declare no array."""


def recognise(text: str) -> bool:
    """Whether a text declares shapes, or is a network in shorthand.

    >>> recognise("W: 2x3, x: 3; y = W x"), recognise("x ∈ ℝ³; y = |x|^2"), recognise("network 3-4-2"), recognise("sin(x^2)")
    (True, True, True, False)
    """
    return bool(NETWORK.match(text) or _TYPED.search(text))


class Part(NamedTuple):
    """A definition: its name (``None`` for a formula alone), the place of the whole and of its formula."""

    name: str | None
    start: int
    body: int
    stop: int


class Declared(NamedTuple):
    """Shapes by name, and the definitions."""

    shapes: dict[str, Shape]
    parts: tuple[Part, ...]


def declared(source: Source) -> Declared:
    """The declarations and definitions of a text. Raises ``ParseError`` and ``TooLarge`` with the place."""
    shapes: dict[str, Shape] = {}
    parts: list[Part] = []
    waiting: list[tuple[str, int, int]] = []
    for start, stop in _segments(source.folded):
        found = DECLARATION.match(source.folded, start, stop)
        if found:
            span = source.span(found.start("name"), stop)
            shape = _shape(found, source, span)
            for name, *_ in (*waiting, (clean(found["name"]), start, stop)):
                if name in shapes:
                    raise ParseError("shape-twice", {"name": name}, span=span, source=source.text)
                shapes[name] = shape
            waiting = []
        elif re.fullmatch(rf"\s*{_NAME}\s*", source.folded[start:stop]):
            waiting.append((clean(source.folded[start:stop]), start, stop))
        else:
            left = DEFINITION.match(source.folded, start, stop)
            parts.append(Part(clean(left["name"]) if left else None, start, left.end() if left else start, stop))
    parts += [Part(None, start, start, stop) for _, start, stop in waiting]
    return Declared(shapes, tuple(parts))


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """The parts between separators outside of brackets, without words in front."""
    levels = list(accumulate(((letter in "([{") - (letter in ")]}") for letter in text), initial=0))
    edges = [0]
    for cut in _CUT.finditer(text):
        if levels[cut.start()] <= 0:
            edges += [cut.start(), cut.end()]
    edges.append(len(text))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        lead = _LEAD.match(text, start, stop)
        first = lead.end() if lead else start
        last = first + len(text[first:stop].rstrip(" \t\r\n.$。"))
        if last > first:
            yield first, last


def _shape(found: re.Match[str], source: Source, span: tuple[int, int]) -> Shape:
    sizes = found["sizes"] or found["pair"] or found["space"]
    if sizes is None:
        return NUMBER
    numbers = [int(size) for size in re.findall(r"\d+", sizes)]
    name = clean(found["name"])
    if not all(numbers):
        raise ParseError("shape-zero", {"name": name}, span=span, source=source.text)
    shape = canonical(numbers)
    if count(shape) > MOST:
        raise TooLarge("shape-too-large", {"name": name, "limit": MOST}, span=span, source=source.text)
    if len(shape) > DIRECTIONS:
        raise TooLarge("shape-too-deep", {"name": name, "limit": DIRECTIONS}, span=span, source=source.text)
    return shape
