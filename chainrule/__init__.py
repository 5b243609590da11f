"""chainrule: derivatives explained the way a patient teacher writes them on the board.

    import chainrule
    d = chainrule.explain("sin(x^2+1)^3")
    print(d)

Importing this package is light: SymPy is imported when a function is first called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from chainrule.errors import (
    AmbiguousVariable,
    Beyond,
    ChainruleError,
    NoRule,
    ParseError,
    ProblemFileError,
    TooLarge,
    UsageError,
)

if TYPE_CHECKING:
    from chainrule.explained.explain import (
        Computation,
        Explanation,
        Step,
        SystemExplanation,
        TensorExplanation,
        computation,
        explain,
        parse,
        steps,
    )
    from chainrule.practice.batch.check import check_batch
    from chainrule.practice.check import Check, Checked, Mistake, check
    from chainrule.practice.drill.session import Session, drill
    from chainrule.practice.problems.generate import generate
    from chainrule.practice.problems.problem import Problem, ProblemSet
    from chainrule.practice.problems.sets import problems
    from chainrule.practice.work import CheckedWork, check_work

__all__ = [
    "AmbiguousVariable",
    "Beyond",
    "ChainruleError",
    "Check",
    "Checked",
    "CheckedWork",
    "Computation",
    "Explanation",
    "Mistake",
    "NoRule",
    "ParseError",
    "Problem",
    "ProblemFileError",
    "ProblemSet",
    "Session",
    "Step",
    "SystemExplanation",
    "TensorExplanation",
    "TooLarge",
    "UsageError",
    "check",
    "check_batch",
    "check_work",
    "computation",
    "drill",
    "explain",
    "generate",
    "parse",
    "problems",
    "steps",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'chainrule' has no attribute {name!r}")
    globals()[name] = getattr(import_module(_PLACES.get(name, "chainrule.explained.explain")), name)  # found at once from now on
    return globals()[name]


_PLACES = {
    "Check": "chainrule.practice.check",
    "Checked": "chainrule.practice.check",
    "Mistake": "chainrule.practice.check",
    "check": "chainrule.practice.check",
    "CheckedWork": "chainrule.practice.work",
    "check_work": "chainrule.practice.work",
    "check_batch": "chainrule.practice.batch.check",
    "Problem": "chainrule.practice.problems.sets",
    "ProblemSet": "chainrule.practice.problems.sets",
    "Session": "chainrule.practice.drill.session",
    "drill": "chainrule.practice.drill.session",
    "generate": "chainrule.practice.problems.generate",
    "problems": "chainrule.practice.problems.sets",
}
"""Where names stand; all others in ``chainrule.explained.explain``."""


def __dir__() -> list[str]:
    return __all__
