"""A pile judged in several processes: verdicts in the order of the entries, as soon as they are ready.

    marked(entries, options, jobs=2)     one record an entry

Laws
    order       the records stand in the order of the entries
    memory      no more than ``AHEAD`` entries a process are read ahead of the one that is awaited
    every line  a record that crashes its process or takes longer than ``seconds`` is "undecided", and the rest goes on;
                a problem that is never done in time is not tried for ever
    no traces   however the iteration ends, no process is left
This module knows processes and time; it must not know problems, answers or files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from chainrule.errors import Beyond, ChainruleError
from chainrule.practice.batch.marker import Options, failed
from chainrule.practice.batch.pile import Entry

SECONDS = 10.0
"""So long one record may take."""
AHEAD = 64
"""So many entries a process are read ahead."""
TRIES = 3
"""When so many records of a problem have taken too long, and none has come through, the problem is given up."""
CHUNK = 8
"""So many records a process is given at once."""
PROGRAM = "from chainrule.practice.batch.worker import serve; serve()"
Numbered = tuple[int, Entry]


def marked(
    entries: Iterable[Entry], options: Options, jobs: int = 1, seconds: float = SECONDS, program: str = PROGRAM
) -> Generator[dict[str, Any], None, None]:
    """The verdicts on the entries of a pile, in their order. Raises what reading the pile raises, in its place.

    ``program`` is what a process runs.
    """
    desk = _Desk(jobs)
    threads = [threading.Thread(target=_read, args=(entries, desk, options), daemon=True)]
    threads += [threading.Thread(target=_tend, args=(desk, options, seconds, program), daemon=True) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    try:
        yield from desk.results()
    finally:
        desk.close()


class _Desk:
    """What lies between reading, judging and writing: entries that wait, records that are ready, processes at work."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.waiting: SimpleQueue[Numbered | None] = SimpleQueue()
        self.room = threading.Semaphore(AHEAD * jobs)
        self.changed = threading.Condition()
        self.ready: dict[int, dict[str, Any]] = {}
        self.count: int | None = None
        self.broken: Exception | None = None
        self.fatal: Exception | None = None
        self.closed = False
        self.processes: set[subprocess.Popen[bytes]] = set()
        self.late: Counter[str] = Counter()

    def results(self) -> Iterator[dict[str, Any]]:
        """The records in their order."""
        number = 0
        while True:
            with self.changed:
                while number not in self.ready and number != self.count:
                    if self.fatal is not None:
                        raise self.fatal
                    self.changed.wait(0.5)  # not for ever: Ctrl-C has to get through on every system
                if number == self.count:
                    break
                record = self.ready.pop(number)
            self.room.release()
            number += 1
            yield record
        if self.broken is not None:
            raise self.broken

    def put(self, number: int, record: dict[str, Any]) -> None:
        """A record is ready."""
        with self.changed:
            if record["verdict"] != "undecided":
                self.late.pop(_problem(record), None)
            self.ready[number] = record
            self.changed.notify_all()

    def end(self, count: int, broken: Exception | None = None) -> None:
        """There are so many entries and no more; ``broken``: because the pile could not be read on."""
        self.send_home()
        with self.changed:
            self.count, self.broken = count, broken
            self.changed.notify_all()

    def fail(self, error: Exception) -> None:
        """Nothing can be judged any more."""
        with self.changed:
            self.fatal = error
            self.changed.notify_all()

    def late_again(self, entry: Entry) -> None:
        """A record has taken too long."""
        with self.changed:
            self.late[_problem(entry.record)] += 1

    def is_given_up(self, entry: Entry) -> bool:
        """Whether the problem of a record is not tried any more."""
        return self.late[_problem(entry.record)] >= TRIES

    def send_home(self) -> None:
        """Whoever waits for entries stops waiting."""
        for _ in range(self.jobs):
            self.waiting.put(None)

    def opened(self, process: subprocess.Popen[bytes]) -> bool:
        """A process has started; whether there is still work for it."""
        with self.changed:
            self.processes.add(process)
            return not self.closed

    def left(self, process: subprocess.Popen[bytes]) -> None:
        """A process has ended."""
        with self.changed:
            self.processes.discard(process)

    def close(self) -> None:
        """Nobody waits for anything any more."""
        with self.changed:
            self.closed = True
            processes = list(self.processes)
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
        self.send_home()
        self.room.release()


