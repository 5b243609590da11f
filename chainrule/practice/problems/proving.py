"""A set proved usable: whatever is found, one finding a line, with what to do about it.

    prove(paths)       (path, problem, findings) as they are worked through

Laws of a usable set: every problem can be read, its answer is right, its hints are there in both languages and give
nothing away at once, names are unique, and no common mistake leads to the right answer unless it is said to.
This module knows the laws; how each kind of problem is judged is known elsewhere. It must not know words or formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from chainrule.errors import Beyond, ChainruleError, ProblemFileError
from chainrule.practice.mistakes.known import KNOWN
from chainrule.practice.problems.plausible import lacking
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.problems.reading import examined
from chainrule.practice.problems.rightness import Fault, judged, wrong
from chainrule.practice.slips import slips
from chainrule.words import LANGUAGES

TELLING = 4
"""An answer shorter than this may stand in a hint by chance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands in the way of a set being used.

    ``kind`` is the key of its sentence and ``facts`` its slots; ``problem`` is the id, empty where it is about the
    whole file.
    """

    place: str
    problem: str
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of looking at one problem, or (without one) at a file as a whole."""

    path: Path
    problem: Problem | None
    findings: tuple[Finding, ...]


def prove(paths: Iterable[Path]) -> Iterator[Proof]:
    """Every file and every problem in it, looked at one after the other."""
    met = _Met()
    for path in paths:
        try:
            found, defects = examined(path)
        except OSError as error:
            unusable = ChainruleError("file", {"reason": error.strerror or str(error), "file": path.name})
            yield Proof(path, None, (Finding(str(path), "", "file", {"error": unusable}),))
            continue
        if found is None:
            yield Proof(path, None, tuple(Finding(str(path), _owner(defect), "file", {"error": defect}) for defect in defects))
            continue
        yield Proof(path, None, tuple(Finding(str(path), "", kind, facts) for kind, facts in of_set(found, path)))
        for problem in found.problems:
            faults = [*of_problem(problem), *met.before(problem, path)]
            yield Proof(path, problem, tuple(Finding(str(path), problem.id, kind, facts) for kind, facts in faults))


def _owner(defect: ProblemFileError) -> str:
    """The problem a defect is about; nothing where it is about the file."""
    owner = str(defect.facts.get("owner", ""))
    return "" if defect.facts.get("place", "").startswith(owner) else owner


def of_set(found: ProblemSet, path: Path) -> Iterator[Fault]:
    """What is wrong with a file as a whole."""
    if found.id != path.stem:
        yield "name", {"id": found.id, "file": path.stem}
    for part, texts in (("title", found.title), ("about", found.about)):
        for language in LANGUAGES:
            if language not in texts:
                yield f"{part}-missing", {"language": language}


def of_problem(problem: Problem) -> Iterator[Fault]:
    """What is wrong with one problem."""
    faults = list(wrong(problem))
    yield from faults
    if not any(kind in ("problem-unreadable", "not-judged", "letters") for kind, _ in faults):
        yield from of_skills(problem)
        yield from of_mistakes(problem)
    if problem.working and problem.kind != "slip":
        yield "working-unused", {"kind": problem.kind}
    yield from of_hints(problem)


def of_skills(problem: Problem) -> Iterator[Fault]:
    """Skills that are not practised."""
    try:
        for skill in lacking(problem):
            yield "skill-unused", {"skill": skill}
    except ChainruleError as error:
        yield "not-judged" if isinstance(error, Beyond) else "problem-unreadable", {"error": error}


def of_mistakes(problem: Problem) -> Iterator[Fault]:
    """Mistakes that give the right answer, and are not said to, or are said to and do not."""
    for id in problem.masked:
        if id not in KNOWN:
            near = get_close_matches(id, KNOWN, 1)
            yield ("mistake-unknown-near" if near else "mistake-unknown"), {"mistake": id, "near": near[0] if near else ""}
    if problem.kind != "differentiate":
        return
    found = sorted(slips(judged(problem).task).masked)
    for id in found:
        if id not in problem.masked:
            yield "masked", {"mistake": id}
    for id in problem.masked:
        if id in KNOWN and id not in found:
            yield "not-masked", {"mistake": id}


def of_hints(problem: Problem) -> Iterator[Fault]:
    """Hints that are missing, or that say the answer."""
    if not problem.hints:
        yield "no-hints", {}
        return
    for language in LANGUAGES:
        hints = problem.hints.get(language, ())
        if not hints:
            yield "hints-missing", {"language": language}
        told = _bare(problem.answer)
        for number, hint in enumerate(hints, 1):
            if _bare(hint) == told or (number == 1 and len(told) >= TELLING and told in _bare(hint)):
                yield "hint-tells", {"language": language, "number": str(number)}


def _bare(text: str) -> str:
    """A text without spaces, signs of multiplication and raised digits, so that 2·x² is 2x^2."""
    flat = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(digit)) for digit in m[0]), text)
    return re.sub(r"[\s*·×⋅$]", "", flat).lower()


class _Met:
    """The problems seen so far."""

    def __init__(self) -> None:
        self._ids: dict[str, Path] = {}
        self._tasks: dict[tuple[Any, ...], str] = {}

    def before(self, problem: Problem, path: Path) -> Iterator[Fault]:
        """Whether a problem of the same id, or the same problem, has been seen."""
        if problem.id in self._ids:
            yield "id-twice", {"file": self._ids[problem.id].name}
        task = (problem.kind, _bare(problem.problem), problem.wrt, problem.order, problem.at, problem.working)
        if task in self._tasks:
            yield "problem-twice", {"other": self._tasks[task]}
        self._ids.setdefault(problem.id, path)
        self._tasks.setdefault(task, problem.id)
