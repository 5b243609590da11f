"""Other natural ways to the same derivative.

    auto           the rule that fits the form as it was written
    product        f/g as f·g⁻¹, by the product rule
    logarithmic    ln on both sides, then differentiate
    log-laws       ln of a product, quotient or power taken apart first
    partial        several letters: the others held constant, without layers
    paths          several letters: by layers, one product a path
    differential   several letters: dz = z_u du + z_v dv, then collected

This module knows which way applies where; the rules themselves know how.
"""

from __future__ import annotations

from typing import Any

from chainrule.calculus.steps import Step
from chainrule.expression.written import Apply, Over, Power, Root, Times

METHODS = ("auto", "product", "logarithmic", "log-laws", "partial", "paths", "differential")


def alternatives(root: Step) -> tuple[str, ...]:
    """The methods, besides the one used, that a textbook might choose for this goal.

    >>> from sympy.abc import x
    >>> from chainrule.calculus.derive import derive
    >>> alternatives(derive(Over(Apply("sin", x), x), x).rounds[0].root)
    ('product', 'logarithmic')
    """
    rules = {step.rule for step in root.walk()}
    goals: list[Any] = [step.goal for step in root.walk()]
    found = []
    if "quotient" in rules:
        found.append("product")
    if root.rule in ("product", "quotient") and (root.rule == "quotient" or len(root.names) > 2):
        found.append("logarithmic")
    if (
        any(isinstance(g, Apply) and g.name == "ln" and isinstance(g.arguments[0], Times | Over | Power | Root) for g in goals)
        and "log-laws" not in rules
    ):
        found.append("log-laws")
    return tuple(found)
