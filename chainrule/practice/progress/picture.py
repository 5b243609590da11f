"""The picture of progress, as data: days in a row, skills and mistakes over time, what is due when.

A day is a calendar day where the student was: the date in the time zone of the attempt, whatever the clocks did there.

This module knows attempts and cards; it must not know files, words or formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.schedule import Cards, cards

LATELY = 10
"""So many of a skill's last problems are set against those before."""
OCCASIONS = 20
"""So many of the last occasions for a mistake are set against those before."""
ENOUGH = 5
"""With fewer occasions before, nothing can be said about a trend."""
MARGIN = 2
"""A trend is said where the last occasions differ by so many from what they were before; less may well be chance."""
WEEKS = 8
"""So many weeks are shown."""


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row that reach today or yesterday, the longest run ever, and how many days ago the last one was."""

    days: int
    longest: int
    ago: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of practice, by its Monday."""

    monday: date
    right: Share


@dataclass(frozen=True, slots=True)
class Skill:
    """How often right at once, lately and before."""

    id: str
    before: Share
    lately: Share


@dataclass(frozen=True, slots=True)
class Mistake:
    """How often made in all, and on the last occasions. ``trend``: early | gone | rarer | steady | oftener"""

    id: str
    times: int
    lately: Share
    trend: str


@dataclass(frozen=True, slots=True)
class Due:
    """A card and in how many calendar days it is due; ``None``: now."""

    kind: str
    id: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it. Problems that were skipped do not count."""

    problems: int
    right: int
    helped: int
    streak: Streak | None
    weeks: tuple[Week, ...]
    skills: tuple[Skill, ...]
    mistakes: tuple[Mistake, ...]
    due: tuple[Due, ...]

    def to_dict(self) -> dict[str, Any]:
        """The picture as JSON, schema ``chainrule.progress/1``; a share is [part, whole], ``days`` null means now."""
        data = asdict(self)
        weeks = [{"monday": week.monday.isoformat(), "right": list(week.right)} for week in self.weeks]
        return {"schema": "chainrule.progress/1", **data, "weeks": weeks}


def picture(attempts: Sequence[Attempt], now: datetime) -> Picture:
    """The picture at a moment, which is in the student's time zone.

    >>> now = datetime.fromisoformat("2026-05-04T20:00:00+08:00")
    >>> shown = picture([Attempt(now - timedelta(hours=1), "a-1", "a", ("chain",), "right")], now)
    >>> shown.streak, shown.skills[0].lately
    (Streak(days=1, longest=1, ago=0), Share(part=1, whole=1))
    """
    worked = [attempt for attempt in attempts if attempt.outcome != "skipped"]
    outcomes = Counter(attempt.outcome for attempt in worked)
    known = cards(worked)
    return Picture(
        len(worked),
        outcomes["right"],
        outcomes["helped"],
        streak([attempt.at.date() for attempt in worked], now.date()),
        weeks(worked),
        skills(worked),
        mistakes(worked, known),
        schedule(known, now),
    )


def streak(days: Iterable[date], today: date) -> Streak | None:
    """Days in a row; ``None`` before the first day.

    Law: the longest run is at least the present one. Days after today (a clock that ran ahead) count for the longest only.

    >>> streak([date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)], date(2026, 5, 4))
    Streak(days=3, longest=3, ago=1)
    """
    practised = sorted(set(days))
    runs: dict[date, int] = {}
    for day in practised:
        runs[day] = runs.get(day - timedelta(days=1), 0) + 1
    if not runs:
        return None
    past = [day for day in practised if day <= today] or practised[:1]
    ago = max((today - past[-1]).days, 0)
    return Streak(runs[past[-1]] if ago < 2 else 0, max(runs.values()), ago)


def weeks(worked: Sequence[Attempt]) -> tuple[Week, ...]:
    """The last weeks with practice in them, in their order."""
    found: dict[date, list[Attempt]] = {}
    for attempt in worked:
        day = attempt.at.date()
        found.setdefault(day - timedelta(days=day.weekday()), []).append(attempt)
    return tuple(Week(monday, _right(found[monday])) for monday in sorted(found)[-WEEKS:])


def skills(worked: Sequence[Attempt]) -> tuple[Skill, ...]:
    """Each skill practised, in the order in which they are learned, then those that sets have named themselves."""
    practised = {skill for attempt in worked for skill in attempt.skills}
    order = [*(skill for skill in SKILLS if skill in practised), *sorted(practised - set(SKILLS))]
    lines = []
    for skill in order:
        about = [attempt for attempt in worked if skill in attempt.skills]
        lines.append(Skill(skill, _right(about[:-LATELY]), _right(about[-LATELY:])))
    return tuple(lines)


def mistakes(worked: Sequence[Attempt], known: Cards) -> tuple[Mistake, ...]:
    """Each mistake made, the most frequent first."""
    lines = []
    for card in known.values():
        if card.kind == "mistake":
            made = [card.id in attempt.mistakes for attempt in worked if card.skills <= set(attempt.skills)]
            lately, before = made[-OCCASIONS:], made[:-OCCASIONS]
            lines.append(Mistake(card.id, sum(made), Share(sum(lately), len(lately)), _trend(lately, before)))
    return tuple(sorted(lines, key=lambda line: (-line.times, line.id)))


def schedule(known: Cards, now: datetime) -> tuple[Due, ...]:
    """Every card by when it is due."""
    order = sorted(known.values(), key=lambda card: (not card.is_due(now), card.due, card.key))
    return tuple(
        Due(card.kind, card.id, None if card.is_due(now) else (card.due.astimezone(now.tzinfo).date() - now.date()).days) for card in order
    )


def _right(attempts: Sequence[Attempt]) -> Share:
    return Share(sum(attempt.outcome == "right" for attempt in attempts), len(attempts))


def _trend(lately: Sequence[bool], before: Sequence[bool]) -> str:
    """Rarer or more frequent than before by more than chance easily brings."""
    if len(before) < ENOUGH:
        return "early"
    if not any(lately):
        return "gone"
    expected = len(lately) * sum(before) / len(before)
    return "rarer" if sum(lately) <= expected - MARGIN else "oftener" if sum(lately) >= expected + MARGIN else "steady"
