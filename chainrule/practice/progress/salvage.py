"""A damaged record: set aside, and read as far as it can be read.

This module knows damaged files; it must not know what is done with what is found in them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from chainrule.practice.progress import rows
from chainrule.practice.progress.attempt import Attempt

SMALLEST = 40
"""No row takes fewer bytes; bounds the numbers that are tried where not even the last one can be read."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """No other drill sets the same file aside meanwhile; a lock of SQLite's own, which ends with the process."""
    with closing(sqlite3.connect(path.with_name(f".{path.stem}.lock"), timeout=60, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged file, with its journal: left behind, that would be played into the new file.

    The new place, beside the old one: ``progress.damaged-2026-05-04-101500.sqlite``.
    """
    stem = f"{path.stem}.damaged-{now:%Y-%m-%d-%H%M%S}"
    names = (path.with_name(f"{stem}{number}{path.suffix}") for number in ("", *(f"-{n}" for n in range(2, 1000))))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    for tail in ("-journal", "-wal", "-shm"):
        companion = path.with_name(path.name + tail)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + tail))
    return aside


def readable(path: Path) -> list[Attempt]:
    """The attempts of a damaged file that can still be read, one by one, in their order."""
    found: list[Attempt] = []
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            for number in _numbers(db, path.stat().st_size // SMALLEST):
                try:
                    row = db.execute(rows.ONE, (number,)).fetchone()
                except sqlite3.DatabaseError:
                    continue
                attempt = rows.attempt(row) if row else None
                if attempt:
                    found.append(attempt)
    except (sqlite3.Error, OSError):
        pass
    return found


def _numbers(db: sqlite3.Connection, most: int) -> range:
    """The numbers that rows may have."""
    try:
        last = int(db.execute("SELECT max(id) FROM attempts").fetchone()[0] or 0)
    except sqlite3.DatabaseError:
        last = most
    return range(1, min(last, 10 * most) + 1)
