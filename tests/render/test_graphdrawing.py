"""From systems to trees and drawings: what is drawn, with which signs, words and numbers, and what is too large."""

import pytest
import sympy

import chainrule
from chainrule.errors import TooLarge
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Partial
from chainrule.graph.edges import edges
from chainrule.render.graphdrawing import ARROWS, BOXES, BRANCHES, LEVELS, drawing, tree
from chainrule.render.page import Drawing, Maths, Rows, Sentence, Tree
from chainrule.render.plain import plain
from chainrule.words import LANGUAGES, words
from tests.render.systems import NEURON, POINTS, POLAR, SHARED, SKIPPING, TREE, defined, network, sweeps

english = words("en")


def shown(content: Maths) -> str:
    return "".join(part if isinstance(part, str) else unicode(part) for part, _ in content.parts)


def drawn(text: str, numbers: bool = True) -> Drawing:
    found = defined(text)
    return drawing(found, edges(found), english, *(sweeps(found, POINTS[text]) if numbers else ()))


def chain(length: int) -> str:
    """So many definitions, each using the next."""
    return "; ".join(f"a_{i} = 2 a_{i + 1}" for i in range(length))


# Trees


def test_every_branch_hangs_once_below_its_letter() -> None:
    found = defined(SHARED)
    block = tree(found, edges(found), found.outputs[0], english)
    assert [(branch.depth, shown(branch.node), branch.repeated) for branch in block.branches] == [
        (1, "p", False), (2, "u", False), (3, "x", False), (3, "y", False), (2, "v", False), (3, "x", False), (3, "y", False),
        (1, "q", False), (2, "u", True), (2, "v", True),
    ]  # fmt: skip
    assert sorted(shown(branch.edge) for branch in block.branches) == sorted(
        unicode(Partial(target, source, 1)) for target, source in edges(found)
    )


def test_d_where_a_definition_has_one_letter_and_curly_where_it_has_several() -> None:
    found = defined(SKIPPING)
    block = tree(found, edges(found), found.outputs[0], english)
    assert {shown(branch.edge) for branch in block.branches} == {"∂z/∂x", "∂z/∂u", "∂z/∂v", "du/dx", "∂v/∂u", "∂v/∂w", "∂w/∂u", "∂w/∂x"}


def test_only_the_branches_that_are_given() -> None:
    found = defined(TREE)
    names = found.between(*sympy.symbols("z x"))
    block = tree(found, edges(found, names), sympy.Symbol("z"), english)
    assert [shown(branch.edge) for branch in block.branches] == ["∂z/∂u", "∂u/∂x", "∂z/∂v", "∂v/∂x"]
    assert [node.id for node in drawing(found, edges(found, names), english).nodes] == ["z", "u", "v", "x"]


def test_trees_have_a_limit_that_is_named() -> None:
    long, longer = defined(chain(LEVELS)), defined(chain(LEVELS + 1))
    assert len(tree(long, edges(long), long.outputs[0], english).branches) == LEVELS
    with pytest.raises(TooLarge, match=str(LEVELS + 1)):
        tree(longer, edges(longer), longer.outputs[0], english)
    wide = defined("z = " + " + ".join(f"x_{i}" for i in range(BRANCHES + 1)))
    with pytest.raises(TooLarge, match=str(BRANCHES + 1)):
        tree(wide, edges(wide), wide.outputs[0], english)


def test_a_system_too_deep_for_a_tree_is_explained_without_one() -> None:
    page = chainrule.explain(chain(LEVELS + 6)).page()
    assert not [block for block in page if isinstance(block, Tree)]
    lefts = [shown(row.left) for block in page if isinstance(block, Rows) for row in block.rows]
    assert {"da₀/da₁", "da₂₉/da₃₀"} <= set(lefts)


def test_a_graph_too_large_for_a_picture_is_explained_and_this_is_said() -> None:
    page = chainrule.explain(chain(BOXES + 2)).page()
    assert not [block for block in page if isinstance(block, Drawing)]
    assert [text for block in page if isinstance(block, Sentence) for text in block.text if str(BOXES) in str(text)]


# Drawings


def test_a_box_a_name_an_arrow_a_branch() -> None:
    found = drawn(NEURON)
    assert {node.id: node.kind for node in found.nodes} == {
        "L": "output", "q": "inner", "u_3": "inner", "u_1": "inner", "u_2": "inner",
        "y": "input", "w_1": "input", "x_1": "input", "w_2": "input", "x_2": "input",
    }  # fmt: skip
    assert {(arrow.source, arrow.target): shown(arrow.label) for arrow in found.arrows} == {
        ("q", "L"): "q − y", ("y", "L"): "y − q", ("u_3", "q"): "q(1 − q)", ("u_1", "u_3"): "1", ("u_2", "u_3"): "1",
        ("w_1", "u_1"): "x₁", ("x_1", "u_1"): "w₁", ("w_2", "u_2"): "x₂", ("x_2", "u_2"): "w₂",
    }  # fmt: skip


