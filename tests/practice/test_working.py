"""Whole workings, line by line: what is named, what holds, what follows from a mistake."""

# The tables have wide rows.

import pytest

import chainrule

RIGHT = [
    ("sin(x^2)", "let u = x^2\ny = sin u\ndy/du = cos u\ndu/dx = 2x\ndy/dx = dy/du * du/dx\n= cos(u) * 2x\n= 2x cos(x^2)", "n......"),
    ("sin(x^2+1)^3", "y = u^3, u = sin v, v = x^2+1\ny' = 3u^2 u'\nu' = cos(v) v'\nv' = 2x\ny' = 6x sin(x^2+1)^2 cos(x^2+1)", ".nn...."),
    ("x^2 sin 3x", "f = x^2, g = sin 3x\nf' = 2x\ng' = 3cos 3x\ny' = f'g + f g'\n= 2x sin 3x + 3x^2 cos 3x", "nn...."),
    ("x^x", "ln y = x ln x\ny'/y = ln x + 1\ny' = y(ln x + 1)\n= x^x (ln x + 1)", "...."),
    ("sin x/x", "u = sin x; v = x\ny' = (u'v - u v')/v^2\n= (x cos x - sin x)/x^2", "nn.."),
    ("d²/dx² sin(x^2)", "y' = 2x cos(x^2)\ny'' = 2cos(x^2) - 4x^2 sin(x^2)", ".."),
    (
        "sin(x^2)",
        r"\begin{align*} u &= x^2 \\ \frac{dy}{du} &= \cos u \\ \frac{du}{dx} &= 2x \\ \frac{dy}{dx} &= 2x\cos(x^2) \end{align*}",
        "n...",
    ),
    ("sin(x^2)", "设 u = x^2，则 y = sin u\n所以 dy/dx = cos u · 2x = 2x cos(x^2)", "n.."),
    ("f(x) = (2x+1)^5", "f'(x) = 5(2x+1)^4 * 2\n= 10(2x+1)^4", ".."),
    ("sin(x^2)", "By the chain rule:\ny' = 2x cos(x^2)", "w."),
    ("x^3", "y' = 3x^2 (x+1)/(x+1)\n= 3x^2", ".."),
    ("y = u^3, u = x^2+1", "dy/du = 3u^2\ndu/dx = 2x\ndy/dx = 6x(x^2+1)^2", "..."),
]
WRONG = [
    ("sin(x^2)", "u = x^2\ndy/du = cos u\ndu/dx = x\ndy/dx = x cos(x^2)", "n.XF", "exponent-factor-missing"),
    ("sin(x^2)", "u = x^2\ndy/du = -cos u\ndu/dx = 2x\ndy/dx = -2x cos(x^2)", "nX.F", "wrong-sign"),
    ("sin(x^2+1)^3", "u = x^2+1\nu' = 2x + 1\ny' = 3 sin(u)^2 cos(u)(2x+1)", "nXF", "constant-kept"),
    (
        "x^2 sin 3x",
        "f = x^2, g = sin 3x\nf' = 2x\ng' = cos 3x\ny' = f'g + f g'\n= 2x sin 3x + x^2 cos 3x",
        "nn.X.F",
        "inner-derivative-missing",
    ),
    ("(x^2+1)^3", "y' = 3(x^2+1)^2 * 2x\n= 6x(x^2+1)^2\n= 6x(x^4+1)\n= 6x^5 + 6x", "..XF", "power-distributed"),
    ("(x^2+1)^3", "By the chain rule:\ny' = 3(x^2+1)^2\n= 3(x^4+2x^2+1)", "wXF", "inner-derivative-missing"),
    ("sin x/x", "u = sin x; v = x\ny' = (u'v + u v')/v^2\n= (x cos x + sin x)/x^2", "nnXF", "quotient-plus"),
    ("e^(x^2)", "y' = x^2 e^(x^2-1)", "X", "power-rule-on-exponential"),
    (
        "sin(cos(x^2))",
        "u = cos v, v = x^2\ny = sin u\ny' = cos(u) u'\nu' = -sin v\ny' = -sin(x^2) cos(cos(x^2))",
        "nn..XF",
        "inner-derivative-missing",
    ),
    ("x^3", "y' = 3x^2\n= 4x^2", ".X", "number-wrong"),
    ("sin(x^2)", "dy/du = cos u\ndu/dx = 2x\ndy/dx = cos(x^2)*2", "..X", "factor-missing"),
    ("sin(x^2)", "dy/du = cos u\ndu/dx = 2x\ndy/dx = cos(x^2)", "..X", "inner-derivative-missing"),
    (
        "d²/dx² sin(x^2)",
        "y' = 2x cos(x^2)\ny'' = 2 cos(x^2) + 2x (-sin(x^2))\ny'' = 2 cos(x^2) - 2x sin(x^2)",
        ".XF",
        "inner-derivative-missing",
    ),
]
SIGNS = {"n": "named", ".": "right", "d": "detour", "X": "wrong", "F": "follows", "w": "words", "?": "unreadable"}


