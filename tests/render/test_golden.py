"""Whole pages, compared to the letter.

After a wanted change: ``pytest tests/render/test_golden.py --regenerate-golden``, then read the difference by eye.
"""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from rich.console import Console

import chainrule
from chainrule.render import html, latex
from chainrule.render.markdown import markdown
from chainrule.render.page import Page
from chainrule.render.plain import plain
from chainrule.render.terminal import show

GOLDEN = Path(__file__).parent / "golden"


class Case(NamedTuple):
    name: str
    problem: str
    width: int = 80
    detail: str = "normal"
    options: Mapping[str, object] = MappingProxyType({})


LEVELS = "; ".join(f"a_{k} = a_{k + 1} b_{k + 1}; b_{k} = a_{k + 1} + b_{k + 1}" for k in range(1, 6))

CASES = (
    Case("one-layer", "sin x"),
    Case("two-layers", "sin(x^2)"),
    Case("three-layers", "sin(x^2+1)^3"),
    Case("three-layers", "sin(x^2+1)^3", 60, options={"lang": "zh"}),
    Case("three-layers-brief", "sin(x^2+1)^3", detail="brief"),
    Case("three-layers-full", "sin(x^2+1)^3", detail="full"),
    Case("three-layers-full", "sin(x^2+1)^3", 60, "full", {"lang": "zh"}),
    Case("four-layers", "ln(cos(e^(x^2)))", 120),
    Case("polynomial", "x^3 + 2x^2 - 5"),
    Case("product", "x^2 sin 3x"),
    Case("product", "x^2 sin 3x", options={"lang": "zh"}),
    Case("product-brief", "x^2 sin 3x", detail="brief"),
    Case("product-full", "x^2 sin 3x", detail="full"),
    Case("quotient", "sin(x^2)/(1+cos 3x)"),
    Case("quotient", "sin(x^2)/(1+cos 3x)", 60),
    Case("sum", "sin(x^2) + sqrt(1+x^2) + 3x"),
    Case("tower", "x^x"),
    Case("tower-sine", "x^(sin x)", 60, options={"lang": "zh"}),
    Case("area-sine", "ln(x+sqrt(x^2+1))"),
    Case("bell", "e^(-x^2)cos(3x)/(1+x^2)"),
    Case("bell", "e^(-x^2)cos(3x)/(1+x^2)", 60),
    Case("bell", "e^(-x^2)cos(3x)/(1+x^2)", 120),
    Case("arctangent", "arctan((1+x)/(1-x))"),
    Case("sigmoid", "sigmoid(3x^2)"),
    Case("absolute-value", "|x-1|^3"),
    Case("unknown-functions", "f(g(x))"),
    Case("by-argument", "f(x^2, x^3)"),
    Case("second-derivative", "e^(x^2)", options={"order": 2}),
    Case("second-derivative", "e^(x^2)", 60, options={"order": 2, "lang": "zh"}),
    Case("third-derivative-brief", "sin(x^2)", detail="brief", options={"order": 3}),
    Case("cycle", "d^74/dx^74 sin x"),
    Case("cycle-factor", "e^x sin x", 60, options={"order": 6, "lang": "zh"}),
    Case("further-derivatives", "ln x", options={"order": 20}),
    Case("vanishing", "x^3", detail="brief", options={"order": 10}),
    Case("at-a-point", "sin(x^2)", options={"at": {"x": 1.5}}),
    Case("notes", "e^2x"),
    Case("partial", "z = f(x, y) = sin(x^2 y)", options={"wrt": "y"}),
    Case("partial-second", "∂²/∂x² (x^3 y^3)", 60, options={"lang": "zh"}),
    Case("implicit", "x^2 + y^2 = 25"),
    Case("implicit-second", "x^3 + y^3 = 6xy, find d^2y/dx^2"),
    Case("parametric", "x = a(t - sin t), y = a(1 - cos t), find d^2y/dx^2"),
    Case("system-sum", "z = (u+v)^2; u = x*y; v = x+y"),
    Case("system-sum", "z = (u+v)^2; u = x*y; v = x+y", 60, options={"lang": "zh"}),
    Case("system-full", "z = sin(u v); u = x^2 + y^2; v = x y", 80, "full", {"wrt": "x"}),
    Case("system-unknown", "z = f(u, v); u = g(x, y); v = h(x, y)", options={"wrt": "x"}),
    Case("system-layers", "(x*y)^2 + (x+y^2)^3", options={"wrt": "x"}),
    Case("system-time", "w = x^2 y; x = cos t; y = sin t", options={"at": "t=1"}),
    Case("system-total", "z = x^2 + u y; u = x y", 60, options={"wrt": "x"}),
    Case("system-differential", "z = u^2 v; u = x + y; v = x y", 80, options={"method": "differential"}),
    Case("system-second", "z = u^2 v; u = x + y; v = x y", 80, "brief", {"order": 2}),
    Case("gradient-along", "x^2 + x y", options={"wrt": "x,y", "along": "3,4"}),
    Case("jacobian", "(x^2 - y^2, 2 x y)", 60),
    Case(
        "many-paths", "; ".join(f"a_{k} = a_{k + 1} b_{k + 1}; b_{k} = a_{k + 1} + b_{k + 1}" for k in range(1, 6)), options={"wrt": "b_6"}
    ),
)
"""Terminal pages without colour."""


