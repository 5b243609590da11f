"""Mistakes with powers whose base and exponent both change: (f^g)′ = f^g·(g·ln f)′.

The logarithm has been differentiated: its parts are g and ln f, its primes g′ and f′/f.
"""

from __future__ import annotations

from chainrule.practice.ink import Value, applied, power
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, Mistake
from chainrule.practice.replay import Parts

TOWER = ("general-power",)


def base_and_exponent(p: Parts) -> tuple[Value, Value, Value, Value]:
    """f, g, f′, g′"""
    f, g = (p.at(part) for part in p.step.goal.args)
    g1, log1 = p.below.primes
    return f, g, log1 * f, g1


def power_rule(p: Parts) -> Value:
    """(f^g)′ = g·f^(g−1)"""
    f, g, _, _ = base_and_exponent(p)
    return g * power(f, g - 1)


def power_rule_and_base(p: Parts) -> Value:
    """(f^g)′ = g·f^(g−1)·f′"""
    f, g, f1, _ = base_and_exponent(p)
    return g * power(f, g - 1) * f1


def power_rule_and_exponent(p: Parts) -> Value:
    """(f^g)′ = g·f^(g−1)·g′"""
    f, g, _, g1 = base_and_exponent(p)
    return g * power(f, g - 1) * g1


def exponential_rule(p: Parts) -> Value:
    """(f^g)′ = f^g·ln f"""
    f, _, _, _ = base_and_exponent(p)
    return p.y * applied("ln", f)


def exponential_rule_and_exponent(p: Parts) -> Value:
    """(f^g)′ = f^g·ln f·g′"""
    f, _, _, g1 = base_and_exponent(p)
    return p.y * applied("ln", f) * g1


def exponential_rule_and_base(p: Parts) -> Value:
    """(f^g)′ = f^g·ln f·f′"""
    f, _, f1, _ = base_and_exponent(p)
    return p.y * applied("ln", f) * f1


def unfinished(p: Parts) -> Value:
    """(f^g)′ = (g·ln f)′"""
    return p.primes[0]


TOWERS = (
    Mistake("tower-power-rule", TOWER, power_rule),
    Mistake("tower-power-rule", TOWER, power_rule_and_base),
    Mistake("tower-power-rule", TOWER, power_rule_and_exponent, KNOWN),
    Mistake("tower-exponential-rule", TOWER, exponential_rule),
    Mistake("tower-exponential-rule", TOWER, exponential_rule_and_exponent),
    Mistake("tower-exponential-rule", TOWER, exponential_rule_and_base, KNOWN),
    Mistake("log-differentiation-unfinished", (*TOWER, "logarithmic"), unfinished, COMMON),
)
"""The catalogue of general powers."""
