"""Tidying: named rewrites from what the rules gave to what a textbook prints.

Each pass rewrites a tree from the leaves up; it is kept only if the result is not longer, and stored
with before, after and every reason. To add one: write ``name(node) -> node`` with its law and list it in ``PASSES``.

Law: every rewrite keeps the value wherever both sides are defined; ``length`` never grows.
What a function acts on and what stands in an exponent is the student's own and is only put in order.
This module knows algebra on written trees; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import combinations
from math import gcd
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.bars import one_fraction, one_root, root_content
from chainrule.calculus.divisions import divided
from chainrule.calculus.factors import bracket_factor, common_factor, flat, flipped, in_order
from chainrule.calculus.identities import absolute_values, base_change, even_odd, inverses, products, quotients, squares, worked_out
from chainrule.calculus.length import length
from chainrule.calculus.monomial import exact_root, monomial
from chainrule.calculus.rewriting import ARITHMETIC, EVERY, everywhere
from chainrule.calculus.steps import Rewrite
from chainrule.calculus.sums import like_terms, multiplied_out, ordered
from chainrule.expression.constants import ONE, ZERO, number
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times, fold, operands, postorder, rebuild, size, symbols

ROUNDS = 4
"""The passes are repeated at most so often."""

NODES = 3_000
"""A larger expression is only put in order."""


def tidy(tree: Any) -> tuple[Rewrite, ...]:
    """The rewrites that bring the tree into textbook form, in order; none when it is tidy.

    >>> from sympy.abc import x
    >>> [(step.reasons, step.after) for step in tidy(Times(Times(3, Power(x, 2)), Times(2, x)))]
    [(('powers-collected', 'constants-first'), 6*x**3)]
    """
    if not operands(tree):  # a letter or a number
        return ()
    if not any(_is_exp(node) for node in postorder(tree)):
        return tuple(_tidied(tree))
    powers = spelled_as_power(tree)
    if any(isinstance(node, Power) and node.args[0] == sympy.E for node in postorder(tree)):
        return (Rewrite(("exponential-form",), tree, powers), *_tidied(powers))
    steps = [step._replace(before=spelled_as_exp(step.before), after=spelled_as_exp(step.after)) for step in _tidied(powers)]
    if any(length(step.after) > length(step.before) for step in steps):
        return tuple(_tidied(tree))
    return tuple(step for step in steps if step.before != step.after)


def _is_exp(node: Any) -> bool:
    return isinstance(node, Apply) and node.name == "exp"


def spelled_as_power(tree: Any) -> Any:
    """exp(a) as eᵃ"""
    return fold(tree, lambda node, below: Power(sympy.E, below[0]) if _is_exp(node) else rebuild(node, below))


def spelled_as_exp(tree: Any) -> Any:
    """eᵃ as exp(a)"""
    return fold(
        tree, lambda node, below: Apply("exp", below[1]) if isinstance(node, Power) and below[0] == sympy.E else rebuild(node, below)
    )


def _tidied(tree: Any) -> list[Rewrite]:
    steps: list[Rewrite] = []
    passes = PASSES if size(tree) <= NODES else PASSES[:1]
    idle = 0
    for one in passes * ROUNDS:
        why = [one.name] if one.name and not one.composed else []
        raw = everywhere(partial(one.rewrite, why=why) if one.composed else one.rewrite, tree, one.through, one.on)
        after = everywhere(in_order, raw, EVERY) if one.name and raw != tree else raw
        idle += 1
        if after != tree and length(after) <= length(tree):
            why += [reason for reason in reasons(raw) if reason not in TRIVIAL] if one.name else reasons(tree) or ["order"]
            steps.append(Rewrite(tuple(dict.fromkeys(why)), tree, after))
            tree, idle = after, 0
        elif idle == len(passes):
            break
    return steps


REASONS = (
    "cancel",
    "powers-collected",
    "power-of-power",
    "roots-joined",
    "root-content",
    "absolute-values",
    "fractions-joined",
    "constants-first",
    "signs",
    "one-sign",
    "ones",
    "order",
)
"""Why products are put in order, the most telling first."""
TRIVIAL = frozenset(("one-sign", "ones", "order"))
"""What goes without saying beside anything else."""


def reasons(tree: Any) -> list[str]:
    """What is done when the products of the tree are put in order, the most telling first."""
    found = {reason for node in postorder(tree) for reason in _reasons(node)}
    telling = [reason for reason in REASONS if reason in found - TRIVIAL]
    return telling or [reason for reason in REASONS if reason in found]


def _reasons(node: Any) -> Iterable[str]:
    if isinstance(node, Power | Root):
        yield from _power_reasons(node)
    if isinstance(node, Plus) and ZERO in node.args:
        yield "ones"
    if not isinstance(node, Times | Over | Minus):
        return
    factors = list(flat(node))
    bases = [(_base(tree), sign) for tree, sign in factors if number(tree) is None]
    if any(a == b and s != t for (a, s), (b, t) in combinations(bases, 2)):
        yield "cancel"
    if any(a == b and s == t for (a, s), (b, t) in combinations(bases, 2)):
        yield "powers-collected"
    if any(_degree(a) == _degree(b) != 1 and not (symbols(a) and symbols(b)) for (a, _), (b, _) in combinations(factors, 2)):
        yield "roots-joined"
    if _signs_meet([base for base, _ in bases]):
        yield "absolute-values"
    numbers = [i for i, (tree, _) in enumerate(factors) if (value := number(tree)) is not None and value != 1]
    if isinstance(node, Times) and any(isinstance(factor, Over) for factor in node.args):
        yield "fractions-joined"
    if len(numbers) > 1 or (isinstance(node, Times) and numbers and numbers[0] > 0):
        yield "constants-first"
    if any(isinstance(child, Minus) for child in operands(node)):
        yield "signs" if _minuses(node) > 1 else "one-sign"
    if any(number(tree) in (0, 1) for tree, sign in factors if sign > 0 or number(tree) == 1) and not (
        isinstance(node, Over) and node.args[0] == ONE
    ):
        yield "ones"


def _power_reasons(node: Any) -> Iterable[str]:
    base, exponent = node.args
    if number(exponent) in (0, 1):
        yield "ones"
    if isinstance(base, Power | Root) and not _is_root_of_power(node):
        yield "power-of-power"
    degree = exponent if isinstance(node, Root) else n.denominator if (n := number(exponent)) is not None else 1
    if degree > 1 and isinstance(base, Times | Over):
        coefficient = monomial(base).coefficient
        if coefficient > 0 and exact_root(coefficient, int(degree)) not in (None, 1):
            yield "root-content"


def _signs_meet(bases: list[Any]) -> bool:
    """sgn a beside a, |a| or sgn a; |a| beside |a|."""
    named = [base for base in bases if isinstance(base, Apply) and base.name in ("sign", "abs")]
    return any(
        (base.name == "sign" and sum(other == a or (isinstance(other, Apply) and a in other.arguments) for other in bases) > 1)
        or (base.name == "abs" and bases.count(base) > 1)
        for base in named
        for a in base.arguments
    )


def _is_root_of_power(node: Any) -> bool:
    """∛(x²), the textbook form of x^(2/3)."""
    if not isinstance(node, Root) or not isinstance(node.args[0], Power):
        return False
    n = number(node.args[0].args[1])
    return n is not None and n.denominator == 1 and gcd(int(n), int(node.args[1])) == 1


def _minuses(node: Any) -> int:
    """How many minus signs stand in a product."""
    match node:
        case Minus(args=(a,)):
            return 1 + _minuses(a)
        case Times(args=parts) | Over(args=parts):
            return sum(map(_minuses, parts))
        case _:
            return 0


def _degree(tree: Any) -> int:
    """The n of an n-th root, 1 of anything else."""
    return int(tree.args[1]) if isinstance(tree, Root) else 1


def _base(tree: Any) -> Any:
    if not isinstance(tree, Power | Root):
        return tree
    return "a power of e" if tree.args[0] == sympy.E else tree.args[0]


class Pass(NamedTuple):
    """A rewriting of nodes of some kinds, ``on``. ``through``: how deep it goes; ``composed``: it says itself which rules it used."""

    name: str
    rewrite: Callable[..., Any]
    on: tuple[type, ...]
    through: tuple[type, ...] = ARITHMETIC
    composed: bool = False


SUM, PRODUCT = (Plus,), (Times, Over, Minus)

PASSES: tuple[Pass, ...] = (
    Pass("", in_order, (*SUM, *PRODUCT, Power, Root), EVERY),
    Pass("logarithm", inverses, (Apply, Power), EVERY),
    Pass("base-change", base_change, PRODUCT),
    Pass("even-odd", even_odd, (Apply,), EVERY),
    Pass("absolute-values", absolute_values, (Apply,), EVERY),
    Pass("identity-squares", squares, SUM),
    Pass("identity-quotients", quotients, PRODUCT),
    Pass("identity-products", products, PRODUCT),
    Pass("like-terms", like_terms, SUM),
    Pass("common-factor", common_factor, SUM, composed=True),
    Pass("multiplied-out", multiplied_out, SUM),
    Pass("common-factor", bracket_factor, PRODUCT, composed=True),
    Pass("fractions-joined", one_fraction, PRODUCT, composed=True),
    Pass("root-content", root_content, PRODUCT),
    Pass("fractions-joined", one_root, SUM, composed=True),
    Pass("cancel", divided, (*SUM, Over), composed=True),
    Pass("signs", flipped, PRODUCT),
    Pass("worked-out", worked_out, (*SUM, Power, Root), EVERY),
    Pass("terms-ordered", ordered, SUM),
)
"""In the order in which they are made; a pass without a name says why by what it finds."""
