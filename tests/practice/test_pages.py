"""Whole verdicts, compared to the letter; the first two pages were written by hand before there was any code.

After a wanted change: ``pytest tests/practice/test_pages.py --regenerate-golden``, then read the difference by eye.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from rich.cells import cell_len

import chainrule
from chainrule.render import html, latex
from chainrule.render.markdown import markdown
from chainrule.render.plain import plain
from chainrule.words import LANGUAGES
from tests.practice.tables import rows
from tests.render.test_golden import terminal

GOLDEN = Path(__file__).parent / "golden"
WORKING = "let u = x^2\ny = sin u\ndy/du = cos u\ndu/dx = x\ndy/dx = dy/du * du/dx\n= x cos(x^2)"


class Case(NamedTuple):
    name: str
    problem: str
    answer: str
    width: int = 80
    detail: str = "normal"
    options: Mapping[str, str] = MappingProxyType({})


CASES = (
    Case("middle-layer", "sin(cos(x^2))", "-sin(x^2) cos(cos(x^2))"),
    Case("middle-layer", "sin(cos(x^2))", "-sin(x^2) cos(cos(x^2))", options={"lang": "zh"}),
    Case("middle-layer-full", "sin(cos(x^2))", "-sin(x^2) cos(cos(x^2))", 60, "full"),
    Case("middle-layer-brief", "sin(cos(x^2))", "-sin(x^2) cos(cos(x^2))", detail="brief"),
    Case("right", "sin(x^2)", "dy/dx = cos(x^2) * 2x"),
    Case("right-another-form", "sin x cos x", "cos^2 x - sin^2 x"),
    Case("right-on-the-right", "x ln(x^2)", "2 ln x + 2"),
    Case("right-on-the-right", "x ln(x^2)", "2 ln x + 2", options={"lang": "zh"}),
    Case("unfinished", "(x^2+1)^3", "3u^2 * 2x"),
    Case("unfinished", "(x^2+1)^3", "3u^2 * 2x", options={"lang": "zh"}),
    Case("undifferentiated", "sin(x^2)", "cos(u) u'"),
    Case("cannot-be-told-apart", "ln(sin x)", "-cot x"),
    Case("cannot-be-told-apart", "ln(sin x)", "-cot x", 60, options={"lang": "zh"}),
    Case("two-at-once", "sin(x^2)^3", "3 sin(x^2)^3 cos(x^2)"),
    Case("everywhere", "sin 2x cos 5x", "cos 2x cos 5x - sin 2x sin 5x"),
    Case("product", "x^2 sin 3x", "2x * 3cos 3x"),
    Case("quotient", "sin x/x", "(x cos x + sin x)/x^2", 60),
    Case("miscopied", "sin(5x)", "4cos(4x)"),
    Case("one-number", "(2x+3)^5", "8(2x+3)^4"),
    Case("spoilt", "(x^2+1)^3", "3(x^2+1)^2 * 2x = 6x(x^4+1)"),
    Case("brackets", "sqrt x", "1/2sqrt(x)"),
    Case("half-right", "|x|", "1"),
    Case("partly-right", "x^2 sin 3x", "2x sin 3x + 7 cos(5x)"),
    Case("partly-right", "x^2 sin 3x", "2x sin 3x + 7 cos(5x)", options={"lang": "zh"}),
    Case("nothing-fits", "sin(x^2)", "x^3 + 7"),
    Case("unreadable", "sin(x^2)", "2x cos"),
    Case("second-derivative", "d^2/dx^2 sin(x^2)", "2cos(x^2) - 2x sin(x^2)"),
    Case("unknown-functions", "f(g(x))", "f'(g(x))"),
    Case("no-value", "ln(x-3)", "ln(3-x)"),
)


def named(case: Case) -> str:
    return f"{case.name}-{case.width}-{case.options.get('lang', 'en')}.txt"


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate-golden"):
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("case", CASES, ids=named)
def test_verdicts(case: Case, golden) -> None:
    checked = chainrule.check(case.problem, case.answer, **case.options)
    golden(named(case), terminal(checked.page(case.detail), case.width))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
def test_workings(lang: str, width: int, golden) -> None:
    golden(f"working-{width}-{lang}.txt", terminal(chainrule.check_work("sin(x^2)", WORKING, lang=lang).page(), width))


SAMPLE = chainrule.check("sin(cos(x^2))", "-sin(x^2) cos(cos(x^2))")


@pytest.mark.parametrize(
    ("name", "render"),
    [("plain", plain), ("markdown", markdown), ("latex", latex.document), ("html", html.document)],
    ids=["plain", "markdown", "latex", "html"],
)
def test_formats(name: str, render, golden) -> None:
    golden(f"sample-{name}.txt", render(SAMPLE.page()))


def test_record(golden) -> None:
    golden("sample-json.txt", SAMPLE.to_json() + "\n")


def test_no_golden_page_is_left_over() -> None:
    names = {named(case) for case in CASES} | {f"working-{width}-{lang}.txt" for width in (60, 80) for lang in LANGUAGES}
    names |= {f"sample-{name}.txt" for name in ("plain", "markdown", "latex", "html", "json")}
    assert {path.name for path in GOLDEN.glob("*.txt")} == names


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", rows("wrong_answers")[::9], ids=lambda row: f"{row.problem} | {row.answer}")
def test_every_verdict_can_be_shown(row, lang: str) -> None:
    checked = chainrule.check(row.problem, row.answer, lang=lang)
    for detail in ("brief", "normal", "full"):
        text = terminal(checked.page(detail), 60)
        assert all(cell_len(line) <= 60 for line in text.splitlines())
        assert "{" not in text
    assert plain(checked.page()).isascii() or lang == "zh"
    assert html.document(checked.page(), lang) and latex.document(checked.page(), lang) and markdown(checked.page())
    assert all(m.text and "{" not in m.text for m in checked.mistakes)
