"""How fast, as ratios measured in one run: ``python tests/benchmark.py``. No test asserts a time.

cold    a whole command against a bare ``import sympy``, in turn
warm    text → verified derivation → plain text against SymPy's parse_expr + diff + latex
parse   reading alone against parse_expr
depth   n nested sines: the time of a page against that of half as many layers
graph   systems with ever more paths, against SymPy's diff of the substituted expression where that still finishes
large   a chain, a lattice of paths and networks: explanation and record, each against a bare import of SymPy
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
        "problems list": ("-m", "chainrule", "problems", "list"),
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
    reader = {t: (lambda t=t: chainrule.parse(t), lambda t=t: parse_expr(t, transformations=TRANSFORMATIONS)) for t in texts}
    cleared = [typical(ours) / typical(theirs) for ours, theirs in reader.values()]
    print(f"parse  {len(texts)} textbook problems:  median {statistics.median(cleared):.3f} × parse_expr (SymPy's cache cleared each time)")
    repeated = [fastest(ours) / fastest(theirs) for ours, theirs in reader.values()]
    print(f"parse  {len(texts)} textbook problems:  median {statistics.median(repeated):.3f} × parse_expr (caches warm)")


def typical(work: Callable[[], object]) -> float:
    """The median of some runs, SymPy's cache cleared before each."""
    times = []
    for _ in range(RUNS):
        clear_cache()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


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


def lattice(levels: int) -> dict[str, str]:
    """Two names a level, each used by both of the next: 2^(levels − 1) paths."""
    found = {f"a_{k}": f"a_{k + 1} b_{k + 1}" for k in range(levels)}
    return found | {f"b_{k}": f"a_{k + 1} + b_{k + 1}" for k in range(1, levels)}


def substituted(definitions: dict[str, str], top: str) -> sympy.Expr:
    """The top function as one SymPy expression."""
    known: dict[sympy.Symbol, sympy.Expr] = {}
    for name in sorted(definitions, key=lambda name: -int(name.partition("_")[2])):
        known[sympy.Symbol(name)] = parse_expr(definitions[name], transformations=TRANSFORMATIONS).subs(known)
    return known[sympy.Symbol(top)]


def graph() -> None:
    for levels in (3, 5, 7, 9):
        definitions = lattice(levels)
        letter = sympy.Symbol(f"b_{levels}")
        clear_cache()
        start = time.perf_counter()
        chainrule.explain(definitions, wrt=letter).to_dict()
        ours = time.perf_counter() - start
        tree = substituted(definitions, "a_0")
        clear_cache()
        start = time.perf_counter()
        str(sympy.diff(tree, letter))
        theirs = time.perf_counter() - start
        print(
            f"graph  2^{levels - 1} paths: explained and recorded {ours / theirs:6.2f} × SymPy's diff and str of the substituted expression"
        )


def network(layers: int, width: int) -> tuple[dict[str, str], list[str]]:
    below, found, weights = [f"x_{i}" for i in range(width)], {}, []
    for layer in range(1, layers + 1):
        for j in range(width):
            names = [f"w_{layer}{j:02}{i:02}" for i in range(width)]
            bias = f"b_{layer}{j:02}"
            weights += [*names, bias]
            found[f"z_{layer}{j:02}"] = " + ".join(f"{w} {name}" for w, name in zip(names, below, strict=True)) + f" + {bias}"
            found[f"a_{layer}{j:02}"] = f"sigmoid(z_{layer}{j:02})"
        below = [f"a_{layer}{j:02}" for j in range(width)]
    found["L"] = " + ".join(f"{name}^2" for name in below)
    return found, weights


def large() -> None:
    unit = statistics.median(wall("-c", "import sympy") for _ in range(5))
    cases = {
        "chain of 4000": ({f"u_{i}": f"sin(u_{i + 1})" for i in range(4000)}, None),
        "2^40 paths": (lattice(41), None),
        "network 4x8": network(4, 8),
        "network 6x16": network(6, 16),
    }
    for name, (definitions, weights) in cases.items():
        start = time.perf_counter()
        chainrule.explain(definitions, wrt=weights).to_dict()
        took = time.perf_counter() - start
        print(f"large  {name:14} {len(definitions):5} definitions: {took:5.2f} s, {took / unit:5.2f} × import sympy")


if __name__ == "__main__":
    cold()
    warm()
    depth()
    graph()
    large()
