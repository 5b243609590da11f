"""One problem worked at in a drill, as data: what the record keeps and the schedule learns from.

This module must not know databases, schedules, problems or words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OUTCOMES = ("right", "helped", "wrong", "shown", "skipped")
"""right: at the first try, without help.  helped: right in the end.  wrong: left wrong (exam).  shown: gave up.  skipped: not tried."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One problem, finished: when (with time zone), what it practises, how it went.

    ``mistakes`` are the ids of the mistakes named on the way, the first of each wrong answer; ``seconds`` is how long it took.
    """

    at: datetime
    problem: str
    set: str
    skills: tuple[str, ...]
    outcome: str
    mistakes: tuple[str, ...] = ()
    tries: int = 1
    hints: int = 0
    seconds: float = 0.0
