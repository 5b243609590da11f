"""``check_work``: a whole working of any kind of problem.

This module knows the kinds of workings; it must not know how any of them is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from chainrule.errors import Beyond, UsageError
from chainrule.expression.written import Equals
from chainrule.practice.checkedwork import CheckedWork
from chainrule.practice.curveworking import CurveWorking
from chainrule.practice.implicit import implicit_task
from chainrule.practice.judge import task
from chainrule.practice.several.task import several
from chainrule.practice.several.work import SystemWork
from chainrule.practice.several.working import SystemWorking
from chainrule.practice.working import Working
from chainrule.question import ask
from chainrule.questions import Question, SystemQuestion
from chainrule.tensors import recognise
from chainrule.words import LANGUAGES

__all__ = ["CheckedWork", "check_work"]


def check_work(
    problem: str | sympy.Expr | Mapping[str, Any],
    working: str,
    wrt: str | sympy.Symbol | None = None,
    order: int | None = None,
    lang: str = "en",
    log_base: int | None = None,
) -> CheckedWork:
    """Judge a whole working, one line after the other, in plain text or LaTeX.

    Options as for ``check``. Raises subclasses of ``ChainruleError`` for the problem; a line that cannot be read is a
    status of that line.
    """
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    if isinstance(problem, str) and recognise(problem):
        raise Beyond("check-arrays-work")
    asked = ask(problem, wrt, order, log_base=log_base, method="partial")
    if isinstance(asked, SystemQuestion) and asked.chain is None:
        if asked.order > 1 or asked.mixed:
            raise Beyond("work-order")
        whole = several(asked)
        if any(one.right is None or one.goal is None for one in whole.components):
            raise Beyond("work-too-long")
        return SystemWork(whole, tuple(SystemWorking(whole, log_base).lines(working)), lang)
    if isinstance(asked, Question) and isinstance(asked.goal, Equals):
        on_curve = implicit_task(asked)
        return CheckedWork(on_curve, tuple(CurveWorking(on_curve, log_base).lines(working)), lang)
    one = task(asked)
    if one.curve is not None:
        raise Beyond("check-curve-work")
    return CheckedWork(one, tuple(Working(one, log_base).lines(working)), lang)
