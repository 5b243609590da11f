"""Tokens to a syntax tree by precedence; brackets are read from the inside out, without recursion.

    a + b − c      one flat sum             a b · c       one flat product
    a/b c          from left to right       −x², −2x      the minus stands outside
    sin 2x cos x   a bare argument ends at a function, a sign, and a bracket that follows it
    sin³ x         (sin x)³; sin⁻¹ is the inverse function

This module knows precedence; what stands between the signs is in ``atoms``, what is said about second
readings in ``doubts``. It must not know tasks, SymPy or sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

from chainrule.errors import ParseError, TooLarge
from chainrule.expression import doubts, refusals
from chainrule.expression.atoms import ATOMS
from chainrule.expression.characters import LENGTH, Source
from chainrule.expression.letters import UNKNOWN
from chainrule.expression.syntax import Note, Syntax, numeric
from chainrule.expression.tokens import Token, tokenize
from chainrule.expression.vectors import by_unit_vectors

NESTING = 300
"""Deeper brackets are refused."""
CHAIN = 100
"""So many signs, powers, bars or bare functions may stand inside each other without a bracket."""

CLOSING = {"(": ")", "[": "]", "{": "}", "⟮": "⟯"}
STARTS = frozenset(("number", "function", "name", "euler", "pi", "open", "root", "fraction"))


class Setting(NamedTuple):
    """How names are read: ``bound`` names are letters, ``functions`` unknown functions; the base of a log without one."""

    bound: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    log_base: int | None = None


PLAIN = Setting()
"""Names as they are customary."""


class Parser:
    """Reads one expression from a list of tokens."""

    def __init__(self, source: Source, tokens: Sequence[Token], setting: Setting) -> None:
        """The tokens are those of the source."""
        self.source = source
        self.tokens = tokens
        self.setting = setting
        self.bound = setting.bound
        self.unknown = (UNKNOWN - setting.bound) | setting.functions
        self.notes: list[Note] = []
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

    def fail(self, kind: str, first: Token | Syntax, last: Token | Syntax | None = None, /, **facts: Any) -> NoReturn:
        """Refuse, with the place."""
        span = self.source.span(first.start, (last or first).end)
        raise ParseError(kind, facts, span=span, source=self.source.text)

    def note(self, kind: str, first: Token | Syntax, last: Token | Syntax, /, **facts: str) -> None:
        """Say how something was read."""
        self.notes.append(Note(kind, facts, self.source.span(first.start, last.end)))

    def text(self, first: Token | Syntax, last: Token | Syntax | None = None) -> str:
        """A part of the input."""
        return " ".join(self.source.folded[first.start : (last or first).end].split())

    def deeper(self) -> None:
        """One level more without a bracket."""
        self.depth += 1
        if self.depth > CHAIN:
            span = self.source.span(self.token.start, self.token.end)
            raise TooLarge("too-nested", {"limit": CHAIN}, span=span, source=self.source.text)

    # The whole

    def whole(self) -> Syntax:
        """The whole input as one expression."""
        if self.token.kind == "end":
            raise ParseError("empty", {}, span=(0, max(1, len(self.source.text))), source=self.source.text)
        self.brackets()
        if self.token.kind == "angle":
            return self.angles()
        self.at = self.depth = 0
        tree = self.sum()
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
                    span = self.source.span(token.start, token.end)
                    raise TooLarge("too-nested", {"limit": NESTING}, span=span, source=self.source.text)
            elif token.kind == "close" and opened:
                first = opened.pop()
                if CLOSING[self.tokens[first].text] != token.text:
                    self.wrong[first] = token
                else:
                    self.inside[first] = self.listed(first + 1, i), i
        self.at = 0

    def listed(self, first: int, last: int) -> tuple[Syntax, ...]:
        """The expressions between two places, separated by commas."""
        if first == last:
            return ()
        self.at, self.depth, self.bars = first, 0, 0
        found = [self.sum()]
        while self.token.kind == "comma":
            self.at += 1
            found.append(self.sum())
        if self.at != last:
            refusals.unexpected(self, self.token)
        return tuple(found)

    def group(self, name: str = "") -> tuple[tuple[Syntax, ...], int]:
        """What stands in the bracket that was just opened, and where it ends."""
        first = self.at - 1
        opening = self.tokens[first]
        if first in self.wrong:
            self.fail("mismatched-bracket", self.wrong[first], open=opening.text, close=self.wrong[first].text)
        if first not in self.inside:
            self.fail("unclosed-bracket", opening, bracket=opening.text)
        found, last = self.inside[first]
        if not found:
            self.fail("empty-brackets", opening, self.tokens[last], name=name)
        self.at = last + 1
        return found, self.tokens[last].end

    def angles(self) -> Syntax:
        """<a, b>"""
        last = len(self.tokens) - 2
        if self.token.text != "<" or last < 2 or self.tokens[last].text != ">":
            refusals.unexpected(self, self.token)
        first, closing = self.token, self.tokens[last]
        return Syntax("vector", self.listed(1, last), first.start, closing.end)

    # Precedence

    def sum(self) -> Syntax:
        """Terms with + and − between them."""
        term = self.product()
        token = self.tokens[self.at]
        if token.kind != "sign":
            return term
        terms = [term]
        below = 0  # where something below a root could go on behind a sign
        while token.kind == "sign":
            below = below or doubts.below_root(self, token)
            self.at += 1
            term = self.product()
            terms.append(term if token.text == "+" else Syntax("minus", (term,), token.start, term.end))
            token = self.tokens[self.at]
        tree = Syntax("plus", tuple(terms), terms[0].start, terms[-1].end)
        doubts.on_sum(self, tree, below)
        return tree

    def product(self) -> Syntax:
        """Factors with *, / or nothing between them, from left to right; a minus in front stands outside."""
        tokens = self.tokens
        token = tokens[self.at]
        if token.kind == "sign":
            return self.signed(self.product)
        first = self.factor()
        if tokens[self.at].kind not in _IN_PRODUCT:
            return first
        factors = [first]
        tail: doubts.Tail | None = None
        while (token := tokens[self.at]).kind in _IN_PRODUCT:
            if token.text == "*":
                self.at += 1
                factors.append(self.operand())
            elif token.text == "/":
                self.at += 1
                doubts.on_fraction(self, factors[-1], token)
                above, below = _joined(factors), self.operand()
                refusals.rate_inside(self, above, below)
                factors = [Syntax("over", (above, below), above.start, below.end)]
            elif self.follows(factors[-1], token):
                before, left = tokens[self.at - 1], factors[-1]
                factors.append(self.factor())
                if tail or left.kind in doubts.OPEN:
                    tail = doubts.tail(tail, left, before, token, factors[-1])
            else:
                break
        if tail:
            doubts.on_product(self, tail)
        return _joined(factors)

    def bare(self, name: Token) -> Syntax:
        """The argument of a function without a bracket: numbers and letters up to the next function or bracket."""
        tokens = self.tokens
        token = tokens[self.at]
        if token.kind == "sign":
            return self.signed(lambda: self.bare(name))
        factors = [self.factor()]
        only_numbers = numeric(factors[0])
        doubtful: Token | None = None  # where the argument could have ended, and did not
        while True:
            token = tokens[self.at]
            if token.kind == "star" and only_numbers and not token.spaced:
                self.at += 1
                doubtful = doubtful or token
                right = self.operand()
                if token.text == "/":
                    above = _joined(factors)
                    factors = [Syntax("over", (above, right), above.start, right.end)]
                else:
                    factors.append(right)
            elif token.kind in _IN_BARE and self.follows(factors[-1], token) and not self.ends_bare(token, only_numbers):
                if token.spaced and not only_numbers:
                    doubtful = doubtful or token
                right = self.factor()
                factors.append(right)
            else:
                break
            only_numbers = only_numbers and numeric(right)
        tree = _joined(factors)
        if doubtful:
            doubts.on_bare(self, name, tree, doubtful)
        return tree

    def signed(self, body: Any) -> Syntax:
        """What a sign in front acts on."""
        token = self.tokens[self.at]
        self.at += 1
        if self.token.kind in ("star", "caret"):
            refusals.two_signs(self, token, self.token)
        self.deeper()
        tree: Syntax = body()
        self.depth -= 1
        return Syntax("minus", (tree,), token.start, tree.end) if token.text == "-" else tree

    def operand(self) -> Syntax:
        """A factor, perhaps with a sign."""
        token = self.tokens[self.at]
        return self.signed(self.operand) if token.kind == "sign" else self.factor()

    def factor(self) -> Syntax:
        """An atom with its powers and factorials."""
        tree = self.atom()
        while True:
            token = self.tokens[self.at]
            if token.kind == "caret":
                self.at += 1
                exponent = self.exponent(token)
                tree = Syntax("power", (tree, exponent), tree.start, exponent.end)
            elif token.kind == "bang":
                self.at += 1
                tree = Syntax("apply", ("factorial", tree), tree.start, token.end)
            elif token.kind == "sup" and not (token.spaced and self.tokens[self.at + 1].kind == "root"):
                self.at += 1
                tree = Syntax("power", (tree, self.raised(token)), tree.start, token.end)
            else:
                return tree

    def atom(self) -> Syntax:
        """What stands between signs, without powers."""
        token = self.tokens[self.at]
        read = ATOMS.get(token.kind)
        if read is None:
            refusals.missing(self, token)
        self.at += 1
        return read(self, token)

    def exponent(self, sign: Token) -> Syntax:
        """What stands behind ^: from right to left, perhaps with a minus in front."""
        token = self.tokens[self.at]
        if token.kind == "caret":
            refusals.two_signs(self, sign, token)
        if token.kind in ("end", "close", "comma", "equals"):
            self.fail("missing-exponent", sign)
        self.deeper()
        tree = self.operand()
        self.depth -= 1
        return tree

    def raised(self, token: Token) -> Syntax:
        """A raised run of characters (², ⁻¹, ³ʸ) as an exponent."""
        if token.text.isdigit() and len(token.text) < 100:
            return Syntax("integer", (token.text,), token.start, token.end)
        places = [token.start] * len(token.text)
        inner = tokenize(Source(token.text, token.text, places, places), self.bound)
        parser = Parser(self.source, [t._replace(start=token.start, end=token.end) for t in inner], self.setting)
        return parser.whole()._replace(start=token.start, end=token.end)

    def follows(self, left: Syntax, token: Token) -> bool:
        """Whether what could start a factor does: a bar may close, a number behind a letter is refused."""
        match token.kind:
            case "bar":
                return self.bars == 0
            case "number":
                refusals.number_behind(self, token, left)
            case "fraction":
                refusals.fraction_behind(self, token)
        return True

    def ends_bare(self, token: Token, only_numbers: bool) -> bool:
        """Whether a factor that follows a bare argument does not belong to it: e^x, f(x), a bracket behind a letter."""
        if token.kind == "open":
            return not only_numbers
        after = self.tokens[self.at + 1]
        if token.kind == "euler":
            return after.kind == "caret"
        return token.kind == "name" and token.text in self.unknown and after.kind in ("open", "prime")


_IN_PRODUCT = STARTS | {"star", "bar", "rate", "slope", "sup"}
_IN_BARE = STARTS - {"function"}


def _joined(factors: list[Syntax]) -> Syntax:
    """One factor, or the product of several."""
    return factors[0] if len(factors) == 1 else Syntax("times", tuple(factors), factors[0].start, factors[-1].end)


def formula(source: Source, setting: Setting = PLAIN, start: int = 0, stop: int | None = None) -> tuple[Syntax, list[Note]]:
    """A part of a folded text as an expression or a vector, and what to say on how it was read.

    Raises ``ParseError`` and ``TooLarge`` with the place.
    """
    notes: list[Note] = []
    stop = len(source.folded) if stop is None else stop
    first, last = source.span(start, stop)
    if last - first > LENGTH:
        raise TooLarge("text-too-long", {"limit": LENGTH, "length": last - first}, span=(first, last), source=source.text)
    tokens = tokenize(source, setting.bound, notes, start, stop)
    units = by_unit_vectors(tokens, setting.bound) if "j" in source.folded else []
    if not units:
        parser = Parser(source, tokens, setting)
        tree = parser.whole()
        return tree, notes + parser.notes
    trees = []
    for part in units:
        parser = Parser(source, part, setting)
        trees.append(parser.whole())
        notes += parser.notes
    first, last = tokens[0].start, tokens[-2].end
    notes.append(Note("unit-vectors", {"letters": ", ".join("ijk"[: len(trees)])}, source.span(first, last)))
    return Syntax("vector", tuple(trees), first, last), notes


__all__ = ["CHAIN", "NESTING", "PLAIN", "STARTS", "Parser", "Setting", "formula"]
