"""Whole inputs: each formula of a text gets its role, and together they are a problem.

This module knows how problems are built from formulas; it must not know how formulas are read inside.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, NoReturn

from chainrule.errors import ParseError, TooLarge
from chainrule.expression import asks
from chainrule.expression.asks import Ask
from chainrule.expression.characters import Source, fold
from chainrule.expression.grammar import Setting, formula
from chainrule.expression.layout import Layout, Piece
from chainrule.expression.letters import WORDS, canonical
from chainrule.expression.phrases import LETTER, clean
from chainrule.expression.problem import Problem
from chainrule.expression.syntax import Note, Syntax, applied, names

_LEFT = re.compile(
    rf"\s*+(?P<name>{LETTER}|[A-Za-z]+(?:_\{{?[A-Za-z0-9]+\}}?)?)\s*+(?:\(\s*+(?P<arguments>{LETTER}\s*+(?:,\s*+{LETTER}\s*+)*)\)\s*+)?:?"
)
_ARROW = re.compile(rf"\s*+(?:(?P<name>{LETTER})\s*+:\s*+)?(?P<argument>{LETTER})\s*+(?:↦|->)")
_LETTERS = re.compile(rf"{LETTER}(?:\s*,\s*{LETTER})*")
_EQUATION = re.compile(rf"\s*+({LETTER})\s*+=([^=]*)")
_TUPLE = re.compile(r"(?:[A-Z]\s*)?\((.*)\)")
"""(1, 3), P(1, 3)"""
_PRIMES = re.compile(r"[)\]}]\s*('+|\"+'*)\s*$")
_OPENING = re.compile(r"[A-Za-z]*[(\[{]")
_AND = re.compile(r"\W*(?:and|和|且)?\W*")
_LETTER_D = re.compile(r"D(?:[a-z]\s|\s+|[a-z]?\()[\w(]")
"""D x², Dx x², D(x²): D is no sign of differentiation here."""


class _Part(NamedTuple):
    """A formula with its left-hand side, and the d/dx in front of it."""

    start: int
    stop: int
    left: int
    name: str | None = None
    arguments: tuple[str, ...] = ()
    rate: Ask | None = None


class Reader:
    """Takes a text apart and puts a problem together."""

    def __init__(self, source: Source, log_base: int | None) -> None:
        """``log_base`` is the base of a log without one."""
        self.source = source
        self.text = source.folded
        self.layout = Layout(self.text)
        self.log_base = log_base
        self.notes: list[Note] = list(source.notes)
        self.asked: list[Ask] = []
        self.variables: list[str] = []
        self.constants: set[str] = set()
        self.order = 0
        self.partials = False
        self.at: dict[str, str] = {}
        self.places: tuple[str, ...] = ()  # the numbers of a point without names
        self.pointing = False  # the piece before was a point
        self.lefts: set[str] = set()  # names on left-hand sides

    def fail(self, kind: str, start: int, end: int, **facts: Any) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=self.source.span(start, end), source=self.source.text)

    def problem(self) -> Problem:
        """The whole text."""
        start, stop = self.layout.whole()
        if start >= stop:
            raise ParseError("empty", {}, span=(0, max(1, len(self.source.text))), source=self.source.text)
        pieces, spoken = self.layout.pieces(start, stop)
        for said in spoken:
            if said.strange:
                self.fail("prose", *said.strange, word=self.text[slice(*said.strange)])
        self.order = max((said.order for said in spoken), default=0)
        self.partials = any(said.partials for said in spoken)
        several = len(pieces) > 1
        try:
            formulas = [piece for piece in pieces if not self.sorted_out(piece, several)]
            for piece in formulas:
                left = _LEFT.match(self.text, piece.start, piece.stop)
                if left and self.text.startswith("=", left.end()):
                    self.lefts.add(clean(left["name"]))
            if not formulas:
                self.fail("rate-without-function" if self.asked else "empty", start, stop, seen=self.text[start:stop])
            return self.assembled([self.part(piece.start, piece.stop, several) for piece in formulas])
        except asks.Rates as rates:
            self.fail("rate-orders", *self.layout.trimmed(*rates.args))

    # Roles

    def sorted_out(self, piece: Piece, several: bool) -> bool:
        """Whether the piece is no formula but a variable, a point, a constant, a condition or a question; it is noted."""
        text = self.text[piece.start : piece.stop]
        pointing, self.pointing = self.pointing, False
        letters = [clean(letter) for letter in text.split(",")] if _LETTERS.fullmatch(text) else []
        role = piece.before.role
        if role == "variable" and letters:
            self.variables += letters
            return True
        if role == "point" or (pointing and _AND.fullmatch(piece.before.text) and self.numbers(text)):
            self.point(piece, text)
            self.pointing = True
            return True
        if role == "maybe-point" and self.numbers(text):
            self.at |= self.numbers(text)
            return True
        if piece.behind.constant and letters:
            self.constants |= {*letters}
            return True
        if not several:
            return False
        if piece.behind.known and letters:
            return True
        if re.search("[<>≤≥≠∈]", text) and not text.startswith("<") and "->" not in text:
            self.notes.append(Note("condition", {"text": " ".join(text.split())}, self.source.span(piece.start, piece.stop)))
            return True
        asked = asks.alone(self.text, piece.start, piece.stop)
        if asked:
            self.asked.append(asked)
        return bool(asked)

    def point(self, piece: Piece, text: str) -> None:
        """x = 1, (1, 3) or 1 behind "at"."""
        named = self.numbers(text)
        if named:
            self.at |= named
            return
        inside = _TUPLE.fullmatch(text)
        values = tuple(value.strip() for value in (inside[1] if inside else text).split(","))
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
        bare = asks.alone(self.text, start, stop)
        if (asked and asked.end == stop) or (bare and not bare.at and ("'" in text or "=" in text)):
            self.fail("rate-without-function", start, stop, seen=text.rstrip("= "))
        if asked and not self.text[asked.end : stop].lstrip().startswith("="):
            self.asked.append(asked)
            return self.sides(asked.end, stop, several)._replace(rate=asked)
        asked = asks.operator(self.text, start, stop)
        if asked:
            self.asked.append(asked)
            return self.sides(asked.end, stop, several)._replace(rate=asked)
        inner = asks.quotient(self.text, start, stop, self.layout.closing)
        if inner:
            self.asked.append(inner[0])
            return self.sides(inner[1], inner[2], several)
        primes = _PRIMES.search(text)
        opening = _OPENING.match(self.text, start, stop)
        if primes and opening and self.layout.closing(opening.end() - 1) == start + primes.start():
            self.order = max(self.order, asks.primes(primes[1]))
            stop = start + primes.start(1)
        if _LETTER_D.match(text):
            self.notes.append(Note("letter-d", {}, self.source.span(start, start + 1)))
        return self.sides(start, stop, several)

    def sides(self, start: int, stop: int, several: bool) -> _Part:
        """Name, arguments and body of f(x) = …; of z = f(x, y) = … the first name and the last body."""
        start, stop = self.layout.trimmed(start, stop)
        double = self.text.find("==", start, stop)
        if double >= 0:
            self.fail("double-equals", double, double + 2)
        arrow = _ARROW.match(self.text, start, stop)
        if arrow:
            return _Part(arrow.end(), stop, start, clean(arrow["name"]) if arrow["name"] else None, (clean(arrow["argument"]),))
        cuts = self.layout.equals(start, stop)
        if not cuts:
            return _Part(start, stop, start)
        if (asked := asks.alone(self.text, start, cuts[0])) and not (several and self.may_name(asked)):
            self.fail("rate-on-left", start, cuts[0])
        left = _LEFT.fullmatch(self.text, start, cuts[0])
        middle = _LEFT.fullmatch(self.text, cuts[0] + 1, cuts[1]) if len(cuts) == 2 and left else None
        arguments = left and (left["arguments"] or (middle and middle["arguments"]))
        if len(cuts) > 1 and not (middle and arguments):
            self.fail("stray-equals", cuts[1], cuts[1] + 1)
        if left is None or _no_name(left["name"], several):
            return _Part(start, stop, start)
        body = cuts[-1] + 1
        if not self.text[body:stop].strip():
            self.fail("empty-right-side", start, stop, name=self.text[start : cuts[0]].strip())
        return _Part(body, stop, start, clean(left["name"]), tuple(clean(name) for name in (arguments or "").split(",") if name.strip()))

    def may_name(self, asked: Ask) -> bool:
        """Whether f_xy = … on a left-hand side of several names something, no function of the text being called f."""
        return bool(asked.by) and "/" not in self.text[asked.start : asked.end] and asked.name not in self.lefts

    def body(self, part: _Part, setting: Setting) -> Syntax:
        """What stands right of the name; or an equation."""
        cuts = self.layout.equals(part.start, part.stop) if part.name is None and not part.arguments else []
        if cuts:
            left, right = self.formula(part.start, cuts[0], setting), self.formula(cuts[0] + 1, part.stop, setting)
            return Syntax("equals", (left, right), left.start, right.end)
        same = _LEFT.match(self.text, part.start, part.stop)
        if part.name and same and same["arguments"] and clean(same["name"]) == part.name:  # y = y(x): y is an unknown function
            setting = setting._replace(functions=setting.functions | {part.name})
        return self.formula(part.start, part.stop, setting)

    def formula(self, start: int, stop: int, setting: Setting) -> Syntax:
        """A part of the text as a formula."""
        if not self.text[start:stop].strip():
            before = self.text[start - 1 : start] == "="
            first, last = (start - 1, start) if before else (stop, stop + 1)
            self.fail("missing-after" if before else "missing-before", first, last, sign="=")
        tree, notes = formula(self.source, setting, start, stop)
        self.notes += notes
        return tree

    # Together

    def assembled(self, parts: list[_Part]) -> Problem:
        """The problem from its parts; a = 3 beside a formula is a point when all letters get numbers, else a definition."""
        numbers = [part for part in parts if part.name and len(parts) > 1 and self.is_number(self.text[part.start : part.stop])]
        given = {part.start for part in numbers}
        rest = [part for part in parts if part.start not in given] or parts
        bound = frozenset(part.name for part in parts if part.name and (len(parts) > 1 or part.name == "e"))
        setting = Setting(bound, frozenset(part.name for part in rest if part.name and part.arguments), self.log_base)
        found = [(part, self.body(part, setting)) for part in rest]
        defined = {part.name for part in parts}
        for part, tree in [pair for pair in found if pair[0].name is None and pair[1].kind == "name"]:
            if tree.args[0] in defined:  # differentiate y: y = x²
                self.asked.append(Ask(tree.args[0], (), self.order or 1, (), part.start, part.stop))
                found.remove((part, tree))
        free = {name for _, tree in found for name in names(tree)} - {part.name for part in rest}
        if rest is not parts and free <= {part.name for part in numbers}:
            self.at |= {part.name: self.text[part.start : part.stop].strip() for part in numbers if part.name in free}
        elif rest is not parts:
            found += [(part, self.body(part, setting)) for part in numbers]
        return self.single(*found[0]) if len(found) == 1 else self.system(found)

    def single(self, part: _Part, body: Syntax) -> Problem:
        """One formula, vector or equation."""
        if part.name and not part.arguments and part.name in names(body):
            part = _Part(part.left, part.stop, part.left)
            body = self.body(part, Setting(log_base=self.log_base))
        if part.rate:
            self.scope(part, part.rate, body)
        kind = {"equals": "equation", "vector": "vector"}.get(body.kind, "expression")
        return self.finished(Problem(kind, body, part.name, part.arguments))

    def system(self, found: list[tuple[_Part, Syntax]]) -> Problem:
        """Definitions, and perhaps the one formula that is asked about."""
        definitions = tuple((part.name, part.arguments, tree) for part, tree in found if part.name)
        defined: set[str] = set()
        for name, _, tree in definitions:
            if name in defined:
                self.fail("defined-twice", tree.start, tree.end, name=name)
            defined.add(name)
        nameless = [(part, tree) for part, tree in found if not part.name]
        if not nameless:
            return self.finished(Problem("system", definitions[0][2], None, (), definitions))
        part, tree = nameless[-1]
        if len(nameless) == 1 and tree.kind == "equals" and len(definitions) == 1 and applied(definitions[0][2]) == defined:
            self.variables = self.variables or sorted(names(definitions[0][2]))  # y = y(x) beside an equation
            return self.finished(Problem("equation", tree, definitions[0][0]))
        if len(nameless) > 1 or tree.kind == "equals" or (names(tree) | applied(tree)).isdisjoint(defined):
            self.fail("not-a-definition", part.start, part.stop)
        return self.finished(Problem("system", tree, None, (), definitions))

    def scope(self, part: _Part, rate: Ask, body: Syntax) -> None:
        """d/dx (x²) + 3x asks for all of it, and that is said."""
        bracketed = self.layout.closing(part.start)
        if bracketed == part.stop - 1 or not (body.kind == "plus" or (body.kind == "times" and bracketed)):
            return
        sign = self.text[rate.start : rate.end].strip()
        end = bracketed + 1 if bracketed else body.args[0].end
        whole = " ".join(self.text[part.start : part.stop].split())
        head, rest = self.text[part.start : end].strip(), " ".join(self.text[end : part.stop].split())
        facts = {"read": f"{sign} ({whole})", "other": f"({sign} {head if bracketed else f'({head})'}) {rest}"}
        self.notes.append(Note("rate-scope", facts, self.source.span(rate.start, part.stop)))

    def finished(self, problem: Problem) -> Problem:
        """With what is asked of it and where."""
        problem = self.question(problem)
        inside = [problem.body, *(tree for _, _, tree in problem.definitions)]
        defined = {name for name, _, _ in problem.definitions}
        letters = list(problem.arguments) or sorted(set().union(*map(names, inside)) - defined)
        places = self.places
        if len(places) == len(letters) + 1 and problem.name:
            places = places[:-1]  # the point (1, 3) of a curve
        if places and len(places) != len(letters):
            self.fail("point-count", 0, len(self.text), count=len(places), letters=", ".join(letters))
        rest = tuple(letter for letter in letters if letter not in self.constants)
        if not problem.wrt and (self.partials or (self.constants and len(rest) == 1 and problem.kind != "system")):
            problem = problem._replace(wrt=rest)
        at = self.at | dict(zip(letters, places, strict=False))
        return problem._replace(at=at, notes=tuple(self.notes), source=self.source.text)

    def question(self, problem: Problem) -> Problem:
        """With the function that is asked for, the variables, the letters of a mixed derivative, the order."""
        wanted = list(self.variables)
        orders = [self.order] if self.order else []
        name = problem.name
        for ask in self.asked:
            name = self.named(problem, ask) or name
            wanted += [*ask.by, *self.behind(problem, ask)]
            orders.append(ask.order)
        wrt = tuple(dict.fromkeys(wanted))
        mixed = next((ask for ask in self.asked if ask.mixed), None)
        if mixed and len(mixed.by) != mixed.order:
            raise TooLarge("order-too-high", {"limit": asks.LONG}, span=self.source.span(mixed.start, mixed.end), source=self.source.text)
        functions = {ask.name for ask in self.asked if ask.name}
        if len(functions) > 1 or (mixed and len(self.asked) > 1) or (not mixed and len(wrt) > 1 and len(set(orders)) > 1):
            self.fail("several-derivatives", self.asked[-1].start, self.asked[-1].end)
        partial = any(ask.partial for ask in self.asked)
        return problem._replace(name=name, wrt=wrt, by=mixed.by if mixed else (), order=max(orders, default=1), partial=partial)

    def named(self, problem: Problem, ask: Ask) -> str | None:
        """The function that is asked for: it has to be one of the text."""
        known = {name for name, _, _ in problem.definitions} if problem.kind == "system" else names(problem.body)
        if ask.name is None or ask.name == problem.name or (problem.kind in ("system", "equation") and ask.name in known):
            return ask.name
        if problem.kind in ("system", "equation") or (problem.name and not (ask.name == "y" and problem.arguments)):
            self.fail("asked-of-unknown", ask.start, ask.end, name=ask.name)
        return problem.name or ask.name

    def behind(self, problem: Problem, ask: Ask) -> list[str]:
        """The letter in f′(x); a number in f′(2) is a point."""
        known = problem.arguments or next((arguments for name, arguments, _ in problem.definitions if name == ask.name), ())
        letters = tuple(clean(value) for value in ask.at if re.fullmatch(LETTER, value) and value not in ("e", "pi", "π"))
        if len(letters) == len(ask.at) and (not known or letters == known):
            return [] if ask.by else [*letters]
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
