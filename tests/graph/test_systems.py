"""Systems of definitions: every branch, every path product, every sum against SymPy and central differences.

The judge reads the record only: mathematics as text, read by SymPy.
"""

import csv
import math
import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import sympy

import chainrule
from tests.reals import equal, expression

ROWS = dict(csv.reader((Path(__file__).parent / "systems.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))


@cache
def record_of(name: str) -> dict:
    return chainrule.explain(ROWS[name]).to_dict()


def symbol(name: str) -> sympy.Symbol:
    return sympy.Symbol(name, real=True)


def closed(record: dict) -> dict[sympy.Symbol, sympy.Expr]:
    """Each defined name in terms of the inputs."""
    formulas = {symbol(d["name"]): expression(d["value"], record["functions"]) for d in record["definitions"]}
    for _ in formulas:
        formulas = {name: tree.subs(formulas) for name, tree in formulas.items()}
    return formulas


@pytest.mark.parametrize("name", ROWS)
def test_answers_are_the_derivatives(name):
    record = record_of(name)
    known, formulas = record["functions"], closed(record)
    assert record["kind"] == "system" and record["verification"]["verified"] is True
    assert record["totals"]
    for total in record["totals"]:
        truth = sympy.diff(formulas[symbol(total["output"])], symbol(total["input"]))
        assert equal(expression(total["answer"], known).doit(), truth.doit()), total["input"]
        assert equal(expression(total["unsimplified"], known).doit(), truth.doit()), total["input"]


@pytest.mark.parametrize("name", ROWS)
def test_branches_are_partial_derivatives(name):
    record = record_of(name)
    known = record["functions"]
    formulas = {symbol(d["name"]): expression(d["value"], known) for d in record["definitions"]}
    for edge in record["edges"]:
        target = symbol(edge["to"])
        partial = expression(edge["partial"], known).subs(target, formulas[target])
        assert equal(partial.doit(), sympy.diff(formulas[target], symbol(edge["from"])).doit()), edge


@pytest.mark.parametrize("name", ROWS)
def test_sums_are_the_products_of_the_paths_added(name):
    record = record_of(name)
    known = record["functions"]
    partials = {(edge["to"], edge["from"]): edge["partial"] for edge in record["edges"]}
    for total in record["totals"]:
        assert total["path_count"] == len(total["paths"])
        products = [sympy.Mul(*(expression(factor, known) for factor in path["factors"])) for path in total["paths"]]
        assert equal(expression(total["sum"], known).doit(), sympy.Add(*products).doit())
        for path in total["paths"]:
            way = path["through"]
            assert way[0] == total["output"] and way[-1] == total["input"]
            assert path["factors"] == [partials[pair] for pair in pairwise(way)]


@pytest.mark.parametrize("name", ROWS)
def test_backward_numbers_are_central_differences(name):
    dice = random.Random(name)
    d = chainrule.explain(ROWS[name])
    inputs = d.to_dict()["inputs"]
    point = {letter: round(dice.uniform(0.4, 1.3), 3) for letter in inputs}
    record = chainrule.explain(ROWS[name], at=point).to_dict()
    formulas = closed(record)
    outputs = record["outputs"]
    if name.startswith("unknown"):  # a function without a formula has no numbers
        assert record["point"]["forward"][outputs[0]] is None
        assert record["point"]["backward"][inputs[0]] is None
        return
    for output in outputs:
        numbers = record["point"]["backward"] if len(outputs) == 1 else record["point"]["backward_by_output"][output]
        value = sympy.lambdify([symbol(letter) for letter in inputs], formulas[symbol(output)].doit(), "mpmath")
        for place, letter in enumerate(inputs):
            if letter not in numbers:
                continue
            h = 1e-4
            moved = [[point[name] + side * h * (i == place) for i, name in enumerate(inputs)] for side in (2, 1, -1, -2)]
            far, near, back, away = (float(value(*arguments)) for arguments in moved)
            difference = (8 * (near - back) - (far - away)) / (12 * h)
            assert math.isclose(numbers[letter], difference, rel_tol=1e-8, abs_tol=1e-8), (output, letter)


@pytest.mark.parametrize("name", ROWS)
def test_every_step_of_the_record_holds(name):
    record = record_of(name)
    known = record["functions"]
    for step in record["steps"]:
        goal, result = expression(step["goal"], known), expression(step["result"], known)
        assert equal(sympy.diff(goal, symbol(step["variable"])).doit(), result.doit()), step


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_fit_in_every_width(name, lang):
    from chainrule.render.layout import lines
    from chainrule.render.spans import width
    from chainrule.render.terminal import TERMINAL

    page = chainrule.explain(ROWS[name], lang=lang).page("full")
    for columns in (60, 80, 120):
        assert all(width(line) <= columns for line in lines(page, columns, TERMINAL))


def test_the_jacobian_matrix_and_second_derivatives_stand_there_in_numbers() -> None:
    lines = str(chainrule.explain("u = x^2 y; v = x - 3y", at={"x": 2, "y": 5})).splitlines()
    table = [line.split() for line in lines[next(i for i, line in enumerate(lines) if "at this point" in line) :][2:4]]
    assert table == [["u", "20", "4"], ["v", "1", "-3"]]
    page = str(chainrule.explain("z = u^3; u = x + 2y", order=2, at={"x": 1, "y": 1}))
    for rate, number in (("d^2z/dx^2", 18), ("d^2z/dx dy", 36), ("d^2z/dy^2", 72)):
        assert any(line.strip().startswith(rate) and line.endswith(f"= {number}") for line in page.splitlines())
