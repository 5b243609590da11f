"""An exam: the answers as they were given, and the page that is handed back at the end.

This module knows replies; it must not know how they come about.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from chainrule.practice.exercises.exercise import Exercise, Reply
from chainrule.render.page import Heading, Page, Sentence, Title
from chainrule.words import words


@dataclass
class Exam:
    """The answers so far."""

    lang: str
    pages: list[Page] = field(default_factory=list)

    def answered(self, number: int, exercise: Exercise, text: str, reply: Reply) -> None:
        """An answer, with what is to be said of it in the end."""
        sentences = words(self.lang)
        said = Sentence(sentences.fill("drill.exam-answer", answer=text.strip()), "told")
        solution = () if reply.verdict == "correct" else self._solution(exercise)
        self.pages.append((*self._task(number, exercise), said, *reply.page, *solution))

    def skipped(self, number: int, exercise: Exercise) -> None:
        """No answer."""
        said = Sentence(words(self.lang).fill("drill.skipped"))
        self.pages.append((*self._task(number, exercise), said, *self._solution(exercise)))

    def _task(self, number: int, exercise: Exercise) -> Page:
        """The number of the problem and the problem."""
        title = next((block.problem for block in exercise.page if isinstance(block, Title)), None)
        return (Heading(number, words(self.lang).fill("drill.exam-task"), (title,) if title else ()),)

    def _solution(self, exercise: Exercise) -> Page:
        return (Sentence(words(self.lang).fill("drill.solution-is")), *exercise.ask.solution)

    @property
    def page(self) -> Page:
        """Every answer with its verdict and what happened."""
        head = Heading(None, words(self.lang).fill("drill.exam-head"), chapter=True)
        return (head, *(block for page in self.pages for block in page)) if self.pages else ()
