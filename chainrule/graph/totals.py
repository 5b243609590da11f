"""Total derivatives by path sums: every path's product, the sum, the names put back, tidied.

    ∂z/∂x = ∂z/∂u·∂u/∂x + ∂z/∂v·∂v/∂x = 2(u + v)·y + 2(u + v)·1 = 2(u + v)(y + 1)
          = 2(xy + x + y)(y + 1)

This module knows paths, tidying and the judge; it must not know words or drawings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chainrule.calculus.steps import Rewrite, Round, Step
from chainrule.calculus.tidy import tidy
from chainrule.expression.written import size
from chainrule.graph.edges import Edge
from chainrule.graph.paths import LISTED, Path, counts, paths, summed
from chainrule.graph.system import SYMBOLS, Name, System


@dataclass(frozen=True, slots=True)
class PathSum:
    """The derivative of an output by a letter, along all paths. Law: d(output)/d(source) = answer.

    ``count`` is exact; ``paths`` are those that are listed (all of them up to ``LISTED``). ``sum`` adds the products in
    the system's own names, ``in_names`` tidies it there, ``back`` is that with the names put back, ``tidying`` leads
    to the answer. Where something would be too long to be written out it and what follows from it is ``None``.
    """

    output: Name
    source: Name
    count: int
    paths: tuple[Path, ...]
    sum: Any
    in_names: tuple[Rewrite, ...]
    unsimplified: Any
    back: Any
    tidying: tuple[Rewrite, ...]

    @property
    def tidied(self) -> Any:
        """The sum in the system's own names, tidied."""
        return self.in_names[-1].after if self.in_names else self.sum

    @property
    def answer(self) -> Any:
        """The derivative in terms of the inputs, tidied; ``None`` where that would be too long."""
        return self.tidying[-1].after if self.tidying else self.back

    def round(self, system: System) -> Round | None:
        """The same as one differentiation of the closed formula, for the judge and the record; ``None`` where too long."""
        goal = system.closed.get(self.output)
        if goal is None or self.unsimplified is None:
            return None
        parts = tuple((f"path_{i}", system.put_back(path.product)) for i, path in enumerate(self.paths, 1))
        root = Step("path-sum", goal, self.source, self.unsimplified, parts)
        joint = (Rewrite(("tidied-in-names",), self.unsimplified, self.back),) if self.back != self.unsimplified else ()
        return Round(1, root, (*joint, *self.tidying))


def path_sum(
    system: System,
    branches: Mapping[tuple[Name, Name], Edge],
    output: Name,
    source: Name,
    count: int | None = None,
    most: int = LISTED,
) -> PathSum:
    """The path sum of one output by one letter; ``count`` where it is known already, ``most`` the paths that are listed.

    >>> import sympy
    >>> from chainrule.expression.written import Plus, Power, Times
    >>> from chainrule.graph.edges import edges
    >>> from chainrule.graph.system import system
    >>> u, v, x, y, z = sympy.symbols("u v x y z")
    >>> found = system([(z, Power(Plus(u, v), 2)), (u, Times(x, y)), (v, Plus(x, y))])
    >>> total = path_sum(found, edges(found), z, x)
    >>> [path.through for path in total.paths], total.sum, total.answer
    ([(z, u, x), (z, v, x)], 2*(u + v)*y + 2*(u + v)*1, 2*(x*y + x + y)*(y + 1))
    """
    number = counts(system, output).get(source, 0) if count is None else count
    listed = paths(system, branches, output, source, most)
    if number > len(listed):
        return PathSum(output, source, number, listed, None, (), None, None, ())
    total = summed(listed)
    if size(total) > SYMBOLS:
        return PathSum(output, source, number, listed, total, (), None, None, ())
    in_names = tidy(total)
    back = system.put_back(in_names[-1].after if in_names else total)
    return PathSum(output, source, number, listed, total, in_names, system.put_back(total), back, () if back is None else tidy(back))
