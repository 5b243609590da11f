"""One problem being worked at: what is asked of it now, and what has happened so far.

This module knows exercises and counts; it must not know words, or what comes before and after the problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from chainrule.practice.exercises.exercise import Ask, Exercise, Reply
from chainrule.practice.problems.problem import Problem
from chainrule.practice.progress.attempt import Attempt
from chainrule.render.page import Text


class Dealt(NamedTuple):
    """A problem out of a source: the set it comes from, and why it was chosen, in words."""

    problem: Problem
    set: str = ""
    reason: Text = ()


@dataclass
class Underway:
    """A problem that has been opened. ``asks`` are the questions still to be answered, the present one first.

    ``here`` counts the wrong answers to the present question, ``wrong`` all of them; ``narrowed`` is the question for
    a single step, which comes before the others.
    """

    dealt: Dealt
    exercise: Exercise
    opened: datetime
    asks: tuple[Ask, ...]
    narrowed: Ask | None = None
    here: int = 0
    stuck: int = 0
    wrong: int = 0
    hints: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def ask(self) -> Ask:
        """What is asked now."""
        return self.narrowed or self.asks[0]

    @property
    def touched(self) -> bool:
        """Whether anything has been answered wrongly, or helped with."""
        return bool(self.wrong or self.hints)

    def missed(self, reply: Reply) -> None:
        """A wrong answer: counted, its first mistake kept."""
        self.wrong += 1
        self.mistakes += reply.mistakes[:1]

    def advance(self) -> None:
        """The present question is answered."""
        self.asks, self.here = self.asks[1:], 0

    @property
    def solved(self) -> str:
        """The outcome if the problem is right now."""
        return "helped" if self.touched else "right"

    @property
    def left(self) -> str:
        """The outcome if the problem is left now."""
        return "wrong" if self.wrong else "skipped"

    def attempt(self, outcome: str, now: datetime) -> Attempt:
        """The problem, finished."""
        problem = self.dealt.problem
        return Attempt(
            now,
            problem.id,
            self.dealt.set,
            problem.skills,
            outcome,
            tuple(self.mistakes),
            self.wrong + (outcome in ("right", "helped")),
            self.hints,
            max((now - self.opened).total_seconds(), 0.0),
        )
