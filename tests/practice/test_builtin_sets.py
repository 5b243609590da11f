"""The sets that come along: every one proved usable, every skill practised, both languages complete."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.problems.proving import prove
from chainrule.practice.problems.reading import read
from chainrule.practice.problems.sets import builtin, files
from chainrule.practice.problems.skills import SKILLS
from chainrule.words import LANGUAGES

FILES = files(builtin())
SETS = tuple(map(read, FILES))
PROBLEMS = tuple(problem for one in SETS for problem in one.problems)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_set_is_usable(path: Path) -> None:
    found = [f"{finding.problem}: {finding.kind} {dict(finding.facts)}" for proof in prove([path]) for finding in proof.findings]
    assert not found


def test_two_hundred_problems_at_least() -> None:
    assert len(PROBLEMS) >= 200


def test_every_id_once() -> None:
    assert [id for id, times in Counter(problem.id for problem in PROBLEMS).items() if times > 1] == []


@pytest.mark.parametrize("skill", SKILLS)
def test_skill_is_the_main_one_of_three_problems(skill: str) -> None:
    assert sum(problem.skills[0] == skill for problem in PROBLEMS) >= 3


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.id)
def test_easiest_first(one: ProblemSet) -> None:
    levels = [problem.level for problem in one.problems]
    assert levels == sorted(levels)


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.id)
def test_set_is_named_in_every_language(one: ProblemSet) -> None:
    assert set(one.title) == set(one.about) == set(LANGUAGES)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.id)
def test_the_ladder_of_hints_is_as_long_in_every_language(problem: Problem) -> None:
    rungs = {len(problem.hints[language]) for language in LANGUAGES}
    assert len(rungs) == 1
    assert rungs <= {1, 2, 3}
