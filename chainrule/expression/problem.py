"""What a text asks, as data.

This module knows the shape of a problem; it must not know how it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chainrule.expression.syntax import Note, Syntax

Definition = tuple[str, tuple[str, ...], Syntax]


class Problem(NamedTuple):
    """What a text asks. ``kind``: expression | equation | system | vector.

    ``name`` and ``arguments`` are those of the left-hand side (f(x) = …); of a system and of an equation ``name``
    is the function whose derivative is asked for, if the text names it. ``definitions`` are those of a system in
    the order of the text; its ``body`` is the formula asked about, where one stands without a name, else the
    first. ``wrt`` are the variables the text names, each on its own; ``by`` are the letters of a mixed
    derivative in the order of differentiation, with repetition: f_xyy is ("x", "y", "y"). ``partial`` says that the
    derivative is written with ∂ or as f_x. ``at`` is the point, by name to the text of its number.
    """

    kind: str
    body: Syntax
    name: str | None = None
    arguments: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    wrt: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    order: int = 1
    partial: bool = False
    at: Mapping[str, str] = MappingProxyType({})
    notes: tuple[Note, ...] = ()
    source: str = ""
