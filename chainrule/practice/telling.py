"""Findings in words: where it happened, what happened.

This module knows keys of sentences and findings; it must not know pages or formats.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.evaluate import shown
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Decimal, Minus
from chainrule.practice.answer import as_written
from chainrule.practice.verdict import Finding, Place, Witness
from chainrule.render.page import Maths, Text, maths
from chainrule.render.signs import SIGNS
from chainrule.words import Words

DIGITS = 3
"""Values at a point are shown with so many significant digits, or as many as tell them apart."""
WHOLE = 1e6
"""Smaller whole numbers are not rounded."""
TASK = frozenset(
    ("order-too-low", "order-too-high", "wrong-variable", "upside-down", "sign-copied", "part-left-out", "number-copied", "layers-swapped")
)
"""Mistakes about the task as a whole."""
WRITTEN = frozenset(("brackets-missing", "only-where", "only-in-part"))
"""Mistakes about the answer as a whole."""
FAMILIES = ("mistake", "curve", "array", "exercise")
"""Where the sentences about mistakes stand."""


def filled(words: Words, key: str, /, **slots: Any) -> Text:
    """A sentence with trees or texts in its slots."""
    return words.fill(key, **{slot: value if isinstance(value, str | Maths) else maths(as_written(value)) for slot, value in slots.items()})


def key(id: str, what: str, words: Words) -> str:
    """The key of a sentence about a mistake: of one of the catalogue, of those with equations, with arrays."""
    return next(found for family in FAMILIES if words.get(found := f"{family}.{id}.{what}") is not None)


def sentence(finding: Finding, words: Words) -> Text:
    """What happened."""
    slots = {name: ordinal(value, words) if isinstance(value, int) else slot(value) for name, value in finding.facts.items()}
    return filled(words, key(finding.id, "text", words), **slots)


def slot(value: Any) -> Maths:
    """A tree, or trees and signs side by side, as mathematics."""
    return maths(*value) if isinstance(value, tuple) else maths(value)


def where(finding: Finding, words: Words) -> Text:
    """Where it happened; of a graph on which branch, and where there."""
    if not finding.branch:
        return _place(finding, words)
    if finding.place.kind == "whole" and finding.id not in TASK:
        return words.fill("place.branch", part=maths(*finding.branch))
    pieces = words.fill("place.on-branch", branch=maths(*finding.branch), place=_place(finding, words))
    return tuple(part for piece in pieces for part in (piece if isinstance(piece, tuple) and not isinstance(piece, Maths) else (piece,)))


def _place(finding: Finding, words: Words) -> Text:
    place: Place = finding.place
    if finding.id in TASK:
        return words.fill("place.task")
    if place.kind == "answer" or finding.id in WRITTEN:
        return words.fill("place.answer")
    if place.kind == "whole":
        title = words.get(f"rule.{finding.rule}.title")
        return (str(title),) if title else words.fill("place.whole")
    if place.letter:
        letter, value = place.letter
        return filled(words, f"place.{place.kind}-letter", k=str(place.k), n=str(place.n), part=place.part, letter=letter, value=value)
    return filled(words, f"place.{place.kind}", k=str(place.k), n=str(place.n), part=slot(place.part))


def spoken(text: Text) -> str:
    """A text with its mathematics in one line."""
    return "".join(piece if isinstance(piece, str) else _line(piece) for piece in text)


def _line(content: Maths) -> str:
    """Mathematics in Unicode, with the space its signs want."""
    return "".join(
        (SIGNS[part].unicode if part in SIGNS else part) if isinstance(part, str) else unicode(part) for part, _ in content.parts
    )


def said(finding: Finding, words: Words) -> str:
    """Where and what, as one text."""
    end = words.text("punctuation.end")
    return words.text("verdict.said", place=spoken(where(finding, words)) + end, sentence=spoken(sentence(finding, words)))


def ordinal(n: int, words: Words) -> str:
    """first, second, third, 4-th"""
    return words.text(f"ordinal.{min(n, 4)}", n=str(n))


def point(witness: Witness) -> Maths:
    """x = 2, a = 3"""
    parts: list[Any] = []
    for name, value in witness.point.items():
        parts += [*([","] if parts else []), sympy.Symbol(name), "=", shown(value)]
    return maths(*parts)


def values(witness: Witness) -> tuple[Any, Any]:
    """Both values, rounded as far as they can still be told apart."""
    yours, correct = witness.yours, witness.correct
    for digits in range(DIGITS, 16):
        texts = [None if v is None else _format(v, digits) for v in (yours, correct)]
        if texts[0] != texts[1]:
            break
    return tuple(None if text is None else shown(float(text)) if digits <= 6 else _decimal(text) for text in texts)  # type: ignore[return-value]


def _format(value: float, digits: int) -> str:
    """A number to so many digits; a whole one that is not too large with all of its own."""
    return format(value, ".0f") if value == round(value) and abs(value) < WHOLE else format(value, f".{digits}g")


def _decimal(text: str) -> Any:
    plain = format(float(text), "f") if "e" in text else text
    return Minus(Decimal(plain[1:])) if plain.startswith("-") else Decimal(plain)
