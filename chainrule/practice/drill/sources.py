"""Where the problems of a drill come from.

    listed       the problems of sets, in their order or shuffled
    generated    new ones, without end
    scheduled    what is weak, new or due, with fronts made fresh
    start        a set to begin with

A source is drawn from one problem at a time, so that what was answered last counts for what is asked next. This module
knows sets, the generator and the schedule; it must not know the drill, files or terminals. Time and chance are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from random import Random

from chainrule.errors import ChainruleError
from chainrule.practice.drill.underway import Dealt
from chainrule.practice.problems.forms import FORMS
from chainrule.practice.problems.generate import generate
from chainrule.practice.problems.problem import LEVELS, Problem, ProblemSet
from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.progress import schedule
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.schedule import Cards, Choice
from chainrule.practice.progress.telling import reason
from chainrule.words import words

GENERATED = "generated"
"""The set that new problems are kept under."""
START = (("layers", 2), ("two-layers", 8))
"""What somebody new begins with: so many problems of these sets."""
LOOKED = 40
"""So many new problems are looked at for one that practises what is wanted."""

Attempts = Callable[[], Sequence[Attempt]]
Clock = Callable[[], datetime]


def listed(sets: Iterable[ProblemSet], skill: str | None = None, level: int | None = None, rng: Random | None = None) -> list[Dealt]:
    """The problems of sets, those for a skill and of a level only; shuffled where there is an ``rng``."""
    found = [
        Dealt(problem, one.id)
        for one in sets
        for problem in one.problems
        if skill in (None, *problem.skills) and level in (None, problem.level)
    ]
    if rng is not None:
        rng.shuffle(found)
    return found


def unseen_first(found: Iterable[Dealt], attempts: Sequence[Attempt]) -> list[Dealt]:
    """Those asked least first, in their order otherwise.

    >>> [dealt.problem.id for dealt in unseen_first([Dealt(_named("a")), Dealt(_named("b"))], [])]
    ['a', 'b']
    """
    times: dict[tuple[str, str], int] = {}
    for attempt in attempts:
        key = (attempt.set, attempt.problem)
        times[key] = times.get(key, 0) + 1
    return sorted(found, key=lambda dealt: times.get((dealt.set, dealt.problem.id), 0))


def _named(id: str) -> Problem:
    return Problem(id, "x^2", "2x", 1, ("power",))


def generated(seed: int | str, skill: str | None = None, level: int | None = None, number: int | None = None) -> Iterator[Dealt]:
    """New problems. Raises ``UsageError`` for a skill or a level without any."""
    made = generate(seed, [skill] if skill else None, level if level is not None else (LEVELS[0], LEVELS[-1]), number)
    return (Dealt(problem, GENERATED) for problem in made)


def start(sets: Sequence[ProblemSet], seed: int | str) -> list[Dealt]:
    """What somebody new begins with; made fresh where the sets are not there."""
    by_id = {one.id: one for one in sets}
    found = [Dealt(problem, id) for id, n in START if id in by_id for problem in by_id[id].problems[:n]]
    if found:
        return found
    number = sum(n for _, n in START)
    return [Dealt(problem, GENERATED) for problem in generate(seed, ["layers", "chain"], (1, 2), number)]


def scheduled(
    attempts: Attempts, clock: Clock, sets: Sequence[ProblemSet], rng: Random, lang: str, review: bool = False
) -> Iterator[Dealt]:
    """What is weak, new, or wants mixing in, without end; for a ``review`` what is due, until nothing is."""
    pool = listed(sets)
    every: Iterable[Sequence[str]] = (*(form.skills for form in FORMS), *(dealt.problem.skills for dealt in pool))
    available = sorted(every, key=lambda skills: SKILLS.index(skills[0]) if skills[0] in SKILLS else len(SKILLS))
    last: tuple[str, str] | None = None
    while True:
        cards = schedule.cards(attempts())
        choice = schedule.choose(cards, available, clock(), rng, last, review)
        if choice is None:
            return
        last = choice.key
        yield _dealt(choice, cards, pool, rng, lang)


def _dealt(choice: Choice, cards: Cards, pool: Sequence[Dealt], rng: Random, lang: str) -> Dealt:
    """A problem for a choice: a new one where one can be made, else one of a set."""
    why = (reason(words(lang), choice),)
    problem = _new(choice, levels(choice, cards), rng)
    if problem is not None:
        return Dealt(problem, GENERATED, why)
    fitting = [dealt for dealt in pool if choice.skills <= frozenset(dealt.problem.skills)] or list(pool)
    return rng.choice(fitting)._replace(reason=why)


def levels(choice: Choice, cards: Cards) -> tuple[int, int]:
    """How hard a problem should be: the better it went lately, the harder.

    >>> levels(Choice("skill", "chain", frozenset({"chain"}), "new", {}), {})
    (1, 2)
    """
    card = cards.get(choice.key)
    well = sum(card.results) if card else 0
    low = max(1, min(well, 4) - 1)
    return low, min(low + 1 + well // 4, LEVELS[-1])


def _new(choice: Choice, wanted: tuple[int, int], rng: Random) -> Problem | None:
    """A new problem that practises all that is wanted, above all that, as near as can be to the levels."""
    fitting = [form for form in FORMS if choice.skills <= frozenset(form.skills)]
    fitting = [form for form in fitting if form.skills[0] == choice.id] or fitting
    if not fitting:
        return None
    low = min((form.level for form in fitting), key=lambda level: abs(level - wanted[0]))
    high = max(low, *(form.level for form in fitting if form.level <= wanted[1]), low)
    main = list(dict.fromkeys(form.skills[0] for form in fitting if low <= form.level <= high))
    seed = f"{rng.getrandbits(48):x}"
    try:
        for problem in generate(seed, main, (low, high), LOOKED, name=f"new-{seed}"):
            if choice.skills <= frozenset(problem.skills):
                return problem
    except ChainruleError:
        return None
    return None
