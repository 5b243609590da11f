"""Skills and mistakes by the names a student has read: "chain rule" and 链式法则 are chain.

This module knows names in words; it must not know sets, records or options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chainrule.practice.problems.skills import SKILLS
from chainrule.practice.telling import FAMILIES
from chainrule.words import LANGUAGES, Words, words


def identified(name: str) -> str:
    """The id of the skill or mistake that is called so in one of the languages; any other name as it is.

    >>> identified("Chain rule"), identified("链式法则"), identified("inner derivative missing"), identified("two-layers")
    ('chain', 'chain', 'inner-derivative-missing', 'two-layers')
    """
    wanted = name.strip().casefold()
    return next((id for lang in LANGUAGES for id, called in _called(words(lang)) if called.casefold() == wanted), name)


def _called(sentences: Words) -> Iterator[tuple[str, str]]:
    """Every skill and every mistake with its name."""
    yield from ((skill, sentences.text(f"skill.{skill}")) for skill in SKILLS)
    for family in FAMILIES:
        known: Mapping[str, Any] = sentences.get(family)
        yield from ((id, told["name"]) for id, told in known.items())
