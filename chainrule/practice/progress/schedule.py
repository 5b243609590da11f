"""The schedule: what is due, what is weak, what to ask next. FSRS over skills and mistakes.

    cards      the attempts folded into one card for each skill and each mistake
    due        the cards whose time has come
    weakest    the cards that need practice most, first
    choose     what to ask next, and why
    pick       a problem for it

What an attempt is to a skill: right at once is Good, right in the end Hard, wrong or shown Again, skipped nothing. There
is no Easy: how fast somebody types says little about what they know. What it is to a mistake: made is Again; right at
once on an occasion for it is Good, if it is due: not to make a mistake is weaker evidence than to know a rule. A problem
is an occasion for a mistake when it practises every skill that was practised each time the mistake was made.

This module knows attempts and FSRS; it must not know files, problem sets or words. Time and chance are arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from random import Random
from typing import Any

from chainrule.practice.progress.attempt import Attempt

RATINGS = {"right": "Good", "helped": "Hard", "wrong": "Again", "shown": "Again"}
REMEMBERED = 5
"""So many results of a card count for what is weak."""
DRAWN = 4
"""What is asked next is drawn from so many of the weakest: practice in one block teaches less than mixed practice."""
NEW = 1.0
"""How much something new needs practice; a card that is due needs more than 1, one that is not less."""


@dataclass(frozen=True, slots=True)
class Card:
    """A skill or a mistake, and how well it is in hand.

    ``due`` and ``last`` are in UTC. ``results`` are the last five, oldest first, ``True`` where it went well at once.
    ``skills`` are what a problem must practise to be an occasion for it.
    """

    kind: str
    id: str
    skills: frozenset[str]
    due: datetime
    last: datetime
    results: tuple[bool, ...]
    memory: Any = field(repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """("skill", id) or ("mistake", id)."""
        return (self.kind, self.id)

    @property
    def missed(self) -> int:
        """How many of the last results went wrong."""
        return self.results.count(False)

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come; also after a clock that had run ahead was set back."""
        return self.due <= now or self.last > now

    def recall(self, now: datetime) -> float:
        """How likely it goes well now, between 0 and 1."""
        return float(_scheduler().get_card_retrievability(self.memory, now.astimezone(UTC)))

    def need(self, now: datetime) -> float:
        """How much it needs practice: forgotten, missed, and above all due."""
        return 1 - self.recall(now) + self.missed / REMEMBERED + self.is_due(now)


Cards = Mapping[tuple[str, str], Card]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to ask next: a problem that practises all of ``skills``. ``reason`` is why, with what fills its sentence.

    ``reason``: new | mistake | missed | due-today | due-yesterday | due-days | mixed
    """

    kind: str
    id: str
    skills: frozenset[str]
    reason: str
    facts: Mapping[str, int]

    @property
    def key(self) -> tuple[str, str]:
        """The card's."""
        return (self.kind, self.id)


def cards(attempts: Iterable[Attempt]) -> dict[tuple[str, str], Card]:
    """All cards after these attempts, in the order of the record.

    Law: ``cards([*a, *b])`` is ``b`` folded one by one with ``after`` onto ``cards(a)``. A clock set back does no harm.

    >>> attempt = Attempt(datetime(2026, 5, 4, tzinfo=UTC), "a-1", "a", ("chain",), "wrong", ("sign-flipped",))
    >>> [(card.key, card.missed) for card in cards([attempt]).values()]
    [(('skill', 'chain'), 1), (('mistake', 'sign-flipped'), 1)]
    """
    found: dict[tuple[str, str], Card] = {}
    for attempt in attempts:
        found.update(after(found, attempt))
    return found


def after(cards: Cards, attempt: Attempt) -> dict[tuple[str, str], Card]:
    """The cards that an attempt changes, as they are afterwards."""
    rating = RATINGS.get(attempt.outcome)
    if rating is None:
        return {}
    at, skills = attempt.at.astimezone(UTC), frozenset(attempt.skills)
    rated = [(("skill", skill), frozenset({skill}), rating) for skill in dict.fromkeys(attempt.skills)]
    for mistake in dict.fromkeys(attempt.mistakes):
        key = ("mistake", mistake)
        rated.append((key, cards[key].skills & skills if key in cards else skills, "Again"))
    changed = {key: _reviewed(cards.get(key), key, skills, rating, at) for key, skills, rating in rated}
    if attempt.outcome == "right":
        avoided = (card for card in cards.values() if card.kind == "mistake" and card.key not in changed and card.skills <= skills)
        changed.update({card.key: _avoided(card, at) for card in avoided})
    return changed


def due(cards: Cards, now: datetime) -> list[Card]:
    """The cards whose time has come, the longest overdue first."""
    return sorted((card for card in cards.values() if card.is_due(now)), key=lambda card: (card.due, card.key))


