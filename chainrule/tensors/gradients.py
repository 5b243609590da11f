"""The way back through a whole problem: the gradient of the output by every letter, from the output to the inputs.

    ∂L/∂a = a − y        ∂L/∂z = ∂L/∂a ⊙ σ′(z) = (a − y) ⊙ a ⊙ (1 − a)  (called δ)        ∂L/∂W = δ xᵀ

Each gradient is made of the gradients of the letters right above it, so that the work grows with the graph.
This module knows the rows of the operations; it must not know numbers, words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.expression.constants import ONE
from chainrule.expression.functions import BY_NAME
from chainrule.expression.notation.names import layered
from chainrule.expression.written import Apply, Partial, Primed, operands, postorder, replace, size
from chainrule.graph.system import Name
from chainrule.tensors import build
from chainrule.tensors.back import slopes_of
from chainrule.tensors.layers import Layered, opened
from chainrule.tensors.problem import Problem
from chainrule.tensors.scope import Scope, is_leaf
from chainrule.tensors.shapes import NUMBER, Shape
from chainrule.tensors.slopes import at

SHORT = 24
"""A gradient with more symbols than this is not put into the next one."""
DELTAS = ("delta", "epsilon", "eta", "zeta")
"""Names for the gradients by what functions act on."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What reaches a letter through one definition it stands in: the way back through that formula."""

    user: Name
    tree: Any


@dataclass(frozen=True, slots=True)
class Gradient:
    """The gradient of the output by one letter; ``letter`` is what stands for it in the others.

    ``law`` adds the contributions as the rules give them, ``worked`` has the derivatives of functions worked out,
    ``compact`` the gradients above put in where they are short.
    """

    name: Name
    letter: Name
    shape: Shape
    contributions: tuple[Contribution, ...]
    law: Any
    worked: Any
    compact: Any


@dataclass(frozen=True, eq=False)
class Gradients:
    """All gradients of a problem, from the output to the inputs; ``shown`` is how letters of ours look on the page."""

    layered: Layered
    scope: Scope
    upstream: Any
    loss: Name
    found: tuple[Gradient, ...]
    shown: Mapping[Name, Any]
    values: Mapping[Any, Name]

    @property
    def problem(self) -> Problem:
        """The problem with its layers named."""
        return self.layered.problem

    def of(self, name: Name) -> Gradient:
        """The gradient by a letter."""
        return next(gradient for gradient in self.found if gradient.name == name)


def gradients(problem: Problem) -> Gradients:
    """The gradients of the output of a problem. Raises ``NoRule`` for a function without a rule.

    >>> from chainrule.tensors.problem import problem as read
    >>> from chainrule.expression.notation.unicode import unicode
    >>> found = gradients(read("W: 2x3, x: 3; y = 1/2 |W x|^2"))
    >>> unicode(found.of(sympy.Symbol("x")).compact)
    'Wᵀ (W x)'
    """
    return _Way(opened(problem)).back()


