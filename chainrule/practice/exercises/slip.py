"""Find the first wrong line of a working, then put it right.

    3                        the line; what should stand there is asked next
    3: 2x cos(x^2)           both at once

This module knows judged workings and keys of sentences; it must not know how a line is judged, drills or formats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from chainrule.errors import ChainruleError, ParseError
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals, symbols
from chainrule.practice.answer import as_written, slope
from chainrule.practice.exercises.decomposition import same
from chainrule.practice.exercises.differentiate import Differentiate, written
from chainrule.practice.exercises.exercise import Ask, Reply
from chainrule.practice.exercises.naming import sentence, unreadable
from chainrule.practice.exercises.replies import IN_FULL, happened
from chainrule.practice.problems import notation
from chainrule.practice.problems.notation import read_correction
from chainrule.practice.problems.problem import Problem
from chainrule.practice.statements import read_statement, statements
from chainrule.practice.work import CheckedWork, check_work
from chainrule.practice.working import Line
from chainrule.practice.workpage import claim
from chainrule.render.page import Page, Row, Rows, Sentence, Table, Text, Title, maths
from chainrule.words import words

NUMBERED = re.compile(r"\s*(?:line|第|no\.?|#)?\s*(?P<number>\d+)\s*行?\s*[:：]\s*", re.IGNORECASE)
"""The number of the line in front of what should stand there."""
MOST = 2
"""So many mistakes are told at once."""
HOLDS = ("right", "detour", "named", "words")


@dataclass(frozen=True)
class Slip:
    """A working with a slip in it."""

    problem: Problem
    lang: str

    @cached_property
    def judged(self) -> CheckedWork:
        """The working, every line judged. Raises ``ChainruleError``."""
        return check_work(self.problem.problem, "\n".join(self.problem.working), self.problem.wrt, self.problem.order, self.lang)

    @cached_property
    def rows(self) -> tuple[tuple[Line, ...], ...]:
        """The statements of each line: several may stand beside each other in one."""
        found = iter(self.judged.lines)
        return tuple(tuple(islice(found, sum(1 for _ in statements(line)))) for line in self.problem.working)

    @cached_property
    def number(self) -> int:
        """The first wrong line, as the author says."""
        return read_correction(self.problem.answer).number

    @property
    def correction(self) -> str:
        """What should stand there."""
        return read_correction(self.problem.answer).line

    @cached_property
    def page(self) -> Page:
        """The function and its working, line by line."""
        sentences = words(self.lang)
        question = self.judged.task.question
        comma = sentences.text("punctuation.list")
        rows = tuple(
            (
                sentences.fill("work.number", n=str(n)),
                tuple(part for i, line in enumerate(row) for part in ((comma,) * bool(i) + claim(line))),
            )
            for n, row in enumerate(self.rows, 1)
        )
        heads = (sentences.fill("work.line"), sentences.fill("drill.working"))
        return (Title(maths(Equals(question.output, question.goal)), sentences.fill("drill.task-slip")), Table(heads, rows))

    @cached_property
    def ask(self) -> Ask:
        """Which line?"""
        return WrongLine(self)

    @property
    def steps(self) -> tuple[Ask, ...]:
        """There is one step."""
        return (self.ask,)

    @cached_property
    def hints(self) -> tuple[Page, ...]:
        """The author's, or how to look; which lines hold; which it is."""
        sentences = words(self.lang)
        derived = [*written(self.problem, self.lang)] or [(sentence(sentences, "drill.hint-each-line"),)]
        if self.number > 1:
            derived.append((sentence(sentences, "drill.hint-lines-hold", n=str(self.number - 1)),))
        derived.append((sentence(sentences, "drill.hint-line", n=str(self.number)),))
        return tuple(derived)

    @cached_property
    def solution(self) -> Page:
        """The line as it should be, what happened in it, and the worked solution."""
        return (*self.ask.solution, *self.happened, *Differentiate(self.problem, self.lang).solution)

    @property
    def happened(self) -> Page:
        """What happened in the line; nothing where nothing explains it."""
        known = self.judged.mistakes
        if not known:
            return ()
        texts = tuple(Sentence((one.text,), "told") for one in known if one.explanation == known[0].explanation)
        return (sentence(words(self.lang), "drill.slip-was", n=str(self.number)), *texts)


@dataclass(frozen=True)
class WrongLine:
    """The question for the line."""

    slip: Slip

    @property
    def question(self) -> Text:
        """What is asked."""
        return words(self.slip.lang).fill("drill.ask-slip")

    def echo(self, answer: str) -> str | None:
        """The number, and what should stand in that line."""
        found = self._read(answer)
        if found is None:
            return None
        rest = Correction(self.slip).echo(found.line) if found.line else None
        return f"{found.number}: {rest}" if rest else str(found.number)

    def _read(self, answer: str) -> notation.Correction | None:
        """The number of a line that is there, and perhaps what should stand in it."""
        try:
            found = read_correction(answer)
        except ParseError:
            return None
        return found if 1 <= found.number <= len(self.slip.rows) else None

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """Whether it is that line; the correction is asked next where it was not given."""
        slip, sentences = self.slip, words(self.slip.lang)
        found = self._read(answer)
        if found is None:
            if "=" in answer and Correction(slip).judge(answer).verdict == "correct":
                return Reply("correct", (sentence(sentences, "drill.slip-line-found", "checked", n=str(slip.number)),))
            return Reply("unreadable", (sentence(sentences, "drill.slip-number", "wrong", n=str(len(slip.rows))),))
        number = found.number
        if number != slip.number:
            holds = number < slip.number or all(line.status in HOLDS for line in slip.rows[number - 1])
            key = "drill.slip-right" if holds else "drill.slip-follows"
            return Reply("incorrect", (sentence(sentences, key, "wrong", n=str(number)),), ("slip-elsewhere",), True)
        correction = Correction(slip)
        if not found.line:
            return Reply("unfinished", (sentence(sentences, "drill.slip-right-line", "checked", n=str(number)),), further=correction)
        reply = correction.judge(found.line)
        if reply.verdict == "correct":
            return reply
        line = sentence(sentences, "drill.slip-line-but", n=str(number))
        return Reply(reply.verdict, (line, *reply.page), reply.mistakes, reply.certain, further=correction)

    @property
    def solution(self) -> Page:
        """The line, and what should stand there."""
        return Correction(self.slip).solution


