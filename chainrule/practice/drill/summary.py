"""How a drill went: how many right at once, which mistakes, what to practise next.

This module knows attempts and keys of sentences; it must not know problems, schedules or formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.telling import name
from chainrule.render.page import Block, Heading, Page, Sentence, Table
from chainrule.words import Words

TROUBLE = {"wrong": 2, "shown": 2, "helped": 1, "skipped": 1}
"""How much an outcome says that a skill wants practice."""
NEXT = 2
"""So many skills are named."""
OUTCOMES = ("helped", "shown", "wrong", "skipped")


def summary(attempts: Sequence[Attempt], words: Words) -> Page:
    """The page at the end of a drill."""
    blocks: list[Block] = [Heading(None, words.fill("drill.summary"), chapter=True)]
    counts = Counter(attempt.outcome for attempt in attempts)
    n, right = len(attempts), counts["right"]
    key = "nothing" if not n else "one" if n == right == 1 else "all" if n == right else "right"
    blocks.append(Sentence(words.fill(f"drill.summary-{key}", n=str(n), right=str(right))))
    said = [words.text(f"drill.summary-{outcome}", count=str(counts[outcome])) for outcome in OUTCOMES if counts[outcome]]
    blocks += [Sentence((text,), "told") for text in said]
    mistakes = Counter(mistake for attempt in attempts for mistake in attempt.mistakes)
    if mistakes:
        blocks.append(Heading(None, words.fill("drill.summary-mistakes")))
        rows = [(words.fill("drill.summary-times", n=str(k)), (name(words, "mistake", id),)) for id, k in mistakes.most_common()]
        blocks.append(Table((), tuple(rows)))
    following = next_skills(attempts)
    if following:
        names = words.text("problems.comma").join(name(words, "skill", skill) for skill in following)
        blocks.append(Sentence(words.fill("drill.summary-next", skills=names)))
    return tuple(blocks)


def next_skills(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    """The skills that went worst, worst first; none where all was right at once.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 5, 4, tzinfo=UTC)
    >>> next_skills([Attempt(now, "a", "", ("chain", "root"), "helped"), Attempt(now, "b", "", ("root",), "right")])
    ('chain', 'root')
    """
    trouble: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for attempt in attempts:
        for skill in attempt.skills:
            asked[skill] += 1
            trouble[skill] += TROUBLE.get(attempt.outcome, 0)
    found = sorted((skill for skill in trouble if trouble[skill]), key=lambda skill: -trouble[skill] / asked[skill])
    return tuple(found[:NEXT])
