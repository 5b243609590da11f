"""Known functions: a name with its power, base or index, and its argument in brackets or bare.

This module knows how functions are written; it must not know precedence, tasks or SymPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainrule.expression import doubts, refusals
from chainrule.expression.functions import SPELLINGS
from chainrule.expression.letters import LOGS, ROOTS
from chainrule.expression.syntax import Syntax
from chainrule.expression.tokens import Token

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser

INVERSE = frozenset(("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch"))
ARGUMENT = frozenset(("number", "name", "euler", "pi", "function", "open", "root", "fraction", "bar"))
"""What a function can act on starts with one of these."""


def function(parser: Parser, token: Token) -> Syntax:
    """A function name: its power, base or index, its argument in brackets or bare."""
    called = token.text
    exponent = base = None
    while True:
        after = parser.token
        if exponent is None and raises(after):
            exponent = small_exponent(parser)
        elif called == "log" and base is None and (after.kind in ("base", "under") or _glued_base(parser, after)):
            base = _base(parser, after)
        else:
            break
    index = _index(parser) if called == "sqrt" else None
    if exponent is not None and is_minus_one(exponent):
        seen, name = parser.text(token, exponent), SPELLINGS.get(called, called)
        if name in INVERSE:
            parser.note("inverse-function", token, exponent, seen=seen, read="arc" + name)
            called, exponent = "a" + name, None
        else:
            parser.note("reciprocal", token, exponent, seen=seen, read=f"1/{called}")
    arguments, end = _arguments(parser, token, exponent)
    tree = _call(parser, called, arguments, base, index, token, end)
    return Syntax("power", (tree, exponent), token.start, end) if exponent is not None else tree


def raises(token: Token) -> bool:
    """Whether a power begins here."""
    return token.kind in ("caret", "sup")


def small_exponent(parser: Parser) -> Syntax:
    """The n of sin^n x: a number, a letter or a bracket, perhaps with a minus."""
    sign = parser.token
    parser.at += 1
    if sign.kind == "sup":
        return parser.raised(sign)
    first = parser.token
    if first.kind == "caret":
        refusals.two_signs(parser, sign, first)
    minus = first.text == "-"
    parser.at += minus
    atom = parser.token
    if atom.kind not in ("number", "name", "euler", "pi", "open", "fraction"):
        parser.fail("missing-exponent", sign)
    if atom.kind == "name":
        parser.at += 1
        tree = Syntax("name", (atom.text,), atom.start, atom.end)
    else:
        tree = parser.atom()
    return Syntax("minus", (tree,), first.start, tree.end) if minus else tree


def _glued_base(parser: Parser, digits: Token) -> bool:
    """log10(x), log2 x, log10x, log3(x): the base as calculators print it, when something to act on follows; log2x is log(2x)."""
    after = parser.tokens[min(parser.at + 1, len(parser.tokens) - 1)]
    if digits.spaced or not digits.text.isdigit() or after.kind not in ARGUMENT:
        return False
    apart, usual = after.kind in ("open", "bar") or after.spaced, digits.text in ("2", "10")
    if apart and usual:
        return True
    base = apart or digits.text == "10"
    last = parser.inside.get(parser.at + 1, ((), parser.at + 1))[1]
    inside = parser.text(after, parser.tokens[last])
    readings = f"log_{digits.text} {inside}", f"log({digits.text}{inside})"
    parser.note("base-or-factor", digits, after, read=readings[not base], other=readings[base])
    return base


def _base(parser: Parser, token: Token) -> Syntax:
    """The base of a logarithm: log_2, log_{10}, log_(b+1), log₂."""
    parser.at += 1
    if token.kind == "base":
        return parser.raised(token)
    if token.kind == "under":
        return parser.atom()
    return Syntax("integer", (token.text,), token.start, token.end)


def _index(parser: Parser) -> Syntax | None:
    """The n of sqrt[n]{x}."""
    opening = parser.token
    last = parser.inside.get(parser.at, ((), 0))[1]
    if opening.text != "[" or not last or parser.tokens[last + 1].kind != "open":
        return None
    return parser.atom()


def _arguments(parser: Parser, token: Token, exponent: Syntax | None) -> tuple[list[Syntax], int]:
    """The argument of a known function, in brackets or bare."""
    following = parser.token
    if following.kind == "open" and following.text != "⟮":
        parser.at += 1
        found, end = parser.group(token.text)
        return _power_behind(parser, token, following, list(found), end)
    if following.kind == "bar":
        tree = parser.atom()
        return [tree], tree.end
    if following.kind == "prime":
        parser.fail("primed-function", token, following, name=token.text)
    signed = following.kind == "sign"
    if following.kind not in ARGUMENT and (not signed or (following.spaced and parser.tokens[parser.at + 1].spaced)):
        parser.fail("missing-argument", token, name=token.text)
    if token.text == "root":
        parser.fail("root-without-brackets", token)
    parser.deeper()
    if following.kind == "function":
        parser.at += 1
        tree = function(parser, following)
    else:
        tree = parser.bare(token)
        doubts.behind_bare(parser, token, tree)
        doubts.glued_argument(parser, token, exponent, following, tree)
    parser.depth -= 1
    return [tree], tree.end


def _power_behind(parser: Parser, token: Token, opening: Token, arguments: list[Syntax], end: int) -> tuple[list[Syntax], int]:
    """ln (3x+2)^5 with a space is ln((3x+2)^5); otherwise the power belongs to the function."""
    sign = parser.token
    if len(arguments) != 1 or not raises(sign):
        return arguments, end
    log = SPELLINGS.get(token.text, token.text) in ("ln", *LOGS)
    in_braces = opening.text == "{" and token.text not in ROOTS
    if not log and not opening.spaced and not in_braces:
        return arguments, end
    inside = parser.text(opening._replace(end=end))
    raised = shown_power(parser)
    readings = f"({token.text}{inside})^{raised}", f"{token.text}({inside}^{raised})"
    if not (log and opening.spaced):
        parser.note("power-of-function", token, parser.token, read=readings[0], other=readings[1])
        return arguments, end
    parser.at += 1
    base = arguments[0]
    exponent = parser.raised(sign) if sign.kind == "sup" else parser.exponent(sign)
    tree = Syntax("power", (base, exponent), base.start, exponent.end)
    parser.note("log-of-power", token, tree, read=readings[1], other=readings[0])
    return [tree], tree.end


def shown_power(parser: Parser) -> str:
    """The exponent that comes next, for a sentence: a number or letter, else (…)."""
    sign, after = parser.token, parser.tokens[min(parser.at + 1, len(parser.tokens) - 1)]
    return sign.text if sign.kind == "sup" else after.text if after.kind in doubts.UNMARKED else "(…)"


def _call(
    parser: Parser, called: str, arguments: list[Syntax], base: Syntax | None, index: Syntax | None, token: Token, end: int
) -> Syntax:
    """The function at its arguments, in the form the tree has for it."""
    if called in ROOTS:
        return _root_by_name(parser, called, arguments, index, token, end)
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


def _root_by_name(parser: Parser, called: str, arguments: list[Syntax], index: Syntax | None, token: Token, end: int) -> Syntax:
    """sqrt(x), cbrt(x), root(n, x), sqrt[n]{x}; an index that is no whole number becomes a power."""
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
        doubts.on_two_arguments(parser, token, arguments[0], base)
    _count(parser, token, arguments, (1,), end)
    fixed = LOGS[called] or parser.setting.log_base
    if base is None and fixed:
        base = Syntax("integer", (str(fixed),), start, token.end)
    if base is None:
        parser.note("natural-log", token, token)
        return Syntax("apply", ("ln", arguments[0]), start, end)
    return Syntax("apply", ("log", arguments[0], base), start, end)


def is_minus_one(tree: Syntax) -> bool:
    """Whether an exponent is −1."""
    return tree.kind == "minus" and tree.args[0].kind == "integer" and tree.args[0].args[0] == "1"
