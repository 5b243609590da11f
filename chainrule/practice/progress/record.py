"""The record: every attempt, kept in one SQLite file from the moment it is finished.

    open     look the file over: mend what can be mended, leave alone what is not ours
    add      one attempt, one transaction; what cannot be written waits for the next time
    reset    one skill, mistake, set or problem, or everything

This module knows attempts and what may be the matter with a file; it must not know schedules, problems, words or terminals.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from chainrule.errors import ChainruleError
from chainrule.practice.progress import rows, salvage
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.database import Damaged, Database, Refused, code
from chainrule.practice.progress.rows import MIGRATIONS

FILE = "progress.sqlite"
KINDS = {
    "skill": "UPDATE attempts SET skills = {without} WHERE {has}",
    "mistake": "UPDATE attempts SET mistakes = {without} WHERE {has}",
    "set": 'DELETE FROM attempts WHERE "set" = :name',
    "problem": "DELETE FROM attempts WHERE problem = :name",
}
"""What is forgotten of a skill or a mistake is its mention; the attempt itself was made and stays."""
REASONS = {"EACCES": "no-permission", "EPERM": "no-permission", "EROFS": "read-only", "ENOSPC": "full"}
CODES = {
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_CANTOPEN: "no-permission",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
"""Why a file cannot be used, as keys of ``record.reason``."""


class Notice(NamedTuple):
    """Something the student is told about the record: the key of a sentence, and its slots."""

    key: str
    facts: Mapping[str, str]


def place(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the record lies: in ``$CHAINRULE_HOME``, or the user's application directory. Nothing is made.

    >>> place({"CHAINRULE_HOME": "/tmp/practice"}).as_posix()
    '/tmp/practice/progress.sqlite'
    """
    home = environment.get("CHAINRULE_HOME")
    if not home:
        import typer

        home = typer.get_app_dir("chainrule")
    return Path(home) / FILE


