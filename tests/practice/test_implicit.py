"""Answers to implicit equations, as students write them: in every right form, and with what went wrong.

Whether an answer is right is decided by SymPy: −F_x/F_y at points it finds on the curve itself.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
import sympy

import chainrule
from chainrule.expression.build import parse
from chainrule.expression.notation.typed import typed
from chainrule.expression.value import real, value
from chainrule.practice.check import Checked
from chainrule.practice.mistakes.equations import DEPENDENT, PUT_IN, SOLVING
from chainrule.practice.slips import slips
from chainrule.practice.tasks import task
from chainrule.question import ask
from chainrule.render.plain import plain
from chainrule.words import LANGUAGES, words
from tests.render.test_golden import terminal

HERE = Path(__file__).parent


class Row(NamedTuple):
    equation: str
    answer: str
    said: str = ""


def rows(name: str) -> list[Row]:
    lines = (HERE / f"implicit_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]


RIGHT, UNFINISHED, CLOSE, WRONG = map(rows, ("right", "unfinished", "close", "wrong"))


def named(row: Row) -> str:
    return f"{row.equation} | {row.answer}"


@lru_cache(maxsize=1024)
def check(row: Row, lang: str = "en") -> Checked:
    return chainrule.check(row.equation, row.answer, wrt="x", lang=lang)


@pytest.mark.parametrize("row", RIGHT, ids=named)
def test_a_right_answer_is_right_in_every_form(row: Row) -> None:
    checked = check(row)
    assert checked.verdict == "correct"
    assert [remark.kind for remark in checked.judgement.remarks] == ([row.said] if row.said else [])


@pytest.mark.parametrize("row", UNFINISHED, ids=named)
def test_an_equation_that_holds_the_derivative_is_to_be_solved(row: Row) -> None:
    assert check(row).verdict == "unfinished"


@pytest.mark.parametrize("row", CLOSE, ids=named)
def test_a_close_answer_is_not_accepted(row: Row) -> None:
    assert check(row).verdict == "incorrect"


@pytest.mark.parametrize("row", WRONG, ids=named)
def test_the_mistake_is_named(row: Row) -> None:
    checked = check(row)
    assert checked.verdict == "incorrect"
    found = [frozenset(finding.id for finding in explanation.findings) for explanation in checked.explanations]
    readings = [frozenset(reading.split("+")) for reading in row.said.split("|")]
    assert set(found) & set(readings) or (not found and frozenset({"none"}) in readings), found


def test_the_first_explanation_is_mostly_the_teachers() -> None:
    first = 0
    for row in WRONG:
        found = check(row).explanations
        readings = [frozenset(reading.split("+")) for reading in row.said.split("|")]
        first += frozenset(finding.id for finding in found[0].findings) in readings if found else frozenset({"none"}) in readings
    assert first >= 0.95 * len(WRONG)


def on_the_curve(equation: str) -> list[dict[sympy.Symbol, sympy.Expr]]:
    """Points of the curve, by SymPy's own root finder, from starts of both signs."""
    tree = parse(equation)
    left, right = (value(side, judge=True) for side in tree.args)
    difference, x, y = left - right, real(sympy.Symbol("x")), real(sympy.Symbol("y"))
    found = []
    for at in (0.83, 1.71, 2.9, -0.47, -1.9):
        for start in (0.9, 2.3, -0.7, -2.1):
            try:
                root = sympy.nsolve(difference.subs(x, at), y, start, prec=30)
            except (ValueError, TypeError, ZeroDivisionError):
                continue
            if root.is_real and all(abs(root - other[y]) > 1e-9 for other in found if other[x] == at):
                found.append({x: sympy.Float(at, 30), y: root})
    return found


PLAIN = [row for row in (*RIGHT, *WRONG, *CLOSE) if not set("'=\\") & set(row.answer) and row.said != "branch-where"]


