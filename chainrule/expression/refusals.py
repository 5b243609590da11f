"""What a parser says where it cannot go on: the kind of the error, by what stands before and after.

This module knows the mistakes people make while typing; it must not know how anything is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from chainrule.expression.syntax import Syntax, names
from chainrule.expression.tokens import Token

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser

_OPERATORS = frozenset(("sign", "star", "caret", "bang"))
_COMMA = re.compile(r"([0-9]+(?:\.[0-9]{3})*),([0-9]+)")
_GROUPS = re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])")


def unexpected(parser: Parser, token: Token) -> NoReturn:
    """A token that cannot follow an expression."""
    before = parser.tokens[parser.at - 1] if parser.at else token
    match token.kind:
        case "close":
            parser.fail("unopened-bracket", token, bracket=token.text)
        case "number":
            number_behind(parser, token)
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
        case "point":
            parser.fail("lonely-point", token)
        case "colon":
            parser.fail("colon", token)
        case "end":
            parser.fail("empty", token)
    parser.fail("unexpected", token, seen=token.text)


def missing(parser: Parser, token: Token) -> NoReturn:
    """There is no operand where one has to be."""
    before = parser.tokens[parser.at - 1] if parser.at else None
    if before is None or before.kind == "separator":
        if token.kind in ("end", "close", "sup", "sub", "bar", "prime", "angle", "point"):
            unexpected(parser, token)
        parser.fail("missing-before", token, sign=token.text)
    if before.kind == "open" and token.kind == "end":
        parser.fail("unclosed-bracket", before, bracket=before.text)
    if before.kind == "open":
        parser.fail("missing-before", token, sign=token.text)
    if before.kind == "function":
        parser.fail("missing-argument", before, name=before.text)
    if token.kind in _OPERATORS and before.kind in _OPERATORS:
        two_signs(parser, before, token)
    if before.kind in (*_OPERATORS, "comma", "equals", "bar"):
        parser.fail("missing-after", before, sign=before.text)
    unexpected(parser, token)


def two_signs(parser: Parser, first: Token, second: Token) -> NoReturn:
    """Two operators follow each other: x*/2, x^^2."""
    parser.fail("double-operator", second, seen=parser.text(first, second), meant=parser.text(second))


def number(parser: Parser, token: Token, after: Token) -> None:
    """Refuse 1.2.3, 2.x and 2e-3; say how 2e-3x is read; 1n x is a mistyped ln x."""
    if after.kind == "point":
        parser.fail("lonely-point", after)
    if after.kind == "number" and after.text[0] == ".":
        parser.fail("number-with-points", token, number=token.text)
    if after.text in ("e", "E"):
        _scientific(parser, token)
    if token.text == "1" and after.text in _ELL and parser.tokens[parser.at + 1].kind in _OPERANDS:
        parser.fail("unknown-name", token, after, name=f"1{after.text}", near=_ELL[after.text])


_ELL = {"n": "ln", "g": "lg"}
"""A letter behind the number 1, and the function meant when the 1 is an l."""
_OPERANDS = frozenset(("number", "name", "function", "open", "root", "bar"))


def _scientific(parser: Parser, token: Token) -> None:
    sign, digits, behind = (*parser.tokens[parser.at + 1 : parser.at + 4], token, token, token)[:3]
    if sign.kind != "sign" or sign.spaced or digits.kind != "number" or digits.spaced:
        return
    facts = {"seen": parser.text(token, digits), "number": token.text, "power": parser.text(sign, digits)}
    if behind.spaced or behind.kind not in ("name", "open", "function", "caret"):
        parser.fail("scientific", token, digits, **facts)
    if behind.kind != "caret":
        read = f"{token.text}*e{sign.text}{digits.text}{behind.text}"
        parser.note("scientific", token, digits, read=read, other=f"{token.text}*10^({facts['power']})*{behind.text}")


def number_behind(parser: Parser, token: Token, left: Syntax | None = None) -> None:
    """A number behind a factor: (x+1) 3 and x 3^x are products; x2, x 2, 2e5 and 3 4 are refused."""
    before, after = parser.tokens[parser.at - 1], parser.tokens[parser.at + 1]
    if left and token.spaced and before.kind != "number" and (before.kind == "close" or after.kind == "caret"):
        return
    if before.kind == "number":
        groups = _GROUPS.match(parser.source.folded, before.start)
        if groups:
            _in_groups(parser, groups)
        parser.fail("two-numbers", token, before=parser.text(left or before)[-12:], number=token.text)
    first = parser.tokens[parser.at - 2] if parser.at > 1 else before
    if before.kind == "euler" and not token.spaced and first.kind == "number":
        parser.fail("scientific", first, token, seen=parser.text(first, token), number=first.text, power=token.text)
    if before.kind == "close" and left:
        parser.fail("bracket-digit", token, before=parser.text(left)[-24:], number=token.text)
    parser.fail("letter-digit", token, before=parser.text(before), number=token.text)


def fraction_behind(parser: Parser, token: Token) -> None:
    """2½: a sum or a product? x½: a power or a product?"""
    before = parser.tokens[parser.at - 1]
    if token.spaced:
        return
    if before.kind == "number":
        parser.fail("mixed-number", before, token, number=before.text, part=token.text)
    if before.kind == "name":
        parser.fail("letter-fraction", token, before=parser.text(before), number=token.text)


def decimal_comma(parser: Parser, start: int, end: int, count: int) -> None:
    """Refuse 1,5 and 1,000 where only one number fits."""
    text = parser.source.folded
    groups = _GROUPS.search(text, start, end)
    if groups:
        _in_groups(parser, groups)
    match = _COMMA.search(text, start, end)
    if match and count == 2:
        parser.fail("decimal-comma", _place(match), seen=match.group(), meant=f"{match.group(1).replace('.', '')}.{match.group(2)}")


def _in_groups(parser: Parser, groups: re.Match[str]) -> NoReturn:
    parser.fail("grouped-digits", _place(groups), seen=groups.group(), meant=re.sub(r"\D", "", groups.group()))


def _place(match: re.Match[str]) -> Token:
    return Token("", "", match.start(), match.end(), False)


def rate_inside(parser: Parser, above: Syntax, below: Syntax) -> None:
    """Refuse d…/dx as a quotient of letters."""
    after = parser.token
    if _leading(above) != "d" or _leading(below) != "d" or "d" in parser.bound:
        return
    if below.kind == "times" and len(below.args) == 2:
        parser.fail("rate-inside", above, below, seen=parser.text(above, below))
    if below.kind == "name" and after.kind == "name" and not after.spaced:
        parser.fail("rate-inside", above, after, seen=parser.text(above, after))


def _leading(tree: Syntax) -> str:
    """The letter a product or power starts with."""
    while tree.kind in ("times", "power"):
        tree = tree.args[0]
    return tree.args[0] if tree.kind == "name" else ""


def functions_in_bracket(parser: Parser, opening: Token, tree: Syntax) -> None:
    """(f+g)(x) and (fg)(x): functions, and no product of letters."""
    after = parser.token
    found, last = parser.inside.get(parser.at, ((), 0))
    if after.kind == "open" and not after.spaced and found and all(argument.kind == "name" for argument in found):
        letters = names(tree)
        if letters and letters <= parser.unknown:
            seen, argument = parser.text(opening, parser.tokens[last]), parser.text(found[0], found[-1])
            parser.fail("function-times-bracket", opening, parser.tokens[last], seen=seen, argument=argument)
