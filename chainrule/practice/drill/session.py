"""A drill with a clock and a place where finished attempts are kept: what a terminal and a notebook drive.

    drill("two-layers")            a session; in a notebook it shows itself
    session.answer("2x cos(x^2)")  the reply, as text and as HTML

This module knows the options of a drill; it must not know terminals. It is the one place where the clock is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Protocol

from chainrule.errors import UsageError
from chainrule.practice.drill import sources
from chainrule.practice.drill.drill import Drill, Turn
from chainrule.practice.drill.named import identified
from chainrule.practice.drill.underway import Dealt
from chainrule.practice.problems import sets
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.progress.attempt import Attempt
from chainrule.render.page import Page, Sentence
from chainrule.words import LANGUAGES

COUNT = 10
"""So many problems, where nothing is said and no set is named."""
MOST = 1000


class Keeper(Protocol):
    """Where attempts are kept: the record is one."""

    def attempts(self) -> list[Attempt]:
        """All attempts so far."""

    def add(self, attempt: Attempt) -> object:
        """Keep one more."""


class Memory:
    """Attempts that are kept as long as the program runs."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._attempts: list[Attempt] = []

    def attempts(self) -> list[Attempt]:
        """All attempts so far."""
        return list(self._attempts)

    def add(self, attempt: Attempt) -> None:
        """Keep one more."""
        self._attempts.append(attempt)


def now() -> datetime:
    """The time, where the student is."""
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Said:
    """What is said after an input, and what is asked next."""

    turn: Turn
    page: Page

    @property
    def verdict(self) -> str:
        """Of an answer: correct, unfinished, incorrect, undecided, unreadable."""
        return self.turn.verdict

    def __str__(self) -> str:
        """The page in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page)

    def __repr__(self) -> str:
        return f"<Said: {self.verdict or 'no verdict'}>"

    def _repr_html_(self) -> str:
        """The page with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page)


class Session:
    """A drill being worked at; every attempt is kept at the moment it is finished."""

    def __init__(self, drill: Drill, keeper: Keeper, clock: Callable[[], datetime] = now) -> None:
        """The first problem is open."""
        self.drill = drill
        self.keeper = keeper
        self.clock = clock

    def turn(self, name: str, *text: str) -> Turn:
        """One input by its name: answer, hint, show, skip, quit."""
        does = getattr(self.drill, name)
        turn: Turn = does(*text) if name == "hint" else does(*text, self.clock())
        if turn.attempt is not None:
            self.keeper.add(turn.attempt)
        return turn

    def go_on(self) -> None:
        """Open the next problem."""
        self.drill.go_on(self.clock())

    # In a notebook

    @property
    def page(self) -> Page:
        """The open problem with its question; at the end how it went."""
        if self.drill.state == "done":
            return self.drill.summary
        return (*self.drill.page, *((Sentence(self.drill.question),) if self.drill.question else ()))

    def _said(self, name: str, *text: str) -> Said:
        turn = self.turn(name, *text)
        asked = (Sentence(self.drill.question),) if self.drill.question and name != "skip" else ()
        rest = self.page if self.drill.state == "done" or name == "skip" else asked
        return Said(turn, (*turn.page, *rest))

    def answer(self, text: str) -> Said:
        """An answer to the question."""
        return self._said("answer", text)

    def hint(self) -> Said:
        """The next hint."""
        return self._said("hint")

    def show(self) -> Said:
        """The worked solution."""
        return self._said("show")

    def skip(self) -> Said:
        """On to the next problem without an answer."""
        return self._said("skip")

    def quit(self) -> Said:
        """Stop, and see how it went."""
        return self._said("quit")

    def next(self) -> Session:
        """The next problem, where this one is finished."""
        self.go_on()
        return self

    def __str__(self) -> str:
        """The open problem in plain text."""
        from chainrule.render.plain import plain

        return plain(self.page)

    def __repr__(self) -> str:
        return f"<Session: problem {self.drill.number}, {self.drill.state}>"

    def _repr_html_(self) -> str:
        """The open problem with MathML, for a notebook."""
        from chainrule.render.html import fragment

        return fragment(self.page)


