"""Counting a pile, and the summary as a page: compared to the letter, and read by eye.

After a wanted change: ``pytest tests/practice/batch/test_summary.py --regenerate-golden``, then read the difference.
"""

import io
import json
from functools import lru_cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from chainrule.practice.batch.marker import Marker, Options
from chainrule.practice.batch.pile import entries
from chainrule.practice.batch.summary import KEPT, Summary
from chainrule.practice.batch.summarypage import PROBLEMS, page, share
from chainrule.render import html, latex
from chainrule.render.markdown import markdown
from chainrule.render.plain import plain
from chainrule.render.terminal import show
from chainrule.words import LANGUAGES, words
from tests.practice.tables import rows
from tests.render.test_golden import terminal

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"


def summary(records: list[dict], lang: str = "en") -> Summary:
    marker, counted = Marker(Options(lang)), Summary()
    for line, record in enumerate(records, 1):
        counted.add(marker.mark(record, line))
    return counted


@lru_cache
def answers(lang: str = "en") -> Summary:
    """The pile that the README shows."""
    with (HERE / "answers.csv").open("rb") as stream:
        return summary([dict(entry.record) for entry in entries(stream)], lang)


@lru_cache
def large(lang: str = "en") -> Summary:
    table = [row for row in rows("wrong_answers")[::3] if "a x^2" not in row.problem]
    return summary([{"problem": row.problem, "answer": row.answer} for row in table], lang)


def test_counts_by_hand() -> None:
    counted = answers()
    assert dict(counted.verdicts) == {"correct": 6, "incorrect": 9, "unfinished": 1, "unreadable": 1, "not-judged": 1}
    assert (counted.mistakes["inner-derivative-missing"], counted.certain["inner-derivative-missing"]) == (3, 3)
    assert (counted.mistakes["product-term-missing"], counted.certain["product-term-missing"]) == (2, 0)
    assert [(sheet.text, sheet.answers, sheet.verdicts["correct"]) for sheet in counted.sheets] == [
        ("sin(x^2)", 6, 2),
        ("(x^2 + 1)^3", 6, 2),
        ("x^2 e^x", 5, 2),
    ]
    assert counted.sheets[1].often() == [("x^4 + 17x", 1)]
    assert counted.lines == [17]


def test_problems_are_grouped_by_how_they_were_read() -> None:
    same = [{"problem": text, "answer": "cos(x^2)"} for text in ("sin(x^2)", "sin(x**2)", "\\sin(x^{2})", "y = sin x²", "d/dx sin(x^2)")]
    other = [
        {"problem": "sin(x^2)", "answer": "1", "order": 2},
        {"problem": "a x", "answer": "a", "wrt": "x"},
        {"problem": "a x", "answer": "x", "wrt": "a"},
    ]
    found = summary([*same, *other])
    assert [(sheet.text, sheet.variable, sheet.order, sheet.answers) for sheet in found.sheets] == [
        ("sin(x^2)", "x", 1, 5),
        ("sin(x^2)", "x", 2, 1),
        ("ax", "x", 1, 1),
        ("ax", "a", 1, 1),
    ]
    text = terminal(page(found, words("en")), 80)
    assert "sin(x²), order 2" in text and "ax by x" in text and "ax by a" in text


def test_an_answer_counts_once_for_each_mistake_that_would_explain_it() -> None:
    """Here either factor may have been forgotten; there the sign is wrong in any case, only the place is not certain."""
    either = summary([{"problem": "x^2 e^x", "answer": "2x e^x"}] * 3)
    assert dict(either.mistakes) == {"derivatives-multiplied": 3, "product-term-missing": 3} and not either.certain.total()
    one = summary([{"problem": "ln(sin x)", "answer": "-cot x"}])
    assert dict(one.mistakes) == dict(one.certain) == {"wrong-sign": 1}


def test_the_same_unexplained_answer_is_one_however_it_is_typed() -> None:
    typed = ["x^3 + 7", "x^3+7", "y' = x**3 + 7", "x³ + 7", "5 tan x"]
    found = summary([{"problem": "sin(x^2)", "answer": answer} for answer in typed])
    assert found.sheets[0].often() == [("x^3 + 7", 4), ("5 tan x", 1)]


def test_not_every_unexplained_answer_is_kept() -> None:
    found = Summary()
    blank = {"verdict": "incorrect", "error": None, "mistakes": [], "problem_read_as": "x", "variable": "x", "order": 1}
    for n in range(3 * KEPT):
        found.add({**blank, "answer": f"{n}", "read_as": f"{n}"})
    assert len(found.sheets[0].written) == KEPT
    assert (found.sheets[0].unknown, len(found.sheets[0].often(10**6))) == (3 * KEPT, KEPT)


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
@pytest.mark.parametrize("width", [60, 80, 120])
def test_page(lang: str, width: int, golden) -> None:
    golden(f"large-{width}-{lang}.txt", terminal(page(large(lang), words(lang)), width))


RENDERERS = {"plain": plain, "markdown": markdown, "latex": latex.fragment, "html": html.fragment}


@pytest.mark.parametrize("name", RENDERERS)
def test_formats(name: str, golden) -> None:
    golden(f"answers-{name}.txt", RENDERERS[name](page(answers(), words("en"))))


def test_record(golden) -> None:
    golden("answers-json.txt", json.dumps(answers().to_dict(), ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_nothing_is_wider_than_the_window(lang: str, width: int) -> None:
    lines = terminal(page(large(lang), words(lang)), width).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_colour_says_nothing_that_the_numbers_do_not_say() -> None:
    """The heat map has colours on a screen, and the same letters as without."""
    blocks = page(answers(), words("en"))
    screens = [io.StringIO(), io.StringIO()]
    show(blocks, Console(file=screens[0], width=80, force_terminal=True, color_system="256", highlight=False))
    show(blocks, Console(file=screens[1], width=80, no_color=True))
    import re

    assert len(set(re.findall(r"48;5;(\d+)", screens[0].getvalue()))) > 1
    assert re.sub(r"\x1b\[[0-9;]*m", "", screens[0].getvalue()) == screens[1].getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "records",
    [
        [],
        [{"problem": "sin("}],
        [{"problem": "x^2", "answer": "2x"}],
        [{"problem": "x^2", "answer": "("}],
        [{"problem": "x^2", "answer": "x^7 + 99"}],
        [{"problem": "<b>x</b>", "answer": "\x1b[31m"}],
        [{"problem": "x^2", "answer": "<script>", "wrt": "\x1b]0;"}],
        [{"problem": "z = u v; u = x^2; v = sin x", "answer": "1", "wrt": "x"}],
        [{"problem": f"x^{n}", "answer": "x + 99"} for n in range(2, PROBLEMS + 20)],
        [{"problem": "+".join(f"sin({n}x)" for n in range(30)), "answer": "cos(x) + " * 30 + "1"}],
    ],
    ids=["nothing", "no problem", "one right", "unreadable", "one wrong", "markup", "control", "system", "many problems", "long"],
)
def test_every_pile_can_be_shown(lang: str, records: list[dict]) -> None:
    blocks = page(summary(records, lang), words(lang))
    for text in (terminal(blocks, 60), plain(blocks), markdown(blocks), latex.document(blocks, lang), html.document(blocks, lang)):
        assert text and "\x1b" not in text and "<script>" not in text


SHARES = [(0, 0, "0 %"), (0, 5, "0 %"), (1, 3, "33 %"), (1, 1000, "<1 %"), (999, 1000, ">99 %"), (5, 5, "100 %")]


@pytest.mark.parametrize(("part", "whole", "text"), SHARES)
def test_shares(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text
