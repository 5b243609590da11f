"""How a complaint stands on the screen: the line of the input with a caret under the place, sentences that fit."""

from __future__ import annotations

from rich.cells import cell_len

from chainrule.errors import ChainruleError

ROOM = 70


def caret(error: ChainruleError) -> list[str]:
    """The line and the caret line, indented by two; nothing when the error has no place.

    >>> from chainrule.errors import ParseError
    >>> print("\\n".join(caret(ParseError("missing-argument", span=(3, 6), source="3x sin"))))
      3x sin
         ^^^
    """
    if error.span is None or not error.source:
        return []
    start, end = error.span
    before, _, _ = error.source[:start].rpartition("\n") if "\n" in error.source[:start] else ("", "", "")
    offset = len(before) + 1 if "\n" in error.source[:start] else 0
    line = error.source[offset:].split("\n", 1)[0]
    start, end = start - offset, min(end - offset, len(line))
    if len(line) > ROOM:  # a window around the place
        first = max(0, start - ROOM // 2)
        cut = "…" if first else ""
        line, start, end = cut + line[first : first + ROOM], start - first + len(cut), end - first + len(cut)
        end = min(end, len(line))
    line = "".join(letter if letter.isprintable() else "�" for letter in line)
    pad = " " * cell_len(line[:start])
    return [f"  {line}", f"  {pad}{'^' * max(1, cell_len(line[start:end]))}"]


def wrapped(text: str) -> list[str]:
    """A sentence in lines that fit the terminal."""
    from chainrule.cli.options import width
    from chainrule.render.spans import filled

    return ["".join(part for part, _ in line) for line in filled(((text, None),), max(width(), 40), 2, 2)]