class Record:
    """The attempts in a file, and those of this run that could not be written (yet).

    Law: whatever ``add`` was given is in ``attempts`` from then on; it is in the file unless a notice says otherwise.

    >>> import tempfile
    >>> from datetime import UTC
    >>> now = datetime(2026, 5, 4, tzinfo=UTC)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     record = Record.open(Path(folder) / "new" / "progress.sqlite", now)
    ...     record.add(Attempt(now, "chain-1", "two-layers", ("chain",), "right"))
    ...     [attempt.problem for attempt in Record.open(record.path, now).attempts()]
    ()
    ['chain-1']
    """

    def __init__(self, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
        """A record that has not been looked at; ``open`` does that."""
        self.path = path
        self.database = Database(path, migrations)
        self.notices: list[Notice] = []
        self.waiting: list[Attempt] = []
        self.refused = False
        self.well = 0
        """So many notices are about troubles that are over."""

    @classmethod
    def open(cls, path: Path, now: datetime, migrations: Sequence[str] = MIGRATIONS) -> Record:
        """The record in a file that need not be there; never raises, what was the matter stands in ``notices``.

        A damaged file is set aside under the name of the time ``now``, and what can be read of it is taken over.
        """
        with suppress(OSError, RuntimeError):  # links in a circle
            path = path.resolve()  # so that what is set aside is the file and not a link to it
        record = cls(path, migrations)
        with record._troubles("record.not-read"):
            try:
                if path.exists() and path.stat().st_size:
                    with record.database.reading(thorough=True):
                        pass
            except Damaged:
                record._renew(now)
        return record

    # What is asked

    def attempts(self, since: datetime | None = None) -> list[Attempt]:
        """All attempts in the order in which they were finished, those from ``since`` on. Makes nothing."""
        found: list[Attempt] = []
        with self._troubles("record.not-read"):
            if not self.refused and self.path.exists():
                with self.database.reading() as db:
                    found = [attempt for attempt in map(rows.attempt, db.execute(rows.SELECT)) if attempt]
        found += self.waiting
        return found if since is None else [attempt for attempt in found if attempt.at >= since]

    def seen(self, problems: Collection[str]) -> dict[str, int]:
        """How often each of these problems was worked at; those never asked are not there."""
        return dict(Counter(attempt.problem for attempt in self.attempts() if attempt.problem in problems))

    # What is changed

    def add(self, attempt: Attempt) -> tuple[Notice, ...]:
        """Keep an attempt; what is to be said about the record now that was not said before.

        When this returns without a notice the attempt is on the disk. Raises ``ValueError`` for a time without a zone.
        """
        if attempt.at.tzinfo is None:
            raise ValueError("an attempt needs a time with its zone")
        said, late = len(self.notices), len(self.waiting)
        self.waiting.append(attempt)
        with self._troubles("record.not-written"):
            try:
                self._write()
            except Damaged:  # since it was opened
                self._renew(attempt.at)
                self._write()
        if late and not self.waiting:
            self._say("record.written-after-all", n=str(late))
            self.well = len(self.notices)
        return tuple(self.notices[said:])

    def reset(self, name: str | None = None, kind: str | None = None) -> int:
        """Forget a skill, mistake, set or problem (of one kind, or whatever bears the name), or everything; how many attempts changed.

        Law: of a mistake, all cards but its own stay as they are; of a skill, all cards of other skills.
        Raises ``ChainruleError`` where the file cannot be changed.
        """
        kinds = KINDS if kind is None else (kind,)
        try:
            if not self.path.exists():
                return 0
            with self.database.writing() as db:
                if name is None:
                    return db.execute("DELETE FROM attempts").rowcount
                return sum(db.execute(_forgetting(one), {"name": rows.clean(name)}).rowcount for one in kinds)
        except (OSError, sqlite3.Error, Damaged, Refused) as error:
            raise ChainruleError("record-unchanged", {"file": str(self.path)}) from error

    # The file

    def _write(self) -> None:
        """Write all that waits."""
        if self.refused or not self.waiting:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.database.writing() as db:
            db.executemany(rows.INSERT, [rows.row(attempt) for attempt in self.waiting])
        self.waiting.clear()

    def _renew(self, now: datetime) -> None:
        """Put a new file with all that can be read in the place of a damaged one, which is set aside.

        The new file is whole before it is moved there, so a process killed on the way loses nothing.
        """
        with salvage.alone(self.path), TemporaryDirectory(prefix=".progress-", dir=self.path.parent) as folder:
            with suppress(Damaged), self.database.reading(thorough=True):
                return  # another drill was faster
            found = salvage.readable(self.path, self.database.migrations)
            fresh = Record(Path(folder) / FILE, self.database.migrations)
            fresh.waiting = list(found)
            fresh._write()
            aside = salvage.set_aside(self.path, fresh.path if found else None, now)
        self._say("record.damaged-saved" if found else "record.damaged", aside=_shown(aside.name), n=str(len(found)))

    # What is said

    @contextmanager
    def _troubles(self, key: str) -> Iterator[None]:
        """Whatever is the matter with the file is said, and the drill goes on."""
        try:
            yield
        except Refused as refusal:
            self.refused = True
            self._say(refusal.args[0])
        except (OSError, sqlite3.Error, Damaged) as error:
            self._say(key, reason=_reason(error))

    def _say(self, key: str, **facts: str) -> None:
        """Say something about the record, once until all is well again."""
        notice = Notice(key, {"file": _shown(str(self.path)), **facts})
        if notice not in self.notices[self.well :]:
            self.notices.append(notice)


def _forgetting(kind: str) -> str:
    column = f"{kind}s"
    return KINDS[kind].format(
        has=f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = :name)",
        without=f"(SELECT json_group_array(value) FROM json_each({column}) WHERE value != :name)",
    )


def _reason(error: Exception) -> str:
    """The key of a reason where there is one, what the system said otherwise."""
    known = REASONS.get(errno.errorcode.get(error.errno or 0, "")) if isinstance(error, OSError) else CODES.get(code(error))
    return known or _shown(getattr(error, "strerror", None) or str(error))


def _shown(text: str) -> str:
    """Text from outside, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
