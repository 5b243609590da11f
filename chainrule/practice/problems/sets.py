"""Where problem sets are: the ones that come along, the user's own, and files and folders by their place.

    problems()                  every set that is known by name
    problems("my-sets")         a set by name, a file, or every set in a folder
    find("two-layers")          one set

The user's own stand in ``problems`` in the application directory (or ``$CHAINRULE_HOME``); one with the name of a set
that comes along takes its place. This module knows places; it must not know what is in a file, or mathematics.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from chainrule.errors import ProblemFileError, UsageError
from chainrule.practice.home import home
from chainrule.practice.problems.problem import LEVELS, Problem, ProblemSet
from chainrule.practice.problems.reading import examined, read
from chainrule.practice.problems.skills import SKILLS

FILES = 1_000
"""So many files of a folder are looked at."""


def builtin() -> Path:
    """The folder of the sets that come along: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    installed = here / "builtin"
    return installed if installed.is_dir() else here.parent.parent.parent / "problems"


def known(environment: Mapping[str, str] = os.environ) -> dict[str, Path]:
    """The file of every set that is known by name."""
    return {path.stem: path for folder in (builtin(), home(environment) / "problems") for path in files(folder)}


def files(folder: Path) -> list[Path]:
    """The files of a folder that may be problem sets."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))[:FILES] if folder.is_dir() else []


def places(place: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """The files a name, a file, a folder or nothing (every known set) stands for. Raises ``UsageError``."""
    named = known(environment)
    if place is None:
        return list(named.values())
    if str(place) in named:
        return [named[str(place)]]
    path = Path(place).expanduser()
    if str(place).strip() and path.is_dir():
        found = files(path)
        if not found:
            raise UsageError("set-folder-empty", {"folder": str(place)})
        return found
    if path.is_file():
        return [path]
    near = get_close_matches(str(place), named, 1, 0.5)
    raise UsageError("unknown-set-near" if near else "unknown-set", {"name": str(place), "near": near[0] if near else ""})


def problems(place: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Iterator[ProblemSet]:
    """The sets of a place, one after the other; without a place every set known by name, in the order of learning.

    ``place`` is the name of a set, a TOML file or a folder of such files. Raises ``UsageError`` for a name or folder
    in which there is nothing, ``ProblemFileError`` for a file that cannot be used.
    """
    found = places(place, environment)
    if place is None:
        yield from sorted((read(path) for path in found), key=learned)
    else:
        yield from map(read, found)


def learned(one: ProblemSet) -> tuple[int, float, str]:
    """Where a set stands in the order of learning: by what most of its problems are about, then by their levels."""
    main = [problem.skills[0] for problem in one.problems]
    most = max(SKILLS, key=main.count)
    return SKILLS.index(most), sum(problem.level for problem in one.problems) / len(main), one.id


def find(name: str | Path, environment: Mapping[str, str] = os.environ) -> ProblemSet:
    """The set of a name or in a file. Raises ``UsageError`` with the nearest name, ``ProblemFileError``."""
    found = places(name, environment)
    if len(found) > 1:
        raise UsageError("several-sets", {"name": str(name), "names": ", ".join(path.stem for path in found[:5])})
    return read(found[0])


def find_either(name: str, environment: Mapping[str, str] = os.environ) -> tuple[ProblemSet, Problem | None]:
    """The set of a name or in a file, or a problem by its id with its set. Raises ``UsageError``, ``ProblemFileError``."""
    try:
        return find(name, environment), None
    except UsageError as error:
        if not error.kind.startswith("unknown-set"):
            raise
    sets, _ = usable(places(None, environment))
    ids = {problem.id: (one, problem) for one in sets for problem in one.problems}
    if name in ids:
        return ids[name]
    near = get_close_matches(name, [*(one.id for one in sets), *ids], 1, 0.6)
    raise UsageError("unknown-problem-near" if near else "unknown-problem", {"name": name, "near": near[0] if near else ""})


def usable(paths: Iterable[Path]) -> tuple[list[ProblemSet], list[ProblemFileError]]:
    """The sets of files in the order of learning, and why some of the files cannot be used."""
    looked = [examined(path) for path in paths]
    return sorted((one for one, _ in looked if one), key=learned), [defects[0] for one, defects in looked if one is None]


def fitting(sets: Iterable[ProblemSet], skill: str | None = None, level: int | None = None) -> Iterator[ProblemSet]:
    """The sets with problems in which a skill is practised at a level. Raises ``UsageError`` for an unknown one."""
    if skill is not None and skill not in SKILLS:
        near = get_close_matches(skill, SKILLS, 1, 0.5)
        raise UsageError(
            "unknown-skill-near" if near else "unknown-skill",
            {"name": skill, "known": ", ".join(SKILLS), "near": near[0] if near else ""},
        )
    if level is not None and level not in LEVELS:
        raise UsageError("unknown-level", {"level": level, "first": LEVELS[0], "last": LEVELS[-1]})
    for one in sets:
        if any(skill in (None, *problem.skills) and level in (None, problem.level) for problem in one.problems):
            yield one
