r"""LaTeX to plain text with places, so that everything behind it is shared.

    \frac{a}{b}   ((a)/(b))      \sin^{2} x   sin^{2} x      \cdot   *      \left( \right)   ( )

This module knows TeX; it must not know functions, grammar or tasks.
"""

from __future__ import annotations

import re
from typing import NoReturn

from chainrule.errors import ParseError, TooLarge
from chainrule.expression.letters import GREEK, LOGS, WORDS
from chainrule.expression.syntax import Note
from chainrule.expression.tokens import LENGTH, Source, fold

NESTING = 100
COMMAND = re.compile(r"\\([A-Za-z]+|.)")
SILENT = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "bigg",
        "biggl",
        "biggr",
        "Bigg",
        "Biggl",
        "Biggr",
        "limits",
        "displaystyle",
        "textstyle",
        "quad",
        "qquad",
        ",",
        ";",
        "!",
        ":",
        ">",
        "(",
        ")",
        "[",
        "]",
        "mathrm",
        "rm",
    ]
) | {" "}
"""Commands that say only how it looks."""
REPLACED = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "lbrace": "(", "rbrace": ")",
    "{": "(", "}": ")", "|": "|", "prime": "'", "partial": "∂", "langle": "<", "rangle": ">", "e": "e", "exp": "exp",
    "arsinh": "arsinh", "lparen": "(", "rparen": ")", "\\": "\n", "varphi": "phi", "varepsilon": "epsilon", "vartheta": "theta",
    "colon": ":",
}  # fmt: skip
NAMED = frozenset(WORDS) | frozenset(GREEK.values()) | frozenset(LOGS)
WRAPPERS = frozenset(
    {"operatorname", "mathrm", "text", "mathit", "mathbf", "mathsf", "textrm", "operatorname*", "mbox", "boldsymbol", "ensuremath", "vec"}
)
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
REFUSED = {
    "int": "integral",
    "iint": "integral",
    "oint": "integral",
    "sum": "large-sign",
    "prod": "large-sign",
    "infty": "infinity",
    "circ": "degrees",
}
"""Commands with a meaning that is none here."""
LETTERS = {name: letter for letter, name in GREEK.items()}
"""Name of a Greek letter to the letter."""
_RATE = re.compile(
    r"""\\[dtc]?frac\s*\{\s*(?:\\mathrm\s*\{?\s*)?(?P<d>d|\\partial)\}?\s*(?:\^\s*\{?(?P<n>\d+)\}?)?\s*(?P<f>[A-Za-z])?\s*\}
    \s*\{(?P<below>(?:\s*(?:\\mathrm\s*\{?\s*)?(?:d|\\partial)\}?\s*(?:[A-Za-z]|\\[a-z]+)(?:_\{?\w+\}?)?\s*(?:\^\s*\{?\d+\}?)?)+\s*)\}""",
    re.VERBOSE,
)


def is_latex(text: str) -> bool:
    """Whether the text is LaTeX: it has a command or a dollar sign."""
    return "$" in text or ("\\" in text and re.search(r"\\[A-Za-z()\[\]{},;:!|\\ ]", text) is not None)


def latex(text: str) -> Source:
    """The text in plain notation; each character knows its place in the LaTeX."""
    if len(text) > LENGTH:
        raise TooLarge("text-too-long", {"limit": LENGTH, "length": len(text)})
    reader = _Reader(text)
    reader.part(0, len(text), 0)
    plain = fold("".join(reader.letters))
    return Source(text, plain.folded, [reader.places[i] for i in plain.places], tuple(reader.notes))