def weakest(cards: Cards, now: datetime) -> list[Card]:
    """All cards, those that need practice most first."""
    return sorted(cards.values(), key=lambda card: (-card.need(now), card.key))


def choose(
    cards: Cards,
    available: Sequence[Collection[str]],
    now: datetime,
    rng: Random,
    last: tuple[str, str] | None = None,
    review: bool = False,
) -> Choice | None:
    """What to ask next, drawn from the weakest that there are problems for; ``None`` where there are no problems.

    ``review``: only what is due; ``None`` where nothing is.

    ``available`` are the skills of each problem at hand, in the order in which they are learned: the first skill not
    practised yet is the one that is new. ``last`` is what was asked last; neither it nor what is practised with the same
    skills is asked again while there is anything else. ``now`` is in the student's time zone, for "due since yesterday".

    >>> choose({}, [("chain",), ("product",)], datetime(2026, 5, 4, tzinfo=UTC), Random(1)).id
    'chain'
    """
    sets = [frozenset(skills) for skills in dict.fromkeys(map(frozenset, available))]
    practised = due(cards, now) if review else cards.values()
    known = [card for card in practised if any(card.skills <= skills for skills in sets)]
    wanted = [(card.need(now), _practised(card, now)) for card in known]
    order = dict.fromkeys(skill for skills in available for skill in skills)
    new = next((skill for skill in order if ("skill", skill) not in cards), None)
    if new is not None and not review:
        wanted.append((NEW, Choice("skill", new, frozenset({new}), "new", {})))
    wanted.sort(key=lambda pair: (-pair[0], pair[1].key))
    if not wanted:
        return None
    just = cards[last].skills if last is not None and last in cards else None
    others = [pair for pair in wanted if pair[1].key != last]
    drawn = ([pair for pair in others if pair[1].skills != just] or others or wanted)[:DRAWN]
    return rng.choices([choice for _, choice in drawn], [need + 0.01 for need, _ in drawn])[0]


def pick(problems: Mapping[str, Collection[str]], choice: Choice, asked: Sequence[str], rng: Random) -> str:
    """A problem for a choice: one of the first few of those asked least; not the one asked last, if there is another.

    ``problems`` are the skills of each, by id, easiest first; ``asked`` the ids in the order in which they were asked.

    >>> choice = Choice("skill", "chain", frozenset({"chain"}), "new", {})
    >>> pick({"a": ("power",), "b": ("chain",), "c": ("chain", "power")}, choice, ["b"], Random(1))
    'c'
    """
    times = Counter(asked)
    fitting = [id for id, skills in problems.items() if choice.skills <= frozenset(skills)] or list(problems)
    fitting = [id for id in fitting if id != asked[-1]] or fitting if asked else fitting
    least = min(times[id] for id in fitting)
    return rng.choice([id for id in fitting if times[id] == least][:DRAWN])


def _practised(card: Card, now: datetime) -> Choice:
    """A card as a choice, with the reason that is most telling to a student."""
    facts = {"missed": card.missed, "of": len(card.results)}
    days = _days(card.due, now)
    if card.missed and (card.kind == "mistake" or card.missed > 1 or len(card.results) == 1):
        reason = "mistake" if card.kind == "mistake" else "missed"
    elif not card.is_due(now):
        reason = "mixed"
    else:
        reason = "due-today" if days < 1 else "due-yesterday" if days == 1 else "due-days"
    return Choice(card.kind, card.id, card.skills, reason, {**facts, "days": days})


def _days(moment: datetime, now: datetime) -> int:
    """Calendar days from a moment to now, where the student is."""
    there: date = moment.astimezone(now.tzinfo).date()
    return (now.date() - there).days


def _reviewed(card: Card | None, key: tuple[str, str], skills: frozenset[str], rating: str, at: datetime) -> Card:
    """A card after one more result; a new one where there was none."""
    import fsrs

    memory = card.memory if card else fsrs.Card(card_id=0, due=at)
    memory, _ = _scheduler().review_card(memory, fsrs.Rating[rating], at)
    return Card(*key, skills, memory.due, at, _remembered(card, rating == "Good"), memory)


def _avoided(card: Card, at: datetime) -> Card:
    """A mistake after an occasion on which it was not made."""
    if card.is_due(at):
        return _reviewed(card, card.key, card.skills, "Good", at)
    return replace(card, results=_remembered(card, True))


def _remembered(card: Card | None, well: bool) -> tuple[bool, ...]:
    return (*(card.results if card else ()), well)[-REMEMBERED:]


@lru_cache(maxsize=1)
def _scheduler() -> Any:
    """FSRS as published, without its dice."""
    import fsrs

    return fsrs.Scheduler(enable_fuzzing=False)
