"""Tidying: named rewrites from what the rules gave to what a textbook prints.

Each pass rewrites a tree from the leaves up; it is kept only if the result is not longer, and stored
with before and after. To add one: write ``name(node) -> node`` with its law and list it in ``PASSES``.

Law: every rewrite keeps the value wherever both sides are defined; ``length`` never grows.
What a function acts on and what stands in an exponent is the student's own and is only put in order.
This module knows algebra on written trees; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

import sympy

from chainrule.calculus.bars import one_fraction, one_root, root_content
from chainrule.calculus.factors import bracket_factor, common_factor, flat, in_order
from chainrule.calculus.identities import absolute_values, even_odd, inverses, quotients, squares, worked_out
from chainrule.calculus.length import length
from chainrule.calculus.rewriting import ARITHMETIC, EVERY, everywhere
from chainrule.calculus.steps import Rewrite
from chainrule.calculus.sums import like_terms, multiplied_out, ordered
from chainrule.expression.constants import number
from chainrule.expression.written import Minus, Over, Power, Root, Times, operands, postorder, size

ROUNDS = 4
"""The passes are repeated at most so often."""

NODES = 3_000
"""A larger expression is only put in order."""


def tidy(tree: Any) -> tuple[Rewrite, ...]:
    """The rewrites that bring the tree into textbook form, in order; none when it is tidy.

    >>> from sympy.abc import x
    >>> [(step.rule, step.after) for step in tidy(Times(Times(3, Power(x, 2)), Times(2, x)))]
    [('powers-collected', 6*x**3)]
    """
    steps: list[Rewrite] = []
    passes = PASSES if size(tree) <= NODES else PASSES[:1]
    for _ in range(ROUNDS):
        before = tree
        for name, rewrite in passes:
            after = everywhere(rewrite, tree, THROUGH.get(name, ARITHMETIC))
            if name and after != tree:
                after = everywhere(in_order, after, EVERY)
            if after != tree and length(after) <= length(tree):
                steps.append(Rewrite(name or _why(tree), tree, after))
                tree = after
        if tree == before:
            break
    return tuple(steps)


def _why(tree: Any) -> str:
    """The most telling reason for which products are rewritten."""
    found = {reason for node in postorder(tree) for reason in _reasons(node)}
    return next(
        reason
        for reason in ("cancel", "powers-collected", "fractions-joined", "constants-first", "signs", "ones")
        if reason in found | {"ones"}
    )


def _reasons(node: Any) -> Iterable[str]:
    if not isinstance(node, Times | Over | Minus):
        return
    factors = list(flat(node))
    bases = [base for tree, sign in factors for base in [(_base(tree), sign)] if number(tree) is None]
    if any(a == b and s != t for (a, s), (b, t) in combinations(bases, 2)):
        yield "cancel"
    if any(a == b and s == t for (a, s), (b, t) in combinations(bases, 2)):
        yield "powers-collected"
    numbers = [i for i, (tree, _) in enumerate(factors) if (value := number(tree)) is not None and value != 1]
    if isinstance(node, Times) and any(isinstance(factor, Over) for factor in node.args):
        yield "fractions-joined"
    if len(numbers) > 1 or (isinstance(node, Times) and numbers and numbers[0] > 0):
        yield "constants-first"
    if any(isinstance(child, Minus) for child in operands(node)):
        yield "signs"


def _base(tree: Any) -> Any:
    return tree.args[0] if isinstance(tree, Power | Root) and tree.args[0] != sympy.E else tree


PASSES: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("", in_order),
    ("logarithm", inverses),
    ("even-odd", even_odd),
    ("absolute-values", absolute_values),
    ("identity-squares", squares),
    ("identity-quotients", quotients),
    ("like-terms", like_terms),
    ("common-factor", common_factor),
    ("multiplied-out", multiplied_out),
    ("common-factor", bracket_factor),
    ("fractions-joined", one_fraction),
    ("root-content", root_content),
    ("fractions-joined", one_root),
    ("worked-out", worked_out),
    ("terms-ordered", ordered),
)
"""In the order in which they are made; a pass without a name says why by what it finds."""

THROUGH: Mapping[str, tuple[type, ...]] = {"": EVERY, "logarithm": EVERY, "worked-out": EVERY, "even-odd": EVERY, "absolute-values": EVERY}
"""How deep a pass goes; the others stop at what functions act on."""
