"""Generated problems as a set: its name, its title, the command that made it, what its problems do not show.

This module knows requests and keys of sentences; it must not know how problems are made, or formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chainrule.errors import UsageError
from chainrule.practice.problems.compose import Draft
from chainrule.practice.problems.fields import Defect
from chainrule.practice.problems.fields import name as valid
from chainrule.practice.problems.generate import VERSION, drafts
from chainrule.practice.problems.problem import ProblemSet
from chainrule.words import LANGUAGES, Words, words


class Request(NamedTuple):
    """What was asked for."""

    seed: int
    skills: tuple[str, ...] | None = None
    level: tuple[int, int] = (1, 5)
    number: int = 10

    @property
    def levels(self) -> str:
        """2, or 2-4."""
        low, high = self.level
        return str(low) if low == high else f"{low}-{high}"

    @property
    def command(self) -> str:
        """The command that makes the same problems."""
        skills = f" --skills {','.join(self.skills)}" if self.skills else ""
        return f"chainrule problems generate --seed {self.seed}{skills} --level {self.levels} --number {self.number}"

    def header(self, lang: str) -> tuple[str, str]:
        """What stands at the head of the file."""
        say = words(lang)
        return say.text("worksheet.made", command=self.command), say.text("worksheet.again", version=VERSION)

    def title(self, say: Words) -> str:
        """The skills by name."""
        if not self.skills:
            return say.text("worksheet.mixed")
        return say.text("worksheet.title", skills=say.text("problems.comma").join(say.text(f"skill.{skill}") for skill in self.skills))


def generated(request: Request, id: str | None = None, title: str | None = None) -> tuple[ProblemSet, tuple[Draft, ...]]:
    """The set of a request, whole or not at all, with its drafts. Raises what ``generate`` raises."""
    name = id or f"generated-{abs(request.seed)}"
    try:
        valid(name)
    except Defect:
        raise UsageError("generate-name", {"name": name}) from None
    found = tuple(drafts(request.seed, request.skills, request.level, request.number, name))
    titles = {lang: title or request.title(words(lang)) for lang in LANGUAGES}
    about = {lang: words(lang).text("worksheet.about", levels=request.levels, seed=request.seed) for lang in LANGUAGES}
    return ProblemSet(name, titles, about, tuple(draft.problem for draft in found)), found


def remarks(found: Sequence[Draft], lang: str) -> Mapping[str, tuple[str, ...]]:
    """What cannot be told apart, by the problems' ids."""
    say = words(lang)
    return {
        draft.problem.id: (say.text("worksheet.alike", pairs="; ".join(" = ".join(pair) for pair in draft.seen.alike)),)
        for draft in found
        if draft.seen.alike
    }
