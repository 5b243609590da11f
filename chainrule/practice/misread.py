"""Another problem than the one that was set: the task misread or miscopied, then differentiated soundly.

    (a + b)ⁿ as aⁿ + bⁿ      (3x)² as 3x²      sin(x²) as sin² x      x² − 1 as x² + 1      a number as another

One function a misreading: it looks at one node and yields what is put in its place. This module knows the
shapes of problems; it must not know derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.layers import Dependence, decompose, refill
from chainrule.expression.functions import BY_NAME
from chainrule.expression.written import Apply, Decimal, Minus, Over, Plus, Power, Root, Times, postorder, replace
from chainrule.practice.mistakes.mistake import COMMON, KNOWN


@dataclass(frozen=True, slots=True)
class Misreading:
    """``seen`` stands in the problem, ``read`` was put in its place; ``goal`` is the problem then."""

    id: str
    seen: Any
    read: Any
    goal: Any
    cost: int = KNOWN


def distributed(node: Any, depends: Dependence) -> Iterator[Any]:
    """f(a + b) = f(a) + f(b)"""
    match node:
        case Power(args=(Plus(args=terms), n)) if not depends(n):
            yield _sum(terms, lambda term: Power(term, n))
        case Power(args=(a, Plus(args=terms))) if not depends(a):
            yield _sum(terms, lambda term: Power(a, term))
        case Root(args=(Plus(args=terms), n)):
            yield _sum(terms, lambda term: term.args[0] if isinstance(term, Power) and term.args[1] == n else Root(term, n))
        case Over(args=(c, Plus(args=terms))) if not depends(c):
            yield _sum(terms, lambda term: Over(c, term))
        case Apply() if len(node.arguments) == 1 and isinstance(node.arguments[0], Plus) and node.name in BY_NAME:
            yield _sum(node.arguments[0].args, lambda term: Apply(node.name, term))


def _sum(terms: tuple[Any, ...], function: Callable[[Any], Any]) -> Any:
    return Plus(*[Minus(function(term.args[0])) if isinstance(term, Minus) else function(term) for term in terms])


def coefficient_outside(node: Any, depends: Dependence) -> Iterator[Any]:
    """(c·f)ⁿ = c·fⁿ"""
    match node:
        case Power(args=(Times(args=(c, *rest)), n)) if not depends(c) and not depends(n):
            yield Times(c, Power(rest[0] if len(rest) == 1 else Times(*rest), n))
        case Power(args=(Over(args=(f, c)), n)) if not depends(c) and not depends(n):
            yield Over(Power(f, n), c)
        case Root(args=(Times(args=(c, *rest)), n)) if not depends(c):
            yield Times(c, Root(rest[0] if len(rest) == 1 else Times(*rest), n))


def layers_swapped(node: Any, depends: Dependence) -> Iterator[Any]:
    """f(g(x)) = g(f(x))"""
    found = decompose(node, depends)
    if found is None or len(found[2]) != 1 or not isinstance(found[1], Power | Root | Apply):
        return
    _, inner, path = found
    deeper = decompose(inner, depends)
    if deeper is None:
        x = depends.variable
        yield replace(inner, {x: refill(path, x)})
    elif len(deeper[2]) == 1:
        yield refill(deeper[2], refill(path, deeper[1]))


def sign_copied(node: Any, depends: Dependence) -> Iterator[Any]:
    """a − b = a + b"""
    match node:
        case Plus(args=terms):
            for i, term in enumerate(terms):
                if i or isinstance(term, Minus):
                    flipped = term.args[0] if isinstance(term, Minus) else Minus(term)
                    yield Plus(*terms[:i], flipped, *terms[i + 1 :])
        case Power(args=(a, Minus(args=(n,)))):
            yield Power(a, n)


def part_left_out(node: Any, depends: Dependence) -> Iterator[Any]:
    """a + b = a"""
    if isinstance(node, Plus):
        for i in range(len(node.args)):
            rest = (*node.args[:i], *node.args[i + 1 :])
            if any(depends(part) for part in rest):
                yield rest[0] if len(rest) == 1 else node.func(*rest)


MISREADINGS: tuple[tuple[str, Callable[[Any, Dependence], Iterator[Any]], int], ...] = (
    ("function-distributed", distributed, COMMON),
    ("coefficient-outside", coefficient_outside, COMMON),
    ("layers-swapped", layers_swapped, COMMON),
    ("sign-copied", sign_copied, KNOWN),
    ("part-left-out", part_left_out, KNOWN),
)
"""In the order in which they are tried."""


def misreadings(goal: Any, variable: sympy.Symbol) -> Iterator[Misreading]:
    """Every problem that this one could have been taken for."""
    depends = Dependence(variable)
    for node in reversed(postorder(goal)):
        if depends(node):
            for id, rewrite, cost in MISREADINGS:
                if node == goal and rewrite in (sign_copied, part_left_out):
                    continue  # a term of the whole: a slip of the sum rule
                for read in rewrite(node, depends):
                    yield Misreading(id, node, read, replace(goal, {node: read}), cost)


OTHERS = (2, 3, 4, 5, 1, 6, 7, 8, 9, 10, 12, 0)
"""What a number is miscopied as."""
LEAVES = 8
"""So many numbers of a problem are looked at."""


def numbers_in(tree: Any) -> list[Any]:
    """The numbers in a tree that could be miscopied, each once."""
    roots = {node.args[1] for node in postorder(tree) if isinstance(node, Root)}
    return [node for node in postorder(tree) if isinstance(node, sympy.Integer | Decimal) and node not in roots][:LEAVES]
