"""Which rungs of a ladder of hints say something that a hint of the author has not said already.

    author   With u = 4x + 3 the function is u⁵.
    rung     y = u⁵                     said: left out
    rung     dy/du = 5u⁴                new

This module knows pages and texts; it must not know mathematics, problems or words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chainrule.practice.telling import spoken
from chainrule.render.page import Definitions, Page, Rows

SHORT = 2
"""A right-hand side of so few signs proves nothing by itself: 4 stands in many hints."""
_LETTERS = "\\w⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ^′"
_TABLE = str.maketrans({"-": "−", "*": "×", "·": "×", "'": "′", "\u202f": " ", "\xa0": " "})
_AROUND = re.compile(r"\s*([+−×/=⊙])\s*")


def new(rungs: Iterable[Page], hints: Iterable[str]) -> tuple[Page, ...]:
    """The rungs with an equation that stands in none of the hints, and those without equations.

    >>> from chainrule.expression.build import parse
    >>> from chainrule.render.page import Row, maths
    >>> rungs = [(Rows((Row(maths(parse("y")), maths(parse("(4x+3)^5"))),)),), (Rows((Row(maths(parse("y")), maths(parse("5u^4"))),)),)]
    >>> [rung is rungs[1] for rung in new(rungs, ["The function is (4x + 3)⁵, not 15u⁴."])]
    [True]
    """
    said = tuple(hints)
    return tuple(rung for rung in rungs if not (equations := list(_equations(rung))) or not all(_is_given(*one, said) for one in equations))


def is_said(term: str, hints: Iterable[str]) -> bool:
    """Whether a term stands in one of the hints, and not as a part of something longer.

    >>> is_said("3x²", ["u′ = 3x²"]), is_said("3x²", ["u = 3x² + 1"]), is_said("3x²", ["13x² is too much."])
    (True, False, False)
    """
    pattern = re.compile(rf"(?<![{_LETTERS}√+−×/(]){re.escape(plain_text(term))}(?![{_LETTERS}+−×/(]|\s\()")
    return any(pattern.search(plain_text(hint)) for hint in hints)


def plain_text(text: str) -> str:
    """A text without spaces around signs, its signs written one way."""
    return _AROUND.sub(r"\1", text.translate(_TABLE)).strip()


def _equations(page: Page) -> Iterator[tuple[str, str]]:
    """The equations of a page: left-hand side and right-hand side."""
    for block in page:
        if isinstance(block, Rows):
            yield from ((plain_text(spoken((row.left,))), plain_text(spoken((row.right,)))) for row in block.rows)
        if isinstance(block, Definitions):
            for item in block.items:
                left, _, right = plain_text(spoken((item,))).partition("=")
                yield left, right


def _is_given(left: str, right: str, hints: Iterable[str]) -> bool:
    """Whether hints give an equation, or what stands at its right."""
    return is_said(right if len(right) > SHORT else f"{left}={right}", hints)
