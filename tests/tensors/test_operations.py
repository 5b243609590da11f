"""Every row of the table: shape, value, way back and entry agree with each other, and with central differences."""

from __future__ import annotations

import math
from random import Random

import pytest
import sympy

from chainrule.expression.arrays import Dot, Hadamard, Matmul, Norm, NormSquared, Scaled, Summed, Transposed
from chainrule.expression.numbers import Program
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times, operands, postorder, replace
from chainrule.tensors.arrays import Array
from chainrule.tensors.gradients import pulled_back
from chainrule.tensors.operations import TABLE, operation
from chainrule.tensors.scalars import FLOATS, TREES
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import count, places
from chainrule.tensors.written import index_of

A, B, C, M, N, u, v, p, T, c, d, g, h = sympy.symbols("A B C M N u v p T c d g h")
SHAPES = {A: (2, 3), B: (3, 4), C: (2, 3), M: (2, 2), u: (3,), v: (3,), p: (3,), T: (2, 3, 2), N: (2, 3, 2)}
SCOPE = Scope(SHAPES, {"g": (2,), "h": ()})

SAMPLES = {
    "plus": [Plus(A, C), Plus(1, Minus(u)), Plus(c, d)],
    "minus": [Minus(A)],
    "times": [Times(c, d, c)],
    "scale": [Scaled(c, A), Scaled(c, d)],
    "quotient": [Over(u, v), Over(u, c), Over(1, v), Over(c, d)],
    "power": [Power(c, 3), Power(c, Over(1, 2)), Power(c, d), Power(sympy.E, c)],
    "root": [Root(c, 2), Root(c, 3)],
    "matmul": [Matmul(A, B), Matmul(A, u), Matmul(Transposed(u), B), Matmul(Transposed(u), v), Matmul(u, Transposed(v))],
    "transpose": [Transposed(A), Transposed(u), Transposed(Transposed(u))],
    "hadamard": [Hadamard(A, C), Hadamard(T, N), Hadamard(u, v, p)],
    "dot": [Dot(u, v)],
    "norm": [Norm(u), Norm(A)],
    "norm-squared": [NormSquared(u), NormSquared(T), NormSquared(c)],
    "sum": [Apply("sum", A), Apply("sum", T)],
    "ones": [Hadamard(u, Apply("ones", 3))],
    "vec": [Apply("vec", T)],
    "fold": [Apply("fold", Apply("vec", T), 3, 4)],
    "softmax": [Apply("softmax", u)],
    "entropy": [Apply("entropy", u, p)],
    "contract": [Apply("contract", A, Apply("ones", 2))],
    "entrywise": [Apply("sin", A), Apply("f", u), Apply("exp", c)],
}
"""Formulas in which the row stands; the letters are distinct, so that each operand is checked by itself."""
GRADIENT_ONLY = {"contract"}
"""Rows that occur in gradients and have no way back of their own."""

ROWS = [pytest.param(row, tree, id=f"{row.name}: {tree}") for row in TABLE for tree in SAMPLES[row.name]]
MAPS = [pytest.param(tree, id=str(tree)) for tree in (Apply("g", u), Apply("g", u, A), Apply("h", u), Apply("g", c))]


def point(seed: int = 3) -> dict[sympy.Symbol, Array]:
    """Positive numbers; the entries of p add up to 1."""
    rng = Random(seed)
    found = {}
    for letter in (*SHAPES, c, d):
        data = [rng.uniform(0.3, 1.4) for _ in range(count(SHAPES.get(letter, ())))]
        found[letter] = Array(SHAPES.get(letter, ()), tuple(data))
    found[p] = Array((3,), tuple(a / sum(found[p].data) for a in found[p].data))
    return found


def letters(tree) -> list[sympy.Symbol]:
    return list(dict.fromkeys(node for node in postorder(tree) if isinstance(node, sympy.Symbol)))


def test_every_row_has_a_sample() -> None:
    assert set(SAMPLES) == {row.name for row in TABLE}
    assert all(any(operation(node) is row for node in postorder(tree)) for row in TABLE for tree in SAMPLES[row.name])


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_row_says_its_law(row) -> None:
    assert row.back.__doc__ and row.shape.__doc__ and row.value.__doc__ and row.entry.__doc__


@pytest.mark.parametrize(("row", "tree"), ROWS)
def test_the_shape_is_that_of_the_value(row, tree) -> None:
    assert SCOPE.shape(tree) == SCOPE.value(tree, FLOATS, point()).shape


