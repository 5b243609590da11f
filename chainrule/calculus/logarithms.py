"""Rules that go through logarithms: powers with a changing exponent, products of powers, ln of products.

Taken apart, ln needs an absolute value around whatever may be negative: ln(f·g) = ln|f| + ln|g|; and
y = f·g may be negative itself: ln|y| = ln|f| + ln|g|, whose derivative is y′/y all the same.

This module knows the laws of logarithms; it must not know the other rules, words or layout.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.rule import Work, rewritten
from chainrule.calculus.signs import never_negative
from chainrule.calculus.steps import Step
from chainrule.expression.constants import ONE, number
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times


def general_power(goal: Any, work: Work) -> Step | None:
    """(f^g)′ = f^g · (g·ln f)′"""
    if not isinstance(goal, Power) or not (work.depends(goal.args[0]) and work.depends(goal.args[1])):
        return None
    f, g = goal.args
    return _logarithmic("general-power", goal, goal, Times(g, Apply("ln", f)), work)


def logarithmic(goal: Any, work: Work) -> Step | None:
    """y′ = y·(ln|y|)′, where y ≠ 0"""
    if work.method != "logarithmic" or not isinstance(goal, Times | Over | Power | Root) or goal.args[0] == sympy.E:
        return None
    positive = never_negative(goal)
    expanded = _apart(goal, positive)
    if expanded is None:
        return None
    return _logarithmic("logarithmic", goal, goal if positive else Apply("abs", goal), expanded, work)


def _logarithmic(rule: str, goal: Any, argument: Any, logarithm: Any, work: Work) -> Step:
    letter = work.names.part()
    below = work.by_rule(logarithm)
    parts = (("y", goal), ("argument", argument), ("ln_y", logarithm), ("ln_y_derivative", below.result))
    return Step(rule, goal, work.variable, Times(goal, below.result), parts, ((letter, logarithm),), (below,))


def log_laws(goal: Any, work: Work) -> Step | None:
    """ln(f·g) = ln|f| + ln|g|,  ln(f/g) = ln|f| − ln|g|,  ln fⁿ = n·ln|f|, then term by term"""
    if work.method != "log-laws" or not isinstance(goal, Apply) or goal.name != "ln":
        return None
    inside = goal.arguments[0]
    bars = isinstance(inside, Apply) and inside.name == "abs"
    form = _apart(inside.arguments[0], positive=False) if bars else _apart(inside, positive=True)
    if form is None:
        return None
    return rewritten("log-laws", goal, form, work, work.by_rule)


def _apart(tree: Any, positive: bool) -> Any:
    """ln|tree| taken apart by the laws of logarithms; ``None`` when there is nothing to take apart.

    ``positive``: the tree is positive wherever this is used; so is then its only factor that could be negative.
    """
    match tree:
        case Times(args=factors):
            sure = positive and sum(not never_negative(factor) for factor in factors) < 2
            return Plus(*[term for factor in factors for term in _terms(_ln(factor, sure))])
        case Over(args=(a, b)):
            sure = positive and (never_negative(a) or never_negative(b))
            below = [term.args[0] if isinstance(term, Minus) else Minus(term) for term in _terms(_ln(b, sure))]
            above = [] if a == ONE else _terms(_ln(a, sure))
            return Plus(*above, *below) if len(above) + len(below) > 1 else below[0]
        case Power(args=(a, b)):
            return b if a == sympy.E else Times(b, _ln(a, _positive_base(number(b), positive)))
        case Root(args=(a, n)):
            return Over(_ln(a, positive or n % 2 == 0), n)
        case _:
            return None


def _positive_base(exponent: Fraction | None, positive: bool) -> bool:
    """Whether a power with this exponent has a positive base: where only then it is real, or else is not positive."""
    if exponent is None or exponent.denominator % 2 == 0:
        return True
    return positive and exponent.numerator % 2 == 1


def _ln(tree: Any, positive: bool) -> Any:
    """ln of the tree taken apart; with bars where it may be negative."""
    apart = _apart(tree, positive)
    if apart is not None:
        return apart
    bare = tree.args[0] if isinstance(tree, Minus) and not positive else tree
    return Apply("ln", tree if positive or never_negative(tree) else Apply("abs", bare))


def _terms(tree: Any) -> list[Any]:
    return list(tree.args) if isinstance(tree, Plus) else [tree]


def change_of_base(goal: Any, work: Work) -> Step | None:
    """log_b f = ln f / ln b, then the quotient rule"""
    if not isinstance(goal, Apply) or goal.name != "log" or not work.depends(goal.arguments[1]):
        return None
    form = Over(Apply("ln", goal.arguments[0]), Apply("ln", goal.arguments[1]))
    return rewritten("change-of-base", goal, form, work, work.by_rule)