def _read(entries: Iterable[Entry], desk: _Desk, options: Options) -> None:
    """Put the entries on the desk, as many as there is room for; a broken line is a record at once."""
    number = 0
    try:
        for entry in entries:
            desk.room.acquire()
            if desk.closed:
                return
            if entry.error is None:
                desk.waiting.put((number, entry))
            else:
                desk.put(number, failed(entry.record, entry.error, options.lang, entry.line))
            number += 1
        desk.end(number)
    except Exception as error:
        desk.end(number, error)


def _tend(desk: _Desk, options: Options, seconds: float, program: str) -> None:
    """Keep one process at work: a chunk at a time, another process where one has ended over a record."""
    worker = None
    try:
        while chunk := _chunk(desk.waiting, desk.jobs):
            while chunk and not desk.closed:
                tried = list(takewhile(lambda each: not desk.is_given_up(each[1]), chunk))
                if not tried:
                    number, entry = chunk.pop(0)
                    given_up = Beyond("batch-given-up", {"seconds": f"{seconds:g}", "times": TRIES})
                    desk.put(number, failed(entry.record, given_up, options.lang, entry.line))
                    continue
                worker = worker or _Worker(desk, options, seconds, program)
                done, reason = worker.work(tried)
                chunk = chunk[done:]
                if reason is not None:
                    worker = None
                    number, entry = chunk.pop(0)
                    if reason.kind == "batch-too-slow":
                        desk.late_again(entry)
                    desk.put(number, failed(entry.record, reason, options.lang, entry.line))
    except Exception as error:
        desk.fail(error)
    finally:
        if worker is not None:
            worker.end()


def _chunk(waiting: SimpleQueue[Numbered | None], jobs: int) -> list[Numbered]:
    """A fair part of what waits, up to a chunk; nothing when the pile has come to its end."""
    first = waiting.get()
    found = [] if first is None else [first]
    most = max(1, min(CHUNK, waiting.qsize() // (2 * jobs)))
    while found and len(found) < most:
        try:
            more = waiting.get_nowait()
        except Empty:
            break
        if more is None:
            waiting.put(None)
            break
        found.append(more)
    return found


def _problem(record: Mapping[str, Any]) -> str:
    return str(record.get("problem"))


class _Worker:
    """One process, seen from outside."""

    def __init__(self, desk: _Desk, options: Options, seconds: float, program: str) -> None:
        package = str(Path(__file__).resolve().parents[3])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self.desk, self.seconds = desk, seconds
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=os.name == "posix",  # Ctrl-C is for the parent alone
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        if not desk.opened(self.process):
            self.process.kill()
        self.send({"options": asdict(options), "seconds": seconds})
        if self.receive() is None and not desk.closed:
            self.end()
            raise ChainruleError("batch-no-process")

    def send(self, data: Any) -> None:
        """One line to the process; whether it has ended is seen when nothing comes back."""
        assert self.process.stdin is not None
        with suppress(OSError):
            self.process.stdin.write(json.dumps(data).encode() + b"\n")
            self.process.stdin.flush()

    def receive(self) -> Any:
        """One line from the process, or ``None`` when it has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def work(self, chunk: list[Numbered]) -> tuple[int, Beyond | None]:
        """How many records of a chunk are done, and what ended the process over the next one."""
        self.send([(entry.line, entry.record) for _, entry in chunk])
        for done, (number, _) in enumerate(chunk):
            start = time.monotonic()
            record = self.receive()
            if record is None:
                slow = time.monotonic() - start >= 0.9 * self.seconds
                self.end()
                return done, Beyond("batch-too-slow", {"seconds": f"{self.seconds:g}"}) if slow else Beyond("batch-crash")
            self.desk.put(number, record)
        return len(chunk), None

    def end(self) -> None:
        """Let the process end."""
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                assert stream is not None
                stream.close()
        self.process.wait()
        self.desk.left(self.process)