@pytest.mark.parametrize("row", PLAIN, ids=named)
def test_sympy_agrees_with_the_tables(row: Row) -> None:
    left, right = (value(side, judge=True) for side in parse(row.equation).args)
    x, y = real(sympy.Symbol("x")), real(sympy.Symbol("y"))
    slope = -sympy.diff(left - right, x) / sympy.diff(left - right, y)
    gap = value(parse(row.answer), judge=True) - slope
    sizes = [complex(sympy.N(gap.subs(point))) for point in on_the_curve(row.equation)]
    sizes = [abs(size) for size in sizes if size == size]
    assert sizes
    assert (max(sizes) < 1e-9) == (row in RIGHT)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", (*WRONG[::4], *RIGHT[::6], *UNFINISHED[::4]), ids=named)
def test_every_verdict_can_be_shown(row: Row, lang: str) -> None:
    checked = check(row, lang)
    for detail in ("brief", "normal", "full"):
        text = plain(checked.page(detail))
        assert "{" not in text
        assert text.isascii() or lang == "zh"
    assert checked.to_dict()["verdict"] == checked.verdict
    assert all(mistake.text and mistake.name and "{" not in mistake.text for mistake in checked.mistakes)


def test_at_a_point_the_answer_is_a_number() -> None:
    def at(answer: str) -> Checked:
        return chainrule.check("x^2 + y^2 = 25", answer, at="x=3,y=4")

    assert [at(answer).verdict for answer in ("-3/4", "-0.75", "y' = -3/4", "-x/y", "3/4")] == [
        "correct",
        "correct",
        "correct",
        "unfinished",
        "incorrect",
    ]
    assert at("3/4").mistakes[0].id == "moved-unchanged"
    assert at("-3/4").expected == sympy.Rational(-3, 4)
    assert chainrule.check("x^2 + y^2 = 25", "-1.33", at="x=4,y=3").verdict == "correct"
    assert chainrule.check("x^2 + y^2 = 25", "-1.3", at="x=4,y=3").verdict == "incorrect"
    with pytest.raises(chainrule.ChainruleError) as off:
        chainrule.check("x^2 + y^2 = 25", "-3/4", at="x=3,y=5")
    assert off.value.kind == "point-off-curve"


def test_the_other_letter() -> None:
    assert chainrule.check("x^2 + y^2 = 25", "dx/dy = -y/x", wrt="y").verdict == "correct"
    assert chainrule.check("x^2 + y^2 = 25", "-x/y", wrt="y").mistakes[0].id == "upside-down-slope"


def test_constants_stay_constants() -> None:
    assert chainrule.check("x^2 + y^2 = r^2", "-x/y", wrt="x").verdict == "correct"
    assert chainrule.check("x^2 + y^2 = r^2", "(r-x)/y", wrt="x").mistakes[0].id == "letter-not-constant"


def test_where_there_is_no_curve_nothing_is_decided() -> None:
    assert chainrule.check("x^2 + y^2 = -1", "-x/y").verdict == "undecided"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mistake_has_words_and_an_answer_that_shows_it(lang: str) -> None:
    ids = {mistake.id for mistake in (*SOLVING, *DEPENDENT, *PUT_IN)}
    assert ids == set(words(lang).subject("curve")["curve"])
    assert ids <= {reading for row in (*WRONG, *AGAIN) for reading in re.split(r"[|+]", row.said)}


@pytest.mark.parametrize("equation", list(dict.fromkeys(row.equation for row in WRONG))[::2])
def test_every_slip_leads_to_a_wrong_answer(equation: str) -> None:
    for wrong in slips(task(ask(equation, "x"))).wrong:
        assert chainrule.check(equation, typed(wrong.answer), wrt="x").verdict == "incorrect", wrong


class Again(NamedTuple):
    equation: str
    order: str
    answer: str
    said: str


