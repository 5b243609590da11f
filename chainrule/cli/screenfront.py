"""A drill on a terminal: a line that can be edited, with how it is understood shown while it is being typed.

    Ctrl-C      clears the line; on an empty one it asks whether to stop
    Ctrl-D      on an empty line stops
    Ctrl-Z      back to the shell, where there are jobs; fg goes on
    ↑ ↓         what was typed before

This module knows prompt_toolkit; it must not know what answers mean.
"""

from __future__ import annotations

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from rich.cells import cell_len

from chainrule.cli.keys import COMMANDS
from chainrule.cli.linefront import print_page
from chainrule.cli.options import coloured, unicode_screen, width
from chainrule.practice.drill.session import Session
from chainrule.render.page import Page, Sentence
from chainrule.words import Words

STYLE = Style.from_dict({"bottom-toolbar": "noreverse", "mark": "bold", "echo": "ansicyan", "keys": "ansibrightblack"})
GAP = 4
LONGEST = 2000
"""A longer line is not read while it is being typed."""


class ScreenFront:
    """Lines typed on a terminal, pages printed on it."""

    waits = True

    def __init__(self, plain: bool, colour: bool | None = None) -> None:
        """``plain``: ASCII, and nothing that moves while somebody types."""
        self.plain = plain or not unicode_screen()
        self.colour = coloured() if colour is None else colour
        self.mark = "> " if self.plain else "› "
        self.shows_keys = not self.plain
        self.answers = self._session()
        self.questions = self._session()

    def _session(self) -> PromptSession[str]:
        depth = None if self.colour else ColorDepth.DEPTH_1_BIT
        return PromptSession(
            history=Answers(), key_bindings=_bindings(), style=STYLE, color_depth=depth, reserve_space_for_menu=0, enable_suspend=True
        )

    def show(self, page: Page) -> None:
        """Print a page and an empty line."""
        if page:
            print_page(page, self.plain, self.colour)

    def read(self, session: Session, question: Page, key: str = "") -> str | None:
        """The question and a line."""
        words = session.drill.words
        if question:
            print_page(question, self.plain, self.colour, apart=False)
        if key:
            print_page((Sentence(words.fill(key), "note"),), self.plain, self.colour, apart=False)
        mark = FormattedText([("", "  "), ("class:mark", self.mark)])
        echo = Echo(session, words, 2 + cell_len(self.mark))
        typed = self.answers.default_buffer
        try:
            if self.plain or key:
                line = (self.questions if key else self.answers).prompt(mark)
            else:
                line = self.answers.prompt(mark, rprompt=lambda: echo.beside(typed.text), bottom_toolbar=lambda: echo.below(typed.text))
        except EOFError:
            return None
        print(flush=True)
        return line


class Answers(InMemoryHistory):
    """What was typed before, without the commands."""

    def append_string(self, string: str) -> None:
        """Keep an answer."""
        if string.strip().lower().lstrip(":：") not in COMMANDS:
            super().append_string(string)


class Echo:
    """How a line is understood while it is being typed: at its right; below it, where there is no room."""

    def __init__(self, session: Session, words: Words, start: int) -> None:
        """``start`` is the column where the line begins."""
        self.session = session
        self.words = words
        self.start = start
        self._known: tuple[str, str] = ("", "")

    def beside(self, text: str) -> FormattedText:
        """At the right of the line."""
        return FormattedText([("class:echo", self._said(text))] if self._fits(text) else [])

    def below(self, text: str) -> FormattedText:
        """Below; what is at the right is not repeated: there are the keys."""
        if text.strip() and not self._fits(text):
            return FormattedText([("class:echo", "  " + clipped(self._said(text), width() - 3))])
        return FormattedText([("class:keys", "  " + clipped(self._keys, width() - 3))])

    @property
    def _keys(self) -> str:
        return self.words.text("drill.keys-exam" if self.session.drill.exam else "drill.keys")

    def _fits(self, text: str) -> bool:
        return self.start + cell_len(text) + GAP + cell_len(self._said(text)) <= width()

    def _said(self, text: str) -> str:
        """How the line is understood; nothing where it cannot be read (yet)."""
        if text != self._known[0]:
            echo = self.session.drill.echo(text) if text.strip() and len(text) <= LONGEST else None
            self._known = (text, self.words.text("drill.understood", maths=echo) if echo else "")
        return self._known[1]


def clipped(text: str, room: int) -> str:
    """The end of a text that does not fit left out.

    >>> clipped("cos(x² + 1)", 8), clipped("理解为 x", 6)
    ('cos(x² …', '理解…')
    """
    if cell_len(text) <= room:
        return text
    while text and cell_len(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


def _bindings() -> KeyBindings:
    """Ctrl-C clears what is typed; on an empty line it is passed on."""
    bindings = KeyBindings()

    @bindings.add("c-c")
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")

    return bindings