@dataclass(frozen=True)
class Correction:
    """The question for what should stand in the wrong line; judged as that line of the working."""

    slip: Slip

    @property
    def _row(self) -> tuple[Line, ...]:
        return self.slip.rows[self.slip.number - 1]

    @property
    def _line(self) -> Line:
        """The wrong statement of the line."""
        return next((line for line in self._row if line.status == "wrong"), self._row[0])

    @property
    def question(self) -> Text:
        """What is asked."""
        return words(self.slip.lang).fill("drill.ask-correction", n=str(self.slip.number), line=claim(self._line)[0])

    def _completed(self, answer: str) -> str:
        """The answer without the number of the line, and with its left-hand side where it has none."""
        numbered = NUMBERED.match(answer)
        if numbered and int(numbered["number"]) == self.slip.number:
            answer = answer[numbered.end() :]
        left, sign, _ = self._line.text.partition("=")
        if "=" in answer or not sign or not answer.strip():
            return answer
        return f"{left}= {answer}"

    def _judged(self, answer: str) -> tuple[CheckedWork, list[Line]]:
        """The answer in the place of the wrong statement, and its own statements."""
        before = [line.text for row in self.slip.rows[: self.slip.number - 1] for line in row]
        before += [line.text for line in self._row[: self._row.index(self._line)]]
        problem = self.slip.problem
        found = check_work(problem.problem, "\n".join([*before, self._completed(answer)]), problem.wrt, problem.order, self.slip.lang)
        return found, list(found.lines[len(before) :])

    def echo(self, answer: str) -> str | None:
        """How the answer is read."""
        try:
            statement = read_statement(self._completed(answer), self.slip.judged.task.variable)
        except (ChainruleError, RecursionError):
            return None
        sides = [unicode(as_written(side, self.slip.judged.task.variable)) for side in statement.sides]
        return " = ".join(sides)

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """The reply: whether the line holds with this in it."""
        sentences, n = words(self.slip.lang), str(self.slip.number)
        try:
            work, lines = self._judged(answer)
        except ChainruleError as error:
            return unreadable(error, sentences)
        broken = next((line.error for line in lines if line.status == "unreadable" and line.error), None)
        if broken:
            return unreadable(broken, sentences)
        if not lines or any(line.status == "words" for line in lines):
            return Reply("unreadable", (sentence(sentences, "verdict.unreadable", "wrong"),))
        if all(_about(line) and _about(self._line) and _about(line) != _about(self._line) for line in lines):
            return Reply("unreadable", (sentence(sentences, "drill.correction-about", "wrong", n=n, line=claim(self._line)[0]),))
        if all(line.status in HOLDS for line in lines) and not any(map(_evades, lines)):
            return Reply("correct", (sentence(sentences, "verdict.correct", "checked"),))
        if any(_says_the_same(line, self._line) for line in lines):
            return Reply("incorrect", (sentence(sentences, "drill.correction-same", "wrong", n=n), *self._slipped(tries)))
        told = sentence(sentences, "drill.correction-wrong", "wrong", n=n)
        mistakes = work.mistakes
        if not mistakes:
            return Reply("incorrect", (told, *self._slipped(tries)))
        certain = all(mistake.certain for mistake in mistakes)
        said = [Sentence(happened(mistake.finding, sentences, tries)) for mistake in mistakes if certain or tries > 1]
        return Reply("incorrect", (told, *said[:MOST]), tuple(dict.fromkeys(mistake.id for mistake in mistakes)), certain)

    def _slipped(self, tries: int) -> Page:
        """From the second time on: what happened in the line as it stands."""
        return self.slip.happened if tries >= IN_FULL else ()

    @property
    def solution(self) -> Page:
        """What should stand there."""
        statement = read_statement(self._completed(self.slip.correction), self.slip.judged.task.variable)
        *left, right = [maths(as_written(side)) for side in statement.sides]
        number = sentence(words(self.slip.lang), "drill.slip-should", n=str(self.slip.number))
        return (number, Rows((Row(left[0] if left else maths(""), right),)))


def _evades(line: Line) -> bool:
    """Whether a line only says du/dx = du/dx."""
    return line.statement is None or any(slope(letter) for letter in symbols(line.statement.sides[-1]))


def _about(line: Line) -> frozenset[str]:
    """Whose derivative a line gives, or which letter it names; nothing where it goes on from the one before."""
    if line.statement is None or line.statement.goes_on:
        return frozenset()
    letters = symbols(line.statement.sides[0])
    rates = frozenset(f"{part.of}'" for part in map(slope, letters) if part)
    return rates or frozenset(letter.name for letter in letters)


def _says_the_same(line: Line, other: Line) -> bool:
    """Whether two lines make the same claim."""
    if line.statement is None or other.statement is None:
        return False
    return same(line.statement.sides[-1], other.statement.sides[-1])
