"""What a mistake is: a wrong law in place of a sound one, as data.

This module knows the shape of a mistake; it must not know any one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chainrule.practice.replay import Law

COMMON, KNOWN, RARE = 1, 2, 3
"""How much must be believed: seen in every class; seen now and then; seen once or never, but thinkable."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mal-rule: ``law`` is what the student used where a rule of the ``siblings`` belongs.

    The docstring of the law is the wrong law. A law answers with a value, or ``None`` where it does not apply;
    with ``each`` (how many there are) it is about one term, factor or variant, and gets its number.
    """

    id: str
    siblings: tuple[str, ...]
    law: Law
    cost: int = COMMON
    each: Callable[[Any], int] | None = None

    @property
    def wrong_law(self) -> str:
        """The formula, as the docstring of the law has it."""
        return (self.law.__doc__ or "").strip()
