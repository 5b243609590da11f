"""The computational graph of a system: one operation a node.

    L = ½(ŷ − y)²   becomes   v₁ = ŷ − y,  v₂ = v₁²,  L = ½ v₂

The same operation on the same nodes is one node. A system comes out again, so that edges, paths and
sweeps are those of any system. This module knows the shape of trees; it must not know derivatives or words.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import sympy

from chainrule.expression.written import Minus, Plus, fold, operands, rebuild
from chainrule.graph.system import Name, System, system

LETTERS = "vtqnmgh"
"""The first of these that begins no name of the system, with numbers behind it, names the new nodes."""


def operations(whole: System) -> System:
    """The system with one operation a definition, the new nodes right behind the name they belong to.

    >>> from chainrule.expression.written import Over, Power, Times
    >>> a, b, c = sympy.symbols("a b c")
    >>> operations(system([(c, Times(Over(1, 2), Power(Plus(a, Minus(b)), 2)))])).definitions
    ((c, 1/2*v_2), (v_2, v_1**2), (v_1, a - b))
    """
    heads = {name.name[0] for name in (*whole.formula, *whole.inputs)}
    letter = next((head for head in LETTERS if head not in heads), "node")
    fresh = (sympy.Symbol(f"{letter}_{i}") for i in count(1))
    known: dict[Any, Name] = {}
    definitions: list[tuple[Name, Any]] = []
    for name in whole.order:
        top = fold(whole.formula[name], lambda node, below: _visit(node, below, known, fresh, definitions))
        if isinstance(top, sympy.Symbol):  # the whole is an operation met before, or a bare letter
            definitions.append((name, top))
            continue
        known.setdefault(top, name)
        definitions.append((name, top))
    return system(reversed(definitions), whole.outputs)


def _visit(node: Any, below: list[Any], known: dict[Any, Name], fresh: Any, definitions: list[tuple[Name, Any]]) -> Any:
    """The node on named operands; each operand that is an operation itself gets a name first."""

    def named(part: Any) -> Any:
        if isinstance(node, Plus) and isinstance(part, Minus):  # a − b is one operation
            return Minus(*map(named_whole, part.args))
        return named_whole(part)

    def named_whole(part: Any) -> Any:
        if not operands(part) or not part.free_symbols:
            return part
        if part not in known:
            known[part] = next(fresh)
            definitions.append((known[part], part))
        return known[part]

    return rebuild(node, [named(part) for part in below]) if operands(node) else node
