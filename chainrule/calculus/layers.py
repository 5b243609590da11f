"""The outer and the inner function of a composite.

    decompose(sin(x² + 1)³)     outer □³        inner sin(x² + 1)
    decompose(5 − 2 cos 3x)     outer 5 − 2cos □    inner 3x
    decompose(x² + 1), decompose(3 sin x)      None: nothing is nested

Constant factors and terms around a function belong to the outer function, as on the blackboard.
This module knows the shape of trees; it must not know derivatives.
"""

from __future__ import annotations

from typing import Any

import sympy

from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed, Root, Times, operands, postorder, rebuild


class Dependence:
    """Which trees depend on a variable; every subtree is looked at once."""

    def __init__(self, variable: sympy.Symbol) -> None:
        """Nothing is known yet."""
        self.variable = variable
        self._known: dict[int, bool] = {}
        self._alive: list[sympy.Basic] = []  # identities stay valid while their nodes live

    def __call__(self, tree: sympy.Basic) -> bool:
        """Whether the variable occurs in the tree."""
        if id(tree) not in self._known:
            self._alive.append(tree)
            for node in postorder(tree):
                if id(node) not in self._known:
                    self._known[id(node)] = node == self.variable or any(self._known[id(child)] for child in operands(node))
        return self._known[id(tree)]


def slot(node: sympy.Basic, depends: Dependence) -> int | None:
    """Which operand of a function the variable enters by; ``None``: by none or by several."""
    dependent = [i for i, child in enumerate(operands(node)) if depends(child)]
    return dependent[0] if len(dependent) == 1 else None


def decompose(tree: Any, depends: Dependence) -> tuple[Any, Any, list[tuple[Any, int]]] | None:
    """``(function, inner, path)``: the function node whose argument is composite, and the way down to it.

    ``None`` when the variable enters in several places or nothing is nested.
    """
    path: list[tuple[Any, int]] = []
    node = tree
    while (place := slot(node, depends)) is not None:
        inner = operands(node)[place]
        path.append((node, place))
        if _is_function(node, place):
            if _in_bars(node, inner):
                path.append((inner, 0))
                inner = inner.arguments[0]
            if inner == depends.variable or _elementary(node, inner, depends):
                return None
            return node, inner, path
        node = inner
    return None


def _in_bars(node: Any, inner: Any) -> bool:
    """Whether node and operand together are one function: ln|□|, with the derivative 1/□."""
    return isinstance(node, Apply) and isinstance(inner, Apply) and (node.name, inner.name) == ("ln", "abs")


def _is_function(node: Any, place: int) -> bool:
    """Whether the node acts on its operand as a function: a power, root, named function or 1/□."""
    match node:
        case Power() | Root() | Apply() | Primed():
            return True
        case Over():
            return place == 1
        case _:
            return False


def _elementary(node: Any, inner: Any, depends: Dependence) -> bool:
    """1/xⁿ and 1/ⁿ√x are powers of x themselves, no layers."""
    return isinstance(node, Over) and isinstance(inner, Power | Root) and inner.args[0] == depends.variable and not depends(inner.args[1])


def refill(path: list[tuple[Any, int]], new: Any) -> Any:
    """The tree of a path with the operand at its end replaced: the outer function in its own letter."""
    for node, place in reversed(path):
        below = list(operands(node))
        below[place] = new
        new = rebuild(node, below)
    return new


def constants_joined(factors: tuple[Any, ...], depends: Dependence) -> list[Any]:
    """The factors of a product with every constant joined to the factor it stands before (the last: after).

    2·x·sin 3x has the two factors 2x and sin 3x.
    """
    groups: list[list[Any]] = [[]]
    for factor in factors:
        if groups[-1] and depends(groups[-1][-1]):
            groups.append([])
        groups[-1].append(factor)
    if len(groups) > 1 and not depends(groups[-1][-1]):
        groups[-2:] = [groups[-2] + groups[-1]]
    return [group[0] if len(group) == 1 else Times(*group) for group in groups]


def negated(tree: Any) -> bool:
    """Whether the tree is printed with a minus in front."""
    return isinstance(tree, Minus) or (isinstance(tree, Plus) and isinstance(tree.args[0], Minus))
