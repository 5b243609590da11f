"""``chainrule check --batch``: a pile of answers judged, line by line; what they have in common.

Exit status: 0 every line was judged, whatever the verdicts; 2 a line could not be read; 3 a line was beyond what the
tool can do.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from chainrule.cli.options import Format, unicode_screen
from chainrule.cli.place import wrapped
from chainrule.errors import UsageError
from chainrule.practice.batch.marker import Options
from chainrule.practice.batch.pile import entries
from chainrule.practice.batch.sheet import columns, row
from chainrule.practice.batch.summary import Summary
from chainrule.practice.batch.workers import marked
from chainrule.words import Words, words

MOST = 256
"""So many processes at the most."""
COMPLAINTS = 20
"""So many lines are complained about one by one."""
ENDINGS = {
    ".html": Format.html,
    ".htm": Format.html,
    ".md": Format.markdown,
    ".tex": Format.latex,
    ".txt": Format.plain,
    ".json": Format.json,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line; ``batch`` and ``summary`` may be ``-``."""

    batch: str
    options: Options
    jobs: int | None
    summary: str | None
    format: Format
    output: Path | None
    encoding: str | None
    fragment: bool

    @property
    def prints_summary(self) -> bool:
        """Whether the summary goes to standard output."""
        return self.summary == "-"

    @property
    def is_table(self) -> bool:
        """Whether the verdicts are written as CSV."""
        ending = self.output.suffix.lower() if self.output else ""
        return ending in (".csv", ".tsv") or (self.format is Format.csv and not self.prints_summary)


def run(wanted: Wanted) -> int:
    """Judge the pile; the exit status. Raises ``UsageError`` for options that make no sense."""
    _check(wanted)
    gc.enable()  # a pile may take long
    jobs = wanted.jobs or _cores()
    summary = Summary()
    status = Status(words(wanted.options.lang))
    try:
        with ExitStack() as stack:
            stream = stack.enter_context(_opened(wanted.batch))
            pile = entries(stream, wanted.batch, wanted.encoding)
            records = stack.enter_context(closing(marked(pile, wanted.options, jobs)))
            write = _writer(wanted, stack)
            step = stack.enter_context(_progress(wanted, status.words))
            for record in records:
                write(record)
                if wanted.summary:
                    summary.add(record)
                status.add(record)
                step()
    except BrokenPipeError:  # the reader of a pipe has gone, and has seen what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status.exit
    status.close()
    if wanted.summary:
        _publish(summary, wanted)
    return status.exit


def _check(wanted: Wanted) -> None:
    """Refuse what makes no sense before anything is read or written."""
    if wanted.jobs is not None and not 1 <= wanted.jobs <= MOST:
        raise UsageError("batch-jobs", {"limit": MOST})
    if wanted.encoding is not None:
        try:
            "".encode(wanted.encoding)
        except LookupError:
            raise UsageError("batch-encoding", {"name": wanted.encoding}) from None
    plain = (Format.terminal, Format.json, Format.csv)
    if wanted.format not in plain and not wanted.prints_summary:
        raise UsageError("batch-format", {"format": wanted.format.value})
    if wanted.summary and not wanted.prints_summary and Path(wanted.summary).suffix.lower() not in ENDINGS:
        raise UsageError("batch-summary-format", {"file": wanted.summary})
    if wanted.prints_summary and wanted.format is Format.csv:
        raise UsageError("batch-summary-format", {"file": "csv"})
    used = [Path(name).resolve() for name in (wanted.batch, wanted.summary, wanted.output) if name and str(name) != "-"]
    for path in used:
        path.parent.stat()  # a folder that is not there is found before the work, not after it
        if used.count(path) > 1:
            raise UsageError("batch-same-file", {"file": path.name})


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _opened(name: str) -> Any:
    """The pile as bytes. Standard input is read past Python's own buffer, which must not be held when the program ends."""
    if name == "-":
        return nullcontext(io.BufferedReader(io.FileIO(0, closefd=False)))
    return Path(name).open("rb")


# Writing


