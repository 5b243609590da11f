"""chainrule: derivatives explained the way a patient teacher writes them on the board.

    import chainrule
    d = chainrule.explain("sin(x^2+1)^3")
    print(d)

Importing this package is light: SymPy is imported when a function is first called.
"""

from __future__ import annotations

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
    from chainrule.api import Computation, Explanation, Step, SystemExplanation, TensorExplanation, computation, explain, parse, steps
    from chainrule.practice.check import Check, Checked, Mistake, check
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
    "Step",
    "SystemExplanation",
    "TensorExplanation",
    "TooLarge",
    "UsageError",
    "check",
    "check_work",
    "computation",
    "explain",
    "parse",
    "problems",
    "steps",
]


def __getattr__(name: str) -> Any:
    if name in ("Check", "Checked", "Mistake", "check"):
        from chainrule.practice import check as module
    elif name in ("CheckedWork", "check_work"):
        from chainrule.practice import work as module  # type: ignore[no-redef]
    elif name in ("Problem", "ProblemSet", "problems"):
        from chainrule.practice.problems import sets as module  # type: ignore[no-redef]
    elif name in __all__:
        from chainrule import api as module  # type: ignore[no-redef]
    else:
        raise AttributeError(f"module 'chainrule' has no attribute {name!r}")
    globals()[name] = getattr(module, name)  # found at once from now on
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
