"""The judge of systems: every branch and every path sum against SymPy and numbers; large systems in numbers.

A system of ordinary size is checked step by step like any derivation. Of a large one the backward pass is
compared with central differences along fixed directions at several points where every value is real.
This module knows the judge of steps and sweeps; it must not know words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import islice

from chainrule.calculus.points import agree, candidates
from chainrule.calculus.steps import Verification
from chainrule.calculus.verify import verify
from chainrule.graph.stage import Stage
from chainrule.graph.sweeps import Machine
from chainrule.graph.system import Name

STEPS = 120
"""So many branches and sums are checked one by one; a larger system is checked in numbers."""
POINTS, TRIES = 3, 40
"""Points looked for in a large system, and how many are tried."""
TOLERANCE = 1e-6
"""Of a central difference of a deep system."""


def verify_system(stages: Sequence[Stage]) -> Verification:
    """The verdict on every branch and sum of the stages."""
    number = sum(len(stage.branches) + len(stage.sums) for stage in stages)
    if number > STEPS:
        return _in_numbers(stages[0])
    rounds = [edge.local for stage in stages for edge in stage.branches.values()]
    sums = [total.round(stage.system) for stage in stages for total in stage.sums]
    verdict = verify((*rounds, *(one for one in sums if one is not None)))
    if verdict.verified is False or all(one is not None for one in sums):
        return verdict
    numbers = _in_numbers(stages[0])
    both = numbers.verified if verdict.verified or numbers.verified is False else None
    return Verification(both, verdict.checked, verdict.passed, min(verdict.points, numbers.points), False, numbers.failed)


def _in_numbers(stage: Stage) -> Verification:
    """The backward pass against central differences, output by output."""
    machine = Machine(stage.system, stage.branches, played=True)
    sources = tuple(dict.fromkeys(total.source for total in stage.sums))
    number = len(stage.branches) + len(stage.sums)
    verdicts: list[bool] = []
    for output in stage.system.outputs:
        found = 0
        for point in _points(machine, stage.system.inputs):
            adjoints = machine.backward(point, output).numbers
            direction = {name.name: math.cos(i + 1.0) for i, name in enumerate(sources)}
            slope = math.fsum(adjoints.get(name, 0.0) * direction[name.name] for name in sources)
            difference = machine.difference(point, output, direction)
            if math.isfinite(slope) and math.isfinite(difference):
                verdicts.append(agree(slope, difference, TOLERANCE))
                found += 1
            if found == POINTS:
                break
    verdict = None if len(verdicts) < POINTS else all(verdicts)
    return Verification(verdict, number, number if verdict else 0, len(verdicts), False, () if verdict is not False else ("path-sum",))


def _points(machine: Machine, inputs: Sequence[Name]) -> Iterable[dict[str, float]]:
    """Points at which every value of the system is a real number."""
    for shift in range(TRIES):
        numbers = islice(candidates(), shift, shift + len(inputs))
        point = {name.name: math.tanh(number) + 0.05 * (i % 7) for i, (name, number) in enumerate(zip(inputs, numbers, strict=True))}
        if all(map(math.isfinite, machine.values(point).values())):
            yield point
