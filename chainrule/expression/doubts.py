"""Second readings: where an input could have been meant otherwise, the reading that was taken is said.

The common cause is an end that nothing marks: of an exponent (e^2x), of a denominator (1/2x), of what
stands below a root (√2x), of a bare argument (sin x y). A space or a bracket marks it.

This module knows what people leave out; it must not decide how anything is read.
"""

from __future__ import annotations

import re
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from chainrule.expression.letters import ROOTS
from chainrule.expression.syntax import Syntax, names, numeric
from chainrule.expression.tokens import Token

if TYPE_CHECKING:
    from chainrule.expression.grammar import Parser

UNMARKED = frozenset(("number", "name", "euler", "pi"))
"""Tokens at whose end an exponent, denominator or radicand could go on."""
OPEN = frozenset(("over", "power", "root"))
"""What may have such an end."""
WHOLE = frozenset("nmk")
"""Letters customary for whole numbers: x^2n could be x^(2n), x^2y could not."""


class Tail(NamedTuple):
    """A quotient, power or root with an unmarked end, and the factors that stand right behind it."""

    left: Syntax
    first: Token
    end: int
    grows: bool = True


def tail(found: Tail | None, left: Syntax, before: Token, first: Token, factor: Syntax) -> Tail | None:
    """The tail of a product with one factor more: it begins behind an unmarked end and goes on to the next space."""
    if found:
        grows = found.grows and not first.spaced and first.kind != "function"
        return found._replace(end=factor.end) if grows else found._replace(grows=False)
    if first.spaced or left.kind not in OPEN:
        return None
    if left.kind == "power":
        doubtful = _unmarked_exponent(left, before) and _could_go_on(left, first)
    else:
        doubtful = before.kind in UNMARKED and not (left.kind == first.kind == "root")
    return Tail(left, first, factor.end) if doubtful else None


def _unmarked_exponent(power: Syntax, last: Token) -> bool:
    """Whether nothing marks the end of the exponent: it stands behind a ^ and not in a bracket, and is not raised itself."""
    base, exponent = power.args
    return exponent.start > base.end and (last.kind in UNMARKED or last.kind in ("sup", "fraction"))


def _constant(tree: Syntax) -> bool:
    return tree.kind in ("euler", "integer", "decimal")


def _could_go_on(power: Syntax, first: Token) -> bool:
    """Whether an exponent could take in the factor behind it: e^2x, e^-kt, 2^xy, x^2n, but not x^2y and e^x sin x."""
    base, exponent = power.args
    plain = numeric(exponent)
    if first.kind in ("name", "euler", "pi"):
        return not plain or _constant(base) or first.text in WHOLE
    return plain and _constant(base)


def on_product(parser: Parser, tail: Tail) -> None:
    """e^2x is e²·x, 1/2x is (1/2)x, √2x is √2·x."""
    left, rest = tail.left, tail.first._replace(end=tail.end)
    read, more = parser.text(left), parser.text(rest)
    match left.kind:
        case "power":
            base, exponent = left.args
            parser.note(
                "power-then-factor", left, rest, read=f"{read}*{more}", other=f"{parser.text(base)}^({parser.text(exponent)}{more})"
            )
        case "over":
            above, below = left.args
            parser.note(
                "fraction-then-factor", left, rest, read=f"({read})*{more}", other=f"{parser.text(above)}/({parser.text(below)}{more})"
            )
        case _ if parser.source.folded[left.start] in "√∛∜":
            sign, below = read[0], parser.text(left.args[0])
            parser.note("root-then-factor", left, rest, read=f"{sign}({below})*{more}", other=f"{sign}({below}{more})")


def on_fraction(parser: Parser, power: Syntax, sign: Token) -> None:
    """x^1/2 is (x^1)/2, e^-t/T is (e^-t)/T."""
    before, below = parser.tokens[parser.at - 2], parser.token
    if below.kind != "end" and parser.tokens[parser.at + 1].kind in ("caret", "sup"):
        return
    if power.kind != "power" or sign.spaced or below.spaced or not _unmarked_exponent(power, before):
        return
    base, exponent = power.args
    if below.kind == "number":
        digits = exponent.kind == "integer" and below.text.isdigit()
        doubtful = not digits or gcd(int(exponent.args[0]), int(below.text)) == 1  # nobody writes x^(2/4)
    else:
        one = exponent.kind == "integer" and exponent.args[0] == "1"
        doubtful = below.kind in UNMARKED and (one or (_constant(base) and not numeric(exponent) and below.text not in names(exponent)))
    if doubtful:
        parser.note("power-then-fraction", power, below, read=f"({parser.text(power)})/{parser.text(below)}",
                    other=f"{parser.text(base)}^({parser.text(exponent)}/{parser.text(below)})")  # fmt: skip


