"""Whole inputs: left-hand sides, tasks, systems, equations and points; what is asked of which formula.

    y = …, f(x) = …, z = f(x, y) = …      d/dx (…), (…)′, D_x …, "derivative of … with respect to x"
    y = 6u³, u = 7x − 4                    x² + y² = 25            at x = 1, | x=1

This module knows how problems are phrased; it must not know SymPy or how formulas are read inside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from chainrule.errors import Beyond, ParseError
from chainrule.expression.grammar import Parser
from chainrule.expression.latex import is_latex, latex
from chainrule.expression.letters import GREEK, canonical
from chainrule.expression.syntax import Note, Syntax
from chainrule.expression.tokens import SUPERSCRIPTS, Source, Token, fold, tokenize

Definition = tuple[str, tuple[str, ...], Syntax]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a text asks. ``kind``: expression | equation | system | vector.

    ``name`` and ``arguments`` are those of the left-hand side (f(x) = …), ``wrt`` the variables the text
    names, ``at`` the point by name to the text of its number.
    """

    kind: str
    body: Syntax
    name: str | None = None
    arguments: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    wrt: tuple[str, ...] = ()
    order: int = 1
    at: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    source: str = ""


_LETTER = r"(?:[A-Za-zα-ωΑ-Ω]|theta|alpha|beta|gamma|phi|omega|tau|lambda)(?:_\{?\w+\}?)?"
_POWER = rf"(?:\s*\^\s*[{{(]?\d+[}})]?|[{''.join(SUPERSCRIPTS)}]+)?"
_BELOW = rf"[d∂]\s*{_LETTER}{_POWER}"
RATE = re.compile(rf"\s*[d∂]({_POWER})\s*({_LETTER})?\s*(?:\([A-Za-z, ]*\))?\s*/\s*\(?\s*((?:{_BELOW}\s*)+)\)?\s*(?:of\b|\[?(?=\S)|$)")
OPERATOR = re.compile(rf"\s*D_\{{?({_LETTER})\}}?({_POWER})\s*")
INDEXED = re.compile(r"\s*([A-Za-z])_\{?([a-z]{1,6})\}?\s*$")
LEAD = re.compile(
    r"""\s*(?:please\s+)?(?:(?:find|compute|calculate|determine|evaluate|differentiate|derive|explain)\b|求出?|计算)?\s*
    (?:the\s+)?(?:(?P<n>first|second|third|fourth|fifth|(?P<digits>\d+)(?:st|nd|rd|th))\s+)?(?:derivative\s+of\b)?\s*(?:the\s+function\b|函数)?\s*:?""",
    re.VERBOSE | re.IGNORECASE,
)
TAIL = re.compile(
    rf"""[,\s]*(?:with\s+respect\s+to\s+|w\.?\s?r\.?\s?t\.?\s+|(?:关于|对)\s*)({_LETTER})\s*(?:求导|的?(?:(?P<zh>[一二三四五六])阶)?(?:偏?导数)?)?\s*[.。]?\s*$
    |\s*的(?:(?P<zh2>[一二三四五六])阶)?导数\s*[.。]?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
POINT = re.compile(rf"[,;\s]*(?:\bat\b|\bwhen\b|\bfor\b|在|当|\|)\s*(?:the\s+point\s+|点)?_?[{{(]?\s*({_LETTER}\s*=[^=]*?)[}})]?\s*(?:时|处)?\s*[.。]?\s*$")
TUPLE = re.compile(r"[,;\s]*(?:\bat\b|在点?)\s*(?:the\s+point\s+|点)?\(([^()=]*,[^()=]*)\)\s*(?:处)?\s*[.。]?\s*$")
SPLIT = re.compile(rf"[;\n]|,?\s*\b(?:where|with|and)\b|,?\s*其中|,(?=\s*(?:{_LETTER})\s*(?:\([A-Za-zα-ω, ]*\))?\s*=)")
LEFT = re.compile(rf"\s*(?P<name>{_LETTER}|[A-Za-z]+(?:_\{{?\w+\}}?)?)\s*(?:\((?P<arguments>[A-Za-zα-ω_0-9, ]*)\))?\s*$")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, **dict(zip("一二三四五六", range(1, 7), strict=True))}


def read(text: str, *, latex_input: bool | None = None, log_base: int | None = None) -> Problem:
    """The problem a text poses.

    Raises ``ParseError`` and ``TooLarge`` with the place.

    >>> problem = read("d^2/dt^2 sin(3t) at t = 1")
    >>> problem.wrt, problem.order, dict(problem.at)
    (('t',), 2, {'t': '1'})
    """
    source = latex(text) if (is_latex(text) if latex_input is None else latex_input) else fold(text)
    return _Reader(source, log_base).problem()


def parse_syntax(text: str, *, latex_input: bool | None = None, log_base: int | None = None) -> tuple[Syntax, tuple[Note, ...]]:
    """One expression, equation or vector, without a task around it."""
    problem = read(text, latex_input=latex_input, log_base=log_base)
    if problem.kind == "system":
        raise ParseError("not-one-expression", {"count": len(problem.definitions)}, source=text)
    body = problem.body
    if problem.name is not None:
        name = Syntax("name", (problem.name,), body.start, body.start)
        left = Syntax("apply", (problem.name, *[Syntax("name", (a,), body.start, body.start) for a in problem.arguments]), *body[2:]) if problem.arguments else name
        body = Syntax("equals", (left, body), body.start, body.end)
    return body, problem.notes


class _Reader:
    """Takes a text apart from the outside in."""

    def __init__(self, source: Source, log_base: int | None) -> None:
        self.source = source
        self.text = source.folded
        self.log_base = log_base
        self.notes: list[Note] = []
        self.wrt: list[str] = []
        self.order = 0
        self.at: dict[str, str] = {}
        self.start, self.stop = 0, len(self.text)

    def fail(self, kind: str, start: int, end: int, **facts: str) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=self.source.span(start, end), source=self.source.text)

    # From the outside

    def problem(self) -> Problem:
        """The whole text."""
        self.trim()
        if self.start >= self.stop:
            raise ParseError("empty", {}, span=(0, max(1, len(self.source.text))), source=self.source.text)
        self.around()
        parts = self.segments()
        definitions: list[tuple[str | None, tuple[str, ...], int, int]] = []
        bodies: list[tuple[str | None, tuple[str, ...], int, int]] = []
        bound = self.bound(parts)
        for start, stop in parts:
            start, stop = self.task(start, stop, len(parts) > 1)
            if start >= stop:
                continue
            entry = self.sides(start, stop, len(parts) > 1)
            if entry[0] and len(parts) > 1 and entry[0] in self.used(parts, start) and self.numeric(entry[2], entry[3]):
                self.at[entry[0]] = self.text[entry[2] : entry[3]].strip()
                continue
            (definitions if entry[0] else bodies).append(entry)
        return self.assembled(definitions, bodies, bound)

    def trim(self) -> None:
        """Leave out white space, closing punctuation, quotation marks around the whole."""
        if self.text[self.start : self.start + 1] == '"' and self.text[: self.stop].rstrip().endswith('"') and self.stop - self.start > 1:
            self.start, self.stop = self.start + 1, len(self.text[: self.stop].rstrip()) - 1
        while self.start < self.stop and self.text[self.start].isspace():
            self.start += 1
        while self.start < self.stop and (self.text[self.stop - 1].isspace() or self.text[self.stop - 1] in ".,;:?"):
            self.stop -= 1

    def around(self) -> None:
        """Words before and after: "the second derivative of", "with respect to x", "at x = 1"."""
        lead = LEAD.match(self.text, self.start, self.stop)
        if lead and lead.end() > self.start and lead.group().strip():
            self.order = ORDINALS.get((lead["n"] or "").lower(), int(lead["digits"] or 0))
            self.start = lead.end()
        point = POINT.search(self.text, self.start, self.stop)
        if point and point.start() > self.start:
            self.points(point.group(1), point.start(1))
            self.stop = point.start()
        elif (tuple_ := TUPLE.search(self.text, self.start, self.stop)) and tuple_.start() > self.start:
            self.tuple_point(tuple_.group(1))
            self.stop = tuple_.start()
        tail = TAIL.search(self.text, self.start, self.stop)
        if tail:
            if tail.group(1):
                self.wrt = [canonical(tail.group(1))]
            self.order = ORDINALS.get(tail["zh"] or tail["zh2"] or "", self.order)
            self.stop = tail.start()
        self.trim()

    def points(self, text: str, at: int) -> None:
        """x = 1, y = 2"""
        for part in re.split(r",|;|\band\b", text):
            name, sign, number = part.partition("=")
            if not sign or not number.strip():
                self.fail("point-on-input", at, at + len(text), text=text.strip())
            self.at[canonical(name.strip().replace("{", "").replace("}", ""))] = number.strip()

    def tuple_point(self, text: str) -> None:
        """(1, 3): the values of the letters in alphabetic order, told later by the formula."""
        self.at.update({f"#{i}": part.strip() for i, part in enumerate(text.split(","))})

    def segments(self) -> list[tuple[int, int]]:
        """The parts between separators outside of brackets."""
        cuts = [m.span() for m in SPLIT.finditer(self.text, self.start, self.stop) if self.level(m.start()) == 0]
        edges = [self.start, *[edge for cut in cuts for edge in cut], self.stop]
        return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if self.text[a:b].strip()]

    def level(self, at: int) -> int:
        """How many brackets are open at a place."""
        before = self.text[self.start : at]
        return sum(before.count(sign) for sign in "([{") - sum(before.count(sign) for sign in ")]}")

    def bound(self, parts: list[tuple[int, int]]) -> frozenset[str]:
        """Names that stand on a left-hand side: in the input they are letters, also e and long names."""
        found = set()
        for start, stop in parts:
            left, sign, _ = self.text[start:stop].partition("=")
            match = LEFT.match(left) if sign else None
            if match and (len(parts) > 1 or len(match["name"]) == 1):
                found.add(_clean(match["name"]))
        return frozenset(found)

    # One part

    def task(self, start: int, stop: int, several: bool) -> tuple[int, int]:
        """Take d/dx, D_x, a closing ′ or a bare ∂z/∂x off a part."""
        while start < stop and self.text[start].isspace():
            start += 1
        rate = RATE.match(self.text, start, stop)
        if rate and not self.text[rate.end() : stop].lstrip().startswith("="):
            self.rate(rate)
            start = rate.end()
            opened = rate.group().rstrip().endswith("[")
            return (start - 1 if opened else start), stop
        operator = OPERATOR.match(self.text, start, stop)
        if operator:
            self.wrt = [canonical(_clean(operator.group(1)))]
            self.order = max(self.order, _power(operator.group(2)))
            return operator.end(), stop
        indexed = INDEXED.match(self.text, start, stop)
        if several and indexed:
            letters = list(indexed.group(2))
            self.wrt, self.order = list(dict.fromkeys(letters)), len(letters)
            if len(self.wrt) > 1:
                raise Beyond("mixed-derivative", {"letters": ", ".join(self.wrt)})
            return stop, stop
        primes = re.search(r"\)\s*('+)\s*$", self.text[start:stop])
        if primes and self.text[start] == "(":
            self.order = max(self.order, len(primes.group(1)))
            return start, start + primes.start(1)
        return start, stop

    def rate(self, match: re.Match[str]) -> None:
        """d²/dx², ∂²f/∂x∂y"""
        below = re.findall(rf"[d∂]\s*({_LETTER})({_POWER})", match.group(3))
        letters = [canonical(_clean(letter)) for letter, _ in below]
        self.wrt = list(dict.fromkeys(letters))
        self.order = max(self.order, sum(_power(power) for _, power in below))
        if len(self.wrt) > 1:
            raise Beyond("mixed-derivative", {"letters": ", ".join(self.wrt)})

    def sides(self, start: int, stop: int, several: bool) -> tuple[str | None, tuple[str, ...], int, int]:
        """Name, arguments and body of f(x) = …; of z = f(x, y) = … the first name and the last body."""
        cuts = [m.start() for m in re.finditer("=", self.text[start:stop]) if self.level(start + m.start()) == 0]
        double = re.search("==", self.text[start:stop])
        if double:
            self.fail("double-equals", start + double.start(), start + double.end())
        if not cuts:
            return None, (), start, stop
        left = LEFT.match(self.text, start, start + cuts[0])
        if RATE.fullmatch(self.text, start, start + cuts[0]) or re.fullmatch(r"\s*[A-Za-z]'+\s*(\([a-z]\)\s*)?", self.text[start : start + cuts[0]]):
            self.fail("rate-on-left", start, start + cuts[0])
        if left is None or (_is_product(left["name"]) and not several):
            return None, (), start, stop
        names = left["arguments"]
        middle = LEFT.match(self.text, start + cuts[0] + 1, start + cuts[-1]) if len(cuts) == 2 else None
        if len(cuts) > 1 and middle is None:
            self.fail("stray-equals", start + cuts[1], start + cuts[1] + 1)
        names = names if names is not None else middle["arguments"] if middle else None
        body = start + cuts[-1] + 1
        if not self.text[body:stop].strip():
            self.fail("empty-right-side", start, stop, name=_clean(left["name"]))
        arguments = tuple(canonical(_clean(name)) for name in (names or "").split(",") if name.strip())
        return canonical(_clean(left["name"])), arguments, body, stop

    def numeric(self, start: int, stop: int) -> bool:
        """Whether a right-hand side is a plain number."""
        return re.fullmatch(r"[-+\d./\s]*(?:pi|π)?[\d./\s]*", self.text[start:stop]) is not None

    def used(self, parts: list[tuple[int, int]], here: int) -> frozenset[str]:
        """Letters that occur in the other parts."""
        rest = " ".join(self.text[a:b].partition("=")[2] or self.text[a:b] for a, b in parts if not a <= here < b)
        return frozenset(canonical(_clean(name)) for name in re.findall(rf"{_LETTER}", rest)) | frozenset(re.findall(r"[A-Za-z]", rest))

    # Together

    def assembled(self, definitions: list[tuple[str | None, tuple[str, ...], int, int]],
                  bodies: list[tuple[str | None, tuple[str, ...], int, int]], bound: frozenset[str]) -> Problem:  # fmt: skip
        """The problem from its parts."""
        functions = frozenset(name for name, arguments, *_ in definitions if name and arguments)
        if len(definitions) > 1 or (definitions and bodies):
            if bodies:
                self.fail("not-a-definition", bodies[0][2], bodies[0][3])
            found = tuple((name or "", arguments, self.formula(a, b, bound, functions)) for name, arguments, a, b in definitions)
            self.distinct(found)
            return self.finished(Problem("system", found[0][2], None, (), found))
        if len(bodies) > 1:
            self.fail("not-a-definition", bodies[1][2], bodies[1][3])
        if not definitions and not bodies:
            self.fail("empty", self.start, self.stop)
        name, arguments, start, stop = (definitions or bodies)[0]
        if name is None and "=" in self.text[start:stop]:
            return self.equation(start, stop)
        body = self.formula(start, stop, bound - {name or ""} if name != "e" else bound, frozenset())
        if name and not arguments and name in _letters(body):
            return self.equation(self.start, self.stop)
        return self.finished(Problem("vector" if body.kind == "vector" else "expression", body, name, arguments))

    def equation(self, start: int, stop: int) -> Problem:
        """An implicit equation: both sides anything."""
        cut = next(start + m.start() for m in re.finditer("=", self.text[start:stop]) if self.level(start + m.start()) == 0)
        left, right = self.formula(start, cut, frozenset(), frozenset()), self.formula(cut + 1, stop, frozenset(), frozenset())
        return self.finished(Problem("equation", Syntax("equals", (left, right), left.start, right.end)))

    def formula(self, start: int, stop: int, bound: frozenset[str], functions: frozenset[str]) -> Syntax:
        """A part of the text as a formula."""
        tokens: list[Token] = tokenize(self.source, start, stop)
        if tokens[0].kind == "end":
            self.fail("missing-after", max(start - 1, 0), max(start, 1), sign="=")
        parser = Parser(tokens, self.source.text, bound, self.log_base, functions)
        tree = parser.whole()
        self.notes += parser.notes
        return tree

    def distinct(self, definitions: tuple[Definition, ...]) -> None:
        """No name is defined twice."""
        seen: set[str] = set()
        for name, _, body in definitions:
            if name in seen:
                raise ParseError("defined-twice", {"name": name}, span=(body.start, body.end), source=self.source.text)
            seen.add(name)

    def finished(self, problem: Problem) -> Problem:
        """With what stood around it."""
        letters = sorted(_letters(problem.body))
        at = {letters[int(name[1:])] if name.startswith("#") and int(name[1:]) < len(letters) else name: value for name, value in self.at.items()}
        return Problem(
            problem.kind, problem.body, problem.name, problem.arguments, problem.definitions,
            tuple(self.wrt), self.order or 1, at, tuple(self.notes), self.source.text,
        )  # fmt: skip


def _letters(tree: Syntax) -> set[str]:
    found: set[str] = set()
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.kind == "name":
            found.add(node.args[0])
        stack.extend(child for child in node.args if isinstance(child, Syntax))
    return found


def _is_product(name: str) -> bool:
    """Whether a left-hand side such as xy is a product of two letters rather than a name."""
    return len(name) == 2 and name.isalpha() and canonical(name) == name


def _clean(name: str) -> str:
    """A name without the braces of its subscript; a Greek letter by its name."""
    plain = name.strip().replace("{", "").replace("}", "")
    head, _, index = plain.partition("_")
    return canonical(head) + (f"_{index}" if index else "")


def _power(text: str) -> int:
    """The n of d^n, 1 where there is none."""
    digits = "".join(SUPERSCRIPTS.get(letter, letter) for letter in text if letter.isdigit() or letter in SUPERSCRIPTS)
    return int(digits) if digits.isdigit() else 1


__all__ = ["GREEK", "Note", "Problem", "parse_syntax", "read"]
