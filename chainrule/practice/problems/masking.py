"""Mistakes that nobody sees: a wrong law that gives the right answer wherever it can be used in a problem.

    sin(x + 1)    the inner derivative forgotten: it is 1

A mistake that shows at one place of the problem is seen there, so it is not hidden. This module knows routes and the
catalogue of mistakes; it must not know any one of them, problems as they are written down, or words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import sympy

from chainrule.calculus.points import points
from chainrule.practice.compare import compare
from chainrule.practice.mistakes import beside
from chainrule.practice.mistakes.mistake import COMMON, Mistake
from chainrule.practice.repair import near
from chainrule.practice.replay import NOWHERE, Numbers, Parts, Replay, Slip, kind, together
from chainrule.practice.route import Round, Spot

POINTS = 3
"""A mistake that makes no difference at so many points makes none."""


def hidden(rounds: Sequence[Round], variable: sympy.Symbol) -> tuple[str, ...]:
    """The ids of common mistakes that give the right answer, in the order of the catalogue.

    Law   a mistake is hidden where it can be made and every way of making it gives the right result
    """
    shows: dict[str, bool] = {}
    for one in rounds:
        found = points([one.root.goal, one.root.result], POINTS)
        replays = [Replay(one.root, Numbers({variable.name: 0.73, **point}, variable)) for point, _ in found]
        for mistake, spot in _occasions(one):
            for index in _variants(replays, mistake, spot):
                seen = _seen(replays, Slip(spot.step, mistake.law, index))
                if seen is not None:
                    shows[mistake.id] = shows.get(mistake.id, False) or seen
    whole = dict.fromkeys(_about_the_task(rounds), True)
    return tuple({**{id: True for id, seen in shows.items() if not seen}, **whole})


def _about_the_task(rounds: Sequence[Round]) -> Iterator[str]:
    """Not differentiated, or not often enough, with the same result: eˣ."""
    last = rounds[-1].root.result
    for number, tree in enumerate([one.root.goal for one in rounds]):
        if compare(tree, last).same:
            yield "order-too-low" if number else "not-differentiated"


def _occasions(one: Round) -> Iterator[tuple[Mistake, Spot]]:
    """Every common mistake at every step where it can be made."""
    for spot in one.spots:
        for mistake in beside(kind(spot.step)):
            if mistake.cost == COMMON:
                yield mistake, spot


def _variants(replays: Sequence[Replay], mistake: Mistake, spot: Spot) -> Sequence[int | None]:
    if mistake.each is None or not replays:
        return (None,)
    return range(mistake.each(Parts(replays[0], spot.step, replays[0].medium.start, {})))


def _seen(replays: Sequence[Replay], slip: Slip) -> bool | None:
    """Whether a mistake makes a difference; ``None`` where it cannot be made."""
    try:
        values = [(replay.value(together(slip)), replay.value({})) for replay in replays]
    except NOWHERE:
        return None
    if not values or any(value is None or math.isnan(value) for value, _ in values):
        return None
    return not all(near(value, right) for value, right in values)
