"""Letters: a variable, an unknown function at its argument, or a letter in front of a bracket.

This module knows which letters are customary for functions; it must not know precedence, tasks or SymPy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chainrule.expression import refusals
from chainrule.expression.calls import is_minus_one, raises, small_exponent
from chainrule.expression.letters import BOTH
from chainrule.expression.syntax import Syntax
from chainrule.expression.tokens import Token

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser

_CALL = frozenset("([")


def name(parser: Parser, token: Token) -> Syntax:
    """A letter, an unknown function at its argument, or a variable in front of a bracket."""
    after, text = parser.tokens[parser.at], token.text
    if after.kind == "open" and after.text in _CALL:
        return _called(parser, token, after)
    if text in parser.unknown:
        if after.kind == "prime":
            return _primed(parser, token)
        if raises(after):
            return _partial(parser, token) or _raised_unknown(parser, token)
    return Syntax("name", (text,), token.start, token.end)


def _called(parser: Parser, token: Token, opening: Token) -> Syntax:
    """A letter with a bracket behind it: f(x), σ(x), u(x); or a product: x(x+1)."""
    text, bound = token.text, parser.bound
    variable = Syntax("name", (text,), token.start, token.end)
    if BOTH.get(text) and text not in bound:
        if text == "gamma":
            parser.note("greek-function", token, opening, seen=f"{parser.text(token)}(…)", read="Γ", letter="γ*(…)")
        return _applied(parser, BOTH[text], token)
    if text in parser.unknown or text.partition("_")[0] in parser.unknown:
        return _applied(parser, text, token)
    found, last = parser.inside.get(parser.at, ((), 0))
    if opening.spaced or not found:
        return variable
    if text == "d" and text not in bound and found[0].kind == "name":
        parser.fail("rate-inside", token, parser.tokens[last], seen=parser.text(token, parser.tokens[last]))
    seen, inside = parser.text(token, parser.tokens[last]), parser.text(found[0], found[-1])
    letters = all(argument.kind == "name" and argument.args[0] != text for argument in found)
    if letters and text in bound:  # u(x) where u = … is defined beside it
        parser.at = last + 1
        parser.note("name-with-argument", token, parser.tokens[last], seen=seen, read=token.text)
        return variable._replace(end=parser.tokens[last].end)
    if letters:
        if len(found) == 1:
            parser.note("letter-called", token, parser.tokens[last], seen=seen, other=f"{parser.text(token)}*{inside}")
        return _applied(parser, text, token)
    if len(found) > 1:
        refusals.decimal_comma(parser, opening.start, parser.tokens[last].end, len(found))
        parser.fail("letter-arguments", token, parser.tokens[last], name=parser.text(token))
    if last == parser.at + 2:
        parser.note("letter-times-bracket", token, parser.tokens[last], seen=seen, read=f"{parser.text(token)}*{inside}")
    return variable


def _applied(parser: Parser, called: str, token: Token) -> Syntax:
    """A named function at its bracket."""
    parser.at += 1
    arguments, end = parser.group(called)
    return Syntax("apply", (called, *arguments), token.start, end)


def _primed(parser: Parser, token: Token) -> Syntax:
    """f′(x), f″(x): by the only argument."""
    primes = sum(2 if mark == '"' else 1 for mark in parser.token.text)
    parser.at += 1
    if parser.token.kind != "open":
        parser.fail("prime-without-argument", token, name=token.text)
    return _derived(parser, token, (primes,))


def _derived(parser: Parser, token: Token, orders: tuple[int, ...]) -> Syntax:
    """An unknown function, so often differentiated by each of its arguments, at the bracket that comes next."""
    tree = _applied(parser, token.text, token)
    arguments = tree.args[1:]
    if len(arguments) != len(orders):
        kind = "prime-of-several" if len(orders) == 1 else "argument-count"
        parser.fail(kind, token, tree, name=token.text, seen=str(len(arguments)))
    return Syntax("primed", (token.text, orders, *arguments), token.start, tree.end)


_ORDER = re.compile(r"\{?\(\d{1,3}\)\}?")


def _partial(parser: Parser, token: Token) -> Syntax | None:
    """f^(1,0)(x, y) and f^(4)(x): how often an unknown function is differentiated by each of its arguments."""
    opening = parser.at + 1
    found, last = parser.inside.get(opening, ((), 0))
    if any(order.kind != "integer" for order in found) or parser.tokens[last + 1].kind != "open":
        return None
    if len(found) < 2:
        exponent = parser.text(parser.tokens[opening], parser.tokens[last])
        if not _ORDER.fullmatch(exponent):
            return None
        parser.note("order-in-brackets", token, parser.tokens[last], seen=parser.text(token, parser.tokens[last]),
                    order=found[0].args[0], other=f"{token.text}(…)^{found[0].args[0]}")  # fmt: skip
    parser.at = last + 1
    return _derived(parser, token, tuple(int(order.args[0]) for order in found))


def _raised_unknown(parser: Parser, token: Token) -> Syntax:
    """f²(x) is f(x)²; f⁻¹(x) has no sign of its own here; without a bracket f is a letter."""
    start = parser.at
    exponent = small_exponent(parser)
    if parser.token.kind != "open" or parser.token.text not in _CALL or parser.token.spaced:
        parser.at = start
        return Syntax("name", (token.text,), token.start, token.end)
    if is_minus_one(exponent):
        parser.fail("inverse-of-unknown", token, exponent, name=token.text)
    tree = _applied(parser, token.text, token)
    inside = parser.text(tree._replace(start=exponent.end))
    parser.note("power-of-function", token, tree, read=f"({token.text}{inside})^{parser.text(exponent)}",
                other=f"{parser.text(token, exponent)}*{inside}")  # fmt: skip
    return Syntax("power", (tree, exponent), token.start, tree.end)
