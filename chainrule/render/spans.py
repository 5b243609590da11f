"""Lines of styled text: how wide they are, how words and mathematics are broken.

    Span   (text, style); a style is a name (``layer0`` …, ``comment``, ``number``) or ``None``
    Line   a tuple of spans

This module knows widths; it must not know pages or colours.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from chainrule.expression.notation.breaks import wrap

Span = tuple[str, str | None]
Line = tuple[Span, ...]

_CLOSING = "，。；：、）！？」”》"
_OPENING = "（「“《"


def width(line: Line) -> int:
    """The display width."""
    return sum(cell_len(text) for text, _ in line)


def trimmed(line: Line) -> Line:
    """The line without spaces at its end."""
    spans = list(line)
    while spans and not spans[-1][0].rstrip(" "):
        spans.pop()
    if spans:
        spans[-1] = (spans[-1][0].rstrip(" "), spans[-1][1])
    return tuple(spans)


def stripped(line: Line) -> Line:
    """The line without spaces at its start."""
    spans = list(line)
    while spans and not spans[0][0].lstrip(" "):
        spans.pop(0)
    if spans:
        spans[0] = (spans[0][0].lstrip(" "), spans[0][1])
    return tuple(spans)


def broken(line: Line, room: int) -> list[Line]:
    """Mathematics in lines no wider than the room, broken where mathematics may be broken."""
    return list(_restyled(wrap("".join(text for text, _ in line), room, 0), line))


def _restyled(texts: Iterable[str], line: Line) -> Iterable[Line]:
    """Lines of a broken text with the styles they came from; only spaces were dropped or added."""
    source = [(letter, style) for text, style in line for letter in text if letter != " "]
    at = 0
    for text in texts:
        spans: list[Span] = []
        for letter in text:
            style = None if letter == " " else source[at][1]
            at += letter != " "
            if spans and spans[-1][1] == style:
                spans[-1] = (spans[-1][0] + letter, style)
            else:
                spans.append((letter, style))
        yield tuple(spans)


def printable(text: str) -> str:
    """The text without control characters, which could act on a terminal."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in text)


_HELD = "\u00a0"
"""Stands for a space that is no place to break."""


def held(line: Line, room: int) -> Line:
    """Mathematics in a sentence: not broken, when it fits on a line of its own."""
    return tuple((text.replace(" ", _HELD), style) for text, style in line) if width(line) <= room else line


def released(line: Line) -> Line:
    """The line with its held spaces as spaces."""
    return tuple((text.replace(_HELD, " "), style) for text, style in line)


def filled(line: Line, room: int, indent: int, hanging: int, first: Line = ()) -> list[Line]:
    """A sentence in lines no wider than the room, broken between words (Chinese: between characters).

    ``first`` stands in the place of the indent of the first line.
    """
    lines: list[Line] = []
    current: list[Span] = list(first) or [(" " * indent, None)]
    used = width(tuple(current))
    for word in _words(line):
        for piece in _chopped(word, room - hanging):
            if used + width(trimmed(piece)) > room and used > hanging:
                lines.append(trimmed(tuple(current)))
                current, used = [(" " * hanging, None)], hanging
                piece = stripped(piece)
            current += piece
            used += width(piece)
    lines.append(trimmed(tuple(current)))
    return [_merged(line) for line in lines]


def _words(line: Line) -> Iterable[Line]:
    """Pieces that must not be broken, each with the space after it."""
    word: list[Span] = []
    for text, style in line:
        for letter in text:
            if word and _breaks(word[-1][0], letter):
                yield tuple(word)
                word = []
            word.append((letter, style))
    if word:
        yield tuple(word)


def _breaks(before: str, letter: str) -> bool:
    """Whether a line may end between two characters."""
    if before == " ":
        return letter != " "
    wide = cell_len(before) == 2 or cell_len(letter) == 2
    return wide and letter != " " and letter not in _CLOSING and before not in _OPENING


def _chopped(word: Line, room: int) -> Iterable[Line]:
    """A word, letter by letter styled, in pieces no wider than the room."""
    piece: list[Span] = []
    for letter in word:
        if piece and width((*piece, letter)) > room and letter[0] != " ":
            yield tuple(piece)
            piece = []
        piece.append(letter)
    yield tuple(piece)


def _merged(line: Line) -> Line:
    """The line with neighbours of one style as one span."""
    spans: list[Span] = []
    for text, style in line:
        if spans and spans[-1][1] == style:
            spans[-1] = (spans[-1][0] + text, style)
        else:
            spans.append((text, style))
    return tuple(spans)
