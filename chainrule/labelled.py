"""Steps with their words: what the Python interface and the JSON record hand out.

This module knows steps and words; it must not know pages or formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any

import sympy

from chainrule.calculus.steps import Derivation
from chainrule.calculus.steps import Step as Bare
from chainrule.expression.notation.latex import latex
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals, rate, symbols
from chainrule.words import Words


@dataclass(frozen=True, slots=True)
class Step:
    """One labelled step. Law: d(goal)/d(variable) = result, as it stands.

    ``goal``, ``result`` and the values of ``parts`` are as-written SymPy trees; ``title`` and ``text``
    are in the language asked for; ``order`` is the round (1 for the first derivative) and ``depth``
    how deep the step stands in the tree; ``id`` and ``parent`` number the steps in reading order;
    ``varying`` are the letters that are no constants.
    """

    id: int
    parent: int | None
    order: int
    depth: int
    rule: str
    title: str
    text: str
    goal: Any
    variable: sympy.Symbol
    result: Any
    parts: Mapping[str, Any]
    substeps: tuple[Step, ...] = field(repr=False, default=())
    varying: frozenset[sympy.Symbol] = field(repr=False, default=frozenset())

    @property
    def latex(self) -> str:
        """The step as one LaTeX equation; with ∂ where other letters of the goal vary as well."""
        return latex(Equals(rate(self.goal, self.variable, 1, symbols(self.goal) & self.varying), self.result))

    def walk(self) -> list[Step]:
        """This step and all below it, in reading order."""
        found: list[Step] = []
        stack = [self]
        while stack:
            step = stack.pop()
            found.append(step)
            stack.extend(reversed(step.substeps))
        return found


def labelled(derivation: Derivation, words: Words) -> tuple[Step, ...]:
    """The root step of every round, labelled."""
    return labelled_roots(((one.order, one.root) for one in derivation.rounds), words, derivation.varying)


def labelled_roots(roots: Iterable[tuple[int, Bare]], words: Words, varying: frozenset[sympy.Symbol] = frozenset()) -> tuple[Step, ...]:
    """Step trees of several rounds, each given with its round, labelled and numbered through."""
    numbers = count()

    def label(step: Bare, order: int, parent: int | None, depth: int) -> Step:
        here = next(numbers)
        below = tuple(label(substep, order, here, depth + 1) for substep in step.substeps)
        parts, named = MappingProxyType(dict(step.parts)), (title(step, words), text(step, words))
        return Step(here, parent, order, depth, step.rule, *named, step.goal, step.variable, step.result, parts, below, varying)

    return tuple(label(root, order, None, 0) for order, root in roots)


def title(step: Bare, words: Words) -> str:
    """The name of the rule, as the head of a step."""
    return words.text(f"rule.{step.rule}.title")


def text(step: Bare, words: Words) -> str:
    """The step in one sentence."""
    key = f"rule.{step.rule}.text"
    slots = {name: unicode(tree) for name, tree in (*step.parts, ("goal", step.goal), ("variable", step.variable), ("result", step.result))}
    return words.text(key if words.get(key) else "rule.table.text", **slots)
