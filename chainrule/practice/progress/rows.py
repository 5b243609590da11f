"""An attempt as a row of a table, and back; the formats the table has had.

This module knows columns; it must not know files or connections.
"""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any

from chainrule.practice.progress.attempt import OUTCOMES, Attempt

MIGRATIONS = (
    """CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        problem TEXT NOT NULL,
        "set" TEXT NOT NULL,
        skills TEXT NOT NULL,
        outcome TEXT NOT NULL,
        mistakes TEXT NOT NULL,
        tries INTEGER NOT NULL,
        hints INTEGER NOT NULL,
        seconds REAL NOT NULL
    )""",
)
"""The statements that lead from each format to the next; the first makes the table. A format once out is never changed.

``at`` is ISO 8601 with the offset of the place; ``skills`` and ``mistakes`` are JSON lists.
"""
COLUMNS = ("at", "problem", "set", "skills", "outcome", "mistakes", "tries", "hints", "seconds")
_NAMES = ", ".join(f"[{column}]" for column in COLUMNS)  # in double quotes a missing column would be taken for a text
SELECT = f"SELECT {_NAMES} FROM attempts ORDER BY id"
ONE = f"SELECT {_NAMES} FROM attempts WHERE id = ?"
INSERT = f"INSERT INTO attempts ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"


def row(attempt: Attempt) -> tuple[Any, ...]:
    """The attempt as a row.

    >>> from datetime import UTC
    >>> row(Attempt(datetime(2026, 5, 4, tzinfo=UTC), "a-1", "a", ("chain",), "right", seconds=8.0))
    ('2026-05-04T00:00:00+00:00', 'a-1', 'a', '["chain"]', 'right', '[]', 1, 0, 8.0)
    """
    seconds = attempt.seconds if math.isfinite(attempt.seconds) else 0.0
    return (
        attempt.at.isoformat(),
        clean(attempt.problem),
        clean(attempt.set),
        json.dumps([clean(skill) for skill in attempt.skills], ensure_ascii=False),
        attempt.outcome,
        json.dumps([clean(mistake) for mistake in attempt.mistakes], ensure_ascii=False),
        attempt.tries,
        attempt.hints,
        max(seconds, 0.0),
    )


def attempt(row: tuple[Any, ...]) -> Attempt | None:
    """The row as an attempt; ``None`` for one that no attempt has left.

    Law: ``attempt(row(a)) == a``.
    """
    try:
        at, problem, set, skills, outcome, mistakes, tries, hints, seconds = row
        found = Attempt(
            datetime.fromisoformat(at), str(problem), str(set), _names(skills), outcome, _names(mistakes), int(tries), int(hints), seconds
        )
    except (ValueError, TypeError):
        return None
    return found if outcome in OUTCOMES and found.at.tzinfo else None


def _names(text: str) -> tuple[str, ...]:
    names = json.loads(text)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(text)
    return tuple(names)


def text(stored: bytes) -> str:
    """Text out of a file that may have been damaged."""
    return stored.decode("utf-8", "replace")


def clean(text: str) -> str:
    """Text that a database can hold: without half characters from broken file names."""
    return text.encode("utf-8", "replace").decode("utf-8")
