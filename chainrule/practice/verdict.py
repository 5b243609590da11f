"""What came of checking an answer, as data; nothing here computes or speaks.

    Verdict = Unreadable | Correct | Unfinished | Mistaken | Incorrect | Undecided

    Unreadable(error)                       the answer cannot be read
    Correct(condition)                      right; real on a part of the domain only where there is a condition
    Unfinished(letters, closed)             right once the layers' letters are put back or a derivative is taken
    Mistaken(explanations, witness)         wrong, and one or more mistakes would explain it
    Incorrect(witness, partly)              wrong; which terms or factors of it are right
    Undecided(why)                          no points were found where both can be computed

This module must not know rules, words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import ChainruleError

Chain = tuple[Any, ...]
"""A condition as trees and relations: ``(x, ">", 0)``."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the problem something happened.

    ``kind``: layer (the k-th of n), term, factor, numerator, denominator, logarithm, whole, answer. ``part`` is
    what stands there, ``where`` the same in the variable of the problem; ``letter`` is a layer's letter with its value.
    """

    kind: str
    part: Any
    where: Any
    k: int = 1
    n: int = 1
    letter: tuple[sympy.Symbol, Any] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake at one place.

    ``rule`` is the rule that belongs there, ``facts`` are the trees its sentence names, a plain number says which
    derivative; ``wrong`` and ``right`` are what was and what should have been written for the derivative of ``goal``
    (``None`` where nothing is differentiated there); ``expected`` is what the student has to write there;
    ``everywhere``: made at every place where it can be made; ``order``: in which differentiation, ``again``: in every
    further one as well. ``branch`` is the branch of a graph on which it happened, ``left`` the left-hand side of the
    two lines where it is not (goal)′; ``factored``: of a composite ``wrong`` has a factor a layer.
    """

    id: str
    place: Place
    expected: Any
    facts: Mapping[str, Any]
    goal: Any = None
    variable: sympy.Symbol | None = None
    wrong: Any = None
    right: Any = None
    rule: str = ""
    law: str = ""
    order: int = 1
    everywhere: bool = False
    again: bool = False
    branch: tuple[Any, ...] = ()
    left: Any = None
    factored: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """Mistakes that, made together, give the answer; ``cost`` tells how much must be believed."""

    findings: tuple[Finding, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Witness:
    """A point, and both values there; ``yours`` is ``None`` where the answer has no value."""

    point: Mapping[str, float]
    yours: float | None
    correct: float


@dataclass(frozen=True, slots=True)
class Partly:
    """Which terms, factors or paths of a wrong answer are right. ``kind``: terms | factors | paths"""

    kind: str
    right: tuple[Any, ...]
    wrong: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The answer cannot be read; the error says where and why."""

    error: ChainruleError


@dataclass(frozen=True, slots=True)
class Correct:
    """Right. ``condition``: the answer is real only there, the derivative elsewhere; ``rounded`` from this number."""

    condition: tuple[Chain, ...] = ()
    rounded: Any = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Right so far: ``letters`` are to be put back; ``closed`` is the answer with that done.

    ``numbers`` says that the letters stand for numbers, ``missing`` what has not been answered yet.
    """

    letters: tuple[tuple[sympy.Symbol, Any], ...]
    closed: Any
    underived: bool = False
    numbers: bool = False
    missing: tuple[Any, ...] = ()
    how: str = ""
    """What is left to be done where it is something else: ``solve`` an equation, put the ``slope`` in."""


@dataclass(frozen=True, slots=True)
class Mistaken:
    """Wrong, and explained; several explanations cannot be told apart by this answer."""

    explanations: tuple[Explanation, ...]
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class Incorrect:
    """Wrong, and no single mistake explains it."""

    witness: Witness | None
    partly: Partly | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """It could not be decided. ``why`` is the key of a sentence."""

    why: str


Verdict = Unreadable | Correct | Unfinished | Mistaken | Incorrect | Undecided
