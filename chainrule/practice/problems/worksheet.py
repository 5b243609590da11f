"""A problem set on paper: numbered tasks with room to write, then on a page of its own the key.

This module knows problems and keys of sentences; it must not know formats, and computes no mathematics of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import sympy

from chainrule.errors import Beyond, ChainruleError
from chainrule.explained.worked import Worked
from chainrule.expression.build import parse
from chainrule.expression.written import Equals
from chainrule.practice.answer import as_written
from chainrule.practice.arrays.reading import read_array_answer
from chainrule.practice.arrays.task import array_task
from chainrule.practice.problems.notation import read_correction, read_layers
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.statements import read_statement
from chainrule.practice.work import check_work
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion
from chainrule.render import lines
from chainrule.render.page import EMPTY, Block, Definitions, Heading, Maths, Page, Room, Row, Rows, Sentence, Text, Title, joined, maths
from chainrule.tensors import recognise
from chainrule.words import LANGUAGES, Words

ROOM = {"differentiate": 4, "layers": 2, "slip": 1}
"""So many lines are left for an answer, one more for each level."""


Explain = Callable[..., Worked]


def worksheet(one: ProblemSet, words: Words, explain: Explain, key: bool = True, detail: str = "normal") -> Page:
    """The tasks, and with a ``key`` the answers; in ``full`` detail the worked solutions as well.

    ``explain`` works a problem, as ``chainrule.explain`` does.

    Raises subclasses of ``ChainruleError`` for a problem that cannot be worked.
    """
    sheet = _Sheet(one, words, explain)
    page = [*sheet.head(), *sheet.tasks()]
    if key:
        page += [Room(1, page=True), *sheet.key()]
    if key and detail == "full":
        page += sheet.solutions()
    return tuple(page)


class _Sheet:
    """One set, each problem worked once."""

    def __init__(self, one: ProblemSet, words: Words, explain: Explain) -> None:
        self.set = one
        self.words = words
        self.posed = [(number, problem, _Posed(problem, words, explain)) for number, problem in enumerate(one.problems, 1)]

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
            yield posed.equations()
            yield from posed.shapes
            if problem.working:
                yield Sentence(self.words.fill("worksheet.working"), "told")
                yield Rows(tuple(posed.working()))
            yield Room(ROOM[problem.kind] + problem.level)

    def key(self) -> Iterator[Block]:
        """The answers by number."""
        yield Heading(None, self.words.fill("worksheet.key", title=self.said(self.set.title)), chapter=True)
        for number, _, posed in self.posed:
            yield Heading(number, posed.words_of_answer(), () if posed.of.kind == "slip" else (posed.problem,))
            yield from posed.answer()

    def solutions(self) -> Iterator[Block]:
        """The worked solutions by number."""
        for number, _, posed in self.posed:
            yield Heading(None, self.words.fill("worksheet.solution", n=str(number)), chapter=True)
            yield from posed.solution()


class _Posed:
    """One problem as mathematics."""

    def __init__(self, problem: Problem, words: Words, explain: Explain) -> None:
        self.of = problem
        self.words = words
        self.worked = explain(problem.problem, lang=words.lang, **problem.options)
        page = self.worked.page("brief")
        title = next(block for block in page if isinstance(block, Title))
        self.arrays = recognise(problem.problem)
        self.shapes = tuple(block for block in page[1:2] if self.arrays)
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

    def equations(self) -> Block:
        """The problem, each equation in a line of its own."""
        parts = [part for part, _ in self.problem.parts if part != ","]
        if all(isinstance(part, Equals) for part in parts):
            return Rows(tuple(Row(maths(part.args[0]), maths(part.args[1])) for part in parts))
        return Definitions((self.problem,))

    def working(self) -> Iterator[Row]:
        """The lines of the working with their numbers."""
        for number, line in enumerate(self.of.working, 1):
            yield self._claim(line)._replace(comment=self.words.fill("worksheet.number", n=str(number)))

    def _claim(self, line: str) -> Row:
        """A line of a working as mathematics."""
        statement = read_statement(line, self._question.variable)
        left, *others = (maths(as_written(side)) for side in statement.sides)
        if statement.goes_on:
            left, others = EMPTY, [left, *others]
        return Row(left, joined(*[piece for side in others for piece in (maths("="), side)][1:]) if others else EMPTY)

    def words_of_answer(self) -> Text:
        """What is said before the answer: the number of the line."""
        return self.words.fill("worksheet.line", n=str(read_correction(self.of.answer).number)) if self.of.kind == "slip" else ()

    def answer(self) -> Iterator[Block]:
        """The answer as mathematics; as it was typed where it is not one formula."""
        if self.of.kind == "slip":
            yield Rows((self._claim(read_correction(self.of.answer).line),))
        elif self.of.kind == "layers":
            found = read_layers(self.of.answer, self._question.goal, self._question.variable)
            yield Rows(tuple(Row(maths(letter or self._question.output), maths(function)) for letter, function in found.pairs))
        else:
            try:
                yield Rows((Row(self.rates, maths(self._answer())),))
            except ChainruleError:
                yield Sentence((self.of.answer,), "told")

    def _answer(self) -> Any:
        """The answer to a derivative. Raises ``ChainruleError`` where it is not one formula."""
        if self.arrays:
            return read_array_answer(self.of.answer, array_task(self.of.problem, self.of.wrt).found).tree
        return parse(self.of.answer)

    def solution(self) -> Page:
        """The worked solution; before it, of a working with a slip, what happened there."""
        worked = self.worked.page()
        if self.of.kind != "slip":
            return worked
        judged = check_work(self.of.problem, "\n".join(self.of.working), self.of.wrt, self.of.order, self.words.lang)
        return (*(Sentence((mistake.text,)) for mistake in judged.mistakes[:1]), *worked)
