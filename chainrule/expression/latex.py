r"""LaTeX to plain text with places, so that everything behind it is shared.

    \frac{a}{b}   ⟮(a)/(b)⟯      \sin^{2} x   sin^{2} x      \cdot   *      \left( \right)   ( )

This module knows TeX; it must not know functions, grammar or tasks.
"""

from __future__ import annotations

import re
from typing import NoReturn

from chainrule.errors import ParseError, TooLarge
from chainrule.expression.characters import Source, check_length, fold
from chainrule.expression.letters import GREEK, WORDS
from chainrule.expression.syntax import Note

NESTING = 100
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_LOOKS = r"""
    left right big Big bigl bigr Bigl Bigr bigg biggl biggr Bigg Biggl Biggr bigm limits displaystyle textstyle quad qquad
    mathrm rm bf it nonumber , ; ! : > ( ) [ ]
"""
SILENT = frozenset(_LOOKS.split()) | {" ", "\n"}
"""Commands that say only how it looks."""
SPACES = frozenset((" ", "\n", "quad", "qquad", ",", ";", ":"))
REPLACED = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "lbrace": "(", "rbrace": ")",
    "{": "(", "}": ")", "|": "|", "prime": "'", "partial": "∂", "langle": "<", "rangle": ">", "lparen": "(", "rparen": ")", "\\": "\n",
    "varphi": "phi", "varepsilon": "epsilon", "vartheta": "theta", "colon": ":", "to": "↦", "mapsto": "↦", "rightarrow": "↦", "lt": "<",
    "gt": ">", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
}  # fmt: skip
NAMED = frozenset(WORDS)
_FONTS = """
    operatorname operatorname* mathrm text mathit mathbf mathsf textrm textbf textit mbox boldsymbol ensuremath vec mathop rm bf it
"""
WRAPPERS = frozenset(_FONTS.split())
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde", "dot": "dot"}
"""Marks over a letter."""
ENVIRONMENTS = frozenset(("equation", "align", "aligned", "gather", "gathered", "split", "multline", "eqnarray", "math", "displaymath"))
"""Surroundings of formulas that say only how they look."""
REFUSED = {
    "int": "integral", "iint": "integral", "oint": "integral", "sum": "large-sign", "prod": "large-sign", "infty": "infinity",
    "degree": "degrees",
}  # fmt: skip
"""Commands with a meaning that is none here."""
_ONE_LETTER = re.compile(r"\s*(\\[A-Za-z]+|[^\W\d_])\s*(?:_\s*(?:\w|\{\w+\})\s*)?\Z")
_LETTER_OF = {name: letter for letter, name in GREEK.items()}
_SPACE = r"(?:\s|\\[,;:!\s])*+"
_D = rf"{_SPACE}(?:\\(?:mathrm|text|rm)\s*\{{?\s*)?(?P<d>d|\\partial(?![a-z]))\}}?{_SPACE}"
_POWER = rf"(?:\^{_SPACE}\{{?{_SPACE}(\d+){_SPACE}\}}?{_SPACE})?"
_ABOVE = re.compile(rf"{_D}{_POWER}")
_PLAIN = r"(?:[A-Za-z]|\\[a-z]+)"
_MARK = rf"\\(?:{'|'.join(ACCENTS)})(?![a-z])\s*"
_BORNE = rf"(?:\{{\s*{_PLAIN}\s*\}}|{_PLAIN})"
_ACCENTED = re.compile(f"({_MARK})({_BORNE})")
_BELOW = re.compile(rf"{_D.replace('?P<d>', '')}({_MARK}{_BORNE}|{_PLAIN})(_\{{?\w+\}}?)?{_SPACE}{_POWER}")
_BELOW_ALL = re.compile(rf"(?:{_BELOW.pattern})+")


def is_latex(text: str) -> bool:
    """Whether the text is LaTeX: it has a command or a dollar sign."""
    return "$" in text or ("\\" in text and re.search(r"\\[A-Za-z()\[\]{},;:!|\\ ]", text) is not None)


def latex(text: str) -> Source:
    """The text in plain notation; each character knows its place in the LaTeX."""
    check_length(text)
    reader = _Reader(text)
    reader.part(0, len(text), 0)
    try:
        plain = fold("".join(reader.letters))
    except ParseError as error:
        first, last = error.span or (0, 0)
        raise ParseError(error.kind, error.facts, span=(reader.starts[first], reader.ends[last - 1]), source=text) from None
    places = range(len(plain.folded)) if plain.starts is None else plain.starts
    starts, ends = [reader.starts[i] for i in places], [reader.ends[i] for i in places]
    return Source(text, plain.folded, starts, ends, tuple(reader.notes))


