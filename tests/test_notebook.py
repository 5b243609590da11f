"""A real notebook, run by a real Jupyter kernel: what a notebook author sees."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

CELLS = (
    "import sys, chainrule\nprint('sympy' in sys.modules)",
    'chainrule.explain("sin(x^2)^3")',
    'chainrule.explain("x^2 sin 3x", lang="zh")',
    'for step in chainrule.steps("sin(x^2)"):\n    print(step.rule, "|", step.title, "|", step.result, "|", step.latex)',
    'd = chainrule.explain("ln(x + sqrt(x^2+1))")\nprint(d.answer, d.verified)',
    "import sympy\nd.answer - sympy.diff(sympy.log(sympy.Symbol('x') + sympy.sqrt(sympy.Symbol('x')**2 + 1)), 'x')",
    'chainrule.explain("3x sin")',
    'chainrule.explain("sin x", order=2)',
)


RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True).execute()
nbformat.validate(notebook)
nbformat.write(notebook, sys.argv[1])
"""
"""In a process of its own: the warnings and the open sockets of the Jupyter libraries are theirs."""


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list:
    import nbformat

    folder = tmp_path_factory.mktemp("notebook")
    path = folder / "session.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS]), path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder), "JUPYTER_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-W", "ignore", "-c", RUN, str(path)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def data(cell: dict) -> dict:
    (output,) = (output for output in cell["outputs"] if output["output_type"] == "execute_result")
    return {kind: "".join(text) for kind, text in output["data"].items()}


def printed(cell: dict) -> str:
    return "".join("".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream")


def test_importing_does_not_import_sympy(cells: list) -> None:
    assert printed(cells[0]) == "False\n"


def test_an_explanation_shows_itself_in_every_format(cells: list) -> None:
    shown = data(cells[1])
    assert set(shown) >= {"text/plain", "text/html", "text/latex", "text/markdown"}
    assert "<math" in shown["text/html"] and "<script" not in shown["text/html"]
    assert shown["text/latex"].startswith("$$") and r"\frac{\mathrm{d}y}{\mathrm{d}x}" in shown["text/latex"]
    assert "dy/dx = 6x sin(x^2)^2 cos(x^2)" in shown["text/plain"]
    assert r"\begin{aligned}" in shown["text/markdown"]


def test_chinese(cells: list) -> None:
    assert "化简" in data(cells[2])["text/html"]


def test_steps_one_by_one(cells: list) -> None:
    rules = [line.split(" | ")[0] for line in printed(cells[3]).splitlines()]
    assert rules == ["chain", "sin", "power"]
    assert r"\frac{\mathrm{d}}{\mathrm{d}x}" in printed(cells[3])


def test_the_answer_is_ordinary_sympy(cells: list) -> None:
    assert printed(cells[4]) == "1/sqrt(x**2 + 1) True\n"
    assert "text/plain" in data(cells[5])


def test_an_error_names_the_place_and_the_next_cell_runs(cells: list) -> None:
    (error,) = cells[6]["outputs"]
    assert error["output_type"] == "error" and error["ename"] == "ParseError"
    assert "sin" in error["evalue"]
    assert "text/html" in data(cells[7])
