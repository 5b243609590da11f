"""The catalogue of mistakes, by the rule in whose place they stand."""

from __future__ import annotations

from chainrule.practice.mistakes.combinations import COMBINATIONS
from chainrule.practice.mistakes.composites import COMPOSITES
from chainrule.practice.mistakes.curves import CURVES
from chainrule.practice.mistakes.functions import FUNCTIONS
from chainrule.practice.mistakes.letters import LETTERS
from chainrule.practice.mistakes.mistake import Mistake
from chainrule.practice.mistakes.powers import PLAIN
from chainrule.practice.mistakes.towers import TOWERS

MISTAKES: tuple[Mistake, ...] = (*COMPOSITES, *COMBINATIONS, *PLAIN, *FUNCTIONS, *LETTERS, *TOWERS, *CURVES)
"""Every mal-rule."""


def beside(rule: str) -> tuple[Mistake, ...]:
    """The mistakes that are made in place of a rule; ``table`` for a function of the table.

    >>> beside("general-power")[0].wrong_law
    '(f^g)′ = g·f^(g−1)'
    """
    return tuple(mistake for mistake in MISTAKES if rule in mistake.siblings)
