"""What a problem does not show: mistakes that come out right, and mistakes with the same wrong answer.

    sin(x + 1)              "inner derivative missing" gives the right answer: masked
    x cos x                 a sign lost in the product rule, or in the derivative of the cosine: alike
    z = u + v, u = v = 3x   which of the two paths is missing cannot be told

This module knows mistakes made once; it must not know derivations, texts or what a good problem is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from chainrule.practice.implicit import ImplicitTask
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.practice.several.task import SeveralTask
from chainrule.practice.slips import WHOLE, Made, Task, alike, made, masked

SIGNS = frozenset(("product-sign", "quotient-plus", "sign-flipped", "wrong-sign"))
"""Mistakes that turn one sign over."""
PATHS = frozenset(("path-missing", "direct-path-missing"))
"""Mistakes that leave a path out."""


class Seen(NamedTuple):
    """What a problem does not show: mistakes that come out right, and pairs of mistakes with the same wrong answer.

    ``apart``: every path of a sum counts, and each differently, so it is seen which one is left out.
    """

    masked: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]
    apart: bool = True

    @property
    def avoidable(self) -> frozenset[Any]:
        """All of it but signs for signs: f′g − fg′ and a sign lost in g′ are the same wherever g′ has a sign."""
        return frozenset((*self.masked, *(pair for pair in self.alike if not SIGNS.issuperset(pair))))


NOTHING = Seen((), ())


def seen(task: Task) -> Seen:
    """What a task does not show. The pairs of a path sum or an equation are not counted: some belong to every one.

    >>> from chainrule.practice.tasks import task
    >>> from chainrule.question import ask
    >>> seen(task(ask("sin(x + 1)"))).masked, seen(task(ask("z = u v; u = 3x; v = 3x", "x", method="partial"))).apart
    (('inner-derivative-missing',), False)
    """
    every = list(made(task))
    found = [one for one in every if one.cost == COMMON]
    without = [one for one in found if one.id in PATHS]
    apart = not any(one.is_right for one in without) and not list(_pairs(without))
    put_together = isinstance(task, ImplicitTask) or (isinstance(task, SeveralTask) and len(task.question.system.definitions) > 1)
    return Seen(tuple(sorted(masked(every))), () if put_together else tuple(dict.fromkeys(_pairs(found))), apart)


def _pairs(found: Sequence[Made]) -> Iterator[tuple[str, str]]:
    """Wrong answers that two mistakes have in common, or one made at two places."""
    for a, b in combinations([one for one in found if one.is_right is False and one.answer], 2):
        if _another(a, b) and alike(a.values, b.values):
            yield a.id, b.id


def _another(a: Made, b: Made) -> bool:
    """Whether two mistakes are told in different words: another mistake, or at another place."""
    return a.id != b.id or (a.place != b.place and WHOLE not in (a.place[-1], b.place[-1]))