def drill(
    problems: str | Path | ProblemSet | Iterable[Problem] | None = None,
    *,
    skill: str | None = None,
    level: int | None = None,
    review: bool = False,
    random: bool = False,
    count: int | None = None,
    seed: int | str | None = None,
    exam: bool = False,
    steps: bool = False,
    tries: int | None = None,
    lang: str = "en",
    record: Keeper | None = None,
    clock: Callable[[], datetime] = now,
) -> Session:
    """A drill to be worked at: ``answer``, ``hint``, ``show``, ``skip``, ``next``, ``quit``.

    ``problems`` is the name of a set, a TOML file, a folder, a ``ProblemSet`` or problems; without it what is weak comes
    first, or (``review``) what is due, with problems made fresh from the ``seed``. ``random``: shuffled, or made fresh.
    Raises ``UsageError`` for what is not there, ``ProblemFileError`` for a file that cannot be used.

    >>> session = drill([Problem("one", "sin(x^2)", "2x cos(x^2)", 1, ("chain",))])
    >>> session.answer("cos(x^2)").verdict, session.answer("2x cos(x^2)").verdict, session.drill.state
    ('incorrect', 'correct', 'between')
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    for name, number in (("--count", count), ("--tries", tries)):
        if number is not None and not 1 <= number <= MOST:
            raise UsageError("drill-number", {"option": name, "number": number, "limit": MOST})
    given = {"--skill": skill, "--level": level, "--random": random, "--steps": steps, "--tries": tries}
    for one, others in ((review and "--review", ("--skill", "--level", "--random")), (exam and "--exam", ("--steps", "--tries"))):
        for other in others:
            if one and given[other]:
                raise UsageError("drill-both", {"one": one, "other": other})
    keeper = Memory() if record is None else record
    skill = identified(skill) if skill else skill
    rng = Random(seed)
    source, total = _source(problems, skill, level, review, random, count, rng, lang, keeper, clock)
    return Session(Drill(source, clock(), lang, exam=exam, steps=steps, tries=tries, total=total), keeper, clock)


def _source(
    problems: str | Path | ProblemSet | Iterable[Problem] | None,
    skill: str | None,
    level: int | None,
    review: bool,
    random: bool,
    count: int | None,
    rng: Random,
    lang: str,
    keeper: Keeper,
    clock: Callable[[], datetime],
) -> tuple[Iterable[Dealt], int | None]:
    """The problems, and how many there are."""
    if problems is not None:
        if review:
            raise UsageError("drill-review-set")
        given = _given(problems)
        list(sets.fitting(given, skill, level))  # a skill that is none is said
        found = sources.listed(given, skill, level, rng if random else None)[:count]
        if not found:
            raise UsageError("drill-nothing", {"skill": skill or "", "level": level or ""})
        return found, len(found)
    known, _ = sets.usable(sets.places())
    if review:
        return islice(sources.scheduled(keeper.attempts, clock, known, rng, lang, review=True), count), None
    number = count or COUNT
    if random:
        return sources.generated(f"{rng.getrandbits(48):x}", skill, level, number), number
    if skill or level:
        list(sets.fitting(known, skill, level))
        found = sources.unseen_first(sources.listed(known, skill, level), keeper.attempts())[:number]
        if not found:
            return sources.generated(f"{rng.getrandbits(48):x}", skill, level, number), number
        return found, len(found)
    if not keeper.attempts():
        found = sources.start(known, f"{rng.getrandbits(48):x}")[:number]
        return found, len(found)
    return islice(sources.scheduled(keeper.attempts, clock, known, rng, lang), number), number


def _given(problems: str | Path | ProblemSet | Iterable[Problem]) -> list[ProblemSet]:
    if isinstance(problems, str | Path):
        return list(sets.problems(problems))
    if isinstance(problems, ProblemSet):
        return [problems]
    return [ProblemSet("", {}, {}, tuple(problems))]
