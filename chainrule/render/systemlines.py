"""Lines of mathematics that pages on systems are made of: signs of derivatives, paths, products, differentials.

This module knows system derivations and trees; it must not know words or formats, and computes no derivatives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from chainrule.expression.constants import ONE
from chainrule.expression.functions import BY_NAME
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Apply, Partial, Plus, Primed, postorder, rate, replace
from chainrule.graph.edges import Edge
from chainrule.graph.paths import Path
from chainrule.graph.stage import Stage, SystemDerivation
from chainrule.graph.system import Name, System
from chainrule.graph.totals import PathSum
from chainrule.render.page import EMPTY, Maths, Part, Row, joined, maths


class SystemLines:
    """How the derivatives of one system are written; ``varying`` are the inputs that vary, for ∂.

    ``tones`` gives each name its colour; every local derivative has that of its upper name.
    """

    def __init__(self, derivation: SystemDerivation, varying: frozenset[Name]) -> None:
        self.derivation = derivation
        self.varying = varying
        self.tones: Mapping[Name, int] = {}
        self.called: Mapping[Name, Name] = {}

    def begin(self, stage: Stage) -> None:
        """The names of a stage get their colours, and its formulas letters where they need them.

        Where x stands in z itself and in a letter of z, ∂z/∂x is the derivative along every path; that of the formula
        z = f(x, u) alone is then called ∂f/∂x. So is that of a derivative which is differentiated once more.
        """
        whole = stage.system
        self.tones = {name: tone for tone, (name, _) in enumerate(whole.definitions)}
        both = {total.output: None for total in stage.sums if total.count > 1 and (total.output, total.source) in stage.branches}
        again = whole.outputs if stage.by and whole.intermediates else ()
        self.called = {name: formula_letter(whole, name) for name in (*both, *(name for name in again if name not in both))}

    @property
    def output(self) -> Name:
        """The first output, whose derivatives of higher order are asked for."""
        return self.derivation.first.sums[0].output

    def rate(self, total: PathSum) -> Any:
        """∂z/∂x, or d where nothing else varies; of a derivative of z, one of higher order."""
        stage = next((s for s in self.derivation.stages if s.by and s.system.outputs == (total.output,)), None)
        return self.higher(self.output, (*stage.by, total.source)) if stage else self.higher(total.output, (total.source,))

    def named(self, name: Name) -> Any:
        """An output as it is written: z, or ∂z/∂x for the function that is differentiated once more."""
        stage = next((s for s in self.derivation.stages if s.by and s.system.outputs == (name,)), None)
        return self.higher(self.output, stage.by) if stage else name

    def higher(self, output: Name, letters: Sequence[Name]) -> Any:
        """∂ⁿz/∂x∂y… of an output by letters one after the other."""
        whole = self.derivation.first.system
        others = self.varying & whole.below(output)
        counted: dict[Name, int] = {}
        place = {name: i for i, name in enumerate(self.derivation.sources)}
        for letter in sorted(letters, key=lambda name: place.get(name, len(place))):
            counted[letter] = counted.get(letter, 0) + 1
        if len(counted) == 1:
            ((letter, order),) = counted.items()
            return rate(output, letter, order, others)
        return Partial(output, *(part for pair in counted.items() for part in pair))

    def branch(self, whole: System, target: Name, source: Name) -> Any:
        """The sign of a local derivative: ∂z/∂u, or dz/du where the definition has no other letter that varies."""
        return rate(
            self.called.get(target, target),
            source,
            1,
            [name for name in whole.uses[target] if name in self.varying or name in whole.formula],
        )

    def adjoint(self, whole: System, output: Name, name: Name) -> Any:
        """∂L/∂u of an output by a name in the backward pass; d where all of the output goes through the name."""
        varying = whole.inputs_of(output) & (self.varying or whole.inputs_of(output))
        if name == output or name in whole.inputs:
            return rate(output, name, 1, varying - {name} if name != output else list(varying)[1:])
        return rate(output, name, 1, () if whole.all_through(output, name) else [output])

    def path_row(self, whole: System, path: Path) -> Row:
        """z → u → x:  ∂z/∂u × ∂u/∂x = 2(u + v) × y"""
        arrows = maths(*[part for i, name in enumerate(path.through) for part in (("→", name) if i else (name,))])
        return Row(arrows, joined(self.signs(whole, path, "×"), maths("="), self.multiplied(path, "×")), relation=":")

    def signs(self, whole: System, path: Path, sign: str = "·") -> Maths:
        """∂z/∂u · ∂u/∂x, each in the colour of its upper name."""
        parts: list[Part] = []
        for edge in path.edges:
            parts += [*([(sign, None)] if parts else []), (self.branch(whole, edge.target, edge.source), self.tones.get(edge.target))]
        return Maths(tuple(parts))

    def multiplied(self, path: Path, sign: str) -> Maths:
        """2(u + v) · y, in the same colours."""
        parts: list[Part] = []
        for edge in path.edges:
            tone, partial = self.tones.get(edge.target), written_as_partials(edge.partial)
            bracket = (isinstance(partial, Plus) and len(path.edges) > 1) or (signed(partial) and bool(parts))
            factor: list[Part] = [("(", tone), (partial, tone), (")", tone)] if bracket else [(partial, tone)]
            parts += [*([(sign, None)] if parts else []), *factor]
        return Maths(tuple(parts))


def formula_letter(whole: System, name: Name) -> Name:
    """What the formula of a name is called: f in z = f(x, u), its own name where it is an unknown function."""
    formula = whole.formula[name]
    if isinstance(formula, Apply) and formula.name not in BY_NAME:
        return sympy.Symbol(formula.name)
    taken = {node.name for tree in whole.formula.values() for node in postorder(tree) if isinstance(node, Apply | Primed | sympy.Symbol)}
    return sympy.Symbol(next(letter for letter in FORMULAS if letter not in taken | {n.name for n in whole.formula}))


FORMULAS = ("f", "g", "h", "F", "G", "H", "phi", "psi", "f_0")
"""Letters for a formula, the first that is free."""


def written_as_partials(tree: Any) -> Any:
    """The tree with ∂f/∂u for the derivative of an unknown function f(u, v) by its argument u."""
    table = {}
    for node in postorder(tree):
        if isinstance(node, Primed) and len(node.arguments) > 1 and len(set(node.arguments)) == len(node.arguments):
            by = [part for pair in zip(node.arguments, node.orders, strict=True) if pair[1] for part in pair]
            if all(isinstance(letter, sympy.Symbol) for letter in node.arguments):
                table[node] = Partial(sympy.Symbol(node.name), *by)
    return replace(tree, table) if table else tree


def local(edge: Edge, tone: int | None = None) -> Maths:
    """What stands on a branch: 2(u + v); with the function's own name where that is shorter, σ(u)(1 − σ(u)) = y(1 − y)."""
    right = maths(written_as_partials(edge.local.answer), tone=tone)
    return right if edge.partial == edge.local.answer else joined(right, maths("="), maths(edge.partial, tone=tone))


def added(terms: Sequence[Maths]) -> Maths:
    """Lines added: a + b, a minus of a later one in brackets."""
    parts: list[Part] = []
    for term in terms:
        bracket = bool(parts) and bool(term.parts) and signed(term.parts[0][0])
        parts += [*([("+", None)] if parts else []), *([("(", None), *term.parts, (")", None)] if bracket else term.parts)]
    return Maths(tuple(parts))


def signed(part: Any) -> bool:
    """Whether what stands first is printed with a minus in front."""
    return not isinstance(part, str) and unicode(part).startswith("−")


def before(tree: Any) -> Maths:
    """A factor before a differential; nothing for 1, a sum in brackets."""
    tree = written_as_partials(tree)
    if tree == ONE:
        return EMPTY
    return maths("(", tree, ")") if isinstance(tree, Plus) else maths(tree, " ")


def differential(name: Name) -> Maths:
    """dx"""
    return maths("d", name)
