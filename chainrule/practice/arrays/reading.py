"""How answers with arrays are written: ∂L/∂x = 2 Aᵀ(A x − b), 2A'(Ax-b), δ xᵀ, Wᵀ(δ ⊙ σ'(z)), Wᵀ diag(a) y.

    A', x'          the transpose        σ'(z)           the derivative of σ, for every entry
    δ, ∂L/∂z        gradients by the letters of the way back
    v^2 of a vector  every entry          diag(v)         the matrix with v on its diagonal
    ones(3)          three ones

This module knows how students write; the shapes decide which product was meant. It must not know what is right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import ParseError
from chainrule.expression.arrays import Hadamard, Matmul
from chainrule.expression.build import LEAVES
from chainrule.expression.characters import SUPERSCRIPTS, Source
from chainrule.expression.constants import number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.grammar import Parser, Setting
from chainrule.expression.notation.names import layered
from chainrule.expression.syntax import Note, Syntax
from chainrule.expression.tokens import tokenize
from chainrule.expression.written import Apply, Primed, postorder, replace
from chainrule.tensors import build
from chainrule.tensors.gradients import Gradients
from chainrule.tensors.letters import on_page, typed_name
from chainrule.tensors.reading import FUNCTIONS, Read, Reading
from chainrule.tensors.shapes import Shape, canonical
from chainrule.tensors.spelling import spelled

WHOLE = FUNCTIONS | {"diag", "ones"}
"""Functions of whole arrays that an answer may hold."""
MOST = 1000
"""So many ones may stand in a row."""
POWERS = (2, 3, 4)
"""Powers of a vector that are read entry by entry."""
_FUNCTION = re.compile(
    r"(?<![A-Za-zα-ωΑ-Ω\\])\\?(?:operatorname\{)?(?P<name>[A-Za-zα-ωΑ-Ω]+)\}?\s*(?:['′’]|\^\{?\\prime\}?)\s*(?=\(|\\left)"
)
_TRANSPOSED = re.compile(r"(?<=[\w)\]}⁾])\s*['′’]")
_BY = r"[A-Za-zα-ωΑ-Ω]+(?:_\{?\w+\}?|\^\{?\(\d+\)\}?|⁽[⁰¹²³⁴-⁹]+⁾)?"
_D = r"(?:[d∂]|\\partial|\\mathrm\{d\})"
_RATE = re.compile(
    rf"""(?:{_D}\s*[A-Za-zα-ωΑ-Ω]|\(\s*{_D}\s*[A-Za-zα-ωΑ-Ω]\s*\))\s*/\s*(?:{_D}\s*(?P<by>{_BY})|\(\s*{_D}\s*(?P<inside>{_BY})\s*\))
    |\\[dt]?frac\s*\{{\s*{_D}\s*[A-Za-z]\s*\}}\s*\{{\s*{_D}\s*(?P<below>{_BY})\s*\}}
    |(?:\\nabla|∇)\s*_\s*\{{?\s*(?P<nabla>{_BY})\s*\}}?\s*[A-Za-z]?""",
    re.VERBOSE,
)
"""A gradient by a letter: ∂L/∂x, \\frac{\\partial L}{\\partial x}, ∇ₓL."""
_SUM = re.compile(r"\\sum|[Σ∑]|\bsum_\w")
_ENTRY = re.compile(r"([A-Za-zα-ωΑ-Ω])_\{?[ijkl]{1,2}(?![A-Za-z])")
"""x_i, A_{ij}"""


@dataclass(frozen=True, slots=True)
class ArrayAnswer:
    """An answer as it was read: the letter named on its left, its formula with the shape, and how it was understood.

    ``misfit`` is the error where its shapes do not fit; then there is no formula. ``jacobian``: of an output that is no
    number, and without a gradient that arrives.
    """

    text: str
    by: sympy.Symbol | None
    tree: Any
    shape: Shape
    notes: tuple[Note, ...] = ()
    misfit: ParseError | None = None
    jacobian: bool = False


_APART = re.compile(rf"[;；\n]|\\\\(?!\w)|(?:[,，]|\band\b|和|，?以及)(?=\s*(?:{_RATE.pattern})\s*=)", re.VERBOSE)
"""What stands between gradients: ∂L/∂W = …; ∂L/∂b = …"""


def apart(text: str) -> list[str]:
    """An answer with several gradients in pieces, each with its letter on the left; else the whole.

    >>> apart("∂L/∂W = δ x^T, ∂L/∂b = δ"), apart("2 A^T (A x - b)")
    (['∂L/∂W = δ x^T', '∂L/∂b = δ'], ['2 A^T (A x - b)'])
    """
    ends = [(match.start(), match.end()) for match in _APART.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    found = [text[a:b].strip() for a, b in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)]
    pieces = [piece for piece in found if piece]
    named = all("=" in piece and _RATE.search(piece.partition("=")[0]) for piece in pieces)
    return pieces if len(pieces) > 1 and named else [text]


def read_array_answer(text: str, found: Gradients, lenient: bool = False) -> ArrayAnswer:
    """The answer in a text. Raises ``ParseError`` and ``Beyond`` with the place for what cannot be read.

    Where it is ``lenient``, columns side by side are read as well.
    """
    head, sign, body = text.rpartition("=")
    by = _named(head, found) if sign else None
    if _SUM.search(body):
        raise ParseError("answer-in-entries", {}, source=text)
    body, slopes = _with_slopes(body)
    body, rates = _with_rates(_TRANSPOSED.sub("^T ", body.replace("@", " ").replace(".T", "^T ").replace("⊤", "^T ")), found)
    source = spelled(body)
    shapes = {typed_name(name): shape for name, shape in found.scope.shapes.items() if name not in found.shown}
    shapes |= {alias: found.scope.shapes.get(letter, ()) for alias, letter in rates.items()}
    if any(name in shapes for name in _ENTRY.findall(source.folded)):
        raise ParseError("answer-in-entries", {}, source=text)
    notes: list[Note] = []
    bound = frozenset({*shapes, *map(typed_name, found.problem.system.order)} | WHOLE | frozenset(slopes))
    parser = Parser(source, tokenize(source, bound, notes), Setting(bound, WHOLE | frozenset(slopes)))
    syntax = _placed(parser.whole(), source)
    reading = _Answers(body, shapes, slopes, lenient)
    try:
        read = reading.formula(syntax)
    except ParseError as error:
        if not error.kind.startswith("shape-"):
            raise
        return ArrayAnswer(text, by, None, (), (*source.notes, *notes), error)
    table = {on_page(alias): letter for alias, letter in rates.items()}
    tree = replace(read.tree, table)
    jacobian = isinstance(found.upstream, sympy.Symbol) and found.upstream not in set(postorder(tree))
    return ArrayAnswer(text, by, tree, read.shape, (*source.notes, *notes, *_outermost(reading.notes)), jacobian=jacobian)


def _outermost(notes: Sequence[Note]) -> list[Note]:
    """The notes without those on a part of what another says the same about: (a ⊙ b) in (a ⊙ b) ⊙ c."""
    return [
        note
        for note in notes
        if not any(
            other is not note and other.kind == note.kind and other.span[0] <= note.span[0] and note.span[1] <= other.span[1]
            for other in notes
        )
    ]


def _with_slopes(text: str) -> tuple[str, dict[str, str]]:
    """The text with a name for σ′, and the function each name stands for."""
    slopes: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        name = {"σ": "sigmoid", "sigma": "sigmoid"}.get(match["name"], match["name"])
        if name not in BY_NAME:
            return match.group()
        alias = f"slopeof{name}"
        slopes[alias] = name
        return f" {alias}"

    return _FUNCTION.sub(named, text), slopes


def _with_rates(text: str, found: Gradients) -> tuple[str, dict[str, Any]]:
    """The text with a letter for every ∂L/∂z in it; the letters with what they stand for."""
    letters = {gradient.name: gradient.letter for gradient in found.found}
    if isinstance(found.upstream, sympy.Symbol):
        letters[found.problem.output] = found.upstream
    rates: dict[str, Any] = {}

    def named(match: re.Match[str]) -> str:
        name = _letter(match)
        if name not in letters:
            return match.group()
        base, layer = layered(name.name.partition("_")[0])
        alias = f"gradby{base}" + (f"_{layer}" if layer else "")
        rates[alias] = letters[name]
        return f" {alias} "

    return _RATE.sub(named, text), rates


def _letter(match: re.Match[str]) -> sympy.Symbol:
    """The letter a gradient is by."""
    return on_page(typed_of(match["by"] or match["inside"] or match["below"] or match["nabla"]))


def typed_of(name: str) -> str:
    """A name as it is typed: W^(1), W⁽¹⁾ and W_{1} are W_1.

    >>> typed_of("W^{(1)}"), typed_of("W⁽²⁾"), typed_of("b_{h}")
    ('W_1', 'W_2', 'b_h')
    """
    plain = "".join(SUPERSCRIPTS.get(letter, letter) for letter in name)
    base, *index = re.findall(r"[A-Za-zα-ωΑ-Ω0-9]+", plain)
    return "_".join([base, *index])


def _named(head: str, found: Gradients) -> sympy.Symbol | None:
    """The letter of ∂L/∂x on the left. Raises ``ParseError`` for one that is not on the way back, or an entry."""
    match = _RATE.search(head)
    if match is None:
        return None
    letter = _letter(match)
    known = {gradient.name for gradient in found.found}
    if letter in known:
        return letter
    if any(on_page(typed_name(name).partition("_")[0]) == on_page(letter.name.partition("_")[0]) for name in known) and "_" in str(letter):
        raise ParseError("answer-in-entries", {}, source=head)
    names = ", ".join(typed_name(name) for name in found.problem.wanted)
    raise ParseError("answer-other-letter", {"name": typed_name(letter), "names": names}, source=head)


def _placed(tree: Syntax, source: Source) -> Syntax:
    args = tuple(_placed(part, source) if isinstance(part, Syntax) else part for part in tree.args)
    return Syntax(tree.kind, args, *source.span(tree.start, tree.end))


class _Answers(Reading):
    """Reads formulas as answers are written."""

    def __init__(self, text: str, shapes: Mapping[str, Shape], slopes: Mapping[str, str], lenient: bool) -> None:
        super().__init__(text, shapes)
        self.slopes = slopes
        self.lenient = lenient

    def apply(self, syntax: Syntax) -> Read:
        """σ′(z) and diag(v) besides."""
        name, *inside = syntax.args
        if name in self.slopes and len(inside) == 1:
            argument = self.formula(inside[0])
            return Read(Primed(self.slopes[name], (1,), argument.tree), argument.shape, syntax)
        if name == "diag" and len(inside) == 1:
            argument = self.formula(inside[0])
            if len(argument.shape) != 1:
                self.refuse("shape-vector", argument, name="diag")
            return Read(Apply("diag", argument.tree), (*argument.shape, *argument.shape), syntax)
        if name == "ones":
            sizes = [number_of(part) for part in inside]
            if not sizes or not all(size is not None and size.denominator == 1 and 0 < size <= MOST for size in sizes):
                raise ParseError("array-ones", {}, **self.place(syntax))
            shape = canonical([int(size) for size in sizes])
            return Read(build.ones(shape), shape, syntax)
        return super().apply(syntax)

    def power(self, syntax: Syntax) -> Read:
        """a² of a vector, entry by entry."""
        exponent = number_of(syntax.args[1])
        if exponent in POWERS:
            base = self.formula(syntax.args[0])
            if len(base.shape) == 1:
                return Read(Hadamard(*[base.tree] * int(exponent)), base.shape, syntax)
        return super().power(syntax)

    def product(self, left: Read, right: Read, sign: str) -> Read:
        """Two columns side by side, or a column before a matrix, where the reader is lenient."""
        meant = sign in ("entrywise", "dot") or (sign == "star" and len(right.shape) == 1)
        if self.lenient and left.shape and right.shape and not meant and len(left.shape) == 1:
            whole = left.syntax._replace(kind="times", args=(), end=right.syntax.end)
            if right.shape == left.shape or (len(right.shape) == 2 and right.shape[0] == left.shape[0] > 1):
                return Read(Matmul(left.tree, right.tree), left.shape, whole)
        return super().product(left, right, sign)


def number_of(syntax: Syntax) -> Any:
    """The number a syntax tree is, or ``None``."""
    return number(LEAVES[syntax.kind](*syntax.args)) if syntax.kind in LEAVES and syntax.kind != "name" else None
