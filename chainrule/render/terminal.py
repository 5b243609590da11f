"""A page for the terminal: Unicode mathematics, one colour a layer, readable without colour.

This module knows rich, colours and stacked fractions; it must not know derivations. What knows trees is imported
where one is met: a page of words alone needs no SymPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from chainrule.render.layout import Dialect, lines
from chainrule.render.page import Page
from chainrule.render.treelines import Guides

if TYPE_CHECKING:  # rich is imported only where a screen shows colours
    from rich.console import Console
    from rich.text import Text as Line

LAYERS = ("cyan", "magenta", "green", "yellow", "blue", "red")
"""The colour of each layer, from the outside in; then over again."""
STYLES = {
    "title": "bold",
    "number": "bold",
    "heading": "bold",
    "task": "dim",
    "comment": "dim",
    "chapter": "bold underline",
    "why": "italic",
    "note": "yellow",
    "condition": "",
    "checked": "green",
    "doubt": "yellow",
    "branch": "dim",
    "wrong": "red",
    "shade1": "black on color(230)",
    "shade2": "black on color(222)",
    "shade3": "black on color(215)",
    "shade4": "black on color(208)",
}


LONG, BRACKETED = 24, 12
"""A fraction wider than this on one line wants a bar; so does one with a bracket after the slash this wide."""


def _tree(tree: Any) -> str:
    from chainrule.expression.notation.unicode import unicode

    return unicode(tree)


def _stacked(tree: Any) -> tuple[tuple[str, ...], int]:
    from chainrule.expression.notation.stacked import stacked

    box = stacked(tree)
    return box.lines, box.baseline


def _hard(tree: Any) -> bool:
    """Whether the tree has a fraction, outside exponents, that is hard to read on one line, or a matrix."""
    from chainrule.expression.arrays import Grid
    from chainrule.expression.written import Over, Power, operands

    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Grid) or (isinstance(node, Over) and _wants_bar(node)):
            return True
        waiting += operands(node)[:1] if isinstance(node, Power) else operands(node)
    return False


def _wants_bar(fraction: Any) -> bool:
    """A sum above, a fraction in a fraction, or a long bracket."""
    from chainrule.expression.written import Over, Plus, Times, postorder

    above, below = fraction.args
    if isinstance(above, Plus) or any(isinstance(node, Over) for part in fraction.args for node in postorder(part)):
        return True
    return cell_len(_tree(fraction)) > LONG or (isinstance(below, Plus | Times) and cell_len(_tree(below)) > BRACKETED)


GUIDES = Guides("├─ ", "└─ ", "│  ", "   ", " …")
TERMINAL = Dialect(tree=_tree, sign="unicode", check="✓", doubt="?", wrong="✗", guides=GUIDES, stacked=_stacked, hard=_hard)


def rendered(page: Page, width: int) -> list[Line]:
    """The page as styled lines no wider than ``width``."""
    from rich.text import Text as Line

    result = []
    for spans in lines(page, width, TERMINAL):
        line = Line(no_wrap=True, overflow="ignore", end="")
        for text, style in spans:
            line.append(text, style=_style(style))
        result.append(line)
    return result


def text(page: Page, width: int) -> str:
    """The page without colour, for a pipe or a file."""
    return "\n".join("".join(text for text, _ in line) for line in lines(page, width, TERMINAL)) + "\n"


def show(page: Page, console: Console) -> None:
    """Print the page on a console, at its width."""
    for line in rendered(page, console.width):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def _style(name: str | None) -> str:
    if name is None:
        return ""
    if name.startswith("layer"):
        return LAYERS[int(name[5:]) % len(LAYERS)]
    return STYLES.get(name, "")
