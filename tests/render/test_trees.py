"""Dependency trees as text: whole trees to the letter, and that no branch is broken off."""

import io
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console

from chainrule.graph.edges import edges
from chainrule.render.graphdrawing import tree
from chainrule.render.page import Tree
from chainrule.render.plain import plain
from chainrule.render.terminal import show
from chainrule.words import words
from tests.render.systems import CHAIN, FRACTIONS, NEURON, POINTS, SHARED, TREE, defined


def block(text: str, lang: str = "en") -> Tree:
    found = defined(text)
    return tree(found, edges(found), found.outputs[0], words(lang))


def terminal(text: str, width: int, lang: str = "en") -> str:
    screen = io.StringIO()
    show((block(text, lang),), Console(file=screen, width=width, no_color=True))
    return screen.getvalue()


def test_beside_each_letter_its_derivative() -> None:
    assert terminal(TREE, 80) == (
        "    z\n"
        "    ├─ u       ∂z/∂u = 2(u + v)    chain rule, power rule, sum rule\n"
        "    │  ├─ x    ∂u/∂x = y           constant multiple\n"
        "    │  └─ y    ∂u/∂y = x           constant multiple\n"
        "    └─ v       ∂z/∂v = 2(u + v)    chain rule, power rule, sum rule\n"
        "       ├─ x    ∂v/∂x = 1           sum rule\n"
        "       └─ y    ∂v/∂y = 1           sum rule\n"
    )


def test_plain() -> None:
    assert plain((block(TREE),), 60) == (
        "    z\n"
        "    |- u       dz/du = 2(u + v)\n"
        "    |  |         chain rule, power rule, sum rule\n"
        "    |  |- x    du/dx = y           constant multiple\n"
        "    |  `- y    du/dy = x           constant multiple\n"
        "    `- v       dz/dv = 2(u + v)\n"
        "       |         chain rule, power rule, sum rule\n"
        "       |- x    dv/dx = 1           sum rule\n"
        "       `- y    dv/dy = 1           sum rule\n"
    )


def test_narrow_screens_have_the_derivative_right_behind_the_letter_or_below() -> None:
    assert terminal("z = u + 1/x; u = sin(3x)", 30) == (
        "    z\n"
        "    ├─ u   ∂z/∂u = 1\n"
        "    │  │   sum rule\n"
        "    │  └─ x\n"
        "    │         du/dx =\n"
        "    │         3 cos(3x)\n"
        "    │         chain rule,\n"
        "    │         derivative of\n"
        "    │         sine, constant\n"
        "    │         multiple\n"
        "    └─ x   ∂z/∂x = −1/x²\n"
        "           sum rule,\n"
        "           reciprocal rule\n"
    )


def test_shared_letters_are_opened_once_in_chinese_too() -> None:
    assert terminal(SHARED, 80, "zh").splitlines()[8:] == [
        "    └─ q          ∂z/∂q = p            常数因子法则",
        "       ├─ u …     ∂q/∂u = v            常数因子法则，u 以下同上",
        "       └─ v …     ∂q/∂v = u            常数因子法则，v 以下同上",
    ]


def test_fractions_over_bars_hang_at_their_bar() -> None:
    assert terminal("z = u y; u = x/(x^2 + 1)", 80).splitlines() == [
        "    z",
        "    ├─ u       ∂z/∂u = y            constant multiple",
        "    │  │                1 − x²",
        "    │  └─ x    du/dx = ─────────    quotient rule, sum rule, power rule",
        "    │                  (x² + 1)²",
        "    └─ y       ∂z/∂y = u            constant multiple",
    ]


def columns(line: str) -> str:
    """The line with every character at its column on the screen."""
    return "".join(character * max(cell_len(character), 1) for character in line)


@pytest.mark.parametrize("width", [24, 32, 44, 60, 80, 120])
@pytest.mark.parametrize("text", list(POINTS), ids=lambda text: text.partition(";")[0])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_branch_is_broken_off(text: str, width: int, lang: str) -> None:
    """Below a branch with more to follow stands a branch, unless the outermost had to be left out."""
    lines = [columns(line) for line in terminal(text, width, lang).splitlines()]
    stem = max(line.find(character) for line in lines for character in "├└" if line.find("=") < 0 or line.find(character) < line.find("="))
    for above, below in pairwise(lines):
        for at, character in enumerate(above[: stem + 1]):
            if character in "├│" and "…" not in (above + below)[: stem + 1]:
                assert below[at : at + 1] in ("├", "│", "└"), (above, below)


@pytest.mark.parametrize("text", [TREE, NEURON, SHARED, CHAIN, FRACTIONS], ids=lambda text: text.partition(";")[0])
def test_plain_trees_can_be_read_aloud(text: str) -> None:
    """Every branch of the system stands there by its own name, in ASCII, once."""
    found = defined(text)
    shown = plain((block(text),), 100)
    assert shown.isascii()
    for target, source in edges(found):
        assert shown.count(f"d{target}/d{source} ") == 1
