"""From a problem to a verified derivation: rounds of stepping and tidying, then the judge.

    derive(goal, variable, order) -> Derivation

This module knows the order of the work; it must not know rules, words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from chainrule.calculus.conditions import conditions
from chainrule.calculus.cycle import Cycle, cycle
from chainrule.calculus.evaluate import all_the_same
from chainrule.calculus.names import Names
from chainrule.calculus.stepper import differentiate
from chainrule.calculus.steps import Derivation, Round, Step
from chainrule.calculus.tidy import tidy
from chainrule.calculus.verify import verify
from chainrule.errors import TooLarge
from chainrule.expression.written import Apply, Primed, postorder, size, symbols

ORDERS = 300
"""Higher orders are refused."""
SYMBOLS = 10_000
"""The derivatives after the first may have so many symbols altogether."""


def derive(
    goal: Any,
    variable: sympy.Symbol,
    order: int = 1,
    method: str = "auto",
    given: Sequence[tuple[sympy.Symbol, Any]] = (),
    output: str = "y",
    varying: frozenset[sympy.Symbol] = frozenset(),
) -> Derivation:
    """The worked derivative of a goal, every step checked.

    ``given`` are letters the student has chosen for inner functions, ``output`` is the name of the
    function; neither is given to a layer again; ``varying`` are the letters that vary, for ∂. Raises ``NoRule`` and ``TooLarge``.

    >>> from sympy.abc import x
    >>> from chainrule.expression.written import Power
    >>> derive(Power(x, 3), x, order=2).answer
    6*x
    """
    if order > ORDERS:
        raise TooLarge("order-too-high", {"limit": ORDERS})
    functions = {node.name for node in postorder(goal) if isinstance(node, Apply | Primed)}
    letters = {symbol.name for symbol in symbols(goal)} | functions | {variable.name, output}
    rounds: list[Round] = []
    for number in range(1, order + 1):
        root = differentiate(rounds[-1].answer if rounds else goal, variable, Names(letters, given), method)
        if sum(size(one.unsimplified) for one in rounds[1:]) + size(root.result) * (number > 1) > SYMBOLS:
            raise TooLarge("too-large", {"limit": SYMBOLS})
        rounds.append(Round(number, root, tidy(root.result)))
    done = tuple(rounds)
    needed = conditions(goal, variable, later=[one.goal for one in done[1:]])
    needed = tuple(all_the_same(condition, done, variable) for condition in needed)
    return Derivation(variable, done, needed, verify(done), layers(done[0].root, sympy.Symbol(output)), varying, _cycle(done))


def _cycle(rounds: tuple[Round, ...]) -> Cycle | None:
    return cycle([*(one.goal for one in rounds), rounds[-1].answer]) if len(rounds) > 1 else None


def layers(root: Step, output: sympy.Symbol) -> tuple[tuple[sympy.Symbol, Any], ...]:
    """The layers of a composite from the outside in: y = u³, u = sin v, v = x² + 1.

    Empty when the outermost rule is not the chain rule.
    """
    found: list[tuple[sympy.Symbol, Any]] = []
    step, name = root, output
    while step.rule == "chain":
        found.append((name, dict(step.parts)["outer"]))
        name, step = step.names[0][0], step.substeps[1]
    return (*found, (name, step.goal)) if found else ()
