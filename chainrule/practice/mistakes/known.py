"""The ids of all mistakes that an answer can show: of the rules, of path sums, of equations, of arrays.

This module knows the catalogues; it must not know any one mistake.
"""

from __future__ import annotations

from chainrule.practice.mistakes import MISTAKES
from chainrule.practice.mistakes.arrays import ARRAYS
from chainrule.practice.mistakes.equations import DEPENDENT, SOLVING
from chainrule.practice.mistakes.paths import PATHS

OF_THE_TASK = ("not-differentiated", "order-too-low", "path-left-out")
"""Mistakes that replace no law: nothing was done, or not enough."""
KNOWN = tuple(sorted({*OF_THE_TASK, *(mistake.id for mistake in (*MISTAKES, *PATHS, *DEPENDENT, *SOLVING, *ARRAYS))}))
"""Every id that may stand under ``masked``."""
