"""Vectors by unit vectors: … i + … j (+ … k), taken apart before the grammar reads the parts.

This module knows tokens; it must not know grammar.
"""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.expression.tokens import Token

UNITS = ("i", "j", "k")


def by_unit_vectors(tokens: Sequence[Token], bound: frozenset[str]) -> list[list[Token]]:
    """The tokens of each component, or nothing when this is no sum of multiples of i, j (and k) in order."""
    letters = [token.text for token in tokens if token.kind == "name"]
    if "j" not in letters or not bound.isdisjoint(UNITS):
        return []
    terms = _terms(tokens)
    found = tuple(term[-1].text for term in terms)
    if any(len(term) > 1 and term[-2].kind == "function" for term in terms):
        return []
    if len(terms) < 2 or found != UNITS[: len(terms)] or sum(letter in UNITS for letter in letters) != len(terms):
        return []
    return [_closed(term) for term in terms]


def _terms(tokens: Sequence[Token]) -> list[list[Token]]:
    """The terms of the outermost sum; a minus stays in front of its term."""
    terms: list[list[Token]] = [[]]
    level = 0
    for i, token in enumerate(tokens[:-1]):
        level += (token.kind == "open") - (token.kind == "close")
        if level == 0 and token.kind == "sign" and i and tokens[i - 1].kind not in ("sign", "star", "caret"):
            terms.append([token] if token.text == "-" else [])
        else:
            terms[-1].append(token)
    return terms if all(terms) else []


def _closed(term: list[Token]) -> list[Token]:
    """The component: the term without its unit vector, 1 where nothing is left."""
    unit, rest = term[-1], term[:-1]
    if rest and rest[-1].text == "*":
        rest = rest[:-1]
    if not rest or (len(rest) == 1 and rest[0].kind == "sign"):
        rest = [*rest, Token("number", "1", unit.start, unit.end, False)]
    return [*rest, Token("end", "", rest[-1].end, rest[-1].end + 1, False)]