def agree_with_differences(tree, scope: Scope, known: dict) -> None:
    """⟨g, f(…)⟩ for a made-up g: the way back against the central difference, entry by entry."""
    rng = Random(5)
    shape = scope.shape(tree)
    upstream = Array(shape, tuple(rng.uniform(-1, 1) for _ in range(count(shape))))
    wider = Scope({**scope.shapes, N: scope.shapes.get(N, ()), sympy.Symbol("upstream"): shape}, scope.maps)
    run = wider.compiled(tree, FLOATS)
    values = {**known, sympy.Symbol("upstream"): upstream}
    for leaf in letters(tree):
        pulled = [back for name, back in pulled_back(tree, sympy.Symbol("upstream"), wider) if name == leaf]
        found = [math.fsum(entries) for entries in zip(*(wider.value(back, FLOATS, values).data for back in pulled), strict=True)]
        for i, mine in enumerate(found):

            def moved(step: float, i: int = i, leaf: sympy.Symbol = leaf) -> float:
                data = list(values[leaf].data)
                data[i] += step
                return FLOATS.dot(upstream.data, run({**values, leaf: Array(values[leaf].shape, tuple(data))}).data)

            coarse, fine = ((moved(step) - moved(-step)) / (2 * step) for step in (2e-3, 1e-3))
            assert math.isclose(mine, (4 * fine - coarse) / 3, rel_tol=1e-8, abs_tol=1e-9), (leaf, i)


@pytest.mark.parametrize(("row", "tree"), [row for row in ROWS if row.values[0].name not in GRADIENT_ONLY])
def test_the_way_back_agrees_with_differences(row, tree) -> None:
    agree_with_differences(tree, SCOPE, point())


@pytest.mark.parametrize("tree", MAPS)
def test_the_way_back_through_an_unknown_map(tree) -> None:
    from chainrule.tensors import forward
    from chainrule.tensors.back import slopes_of

    known = point()
    shape = SCOPE.maps[tree.name]
    below = [known[operand] for operand in operands(tree)]
    slopes = {slopes_of(tree, i): forward.slopes(FLOATS, tree, below, shape, i) for i in range(len(below))}
    scope = Scope({**SHAPES, **{letter: array.shape for letter, array in slopes.items()}}, SCOPE.maps)
    agree_with_differences(tree, scope, known | slopes)


def test_contract_adds_over_the_outputs() -> None:
    slopes, upstream = Array((2, 3), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)), Array((2,), (10.0, 1.0))
    value = SCOPE.value(Apply("contract", A, g), FLOATS, {A: slopes, g: upstream})
    assert value == Array((3,), (14.0, 25.0, 36.0))


@pytest.mark.parametrize(("row", "tree"), ROWS)
def test_the_index_form_agrees_with_the_entries(row, tree) -> None:
    """(W x)ᵢ = Σⱼ Wᵢⱼxⱼ with numbers for i and every j is the entry i of the value."""
    if row.name in ("vec", "fold"):
        return  # their index is a place p, which is said in words
    known = point()
    values = SCOPE.value(tree, FLOATS, known)
    numbers = {str(SCOPE.letter(letter, place)): x for letter, a in known.items() for place, x in zip(places(a.shape), a.data, strict=True)}
    for place, value in zip(places(values.shape), values.data, strict=True):
        index = index_of(values.shape)
        entry = replace_index(SCOPE.entry(tree, index), dict(zip(map(str, index), place, strict=True)))
        assert math.isclose(Program(expanded(entry))(numbers)[0], value, rel_tol=1e-9), (place, entry)


def replace_index(tree, places: dict[str, int]):
    """Numbers for index letters, in the names of entries."""
    table = {}
    for node in postorder(tree):
        if isinstance(node, sympy.Symbol) and "_{" in node.name:
            base, _, run = node.name.partition("_{")
            table[node] = sympy.Symbol(base + "_{" + "".join(str(places.get(mark, mark)) for mark in run.rstrip("}")) + "}")
    return replace(tree, table)


def expanded(tree):
    """Every Σ written out; an index runs as far as the letters it stands in have entries."""
    while True:
        sums = [node for node in postorder(tree) if isinstance(node, Summed)]
        if not sums:
            return tree
        inner = sums[0]
        body, letter = inner.args
        size = extent(body, str(letter))
        terms = [replace_index(body, {str(letter): i}) for i in range(1, size + 1)]
        tree = replace(tree, {inner: Plus(*terms)})


def extent(body, letter: str) -> int:
    for node in postorder(body):
        if isinstance(node, sympy.Symbol) and "_{" in node.name:
            base, _, run = node.name.partition("_{")
            if letter in run:
                return SHAPES[sympy.Symbol(base)][run.rstrip("}").index(letter)]
    raise AssertionError((body, letter))


@pytest.mark.parametrize(("row", "tree"), ROWS)
def test_entries_as_trees_have_the_same_value(row, tree) -> None:
    known = point()
    numbers = {str(SCOPE.letter(letter, place)): x for letter, a in known.items() for place, x in zip(places(a.shape), a.data, strict=True)}
    written = SCOPE.value(tree, TREES, {letter: SCOPE.written(letter) for letter in letters(tree)})
    for entry, value in zip(written.data, SCOPE.value(tree, FLOATS, known).data, strict=True):
        assert math.isclose(Program(entry)(numbers)[0], value, rel_tol=1e-9)
