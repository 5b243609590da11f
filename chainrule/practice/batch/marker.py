"""One record of a pile in, its verdict out as a record.

    Marker(options).mark({"id": 7, "problem": "sin(x^2)", "answer": "cos(x^2)"})

A problem that occurs again is not derived again, an answer that is given again not judged again. Law: whatever the
record is, a record comes out, never an exception.
This module knows the fields of a record and how an answer is judged; it must not know files or processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from chainrule.errors import AmbiguousVariable, Beyond, ChainruleError, TooLarge, UsageError
from chainrule.words import words

SCHEMA = "chainrule.verdict/1"
PROBLEMS, ANSWERS = 256, 2048
"""So many problems with their derivations, and so many answers with their verdicts, are kept."""
EMPTY: Mapping[str, Any] = {
    "schema": SCHEMA,
    "problem": None, "answer": None, "read_as": None, "variable": None, "order": None, "verdict": None, "form": None,
    "mistakes": [], "witness": None, "expected": None, "remarks": [], "error": None, "problem_read_as": None,
}  # fmt: skip
"""The fields of a verdict, where there is none."""
FIELDS = ("problem", "answer", "wrt", "order", "at")
"""What is read of a record; everything else is handed on."""


@dataclass(frozen=True, slots=True)
class Options:
    """The language, and what holds for records that do not say it themselves."""

    lang: str = "en"
    wrt: str | None = None
    order: int | None = None
    log_base: int | None = None


class Asked(NamedTuple):
    """What a record asks, hashable, so that it is worked once."""

    problem: str
    wrt: str | tuple[str, ...] | None
    order: int | None
    at: str | tuple[tuple[str, Any], ...] | None


class Marker:
    """Marks records one after the other.

    >>> marked = Marker(Options()).mark({"id": 7, "problem": "sin(x^2)", "answer": "cos(x^2)", "student": "Ada"})
    >>> marked["id"], marked["student"], marked["verdict"], marked["mistakes"][0]["id"]
    (7, 'Ada', 'incorrect', 'inner-derivative-missing')
    >>> Marker(Options()).mark({"id": 8, "problem": "sin("})["error"]["kind"]
    'batch-missing'
    """

    def __init__(self, options: Options) -> None:
        """Nothing is worked yet."""
        self.options = options
        self._task = lru_cache(PROBLEMS)(self._derived)
        self._verdict = lru_cache(ANSWERS)(self._judged)

    def mark(self, record: Mapping[str, Any], line: int | None = None) -> dict[str, Any]:
        """The verdict on the answer of a record, with its id and whatever else stands in it."""
        try:
            asked, answer = self._read(record)
            return framed(record, self._verdict(asked, answer), line)
        except ChainruleError as error:
            return failed(record, error, self.options.lang, line)
        except RecursionError:
            return failed(record, TooLarge("too-deep", {"limit": 100}), self.options.lang, line)
        except Exception as error:  # whatever a line does, the next one is judged
            reason = Beyond("internal", {"what": f"{type(error).__name__}: {error}"[:200]})
            return failed(record, reason, self.options.lang, line)

    def _read(self, record: Mapping[str, Any]) -> tuple[Asked, str]:
        """What is asked, and the answer. Raises ``UsageError`` for a field that is missing or no such thing."""
        problem, answer = (_text(record, name) for name in ("problem", "answer"))
        wrt, order, at = (record.get(name) for name in ("wrt", "order", "at"))
        if isinstance(wrt, list | tuple) and all(isinstance(letter, str) for letter in wrt):
            wrt = tuple(wrt)
        elif not (wrt is None or isinstance(wrt, str)):
            raise UsageError("batch-field", {"name": "wrt", "seen": str(wrt)})
        if isinstance(order, str) and order.strip().isdecimal():
            order = int(order)
        if order is not None and (not isinstance(order, int) or isinstance(order, bool)):
            raise UsageError("batch-field", {"name": "order", "seen": str(order)})
        if isinstance(at, Mapping):
            at = tuple(sorted((str(name), str(number)) for name, number in at.items()))
        elif not (at is None or isinstance(at, str)):
            raise UsageError("batch-field", {"name": "at", "seen": str(at)})
        return Asked(problem, wrt or self.options.wrt, self.options.order if order is None else order, at or None), answer

    # The one place where an answer is judged

    def _derived(self, asked: Asked, all_letters: bool) -> Any:
        """The problem with its derivation."""
        from chainrule.practice.check import posed_task

        at = dict(asked.at) if isinstance(asked.at, tuple) else asked.at
        return posed_task(asked.problem, asked.wrt, asked.order, at, self.options.log_base, all_letters=all_letters)

    def _judged(self, asked: Asked, answer: str) -> dict[str, Any]:
        """The verdict as a record, and how the problem was read."""
        from chainrule.practice.check import checked, has_components

        try:
            task = self._task(asked, False)
        except AmbiguousVariable:
            if not has_components(answer):
                raise
            task = self._task(asked, True)
        verdict = checked(task, answer, self.options.lang, self.options.log_base)
        return {**verdict.to_dict(), "problem_read_as": getattr(task.question, "read_as", asked.problem)}


def framed(record: Mapping[str, Any], verdict: Mapping[str, Any], line: int | None = None) -> dict[str, Any]:
    """A verdict with the id of its record, the line, and what else stands in the record."""
    others = {name: value for name, value in record.items() if isinstance(name, str) and name not in (*FIELDS, "line")}
    return {"schema": SCHEMA, "id": None, **({"line": line} if line is not None else {}), **others, **verdict}


def failed(record: Mapping[str, Any], error: ChainruleError, lang: str, line: int | None = None) -> dict[str, Any]:
    """The record of a line without a verdict: it cannot be read, or (``undecided``) it is beyond what can be done."""
    sentences = words(lang)
    said = {
        "kind": error.kind,
        "span": error.span,
        "message": sentences.error(error.kind, error.facts),
        "hint": sentences.hint(error.kind, error.facts),
    }
    given = {name: record.get(name) for name in ("problem", "answer") if isinstance(record.get(name), str | int | float)}
    verdict = "undecided" if isinstance(error, Beyond) else None
    return framed(record, {**EMPTY, **given, "verdict": verdict, "error": said}, line)


def _text(record: Mapping[str, Any], name: str) -> str:
    """A field that has to be there; a number is a text as well."""
    value = record.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is None:
        raise UsageError("batch-missing", {"name": name})
    raise UsageError("batch-field", {"name": name, "seen": str(value)})
