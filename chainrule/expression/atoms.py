"""Atoms: numbers, constants, brackets, bars, roots by their sign, derivatives inside of formulas.

This module knows what an operand looks like; it must not know precedence, tasks or SymPy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from chainrule.expression import doubts, refusals
from chainrule.expression.calls import ARGUMENT, function, raises, shown_power
from chainrule.expression.characters import SUPERSCRIPTS
from chainrule.expression.letters import canonical
from chainrule.expression.syntax import Syntax
from chainrule.expression.tokens import RATE, Token
from chainrule.expression.unknown import name

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser


def _number(parser: Parser, token: Token) -> Syntax:
    after, text = parser.tokens[parser.at], token.text
    if not after.spaced and after.kind in ("point", "number", "euler", "name"):
        refusals.number(parser, token, after)
    if "." not in text:
        return Syntax("integer", (text,), token.start, token.end)
    return Syntax("decimal", ("0" + text if text[0] == "." else text,), token.start, token.end)


def _fraction(parser: Parser, token: Token) -> Syntax:
    halves = tuple(Syntax("integer", (digit,), token.start, token.end) for digit in token.text.split("/"))
    return Syntax("over", halves, token.start, token.end)


def _constant(parser: Parser, token: Token) -> Syntax:
    return Syntax(token.kind, (), token.start, token.end)


def _bracket(parser: Parser, opening: Token) -> Syntax:
    """( … ), [ … ] or { … }, all alike; with commas a vector, and then it is the whole."""
    first = parser.at - 1
    found, end = parser.group()
    if len(found) == 1:
        refusals.functions_in_bracket(parser, opening, found[0])
        kind, args, _, _ = found[0]
        return Syntax(kind, args, opening.start, end)
    refusals.decimal_comma(parser, opening.start, end, len(found))
    if first or parser.token.kind != "end":
        parser.fail("stray-comma", next(token for token in parser.tokens[first:] if token.kind == "comma"))
    return Syntax("vector", found, opening.start, end)


def _absolute(parser: Parser, opening: Token) -> Syntax:
    """|a|"""
    if parser.token.kind == "end":
        parser.fail("unclosed-bar", opening)
    parser.bars += 1
    parser.deeper()
    inner = parser.sum()
    parser.depth -= 1
    closing = parser.token
    if closing.kind != "bar":
        parser.fail("unclosed-bar", opening)
    parser.bars -= 1
    parser.at += 1
    after = parser.token
    if not parser.bars and after.kind in ("number", "name", "open") and any(token.kind == "bar" for token in parser.tokens[parser.at :]):
        parser.note("bars", opening, after, read=f"|{parser.text(inner)}|*{parser.text(after)} …")
    return Syntax("apply", ("abs", inner), opening.start, closing.end)


_ROOT_SIGNS = {"√": "2", "∛": "3", "∜": "4"}


def _root(parser: Parser, token: Token) -> Syntax:
    """√ acts on what stands right behind it, with its powers: √x² is √(x²); √(x)² is (√x)²."""
    return _rooted(parser, token, _ROOT_SIGNS[token.text])


def _indexed_root(parser: Parser, token: Token) -> Syntax:
    """⁵√x"""
    if parser.token.text != "√" or not token.text.isdigit() or not token.text.strip("0"):
        parser.at -= 1
        refusals.missing(parser, token)
    parser.at += 1
    return _rooted(parser, parser.tokens[parser.at - 1], token.text)


def _rooted(parser: Parser, token: Token, index: str) -> Syntax:
    after = parser.token
    if after.kind not in ARGUMENT:
        parser.fail("missing-argument", token, name=token.text)
    parser.deeper()
    inner = parser.atom() if after.kind in ("open", "bar") else parser.factor()
    parser.depth -= 1
    sign, whole = token.text, parser.text(inner)
    if inner.kind == "power" and after.kind in doubts.UNMARKED:
        base, power = inner.args[0], parser.text(inner._replace(start=inner.args[0].end))
        parser.note("root-of-power", token, inner, read=f"{sign}({whole})", other=f"({sign}{parser.text(base)}){power}")
    elif after.kind == "open" and raises(parser.token):
        raised = shown_power(parser)
        parser.note("power-of-function", token, parser.token, read=f"({sign}{whole})^{raised}", other=f"{sign}({whole}^{raised})")
    return Syntax("root", (inner, Syntax("integer", (index,), token.start, token.end)), token.start, inner.end)


def _rate(parser: Parser, token: Token) -> Syntax:
    """d/dx of what follows, inside of a formula."""
    if parser.token.kind in ("end", "close", "star", "caret", "bang") or parser.token.text == "+":
        parser.fail("rate-without-function", token, seen=parser.text(token))
    parser.deeper()
    tree = parser.product()
    parser.depth -= 1
    above, letter, below = RATE.fullmatch(token.text).groups()  # type: ignore[union-attr]
    if _digits(above) != _digits(below):
        parser.fail("rate-orders", token)
    variable = Syntax("name", (canonical(re.sub("[{}]", "", letter)),), token.start, token.end)
    return Syntax("rate", (tree, variable, int(_digits(above) or 1)), token.start, tree.end)


def _digits(power: str) -> str:
    """The digits of ^{2} or ²."""
    return "".join(SUPERSCRIPTS.get(sign, sign) for sign in power if sign.isdigit())


def _slope(parser: Parser, token: Token) -> Syntax:
    parser.fail("rate-inside", token, seen=parser.text(token))


ATOMS: dict[str, Callable[[Parser, Token], Syntax]] = {
    "number": _number, "name": name, "euler": _constant, "pi": _constant, "function": function, "open": _bracket, "bar": _absolute,
    "fraction": _fraction, "root": _root, "sup": _indexed_root, "rate": _rate, "slope": _slope,
}  # fmt: skip
"""What an operand starts with, and how it is read; the token itself has been passed."""
