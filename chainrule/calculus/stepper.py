"""The stepper: goal and variable to a tree of steps, by the first rule that answers.

This module knows the order of the rules and the work limits; it must not know any one rule,
words or SymPy's calculus.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.layers import Dependence
from chainrule.calculus.names import Names
from chainrule.calculus.rule import NODES, Rule
from chainrule.calculus.rules import RULES
from chainrule.calculus.steps import Step
from chainrule.errors import NoRule, TooLarge
from chainrule.expression.written import size

LEVELS = 100
"""A function nested deeper than this is refused."""


class Stepper:
    """One differentiation: the rules, a variable and the letters given so far. A ``Work`` for the rules."""

    def __init__(
        self,
        variable: sympy.Symbol,
        names: Names,
        method: str = "auto",
        rules: tuple[Rule, ...] = RULES,
        level: int = 0,
    ) -> None:
        """``level`` counts how deep the function is nested so far."""
        self.variable = variable
        self.names = names
        self.method = method
        self.depends = Dependence(variable)
        self._rules = rules
        self._level = level
        self._known: dict[Any, Step] = {}

    def derivative(self, goal: Any) -> Step:
        """The step whose result is d(goal)/d(variable).

        Raises ``NoRule`` for a function without a rule, ``TooLarge`` beyond the work limits.
        """
        known = self._known.get(goal)
        if known is not None:
            return known
        if self._level >= LEVELS:
            raise TooLarge("too-deep", {"limit": LEVELS})
        self._level += 1
        try:
            for rule in self._rules:
                step = rule.apply(goal, self)
                if step is not None:
                    self._known[goal] = step
                    return step
        finally:
            self._level -= 1
        raise NoRule("no-rule", {"name": str(goal)})

    def by_rule(self, goal: Any) -> Step:
        """The step for a part by the rule that fits its form, whatever method was asked for."""
        return Stepper(self.variable, self.names, "auto", self._rules, self._level).derivative(goal)

    def in_letter(self, goal: Any, letter: sympy.Symbol) -> Step:
        """The step of an outer function in a layer's letter, by the same rules."""
        return Stepper(letter, self.names, self.method, self._rules, self._level).derivative(goal)


def differentiate(goal: Any, variable: sympy.Symbol, names: Names, method: str = "auto") -> Step:
    """The whole step tree of a goal. Law: its result is the derivative of the goal.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Apply, Power
    >>> step = differentiate(Apply("sin", Power(x, 2)), x, Names({"x"}))
    >>> step.rule, step.result
    ('chain', cos(x**2)*2*x)
    """
    step = Stepper(variable, names, method).derivative(goal)
    if size(step.result) > NODES:
        raise TooLarge("too-large", {"limit": NODES})
    return step