class _Way:
    """The walk from the output to the inputs."""

    def __init__(self, layered: Layered) -> None:
        self.layered = layered
        self.problem = layered.problem
        self.system = self.problem.system
        self.taken = {name.name for name in (*self.system.formula, *self.system.inputs)}
        self.shapes: dict[Name, Shape] = dict(self.problem.scope.shapes)
        self.shown: dict[Name, Any] = {}
        self.values = {tree: name for name, tree in self.system.definitions if isinstance(tree, Apply)}
        self.compact: dict[Name, Any] = {}
        self.loss = self._loss()
        self._slopes()

    def _loss(self) -> Name:
        """What is differentiated: the output, or of an output that is no number any number L computed from it."""
        if not self.shapes.get(self.problem.output):
            return self.problem.output
        return sympy.Symbol(next(letter for letter in ("L", "J", "Q", "N") if letter not in self.taken))

    @property
    def scope(self) -> Scope:
        return Scope(self.shapes, self.problem.scope.maps, self.shown)

    def back(self) -> Gradients:
        """From the output to the inputs."""
        output = self.problem.output
        upstream: Any = self._letter(output) if self.shapes.get(output) else ONE
        reaching: dict[Name, list[Contribution]] = {output: []}
        letters: dict[Name, Any] = {output: upstream}
        found: list[Gradient] = []
        needed = self._needed()
        waiting = {name: len(users) for name, users in self._users(needed).items()}
        ready = [output]
        while ready:
            name = ready.pop(0)
            if name != output:
                found.append(self._gradient(name, tuple(reaching[name])))
                letters[name] = found[-1].letter
            if name not in self.system.formula:
                continue
            leaves: dict[Name, None] = {}
            for leaf, tree in pulled_back(self.layered.derived[name], letters[name], self.scope):
                if leaf in needed:
                    reaching.setdefault(leaf, []).append(Contribution(name, tree))
                    leaves[leaf] = None
            for leaf in leaves:
                waiting[leaf] -= 1
            done = [leaf for leaf in leaves if not waiting[leaf]]
            ready = (
                [leaf for leaf in done if leaf not in self.system.formula] + ready + [leaf for leaf in done if leaf in self.system.formula]
            )
        return Gradients(self.layered, self.scope, upstream, self.loss, tuple(found), self.shown, self.values)

    def _users(self, needed: frozenset[Name]) -> dict[Name, set[Name]]:
        """For each needed letter, the needed definitions it stands in."""
        found: dict[Name, set[Name]] = {}
        for name in needed & set(self.system.formula):
            for node in postorder(self.layered.derived[name]):
                if node in needed:
                    found.setdefault(node, set()).add(name)
        return found

    def _needed(self) -> frozenset[Name]:
        """What stands between the output and the letters asked for, by the formulas for the way back."""
        uses = {name: {node for node in postorder(tree) if isinstance(node, sympy.Symbol)} for name, tree in self.layered.derived.items()}
        reached, waiting = set(), [self.problem.output]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += uses.get(name, ())
        above = set(self.problem.wanted)
        for name in self.system.order:
            if uses[name] & above:
                above.add(name)
        return frozenset(reached & above)

    def _letter(self, name: Name) -> Name:
        """The letter for the gradient by a name: δ for what functions act on, otherwise ∂L/∂a."""
        shape = self.shapes.get(name, NUMBER)
        if name in self.layered.inner:
            base = name.name.partition("_")[0]
            layer = layered(base)[1]
            lone = len({layered(n.name)[1] for n in self.layered.inner}) == len(self.layered.inner)
            mark = (f"^({layer})" if layer else "") if lone else f"_{layered(base)[0]}"
            letter = sympy.Symbol(next(d + mark for d in DELTAS if d not in self.taken))
        else:
            letter = sympy.Symbol(f"∂{self.loss.name}/∂{name.name}")
            self.shown[letter] = Partial(self.loss, name, 1)
        self.shapes[letter] = shape
        return letter

    def _gradient(self, name: Name, contributions: tuple[Contribution, ...]) -> Gradient:
        law = build.plus([contribution.tree for contribution in contributions])
        worked = worked_out(law, self.scope, self.values)
        compact = self._put_in(worked)
        letter = self._letter(name)
        if name not in self.layered.inner and size(compact) <= SHORT and compact not in self.shown:
            self.compact[letter] = compact
        return Gradient(name, letter, self.shapes[letter], contributions, law, worked, compact)

    def _put_in(self, tree: Any) -> Any:
        return build.anew(replace(tree, self.compact))

    def _slopes(self) -> None:
        """The letters ∂y/∂x of unknown functions y = g(x)."""
        for name, tree in self.system.definitions:
            if isinstance(tree, Apply) and tree.name in self.problem.scope.maps:
                for i, part in enumerate(operands(tree)):
                    letter = slopes_of(tree, i)
                    self.shown[letter] = Partial(name, part, 1)
                    self.shapes[letter] = (*self.shapes[name], *self.shapes.get(part, NUMBER))


def worked_out(tree: Any, scope: Scope, values: Mapping[Any, Name]) -> Any:
    """The derivatives of functions worked out, values of functions by their names."""
    table = {}
    for node in postorder(tree):
        if isinstance(node, Primed) and node.name in BY_NAME:
            argument = node.arguments[0]
            table[node] = at(node.name, argument, bool(scope.shape(argument)))
    return replace(build.anew(replace(tree, table)), values)


def pulled_back(tree: Any, upstream: Any, scope: Scope) -> list[tuple[Name, Any]]:
    """What reaches each letter of a formula, given the gradient by its value; a letter as often as it stands there.

    >>> A, x = sympy.symbols("A x")
    >>> from chainrule.expression.arrays import Dot, Matmul
    >>> [leaf for leaf, _ in pulled_back(Dot(x, Matmul(A, x)), ONE, Scope({A: (2, 2), x: (2,)}))]
    [x, A, x]
    """
    shapes = scope.shapes_in(tree)
    found: list[tuple[Name, Any]] = []
    stack = [(tree, upstream)]
    while stack:
        node, g = stack.pop()
        if is_leaf(node):
            if isinstance(node, sympy.Symbol):
                found.append((node, g))
            continue
        below = operands(node)
        back = scope.row(node).back(node, [shapes[id(child)] for child in below], g)
        stack += [(child, new) for child, new in reversed(list(zip(below, back, strict=True))) if new is not None]
    return found
