"""Random written trees for properties.

``trees`` draws every kind of node that an expression may hold, ``statements`` also equations, vectors
and rates, ``smooth_trees`` only what is real and smooth at moderate positive letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from hypothesis import strategies as st

from chainrule.expression.functions import TABLE
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Partial, Plus, Power, Primed, Rate, Root, Times, Vector

LETTERS = ("x", "y", "u", "t", "n")
AWKWARD_LETTERS = (*"xylnipsfgdT", "theta", "alpha", "sigma", "x_1", "u_12", "w_i", "n_1", "y_hat", "theta_bar_1")
FUNCTIONS = tuple(row.name for row in TABLE if len(row.arguments) == 1)
SMOOTH_FUNCTIONS = ("sin", "cos", "exp", "atan", "sinh", "cosh", "tanh", "asinh", "sigmoid", "softplus", "erf")

Trees = st.SearchStrategy[sympy.Expr]


def letters(names: Sequence[str] = LETTERS) -> Trees:
    return st.sampled_from([sympy.Symbol(name) for name in names])


def numbers() -> Trees:
    return st.one_of(st.integers(0, 12).map(sympy.Integer), st.sampled_from(["0.70", "0.5", "12.25"]).map(Decimal))


def leaves(names: Sequence[str] = LETTERS) -> Trees:
    return st.one_of(letters(names), letters(names), numbers(), st.sampled_from([sympy.E, sympy.pi]))


def trees(depth: int = 3, names: Sequence[str] = LETTERS, functions: Sequence[str] = FUNCTIONS, unknown: Sequence[str] = "fgh") -> Trees:
    """Expressions of at most so many levels."""
    below = leaves(names)
    for _ in range(depth):
        below = st.one_of(leaves(names), _node(below, names, functions, unknown))
    return below


def _node(below: Trees, names: Sequence[str], functions: Sequence[str], unknown: Sequence[str]) -> Trees:
    several = st.lists(below, min_size=2, max_size=4)
    kinds = [
        several.map(lambda parts: Plus(*parts)),
        st.tuples(below, below).map(lambda parts: Plus(parts[0], Minus(parts[1]))),
        several.map(lambda parts: Times(*parts)),
        several.map(lambda parts: Times(*parts)),
        st.builds(Over, below, below),
        below.map(Minus),
        st.builds(Power, below, st.one_of(below, st.integers(0, 5).map(sympy.Integer))),
        st.builds(Root, below, st.integers(2, 6).map(sympy.Integer)),
        st.builds(Apply, st.sampled_from(list(functions)), below),
        st.builds(lambda a, b: Apply("log", a, b), below, st.one_of(st.sampled_from([2, 10]).map(sympy.Integer), letters(names), below)),
    ]
    if unknown:
        kinds.append(st.builds(Apply, st.sampled_from(list(unknown)), below))
        kinds.append(st.builds(lambda name, order, a: Primed(name, (order,), a), st.sampled_from(list(unknown)), st.integers(1, 3), below))
    return st.one_of(kinds)


def statements(depth: int = 3, names: Sequence[str] = LETTERS) -> Trees:
    """Expressions and what is made of them: equations, vectors, derivatives to be taken."""
    inner = trees(depth, names)
    return st.one_of(
        inner,
        st.builds(Equals, inner, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Vector(*parts)),
        st.builds(Rate, inner, letters(names), st.integers(1, 3).map(sympy.Integer)),
        st.builds(Partial, inner, letters(names[:1]), st.integers(1, 3).map(sympy.Integer), letters(names[1:]), st.just(sympy.Integer(1))),
    )


def smooth_trees(depth: int = 3, names: Sequence[str] = ("x",)) -> Trees:
    """Expressions that are real and smooth wherever every letter lies in (0.2, 3), and do not grow fast."""
    below = st.one_of(letters(names), letters(names), st.integers(1, 5).map(sympy.Integer))
    for _ in range(depth):
        positive = below.map(lambda tree: Plus(Power(tree, 2), 1))
        below = st.one_of(
            letters(names),
            st.lists(below, min_size=2, max_size=3).map(lambda parts: Plus(*parts)),
            st.lists(below, min_size=2, max_size=3).map(lambda parts: Times(*parts)),
            st.builds(lambda a, b: Plus(a, Minus(b)), below, below),
            st.builds(Over, below, positive),
            st.builds(Power, below, st.integers(2, 4).map(sympy.Integer)),
            st.builds(lambda a, n: Root(a, n), positive, st.integers(2, 3).map(sympy.Integer)),
            st.builds(lambda a: Apply("ln", a), positive),
            st.builds(lambda a: Apply("sin", a), below),
            st.builds(lambda name, a: Apply(name, Apply("sin", a)), st.sampled_from(SMOOTH_FUNCTIONS), below),
        )
    return below
