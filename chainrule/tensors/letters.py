"""The letters of arrays: a typed W_1 stands on the page as W⁽¹⁾, an entry as W⁽¹⁾₁₂, in data as W_1_12.

This module knows names; it must not know shapes or formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import sympy

from chainrule.expression.notation.names import layered, letter

Name: TypeAlias = sympy.Symbol


def on_page(name: str) -> Name:
    """The letter of a typed name; a number in its index is its layer.

    >>> on_page("W_1"), on_page("b_h"), on_page("x")
    (W^(1), b_h, x)
    """
    base, _, index = name.partition("_")
    return sympy.Symbol(f"{base}^({index})" if index.isdigit() else name)


def typed_name(name: Name) -> str:
    """The name as it is typed and as it stands in data."""
    base, index = letter(name.name)
    base, layer = layered(base)
    return "_".join(part for part in (base, layer, index) if part)


def entry(name: Name, index: Sequence[int | str]) -> Name:
    """The letter of an entry; the name itself where there is no index.

    >>> entry(sympy.Symbol("W^(2)"), (1, 2)), entry(sympy.Symbol("x"), ("i",)), entry(sympy.Symbol("x_t"), (11,))
    (W^(2)_{12}, x_{i}, x_{t,11})
    """
    if not index:
        return name
    base, _, own = name.name.partition("_")
    marks = [str(i) for i in index]
    run = ("," if any(len(mark) > 1 for mark in marks) else "").join(marks)
    return sympy.Symbol(f"{base}_{{{own.strip('{}')},{run}}}" if own else f"{base}_{{{run}}}")


def data_entry(name: Name, index: Sequence[int]) -> Name:
    """The letter of an entry in data, a name that SymPy and Python can read.

    >>> data_entry(sympy.Symbol("W^(2)"), (1, 2)), data_entry(sympy.Symbol("x"), (3,)), data_entry(sympy.Symbol("x"), (10,))
    (W_2_12, x_3, x_10)
    """
    marks = [str(i) for i in index]
    run = ("_" if any(len(mark) > 1 for mark in marks) else "").join(marks)
    return sympy.Symbol("_".join(part for part in (typed_name(name), run) if part))
