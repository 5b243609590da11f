"""Whole inputs taken apart from the outside in: words, points, parts, left-hand sides, formulas.

This module knows how problems are built from formulas; it must not know how formulas are read inside.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any, NamedTuple, NoReturn

from chainrule.errors import ParseError
from chainrule.expression.grammar import Parser
from chainrule.expression.letters import WORDS, canonical
from chainrule.expression.phrases import (
    BELOW,
    INDEXED,
    LEAD,
    LEFT,
    LETTER,
    OPERATOR,
    ORDINALS,
    POINT,
    PRIMED,
    QUOTIENT,
    RATE,
    SPLIT,
    TAIL,
    TUPLE,
    clean,
    power,
)  # fmt: skip
from chainrule.expression.problem import Definition, Problem
from chainrule.expression.syntax import Note, Syntax, names
from chainrule.expression.tokens import Source, Token, fold, tokenize
from chainrule.expression.vectors import by_unit_vectors

_LAYERS = 3
"""So many layers of words are taken off: "the derivative of … with respect to x at x = 1"."""


class _Part(NamedTuple):
    """A part of the text: its left-hand side, where its body stands, and the d/dx in front of it."""

    name: str | None
    arguments: tuple[str, ...]
    start: int
    stop: int
    rate: tuple[int, int] | None = None


class Reader:
    """Takes a text apart from the outside in."""

    def __init__(self, source: Source, log_base: int | None) -> None:
        """``log_base`` is the base of a log without one."""
        self.source = source
        self.text = source.folded
        self.log_base = log_base
        self.notes: list[Note] = list(source.notes)
        self.wrt: list[str] = []
        self.order = 0
        self.mixed: list[tuple[str, int]] = []
        self.partial = False
        self.at: dict[str, str] = {}
        self.levels = list(accumulate(((letter in "([{") - (letter in ")]}") for letter in self.text), initial=0))
        self.start, self.stop = 0, len(self.text)

    def fail(self, kind: str, start: int, end: int, **facts: Any) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=self.source.span(start, end), source=self.source.text)

    # From the outside

    def problem(self) -> Problem:
        """The whole text."""
        self.trim()
        if self.start >= self.stop:
            raise ParseError("empty", {}, span=(0, max(1, len(self.source.text))), source=self.source.text)
        for _ in range(_LAYERS):
            self.around()
        parts = self.segments()
        used = self.used(parts)
        bound = self.bound(parts)
        found: list[_Part] = []
        for start, stop in parts:
            part = self.part(start, stop, len(parts) > 1)
            if part is None:
                continue
            if part.name and part.name in used and len(parts) > 1 and self.numeric(part.start, part.stop):
                self.at[part.name] = self.text[part.start : part.stop].strip()
            else:
                found.append(part)
        return self.assembled(found, bound)

    def trim(self) -> None:
        """Leave out white space, closing punctuation, one pair of quotation marks around the whole."""
        self.strip()
        if self.stop - self.start > 1 and self.text[self.start] in "'\"" and self.text[self.stop - 1] == self.text[self.start]:
            self.start, self.stop = self.start + 1, self.stop - 1
            self.strip()

    def strip(self) -> None:
        """Leave out white space and closing punctuation."""
        text = self.text
        while self.start < self.stop and text[self.start].isspace():
            self.start += 1
        while self.start < self.stop and (text[self.stop - 1].isspace() or text[self.stop - 1] in ".,;:?"):
            self.stop -= 1

    def around(self) -> None:
        """Words before and after: "the second derivative of", "with respect to x", "at x = 1"."""
        self.start = self.lead(self.start, self.stop)
        tail = TAIL.search(self.text, self.start, self.stop)
        if tail and tail.start() > self.start:
            if tail.group(1):
                self.wrt = [clean(tail.group(1))]
            self.order = ORDINALS.get(tail["zh"] or tail["zh2"] or "", self.order)
            self.stop = tail.start()
        point = POINT.search(self.text, self.start, self.stop)
        tuple_ = None if point else TUPLE.search(self.text, self.start, self.stop)
        if point and point.start() > self.start and self.points(point):
            self.stop = point.start()
        elif tuple_ and tuple_.start() > self.start:
            for i, value in enumerate(tuple_["values"].split(",")):
                self.at[f"#{i}"] = self.value(value, tuple_.start(), tuple_.end())
            self.stop = tuple_.start()
        self.trim()

    def lead(self, start: int, stop: int) -> int:
        """Where the formula starts behind "find the second derivative of"."""
        lead = LEAD.match(self.text, start, stop)
        if not lead or not lead.group().strip() or lead.end() >= stop:
            return start
        self.order = ORDINALS.get((lead["n"] or "").lower(), int(lead["digits"] or self.order))
        return lead.end()

    def points(self, match: re.Match[str]) -> bool:
        """x = 1, y = 2; "for y = x²" is no point but a definition."""
        values = [part.partition("=") for part in re.split(r",|\band\b", match["values"])]
        numbers = {clean(name): value.strip() for name, _, value in values}
        if match["word"] in ("for", "when", "|") and not all(self.is_number(value) for value in numbers.values()):
            return False
        self.at.update({name: self.value(value, match.start("values"), match.end("values")) for name, value in numbers.items()})
        return True

    def value(self, text: str, start: int, end: int) -> str:
        """The text of a number, or a refusal."""
        if not self.is_number(text):
            self.fail("point-on-input", start, end, text=self.text[start:end].strip())
        return text.strip()

    def is_number(self, text: str) -> bool:
        """Whether a text is a number: 1, -0.5, pi/2, sqrt(2)."""
        try:
            return not names(Parser(tokenize(fold(text)), text).whole())
        except ParseError:
            return False

    def segments(self) -> list[tuple[int, int]]:
        """The parts between separators outside of brackets."""
        base = self.levels[self.start]
        cuts = [m.span() for m in SPLIT.finditer(self.text, self.start, self.stop) if self.levels[m.start()] == base]
        edges = [self.start, *[edge for cut in cuts for edge in cut], self.stop]
        return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if self.text[a:b].strip(" \t\n,.;")]

    def bound(self, parts: list[tuple[int, int]]) -> frozenset[str]:
        """Names that stand on a left-hand side: in the input they are letters, also e and long names."""
        found = set()
        for start, stop in parts:
            left, sign, _ = self.text[start:stop].partition("=")
            match = LEFT.match(LEAD.sub("", left, 1) if " " in left.strip() else left) if sign else None
            if match and (len(parts) > 1 or len(match["name"]) == 1):
                found.add(clean(match["name"]))
        return frozenset(found)

    def used(self, parts: list[tuple[int, int]]) -> frozenset[str]:
        """Letters that occur on right-hand sides."""
        rest = " ".join(self.text[a:b].partition("=")[2] or self.text[a:b] for a, b in parts) if len(parts) > 1 else ""
        return frozenset(clean(name) for name in re.findall(LETTER, rest)) | frozenset(re.findall(r"[A-Za-z]", rest))

    # One part

    def part(self, start: int, stop: int, several: bool) -> _Part | None:
        """A part without d/dx, D_x or a closing ′; ``None`` when it is a task without a formula: dy/dx, f′(2), f_x."""
        start = self.lead(start, stop)
        text = self.text[start:stop].strip()
        start += len(self.text[start:stop]) - len(self.text[start:stop].lstrip())
        stop = start + len(text)
        if start >= stop or (several and self.asks(start, stop)):
            return None
        rate = RATE.match(self.text, start, stop)
        if rate and not self.text[rate.end() : stop].lstrip().startswith("="):
            self.rate(rate)
            if rate.end() == stop:
                if not several:
                    self.fail("rate-without-function", start, stop, seen=text)
                return None
            return self.sides(rate.end(), stop, several)._replace(rate=(start, rate.end()))
        operator = OPERATOR.match(self.text, start, stop)
        if operator and operator.end() < stop:
            self.wrt, self.order = [clean(operator.group(1))], max(self.order, power(operator.group(2)))
            return self.sides(operator.end(), stop, several)._replace(rate=(start, operator.end()))
        inner = self.quotient(start, stop)
        if inner:
            return self.sides(*inner, several)
        primes = re.search(r"[)\]}]\s*('+)\s*$", text)
        if primes and self.closing(start) == start + primes.start():
            self.order = max(self.order, len(primes.group(1)))
            stop = start + primes.start(1)
        return self.sides(start, stop, several)

    def asks(self, start: int, stop: int) -> bool:
        """f_x, y′ and f′(2) beside a definition."""
        indexed = INDEXED.match(self.text, start, stop)
        if indexed:
            self.by([(letter, 1) for letter in indexed.group(2)], partial=True)
            return True
        primed = PRIMED.match(self.text, start, stop)
        if primed:
            self.order = max(self.order, len(primed.group(2)))
            argument = (primed.group(3) or "").strip()
            if argument and re.fullmatch(LETTER, argument) and argument not in ("e", "pi", "π"):
                self.wrt = [clean(argument)]
            elif argument:
                self.at["#0"] = self.value(argument, primed.start(3), primed.end(3))
        return bool(primed)

    def rate(self, match: re.Match[str]) -> None:
        """d²/dx², ∂²f/∂x∂y"""
        below = [(clean(letter), power(n)) for letter, n in BELOW.findall(match.group(3))]
        if power(match.group(1)) != sum(n for _, n in below):
            self.fail("rate-orders", *match.span())
        self.by(below, partial="∂" in match.group())

    def by(self, letters: list[tuple[str, int]], partial: bool = False) -> None:
        """Differentiate by these letters, so often by each."""
        self.wrt = list(dict.fromkeys(letter for letter, _ in letters))
        self.order = max(self.order, sum(n for _, n in letters))
        self.mixed = letters if len(self.wrt) > 1 else []
        self.partial = partial or len(self.wrt) > 1

    def quotient(self, start: int, stop: int) -> tuple[int, int] | None:
        """The inside of d(…)/dx."""
        opening = re.compile(r"[d∂]\s*(?=[(\[{])").match(self.text, start, stop)
        last = self.closing(opening.end()) if opening else None
        below = QUOTIENT.match(self.text, last + 1, stop) if last else None
        if opening is None or last is None or below is None:
            return None
        self.by([(clean(below.group(1)), 1)], partial=self.text[start] == "∂")
        return opening.end() + 1, last

    def closing(self, at: int) -> int | None:
        """Where the bracket that opens at a place is closed."""
        if self.text[at : at + 1] not in ("(", "[", "{"):
            return None
        level = self.levels[at]
        return next((i for i in range(at + 1, self.stop) if self.levels[i + 1] == level), None)

    def cuts(self, start: int, stop: int) -> list[int]:
        """The equals signs outside of brackets."""
        return [m.start() for m in re.compile("=").finditer(self.text, start, stop) if self.levels[m.start()] == self.levels[start]]

    def sides(self, start: int, stop: int, several: bool) -> _Part:
        """Name, arguments and body of f(x) = …; of z = f(x, y) = … the first name and the last body."""
        double = self.text.find("==", start, stop)
        if double >= 0:
            self.fail("double-equals", double, double + 2)
        cuts = self.cuts(start, stop)
        if not cuts:
            return _Part(None, (), start, stop)
        if RATE.fullmatch(self.text, start, cuts[0]) or re.compile(r"\s*[A-Za-z]'+\s*(\([a-z]\)\s*)?").fullmatch(self.text, start, cuts[0]):
            self.fail("rate-on-left", start, cuts[0])
        left = LEFT.match(self.text, start, cuts[0])
        middle = LEFT.match(self.text, cuts[0] + 1, cuts[1]) if len(cuts) == 2 and left else None
        arguments = left and (left["arguments"] or (middle and middle["arguments"]))
        if len(cuts) > 1 and not (middle and arguments):
            self.fail("stray-equals", cuts[1], cuts[1] + 1)
        if left is None or _no_name(left["name"], several):
            return _Part(None, (), start, stop)
        body = cuts[-1] + 1
        if not self.text[body:stop].strip():
            self.fail("empty-right-side", start, stop, name=clean(left["name"]))
        return _Part(clean(left["name"]), tuple(clean(name) for name in (arguments or "").split(",") if name.strip()), body, stop)

    def numeric(self, start: int, stop: int) -> bool:
        """Whether a right-hand side is a plain number."""
        return re.compile(r"[-+\d./\s]*(?:pi|π)?[\d./\s]*").fullmatch(self.text, start, stop) is not None

    # Together

    def assembled(self, parts: list[_Part], bound: frozenset[str]) -> Problem:
        """The problem from its parts."""
        nameless = [part for part in parts if part.name is None]
        functions = frozenset(part.name for part in parts if part.name and part.arguments)
        if not parts:
            if self.wrt or self.order or self.at:
                self.fail("rate-without-function", self.start, self.stop, seen=self.text[self.start : self.stop])
            self.fail("empty", self.start, self.stop)
        if len(parts) > 1:
            if nameless:
                self.fail("not-a-definition", nameless[-1].start, nameless[-1].stop)
            found = tuple((part.name or "", part.arguments, self.formula(part.start, part.stop, bound, functions)) for part in parts)
            self.distinct(found)
            return self.finished(Problem("system", found[0][2], None, (), found))
        part = parts[0]
        if part.name is None and self.cuts(part.start, part.stop):
            return self.equation(part.start, part.stop)
        body = self.formula(part.start, part.stop, bound - {part.name or ""} if part.name != "e" else bound, frozenset())
        if part.name and not part.arguments and part.name in names(body):
            return self.equation(self.left_of(part), part.stop)
        if part.rate:
            self.scope(part, body)
        return self.finished(Problem("vector" if body.kind == "vector" else "expression", body, part.name, part.arguments))

    def left_of(self, part: _Part) -> int:
        """Where the left-hand side of a part starts."""
        return self.lead(self.start, part.start) if not part.rate else part.rate[1]

    def scope(self, part: _Part, body: Syntax) -> None:
        """d/dx (x²) + 3x asks for all of it, and that is said."""
        first, last = part.start + len(self.text[part.start : part.stop]) - len(self.text[part.start : part.stop].lstrip()), part.stop - 1
        bracketed = self.closing(first)
        if bracketed == last or not (body.kind == "plus" or (body.kind == "times" and bracketed)):
            return
        rate = self.text[part.rate[0] : part.rate[1]].strip() if part.rate else ""
        end = bracketed + 1 if bracketed else self.folded(body.args[0].end)
        whole = " ".join(self.text[first : part.stop].split())
        head, rest = self.text[first:end].strip(), " ".join(self.text[end : part.stop].split())
        facts = {"read": f"{rate} ({whole})", "other": f"({rate} {head if bracketed else f'({head})'}) {rest}"}
        self.notes.append(Note("rate-scope", facts, self.source.span(part.rate[0] if part.rate else first, part.stop)))

    def folded(self, place: int) -> int:
        """The place in the folded text of a place in the text as typed."""
        places = self.source.places
        return place if isinstance(places, range) else next((i for i, p in enumerate(places) if p >= place), len(places))

    def equation(self, start: int, stop: int) -> Problem:
        """An implicit equation: both sides anything."""
        cut = self.cuts(start, stop)[0]
        left, right = self.formula(start, cut, frozenset(), frozenset()), self.formula(cut + 1, stop, frozenset(), frozenset())
        return self.finished(Problem("equation", Syntax("equals", (left, right), left.start, right.end)))

    def formula(self, start: int, stop: int, bound: frozenset[str], functions: frozenset[str]) -> Syntax:
        """A part of the text as a formula."""
        tokens: list[Token] = tokenize(self.source, start, stop)
        if tokens[0].kind == "end":
            before = self.text[start - 1 : start] == "="
            self.fail(
                "missing-after" if before else "missing-before",
                max(start - 1, 0) if before else stop,
                start if before else stop + 1,
                sign="=",
            )
        units = by_unit_vectors(tokens, bound)
        trees = []
        for part in units or (tokens,):
            parser = Parser(part, self.source.text, bound, self.log_base, functions)
            trees.append(parser.whole())
            self.notes += parser.notes
        if not units:
            return trees[0]
        vector = Syntax("vector", tuple(trees), tokens[0].start, tokens[-1].end - 1)
        self.notes.append(Note("unit-vectors", {"letters": ", ".join("ijk"[: len(trees)])}, (vector.start, vector.end)))
        return vector

    def distinct(self, definitions: tuple[Definition, ...]) -> None:
        """No name is defined twice."""
        seen: set[str] = set()
        for name, _, body in definitions:
            if name in seen:
                raise ParseError("defined-twice", {"name": name}, span=(body.start, body.end), source=self.source.text)
            seen.add(name)

    def finished(self, problem: Problem) -> Problem:
        """With what stood around it; a point in brackets gets its letters."""
        letters = list(problem.arguments) or sorted(names(problem.body))
        tuple_ = [value for name, value in self.at.items() if name.startswith("#")]
        if len(tuple_) == len(letters) + 1 and problem.name:
            tuple_.pop()
        if tuple_ and len(tuple_) != len(letters):
            self.fail("point-count", self.start, len(self.text), count=len(tuple_), letters=", ".join(letters))
        at = {name: value for name, value in self.at.items() if not name.startswith("#")} | dict(zip(letters, tuple_, strict=False))
        return Problem(
            problem.kind, problem.body, problem.name, problem.arguments, problem.definitions,
            tuple(self.wrt), self.order or 1, tuple(self.mixed), self.partial, at, tuple(self.notes), self.source.text,
        )  # fmt: skip


def _no_name(name: str, several: bool) -> bool:
    """Whether a left-hand side is no name: a function (sin), or a product of letters (xy)."""
    if WORDS.get(name) == "function":
        return True
    return not several and 1 < len(name) <= 3 and name.isalpha() and canonical(name) == name and name not in WORDS
