"""What a rule is: one small function as data, and what it may ask for while it works.

This module knows the shape of rules; it must not know any one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import sympy

from chainrule.calculus.layers import Dependence
from chainrule.calculus.names import Names
from chainrule.calculus.steps import Step

NODES = 30_000
"""A derivative that would have more symbols than this, written out, is refused."""


class Work(Protocol):
    """What a rule may ask for while it works on one variable."""

    variable: sympy.Symbol
    depends: Dependence
    names: Names
    method: str

    def derivative(self, goal: Any) -> Step:
        """The step for a part, in the same variable."""

    def by_rule(self, goal: Any) -> Step:
        """The step for a part by the rule that fits its form, whatever method was asked for."""

    def in_letter(self, goal: Any, letter: sympy.Symbol) -> Step:
        """The step for an outer function, in a layer's letter."""


class Rule(NamedTuple):
    """A rule as data. ``silent``: done without a word on the board; ``buggy``: a mistake, of its ``sibling``."""

    id: str
    apply: Callable[[Any, Work], Step | None]
    silent: bool = False
    buggy: bool = False
    sibling: str | None = None

    @property
    def law(self) -> str:
        """The formula, as the docstring of the function has it."""
        return (self.apply.__doc__ or "").strip()


def rewritten(rule: str, goal: Any, form: Any, work: Work, derivative: Callable[[Any], Step]) -> Step:
    """The same function in another form, differentiated."""
    letter = work.names.part()
    below = derivative(form)
    return Step(rule, goal, work.variable, below.result, (("rewritten", form),), ((letter, form),), (below,))
