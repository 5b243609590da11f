"""Problems with arrays, each with the same function written in SymPy's matrices: something independent to compare with."""

# ruff: noqa: E501  (a table)

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import sympy

HALF = sympy.Rational(1, 2)


def each(f: Callable[[Any], Any], a: sympy.Matrix) -> sympy.Matrix:
    return a.applyfunc(f)


def sigma(a: Any) -> Any:
    return each(sigma, a) if isinstance(a, sympy.MatrixBase) else 1 / (1 + sympy.exp(-a))


def tanh(a: sympy.Matrix) -> sympy.Matrix:
    return each(sympy.tanh, a)


def soft(z: sympy.Matrix) -> sympy.Matrix:
    powers = each(sympy.exp, z)
    return powers / sum(powers)


def square(a: sympy.Matrix) -> Any:
    return sum(entry**2 for entry in a)


def had(a: sympy.Matrix, b: sympy.Matrix) -> sympy.Matrix:
    return a.multiply_elementwise(b)


class Case(NamedTuple):
    """``shapes`` by letter, the ``text`` of the formulas, ``f`` the same in SymPy; ``positive``: where it is real."""

    name: str
    shapes: dict[str, tuple[int, ...]]
    text: str
    f: Callable[..., Any]
    positive: bool = False

    @property
    def problem(self) -> str:
        declared = ", ".join(f"{letter}: {'x'.join(map(str, shape))}" for letter, shape in self.shapes.items() if shape)
        return f"{declared}; {self.text}"


W23, W22, V3, V2 = (2, 3), (2, 2), (3,), (2,)
CASES = [
    Case("half a squared length",     {"W": W23, "x": V3},                       "L = 1/2 |W x|^2",                         lambda W, x: HALF * square(W * x)),
    Case("sigmoid layer",             {"W": W23, "x": V3, "b": V2, "y": V2},     "a = sigmoid(W x + b); L = 1/2 |a - y|^2", lambda W, x, b, y: HALF * square(sigma(W * x + b) - y)),
    Case("two layers",                {"W": W23, "V": W22, "x": V3, "y": V2},    "h = tanh(W x); L = |sigmoid(V h) - y|^2", lambda W, V, x, y: square(sigma(V * tanh(W * x)) - y)),
    Case("nested without names",      {"W": W23, "V": W22, "x": V3},             "L = sum(V tanh(W x))",                    lambda W, V, x: sum(V * tanh(W * x))),
    Case("quadratic form",            {"A": W22, "x": V2},                       "q = x^T A x",                             lambda A, x: (x.T * A * x)[0]),
    Case("outer product",             {"u": V2, "v": V3, "C": W23},              "L = sum(C ⊙ (u v^T))",                    lambda u, v, C: sum(had(C, u * v.T))),
    Case("inner product",             {"c": (), "u": V3, "v": V3},               "p = c u · v + |u|",                       lambda c, u, v: c * u.dot(v) + sympy.sqrt(square(u))),
    Case("inner product by rows",     {"u": V3, "v": V3},                        "p = (u^T v)^3",                           lambda u, v: u.dot(v) ** 3),
    Case("matrix products",           {"A": W22, "B": W22},                      "L = |A B - B A|^2",                       lambda A, B: square(A * B - B * A)),
    Case("transposes",                {"A": W23, "B": W23},                      "L = |A^T B|^2 + sum(A B^T)",              lambda A, B: square(A.T * B) + sum(A * B.T)),
    Case("regularised",               {"W": W23, "x": V3, "k": ()},              "L = |W x|^2 + k |W|^2/2",                 lambda W, x, k: square(W * x) + k * square(W) / 2),
    Case("softmax",                   {"W": W22, "x": V2},                       "p = softmax(W x); L = |p|^2",             lambda W, x: square(soft(W * x))),
    Case("softmax by hand",           {"x": V3, "c": V3},                        "p = e^x/sum(e^x); L = c · p",             lambda x, c: c.dot(soft(x))),
    Case("entropy without softmax",   {"p": V3, "y": V3},                        "L = -sum(y * ln(p))",                     lambda p, y: -sum(had(y, each(sympy.log, p))), True),
    Case("entrywise quotient",        {"u": V2, "v": V2},                        "L = sum(u/v) + sum(1/v)",                 lambda u, v: sum(a / b + 1 / b for a, b in zip(u, v, strict=True)), True),
    Case("quotient by a number",      {"u": V3},                                 "n = u/|u|; L = n · (u ⊙ u)",              lambda u: sum(e**3 for e in u) / sympy.sqrt(square(u))),
    Case("used twice",                {"x": V2, "W": W22},                       "z = W x; L = z · x + |z|^2",              lambda x, W: (W * x).dot(x) + square(W * x)),
    Case("functions of entries",      {"x": V3},                                 "L = sum(sin(x) ⊙ cos(x)) + sum(ln(x))",   lambda x: sum(sympy.sin(e) * sympy.cos(e) + sympy.log(e) for e in x), True),
    Case("inverse tangents",          {"x": V2, "W": W22},                       "L = sum(arctan(W x))",                    lambda x, W: sum(each(sympy.atan, W * x))),
    Case("numbers of numbers",        {"u": V2, "v": V2, "c": ()},               "s = u · v; L = sqrt(1 + s^2)/c",          lambda u, v, c: sympy.sqrt(1 + u.dot(v) ** 2) / c, True),
    Case("mean and minus",            {"x": V3, "y": V3},                        "L = mean((x - y) ⊙ (x - y)) - sum(-x)",   lambda x, y: square(x - y) / 3 + sum(x)),
    Case("row times matrix",          {"x": V2, "A": W23, "v": V3},              "L = |x^T A|^2 + x^T A v",                 lambda x, A, v: square(x.T * A) + (x.T * A * v)[0]),
    Case("one row",                   {"W": (1, 3), "x": V3, "y": ()},           "L = (sigmoid(W x) - y)^2",                lambda W, x, y: (sigma((W * x)[0]) - y) ** 2),
    Case("broadcast number",          {"x": V3},                                 "L = |1 - x|^2",                           lambda x: sum((1 - e) ** 2 for e in x)),
]  # fmt: skip


def matrix(letter: str, shape: tuple[int, ...]) -> Any:
    """The letter as SymPy has it: a symbol, or a matrix of symbols named as our data names them."""
    match shape:
        case ():
            return sympy.Symbol(letter)
        case (n,):
            return sympy.Matrix([sympy.Symbol(f"{letter}_{i + 1}") for i in range(n)])
        case (m, n):
            return sympy.Matrix(m, n, lambda i, j: sympy.Symbol(f"{letter}_{i + 1}{j + 1}"))
    raise AssertionError(shape)
