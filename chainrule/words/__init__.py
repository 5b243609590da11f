"""Words: whole sentences by key, one folder a language, one file a subject, named slots.

    words("zh").text("section.multiply")          a sentence
    words("en").fill("section.back", n=2)         a sentence in pieces, the slots in their places

A new language is one new folder with the files and keys of ``en``; a test compares.
This module knows keys and sentences; it must not know mathematics or how anything looks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

LANGUAGES = ("en", "zh")
FILES = {
    "errors": ("error", "note"),
    "rules": ("rule",),
    "graph": ("graph",),
    "tensors": ("tensor",),
    "practice": ("verdict", "mistake", "place", "remark", "work"),
    "curve": ("curve",),
    "arrays": ("array",),
    "progress": ("progress", "record", "reason"),
    "problems": ("problems", "skill", "finding", "language"),
    "worksheet": ("worksheet",),
    "batch": ("batch",),
    "drill": ("drill", "exercise"),
}
"""The files of a language, with the first words of the keys that stand in them; all others stand in ``page``."""
SUBJECTS = {key: name for name, keys in FILES.items() for key in keys}


class Words:
    """The sentences of one language; a file is read when a sentence in it is first asked for.

    >>> words("en").text("rule.power.name")
    'power rule'
    >>> words("en").fill("section.back", n=2)
    ('Back to step ', 2)
    """

    def __init__(self, lang: str) -> None:
        """The language of a folder."""
        self.lang = lang
        self._subjects: dict[str, Mapping[str, Any]] = {}

    def subject(self, name: str) -> Mapping[str, Any]:
        """Everything in one file of the language."""
        if name not in self._subjects:
            import tomllib

            text = (Path(__file__).parent / self.lang / f"{name}.toml").read_text(encoding="utf-8")
            self._subjects[name] = tomllib.loads(text)
        return self._subjects[name]

    def get(self, key: str) -> Any:
        """What stands under a dotted key, or ``None``."""
        parts = key.split(".")
        node: Any = self.subject(SUBJECTS.get(parts[0], "page"))
        for part in parts:
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
        """How an input with two readings was understood; most kinds share one sentence."""
        return self.text(f"note.{kind if self.get(f'note.{kind}') else 'two-readings'}.text", **facts)


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str = "en") -> Words:
    """The words of a language; English for one that is not there."""
    return Words(lang if lang in LANGUAGES else "en")


def rule_pages(lang: str = "en") -> Mapping[str, Any]:
    """The pages on the rules by id: law, idea, why, example, usual mistake."""
    return words(lang).subject("rulebook")


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
