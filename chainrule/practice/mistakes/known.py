"""The ids of all mistakes that an answer can show: of the rules, of path sums, of equations, of arrays.

This module knows the catalogues; it must not know any one mistake.
"""

from __future__ import annotations

from collections.abc import Iterable

from chainrule.practice.mistakes import MISTAKES
from chainrule.practice.mistakes.arrays import ARRAYS
from chainrule.practice.mistakes.equations import DEPENDENT, SOLVING
from chainrule.practice.mistakes.paths import PATHS

OF_THE_TASK = ("not-differentiated", "order-too-low", "path-left-out")
"""Mistakes that replace no law: nothing was done, not enough, or a path was left out."""
_IDS: tuple[Iterable[str], ...] = (
    OF_THE_TASK,
    (mistake.id for mistake in (*MISTAKES, *DEPENDENT, *SOLVING)),
    (mistake.id for mistake in PATHS),
    (mistake.id for mistake in ARRAYS),
)
KNOWN = tuple(sorted(set().union(*_IDS)))
"""Every id that may stand under ``masked``."""
