"""A damaged record: set aside, and read as far as it can be read.

This module knows damaged files; it must not know what is done with what is found in them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from chainrule.practice.progress import rows
from chainrule.practice.progress.attempt import Attempt

SMALLEST = 40
"""No row takes fewer bytes; bounds the numbers that are tried where not even the last one can be read."""


PAGE = 4096
"""SQLite's page."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """No other drill sets the same file aside meanwhile; a lock of SQLite's own, which ends with the process."""
    with closing(sqlite3.connect(path.with_name(f".{path.stem}.lock"), timeout=60, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def set_aside(path: Path, fresh: Path | None, now: datetime) -> Path:
    """Give a damaged file another name, and put a fresh one, if there is one, in its place; the damaged one's new place.

    It lies beside the old one: ``progress.damaged-2026-05-04-101500.sqlite``. Its journal goes with it: left behind,
    it would be played into the new file.
    """
    stem = f"{path.stem}.damaged-{now:%Y-%m-%d-%H%M%S}"
    names = (path.with_name(f"{stem}{number}{path.suffix}") for number in ("", *(f"-{n}" for n in range(2, 1000))))
    aside = next(name for name in names if not name.exists())
    try:
        aside.hardlink_to(path)  # so that at no moment there is no file
    except OSError:  # a file system without links
        path.rename(aside)
    for tail in ("-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + tail).rename(aside.with_name(aside.name + tail))
    if fresh:
        fresh.replace(path)
    else:
        path.unlink(missing_ok=True)
    return aside


def readable(path: Path, migrations: Sequence[str]) -> list[Attempt]:
    """The attempts of a damaged file that can still be read, in their order.

    Most damage is at the beginning, which says the same in every file: it is tried with that of a new file as well.
    """
    found = _read(path)
    with TemporaryDirectory() as folder, suppress(OSError, sqlite3.Error):
        mended = Path(folder) / "mended.sqlite"
        with closing(sqlite3.connect(mended)) as new:
            new.executescript(";".join(migrations))
        first = mended.read_bytes()[:PAGE]
        counted = first[:92] + bytes(4) + first[96:]  # else a new file's number of pages would be believed
        mended.write_bytes(counted + path.read_bytes()[PAGE:])
        found = max(found, _read(mended), key=len)
    return found


def _read(path: Path) -> list[Attempt]:
    """The attempts that can be read, one by one."""
    found: list[Attempt] = []
    with suppress(OSError, sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        db.text_factory = rows.text
        for number in _numbers(db, path.stat().st_size // SMALLEST):
            with suppress(sqlite3.DatabaseError):
                row = db.execute(rows.ONE, (number,)).fetchone()
                attempt = rows.attempt(row) if row else None
                if attempt:
                    found.append(attempt)
    return found


def _numbers(db: sqlite3.Connection, most: int) -> range:
    """The numbers that rows may have."""
    last = most
    with suppress(sqlite3.DatabaseError):
        last = min(10 * most, int(db.execute("SELECT max(id) FROM attempts").fetchone()[0] or 0))
    return range(1, last + 1)
