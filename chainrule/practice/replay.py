"""A finished step tree worked once more, with slips: some laws replaced by mistaken ones.

    Replay(root, Numbers({"x": 0.73})).value(slips)      the number of the answer that these slips give
    Replay(root, Inked(x)).value(slips).tree             the same answer, written

Only the way from a slip up to the root is worked again, everything else keeps the value it had: a slip
costs microseconds. The sound laws stand below, each linear in the derivatives of the parts.

    Law     without slips the value is that of ``root.result``

This module knows how a step's result follows from its parts; it must not know any one mistake.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import sympy

from chainrule.calculus.steps import Step
from chainrule.expression.constants import TWO
from chainrule.expression.functions import BY_NAME
from chainrule.expression.numbers import Program
from chainrule.expression.written import Minus, Over, Power, Root, replace
from chainrule.practice.ink import Ink, Value, factor, product, total

NOWHERE = (ValueError, ZeroDivisionError, OverflowError, TypeError)
"""What floats raise where a law has no real value."""

Law = Callable[..., Value]


class Medium(Protocol):
    """What values are made of: numbers or ink."""

    start: Value

    def at(self, tree: Any, letter: sympy.Symbol, value: Value) -> Value:
        """The value of a tree whose letter has a value."""


class Numbers:
    """Values are floats: a tree is computed at a point."""

    def __init__(self, point: Mapping[str, float], letter: sympy.Symbol) -> None:
        """``point`` gives every letter of the problem a number."""
        self.start = point[letter.name]
        self._point = point
        self._programs: dict[int, tuple[Program, Any]] = {}
        self._values: dict[tuple[int, float], float] = {}

    def at(self, tree: Any, letter: sympy.Symbol, value: float) -> float:
        """The number of a tree; raises ``ValueError`` where it is not real."""
        if tree is letter:
            return value
        key = (id(tree), value)
        if key not in self._values:
            if id(tree) not in self._programs:
                self._programs[id(tree)] = Program(tree), tree
            self._values[key] = self._programs[id(tree)][0]({**self._point, letter.name: value})[0]
        if math.isnan(self._values[key]):
            raise ValueError(tree)
        return self._values[key]


class Inked:
    """Values are written trees."""

    def __init__(self, letter: sympy.Symbol) -> None:
        """``letter`` is the variable of the problem."""
        self.start = Ink(letter)

    def at(self, tree: Any, letter: sympy.Symbol, value: Ink) -> Ink:
        """The tree with its letter put in; the square of a root is what stands below it."""
        if value.tree is letter:
            return Ink(tree)
        squares = {Power(letter, TWO): value.tree.args[0]} if isinstance(value.tree, Root) and value.tree.args[1] == TWO else {}
        return Ink(replace(tree, {letter: value.tree, **squares}))


class Slip(NamedTuple):
    """One law replaced at one step; ``which`` of the terms, factors or variants where a law is about one of them."""

    step: Step
    law: Law
    which: int | None = None


Slips = Mapping[int, Slip]
"""Slips by the identity of their step."""


def together(*slips: Slip) -> Slips:
    """Slips made at the same time."""
    return {id(slip.step): slip for slip in slips}


class Replay:
    """A step tree in one medium."""

    def __init__(self, root: Step, medium: Medium) -> None:
        """Nothing is computed yet."""
        self.root = root
        self.medium = medium
        self._known: dict[tuple[int, Any, Any], Value] = {}
        self._below: dict[int, frozenset[int]] = {}
        self.roles: dict[int, str] = {}
        self._collect(root)

    def _collect(self, step: Step) -> frozenset[int]:
        if id(step) not in self._below:
            self.roles.update(roles(step))
            self._below[id(step)] = frozenset({id(step)}).union(*[self._collect(s) for s in step.substeps])
        return self._below[id(step)]

    def value(self, slips: Slips) -> Value:
        """The answer with these slips; for numbers ``nan`` where it is not real, ``None`` where a law does not apply."""
        try:
            return self.of(self.root, self.medium.start, slips)
        except NOWHERE:
            return math.nan

    def of(self, step: Step, at: Value, slips: Slips) -> Value:
        """The derivative of one step's goal, its letter having a value; with at most one slip below it is worked once."""
        inside = self._below[id(step)] & slips.keys()
        if len(inside) > 1:
            return self._worked(step, at, slips)
        slip = slips[next(iter(inside))] if inside else None
        key = (id(step), at, slip and (id(slip.step), id(slip.law), slip.which))
        if key not in self._known:
            self._known[key] = self._worked(step, at, slips) if slip else self.medium.at(step.result, step.variable, at)
        return self._known[key]

    def _worked(self, step: Step, at: Value, slips: Slips) -> Value:
        """The derivative by the law of the step, or by the one in its place."""
        parts = Parts(self, step, at, slips)
        slip = slips.get(id(step))
        if slip is None:
            return LAWS[step.rule](parts)
        return slip.law(parts) if slip.which is None else slip.law(parts, slip.which)


