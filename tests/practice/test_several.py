"""Answers to systems, gradients, Jacobian matrices and at points: right ones in every form, wrong ones with what happened.

The tables were written from teaching experience, by the wrong method; that an answer is right or wrong is checked by
SymPy, which differentiates the formulas put together.
"""

import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule
from chainrule.errors import UsageError
from chainrule.expression.build import parse
from chainrule.expression.value import real, value
from chainrule.practice.check import checked
from chainrule.practice.checked import Checked
from chainrule.practice.several.check import SeveralCheck
from chainrule.practice.several.numbers import reading
from chainrule.practice.several.reading import read_components
from chainrule.practice.several.task import several
from chainrule.question import ask
from chainrule.questions import SystemQuestion
from tests.graph.test_random import graphs
from tests.reals import equal

HERE = Path(__file__).parent


class Row(NamedTuple):
    problem: str
    options: str
    answer: str
    readings: tuple[frozenset[str], ...] = ()

    @property
    def given(self) -> dict[str, object]:
        if self.options == "-":
            return {}
        pairs = (part.strip().partition("=") for part in self.options.split(";"))
        return {name: int(text) if name == "order" else text for name, _, text in pairs}


def rows(name: str) -> list[Row]:
    found = []
    for line in (HERE / f"several_{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            problem, options, answer, *rest = line.split("\t")
            found.append(Row(problem, options, answer, tuple(frozenset(r.split("+")) for r in rest[0].split("|")) if rest else ()))
    return found


RIGHT, WRONG, CLOSE = rows("right"), rows("wrong"), rows("close")


def named(row: Row) -> str:
    return f"{row.problem} | {row.options} | {row.answer}"


@lru_cache(maxsize=1024)
def check(row: Row) -> Checked:
    return chainrule.check(row.problem, row.answer, **row.given)


def ids(checked: Checked) -> list[frozenset[str]]:
    return [frozenset(finding.id for finding in explanation.findings) for explanation in checked.explanations]


@pytest.mark.parametrize("row", RIGHT, ids=named)
def test_a_right_answer_is_right_in_every_form(row: Row) -> None:
    assert check(row).verdict == "correct"


@pytest.mark.parametrize("row", CLOSE, ids=named)
def test_a_close_answer_is_not_accepted(row: Row) -> None:
    assert check(row).verdict == "incorrect"


@pytest.mark.parametrize("row", WRONG, ids=named)
def test_the_mistake_is_named(row: Row) -> None:
    verdict = check(row)
    assert verdict.verdict == "incorrect"
    found = ids(verdict)
    if frozenset({"none"}) in row.readings and not found:
        return
    assert set(found) & set(row.readings), found


def test_the_first_explanation_is_mostly_the_teachers() -> None:
    """What is shown first is a fair reading in nineteen cases of twenty, and few answers are ambiguous."""
    found = [(row, ids(check(row))) for row in WRONG]
    first = sum((bool(f) and f[0] in row.readings) or (not f and frozenset({"none"}) in row.readings) for row, f in found)
    assert first >= 0.95 * len(WRONG)
    assert sum(len(f) for _, f in found) <= 1.5 * len(WRONG)


# SymPy's own derivative of the formulas put together agrees with the tables


def put_together(row: Row) -> tuple[dict[sympy.Symbol, sympy.Expr], SystemQuestion]:
    given = row.given
    wrt = given.get("wrt")
    question = ask(row.problem, wrt=wrt, method="partial", all_letters=not wrt and "=" not in row.problem)
    assert isinstance(question, SystemQuestion)
    known: dict[sympy.Symbol, sympy.Expr] = {}
    for name in question.system.order:
        known[real(name)] = value(question.system.formula[name], judge=True).subs(known)
    return known, question


FORMULAS = [row for row in (*RIGHT, *WRONG, *CLOSE) if not set(row.answer) & set(",;=∇∂_'<[⟨\\") and "at=" not in row.options]
FORMULAS = [
    row for row in FORMULAS if "f(u,v)" not in row.problem and "wrt=" in row.options and "," not in row.options and " j" not in row.answer
]
FORMULAS = [
    row for row in FORMULAS if isinstance(q := ask(row.problem, wrt=row.given["wrt"], method="partial"), SystemQuestion) and not q.aside
]


@pytest.mark.parametrize("row", FORMULAS, ids=named)
def test_sympy_agrees_with_the_tables(row: Row) -> None:
    known, question = put_together(row)
    (output,) = question.system.outputs
    derivative = sympy.diff(known[real(output)], real(question.sources[0]))
    answer = value(parse(row.answer), judge=True).subs(known)
    assert bool(equal(answer, derivative, known[real(output)])) == (row in RIGHT)


def test_enough_is_checked_by_sympy() -> None:
    assert len(FORMULAS) > 120


NUMBERS = [row for row in (*RIGHT, *WRONG) if "at=" in row.options and "wrt=" in row.options and "," not in row.given["wrt"]]


@pytest.mark.parametrize(
    "row", [row for row in NUMBERS if "u=" not in row.options and "a=" not in row.options and "=" in row.problem], ids=named
)
def test_numbers_of_the_tables(row: Row) -> None:
    """The right ones are SymPy's derivative at the point but for rounding, the wrong ones are not."""
    known, question = put_together(row)
    (output,) = question.system.outputs
    point = {real(sympy.Symbol(name)): value(parse(text)) for name, text in (pair.split("=") for pair in row.given["at"].split(","))}
    right = float(sympy.diff(known[real(output)], real(question.sources[0])).subs(point))
    number = reading(read_components(row.answer, frozenset()).pieces[0].answer.tree)
    assert number
    assert (abs(number.value - right) <= 5e-3 * abs(right)) == (row in RIGHT)


# Verdicts in detail


@pytest.mark.parametrize("row", [row for row in WRONG if "at=" in row.options], ids=named)
def test_at_a_point_what_is_less_likely_is_not_said(row: Row) -> None:
    """Numbers coincide there; of the mistakes that are as likely there are few."""
    for part in check(row).judgement.parts:
        explanations = getattr(part.verdict, "explanations", ())
        assert len({explanation.cost for explanation in explanations}) <= 1
        assert len(explanations) <= 3


def test_letters_of_intermediates_are_unfinished() -> None:
    v = chainrule.check("z = u^2 v; u = x y; v = x + y^2", "2u v y + u^2", wrt="x")
    assert v.verdict == "unfinished"
    assert [str(letter) for letter, _ in v.judgement.verdict.letters] == ["u", "v"]
    assert "put back u = xy, v = x + y^2" in str(v).replace("\n  ", " ")


def test_derivatives_still_to_be_taken_are_unfinished() -> None:
    for answer in ("z_u u_x + z_v v_x", "∂z/∂u · ∂u/∂x + ∂z/∂v · ∂v/∂x", "2u v u_x + u^2 v_x"):
        assert chainrule.check("z = u^2 v; u = x y; v = x + y^2", answer, wrt="x").verdict == "unfinished"


def test_formulas_at_a_point_are_unfinished() -> None:
    for answer in ("2u v y + u^2", "3x^2y^2 + 2xy^4", "2*2*5*y + 4"):
        assert chainrule.check("z = u^2 v; u = x y; v = x + y^2", answer, wrt="x", at="x=1,y=2").verdict == "unfinished"


def test_a_component_that_is_missing_is_said() -> None:
    v = chainrule.check("f(x, y) = x^2 y", "f_x = 2xy")
    assert v.verdict == "unfinished"
    assert [c["verdict"] for c in v.to_dict()["components"]] == ["correct", "missing"]


def test_each_component_is_judged_on_its_own() -> None:
    v = chainrule.check("f(x, y) = x^2 y", "(2x, x^2)")
    assert isinstance(v, SeveralCheck)
    assert [c["verdict"] for c in v.to_dict()["components"]] == ["incorrect", "correct"]
    assert {m.component for m in v.mistakes} == {"x"}


@pytest.mark.parametrize(
    ("problem", "options", "expected"),
    [
        ("z = u^2 v; u = x y; v = x + y^2", {"wrt": "x"}, {"x": "3*x**2*y**2 + 2*x*y**4"}),
        ("f(x, y) = x^2 y", {}, {"x": "2*x*y", "y": "x**2"}),
        ("p = r cos t; q = r sin t", {"wrt": "r,t"}, {"p": {"r": "cos(t)", "t": "-r*sin(t)"}, "q": {"r": "sin(t)", "t": "r*cos(t)"}}),
        ("f(x, y) = x^2 y^3; f_xy", {}, {"x,y": "6*x*y**2"}),
        ("z = x e^u; u = x y", {"wrt": "x", "at": {"x": 1, "y": 2}}, {"x": "3*exp(2)"}),
    ],
)
def test_what_is_expected(problem: str, options: dict, expected: dict) -> None:
    """A mapping by name, as ``explain`` has it; of several outputs by output first; at a point the exact number."""
    found = chainrule.check(problem, "(1, 1)", **options).expected

    def same(a: object, b: object) -> bool:
        if isinstance(a, dict):
            return isinstance(b, dict) and a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
        return sympy.simplify(a - sympy.sympify(b)) == 0

    assert same(found, expected), found


def test_numbers_that_two_mistakes_give_are_both_told() -> None:
    """At x = 1, y = 1 every inner factor is 1 or 2: what is missing cannot be told from the number alone."""
    v = chainrule.check("z = u v; u = x y; v = x + y", 2, wrt="x", at="x=1,y=1")
    assert v.verdict == "incorrect" and len(v.explanations) > 1
    assert not any(mistake.certain for mistake in v.mistakes)


@pytest.mark.parametrize(
    ("text", "value", "stands_for", "not_for"),
    [
        ("44", 44, (44,), (44.1, 43.6)),
        ("0.333", 0.333, (1 / 3,), (0.3341, 0.332)),
        ("22.16", 22.16, (22.1672,), (22.172, 22.15)),
        ("1/3", 1 / 3, (1 / 3,), (0.3333,)),
        ("1234", 1234, (1234.4, 1234), (1235, 1230)),
        ("2.5*10^3", 2500, (2500,), (2502,)),
        ("2.55*10^3", 2550, (2550, 2547), (2540,)),
        ("0.5cos(1)", 0.5 * math.cos(1), (0.5 * math.cos(1),), (0.28,)),
    ],
)
def test_how_far_a_number_may_be_rounded(text: str, value: float, stands_for: tuple, not_for: tuple) -> None:
    number = reading(parse(text))
    assert number and number.value == pytest.approx(value)
    assert all(number.stands_for(other) for other in stands_for)
    assert not any(number.stands_for(other) for other in not_for)


@pytest.mark.parametrize(
    ("problem", "at", "kind"),
    [
        ("z = u^2 v; u = x y; v = x + y^2", "x=1", "point-incomplete"),
        ("z = u^2 v; u = x y; v = x + y^2", "x=1,y=2,u=7", "point-contradicts"),
        ("1/x", "x=0", "no-value-there"),
    ],
)
def test_points_that_do_not_do(problem: str, at: str, kind: str) -> None:
    with pytest.raises(UsageError) as caught:
        chainrule.check(problem, "3", wrt="x", at=at)
    assert caught.value.kind == kind


@pytest.mark.parametrize("answer", ["(2x(, y)", "", "(,)", "z_x = , z_y = 3", "((1,2),3)", "<1, 2", "∇z = "])
def test_what_cannot_be_read_is_a_verdict(answer: str) -> None:
    v = chainrule.check("f(x, y) = x^2 y", answer)
    assert v.verdict in ("unreadable", "incorrect")
    assert str(v)


def test_answers_as_python_objects() -> None:
    x, y = sympy.symbols("x y")
    problem = "f(x, y) = x^2 y"
    for answer in (
        [2 * x * y, x**2],
        {"y": x**2, "x": 2 * x * y},
        sympy.Matrix([2 * x * y, x**2]),
        ["2xy", "x^2"],
        {"f_x": "2xy", "f_y": "x^2"},
    ):
        assert chainrule.check(problem, answer).verdict == "correct", answer


# Laws on random graphs


@settings(max_examples=25, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_sympys_derivatives_are_right_on_every_graph(whole, dice) -> None:
    """By formula, in the names of the system, and as rounded numbers at a point; a perturbed one is not."""
    (output,) = whole.outputs
    sources = tuple(name for name in sympy.symbols("x y w") if name in whole.below(output))
    if not sources or whole.extents[output] > 200:
        return
    formula = value(whole.closed[output])
    gradient = [sympy.diff(formula, source) for source in sources]
    task = several(SystemQuestion(whole, sources, "random"))
    assert checked(task, gradient).verdict == "correct"
    assert checked(task, [sympy.expand(part) for part in gradient]).verdict == "correct"
    assert checked(task, [part + 1 for part in gradient]).verdict == "incorrect"
    point = {source.name: round(dice.uniform(0.2, 1.1), 2) for source in sources}
    numbers = [float(part.subs(point)) for part in gradient]
    at = several(SystemQuestion(whole, sources, "random", point=point))
    if all(abs(number) > 1e-3 for number in numbers):
        for places in (7, 12):
            assert checked(at, [f"{number:.{places}f}" for number in numbers]).verdict == "correct"
        assert checked(at, [f"{1.02 * number:.7f}" for number in numbers]).verdict == "incorrect"
