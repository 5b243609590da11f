"""How a text is laid out: brackets, equals signs, words and formulas in turn.

    Let f(x) = x². Find f′(x) at x = 1.      words | f(x) = x² | words | f′(x) | words | x = 1

This module knows where things stand; it must not know what formulas mean or which derivative is asked for.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from chainrule.expression.phrases import LETTER, Words, phrases, words

_NUMBERED = re.compile(rf"\s*+(?:(?:\(\d{{1,2}}\)|[a-h]\))\s*+(?={LETTER}\s*+(?:\([^()]*\)\s*+)?=)|\d{{1,2}}[.)]\s++)")
"""The number of an exercise in front of it."""
_ASIDE = re.compile(r"\(([^()]*(?:[<>≤≥=∈]|constant|[\u3400-\u9fff])[^()]*)\)\s*$")
"""A remark in brackets at the end: (x > 0), (x = 3), (a为常数)."""
_REMARK = re.compile(r"[\u3400-\u9fff]|\b(?:is|are|real|constant)")
_SILENCE = words("")


class Piece(NamedTuple):
    """A formula of the text: where it stands, what the words before it say, and what those behind it say."""

    start: int
    stop: int
    before: Words = _SILENCE
    behind: Words = _SILENCE


class Layout:
    """The places of a folded text."""

    def __init__(self, text: str) -> None:
        """How deep in brackets each place is, is counted once."""
        self.text = text
        self.levels = list(accumulate(((letter in "([{⟮") - (letter in ")]}⟯") for letter in text), initial=0))
        self.closed = _closed(self.levels)

    def trimmed(self, start: int, stop: int) -> tuple[int, int]:
        """A place without white space around it and closing punctuation."""
        text = self.text
        while start < stop and text[start].isspace():
            start += 1
        while start < stop and (text[stop - 1].isspace() or text[stop - 1] in ".,;:?"):
            stop -= 1
        return start, stop

    def whole(self) -> tuple[int, int]:
        """The text without quotation marks around it and the number of an exercise in front."""
        start, stop = self.trimmed(0, len(self.text))
        if stop - start > 1 and self.text[start] in "'\"`" and self.text[stop - 1] == self.text[start]:
            start, stop = self.trimmed(start + 1, stop - 1)
        number = _NUMBERED.match(self.text, start, stop)
        return (number.end() if number else start), stop

    def closing(self, at: int) -> int:
        """Where the bracket that opens at a place closes; 0 if there is none."""
        return self.closed.get(at, 0)

    def equals(self, start: int, stop: int) -> list[int]:
        """The equals signs outside of brackets."""
        level = self.levels[start]
        return [match.start() for match in re.compile("=").finditer(self.text, start, stop) if self.levels[match.start()] == level]

    def pieces(self, start: int, stop: int) -> tuple[list[Piece], list[Words]]:
        """The formulas between words and separators outside of brackets, and all that the words say."""
        level = self.levels[start]
        spans = [(a, b) for a, b in phrases(self.text, start, stop) if self.levels[a] == level]
        spoken = [words(self.text[a:b], a) for a, b in spans]
        edges = [start, *[edge for span in spans for edge in span], stop]
        around = [_SILENCE, *spoken, _SILENCE]
        pieces = []
        for i, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
            first, last = self.trimmed(a, b)
            if first < last:
                pieces += self._with_aside(Piece(first, last, around[i], around[i + 1]))
        for i in range(len(pieces) - 2, -1, -1):  # a and b are constants
            if pieces[i].behind.text.strip() in ("and", ",") and pieces[i + 1].behind.constant:
                pieces[i] = pieces[i]._replace(behind=pieces[i + 1].behind)
        return pieces, spoken

    def _with_aside(self, piece: Piece) -> list[Piece]:
        """A formula, and the remark in brackets behind it."""
        aside = _ASIDE.search(self.text, piece.start, piece.stop)
        if aside is None or aside.start() == piece.start:
            return [piece]
        start, stop = aside.span(1)
        remark = _REMARK.search(self.text, start, stop)
        said = words(self.text[remark.start() : stop], remark.start()) if remark else _SILENCE
        inside = self.trimmed(start, remark.start() if remark else stop)
        formula = self.trimmed(piece.start, aside.start())
        return [piece._replace(start=formula[0], stop=formula[1]), Piece(*inside, _SILENCE._replace(role="maybe-point"), said)]


def _closed(levels: list[int]) -> dict[int, int]:
    """Where each bracket closes that does, by where it opens."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for i in range(len(levels) - 1):
        if levels[i + 1] > levels[i]:
            opened.append(i)
        elif levels[i + 1] < levels[i] and opened:
            found[opened.pop()] = i
    return found
