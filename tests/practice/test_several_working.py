"""Whole workings about systems and gradients, line by line; that a line is right is known from SymPy's derivatives."""

import pytest
import sympy
from hypothesis import given, settings

import chainrule
from chainrule.errors import Beyond, UsageError
from chainrule.expression.convert import written
from chainrule.expression.notation.typed import typed
from chainrule.expression.value import value
from chainrule.practice.several.task import several
from chainrule.practice.several.working import SystemWorking
from chainrule.questions import SystemQuestion
from chainrule.words import LANGUAGES
from tests.graph.test_random import graphs
from tests.practice.test_working import SIGNS
from tests.render.test_golden import terminal

SYSTEM = "z = u^2 v; u = x y; v = x + y^2"
DIRECT = "z = x^2 y; y = sin(3x)"
NEURON = "L = (a - y)^2/2; a = sigmoid(s); s = w x + b"

RIGHT = [
    (SYSTEM, "x", "∂z/∂u = 2u v\n∂z/∂v = u^2\n∂u/∂x = y\n∂v/∂x = 1\n∂z/∂x = 2u v y + u^2\n= 3x^2 y^2 + 2x y^4", "......"),
    (SYSTEM, "x", "z_x = z_u u_x + z_v v_x = 2u v y + u^2 = 3x^2y^2 + 2xy^4", "."),
    (SYSTEM, "x", "u = x y\nz' = 2u u' v + u^2 v'\n= 3x^2y^2 + 2xy^4", "..."),
    (SYSTEM, "x", "By the chain rule:\nlet p = x y\nz_x = 2p v y + p^2\n= 3x^2y^2 + 2xy^4", "wn.."),
    (SYSTEM, "x,y", "z_x = 3x^2 y^2 + 2x y^4\nz_y = 2x^3 y + 4x^2 y^3", ".."),
    (SYSTEM, "x,y", "∇z = (3x^2 y^2 + 2x y^4, 2x^3 y + 4x^2 y^3)", "."),
    ("x^2 y + y^3", "x,y", "f_x = 2x y\nf_y = x^2 + 3y^2", ".."),
    ("z = u + v; u = x^2; v = x^2", "x", "dz/du = 1\ndu/dx = 2x\ndz/dx = 4x", "..."),
    (DIRECT, "x", "∂z/∂x = 2x y\ndz/dx = ∂z/∂x + ∂z/∂y dy/dx\n= 2x y + x^2 * 3cos(3x)\n= 2x sin(3x) + 3x^2 cos(3x)", "...."),
    (NEURON, "w", "dL/da = a - y\ndL/ds = (a - y) a (1 - a)\ndL/dw = (sigmoid(w x+b) - y) sigmoid(w x+b) (1 - sigmoid(w x+b)) x", "..."),
    ("z = f(u,v); u = x^2 y; v = 3x - y", "x", "z_x = f_u u_x + f_v v_x\n= 2xy f_u + 3f_v", ".."),
    ("p = r cos t; q = r sin t", "r,t", "p_r = cos t\np_t = -r sin t\nq_r = sin t\nq_t = r cos t", "...."),
]
WRONG = [
    (SYSTEM, "x", "∂z/∂u = 2u v\n∂z/∂x = 2u v y\n= 2x y^2 (x + y^2)", ".XF", "path-missing"),
    (
        SYSTEM,
        "x",
        "z_u = u v\nz_v = u^2\nz_x = z_u u_x + z_v v_x = u v y + u^2\n= x y^2 (x+y^2) + x^2 y^2",
        "X.FF",
        "exponent-factor-missing",
    ),
    (SYSTEM, "x", "u_x = x\nz_x = 2u v x + u^2\nz_x = 2u v x - u^2", "XFX", "part-by-another-letter"),
    (SYSTEM, "x", "z_x = 2u v + u^2", "X", "outer-partials-only"),
    (SYSTEM, "x,y", "(3x^2 y^2 + 2x y^4, 2x^3 y + 2x^2 y^3)", "X", "path-missing"),
    ("f(x, y) = x^2 y + y^3", "x,y", "f_x = 2x y\nf_y = x^2 + 3y\n∇f = (2x y, x^2 + 3y)", ".XF", "exponent-missing"),
    (DIRECT, "x", "dz/dx = 2x y", "X", "direct-path-only"),
    (DIRECT, "x", "∂z/∂x = 2x y\ndy/dx = cos(3x)\ndz/dx = 2x sin(3x) + x^2 cos(3x)", ".XF", "inner-derivative-missing"),
    (NEURON, "w", "dL/da = a - y\ndL/ds = (a - y)(1 - a)\ndL/dw = (a - y)(1 - a) x", ".XF", "wrong-derivative"),
    (NEURON, "w", "dL/da = 2(a - y)\ndL/dw = 2(a - y) a (1 - a) x", "XF", "coefficient-dropped"),
]


