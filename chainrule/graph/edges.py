"""The branches of a system: the local derivative of each definition by each letter in it.

    ∂z/∂u of z = (u + v)²:   Edge(source u, target z, partial 2(u + v))

Every local derivative is a step tree of the stepper, tidied; it can be unfolded. This module knows
systems and the stepper; it must not know paths, words or drawings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.steps import Round
from chainrule.calculus.tidy import tidy
from chainrule.expression.written import Apply, Primed, postorder, replace
from chainrule.graph.system import Name, System

TWICE = 2
"""A local derivative in which the function itself stands so often is written with the function's name."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One branch, from a letter to a definition it stands in. Law: ∂(formula of target)/∂source = partial.

    ``local`` is the worked derivation in the letters of the formula. ``partial`` is its tidied result; where the
    function itself stands in it at least twice, the function's name stands for it: dŷ/du = ŷ(1 − ŷ) for ŷ = σ(u).
    """

    source: Name
    target: Name
    local: Round
    partial: Any


def edges(system: System, names: Iterable[Name] | None = None, taken: Iterable[Name] = ()) -> dict[tuple[Name, Name], Edge]:
    """The branches by (target, source), in the order of the definitions; only those among ``names``, when given.

    ``taken`` are further letters that no layer may be called.

    Raises ``NoRule`` and ``TooLarge``.

    >>> import sympy
    >>> from chainrule.expression.written import Apply
    >>> from chainrule.graph.system import system
    >>> u, y = sympy.symbols("u y")
    >>> edges(system([(y, Apply("sigmoid", u))]))[y, u].partial
    y*(1 - y)
    """
    wanted = None if names is None else frozenset(names)
    known = {name.name for name in (*system.formula, *system.inputs, *taken)}
    found: dict[tuple[Name, Name], Edge] = {}
    for target, formula in system.definitions:
        if wanted is not None and target not in wanted:
            continue
        letters = known | {node.name for node in postorder(formula) if isinstance(node, Apply | Primed)}
        for source in system.uses[target]:
            if wanted is None or source in wanted:
                root = differentiate(formula, source, Names(letters))
                local = Round(1, root, tidy(root.result))
                found[target, source] = Edge(source, target, local, _by_name(local.answer, target, formula))
    return found


def _by_name(partial: Any, target: Name, formula: Any) -> Any:
    """The partial with the name of the function for the function itself, where it stands there at least twice."""
    times = _count(partial, formula)
    return replace(partial, {formula: target}) if times >= TWICE else partial


def _count(tree: Any, part: Any) -> int:
    """How often a part stands in a tree, when the tree is written out."""
    counts: dict[int, int] = {}
    for node in postorder(tree):
        counts[id(node)] = 1 if node == part else sum(counts[id(child)] for child in node.args if id(child) in counts)
    return counts[id(tree)]
