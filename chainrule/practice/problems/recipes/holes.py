"""What stands in the holes of recipes. A hole is filled anew at every place.

This module knows texts; it must not know recipes or trees.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

COPRIME = tuple((a, b) for a in range(2, 6) for b in range(1, 8) if math.gcd(a, b) == 1)
"""Of 4x + 6 the 2 would be taken out."""
SIZES = (2, 3, 4)
SHAPES = tuple((m, n) for m in SIZES for n in SIZES if m != n)
"""Of what has two sizes they are different, so that it is seen what has to be transposed."""
HOLES: Mapping[str, tuple[str, ...]] = {
    # numbers
    "a": ("2", "3", "4", "5"),
    "b": ("2", "3", "4", "5", "6", "7"),
    "odd": ("3", "5", "7"),
    "n": ("2", "3", "4"),
    "m": ("3", "4", "5", "6"),
    "k": ("-2", "-1", "1", "2", "3"),
    "base": ("2", "3", "5", "10"),
    "square": ("9", "16", "25", "36"),
    "pm": ("+", "-"),
    # functions
    "sc": ("sin", "cos"),
    "trig": ("sin", "cos", "tan"),
    "recip": ("sec", "csc", "cot"),
    "inv": ("arcsin", "arctan", "arccos"),
    "hyp": ("sinh", "cosh", "tanh"),
    # inner functions
    "mult": ("2x", "3x", "4x", "5x"),
    "line": tuple(text for a, b in COPRIME for text in (f"{a}x + {b}", f"{a}x - {b}", f"{b} - {a}x")),
    "quad": ("x^2 + {b}", "x^2 - {a}x", "{a}x^2 + {b}", "x^2 + {odd}x + {b}", "x^2 - {odd}x"),
    "above": ("x^2 + {b}", "{a}x^2 + {b}", "x^4 + {b}"),
    "cubic": ("x^3 + {a}x", "x^3 - {b}", "{a}x^3 + {b}", "x^3 - {a}x^2"),
    "poly": ("{quad}", "{cubic}"),
    "term": ("x^{n}", "{a}x^{n}"),
    "inside": ("{mult}", "x^2", "x^3", "{line}"),
    "smooth": ("{sc}({mult})", "e^({mult})", "e^(-{mult})", "e^({mult})"),
    # arrays: letters with their shapes
    "x:": tuple(f"x: {n}" for n in SIZES),
    "ax:": tuple(f"a: {n}, x: {n}" for n in SIZES),
    "Ax:": tuple(f"A: {m}x{n}, x: {n}" for m, n in SHAPES),
    "Axb:": tuple(f"A: {m}x{n}, x: {n}, b: {m}" for m, n in SHAPES),
    "Axc:": tuple(f"A: {m}x{n}, x: {n}, c: {n}" for m, n in SHAPES),
    "cAx:": tuple(f"A: {m}x{n}, x: {n}, c: {m}" for m, n in SHAPES),
    "square:": tuple(f"A: {n}x{n}, x: {n}, b: {n}" for n in SIZES),
    "ABx:": tuple(f"A: {m}x{n}, B: {n}x{k}, x: {k}" for m, n in SHAPES for k in (2, 3) if k != n),
    "Wxb:": tuple(f"W: {m}x{n}, x: {n}, b: {m}" for m, n in SHAPES),
    "Wxby:": tuple(f"W: {m}x{n}, x: {n}, b: {m}, y: {m}" for m, n in SHAPES),
    "Wxbv:": tuple(f"W: {m}x{n}, x: {n}, b: {m}, v: {m}" for m, n in SHAPES),
    "VWxy:": tuple(f"V: {k}x{m}, W: {m}x{n}, x: {n}, y: {k}" for m, n in SHAPES for k in (2, 3) if k != m),
    "VWxby:": tuple(f"V: {k}x{m}, W: {m}x{n}, x: {n}, b: {m}, y: {k}" for m, n in SHAPES for k in (2, 3) if k != m),
    "wx:": tuple(f"w: {n}, x: {n}, y: number" for n in SIZES),
    "act": ("sigmoid", "tanh"),
}

LETTERS: Mapping[str, tuple[str, ...]] = {
    name: tuple(name) for name in ("xy", "wv", "ax", "Ax", "Axb", "cAx", "ABx", "wx", "Wx", "Wxb", "VWx")
}
"""By which letter it is asked."""

_HOLE = re.compile(r"\{(\w+:?)\}")


T = TypeVar("T")


def chosen(options: Sequence[T], rng: Random) -> T:
    """One of several, by one number of the generator."""
    return options[int(rng.random() * len(options))]


def filled(text: str, rng: Random) -> str:
    """The text with every hole filled.

    >>> filled("{sc}({line})", Random(4))
    'sin(3 - 2x)'
    """
    return _HOLE.sub(lambda hole: filled(chosen(HOLES.get(hole[1]) or LETTERS[hole[1]], rng), rng), text)
