"""``chainrule explain`` as a student uses it: formats, options, typos, pipes, files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule.cli.run import run
from chainrule.words import LANGUAGES, words

Captured = tuple[int, str, str]


@pytest.fixture
def chainrule(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Runs a command line in this process: status, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def command(*arguments: str) -> Captured:
        monkeypatch.setattr(sys, "argv", ["chainrule", *arguments])
        status = run(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return command


UNQUOTED = [
    (("-x^2",), "y = −x²"),
    (("x^2", "+", "3x"), "y = x² + 3x"),
    (("-2x", "-", "x^3"), "y = −2x − x³"),
    (("sin", "x", "cos", "x"), "y = sin x cos x"),
    (("--plain", "-ln", "x"), "y = -ln x"),
    (("x^2", "--order", "2", "+1"), "y = x² + 1"),
]


@pytest.mark.parametrize(("arguments", "problem"), UNQUOTED, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_unquoted_and_negative_problems_work_as_meant(chainrule, arguments: tuple[str, ...], problem: str) -> None:
    status, out, err = chainrule("explain", *arguments)
    assert (status, err) == (0, "")
    assert out.splitlines()[0].strip().startswith(problem)


MARKS = {
    "terminal": "dy/dx = 2x cos(x²)",
    "plain": "dy/dx = 2x cos(x^2)",
    "markdown": r"\begin{aligned}",
    "latex": r"\documentclass",
    "html": "<math",
    "json": '"schema": "chainrule.explanation/1"',
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format", MARKS)
def test_every_format_in_every_language(chainrule, format: str, lang: str) -> None:
    status, out, err = chainrule("explain", "sin(x^2)", "--format", format, "--lang", lang)
    assert (status, err) == (0, "")
    assert MARKS[format] in out


def test_output_goes_to_a_file_whole(chainrule, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert chainrule("explain", "sin(x^2)", "--format", "html", "--output", str(target)) == (0, "", "")
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_file_that_cannot_be_written_is_a_sentence(chainrule, tmp_path: Path) -> None:
    status, out, err = chainrule("explain", "x^2", "--output", str(tmp_path / "missing" / "page.txt"))
    assert (status, out) == (2, "")
    assert "cannot be used" in " ".join(err.split())


REFUSED = [
    (("3x sin",), 2, "     ^^^\n"),
    (("x^2", "--fromat", "json"), 2, "Did you mean --format?"),
    (("x^2", "--nonsense"), 2, "There is no option --nonsense"),
    (("x^2", "--lang", "fr"), 2, "no language fr"),
    (("x^2", "--order", "0"), 2, "has to be 1 or more"),
    (("x^2", "--at", "x"), 2, "cannot be read"),
    (("x^2", "--at", "x=hello"), 2, "h"),
    (("a x", "--wrt", "x", "--at", "x=1"), 2, "no value for a"),
    (("x y",), 2, "several letters here: x, y"),
    (("x^2", "--method", "magic"), 2, "no method magic"),
    (("x^2", "--wrt", "2"), 2, "not a letter"),
    (("floor(x)",), 3, "no differentiation rule for floor"),
    (("x^2", "--order", "1000"), 3, "up to order"),
    (("",), 2, "nothing to read"),
    (("x/0",), 2, "divides by zero"),
]


@pytest.mark.parametrize(("arguments", "status", "part"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_what_is_wrong_is_said_on_standard_error(chainrule, arguments: tuple[str, ...], status: int, part: str) -> None:
    got, out, err = chainrule("explain", *arguments)
    assert (got, out) == (status, "")
    assert part in err
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [case[0] for case in REFUSED if "--lang" not in case[0]], ids=" ".join)
def test_errors_speak_chinese(chainrule, arguments: tuple[str, ...]) -> None:
    _, _, err = chainrule("explain", *arguments, "--lang", "zh")
    assert any("一" <= letter <= "鿿" for letter in err)


def test_brief_normal_full_say_more_and_more(chainrule) -> None:
    lengths = [len(chainrule("explain", "sin(x^2+1)^3", "--detail", detail)[1]) for detail in ("brief", "normal", "full")]
    assert lengths[0] < lengths[1] < lengths[2]


def process(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "chainrule", *arguments], capture_output=True, encoding="utf-8", **options)


def test_reads_standard_input() -> None:
    assert "dy/dx = 2x" in process("explain", "-", input="x^2\n").stdout


def test_a_pipe_gets_no_colour_and_no_control_characters() -> None:
    out = process("explain", "sin(x^2)").stdout
    assert out and all(letter == "\n" or letter.isprintable() for letter in out)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = [sys.executable, "-m", "chainrule", "rules"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout and reader.stderr
        reader.stdout.close()
        assert reader.stderr.read() == b""


def test_json_is_read_back_by_sympy() -> None:
    import sympy

    record = json.loads(process("explain", "sin(x^2)^3", "--format", "json").stdout)
    x = sympy.Symbol("x")
    assert sympy.simplify(sympy.sympify(record["answer"]) - sympy.diff(sympy.sin(x**2) ** 3, x)) == 0


def test_an_old_terminal_without_unicode_gets_plain_text() -> None:
    import os

    done = process("explain", "sin(x^2)", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"})
    assert "dy/dx = 2x cos(x^2)" in done.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_page(chainrule, lang: str) -> None:
    from chainrule.render.rulebook import names

    status, out, _ = chainrule("rules", "--lang", lang)
    assert status == 0
    for name in names():
        status, out, err = chainrule("rules", name, "--lang", lang)
        assert (status, err) == (0, ""), name
        assert words(lang).text("rules.mistake") in out, name


@pytest.mark.parametrize(
    ("typed", "page"), [("arcsin", "asin"), ("chain rule", "chain"), ("Product Rule", "product"), ("链式法则", "chain"), ("σ", "sigmoid")]
)
def test_a_page_is_found_by_what_people_call_it(typed: str, page: str) -> None:
    from chainrule.render.rulebook import resolve

    assert resolve(typed) == page


def test_an_unknown_page_names_the_nearest(chainrule) -> None:
    status, _, err = chainrule("rules", "chian")
    assert status == 2
    assert "Did you mean chain?" in err
