"""The reals without chainrule: texts in SymPy's syntax, derivatives by SymPy, numbers by mpmath.

    holds(goal, "x", result, {})     at how many points d(goal)/dx = result, both real; False where they differ

Unknown functions are played by fixed smooth ones, so that f′(g(x))·g′(x) can be tried in numbers.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import mpmath
import sympy

POINTS = (0.37, 1.43, -0.52, 2.61, -1.73, 0.81, 4.43, -3.29, 0.124, 7.31, -0.071, 0.93, 12.7, 41.3, -20.9)
ENOUGH = 4
SINGULAR = [{"Heaviside": lambda t, *at: 0.5 * (1 + mpmath.sign(t)), "DiracDelta": lambda t, *order: 0 if t else mpmath.nan}, "mpmath"]


def played(name: str):
    """A smooth function of any number of arguments in place of an unknown one."""
    seed = sum(map(ord, name)) % 7
    return lambda *ts: (
        sum(sympy.sin((0.7 + 0.1 * seed + 0.2 * i) * t + 0.3) + (i + 2) * t / 5 for i, t in enumerate(ts)) * sympy.exp(-ts[0] / 9)
    )


def expression(text: str, definitions: Mapping[str, str] = {}) -> sympy.Expr:
    """The text as SymPy reads it, every letter real."""
    names = {}
    for name, call in re.findall(r"([A-Za-z]\w*)(\s*\()?", text):
        if not call and name not in ("pi", "E"):
            names[name] = sympy.Symbol(name, real=True)
        elif call and name in definitions:
            names[name] = sympy.Lambda(sympy.Symbol("x", real=True), expression(definitions[name]))
        elif call and not hasattr(sympy, name):
            names[name] = played(name)
    return sympy.sympify(text, locals=names)


def numbers(expressions: list[sympy.Expr]) -> list[tuple[complex, ...]]:
    """The values at points where all are real."""
    letters = sorted(set().union(*[e.free_symbols for e in expressions]), key=str)
    functions = [sympy.lambdify(letters, e, modules=SINGULAR) for e in expressions]
    found: list[tuple[complex, ...]] = []
    for i, first in enumerate(POINTS):
        point = [mpmath.mpf(first if k == 0 else 0.6 + (0.37 * (i + 1) * k) % 2) for k in range(len(letters))]
        try:
            values = tuple(mpmath.mpmathify(f(*point)) for f in functions)
        except (ZeroDivisionError, ValueError, OverflowError, mpmath.libmp.NoConvergence):
            continue
        if all(mpmath.isfinite(v) and abs(mpmath.im(v)) <= 1e-12 * abs(v) for v in values):
            found.append(tuple(mpmath.re(v) for v in values))
            if len(found) == ENOUGH or not letters:
                break
    return found


def close(a, b) -> bool:
    return bool(abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)))


def equal(one: sympy.Expr, other: sympy.Expr, goal: sympy.Expr = sympy.S.Zero) -> int | bool:
    """At how many points both are the same number; ``False`` where they differ."""
    with mpmath.workdps(40):
        found = numbers([one, other, goal])
        enough = 2 if one.free_symbols | other.free_symbols | goal.free_symbols else 1
        return len(found) >= enough and all(close(a, b) for a, b, _ in found) and len(found)


@lru_cache(maxsize=8192)
def _holds(goal: str, variable: str, result: str, definitions: tuple[tuple[str, str], ...], order: int) -> int | bool:
    f = expression(goal, dict(definitions)).doit()
    derivative = f.diff(sympy.Symbol(variable, real=True), order)
    return equal(expression(result, dict(definitions)).doit(), derivative, f)


def holds(goal: str, variable: str, result: str, definitions: Mapping[str, str] = {}, order: int = 1) -> int | bool:
    """At how many points d(goal)/d(variable) = result; ``False`` where not, or with fewer than two real points."""
    return _holds(goal, variable, result, tuple(sorted(definitions.items())), order)
