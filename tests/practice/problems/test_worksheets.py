"""Sets written and read back; worksheets compared to the letter in both languages, and set by LaTeX.

After a wanted change: ``pytest tests/practice/problems/test_worksheets.py --regenerate-golden``, then read the difference.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.problems.reading import read
from chainrule.practice.problems.sheets import Request, generated, remarks
from chainrule.practice.problems.worksheet import worksheet
from chainrule.practice.problems.writing import written
from chainrule.render import html, latex
from chainrule.render.markdown import markdown
from chainrule.words import LANGUAGES, words
from tests.render.test_golden import terminal

GOLDEN = Path(__file__).parent / "golden"
EVERY_KIND = ProblemSet(
    "every-kind",
    {"en": "One of each", "zh": "每种一题"},
    {"en": "A sheet for the test.", "zh": "测试用。"},
    (
        Problem("every-kind-1", "sin(x^2)", "2x cos(x^2)", 2, ("chain",)),
        Problem("every-kind-2", "e^(sin(x))", "e^u; u = sin(x)", 1, ("layers",), "layers"),
        Problem(
            "every-kind-3",
            "x^2 sin(3x)",
            "4: g' = 3cos(3x)",
            3,
            ("slip", "product"),
            "slip",
            working=("f = x^2", "g = sin(3x)", "f' = 2x", "g' = cos(3x)", "y' = 2x sin(3x) + x^2 cos(3x)"),
        ),
        Problem("every-kind-4", "x^3 e^x", "e^x (x^3 + 6x^2 + 6x)", 3, ("higher-order",), order=2),
        Problem("every-kind-5", "x^2 + y^2 = 25", "-x/y", 2, ("implicit",)),
        Problem("every-kind-6", "x^2 sin(y)", "x^2 cos(y)", 2, ("partial",), wrt="y"),
        Problem("every-kind-7", "z = u v; u = x + 2y; v = x y", "57", 3, ("graph",), wrt="x", at="x=2,y=3"),
        Problem("every-kind-8", "x^2/(x + 1)", "(x^2 + 2x)/(x + 1)^2", 2, ("quotient",)),
        Problem(
            "every-kind-9", "W: 2x3, x: 3, y: 2; a = tanh(W x); L = |a - y|^2", "2 ((a - y) * (1 - a * a)) x^T", 1, ("network",), wrt="W"
        ),
    ),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["terminal", "latex", "markdown"])
def test_worksheet(kind: str, lang: str, request: pytest.FixtureRequest) -> None:
    page = worksheet(EVERY_KIND, words(lang), chainrule.explain)
    text = {"terminal": lambda: terminal(page, 80), "latex": lambda: latex.fragment(page), "markdown": lambda: markdown(page)}[kind]()
    path = GOLDEN / f"worksheet-{kind}-{lang}.txt"
    if request.config.getoption("--regenerate-golden"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_without_the_key_no_answer_is_told() -> None:
    sheet, whole = (terminal(worksheet(EVERY_KIND, words("en"), chainrule.explain, key), 80) for key in (False, True))
    assert "2x cos(x²)" not in sheet and "2x cos(x²)" in whole
    assert whole.startswith(sheet.rstrip())


def test_in_full_every_solution_follows() -> None:
    page = worksheet(EVERY_KIND, words("en"), chainrule.explain, detail="full")
    text = terminal(page, 80)
    assert [f"Solution {n}" in text for n in range(1, 10)] == [True] * 9
    assert "its derivative 3 is missing as a factor" in " ".join(text.split())
    assert "break-after:page" in html.fragment(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_worksheets_compile(program: Callable[[str], str], tmp_path: Path, lang: str) -> None:
    one, _ = generated(Request(12, None, (1, 5), 12))
    (tmp_path / "sheet.tex").write_text(
        latex.document(worksheet(one, words(lang), chainrule.explain, detail="full"), lang), encoding="utf-8"
    )
    command = [program("xelatex"), "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=240)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert b"Missing character" not in (tmp_path / "sheet.log").read_bytes()


# Files


def test_a_generated_set_is_read_back(tmp_path: Path) -> None:
    request = Request(7, ("chain", "slip", "layers", "graph"), (2, 4), 8)
    one, drafts = generated(request, "mine", title="My class")
    text = written(one, request.header("en"), remarks(drafts, "en"))
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    found = read(tmp_path / "mine.toml")
    assert (found.id, found.title, found.about, found.problems) == (one.id, one.title, one.about, one.problems)
    assert text.startswith("# Made by: chainrule problems generate --seed 7 --skills chain,slip,layers,graph --level 2-4 --number 8\n")


WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=40).filter(
    lambda text: text.split() and " ".join(text.split()) == text
)


@given(WORDS, WORDS, st.lists(WORDS, min_size=1, max_size=3))
def test_whatever_stands_in_a_set_is_read_back(title: str, answer: str, hints: list[str]) -> None:
    import tomllib

    problem = Problem("a-1", "x^2", answer, 1, ("power",), hints={"en": tuple(hints)}, masked=("wrong-sign",))
    data = tomllib.loads(written(ProblemSet("a", {"en": title}, {}, (problem,))))
    assert data["title"]["en"] == title
    assert data["problem"][0]["answer"] == answer and data["problem"][0]["hints"]["en"] == hints
