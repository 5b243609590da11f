"""An exercise: a problem being asked, in a language. What the drill, a notebook and a worksheet see of it.

    Exercise   the task, the question, the questions step by step, the ladder of hints, the solution
    Ask        one question that is answered with a line of text
    Reply      what is said to an answer

This module knows shapes; it must not know any one kind of problem, mathematics, words or terminals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chainrule.practice.problems.problem import Problem
from chainrule.render.page import Page, Text


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to an answer.

    ``verdict`` is correct, unfinished, incorrect, undecided or unreadable; ``mistakes`` are the ids of what would
    explain a wrong answer, best first; ``certain``: nothing else would. ``narrowed`` asks for the wrong step only;
    ``further`` asks for what is still missing of an answer that is right so far.
    """

    verdict: str
    page: Page
    mistakes: tuple[str, ...] = ()
    certain: bool = False
    narrowed: Ask | None = None
    further: Ask | None = None


class Ask(Protocol):
    """One question. Answers are lines of text."""

    @property
    def question(self) -> Text:
        """What is asked: ``du/dx = ?``"""

    def echo(self, answer: str) -> str | None:
        """How an answer is understood, in one line, while it is being typed; ``None`` where it cannot be read (yet)."""

    def judge(self, answer: str, tries: int = 1) -> Reply:
        """What is said to an answer; an answer that cannot be read is a reply too, never an exception.

        ``tries`` counts the answers to the problem with this one: the more there were, the more is told.
        """

    @property
    def solution(self) -> Page:
        """What should have been answered."""


class Exercise(Protocol):
    """A problem being asked. Everything costly is worked out when it is first looked at."""

    @property
    def problem(self) -> Problem:
        """What the author wrote down."""

    @property
    def page(self) -> Page:
        """The task as it is shown above the question."""

    @property
    def ask(self) -> Ask:
        """The question as a whole."""

    @property
    def steps(self) -> tuple[Ask, ...]:
        """The way there, layer by layer; the last one is the whole. At least one."""

    @property
    def hints(self) -> tuple[Page, ...]:
        """The ladder of hints: the author's first, then outer function, its derivative, the product. Least first."""

    @property
    def solution(self) -> Page:
        """The worked solution."""
