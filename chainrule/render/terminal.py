"""A page for the terminal: Unicode mathematics, one colour a layer, readable without colour.

This module knows rich, colours and stacked fractions; it must not know derivations.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text as Line

from chainrule.expression.notation.stacked import stacked
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Over, Plus, depth, operands, postorder, size
from chainrule.render.layout import Dialect, lines
from chainrule.render.page import Page

LAYERS = ("cyan", "magenta", "green", "yellow", "blue", "red")
"""The colour of each layer, from the outside in; then over again."""
STYLES = {
    "number": "bold",
    "heading": "bold",
    "task": "dim",
    "comment": "dim",
    "note": "yellow",
    "condition": "",
    "checked": "green",
    "doubt": "yellow",
}


def _stack(tree: Any) -> tuple[tuple[str, ...], int] | None:
    """The tree with its fractions stacked, where one line would be hard to read."""
    if isinstance(tree, str) or not any(_hard(node) for node in postorder(tree)):
        return None
    box = stacked(tree)
    return (tuple(box.lines), box.baseline) if len(box.lines) > 1 else None


def _hard(node: Any) -> bool:
    """A fraction in a fraction, or one with a long numerator or denominator."""
    if not isinstance(node, Over):
        return False
    if any(isinstance(below, Over) for part in operands(node) for below in postorder(part)):
        return True
    return any(isinstance(part, Plus) or size(part) > 9 for part in operands(node)) and depth(node) > 3


TERMINAL = Dialect(tree=unicode, sign="unicode", stack=_stack, check="✓", doubt="?", primes="′")


def rendered(page: Page, width: int) -> list[Line]:
    """The page as styled lines no wider than ``width``."""
    result = []
    for spans in lines(page, width, TERMINAL):
        line = Line(no_wrap=True, overflow="ignore", end="")
        for text, style in spans:
            line.append(text, style=_style(style))
        result.append(line)
    return result


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
