"""Tidying: named rewrites from what the rules gave to what a textbook prints.

Each pass rewrites a tree from the leaves up; it is kept only if the result is not larger, and stored
with before and after. To add one: write ``name(node) -> node`` with its law and list it in ``PASSES``.

Law: every rewrite keeps the value wherever both sides are defined; the size never grows.
This module knows algebra on written trees; it must not know rules of differentiation or words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace as changed
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from typing import Any

import sympy

from chainrule.calculus.monomial import Key, Monomial, monomial, product
from chainrule.calculus.steps import Rewrite
from chainrule.expression.constants import ONE, ZERO, number
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times, fold, operands, postorder, rebuild, size, symbols

ROUNDS = 4
"""The passes are repeated at most so often."""
TERMS = 60
"""A bracket is multiplied out only while it has at most so many terms."""
NODES = 3_000
"""A larger expression is left as it is."""


def tidy(tree: Any) -> tuple[Rewrite, ...]:
    """The rewrites that bring the tree into textbook form, in order; none when it is tidy.

    >>> from sympy.abc import x
    >>> [(step.rule, step.after) for step in tidy(Times(Times(3, Power(x, 2)), Times(2, x)))]
    [('constants-first', 6*x**3)]
    """
    steps: list[Rewrite] = []
    if size(tree) > NODES:
        return ()
    for _ in range(ROUNDS):
        before = tree
        for name, rewrite in PASSES:
            after = _everywhere(rewrite, tree)
            if name and after != tree:
                after = _everywhere(in_order, after)
            if after != tree and size(after) <= size(tree):
                steps.append(Rewrite(name or _why(tree), tree, after))
                tree = after
        if tree == before:
            break
    return tuple(steps)


def _everywhere(rewrite: Callable[[Any], Any], tree: Any) -> Any:
    """The tree rewritten from the leaves up."""
    return fold(tree, lambda node, below: rewrite(rebuild(node, below)))


# Products


def in_order(node: Any) -> Any:
    """a·2·a·b/a = 2ab: one sign, one number, each base once, one fraction bar."""
    match node:
        case Minus() | Times() | Over() | Power() | Root():
            return product(monomial(node))
        case Plus():
            return _sum(_terms(node))
        case _:
            return node


def _why(tree: Any) -> str:
    """The most telling reason for which products are rewritten."""
    found = {reason for node in postorder(tree) for reason in _reasons(node)}
    return next(reason for reason in ("cancel", "powers-collected", "fractions-joined", "constants-first", "signs", "ones") if reason in found | {"ones"})


def _reasons(node: Any) -> Iterable[str]:
    if not isinstance(node, Times | Over | Minus):
        return
    factors = list(_flat(node))
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


def _flat(node: Any, sign: int = 1) -> Iterable[tuple[Any, int]]:
    """The factors above (+1) and below (−1) the fraction bar."""
    match node:
        case Times(args=factors):
            for factor in factors:
                yield from _flat(factor, sign)
        case Over(args=(a, b)):
            yield from _flat(a, sign)
            yield from _flat(b, -sign)
        case Minus(args=(a,)):
            yield from _flat(a, sign)
        case _:
            yield node, sign


def _base(tree: Any) -> Any:
    return tree.args[0] if isinstance(tree, Power | Root) and tree.args[0] != sympy.E else tree


# Sums


def _terms(node: Any) -> list[Any]:
    """The terms of a sum with its nested sums opened and zeros dropped."""
    terms: list[Any] = []
    for term in node.args if isinstance(node, Plus) else (node,):
        bare, negative = (term.args[0], True) if isinstance(term, Minus) else (term, False)
        inner = _terms(bare) if isinstance(bare, Plus) else [bare]
        terms.extend(_negative(part) if negative else part for part in inner if part != ZERO)
    return terms


def _negative(term: Any) -> Any:
    return term.args[0] if isinstance(term, Minus) else Minus(term)


def _sum(terms: list[Any]) -> Any:
    return Plus(*terms) if len(terms) > 1 else (terms or [ZERO])[0]


def like_terms(node: Any) -> Any:
    """2a + 3a = 5a"""
    if not isinstance(node, Plus):
        return node
    return _collected([monomial(term) for term in _terms(node)])


def _collected(terms: list[Monomial]) -> Any:
    """The sum of monomials with like ones added, in the order of their first appearance."""
    found: dict[Any, Monomial] = {}
    for term in terms:
        known = found.get(term.key())
        if known:
            term = changed(known, coefficient=known.coefficient + term.coefficient, decimal=known.decimal or term.decimal)
        found[term.key()] = term
    return _sum([product(term) for term in found.values() if term.coefficient])


def multiplied_out(node: Any) -> Any:
    """a(b + c) − ab = ac, where multiplying out makes the sum shorter"""
    if not isinstance(node, Plus) or not any(isinstance(base, Plus) for term in node.args for base, _ in monomial(term).powers):
        return node
    terms: list[Monomial] = []
    for term in _terms(node):
        terms.extend(_expanded(monomial(term)))
        if len(terms) > TERMS:
            return node
    after = _collected(terms)
    return after if size(after) < size(node) else node


def _expanded(term: Monomial) -> list[Monomial]:
    """The term with its brackets multiplied out."""
    rest = dict(term.powers)
    brackets = [(key, int(power)) for key, power in rest.items() if isinstance(key[0], Plus) and key[1] == ONE and power in (1, 2, 3)]
    result = [changed(term, powers={key: power for key, power in rest.items() if key not in dict(brackets)})]
    for (bracket, _), power in brackets:
        for _ in range(power):
            if len(result) * len(bracket.args) > TERMS:
                return [term]
            result = [_multiplied(left, monomial(right)) for left in result for right in bracket.args]
    return result


def _multiplied(a: Monomial, b: Monomial) -> Monomial:
    powers: dict[Key, Fraction] = dict(a.powers)
    for key, power in b.powers.items():
        powers[key] = powers.get(key, Fraction(0)) + power
    return Monomial(a.coefficient * b.coefficient, {key: power for key, power in powers.items() if power}, a.decimal or b.decimal)


def common_factor(node: Any) -> Any:
    """ab + ac = a(b + c), where a is more than a number or a power of a letter"""
    if not isinstance(node, Plus):
        return node
    terms = [monomial(term) for term in _terms(node)]
    common = _common(terms)
    if not any(power < 0 or symbolic != ONE or not isinstance(base, sympy.Symbol) for (base, symbolic), power in common.items()):
        return node
    scale = Fraction(gcd(*[t.coefficient.numerator for t in terms]), lcm(*[t.coefficient.denominator for t in terms]))
    if all(term.coefficient < 0 for term in terms):
        scale = -scale
    rest = [Monomial(t.coefficient / scale, _multiplied(t, _inverse(common)).powers, t.decimal) for t in terms]
    bracket = _sum([product(term) for term in rest])
    after = product(Monomial(scale, {**common, (bracket, ONE): Fraction(1)}, any(t.decimal for t in terms)))
    return after if size(after) < size(node) else node


def _common(terms: list[Monomial]) -> dict[Key, Fraction]:
    """The powers that every term has; below the fraction bar only where all agree."""
    common: dict[Key, Fraction] = {}
    for key, power in terms[0].powers.items():
        powers = [term.powers.get(key, Fraction(0)) for term in terms]
        if all(p == power for p in powers):
            common[key] = power
        elif min(powers) > 0 and key[1] == ONE:
            common[key] = min(powers)
    return common


def _inverse(powers: dict[Key, Fraction]) -> Monomial:
    return Monomial(Fraction(1), {key: -power for key, power in powers.items()})


def one_fraction(node: Any) -> Any:
    """1/(1 + a/b) = b/(b + a), where it makes the whole shorter"""
    if not isinstance(node, Over):
        return node
    term = monomial(node)
    powers: dict[Key, Fraction] = {}
    for (base, symbolic), power in term.powers.items():
        inner = _over_one_bar(base) if isinstance(base, Plus) and symbolic == ONE and power.denominator == 1 else None
        piece = inner or Monomial(Fraction(1), {(base, symbolic): Fraction(1)})
        raised = Monomial(piece.coefficient**int(power) if power.denominator == 1 else Fraction(1), {key: p * power for key, p in piece.powers.items()})
        joined = _multiplied(Monomial(Fraction(1), powers), raised)
        powers, term = dict(joined.powers), changed(term, coefficient=term.coefficient * joined.coefficient)
    after = _everywhere(multiplied_out, product(changed(term, powers=powers)))
    after = product(monomial(after))
    return after if size(after) < size(node) else node


def _over_one_bar(tree: Plus) -> Monomial | None:
    """A sum with fractions in it as numerator/denominator, a common number in front; ``None`` where nothing is gained."""
    terms = [monomial(term) for term in _terms(tree)]
    below: dict[Key, Fraction] = {}
    for term in terms:
        for key, power in term.powers.items():
            if power < 0 and key[1] == ONE:
                below[key] = min(below.get(key, Fraction(0)), power)
    scale = Fraction(gcd(*[t.coefficient.numerator for t in terms]), lcm(*[t.coefficient.denominator for t in terms]))
    if not below and scale == 1:
        return None
    lifted = [_multiplied(changed(term, coefficient=term.coefficient / scale), _inverse(below)) for term in terms]
    top = multiplied_out(_collected(lifted))
    inner = monomial(top)
    return _multiplied(changed(inner, coefficient=inner.coefficient * scale), Monomial(Fraction(1), below))


# Identities

SQUARES: tuple[tuple[str | None, int, str | None, int, str | None, int], ...] = (
    ("sin", 1, "cos", 1, None, 1),  #   sin² + cos² = 1
    (None, 1, "sin", -1, "cos", 1),  #  1 − sin² = cos²
    (None, 1, "cos", -1, "sin", 1),  #  1 − cos² = sin²
    (None, 1, "tan", 1, "sec", 1),  #   1 + tan² = sec²
    (None, 1, "cot", 1, "csc", 1),  #   1 + cot² = csc²
    ("sec", 1, None, -1, "tan", 1),  #  sec² − 1 = tan²
    ("cosh", 1, "sinh", -1, None, 1),  # cosh² − sinh² = 1
    (None, 1, "tanh", -1, "sech", 1),  # 1 − tanh² = sech²
    (None, 1, "sinh", 1, "cosh", 1),  # 1 + sinh² = cosh²
)
"""(f, a, g, b, h, c): a·f² + b·g² = c·h² at one argument; ``None`` is the number 1."""

QUOTIENTS = (("sin", "cos", "tan"), ("cos", "sin", "cot"), ("sinh", "cosh", "tanh"), ("cosh", "sinh", "coth"))
"""(f, g, h): f/g = h at one argument."""


def squares(node: Any) -> Any:
    """sin²a + cos²a = 1 and its kin"""
    if not isinstance(node, Plus):
        return node
    terms = [monomial(term) for term in _terms(node)]
    for i, j in combinations(range(len(terms)), 2):
        for left, right in ((i, j), (j, i)):
            joined = _square(terms[left], terms[right])
            if joined:
                rest = [product(term) for k, term in enumerate(terms) if k not in (i, j)]
                rest.insert(i, product(joined))
                return _sum(rest)
    return node


def _square(left: Monomial, right: Monomial) -> Monomial | None:
    for f, a, g, b, h, c in SQUARES:
        if left.coefficient * b != right.coefficient * a:
            continue
        argument = _squared(left, f) or _squared(right, g)
        if argument is None:
            continue
        if (rest := _without(left, f, argument)) and (other := _without(right, g, argument)) and rest.key() == other.key():
            square = {(Apply(h, argument), ONE): Fraction(2)} if h else {}
            return _multiplied(changed(rest, coefficient=left.coefficient * c / a), Monomial(Fraction(1), square))
    return None


def _squared(term: Monomial, name: str | None) -> Any:
    """The argument of the named function where its square is a factor."""
    keys = (base for (base, _), power in term.powers.items() if power == 2 and isinstance(base, Apply) and base.name == name)
    return next((base.arguments[0] for base in keys), None)


def _without(term: Monomial, name: str | None, argument: Any) -> Monomial | None:
    """The term without the square; ``None`` when it does not have it."""
    if name is None:
        return term
    key = (Apply(name, argument), ONE)
    if term.powers.get(key) != 2:
        return None
    return changed(term, powers={k: p for k, p in term.powers.items() if k != key})


def quotients(node: Any) -> Any:
    """sin a/cos a = tan a and its kin"""
    if not isinstance(node, Over | Minus | Times):
        return node
    term = monomial(node)
    for f, g, h in QUOTIENTS:
        for (base, symbolic), power in term.powers.items():
            if power == 1 and symbolic == ONE and isinstance(base, Apply) and base.name == f:
                below = (Apply(g, base.arguments[0]), ONE)
                if term.powers.get(below) == -1:
                    powers = {k: p for k, p in term.powers.items() if k not in ((base, ONE), below)}
                    return product(changed(term, powers={**powers, (Apply(h, base.arguments[0]), ONE): Fraction(1)}))
    return node


def inverses(node: Any) -> Any:
    """ln e = 1, ln 1 = 0, ln eᵃ = a, e^(ln a) = a"""
    match node:
        case Apply(args=(_, Power(args=(base, exponent)))) if node.name == "ln" and base == sympy.E:
            return exponent
        case Apply(args=(_, argument)) if node.name == "ln" and argument in (sympy.E, ONE):
            return ONE if argument == sympy.E else ZERO
        case Power(args=(base, Apply(args=(_, argument)) as exponent)) if base == sympy.E and exponent.name == "ln":
            return argument
        case _:
            return node


def worked_out(node: Any) -> Any:
    """2·3 = 6, 3² = 9: numbers are worked out"""
    if isinstance(node, Plus | Power | Root) and not symbols(node):
        value = number(node)
        if value is not None and value.denominator == 1 and abs(value) < 10**12:
            return in_order(Times(sympy.Integer(1), sympy.Integer(abs(value)))) if value >= 0 else Minus(sympy.Integer(abs(value)))
    return node


PASSES: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("", in_order),
    ("logarithm", inverses),
    ("identity-squares", squares),
    ("identity-quotients", quotients),
    ("like-terms", like_terms),
    ("multiplied-out", multiplied_out),
    ("common-factor", common_factor),
    ("fractions-joined", one_fraction),
    ("worked-out", worked_out),
)
"""In the order in which they are made; a pass without a name says why by what it finds."""
