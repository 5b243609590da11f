"""How every worked solution ends: where it holds, and whether it was checked.

This module knows conditions and verdicts; it must not know what was solved.
"""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.calculus.steps import Condition, Verification
from chainrule.render import lines
from chainrule.render.board import Board


def close(board: Board, conditions: Sequence[Condition], verification: Verification) -> None:
    """The last sentences of a page."""
    if any(condition.kind == "nowhere" for condition in conditions):
        board.say("close.nowhere", "condition")
    elif conditions:
        board.say("close.conditions", "condition", conditions=lines.conditions(conditions))
    verdict(board, verification)


def verdict(board: Board, v: Verification) -> None:
    """Whether every line was checked, and how."""
    match v.verified:
        case True:
            board.say("close.checked" if v.by_sympy else "close.checked-numbers", "checked", points=str(v.points))
        case False:
            board.say("close.failed", "doubt")
        case None:
            board.say(f"undecided.{v.why}", "doubt")
