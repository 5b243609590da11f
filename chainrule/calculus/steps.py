"""What a derivation is made of: values, computed once and stored; nothing here computes.

    Step        d(goal)/d(variable) = result, by a rule, with its named parts and substeps
    Rewrite     before = after, by a tidying rule
    Round       one differentiation: the step tree, what it gave, and the tidying that follows
    Derivation  the rounds of one problem, its conditions and its verification

This module must not know rules, words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.cycle import Cycle

WORKED = frozenset(
    (
        "chain",
        "product",
        "quotient",
        "general-power",
        "logarithmic",
        "log-laws",
        "quotient-as-product",
        "change-of-base",
        "paths",
        "implicit",
        "parametric",
    )
)
"""Rules that are worked in a step of their own, with named parts."""


CURVES = ("implicit", "implicit-again", "parametric")
"""Rules whose result is a derivative along a curve; the steps below them are those of its sides or coordinates."""


class Step(NamedTuple):
    """One application of a rule. Law: d(goal)/d(variable) = result, as it stands.

    ``parts`` are the named subtrees in reading order (``outer``, ``inner``, the layer's own name, …);
    ``names`` are the letters this step introduced, with what they stand for.
    """

    rule: str
    goal: Any
    variable: sympy.Symbol
    result: Any
    parts: tuple[tuple[str, Any], ...] = ()
    names: tuple[tuple[sympy.Symbol, Any], ...] = ()
    substeps: tuple[Step, ...] = ()

    @property
    def takes_lines(self) -> bool:
        """Whether the work does not fit on one line: something in it is composed, multiplied or divided."""
        return self.rule in WORKED or any(step.takes_lines for step in self.substeps)

    def walk(self) -> Iterator[Step]:
        """This step and all below it, in reading order."""
        stack = [self]
        while stack:
            step = stack.pop()
            yield step
            stack.extend(reversed(step.substeps))


class Rewrite(NamedTuple):
    """One tidying. Law: before = after wherever both are defined. ``reasons``: every rule used, the most telling first."""

    reasons: tuple[str, ...]
    before: Any
    after: Any

    @property
    def rule(self) -> str:
        """The most telling reason."""
        return self.reasons[0]


class Round(NamedTuple):
    """One differentiation of a problem: ``goal`` to ``answer``."""

    order: int
    root: Step
    tidying: tuple[Rewrite, ...]

    @property
    def goal(self) -> Any:
        """What is differentiated."""
        return self.root.goal

    @property
    def unsimplified(self) -> Any:
        """Exactly what the rules gave."""
        return self.root.result

    @property
    def answer(self) -> Any:
        """The tidied derivative."""
        return self.tidying[-1].after if self.tidying else self.root.result


class Verification(NamedTuple):
    """What the checks from outside the stepper found.

    ``verified`` is ``None`` when it could not be decided; ``failed`` names the rules of failed steps.
    ``by_sympy`` tells whether SymPy's derivative took part in every check, ``why`` what kept it from a
    decision: ``no-points`` (nothing real to try), ``too-large`` (numbers), ``division`` (by zero).
    """

    verified: bool | None
    checked: int
    passed: int
    points: int
    by_sympy: bool
    failed: tuple[str, ...] = ()
    why: str = ""


class Condition(NamedTuple):
    """Where the result holds, as a chain of trees and relations: ``(x, ">", 0)``, ``(−1, "<", 2x, "<", 1)``.

    ``kind``: ``domain`` (the function or its derivative is real only there), ``smooth`` (a corner or a vertical
    tangent elsewhere), ``base`` (of a power or logarithm) or ``nowhere`` (nothing fulfils it; no chain).
    ``there``: the derivative at the point that x ≠ a leaves out, where it has one all the same.
    """

    kind: str
    chain: tuple[Any, ...]
    there: Any = None


class Derivation(NamedTuple):
    """A whole worked derivative. ``varying`` are all letters that vary, unlike a, k …, also those held constant here."""

    variable: sympy.Symbol
    rounds: tuple[Round, ...]
    conditions: tuple[Condition, ...]
    verification: Verification
    layers: tuple[tuple[sympy.Symbol, Any], ...] = ()
    varying: frozenset[sympy.Symbol] = frozenset()
    cycle: Cycle | None = None

    @property
    def held(self) -> tuple[sympy.Symbol, ...]:
        """The letters that vary but are held constant here."""
        return tuple(sorted(self.varying - {self.variable}, key=str))

    @property
    def answer(self) -> Any:
        """The tidied derivative of the last round, as a written tree."""
        return self.rounds[-1].answer

    @property
    def unsimplified(self) -> Any:
        """What the rules gave in the last round, as a written tree."""
        return self.rounds[-1].unsimplified
