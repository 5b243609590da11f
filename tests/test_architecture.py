"""The house stands as drawn: arrows point down only, and light imports stay light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "chainrule"

FLOORS = (
    ("errors",),
    ("words",),
    ("expression",),
    ("calculus",),
    ("graph",),
    ("tensors",),
    ("labelled", "posed", "questions"),
    ("question",),
    ("render",),
    ("explained",),
    ("practice",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
"""From the ground up; a floor imports only from floors below it, and from itself."""
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
LATE = {("errors", "words")}
"""Arrows that run up on purpose, inside functions: an error asks the words for its sentence."""


def imports() -> list[tuple[Path, str]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("chainrule"):
                found += [(path, f"{node.module}.{alias.name}") for alias in node.names]
            elif isinstance(node, ast.Import):
                found += [(path, alias.name) for alias in node.names if alias.name.startswith("chainrule")]
    return found


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LEVEL else "__init__"


@pytest.mark.parametrize(("path", "target"), imports(), ids=lambda value: value.stem if isinstance(value, Path) else value)
def test_arrows_point_down(path: Path, target: str) -> None:
    here = room("chainrule." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts))
    there = room(target)
    assert LEVEL[there] <= LEVEL[here] or (here, there) in LATE, f"{here} must not import {there}"


def test_every_file_has_a_floor() -> None:
    tops = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    assert tops == set(LEVEL)


LIGHT = (
    "import chainrule",
    "import chainrule.expression.task",
    "from chainrule.cli.app import command; command()",
    "import chainrule; list(chainrule.problems())",
    "from chainrule.render import plain, terminal",
    "from chainrule.practice.problems import page, sets",
)


@pytest.mark.parametrize("statement", LIGHT)
def test_does_not_import_sympy(statement: str) -> None:
    code = f"{statement}\nimport sys; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_files_stay_small() -> None:
    long = {str(path): lines for path in PACKAGE.rglob("*.py") if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}
