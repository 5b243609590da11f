"""Tokens to a syntax tree: one Pratt loop; brackets are read from the inside out, without recursion.

    a + b − c      one flat sum             a b · c       one flat product
    a/b c          from left to right       −x², −2x      the minus stands outside
    sin 2x cos x   a bare argument ends at a function, a sign, and a bracket that follows it
    sin³ x         (sin x)³; sin⁻¹ is the inverse function

This module knows precedence and the readings of books; it must not know tasks, SymPy or sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from chainrule.errors import ParseError, TooLarge
from chainrule.expression import calls, refusals
from chainrule.expression.letters import UNKNOWN
from chainrule.expression.naming import named
from chainrule.expression.syntax import Note, Syntax, names, numeric
from chainrule.expression.tokens import Source, Token, tokenize

NESTING = 300
"""Deeper brackets are refused."""
CHAIN = 100
"""So many signs, powers, bars or bare functions may stand inside each other without a bracket."""

SUM, PRODUCT, SIGN, POWER = 1, 2, 3, 4
CLOSING = {"(": ")", "[": "]", "{": "}"}
STARTS = frozenset(("number", "function", "name", "open", "root", "fraction"))
_STEADY = frozenset(("end", "close", "comma", "equals", "separator", "point", "colon", "angle", "prime", "sub"))


class Parser:
    """Reads one expression from a list of tokens."""

    def __init__(
        self,
        tokens: Sequence[Token],
        source: str,
        bound: frozenset[str] = frozenset(),
        log_base: int | None = None,
        functions: frozenset[str] = frozenset(),
    ) -> None:
        """``bound`` names are letters, ``functions`` unknown functions."""
        self.source = source
        self.bound = bound
        self.log_base = log_base
        self.functions = functions
        self.unknown = UNKNOWN | functions
        self.notes: list[Note] = []
        self.tokens = named(tokens, source, bound, self.notes)
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.inside: dict[int, tuple[tuple[Syntax, ...], int]] = {}
        self.wrong: dict[int, Token] = {}

    # Helpers

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def fail(self, kind: str, token: Token | Syntax, /, **facts: Any) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=(token.start, token.end), source=self.source)

    def note(self, kind: str, first: Token | Syntax, last: Token | Syntax, /, **facts: str) -> None:
        """Say how something was read."""
        self.notes.append(Note(kind, facts, (first.start, last.end)))

    def text(self, start: int, end: int) -> str:
        """A part of the input as it was typed."""
        return " ".join(self.source[start:end].split())

    def deeper(self) -> None:
        """One level more without a bracket."""
        self.depth += 1
        if self.depth > CHAIN:
            raise TooLarge("too-nested", {"limit": CHAIN}, span=(self.token.start, self.token.end), source=self.source)

    # The whole

    def whole(self) -> Syntax:
        """The whole input as one expression."""
        if self.token.kind == "end":
            raise ParseError("empty", {}, span=(0, max(1, len(self.source))), source=self.source)
        if self.token.kind == "angle":
            return self.angles()
        self.brackets()
        self.at = 0
        tree = self.expression(SUM)
        if self.token.kind != "end":
            refusals.unexpected(self, self.token)
        return tree

    def brackets(self) -> None:
        """Read what stands in each pair of brackets, the inner pairs first."""
        opened: list[int] = []
        for i, token in enumerate(self.tokens):
            if token.kind == "open":
                opened.append(i)
                if len(opened) > NESTING:
                    raise TooLarge("too-nested", {"limit": NESTING}, span=(token.start, token.end), source=self.source)
            elif token.kind == "close" and opened:
                first = opened.pop()
                if CLOSING[self.tokens[first].text] != token.text:
                    self.wrong[first] = token
                elif i == first + 1:
                    self.inside[first] = (), i
                else:
                    self.inside[first] = self.listed(first + 1, i), i

    def listed(self, first: int, last: int) -> tuple[Syntax, ...]:
        """The expressions between two places, separated by commas."""
        self.at, self.depth, self.bars = first, 0, 0
        found = [self.expression(SUM)]
        while self.token.kind == "comma":
            self.at += 1
            found.append(self.expression(SUM))
        if self.at != last:
            refusals.unexpected(self, self.token)
        return tuple(found)

    def angles(self) -> Syntax:
        """<a, b>"""
        last = len(self.tokens) - 2
        if self.token.text != "<" or last < 2 or self.tokens[last].text != ">":
            refusals.unexpected(self, self.token)
        first, closing = self.token, self.tokens[last]
        self.brackets()
        return Syntax("vector", self.listed(1, last), first.start, closing.end)

    # The loop

    def expression(self, level: int, bare: bool = False) -> Syntax:
        """An expression whose operators bind at least as strongly as ``level``."""
        self.deeper()
        left = self.operand(level, bare)
        growing: list[Syntax] = []  # the operands of a sum or product that is still growing
        sign = ""
        only_numbers = bare and numeric(left)
        loose: tuple[int, str, int] | None = None  # where a bare argument could have ended
        while True:
            token = self.tokens[self.at]
            kind = token.kind
            if kind in _STEADY:
                break
            if kind == "op":
                match token.text:
                    case "+" | "-" if level <= SUM:
                        self.at += 1
                        right = self.expression(PRODUCT)
                        if token.text == "-":
                            right = Syntax("minus", (right,), token.start, right.end)
                        left, growing, sign = self.grown("plus", left, right, growing, sign)
                    case "*" | "/" if level <= PRODUCT and (not bare or (only_numbers and not token.spaced)):
                        self.at += 1
                        right = self.expression(SIGN)
                        if bare:
                            only_numbers = only_numbers and numeric(right)
                            loose = loose or (left.end, token.text, right.start)
                        elif token.text == "/":
                            self.no_rate(self.closed(left, growing), right)
                        if token.text == "*":
                            left, growing, sign = self.grown("times", left, right, growing, sign)
                        else:
                            left, growing, sign = Syntax("over", (self.closed(left, growing), right), left.start, right.end), [], "over"
                    case "^":
                        self.at += 1
                        left, growing, sign = self.power(self.closed(left, growing), token), [], ""
                    case "!":
                        self.at += 1
                        left, growing, sign = Syntax("apply", ("factorial", self.closed(left, growing)), left.start, token.end), [], ""
                    case _:
                        break
            elif kind == "sup" and not (token.spaced and self.tokens[self.at + 1].kind == "root"):
                self.at += 1
                left, growing, sign = Syntax("power", (self.closed(left, growing), self.raised(token)), left.start, token.end), [], ""
            elif level <= PRODUCT and self.starts_factor(token, left, bare, only_numbers):
                right = self.expression(SIGN, bare)
                if sign == "over":
                    self.other_reading(left, right, token)
                if bare:
                    if token.spaced and not only_numbers:
                        loose = loose or (left.end, "*", right.start)
                    only_numbers = only_numbers and numeric(right)
                left, growing, sign = self.grown("times", left, right, growing, sign)
            else:
                break
        self.depth -= 1
        if loose:
            end, joint, start = loose
            first, rest = self.text(left.start, end), self.text(start, left.end)
            self.note("bare-argument", left, left, read=f"({first}{joint}{rest})", other=f"({first}){joint}{rest}")
        return self.closed(left, growing)

    def grown(self, kind: str, left: Syntax, right: Syntax, growing: list[Syntax], sign: str) -> tuple[Syntax, list[Syntax], str]:
        """A sum or product with one operand more; it gets its operands when it is closed, so that time stays linear."""
        if sign == kind:
            growing.append(right)
        else:
            growing = [self.closed(left, growing), right]
        return Syntax(kind, (), left.start, right.end), growing, kind

    def closed(self, left: Syntax, growing: list[Syntax]) -> Syntax:
        """The sum or product with all of its operands."""
        return left._replace(args=tuple(growing)) if growing else left

    def starts_factor(self, token: Token, left: Syntax, bare: bool, only_numbers: bool) -> bool:
        """Whether a factor follows without a sign; in a bare argument a function or bracket ends it."""
        kind = token.kind
        if kind == "bar":
            return self.bars == 0 and not bare
        if kind not in STARTS:
            return not bare and kind in ("rate", "slope", "sup")
        if kind == "number":
            before, after = self.tokens[self.at - 1], self.tokens[self.at + 1]
            if token.spaced and before.kind != "number" and (before.kind == "close" or after.text == "^"):
                return True
            refusals.number_behind(self, left, token, before)
        if kind == "fraction":
            refusals.mixed_number(self, token)
        if not bare:
            return True
        if (
            kind == "name"
            and token.text in self.unknown
            and token.text not in self.bound
            and self.tokens[self.at + 1].kind in ("open", "prime")
        ):
            return False
        if kind == "function" or (kind == "name" and token.text == "e" and "e" not in self.bound and self.tokens[self.at + 1].text == "^"):
            return False
        return kind != "open" or only_numbers

    # Powers

    def power(self, base: Syntax, sign: Token) -> Syntax:
        """base^exponent, from right to left; a minus may stand in front of the exponent."""
        if self.token.kind == "op" and self.token.text == "^":
            self.fail("double-operator", self.token, seen="^^", meant="^")
        if self.token.kind in ("end", "close", "comma", "equals"):
            self.fail("missing-exponent", sign)
        exponent = self.expression(POWER)
        after, before = self.token, self.tokens[self.at - 1]
        if not after.spaced and before.kind in ("number", "name"):
            plain = numeric(exponent) or (base.kind == "euler" and exponent.kind == "name")
            if base.kind in ("euler", "integer", "decimal") and after.kind in ("name", "function") and plain:
                self.note("power-then-factor", base, after, read=f"{self.text(base.start, exponent.end)}*{after.text}",
                          other=f"{self.text(base.start, base.end)}^({self.text(exponent.start, after.end)})")  # fmt: skip
            below = self.tokens[self.at + 1] if after.text == "/" else after
            whole = exponent.kind == "integer" and below.text.isdigit() and int(below.text) and int(exponent.args[0]) % int(below.text) == 0
            if after.text == "/" and below.kind == "number" and exponent.kind in ("integer", "minus") and not whole:
                self.note("power-then-fraction", base, below, read=f"({self.text(base.start, exponent.end)})/{below.text}",
                          other=f"{self.text(base.start, base.end)}^({self.text(exponent.start, below.end)})")  # fmt: skip
        return Syntax("power", (base, exponent), base.start, exponent.end)

    def raised(self, token: Token) -> Syntax:
        """A raised run of characters (², ⁻¹, ³ʸ) as an exponent."""
        if token.text.isdigit() and len(token.text) < 100:
            return Syntax("integer", (token.text,), token.start, token.end)
        inner = tokenize(Source(self.source, token.text, [token.start] * (len(token.text) + 1)))
        parser = Parser([t._replace(start=token.start, end=token.end) for t in inner], self.source, self.bound)
        return parser.whole()._replace(start=token.start, end=token.end)

    def other_reading(self, left: Syntax, right: Syntax, token: Token) -> None:
        """1/2x is (1/2)x; said where neither a space nor a bracket tells."""
        if not token.spaced and self.source[left.end - 1] not in ")]}" and self.source[left.start] != "\\":
            above, below = left.args
            self.note("fraction-then-factor", left, right, read=f"({self.text(left.start, left.end)})*{self.text(right.start, right.end)}",
                      other=f"{self.text(above.start, above.end)}/({self.text(below.start, right.end)})")  # fmt: skip

    def no_rate(self, above: Syntax, below: Syntax) -> None:
        """Refuse d…/dx as a quotient of letters."""
        first = above.args[0] if above.kind == "times" else above
        if below.kind == "times" and len(below.args) == 2 and below.args[1].kind == "name" and first.kind == "name":
            d = below.args[0]
            if d.kind == "name" and d.args[0] in ("d", "∂") and first.args[0] == d.args[0] and d.args[0] not in self.bound:
                self.fail("rate-inside", above._replace(end=below.end), seen=self.text(above.start, below.end))

    # Operands

    def operand(self, level: int, bare: bool = False) -> Syntax:
        """What stands before an operator."""
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case "number":
                return calls.number(self, token)
            case "name":
                return calls.name(self, token)
            case "function":
                return calls.function(self, token)
            case "open":
                return self.bracket(token)
            case "bar":
                return self.absolute(token)
            case "fraction":
                halves = tuple(Syntax("integer", (digit,), token.start, token.end) for digit in token.text.split("/"))
                return Syntax("over", halves, token.start, token.end)
            case "root":
                return self.root(token, {"√": "2", "∛": "3", "∜": "4"}[token.text])
            case "sup" if self.token.text == "√" and token.text.isdigit() and token.text.strip("0"):
                self.at += 1
                return self.root(self.tokens[self.at - 1], token.text)
            case "rate":
                return self.rate(token)
            case "slope":
                self.fail("rate-inside", token, seen=self.text(token.start, token.end))
            case "op" if token.text in "+-":
                if self.token.kind == "op" and self.token.text in "*/^":
                    self.fail("double-operator", self.token, seen=token.text + self.token.text, meant=self.token.text)
                body = self.expression(max(level, PRODUCT), bare)
                return Syntax("minus", (body,), token.start, body.end) if token.text == "-" else body
        self.at -= 1
        return refusals.missing(self, token)

    def group(self, name: str = "") -> tuple[tuple[Syntax, ...], int]:
        """What stands in the bracket that was just opened, and where it ends."""
        first = self.at - 1
        opening = self.tokens[first]
        if first in self.wrong:
            self.fail("mismatched-bracket", self.wrong[first], open=opening.text, close=self.wrong[first].text)
        if first not in self.inside:
            self.fail("unclosed-bracket", opening, bracket=opening.text)
        found, last = self.inside[first]
        end = self.tokens[last].end
        if not found:
            self.fail("empty-brackets", opening._replace(end=end), name=name)
        self.at = last + 1
        return found, end

    def bracket(self, opening: Token) -> Syntax:
        """( … ), [ … ] or { … }, all alike; with commas a vector."""
        found, end = self.group()
        if len(found) == 1:
            return found[0]._replace(start=opening.start, end=end)
        refusals.decimal_comma(self, opening.start, end, len(found))
        return Syntax("vector", found, opening.start, end)

    def absolute(self, opening: Token) -> Syntax:
        """|a|"""
        if self.token.kind == "end":
            self.fail("unclosed-bar", opening)
        self.bars += 1
        inner = self.expression(SUM)
        if self.token.kind != "bar":
            self.fail("unclosed-bar", opening)
        self.bars -= 1
        end = self.token.end
        self.at += 1
        if not self.bars and self.token.kind in STARTS and any(token.kind == "bar" for token in self.tokens[self.at :]):
            self.note(
                "bars", opening, self.token, read=f"|{self.text(inner.start, inner.end)}| {self.text(self.token.start, self.token.end)} …"
            )
        return Syntax("apply", ("abs", inner), opening.start, end)

    def root(self, token: Token, index: str) -> Syntax:
        """√ acts on what stands right behind it; ⁵√ has its index in front."""
        if self.token.kind not in STARTS and self.token.kind != "bar":
            self.fail("missing-argument", token, name=token.text)
        self.deeper()
        inner = self.operand(POWER)
        self.depth -= 1
        after = self.token
        if inner.kind in ("integer", "decimal") and after.kind == "name" and not after.spaced and self.tokens[self.at - 1].kind == "number":
            self.note("root-then-factor", token, after, read=f"√({self.text(inner.start, inner.end)})*{after.text}",
                      other=f"√({self.text(inner.start, after.end)})")  # fmt: skip
        return Syntax("root", (inner, Syntax("integer", (index,), token.start, token.end)), token.start, inner.end)

    def rate(self, token: Token) -> Syntax:
        """d/dx of what follows, inside of a formula."""
        order, below = rate_of(token.text)
        if order != sum(n for _, n in below):
            self.fail("rate-orders", token)
        if self.token.kind in ("end", "close") or (self.token.kind == "op" and self.token.text in "*/^+"):
            self.fail("rate-without-function", token, seen=self.text(token.start, token.end))
        tree = self.expression(PRODUCT)
        return Syntax("partial" if "∂" in token.text else "rate", (tree, *(part for pair in below for part in pair)), token.start, tree.end)


def rate_of(text: str) -> tuple[int, list[tuple[str, int]]]:
    """The order of d²/dx², and the letters below with the order of each.

    >>> rate_of("d^2/dx^2"), rate_of("∂³/∂x²∂θ")
    ((2, [('x', 2)]), (3, [('x', 2), ('theta', 1)]))
    """
    from chainrule.expression.phrases import BELOW, clean, power

    above, _, below = text.partition("/")
    return power(above), [(clean(letter), power(n)) for letter, n in BELOW.findall(below)]


__all__ = ["CHAIN", "NESTING", "Parser", "names", "rate_of"]