def test_the_numbers_of_a_neuron() -> None:
    """u₃ = ½ − 0.6 = −0.1; ŷ = 1/(1 + e^0.1) = 0.4750…; the gradient is (ŷ − 1)ŷ(1 − ŷ)w."""
    boxes = {node.id: (shown(node.value), shown(node.gradient)) for node in drawn(NEURON).nodes}
    assert boxes["u_3"] == ("−0.1", "−0.1309")
    assert boxes["q"] == ("0.475", "−0.525") and boxes["L"] == ("0.1378", "1")
    assert boxes["w_1"] == ("0.5", "−0.1309") and boxes["w_2"] == ("−0.3", "−0.2618")
    numbers = {(arrow.source, arrow.target): shown(arrow.number) for arrow in drawn(NEURON).arrows}
    assert numbers["u_3", "q"] == "≈0.2494" and numbers["w_1", "u_1"] == "=1"
    assert numbers["u_1", "u_3"] == ""  # a number already


def test_numbers_that_do_not_exist_are_said_to_be_undefined() -> None:
    found = defined("z = ln u; u = x - 1")
    block = drawing(found, edges(found), english, *sweeps(found, {"x": 0.5}))
    assert {node.id: shown(node.value) for node in block.nodes} == {"z": "undefined", "u": "−0.5", "x": "0.5"}


def test_without_numbers_there_are_none() -> None:
    found = drawn(POLAR, numbers=False)
    assert all(not node.value.parts and not node.gradient.parts for node in found.nodes)
    assert all(not arrow.number.parts for arrow in found.arrows)


def test_a_long_derivative_stands_on_its_arrow_by_its_name() -> None:
    found = defined("z = sqrt(x^2 + y^2)/(1 + x)^2")
    label = {arrow.source: shown(arrow.label) for arrow in drawing(found, edges(found), english).arrows}
    assert label["x"] == "∂z/∂x"


def test_weights_are_left_out_of_a_large_network_and_this_is_said() -> None:
    small, large = defined(network(2, 2, 1)), defined(network(2, 4, 4, 1))
    assert len(drawing(small, edges(small), english).nodes) == 4 + 2 + 9 + 1
    found = drawing(large, edges(large), english)
    assert {node.id for node in found.nodes if node.kind == "input"} == {"x_1", "x_2"}
    assert [piece for text in found.caption for piece in text if "left out" in str(piece) or piece == "38"] != []


def test_drawings_have_a_limit_that_is_named() -> None:
    huge = defined(network(3, 9, 9, 1))
    with pytest.raises(TooLarge) as caught:
        drawing(huge, edges(huge), english)
    assert str(BOXES) in str(caught.value) and str(ARROWS) in str(caught.value)


def test_a_name_has_its_tone_wherever_it_is_drawn() -> None:
    found = defined(TREE)
    u, v = sympy.symbols("u v")
    block, picture = (
        tree(found, edges(found), found.outputs[0], english, {u: 1, v: 2}),
        drawing(found, edges(found), english, tones={u: 1, v: 2}),
    )
    assert [(branch.node.parts[0]) for branch in block.branches if branch.depth == 1] == [(u, 1), (v, 2)]
    assert {node.id: (node.tone, node.head.parts[0][1]) for node in picture.nodes if node.tone} == {"u": (1, 1), "v": (2, 2)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_can_be_drawn_there_is_a_line_for_each_box(lang: str) -> None:
    found = defined(TREE)
    block = drawing(found, edges(found), words(lang), *sweeps(found, POINTS[TREE]))
    value, gradient = block.legend
    lines = plain((block,), 80).splitlines()
    assert [line.split() for line in lines] == [
        ["z", "=", "(u", "+", "v)^2", "<-", "u,", "v", value, "25", gradient, "1"],
        ["u", "=", "xy", "<-", "x,", "y", value, "2", gradient, "10"],
        ["v", "=", "x", "+", "y", "<-", "x,", "y", value, "3", gradient, "10"],
        ["x", value, "1", gradient, "30"],
        ["y", value, "2", gradient, "20"],
    ]


def test_below_a_tree_the_drawing_is_left_out() -> None:
    found = defined(TREE)
    hanging = tree(found, edges(found), found.outputs[0], english)
    assert plain((hanging, drawing(found, edges(found), english)), 80) == plain((hanging,), 80)
