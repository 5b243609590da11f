"""A wrong derivative of a system under examination: which wrong law of the graph gives it, or which slip on a branch.

    1  a mistake in putting the sum together, or a slip on one branch, or the same slip on several
    2  two of them at the same time
    3  which paths are right?

Everything is tried in numbers at several points that give every name a value; at a single point where the answer
is a number. This module knows the order of the questions; it must not know any one mistake or words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from chainrule.expression.numbers import Program
from chainrule.expression.written import rate, size
from chainrule.graph.edges import Edge
from chainrule.graph.paths import LISTED, Path
from chainrule.graph.system import Name, System
from chainrule.practice import findings
from chainrule.practice.ink import tree as written_tree
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE
from chainrule.practice.mistakes.paths import PATHS, SUBJECTS, PathMistake
from chainrule.practice.partly import terms
from chainrule.practice.replay import NOWHERE
from chainrule.practice.route import Round, spots, tidied
from chainrule.practice.several.assembly import Branches, Key, Medium, Numbers, Signs, Sum, Trees, key
from chainrule.practice.trials import Trial, Trials, written
from chainrule.practice.verdict import Explanation, Finding, Partly, Place

Close = Callable[[float, float], bool]
Point = Mapping[str, float]

BRANCHES = 40
"""Of a system with more branches on the paths no slips are looked for."""
BESIDE = ("branch-sign", "branch-not-differentiated", "letter-as-derivative")
"""What is said of a branch only where no slip in working it is found."""
FEW = 3
"""More pairs than this that fit equally well explain nothing."""
ENOUGH_IN_IT = 4
"""An answer with fewer symbols than this is too little evidence for two mistakes at once."""


@dataclass(frozen=True, eq=False)
class Asked:
    """One derivative of a system: of ``output`` by ``source``, along the listed ``paths``."""

    system: System
    branches: Branches
    output: Name
    source: Name
    paths: tuple[Path, ...]
    varying: frozenset[Name]

    def sum(self, medium: Medium) -> Sum:
        """The path sum in a medium."""
        return Sum(self.system, self.branches, self.output, self.source, self.paths, medium)

    @property
    def signs(self) -> Sum:
        """The path sum in the signs of its branches."""
        return self.sum(Signs(self.system, self.varying))

    @property
    def sign(self) -> Any:
        """∂z/∂x"""
        return rate(self.output, self.source, 1, self.varying & self.system.below(self.output))


class Overridden(Numbers):
    """Numbers, with other ones on some branches."""

    def __init__(self, base: Numbers, instead: Mapping[Key, float]) -> None:
        """What is known of the point is kept."""
        self.point = base.point
        self._known = base._known
        self._instead = instead

    def branch(self, edge: Edge) -> float:
        """The number on the branch."""
        return self._instead.get(key(edge)) if key(edge) in self._instead else super().branch(edge)  # type: ignore[return-value]


@dataclass(frozen=True, eq=False)
class Assembled:
    """A wrong law of the assembly, with its subject."""

    mistake: PathMistake
    subject: Any

    @property
    def cost(self) -> int:
        """How much must be believed."""
        return self.mistake.cost

    def value(self, asked: Asked, medium: Medium) -> Any:
        """The wrong sum."""
        return self.mistake.law(asked.sum(medium), self.subject)


@dataclass(frozen=True, eq=False)
class Slipped:
    """Slips in working the local derivatives of some branches, the sum put together soundly."""

    slips: tuple[tuple[Edge, Round, Trial], ...]

    @property
    def cost(self) -> int:
        """How much must be believed."""
        return self.slips[0][2].cost

    @cached_property
    def instead(self) -> Mapping[Key, Any]:
        """What the student had on each of the branches, as trees; raises ``ValueError`` where it cannot be written."""
        found = {key(edge): written(one, trial, edge.source) for edge, one, trial in self.slips}
        if any(tree is None for tree in found.values()):
            raise ValueError(self)
        return found

    def numbers(self, base: Numbers) -> Mapping[Key, float]:
        """The same at a point."""
        return {where: base.tree(tree) for where, tree in self.instead.items()}


class Diagnosis:
    """One wrong derivative: ``values`` are those of the answer at the ``points``, ``close`` tells when numbers are the same."""

    def __init__(self, asked: Asked, points: Sequence[Point], values: Sequence[float], close: Close, answer: Any = None) -> None:
        """Nothing is tried yet."""
        self.asked = asked
        self.answer = answer
        self._media = [Numbers(point) for point in points]
        self._values = list(values)
        self._close = close

    @property
    def possible(self) -> bool:
        """Whether all paths are known and there is a point to look at."""
        return bool(self._media) and 0 < len(self.asked.paths) < LISTED

    def explanations(self, every: bool = False) -> tuple[Explanation, ...]:
        """What would explain the answer, the likeliest first; with ``every`` the less likely as well, where there is something."""
        if not self.possible:
            return ()
        singles: list[Assembled | Slipped] = [*self.assembled(), *self.slipped()]
        told = {key(one.subject) for one in singles if isinstance(one, Assembled) and one.mistake.id == "branch-missing"}
        singles = [one for one in singles if not (isinstance(one, Slipped) and len(one.slips) == 1 and one.instead.keys() <= told)]
        slipped = {where for one in singles if isinstance(one, Slipped) for where in one.instead}
        singles = [one for one in singles if not (isinstance(one, Assembled) and one.mistake.id in BESIDE and key(one.subject) in slipped)]
        for cost in (COMMON, KNOWN):
            found = [one for one in singles if one.cost == cost or (every and one.cost <= KNOWN)]
            if found:
                return self._told(found)
        if not every:
            pairs = list(self.pairs())
            if 0 < len(pairs) <= FEW:
                return tuple(pairs)
        return self._told([one for one in singles if one.cost == RARE])

    def _told(self, found: Sequence[Assembled | Slipped]) -> tuple[Explanation, ...]:
        told: dict[Any, Explanation] = {}
        for one in sorted(found, key=lambda one: one.cost):
            finding = [self.finding(one)] if isinstance(one, Assembled) else self.slip_findings(one)
            told.setdefault(tuple((f.id, f.branch, f.place.part) for f in finding), Explanation(tuple(finding), one.cost))
        return tuple(told.values())

    # One mistake

    def wrong(self) -> Iterator[Assembled]:
        """Every wrong law of the assembly that comes to something else than the right sum at the first point."""
        first = self.asked.sum(self._media[0])
        for mistake in PATHS:
            for subject in SUBJECTS[mistake.about](first):
                value = _number(lambda mistake=mistake, subject=subject: mistake.law(first, subject))  # type: ignore[misc]
                if value is not None and not _same(value, self._right):
                    yield Assembled(mistake, subject)

    @cached_property
    def _right(self) -> float:
        value = _number(lambda: self.asked.sum(self._media[0]).right)
        return math.nan if value is None else value

    def assembled(self) -> Iterator[Assembled]:
        """The wrong laws that give the answer."""
        for one in self.wrong():
            if self._fits(lambda medium, one=one: one.value(self.asked, medium)):  # type: ignore[misc]
                yield one

    def _fits(self, value: Callable[[Numbers], Any]) -> bool:
        """Whether a wrong way gives the answer at every point where it can be computed, and at most points it can."""
        agreed = 0
        for medium, wanted in zip(self._media, self._values, strict=True):
            number = _number(lambda medium=medium: value(medium))  # type: ignore[misc]
            if number is None:
                continue
            if not self._close(number, wanted):
                return False
            agreed += 1
        return 2 * agreed >= len(self._media)

    # Slips on branches

    @cached_property
    def _trials(self) -> Mapping[Key, tuple[Edge, Round, Trials]]:
        """Every slip on every branch, in numbers at the first point."""
        on_paths = self.asked.sum(self._media[0]).edges()
        if len(on_paths) > BRANCHES or len(self.asked.system.definitions) == 1:
            return {}
        found = {}
        for edge in on_paths:
            one = Round(edge.local.root, tuple(spots(edge.local.root)))
            try:
                found[key(edge)] = edge, one, Trials(one, self._media[0].point, edge.source)
            except NOWHERE:
                continue
        return found

    def slipped(self) -> Iterator[Slipped]:
        """The slips on one branch that give the answer, and the same slip on several."""
        for edge, one, trials in self._trials.values():
            for trial in self._needed(edge, trials, partial(self._with, {})):
                if self._slips_fit(slip := Slipped(((edge, one, trial),))):
                    yield slip
        yield from (slip for slip in self._everywhere() if self._slips_fit(slip))

    def _needed(self, edge: Edge, trials: Trials, value: Callable[[Mapping[Key, float]], Any], wanted: float | None = None) -> list[Trial]:
        """The slips on a branch that give the answer at the first point, where the sum is linear in the branch."""
        low, high, far = (_number(lambda k=k: value({key(edge): k})) for k in (0.0, 1.0, 3.0))  # type: ignore[misc]
        if low is None or high is None or far is None or _same(low, high) or not _same(far, low + 3 * (high - low)):
            return []
        target = self._values[0] if wanted is None else wanted
        return [trial for trial, number in (*trials.single, *trials.everywhere) if self._close(low + number * (high - low), target)]

    def _slips_fit(self, slip: Slipped) -> bool:
        try:
            _ = slip.instead
        except NOWHERE:
            return False
        return self._fits(lambda medium: self.asked.sum(Overridden(medium, slip.numbers(medium))).right)

    def _everywhere(self) -> Iterator[Slipped]:
        """The same mistake on all branches where it can be made."""
        found: dict[str, dict[Key, tuple[Edge, Round, Trial]]] = {}
        for where, (edge, one, trials) in self._trials.items():
            for trial, _ in (*trials.everywhere, *trials.single):
                if len(trial.mistakes) == 1 and trial.cost == COMMON:
                    (mistake,) = trial.mistakes
                    found.setdefault(mistake.id, {}).setdefault(where, (edge, one, trial))
        for slips in found.values():
            if len(slips) > 1:
                yield Slipped(tuple(slips.values()))

    # Two mistakes

    def pairs(self) -> Iterator[Explanation]:
        """A common mistake in the assembly and a common slip on a branch, or slips on two branches."""
        if self.answer is None or size(self.answer) < ENOUGH_IN_IT:
            return
        for one in (one for one in self.wrong() if one.cost == COMMON):
            for edge, worked, trials in self._trials.values():
                for trial in self._needed(edge, trials, partial(self._assembled_with, one)):
                    slip = Slipped(((edge, worked, trial),))
                    if trial.cost == COMMON and self._both_fit(one, slip):
                        yield Explanation((self.finding(one), *self.slip_findings(slip)), 2 * COMMON)
        yield from self._two_slips()

    def _with(self, known: Mapping[Key, float], instead: Mapping[Key, float]) -> Any:
        """The sum at the first point with other numbers on some branches."""
        return self.asked.sum(Overridden(self._media[0], {**known, **instead})).right

    def _assembled_with(self, one: Assembled, instead: Mapping[Key, float]) -> Any:
        """The same, put together wrongly."""
        return one.value(self.asked, Overridden(self._media[0], instead))

    def _both_fit(self, one: Assembled, slip: Slipped) -> bool:
        try:
            _ = slip.instead
        except NOWHERE:
            return False
        return self._fits(lambda medium: one.value(self.asked, Overridden(medium, slip.numbers(medium))))

    def _two_slips(self) -> Iterator[Explanation]:
        known = list(self._trials.values())
        for i, (edge, one, trials) in enumerate(known):
            for trial, number in (pair for pair in trials.single if pair[0].cost == COMMON):
                for other, two, more in known[i + 1 :]:
                    value = partial(self._with, {key(edge): number})
                    for second in self._needed(other, more, value):
                        slip = Slipped(((edge, one, trial), (other, two, second)))
                        if second.cost == COMMON and self._slips_fit(slip):
                            yield Explanation(tuple(self.slip_findings(slip)), 2 * COMMON)

    # What is told

    def finding(self, one: Assembled) -> Finding:
        """A wrong law: where, what was written, what belongs there."""
        asked, subject, about = self.asked, one.subject, one.mistake.about
        signs = asked.signs
        medium = signs.medium
        assert isinstance(medium, Signs)
        facts: dict[str, Any] = {"rate": asked.sign, "z": asked.output, "x": asked.source, "letters": _listed(asked.system.formula, asked)}
        place = Place("sum", asked.sign, asked.system.closed.get(asked.output, asked.output))
        expected = tidied(written_tree(asked.sum(Trees()).right))
        match about:
            case "path":
                place = Place("path", through(subject), written_tree(asked.sum(Trees()).along(subject)))
                facts |= {"path": through(subject), "product": written_tree(signs.along(subject))}
                expected = place.where
            case "paths":
                facts |= {"path": through(subject[0]), "other": through(subject[1])}
                facts |= {"product": written_tree(signs.along(subject[0])), "second": written_tree(signs.along(subject[1]))}
            case "branch" | "branches":
                edge, other = (subject, None) if about == "branch" else subject
                place = Place("branch", (edge.target, "→", edge.source), edge.partial)
                facts |= {"factor": medium.sign(edge.target, edge.source), "value": edge.partial, "u": edge.target, "t": edge.source}
                if other is not None:
                    facts |= {"seen": medium.sign(other.target, other.source), "letter": other.source}
                expected = edge.partial
            case "letter":
                facts |= {"letter": subject, "seen": replace_source(asked, subject).sign}
            case "node":
                place = Place("node", subject, asked.system.closed.get(subject, subject))
                facts |= {"u": subject}
            case "letters":
                facts |= {"inner": _list(subject), "inputs": _list(dict.fromkeys(subject.values()))}
        wrong, right = self._lines(one)
        id, law = one.mistake.id, one.mistake.wrong_law
        return Finding(id, place, expected, facts, place.where, asked.source, wrong, right, "path-sum", law, left=asked.sign)

    def _lines(self, one: Assembled) -> tuple[Any, Any]:
        """The wrong and the right sum, in signs where the law can be written so."""
        for medium in (self.asked.signs.medium, Trees()):
            try:
                wrong = one.value(self.asked, medium)
                return written_tree(wrong), written_tree(self.asked.sum(medium).right)
            except NOWHERE:
                continue
        return None, None

    def slip_findings(self, slip: Slipped) -> list[Finding]:
        """Slips on branches: what happened there."""
        medium = self.asked.signs.medium
        assert isinstance(medium, Signs)
        found: list[Finding] = []
        for edge, one, trial in slip.slips:
            for finding in findings.explained(trial, one, edge.source, 1).findings:
                left = medium.sign(edge.target, edge.source) if finding.goal == one.root.goal else None
                found.append(replace(finding, branch=(edge.target, "→", edge.source), left=left))
        if len(slip.slips) > 1 and len({finding.id for finding in found}) == 1:
            return [replace(found[0], everywhere=True)]
        return found

    # The right parts

    def right_paths(self) -> Partly | None:
        """The paths whose contribution stands as a term in the answer."""
        if not self.possible or self.answer is None or len(self.asked.paths) < 2:
            return None
        mine = [[program(medium.point)[0] for medium in self._media] for program in map(Program, terms(self.answer))]
        right = []
        for path in self.asked.paths:
            theirs = [_number(partial(self.asked.sum(medium).along, path)) for medium in self._media]
            if any(all(a is not None and _same(a, b) for a, b in zip(theirs, term, strict=True)) for term in mine):
                right.append(through(path))
        wrong = tuple(through(path) for path in self.asked.paths if through(path) not in right)
        return Partly("paths", tuple(right), wrong) if right and wrong else None


def replace_source(asked: Asked, source: Name) -> Asked:
    """The same by another letter."""
    return replace(asked, source=source)


def through(path: Path) -> tuple[Any, ...]:
    """z → u → x"""
    return tuple(piece for name in path.through for piece in ("→", name))[1:]


def _list(names: Any) -> tuple[Any, ...]:
    return tuple(piece for name in names for piece in (",", name))[1:]


def _listed(formula: Any, asked: Asked) -> tuple[Any, ...]:
    """The intermediates on the paths."""
    return _list([name for name in asked.system.intermediates if any(name in path.through for path in asked.paths)])


def _number(value: Callable[[], Any]) -> float | None:
    """A number, or ``None`` where there is none."""
    try:
        found = value()
    except NOWHERE:
        return None
    return float(found) if isinstance(found, float | int) and math.isfinite(found) else None


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-13
