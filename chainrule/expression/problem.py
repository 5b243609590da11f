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

    ``name`` and ``arguments`` are those of the left-hand side (f(x) = …), ``wrt`` the variables the text
    names, ``mixed`` how often by each of them where there are several, ``partial`` whether they are written
    with ∂, ``at`` the point by name to the text of its number.
    """

    kind: str
    body: Syntax
    name: str | None = None
    arguments: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    wrt: tuple[str, ...] = ()
    order: int = 1
    mixed: tuple[tuple[str, int], ...] = ()
    partial: bool = False
    at: Mapping[str, str] = MappingProxyType({})
    notes: tuple[Note, ...] = ()
    source: str = ""
