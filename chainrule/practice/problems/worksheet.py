"""A problem set on paper: numbered tasks with room to write, then on a page of its own the key.

This module knows problems and keys of sentences; it must not know formats, and computes no mathematics of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import sympy

from chainrule.api import explain, parse
from chainrule.errors import Beyond, ChainruleError
from chainrule.practice.answer import as_written
from chainrule.practice.problems.notation import read_correction, read_layers
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.statements import read_statement
from chainrule.practice.work import check_work
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion
from chainrule.render import lines
from chainrule.render.page import Block, Definitions, Heading, Maths, Page, Room, Sentence, Table, Text, Title, joined, maths
from chainrule.words import LANGUAGES, Words

ROOM = {"differentiate": 6, "layers": 3, "slip": 3}
"""So many lines are left for an answer; two more from one level to the next."""


def worksheet(one: ProblemSet, words: Words, key: bool = True, detail: str = "normal") -> Page:
    """The tasks, and with a ``key`` the answers; in ``full`` detail the worked solutions as well.

    Raises subclasses of ``ChainruleError`` for a problem that cannot be worked.
    """
    sheet = _Sheet(one, words)
    page = [*sheet.head(), *sheet.tasks()]
    if key:
        page += [Room(1, page=True), *sheet.key()]
    if key and detail == "full":
        page += sheet.solutions()
    return tuple(page)


class _Sheet:
    """One set, each problem worked once."""

    def __init__(self, one: ProblemSet, words: Words) -> None:
        self.set = one
        self.words = words
        self.posed = [(number, problem, _Posed(problem, words)) for number, problem in enumerate(one.problems, 1)]

    def said(self, texts: Any) -> str:
        """A text in the language; in another one where there is none."""
        return next((texts[lang] for lang in (self.words.lang, *LANGUAGES) if texts.get(lang)), "")

    def head(self) -> Iterator[Block]:
        """Title, what it is about, where the name goes."""
        yield Heading(None, (self.said(self.set.title),), chapter=True)
        if about := self.said(self.set.about):
            yield Sentence((about,))
        yield Sentence(self.words.fill("worksheet.name"))

    def tasks(self) -> Iterator[Block]:
        """Every task with room below it."""
        for number, problem, posed in self.posed:
            yield Heading(number, posed.task)
            yield Definitions((posed.problem,))
            if problem.working:
                yield Table(((), self.words.fill("worksheet.working")), tuple(posed.working()))
            yield Room(ROOM[problem.kind] + 2 * (problem.level - 1))

    def key(self) -> Iterator[Block]:
        """The answers by number."""
        yield Heading(None, self.words.fill("worksheet.key", title=self.said(self.set.title)), chapter=True)
        for number, _, posed in self.posed:
            yield Heading(number, posed.words_of_answer, posed.answer)

    def solutions(self) -> Iterator[Block]:
        """The worked solutions by number."""
        for number, _, posed in self.posed:
            yield Heading(None, self.words.fill("worksheet.solution", n=str(number)), chapter=True)
            yield from posed.solution()


class _Posed:
    """One problem as mathematics."""

    def __init__(self, problem: Problem, words: Words) -> None:
        self.of = problem
        self.words = words
        self.worked = explain(problem.problem, lang=words.lang, **problem.options)
        title = next(block for block in self.worked.page("brief") if isinstance(block, Title))
        self.problem = title.problem
        self.rates = lines.listed([piece for piece in title.task if isinstance(piece, Maths)])

    @cached_property
    def _question(self) -> Question:
        """What a working or the layers are about: one function of one letter."""
        question = ask(self.of.problem, self.of.wrt, self.of.order, method="partial")
        one = question.put_together if isinstance(question, SystemQuestion) else question
        if one is None:
            raise Beyond("check-several")
        return one

    @property
    def task(self) -> Text:
        """What is asked."""
        if self.of.kind != "differentiate":
            return self.words.fill(f"worksheet.task.{self.of.kind}")
        if self.of.at is None:
            return self.words.fill("worksheet.task.differentiate", rate=self.rates)
        return self.words.fill("worksheet.task.at", rate=self.rates, point=self._point())

    def _point(self) -> Maths:
        pairs = [part.split("=") for part in str(self.of.at).split(",")]
        return lines.listed([maths(sympy.Symbol(name.strip()), "=", parse(value)) for name, value in pairs])

    def working(self) -> Iterator[tuple[Text, Text]]:
        """The lines of the working with their numbers."""
        for number, line in enumerate(self.of.working, 1):
            yield (str(number),), (self._claim(line),)

    def _claim(self, line: str) -> Maths:
        """A line as mathematics."""
        statement = read_statement(line, self._question.variable)
        sides = [as_written(side) for side in statement.sides]
        parts = [part for side in sides for part in ("=", side)]
        return maths(*(parts if statement.goes_on else parts[1:]))

    @property
    def words_of_answer(self) -> Text:
        """What is said before the answer: the number of the line; the answer as it was typed where it cannot be set."""
        if self.of.kind == "slip":
            return self.words.fill("worksheet.line", n=str(read_correction(self.of.answer).number))
        return () if self.answer else (self.of.answer,)

    @property
    def answer(self) -> tuple[Maths, ...]:
        """The answer as mathematics; nothing where it is not one formula."""
        if self.of.kind == "slip":
            return (self._claim(read_correction(self.of.answer).line),)
        if self.of.kind == "layers":
            found = read_layers(self.of.answer, self._question.variable)
            pairs = ((self._question.output, found.outer), *found.layers)
            return (lines.listed([maths(letter, "=", inner) for letter, inner in pairs]),)
        try:
            return (joined(self.rates, maths("=", parse(self.of.answer))),)
        except ChainruleError:
            return ()

    def solution(self) -> Page:
        """The worked solution, of a working with a slip its judgement."""
        if self.of.kind == "slip":
            text = "\n".join(self.of.working)
            return check_work(self.of.problem, text, self.of.wrt, self.of.order, self.words.lang).page()
        return self.worked.page()