AGAIN = [Again(*line.split("\t")) for line in (HERE / "implicit_again.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]


@lru_cache(maxsize=1024)
def again(row: Again, lang: str = "en") -> Checked:
    return chainrule.check(row.equation, row.answer, wrt="x", order=int(row.order), lang=lang)


def named_again(row: Again) -> str:
    return f"{row.equation} | {row.order} | {row.answer}"


@pytest.mark.parametrize("row", AGAIN, ids=named_again)
def test_further_derivatives(row: Again) -> None:
    checked = again(row)
    found = [frozenset(finding.id for finding in explanation.findings) for explanation in checked.explanations]
    assert checked.verdict == {"right": "correct", "unfinished": "unfinished"}.get(row.said, "incorrect")
    assert checked.verdict != "incorrect" or set(found) & {frozenset(reading.split("+")) for reading in row.said.split("|")}, found
    assert checked.to_dict()["order"] == int(row.order)


@pytest.mark.parametrize("row", [row for row in AGAIN if not set("'=d" + '"') & set(row.answer)], ids=named_again)
def test_sympy_agrees_about_further_derivatives(row: Again) -> None:
    left, right = (value(side, judge=True) for side in parse(row.equation).args)
    x, y = real(sympy.Symbol("x")), real(sympy.Symbol("y"))
    gap = value(parse(row.answer), judge=True) - sympy.idiff(left - right, y, x, int(row.order))
    sizes = [abs(complex(sympy.N(gap.subs(point)))) for point in on_the_curve(row.equation)]
    sizes = [size for size in sizes if size == size]
    assert sizes
    assert (max(sizes) < 1e-9) == (row.said == "right")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", AGAIN[::3], ids=named_again)
def test_every_verdict_on_a_further_derivative_can_be_shown(row: Again, lang: str) -> None:
    for detail in ("brief", "normal", "full"):
        text = plain(again(row, lang).page(detail))
        assert "{" not in text
        assert text.isascii() or lang == "zh"


def test_the_second_derivative_at_a_point_is_a_number() -> None:
    def at(answer: str) -> Checked:
        return chainrule.check("x^2 + y^2 = 25", answer, order=2, at="x=3,y=4")

    assert [at(answer).verdict for answer in ("-25/64", "-0.390625", "y'' = -25/64", "-25/y^3")] == [
        "correct",
        "correct",
        "correct",
        "unfinished",
    ]
    assert [mistake.id for mistake in at("-1/4").mistakes] == ["letter-constant"]
    assert [mistake.id for mistake in at("-3/4").mistakes] == ["order-too-low"]


CASES = (
    ("sign", "x^2 + y^2 = 25", "x/y"),
    ("equation", "x^2 + x y + y^2 = 7", "2x + y + x y' + 2y = 0"),
    ("unfinished", "x^3 + y^3 = 6xy", "3x^2 + 3y^2 y' = 6y + 6x y'"),
    ("branch", "x^2 + y^2 = 25", "-x/sqrt(25 - x^2)"),
    ("on-the-curve", "x y = 1", "-1/x^2"),
    ("second", "x^2 + y^2 = 25, find d^2y/dx^2", "(y^2 - x^2)/y^3"),
    ("second-unfinished", "x^2 + y^2 = 25, find d^2y/dx^2", "-(y - x y')/y^2"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_pages(case: tuple[str, str, str], lang: str, golden) -> None:
    name, problem, answer = case
    width = 60 if name == "branch" else 80
    golden(f"implicit/{name}-{width}-{lang}.txt", terminal(chainrule.check(problem, answer, lang=lang).page(), width))


@pytest.mark.parametrize("order", [1, 2])
def test_an_equation_that_says_nothing_is_not_solved(order: int) -> None:
    letter = "y" + "'" * order
    checked = chainrule.check("x^2 + y^2 = 25", f"{letter} = {letter}", order=order)
    assert (checked.verdict, [remark.kind for remark in checked.judgement.remarks]) == ("incorrect", ["no-slope-left"])


def test_a_checked_answer_says_its_verdict_in_short() -> None:
    assert repr(chainrule.check("x^2 + y^2 = 25", "-x/y")) == "<Check: correct>"
