"""Common mistakes that a problem does not show: they give the right answer, or the same wrong answer as another.

    sin(x + 1)     "inner derivative missing" gives the right answer: masked
    x cos x        a sign lost in the product rule, or in the derivative of the cosine: alike

Every common mistake is made once, alone, at every step of the last differentiation, in numbers at a few points.
This module knows derivations and mistakes; it must not know texts or what a good problem is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.points import points
from chainrule.expression.numbers import Program
from chainrule.graph.edges import edges
from chainrule.graph.paths import paths
from chainrule.practice.mistakes import beside
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.practice.repair import near
from chainrule.practice.replay import Numbers, Parts, Replay, Slip, kind, together
from chainrule.practice.route import Round, Spot
from chainrule.questions import SystemQuestion

POINTS = 3
"""So many points decide whether two answers are the same."""
SIGNS = frozenset(("product-sign", "quotient-plus", "sign-flipped", "wrong-sign"))
"""Mistakes that turn one sign over."""


class Made(NamedTuple):
    """A common mistake at a step, and what it gives at the points: ``nan`` where that is no number."""

    id: str
    spot: Spot
    slip: Slip
    values: tuple[float, ...]


class Seen(NamedTuple):
    """What a problem does not show: mistakes that come out right, and pairs of mistakes with the same wrong answer."""

    masked: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]

    @property
    def avoidable(self) -> frozenset[Any]:
        """All of it but signs for signs: f′g − fg′ and a sign lost in g′ are the same wherever g′ has a sign."""
        return frozenset((*self.masked, *(pair for pair in self.alike if not SIGNS.issuperset(pair))))


NOTHING = Seen((), ())


def seen(one: Round, goal: Any, variable: sympy.Symbol, at: Mapping[str, float] | None = None) -> Seen | None:
    """What a derivation does not show, ``at`` a point where only that is asked for; ``None`` where no point can be found.

    >>> from chainrule.calculus.names import Names
    >>> from chainrule.expression.build import parse
    >>> from chainrule.practice.route import route
    >>> x, goal = sympy.Symbol("x"), parse("sin(x + 1)")
    >>> seen(route(goal, x, Names({"x"}))[0], goal, x).masked
    ('inner-derivative-missing',)
    """
    found = [at] if at else [point for point, _ in points([goal, one.root.result], POINTS)]
    if not found:
        return None
    right = tuple(Replay(one.root, Numbers(point, variable)).value({}) for point in found)
    mistakes = list(made(one, variable, found))
    masked = [slip for slip in mistakes if _same(slip.values, right)]
    shown = [slip for slip in mistakes if not _same(slip.values, right)]
    alike = [(a.id, b.id) for a, b in combinations(shown, 2) if _another(a, b) and _same(a.values, b.values)]
    return Seen(tuple(dict.fromkeys(slip.id for slip in masked)), tuple(dict.fromkeys(alike)))


def paths_apart(question: SystemQuestion, at: Mapping[str, float] | None = None) -> bool:
    """Whether every path counts, and each differently: then a path that is left out is seen, and which one it was."""
    whole, (source,) = question.system, question.sources
    (output,) = whole.outputs
    products = [whole.put_back(path.product) for path in paths(whole, edges(whole), output, source)]
    found = [at] if at else [point for point, _ in points([*products, *whole.inputs], POINTS)]
    columns = list(zip(*[Program(*products)(point) for point in found], strict=True))
    return bool(found) and all(any(column) for column in columns) and not any(_same(a, b) for a, b in combinations(columns, 2))


def made(one: Round, variable: sympy.Symbol, at: Sequence[Mapping[str, float]]) -> Iterator[Made]:
    """Every common mistake at every step, with what it gives at the points; not those that give no number anywhere."""
    replays = [Replay(one.root, Numbers(point, variable)) for point in at]
    for spot in one.spots:
        for id, slip in _slips(spot, replays[0]):
            values = tuple(_number(replay.value(together(slip))) for replay in replays)
            if not all(map(math.isnan, values)):
                yield Made(id, spot, slip, values)


def _slips(spot: Spot, replay: Replay) -> Iterator[tuple[str, Slip]]:
    for mistake in beside(kind(spot.step)):
        if mistake.cost == COMMON:
            count = None if mistake.each is None else mistake.each(Parts(replay, spot.step, replay.medium.start, {}))
            for which in (None,) if count is None else range(count):
                yield mistake.id, Slip(spot.step, mistake.law, which)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, float | int) else math.nan


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two answers are the same wherever both are numbers, somewhere at least."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if not (math.isnan(a) or math.isnan(b))]
    return bool(pairs) and all(near(a, b) for a, b in pairs)


def _another(a: Made, b: Made) -> bool:
    """Whether two mistakes are told in different words: another mistake, or at another place."""
    return a.id != b.id or _place(a) != _place(b)


def _place(slip: Made) -> tuple[str, Any, int]:
    return slip.spot.place.kind, slip.spot.place.where, slip.spot.place.k
