"""Text to tokens, letters to names: ``2xsinx`` is 2, x, sin, x.

This module knows characters and which names stand in a run of letters; it must not know grammar or SymPy.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import NamedTuple

from chainrule.errors import ParseError, TooLarge
from chainrule.expression.characters import FRACTIONS, REFUSED, SUBSCRIPTS, SUPERSCRIPTS, Source
from chainrule.expression.letters import ACCENTS, FUNCTIONS, GREEK, LONELY, SHORT, UNKNOWN, canonical, check_word, split
from chainrule.expression.syntax import Note

DIGITS = 100
"""A longer number is refused."""


class Token(NamedTuple):
    """One sign, number or name; places are those of the folded text.

    ``kind``: number name euler pi function sign star caret bang sup base under open close bar root fraction prime comma
    separator equals angle rate slope point colon end. ``spaced`` tells whether white space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


_RAISED = rf"(?:\^\{{?[0-9]+\}}?|[{''.join(SUPERSCRIPTS)}]+)?"
_LETTER = r"(?:theta|alpha|beta|gamma|phi|omega|tau|lambda|[A-Za-zα-ω])(?:_\{?[A-Za-z0-9]+\}?)?"
_GREEK = "|".join(GREEK.values())
_SPACE = " \t\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_PIECES = re.compile(
    rf"""[-+/^()|]|\*\*?
    |[0-9]+(?:\.[0-9]+)?
    |(?!d|arc\s)[A-Za-z]+
    |[{_SPACE}]+|\.[0-9]+
    |[d∂]{_RAISED}\s*/\s*[d∂]\s*{_LETTER}{_RAISED}(?:\s*∂\s*{_LETTER}{_RAISED})*(?![A-Za-zα-ω])
    |[d∂]\s*[A-Za-z]\s*/\s*[d∂]\s*[A-Za-zα-ω](?![A-Za-zα-ω])
    |(?:arc\s+(?=sin|cos|tan|cot|sec|csc|tg|ctg))?[A-Za-z]+|[α-ωΑ-Ω]+
    |['"`]+|=+|[;\n]+|[{"".join(SUPERSCRIPTS)}]+|[{"".join(SUBSCRIPTS)}]+
    |_\{{[A-Za-z0-9,./+-]+\}}|(?<=log)_[0-9]+\.[0-9]+|_[0-9]+|_(?:{_GREEK})(?![A-Za-z])|(?<!log)_[A-Za-z]+|_[A-Za-zα-ωΑ-Ω]
    |.""",
    re.VERBOSE | re.DOTALL,
)
"""A text falls into these pieces; the first character of a piece tells its kind."""
_STARTS = {
    "space": " \t\f\v\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000", "number": digits,
    "letters": [*ascii_letters, *GREEK], "sign": "+-", "star": "*/", "caret": "^", "bang": "!", "open": "([{⟮", "close": ")]}⟯",
    "sup": SUPERSCRIPTS, "sub": ["_", *SUBSCRIPTS], "bar": "|", "root": "√∛∜", "fraction": FRACTIONS, "prime": "'\"`", "equals": "=",
    "comma": ",", "separator": ";\n", "angle": "<>≤≥≠≈∈", "point": ".", "colon": ":", "slope": "∂",
}  # fmt: skip
_KINDS = {letter: kind for kind, letters in _STARTS.items() for letter in letters}
RATE = re.compile(rf"[d∂]({_RAISED})\s*/\s*[d∂]\s*({_LETTER})({_RAISED})")
"""d²/dx²: the order above, the letter, the order below."""
_INDEX = re.compile(r"_\{?([A-Za-z0-9]+)")
_ACTS_ON = re.compile(r"\s*[(\[{|√∛∜]|\s+[A-Za-zα-ω0-9.½]")
"""Behind a name: something it could act on."""


