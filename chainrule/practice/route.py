"""One way to the derivative, looked at as a place where slips happen.

    route(goal, x, order)      the step trees of its rounds, each step with its place in the problem

This module knows step trees; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.derive import ORDERS
from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.steps import Step
from chainrule.calculus.tidy import tidy
from chainrule.errors import TooLarge
from chainrule.expression.written import replace
from chainrule.practice.replay import LAWS
from chainrule.practice.verdict import Place

ASIDE = ("constant-multiple", "negation")
"""A coefficient or a sign in front: (4x)′ is looked at as a whole, not x alone."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A step with its place, and the step that shows what happened there."""

    step: Step
    place: Place
    shown: Step


@dataclass(frozen=True, slots=True)
class Round:
    """One differentiation of a route: its step tree and every step a slip can happen at."""

    root: Step
    spots: tuple[Spot, ...]


Differentiated = Callable[[Any, Any, sympy.Symbol, Names], Round]
"""One differentiation of a goal; with a derivative so far it is that which is differentiated."""


def plain(goal: Any, so_far: Any, variable: sympy.Symbol, names: Names) -> Round:
    """One differentiation by the rules."""
    return route(goal if so_far is None else so_far, variable, names)[0]


def route(goal: Any, variable: sympy.Symbol, names: Names, order: int = 1, method: str = "auto") -> tuple[Round, ...]:
    """The rounds of a derivation; from the second on the tidied result is differentiated. Raises ``TooLarge``."""
    if order > ORDERS:
        raise TooLarge("order-too-high", {"limit": ORDERS})
    rounds: list[Round] = []
    for _ in range(order):
        root = differentiate(tidied(rounds[-1].root.result) if rounds else goal, variable, names, method)
        rounds.append(Round(root, tuple(spots(root))))
    return tuple(rounds)


def tidied(tree: Any) -> Any:
    """The textbook form of a tree."""
    steps = tidy(tree)
    return steps[-1].after if steps else tree


def spots(root: Step) -> Iterator[Spot]:
    """Every step that takes part in the result, with its place; a step used twice once."""
    seen: set[int] = set()
    waiting = [_Visit(root, Place("whole", root.goal, root.goal), root, {})]
    while waiting:
        visit = waiting.pop()
        if id(visit.step) in seen:
            continue
        seen.add(id(visit.step))
        if visit.step.rule == "chain" and not visit.inner:
            goal = visit.step.goal
            visit = visit._replace(place=Place("layer", goal, replace(goal, visit.inside), 1, _layers(visit.step)))
        yield Spot(visit.step, visit.place, visit.shown)
        if visit.step.rule in LAWS:
            waiting.extend(reversed(list(_below(visit))))


class _Visit(NamedTuple):
    """A step on the way: its place, the step to show, what letters stand for; ``inner``: the next layer of a composite."""

    step: Step
    place: Place
    shown: Step
    inside: Mapping[Any, Any]
    inner: bool = False


def _layers(step: Step) -> int:
    n = 1
    while step.rule == "chain":
        n, step = n + 1, step.substeps[1]
    return n


def _below(visit: _Visit) -> Iterator[_Visit]:
    step, place, shown, inside, _ = visit
    if step.rule == "chain":
        outer, inner = step.substeps
        (letter, value) = step.names[0]
        within = {**inside, letter: replace(value, inside)}
        yield _Visit(outer, Place("layer", outer.goal, place.where, place.k, place.n, (letter, within[letter])), outer, within)
        yield _Visit(inner, Place("layer", inner.goal, replace(inner.goal, inside), place.k + 1, place.n), inner, inside, True)
        return
    for i, below in enumerate(step.substeps, 1):
        yield _Visit(below, _part(step, below, place, i, inside), shown if step.rule in ASIDE else below, inside)


KINDS: Mapping[str, tuple[str, ...]] = {
    "quotient": ("numerator", "denominator"),
    "general-power": ("logarithm",),
    "logarithmic": ("logarithm",),
    "parametric": ("coordinate", "coordinate"),
}
"""What the parts of a rule are called; factors and terms are counted."""


def _part(step: Step, below: Step, place: Place, i: int, inside: Mapping[Any, Any]) -> Place:
    """The place of a part: its own name where the step gives it one, else that of the whole."""
    where = replace(below.goal, inside)
    if place.kind == "layer":
        return place
    match step.rule:
        case "sum":
            return Place("term", below.goal, where, i, len(step.substeps))
        case "product":
            return Place("factor", below.goal, where, i, len(step.substeps))
        case rule if rule in KINDS:
            return Place(KINDS[rule][i - 1], below.goal, where)
        case _:
            return Place(place.kind, below.goal, where, place.k, place.n) if place.kind != "whole" else place