class _Reader:
    """Letters of the plain text as they come, with their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.notes: list[Note] = []

    def put(self, letters: str, place: int, end: int = 0) -> None:
        """Write what stands from a place to its end; a name is set apart from a letter before it."""
        if letters[:1].isalpha() and self.letters and (self.letters[-1].isalpha() and len(letters) > 1):
            letters = " " + letters
        self.letters += letters
        self.starts += [place] * len(letters)
        self.ends += [max(place + 1, end)] * len(letters)

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
            elif letter in "^_":
                at = self.script(at, end)
            else:
                self.put({"~": " ", "&": " ", "$": " "}.get(letter, letter), at)
                at += 1

    def script(self, at: int, end: int) -> int:
        """A power or index: TeX takes one digit or letter; primes may be raised."""
        sign = self.text[at]
        primes = re.compile(r"\^\s*(?:\{\s*((?:\\prime\s*|')+)\}|((?:\\prime(?![A-Za-z])\s*)+))").match(self.text, at, end)
        if primes:
            marks = primes.group()
            self.put("'" * (marks.count("prime") + marks.count("'")), at, primes.end())
            return primes.end()
        digits = re.compile(r"[\^_](\d)(\d+)").match(self.text, at, end)
        if digits:
            self.put(f"{sign}{digits[1]}*", at, at + 2)
            facts = {"seen": digits.group(), "read": f"{sign}{digits[1]}*{digits[2]}", "whole": f"{sign}{{{digits[1]}{digits[2]}}}"}
            self.notes.append(Note("tex-power", facts, digits.span()))
            return at + 2
        letter = re.compile("_([A-Za-z])").match(self.text, at, end)
        self.put(f"_{{{letter[1]}}}" if letter else sign, at, letter.end() if letter else at + 1)
        return letter.end() if letter else at + 1

    def command(self, at: int, end: int, depth: int) -> int:
        """Translate one command; where to go on."""
        match = _COMMAND.match(self.text, at, end)
        if match is None:
            self.fail("latex-unknown", at, end, command="\\")
        name, after = match.group(1), match.end()
        if name in FRACTIONS:
            return self.fraction(name, at, after, end, depth)
        if name in ACCENTS:
            return self.accent(name, at, after, end, depth)
        if name in WRAPPERS and (group := self.group(after, end)):
            return self.wrapped(at, group, depth)
        if name in ("begin", "end") and (group := self.group(after, end)) and self.text[slice(*group)].strip("* ") in ENVIRONMENTS:
            self.put(" ", at)
            return group[1] + 1
        if name in ("tag", "tag*", "label") and (group := self.group(after, end)):
            return group[1] + 1
        if name == "sqrt":
            return self.root(at, after, end, depth)
        if name == "circ":
            self.fail("degrees" if "".join(self.letters[-3:]).rstrip(" {").endswith("^") else "composition", at, after, sign="\\circ")
        if name in REPLACED:
            word = REPLACED[name]
            self.put(f" {word}" if word.isalpha() and len(word) > 1 else word, at, after)
        elif name in SILENT:
            if name in SPACES:
                self.put(" ", at, after)
            if name in ("left", "right") and self.text[after : after + 1] == ".":
                return after + 1
        elif name in NAMED:
            self.put(name, at, after)
        else:
            self.unknown(name, at, after)
        return after

    def unknown(self, name: str, at: int, after: int) -> NoReturn:
        r"""Refuse a command; \sinx is \sin x."""
        known = next(
            (name[:i] for i in range(len(name) - 1, 1, -1) if name[:i] in NAMED or name[:i] in FRACTIONS or name[:i] == "sqrt"), ""
        )
        kind = REFUSED.get(name) or ("latex-run" if known else "latex-unknown")
        self.fail(kind, at, after, command="\\" + name, sign="\\" + name, near=f"\\{known} {name[len(known) :]}")

    def wrapped(self, at: int, group: tuple[int, int], depth: int) -> int:
        r"""\operatorname{arcsinh}, \text{ where }"""
        inner = self.text[group[0] : group[1]].strip()
        if inner in NAMED or len(inner) == 1:
            self.put(inner, at, group[1] + 1)
        else:
            self.put(" ", at)
            self.part(*group, depth + 1)
            self.put(" ", at)
        return group[1] + 1

    def accent(self, name: str, start: int, at: int, end: int, depth: int) -> int:
        r"""\hat{y}, \bar x, \hat{x_1}: the accent stands at the letter."""
        first, last, after = self.argument(name, start, at, end)
        letter = _ONE_LETTER.match(self.text, first, last)
        if letter is None:
            self.fail("latex-accent", start, after, command="\\" + name)
        self.part(first, letter.end(1), depth + 1)
        self.put(f"_{{{ACCENTS[name]}}}", start, after)
        self.part(letter.end(1), last, depth + 1)
        return after

    def group(self, at: int, end: int, pair: str = "{}") -> tuple[int, int] | None:
        """The inside of the braces that come next."""
        while at < end and self.text[at].isspace():
            at += 1
        if at >= end or self.text[at] != pair[0]:
            return None
        depth = 0
        for i in range(at, end):
            depth += (self.text[i] == pair[0]) - (self.text[i] == pair[1])
            if depth == 0:
                return at + 1, i
        return self.fail("unclosed-bracket", at, at + 1, bracket=pair[0])

    def argument(self, name: str, start: int, at: int, end: int) -> tuple[int, int, int]:
        """An argument in braces, or the single character or letter that comes next; and where to go on."""
        group = self.group(at, end)
        if group:
            if not self.text[slice(*group)].strip():
                self.fail("latex-argument", start, group[1] + 1, command="\\" + name)
            return *group, group[1] + 1
        while at < end and self.text[at].isspace():
            at += 1
        command = _COMMAND.match(self.text, at, end)
        if command and WORDS.get(command.group(1)) == "name":
            return at, command.end(), command.end()
        if at >= end or not self.text[at].isalnum():
            self.fail("latex-argument", start, min(at + 1, end), command="\\" + name)
        return at, at + 1, at + 1

    def root(self, start: int, at: int, end: int, depth: int) -> int:
        r"""\sqrt{x}, \sqrt[3]{x}, \sqrt x"""
        self.put("sqrt", start, at)
        index = self.group(at, end, "[]")
        if index:
            self.put("[", index[0] - 1)
            self.part(*index, depth + 1)
            self.put("]", index[1])
            at = index[1] + 1
        while at < end and self.text[at].isspace():
            at += 1
        if at >= end or self.text[at] in "{\\(":
            return at
        a, b, at = self.argument("sqrt", start, at, end)
        self.put("(", a)
        self.part(a, b, depth + 1)
        self.put(")", b - 1)
        return at

    def fraction(self, name: str, start: int, at: int, end: int, depth: int) -> int:
        r"""\frac{a}{b}, and \frac{d}{dx} as d/dx"""
        a0, a1, at = self.argument(name, start, at, end)
        b0, b1, at = self.argument(name, start, at, end)
        above = _ABOVE.match(self.text, a0, a1)
        if above and _BELOW_ALL.fullmatch(self.text, b0, b1) and self.text[above.end() : a1].lstrip()[:1] not in ("+", "-", "*", "/", "="):
            self.rate(above, a1, (b0, b1), (start, at), depth)
            return at
        self.put("⟮", start)
        self.bracketed(a0, a1, depth)
        self.put("/", a1, b0)
        self.bracketed(b0, b1, depth)
        self.put("⟯", at - 1)
        return at

    def bracketed(self, start: int, end: int, depth: int) -> None:
        """A numerator or denominator: in brackets, unless it is one sign."""
        single = self.text[start:end].strip().isalnum() and (
            len(self.text[start:end].strip()) == 1 or self.text[start:end].strip().isdigit()
        )
        if not single:
            self.put("(", start)
        self.part(start, end, depth + 1)
        if not single:
            self.put(")", end - 1)

    def rate(self, above: re.Match[str], stop: int, below: tuple[int, int], whole: tuple[int, int], depth: int) -> None:
        r"""\frac{d^2 y}{dx^2} as d^2y/dx^2, \frac{d \sin x}{dx} as d/dx (sin x)"""
        sign = "∂" if "partial" in above["d"] else "d"
        bottom = ""
        for match in _BELOW.finditer(self.text, *below):
            _, letter, index, power = match.groups(default="")
            bottom += sign + _spelled(letter) + re.sub("[{}]", "", index) + (f"^{power}" if power else "")
        function = _spelled(self.text[above.end() : stop].strip())
        power = f"^{above[2]}" if above[2] else ""
        single = len(function) < 2 or _ACCENTED.fullmatch(self.text[above.end() : stop].strip()) is not None
        self.put(f" {sign}{power}{function if single else ''}/{bottom} ", *whole)
        if not single:
            self.put("(", above.end())
            self.part(above.end(), stop, depth + 1)
            self.put(") ", stop - 1)


def _spelled(letter: str) -> str:
    r"""A letter; \theta is θ, \hat{y} is y_hat."""
    over = _ACCENTED.fullmatch(letter)
    if over:
        return _spelled(over[2].strip("{} ")) + f"_{{{ACCENTS[over[1][1:].strip()]}}}"
    return _LETTER_OF.get(letter.removeprefix("\\"), letter)
