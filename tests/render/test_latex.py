"""LaTeX that a real TeX compiles: a batch of exercises in one document, and Chinese."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import chainrule
from chainrule.graph.edges import edges
from chainrule.render import latex
from chainrule.render.graphdrawing import LEVELS, drawing, tree
from chainrule.render.page import Page
from chainrule.words import words
from tests.render.systems import CHAIN, FRACTIONS, NEURON, SHARED, defined, network

EXERCISES = Path(__file__).parent.parent / "textbook" / "exercises.tsv"
BATCH = 60


def compiled(program: str, text: str, folder: Path) -> None:
    (folder / "page.tex").write_text(text, encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]
    log = (folder / "page.log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    assert "Overfull \\hbox" not in log, [line for line in log.splitlines() if "Overfull \\hbox" in line]


def test_sixty_exercises_compile_in_one_document(program: Callable[[str], str], tmp_path: Path) -> None:
    tex = program("pdflatex")
    problems = [line.split("\t")[0] for line in EXERCISES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pages = []
    for problem in problems[:: len(problems) // BATCH]:
        try:
            pages.append(latex.coloured(chainrule.explain(problem).page("full")))
        except chainrule.ChainruleError:  # several variables, or a rule that is not there: said elsewhere
            continue
    assert len(pages) >= BATCH * 3 // 4
    frame = latex.document((), "en").split(r"\begin{document}")[0] + "\\begin{document}\n"
    compiled(tex, frame + "\n\\newpage\n".join(pages) + "\n\\end{document}\n", tmp_path)


def test_chinese_compiles_with_a_font_for_every_character(program: Callable[[str], str], tmp_path: Path) -> None:
    tex = program("xelatex")
    page = chainrule.explain("e^(-x^2)cos(3x)/(1+x^2)", lang="zh", order=2).page("full")
    compiled(tex, latex.document(page, "zh"), tmp_path)


def test_words_from_outside_compile(program: Callable[[str], str], tmp_path: Path) -> None:
    from chainrule.render.page import Sentence

    nasty = r"\input{/etc/passwd} $ % & # _ ^ ~ { } | < > \ […] “é” 求导 ∮ x²₁ " + "\x1b"
    compiled(program("pdflatex"), latex.document((Sentence((nasty.replace("求导", ""),), "note"),)), tmp_path)


DEEP = "; ".join(f"a_{i} = sin(a_{i + 1})^2/(1 + a_{i + 1})" for i in range(LEVELS))
LONG = "z = sqrt(u^2 + v^2)/(1 + u v)^3 + e^(-u^2) sin(3 v) ln(1 + u^2 v^2) cos(u v) + 1/(u - v)^4; u = x y; v = x + y"


def trees(lang: str) -> Page:
    page: list = []
    for text in (NEURON, SHARED, CHAIN, FRACTIONS, DEEP, LONG, network(2, 3, 1)):
        found = defined(text)
        page.append(tree(found, edges(found), found.outputs[0], words(lang)))
    found = defined(NEURON)
    return (*page, drawing(found, edges(found), words(lang)))


@pytest.mark.parametrize(("tex", "lang"), [("pdflatex", "en"), ("xelatex", "zh")])
def test_trees_compile_and_stay_on_the_paper(program: Callable[[str], str], tmp_path: Path, tex: str, lang: str) -> None:
    compiled(program(tex), latex.document(trees(lang), lang), tmp_path)
