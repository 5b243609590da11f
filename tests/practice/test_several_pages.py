"""Whole verdicts on answers to systems, compared to the letter.

After a wanted change: ``pytest tests/practice/test_several_pages.py --regenerate-golden``, then read the difference by eye.
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
from tests.practice.test_several import RIGHT, WRONG
from tests.render.test_golden import terminal

GOLDEN = Path(__file__).parent / "golden" / "several"
SYSTEM = "z = u^2 v; u = x y; v = x + y^2"
NEURON = "L = 1/2 (a - y)^2; a = sigmoid(z); z = w x + b"


class Case(NamedTuple):
    name: str
    problem: str
    answer: str
    options: Mapping[str, str] = MappingProxyType({})
    width: int = 80
    detail: str = "normal"


CASES = (
    Case("path-missing", SYSTEM, "2x y^2 (x + y^2)", {"wrt": "x"}),
    Case("path-missing-full", SYSTEM, "2x y^2 (x + y^2)", {"wrt": "x"}, 60, "full"),
    Case("one-component", SYSTEM, "z_x = 3x^2y^2 + 2xy^4, z_y = 2x^3y + 2x^2y^3"),
    Case("neuron-branch", NEURON, "2(a - y) a (1 - a) x", {"wrt": "w"}),
    Case("swapped", "f(x, y) = x^2 y", "(x^2, 2xy)"),
    Case("unfinished", SYSTEM, "2u v y + u^2", {"wrt": "x"}),
    Case("number", "z = x e^u; u = x y", "7.39", {"wrt": "x", "at": "x=1,y=2"}),
    Case("number-ambiguous", "z = u v; u = x y; v = x + y", "2", {"wrt": "x", "at": "x=1,y=1"}),
    Case("number-rounded", "z = x e^u; u = x y", "22.2", {"wrt": "x", "at": "x=1,y=2"}),
    Case("formula-for-number", SYSTEM, "3x^2y^2 + 2xy^4", {"wrt": "x", "at": "x=1,y=2"}),
    Case("transposed", "p = r cos t; q = r sin t", "[[cos t, sin t], [-r sin t, r cos t]]", {"wrt": "r,t"}),
    Case("right-path", SYSTEM, "2x y^2 (x + y^2) + x^3 + 7", {"wrt": "x"}, 60),
    Case("right", SYSTEM, "(3x^2y^2 + 2xy^4, 2x^2 y(x + 2y^2))"),
    Case("layers", "(x y)^2 + (x + y^2)^3", "(2x y^2 + 3(x + y^2)^2, 2x^2 y + 3(x + y^2)^2)", {"wrt": "x,y"}),
)


def named(case: Case, lang: str) -> str:
    return f"{case.name}-{case.width}-{lang}.txt"


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdicts(case: Case, lang: str, golden) -> None:
    checked = chainrule.check(case.problem, case.answer, lang=lang, **case.options)
    golden(named(case, lang), terminal(checked.page(case.detail), case.width))


WORKING = """z_u = u v
z_v = u^2
z_x = z_u u_x + z_v v_x
= u v y + u^2"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_working(lang: str, golden) -> None:
    golden(f"working-80-{lang}.txt", terminal(chainrule.check_work(SYSTEM, WORKING, wrt="x", lang=lang).page(), 80))


def test_record(golden) -> None:
    golden("record.json", chainrule.check(SYSTEM, CASES[2].answer).to_json() + "\n")


def test_no_golden_page_is_left_over() -> None:
    names = {named(case, lang) for case in CASES for lang in LANGUAGES} | {f"working-80-{lang}.txt" for lang in LANGUAGES}
    assert {path.name for path in GOLDEN.iterdir()} == names | {"record.json"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", (*WRONG[::5], *RIGHT[::9]), ids=lambda row: f"{row.problem} | {row.answer}")
def test_every_verdict_can_be_shown(row, lang: str) -> None:
    checked = chainrule.check(row.problem, row.answer, lang=lang, **row.given)
    for detail in ("brief", "normal", "full"):
        text = terminal(checked.page(detail), 60)
        assert all(cell_len(line) <= 60 for line in text.splitlines())
        assert "{" not in text
    assert plain(checked.page()).isascii() or lang == "zh"
    assert html.document(checked.page(), lang) and latex.document(checked.page(), lang) and markdown(checked.page())
    assert all(m.text and "{" not in m.text for m in checked.mistakes)
    assert checked.to_json()
