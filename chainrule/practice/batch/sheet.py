"""A verdict as a row of a spreadsheet: what a teacher wants to see of it.

Law   no cell is taken for a formula by a spreadsheet
This module knows records and columns; it must not know files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FIRST, LAST = ("id", "line"), ("problem", "answer", "verdict", "mistakes", "names", "text", "expected")
OWN = frozenset((
    "schema", "id", "line", "problem", "answer", "read_as", "problem_read_as", "variable", "order", "verdict", "form",
    "mistakes", "witness", "expected", "remarks", "error",
))  # fmt: skip
"""The fields of a verdict; other fields of a record were handed on."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet computes a cell that begins so; with an apostrophe before it, it is text."""


def columns(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a sheet, by its first record: its own fields stand between the id and the verdict."""
    return (*FIRST, *(name for name in record if name not in OWN), *LAST)


def row(record: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """The cells of one record.

    >>> row({"id": 7, "answer": "-2x", "verdict": "correct", "mistakes": [], "error": None}, ("id", "answer", "verdict", "mistakes"))
    ['7', "'-2x", 'correct', '']
    """
    mistakes = record.get("mistakes") or []
    error = record.get("error") or {}
    told = [mistake["text"] for mistake in mistakes if mistake["explanation"] == mistakes[0]["explanation"]]
    made = {
        "mistakes": _joined(mistake["id"] for mistake in mistakes),
        "names": _joined(mistake["name"] for mistake in mistakes),
        "text": " ".join(told or filter(None, (error.get("message"), error.get("hint")))),
    }
    return [_cell(made[name] if name in made else record.get(name)) for name in names]


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(texts))


def _cell(value: Any) -> str:
    text = "" if value is None else str(value).encode("utf-8", "replace").decode()
    return f"'{text}" if text.startswith(FORMULA) else text