def tokenize(
    source: Source, bound: frozenset[str] = frozenset(), notes: list[Note] | None = None, start: int = 0, stop: int | None = None
) -> list[Token]:
    """The tokens of a part of a folded text, closed by an ``end`` token; what was decided about names goes to ``notes``.

    Names in ``bound`` are letters. Raises ``ParseError`` for what is no token and ``TooLarge`` for a long number.

    >>> from chainrule.expression.characters import fold
    >>> [token.text for token in tokenize(fold("2xsinx"))]
    ['2', 'x', 'sin', 'x', '']
    """
    tokens: list[Token] = []
    text, at, spaced = source.folded, start, False
    for body in _PIECES.findall(text, start, len(text) if stop is None else stop):
        kind, last = _KINDS.get(body[0], ""), at + len(body)
        if kind == "space":
            at, spaced = last, True
            continue
        if kind == "letters" and body not in bound:
            if last == at + 1:
                tokens.append(Token(_CONSTANTS.get(body, "name"), GREEK.get(body, body), at, last, spaced))
            elif body in FUNCTIONS:
                tokens.append(Token("function", body, at, last, spaced))
            else:
                tokens += _letters(Token(kind, body, at, last, spaced), source, bound, notes)
        elif kind in _PLAIN and last - at <= DIGITS and body != "**":
            tokens.append(Token(kind, body, at, last, spaced))
        else:
            _special(Token(kind, body, at, last, spaced), tokens, source, bound, notes)
        at, spaced = last, False
    close = tokens[-1].end if tokens else at
    tokens.append(Token("end", "", close, close + 1, spaced))
    return tokens


_PLAIN = frozenset(_STARTS) - {"space", "letters", "sup", "sub", "fraction", "point", "slope"}
"""Kinds whose tokens stand as they are typed."""
_CONSTANTS = {"e": "euler", "pi": "pi", "π": "pi"}


def _special(token: Token, tokens: list[Token], source: Source, bound: frozenset[str], notes: list[Note] | None) -> None:
    """A token whose kind or text is not that of its characters."""
    kind, body, first, last, _ = token
    match kind:
        case "number" if last - first > DIGITS:
            raise TooLarge("number-too-long", {"limit": DIGITS}, span=source.span(first, last), source=source.text)
        case "star":
            tokens.append(token._replace(kind="caret", text="^"))
        case "letters":
            tokens += _letters(token, source, bound, notes)
        case "slope" if "/" in body:
            tokens += _letters(token, source, bound, notes)
        case "sup":
            tokens.append(token._replace(text="".join(SUPERSCRIPTS[sign] for sign in body)))
        case "sub" if body == "_" and source.folded[last : last + 1] in ("(", "[", "{"):
            tokens.append(token._replace(kind="under"))
        case "sub" if body != "_":
            _index(token, tokens, source, bound, notes)
        case "fraction":
            tokens.append(token._replace(text=FRACTIONS[body]))
        case "point" if last > first + 1:
            tokens.append(token._replace(kind="number"))
        case "" | "sub":
            facts = {"seen": body, "sign": body, "code": f"U+{ord(body):04X}"}
            raise ParseError(REFUSED.get(body, "unknown-character"), facts, span=source.span(first, last), source=source.text)
        case _:
            tokens.append(token)


def _letters(token: Token, source: Source, bound: frozenset[str], notes: list[Note] | None) -> list[Token]:
    """A run of letters: a derivative d/dx, or names."""
    if "/" in token.text:
        return [token._replace(kind="rate" if RATE.fullmatch(token.text) else "slope")]
    return _names(token, source, bound, notes)


