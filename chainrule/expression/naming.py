"""Tokens of letters to tokens of names: runs are split, indices joined to their letter.

This module knows which names stand in a run of letters; it must not know what they are applied to.
"""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.errors import ParseError
from chainrule.expression.letters import LONELY, SHORT, WORDS, canonical, check_word, split
from chainrule.expression.syntax import Note
from chainrule.expression.tokens import Token

_ARGUMENT = frozenset(("open", "letters", "number", "root", "fraction", "bar"))
_SUFFIXES = tuple(name for name in LONELY if WORDS.get(name) == "function")


def named(tokens: Sequence[Token], source: str, bound: frozenset[str], notes: list[Note]) -> list[Token]:
    """The tokens with letters as names and functions, indices joined; what was decided goes to ``notes``."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        match token.kind:
            case "letters":
                found += _letters(token, tokens[i + 1], source, bound, notes)
            case "sub":
                _index(found, token, source)
            case "number" if token.text[0] == "." and not token.spaced and found and found[-1].kind == "base" and found[-1].text.isdigit():
                found[-1] = found[-1]._replace(text=found[-1].text + token.text, end=token.end)
            case _:
                found.append(token)
    return found


def _index(found: list[Token], token: Token, source: str) -> None:
    """The index joins the letter before it, or is the base of a logarithm."""
    before = found[-1] if found else None
    if before and before.kind == "function" and before.text == "log":
        found.append(token._replace(kind="base"))
    elif (before and before.kind == "base" and before.text[-1:].isalpha()) or (before and before.kind == "name"):
        found[-1] = before._replace(text=f"{before.text}_{token.text}", end=token.end)
    else:
        kind = "index-on-function" if before and before.kind == "function" else "lonely-subscript"
        facts = {"text": token.text, "name": before.text if before else ""}
        raise ParseError(kind, facts, span=(token.start, token.end), source=source)


def _letters(token: Token, after: Token, source: str, bound: frozenset[str], notes: list[Note]) -> list[Token]:
    run = token.text
    if len(run) == 1:
        pieces = split(run, bound)
    else:
        if run == "at" and token.spaced and after.spaced:
            raise ParseError("prose", {"word": run}, span=(token.start, token.end), source=source)
        check_word(run, after.kind == "open", token.start, token.end, source, bound)
        pieces = split(run, bound)
        if (
            run in LONELY
            and pieces[0][1] == "function"
            and (after.kind not in _ARGUMENT and not (after.kind == "op" and after.text == "^"))
        ):
            pieces = tuple((letter, "name") for letter in run)
        _say(run, pieces, token, notes)
    if len(pieces) == 1:
        spelling, kind = pieces[0]
        return [Token(kind, spelling if kind == "function" else canonical(spelling), token.start, token.end, token.spaced)]
    found, start = [], token.start
    whole = token.end - token.start == len(run)
    for i, (spelling, kind) in enumerate(pieces):
        end = start + len(spelling) if whole else token.end
        found.append(Token(kind, spelling if kind == "function" else canonical(spelling), start, end, token.spaced and i == 0))
        start = end if whole else start
    return found


def _say(run: str, pieces: tuple[tuple[str, str], ...], token: Token, notes: list[Note]) -> None:
    """A note on a run that could be read in another way."""
    span = (token.start, token.end)
    if len(pieces) == 1:
        spelling, kind = pieces[0]
        if kind == "function" and run in SHORT:
            notes.append(Note("short-name", {"seen": run, "read": SHORT[run], "other": "*".join(run)}, span))
        elif kind == "function" and spelling != run:
            notes.append(Note("run-split", {"seen": run, "read": spelling}, span))
    elif any(kind == "function" for _, kind in pieces):
        notes.append(Note("run-split", {"seen": run, "read": " ".join(spelling for spelling, _ in pieces)}, span))
    elif len(pieces) > 3 or run.startswith(_SUFFIXES):
        notes.append(Note("letters-product", {"seen": run, "read": "*".join(spelling for spelling, _ in pieces)}, span))
