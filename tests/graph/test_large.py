"""Work grows with the graph, never with the number of paths; nothing recurses once a definition."""

import pytest
import sympy

import chainrule
from chainrule.errors import ParseError, UsageError


def doubling(levels: int) -> dict[str, str]:
    """Two names a level, each used by both of the next: 2^levels paths."""
    found = {f"a_{k}": f"a_{k + 1} b_{k + 1}" for k in range(levels)}
    return found | {f"b_{k}": f"a_{k + 1} + b_{k + 1}" for k in range(1, levels)}


def test_a_thousand_million_paths_are_counted_and_a_few_listed():
    record = chainrule.explain(doubling(41)).to_dict()
    total = record["totals"][0]
    assert total["path_count"] == 2**40
    assert len(total["paths"]) == total["paths_listed"] == 64
    assert total["sum"] is None and total["sum_omitted"] and total["answer"] is None and total["answer_omitted"]
    assert record["verification"]["verified"] is True


def test_two_to_the_forty_paths_are_shown_name_by_name():
    text = str(chainrule.explain(doubling(41)))
    assert str(2**40) in text and len(text.splitlines()) < 200


def test_a_chain_of_four_thousand_definitions():
    d = chainrule.explain({f"u_{i}": f"sin(u_{i + 1})" for i in range(4000)}, at={"u_4000": 0.5})
    record = d.to_dict()
    assert d.verified is True and d.answer == {"u_4000": None}
    assert record["totals"][0]["path_count"] == 1 and len(record["edges"]) == 4000
    assert len(record["point"]["backward"]) == 4001
    assert len(str(d).splitlines()) < 300


def test_a_network_with_two_hundred_weights():
    below, found = [f"x_{i}" for i in range(8)], {}
    for layer in range(1, 5):
        for j in range(8):
            found[f"z_{layer}{j}"] = " + ".join(f"w_{layer}{j}{i} {name}" for i, name in enumerate(below)) + f" + b_{layer}{j}"
            found[f"a_{layer}{j}"] = f"sigmoid(z_{layer}{j})"
        below = [f"a_{layer}{j}" for j in range(8)]
    found["L"] = " + ".join(f"{name}^2" for name in below)
    weights = [f"w_{layer}{j}{i}" for layer in range(1, 5) for j in range(8) for i in range(8)][:200]
    d = chainrule.explain(found, wrt=weights)
    record = d.to_dict()
    assert d.verified is True and len(record["totals"]) == 200
    assert record["totals"][0]["path_count"] == 8**3
    assert str(d)


CIRCLES = [
    ({"z": "u^2", "u": "z + x"}, "cycle"),
    ({"a": "b", "b": "c", "c": "a + x"}, "cycle"),
    ({f"u_{i}": f"u_{(i + 1) % 3000} + x" for i in range(3000)}, "cycle"),
]


@pytest.mark.parametrize(("definitions", "kind"), CIRCLES, ids=["two", "three", "three thousand"])
def test_circles_are_named(definitions, kind):
    with pytest.raises(ParseError) as error:
        chainrule.explain(definitions)
    assert error.value.kind == kind and "→" in error.value.facts["names"]


def test_a_letter_that_occurs_nowhere_is_refused_with_those_that_do():
    with pytest.raises(UsageError) as error:
        chainrule.explain("z = u^2; u = x y", wrt="t")
    assert error.value.kind == "not-an-input" and error.value.facts["names"] == "x, y"


def test_a_point_that_lacks_a_letter_is_refused():
    with pytest.raises(UsageError) as error:
        str(chainrule.explain("z = u^2; u = x y", at={"x": 1}))
    assert error.value.kind == "point-incomplete"


def test_numbers_where_a_value_is_not_real():
    record = chainrule.explain("z = ln(u); u = x - 2", at={"x": 1}).to_dict()
    assert record["point"]["forward"] == {"u": -1.0, "z": None}
    assert sympy.sympify(record["totals"][0]["answer"]) == 1 / (sympy.Symbol("x") - 2)
