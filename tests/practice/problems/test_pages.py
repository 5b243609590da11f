"""The pages of ``chainrule problems``, compared to the letter, and its exit statuses.

After a wanted change: ``pytest tests/practice/problems/test_pages.py --regenerate-golden``, then read the difference by eye.
"""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from chainrule.cli.run import run
from chainrule.words import LANGUAGES
from tests.practice.problems.samples import GOOD, changed, saved

GOLDEN = Path(__file__).parent / "golden"
SECOND = '''\
format = 1
id = "fair"
title.en = "At the fair"
title.zh = "游园会"
about.en = "One problem, several letters."
about.zh = "一道题，几个字母。"

[[problem]]
id = "fair-01"
problem = """
z = u v
u = x + y
v = x - y"""
wrt = "x"
answer = "2x"
level = 3
skills = ["paths", "partial"]
masked = ["inner-factors-swapped", "outer-partials-only"]
hints.en = ["How many ways lead from z to x?"]
hints.zh = ["从 z 到 x 有几条路径？"]
'''
BROKEN = changed(
    ('answer = "2x cos(x^2 + 1)"', 'answer = "cos(x^2 + 1)"'),
    ('masked = ["inner-derivative-missing"]\n', ""),
    ('answer = "3: du/dx = 3x^2"', 'answer = "2: du/dx = 3x^2"'),
    ('hints.zh = ["先做哪一个？"]', ""),
    ('skills = ["product"', 'skills = ["quotient"'),
)
UNREADABLE = changed(("hints.en", "hint.en"), ("level = 1", "level = 9"))
CASES = {
    "list": ("list",),
    "list-of-a-skill": ("list", "--skill", "paths"),
    "show-set": ("show", "small"),
    "show-problem": ("show", "small-01"),
    "show-layers": ("show", "small-03", "--solution"),
    "show-slip": ("show", "small-04", "--solution"),
    "show-several": ("show", "fair-01"),
    "check-good": ("check", "small", "fair"),
    "check-broken": ("check", "broken.toml", "unreadable.toml"),
}


@pytest.fixture
def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run ``chainrule problems`` where there are two sets of one's own and nothing else: (status, output, complaints)."""
    folder = tmp_path / "problems"
    folder.mkdir()
    saved(folder, GOOD)
    saved(folder, SECOND, "fair.toml")
    saved(tmp_path, BROKEN.replace("small", "broken"), "broken.toml")
    saved(tmp_path, UNREADABLE, "unreadable.toml")
    monkeypatch.setenv("CHAINRULE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("chainrule.practice.problems.sets.builtin", lambda: tmp_path / "none")

    def call(*arguments: str, width: int = 80) -> tuple[int, str, str]:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setattr("sys.argv", ["chainrule", "problems", *arguments])
        status = run(["problems", *arguments])
        return status, *capsys.readouterr()

    return call


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_golden_pages(problems, request: pytest.FixtureRequest, name: str, lang: str) -> None:
    _, out, err = problems(*CASES[name], "--lang", lang)
    assert err == ""
    path = GOLDEN / f"{name}-{lang}.txt"
    if request.config.getoption("--regenerate-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(out, encoding="utf-8")
    assert out == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_pages_keep_to_the_width(problems, name: str, lang: str, width: int) -> None:
    _, out, _ = problems(*CASES[name], "--lang", lang, width=width)
    assert out.strip()
    assert max(cell_len(line) for line in out.splitlines()) <= width


@pytest.mark.parametrize("form", ["plain", "markdown", "latex", "html"])
@pytest.mark.parametrize("name", ["list", "show-set", "show-slip", "check-broken"])
def test_every_format_says_the_same(problems, name: str, form: str) -> None:
    _, out, err = problems(*CASES[name], "--format", form)
    assert err == ""
    assert {"list": "A small set", "show-set": "small-06", "show-slip": "3", "check-broken": "broken-02"}[name] in out


STATUS = [
    (("check", "small"), 0),
    (("check",), 2),
    (("check", "broken.toml"), 1),
    (("check", "unreadable.toml"), 1),
    (("check", "nowhere.toml"), 2),
    (("check", "small", "broken.toml"), 1),
    (("list",), 0),
    (("list", "."), 0),
    (("list", "problems/nothing"), 2),
    (("list", "--skill", "chian"), 2),
    (("list", "--level", "9"), 2),
    (("show", "smal"), 2),
    (("show", "unreadable.toml"), 2),
    (("show", "small-99"), 2),
]


@pytest.mark.parametrize(("arguments", "status"), STATUS, ids=[" ".join(arguments) for arguments, _ in STATUS])
def test_exit_statuses(problems, arguments: tuple[str, ...], status: int) -> None:
    got, out, err = problems(*arguments)
    assert got == status
    assert bool(err) == (status == 2)
    assert bool(out) == (status != 2)


def test_findings_as_data(problems) -> None:
    status, out, _ = problems("check", "broken.toml", "unreadable.toml", "--format", "json")
    record = json.loads(out)
    assert (status, record["schema"], record["sets"], record["problems"]) == (1, "chainrule.findings/1", 2, 6)
    assert ("broken.toml", "broken-01", "answer-wrong") in [(f["file"], f["problem"], f["kind"]) for f in record["findings"]]
    unreadable = [f for f in record["findings"] if f["file"] == "unreadable.toml"]
    assert [(f["line"], f["problem"], f["kind"]) for f in unreadable] == [
        (18, "small-01", "set-field-near"),
        (25, "small-02", "set-value"),
    ]


def test_sets_as_data(problems) -> None:
    record = json.loads(problems("list", "--format", "json")[1])
    assert [(one["id"], one["problems"], one["levels"]) for one in record["sets"]] == [("small", 6, [1, 2, 3, 4]), ("fair", 1, [3])]
    assert json.loads(problems("show", "fair", "--format", "json")[1])["problems"][0]["hints"]["zh"] == ["从 z 到 x 有几条路径？"]
    assert json.loads(problems("show", "small-06", "--format", "json")[1])["order"] == 2


def test_a_set_that_cannot_be_used_does_not_hide_the_others(problems, tmp_path: Path) -> None:
    saved(tmp_path / "problems", UNREADABLE, "unreadable.toml")
    status, out, _ = problems("list")
    assert status == 0
    assert "A small set" in out
    assert "✗ unreadable.toml:18" in out


def test_an_answer_is_shown_only_when_asked_for(problems) -> None:
    assert "cos(x² + 1)" not in problems("show", "small-01")[1]
    assert "2x cos(x^2 + 1)" in problems("show", "small-01", "--solution")[1]
    assert "3x^2" not in problems("show", "small-04")[1]
