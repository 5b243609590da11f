"""The picture of progress as a page.

This module knows the picture and keys of sentences; it must not know attempts, cards or formats.
"""

from __future__ import annotations

from chainrule.practice.progress.picture import OCCASIONS, Picture, Share, Streak
from chainrule.practice.progress.telling import name
from chainrule.render.page import Heading, Page, Sentence, Table, Text
from chainrule.words import Words

BAR = 10
FULL, EMPTY = "█", "░"
"""A bar only repeats what the numbers beside it say."""
SHOWN = 12
"""So many cards are listed by when they are due."""


def page(picture: Picture, words: Words) -> Page:
    """The whole picture; before the first problem, how to begin."""
    if picture.streak is None:
        start = Sentence(words.fill("progress.start"), "told")
        return (Heading(None, words.fill("progress.title")), Sentence(words.fill("progress.nothing")), start)
    total = words.fill("progress.total", n=str(picture.problems), right=str(picture.right), helped=str(picture.helped))
    return (
        Heading(None, words.fill("progress.title")),
        Sentence(_streak(picture.streak, words), "told"),
        Sentence(words.fill("progress.total-one") if picture.problems == 1 else total, "told"),
        *_weeks(picture, words),
        *_skills(picture, words),
        *_mistakes(picture, words),
        *_due(picture, words),
    )


def bar(share: Share) -> str:
    """A share as a bar of ten.

    >>> bar(Share(7, 10)), bar(Share(0, 0))
    ('███████░░░', '')
    """
    full = round(BAR * share.part / share.whole) if share.whole else 0
    return FULL * full + EMPTY * (BAR - full) if share.whole else ""


def _streak(streak: Streak, words: Words) -> Text:
    match streak:
        case Streak(0):
            key = "streak-none"
        case Streak(1, ago=ago):
            key = "streak-yesterday" if ago else "streak-one"
        case Streak(ago=ago):
            key = "streak-open" if ago else "streak"
    facts = {"days": streak.days or streak.ago, "next": streak.days + 1, "longest": streak.longest}
    return words.fill(f"progress.{key}", **{slot: str(value) for slot, value in facts.items()})


def _weeks(picture: Picture, words: Words) -> Page:
    if len(picture.weeks) < 2:
        return ()
    rows = tuple(((week.monday.isoformat(),), *_share(week.right, words)) for week in picture.weeks)
    return _table(words, "weeks", (words.fill("progress.monday"), words.fill("progress.right"), ()), rows)


def _skills(picture: Picture, words: Words) -> Page:
    heads = (words.fill("progress.skill"), words.fill("progress.before"), words.fill("progress.lately"), ())
    rows = tuple(
        (
            (name(words, "skill", skill.id),),
            _share(skill.before, words)[0],
            *_share(skill.lately, words, "last" if skill.before.whole else "share"),
        )
        for skill in picture.skills
    )
    return _table(words, "skills", heads, rows)


def _mistakes(picture: Picture, words: Words) -> Page:
    if not picture.mistakes:
        return (Heading(None, words.fill("progress.mistakes")), Sentence(words.fill("progress.no-mistakes"), "told"))
    heads = tuple(words.fill(f"progress.{key}") for key in ("mistake", "in-all", "lately", "trend"))
    rows = tuple(
        (
            (name(words, "mistake", mistake.id),),
            words.fill("progress.times", n=str(mistake.times)),
            _share(mistake.lately, words, "share" if mistake.lately.whole < OCCASIONS else "last")[0],
            words.fill(f"progress.{mistake.trend}"),
        )
        for mistake in picture.mistakes
    )
    return _table(words, "mistakes", heads, rows)


def _due(picture: Picture, words: Words) -> Page:
    heads = tuple(words.fill(f"progress.{key}") for key in ("card", "when"))
    rows = tuple(
        (words.fill(f"progress.{due.kind}-card", name=name(words, due.kind, due.id)), _when(due.days, words)) for due in picture.due
    )
    more = len(rows) - SHOWN
    rest = (Sentence(words.fill("progress.more", n=str(more)), "told"),) if more > 0 else ()
    return (*_table(words, "due", heads, rows[:SHOWN]), *rest)


def _when(days: int | None, words: Words) -> Text:
    match days:
        case None:
            return words.fill("progress.now")
        case 0:
            return words.fill("progress.today")
        case 1:
            return words.fill("progress.tomorrow")
    return words.fill("progress.days", days=str(days))


def _share(share: Share, words: Words, key: str = "share") -> tuple[Text, Text]:
    """The share in words, and as a bar."""
    if not share.whole:
        return words.fill("progress.none"), ()
    return words.fill(f"progress.{key}", part=str(share.part), n=str(share.whole)), (bar(share),)


def _table(words: Words, key: str, heads: tuple[Text, ...], rows: tuple[tuple[Text, ...], ...]) -> Page:
    return (Heading(None, words.fill(f"progress.{key}"), chapter=True), Table(heads, rows))