def below_root(parser: Parser, sign: Token) -> int:
    """Where what stands below a root is, if nothing tells that it ends at the sign: √1-x²; 0 where that is clear."""
    if sign.spaced or parser.at < 2 or parser.tokens[parser.at - 1].kind not in UNMARKED:
        return 0
    root = parser.tokens[parser.at - 2]
    return parser.at - 1 if root.kind == "root" or (root.kind == "function" and root.text in ROOTS) else 0


def on_sum(parser: Parser, tree: Syntax, below: int) -> None:
    """√1-x² is √1 − x², x+1/x-1 is x + (1/x) − 1: said where a line above or a bracket could have been lost."""
    if below and names(tree):
        root, inner = parser.tokens[below - 1], parser.tokens[below]
        rest = parser.text(inner._replace(start=inner.end), tree)
        if root.text not in rest:
            whole = parser.text(inner, tree)
            parser.note("root-then-sum", root, tree, read=f"{root.text}({inner.text}){rest}", other=f"{root.text}({whole})")
    quotients = [_unsigned(term) for term in tree.args if _unsigned(term).kind == "over"]
    if len(quotients) == 1:
        _lost_brackets(parser, tree, quotients[0])


_AROUND_SLASH = re.compile(r"\s*/\s*")


def _lost_brackets(parser: Parser, tree: Syntax, quotient: Syntax) -> None:
    """Whether a sum could be one quotient: x+1/x-1, x+1 / x, 1/1+e^x, but not x + 1/x and x+1/x."""
    above, below = quotient.args
    first = parser.text(tree._replace(end=quotient.start))
    last = parser.text(tree._replace(start=quotient.end))
    whole = parser.text(tree)
    tight = _AROUND_SLASH.sub("/", whole)
    if quotient.start != above.start or " " in tight or tight.count("/") > 1:
        return
    if (first and last) or tight != whole or parser.text(below) == "1":
        over = f"({first}{parser.text(above)})" if first else parser.text(above)
        under = f"({parser.text(below)}{last})" if last else parser.text(below)
        parser.note("fraction-then-sum", tree, tree, read=f"{first}({parser.text(quotient)}){last}", other=f"{over}/{under}")


def _unsigned(term: Syntax) -> Syntax:
    return term.args[0] if term.kind == "minus" else term


def on_bare(parser: Parser, name: Token, tree: Syntax, doubtful: Token) -> None:
    """sin x y is sin(xy), sin 2*x is sin(2*x)."""
    joint = doubtful.text if doubtful.kind == "star" else "*"
    first = parser.text(tree, doubtful._replace(end=doubtful.start))
    rest = parser.text(doubtful._replace(start=doubtful.end) if doubtful.kind == "star" else doubtful, tree)
    parser.note("bare-argument", name, tree, read=f"{name.text}({first}{joint}{rest})", other=f"{name.text}({first}){joint}{rest}")


def behind_bare(parser: Parser, name: Token, tree: Syntax) -> None:
    """sin x/2 is (sin x)/2, sin x*y is (sin x)·y, ln x^x is ln(x^x)."""
    if tree.kind == "power" and tree.args[0].kind == "name" and not numeric(tree.args[1]):
        base, power = parser.text(tree.args[0]), parser.text(tree._replace(start=tree.args[0].end))
        parser.note("power-of-argument", name, tree, read=f"{name.text}({base}{power})", other=f"({name.text} {base}){power}")
    sign, after = parser.token, parser.tokens[min(parser.at + 1, len(parser.tokens) - 1)]
    if sign.kind != "star" or sign.spaced or after.kind not in UNMARKED:
        return
    inside, rest = parser.text(tree), parser.text(after)
    if inside != rest:  # sin x/x is clear
        readings = f"{name.text}({inside}){sign.text}{rest}", f"{name.text}({inside}{sign.text}{rest})"
        parser.note("bare-argument", name, after, read=readings[0], other=readings[1])


def glued_argument(parser: Parser, name: Token, exponent: Syntax | None, first: Token, tree: Syntax) -> None:
    """sin^2n x is (sin nx)², sqrt2x is √(2x)."""
    if first.spaced or tree.kind != "times":
        return
    whole, rest = parser.text(tree), parser.text(first._replace(start=first.end), tree)
    if exponent is not None and exponent.kind == "integer" and first.text in WHOLE:
        parser.note("power-then-factor", name, tree, read=f"{parser.text(name, exponent)}({whole})",
                    other=f"{name.text}^({parser.text(exponent)}{first.text})({rest})")  # fmt: skip
    elif name.text in ROOTS and first.kind == "number":
        parser.note("root-then-factor", name, tree, read=f"{name.text}({whole})", other=f"{name.text}({first.text})*{rest}")


def on_two_arguments(parser: Parser, name: Token, value: Syntax, base: Syntax) -> None:
    """log(2, x) has the base behind: log_x(2)."""
    if numeric(value) and not numeric(base):
        first, last = parser.text(value), parser.text(base)
        parser.note("base-behind", name, base, read=f"log_{last}({first})", other=f"log_{first}({last})")
