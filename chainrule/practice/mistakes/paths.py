"""Mistakes in putting a path sum together: ∂z/∂x = ∂z/∂u·∂u/∂x + ∂z/∂v·∂v/∂x.

To add one: a function whose docstring is the wrong law, a row in ``PATHS``, its sentences in ``words`` under the
same id, and wrong answers in ``tests/practice/several_wrong.tsv``. A law is about the whole sum, or about one
``subject`` of a kind: a path, two paths, a branch, a branch and the one in its place, a letter, a node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from chainrule.expression.constants import ONE
from chainrule.expression.written import Minus, replace, symbols
from chainrule.graph.edges import Edge
from chainrule.graph.paths import Path
from chainrule.graph.system import Name
from chainrule.practice.ink import Value, product
from chainrule.practice.mistakes.mistake import COMMON, KNOWN, RARE
from chainrule.practice.several.assembly import Sum, key


@dataclass(frozen=True, slots=True)
class PathMistake:
    """A wrong law of the assembly: ``law`` has the wrong sum, ``about`` is the kind of its subject (see ``SUBJECTS``).

    ``number`` is the cost where only a number is known: the laws that come to many numbers prove little there.
    """

    id: str
    law: Callable[..., Value | None]
    about: str = "whole"
    cost: int = COMMON
    number: int = 0

    @property
    def wrong_law(self) -> str:
        """The formula, as the docstring of the law has it."""
        return (self.law.__doc__ or "").strip()


MINUS_ONE = Minus(ONE)

# The whole sum


def outer_only(s: Sum, _: None) -> Value | None:
    """∂z/∂x = ∂z/∂u + ∂z/∂v"""
    return s.added(s.heads()) if s.forked and s.long else None


def inner_only(s: Sum, _: None) -> Value | None:
    """∂z/∂x = ∂u/∂x + ∂v/∂x"""
    return s.added(s.tails()) if s.forked and s.long else None


def tails_cut(s: Sum, _: None) -> Value | None:
    """∂z/∂x = ∂z/∂p·∂p/∂u + ∂z/∂q·∂q/∂v, where ∂u/∂x and ∂v/∂x belong as well"""
    last = {key(path.edges[-1]) for path in s.paths}
    if len(last) == 1 or not any(len(path.edges) > 2 for path in s.paths):
        return None
    return s.added([product(s.factors(path)[:-1]) if len(path.edges) > 1 else s.along(path) for path in s.paths])


def sums_multiplied(s: Sum, _: None) -> Value | None:
    """∂z/∂x = (∂z/∂u + ∂z/∂v)·(∂u/∂x + ∂v/∂x)"""
    if not s.forked or not s.long or len(s.heads()) == 1:
        return None  # by one outer derivative all are multiplied rightly
    return s.added(s.heads()) * s.added(s.tails())


def multiplied_across(s: Sum, _: None) -> Value | None:
    """∂z/∂x = (∂z/∂u·∂u/∂x)·(∂z/∂v·∂v/∂x)"""
    return product([s.along(path) for path in s.paths]) if s.several else None


def added_along_multiplied_across(s: Sum, _: None) -> Value | None:
    """∂z/∂x = (∂z/∂u + ∂u/∂x)·(∂z/∂v + ∂v/∂x)"""
    return product([s.added(s.factors(path)) for path in s.paths]) if s.several and s.long else None


def added_along(s: Sum, _: None) -> Value | None:
    """∂z/∂x = ∂z/∂u + ∂u/∂x + ∂z/∂v + ∂v/∂x"""
    return s.added([s.added(s.factors(path)) for path in s.paths]) if s.long else None


def subtracted(s: Sum, _: None) -> Value | None:
    """∂z/∂x = ∂z/∂u·∂u/∂x − ∂z/∂v·∂v/∂x"""
    first, *others = [s.along(path) for path in s.paths]
    return first - s.added(others) if others else None


def other_sign(s: Sum, _: None) -> Value | None:
    """∂z/∂x = −(∂z/∂u·∂u/∂x + ∂z/∂v·∂v/∂x)"""
    return -s.right


def cancelled(s: Sum, _: None) -> Value | None:
    """∂z/∂u·∂u/∂x = ∂z/∂x for each path, so ∂z/∂x = 2·∂z/∂x"""
    return len(s.paths) * s.right if s.several else None


def direct_only(s: Sum, _: None) -> Value | None:
    """dz/dx = ∂f/∂x"""
    return s.along(s.direct) if s.direct is not None else None


def direct_forgotten(s: Sum, _: None) -> Value | None:
    """dz/dx = ∂f/∂u·du/dx"""
    return s.added([s.along(path) for path in s.paths if path is not s.direct]) if s.direct is not None else None


# One path


def path_missing(s: Sum, path: Path) -> Value | None:
    """∂z/∂x = ∂z/∂u·∂u/∂x"""
    rest = [other for other in s.paths if other is not path]
    return s.added([s.along(other) for other in rest]) if rest and path is not s.direct and rest != [s.direct] else None


def one_path_only(s: Sum, path: Path) -> Value | None:
    """∂z/∂x = ∂z/∂u·∂u/∂x"""
    return s.along(path) if len(s.paths) > 2 and path is not s.direct else None


def path_twice(s: Sum, path: Path) -> Value | None:
    """∂z/∂x = 2·∂z/∂u·∂u/∂x + ∂z/∂v·∂v/∂x"""
    return s.right + s.along(path) if s.several else None


def path_subtracted(s: Sum, path: Path) -> Value | None:
    """∂z/∂x = ∂z/∂u·∂u/∂x − ∂z/∂v·∂v/∂x"""
    if not s.several or (len(s.paths) == 2 and path is s.paths[1]):
        return None  # the second of two: paths_subtracted
    return s.added([-s.along(one) if one is path else s.along(one) for one in s.paths])


def path_added(s: Sum, path: Path) -> Value | None:
    """∂z/∂x = (∂z/∂u + ∂u/∂x) + ∂z/∂v·∂v/∂x"""
    if len(path.edges) < 2 or not s.several:
        return None
    return s.added([s.added(s.factors(one)) if one is path else s.along(one) for one in s.paths])


def head_alone(s: Sum, path: Path) -> Value | None:
    """∂z/∂x = ∂z/∂u + ∂z/∂v·∂v/∂x"""
    if len(path.edges) < 3:
        return None
    return s.added([s.value(one.edges[0]) if one is path else s.along(one) for one in s.paths])


# Two paths


def tails_swapped(s: Sum, pair: tuple[Path, Path]) -> Value | None:
    """∂z/∂x = ∂z/∂u·∂v/∂x + ∂z/∂v·∂u/∂x"""
    one, two = pair
    if len(one.edges) < 2 or len(two.edges) < 2 or one.edges[0] == two.edges[0]:
        return None
    crossed = [s.value(one.edges[0]) * s.tail(two), s.value(two.edges[0]) * s.tail(one)]
    return s.added([*crossed, *[s.along(path) for path in s.paths if path not in pair]])


# One branch


def head_only(s: Sum, edge: Edge) -> Value | None:
    """∂L/∂x = ∂L/∂a, where all paths run through a"""
    behind = any(len(path.edges) > 2 for path in s.paths)
    return s.value(edge) if behind and edge.target == s.output and not s.forked else None


def branch_missing(s: Sum, edge: Edge) -> Value | None:
    """∂z/∂x = ∂z/∂u, where ∂u/∂x belongs as a factor"""
    if edge.partial == MINUS_ONE:
        return None  # a sign
    return s.changed({key(edge): s.medium.one}) if any(edge in path.edges and len(path.edges) > 1 for path in s.paths) else None


def branch_not_differentiated(s: Sum, edge: Edge) -> Value | None:
    """∂z/∂x = ∂z/∂u·u"""
    return s.changed({key(edge): s.medium.tree(edge.target)}) if s.long else None


def branch_at_output(s: Sum, edge: Edge) -> Value | None:
    """a = σ(z): da/dz = σ′(a)"""
    local = edge.local.answer
    if edge.source not in symbols(local):
        return None
    return s.changed({key(edge): s.medium.tree(_put(local, {edge.source: edge.target}))})


def branch_at_input(s: Sum, edge: Edge) -> Value | None:
    """a = σ(z): da/dz = z·(1 − z)"""
    if edge.target not in symbols(edge.partial):
        return None
    return s.changed({key(edge): s.put(edge, {edge.target: edge.source})})


def branch_sign(s: Sum, edge: Edge) -> Value | None:
    """∂z/∂u with the other sign"""
    met = sum(edge in path.edges for path in s.paths)
    return s.changed({key(edge): -s.value(edge)}) if 1 < met < len(s.paths) else None


def branch_to_source(s: Sum, edge: Edge) -> Value | None:
    """(f(t − o))′ = f′(t − o)·o"""
    return s.changed({key(edge): s.value(edge) * s.medium.tree(edge.source)}) if edge.source not in symbols(edge.partial) else None


# One branch in place of another


def other_branch(s: Sum, pair: tuple[Edge, Edge]) -> Value | None:
    """∂z/∂x = ∂z/∂v·∂u/∂x, where ∂z/∂u belongs"""
    here, there = pair
    return s.changed({key(here): s.value(there)}) if _inner(there.source, s) == _inner(here.source, s) and here.source != s.source else None


def wrong_leaf(s: Sum, pair: tuple[Edge, Edge]) -> Value | None:
    """∂z/∂x = ∂z/∂u·∂u/∂x + ∂z/∂v·∂v/∂y"""
    here, there = pair
    return s.changed({key(here): s.value(there)}) if here.source == s.source and s.long and not _inner(there.source, s) else None


def not_held(s: Sum, pair: tuple[Edge, Edge]) -> Value | None:
    """∂u/∂x = u_x + u_y"""
    here, there = pair
    if here.source != s.source or _inner(there.source, s):
        return None
    return s.changed({key(here): s.value(here) + s.value(there)})


# Another letter


def other_letter(s: Sum, letter: Name) -> Value | None:
    """∂z/∂x = ∂z/∂y"""
    other = s.by(letter)
    return other.right if other.paths else None


def nothing_held(s: Sum, letter: Name) -> Value | None:
    """∂z/∂x = ∂z/∂x + ∂z/∂y"""
    other = s.by(letter)
    return s.right + other.right if other.paths and s.several else None


# One node


def node_missing(s: Sum, node: Name) -> Value | None:
    """∂z/∂x without any path through u"""
    rest = [path for path in s.paths if node not in path.through[1:-1]]
    return s.added([s.along(path) for path in rest]) if rest and len(s.paths) - len(rest) > 1 else None


def overwritten(s: Sum, kept: Edge) -> Value | None:
    """w.grad = …, where w.grad += … belongs"""
    node = kept.source
    met = [path for path in s.paths if node in path.through[1:]]
    left = [path for path in met if kept not in path.edges]
    if len(left) < 2 or len(left) == len(met) or node == s.source:
        return None
    return s.added([s.along(path) for path in s.paths if path not in left])


def counted_again(s: Sum, node: Name) -> Value | None:
    """a node that is used twice hands its gradient down twice"""
    met = [path for path in s.paths if node in path.through[1:-1]]
    users = {edge.target for path in met for edge in path.edges if edge.source == node}
    return s.right + s.added([s.along(path) for path in met]) if len(users) > 1 else None


# Other letters inside


def at_inputs(s: Sum, table: Mapping[Name, Name]) -> Value | None:
    """∂z/∂u at x in place of u(x, y)"""
    instead = {key(edge): s.put(edge, table) for edge in s.edges() if symbols(edge.partial) & table.keys()}
    return s.changed(instead) if instead and s.long else None


def _put(tree: Any, table: Mapping[Any, Any]) -> Any:
    return replace(tree, table)


def _inner(name: Name, s: Sum) -> bool:
    return name in s.system.formula


def _tables(s: Sum) -> Iterable[Mapping[Name, Name]]:
    """The letters of the outer function read as inputs: each as the letter asked for, or one after the other."""
    inner = [name for name in s.system.uses[s.output] if name in s.system.formula]
    if inner and not s.system.formula[s.output].args:
        return
    if len(s.system.inputs) == 1 or len(inner) == 1:
        yield dict.fromkeys(inner, s.source)
    if len(inner) > 1 and len(s.system.inputs) >= len(inner):
        yield dict(zip(inner, s.system.inputs, strict=False))


SUBJECTS: Mapping[str, Callable[[Sum], Iterable[Any]]] = {
    "whole": lambda s: (None,),
    "path": lambda s: s.paths,
    "paths": lambda s: combinations(s.paths, 2),
    "branch": lambda s: s.edges(),
    "branches": lambda s: [(edge, other) for edge in s.edges() for other in s.beside(edge)],
    "letter": lambda s: [letter for letter in s.system.inputs if letter != s.source],
    "node": lambda s: dict.fromkeys(name for path in s.paths for name in path.through[1:-1]),
    "letters": _tables,
}
"""What a law may be about, one after the other."""

PATHS = (
    PathMistake("path-missing", path_missing, "path"),
    PathMistake("only-one-path", one_path_only, "path", number=KNOWN),
    PathMistake("direct-path-missing", direct_forgotten),
    PathMistake("direct-path-only", direct_only),
    PathMistake("outer-partials-only", outer_only),
    PathMistake("inner-derivatives-only", inner_only),
    PathMistake("last-factors-missing", tails_cut),
    PathMistake("not-carried-on", head_only, "branch"),
    PathMistake("branch-missing", branch_missing, "branch"),
    PathMistake("paths-multiplied", multiplied_across, number=KNOWN),
    PathMistake("sums-multiplied", sums_multiplied, number=KNOWN),
    PathMistake("added-and-multiplied", added_along_multiplied_across, number=KNOWN),
    PathMistake("inner-factors-swapped", tails_swapped, "paths", number=KNOWN),
    PathMistake("wrong-variable", other_letter, "letter", number=KNOWN),
    PathMistake("wrong-leaf", wrong_leaf, "branches", number=KNOWN),
    PathMistake("not-held-constant", not_held, "branches", number=KNOWN),
    PathMistake("not-held-constant", nothing_held, "letter", KNOWN, RARE),
    PathMistake("not-at-inner", at_inputs, "letters", number=KNOWN),
    PathMistake("cancelled", cancelled, cost=KNOWN),
    PathMistake("derivative-at-output", branch_at_output, "branch"),
    PathMistake("derivative-at-input", branch_at_input, "branch"),
    PathMistake("overwritten", overwritten, "branch"),
    PathMistake("other-sign", other_sign, cost=KNOWN),
    PathMistake("added-along", added_along, cost=KNOWN),
    PathMistake("path-added-along", path_added, "path", KNOWN),
    PathMistake("paths-subtracted", subtracted, cost=KNOWN),
    PathMistake("branch-exchanged", other_branch, "branches", KNOWN),
    PathMistake("branch-not-differentiated", branch_not_differentiated, "branch", KNOWN),
    PathMistake("path-twice", path_twice, "path", KNOWN),
    PathMistake("path-subtracted", path_subtracted, "path", KNOWN),
    PathMistake("node-missing", node_missing, "node", KNOWN),
    PathMistake("counted-again", counted_again, "node", KNOWN),
    PathMistake("branch-sign", branch_sign, "branch", KNOWN),
    PathMistake("path-cut-short", head_alone, "path", KNOWN),
    PathMistake("letter-as-derivative", branch_to_source, "branch", RARE),
)
"""The catalogue of the assembly."""
