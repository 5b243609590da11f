"""Answers to curves given by a parameter: judged in the parameter, with the mistake that was made."""

import pytest
import sympy

import chainrule
from chainrule.expression.build import parse
from chainrule.expression.value import real, value
from chainrule.practice.tasks import task
from chainrule.question import ask
from chainrule.words import LANGUAGES
from tests.practice.tables import HERE, Row, rows
from tests.reals import equal

WRONG = rows("curve_wrong")
RIGHT = [line.split("\t") for line in (HERE / "curve_right.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]


def derivative(problem: str) -> sympy.Expr:
    """dy/dx in the parameter, by SymPy."""
    question = ask(problem)
    assert question.curve
    t = real(question.curve.parameter)
    result, below = value(question.goal, judge=True), sympy.diff(value(question.curve.formula, judge=True), t)
    for _ in range(question.order):
        result = sympy.diff(result, t) / below
    return result


@pytest.mark.parametrize(("problem", "answer", "verdict"), RIGHT)
def test_a_right_answer(problem: str, answer: str, verdict: str) -> None:
    assert chainrule.check(problem, answer).verdict == verdict


@pytest.mark.parametrize("problem", dict.fromkeys(problem for problem, *_ in (*RIGHT, *WRONG)))
def test_the_derivative_is_sympys(problem: str) -> None:
    assert equal(value(task(ask(problem)).expected, judge=True), derivative(problem))


@pytest.mark.parametrize("row", WRONG, ids=lambda row: f"{row.problem} | {row.answer}")
def test_the_mistake_is_named(row: Row) -> None:
    checked = chainrule.check(row.problem, row.answer)
    assert checked.verdict == "incorrect"
    assert not equal(value(parse(row.answer), judge=True), derivative(row.problem))
    found = [frozenset(finding.id for finding in one.findings) for one in checked.explanations]
    assert (found[0] if found else frozenset({"none"})) in row.readings


def test_letters_of_the_curve_are_put_back() -> None:
    assert chainrule.check("x = cos t, y = sin t, find dy/dx", "-x/y").verdict == "unfinished"
    assert chainrule.check("x = t^2, y = t^3, find dy/dx", "(dy/dt)/(dx/dt)").verdict == "unfinished"
    assert chainrule.check("x = t^2, y = t^3, find dy/dx", "1.5 x^(1/2)").mistakes[0].id == "only-where"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_both_coordinates(lang: str) -> None:
    page = str(chainrule.check("x = t^2 + 1, y = sin 3t, find dy/dx", "2t/(3cos(3t))", lang=lang)).splitlines()
    assert "x = t^2 + 1, y = sin(3t)" in page[0]
    assert "dy/dx" in page[0]
    right, wrong = [line for line in page if line.strip().startswith("dy/dx = ")][:0:-1]
    assert right.strip().startswith("dy/dx = 3 * cos(3t)/(2t)") or "3cos(3t)/(2t)" in right.replace(" ", "")
    assert "2t/(3" in wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_checked_is_said(lang: str) -> None:
    with pytest.raises(chainrule.ChainruleError) as at:
        chainrule.check("x = t^2, y = t^3, find dy/dx", "3", at="t=2", lang=lang)
    assert at.value.kind == "check-curve-at"
    with pytest.raises(chainrule.ChainruleError) as work:
        chainrule.check_work("x = t^2, y = t^3, find dy/dx", "dy/dx = 3t/2", lang=lang)
    assert work.value.kind == "check-curve-work"


def test_the_record_names_the_variable() -> None:
    record = chainrule.check("x = t^2, y = t^3, find d^2y/dx^2", "3/2").to_dict()
    assert (record["variable"], record["order"], record["verdict"]) == ("x", 2, "incorrect")
