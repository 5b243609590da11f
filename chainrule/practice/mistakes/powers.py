"""Mistakes with powers, roots and exponentials: (xⁿ)′ = n·xⁿ⁻¹, (√x)′ = 1/(2√x), (aˣ)′ = aˣ·ln a.

1/xⁿ counts as a power as well; where a law speaks of xⁿ, the exponent of 1/x³ is −3.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.errors import ChainruleError
from chainrule.expression.constants import ONE, number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.value import written_row
from chainrule.expression.written import Apply, Power, Root, replace, symbols
from chainrule.practice.ink import Value, applied, power
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE, Mistake
from chainrule.practice.replay import Parts

POWERS = ("power", "root", "reciprocal", "negative-power")


def exponent(p: Parts) -> Value:
    """The n of xⁿ; of √x it is 1/2, of 1/x³ it is −3."""
    match p.step.rule:
        case "power":
            return p.n
        case "root":
            return 1 / p.n
        case "reciprocal":
            return -1
        case _:
            return -1 / p.n if isinstance(p.step.goal.args[1], Root) else -p.n


def coefficient(p: Parts) -> Value:
    """The c of c/xⁿ, else 1."""
    return p.c if p.step.rule in ("reciprocal", "negative-power") else 1


def exponent_kept(p: Parts) -> Value:
    """(xⁿ)′ = n·xⁿ"""
    return exponent(p) * p.y


def exponent_factor_missing(p: Parts) -> Value:
    """(xⁿ)′ = xⁿ⁻¹"""
    n = number(p.step.parts[-1][1]) if p.step.rule != "reciprocal" else -1
    return p.right / exponent(p) if p.step.rule != "root" and n != -1 else None


def root_factor_missing(p: Parts) -> Value:
    """(√x)′ = 1/√x"""
    return p.right * p.n if p.step.rule == "root" else None


def is_negative(p: Parts) -> bool:
    """Whether the exponent is."""
    n = number(p.step.parts[-1][1]) if p.step.rule == "power" else -1
    return p.step.rule != "root" and n is not None and n < 0


def exponent_moved_wrong_way(p: Parts) -> Value:
    """(xⁿ)′ = n·xⁿ⁺¹"""
    return None if is_negative(p) and p.step.rule != "reciprocal" else exponent(p) * p.y * p.x


def negative_exponent_raised(p: Parts) -> Value:
    """(x⁻ⁿ)′ = −n·x⁻ⁿ⁺¹"""
    return exponent(p) * p.y * p.x if is_negative(p) and p.step.rule != "reciprocal" else None


def exponent_lowered_too_far(p: Parts) -> Value:
    """(xⁿ)′ = n·xⁿ⁻²"""
    return p.right / p.x


def integrated_power(p: Parts) -> Value:
    """(xⁿ)′ = xⁿ⁺¹/(n + 1)"""
    return None if p.role == "outer" else _integral(p)


def integrated_outer_power(p: Parts) -> Value:
    """(uⁿ)′ = uⁿ⁺¹/(n + 1)·u′"""
    return _integral(p) if p.role == "outer" else None


def _integral(p: Parts) -> Value:
    if p.step.rule == "reciprocal":
        return p.c * applied("ln", p.x)
    return p.y * p.x / (exponent(p) + 1)


def reciprocal_inner_missing(p: Parts) -> Value:
    """(1/xⁿ)′ = −1/(xⁿ)²"""
    return -p.y * p.y / p.c if p.step.rule == "negative-power" else None


def denominator_differentiated_only(p: Parts) -> Value:
    """(1/xⁿ)′ = 1/(n·xⁿ⁻¹)"""
    if p.step.rule not in ("reciprocal", "negative-power"):
        return None
    n = -exponent(p)
    return p.c / (n * p.c / (p.y * p.x))


def root_upside_down(p: Parts) -> Value:
    """(√x)′ = 2√x"""
    return p.n * p.y if p.step.rule == "root" else None


def minus_lost(p: Parts) -> Value:
    """(x⁻ⁿ)′ = n·x⁻ⁿ⁻¹"""
    return -p.right if is_negative(p) else None


# Exponentials


def exponential_as_power(p: Parts) -> Value:
    """(aˣ)′ = x·aˣ⁻¹"""
    return p.x * power(p.a, p.x - 1)


def exponential_lowered(p: Parts) -> Value:
    """(aˣ)′ = aˣ⁻¹"""
    return power(p.a, p.x - 1)


def log_factor_missing(p: Parts) -> Value:
    """(aˣ)′ = aˣ"""
    return None if p.step.parts[0][1] == sympy.E else p.y


def integrated_exponential(p: Parts) -> Value:
    """(aˣ)′ = aˣ/ln a"""
    return None if p.step.parts[0][1] == sympy.E else p.y / applied("ln", p.a)


def log_of_the_variable(p: Parts) -> Value:
    """(aˣ)′ = aˣ·ln x"""
    return p.y * applied("ln", p.x)


# Constants


def letters(tree: Any) -> list[sympy.Symbol]:
    """The letters held constant in it."""
    return sorted(symbols(tree), key=str)


def letters_of_goal(p: Parts) -> int:
    """How many letters a constant has."""
    return len(letters(p.step.goal))


def letter_differentiated(p: Parts, i: int) -> Value:
    """(g(y))′ = g′(y), by x"""
    return by_letter(p, p.step.goal, letters(p.step.goal)[i])


def by_letter(p: Parts, tree: Any, letter: sympy.Symbol) -> Value:
    """The derivative of a tree by one of its letters; ``None`` where there is no rule for it."""
    try:
        return p.at(derivative_by(tree, letter))
    except ChainruleError:
        return None


@lru_cache(maxsize=256)
def derivative_by(tree: Any, letter: sympy.Symbol) -> Any:
    """The derivative of a tree, whose other letters are constants."""
    return differentiate(tree, letter, Names({symbol.name for symbol in symbols(tree)})).result


def constant_kept(p: Parts) -> Value:
    """(c)′ = c"""
    return None if p.step.goal == ONE else p.y


def one_kept(p: Parts) -> Value:
    """(1)′ = 1"""
    return p.y if p.step.goal == ONE else None


def constant_to_one(p: Parts) -> Value:
    """(c)′ = 1"""
    return None if p.step.goal == ONE or symbols(p.step.goal) else 1 + p.right


def power_rule_on_constant(p: Parts) -> Value:
    """(cⁿ)′ = n·cⁿ⁻¹"""
    if not isinstance(p.step.goal, Power) or symbols(p.step.goal):
        return None
    c, n = p.at(p.step.goal.args[0]), p.at(p.step.goal.args[1])
    return n * power(c, n - 1)


def function_of_constant(p: Parts) -> Value:
    """(f(c))′ = f′(c)"""
    goal = p.step.goal
    if (
        symbols(goal)
        or not isinstance(goal, Apply)
        or goal.name not in BY_NAME
        or len(goal.arguments) != 1
        or not BY_NAME[goal.name].derivative
    ):
        return None
    return p.at(replace(written_row(goal.name, "derivative"), {sympy.Symbol("x"): goal.arguments[0]}))


PLAIN = (
    Mistake("exponent-kept", POWERS, exponent_kept),
    Mistake("exponent-factor-missing", POWERS, exponent_factor_missing),
    Mistake("root-factor-missing", POWERS, root_factor_missing),
    Mistake("exponent-moved-wrong-way", POWERS, exponent_moved_wrong_way, KNOWN),
    Mistake("exponent-moved-wrong-way", POWERS, negative_exponent_raised),
    Mistake("exponent-lowered-too-far", POWERS, exponent_lowered_too_far, RARE),
    Mistake("wrong-sign", POWERS, minus_lost),
    Mistake("integrated", POWERS, integrated_power, KNOWN),
    Mistake("integrated", POWERS, integrated_outer_power, RARE),
    Mistake("reciprocal-inner-missing", POWERS, reciprocal_inner_missing, KNOWN),
    Mistake("denominator-differentiated-only", POWERS, denominator_differentiated_only, KNOWN),
    Mistake("root-upside-down", POWERS, root_upside_down, RARE),
    Mistake("power-rule-on-exponential", ("exponential",), exponential_as_power),
    Mistake("exponential-lowered", ("exponential",), exponential_lowered),
    Mistake("log-factor-missing", ("exponential",), log_factor_missing),
    Mistake("integrated", ("exponential",), integrated_exponential, KNOWN),
    Mistake("wrong-logarithm", ("exponential",), log_of_the_variable, RARE),
    Mistake("constant-kept", ("constant",), constant_kept, COMMON),
    Mistake("constant-kept", ("constant",), one_kept, KNOWN),
    Mistake("letter-not-constant", ("constant",), letter_differentiated, KNOWN, letters_of_goal),
    Mistake("constant-to-one", ("constant",), constant_to_one, KNOWN),
    Mistake("power-rule-on-constant", ("constant",), power_rule_on_constant),
    Mistake("constant-as-variable", ("constant",), function_of_constant, KNOWN),
)
"""The catalogue of powers, roots, exponentials and constants."""
