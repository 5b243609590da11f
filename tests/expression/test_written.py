"""The written trees: they stay as they are, whatever SymPy does to them, and their value is SymPy's."""

import copy
import pickle

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy.abc import u, x, y

from chainrule.expression.numbers import Program
from chainrule.expression.written import (
    Apply,
    Decimal,
    Equals,
    Minus,
    Over,
    Partial,
    Plus,
    Power,
    Primed,
    Rate,
    Root,
    Times,
    Vector,
    depth,
    fold,
    operands,
    postorder,
    replace,
    size,
    symbols,
)
from tests.strategies import smooth_trees, statements, trees

KEPT = [
    Times(x, x),
    Times(2, Plus(x, 1)),
    Apply("sin", Minus(x)),
    Plus(x, Minus(x)),
    Times(1, x),
    Times(0, x),
    Power(x, 1),
    Power(x, 0),
    Power(Power(x, 2), 3),
    Root(Power(x, 2), 2),
    Root(4, 2),
    Over(x, x),
    Over(6, 4),
    Minus(Minus(x)),
    Apply("exp", Apply("ln", x)),
    Apply("cos", Plus(Power(x, 2), sympy.pi)),
    Equals(x, x),
    Decimal("0.70"),
    Primed("f", (0, 2), x, y),
    Rate(Power(x, 2), x, 2),
    Partial(Times(x, y), x, 2, y, 1),
    Vector(x),
]
WAYS = {
    "func": lambda tree: tree.func(*tree.args) if tree.args else tree,
    "xreplace": lambda tree: tree.xreplace({sympy.Symbol("not there"): y}),
    "subs": lambda tree: tree.subs(sympy.Symbol("not there"), 1),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda tree: pickle.loads(pickle.dumps(tree)),
    "replace": lambda tree: replace(tree, {sympy.Symbol("not there"): y}),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tree", KEPT, ids=str)
def test_the_form_is_kept(tree, way):
    again = WAYS[way](tree)
    assert (type(again), again.args, hash(again)) == (type(tree), tree.args, hash(tree))


@given(statements(3), st.sampled_from(sorted(WAYS)))
def test_any_form_is_kept(tree, way):
    assert WAYS[way](tree) == tree
    assert hash(WAYS[way](tree)) == hash(tree)


@given(trees(3, names=("u", "x")))
def test_put_in_and_taken_out_again(tree):
    inner = Plus(Power(y, 2), 1)
    assert tree.xreplace({u: inner}).xreplace({inner: u}) == tree
    assert replace(replace(tree, {u: inner}), {inner: u}) == tree


@pytest.mark.parametrize(
    ("method", "tree", "expected"),
    [
        ("doit", Times(x, x), x**2),
        ("doit", Plus(x, Minus(x)), sympy.Integer(0)),
        ("doit", Apply("sigmoid", 0), None),
        ("simplify", Plus(Power(Apply("sin", x), 2), Power(Apply("cos", x), 2)), sympy.Integer(1)),
        ("expand", Power(Plus(x, 1), 2), x**2 + 2 * x + 1),
        ("evalf", Over(1, 4), sympy.Float("0.25")),
    ],
)
def test_sympys_methods_answer_by_the_value(method, tree, expected):
    answer = getattr(tree, method)()
    assert answer == expected if expected is not None else answer.is_number


def test_diff_is_sympys():
    assert Apply("sin", Power(x, 2)).diff(x) == 2 * x * sympy.cos(x**2)
    assert sympy.diff(Times(x, Decimal("0.5")), x) == sympy.Rational(1, 2)


@given(smooth_trees(2))
def test_value_has_the_number_of_the_tree(tree):
    for point in (0.4, 1.1, 2.3):
        a, b = Program(tree, tree.doit())({"x": point})
        assert a == pytest.approx(b, rel=1e-9)


NESTS = {
    "sin": lambda tree: Apply("sin", tree),
    "minus": Minus,
    "root": lambda tree: Root(Plus(tree, 1), 2),
    "over": lambda tree: Over(1, Plus(1, tree)),
}


@pytest.mark.parametrize("nest", NESTS)
def test_300_levels_at_the_default_recursion_limit(nest):
    tree = x
    for _ in range(300 if nest in ("sin", "minus") else 150):
        tree = NESTS[nest](tree)
    assert depth(tree) == 301
    assert tree.func(*tree.args) == tree
    assert tree.xreplace({x: y}) != tree
    assert replace(tree, {x: y}) != tree
    assert symbols(tree) == {x}
    assert size(tree) > 300


def test_shared_parts_are_visited_once():
    tree = x
    for _ in range(200):
        tree = Plus(tree, tree)
    assert len(postorder(tree)) == 201
    assert size(tree) == 2**201 - 1
    assert fold(tree, lambda node, below: max(below, default=0) + 1) == 201


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Apply("f", x, y), (x, y)),
        (Primed("f", (1,), u), (u,)),
        (Rate(y, x, 1), (y,)),
        (Partial(y, x, 1, u, 2), (y,)),
        (Decimal("1.5"), ()),
        (Over(x, y), (x, y)),
        (x, ()),
    ],
)
def test_operands_are_expressions_only(tree, expected):
    assert operands(tree) == expected