def roles(step: Step) -> Iterator[tuple[int, str]]:
    """Steps that are something special to this one.

    The ``outer`` and the ``inner`` function of a composite; the ``slope``, the 3x in 3x + 1 that alone makes the inner derivative;
    the ``logarithm`` of a power.
    """
    if step.rule == "chain":
        inner = step.substeps[1]
        outer = step.substeps[0]
        yield from ((id(below), "outer") for below in (outer, *(outer.substeps if outer.rule == "constant-multiple" else ())))
        yield id(inner), "inner"
        changing = [s for s in inner.substeps if s.rule != "constant"]
        for below in (inner, *(changing if inner.rule in ("sum", "negation") and len(changing) == 1 else ())):
            if below.rule == "constant-multiple" and below.substeps[0].rule == "identity":
                yield id(below), "slope"
    elif step.rule == "general-power":
        yield id(step.substeps[0]), "logarithm"


class Parts:
    """What a law may use of a step: its parts and their derivatives, as values.

    ``x`` the variable, ``y`` what is differentiated; ``parts`` and ``primes`` the terms, factors, numerator and
    denominator with their derivatives; of a composite the outer function ``f`` and its derivative ``f1``, both
    functions, the inner one ``g`` and its derivative ``g1``.
    """

    def __init__(self, replay: Replay, step: Step, at: Value, slips: Slips) -> None:
        """The step at a value of its letter."""
        self.step = step
        self.x = at
        self._replay = replay
        self._slips = slips
        self._named = dict(step.parts)

    def at(self, tree: Any) -> Value:
        """The value of a tree in the step's letter."""
        return self._replay.medium.at(tree, self.step.variable, self.x)

    @property
    def y(self) -> Value:
        """What is differentiated."""
        return self.at(self.step.goal)

    @property
    def right(self) -> Value:
        """The sound result."""
        return self.at(self.step.result)

    @cached_property
    def parts(self) -> list[Value]:
        """Terms (with their signs), factors, numerator and denominator."""
        signs = self.signs
        values = [self.at(s.goal) for s in self.step.substeps]
        return [-v if sign else v for v, sign in zip(values, signs, strict=True)] if signs else values

    @cached_property
    def primes(self) -> list[Value]:
        """Their derivatives, as they were found."""
        signs = self.signs
        values = [self._replay.of(s, self.x, self._slips) for s in self.step.substeps]
        return [-v if sign else v for v, sign in zip(values, signs, strict=True)] if signs else values

    @property
    def signs(self) -> list[bool]:
        """Of a sum: which terms are subtracted."""
        return [isinstance(term, Minus) for term in self.step.goal.args] if self.step.rule == "sum" else []

    @property
    def c(self) -> Value:
        """A constant factor, or the constant above the bar."""
        value = self.at(self._named["c"])
        return 1 / value if self.step.rule == "constant-multiple" and isinstance(self.step.goal, Over) else value

    @property
    def constant(self) -> Any:
        """A constant factor as it is written; where it stands below the bar, what stands there."""
        return self._named["c"]

    @property
    def n(self) -> Value:
        """The exponent of a power, the index of a root."""
        return self.at(self._named["n"])

    @property
    def a(self) -> Value:
        """The base of an exponential."""
        return self.at(self._named["a"])

    # Composites

    @property
    def role(self) -> str:
        """What the step is to the one above it: ``outer``, ``inner``, ``slope``, ``logarithm`` or nothing special."""
        return self._replay.roles.get(id(self.step), "")

    @cached_property
    def g(self) -> Value:
        """The inner function."""
        return self.at(self._named["inner"])

    @cached_property
    def g1(self) -> Value:
        """Its derivative, as it was found; of a composite factor by factor."""
        below = self.step.substeps[1]
        return factor(self._replay.of(below, self.x, self._slips), below.rule == "chain")

    def f(self, value: Value) -> Value:
        """The outer function."""
        return self._replay.medium.at(self._named["outer"], self.step.names[0][0], value)

    def f1(self, value: Value) -> Value:
        """The derivative of the outer function, as it was found."""
        return factor(self._replay.of(self.step.substeps[0], value, self._slips))

    @property
    def outer(self) -> Step:
        """The step of the outer function, in its letter."""
        return self.step.substeps[0]

    @property
    def inside(self) -> Parts | None:
        """The parts of the inner function, where it is a composite itself."""
        below = self.step.substeps[1]
        return Parts(self._replay, below, self.x, self._slips) if below.rule == "chain" else None

    @property
    def below(self) -> Parts:
        """The parts of the only substep: of the logarithm in logarithmic differentiation."""
        return Parts(self._replay, self.step.substeps[0], self.x, self._slips)


