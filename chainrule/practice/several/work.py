"""A checked working about a system or a gradient: what a caller sees of it.

This module knows lines and tasks; ``working`` decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chainrule.expression.notation.sympytext import sympytext
from chainrule.practice.checkedwork import CheckedWork
from chainrule.practice.several.task import SeveralTask
from chainrule.practice.several.working import SystemLine
from chainrule.practice.several.workpage import page
from chainrule.render.page import Page


@dataclass(frozen=True, eq=False, repr=False)
class SystemWork(CheckedWork):
    """A checked working about a system.

    >>> from chainrule.practice.work import check_work
    >>> w = check_work("z = u^2 v; u = x y; v = x + y^2", "z_u = 2u v; u_x = x; z_x = 2u v x + u^2", wrt="x")
    >>> [line.status for line in w.lines], w.mistakes[0].id
    (['right', 'wrong', 'follows'], 'wrong-variable')
    """

    task: SeveralTask  # type: ignore[assignment]
    lines: tuple[SystemLine, ...]

    @property
    def letter(self) -> Any:
        """What u′ is by."""
        return self.task.question.sources[0]

    @property
    def missing(self) -> list[Any]:
        """The signs of the derivatives asked for that no line gives."""
        known = {about for line in self.lines if line.answers for about in line.about}
        return [one.sign for one in self.task.components if (one.output, one.letters[0]) not in known]

    @property
    def complete(self) -> bool:
        """Whether every derivative asked for is there."""
        return not self.missing

    def page(self, detail: str = "normal") -> Page:
        """The judged working as blocks, for any renderer."""
        return page(self.task, self.lines, self.missing, self.words, detail)

    def about(self) -> Mapping[str, Any]:
        """What the record says of the problem."""
        return {
            "problem": self.task.question.text,
            "variable": ",".join(letter.name for letter in self.task.question.sources),
            "order": 1,
        }

    def expected(self) -> Any:
        """The derivatives in textbook form, by their names."""
        return self.task.by_name(lambda one: None if one.expected is None else sympytext(one.expected))
