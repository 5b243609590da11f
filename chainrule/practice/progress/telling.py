"""Progress in words: the names of skills and mistakes, why a problem is asked, what is the matter with the record.

This module knows keys of sentences; it must not know how anything is reckoned or looks.
"""

from __future__ import annotations

from chainrule.practice.progress.record import Notice
from chainrule.practice.progress.schedule import Choice
from chainrule.practice.telling import FAMILIES
from chainrule.words import Words

ONCE = ("mistake", "missed")
"""Reasons that have a sentence of their own where there is one result only."""


def name(words: Words, kind: str, id: str) -> str:
    """What a skill or a mistake is called; its id where a set has named one of its own.

    >>> from chainrule.words import words
    >>> name(words("en"), "mistake", "factors-added"), name(words("en"), "skill", "my-own")
    ('added instead of multiplied', 'my-own')
    """
    keys = [f"skill.{id}"] if kind == "skill" else [f"{family}.{id}.name" for family in FAMILIES]
    return next((found for key in keys if isinstance(found := words.get(key), str)), id)


def reason(words: Words, choice: Choice) -> str:
    """Why a problem is asked.

    >>> from chainrule.words import words
    >>> facts = {"missed": 3, "of": 5, "days": 0}
    >>> reason(words("en"), Choice("mistake", "factors-added", frozenset(), "mistake", facts))
    'Added instead of multiplied: 3 of the last 5 times.'
    """
    called = name(words, choice.kind, choice.id)
    key = f"{choice.reason}-once" if choice.reason in ONCE and choice.facts["of"] == 1 else choice.reason
    return words.text(f"reason.{key}", name=called[:1].upper() + called[1:], **choice.facts)


def notice(words: Words, notice: Notice) -> str:
    """What is to be said about the record."""
    why = notice.facts.get("reason")
    known = words.get(f"record.reason.{why}") if why else None
    return words.text(notice.key, **{**notice.facts, **({"reason": known} if known else {})})