def _writer(wanted: Wanted, stack: ExitStack) -> Callable[[dict[str, Any]], None]:
    """What writes a record: whole lines, each at once."""
    if wanted.output is None and wanted.prints_summary:
        return lambda record: None
    if wanted.output is None:
        stream: TextIO = sys.stdout
        if not unicode_screen():
            sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    else:  # a spreadsheet knows by the mark at the beginning that it is UTF-8
        encoding = "utf-8-sig" if wanted.is_table else "utf-8"
        stream = stack.enter_context(wanted.output.open("w", encoding=encoding, newline="" if wanted.is_table else None))
    return _table(stream, wanted) if wanted.is_table else _json(stream)


def _json(stream: TextIO) -> Callable[[dict[str, Any]], None]:
    def write(record: dict[str, Any]) -> None:
        text = json.dumps(record, ensure_ascii=False)
        if any("\ud800" <= letter <= "\udfff" for letter in text):  # half a letter can only be written escaped
            text = json.dumps(record)
        stream.write(text + "\n")
        stream.flush()

    return write


def _table(stream: TextIO, wanted: Wanted) -> Callable[[dict[str, Any]], None]:
    tabs = wanted.output is not None and wanted.output.suffix.lower() == ".tsv"
    table = csv.writer(stream, delimiter="\t" if tabs else ",", lineterminator="\r\n" if wanted.output else "\n")
    names: list[str] = []

    def write(record: dict[str, Any]) -> None:
        if not names:
            names.extend(columns(record))
            table.writerow(names)
        table.writerow(row(record, names))
        stream.flush()

    return write


def _publish(summary: Summary, wanted: Wanted) -> None:
    from chainrule.cli.publish import publish
    from chainrule.practice.batch.summarypage import page

    assert wanted.summary is not None
    lang = wanted.options.lang
    format = wanted.format if wanted.prints_summary else ENDINGS[Path(wanted.summary).suffix.lower()]
    target = None if wanted.prints_summary else Path(wanted.summary)
    publish(page(summary, words(lang)), format, target, lang, wanted.fragment, summary.to_dict)


# Telling


class Status:
    """What is said on standard error about lines that could not be judged, and the exit status."""

    def __init__(self, words: Words) -> None:
        """Nothing has gone wrong yet."""
        self.words = words
        self.exit = 0
        self.failed = 0

    def add(self, record: dict[str, Any]) -> None:
        """Look at one record."""
        error = record["error"]
        if not error or record["verdict"] == "unreadable":
            return
        self.exit = 2 if record["verdict"] is None else self.exit or 3
        self.failed += 1
        if self.failed <= COMPLAINTS:
            key = "batch.line-hint" if error["hint"] else "batch.line"
            self.say(key, n=record["line"], message=error["message"], hint=error["hint"])

    def close(self) -> None:
        """How many lines were not named."""
        if self.failed > COMPLAINTS:
            self.say("batch.lines-more", n=self.failed - COMPLAINTS)

    def say(self, key: str, **slots: Any) -> None:
        """A sentence on standard error."""
        print("\n".join(wrapped(self.words.text(key, **slots))), file=sys.stderr)


def _progress(wanted: Wanted, words: Words) -> Any:
    """A progress bar on standard error, where that is a screen and the verdicts go elsewhere; what to call for each record."""
    if not sys.stderr.isatty() or (sys.stdout.isatty() and wanted.output is None and not wanted.prints_summary):
        return nullcontext(lambda: None)
    return _bar(wanted, words)


def _bar(wanted: Wanted, words: Words) -> Any:
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    @contextmanager
    def shown() -> Iterator[Callable[[], None]]:
        console = Console(stderr=True)
        bars = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
        with Progress(*bars, console=console, transient=True, redirect_stdout=False) as progress:
            task = progress.add_task(words.text("batch.judged"), total=_lines(wanted.batch))
            yield lambda: progress.advance(task)

    return shown()


def _lines(name: str) -> int | None:
    """About how many lines a file has; of a pipe nobody knows."""
    if name == "-" or not Path(name).is_file():
        return None
    with Path(name).open("rb") as stream:
        return _count(stream)


def _count(stream: BinaryIO) -> int:
    return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
