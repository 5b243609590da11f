"""Mistakes with letters that are held constant: only x varies, y is a constant like 5.

    (x³y²)′ = x³·2y by y      3x²·2y: the constant factor x³ has been differentiated as well

This module knows constants with letters in them; it must not know problems of several variables.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.errors import ChainruleError
from chainrule.expression.written import Over, Power, symbols
from chainrule.practice.ink import Value
from chainrule.practice.mistakes.mistake import KNOWN, Mistake
from chainrule.practice.replay import Parts


def of_its_letter(p: Parts, index: int) -> Value:
    """(5y)′ = 5, where only x varies"""
    goal = p.step.goal
    return None if isinstance(goal, Power) else _by(p, goal, index)  # of a power: power-rule-on-constant


def factor_differentiated(p: Parts, index: int) -> Value:
    """(c·f)′ = c′·f′"""
    dropped = isinstance(p.constant, sympy.Symbol)  # y′ = 1: coefficient-dropped
    prime = None if dropped or isinstance(p.step.goal, Over) or p.role == "slope" else _by(p, p.constant, index)
    return None if prime is None else prime * p.primes[0]


def by_another(p: Parts, index: int) -> Value:
    """(xy)′ = x"""
    if p.step.substeps[0].rule != "identity":
        return None
    prime = derivative(p.step.goal, letters(p.constant)[index])
    return None if prime is None else p.at(prime)


def _by(p: Parts, tree: Any, index: int) -> Value:
    prime = derivative(tree, letters(tree)[index])
    return None if prime is None else p.at(prime)


def letters(tree: Any) -> list[sympy.Symbol]:
    """The letters of a constant, in a fixed order."""
    return sorted(symbols(tree), key=str)


def others(p: Parts) -> int:
    """How many letters besides the variable there are."""
    return len(letters(p.constant))


@lru_cache(maxsize=256)
def derivative(tree: Any, letter: sympy.Symbol) -> Any:
    """The derivative of a constant by one of its letters; ``None`` where there is no rule."""
    try:
        return differentiate(tree, letter, Names({name.name for name in symbols(tree)})).result
    except ChainruleError:
        return None


LETTERS = (
    Mistake("constant-as-variable", ("constant",), of_its_letter, KNOWN, lambda p: len(letters(p.step.goal))),
    Mistake("constant-factor-differentiated", ("constant-multiple",), factor_differentiated, KNOWN, lambda p: len(letters(p.constant))),
    Mistake("part-by-another-letter", ("constant-multiple",), by_another, KNOWN, others),
)
"""The catalogue of letters held constant."""
