"""Outer and inner function: every true way is right however it is written, and what is wrong is named."""

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.errors import ParseError
from chainrule.expression.build import parse
from chainrule.practice.exercises.kinds import exercise
from chainrule.practice.problems.notation import read_layers
from chainrule.practice.problems.problem import Problem
from chainrule.render.page import Sentence
from chainrule.render.plain import plain

X = sympy.Symbol("x")


def layers(problem: str, answer: str) -> Problem:
    return Problem("one", problem, answer, 1, ("layers",), "layers")


ROOT = layers("sqrt(5x+2)", "sqrt u; u = 5x+2")
SINE = layers("sin(x^2+1)", "sin u; u = x^2+1")
CUBE = layers("sin(2x)^3", "u^3; u = sin v; v = 2x")
SUM = layers("(ln x)^2 + 3 ln x", "u^2 + 3u; u = ln x")
WRITTEN = [
    "sin u, u = x^2+1", "sin u; u = x^2+1", "outer: sin u; inner: x^2+1", "Outer sin u inner x^2+1", "inner x^2+1, outer sin u",
    "f(u) = sin u, u = x^2+1", "y = sin u, u = x^2+1", "u = x^2+1, y = sin u", "f(x) = sin x, g(x) = x^2+1", "sin x, x^2+1",
    "sin, x^2 + 1", "sin v where v = x^2+1", "y = f(u) = sin u; u = 1 + x^2", "the outer function is sin u and the inner function is x^2+1",
    "外层 sin u，内层 x^2+1", "外层函数是 sin u，内层函数是 x^2+1", "内层：u = x^2+1；外层：y = sin u", "外层为 sin u 内层为 x^2+1",
    "sin(□), x^2+1", "x^2+1, sin u",
]  # fmt: skip


@pytest.mark.parametrize("answer", WRITTEN)
def test_however_it_is_written(answer: str) -> None:
    ask = exercise(SINE).ask
    reply = ask.judge(answer)
    assert reply.verdict == "correct" and "usual" not in plain(reply.page)
    echo = ask.echo(answer)
    assert echo is not None and echo.startswith(("y = sin", "sin x"))


OTHERS = [
    (SINE, "sin(u+1), u = x^2"),
    (SINE, "sin(2u), u = (x^2+1)/2"),
    (ROOT, "sqrt(u+2), u = 5x"),
    (CUBE, "u^3, sin 2x"),
    (CUBE, "sin(u)^3, 2x"),
]


@pytest.mark.parametrize(("problem", "answer"), OTHERS)
def test_another_true_way_is_right_and_the_usual_one_is_told(problem: Problem, answer: str) -> None:
    reply = exercise(problem).ask.judge(answer)
    assert reply.verdict == "correct" and "More usual is" in plain(reply.page)


@pytest.mark.parametrize(("problem", "answer", "mistake", "said"), [
    (SINE, "u^2+1, u = sin x", "layers-swapped", "exchanged"),
    (SINE, "x^2+1, sin x", "layers-swapped", "exchanged"),
    (SINE, "sin u, u = x^2", "inner-too-small", "only a part"),
    (SINE, "sin u, u = x^3", "inner-wrong", "What stands inside it?"),
    (SINE, "cos u, u = x^2+1", "outer-wrong", "The inner function x^2 + 1 is right"),
    (SINE, "u^7, u = 9x", "outer-wrong", "done first is inside"),
    (SINE, "u, u = sin(x^2+1)", "outer-wrong", "does nothing"),
    (SINE, "sin(u^2+1), u = x", "outer-wrong", "does nothing"),
    (SINE, "cos u, u = 2", "outer-wrong", "2 does not change with x"),
    (SUM, "u^2 + 3 ln x, u = ln x", "outer-wrong", "in u^2 + 3 ln x there is still x"),
    (ROOT, "5u+2, u = sqrt x", "layers-swapped", "exchanged"),
    (ROOT, "sqrt, 5x", "inner-too-small", "only a part"),
])  # fmt: skip
def test_what_is_wrong_is_named(problem: Problem, answer: str, mistake: str, said: str) -> None:
    reply = exercise(problem).ask.judge(answer)
    assert (reply.verdict, reply.mistakes) == ("incorrect", (mistake,))
    assert said in plain(reply.page)


