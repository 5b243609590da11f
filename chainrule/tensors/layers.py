"""Layers found in formulas: a = σ(W x + b) as z = W x + b, a = σ(z); what a network calls pre-activations.

What a function acts on entry by entry gets a letter when it is composite; so does a function inside a
matrix product, and softmax. Softmax with cross-entropy is one operation for the way back.

This module knows the shape of formulas; it must not know derivatives or words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy

from chainrule.expression.arrays import Dot, Hadamard, Matmul
from chainrule.expression.notation.names import layered
from chainrule.expression.written import Apply, Minus, Primed, fold, operands, postorder, rebuild
from chainrule.expression.written import replace as put_in
from chainrule.graph.system import Name, system
from chainrule.tensors.problem import Problem
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import Shape

INSIDE, OUTSIDE, CHANCES = "zuvsqt", "hgkrmc", "pqrst"
"""Letters for what a function acts on, for its values, for the values of softmax."""
NAMED = frozenset(("softmax", "vec"))
"""Functions whose values always get a name."""
WHOLE = frozenset(("sum", "ones", "vec", "fold", "entropy", "contract"))
"""Functions of arrays that are linear, or occur in gradients only."""


@dataclass(frozen=True, eq=False)
class Layered:
    """A problem with its layers named. ``derived`` are the formulas for the way back, ``targets`` the letters whose
    entries have to add up to 1, ``inner`` the letters functions act on entry by entry."""

    problem: Problem
    derived: dict[Name, Any]
    targets: tuple[Name, ...]
    inner: frozenset[Name]


def opened(problem: Problem) -> Layered:
    """The problem with its layers named.

    >>> from chainrule.tensors.problem import problem as read
    >>> opened(read("W: 2x3, x: 3; a = sigmoid(W x)")).problem.system.definitions
    ((z, Matmul(W, x)), (a, sigmoid(z)))
    """
    namer = _Namer(problem)
    definitions: list[tuple[Name, Any]] = []
    for name, tree in problem.system.definitions:
        namer.layer = layered(name.name.partition("_")[0])[1]
        whole = namer.opened(tree)
        definitions += [*namer.taken_out(), (name, whole)]
    found = replace(problem, system=system(definitions, (problem.output,)), scope=Scope(namer.shapes, problem.scope.maps))
    derived, targets = _fused(found)
    inner = frozenset(
        node
        for tree in derived.values()
        for node in _inner(tree, found.scope)
        if node in found.system.formula and (found.scope.shapes.get(node) or problem.layered)
    )
    return Layered(found, derived, targets, inner)


class _Namer:
    """Takes inner parts out of formulas and names them."""

    def __init__(self, problem: Problem) -> None:
        self.scope = problem.scope
        self.shapes: dict[Name, Shape] = dict(problem.scope.shapes)
        trees = [tree for _, tree in problem.system.definitions]
        self.taken = {node.name for node in postorder(*trees) if isinstance(node, sympy.Symbol | Apply | Primed)}
        self.taken |= {name.name for name in problem.system.formula}
        self.named: dict[Any, Name] = {}
        self.new: list[tuple[Name, Any]] = []
        self.layer = ""

    def opened(self, tree: Any) -> Any:
        """The formula on named parts."""
        return fold(tree, lambda node, below: self.visit(node, below, node is tree))

    def taken_out(self) -> list[tuple[Name, Any]]:
        """The parts that got a name since the last time, each behind what it uses."""
        found, self.new = self.new, []
        return found

    def visit(self, node: Any, below: list[Any], whole: bool) -> Any:
        scope = Scope(self.shapes, self.scope.maps)
        if isinstance(node, Apply) and node.name not in WHOLE:
            arrays = any(scope.shape(part) for part in below) or node.name in self.scope.maps
            if arrays:
                below = [part if isinstance(part, sympy.Symbol) else self.name(part, INSIDE) for part in below]
        elif isinstance(node, Matmul):
            table = {
                part: self.name(part, OUTSIDE)
                for factor in below
                for part in postorder(factor)
                if isinstance(part, Apply) and not is_linear(part)
            }
            below = [put_in(part, table) for part in below]
        new = rebuild(node, below)
        if isinstance(new, Apply) and new.name in NAMED and not whole:
            lower = [letter.name.lower() for letter in operands(new)[:1] if isinstance(letter, sympy.Symbol) and new.name == "vec"]
            return self.name(new, [*lower, *CHANCES])
        return new

    def name(self, part: Any, letters: Sequence[str]) -> Name:
        """The name of a part; the same part has the same name."""
        if part not in self.named:
            marks = [f"^({self.layer})", ""] if self.layer else [""]
            marks += [f"^({i})" for i in range(1, 100)]
            name = next(letter + mark for mark in marks for letter in letters if letter + mark not in self.taken)
            self.taken.add(name)
            self.named[part] = sympy.Symbol(name)
            self.shapes[self.named[part]] = Scope(self.shapes, self.scope.maps).shape(part)
            self.new.append((self.named[part], part))
        return self.named[part]


def is_linear(node: Apply) -> bool:
    """Whether a function is linear in its array."""
    return node.name in WHOLE


def _inner(tree: Any, scope: Scope) -> list[Name]:
    """The letters that a function acts on entry by entry, or softmax."""
    return [
        part
        for node in postorder(tree)
        if isinstance(node, Apply) and (node.name == "entropy" or node.name not in WHOLE) and node.name not in scope.maps
        for part in operands(node)[:1]
        if isinstance(part, sympy.Symbol) and node.name != "ln"
    ]


def _fused(problem: Problem) -> tuple[dict[Name, Any], tuple[Name, ...]]:
    """The formulas with softmax and cross-entropy as one operation, and the letters of the targets."""
    formula = problem.system.formula
    targets: dict[Name, None] = {}

    def visit(node: Any, below: list[Any]) -> Any:
        new = rebuild(node, below)
        pair = _entropy(new)
        if pair is None:
            return new
        chances, target = pair
        known = formula.get(chances)
        if isinstance(known, Apply) and known.name == "softmax" and target not in formula and isinstance(known.args[1], sympy.Symbol):
            targets[target] = None
            return Apply("entropy", known.args[1], target)
        return new

    return {name: fold(tree, visit) for name, tree in problem.system.definitions}, tuple(targets)


def _entropy(node: Any) -> tuple[Name, Name] | None:
    """p and y of −sum(y ⊙ ln p)."""
    if not isinstance(node, Minus):
        return None
    inside = node.args[0]
    if isinstance(inside, Apply) and inside.name == "sum":
        inside = inside.args[1]
    elif not isinstance(inside, Dot):
        return None
    if not isinstance(inside, Hadamard | Dot) or len(inside.args) != 2:
        return None
    logs = [part for part in inside.args if isinstance(part, Apply) and part.name == "ln" and isinstance(part.args[1], sympy.Symbol)]
    others = [part for part in inside.args if isinstance(part, sympy.Symbol)]
    return (logs[0].args[1], others[0]) if len(logs) == len(others) == 1 else None
