"""Rules that go through logarithms: powers with a changing exponent, products of powers, ln of products.

This module knows the laws of logarithms; it must not know the other rules, words or layout.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.calculus.rule import Work, rewritten
from chainrule.calculus.steps import Step
from chainrule.expression.constants import ONE
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times


def general_power(goal: Any, work: Work) -> Step | None:
    """(f^g)′ = f^g · (g·ln f)′"""
    if not isinstance(goal, Power) or not (work.depends(goal.args[0]) and work.depends(goal.args[1])):
        return None
    f, g = goal.args
    return _logarithmic("general-power", goal, Times(g, Apply("ln", f)), work)


def logarithmic(goal: Any, work: Work) -> Step | None:
    """y′ = y·(ln y)′"""
    if work.method != "logarithmic" or not isinstance(goal, Times | Over | Power | Root) or goal.args[0] == sympy.E:
        return None
    expanded = _log_laws(goal)
    return None if expanded is None else _logarithmic("logarithmic", goal, expanded, work)


def _logarithmic(rule: str, goal: Any, logarithm: Any, work: Work) -> Step:
    letter = work.names.part()
    below = work.by_rule(logarithm)
    parts = (("y", goal), ("ln_y", logarithm), ("ln_y_derivative", below.result))
    return Step(rule, goal, work.variable, Times(goal, below.result), parts, ((letter, logarithm),), (below,))


def log_laws(goal: Any, work: Work) -> Step | None:
    """ln(f·g) = ln f + ln g,  ln(f/g) = ln f − ln g,  ln fⁿ = n·ln f, then term by term"""
    if work.method != "log-laws" or not isinstance(goal, Apply) or goal.name != "ln":
        return None
    form = _log_laws(goal.arguments[0])
    if form is None:
        return None
    return rewritten("log-laws", goal, form, work, work.by_rule)


def _log_laws(tree: Any) -> Any:
    """ln of the tree taken apart by the laws of logarithms; ``None`` when there is nothing to take apart."""

    def ln(part: Any) -> Any:
        return _log_laws(part) or Apply("ln", part)

    match tree:
        case Times(args=factors):
            return Plus(*[term for factor in factors for term in _terms(ln(factor))])
        case Over(args=(a, b)):
            below = [term.args[0] if isinstance(term, Minus) else Minus(term) for term in _terms(ln(b))]
            above = [] if a == ONE else _terms(ln(a))
            return Plus(*above, *below) if len(above) + len(below) > 1 else below[0]
        case Power(args=(a, b)):
            return b if a == sympy.E else Times(b, ln(a))
        case Root(args=(a, n)):
            return Over(ln(a), n)
        case _:
            return None


def _terms(tree: Any) -> list[Any]:
    return list(tree.args) if isinstance(tree, Plus) else [tree]


def change_of_base(goal: Any, work: Work) -> Step | None:
    """log_b f = ln f / ln b, then the quotient rule"""
    if not isinstance(goal, Apply) or goal.name != "log" or not work.depends(goal.arguments[1]):
        return None
    form = Over(Apply("ln", goal.arguments[0]), Apply("ln", goal.arguments[1]))
    return rewritten("change-of-base", goal, form, work, work.by_rule)
