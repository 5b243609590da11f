"""Every wrong answer that the catalogue of mistakes has to a task, and the mistakes that the task does not show.

    sin(x²)      cos(x²): inner derivative missing, cos(2x): derivative put inside, …
    sin(x + 1)   without the inner derivative it is right all the same: that mistake is masked
    eˣ           not differentiated it is right

Law     a mistake is masked where it can be made, and every way of making it gives the right answer
This module knows tasks and trials; it must not know any one mistake of the catalogue or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from chainrule.calculus.points import points
from chainrule.expression.numbers import Program
from chainrule.expression.written import Vector
from chainrule.practice import judge
from chainrule.practice.arrays.task import ArrayTask, Judged
from chainrule.practice.implicit import ImplicitTask
from chainrule.practice.ink import Ink
from chainrule.practice.ink import tree as written_tree
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.practice.replay import NOWHERE
from chainrule.practice.route import Round
from chainrule.practice.several.assembly import Numbers, Trees
from chainrule.practice.several.components import Component, everywhere
from chainrule.practice.several.task import SeveralTask
from chainrule.practice.several.wrong import Asked, Overridden, Slipped, assemblies, number, same, worked
from chainrule.practice.trials import Happening, Trials, written

POINTS = 3
"""At so many points a wrong answer is compared with the right one."""
WHOLE = "whole"
"""The place of a mistake with the task as a whole."""
Task = judge.Task | SeveralTask | ImplicitTask | ArrayTask
Values = Sequence[float | None]


class Wrong(NamedTuple):
    """A wrong answer: the ids of the mistakes that lead to it, and what it is (a tree; at a point a number)."""

    ids: tuple[str, ...]
    answer: Any


class Slips(NamedTuple):
    """The wrong answers to a task, and the common mistakes that lead to the right one wherever they can be made."""

    wrong: tuple[Wrong, ...]
    masked: frozenset[str]


class Made(NamedTuple):
    """One mistake made once: where, the numbers it comes to beside the right ones, and its answer if that is wanted.

    ``place`` tells it from the same mistake made elsewhere. In a differentiation before the last one the numbers are
    those of that one, and there is no ``answer``: it is not carried to the end.
    """

    id: str
    cost: int
    place: tuple[Any, ...]
    values: Values
    right: Values
    answer: Callable[[], Any] | None

    @property
    def is_right(self) -> bool | None:
        """Whether it makes no difference; ``None`` where it cannot be made."""
        return alike(self.values, self.right)


def slips(task: Task) -> Slips:
    """The wrong answers to a task, and what is masked. Law: none of the wrong answers is right.

    >>> from chainrule.practice.tasks import task
    >>> from chainrule.question import ask
    >>> one = slips(task(ask("sin(x + 1)")))
    >>> sorted(one.masked), [wrong.answer for wrong in one.wrong if wrong.ids == ("wrong-sign",)]
    (['inner-derivative-missing'], [-cos(x + 1)])
    """
    found = list(made(task))
    answers = [(one.id, _answer(one.answer)) for one in found if one.is_right is False]
    return Slips(tuple(dict.fromkeys(Wrong((id,), answer) for id, answer in answers if answer is not None)), masked(found))


def masked(found: Iterable[Made]) -> frozenset[str]:
    """The common mistakes that come out right in every way they were made."""
    right = {one.id for one in found if one.is_right and one.cost == COMMON}
    return frozenset(right - {one.id for one in found if one.is_right is False})


def made(task: Task) -> Iterator[Made]:
    """Every mistake of the catalogue, made once wherever it can be made."""
    match task:
        case judge.Task():
            yield from _of_formula(task, None)
        case SeveralTask():
            for place, component in enumerate(task.components):
                for one in _of_component(task, component):
                    yield one._replace(place=(place, *one.place), answer=one.answer and partial(_whole, task, place, one.answer))
        case ImplicitTask():
            yield from _of_equation(task)
        case ArrayTask():
            for name in task.wanted:
                yield from _of_arrays(task, name)


def alike(one: Values, other: Values) -> bool | None:
    """Whether two answers have the same numbers wherever both have one; ``None`` where that is nowhere."""
    if len(one) != len(other):
        return False  # arrays of different shapes
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    return all(same(a, b) for a, b in pairs) if pairs else None


def _answer(answer: Callable[[], Any] | None) -> Any:
    try:
        return answer() if answer else None
    except NOWHERE:
        return None


def _this(answer: Any) -> Any:
    """An answer that is there already."""
    return answer


# One formula


def _of_formula(task: judge.Task, at: Mapping[str, float] | None) -> Iterator[Made]:
    """Slips in every differentiation, those in the last one carried to the answer; then nothing done, or not enough."""
    for one in task.rounds:
        yield from _of_round(one, task.variable, at, is_last=one is task.rounds[-1])
    where, right = _where(task.rounds[-1], task.variable, at)
    for order, goal in enumerate(one.root.goal for one in task.rounds if where):
        values = [_value(goal, point) for point in where]
        id = "order-too-low" if order else "not-differentiated"
        yield Made(id, COMMON, (WHOLE,), values, right, partial(_this, goal if at is None else values[0]))


def _where(one: Round, variable: Any, at: Mapping[str, float] | None) -> tuple[list[dict[str, float]], Values]:
    """Where answers are compared, and the right ones there."""
    found = [dict(at)] if at is not None else [point for point, _ in points([one.root.goal, one.root.result], POINTS)]
    where = [{variable.name: 0.73, **point} for point in found]
    return where, [_value(one.root.result, point) for point in where]


def _value(tree: Any, point: Mapping[str, float]) -> float | None:
    return number(lambda: Program(tree)(point)[0])


def _of_round(one: Round, variable: Any, at: Mapping[str, float] | None, is_last: bool) -> Iterator[Made]:
    """Slips in one differentiation; at a point as numbers."""
    where, right = _where(one, variable, at)
    if not where:
        return
    runs = [Trials(one, point, variable) for point in where]
    for trial in runs[0].possible():
        values = [number(partial(run.value_of, trial.slips)) for run in runs]
        answer = partial(written, one, trial, variable) if at is None else partial(_this, values[0])
        (happening,) = trial.happenings
        yield Made(happening.mistake.id, trial.cost, _place(happening), values, right, answer if is_last else None)


def _place(happening: Happening) -> tuple[str, Any, int]:
    """What a mistake at a step is told by."""
    place = happening.spot.place
    return place.kind, place.where, place.k


# Systems


def _whole(task: SeveralTask, place: int, answer: Callable[[], Any]) -> Any:
    """The whole answer, with one component wrong and the others right."""
    wrong = answer()
    if wrong is None:
        return None
    rights = [one.expected if task.point is None else one.value(task.point) for one in task.components]
    parts = [*rights[:place], wrong, *rights[place + 1 :]]
    return parts[0] if len(parts) == 1 else tuple(parts) if task.point is not None else Vector(*parts)


def _of_component(task: SeveralTask, component: Component) -> Iterator[Made]:
    asked = component.asked
    if asked is None or len(asked.system.definitions) == 1:
        yield from _of_formula(component.single, task.point) if component.single else ()
        return
    where = [task.point] if task.point is not None else everywhere(component, asked, component.in_names)[:POINTS]
    if where:
        yield from _of_graph(asked, [Numbers(point) for point in where], task.point is not None)


def _of_graph(asked: Asked, media: list[Numbers], as_number: bool) -> Iterator[Made]:
    """Wrong laws of the assembly, and slips on the branches."""
    right = [number(partial(_right, asked, medium)) for medium in media]
    for one, first in assemblies(asked, media[0]):
        values = [first, *[number(partial(one.value, asked, medium)) for medium in media[1:]]]
        answer = partial(_this, values[0]) if as_number else partial(_assembled, asked, one)
        yield Made(one.mistake.id, one.cost, (one.mistake.about, one.subject), values, right, answer)
    for edge, local, trials in worked(asked, media[0]):
        for trial in trials.possible():
            if number(partial(trials.value_of, trial.slips)) is None:
                continue  # a law that does not apply there
            slip = Slipped(((edge, local, trial),))
            values = [number(partial(_slipped, asked, slip, medium)) for medium in media]
            answer = partial(_this, values[0]) if as_number else partial(_written, asked, slip)
            (happening,) = trial.happenings
            yield Made(happening.mistake.id, trial.cost, (edge, *_place(happening)), values, right, answer)


def _right(asked: Asked, medium: Numbers) -> Any:
    return asked.sum(medium).right


def _slipped(asked: Asked, slip: Slipped, medium: Numbers) -> Any:
    return asked.sum(Overridden(medium, slip.numbers(medium))).right


def _assembled(asked: Asked, one: Any) -> Any:
    return asked.system.put_back(written_tree(one.value(asked, Trees())))


def _written(asked: Asked, slip: Slipped) -> Any:
    """The sum with what the student had on the branches, in the inputs."""
    total = asked.sum(Trees()).changed({where: Ink(tree) for where, tree in slip.instead.items()})
    return asked.system.put_back(written_tree(total))


# Equations


def _of_equation(task: ImplicitTask) -> Iterator[Made]:
    """Slips in solving, then inside the sides; at a point as numbers."""
    where = task.points[:POINTS]
    right = [_value(task.right, point) for point in where]
    for solved in task.sides.solutions:
        values = [_value(solved.result, point) for point in where]
        answer = partial(_this, solved.result if task.number is None else values[0])
        yield Made(solved.mistake.id, solved.mistake.cost, ("solving", solved.index), values, right, answer)
    sides = [task.sides.at(point) for point in where]
    for side, trial in task.sides.trials:
        values = [one.solved(side, trial) for one in sides]
        answer = partial(task.sides.solved_with, side, trial) if task.number is None else partial(_this, values[0])
        happening = trial.happenings[0]
        yield Made(happening.mistake.id, trial.cost, (side, *_place(happening)), values, right, answer)


# Arrays


def _of_arrays(task: ArrayTask, name: Any) -> Iterator[Made]:
    """Slips on the way back to a letter; those whose shapes do not fit where all sizes are the same."""
    judged, twin = task.judged, task.twin
    for slip, loose in zip(judged.replay.slips(), twin.replay.slips(), strict=True):
        found = _entries(judged, name, slip) or _entries(twin, name, loose)
        if found is not None:
            yield Made(slip.id, slip.cost, (slip,), *found, partial(judged.replay.written, name, (slip,)))


def _entries(judged: Judged, name: Any, slip: Any) -> tuple[Values, Values] | None:
    """The entries of a gradient with a slip at all points, and the right ones, each with the shape before them."""
    rows = [known[0] for known in judged.known[False]]
    right = [known[judged.found.of(name).letter] for known in rows]
    if judged.replay.is_sound(slip):
        return _with_shape(right), _with_shape(right)
    found = [judged.replay.gradient(name, (slip,), known) for known in rows]
    return None if any(one is None for one in found) else (_with_shape(found), _with_shape(right))


def _with_shape(arrays: Sequence[Any]) -> Values:
    return [float(x) for array in arrays for x in (*array.shape, *array.data)]