def named(case: tuple[str, ...]) -> str:
    return f"{case[0]} | {case[2][:40]!r}"


@pytest.mark.parametrize("case", RIGHT, ids=named)
def test_a_right_working(case) -> None:
    problem, wrt, working, signs = case
    judged = chainrule.check_work(problem, working, wrt=wrt)
    assert [line.status for line in judged.lines] == [SIGNS[sign] for sign in signs]
    assert (judged.verdict, judged.mistakes) == ("correct", ())


@pytest.mark.parametrize("case", WRONG, ids=named)
def test_a_wrong_working(case) -> None:
    problem, wrt, working, signs, mistake = case
    judged = chainrule.check_work(problem, working, wrt=wrt)
    assert [line.status for line in judged.lines] == [SIGNS[sign] for sign in signs]
    assert judged.verdict == "incorrect"
    assert mistake in [m.id for m in judged.mistakes]


@pytest.mark.parametrize(
    ("working", "verdict"),
    [
        ("z_x = 2u v y + u^2", "unfinished"),
        ("z_u = 2u v", "unfinished"),
        ("z_x = 2u v q", "unreadable"),
        ("z_x =", "unreadable"),
        ("z_x = 2(", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_other_verdicts(working: str, verdict: str) -> None:
    assert chainrule.check_work(SYSTEM, working, wrt="x").verdict == verdict


def test_of_a_gradient_every_derivative_is_wanted() -> None:
    judged = chainrule.check_work("f(x, y) = x^2 y", "f_x = 2x y", wrt="x,y")
    assert judged.verdict == "unfinished"
    assert "∂f/∂y" in terminal(judged.page(), 80)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", [*RIGHT, *WRONG], ids=named)
def test_every_working_can_be_shown(case, lang: str) -> None:
    judged = chainrule.check_work(case[0], case[2], wrt=case[1], lang=lang)
    for detail in ("brief", "normal", "full"):
        assert "{" not in terminal(judged.page(detail), 80)
    assert str(judged).isascii() or lang == "zh"
    record = judged.to_dict()
    assert len(record["lines"]) == len(case[3]) and record["variable"] == case[1]


def test_a_formula_is_not_read_two_ways() -> None:
    """∂z/∂x with y held is ∂f/∂x on the page, dz/dx is the whole."""
    page = terminal(chainrule.check_work(DIRECT, "∂z/∂x = 2x y\ndz/dx = 2x sin(3x) + 3x^2 cos(3x)", wrt="x").page(), 80)
    assert "∂f/∂x = 2xy" in page and "dz/dx = 2x sin(3x)" in page


def test_a_letter_that_does_not_occur_is_refused() -> None:
    with pytest.raises(UsageError):
        chainrule.check_work(SYSTEM, "z_x = 1", wrt="q")


@pytest.mark.parametrize("working", ["∂x/∂z = 2", "∂z/∂q = 1", "dq/dx = 3"])
def test_a_derivative_of_nothing_is_not_taken_for_a_name(working: str) -> None:
    judged = chainrule.check_work(SYSTEM, working, wrt="x")
    assert [line.status for line in judged.lines] == ["unreadable"] and judged.error.kind == "work-rate"


def test_second_derivatives_are_refused_kindly() -> None:
    for problem, options in (("x^2 y", {"wrt": "x,y", "order": 2}), ("f(x, y) = x^2 y; f_xy", {})):
        with pytest.raises(Beyond) as refused:
            chainrule.check_work(problem, "f_xx = 2y", **options)
        assert refused.value.kind == "work-order"


@settings(max_examples=15, deadline=None)
@given(graphs())
def test_sympys_derivatives_are_right_lines(whole) -> None:
    """Of every name by every input, and none of them with 1 added."""
    (output,) = whole.outputs
    sources = tuple(name for name in sympy.symbols("x y w") if name in whole.below(output))
    if not sources or whole.extents[output] > 100:
        return
    task = several(SystemQuestion(whole, sources, "random"))
    for source in sources:
        derivative = sympy.diff(value(whole.closed[output]), source)
        text = f"{output}_{source}"
        right, wrong = (SystemWorking(task).line(1, f"{text} = {typed(written(tree))}") for tree in (derivative, derivative + 1))
        assert (right.status, wrong.status) == ("right", "wrong")
