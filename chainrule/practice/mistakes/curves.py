"""Mistakes with curves given by a parameter: dy/dx = (dy/dt)/(dx/dt).

The primes of the step are dy/dt (in a further differentiation that of the slope so far) and dx/dt.
"""

from __future__ import annotations

from chainrule.practice.ink import Value
from chainrule.practice.mistakes.mistake import KNOWN, Mistake
from chainrule.practice.replay import Parts

PARAMETRIC = ("parametric",)


def upside_down(p: Parts) -> Value:
    """dy/dx = (dx/dt)/(dy/dt)"""
    return p.primes[1] / p.primes[0]


def not_divided(p: Parts) -> Value:
    """dy/dx = dy/dt"""
    return p.primes[0]


def only_below(p: Parts) -> Value:
    """dy/dx = dx/dt"""
    return p.primes[1]


def multiplied(p: Parts) -> Value:
    """dy/dx = (dy/dt)·(dx/dt)"""
    return p.primes[0] * p.primes[1]


def coordinates_divided(p: Parts) -> Value:
    """dy/dx = y/x"""
    return p.parts[0] / p.parts[1]


CURVES = (
    Mistake("parametric-upside-down", PARAMETRIC, upside_down),
    Mistake("parametric-not-divided", PARAMETRIC, not_divided),
    Mistake("parametric-only-below", PARAMETRIC, only_below, KNOWN),
    Mistake("parametric-multiplied", PARAMETRIC, multiplied),
    Mistake("parametric-coordinates-divided", PARAMETRIC, coordinates_divided),
)
"""The catalogue of curves with a parameter."""
