"""Whether a problem is about what its author says: each skill leaves a trace in the derivation.

    lacking(problem)      the skills that nothing in the derivation is an example of

This module knows skills and the ids of rules; it must not know words or files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chainrule.api import explain
from chainrule.explained.single import Explanation
from chainrule.explained.system import SystemExplanation
from chainrule.explained.tensors import TensorExplanation
from chainrule.explained.worked import Worked
from chainrule.expression.written import symbols
from chainrule.labelled import Step
from chainrule.practice.problems.problem import Problem

TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
HYPERBOLIC = ("sinh", "cosh", "tanh", "coth", "sech", "csch")

RULES: Mapping[str, frozenset[str]] = {
    skill: frozenset(rules)
    for skill, rules in {
        "power": ("power", "negative-power", "reciprocal"),
        "root": ("root", "power"),
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


SEVERAL = SystemExplanation | TensorExplanation
TRAITS: Mapping[str, Callable[[Problem, Worked], bool]] = {
    "layers": lambda problem, worked: problem.kind == "layers",
    "slip": lambda problem, worked: problem.kind == "slip",
    "many-layers": lambda problem, worked: any(_is_deep(step) for step in worked.steps),
    "higher-order": lambda problem, worked: any(step.order > 1 for step in worked.steps),
    "partial": lambda problem, worked: isinstance(worked, SEVERAL) or _letters(worked) > 1,
    "paths": lambda problem, worked: isinstance(worked, SEVERAL),
    "graph": lambda problem, worked: isinstance(worked, SEVERAL) or problem.at is not None,
    "arrays": lambda problem, worked: isinstance(worked, TensorExplanation),
    "network": lambda problem, worked: isinstance(worked, SEVERAL),
}
"""A skill is practised where this is so."""


def lacking(problem: Problem) -> tuple[str, ...]:
    """The skills of a problem of which nothing in its derivation is an example. Raises subclasses of ``ChainruleError``."""
    worked = explain(problem.problem, **problem.options)
    rules = {step.rule for step in worked.steps}
    return tuple(skill for skill in problem.skills if not (TRAITS[skill](problem, worked) if skill in TRAITS else rules & RULES[skill]))


def _is_deep(step: Step) -> bool:
    """Whether a composite has three layers or more."""
    return step.rule == "chain" and len(step.substeps) > 1 and step.substeps[1].rule == "chain"


def _letters(worked: Worked) -> int:
    """How many letters the function has, those that stay constant as well."""
    return len(symbols(worked.question.goal)) if isinstance(worked, Explanation) else 0
