"""A drill from a pipe or on a terminal that can only print: one answer a line, everything printed plainly.

This module knows lines and pages; it must not know drills.
"""

from __future__ import annotations

import sys
from typing import TextIO

from chainrule.cli.options import coloured, unicode_screen, width
from chainrule.practice.drill.session import Session
from chainrule.render.page import Page, Sentence


class LineFront:
    """Lines in, text out."""

    shows_keys = False

    def __init__(self, plain: bool, source: TextIO | None = None) -> None:
        """``plain``: ASCII."""
        self.plain = plain or not unicode_screen()
        self.source = source or sys.stdin
        self.waits = self.source.isatty()
        self.mark = "> " if self.plain else "› "
        if hasattr(self.source, "reconfigure"):
            self.source.reconfigure(errors="replace")

    def show(self, page: Page) -> None:
        """Print a page and an empty line."""
        if page:
            print_page(page, self.plain, colour=False)

    def read(self, session: Session, question: Page, key: str = "") -> str | None:
        """The question and a line. What comes out of a pipe is printed, so that question and answer can be read."""
        if question:
            print_page(question, self.plain, colour=False, apart=False)
        if key:
            print_page((Sentence(session.drill.words.fill(key)),), self.plain, colour=False, apart=False)
        print(f"  {self.mark}", end="", flush=True)
        line = self.source.readline()
        if not self.waits:
            print("".join(letter if letter.isprintable() else "�" for letter in line.rstrip("\r\n")))
        elif not line:
            print()
        if not line:
            return None
        print(flush=True)
        return line.rstrip("\r\n")


def print_page(page: Page, plain: bool, colour: bool = True, apart: bool = True) -> None:
    """A page on standard output, at its width now; ``apart``: followed by an empty line."""
    if plain:
        from chainrule.render.plain import plain as ascii_text

        text = ascii_text(page, width())
        if not unicode_screen():
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        sys.stdout.write(text)
    elif colour and coloured():
        from rich.console import Console

        from chainrule.render import terminal

        terminal.show(page, Console(file=sys.stdout, highlight=False))
    else:
        from chainrule.render import terminal

        sys.stdout.write(terminal.text(page, width()))
    if apart:
        sys.stdout.write("\n")
    sys.stdout.flush()
