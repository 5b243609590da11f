"""Rewrites of fractions and roots: one fraction bar, one root below it, squares out of a root.

This module knows quotients of monomials; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from chainrule.calculus.factors import bracket_factor, common_factor, content
from chainrule.calculus.length import length
from chainrule.calculus.monomial import Key, Monomial, exact_root, monomial, product
from chainrule.calculus.rewriting import OUTSIDE, everywhere
from chainrule.calculus.sums import collected, inverse, multiplied, multiplied_out, terms_of, total
from chainrule.expression.constants import ONE
from chainrule.expression.written import Minus, Over, Plus, Times, postorder


def one_fraction(node: Any, why: list[str] | None = None) -> Any:
    """1/(1 + a/b) = b/(b + a), where it makes the whole shorter"""
    if not isinstance(node, Over | Times):
        return node
    term = monomial(node)
    if isinstance(node, Times) and not any(_has_bar(base) for base, _ in term.powers):
        return node
    joined = Monomial(term.coefficient, {}, term.decimal, term.rooted)
    for (base, symbolic), power in term.powers.items():
        inner = _over_one_bar(base) if isinstance(base, Plus) and symbolic == ONE and power.denominator == 1 else None
        piece = inner or Monomial(Fraction(1), {(base, symbolic): Fraction(1)})
        number = piece.coefficient ** int(power) if inner else Fraction(1)
        joined = multiplied(joined, piece._replace(coefficient=number, powers={key: p * power for key, p in piece.powers.items()}))
    raw = product(joined)
    out = everywhere(multiplied_out, raw, OUTSIDE)
    after = product(monomial(out))
    if (length(after), _bars(after)) >= (length(node), _bars(node)):
        return node
    if why is not None:
        why += ["fractions-joined"] if out == raw else ["fractions-joined", "multiplied-out"]
    return after


def _bars(tree: Any) -> int:
    """How many fraction bars are printed."""
    return sum(isinstance(node, Over) for node in postorder(tree))


def _has_bar(tree: Any) -> bool:
    """Whether a term of the sum is a fraction."""
    return isinstance(tree, Plus) and any(power < 0 for term in tree.args for power in monomial(term).powers.values())


def _over_one_bar(tree: Plus) -> Monomial | None:
    """A sum with fractions in it as numerator/denominator, a common number in front; ``None`` where nothing is gained."""
    terms = [monomial(term) for term in terms_of(tree)]
    below: dict[Key, Fraction] = {}
    for term in terms:
        for key, power in term.powers.items():
            if power < 0 and key[1] == ONE:
                below[key] = min(below.get(key, Fraction(0)), power)
    scale = abs(content(terms))
    if not below and scale == 1:
        return None
    lifted = [multiplied(term._replace(coefficient=term.coefficient / scale), inverse(below)) for term in terms]
    inner = monomial(multiplied_out(collected(lifted)))
    return multiplied(inner._replace(coefficient=inner.coefficient * scale), Monomial(Fraction(1), below))


def one_root(node: Any, why: list[str]) -> Any:
    """√a + b/√a = (a + b)/√a, where it makes the whole shorter"""
    if not isinstance(node, Plus):
        return node
    terms = [monomial(term) for term in terms_of(node)]
    keys = dict.fromkeys(key for t in terms for key, power in t.powers.items() if key[1] == ONE and power < 0 and power.denominator > 1)
    for key in keys:
        powers = [term.powers.get(key, Fraction(0)) for term in terms]
        meant = [i for i, power in enumerate(powers) if power and (power - min(powers)).denominator == 1]
        if len({powers[i] for i in meant}) < 2:
            continue
        top = collected([multiplied(terms[i], inverse({key: min(powers)})) for i in meant])
        bar = Monomial(Fraction(1), {key: min(powers)}, rooted=any(t.rooted for t in terms))
        factored = common_factor(top, [])
        whole = monomial(factored) if factored != top else _whole(multiplied_out(top))
        joined = bracket_factor(one_fraction(product(multiplied(bar, whole))))
        others = [product(term) for i, term in enumerate(terms) if i not in meant]
        after = total([joined, *others] if meant[0] == 0 else [*others, joined])
        if length(after) < length(node):
            why += ["fractions-joined", "like-terms"]
            return after
    return node


def _whole(tree: Any) -> Monomial:
    """The tree as one product; a sum is one bracket with its common number in front."""
    inner = _over_one_bar(tree) if isinstance(tree, Plus) else None
    return inner or monomial(tree)


def root_content(node: Any) -> Any:
    """√(4a + 8) = 2√(a + 2), √(1 − a/4) = √(4 − a)/2, in a product"""
    if not isinstance(node, Over | Times | Minus):
        return node
    term = monomial(node)
    for (base, symbolic), power in term.powers.items():
        if not isinstance(base, Plus) or symbolic != ONE or power.denominator == 1:
            continue
        inner = [monomial(part) for part in terms_of(base)]
        scale = abs(content(inner))
        root = exact_root(scale, power.denominator)
        if root not in (None, 1, 0) and not any(t.decimal for t in inner):
            lifted = collected([t._replace(coefficient=t.coefficient / scale) for t in inner])
            rest = {key: p for key, p in term.powers.items() if key != (base, symbolic)}
            return product(term._replace(coefficient=term.coefficient * root**power.numerator, powers={**rest, (lifted, ONE): power}))
    return node