@pytest.mark.parametrize(("problem", "working", "signs"), RIGHT)
def test_a_right_working(problem: str, working: str, signs: str) -> None:
    judged = chainrule.check_work(problem, working)
    assert [line.status for line in judged.lines] == [SIGNS[sign] for sign in signs]
    assert (judged.verdict, judged.mistakes) == ("correct", ())


@pytest.mark.parametrize(("problem", "working", "signs", "mistake"), WRONG)
def test_a_wrong_working(problem: str, working: str, signs: str, mistake: str) -> None:
    judged = chainrule.check_work(problem, working)
    assert [line.status for line in judged.lines] == [SIGNS[sign] for sign in signs]
    assert judged.verdict == "incorrect"
    assert mistake in [m.id for m in judged.mistakes]


def test_a_second_mistake_of_its_own_does_not_follow() -> None:
    judged = chainrule.check_work("sin(x^2)", "u = x^2\ndu/dx = x\ndy/dx = x sin(x^2)")
    assert [line.status for line in judged.lines] == ["named", "wrong", "wrong"]
    assert judged.first_wrong and judged.first_wrong.number == 2


def test_back_on_the_right_way_is_right() -> None:
    judged = chainrule.check_work("sin(x^2)", "dy/dx = cos(x^2)\ndy/dx = 2x cos(x^2)")
    assert [line.status for line in judged.lines] == ["wrong", "right"]
    assert judged.verdict == "incorrect"


def test_a_longer_line_is_a_detour() -> None:
    judged = chainrule.check_work("x^3", "y' = 3x^2\n= 3x^2 (x+1)(x+2)/((x+1)(x+2))\n= 3x^2")
    assert [line.status for line in judged.lines] == ["right", "detour", "right"]


@pytest.mark.parametrize(
    ("working", "verdict"),
    [
        ("u = x^2\ndy/du = cos u", "unfinished"),
        ("y' = cos(u) u'\nu = x^2", "unfinished"),
        ("y' = 2x cos(", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_other_verdicts(working: str, verdict: str) -> None:
    assert chainrule.check_work("sin(x^2)", working).verdict == verdict


def test_a_letter_that_was_never_named_is_said() -> None:
    judged = chainrule.check_work("sin(x^2)", "y' = q cos(x^2)")
    assert [line.status for line in judged.lines] == ["unreadable"]
    assert judged.error.kind == "work-letter"


def test_the_record() -> None:
    record = chainrule.check_work("sin(x^2)", "u = x^2\ndu/dx = x").to_dict()
    assert record["schema"] == "chainrule.working/1"
    assert [(line["number"], line["status"], line["sides"]) for line in record["lines"]] == [
        (1, "named", ["u", "x**2"]),
        (2, "wrong", ["Derivative(u, x)", "x"]),
    ]
    assert record["first_wrong"] == 2 and record["mistakes"][0]["id"] == "exponent-factor-missing"
