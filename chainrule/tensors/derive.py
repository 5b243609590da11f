"""A problem with arrays, worked: gradients, layout, check, and the numbers at a point.

This module knows how the parts follow each other; it must not know words or how anything looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from chainrule.errors import UsageError
from chainrule.graph.system import Name
from chainrule.tensors.arrays import Array
from chainrule.tensors.differences import Check, Slope, checked, compared, slopes
from chainrule.tensors.gradients import Gradients, gradients
from chainrule.tensors.layout import LAYOUTS, Layout
from chainrule.tensors.machine import Machine, Passes, unit
from chainrule.tensors.points import point
from chainrule.tensors.problem import Problem, problem
from chainrule.tensors.shapes import NUMBER, count


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers at a point: both passes, the slopes beside each other, and how far they differ.

    Of an output that is no number there is one backward pass for each of its entries.
    """

    point: Mapping[Name, Array]
    passes: tuple[Passes, ...]
    slopes: tuple[Slope, ...]
    check: Check


@dataclass(frozen=True, eq=False)
class TensorDerivation:
    """A worked problem with arrays; ``asked`` as it was typed, ``found`` with its layers named."""

    asked: Problem
    found: Gradients
    layout: Layout
    check: Check
    numbers: Numbers | None = None

    @property
    def verification(self) -> Check:
        """The verdict, as other derivations have it."""
        return self.check


def derive(text: str, wrt: Sequence[str] = (), at: Mapping[str, Any] | str | None = None, layout: str = LAYOUTS[0]) -> TensorDerivation:
    """The worked problem of a text. Raises subclasses of ``ChainruleError``.

    >>> d = derive("W: 2x3, x: 3; y = 1/2 |W x|^2", at="seed=1")
    >>> d.check.verified, d.numbers.check.verified
    (True, True)
    """
    if layout not in LAYOUTS:
        raise UsageError("unknown-layout", {"name": layout, "known": ", ".join(LAYOUTS)})
    asked = problem(text, wrt)
    found = gradients(asked)
    numbers = None if at is None else _numbers(found, point(at, asked, found.layered.targets))
    return TensorDerivation(asked, found, Layout(found, layout), checked(found), numbers)


def _numbers(found: Gradients, here: Mapping[Name, Array]) -> Numbers:
    machine = Machine(found)
    shape = found.scope.shapes.get(found.problem.output, NUMBER)
    passes = tuple(machine.passes(here, unit(shape, place) if shape else None) for place in range(count(shape)))
    return Numbers(here, passes, slopes(machine, here), compared(machine, here, Random(1)))
