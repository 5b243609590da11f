"""Answers as students write them: right ones in every form, wrong ones with the mistake that was made.

The tables were written from teaching experience; what happened in a wrong answer is a teacher's judgement, with the
fair readings of it side by side. That an answer is right or wrong is checked by SymPy.
"""

from functools import lru_cache

import pytest
import sympy

import chainrule
from chainrule.expression.build import parse
from chainrule.expression.value import real, value
from chainrule.practice.check import Check
from chainrule.words import rule_pages, words
from tests.practice.tables import Row, is_right, problem, rows
from tests.practice.test_several import WRONG as SEVERAL

RIGHT, WRONG, CLOSE, UNEXPLAINED = (rows(f"{name}_answers") for name in ("right", "wrong", "close", "unexplained"))


def named(row: Row) -> str:
    return f"{row.problem} | {row.answer}"


@lru_cache(maxsize=4096)
def check(row: Row) -> Check:
    return chainrule.check(row.problem, row.answer, wrt="x" if "a x^2" in row.problem else None)


def ids(checked: Check) -> list[frozenset[str]]:
    return [frozenset(finding.id for finding in explanation.findings) for explanation in checked.explanations]


@pytest.mark.parametrize("row", RIGHT, ids=named)
def test_a_right_answer_is_right_in_every_form(row: Row) -> None:
    assert check(row).verdict == "correct"


@pytest.mark.parametrize("row", CLOSE, ids=named)
def test_a_close_answer_is_not_accepted(row: Row) -> None:
    assert check(row).verdict == "incorrect"


@pytest.mark.parametrize("row", UNEXPLAINED, ids=named)
def test_nothing_is_made_up_where_nothing_fits(row: Row) -> None:
    checked = check(row)
    assert (checked.verdict, checked.mistakes) == ("incorrect", ())


@pytest.mark.parametrize("row", WRONG, ids=named)
def test_the_mistake_is_named(row: Row) -> None:
    checked = check(row)
    assert checked.verdict == "incorrect"
    found = ids(checked)
    if frozenset({"none"}) in row.readings and not found:
        return
    assert set(found) & set(row.readings), found


@pytest.mark.parametrize("row", [row for row in WRONG if row.layers], ids=named)
def test_the_layer_is_named(row: Row) -> None:
    places = [f"{k}/{n}" for kind, k, n in (m.place for m in check(row).mistakes) if kind == "layer"]
    assert set(places) & set(row.layers)


def test_the_first_explanation_is_mostly_the_teachers() -> None:
    """What is shown first is a fair reading in nineteen cases of twenty, and few answers are ambiguous."""
    checks = [(row, ids(check(row))) for row in WRONG]
    first = sum(bool(found) and found[0] in row.readings for row, found in checks)
    assert first >= 0.95 * len(WRONG)
    assert sum(len(found) for _, found in checks) <= 1.3 * len(WRONG)


BOTH_SIDES = [row for row in (*RIGHT, *WRONG, *UNEXPLAINED) if "'" not in row.answer and "=" not in row.answer and "\\" not in row.answer]


@pytest.mark.parametrize("row", BOTH_SIDES, ids=named)
def test_sympy_agrees_with_the_tables(row: Row) -> None:
    assert is_right(row) == (row in RIGHT)


def test_every_mistake_has_an_answer_that_shows_it() -> None:
    shown = {reading for row in (*WRONG, *SEVERAL, *rows("curve_wrong")) for reading in frozenset().union(*row.readings)}
    assert set(words("en").subject("practice")["mistake"]) <= shown


USUAL = [(page["example"], page["mistake_wrong"]) for name, page in rule_pages("en").items() if name != "implicit"]


@pytest.mark.parametrize(("problem", "wrong"), USUAL)
def test_the_usual_mistake_of_every_rule_is_recognised(problem: str, wrong: str) -> None:
    """The rule pages were written by others: their wrong answers are explained, but for one."""
    checked = chainrule.check(problem, wrong)
    assert checked.verdict == "incorrect"
    assert checked.mistakes or problem == "polygamma(2, 3x)"


@pytest.mark.parametrize("row", [row for row in WRONG[::7] if "f(" not in row.problem], ids=named)
def test_a_witness_is_true(row: Row) -> None:
    """Both values at the point of the witness, by SymPy."""
    witness = check(row).witness
    assert witness
    _, derivative = problem(row.problem)
    point = {real(sympy.Symbol(name)): number for name, number in witness.items() if name not in ("yours", "correct")}
    values = [complex(tree.subs(point).evalf()) for tree in (value(parse(row.answer), judge=True), derivative)]
    assert witness["yours"] is None or values[0] == pytest.approx(witness["yours"], rel=1e-9)
    assert values[1] == pytest.approx(witness["correct"], rel=1e-9)
