"""The form of an expression up to the order of terms and factors: what makes an answer the expected one.

    2x cos x²  and  cos x² · x · 2       the same form
    (x + 1)²   and  x² + 2x + 1          the same value in two forms

This module knows trees; it must not know values or words.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.expression.constants import number
from chainrule.expression.written import Apply, Decimal, Minus, Over, Plus, Primed, Times, fold


def form(tree: Any) -> Any:
    """The form of an expression up to the order of terms and factors, and where a sign or a number stands."""
    return fold(tree, _form)


def _form(node: Any, below: list[Any]) -> Any:
    match node:
        case Decimal():
            return ("number", str(number(node)))
        case Minus():
            return _negated(below[0])
        case Times():
            signs = sum(part[0] == "minus" for part in below)
            parts = [part[1] if part[0] == "minus" else part for part in below]
            flat = [piece for part in parts for piece in (part[1] if part[0] == "times" else (part,))]
            product = ("times", tuple(sorted((p for p in flat if p != ("number", "1")), key=repr)))
            return ("minus", product) if signs % 2 else product
        case Over():
            signs = sum(part[0] == "minus" for part in below)
            above, under = (part[1] if part[0] == "minus" else part for part in below)
            return ("minus", ("over", above, under)) if signs % 2 else ("over", above, under)
        case Plus():
            flat = [piece for part in below for piece in (part[1] if part[0] == "plus" else (part,))]
            return ("plus", tuple(sorted(flat, key=repr)))
        case sympy.Integer():
            return ("number", str(node))
        case Apply() | Primed():
            return (type(node).__name__, str(node.args[: len(node.args) - len(below)]), *below)
        case _:
            return (type(node).__name__, *below) if below else ("leaf", str(node))


def _negated(form: Any) -> Any:
    return form[1] if form[0] == "minus" else ("minus", form)
