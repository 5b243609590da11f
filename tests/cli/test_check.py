"""The command line of ``check``: status, streams, formats, workings."""

import json
from pathlib import Path

import pytest

from chainrule.cli.run import run


@pytest.fixture
def chainrule(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run a command line in this process: (status, standard output, standard error)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["chainrule", *arguments])
        status = run(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return call


SYSTEM = "z = u^2 v; u = x y; v = x + y^2"
STATUS = [
    (("sin(x^2)", "2x cos(x^2)"), 0, "Right."),
    (("sin(x^2)", "y' = 2x cos(x^2)"), 0, "Right."),
    (("sin(x^2)", "-2x cos(x^2)"), 1, "sign"),
    (("sin(x^2)", "cos(x^2)"), 1, "derivative 2x is missing"),
    (("sin(x^2)", "cos(u)*2x"), 1, "u = x²"),
    (("sin(x^2)", "x^3 + 7"), 1, "None of the usual mistakes"),
    (("a x^2", "2a x", "--wrt", "x"), 0, "Right."),
    (("x^4", "12x^2", "--order", "2"), 0, "Right."),
    (("log x", "1/(x ln 10)", "--log-base", "10"), 0, "Right."),
    (("sqrt(f(-1-x^2))", "1"), 1, "Not yet"),
    (("x^2", "9^9^9^9"), 3, "could not be decided"),
    ((SYSTEM, "(3x^2y^2 + 2xy^4, 2x^3y + 4x^2y^3)"), 0, "Right."),
    ((SYSTEM, "z_x = 3x^2y^2 + 2xy^4; z_y = x"), 1, "∂z/∂y"),
    (("x^2 + y^2 = 25", "-x/y"), 0, "Right."),
    (("x^2 + y^2 = 25", "2x + 2y y' = 0"), 1, "solve it"),
    (("x^2 + y^2 = 25", "3/4", "--at", "x=3,y=4"), 1, "−0.75"),
    (("A: 3x4, x: 4, b: 3; L = |A x - b|^2", "2A'(Ax - b)", "--wrt", "x"), 0, "Right."),
    (("A: 3x4, x: 4, b: 3; L = |A x - b|^2", "2(Ax - b)^T A", "--layout", "numerator", "--wrt", "x"), 0, "Right."),
    (("A: 3x4, x: 4, b: 3; L = |A x - b|^2", "2A(Ax - b)", "--wrt", "x"), 1, "transposed: Aᵀ"),
    ((SYSTEM, "2u v y", "--wrt", "x"), 1, "The path z → v → x"),
    ((SYSTEM, "2u v y + u^2", "--wrt", "x"), 1, "u = xy, v = x + y²"),
    ((SYSTEM, "44", "--wrt", "x", "--at", "x=1,y=2"), 0, "Right."),
    ((SYSTEM, "40", "--wrt", "x", "--at", "x=1,y=2"), 1, "The path z → v → x"),
    ((SYSTEM, "3x^2y^2 + 2xy^4", "--wrt", "x", "--at", "x=1,y=2"), 1, "put in the numbers x = 1, y = 2"),
    (("sin(x^2)", "1.08", "--at", "x=1"), 0, "rounded"),
    (("x^2 y", "(2xy, x^2)"), 0, "Right."),
    (("x^2 y", "(x^2, 2xy)", "--detail", "full"), 1, "The worked solution"),
]


@pytest.mark.parametrize(("arguments", "status", "part"), STATUS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_the_status_tells_the_verdict(chainrule, arguments: tuple[str, ...], status: int, part: str) -> None:
    got, out, err = chainrule("check", *arguments)
    assert (got, err) == (status, "")
    assert part in out


REFUSED = [
    (("sin(x^2)", "2x cos"), 2, "     ^^^\n"),
    (("sin(x^2)", ""), 2, "nothing to read"),
    (("sin(", "cos x"), 2, "bracket"),
    (("sin(x^2)",), 2, "two things"),
    (("sin(x^2)", "2x", "cos(x^2)"), 2, "two things"),
    (("x y", "y"), 2, "several letters"),
    ((SYSTEM, "(2x(, y)"), 2, "    ^\n"),
    ((SYSTEM, "3", "--wrt", "x", "--at", "x=1"), 2, "no value for y"),
    ((SYSTEM, "3", "--wrt", "x", "--at", "x=1,y=2,u=7"), 2, "does not fit"),
    ((SYSTEM, "3", "--wrt", "x", "--at", "x"), 2, "point"),
    (("1/x", "3", "--at", "x=0"), 2, "no value"),
    (("z = f(u,v); u = x y; v = x", "3", "--wrt", "x", "--at", "x=1,y=2"), 3, "no formula"),
    (("x^2", "--work", "tests/practice/working.txt", "--at", "x=1"), 2, "plays no part"),
    (("floor(x)", "0"), 3, "no differentiation rule"),
    (("x^2 + y^2 = 25", "-x/y", "--at", "x=3,y=5"), 2, "does not satisfy"),
    (("x^2 + y^2 = 25", "0", "--at", "x=5,y=0"), 3, "no slope"),
    (("A: 3x4, x: 4; L = |A x|^2", "2 Σ_j A_ji"), 2, "in entries"),
    (("A: 3x4, x: 4; L = |A x|^2", "2", "--order", "2"), 3, "first derivatives"),
    (("A: 3x4, x: 4; L = |A x|^2", "--work", str(Path(__file__).parent.parent / "practice" / "working.txt")), 3, "line by line"),
    (("x^2", "2x", "--fromat", "json"), 2, "Did you mean --format?"),
    (("x^2", "--work", "no such file"), 2, "cannot be used"),
    (("x^2", "2x", "--work", "file"), 2, "only the problem"),
    (("x^2", "(2x, 3)"), 2, "not one formula"),
    (("x^2", "(" * 5000), 3, "deep"),
    (("x^2", "\x1b[31m2x"), 2, ""),
]


@pytest.mark.parametrize(
    ("arguments", "status", "part"), REFUSED, ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else ""
)
def test_what_is_wrong_is_said(chainrule, arguments: tuple[str, ...], status: int, part: str) -> None:
    got, out, err = chainrule("check", *arguments)
    assert got == status
    assert part in err
    assert not (out and status > 1)
    assert "Traceback" not in err and "\x1b" not in out + err


@pytest.mark.parametrize("arguments", [case[0] for case in (*STATUS, *REFUSED)], ids=lambda value: " ".join(value)[:40])
def test_it_speaks_chinese(chainrule, arguments: tuple[str, ...]) -> None:
    _, out, err = chainrule("check", *arguments, "--lang", "zh")
    assert any("一" <= letter <= "鿿" for letter in out + err)
    assert not any(word in out + err for word in (" the ", " your ", "Your"))


def test_json_is_the_contract(chainrule) -> None:
    status, out, _ = chainrule("check", "sin(cos(x^2))", "-sin(x^2) cos(cos(x^2))", "--format", "json")
    record = json.loads(out)
    assert status == 1
    assert record["schema"] == "chainrule.verdict/1"
    assert (record["verdict"], record["form"]) == ("incorrect", None)
    (mistake,) = record["mistakes"]
    assert (mistake["id"], mistake["where"], mistake["certain"]) == ("inner-derivative-missing", "cos(x**2)", True)
    assert mistake["place"] == {"kind": "layer", "number": 2, "of": 3}
    assert set(record["witness"]) == {"x", "yours", "correct"}
    import sympy

    x = sympy.Symbol("x")
    assert sympy.simplify(sympy.sympify(record["expected"]) - sympy.diff(sympy.sin(sympy.cos(x**2)), x)) == 0


def test_an_answer_that_cannot_be_read_is_a_record_in_json(chainrule) -> None:
    status, out, _ = chainrule("check", "sin(x^2)", "2x cos", "--format", "json")
    record = json.loads(out)
    assert (status, record["verdict"], record["error"]["kind"], record["error"]["span"]) == (2, "unreadable", "missing-argument", [3, 6])


@pytest.mark.parametrize("format", ["terminal", "plain", "markdown", "latex", "html"])
def test_every_format(chainrule, format: str) -> None:
    status, out, err = chainrule("check", "sin(x^2)", "cos(x^2)", "--format", format)
    assert (status, err) == (1, "")
    assert "Layer 1 of 2" in out


def test_full_detail_shows_the_solution(chainrule) -> None:
    _, out, _ = chainrule("check", "sin(x^2)", "cos(x^2)", "--detail", "full")
    assert "The worked solution" in out and "every line checked" in out
    _, out, _ = chainrule("check", "sin(x^2)", "2x cos(x^2)", "--detail", "full")
    assert "The worked solution" not in out


def test_a_working_from_a_file(chainrule, tmp_path: Path) -> None:
    path = tmp_path / "working.txt"
    path.write_text("u = x^2\ndu/dx = x\ndy/dx = x cos(x^2)\n", encoding="utf-8")
    status, out, err = chainrule("check", "sin(x^2)", "--work", str(path))
    assert (status, err) == (1, "")
    assert "Line 2 is the first" in out
    path.write_text("\ufeffu = x^2\r\ndy/dx = 2u cos(x^2)/x\r\n= 2x cos(x^2)\r\n", encoding="utf-8")
    assert chainrule("check", "sin(x^2)", "--work", str(path))[0] == 0


def test_a_working_from_standard_input(chainrule, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("dy/dx = 2x cos(x^2)\n"))
    status, out, _ = chainrule("check", "sin(x^2)", "--work", "-", "--format", "json")
    record = json.loads(out)
    assert (status, record["schema"], record["verdict"]) == (0, "chainrule.working/1", "correct")


@pytest.mark.parametrize("command", [["explain", "x^2"], ["graph", "x^2"], ["check", "x^2", "2x"]])
def test_a_misspelt_option_is_met_with_the_nearest_one(chainrule, command: list[str]) -> None:
    status, _, err = chainrule(*command, "--formt", "json")
    assert status == 2 and "--format" in err
