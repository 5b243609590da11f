"""Runs of raised, lowered and slanted characters: pairs, and that the line they make has the value of the tree."""

import math
import re

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy.abc import n, u, x, y

from chainrule.expression.build import parse
from chainrule.expression.notation.runs import Runs, extent, joined, runs, scale
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Minus, Over, Partial, Plus, Power, Primed, Rate, Root, Times
from tests.strategies import AWKWARD_LETTERS, smooth_trees, statements

half = Over(1, 2)


def pictured(tree: sympy.Basic) -> str:
    """The runs as one text: {i} around what is slanted, ^{} and _{} around what is raised and lowered."""
    text = ""
    for run, style in runs(tree):
        marks = style.lstrip("i")
        text += "".join(f"{mark}{{" for mark in marks) + run + "}" * len(marks)
    return text


PAIRS = [
    ("power of a sine", Power(Apply("sin", x), 2), "sin(x)^{2}"),
    ("tower", Power(sympy.E, Power(x, 2)), "e^{x}^{^{2}}"),
    ("sum in an exponent", Power(x, Plus(n, Minus(1))), "x^{n}^{\u2009−\u20091}"),
    ("subscripted letters", Times(sympy.Symbol("w_12"), sympy.Symbol("x_i")), "w_{12}x_{i}"),
    ("small fraction", Times(half, Power(Plus(x, Minus(y)), 2)), "^{1}/_{2}(x − y)^{2}"),
    ("power of a small fraction", Power(half, 2), "(^{1}/_{2})^{2}"),
    ("quotient of letters as a factor", Times(Over(x, y), u), "x/y × u"),
    ("root of a sum", Root(Plus(x, 1), 2), "√(x + 1)"),
    ("cube root", Root(x, 3), "^{3}√x"),
    ("logarithm with a base", Apply("log", x, 2), "log_{2} x"),
    ("rate of a sum", Rate(Plus(x, 1), x, 2), "d^{2}/dx^{2} (x + 1)"),
    ("mixed partial", Partial(u, x, 1, y, 2), "∂^{3}u/∂x∂y^{2}"),
    ("unknown function", Primed("f", (1,), x), "f′(x)"),
    ("partial derivative of an unknown function", Primed("f", (0, 2), x, y), "D_{2}^{2} f(x, y)"),
    ("bars in bars", Apply("abs", Apply("abs", x)), "abs(|x|)"),
]


@pytest.mark.parametrize(("tree", "text"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_pairs(tree: sympy.Expr, text: str) -> None:
    assert pictured(tree) == text


@pytest.mark.parametrize(("name", "slanted"), [("x", True), ("theta", True), ("Gamma", False), ("loss", False), ("w_12", True)])
def test_letters_are_slanted_and_words_are_not(name: str, slanted: bool) -> None:
    assert runs(sympy.Symbol(name))[0][1] == ("i" if slanted else "")


def typed(line: Runs) -> str:
    """What a student would type who has read the line."""
    text, level = "", ""
    for run, style in (*line, ("", "")):
        marks = style.lstrip("i")
        common = next((k for k, (a, b) in enumerate(zip(level, marks, strict=False)) if a != b), min(len(level), len(marks)))
        text += ")" * (len(level) - common) + "".join(f"{mark}(" for mark in marks[common:]) + run
        level = marks
    return re.sub(r"\^\((\d+)\)/_\((\d+)\)", r"(\1/\2)", text).replace("\u2009", " ")


@given(smooth_trees(3, ("x", "y")))
def test_the_line_is_read_back_to_the_same_value(tree: sympy.Expr) -> None:
    text = typed(runs(tree))
    if re.search(r"\^\(3\)√|√\d|σ", text):  # typed otherwise
        return
    point = {"x": 0.83, "y": 1.37}
    (shown,), (meant,) = Program(parse(text))(point), Program(tree)(point)
    assert math.isclose(shown, meant, rel_tol=1e-9), text


@given(statements(3, AWKWARD_LETTERS))
def test_runs_are_joined_and_have_a_width(tree: sympy.Expr) -> None:
    line = runs(tree)
    assert line == joined(line) and all(text for text, _ in line)
    assert 0 < extent(line) <= 1.1 * sum(map(len, (text for text, _ in line)))


@given(st.lists(st.sampled_from("^_"), max_size=6).map("".join))
def test_no_level_is_too_small_to_read(marks: str) -> None:
    assert 0.5 <= scale("i" + marks) <= 1
