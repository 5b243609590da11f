"""The options that commands share, and where results go."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chainrule.errors import UsageError
from chainrule.words import LANGUAGES, language


class Format(StrEnum):
    """The output formats."""

    terminal = "terminal"
    plain = "plain"
    markdown = "markdown"
    latex = "latex"
    html = "html"
    json = "json"
    svg = "svg"
    dot = "dot"
    csv = "csv"


class Detail(StrEnum):
    """How much is said."""

    brief = "brief"
    normal = "normal"
    full = "full"


FormatOption = Annotated[
    Format, typer.Option("--format", help="terminal, plain, markdown, latex, html, json; graphs: svg, dot; piles of answers: csv.")
]
OutputOption = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write to a file instead of the screen.")]
LangOption = Annotated[str | None, typer.Option("--lang", metavar="en|zh", help="Language; default: from the locale.")]
DetailOption = Annotated[Detail, typer.Option("--detail", help="brief, normal or full.")]
PlainOption = Annotated[bool, typer.Option("--plain", help="Plain ASCII text, for screen readers too; the same as --format plain.")]
FragmentOption = Annotated[bool, typer.Option("--fragment", help="LaTeX and HTML without the frame of a whole document.")]


def chosen_language(lang: str | None) -> str:
    """The language asked for, or that of the locale."""
    if lang is None:
        return language()
    if lang not in LANGUAGES:
        raise UsageError("unknown-language", {"name": lang, "known": ", ".join(LANGUAGES)})
    return lang


def joined(words: Sequence[str], context: typer.Context) -> str:
    """The words of an unquoted problem as one text; ``-`` is standard input; an option the command does not know is refused."""
    for word in words:
        if word.startswith("--") and word[2:3].isalpha():
            from difflib import get_close_matches

            name = word.split("=", 1)[0]
            known = [option for parameter in context.command.params for option in parameter.opts]
            near = get_close_matches(name, known, 1)
            raise UsageError("unknown-option-near" if near else "unknown-option", {"name": name, "near": near[0] if near else ""})
    if list(words) == ["-"]:
        return sys.stdin.read()
    return " ".join(words)


def deliver(text: str, output: Path | None) -> None:
    """Print the result, or write the file whole: a neighbour first, then renamed."""
    if output is None:
        if not unicode_screen():
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        sys.stdout.write(text)
        return
    neighbour = output.with_name(f".{output.name}.{os.getpid()}")
    neighbour.write_text(text, encoding="utf-8")
    neighbour.replace(output)


def unicode_screen() -> bool:
    """Whether standard output can show mathematical signs."""
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def coloured() -> bool:
    """Whether standard output is a screen, or is to be treated like one."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def width() -> int:
    """``$COLUMNS``, the width of the terminal a pipe belongs to, or 80."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    for stream in (0, 1, 2):
        try:
            return os.get_terminal_size(stream).columns or 80
        except OSError:
            continue
    return 80
