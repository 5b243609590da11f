"""How fast, as ratios measured in one run: ``python tests/benchmark.py``. No test asserts a time.

cold    a whole command against a bare ``import sympy``, in turn
warm    text → verified derivation → plain text against SymPy's parse_expr + diff + latex
parse   reading alone against parse_expr
depth   n nested sines: the time of a page against that of half as many layers
"""

import compileall
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import sympy
from sympy.core.cache import clear_cache
from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication_application, parse_expr, standard_transformations

import chainrule

TRANSFORMATIONS = (*standard_transformations, implicit_multiplication_application, convert_xor)
TEXTBOOK = Path(__file__).parent / "textbook" / "exercises.tsv"
RUNS = 9


def problems() -> list[str]:
    """Every fifth line of the corpus that SymPy's parser reads as well."""
    found = []
    for line in TEXTBOOK.read_text(encoding="utf-8").splitlines()[::5]:
        typed, meaning, _ = line.split("\t")
        try:
            same = parse_expr(typed, transformations=TRANSFORMATIONS) - sympy.sympify(meaning) == 0
        except Exception:
            same = False
        if same:
            found.append(typed)
    return found


def wall(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], capture_output=True, check=False)
    return time.perf_counter() - start


def cold() -> None:
    commands = {
        'explain "sin(x^2+1)^3"': ("-m", "chainrule", "explain", "sin(x^2+1)^3"),
        "--help": ("-m", "chainrule", "--help"),
        'refused: "3x sin"': ("-m", "chainrule", "explain", "3x sin"),
        "rules": ("-m", "chainrule", "rules"),
    }
    compileall.compile_dir(Path(chainrule.__file__).parent, quiet=1)  # as pip does
    for name, command in commands.items():
        wall(*command)
        pairs = [wall(*command) / wall("-c", "import sympy") for _ in range(RUNS)]
        print(f"cold   {name:28} {statistics.median(pairs):5.2f} × import sympy")


def timed(work: Callable[[str], object], text: str) -> float:
    clear_cache()
    gc.collect()
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start


def warm() -> None:
    def reference(text: str) -> str:
        (letter,) = (tree := parse_expr(text, transformations=TRANSFORMATIONS)).free_symbols
        return sympy.latex(sympy.diff(tree, letter))

    texts = problems()
    for text in texts:  # everything imported, every table filled
        str(chainrule.explain(text)), reference(text)
    ratios = [timed(lambda t: str(chainrule.explain(t)), text) / timed(reference, text) for text in texts]
    deciles = statistics.quantiles(ratios, n=10)
    middle = f"median {statistics.median(ratios):.2f} ×, nine in ten below {deciles[-1]:.2f}"
    print(f"warm   {len(texts)} textbook problems:  {middle} × parse_expr+diff+latex")
    ratios = [timed(chainrule.parse, t) / timed(lambda t: parse_expr(t, transformations=TRANSFORMATIONS), t) for t in texts]
    print(f"parse  {len(texts)} textbook problems:  median {statistics.median(ratios):.3f} × parse_expr (caches cleared)")
    for text in texts:
        chainrule.parse(text)
    repeated = [
        fastest(lambda t=text: chainrule.parse(t)) / fastest(lambda t=text: parse_expr(t, transformations=TRANSFORMATIONS))
        for text in texts
    ]
    print(f"parse  {len(texts)} textbook problems:  median {statistics.median(repeated):.3f} × parse_expr (caches warm)")


def fastest(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def depth() -> None:
    before = 0.0
    for layers in (5, 10, 20, 40, 80):
        text = "sin(" * layers + "x^2" + ")" * layers
        start = time.perf_counter()
        lines = str(chainrule.explain(text)).count("\n")
        took = time.perf_counter() - start
        growth = f"{took / before:5.1f} × the time of half as many" if before else ""
        print(f"depth  {layers:3} layers: {lines:4} lines  {growth}")
        before = took


if __name__ == "__main__":
    cold()
    warm()
    depth()
