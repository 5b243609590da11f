"""Laws on random graphs: backward passes are central differences, counts are walks, sums are gradients."""

import math
import random

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.expression.written import Apply, Minus, Plus, Power, Times, operands
from chainrule.graph.edges import edges
from chainrule.graph.layers import layered
from chainrule.graph.operations import operations
from chainrule.graph.paths import counts, multiplications, paths
from chainrule.graph.sweeps import Machine
from chainrule.graph.system import System, system
from chainrule.graph.totals import path_sum

OPERATIONS = (
    lambda a, b: Plus(a, b),
    lambda a, b: Plus(a, Minus(b)),
    lambda a, b: Times(a, b),
    lambda a, b: Apply("sin", a),
    lambda a, b: Apply("sigmoid", Plus(a, b)),
    lambda a, b: Apply("tanh", a),
    lambda a, b: Power(a, 2),
    lambda a, b: Apply("exp", Minus(Power(a, 2))),
)


@st.composite
def graphs(draw) -> System:
    """Inputs x, y, w and up to nine names, each one operation on two names before it."""
    names = list(sympy.symbols("x y w"))
    definitions = []
    for i in range(draw(st.integers(1, 9))):
        name = sympy.Symbol(f"v_{i}")
        one, other = (draw(st.sampled_from(names[-5:])) for _ in range(2))
        definitions.append((name, draw(st.sampled_from(OPERATIONS))(one, other)))
        names.append(name)
    return system(reversed(definitions), (definitions[-1][0],))


def points(dice: random.Random) -> dict[str, float]:
    return {name: dice.uniform(-1.2, 1.2) for name in "xyw"}


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_backward_pass_is_the_central_difference(whole, dice):
    machine, (output,), point = Machine(whole, edges(whole)), whole.outputs, points(dice)
    adjoints = machine.backward(point, output).numbers
    for name in whole.inputs:
        difference = machine.difference(point, output, {name.name: 1.0})
        assert math.isclose(adjoints.get(name, 0.0), difference, rel_tol=1e-8, abs_tol=1e-8)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_counts_are_the_paths_walked(whole):
    branches, (output,) = edges(whole), whole.outputs
    known = counts(whole, output)
    for name in whole.inputs:
        walked = paths(whole, branches, output, name, most=10_000)
        assert len(walked) == known.get(name, 0) == len({path.through for path in walked})


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_path_sums_are_the_adjoints(whole, dice):
    branches, (output,), point = edges(whole), whole.outputs, points(dice)
    adjoints = Machine(whole, branches).backward(point, output).numbers
    for name in whole.inputs:
        total = path_sum(whole, branches, output, name)
        if total.answer is not None:
            value = complex(sympy.N(total.answer.doit().subs(point)))
            assert abs(value - adjoints.get(name, 0.0)) < 1e-9 * max(1, abs(value))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_multiplications_are_those_of_the_walks(whole):
    branches, (output,) = edges(whole), whole.outputs
    walked = [path for name in whole.inputs for path in paths(whole, branches, output, name, most=10_000)]
    assert multiplications(whole, output, whole.inputs)[0] == sum(len(path.edges) - 1 for path in walked)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_one_operation_a_node_keeps_the_value(whole, dice):
    (output,), point = whole.outputs, points(dice)
    fine = operations(whole)
    values = [Machine(form, {}).values(point)[output.name] for form in (whole, fine)]
    assert math.isclose(*values, rel_tol=1e-12, abs_tol=1e-12)
    for _, tree in fine.definitions:
        parts = [part.args[0] if isinstance(part, Minus) and isinstance(tree, Plus) else part for part in operands(tree)]
        assert not any(part.free_symbols and operands(part) for part in parts)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_layers_put_back_are_the_expression(whole):
    (output,) = whole.outputs
    tree = whole.closed.get(output)
    if tree is not None:
        found = layered(tree, output, whole.inputs)
        assert found.closed[output] == tree


@pytest.mark.parametrize(("layers", "width"), [(1, 2), (2, 3), (3, 4)])
def test_networks(layers, width):
    dice = random.Random(layers)
    definitions, below = [], list(sympy.symbols(f"x_1:{width + 1}"))
    for layer in range(1, layers + 1):
        above = []
        for j in range(width):
            weights = sympy.symbols(f"w_{layer}{j}_0:{width}")
            bias, z, a = sympy.symbols(f"b_{layer}{j} z_{layer}{j} a_{layer}{j}")
            definitions += [(z, Plus(*(Times(w, p) for w, p in zip(weights, below, strict=True)), bias)), (a, Apply("sigmoid", z))]
            above.append(a)
        below = above
    loss = sympy.Symbol("L")
    definitions.append((loss, Plus(*(Power(Plus(a, Minus(sympy.Integer(1))), 2) for a in below))))
    whole = system(definitions, (loss,))
    machine = Machine(whole, edges(whole))
    point = {name.name: dice.uniform(-1, 1) for name in whole.inputs}
    adjoints = machine.backward(point, loss).numbers
    for name in whole.inputs:
        assert math.isclose(adjoints[name], machine.difference(point, loss, {name.name: 1.0}), rel_tol=1e-8, abs_tol=1e-9)