class _Reader:
    """Letters of the plain text as they come, with their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters: list[str] = []
        self.places: list[int] = []
        self.notes: list[Note] = []

    def put(self, letters: str, place: int, end: int = 0) -> None:
        """Write what stands from a place to its end; a name is set apart from a letter before it."""
        if letters[:1].isalpha() and self.letters and (self.letters[-1].isalpha() and len(letters) > 1):
            letters = " " + letters
        self.letters += letters
        self.places += [place] * len(letters)
        if len(letters) > 1:
            self.places[-1] = max(place, end - 1)

    def fail(self, kind: str, start: int, end: int, **facts: str) -> NoReturn:
        """Refuse, with the place."""
        raise ParseError(kind, facts, span=(start, end), source=self.text)

    def part(self, at: int, end: int, depth: int) -> None:
        """Translate a part of the text."""
        if depth > NESTING:
            raise TooLarge("too-nested", {"limit": NESTING}, span=(at, at + 1), source=self.text)
        while at < end:
            letter = self.text[at]
            if letter == "\\":
                at = self.command(at, end, depth)
            elif letter in "^_" and (match := re.match(r"[\^_](\d)(?=\d)", self.text[at:end])):
                self.put(letter, at)
                self.put(match.group(1), at + 1)
                self.put("*", at + 1)
                digits = re.compile(r"\d+").match(self.text, at + 1, end)
                seen = digits.group() if digits else ""
                self.notes.append(
                    Note(
                        "tex-power",
                        {"seen": letter + seen, "read": f"{letter}{seen[0]}*{seen[1:]}", "whole": f"{letter}{{{seen}}}"},
                        (at, at + 1 + len(seen)),
                    )
                )
                at += 2
            elif letter == "^" and (match := re.match(r"\^\{\s*((?:\\prime\s*)+)\}", self.text[at:end])):
                self.put("'" * match.group(1).count("prime"), at)
                at += match.end()
            else:
                self.letters.append(" " if letter == "~" else letter)
                self.places.append(at)
                at += 1

    def command(self, at: int, end: int, depth: int) -> int:
        """Translate one command; where to go on."""
        rate = _RATE.match(self.text, at, end)
        if rate:
            return self.rate(rate)
        match = COMMAND.match(self.text, at, end)
        if match is None:
            self.fail("latex-unknown", at, end, command="\\")
        name, after = match.group(1), match.end()
        if name in FRACTIONS:
            return self.fraction(name, at, after, end, depth)
        if name in WRAPPERS and (group := self.group(after, end)):
            inner = self.text[group[0] : group[1]].strip()
            if inner in NAMED or len(inner) == 1:
                self.put(inner, at, group[1] + 1)
            else:
                self.put(" ", at)
                self.part(*group, depth + 1)
                self.put(" ", at)
            return group[1] + 1
        if name == "sqrt":
            braced = self.text[after:end].lstrip()[:1] in ("{", "[")
            self.put("sqrt" if braced else "√", at, after)
            return after
        if name in REPLACED:
            word = REPLACED[name]
            self.put(f" {word}" if word.isalpha() and len(word) > 1 else word, at, after)
        elif name in SILENT:
            self.put(" ", at) if name in ("quad", "qquad", ",", ";", ":", " ") else None
            if name in ("left", "right") and self.text[after : after + 1] == ".":
                return after + 1
        elif name in NAMED:
            self.put(name, at, after)
        else:
            self.fail(REFUSED.get(name, "latex-unknown"), at, after, command="\\" + name, sign="\\" + name)
        return after

    def group(self, at: int, end: int) -> tuple[int, int] | None:
        """The inside of the braces that come next."""
        while at < end and self.text[at] == " ":
            at += 1
        if at >= end or self.text[at] != "{":
            return None
        depth = 0
        for i in range(at, end):
            if self.text[i] == "{":
                depth += 1
            elif self.text[i] == "}":
                depth -= 1
                if depth == 0:
                    return at + 1, i
        return self.fail("unclosed-bracket", at, at + 1, bracket="{")

    def argument(self, name: str, start: int, at: int, end: int) -> tuple[int, int, int]:
        """An argument in braces, or the single character that comes next; and where to go on."""
        group = self.group(at, end)
        if group:
            return *group, group[1] + 1
        while at < end and self.text[at] == " ":
            at += 1
        command = COMMAND.match(self.text, at, end)
        if command and command.group(1) in NAMED and WORDS.get(command.group(1)) == "name":
            return at, command.end(), command.end()
        if at >= end or not self.text[at].isalnum():
            self.fail("latex-argument", start, min(at + 1, end), command="\\" + name)
        return at, at + 1, at + 1

    def fraction(self, name: str, start: int, at: int, end: int, depth: int) -> int:
        r"""\frac{a}{b}"""
        a0, a1, at = self.argument(name, start, at, end)
        b0, b1, at = self.argument(name, start, at, end)
        if not self.text[a0:a1].strip() or not self.text[b0:b1].strip():
            self.fail("latex-argument", start, at, command="\\" + name)
        self.put("((", start)
        self.part(a0, a1, depth + 1)
        self.put(")/(", a1)
        self.part(b0, b1, depth + 1)
        self.put("))", b1)
        return at

    def rate(self, match: re.Match[str]) -> int:
        r"""\frac{d^2 y}{dx^2} as d^2y/dx^2"""
        d = "∂" if "partial" in match["d"] else "d"
        below = re.sub(r"\\mathrm\s*\{?\s*d\}?", "d", match["below"]).replace("\\partial", "∂")
        below = re.sub(r"\\([a-z]+)", lambda m: LETTERS.get(m.group(1), m.group(1)), re.sub(r"[{}\s]", "", below))
        power = f"^{match['n']}" if match["n"] else ""
        self.put(f"{d}{power}{match['f'] or ''}/{below}", match.start(), match.end())
        self.put(" ", match.end() - 1)
        return match.end()
