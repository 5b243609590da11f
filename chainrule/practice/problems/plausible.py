"""Whether a problem is about what its author says: each skill leaves a trace in the derivation.

    lacking(problem)      the skills that nothing in the derivation is an example of

This module knows skills and the ids of rules; it must not know words or files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chainrule.calculus.implicit import implicit
from chainrule.calculus.names import Names
from chainrule.calculus.steps import Step
from chainrule.expression.constants import number
from chainrule.expression.written import Equals, symbols
from chainrule.graph.derive import derive_system
from chainrule.practice.diagnose import letters_of
from chainrule.practice.problems.problem import Problem
from chainrule.practice.route import route
from chainrule.question import ask
from chainrule.questions import Question
from chainrule.tensors import recognise
from chainrule.tensors.derive import derive

TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
HYPERBOLIC = ("sinh", "cosh", "tanh", "coth", "sech", "csch")

RULES: Mapping[str, frozenset[str]] = {
    skill: frozenset(rules)
    for skill, rules in {
        "power": ("power", "negative-power", "reciprocal"),
        "exponential": ("exponential", "exp"),
        "logarithm": ("ln", "log", "ln-abs", "logarithmic", "log-laws", "change-of-base", "general-power"),
        "trigonometric": TRIGONOMETRIC,
        "inverse": tuple(f"a{name}" for name in (*TRIGONOMETRIC, *HYPERBOLIC)),
        "hyperbolic": (*HYPERBOLIC, *(f"a{name}" for name in HYPERBOLIC)),
        "chain": ("chain", "paths"),
        "sum": ("sum",),
        "product": ("product",),
        "quotient": ("quotient", "reciprocal", "quotient-as-product"),
        "general-power": ("general-power", "logarithmic"),
        "implicit": ("implicit",),
    }.items()
}
"""A skill is practised where one of these rules is used."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a derivation shows of itself: its steps, and what kind of problem it belongs to.

    ``kind`` is single, system or arrays; ``letters`` the number of letters of a single function, those that stay
    constant as well.
    """

    kind: str
    steps: tuple[Step, ...] = ()
    order: int = 1
    letters: int = 0

    @property
    def rules(self) -> frozenset[str]:
        """The ids of the rules that were used."""
        return frozenset(step.rule for step in self.steps)

    @property
    def is_deep(self) -> bool:
        """Whether a composite has three layers or more: inside it another one, alone or in a term of a sum."""
        return any(step.rule == "chain" and _has_composite(step.substeps[1]) for step in self.steps)

    @property
    def has_root(self) -> bool:
        """Whether a root is differentiated, written as one or as a power."""
        return any(step.rule == "root" or (step.rule == "power" and _is_fraction(dict(step.parts).get("n"))) for step in self.steps)


TERMS = frozenset(("sum", "constant-multiple", "negation"))
"""What a term stands in."""


def _has_composite(step: Step) -> bool:
    """Whether an inner function is a composite, or a sum with one in a term."""
    return step.rule == "chain" or (step.rule in TERMS and any(map(_has_composite, step.substeps)))


def _is_fraction(exponent: Any) -> bool:
    known = number(exponent) if exponent is not None else None
    return known is not None and known != int(known)


def trace(problem: Problem) -> Trace:
    """The derivation of a problem. Raises subclasses of ``ChainruleError``.

    >>> trace(Problem("a", "sin(cos(x^2))", "", 3, ("many-layers",))).is_deep
    True
    """
    if recognise(problem.problem):
        wanted = [name.strip() for name in problem.wrt.split(",")] if problem.wrt else []
        derive(problem.problem, wanted, problem.at)
        return Trace("arrays")
    question = ask(problem.problem, problem.wrt, problem.order, problem.at)
    if not isinstance(question, Question):
        stages = derive_system(question.system, question.sources, question.order, question.mixed).stages
        roots = [edge.local.root for stage in stages for edge in stage.branches.values()]
        return Trace("system", _walked(roots), question.order)
    goal, variable = question.goal, question.variable
    if isinstance(goal, Equals):
        roots = [one.root for one in implicit(goal, variable, question.output).rounds]
    else:
        names = Names(letters_of(goal, variable, question.output), question.given)
        roots = [one.root for one in route(goal, variable, names, question.order)]
    return Trace("single", _walked(roots), question.order, len(symbols(goal)))


def _walked(roots: list[Step]) -> tuple[Step, ...]:
    return tuple(step for root in roots for step in root.walk())


TRAITS: Mapping[str, Callable[[Problem, Trace], bool]] = {
    "layers": lambda problem, found: problem.kind == "layers",
    "slip": lambda problem, found: problem.kind == "slip",
    "root": lambda problem, found: found.has_root,
    "many-layers": lambda problem, found: found.is_deep or found.kind == "system",
    "higher-order": lambda problem, found: found.order > 1,
    "partial": lambda problem, found: found.kind != "single" or found.letters > 1,
    "paths": lambda problem, found: found.kind != "single",
    "graph": lambda problem, found: found.kind != "single" or problem.at is not None,
    "arrays": lambda problem, found: found.kind == "arrays",
    "network": lambda problem, found: found.kind != "single",
}
"""A skill is practised where this is so."""


def lacking(problem: Problem) -> tuple[str, ...]:
    """The skills of a problem of which nothing in its derivation is an example. Raises subclasses of ``ChainruleError``.

    >>> lacking(Problem("a", "x^2 sin x", "", 2, ("product", "quotient")))
    ('quotient',)
    """
    found = trace(problem)
    if found.kind == "arrays":  # its rules have names of their own
        return ()
    return tuple(
        skill for skill in problem.skills if not (TRAITS[skill](problem, found) if skill in TRAITS else found.rules & RULES[skill])
    )
