"""Whole workings for equations, line by line: what holds on the curve, what went wrong, what follows from it."""

import pytest

import chainrule
from chainrule.render.plain import plain
from chainrule.words import LANGUAGES
from tests.render.test_golden import terminal

SIGNS = {"n": "named", ".": "right", "X": "wrong", "F": "follows", "w": "words", "?": "unreadable"}
SECOND = "x^2 + y^2 = 25, find d^2y/dx^2"
RIGHT = [
    ("x^2 + y^2 = 25", "2x + 2y y' = 0\n2y y' = -2x\ny' = -2x/(2y)\n= -x/y", "...."),
    ("x^2 + y^2 = 25", "x^2 + y^2 = 25\nd/dx(x^2) + d/dx(y^2) = d/dx(25)\n2x + 2y dy/dx = 0\ndy/dx = -x/y", "...."),
    ("x^2 + y^2 = 25", "(x^2)' + (y^2)' = 0\ny' = -x/y", ".."),
    ("x^2 + y^2 = 25", "两边对 x 求导\n2x dx + 2y dy = 0\n所以 y' = -x/y", "w.."),
    ("x^2 + y^2 = 25", "y = sqrt(25 - x^2)\ny' = -x/sqrt(25 - x^2)", ".."),
    ("x y = 1", "y dx + x dy = 0\nxy' = -y\ny' = -y/x\n= -1/x^2", "...."),
    ("x^3 + y^3 = 6xy", "3x^2 + 3y^2 y' = 6y + 6xy'\n(y^2 - 2x)y' = 2y - x^2\ny' = (2y - x^2)/(y^2 - 2x)", "..."),
    ("sin(x y) = x", "let u = x y\nu' = y + x y'\ncos(u) u' = 1\ny' = (1 - y cos(xy))/(x cos(xy))", "n..."),
    ("e^y = x^2 + 1", r"\begin{align*} e^y y' &= 2x \\ y' &= \frac{2x}{e^y} \\ &= \frac{2x}{x^2+1} \end{align*}", "..."),
    (SECOND, "2x + 2y y' = 0\ny' = -x/y\ny'' = -(y - x y')/y^2\n= -(y + x^2/y)/y^2\n= -(x^2 + y^2)/y^3\n= -25/y^3", "......"),
    (SECOND, "x + y y' = 0\n1 + y'^2 + y y'' = 0\ny'' = -(1 + x^2/y^2)/y", "..."),
]
WRONG = [
    ("x^2 + y^2 = 25", "2x + 2y y' = 0\n2y y' = 2x\ny' = x/y", ".XF", "moved-unchanged"),
    ("x^2 + y^2 = 25", "2x + 2y = 0\ny' = -x/y", "X.", "slope-never-written"),
    ("x^2 + y^2 = 25", "(x^2)' + (y^2)' = (25)'\n2x + 2y y' = 25\ny' = (25 - 2x)/(2y)", ".XF", "constant-kept"),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0\ny' = -y/x\n= -2y/(2x)", ".XF", "upside-down-slope"),
    ("x^2 + y^2 = 25", "y' = -x/y\n= x/y", ".X", "sign-wrong"),
    ("x^3 + y^3 = 6xy", "3x^2 + 3y^2 y' = 6y'\n3x^2 = (6 - 3y^2)y'\ny' = x^2/(2 - y^2)", "XFF", "derivatives-multiplied"),
    (
        "x^3 + y^3 = 6xy",
        "3x^2 + 3y^2 y' = 6y + 6xy'\n(3y^2 + 6x)y' = 6y - 3x^2\ny' = (6y - 3x^2)/(3y^2 + 6x)",
        ".XF",
        "slope-moved-unchanged",
    ),
    ("x^2 + x y + y^2 = 7", "2x + y + xy' + 2y = 0\ny' = -(2x + 3y)/x", "XF", "slope-missing"),
    ("sin y = 3x^2", "cos(y) y' = 6x\ny' = -6x/cos y", ".X", "kept-turned"),
    (SECOND, "y' = -x/y\ny'' = -(y - x y')/y\n= -(y + x^2/y)/y", ".XF", "denominator-not-squared"),
    (SECOND, "y' = x/y\ny'' = (y - x y')/y^2\n= (y^2 - x^2)/y^3", "XFF", "moved-unchanged"),
    (SECOND, "y' = -x/y\ny'' = -1/y", ".X", "letter-constant"),
]


@pytest.mark.parametrize(("problem", "working", "signs"), RIGHT)
def test_a_right_working(problem: str, working: str, signs: str) -> None:
    judged = chainrule.check_work(problem, working, wrt="x")
    assert [line.status for line in judged.lines] == [SIGNS[sign] for sign in signs]
    assert (judged.verdict, judged.mistakes) == ("correct", ())


@pytest.mark.parametrize(("problem", "working", "signs", "mistake"), WRONG)
def test_a_wrong_working(problem: str, working: str, signs: str, mistake: str) -> None:
    judged = chainrule.check_work(problem, working, wrt="x")
    assert [line.status for line in judged.lines] == [SIGNS[sign] for sign in signs]
    assert judged.verdict == "incorrect"
    assert mistake in [m.id for m in judged.mistakes]


def test_what_is_not_there_yet_is_unfinished() -> None:
    assert chainrule.check_work("x^2 + y^2 = 25", "2x + 2y y' = 0\n2y y' = -2x").verdict == "unfinished"
    assert chainrule.check_work(SECOND, "y' = -x/y").verdict == "unfinished"
    assert chainrule.check_work(SECOND, "y'' = -(y - x y')/y^2").verdict == "unfinished"


@pytest.mark.parametrize(
    ("line", "kind"), [("2x + 2z y' = 0", "work-letter"), ("y' = -x/y(", "unclosed-bracket"), ("f(x) + y' = 0", "work-letter")]
)
def test_a_line_that_cannot_be_read_is_said(line: str, kind: str) -> None:
    (judged,) = chainrule.check_work("x^2 + y^2 = 25", line).lines
    assert judged.status == "unreadable"
    assert judged.error and judged.error.kind == kind


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("problem", "working"), [row[:2] for row in (*RIGHT[::3], *WRONG[::3])])
def test_every_working_can_be_shown(problem: str, working: str, lang: str) -> None:
    judged = chainrule.check_work(problem, working, wrt="x", lang=lang)
    text = plain(judged.page())
    assert "{" not in text
    assert text.isascii() or lang == "zh" or "两边" in working
    assert judged.to_dict()["verdict"] == judged.verdict


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages(lang: str, golden) -> None:
    judged = chainrule.check_work("x^2 + y^2 = 25", "2x + 2y y' = 0\n2y y' = 2x\ny' = x/y", lang=lang)
    golden(f"implicit/working-80-{lang}.txt", terminal(judged.page(), 80))