def chain(p: Parts) -> Value:
    """(f(g(x)))′ = f′(g(x))·g′(x)"""
    return p.f1(p.g) * p.g1


def sum_rule(p: Parts) -> Value:
    """(f ± g)′ = f′ ± g′"""
    return total(p.primes)


def constant_multiple(p: Parts) -> Value:
    """(c·f)′ = c·f′"""
    return p.c * p.primes[0]


def negation(p: Parts) -> Value:
    """(−f)′ = −f′"""
    return -p.primes[0]


def product_rule(p: Parts) -> Value:
    """(f·g)′ = f′·g + f·g′"""
    return total(one_prime(p.parts, p.primes, i) for i in range(len(p.parts)))


def one_prime(parts: list[Value], primes: list[Value], i: int) -> Value:
    """The term of the product rule in which the i-th factor is differentiated."""
    return product([*parts[:i], primes[i], *parts[i + 1 :]])


def quotient_rule(p: Parts) -> Value:
    """(f/g)′ = (f′·g − f·g′)/g²"""
    (f, g), (f1, g1) = p.parts, p.primes
    return (f1 * g - f * g1) / g**2


def logarithmic(p: Parts) -> Value:
    """y′ = y·(ln y)′"""
    return p.y * p.primes[0]


def rewritten(p: Parts) -> Value:
    """f = h, so f′ = h′"""
    return p.primes[0]


def parametric(p: Parts) -> Value:
    """dy/dx = (dy/dt)/(dx/dt)"""
    return p.primes[0] / p.primes[1]


LAWS: Mapping[str, Law] = {
    "chain": chain,
    "sum": sum_rule,
    "constant-multiple": constant_multiple,
    "negation": negation,
    "product": product_rule,
    "quotient": quotient_rule,
    "general-power": logarithmic,
    "logarithmic": logarithmic,
    "log-laws": rewritten,
    "quotient-as-product": rewritten,
    "change-of-base": rewritten,
    "parametric": parametric,
}
"""How the result of a rule follows from the derivatives of its parts; a rule without parts needs none."""


def kind(step: Step) -> str:
    """The rule of a step; for a function of the table ``table``."""
    return "table" if step.rule in BY_NAME else step.rule
