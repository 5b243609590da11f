"""Whole inputs taken apart: words and formulas in turn, each formula with its role; then put together as a problem.

This module knows how problems are built from formulas; it must not know how formulas are read inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple, NoReturn

from chainrule.errors import ParseError, TooLarge
from chainrule.expression import asks
from chainrule.expression.asks import Ask
from chainrule.expression.characters import Source, fold
from chainrule.expression.grammar import Setting, formula
from chainrule.expression.letters import UNKNOWN, WORDS, canonical
from chainrule.expression.phrases import LETTER, Words, clean, phrases, strange, words
from chainrule.expression.problem import Definition, Problem
from chainrule.expression.syntax import Note, Syntax, applied, names

_LEFT = re.compile(
    rf"\s*+(?P<name>{LETTER}|[A-Za-z]+(?:_\{{?[A-Za-z0-9]+\}}?)?)\s*+(?:\(\s*+(?P<arguments>{LETTER}\s*+(?:,\s*+{LETTER}\s*+)*)\)\s*+)?:?"
)
_ARROW = re.compile(rf"\s*+(?:(?P<name>{LETTER})\s*+:\s*+)?(?P<argument>{LETTER})\s*+(?:↦|->)")
_EQUATION = re.compile(rf"\s*+({LETTER})\s*+=([^=]*)")
_NUMBERED = re.compile(rf"\s*+(?:\(\d{{1,2}}\)|\d{{1,2}}[.)])\s++(?={LETTER}\s*+(?:\([^()]*\)\s*+)?=)")
"""The number of an exercise in front of it."""
_ASIDE = re.compile(r"[(（]([^()]*(?:[<>≤≥=]|[\u3400-\u9fff])[^()]*)[)）]\s*$")
"""A remark in brackets at the end: (x > 0), (x = 3), (a为常数)."""


class _Piece(NamedTuple):
    """A formula of the text: where it stands, what the words before it say, and what those behind it say."""

    start: int
    stop: int
    before: Words
    behind: Words


class _Part(NamedTuple):
    """A formula with its left-hand side, and the d/dx in front of it."""

    start: int
    stop: int
    name: str | None = None
    arguments: tuple[str, ...] = ()
    left: int = 0
    rate: Ask | None = None


class Reader:
    """Takes a text apart and puts a problem together."""

    def __init__(self, source: Source, log_base: int | None) -> None:
        """``log_base`` is the base of a log without one."""
        self.source = source
        self.text = source.folded
        self.log_base = log_base
        self.notes: list[Note] = list(source.notes)
        self.levels = list(accumulate(((letter in "([{⟮") - (letter in ")]}⟯") for letter in self.text), initial=0))
        self.asked: list[Ask] = []
        self.variables: list[str] = []
        self.order = 0
        self.partials = False
        self.constants: set[str] = set()
        self.at: dict[str, str] = {}
        self.pointing = False  # the piece before was a point
        self.places: tuple[str, ...] = ()  # the numbers of a point without names

    def fail(self, kind: str, start: int, end: int, **facts: Any) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=self.source.span(start, end), source=self.source.text)

    def problem(self) -> Problem:
        """The whole text."""
        try:
            return self._problem()
        except asks.Rates as rates:
            self.fail("rate-orders", *self.trimmed(*rates.args))

    def _problem(self) -> Problem:
        start, stop = self.whole()
        if start >= stop:
            raise ParseError("empty", {}, span=(0, max(1, len(self.source.text))), source=self.source.text)
        pieces = self.pieces(start, stop)
        formulas = [piece for piece in pieces if not self.sorted_out(piece, len(pieces) > 1)]
        if not formulas:
            self.fail("rate-without-function" if self.asked else "empty", start, stop, seen=self.text[start:stop])
        parts = [self.part(*self.trimmed(piece.start, piece.stop), several=len(pieces) > 1) for piece in formulas]
        return self.assembled(parts)

    # Pieces

    def whole(self) -> tuple[int, int]:
        """The text without quotation marks around it and the number of an exercise in front."""
        start, stop = self.trimmed(0, len(self.text))
        if stop - start > 1 and self.text[start] in "'\"`" and self.text[stop - 1] == self.text[start]:
            start, stop = self.trimmed(start + 1, stop - 1)
        number = _NUMBERED.match(self.text, start, stop)
        return (number.end() if number else start), stop

    def trimmed(self, start: int, stop: int) -> tuple[int, int]:
        """A place without white space around it and closing punctuation."""
        text = self.text
        while start < stop and text[start].isspace():
            start += 1
        while start < stop and (text[stop - 1].isspace() or text[stop - 1] in ".,;:?"):
            stop -= 1
        return start, stop

    def pieces(self, start: int, stop: int) -> list[_Piece]:
        """The formulas between words and separators outside of brackets; what the words say of all is noted."""
        level = self.levels[start]
        found = [span for span in phrases(self.text, start, stop) if self.levels[span[0]] == level]
        spoken = [words("")]
        for first, last in found:
            if (place := strange(self.text[first:last])) is not None:
                word = self.text[first + place[0] : first + place[1]]
                self.fail("prose", first + place[0], first + place[1], word=word)
            spoken.append(words(self.text[first:last]))
        self.order = max(said.order for said in spoken)
        self.partials = any(said.partials for said in spoken)
        edges = [start, *[edge for span in found for edge in span], stop]
        spoken.append(words(""))
        # Words at the very start stand before the first formula.
        pieces = []
        before = spoken[0]
        for i, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
            before = spoken[i] if i else before
            pieces += self.with_aside(a, b, before, spoken[i + 1] if i < len(found) else spoken[-1])
        return pieces

    def with_aside(self, start: int, stop: int, before: Words, behind: Words) -> Iterator[_Piece]:
        """A formula and the remark in brackets behind it."""
        start, stop = self.trimmed(start, stop)
        if start >= stop:
            return
        aside = _ASIDE.search(self.text, start, stop)
        if aside is None or aside.start() == start:
            yield _Piece(start, stop, before, behind)
            return
        inside = self.text[aside.start(1) : aside.end(1)]
        cut = re.search("[\u3400-\u9fff]", inside)
        end = aside.start(1) + (cut.start() if cut else len(inside))
        said = words(inside[cut.start() :]) if cut else words("")
        yield _Piece(*self.trimmed(start, aside.start()), before, behind)
        yield _Piece(*self.trimmed(aside.start(1), end), words("")._replace(role="maybe-point"), said)

    # Roles

    def sorted_out(self, piece: _Piece, several: bool) -> bool:
        """Whether the piece is no formula but a variable, a point, a constant, a condition or a question; it is noted."""
        text = self.text[piece.start : piece.stop]
        match piece.before.role:
            case "variable" if letters := re.fullmatch(rf"{LETTER}(?:\s*,\s*{LETTER})*", text):
                self.variables += [clean(letter) for letter in letters.group().split(",")]
                return True
            case "point":
                self.point(piece)
                self.pointing = True
                return True
            case "maybe-point" if self.numbers(text):
                self.at |= self.numbers(text)
                return True
            case "" if self.pointing and re.fullmatch(r"\W*(?:and|和|且)?\W*", piece.before.text) and self.numbers(text):
                self.at |= self.numbers(text)
                return True
        self.pointing = False
        if piece.behind.constant and re.fullmatch(rf"{LETTER}(?:\s*,\s*{LETTER})*", text):
            self.constants |= {clean(letter) for letter in text.split(",")}
            return True
        if not several:
            return False
        if piece.behind.known and re.fullmatch(LETTER, text):
            return True
        if re.search("[<>≤≥≠]", text) and not text.startswith("<"):
            self.notes.append(Note("condition", {"text": " ".join(text.split())}, self.source.span(piece.start, piece.stop)))
            return True
        asked = asks.alone(self.text, piece.start, piece.stop)
        if asked:
            self.asked.append(asked)
        return bool(asked)

    def point(self, piece: _Piece) -> None:
        """x = 1, (1, 3) or 1 behind "at"."""
        text = self.text[piece.start : piece.stop].lstrip("_").strip("{}")
        tuple_ = re.fullmatch(r"\(([^=]*)\)", text)
        named = self.numbers(text)
        if named:
            self.at |= named
            return
        values = tuple(value.strip() for value in (tuple_[1] if tuple_ else text).split(","))
        if not all(self.is_number(value) for value in values):
            self.fail("point-on-input", piece.start, piece.stop, text=text)
        self.places = values

    def numbers(self, text: str) -> dict[str, str]:
        """The letters and numbers of x = 1, y = 2; nothing when this is no point."""
        pairs = [_EQUATION.fullmatch(part) for part in text.lstrip("_").strip("{}").split(",")]
        if not all(pair and self.is_number(pair[2]) for pair in pairs):
            return {}
        return {clean(pair[1]): pair[2].strip() for pair in pairs if pair}

    def is_number(self, text: str) -> bool:
        """Whether a text is a number: 1, -0.5, pi/2, sqrt(2)."""
        try:
            tree, _ = formula(fold(text), Setting())
        except ParseError:
            return False
        return not names(tree) and tree.kind != "vector"

    # One formula

    def part(self, start: int, stop: int, several: bool) -> _Part:
        """A formula without the d/dx, D_x or ′ around it."""
        text = self.text[start:stop]
        asked = asks.rate(self.text, start, stop)
        if asked and not self.text[asked.end : stop].lstrip().startswith("="):
            if asked.end == stop:
                self.fail("rate-without-function", start, stop, seen=text)
            self.asked.append(asked)
            return self.sides(asked.end, stop, several)._replace(rate=asked)
        if asked and asked.end < stop and re.fullmatch(r"\s*=\s*", self.text[asked.end : stop]):
            self.fail("rate-without-function", start, stop, seen=text.rstrip("= "))
        asked = asks.operator(self.text, start, stop)
        if asked:
            self.asked.append(asked)
            return self.sides(asked.end, stop, several)._replace(rate=asked)
        closing = self.closing(start)
        inner = asks.quotient(self.text, start, stop, closing)
        if inner:
            self.asked.append(inner[0])
            return self.sides(inner[1], inner[2], several)
        primes = re.search(r"[)\]}]\s*('+|\"+'*)\s*$", text)
        if primes and closing.get(start) == start + primes.start():
            self.order = max(self.order, sum(2 if mark == '"' else 1 for mark in primes[1]))
            stop = start + primes.start(1)
        bare = asks.alone(self.text, start, stop)
        if bare and "'" in text and not bare.at:
            self.fail("rate-without-function", start, stop, seen=text.rstrip("= "))
        return self.sides(start, stop, several)

    def closing(self, start: int) -> dict[int, int]:
        """Where the brackets near the start of a part close."""
        found = {}
        for at in range(start, min(start + 8, len(self.text))):
            if self.text[at] in "([{⟮":
                level = self.levels[at]
                found[at] = next((i for i in range(at + 1, len(self.text)) if self.levels[i + 1] == level), 0)
                break
        return found

    def cuts(self, start: int, stop: int) -> list[int]:
        """The equals signs outside of brackets."""
        return [m.start() for m in re.compile("=").finditer(self.text, start, stop) if self.levels[m.start()] == self.levels[start]]

    def sides(self, start: int, stop: int, several: bool) -> _Part:
        """Name, arguments and body of f(x) = …; of z = f(x, y) = … the first name and the last body."""
        start, stop = self.trimmed(start, stop)
        double = self.text.find("==", start, stop)
        if double >= 0:
            self.fail("double-equals", double, double + 2)
        arrow = _ARROW.match(self.text, start, stop)
        if arrow:
            return _Part(arrow.end(), stop, clean(arrow["name"]) if arrow["name"] else None, (clean(arrow["argument"]),), start)
        cuts = self.cuts(start, stop)
        if not cuts:
            return _Part(start, stop, left=start)
        if asks.alone(self.text, start, cuts[0]):
            self.fail("rate-on-left", start, cuts[0])
        left = _LEFT.fullmatch(self.text, start, cuts[0])
        middle = _LEFT.fullmatch(self.text, cuts[0] + 1, cuts[1]) if len(cuts) == 2 and left else None
        arguments = left and (left["arguments"] or (middle and middle["arguments"]))
        if len(cuts) > 1 and not (middle and arguments):
            self.fail("stray-equals", cuts[1], cuts[1] + 1)
        if left is None or _no_name(left["name"], several):
            return _Part(start, stop, left=start)
        body = cuts[-1] + 1
        if not self.text[body:stop].strip():
            self.fail("empty-right-side", start, stop, name=self.text[start : cuts[0]].strip())
        return _Part(body, stop, clean(left["name"]), tuple(clean(name) for name in (arguments or "").split(",") if name.strip()), start)

    def formula(self, start: int, stop: int, setting: Setting) -> Syntax:
        """A part of the text as a formula."""
        if not self.text[start:stop].strip():
            before = self.text[start - 1 : start] == "="
            self.fail("missing-after" if before else "missing-before", start - 1 if before else stop, start if before else stop + 1, sign="=")
        tree, notes = formula(self.source, setting, start, stop)
        self.notes += notes
        return tree

    # Together

    def assembled(self, parts: list[_Part]) -> Problem:
        """The problem from its parts."""
        given = {part.name: part for part in parts if part.name and len(parts) > 1 and self.is_number(self.text[part.start : part.stop])}
        others = [part for part in parts if part.name not in given or given[part.name] is not part]
        if not others:
            others, given = parts, {}
        bound = frozenset(part.name for part in parts if part.name and (len(parts) > 1 or part.name == "e"))
        applied_names = frozenset(part.name for part in others if part.name and part.arguments)
        found = [self.body(part, Setting(bound, applied_names, self.log_base)) for part in others]
        free = set().union(*(names(tree) for tree in found)) - {part.name for part in others}
        if given and free <= given.keys():
            self.at.update({name: self.text[part.start : part.stop].strip() for name, part in given.items() if name in free})
        elif given:
            others, found = others + list(given.values()), found + [self.body(part, Setting(log_base=self.log_base)) for part in given.values()]
        if len(others) == 1:
            return self.single(others[0], found[0])
        return self.system(others, found)

    def body(self, part: _Part, setting: Setting) -> Syntax:
        """What stands right of the name, or an equation."""
        if part.name is None and (cuts := self.cuts(part.start, part.stop)):
            left, right = self.formula(part.start, cuts[0], setting), self.formula(cuts[0] + 1, part.stop, setting)
            return Syntax("equals", (left, right), left.start, right.end)
        if part.name and re.match(rf"\s*+{re.escape(self.text[part.left:part.start].split('=')[0].strip())}\s*\(", self.text[part.start :]):
            setting = setting._replace(functions=setting.functions | {part.name})  # y = y(x): y is an unknown function
        return self.formula(part.start, part.stop, setting)

    def single(self, part: _Part, body: Syntax) -> Problem:
        """One formula, vector or equation."""
        if part.name and not part.arguments and part.name in names(body):
            body = self.body(_Part(part.left, part.stop), Setting(log_base=self.log_base))
            part = _Part(part.left, part.stop)
        if part.rate:
            self.scope(part, part.rate, body)
        kind = {"equals": "equation", "vector": "vector"}.get(body.kind, "expression")
        return self.finished(Problem(kind, body, part.name, part.arguments))

    def system(self, parts: list[_Part], found: list[Syntax]) -> Problem:
        """Definitions, and perhaps the one formula that is asked about."""
        definitions = tuple((part.name, part.arguments, tree) for part, tree in zip(parts, found, strict=True) if part.name)
        nameless = [(part, tree) for part, tree in zip(parts, found, strict=True) if not part.name]
        for i, (name, _, tree) in enumerate(definitions):
            if name in [name for name, _, _ in definitions[:i]]:
                raise ParseError("defined-twice", {"name": name}, span=self.source.span(tree.start, tree.end), source=self.source.text)
        if not nameless:
            return self.finished(Problem("system", definitions[0][2], None, (), definitions))
        part, tree = nameless[-1]
        unknown = [name for name, _, body in definitions if body.kind == "apply" and body.args[0] == name]
        if len(nameless) == 1 and tree.kind == "equals" and len(unknown) == len(definitions) == 1:
            (argument,) = names(definitions[0][2]) or ("x",)
            self.variables = self.variables or [argument]
            return self.finished(Problem("equation", tree, unknown[0]))
        used = names(tree) | applied(tree)
        if len(nameless) > 1 or tree.kind == "equals" or not used & {name for name, _, _ in definitions}:
            self.fail("not-a-definition", part.start, part.stop)
        return self.finished(Problem("system", tree, None, (), definitions))

    def scope(self, part: _Part, rate: Ask, body: Syntax) -> None:
        """d/dx (x²) + 3x asks for all of it, and that is said."""
        first, _ = self.trimmed(part.start, part.stop)
        bracketed = self.closing(first).get(first)
        if bracketed == part.stop - 1 or not (body.kind == "plus" or (body.kind == "times" and bracketed)):
            return
        sign = self.text[rate.start : rate.end].strip()
        end = bracketed + 1 if bracketed else body.args[0].end
        whole = " ".join(self.text[first : part.stop].split())
        head, rest = self.text[first:end].strip(), " ".join(self.text[end : part.stop].split())
        facts = {"read": f"{sign} ({whole})", "other": f"({sign} {head if bracketed else f'({head})'}) {rest}"}
        self.notes.append(Note("rate-scope", facts, self.source.span(rate.start, part.stop)))

    def finished(self, problem: Problem) -> Problem:
        """With what is asked of it and where."""
        letters = list(problem.arguments) or sorted(names(problem.body))
        name, wrt, by, order = self.question(problem)
        places = self.places
        if len(places) == len(letters) + 1 and problem.name:
            places = places[:-1]  # the point (1, 3) of a curve
        if places and len(places) != len(letters):
            self.fail("point-count", 0, len(self.text), count=len(places), letters=", ".join(letters))
        rest = [letter for letter in letters if letter not in self.constants]
        if not wrt and self.partials:
            wrt = tuple(rest)
        if not wrt and self.constants and len(rest) == 1 and problem.kind != "system":
            wrt = tuple(rest)
        at = self.at | dict(zip(letters, places, strict=False))
        return problem._replace(name=name, wrt=wrt, by=by, order=order, at=at, notes=tuple(self.notes), source=self.source.text)

    def question(self, problem: Problem) -> tuple[str | None, tuple[str, ...], tuple[str, ...], int]:
        """The function asked for, the variables, the letters of a mixed derivative, the order."""
        wanted: list[str] = list(self.variables)
        orders = {self.order} if self.order else set()
        name = problem.name
        for ask in self.asked:
            name = self.named(problem, ask, name)
            wanted += [*ask.by, *self.behind(problem, ask)]
            orders.add(ask.order)
        letters = tuple(dict.fromkeys(wanted))
        mixed = [ask for ask in self.asked if ask.mixed]
        if mixed and len(mixed[0].by) != mixed[0].order:
            raise TooLarge("order-too-high", {"limit": asks._LONG}, source=self.source.text)
        if (mixed and len(self.asked) > 1) or (len(letters) > 1 and not mixed and len(orders) > 1):
            self.fail("several-derivatives", self.asked[-1].start, self.asked[-1].end)
        return name, letters, mixed[0].by if mixed else (), max(orders, default=1)

    def named(self, problem: Problem, ask: Ask, name: str | None) -> str | None:
        """The function that is asked for: it has to be one of the text."""
        if ask.name is None or ask.name == problem.name:
            return name
        known = {name for name, _, _ in problem.definitions}
        if problem.kind == "equation":
            known = names(problem.body)
        elif problem.kind != "system" and (problem.name is None or (ask.name == "y" and problem.arguments)):
            return name or ask.name
        if ask.name not in known:
            self.fail("asked-of-unknown", ask.start, ask.end, name=ask.name)
        return ask.name

    def behind(self, problem: Problem, ask: Ask) -> list[str]:
        """The letter in f′(x); a number in f′(2) is a point."""
        known = problem.arguments or next((arguments for name, arguments, _ in problem.definitions if name == ask.name), ())
        if all(re.fullmatch(LETTER, value) and value not in ("e", "pi", "π") for value in ask.at):
            letters = [clean(value) for value in ask.at]
            if not known or tuple(letters) == known:
                return [] if ask.by else letters
        for value in ask.at:
            if not self.is_number(value):
                self.fail("point-on-input", ask.start, ask.end, text=value)
        self.places = ask.at
        return []


def _no_name(name: str, several: bool) -> bool:
    """Whether a left-hand side is no name: a function (sin), or a product of letters (xy)."""
    if WORDS.get(name) == "function":
        return True
    return not several and 1 < len(name) <= 3 and name.isalpha() and canonical(name) == name and name not in WORDS


__all__ = ["Definition", "Reader", "UNKNOWN"]
