"""The drill as a state machine: problems out of a source, answers in, replies and finished attempts out.

    asking      a problem is open and has not been answered wrongly
    retry       its last answer was not right
    narrowed    only the step that went wrong is asked
    between     the problem is over; the solution can be looked at, or the next one opened
    done        there are no more, or it was stopped

Laws: every problem that is finished gives exactly one attempt, at the moment it is; a problem that was opened and not
touched when the drill is stopped gives none. Nothing here prints, reads a clock or keeps a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chainrule.errors import ChainruleError
from chainrule.practice.drill.exam import Exam
from chainrule.practice.drill.summary import summary
from chainrule.practice.drill.underway import Dealt, Underway
from chainrule.practice.exercises.exercise import Reply
from chainrule.practice.exercises.kinds import exercise
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.telling import name
from chainrule.render.page import Heading, Page, Sentence, Text
from chainrule.words import Words, words

STUCK = 2
"""After so many wrong answers to a narrowed question its answer is told."""
ALL_TOLD = 3
"""So many wrong answers are counted for how much is told; in an exam all is told at the end."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one input: what is said, the verdict on an answer, the attempt if the problem is finished with it."""

    page: Page
    verdict: str = ""
    attempt: Attempt | None = None


class Drill:
    """A drill. ``source`` are the problems, drawn one at a time, ``total`` how many there are where that is known.

    ``exam``: nothing is said about an answer until the end. ``steps``: layer by layer. ``tries``: after so many wrong
    answers the solution is told; without it an answer can be tried again for ever.

    >>> from datetime import UTC, datetime
    >>> from chainrule.practice.problems.problem import Problem
    >>> now = datetime(2026, 5, 4, tzinfo=UTC)
    >>> drill = Drill([Dealt(Problem("one", "sin(x^2)", "2x cos(x^2)", 1, ("chain",)))], now)
    >>> drill.answer("cos(x^2)", now).verdict, drill.state
    ('incorrect', 'narrowed')
    >>> drill.answer("2x", now).verdict, drill.state
    ('correct', 'retry')
    >>> drill.answer("2x cos(x^2)", now).attempt.outcome, drill.state
    ('helped', 'between')
    """

    def __init__(
        self,
        source: Iterable[Dealt],
        now: datetime,
        lang: str = "en",
        *,
        exam: bool = False,
        steps: bool = False,
        tries: int | None = None,
        total: int | None = None,
    ) -> None:
        """The first problem is open."""
        self._source: Iterator[Dealt] = iter(source)
        self.lang = lang
        self.exam = Exam(lang) if exam else None
        self.steps = steps
        self.tries = tries
        self.total = total
        self.number = 0
        self.attempts: list[Attempt] = []
        self.underway: Underway | None = None
        self.state = "between"
        self._left_out: list[Sentence] = []
        self.go_on(now)

    # What is to be seen

    @property
    def words(self) -> Words:
        """The sentences of the language."""
        return words(self.lang)

    @property
    def page(self) -> Page:
        """The open problem: how far the drill has come, why this one, the task."""
        if self.underway is None or self.state == "done":
            return tuple(self._left_out) or self._say("drill.over" if self.number else "drill.nothing-to-do")
        reason = self.underway.dealt.reason
        told = (Sentence(reason, "told"),) if reason else ()
        return (*self._left_out, self._head(), *told, *self.underway.exercise.page)

    @property
    def has_left_out(self) -> bool:
        """Whether problems were left out on the way to where the drill is now."""
        return bool(self._left_out)

    @property
    def has_next(self) -> bool:
        """Whether there may be another problem: what is drawn next is not known before."""
        return self.total is None or self.number + len(self._left_out) < self.total

    @property
    def question(self) -> Text:
        """What is asked now; nothing between problems."""
        return self.underway.ask.question if self.underway and self.state not in ("between", "done") else ()

    def echo(self, text: str) -> str | None:
        """How an answer to the present question is understood, while it is being typed."""
        return self.underway.ask.echo(text) if self.underway and self.state not in ("between", "done") else None

    @property
    def summary(self) -> Page:
        """How it went so far; in an exam also every answer with its verdict."""
        return (*(self.exam.page if self.exam else ()), *summary(self.attempts, self.words))

    def _head(self) -> Heading:
        assert self.underway is not None
        problem = self.underway.dealt.problem
        key = "drill.head" if self.total else "drill.head-open"
        head = self.words.text(key, k=str(self.number), n=str(self.total))
        names = self.words.text("problems.comma").join(name(self.words, "skill", skill) for skill in problem.skills)
        practised = self.words.text("drill.practised", skills=names, level=str(problem.level))
        return Heading(None, (f"{head}    {practised}",))

    # What can be done

    def answer(self, text: str, now: datetime) -> Turn:
        """An answer to what is asked now."""
        if self.underway is None or self.state in ("between", "done"):
            return Turn(self._say("drill.between" if self.state == "between" else "drill.over"))
        if not text.strip():
            return Turn(())
        if self.exam:
            return self._examined(self.underway, text, now)
        return self._narrowed(self.underway, text, now) if self.underway.narrowed else self._asked(self.underway, text, now)

    def hint(self) -> Turn:
        """The next rung of the ladder of hints."""
        one = self.underway
        if one is None or self.state in ("between", "done"):
            return Turn(self._say("drill.between" if self.state == "between" else "drill.over"))
        if self.exam:
            return Turn(self._say("drill.exam-no-help"))
        ladder = one.exercise.hints
        if one.hints >= len(ladder):
            return Turn(self._say("drill.no-hints-left"))
        one.hints += 1
        return Turn((Heading(None, self.words.fill("drill.hint-of", k=str(one.hints), n=str(len(ladder)))), *ladder[one.hints - 1]))

    def show(self, now: datetime) -> Turn:
        """The worked solution; before the answer is right it ends the problem."""
        one = self.underway
        if one is None or self.state == "done":
            return Turn(self._say("drill.over"))
        if self.exam:
            return Turn(self._say("drill.exam-no-help"))
        attempt = None if self.state == "between" else self._finish("shown", now)
        return Turn((Heading(None, self.words.fill("drill.solution"), chapter=True), *one.exercise.solution), attempt=attempt)

    def skip(self, now: datetime) -> Turn:
        """On to the next problem."""
        one = self.underway
        if one is None or self.state == "done":
            return Turn(self._say("drill.over"))
        if self.state == "between":
            self.go_on(now)
            return Turn(())
        if self.exam:
            self.exam.skipped(self.number, one.exercise)
        attempt = self._finish(one.left, now)
        self.go_on(now)
        return Turn(self._say("drill.left" if attempt.outcome == "wrong" else "drill.skipped"), attempt=attempt)

    def go_on(self, now: datetime) -> None:
        """The next problem is opened; one that cannot be asked is left out, and that is said."""
        if self.state != "between":
            return
        self._left_out = []
        for dealt in self._source:
            one = exercise(dealt.problem, self.lang)
            try:
                asks = one.steps if self.steps and not self.exam else (one.ask,)
                _ = (one.page, asks[0].question)
            except (ChainruleError, RecursionError) as error:
                self._left_out.append(Sentence(self.words.fill("drill.no-problem", id=dealt.problem.id, why=self._why(error)), "doubt"))
                continue
            self.number += 1
            self.underway = Underway(dealt, one, now, asks)
            self.state = "asking"
            return
        self.state, self.underway = "done", None

    def quit(self, now: datetime) -> Turn:
        """Stop. A problem that has been tried is left as it is; one that was not touched is not counted."""
        one = self.underway
        attempt = None
        if one is not None and self.state not in ("between", "done"):
            if one.touched:
                attempt = self._finish(one.left, now)
            else:
                self.number -= 1
        self.state, self.underway, self._left_out = "done", None, []
        return Turn((), attempt=attempt)

    # Answers

    def _asked(self, one: Underway, text: str, now: datetime) -> Turn:
        """An answer to the question as a whole, or to one of its steps."""
        reply = one.asks[0].judge(text, min(one.here + 1, ALL_TOLD))
        if reply.verdict == "correct":
            return self._right(one, reply, now)
        if len(one.asks) > 1 and (whole := self._whole(one, text)):
            return self._solved(one, (*self._say("drill.whole-anyway"), *whole.page), now)
        if reply.further:
            one.asks = (reply.further, *one.asks[1:])
        if reply.verdict != "incorrect":
            return Turn(reply.page, reply.verdict)
        one.missed(reply)
        one.here += 1
        if self._up(one):
            return self._told(one, reply, now)
        one.narrowed, one.stuck = reply.narrowed, 0
        self.state = "narrowed" if one.narrowed else "retry"
        return Turn(reply.page, reply.verdict)

    def _narrowed(self, one: Underway, text: str, now: datetime) -> Turn:
        """An answer to the question for a single step; the answer to the whole is as good."""
        assert one.narrowed is not None
        reply = one.narrowed.judge(text, min(one.stuck + 1, ALL_TOLD))
        if reply.verdict == "correct":
            self._widen(one)
            return Turn(self._say("drill.whole-again", "checked"), reply.verdict)
        if whole := self._whole(one, text):
            return self._right(one, whole, now)
        if reply.verdict != "incorrect":
            return Turn(reply.page, reply.verdict)
        one.missed(reply)
        one.stuck += 1
        if self._up(one):
            return self._told(one, reply, now)
        if one.stuck < STUCK:
            return Turn(reply.page, reply.verdict)
        told = (*self._say("drill.solution-is"), *one.narrowed.solution, *self._say("drill.go-back"))
        self._widen(one)
        return Turn((*_not_yet(reply), *told), reply.verdict)

    def _widen(self, one: Underway) -> None:
        one.narrowed = None
        self.state = "retry"

    def _whole(self, one: Underway, text: str) -> Reply | None:
        """The reply of the whole question where the answer is right for it."""
        reply = one.asks[-1].judge(text)
        return reply if reply.verdict == "correct" else None

    def _right(self, one: Underway, reply: Reply, now: datetime) -> Turn:
        """Right: the next step, or the problem is solved."""
        if len(one.asks) == 1 or one.narrowed:
            return self._solved(one, reply.page, now)
        one.advance()
        self.state = "asking" if not one.wrong else "retry"
        return Turn(reply.page, reply.verdict)

    def _solved(self, one: Underway, page: Page, now: datetime) -> Turn:
        return Turn(page, "correct", self._finish(one.solved, now))

    def _up(self, one: Underway) -> bool:
        return self.tries is not None and one.wrong >= self.tries

    def _told(self, one: Underway, reply: Reply, now: datetime) -> Turn:
        """Tried often enough: the solution."""
        page = (*_not_yet(reply), *self._say("drill.tries-up"), *one.exercise.solution)
        return Turn(page, reply.verdict, self._finish("wrong", now))

    def _examined(self, one: Underway, text: str, now: datetime) -> Turn:
        """An answer in an exam: nothing is said about it, unless it cannot be read."""
        assert self.exam is not None
        reply = one.asks[0].judge(text, ALL_TOLD)
        if reply.verdict == "unreadable":
            return Turn(reply.page, reply.verdict)
        if reply.further and reply.verdict == "unfinished":  # only a part was given
            one.asks = (reply.further,)
            return Turn(())
        self.exam.answered(self.number, one.exercise, text, reply)
        outcome = {"correct": "right", "undecided": "skipped"}.get(reply.verdict, "wrong")
        if outcome == "wrong":
            one.missed(reply)
        attempt = self._finish(outcome, now)
        self.go_on(now)
        return Turn(self._say("drill.noted"), attempt=attempt)

    def _finish(self, outcome: str, now: datetime) -> Attempt:
        """The problem is over."""
        assert self.underway is not None
        self.underway.narrowed = None
        attempt = self.underway.attempt(outcome, now)
        self.attempts.append(attempt)
        self.state = "between"
        return attempt

    def _say(self, key: str, kind: str = "plain") -> Page:
        return (Sentence(self.words.fill(key), kind),)

    def _why(self, error: Exception) -> str:
        return (
            self.words.error(error.kind, error.facts) if isinstance(error, ChainruleError) else self.words.error("too-deep", {"limit": 100})
        )

    # In a notebook

    def _repr_html_(self) -> str:
        """The open problem, or how it went."""
        from chainrule.render.html import fragment

        return fragment(self.summary if self.state == "done" else (*self.page, Sentence(self.question)))


def _not_yet(reply: Reply) -> Page:
    """The sentence of a reply that says it is not right."""
    return tuple(block for block in reply.page if isinstance(block, Sentence) and block.kind == "wrong")[:1]
