"""Words: whole sentences by key, one file a language, named slots.

    words("zh").text("section.multiply")          a sentence
    words("en").fill("section.back", n=2)         a sentence in pieces, the slots in their places

A new language is one new ``xx.toml`` and ``rules_xx.toml`` with the keys of ``en``; a test compares.
This module knows keys and sentences; it must not know mathematics or how anything looks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

LANGUAGES = ("en", "zh")


class Words:
    """The sentences of one language.

    >>> words("en").text("rule.power.name")
    'power rule'
    >>> words("en").fill("section.back", n=2)
    ('Back to step ', 2)
    """

    def __init__(self, lang: str, table: Mapping[str, Any]) -> None:
        self.lang = lang
        self.table = table

    def get(self, key: str) -> Any:
        """What stands under a dotted key, or ``None``."""
        node: Any = self.table
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                return None
            node = node[part]
        return node

    def fill(self, key: str, /, **slots: Any) -> tuple[Any, ...]:
        """The sentence in pieces: text, and the values of its slots as they were given."""
        sentence = self.get(key)
        if not isinstance(sentence, str):
            raise KeyError(f"{self.lang}: no sentence {key}")
        pieces: list[Any] = []
        for text, slot, _, _ in Formatter().parse(sentence):
            if text:
                pieces.append(text)
            if slot is not None:
                pieces.append(slots[slot])
        return tuple(pieces)

    def text(self, key: str, /, **slots: Any) -> str:
        """The sentence as one text."""
        return "".join(str(piece) for piece in self.fill(key, **slots))

    def error(self, kind: str, facts: Mapping[str, Any]) -> str:
        """What was seen."""
        return self.text(f"error.{kind}.message", **facts)

    def hint(self, kind: str, facts: Mapping[str, Any]) -> str | None:
        """What was probably meant."""
        return self.text(f"error.{kind}.hint", **facts) if self.get(f"error.{kind}.hint") else None

    def note(self, kind: str, facts: Mapping[str, Any]) -> str:
        """How an input with two readings was understood."""
        return self.text(f"note.{kind}.text", **facts)


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str = "en") -> Words:
    """The words of a language; English for one that is not there."""
    return Words(lang, _load(lang if lang in LANGUAGES else "en"))


@lru_cache(maxsize=len(LANGUAGES))
def rule_pages(lang: str = "en") -> Words:
    """The pages on the rules: law, idea, why, example, usual mistake."""
    return Words(lang, _load(f"rules_{lang if lang in LANGUAGES else 'en'}"))


def _load(name: str) -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the user's locale, ``en`` where it is none of ours.

    >>> language({"LANG": "zh_CN.UTF-8"}), language({"LC_ALL": "C", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            code = environment[variable][:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"
