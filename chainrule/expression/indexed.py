"""Letters with a number right behind them, as programs write them: w1 x1 in a text of several definitions is w₁x₁.

    u3 = u1 + u2; u1 = w1 x1; u2 = w2 x2       u_3 = u_1 + u_2, …
    y = u^2; u = x2 + 1                        as it is, and refused: x^2 or 2x may be meant

This module knows where such letters stand in a text; it must not know grammar or what definitions mean.
"""

from __future__ import annotations

import re
from itertools import chain

from chainrule.expression.asks import RATE
from chainrule.expression.characters import Source, fold
from chainrule.expression.letters import split
from chainrule.expression.phrases import LETTER, clean
from chainrule.expression.syntax import Note

_DEFINITION = re.compile(
    r"(?:^|[;,\n:]|\b(?:and|where|with|let)\b)\s*+([A-Za-zα-ωΑ-Ω]++)(\d*+)[\w{}]*+\s*+(?:\([^()=;\n]{0,40}\)\s*+)?:?=(?!=)"
)
_NUMBERED = re.compile(r"(?<![_{A-Za-zα-ωΑ-Ω])([A-Za-z]++|[α-ωΑ-Ω])(\d++)(?!\.?\d)")
_LETTER = re.compile(LETTER)
_CONSTANTS = frozenset(("e", "pi", "π"))


def indexed(source: Source) -> Source:
    """The text with an index for each number right behind a letter, and a note on it, where the text defines such names.

    Law: a text is changed only where it has several definitions, and one of them is of such a name or one letter
    bears several numbers.

    >>> from chainrule.expression.characters import fold
    >>> indexed(fold("y = u1 u2; u1 = 2x; u2 = x")).folded
    'y = u_{1} u_{2}; u_{1} = 2x; u_{2} = x'
    >>> indexed(fold("y = u^2; u = x2")).folded
    'y = u^2; u = x2'
    """
    text = source.folded
    definitions = list(_DEFINITION.finditer(text))
    if len(definitions) < 2:
        return source
    defined = {match.span(2): match[1] for match in definitions if match[2]}
    rates = [match.span() for match in re.finditer(RATE, text)] if "/" in text else []
    inside = {i for first, last in rates for i in range(first, last)}
    names = {*defined.values()}
    found = [match for match in _NUMBERED.finditer(text) if match.start() not in inside and _is_letter(match, text, names)]
    numbers: dict[str, set[str]] = {}
    for match in found:
        numbers.setdefault(_letter(match[1], names), set()).add(match[2])
    if not defined and all(len(several) < 2 for several in numbers.values()):
        return source
    return _with_indices(source, found)


def named(text: str) -> str:
    """A letter that stands on its own, as the text of several definitions names it: w1 is w_1, ŷ is y_hat.

    >>> named("w1"), named("ŷ"), named("2x")
    ('w_1', 'y_hat', '2x')
    """
    folded = fold(text.strip()).folded
    alone = _NUMBERED.fullmatch(folded)
    return f"{alone[1]}_{alone[2]}" if alone else clean(folded) if _LETTER.fullmatch(folded) else text.strip()


def _is_letter(match: re.Match[str], text: str, names: set[str]) -> bool:
    """Whether the number stands behind a letter, and not behind sin, π or the e of 2e5."""
    run, before = match[1], text[match.start() - 1 : match.start()]
    if run in names:
        return True
    if run in ("e", "E", "d") and (run == "d" or before.isdigit()):
        return False
    last, kind = split(run)[-1]
    return kind == "name" and last not in _CONSTANTS


def _letter(run: str, names: set[str]) -> str:
    return run if run in names else split(run)[-1][0]


def _with_indices(source: Source, found: list[re.Match[str]]) -> Source:
    """The numbers in braces, behind a low line; each new character has the place of its number."""
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for match in found:
        first, last = match.span(2)
        letters += [source.folded[at:first], "_{", source.folded[first:last], "}"]
        places += chain(range(at, first), (first, first), range(first, last), (last - 1,))
        at = last
    letters.append(source.folded[at:])
    places += range(at, len(source.folded))
    spans = [source.span(place, place + 1) for place in places]
    seen = found[0].group()
    note = Note("letter-digit", {"seen": seen, "read": f"{found[0][1]}_{found[0][2]}"}, source.span(*found[0].span()))
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return Source(source.text, "".join(letters), starts, ends, (*source.notes, note))
