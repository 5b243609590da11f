"""``check_batch``: records in, verdicts out, for Python.

This module knows what a caller sees; it must not know files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chainrule.errors import UsageError
from chainrule.practice.batch.marker import Marker, Options
from chainrule.practice.batch.pile import Entry
from chainrule.practice.batch.workers import SECONDS, marked
from chainrule.words import LANGUAGES


def check_batch(
    records: Iterable[Mapping[str, Any]],
    wrt: str | None = None,
    order: int | None = None,
    lang: str = "en",
    log_base: int | None = None,
    jobs: int = 0,
    seconds: float = SECONDS,
) -> Iterator[dict[str, Any]]:
    """Judge a pile of answers: an iterator of records ``chainrule.verdict/1``, in the order of ``records``.

    A record has ``problem`` and ``answer``, perhaps ``id``, ``wrt``, ``order``, ``at``; whatever else stands in it is
    handed on. A record that cannot be judged gives one with an ``error``; it raises nothing. ``wrt`` and ``order``
    hold for records that do not say it themselves. With ``jobs`` so many processes work, and a record that takes more
    than ``seconds`` is ``undecided``; without, everything is done here, and nothing limits the time. Raises
    ``UsageError`` for an unknown language.

    >>> pile = [{"id": 1, "problem": "sin(x^2)", "answer": "cos(x^2)"}, {"id": 2, "problem": "x^3", "answer": "3x^2"}]
    >>> [(v["id"], v["verdict"], [m["id"] for m in v["mistakes"]]) for v in check_batch(pile)]
    [(1, 'incorrect', ['inner-derivative-missing']), (2, 'correct', [])]
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    options = Options(lang, wrt, order, log_base)
    if jobs > 0:
        return marked((Entry(line, record) for line, record in enumerate(records, 1)), options, jobs, seconds)
    marker = Marker(options)
    return (marker.mark(record, line) for line, record in enumerate(records, 1))
