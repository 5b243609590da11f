"""The fields of a set and of a problem: what each may hold, and how it is written down.

One row a field; what cannot be read is a ``Defect``, the key of its sentence with what fills it.
This module knows values as TOML has them; it must not know files, places or words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from chainrule.practice.problems.problem import KINDS, LEVELS
from chainrule.practice.problems.skills import SKILLS
from chainrule.words import LANGUAGES

FORMAT = 1
"""The version of the format of a file."""
LETTERS, TEXTS, NAME = 2_000, 60, 60
"""So many characters has a text at the most, so many entries a list, so many characters a name."""
PROBLEMS = 2_000
"""So many problems has a set at the most."""

_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing round."""
_NAME = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


class Defect(Exception):
    """A value that cannot be used: ``kind`` is the key of its sentence, ``facts`` its slots."""

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what reads its value, and an example of how it is written."""

    name: str
    read: Callable[[Any], Any]
    example: str
    required: bool = False


def text(value: Any) -> str:
    """A text that is not empty, without control characters.

    >>> text(" sin(x^2)\\x1b[31m ")
    'sin(x^2)�[31m'
    """
    if not isinstance(value, str):
        raise Defect("set-type", seen=seen(value))
    clean = _HARMFUL.sub("�", value.replace("\r\n", "\n")).strip()
    if not clean:
        raise Defect("set-blank")
    if len(clean) > LETTERS:
        raise Defect("set-long", count=len(clean), limit=LETTERS)
    return clean


def prose(value: Any) -> str:
    """A text in one line, however it was broken in the file."""
    return " ".join(text(value).split())


def name(value: Any) -> str:
    """A name: letters and digits, with hyphens or dots between them."""
    clean = text(value)
    if not _NAME.fullmatch(clean) or len(clean) > NAME:
        raise Defect("set-name", seen=clean, limit=NAME)
    return clean


def number(value: Any) -> int:
    """A whole number, 1 or more."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LETTERS:
        raise Defect("set-type", seen=seen(value))
    return value


def one_of(known: Sequence[Any]) -> Callable[[Any], Any]:
    """A value that is one of the known ones."""

    def read(value: Any) -> Any:
        if type(value) is not type(known[0]):
            raise Defect("set-type", seen=seen(value))
        if value not in known:
            raise unknown(str(value), [str(one) for one in known], "set-value")
        return value

    return read


def several(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """A list of such values, none of them twice, at least one."""

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Defect("set-type", seen=seen(value))
        if not value:
            raise Defect("set-blank")
        if len(value) > TEXTS:
            raise Defect("set-many", count=len(value), limit=TEXTS)
        return tuple(read(one) for one in value)

    return read_all


def once(read: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    """A list in which nothing stands twice."""

    def read_once(value: Any) -> tuple[Any, ...]:
        found = read(value)
        twice = next((one for one in found if found.count(one) > 1), None)
        if twice is not None:
            raise Defect("set-twice", seen=twice)
        return found

    return read_once


def by_language(read: Callable[[Any], Any]) -> Callable[[Any], Mapping[str, Any]]:
    """Such a value for one language or more."""

    def read_each(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise Defect("set-type", seen=seen(value))
        strange = next((language for language in value if language not in LANGUAGES), None)
        if strange is not None:
            raise unknown(strange, LANGUAGES, "set-value")
        if not value:
            raise Defect("set-blank")
        return {language: read(one) for language, one in value.items()}

    return read_each


def unknown(value: str, known: Sequence[str], kind: str, **facts: Any) -> Defect:
    """Something that is not one of the known ones, with the nearest of those."""
    near = get_close_matches(value, known, 1, 0.6)
    return Defect(f"{kind}-near" if near else kind, seen=value, known=", ".join(known), near=near[0] if near else "", **facts)


def seen(value: Any) -> str:
    """A value as it stands in the file.

    >>> seen([1, True, "a"])
    '[1, true, "a"]'
    """
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(seen(one) for one in value[:TEXTS])}]"
        case dict():
            return f"{{{', '.join(f'{key} = {seen(one)}' for key, one in list(value.items())[:TEXTS])}}}"
        case int() if value.bit_length() > 200:
            return "9…"
        case _:
            return str(value)


SET = (
    Field("format", number, f"format = {FORMAT}", required=True),
    Field("id", name, 'id = "two-layers"', required=True),
    Field("title", by_language(prose), 'title = {en = "Two layers", zh = "两层复合函数"}', required=True),
    Field("about", by_language(prose), 'about = {en = "One function inside another."}'),
    Field("problem", lambda value: value, "[[problem]]", required=True),
)
"""The fields of a file, outside of its problems."""
PROBLEM = (
    Field("id", name, 'id = "two-layers-01"', required=True),
    Field("problem", text, 'problem = "sin(x^2 + 1)"', required=True),
    Field("answer", text, 'answer = "2x cos(x^2 + 1)"', required=True),
    Field("level", one_of(LEVELS), "level = 2", required=True),
    Field("skills", once(several(one_of(SKILLS))), 'skills = ["chain", "trigonometric"]', required=True),
    Field("kind", one_of(KINDS), 'kind = "differentiate"'),
    Field("wrt", text, 'wrt = "x"'),
    Field("order", number, "order = 2"),
    Field("at", text, 'at = "x=1, y=2"'),
    Field("working", several(text), 'working = ["u = x^2", "dy/du = cos u"]'),
    Field("hints", by_language(several(prose)), 'hints.en = ["What is done last?"]'),
    Field("masked", once(several(text)), 'masked = ["inner-derivative-missing"]'),
)
"""The fields of a problem."""
