"""Operands: numbers, variables, unknown functions, functions with powers, bases and bare arguments.

This module knows how functions are written; it must not know precedence, tasks or SymPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.expression import refusals
from chainrule.expression.functions import SPELLINGS
from chainrule.expression.letters import BOTH, LOGS, ROOTS, UNKNOWN
from chainrule.expression.syntax import Syntax, numeric
from chainrule.expression.tokens import Token

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser

INVERSE = {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch"}
_PRODUCT, _POWER = 2, 4
_ARGUMENT = frozenset(("number", "function", "name", "open", "root", "fraction", "bar"))


def name(parser: Parser, token: Token) -> Syntax:
    """A letter: e, π, an unknown function at its argument, or a variable."""
    text, bound = token.text, parser.bound
    if text == "e" and "e" not in bound:
        return Syntax("euler", (), token.start, token.end)
    if text == "pi" and "pi" not in bound:
        return Syntax("pi", (), token.start, token.end)
    after = parser.token
    called = after.kind == "open" and after.text in "(["
    if called and BOTH.get(text) and text not in bound:
        if text == "gamma":
            parser.note("greek-function", token, after, seen=f"{parser.text(token.start, token.end)}(…)", read="Γ", letter="γ*(…)")
        return _applied(parser, BOTH[text], token)
    if text in parser.unknown and (text not in bound or text in parser.functions):
        if after.kind == "prime":
            return _primed(parser, token)
        if called:
            return _applied(parser, text, token)
        if after.kind == "sup" or (after.kind == "op" and after.text == "^"):
            return _partial(parser, token) or _raised_unknown(parser, token)
    elif called and not after.spaced:
        _looks_called(parser, token)
    return Syntax("name", (text,), token.start, token.end)


def number(parser: Parser, token: Token) -> Syntax:
    """An integer or a decimal."""
    after, text = parser.token, token.text
    if not after.spaced and (after.kind == "point" or (after.kind == "number" and after.text[0] == ".")):
        parser.fail("number-with-points", token, number=text)
    if "." not in text:
        return Syntax("integer", (text,), token.start, token.end)
    return Syntax("decimal", ("0" + text if text[0] == "." else text,), token.start, token.end)


def _applied(parser: Parser, called: str, token: Token) -> Syntax:
    """A named function at its bracket."""
    arguments, end = arguments_of(parser, called)
    return Syntax("apply", (called, *arguments), token.start, end)


def arguments_of(parser: Parser, called: str) -> tuple[list[Syntax], int]:
    """The arguments in the bracket that comes next."""
    parser.at += 1
    found, end = parser.group(called)
    return list(found), end


def _primed(parser: Parser, token: Token) -> Syntax:
    """f′(x), f″(x): by the only argument."""
    primes = sum(2 if mark == '"' else 1 for mark in parser.token.text)
    parser.at += 1
    if parser.token.kind != "open":
        parser.fail("prime-without-argument", token, name=token.text)
    arguments, end = arguments_of(parser, token.text)
    if len(arguments) > 1:
        parser.fail("prime-of-several", token._replace(end=end), name=token.text)
    return Syntax("primed", (token.text, (primes,), *arguments), token.start, end)


def _partial(parser: Parser, token: Token) -> Syntax | None:
    """f^(1,0)(x, y): how often an unknown function is differentiated by each of its arguments."""
    found, last = parser.inside.get(parser.at + 1, ((), 0))
    if len(found) < 2 or any(order.kind != "integer" for order in found) or parser.tokens[last + 1].kind != "open":
        return None
    parser.at = last + 1
    arguments, end = arguments_of(parser, token.text)
    if len(arguments) != len(found):
        parser.fail("argument-count", token._replace(end=end), name=token.text, seen=str(len(arguments)))
    return Syntax("primed", (token.text, tuple(int(order.args[0]) for order in found), *arguments), token.start, end)


def _raised_unknown(parser: Parser, token: Token) -> Syntax:
    """f²(x) is f(x)²; f⁻¹(x) has no sign of its own here; without a bracket f is a letter."""
    start = parser.at
    exponent = _exponent(parser, token)
    if parser.token.kind != "open" or parser.token.text not in "([" or parser.token.spaced:
        parser.at = start
        return Syntax("name", (token.text,), token.start, token.end)
    if _is_minus_one(exponent):
        parser.fail("inverse-of-unknown", token._replace(end=exponent.end), name=token.text)
    tree = _applied(parser, token.text, token)
    inside = parser.text(exponent.end, tree.end)
    parser.note("power-of-function", token, tree, read=f"({token.text}{inside})^{parser.text(exponent.start, exponent.end)}",
                other=f"{parser.text(token.start, exponent.end)}*{inside}")  # fmt: skip
    return Syntax("power", (tree, exponent), token.start, tree.end)


def _looks_called(parser: Parser, token: Token) -> None:
    """u(x): a product, and said; u(x, y): refused."""
    found, last = parser.inside.get(parser.at, ((), 0))
    if len(found) > 1:
        refusals.decimal_comma(parser, parser.token.start, parser.tokens[last].end, len(found))
        parser.fail("letter-arguments", token._replace(end=parser.tokens[last].end), name=token.text)
    if len(found) == 1 and found[0].kind == "name" and last == parser.at + 2:
        letter = found[0].args[0]
        parser.note(
            "letter-times-bracket",
            token,
            parser.tokens[last],
            seen=f"{token.text}({letter})",
            read=f"{token.text}*{letter}",
            name=token.text,
        )


# Functions


def function(parser: Parser, token: Token) -> Syntax:
    """A function name: its power, base or index, its argument in brackets or bare."""
    called = token.text
    exponent = base = None
    while True:
        after = parser.token
        if exponent is None and (after.kind == "sup" or (after.kind == "op" and after.text == "^")):
            exponent = _exponent(parser, token)
        elif base is None and after.kind == "base" and called == "log":
            parser.at += 1
            base = parser.raised(after)
        elif base is None and called == "log" and after.text in ("2", "10") and _glued_base(parser, after):
            parser.at += 1
            base = Syntax("integer", (after.text,), after.start, after.end)
        elif base is None and after.kind == "under" and called == "log":
            parser.at += 2
            base = parser.bracket(parser.tokens[parser.at - 1])
        else:
            break
    index = None
    if called == "sqrt" and parser.token.kind == "open" and parser.token.text == "[" and _bracket_follows(parser):
        parser.at += 1
        index = parser.bracket(parser.tokens[parser.at - 1])
    if exponent is not None and _is_minus_one(exponent) and SPELLINGS.get(called) in INVERSE:
        parser.note("inverse-function", token, exponent, seen=parser.text(token.start, exponent.end), read="arc" + SPELLINGS[called])
        called, exponent = "a" + SPELLINGS[called], None
    elif exponent is not None and _is_minus_one(exponent):
        parser.note("reciprocal", token, exponent, seen=parser.text(token.start, exponent.end), read=f"1/{called}")
    arguments, end = _arguments(parser, token, exponent is not None)
    tree = _call(parser, called, arguments, base, index, token, end)
    return Syntax("power", (tree, exponent), token.start, end) if exponent is not None else tree


def _glued_base(parser: Parser, digits: Token) -> bool:
    """log10(x), log2 x: the base as calculators print it, when something to act on follows."""
    following = parser.tokens[parser.at + 1]
    return (
        digits.kind == "number" and not digits.spaced and (following.kind == "open" or (following.spaced and following.kind in _ARGUMENT))
    )


def _exponent(parser: Parser, token: Token) -> Syntax:
    """The n of sin^n x: a number, a letter or a bracket, perhaps with a minus."""
    sign = parser.token
    parser.at += 1
    if sign.kind == "sup":
        return parser.raised(sign)
    first = parser.token
    if first.kind == "op" and first.text == "-":
        parser.at += 1
        if parser.token.kind not in ("number", "name", "open"):
            parser.fail("missing-exponent", sign)
        body = _atom(parser)
        return Syntax("minus", (body,), first.start, body.end)
    if first.kind == "op" and first.text == "^":
        parser.fail("double-operator", first, seen="^^", meant="^")
    if first.kind not in ("number", "name", "open"):
        parser.fail("missing-exponent", sign)
    return _atom(parser)


def _atom(parser: Parser) -> Syntax:
    """A number, a letter that is no function here, or a bracket."""
    token = parser.token
    if token.kind == "name" and token.text not in ("e", "pi"):
        parser.at += 1
        return Syntax("name", (token.text,), token.start, token.end)
    return parser.operand(_POWER)


def _bracket_follows(parser: Parser) -> bool:
    """Whether [ … ] is followed by another bracket: sqrt[3]{x}."""
    last = parser.inside.get(parser.at, ((), 0))[1]
    return bool(last) and parser.tokens[last + 1].kind == "open"


def _arguments(parser: Parser, token: Token, raised: bool) -> tuple[list[Syntax], int]:
    """The argument of a known function, in brackets or bare."""
    following = parser.token
    if following.kind == "open":
        arguments, end = arguments_of(parser, token.text)
        return _power_behind(parser, token, following, arguments, end)
    if following.kind == "bar":
        parser.at += 1
        tree = parser.absolute(following)
        return [tree], tree.end
    if following.kind == "prime":
        parser.fail("primed-function", token._replace(end=following.end), name=token.text)
    signed = following.kind == "op" and following.text in "+-"
    if following.kind not in _ARGUMENT and (not signed or (following.spaced and parser.tokens[parser.at + 1].spaced)):
        parser.fail("missing-argument", token, name=token.text)
    if following.kind == "function":
        parser.deeper()
        parser.at += 1
        tree = function(parser, following)
        parser.depth -= 1
        return [tree], tree.end
    first = len(parser.notes)
    tree = parser.expression(_PRODUCT, bare=True)
    _name_arguments(parser, token, first)
    _cut_short(parser, token, tree)
    return [tree], tree.end


def _name_arguments(parser: Parser, token: Token, first: int) -> None:
    """The notes on a bare argument, with the name of its function in front."""
    for i in range(first, len(parser.notes)):
        note = parser.notes[i]
        if note.kind == "bare-argument" and note.facts["read"].startswith("("):
            facts = {key: token.text + text for key, text in note.facts.items()}
            parser.notes[i] = note._replace(facts=facts, span=(token.start, note.span[1]))


def _cut_short(parser: Parser, token: Token, tree: Syntax) -> None:
    """Where a bare argument could have gone on: before a quotient or a product."""
    sign, after = parser.token, parser.tokens[min(parser.at + 1, len(parser.tokens) - 1)]
    if sign.kind == "op" and sign.text in "*/" and after.kind in ("number", "name"):
        inside, rest = parser.text(tree.start, tree.end), parser.text(after.start, after.end)
        parser.note(
            "bare-argument", token, after, read=f"{token.text}({inside}){sign.text}{rest}", other=f"{token.text}({inside}{sign.text}{rest})"
        )


def _power_behind(parser: Parser, token: Token, opening: Token, arguments: list[Syntax], end: int) -> tuple[list[Syntax], int]:
    """ln (3x+2)^5 with a space is ln((3x+2)^5); otherwise the power belongs to the function."""
    sign = parser.token
    if len(arguments) != 1 or not (sign.kind == "sup" or (sign.kind == "op" and sign.text == "^")):
        return arguments, end
    log = SPELLINGS.get(token.text, token.text) in ("ln", "log", "lg", "lb", "ld")
    if not log and not opening.spaced:
        return arguments, end
    inside = parser.text(opening.start, end)
    last = sign if sign.kind == "sup" else parser.tokens[parser.at + 1]
    n = sign.text if sign.kind == "sup" else last.text if last.kind in ("number", "name") else "(…)"
    readings = f"({token.text}{inside})^{n}", f"{token.text}({inside}^{n})"
    if not (log and opening.spaced):
        parser.note("power-of-function", token, last, read=readings[0], other=readings[1])
        return arguments, end
    parser.at += 1
    base = arguments[0]
    tree = Syntax("power", (base, parser.raised(sign)), base.start, sign.end) if sign.kind == "sup" else parser.power(base, sign)
    parser.note("log-of-power", token, tree, read=readings[1], other=readings[0])
    return [tree], tree.end


def _call(
    parser: Parser, called: str, arguments: list[Syntax], base: Syntax | None, index: Syntax | None, token: Token, end: int
) -> Syntax:
    """The function at its arguments, in the form the tree has for it."""
    if called in ROOTS:
        return _root(parser, called, arguments, index, token, end)
    if called in LOGS:
        return _logarithm(parser, called, arguments, base, token, end)
    row = SPELLINGS.get(called, called)
    _count(parser, token, arguments, (2,) if row == "polygamma" else (1,), end)
    return Syntax("apply", (row, *arguments), token.start, end)


def _count(parser: Parser, token: Token, arguments: list[Syntax], allowed: tuple[int, ...], end: int) -> None:
    """Refuse too many or too few arguments; two numbers around a comma are a decimal comma."""
    if len(arguments) not in allowed:
        refusals.decimal_comma(parser, token.start, end, len(arguments))
        parser.fail("argument-count", token, name=token.text, seen=str(len(arguments)))


def _root(parser: Parser, called: str, arguments: list[Syntax], index: Syntax | None, token: Token, end: int) -> Syntax:
    """√x, ∛x, root(n, x), sqrt[n]{x}; an index that is no whole number becomes a power."""
    start = token.start
    _count(parser, token, arguments, (1, 2) if called == "root" else (1,), end)
    if index is None:
        index = arguments.pop(0) if len(arguments) == 2 else Syntax("integer", (str(ROOTS[called] or 2),), start, end)
    if index.kind == "integer" and not index.args[0].strip("0"):
        parser.fail("root-index", token, index=index.args[0])
    if index.kind != "integer":
        return Syntax("power", (arguments[0], Syntax("over", (Syntax("integer", ("1",), start, end), index), start, end)), start, end)
    return Syntax("root", (arguments[0], index), start, end)


def _logarithm(parser: Parser, called: str, arguments: list[Syntax], base: Syntax | None, token: Token, end: int) -> Syntax:
    """log_b x, log(x, b), lg x; log x without a base is natural, and said."""
    start = token.start
    if called == "log" and base is None and len(arguments) == 2:
        base = arguments.pop()
    _count(parser, token, arguments, (1,), end)
    fixed = LOGS[called] or parser.log_base
    if base is None and fixed:
        base = Syntax("integer", (str(fixed),), start, token.end)
    if base is None:
        parser.note("natural-log", token, token)
        return Syntax("apply", ("ln", arguments[0]), start, end)
    return Syntax("apply", ("log", arguments[0], base), start, end)


def _is_minus_one(tree: Syntax) -> bool:
    return tree.kind == "minus" and tree.args[0].kind == "integer" and tree.args[0].args[0] == "1"


__all__ = ["UNKNOWN", "arguments_of", "function", "name", "numeric"]
