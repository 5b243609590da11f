"""One SQLite file of ours: opened anew for each operation, brought to the present format, looked over.

    reading    the file as it stands
    writing    one transaction

So two drills at once do no harm, and a file moved away is noticed. The journal is SQLite's ordinary one, not WAL: it works
in home directories on a network, and a file has one companion only.

This module knows files and formats; it must not know what is kept in them, nor what is said when something is wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chainrule.practice.progress import rows

APPLICATION = int.from_bytes(b"chnr")
"""SQLite's mark of whose file it is."""
WAIT = 10.0
"""Seconds to wait for another drill that is writing."""


class Refused(Exception):
    """A file that is left as it is: of a newer version, or not ours. ``args[0]`` is the key of the sentence."""


class Damaged(Exception):
    """A file of ours that is no longer whole."""


@dataclass(frozen=True, slots=True)
class Database:
    """A file, and the statements that lead from each format to the next.

    Raises ``Damaged``, ``Refused``, ``OSError`` and ``sqlite3.Error`` from whatever is done with it.
    """

    path: Path
    migrations: Sequence[str] = rows.MIGRATIONS

    @contextmanager
    def reading(self, thorough: bool = False) -> Iterator[sqlite3.Connection]:
        """The file, brought to the present format; ``thorough``: every page and row of it looked at."""
        with self._connected() as db:
            self._migrate(db)
            if thorough:
                if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    raise Damaged("pages that are none")
                if not all(map(rows.attempt, db.execute(rows.SELECT))):
                    raise Damaged("rows that are none")
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        db.text_factory = rows.text
        try:
            yield db
        except sqlite3.DatabaseError as error:
            if _broken(error):
                raise Damaged(str(error)) from error
            raise
        finally:
            db.close()  # rolls back what was not committed

    def _format(self, db: sqlite3.Connection) -> int:
        """The format of a file, 0 for an empty one. Raises ``Refused``."""
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]  # first: another drill may make the file just now
        if _pragma(db, "application_id") != APPLICATION and tables:
            raise Refused("record.not-ours")
        number = _pragma(db, "user_version")
        if number > len(self.migrations):
            raise Refused("record.newer")
        return number

    def _migrate(self, db: sqlite3.Connection) -> None:
        """From any older format to the present one, in one transaction; a new file is of format 0."""
        if self._format(db) == len(self.migrations):
            return
        db.execute("BEGIN IMMEDIATE")
        for number in range(self._format(db), len(self.migrations)):  # asked again: another drill may have been faster
            for statement in self.migrations[number].split(";"):
                try:
                    db.execute(statement)
                except sqlite3.OperationalError as error:
                    raise error if code(error) != sqlite3.SQLITE_ERROR else Refused("record.not-migrated") from error
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(self.migrations)}")
        db.execute("COMMIT")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is to blame: no database, a page that is none, a table that has gone, for our statements are sound."""
    return code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def code(error: BaseException) -> int:
    """SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
