"""Lines of mathematics that explanations are made of: products, primes, formulas, layers.

This module knows steps and trees; it must not know words or formats, and computes no derivatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sympy

from chainrule.calculus.steps import Condition, Step
from chainrule.expression.constants import TWO
from chainrule.expression.functions import BY_NAME
from chainrule.expression.written import Apply, Equals, Minus, Over, Plus, Power, Primed, Times, postorder, replace
from chainrule.render.page import Maths, Part, joined, maths


def prime(letter: Any, tone: int | None = None) -> Maths:
    """f′"""
    return maths(Primed(letter.name, (1,)), tone=tone)


def prime_of(tree: Any) -> Maths:
    """(x²)′"""
    return maths("(", tree, ")′")


def product(factors: Iterable[Any]) -> Maths:
    """a × b × c, factor by factor in the colour of its layer; sums and later negatives in brackets."""
    parts: list[Part] = []
    for tone, factor in enumerate(factors):
        if tone:
            parts.append(("×", None))
        if isinstance(factor, Plus) or (isinstance(factor, Minus) and tone):
            parts += [("(", tone), (factor, tone), (")", tone)]
        else:
            parts.append((factor, tone))
    return Maths(tuple(parts))


def layers(step: Step, name: Any) -> tuple[list[tuple[Any, Any]], list[Step]]:
    """The layers of a chain from the outside in, each with its letter, and the step of each."""
    found: list[tuple[Any, Any]] = []
    links: list[Step] = []
    while step.rule == "chain":
        found.append((name, dict(step.parts)["outer"]))
        links.append(step.substeps[0])
        name, step = step.names[0][0], step.substeps[1]
    return [*found, (name, step.goal)], [*links, step]


def insides(step: Step) -> list[Maths]:
    """What each letter stands for, in terms of x, from the inside out."""
    found: list[Maths] = []
    tone = 0
    while step.rule == "chain":
        tone += 1
        letter, inner = step.names[0]
        found.append(maths(letter, "=", inner, tone=tone))
        step = step.substeps[1]
    return found[::-1]


def formula(step: Step) -> Maths:
    """The rule in the letters of its parts: f′g + fg′, (f′g − fg′)/g²."""
    letters = [letter for letter, _ in step.names]
    primes = [Primed(letter.name, (1,)) for letter in letters]
    if step.rule == "quotient":
        f, g = letters
        return maths(Over(Plus(Times(primes[0], g), Minus(Times(f, primes[1]))), Power(g, TWO)))
    return maths(Plus(*[Times(*letters[:i], mark, *letters[i + 1 :]) for i, mark in enumerate(primes)]))


def law(step: Step) -> Maths:
    """The rule in the letters of its parts, as an equation: (fg)′ = f′g + fg′."""
    letters = [letter for letter, _ in step.names]
    whole = Over(*letters) if step.rule == "quotient" else Times(*letters)
    return joined(maths("(", whole, ")′", "="), formula(step))


def logarithm(step: Step, name: Any) -> Any:
    """ln y; ln|y| where y may be negative."""
    parts = dict(step.parts)
    return Apply("ln", name if parts["argument"] == parts["y"] else Apply("abs", name))


def small(step: Step) -> Maths | None:
    """The line between a goal and its derivative that is usually left out: (x²)′ + (1)′, 3 × (x²)′."""
    match step.rule:
        case "sum":
            return signed_sum(step, [prime_of(below.goal) for below in step.substeps])
        case "constant-multiple" if isinstance(step.goal, Times):
            parts = dict(step.parts)
            return joined(maths(parts["c"], "×"), prime_of(parts["f"]))
        case _:
            return None


def signed_sum(step: Step, marks: Sequence[Maths]) -> Maths:
    """(x²)′ + f′ − g′, with the signs of the terms."""
    parts: list[Part] = []
    for term, mark in zip(step.goal.args, marks, strict=True):
        sign = "−" if isinstance(term, Minus) else "+" if parts else None
        parts += [*([(sign, None)] if sign else []), *mark.parts]
    return Maths(tuple(parts))


def conditions(found: Iterable[Condition]) -> Maths:
    """x > 0, −1 < 2x < 1"""
    parts: list[Any] = []
    for condition in found:
        parts += [*([","] if parts else []), *condition.chain]
    return maths(*parts)


def problem(root: Step, output: sympy.Symbol) -> Maths:
    """The problem as it is set: y = sin x²; an equation; x = cos t, y = sin t."""
    parts = dict(root.parts)
    match root.rule:
        case "implicit":
            return maths(parts["equation"])
        case "parametric":
            return maths(Equals(parts["x"], parts["x_formula"]), ",", Equals(output, root.goal))
        case _:
            return maths(Equals(output, root.goal))


def by_its_letter(block: Any, root: Step) -> Any:
    """The block of an implicit problem with y for y(x) and y′ for its derivative, as it is written by hand."""
    if root.rule != "implicit":
        return block
    y = Apply(root.goal.name, root.variable)
    table = {y: root.goal, Primed(root.goal.name, (1,), root.variable): Primed(root.goal.name, (1,))}
    return _substituted(block, table)


def _substituted(content: Any, table: dict[Any, Any]) -> Any:
    match content:
        case Maths():
            return Maths(tuple((part if isinstance(part, str) else replace(part, table), tone) for part, tone in content.parts))
        case tuple():
            parts = (_substituted(part, table) for part in content)
            return type(content)(*parts) if hasattr(content, "_fields") else tuple(parts)
        case _:
            return content


def by_argument(content: Any) -> tuple[str, int] | None:
    """The first D₁ f in a block: the function's name and the place of the argument, from 0."""
    match content:
        case str():
            return None
        case tuple():
            return next((found for part in content if (found := by_argument(part)) is not None), None)
        case sympy.Basic():
            nodes = (node for node in postorder(content) if isinstance(node, Primed) and len(node.orders) > 1)
            return next(((node.name, next(i for i, n in enumerate(node.orders) if n)) for node in nodes if any(node.orders)), None)
        case _:
            return None


def listed(items: Iterable[Maths]) -> Maths:
    """Lines of mathematics with commas between them."""
    parts: list[Part] = []
    for item in items:
        parts += [*([(",", None)] if parts else []), *item.parts]
    return Maths(tuple(parts))


def unknown_functions(tree: Any) -> list[sympy.Symbol]:
    """The letters that stand for a function without a formula, each once."""
    names = [node.name for node in postorder(tree) if isinstance(node, Apply | Primed) and node.name not in BY_NAME]
    return [sympy.Symbol(name) for name in dict.fromkeys(reversed(names))]
