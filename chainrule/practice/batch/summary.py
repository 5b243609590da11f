"""What a pile of verdicts has in common: how many are right, which mistakes, at which problems.

    summary.add(record)     count one verdict
    summary.to_dict()       the counts as the record ``chainrule.summary/1``

Problems are the same when they were read the same, by the same variable and of the same order. An answer that several
mistakes would explain counts for each of them; a mistake is ``certain`` where every explanation has it.
This module counts; it must not know how an answer is judged, words or pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "chainrule.summary/1"
VERDICTS = ("correct", "unfinished", "incorrect", "unreadable", "undecided", "not-judged")
"""The verdicts, and ``not-judged``: the line could not be read."""
KEPT = 500
"""So many different answers that nothing explains are kept of one problem."""
CLIP = 120
"""Longer answers are cut."""
LINES = 12
"""So many lines that could not be judged are named."""
OFTEN = 3
"""So many answers that nothing explains are listed of one problem."""
Key = tuple[str, str | None, int | None]


@dataclass
class Sheet:
    """One problem: what came of its answers."""

    text: str
    variable: str | None
    order: int | None
    verdicts: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    unexplained: Counter[str] = field(default_factory=Counter)
    """By how they were read."""
    written: dict[str, str] = field(default_factory=dict)
    """How such an answer was first typed."""

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return self.verdicts.total()

    @property
    def unknown(self) -> int:
        """How many wrong answers nothing explains."""
        return self.unexplained.total()

    def often(self, most: int = OFTEN) -> list[tuple[str, int]]:
        """The unexplained answers that were given most often."""
        return [(self.written[read], count) for read, count in self.unexplained.most_common() if read in self.written][:most]


@dataclass
class Summary:
    """The counts so far.

    >>> from chainrule.practice.batch.check import check_batch
    >>> summary = Summary()
    >>> for answer in ("2x cos(x^2)", "cos(x^2)", "cos x^2", "7"):
    ...     for record in check_batch([{"problem": "sin(x^2)", "answer": answer}]):
    ...         summary.add(record)
    >>> summary.verdicts["correct"], summary.mistakes["inner-derivative-missing"], summary.sheets[0].often()
    (1, 2, [('7', 1)])
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    certain: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    by_problem: dict[Key, Sheet] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    """The first lines that could not be judged."""
    unjudged: int = 0

    def add(self, record: Mapping[str, Any]) -> None:
        """Count one verdict."""
        verdict = record["verdict"] or "not-judged"
        self.verdicts[verdict] += 1
        if record["error"] and verdict != "unreadable":
            self.unjudged += 1
            if "line" in record and len(self.lines) < LINES:
                self.lines.append(record["line"])
        names = {mistake["id"]: mistake["name"] for mistake in record["mistakes"]}
        self.names.update(names)
        self.mistakes.update(names.keys())
        self.certain.update(_certain(record["mistakes"]))
        read = record.get("problem_read_as")
        if read is not None:
            key = (read, record["variable"], record["order"])
            sheet = self.by_problem.setdefault(key, Sheet(*key))
            sheet.verdicts[verdict] += 1
            sheet.mistakes.update(names.keys())
            if verdict == "incorrect" and not names:
                self._unexplained(sheet, record)

    def _unexplained(self, sheet: Sheet, record: Mapping[str, Any]) -> None:
        answer = str(record["answer"])[:CLIP].encode("utf-8", "replace").decode()
        read = str(record["read_as"] or answer)[:CLIP]
        if read not in sheet.written and len(sheet.written) >= KEPT:
            read = ""  # too many different ones to keep them apart
        else:
            sheet.written.setdefault(read, answer)
        sheet.unexplained[read] += 1

    @property
    def answers(self) -> int:
        """How many lines there were."""
        return self.verdicts.total()

    @property
    def wrong(self) -> int:
        """How many answers are wrong."""
        return self.verdicts["incorrect"]

    @property
    def sheets(self) -> list[Sheet]:
        """The problems, in the order in which they first came."""
        return list(self.by_problem.values())

    def frequent(self) -> list[str]:
        """The mistakes, the most frequent first."""
        return sorted(self.mistakes, key=lambda id: (-self.mistakes[id], -self.certain[id], id))

    def usual(self, sheet: Sheet) -> str | None:
        """The most frequent mistake of a problem; of equally frequent ones that which is elsewhere the more frequent."""
        rank = {id: n for n, id in enumerate(self.frequent())}
        return min(sheet.mistakes, key=lambda id: (-sheet.mistakes[id], rank[id]), default=None)

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON data."""
        return {
            "schema": SCHEMA,
            "answers": self.answers,
            "verdicts": {verdict: self.verdicts[verdict] for verdict in VERDICTS},
            "mistakes": [
                {"id": id, "name": self.names[id], "answers": self.mistakes[id], "certain": self.certain[id]} for id in self.frequent()
            ],
            "problems": [
                {
                    "problem": sheet.text,
                    "variable": sheet.variable,
                    "order": sheet.order,
                    "answers": sheet.answers,
                    "verdicts": {verdict: sheet.verdicts[verdict] for verdict in VERDICTS[:-1]},
                    "mistakes": dict(sheet.mistakes.most_common()),
                    "unexplained": [{"answer": answer, "answers": count} for answer, count in sheet.often(20)],
                }
                for sheet in self.sheets
            ],
        }


def _certain(mistakes: Sequence[Mapping[str, Any]]) -> set[str]:
    """What was done wrong in any case: the mistakes that stand in every explanation."""
    explanations: dict[int, set[str]] = {}
    for mistake in mistakes:
        explanations.setdefault(mistake["explanation"], set()).add(mistake["id"])
    return set.intersection(*explanations.values()) if explanations else set()
