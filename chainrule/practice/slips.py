"""Every wrong answer that the catalogue of mistakes has to a task, and the mistakes that the task does not show.

    sin(x²)      cos(x²): inner derivative missing, cos(2x): derivative put inside, …
    sin(x + 1)   without the inner derivative it is right all the same: that mistake is masked

This module knows tasks and trials; it must not know any one mistake or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from chainrule.calculus.points import points
from chainrule.expression.numbers import Program
from chainrule.expression.written import Vector
from chainrule.practice import judge
from chainrule.practice.arrays.task import ArrayTask
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
from chainrule.practice.trials import Trials, written

POINTS = 3
"""At so many points a wrong answer is compared with the right one."""


class Wrong(NamedTuple):
    """A wrong answer: the ids of the mistakes that lead to it, and what it is (a tree; at a point a number)."""

    ids: tuple[str, ...]
    answer: Any


class Slips(NamedTuple):
    """The wrong answers to a task, and the common mistakes that lead to the right one wherever they can be made.

    Of several components: in each of them.
    """

    wrong: tuple[Wrong, ...]
    masked: frozenset[str]


class _Found(NamedTuple):
    """One slip: the numbers it comes to and the right ones, and its answer, where that is wanted."""

    mistake: Any
    values: Sequence[float | None]
    right: Sequence[float | None]
    answer: Callable[[], Any]


def slips(task: judge.Task | SeveralTask | ImplicitTask | ArrayTask) -> Slips:
    """The wrong answers to a task. Law: none of them is right.

    >>> from chainrule.practice.tasks import task
    >>> from chainrule.question import ask
    >>> one = slips(task(ask("sin(x + 1)")))
    >>> sorted(one.masked), [wrong.answer for wrong in one.wrong if wrong.ids == ("wrong-sign",)]
    (['inner-derivative-missing'], [-cos(x + 1)])
    """
    match task:
        case judge.Task():
            return _sorted(_of_round(task.rounds[-1], task.variable, task.question.goal, None), lambda answer: answer)
        case SeveralTask():
            return _of_components(task)
        case ImplicitTask():
            return _sorted(_of_equation(task), lambda answer: answer)
        case ArrayTask():
            found = [_sorted(_of_arrays(task, name), lambda answer: answer) for name in task.wanted]
            shown = {id for one in found for wrong in one.wrong for id in wrong.ids}
            masked = frozenset(id for one in found for id in one.masked) - shown
            return Slips(tuple(wrong for one in found for wrong in one.wrong), masked)


def _sorted(found: Iterator[_Found], whole: Callable[[Any], Any]) -> Slips:
    """The slips by what they come to."""
    wrong: list[Wrong] = []
    right: list[Any] = []
    shown: list[Any] = []
    for one in found:
        pairs = [(a, b) for a, b in zip(one.values, one.right, strict=True) if a is not None and b is not None]
        if not pairs:
            continue
        if all(same(a, b) for a, b in pairs):
            right.append(one.mistake)
            continue
        shown.append(one.mistake)
        answer = _answer(one.answer)
        if answer is not None:
            wrong.append(Wrong((one.mistake.id,), whole(answer)))
    return Slips(tuple(dict.fromkeys(wrong)), frozenset(m.id for m in right if m.cost == COMMON and m not in shown))


def _answer(answer: Callable[[], Any]) -> Any:
    try:
        return answer()
    except NOWHERE:
        return None


def _of_round(one: Round, variable: Any, goal: Any, at: Mapping[str, float] | None) -> Iterator[_Found]:
    """Slips in the last differentiation of a formula; at a point as numbers."""
    where = [dict(at)] if at is not None else [point for point, _ in points([goal, one.root.result], POINTS)]
    where = [{variable.name: 0.73, **point} for point in where]
    if not where:
        return
    runs = [Trials(one, point, variable) for point in where]
    right = [number(partial(run.value_of, {})) for run in runs]
    for trial in runs[0].possible():
        values = [number(partial(run.value_of, trial.slips)) for run in runs]
        answer = partial(written, one, trial, variable) if at is None else partial(_number_of, values)
        yield _Found(trial.happenings[0].mistake, values, right, answer)


def _number_of(values: Sequence[float | None]) -> float | None:
    return values[0]


def _of_components(task: SeveralTask) -> Slips:
    """The slips in every component, the other components right."""
    found = [_of_component(task, i, component) for i, component in enumerate(task.components)]
    wrong = tuple(dict.fromkeys(one for slips in found for one in slips.wrong))
    return Slips(wrong, frozenset.intersection(*[slips.masked for slips in found]))


def _of_component(task: SeveralTask, place: int, component: Component) -> Slips:
    rights = [one.expected if task.point is None else one.value(task.point) for one in task.components]

    def whole(answer: Any) -> Any:
        """The whole answer, with one component wrong."""
        parts = [*rights[:place], answer, *rights[place + 1 :]]
        return parts[0] if len(parts) == 1 else tuple(parts) if task.point is not None else Vector(*parts)

    asked = component.asked
    if asked is None or len(asked.system.definitions) == 1:
        single = component.single
        found = _of_round(single.rounds[-1], single.variable, single.question.goal, task.point) if single else iter(())
        return _sorted(found, whole)
    where = [task.point] if task.point is not None else everywhere(component, asked, component.in_names)[:POINTS]
    return _sorted(_of_graph(asked, [Numbers(point) for point in where], task.point is not None), whole)


def _of_graph(asked: Asked, media: list[Numbers], as_number: bool) -> Iterator[_Found]:
    """Wrong laws of the assembly, and slips on the branches."""
    if not media:
        return
    right = [number(partial(_right, asked, medium)) for medium in media]
    for one, first in assemblies(asked, media[0]):
        values = [first, *[number(partial(one.value, asked, medium)) for medium in media[1:]]]
        answer = partial(_number_of, values) if as_number else partial(_assembled, asked, one)
        yield _Found(one.mistake, values, right, answer)
    for edge, local, trials in worked(asked, media[0]):
        for trial in trials.possible():
            if number(partial(trials.value_of, trial.slips)) is None:
                continue  # a law that does not apply there
            slip = Slipped(((edge, local, trial),))
            values = [number(partial(_slipped, asked, slip, medium)) for medium in media]
            answer = partial(_number_of, values) if as_number else partial(_written, asked, slip)
            yield _Found(trial.happenings[0].mistake, values, right, answer)


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


def _of_equation(task: ImplicitTask) -> Iterator[_Found]:
    """Slips in solving, then inside the sides; at a point as numbers."""
    where = task.points[:POINTS]
    right = [number(lambda point=point: Program(task.right)(point)[0]) for point in where]  # type: ignore[misc]
    for solved in task.sides.solutions:
        values = [Program(solved.result)(point)[0] for point in where]
        found = [None if value != value else value for value in values]
        yield _Found(solved.mistake, found, right, partial(_one_of, solved.result, values, task))
    worked_sides = [task.sides.at(point) for point in where]
    for side, trial in task.sides.trials:
        results = [dict(one.results(side, trial)).get("") for one in worked_sides]
        answer = partial(task.sides.solved_with, side, trial) if task.number is None else partial(_number_of, results)
        yield _Found(trial.happenings[0].mistake, results, right, answer)


def _one_of(tree: Any, values: Sequence[float], task: ImplicitTask) -> Any:
    return tree if task.number is None else values[0]


# Arrays


def _of_arrays(task: ArrayTask, name: Any) -> Iterator[_Found]:
    """Slips on the way back to a letter; those whose shapes do not fit where all sizes are the same."""
    judged, twin = task.judged, task.twin
    shown = judged.replay.slips()
    for slip, loose in zip(shown, twin.replay.slips(), strict=True):
        for one, problem in ((slip, judged), (loose, twin)):
            rows = problem.known[False][0]
            gradient = problem.replay.gradient(name, (one,), rows[0])
            if gradient is not None:
                right = rows[0][problem.found.of(name).letter]
                same_shape = gradient.shape == right.shape
                values = list(gradient.data) if same_shape else [1.0]
                expected = list(right.data) if same_shape else [0.0]
                yield _Found(one.mistake or one, values, expected, partial(judged.replay.written, name, (slip,)))
                break
