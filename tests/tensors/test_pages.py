"""Whole pages on arrays, compared to the letter, and what holds for every page.

After a wanted change: ``pytest tests/tensors/test_pages.py --regenerate-golden``, then read the difference by eye.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from xml.dom import minidom

import pytest
import sympy
from rich.cells import cell_len
from rich.console import Console

import chainrule
from chainrule.cli.run import run
from chainrule.errors import ChainruleError
from chainrule.expression.value import named
from chainrule.render import html, latex
from chainrule.render.markdown import markdown
from chainrule.render.page import Page
from chainrule.render.plain import plain
from chainrule.render.terminal import show

GOLDEN = Path(__file__).parent / "golden"
LAYER = "W: 2x3, x: 3, b: 2, y: 2; a = sigmoid(W x + b); L = 1/2 |a - y|^2"
MAPS = "x: 3, y: 2, z: number; y = g(x); z = f(y)"
TENSOR = "W: 2x12, T: 2x3x2; y = W vec(T); L = 1/2 |y|^2"


class Case(NamedTuple):
    name: str
    problem: str
    width: int = 80
    detail: str = "normal"
    options: Mapping[str, object] = MappingProxyType({})


CASES = (
    Case("layer", LAYER),
    Case("layer", LAYER, options={"lang": "zh"}),
    Case("layer-numbers", LAYER, options={"at": "seed=1"}),
    Case("layer-numbers", LAYER, 60, options={"at": "seed=1", "lang": "zh"}),
    Case("layer-numerator", LAYER, options={"layout": "numerator"}),
    Case("layer-denominator", LAYER, options={"layout": "denominator", "lang": "zh"}),
    Case("layer-brief", LAYER, detail="brief"),
    Case("layer-full", LAYER, 120, detail="full"),
    Case("maps", MAPS),
    Case("maps", MAPS, options={"lang": "zh"}),
    Case("network", "network 3-4-2", options={"at": "seed=2"}),
    Case("network-softmax", "network 3-2-3, tanh, softmax", options={"lang": "zh"}),
    Case("network-one-output", "network 2-1", options={"at": "seed=1"}),
    Case("tensor", TENSOR),
    Case("tensor-entries", "T: 2x3x2; L = sum(sin(T))", options={"lang": "zh", "at": "seed=1"}),
    Case("tensor-map", "X: 2x2x2, Y: 2, z: number; Y = g(X); z = f(Y)"),
    Case("vector-output", "W: 2x3, x: 3; y = sigmoid(W x)", options={"at": "W=[[1,2,3],[4,5,6]], x=[0.1,-0.2,1/2]"}),
    Case("quadratic-form", "A: 2x2, x: 2; q = x^T A x"),
    Case("softmax", "x: 2, W: 2x2; p = softmax(W x); L = |p|^2", 60),
    Case("relu", "W: 2x2, x: 2; a = relu(W x); L = sum(a)"),
    Case("large", "W: 9x9, x: 9; L = |W x|^2"),
)
"""Terminal pages without colour."""


def terminal(page: Page, width: int) -> str:
    screen = io.StringIO()
    show(page, Console(file=screen, width=width, no_color=True))
    return screen.getvalue()


def named_case(case: Case) -> str:
    return f"{case.name}-{case.width}-{case.options.get('lang', 'en')}.txt"


def explained(case: Case):
    return chainrule.explain(case.problem, **case.options)


@pytest.fixture
def compare(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.mark.parametrize("case", CASES, ids=named_case)
def test_terminal(case: Case, compare: Callable[[str, str], None]) -> None:
    compare(named_case(case), terminal(explained(case).page(case.detail), case.width))


SAMPLE = "W: 2x2, x: 2; y = 1/2 |W x|^2"
FORMATS = [
    ("sample-plain.txt", lambda d: plain(d.page())),
    ("sample-markdown.txt", lambda d: markdown(d.page())),
    ("sample-latex.txt", lambda d: latex.fragment(d.page())),
    ("sample-html.txt", lambda d: html.fragment(d.page()).partition("</style>")[2]),
    ("sample-json.txt", lambda d: re.sub(r'"largest": .*', '"largest": …', d.to_json()) + "\n"),  # rounding differs between machines
]


@pytest.mark.parametrize(("name", "write"), FORMATS, ids=[name for name, _ in FORMATS])
def test_formats(name: str, write: Callable, compare: Callable[[str, str], None]) -> None:
    compare(name, write(chainrule.explain(SAMPLE, at="W=[[1,2],[3,4]], x=[1,-1]")))


def test_no_golden_page_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {named_case(case) for case in CASES} | {name for name, _ in FORMATS}


# What holds for every page


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("case", CASES, ids=named_case)
def test_no_line_is_wider_than_the_screen(case: Case, width: int) -> None:
    assert max(cell_len(line) for line in terminal(explained(case).page("full"), width).splitlines()) <= width


@pytest.mark.parametrize("case", [case for case in CASES if case.options.get("lang", "en") == "en"], ids=named_case)
def test_plain_text_is_ascii(case: Case) -> None:
    text = plain(explained(case).page("full"))
    assert {letter for letter in text if not letter.isascii()} == set()


@pytest.mark.parametrize("case", CASES, ids=named_case)
def test_html_is_well_formed_and_speaks_the_language(case: Case) -> None:
    lang = str(case.options.get("lang", "en"))
    text = html.fragment(explained(case).page("full"))
    assert minidom.parseString(text.replace("&#8290;", "").replace("&#8289;", ""))
    assert ("梯度" in text) == (lang == "zh")


def test_latex_compiles(tmp_path: Path, program: Callable[[str], str]) -> None:
    pages = [chainrule.explain(problem, at="seed=1").page("full") for problem in (LAYER, "network 3-2-3, tanh, softmax", TENSOR)]
    text = latex.document(tuple(block for page in pages for block in page))
    (tmp_path / "page.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program("pdflatex"), "-interaction=nonstopmode", "-halt-on-error", "page.tex"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, [line for line in done.stdout.splitlines() if line.startswith("!")]


# The record


def test_the_record_of_a_layer() -> None:
    record = json.loads(chainrule.explain(LAYER, at="seed=1").to_json())
    assert record["schema"] == "chainrule.explanation/1" and record["kind"] == "tensor" and record["layout"] == "mixed"
    assert record["shapes"] == {"W": [2, 3], "x": [3], "b": [2], "y": [2], "z": [2], "a": [2], "L": []}
    assert [d["value"] for d in record["definitions"]] == ["W x + b", "sigmoid(z)", "1/2 |a - y|^2"]
    W = record["gradients"]["W"]
    assert (W["shape"], W["compact"], W["index"]) == ([2, 3], "δ xᵀ", "∂L/∂Wᵢⱼ = δᵢxⱼ")
    assert record["gradients"]["x"]["chain"] == "Σⱼ ∂L/∂zⱼ × ∂zⱼ/∂xᵢ"
    assert [line["letter"] for line in record["backward"]][:3] == ["∂L/∂y", "∂L/∂a", "δ"]
    assert record["verification"]["verified"] is True and record["functions"] == {"sigmoid": "1/(1 + exp(-x))"}


def test_numbers_in_the_record_are_nested_lists_of_the_shapes() -> None:
    record = json.loads(chainrule.explain("network 3-4-2, tanh, softmax", at="seed=1").to_json())

    def shape(nested: object) -> list[int]:
        return [len(nested), *shape(nested[0])] if isinstance(nested, list) else []

    point = record["point"]
    for name, numbers in (point["inputs"] | point["forward"]).items():
        assert shape(numbers) == record["shapes"][name], name
    assert {name: shape(numbers) for name, numbers in point["backward"].items() if name.startswith(("W", "b"))} == {
        "W_2": [2, 4], "b_2": [2], "W_1": [4, 3], "b_1": [4],
    }  # fmt: skip
    assert point["check"]["verified"] is True


def test_entries_in_the_record_are_read_by_sympy() -> None:
    d = chainrule.explain(LAYER)
    entries = json.loads(d.to_json())["gradients"]["W"]["entries"]
    for row, mine in zip(entries, d.answer["W"].tolist(), strict=True):
        for text, entry in zip(row, mine, strict=True):
            assert sympy.sympify(text, locals={"sigmoid": named("sigmoid")}) - entry == 0


def test_omitted_entries_say_why() -> None:
    record = chainrule.explain("W: 9x9, x: 9; L = |W x|^2", lang="zh").to_dict()
    assert record["gradients"]["W"]["entries"] is None and record["gradients"]["W"]["entries_omitted"] == "元素超过 36 个"


# Python and the command line


def test_the_interface_is_that_of_every_explanation() -> None:
    d = chainrule.explain(LAYER)
    assert isinstance(d, chainrule.TensorExplanation)
    assert d.verified is True and set(d.answer) == {"W", "x", "b", "y"}
    assert [step.rule for step in d.steps] == ["norm-squared", "norm-squared", "entrywise", "plus", "plus", "plus"] or len(d.steps) == 6
    assert all(step.title and step.text and step.latex for step in d.steps)
    assert set(d._repr_mimebundle_()) == {"text/plain", "text/html", "text/markdown", "text/latex"}
    assert r"\delta x^{\top}" in d._repr_latex_() and "TensorExplanation" in repr(d)


def test_steps_come_from_the_output_back() -> None:
    steps = list(chainrule.steps("network 2-2-2"))
    assert [str(step.variable) for step in steps if step.depth == 0] == [
        "a^(2)", "z^(2)", "W^(2)", "b^(2)", "a^(1)", "z^(1)", "W^(1)", "b^(1)",
    ]  # fmt: skip


def test_ways_that_meet_are_substeps() -> None:
    (x,) = [step for step in chainrule.explain("x: 2, W: 2x2; z = W x; L = z · x").steps if str(step.variable) == "x" and step.substeps]
    assert [str(sub.parts["through"]) for sub in x.substeps] == ["L", "z"]


@pytest.mark.parametrize("options", [{"order": 2}, {"along": "1,2"}, {"method": "product"}])
def test_what_is_not_worked_for_arrays_is_said(options: dict[str, object]) -> None:
    with pytest.raises(ChainruleError, match="only first derivatives"):
        chainrule.explain(LAYER, **options)


def test_layouts_are_named_and_belong_to_arrays() -> None:
    with pytest.raises(ChainruleError, match="There is no layout upside-down; there are mixed, numerator, denominator"):
        chainrule.explain(LAYER, layout="upside-down")
    with pytest.raises(ChainruleError, match="A layout is a convention for vectors and matrices"):
        chainrule.explain("x^2", layout="numerator")


def test_the_command_line_takes_arrays(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", LAYER, "--at", "W=[[1,2,3],[4,5,6]], seed=1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["point"]["inputs"]["W"] == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def test_the_graph_command_shows_the_same_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "W: 2x3, x: 3; y = W x", "--plain"]) == 0
    assert "dL/dx = (dy/dx)^T dL/dy" in capsys.readouterr().out


def test_a_shape_that_does_not_fit_has_a_caret(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "W: 2x3, x: 4; y = W x"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[:3] == ["  W: 2x3, x: 4; y = W x", " " * 20 + "^^^", "  W (2×3) times x (4): the 3 columns of W meet the 4 entries of x."]


def test_the_seeds_layer_is_reproduced() -> None:
    """Tutorial 000: a⁽ˡ⁾ = f(W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾); tutorial 004: all three of its formulas."""
    network, maps, tensor = (
        str(chainrule.explain(text)) for text in ("network 3-4-2", MAPS, "X: 2x2x2, Y: 2, z: number; Y = g(X); z = f(Y)")
    )
    assert "z^(l) = W^(l) a^(l-1) + b^(l)      a^(l) = f(z^(l))" in network
    assert "delta^(l) = (W^(l+1))^T delta^(l+1) .* f'(z^(l))" in network
    assert "dz/dx_i = sum_j dz/dy_j * dy_j/dx_i" in maps
    assert "grad_x z = (dy/dx)^T grad_y z" in maps
    assert "grad_X z = sum_j dz/dY_j * grad_X Y_j" in tensor
