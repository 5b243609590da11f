"""From a system to verified derivatives: branches, path sums, higher orders stage by stage, conditions, the judge.

    first stage     ∂z/∂x, ∂z/∂y                      of the system itself
    next stages     z_x as one more definition        its derivatives by x and y are z_xx, z_xy

This module knows the order of the work; it must not know words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import sympy

from chainrule.calculus.conditions import conditions
from chainrule.calculus.steps import Condition
from chainrule.errors import Beyond, TooLarge
from chainrule.expression.written import symbols
from chainrule.graph.edges import edges
from chainrule.graph.judge import verify_system
from chainrule.graph.paths import LISTED, counts
from chainrule.graph.stage import Stage, SystemDerivation
from chainrule.graph.system import Name, System
from chainrule.graph.totals import PathSum, path_sum

STAGES = 40
"""So many partial derivatives may be differentiated once more."""
BUDGET = 512
"""So many paths are listed altogether where many derivatives are asked for, and at least one each."""


def derive_system(whole: System, sources: Sequence[Name], order: int = 1, mixed: Sequence[Name] = ()) -> SystemDerivation:
    """The derivatives of every output by every source; with ``mixed`` only the one by those letters one after the other.

    Raises ``NoRule``, ``TooLarge`` and ``Beyond``.

    >>> from sympy.abc import u, x, y, z
    >>> from chainrule.expression.written import Power, Times
    >>> from chainrule.graph.system import system
    >>> found = derive_system(system([(z, Power(u, 2)), (u, Times(x, y))]), (x, y))
    >>> [total.answer for total in found.first.sums], found.verification.verified
    ([2*x*y**2, 2*x**2*y], True)
    """
    asked = tuple(mixed) or tuple(sources)
    first = _first(whole, asked[:1] if mixed else asked)
    stages = [first]
    level = [first]
    for depth in range(1, len(mixed) or order):
        level = [
            _next(stage, total, (mixed[depth],) if mixed else asked[asked.index(total.source) :])
            for stage, total in ((stage, total) for stage in level for total in stage.sums)
        ]
        stages += level
        if len(stages) > STAGES:
            raise TooLarge("too-many-derivatives", {"limit": STAGES})
    found = {condition.chain: condition for condition in _conditions(whole, asked)}
    return SystemDerivation(tuple(sources), tuple(stages), tuple(found.values()), verify_system(stages))


def _first(whole: System, sources: Sequence[Name], taken: Iterable[Name] = ()) -> Stage:
    leading = whole.below(*whole.outputs) & whole.above(*sources)
    branches = edges(whole, leading, taken)
    each = max(1, min(LISTED, BUDGET // max(1, len(sources) * len(whole.outputs))))
    known = {output: counts(whole, output) for output in whole.outputs}
    sums = tuple(
        path_sum(whole, branches, output, source, known[output].get(source, 0), each) for output, source in product(whole.outputs, sources)
    )
    return Stage(whole, branches, sums)


def _next(stage: Stage, total: PathSum, sources: Sequence[Name]) -> Stage:
    """One derivative as a function of its own, differentiated once more."""
    if total.sum is None or total.answer is None:
        raise Beyond("order-beyond-paths", {"name": total.output.name, "source": total.source.name})
    name = sympy.Symbol(f"{total.output.name}{'' if stage.by else '_'}{total.source.name}")
    below = stage.system.below(*symbols(total.tidied))
    whole = System(((name, total.tidied), *(pair for pair in stage.system.definitions if pair[0] in below)), (name,))
    found = _first(whole, sources, (*stage.system.formula, *stage.system.inputs))
    return Stage(whole, found.branches, found.sums, (*stage.by, total.source))


def _conditions(whole: System, sources: Sequence[Name]) -> list[Condition]:
    """Where the derivatives hold, as far as the closed formulas are written out."""
    return [
        condition
        for output in whole.outputs
        if output in whole.closed
        for source in sources
        for condition in conditions(whole.closed[output], source)
    ]
