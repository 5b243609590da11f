"""The pictures of a system: its dependency tree and its computational graph, as blocks of a page.

    tree       z, below it u and v, below these x and y; on each branch ∂z/∂u = 2(u + v)
    drawing    a box a name with its formula and its numbers, an arrow a branch with the derivative on it

A name that several others use is drawn once; in the tree its branches hang where it stands first.
This module knows systems, sweeps and keys of sentences; it must not know formats or where anything stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from rich.cells import cell_len

from chainrule.calculus.evaluate import shown
from chainrule.errors import TooLarge
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import rate, size, symbols
from chainrule.graph.edges import Edge
from chainrule.graph.sweeps import Sweep
from chainrule.graph.system import Name, System
from chainrule.render.board import WRITTEN_OUT, rules_of
from chainrule.render.lines import listed
from chainrule.render.page import EMPTY, Arrow, Branch, Drawing, Maths, Node, Text, Tree, maths
from chainrule.render.systemlines import local, written_as_partials
from chainrule.words import Words

BRANCHES, LEVELS = 120, 24
"""A tree with more branches or levels than this is not drawn."""
BOXES, ARROWS = 48, 80
"""A graph with more boxes or arrows than this is not drawn."""
FORMULA = 60
"""A formula with more symbols than this does not stand in its box."""
LABEL = 24
"""A derivative with more characters than this stands on its arrow by its name."""
DIGITS = 4
"""Significant digits of the numbers in a picture."""

Edges = Mapping[tuple[Name, Name], Edge]
Tones = Mapping[Name, int]
NO_TONES: Tones = MappingProxyType({})


def named(system: System, target: Name, source: Name) -> Any:
    """The name of the derivative on a branch: ∂z/∂u, or dz/du where z uses no other letter."""
    return rate(target, source, 1, system.uses[target])


Sign = Callable[[System, Name, Name], Any]
"""How the derivative on a branch is named."""


def tree(system: System, edges: Edges, output: Name, words: Words, tones: Tones = NO_TONES, sign: Sign = named) -> Tree:
    """Who depends on whom below an output, along the branches in ``edges``; ``tones`` colour names. Raises ``TooLarge``.

    >>> import sympy
    >>> from chainrule.expression.written import Plus, Power, Times
    >>> from chainrule.graph.edges import edges
    >>> from chainrule.graph.system import system
    >>> from chainrule.words import words
    >>> u, v, x, y, z = sympy.symbols("u v x y z")
    >>> found = system([(z, Power(Plus(u, v), 2)), (u, Times(x, y)), (v, Plus(x, y))])
    >>> [(branch.depth, branch.node.parts[0][0]) for branch in tree(found, edges(found), z, words("en")).branches]
    [(1, u), (2, x), (2, y), (1, v), (2, x), (2, y)]
    """
    below = system.below(output)
    number = sum(target in below for target, _ in edges)
    if number > BRANCHES:
        raise TooLarge("tree-too-large", {"n": number, "limit": BRANCHES})
    branches: list[Branch] = []
    opened = {output}
    stack = [(source, output, 1) for source in reversed(system.uses[output]) if (output, source) in edges]
    while stack:
        name, above, depth = stack.pop()
        further = [source for source in system.uses.get(name, ()) if (name, source) in edges]
        repeated = bool(further) and name in opened
        edge = edges[above, name]
        branches.append(_branch(edge, sign(system, above, name), depth, repeated, words, tones))
        if not repeated:
            opened.add(name)
            stack.extend((source, name, depth + 1) for source in reversed(further))
    deepest = max((branch.depth for branch in branches), default=0)
    if deepest > LEVELS:
        raise TooLarge("tree-too-deep", {"n": deepest, "limit": LEVELS})
    return Tree(maths(output, tone=tones.get(output)), tuple(branches))


def _branch(edge: Edge, sign: Any, depth: int, repeated: bool, words: Words, tones: Tones) -> Branch:
    comma, tone = words.text("punctuation.list"), tones.get(edge.target)
    partial, comment = local(edge, tone), comma.join(words.text(f"rule.{rule}.name") for rule in rules_of(edge.local.root))
    if partial.parts[0][0] == sign:  # ∂f/∂x of an unknown f says itself
        partial = EMPTY
    if size(edge.partial) > WRITTEN_OUT:
        partial, comment = EMPTY, words.text("drawing.unwritten", n=size(edge.partial))
    again: Text = (comma, *words.fill("drawing.repeated", node=maths(edge.source))) if repeated else ()
    return Branch(depth, maths(edge.source, tone=tones.get(edge.source)), maths(sign, tone=tone), partial, (comment, *again), repeated)


def drawing(
    system: System,
    edges: Edges,
    words: Words,
    forward: Sweep | None = None,
    backward: Sweep | None = None,
    tones: Tones = NO_TONES,
) -> Drawing:
    """The computational graph along the branches in ``edges``; with sweeps also the numbers. Raises ``TooLarge``.

    Where it would be too large, letters that stand in one formula only are left out, and this is said.
    """
    ends = {name for pair in edges for name in pair} | set(system.outputs)
    names = [name for name in (*system.formula, *system.inputs) if name in ends]
    left_out: frozenset[Name] = frozenset()
    if len(names) > BOXES or len(edges) > ARROWS:
        left_out = frozenset(name for name in system.inputs if len(system.users.get(name, ())) == 1)
    drawn = [name for name in names if name not in left_out]
    branches = [edge for edge in edges.values() if edge.source not in left_out]
    if len(drawn) > BOXES or len(branches) > ARROWS:
        raise TooLarge("drawing-too-large", {"boxes": len(names), "arrows": len(edges), "most": BOXES, "limit": ARROWS})
    values, slopes = (sweep.numbers if sweep else {} for sweep in (forward, backward))
    slopes_of = {(c.above, event.name): c.local for event in (backward.events if backward else ()) for c in event.contributions}
    undefined = words.text("drawing.undefined")

    def node(name: Name) -> Node:
        kind = "output" if name in system.outputs else "inner" if name in system.formula else "input"
        value, slope = (_number(known[name], undefined) if name in known else EMPTY for known in (values, slopes))
        tone = tones.get(name)
        return Node(name.name, maths(name, tone=tone), _formula(system.formula.get(name)), value, slope, kind, tone)

    def arrow(edge: Edge) -> Arrow:
        partial = written_as_partials(edge.partial)
        label = maths(partial if cell_len(unicode(partial)) <= LABEL else named(system, edge.target, edge.source))
        number = slopes_of.get((edge.target, edge.source)) if symbols(edge.partial) else None
        return Arrow(edge.source.name, edge.target.name, label, EMPTY if number is None else _equals(number, undefined))

    outputs = listed([maths(name) for name in system.outputs])
    caption = [words.fill("drawing.caption")]
    if backward:
        caption.append(words.fill("drawing.numbers", output=maths(backward.events[0].name)))
    if left_out:
        caption.append(words.fill("drawing.left-out", n=str(len(left_out))))
    legend = (words.text("drawing.value"), words.text("drawing.gradient"))
    title = words.fill("drawing.title", names=outputs)
    return Drawing(tuple(node(name) for name in drawn), tuple(arrow(edge) for edge in branches), title, tuple(caption), legend)


def _formula(formula: Any) -> tuple[Maths, ...]:
    if formula is None:
        return ()
    return (maths("=", formula) if size(formula) <= FORMULA else maths("=", "…"),)


def _number(number: float, undefined: str) -> Maths:
    return maths(shown(number, DIGITS) if math.isfinite(number) else undefined)


def _equals(number: float, undefined: str) -> Maths:
    """= 0.25, or ≈ where the number is rounded."""
    exact = math.isfinite(number) and float(format(number, f".{DIGITS}g")) == number
    return Maths((("=" if exact else "≈", None), *_number(number, undefined).parts))