def _index(token: Token, tokens: list[Token], source: Source, bound: frozenset[str], notes: list[Note] | None) -> None:
    """The index joins the letter before it, or is the base of a logarithm."""
    body = token.text
    text = body.strip("_{}") if body[0] == "_" else "".join(SUBSCRIPTS[sign] for sign in body)
    before = tokens[-1] if tokens else None
    if before and before.kind == "function" and before.text == "log":
        tokens.append(token._replace(kind="base", text=text))
        return
    facts = {"text": text, "name": before.text if before else "", "seen": (before.text if before else "") + body}
    if before is None or before.kind not in ("name", "base") or (before.kind == "base" and not before.text[-1].isalpha()):
        kind = "index-on-function" if before and before.kind == "function" else "lonely-subscript"
        raise ParseError(kind, facts, span=source.span(token.start, token.end), source=source.text)
    letter, _, index = before.text.partition("_")
    if text in ACCENTS and index not in ACCENTS:  # the accent stands at the letter: x_1 with a hat is x_hat_1
        tokens[-1] = before._replace(text="_".join(filter(None, (letter, text, index))), end=token.end)
        return
    name = f"{before.text}_{text}"
    bare = body[0] == "_" and body[1] != "{" and text.isalpha() and name not in bound  # nothing tells where the index ends
    if bare and len(text) > 1 and text not in GREEK.values():
        kind = "index-of-unknown" if before.text in UNKNOWN else "long-index"
        facts |= {"first": text[0], "rest": text[1:], "letters": ", ".join(text)}
        raise ParseError(kind, facts, span=source.span(before.start, token.end), source=source.text)
    tokens[-1] = before._replace(text=name, end=token.end)
    if bare and before.text in UNKNOWN and not source.folded.startswith("(", token.end) and notes is not None:
        notes.append(Note("indexed-letter", facts, source.span(before.start, token.end)))


def _names(token: Token, source: Source, bound: frozenset[str], notes: list[Note] | None) -> list[Token]:
    """The names in a run of letters; a word that is no product is refused, a doubtful reading said."""
    run, text = "".join(token.text.split()), source.folded
    index = _INDEX.match(text, token.end) if len(run) > 1 else None
    if index and f"{run}_{index[1]}" in bound:
        return [token._replace(kind="name", text=run)]
    span = source.span(token.start, token.end)
    acts = bool(_ACTS_ON.match(text, token.end))
    if len(run) > 1:
        if run in ("at", "is", "be") and token.spaced and text[token.end : token.end + 1].isspace():
            raise ParseError("prose", {"word": run}, span=span, source=source.text)
        check_word(run, acts, text[token.end :].lstrip()[:1] in ("(", "[", "{"), bound, span, source.text)
    pieces = split(run, bound)
    if run in LONELY and pieces[0][1] == "function" and not acts and text[token.end : token.end + 1] not in ("^", *SUPERSCRIPTS):
        pieces = tuple((letter, "name") for letter in run)
    note = _doubt(run, pieces, acts, bound)
    if note and notes is not None:
        notes.append(Note(*note, span))
    found, start = [], token.start
    for i, (spelling, kind) in enumerate(pieces):
        if kind == "name" and canonical(spelling) not in bound:
            kind = _CONSTANTS.get(spelling, kind)
        end = token.end if i == len(pieces) - 1 else start + len(spelling)
        found.append(Token(kind, canonical(spelling), start, end, token.spaced and i == 0))
        start = end
    return found


def _doubt(run: str, pieces: tuple[tuple[str, str], ...], acts: bool, bound: frozenset[str]) -> tuple[str, dict[str, str]] | None:
    """What to say on a run that could be read in another way."""
    spellings = [spelling for spelling, _ in pieces]
    functions = [spelling for spelling, kind in pieces if kind == "function"]
    if functions == [run]:
        return ("short-name", {"seen": run, "read": SHORT[run], "other": "*".join(run)}) if run in SHORT else None
    if functions:
        return "run-split", {"seen": run, "read": " ".join(spellings)}
    several = len(pieces) > 3 or (len(pieces) == 3 and "e" in spellings and "e" not in bound)
    if several or (len(pieces) == 2 and (run[0] == "d" or (run == "nl" and acts))) or (len(pieces) > 2 and run[:2] in LONELY):
        return "letters-product", {"seen": run, "read": "*".join(spellings)}
    return None
