"""A problem set as TOML text, as ``reading`` reads it back.

Law: reading what was written gives the same set. This module knows the format of a file; it must not know mathematics.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from chainrule.practice.problems.fields import FORMAT
from chainrule.practice.problems.problem import Problem, ProblemSet

WIDTH = 120
"""A list that makes a line longer than this is written one entry a line."""


def written(one: ProblemSet, header: Iterable[str] = (), remarks: Mapping[str, Sequence[str]] | None = None) -> str:
    """The text of a file. ``header`` are comments at its head, ``remarks`` comments on problems by their ids."""
    lines = [*(f"# {line}" for line in header), f"format = {FORMAT}", f"id = {_value(one.id)}"]
    for name, texts in (("title", one.title), ("about", one.about)):
        if texts:
            lines += ["", f"[{name}]", *(f"{lang} = {_value(text)}" for lang, text in texts.items())]
    for problem in one.problems:
        lines += ["", "[[problem]]", *(f"# {remark}" for remark in (remarks or {}).get(problem.id, ())), *_fields(problem)]
    return "\n".join(lines) + "\n"


def _fields(problem: Problem) -> Iterator[str]:
    for field in fields(problem):
        match getattr(problem, field.name):
            case None | () | "differentiate":
                continue
            case Mapping() as texts:
                yield from (_line(f"{field.name}.{lang}", text) for lang, text in texts.items())
            case value:
                yield _line(field.name, value)


def _line(name: str, value: Any) -> str:
    line = f"{name} = {_value(value)}"
    if isinstance(value, tuple) and len(line) > WIDTH:
        return "\n".join((f"{name} = [", *(f"    {_value(one)}," for one in value), "]"))
    return line


def _value(value: Any) -> str:
    """A value as TOML has it; texts of both are written alike.

    >>> _value(("a", 'say "b"'))
    '["a", "say \\\\"b\\\\""]'
    """
    return f"[{', '.join(map(_value, value))}]" if isinstance(value, tuple) else json.dumps(value, ensure_ascii=False)
