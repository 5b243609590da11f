"""A practice problem, as its author wrote it down.

This module knows the fields of a problem; it must not know mathematics (SymPy), files, words or how it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("differentiate", "layers", "slip")
"""differentiate: find the derivative.  layers: name the outer and inner function.  slip: find the first wrong line."""
LEVELS = (1, 2, 3, 4, 5)
"""1: one rule, simple numbers … 5: several rules inside each other."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a set.

    ``problem`` is the function or the definitions, as a student would type them; ``wrt``, ``order`` and ``at`` as for
    ``chainrule.explain``. ``answer`` is one right answer as a student would type it (of a ``slip``: the number of the
    first wrong line of ``working``, a colon, and what should stand there). ``hints`` by language, the one that gives
    away least first. ``masked``: ids of mistakes that give the right answer here, and are meant to.
    """

    id: str
    problem: str
    answer: str
    level: int
    skills: tuple[str, ...]
    kind: str = "differentiate"
    wrt: str | None = None
    order: int | None = None
    at: str | None = None
    working: tuple[str, ...] = ()
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    masked: tuple[str, ...] = ()

    @property
    def options(self) -> Mapping[str, Any]:
        """What is passed on to ``explain`` and ``check``."""
        given = {"wrt": self.wrt, "order": self.order, "at": self.at}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ProblemSet:
    """Problems that belong together, easiest first; ``title`` and ``about`` by language, ``place`` is the file."""

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    problems: tuple[Problem, ...]
    place: str = ""
