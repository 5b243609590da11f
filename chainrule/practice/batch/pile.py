"""A pile of answers as text, read line by line: JSON lines, or a table with a header.

    entries(stream)   one Entry a line: the record, or what is wrong with the line

Law   however long the pile is and however broken a line, no more than one record is held, and the next line is read
This module knows bytes, JSON and tables; it must not know problems, answers or processes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from chainrule.errors import ChainruleError, ParseError, UsageError

LONGEST = 1_000_000
"""A line with more characters is not kept."""
DELIMITERS = ",;\t|"
ROWS_IN_CELL = 12
"""A cell in quotes goes on over so many lines at the most; then its quotation mark was a slip."""
COLUMNS = {
    "id": ("id", "编号", "学号", "序号"),
    "problem": ("problem", "题目"),
    "answer": ("answer", "答案"),
    "wrt": ("wrt", "变量"),
    "order": ("order", "阶数"),
    "at": ("at", "点"),
}
"""What a column may be called in the header of a table."""
EXAMPLE = '{"id": 1, "problem": "sin(x^2)", "answer": "cos(x^2)"}'
CALLED = {name: column for column, names in COLUMNS.items() for name in names}


class Entry(NamedTuple):
    """One line: its number in the file, the record that stands there, or what is wrong."""

    line: int
    record: Mapping[str, Any]
    error: ChainruleError | None = None


class Line(NamedTuple):
    """A line of text and its number; ``text`` is ``None`` when it was too long to be kept."""

    number: int
    text: str | None


def entries(stream: io.BufferedReader, name: str = "", encoding: str | None = None) -> Iterator[Entry]:
    """The entries of a pile; ``name`` is the file's, its ending may tell the form.

    Raises ``UsageError`` for a pile that is neither form, or has nothing in it.

    >>> pile = b'{"id": 1, "problem": "x^2", "answer": "2x"}\\n{"id": 2\\n'
    >>> [(entry.line, dict(entry.record), entry.error and entry.error.kind) for entry in entries(io.BufferedReader(io.BytesIO(pile)))]
    [(1, {'id': 1, 'problem': 'x^2', 'answer': '2x'}, None), (2, {}, 'batch-not-json')]
    >>> table = io.BytesIO(b"id;problem;answer\\n7;x^2;2x\\n")
    >>> [dict(entry.record) for entry in entries(io.BufferedReader(table))]
    [{'id': '7', 'problem': 'x^2', 'answer': '2x'}]
    """
    found = (line for line in _lines(stream, encoding) if line.text is None or line.text.strip())
    first = next(found, None)
    if first is None:
        raise UsageError("batch-empty", {"example": EXAMPLE})
    head = (first.text or "").strip()
    if head in ("{", "[") or head.startswith("["):
        raise UsageError("batch-not-lines")
    if head.startswith("{") or name.lower().endswith((".json", ".jsonl", ".ndjson")):
        yield from map(_from_json, chain([first], found))
    elif head.lower().startswith("sep=") and len(head) == 5:  # a spreadsheet names the sign between the cells
        header = next(found, first)
        yield from _table(header, found, head[4])
    else:
        yield from _table(first, found)


def _lines(stream: io.BufferedReader, encoding: str | None) -> Iterator[Line]:
    """Lines as they arrive. A byte that is no text stays in the line as a lone surrogate."""
    start = stream.peek(2)[:2]
    wide = encoding is None and start in (b"\xff\xfe", b"\xfe\xff")
    text = io.TextIOWrapper(
        stream,
        encoding="utf-16" if wide else encoding or "utf-8-sig",
        errors="replace" if wide else "surrogateescape",
    )
    number = 0
    try:
        while piece := text.readline(LONGEST):
            number += 1
            long = False
            while len(piece) == LONGEST and not piece.endswith("\n"):
                long, piece = True, text.readline(LONGEST)
            yield Line(number, None if long else piece.rstrip("\r\n"))
    finally:
        if not stream.closed:  # it is not ours to close
            text.detach()


def _unreadable(text: str | None) -> ChainruleError | None:
    """What is wrong with a line before it is looked at."""
    if text is None:
        return ParseError("batch-line-too-long", {"limit": LONGEST})
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        return ParseError("batch-not-utf8")
    return None


# JSON lines


def _from_json(line: Line) -> Entry:
    error = _unreadable(line.text)
    if error or line.text is None:
        return Entry(line.number, {}, error)
    try:
        record = json.loads(line.text, parse_constant=_no_number)
    except (ValueError, RecursionError) as reason:
        place = getattr(reason, "pos", None)
        return Entry(line.number, {}, ParseError("batch-not-json", {"column": "?" if place is None else place + 1}))
    if not isinstance(record, dict):
        return Entry(line.number, {}, ParseError("batch-not-object"))
    return Entry(line.number, record)


def _no_number(name: str) -> None:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


# Tables


def _table(header: Line, lines: Iterator[Line], delimiter: str = "") -> Iterator[Entry]:
    """The rows of a table; a row goes on over several lines where a cell in quotes does."""
    delimiter = delimiter or max(DELIMITERS, key=lambda sign: len(_columns(header.text, sign) & set(COLUMNS)))
    if not {"problem", "answer"} <= _columns(header.text, delimiter):
        seen = ", ".join(cell for cell in _cells([header.text or ""], delimiter) or () if cell)
        raise UsageError("batch-columns", {"seen": seen, "example": EXAMPLE})
    names = [_column(cell) for cell in _cells([header.text or ""], delimiter) or ()]
    others: dict[str, Any] = {name: None for name in names if name and name not in COLUMNS}
    waiting: list[Line] = []
    while True:
        line = waiting.pop(0) if waiting else next(lines, None)
        if line is None:
            return
        error = _unreadable(line.text)
        if error or line.text is None:
            yield Entry(line.number, others, error)
            continue
        taken, cells = [line], _cells([line.text], delimiter)
        while cells is None and len(taken) < ROWS_IN_CELL:
            more = waiting.pop(0) if waiting else next(lines, None)
            if more is None:
                break
            taken.append(more)
            cells = _cells([each.text or "" for each in taken], delimiter)
        if cells is None:
            waiting[:0] = taken[1:]
            yield Entry(line.number, others, ParseError("batch-quotes"))
        elif any(cell.strip() for cell in cells[len(names) :]):
            error = ParseError("batch-cells", {"found": len(cells), "columns": len(names)})
            yield Entry(line.number, {**others, **_before(names, cells)}, error)
        else:
            yield Entry(line.number, _record(names, cells))


def _columns(text: str | None, delimiter: str) -> set[str]:
    return {_column(cell) for cell in _cells([text or ""], delimiter) or ()}


def _column(cell: str) -> str:
    """The name of a column: ours, where it is one of those."""
    cell = cell.strip()
    return CALLED.get(cell.lower(), cell)


def _cells(lines: list[str], delimiter: str) -> list[str] | None:
    """The cells of one row, or ``None`` when its quotation marks do not close."""
    for strict in (True, False):
        try:
            rows = list(csv.reader([line + "\n" for line in lines], delimiter=delimiter, strict=strict, skipinitialspace=True))
            return rows[0] if len(rows) == 1 else None
        except csv.Error:
            if sum(line.count('"') for line in lines) % 2:
                return None
    return None


def _record(names: list[str], cells: list[str]) -> dict[str, str]:
    """A row by its columns; an empty cell says nothing where nothing need be said."""
    optional = ("wrt", "order", "at")
    return {name: cell for name, cell in zip(names, cells, strict=False) if name and (cell.strip() or name not in optional)}


def _before(names: list[str], cells: list[str]) -> dict[str, str]:
    """What stands in a row before the formulas, one of which has come apart."""
    first = min(names.index("problem"), names.index("answer"))
    return {name: cell for name, cell in zip(names[:first], cells, strict=False) if name}
