"""How students write answers: left-hand sides, chains of equals signs, letters, constants, other readings."""

# The tables have wide rows.
# ruff: noqa: E501

import pytest

import chainrule
from chainrule.errors import ChainruleError, ParseError
from chainrule.practice.answer import read_answer
from chainrule.practice.statements import statements

XY = frozenset("xy")

READ = [
    ("2x", ["2*x"]),
    ("y' = 2x", ["2*x"]),
    ("y′ ＝ 2x", ["2*x"]),
    ("dy/dx = 2x", ["2*x"]),
    ("df/dx=2x", ["2*x"]),
    ("f'(x) = 2x", ["2*x"]),
    ("y'' = 2", ["2"]),
    ("d²y/dx² = 2", ["2"]),
    ("f_x = 2x", ["2*x"]),
    ("D_x y = 2x", ["2*x"]),
    ("y = 2x", ["2*x"]),
    ("d/dx (x^2) = 2x", ["2*x"]),
    ("(x^2)' = 2x", ["2*x"]),
    ("= 2x", ["2*x"]),
    ("y' = 3u^2*2x = 6x(x^2+1)^2", ["3*u**2*2*x", "6*x*(x**2 + 1)**2"]),
    ("dy = 2x dx", ["2*x"]),
    ("2x*dx", ["2*x"]),
    ("2x = x + x", ["2*x", "x + x"]),
    ("so y' = 2x.", ["2*x"]),
    ("答案是 2x", ["2*x"]),
    ("导数为：2x。", ["2*x"]),
    ("所以 y' = 2x", ["2*x"]),
    (r"\frac{dy}{dx} = 2x", ["2*x"]),
    (r"$$y' = 2x$$", ["2*x"]),
    (r"f^{\prime}(x) = 2x", ["2*x"]),
    ("x^3 + C", ["x**3"]),
    ("cos(u) u'", ["cos(u)*u_by1"]),
    ("cos u * du/dx", ["cos(u)*u_byx1"]),
    ("dy/du * du/dx", ["y_byu1*u_byx1"]),
    ("cos(x^2)(x^2)'", ["cos(x**2)*Derivative(x**2, x)"]),
]


@pytest.mark.parametrize(("text", "sides"), READ)
def test_an_answer_is_read(text: str, sides: list[str]) -> None:
    assert [str(side) for side in read_answer(text, XY).sides] == sides


REFUSED = [
    ("", (0, 1)), ("y' =", (4, 5)), ("2x cos", (3, 6)), ("y' = 2x cos(x^2", (11, 12)), ("2x(", (2, 3)), ("y' = 2x = 3x(", (12, 13)), ("x^^2", (2, 3)),
    ("(2x, 3)", None), ("hello world", (0, 5)), ("2 < x", (2, 3)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "span"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, span: tuple[int, int] | None) -> None:
    with pytest.raises(ChainruleError) as refused:
        read_answer(text, XY)
    assert refused.value.span == span or isinstance(refused.value, ParseError)
    if span:
        assert refused.value.source == text


VERDICTS = [
    ("sin(x^2)", "2x cos(x^2)", "correct"),
    ("sin(x^2)", "cos(u)*2x", "unfinished"),
    ("sin(x^2)", "cos(t)*2x", "unfinished"),
    ("sin(x^2)", "cos(u) u'", "unfinished"),
    ("sin(x^2)", "dy/du * du/dx", "unfinished"),
    ("sin(x^2)", "dy/dx", "unfinished"),
    ("sin(x^2)", "df/dx", "incorrect"),
    ("sin(x^2)", "cos(x^2)(x^2)'", "unfinished"),
    ("sin(x^2)", "cos(x^2) * d/dx(x^2)", "unfinished"),
    ("y = u^3, u = x^2 + 1", "3u^2 * 2x", "unfinished"),
    ("x^x", "y (ln x + 1)", "unfinished"),
    ("sin(x^2)", "cos(u)*x", "incorrect"),
    ("sin(x^2)", "cos(u)", "incorrect"),
    ("sin(x^2)", "2t cos(t^2)", "correct"),
    ("sin(x^2)", "2X cos(X^2)", "correct"),
    ("sin(x^2)", "2x cos(x^2) + C", "correct"),
    ("sin(x^2)", "2a x", "incorrect"),
    ("sin(x^2)", "cos", "unreadable"),
    ("x^2", "2x = 3x", "incorrect"),
    ("x^2", "3x = 2x", "correct"),
    ("d²/dx² x^4", "12x^2", "correct"),
    ("5", "0", "correct"),
    ("sqrt(-1 - x^2)", "-x/sqrt(-1-x^2)", "correct"),
    ("y = x^2 at x = 1", "2x", "unfinished"),
    ("y = x^2 at x = 1", "2", "correct"),
]


@pytest.mark.parametrize(("problem", "answer", "verdict"), VERDICTS)
def test_verdicts(problem: str, answer: str, verdict: str) -> None:
    assert chainrule.check(problem, answer).verdict == verdict


REMARKS = [
    ("sin(x^2)", "2x cos(x^2) + C", "plus-constant"),
    ("sin(x^2)", "2x cos(x^2) dx", "differential"),
    ("sin(x^2)", "2t cos(t^2)", "other-letter"),
    ("sin(x^2)", "cos(u)*x", "letter-read"),
    ("sin(x^2)", "2a x", "strange-letter"),
    ("x^2", "2x = 3x", "side-was-right"),
    ("x^2", "3x = 2x", "sides-disagree"),
    ("log_10(x^2)", "2 ln 10/x", "other-reading"),
]


@pytest.mark.parametrize(("problem", "answer", "kind"), REMARKS)
def test_what_is_said_besides(problem: str, answer: str, kind: str) -> None:
    assert [remark.kind for remark in chainrule.check(problem, answer).judgement.remarks] == [kind]


def test_after_a_right_side_no_mistake_in_differentiating_is_named() -> None:
    """(x² + 1)² spoilt to x⁴ + 1 after a right line is an algebra slip."""
    spoilt = chainrule.check("(x^2+1)^3", "3(x^2+1)^2 * 2x = 6x(x^4+1)")
    assert [m.id for m in spoilt.mistakes] == ["power-distributed"]


STATEMENTS = [
    ("let u = x^2\ndy/du = 2u", ["u = x^2", "dy/du = 2u"]),
    ("y = sin u, u = x^2", ["y = sin u", "u = x^2"]),
    ("设 u = x^2，则 y = sin u", ["u = x^2", "y = sin u"]),
    ("u = x^2; v = x", ["u = x^2", "v = x"]),
    (r"\begin{align} u &= x^2 \\ v &= x \end{align}", ["u &= x^2", "v &= x"]),
    ("f(x, y) = x", ["f(x, y) = x"]),
    ("\n\n  \n", []),
]


@pytest.mark.parametrize(("text", "parts"), STATEMENTS)
def test_a_working_is_taken_apart(text: str, parts: list[str]) -> None:
    assert list(statements(text)) == parts
