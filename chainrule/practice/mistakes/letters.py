"""A mistake with letters that are held constant: a product differentiated by the wrong one of them.

    (xy)′ = y by x      x: by y

This module knows constants with letters in them; it must not know problems of several variables.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy

from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.errors import ChainruleError
from chainrule.expression.written import symbols
from chainrule.practice.ink import Value
from chainrule.practice.mistakes.mistake import KNOWN, Mistake
from chainrule.practice.replay import Parts


def by_another(p: Parts, index: int) -> Value:
    """(xy)′ = x"""
    if p.step.substeps[0].rule != "identity":
        return None
    prime = derivative(p.step.goal, letters(p.constant)[index])
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


LETTERS = (Mistake("part-by-another-letter", ("constant-multiple",), by_another, KNOWN, others),)
"""The catalogue of letters held constant."""
