"""A page as plain ASCII text: for pipes that want it, old terminals and screen readers.

Colour and position carry nothing here: every line can be read aloud in order.
"""

from __future__ import annotations

from typing import Any

from chainrule.render.asciiwords import ascii_words
from chainrule.render.layout import Dialect, lines
from chainrule.render.page import Page
from chainrule.render.treelines import Guides

WIDTH = 80
GUIDES = Guides("|- ", "`- ", "|  ", "   ", " ...")


def _tree(tree: Any) -> str:
    from chainrule.expression.notation.unicode import ascii  # a page of words alone needs no SymPy

    return ascii(tree)


PLAIN = Dialect(tree=_tree, sign="ascii", check="[checked]", doubt="[not checked]", wrong="[not right]", guides=GUIDES, words=ascii_words)


def plain(page: Page, width: int = WIDTH) -> str:
    """The page as text; letters of the language stay as they are, mathematics is ASCII."""
    return "\n".join("".join(text for text, _ in line) for line in lines(page, width, PLAIN)) + "\n"