def terminal(page: Page, width: int) -> str:
    screen = io.StringIO()
    show(page, Console(file=screen, width=width, no_color=True))
    return screen.getvalue()


def named(case: Case) -> str:
    return f"{case.name}-{case.width}-{case.options.get('lang', 'en')}.txt"


@pytest.fixture
def compare(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.mark.parametrize("case", CASES, ids=named)
def test_terminal(case: Case, compare: Callable[[str, str], None]) -> None:
    page = chainrule.explain(case.problem, **case.options).page(case.detail)
    compare(named(case), terminal(page, case.width))


NETWORK = "L = 1/2 (a - y)^2; a = sigmoid(u_3); u_3 = u_1 + u_2; u_1 = w_1 x_1; u_2 = w_2 x_2"
AT = "w_1=0.5,x_1=1,w_2=-0.3,x_2=2,y=1"
GRAPHS = (
    Case("graph-network", NETWORK, options={"at": AT, "descend": 0.5, "steps": 20}),
    Case("graph-network", NETWORK, 60, options={"at": AT, "descend": 0.5, "steps": 3, "lang": "zh"}),
    Case("graph-operations", "x y + sin(x y)"),
    Case("graph-shared", "x^2 + x", 60, options={"at": "x=3"}),
)
"""Computational graphs on the terminal."""


@pytest.mark.parametrize("case", GRAPHS, ids=named)
def test_computations(case: Case, compare: Callable[[str, str], None]) -> None:
    compare(named(case), terminal(chainrule.computation(case.problem, **case.options).page(case.detail), case.width))


SAMPLE = "x^2 sin 3x"


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("sample-plain.txt", lambda d: plain(d.page())),
        ("sample-markdown.txt", lambda d: markdown(d.page())),
        ("sample-latex.txt", lambda d: latex.document(d.page())),
        ("sample-html.txt", lambda d: html.document(d.page())),
        ("sample-json.txt", lambda d: d.to_json() + "\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_formats(name: str, write: Callable, compare: Callable[[str, str], None]) -> None:
    compare(name, write(chainrule.explain(SAMPLE)))


def test_no_golden_page_is_left_over() -> None:
    formats = {f"sample-{kind}.txt" for kind in ("plain", "markdown", "latex", "html", "json")}
    assert {path.name for path in GOLDEN.iterdir()} == {named(case) for case in (*CASES, *GRAPHS)} | formats
