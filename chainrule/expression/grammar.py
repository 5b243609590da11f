"""Tokens to a syntax tree: one Pratt loop, two frames a level of nesting.

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
from chainrule.expression.functions import SPELLINGS
from chainrule.expression.letters import BOTH, LOGS, ROOTS, UNKNOWN, canonical, check_word, split
from chainrule.expression.syntax import Note, Syntax
from chainrule.expression.tokens import Token

NESTING = 300
"""Deeper brackets are refused."""

SUM, PRODUCT, SIGN, POWER = 1, 2, 3, 4
CLOSING = {"(": ")", "[": "]", "{": "}"}
INVERSE = {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch"}
STARTS = frozenset(("number", "function", "name", "open", "root", "fraction", "frac"))


class Parser:
    """Reads one expression from a list of tokens."""

    def __init__(
        self, tokens: Sequence[Token], source: str, bound: frozenset[str] = frozenset(), log_base: int | None = None, functions: frozenset[str] = frozenset()
    ) -> None:
        self.source = source
        self.bound = bound
        self.log_base = log_base
        self.unknown = UNKNOWN | functions
        self.notes: list[Note] = []
        self.tokens = self._named(tokens)
        self.at = 0
        self.depth = 0
        self.bars = 0

    # Names

    def _named(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with their runs of letters split into names."""
        found: list[Token] = []
        for i, token in enumerate(tokens):
            if token.kind == "sub":
                if found and found[-1].kind == "function" and found[-1].text == "log":
                    found.append(token._replace(kind="base"))
                    continue
                if not found or found[-1].kind != "name":
                    self.fail("lonely-subscript", token, text=token.text)
                found[-1] = found[-1]._replace(text=f"{found[-1].text}_{token.text}", end=token.end)
                continue
            if token.kind != "letters":
                found.append(token)
                continue
            called = i + 1 < len(tokens) and tokens[i + 1].kind == "open"
            if len(token.text) > 2:
                check_word(token.text, called, token.start, token.end, self.source, self.bound)
            found += self._split(token)
        return found

    def _split(self, token: Token) -> list[Token]:
        pieces = split(token.text, self.bound)
        if len(pieces) == 1 or token.end - token.start != len(token.text):
            spelling, kind = pieces[0]
            if len(pieces) == 1:
                return [Token(kind, spelling if kind == "function" else canonical(spelling), token.start, token.end, token.spaced)]
        found, start = [], token.start
        for i, (spelling, kind) in enumerate(pieces):
            text = spelling if kind == "function" else canonical(spelling)
            found.append(Token(kind, text, start, start + len(spelling), token.spaced and i == 0))
            start += len(spelling)
        if any(kind == "function" for _, kind in pieces):
            self.note("run-split", token, token, seen=token.text, read=" ".join(spelling for spelling, _ in pieces))
        elif len(pieces) > 3:
            self.note("letters-product", token, token, seen=token.text, read="*".join(spelling for spelling, _ in pieces))
        return found

    # Helpers

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def fail(self, kind: str, token: Token, /, **facts: Any) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=(token.start, token.end), source=self.source)

    def note(self, kind: str, first: Token | Syntax, last: Token | Syntax, /, **facts: str) -> None:
        """Say how something was read."""
        self.notes.append(Note(kind, facts, (first.start, last.end)))

    def text(self, start: int, end: int) -> str:
        """A part of the input as it was typed."""
        return " ".join(self.source[start:end].split())

    # The loop

    def whole(self) -> Syntax:
        """The whole input as one expression."""
        if self.token.kind == "end":
            self.fail("empty", self.token)
        tree = self.expression(SUM)
        if self.token.kind != "end":
            self.unexpected(self.token)
        return tree

    def unexpected(self, token: Token) -> NoReturn:
        """A token that cannot follow an expression."""
        before = self.tokens[self.at - 1] if self.at else token
        match token.kind:
            case "close":
                self.fail("unopened-bracket", token, bracket=token.text)
            case "number":
                self.fail("two-numbers" if before.kind == "number" else "letter-digit", token, before=before.text, number=token.text)
            case "comma" if before.kind == "number" and self.tokens[self.at + 1].kind == "number" and not self.tokens[self.at + 1].spaced:
                after = self.tokens[self.at + 1]
                self.fail("decimal-comma", before._replace(end=after.end), seen=f"{before.text},{after.text}", meant=f"{before.text}.{after.text}")
            case "comma":
                self.fail("stray-comma", token)
            case "equals":
                self.fail("double-equals" if len(token.text) > 1 else "stray-equals", token)
            case "bar":
                self.fail("unclosed-bar", token)
            case "prime":
                self.fail("stray-prime", token)
            case _:
                self.fail("unexpected", token, seen=token.text)

    def expression(self, level: int, bare: bool = False) -> Syntax:
        """An expression whose operators bind at least as strongly as ``level``."""
        self.depth += 1
        if self.depth > NESTING + 5:
            raise TooLarge("too-nested", {"limit": NESTING}, span=(self.token.start, self.token.end), source=self.source)
        left = self.operand(level, bare)
        growing = ""
        while True:
            token = self.token
            match token.kind, token.text:
                case "op", "+" | "-" if level <= SUM and not bare:
                    self.at += 1
                    right = self.expression(PRODUCT)
                    if token.text == "-":
                        right = Syntax("minus", (right,), token.start, right.end)
                    terms = (*left.args, right) if growing == "plus" else (left, right)
                    left, growing = Syntax("plus", terms, left.start, right.end), "plus"
                case "op", "*" | "/" if level <= PRODUCT and not (bare and not _numeric(left)):
                    self.at += 1
                    right = self.expression(SIGN)
                    left, growing = self.joined(left, right, token.text, growing)
                case "op", "^":
                    self.at += 1
                    left, growing = self.power(left, token), ""
                case "sup", _:
                    self.at += 1
                    left, growing = Syntax("power", (left, self.raised(token)), left.start, token.end), ""
                case "op", "!":
                    self.at += 1
                    left, growing = Syntax("apply", ("factorial", left), left.start, token.end), ""
                case _ if level <= PRODUCT and self.starts_factor(token, left, bare):
                    right = self.expression(SIGN, bare)
                    self.other_reading(left, right, token, growing)
                    left, growing = self.joined(left, right, "*", growing)
                case _:
                    break
        self.depth -= 1
        return left

    def joined(self, left: Syntax, right: Syntax, sign: str, growing: str) -> tuple[Syntax, str]:
        """The product or quotient of two operands; products grow flat."""
        if sign == "/":
            return Syntax("over", (left, right), left.start, right.end), "over"
        factors = (*left.args, right) if growing == "times" else (left, right)
        return Syntax("times", factors, left.start, right.end), "times"

    def starts_factor(self, token: Token, left: Syntax, bare: bool) -> bool:
        """Whether a factor follows without a sign; in a bare argument a function or bracket ends it."""
        if token.kind == "bar":
            return self.bars == 0 and not bare
        if token.kind not in STARTS:
            return False
        if token.kind == "number":
            before, after = self.tokens[self.at - 1], self.tokens[self.at + 1]
            if token.spaced and before.kind != "number" and (before.kind == "close" or after.text == "^"):
                return True
            self.fail("two-numbers" if before.kind == "number" else "letter-digit", token, before=self.text(left.start, left.end)[-12:], number=token.text)
        if not bare:
            return True
        if token.kind == "function" or (token.kind == "name" and token.text == "e" and "e" not in self.bound and self.tokens[self.at + 1].text == "^"):
            return False
        return token.kind != "open" or _numeric(left)

    # Powers

    def power(self, base: Syntax, sign: Token) -> Syntax:
        """base^exponent, from right to left; a minus may stand in front of the exponent."""
        if self.token.kind == "op" and self.token.text == "^":
            self.fail("double-operator", self.token, seen="^^", meant="^")
        if self.token.kind in ("end", "close", "comma", "equals"):
            self.fail("missing-exponent", sign)
        exponent = self.expression(POWER)
        after, before = self.token, self.tokens[self.at - 1]
        glued = not after.spaced and before.kind in ("number", "name") and exponent.kind in ("integer", "decimal", "name", "minus")
        if glued and _numeric(exponent) and base.kind in ("euler", "integer", "decimal") and after.kind in ("name", "function"):
            self.note("power-then-factor", base, after, read=f"{self.text(base.start, exponent.end)}*{after.text}",
                      other=f"{self.text(base.start, base.end)}^({self.text(exponent.start, after.end)})")  # fmt: skip
        if glued and exponent.kind == "integer" and after.text == "/" and self.tokens[self.at + 1].kind == "number":
            below = self.tokens[self.at + 1]
            self.note("power-then-fraction", base, below, read=f"({self.text(base.start, exponent.end)})/{below.text}",
                      other=f"{self.text(base.start, base.end)}^({self.text(exponent.start, below.end)})")  # fmt: skip
        return Syntax("power", (base, exponent), base.start, exponent.end)

    def raised(self, token: Token) -> Syntax:
        """A raised run of characters (², ⁻¹, ³ʸ) as an exponent."""
        from chainrule.expression.tokens import Source, tokenize

        inner = tokenize(Source(self.source, token.text, [token.start] * (len(token.text) + 1)))
        parser = Parser([t._replace(start=token.start, end=token.end) for t in inner], self.source, self.bound)
        return parser.whole()._replace(start=token.start, end=token.end)

    def other_reading(self, left: Syntax, right: Syntax, token: Token, growing: str) -> None:
        """1/2x is (1/2)x; said when nothing stands between."""
        if growing == "over" and not token.spaced and left.args[1].kind in ("integer", "decimal") and token.kind != "open":
            above, below = left.args
            self.note("fraction-then-factor", left, right, read=f"({self.text(left.start, left.end)})*{self.text(right.start, right.end)}",
                      other=f"{self.text(above.start, above.end)}/({self.text(below.start, right.end)})")  # fmt: skip

    # Operands

    def operand(self, level: int, bare: bool) -> Syntax:
        """What stands before an operator."""
        token = self.token
        self.at += 1
        match token.kind:
            case "number":
                return self.number(token)
            case "name":
                return self.name(token)
            case "function":
                return self.function(token)
            case "open":
                return self.bracket(token)
            case "bar":
                return self.absolute(token)
            case "fraction":
                a, b = token.text.split("/")
                halves = tuple(Syntax("integer", (digit,), token.start, token.end) for digit in (a, b))
                return Syntax("over", halves, token.start, token.end)
            case "root":
                return self.root(token)
            case "op" if token.text in "+-":
                if self.token.kind == "op" and self.token.text in "*/^":
                    self.fail("double-operator", self.token, seen=token.text + self.token.text, meant=self.token.text)
                body = self.expression(max(level, PRODUCT), bare)
                return Syntax("minus", (body,), token.start, body.end) if token.text == "-" else body
        self.at -= 1
        self.missing(token)

    def missing(self, token: Token) -> NoReturn:
        """There is no operand where one has to be."""
        before = self.tokens[self.at - 1] if self.at else None
        if before is None:
            if token.kind == "end":
                self.fail("empty", token)
            if token.kind in ("close", "sup", "sub", "bar", "prime"):
                self.unexpected(token)
            self.fail("missing-before", token, sign=token.text)
        if before.kind == "open":
            self.fail("unclosed-bracket" if token.kind == "end" else "empty-brackets" if token.kind == "close" else "missing-before",
                      before if token.kind == "end" else token, bracket=before.text, sign=token.text)  # fmt: skip
        if before.kind == "function":
            self.fail("missing-argument", before, name=before.text)
        if token.kind == "op" and before.kind == "op":
            self.fail("double-operator", token, seen=before.text + token.text, meant=token.text)
        if before.kind in ("op", "comma", "equals", "bar"):
            self.fail("missing-after", before, sign=before.text)
        self.unexpected(token)

    def number(self, token: Token) -> Syntax:
        """An integer or a decimal."""
        after = self.token
        if not after.spaced and (after.kind == "point" or (after.kind == "number" and after.text[0] == ".")):
            self.fail("number-with-points", token, number=token.text)
        text = token.text if not token.text.startswith(".") else "0" + token.text
        return Syntax("decimal" if "." in text else "integer", (text,), token.start, token.end)

    def name(self, token: Token) -> Syntax:
        """A letter: e, π, an unknown function at its argument, or a variable."""
        name = token.text
        if name == "e" and "e" not in self.bound:
            return Syntax("euler", (), token.start, token.end)
        if name == "pi" and "pi" not in self.bound:
            return Syntax("pi", (), token.start, token.end)
        called = self.token.kind == "open" and self.token.text in "(["
        if called and BOTH.get(name) and name not in self.bound:
            return self.applied(BOTH[name], token)
        if name in self.unknown and (name not in self.bound or name in self.unknown - UNKNOWN):
            primes = 0
            if self.token.kind == "prime":
                primes = sum(2 if mark == '"' else 1 for mark in self.token.text)
                self.at += 1
                called = self.token.kind == "open"
                if not called:
                    self.fail("prime-without-argument", token, name=name)
            if called:
                tree = self.applied(name, token)
                return tree._replace(kind="primed", args=(name, (primes,), *tree.args[1:])) if primes else tree
        return Syntax("name", (name,), token.start, token.end)

    def applied(self, name: str, token: Token) -> Syntax:
        """A named function at its bracket."""
        arguments, end = self.arguments(token)
        return Syntax("apply", (name, *arguments), token.start, end)

    def arguments(self, token: Token) -> tuple[list[Syntax], int]:
        """The arguments in the bracket that comes next."""
        opening = self.token
        self.at += 1
        if self.token.kind == "close":
            self.fail("empty-brackets", opening._replace(end=self.token.end), name=token.text)
        bars, self.bars = self.bars, 0
        found = [self.expression(SUM)]
        while self.token.kind == "comma":
            self.at += 1
            found.append(self.expression(SUM))
        self.bars = bars
        return found, self.close(opening)

    def close(self, opening: Token) -> int:
        """The bracket that must close now."""
        token = self.token
        if token.kind == "close" and token.text == CLOSING[opening.text]:
            self.at += 1
            return token.end
        if token.kind == "end":
            self.fail("unclosed-bracket", opening, bracket=opening.text)
        if token.kind == "close":
            self.fail("mismatched-bracket", token, open=opening.text, close=token.text)
        self.unexpected(token)

    def bracket(self, opening: Token) -> Syntax:
        """( … ), [ … ] or { … }, all alike."""
        if self.token.kind == "close":
            self.fail("empty-brackets", opening._replace(end=self.token.end), name="")
        bars, self.bars = self.bars, 0
        inner = self.expression(SUM)
        if self.token.kind == "comma":
            inner = self.vector(inner)
        self.bars = bars
        end = self.close(opening)
        return inner._replace(start=opening.start, end=end)

    def vector(self, first: Syntax) -> Syntax:
        """Components separated by commas."""
        after = self.tokens[self.at + 1]
        if first.kind == "integer" and after.kind == "number" and not after.spaced and self.tokens[self.at + 2].kind != "comma":
            self.unexpected(self.token)
        found = [first]
        while self.token.kind == "comma":
            self.at += 1
            found.append(self.expression(SUM))
        return Syntax("vector", tuple(found), first.start, found[-1].end)

    def absolute(self, opening: Token) -> Syntax:
        """|a|"""
        if self.token.kind in ("end",):
            self.fail("unclosed-bar", opening)
        self.bars += 1
        inner = self.expression(SUM)
        if self.token.kind != "bar":
            self.fail("unclosed-bar", opening)
        self.bars -= 1
        end = self.token.end
        self.at += 1
        return Syntax("apply", ("abs", inner), opening.start, end)

    def root(self, token: Token) -> Syntax:
        """√ acts on what stands right behind it."""
        index = {"√": "2", "∛": "3", "∜": "4"}[token.text]
        if self.token.kind not in STARTS and self.token.kind != "bar":
            self.fail("missing-argument", token, name=token.text)
        inner = self.operand(POWER, False)
        after = self.token
        if inner.kind in ("integer", "decimal") and after.kind == "name" and not after.spaced:
            self.note("root-then-factor", token, after, read=f"{token.text}({self.text(inner.start, inner.end)})*{after.text}",
                      other=f"{token.text}({self.text(inner.start, after.end)})")  # fmt: skip
        return Syntax("root", (inner, Syntax("integer", (index,), token.start, token.end)), token.start, inner.end)

    # Functions

    def function(self, token: Token) -> Syntax:
        """A function name: its power, base or index, its argument in brackets or bare."""
        name = token.text
        exponent, base = None, None
        while True:
            if exponent is None and self.token.kind == "sup":
                exponent = self.raised(self.token)
                self.at += 1
            elif exponent is None and self.token.kind == "op" and self.token.text == "^":
                self.at += 1
                exponent = self.exponent_on_name(token)
            elif base is None and self.token.kind == "base" and name == "log":
                base = self.log_base_of(self.token)
            else:
                break
        index = None
        if name == "sqrt" and self.token.kind == "open" and self.token.text == "[" and self._index_follows():
            index = self.bracket(self._taken())
        if exponent is not None and _is_minus_one(exponent) and SPELLINGS.get(name) in INVERSE:
            inverse = "a" + SPELLINGS[name]
            self.note("inverse-function", token, exponent, seen=self.text(token.start, exponent.end), read="arc" + SPELLINGS[name])
            name, exponent = inverse, None
        arguments, end = self.function_arguments(token)
        tree = self.call(name, arguments, base, index, token, end)
        return Syntax("power", (tree, exponent), token.start, end) if exponent is not None else tree

    def _taken(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _index_follows(self) -> bool:
        """Whether [ … ] is followed by another bracket: sqrt[3]{x}."""
        depth = 0
        for i in range(self.at, len(self.tokens)):
            depth += {"open": 1, "close": -1}.get(self.tokens[i].kind, 0)
            if depth == 0:
                return self.tokens[i + 1].kind == "open"
        return False

    def exponent_on_name(self, token: Token) -> Syntax:
        """The n of sin^n x: a number, a letter or a bracket, perhaps with a minus."""
        sign = self.token
        if sign.kind == "op" and sign.text == "-":
            self.at += 1
            body = self.operand(POWER, False)
            return Syntax("minus", (body,), sign.start, body.end)
        if sign.kind not in ("number", "name", "open"):
            self.fail("missing-exponent", self.tokens[self.at - 1])
        return self.operand(POWER, False)

    def function_arguments(self, token: Token) -> tuple[list[Syntax], int]:
        """The argument of a known function, in brackets or bare."""
        following = self.token
        if following.kind == "open":
            arguments, end = self.arguments(token)
            raised = self.token.kind == "sup" or (self.token.kind == "op" and self.token.text == "^")
            log = SPELLINGS.get(token.text, token.text) in ("ln", "log")
            if raised and len(arguments) == 1 and (log or following.spaced):
                if log and following.spaced:
                    arguments = [self.power_of_argument(arguments[0], token, following, end)]
                    return arguments, arguments[0].end
                n = self.exponent_text()
                inside = self.text(following.start, end)
                self.note("power-of-function", token, self.token, read=f"({token.text}{inside})^{n}", other=f"{token.text}({inside}^{n})")
            return arguments, end
        if following.kind == "bar":
            self.at += 1
            tree = self.absolute(following)
            return [tree], tree.end
        if following.kind not in STARTS and not (following.kind == "op" and following.text in "+-"):
            self.fail("missing-argument", token, name=token.text)
        if following.kind == "function":
            tree = self.operand(POWER, False)
            return [tree], tree.end
        tree = self.expression(PRODUCT, bare=True)
        self.bare_notes(token, tree)
        return [tree], tree.end

    def bare_notes(self, token: Token, tree: Syntax) -> None:
        """Where a bare argument could have gone on: before a quotient or a bracket."""
        after = self.token
        if after.kind == "op" and after.text in "*/" or (after.kind == "name" and after.text == "e"):
            inside = self.text(tree.start, tree.end)
            self.note("bare-argument", token, tree, read=f"{token.text}({inside}) {after.text} …", other=f"{token.text}({inside} {after.text} …)")

    def exponent_text(self) -> str:
        """The exponent that comes next, for a note."""
        token = self.token if self.token.kind == "sup" else self.tokens[self.at + 1]
        return token.text if token.kind in ("sup", "number", "name") else "(…)"

    def power_of_argument(self, argument: Syntax, token: Token, opening: Token, end: int) -> Syntax:
        """ln (3x+2)^5 with a space is ln((3x+2)^5)."""
        sign, n = self.token, self.exponent_text()
        inside = self.text(opening.start, end)
        self.at += 1
        tree = Syntax("power", (argument, self.raised(sign)), argument.start, sign.end) if sign.kind == "sup" else self.power(argument, sign)
        self.note("log-of-power", token, tree, read=f"{token.text}({inside}^{n})", other=f"({token.text}{inside})^{n}")
        return tree

    def log_base_of(self, token: Token) -> Syntax:
        """The b of log_b."""
        self.at += 1
        return self.raised(token._replace(text=token.text))

    def call(self, name: str, arguments: list[Syntax], base: Syntax | None, index: Syntax | None, token: Token, end: int) -> Syntax:
        """The function at its arguments, in the form the tree has for it."""
        start = token.start
        if name in ROOTS:
            n = index or (arguments.pop(0) if name == "root" and len(arguments) == 2 else Syntax("integer", (str(ROOTS[name] or 2),), start, end))
            if len(arguments) != 1:
                self.fail("argument-count", token, name=name, seen=str(len(arguments)))
            if n.kind != "integer" or n.args[0] == "0":
                return Syntax("power", (arguments[0], Syntax("over", (Syntax("integer", ("1",), start, end), n), start, end)), start, end)
            return Syntax("root", (arguments[0], n), start, end)
        if name in LOGS:
            return self.logarithm(name, arguments, base, token, end)
        row = SPELLINGS.get(name, name)
        expected = 2 if row == "polygamma" else 1
        if len(arguments) != expected:
            self.fail("argument-count", token, name=name, seen=str(len(arguments)))
        return Syntax("apply", (row, *arguments), start, end)

    def logarithm(self, name: str, arguments: list[Syntax], base: Syntax | None, token: Token, end: int) -> Syntax:
        """log_b x, log(x, b), lg x; log x without a base is natural, and said."""
        start = token.start
        if len(arguments) == 2 and base is None:
            base = arguments.pop()
        fixed = LOGS[name] or self.log_base
        if base is None and fixed:
            base = Syntax("integer", (str(fixed),), start, end)
        if len(arguments) != 1:
            self.fail("argument-count", token, name=name, seen=str(len(arguments)))
        if base is not None:
            return Syntax("apply", ("ln" if base.kind == "euler" else "log", arguments[0], *(() if base.kind == "euler" else (base,))), start, end)
        self.note("natural-log", token, token)
        return Syntax("apply", ("ln", arguments[0]), start, end)


def _numeric(tree: Syntax) -> bool:
    """Whether the tree is made of numbers only."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.kind in ("name", "apply", "primed"):
            return False
        stack.extend(child for child in node.args if isinstance(child, Syntax))
    return True


def _is_minus_one(tree: Syntax) -> bool:
    return tree.kind == "minus" and tree.args[0].kind == "integer" and tree.args[0].args[0] == "1"
