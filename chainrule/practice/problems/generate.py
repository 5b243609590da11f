"""New problems from a seed: the forms in turn, each filled until it is fit.

    generate(7, skills=["chain", "product"], level=(2, 4), number=20)

Law: the same seed and the same version give the same problems, in every process. This module knows in which order
problems are made; it must not know how one is made, or files and formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

from chainrule.errors import Beyond, UsageError
from chainrule.practice.problems.compose import Draft, composed, key
from chainrule.practice.problems.forms import Form, fitting
from chainrule.practice.problems.problem import LEVELS, Problem
from chainrule.practice.problems.recipes.holes import chosen

VERSION = 2
"""Raised when the same seed no longer gives the same problems."""
MOST = 1000
"""So many problems are made at once."""
TRIES = 24
"""A form is filled so often before another one is taken."""
FRUITLESS = 12
"""After so many forms in a row without a new problem there are no more."""
Levels = int | tuple[int, int]


def generate(
    seed: int | str, skills: Sequence[str] | None = None, level: Levels = (1, 5), number: int | None = 10, name: str | None = None
) -> Iterator[Problem]:
    """New problems, one at a time, the easiest first; ``number=None``: without end, the levels mixed.

    ``skills`` are main skills (all, where none are named), ``level`` one level or the lowest and the highest, ``name``
    what the ids start with. No problem comes twice. What a request cannot be is said at once (``UsageError``); when
    there are no more different problems of the kind ``Beyond`` is raised, never an early end.

    >>> [(problem.id, problem.level, problem.skills[0]) for problem in generate(7, skills=["chain"], level=(2, 3), number=2)]
    [('generated-7-1', 2, 'chain'), ('generated-7-2', 3, 'chain')]
    """
    return (draft.problem for draft in drafts(seed, skills, level, number, name))


def drafts(
    seed: int | str, skills: Sequence[str] | None = None, level: Levels = (1, 5), number: int | None = 10, name: str | None = None
) -> Iterator[Draft]:
    """The same with what each problem does not show."""
    low, high = (level, level) if isinstance(level, int) else level
    if low > high:
        raise UsageError("generate-levels", {"low": low, "high": high})
    if number is not None and not 1 <= number <= MOST:
        raise UsageError("generate-number", {"number": number, "limit": MOST})
    forms = fitting(skills, [low, high] if not {low, high} <= set(LEVELS) else range(low, high + 1))
    return _drafts(forms, Random(f"{VERSION}:{seed}"), number, name or f"generated-{seed}")


def _drafts(forms: Sequence[Form], rng: Random, number: int | None, name: str) -> Iterator[Draft]:
    levels = sorted({form.level for form in forms})
    made: set[Any] = set()
    used: Counter[Any] = Counter()
    digits = len(str(number or 99))
    for i in count() if number is None else range(number):
        level = chosen(levels, rng) if number is None else levels[i * len(levels) // number]
        draft = _new([form for form in forms if form.level == level], rng, made, used)
        if draft is None:
            raise Beyond("generate-exhausted", {"found": len(made), "number": number or "∞", "level": level})
        made.add(key(draft.problem))
        yield Draft(replace(draft.problem, id=f"{name}-{i + 1:0{digits}d}"), draft.seen)


def _new(forms: Sequence[Form], rng: Random, made: set[Any], used: Counter[Any]) -> Draft | None:
    """A problem of a form that was used least, its main skill before that."""
    tried: Counter[Any] = Counter()
    for _ in range(FRUITLESS):
        form = min(forms, key=lambda form: (tried[form], used[form.skills[0]], used[form], rng.random()))
        draft = _fit(form, rng, made)
        tried[form] += 1
        if draft is not None:
            used.update((form, form.skills[0]))
            return draft
    return None


def _fit(form: Form, rng: Random, made: set[Any]) -> Draft | None:
    """A filling of a form that is new and shows every mistake, or all that this form can show."""
    hidden: frozenset[Any] | None = None
    best: list[Draft] = []
    for _ in range(TRIES):
        draft = composed(form, rng, made)
        if not isinstance(draft, Draft):
            continue
        hidden = draft.seen.avoidable if hidden is None else hidden & draft.seen.avoidable
        if not draft.seen.avoidable:
            return draft
        best.append(draft)
        inherent = [draft for draft in best if draft.seen.avoidable <= hidden]
        if len(best) >= ENOUGH and inherent:
            return inherent[0]
    return None


ENOUGH = 4
"""What so many fillings of a form in a row do not show is taken to be due to the form."""