@pytest.mark.parametrize("answer", ["", "sin(, x^2", ",", "banana, split", "sin u, u = x^2 +", "=", "outer: , inner: "])
def test_what_cannot_be_read_is_a_reply(answer: str) -> None:
    ask = exercise(SINE).ask
    assert ask.judge(answer).verdict == "unreadable" and plain(ask.judge(answer).page).strip()
    assert ask.echo(answer) is None


OUTER = ["sin u", "cos u", "u^3", "e^u", "ln u", "sqrt u", "1/u", "tan u"]
INNER = ["x^2+1", "3x", "x^3 - x", "5 - 2x", "x^2 + x + 2"]


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(OUTER),
    st.sampled_from(INNER),
    st.sampled_from(["{o}, u = {i}", "outer {o}, inner {i}", "内层 {i}，外层 {o}", "u={i}; y={o}"]),
)
def test_put_together_it_is_the_function(outer: str, inner: str, way: str) -> None:
    whole = parse(outer.replace("u", f"({inner})"))
    found = read_layers(way.format(o=outer, i=inner), whole, X)
    at = sympy.Rational(3, 10)
    assert abs(sympy.N((found.composed.doit() - whole.doit()).subs(X, at))) < 1e-12


def test_one_function_is_not_enough() -> None:
    with pytest.raises(ParseError) as caught:
        read_layers("sin u", parse("sin(x^2)"), X)
    assert caught.value.kind == "layers-both"


def test_hints_end_with_the_inner_function() -> None:
    hints = [plain(page) for page in exercise(SINE).hints]
    assert "x^2 + 1" in hints[-1] and "x^2 + 1" not in hints[0]


@pytest.mark.parametrize(("problem", "answer", "question", "rest"), [
    (SINE, "sin u", "y = sin(x^2 + 1) = sin u. What is u?", "x^2+1"),
    (SINE, "sin", "y = sin(x^2 + 1) = sin u. What is u?", "u = x^2 + 1"),
    (SINE, "outer: sin u", "y = sin(x^2 + 1) = sin u. What is u?", "inner x^2+1, outer sin u"),
    (SINE, "x^2 + 1", "y = sin(x^2 + 1). The outer function, with u for what stands inside: y = ?", "sin u"),
    (ROOT, "u = 5x+2", "y = sqrt(5x + 2). The outer function, with u for what stands inside: y = ?", "sqrt"),
    (CUBE, "v^3", "y = sin(2x)^3 = v^3. What is v?", "sin 2x"),
])  # fmt: skip
def test_of_half_an_answer_the_other_half_is_asked(problem: Problem, answer: str, question: str, rest: str) -> None:
    ask = exercise(problem).ask
    reply = ask.judge(answer)
    assert reply.verdict == "unfinished" and "Right so far" in plain(reply.page) and ask.echo(answer)
    assert reply.further is not None
    assert " ".join(plain((Sentence(reply.further.question),)).split()) == question
    assert reply.further.judge(rest).verdict == "correct" and reply.further.echo(rest)
    assert reply.further.judge("x^7").verdict == "incorrect"


@pytest.mark.parametrize(("answer", "said"), [
    ("cos u", "Two functions are needed"),
    ("x^5", "Two functions are needed"),
    ("u", "Two functions are needed"),
    ("sin(1 + x^2)", "the function as it stands"),
])  # fmt: skip
def test_one_function_that_is_neither_of_the_two(answer: str, said: str) -> None:
    reply = exercise(SINE).ask.judge(answer)
    assert reply.verdict == "unreadable" and said in plain(reply.page) and "cannot be read" not in plain(reply.page)


def test_every_layer_has_a_letter_of_its_own() -> None:
    ask = exercise(CUBE).ask
    assert ask.echo("u^3, sin, 2x") == "y = u³, u = sin v, v = 2x"
    assert ask.echo("u^3; sin u; u = 2x") == "y = u³, u = sin v, v = 2x"
    assert exercise(layers("ln(cos x)", "ln u; u = cos x")).ask.echo("ln, cos") == "y = ln u, u = cos x"
