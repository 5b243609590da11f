"""A problem with arrays as a draft of a practice problem: its answer in the letters of the problem, as it is typed.

    2 A^T (A x - b)      not 2 (A^T (A x - b)), and not 2 A^T r

This module knows gradients and how they are typed; it must not know forms, mistakes or words.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from chainrule.expression.arrays import Matmul, Scaled
from chainrule.expression.written import fold as folded
from chainrule.expression.written import rebuild, replace, symbols
from chainrule.graph.system import Name
from chainrule.practice.arrays.task import ArrayTask
from chainrule.tensors import build


def gradient(task: ArrayTask, name: Name) -> Any:
    """The gradient by a letter, as a textbook prints it.

    >>> from chainrule.expression.notation.typed import typed
    >>> from chainrule.practice.arrays.task import array_task
    >>> task = array_task("W: 2x3, x: 3, y: 2; a = sigmoid(W x); L = |a - y|^2", "W")
    >>> typed(gradient(task, *task.wanted))
    '2 ((a - y) ⊙ a ⊙ (1 - a)) x^T'
    """
    return folded(_in_its_letters(task, task.compact(name)), _flat)


def _in_its_letters(task: ArrayTask, tree: Any) -> Any:
    """Without the letters that the derivation gave to gradients, and to values on the way."""
    found, given = task.found, task.question.system
    names = {one.letter: one.compact for one in found.found}
    names |= {name: value for name, value in found.problem.system.definitions if name not in given.formula}
    while symbols(tree) & names.keys():
        tree = build.anew(replace(tree, names))
    return tree


def _flat(node: Any, below: list[Any]) -> Any:
    """A product without brackets that change nothing: 2 Aᵀ A x."""
    match node, below:
        case Matmul(), [left, Matmul() as right]:
            return reduce(Matmul, _chain(right), left)
        case Scaled(), [number, Matmul() as product]:
            first, *others = _chain(product)
            return reduce(Matmul, others, Scaled(number, first))
        case _:
            return rebuild(node, below)


def _chain(product: Any) -> list[Any]:
    """The factors of a product of matrices."""
    left, right = product.args
    return [*(_chain(left) if isinstance(left, Matmul) else [left]), right]
