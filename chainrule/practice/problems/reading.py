"""A file of problems read: everything that is wrong with it, each with its line, or a ``ProblemSet``.

    read(path)          the set; the first defect is raised
    examined(path)      the set or None, and every defect

This module knows the format of a file; it must not know mathematics or where sets are kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from chainrule.errors import ProblemFileError
from chainrule.practice.problems.fields import FORMAT, PROBLEM, PROBLEMS, SET, Defect, Field, unknown
from chainrule.practice.problems.problem import Problem, ProblemSet

KILOBYTES = 2_000
"""A larger file is not read."""

_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*problem[ \t]*\]\]", re.MULTILINE)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read(path: Path) -> ProblemSet:
    """The set in a file. Raises ``ProblemFileError`` for its first defect, ``OSError`` where there is no such file."""
    found, defects = examined(path)
    if found is None:
        raise defects[0]
    return found


def examined(path: Path) -> tuple[ProblemSet | None, tuple[ProblemFileError, ...]]:
    """The set in a file, or what is wrong with it, in the order of the file."""
    with path.open("rb") as file:
        content = file.read(KILOBYTES * 1000 + 1)
    document = Document(path, "")
    try:
        document = Document(path, _text(document, content))
        return _Reader(document).set(_toml(document))
    except ProblemFileError as defect:
        return None, (defect,)


def _text(document: Document, content: bytes) -> str:
    """The bytes of a file as text."""
    if len(content) > KILOBYTES * 1000:
        raise document.error("set-large", limit=KILOBYTES)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise document.error("set-not-utf8", line=line, byte=f"{content[error.start]:02x}") from None


def _toml(document: Document) -> Mapping[str, Any]:
    """The text as TOML."""
    try:
        return tomllib.loads(document.text)
    except RecursionError:
        raise document.error("set-too-deep") from None
    except ValueError as error:  # also what int() and datetime() refuse
        reason = str(error)
        place = _PLACE.search(reason)
        span = document.at(*map(int, place.groups())) if place else None
        raise document.error("set-toml", span, reason=_PLACE.sub("", reason).strip()) from None


@dataclass(frozen=True)
class Document:
    """A file as text, and where in it something stands."""

    path: Path
    text: str

    def error(self, kind: str, span: tuple[int, int] | None = None, line: int | None = None, **facts: Any) -> ProblemFileError:
        """A defect of this file; ``place`` in its sentence is the file's name with the line."""
        if span is not None:
            line = self.text.count("\n", 0, span[0]) + 1
        place = self.path.name[-40:] + (f":{line}" if line else "")
        return ProblemFileError(kind, {"place": place, **facts}, span=span, source=self.text if span else None)

    def at(self, line: int, column: int) -> tuple[int, int]:
        """The span of one character."""
        start = sum(len(one) for one in self.text.splitlines(keepends=True)[: line - 1]) + column - 1
        return start, start + 1

    @cached_property
    def heads(self) -> Sequence[re.Match[str]]:
        """Every ``[[problem]]``."""
        return list(_HEAD.finditer(self.text))

    def span(self, index: int | None, count: int, field: str) -> tuple[int, int] | None:
        """Where a field of the index-th of ``count`` problems stands (``None``: of the set); else the problem's head."""
        if len(self.heads) != count:  # written in another way; no place is better than a wrong one
            return None
        starts = [head.start() for head in self.heads] + [len(self.text)]
        start, stop = (0, starts[0]) if index is None else starts[index : index + 2]
        pattern = rf"""^[ \t]*(?:\[[ \t]*(?:problem[ \t]*\.[ \t]*)?)?(["']?{re.escape(field)}["']?)[ \t]*[=.\]]"""
        found = re.compile(pattern, re.MULTILINE).search(self.text, start, stop)
        if found:
            return found.span(1)
        return None if index is None else self.heads[index].span()


class _Reader:
    """One file being read; defects are collected."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.defects: list[ProblemFileError] = []
        self.count = 0

    def set(self, raw: Mapping[str, Any]) -> tuple[ProblemSet | None, tuple[ProblemFileError, ...]]:
        """The set, or every defect."""
        tables = raw.get("problem")
        self.count = len(tables) if isinstance(tables, list) else 0
        if raw.get("format", FORMAT) != FORMAT:  # what else it says is not for this version to judge
            self.defect(Defect("set-format", seen=str(raw["format"]), known=FORMAT), "format", None)
            return None, tuple(self.defects)
        values = self.table(raw, SET, None, self.document.path.name)
        problems = list(self.problems(tables)) if isinstance(tables, list) else []
        if "problem" in raw and (not isinstance(tables, list) or not tables):
            self.defect(Defect("set-no-problems"), "problem", None)
        self.unique(tables if isinstance(tables, list) else [])
        if self.defects:
            return None, tuple(sorted(self.defects, key=lambda defect: defect.span or (0, 0)))
        return ProblemSet(values["id"], values["title"], values.get("about", {}), tuple(problems), str(self.document.path)), ()

    def problems(self, tables: Sequence[Any]) -> Iterator[Problem]:
        """Every problem that has no defect."""
        if len(tables) > PROBLEMS:
            self.defect(Defect("set-many", count=len(tables), limit=PROBLEMS), "problem", None)
            return
        for index, table in enumerate(tables):
            if not isinstance(table, dict):
                self.defect(Defect("set-no-problems"), "problem", None)
                return
            before = len(self.defects)
            values = self.table(table, PROBLEM, index, owner(table, index))
            if len(self.defects) == before:
                yield Problem(**values)

    def table(self, raw: Mapping[str, Any], fields: Sequence[Field], index: int | None, of: str) -> dict[str, Any]:
        """The values of the fields of one table."""
        values: dict[str, Any] = {}
        known = [field.name for field in fields]
        for name in raw:
            if name not in known:
                self.defect(unknown(name, known, "set-field"), name, index, of)
        for field in fields:
            try:
                if field.name in raw:
                    values[field.name] = field.read(raw[field.name])
                elif field.required:
                    raise Defect("set-missing")
            except Defect as defect:
                self.defect(defect, field.name, index, of, field.example)
        return values

    def unique(self, tables: Sequence[Any]) -> None:
        """No id stands twice."""
        met: dict[str, int] = {}
        for index, table in enumerate(tables):
            id = table.get("id") if isinstance(table, dict) else None
            if isinstance(id, str) and id in met:
                self.defect(Defect("set-same-id", first=met[id] + 1, second=index + 1, seen=id), "id", index, id)
            elif isinstance(id, str):
                met[id] = index

    def defect(self, defect: Defect, field: str, index: int | None, of: str = "", example: str = "") -> None:
        """One more defect, with its place."""
        span = self.document.span(index, self.count, field)
        facts = {"field": field, "owner": of or self.document.path.name, "example": example}
        self.defects.append(self.document.error(defect.kind, span, **{**facts, **defect.facts}))


def owner(table: Mapping[str, Any], index: int) -> str:
    """What a problem is called in a sentence: its id, or which one it is."""
    id = table.get("id")
    return id if isinstance(id, str) and id.strip() else f"[[problem]] {index + 1}"
