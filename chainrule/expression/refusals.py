"""What a parser says where it cannot go on: the kind of the error, by what stands before and after.

This module knows the mistakes people make while typing; it must not know how anything is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from chainrule.expression.syntax import Syntax
from chainrule.expression.tokens import Token

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser

_COMMA = re.compile(r"([0-9]+)[,，]([0-9]+)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])")


def unexpected(parser: Parser, token: Token) -> NoReturn:
    """A token that cannot follow an expression."""
    before = parser.tokens[parser.at - 1] if parser.at else token
    match token.kind:
        case "close":
            parser.fail("unopened-bracket", token, bracket=token.text)
        case "number":
            parser.fail("two-numbers" if before.kind == "number" else "letter-digit", token, before=before.text, number=token.text)
        case "comma":
            if parser.at:
                decimal_comma(parser, before.start, parser.tokens[parser.at + 1].end, 2)
            parser.fail("stray-comma", token)
        case "equals":
            parser.fail("double-equals" if len(token.text) > 1 else "stray-equals", token)
        case "bar":
            parser.fail("unclosed-bar", token)
        case "prime":
            parser.fail("stray-prime", token)
        case "angle":
            parser.fail("inequality", token, sign=token.text)
        case "under":
            parser.fail("lonely-underscore", token)
        case "end":
            parser.fail("empty", token)
        case _:
            parser.fail("unexpected", token, seen=token.text)


def missing(parser: Parser, token: Token) -> NoReturn:
    """There is no operand where one has to be."""
    before = parser.tokens[parser.at - 1] if parser.at else None
    if before is None:
        if token.kind in ("end", "close", "sup", "sub", "bar", "prime", "angle"):
            unexpected(parser, token)
        parser.fail("missing-before", token, sign=token.text)
    if before.kind == "open":
        parser.fail("unclosed-bracket" if token.kind == "end" else "missing-before", before if token.kind == "end" else token,
                    bracket=before.text, sign=token.text)  # fmt: skip
    if before.kind == "function":
        parser.fail("missing-argument", before, name=before.text)
    if token.kind == "op" and before.kind == "op":
        parser.fail("double-operator", token, seen=before.text + token.text, meant=token.text)
    if before.kind in ("op", "comma", "equals", "bar"):
        parser.fail("missing-after", before, sign=before.text)
    unexpected(parser, token)


def mixed_number(parser: Parser, token: Token) -> None:
    """2½: a sum or a product?"""
    before = parser.tokens[parser.at - 1]
    if before.kind == "number" and not token.spaced:
        parser.fail("mixed-number", before._replace(end=token.end), number=before.text, part=token.text)


def number_behind(parser: Parser, left: Syntax, token: Token, before: Token) -> NoReturn:
    """A number right behind a letter or a bracket: x2, 2e5, 3 4."""
    seen = parser.text(left.start, left.end)[-12:]
    if before.kind == "number":
        parser.fail("two-numbers", token, before=seen, number=token.text)
    if (
        before.kind == "name"
        and before.text == "e"
        and not token.spaced
        and parser.at > 1
        and parser.tokens[parser.at - 2].kind == "number"
    ):
        mantissa = parser.tokens[parser.at - 2]
        parser.fail(
            "scientific",
            mantissa._replace(end=token.end),
            seen=parser.text(mantissa.start, token.end),
            number=mantissa.text,
            power=token.text,
        )
    last = before.text if before.kind in ("name", "close") else seen
    shown = seen if before.kind == "close" else last
    parser.fail("letter-digit", token, before=shown, number=token.text)


def decimal_comma(parser: Parser, start: int, end: int, count: int) -> None:
    """Refuse 1,5 and 1,000 where only one number fits."""
    text = parser.source[start:end]
    thousands = _THOUSANDS.search(text)
    if thousands:
        parser.fail("thousands-comma", Token("", "", start + thousands.start(), start + thousands.end(), False),
                    seen=thousands.group(), meant=re.sub(r"\D", "", thousands.group()))  # fmt: skip
    match = _COMMA.search(text)
    if match and count == 2:
        parser.fail("decimal-comma", Token("", "", start + match.start(), start + match.end(), False),
                    seen=match.group(), meant=f"{match.group(1)}.{match.group(2)}")  # fmt: skip
