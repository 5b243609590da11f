"""Formulas with declared letters: which product was meant is decided by the shapes.

    W x        a matrix product            2 x, c x     scaled            a ⊙ b     entry by entry
    a · b      an inner product            x^T          transposed        |v|, |v|^2    the length, and its square
    a * b      entry by entry for vectors, the matrix product for matrices; the reading is said

This module knows syntax trees and shapes; it must not know derivatives or how anything looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

import sympy

from chainrule.errors import Beyond, ParseError
from chainrule.expression.arrays import Dot, Hadamard, Matmul, Norm, NormSquared, Scaled, Transposed
from chainrule.expression.build import LEAVES
from chainrule.expression.constants import TWO, number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.syntax import Note, Syntax
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Root, Times
from chainrule.tensors.fits import Misfit
from chainrule.tensors.letters import on_page
from chainrule.tensors.operations import operation
from chainrule.tensors.shapes import NUMBER, Shape, product_of, shown
from chainrule.tensors.spelling import sign_between

FUNCTIONS = frozenset(("softmax", "sum", "mean", "crossentropy", "dot", "vec", "norm", "transpose"))
"""Functions of whole arrays, besides those of the table of functions."""


class Read(NamedTuple):
    """A formula with its shape, and where it was typed."""

    tree: Any
    shape: Shape
    syntax: Syntax

    @property
    def shown(self) -> str:
        """What it is, for a sentence."""
        return unicode(self.tree)


class Reading:
    """Reads formulas in letters of known shapes; ``notes`` say how an input with two readings was understood."""

    def __init__(self, text: str, shapes: Mapping[str, Shape]) -> None:
        """The text as it was typed, and the shape of each name; names without one are numbers."""
        self.text = text
        self.shapes = shapes
        self.notes: list[Note] = []
        self.read: dict[str, Callable[[Syntax], Read]] = {
            "plus": self.plus,
            "minus": self.minus,
            "times": self.times,
            "over": self.over,
            "power": self.power,
            "root": self.root,
            "apply": self.apply,
        }

    def formula(self, syntax: Syntax) -> Read:
        """The formula with its shape. Raises ``ParseError`` naming both shapes where they do not fit."""
        kind = syntax.kind
        if kind == "name":
            name = syntax.args[0]
            return Read(on_page(name), self.shapes.get(name, NUMBER), syntax)
        if kind in LEAVES:
            return Read(LEAVES[kind](*syntax.args), NUMBER, syntax)
        if kind not in self.read:
            raise Beyond("nested-derivative" if kind in ("rate", "primed") else "array-literal", {}, **self.place(syntax))
        return self.read[kind](syntax)

    # Refusals

    def place(self, *parts: Syntax) -> dict[str, Any]:
        """The place of an error."""
        return {"span": (parts[0].start, parts[-1].end), "source": self.text}

    def refuse(self, kind: str, *parts: Read, **facts: Any) -> NoReturn:
        """Say which shapes do not fit."""
        for name, part in zip(("left", "right"), parts, strict=False):
            facts |= {name: part.shown, f"{name}_shape": shown(part.shape)}
        raise ParseError(kind, facts, **self.place(*(part.syntax for part in parts)))

    def note(self, kind: str, syntax: Syntax, **facts: str) -> None:
        """Say how something was read."""
        self.notes.append(Note(kind, {"seen": " ".join(self.text[syntax.start : syntax.end].split()), **facts}, (syntax.start, syntax.end)))

    def made(self, node: Any, syntax: Syntax, *parts: Read, kind: str = "") -> Read:
        """A node with the shape its operation gives it."""
        try:
            return Read(node, operation(node).shape(node, [part.shape for part in parts]), syntax)
        except Misfit as misfit:
            self.refuse(kind or misfit.kind, *parts, name=getattr(node, "name", ""))

    # Sums and products

    def plus(self, syntax: Syntax) -> Read:
        """Terms of one shape; a plain number counts for every entry."""
        terms = [self.formula(part) for part in syntax.args]
        for i, term in enumerate(terms[1:], 1):
            before = next((other for other in terms[:i] if other.shape or number(other.tree) is None), None)
            if before and before.shape != term.shape and (term.shape or number(term.tree) is None):
                lonely = next((t for t in (before, term) if isinstance(t.tree, sympy.Symbol) and not t.shape), None)
                other = term if lonely is before else before
                if lonely and str(lonely.tree) not in self.shapes:
                    self.refuse("shape-undeclared", before, term, name=lonely.shown, shape=shown(other.shape).replace("×", "x"))
                self.refuse("shape-sum", before, term)
        return self.made(Plus(*[term.tree for term in terms]), syntax, *terms)

    def minus(self, syntax: Syntax) -> Read:
        """−a"""
        a = self.formula(syntax.args[0])
        return Read(Minus(a.tree), a.shape, syntax)

    def times(self, syntax: Syntax) -> Read:
        """Factors side by side first, then the products that were typed with a sign."""
        groups: list[list[Read]] = []
        signs: list[str] = []
        for before, factor in zip((None, *syntax.args), syntax.args, strict=False):
            sign = sign_between(self.text[before.end : factor.start]) if before else "first"
            if sign:
                signs.append(sign)
                groups.append([])
            groups[-1].append(self.formula(factor))
        products = []
        for group in groups:
            whole = group[0]
            for factor in group[1:]:
                whole = self.product(whole, factor, "")
            products.append(whole)
        found = products[0]
        for factor, sign in zip(products[1:], signs[1:], strict=True):
            found = self.product(found, factor, sign)
        return found._replace(syntax=syntax)

    def product(self, left: Read, right: Read, sign: str) -> Read:
        """The product of two, by the sign that was typed and their shapes."""
        whole = left.syntax._replace(kind="times", args=(), end=right.syntax.end)
        if not (left.shape and right.shape):
            return self.with_number(left, right, whole)
        vectors = len(left.shape) == len(right.shape) == 1
        if sign == "entrywise":
            factors = left.tree.args if isinstance(left.tree, Hadamard) else (left.tree,)
            if left.shape != right.shape:
                self.refuse("shape-entrywise", left, right)
            return Read(Hadamard(*factors, right.tree), left.shape, whole)
        if vectors and sign == "dot":
            return self.made(Dot(left.tree, right.tree), whole, left, right)
        if vectors and sign == "cross":
            self.refuse("cross-product", left, right)
        if sign in ("star", "cross") and left.shape == right.shape and len(left.shape) != 2:
            self.note("read-entrywise", whole)
            return Read(Hadamard(left.tree, right.tree), left.shape, whole)
        if vectors:
            self.refuse("shape-vectors", left, right)
        if max(len(left.shape), len(right.shape)) > 2:
            raise Beyond("tensor-product", {"left": left.shown, "right": right.shown}, **self.place(whole))
        if product_of(left.shape, right.shape) is None:
            self.refuse(*self.misfit(left, right), n=left.shape[-1], m=right.shape[0])
        if sign == "star" and left.shape == right.shape:
            self.note("read-matrix-product", whole)
        return self.made(Matmul(left.tree, right.tree), whole, left, right)

    def misfit(self, left: Read, right: Read) -> tuple[Any, ...]:
        """Which sentence says that a matrix product does not fit."""
        match len(left.shape), len(right.shape):
            case 2, 1:
                return "shape-matrix-vector", left, right
            case 1, 2:
                return "shape-vector-matrix", left, right
        return "shape-matrices", left, right

    def with_number(self, left: Read, right: Read, whole: Syntax) -> Read:
        """A product with a number in it."""
        if not (left.shape or right.shape):
            if isinstance(right.tree, NormSquared | Norm | Dot):
                return Read(Scaled(left.tree, right.tree), NUMBER, whole)
            factors = [part for tree in (left.tree, right.tree) for part in (tree.args if isinstance(tree, Times) else (tree,))]
            return Read(Times(*factors), NUMBER, whole)
        factor, body = (right, left) if left.shape else (left, right)
        return Read(Scaled(factor.tree, body.tree), body.shape, whole)

    def over(self, syntax: Syntax) -> Read:
        """Divided by a number, or entry by entry."""
        above, below = (self.formula(part) for part in syntax.args)
        if number(below.tree) == 0:
            raise ParseError("division-by-zero", {}, **self.place(syntax))
        if below.shape and above.shape:
            self.note("read-entrywise", syntax)
        return self.made(Over(above.tree, below.tree), syntax, above, below)

    # Powers and functions

    def power(self, syntax: Syntax) -> Read:
        """xᵀ, |v|², e^v entry by entry; any other power of numbers."""
        base, exponent = (self.formula(part) for part in syntax.args)
        if base.shape and syntax.args[1] == syntax.args[1]._replace(kind="name", args=("T",)):
            return self.made(Transposed(base.tree), syntax, base)
        if base.tree == sympy.E and exponent.shape:
            return Read(Apply("exp", exponent.tree), exponent.shape, syntax)
        if isinstance(base.tree, Norm) and exponent.tree == TWO:
            return Read(NormSquared(base.tree.args[0]), NUMBER, syntax)
        if isinstance(base.tree, Apply) and base.tree.name == "abs" and exponent.tree == TWO:
            return Read(NormSquared(base.tree.args[1]), NUMBER, syntax)
        if base.shape or exponent.shape:
            self.refuse("power-of-array", base if base.shape else exponent, power=unicode(exponent.tree))
        return Read(Power(base.tree, exponent.tree), NUMBER, syntax)

    def root(self, syntax: Syntax) -> Read:
        """A root of a number."""
        a, degree = (self.formula(part) for part in syntax.args)
        if a.shape:
            self.refuse("power-of-array", a, power="1/2")
        return Read(Root(a.tree, degree.tree), NUMBER, syntax)

    def apply(self, syntax: Syntax) -> Read:
        """A function of the whole array, or of every entry."""
        name, *inside = syntax.args
        arguments = [self.formula(part) for part in inside]
        if name in FUNCTIONS:
            return self.whole(name, syntax, arguments)
        if name == "abs" and arguments[0].shape:
            return Read(Norm(arguments[0].tree), NUMBER, syntax)
        arrays = [a for a in arguments if a.shape]
        if len(arguments) > 1 and name in BY_NAME and arrays:
            raise Beyond("function-of-array", {"name": name}, **self.place(syntax))
        return Read(Apply(name, *[a.tree for a in arguments]), arrays[0].shape if arrays else NUMBER, syntax)

    def whole(self, name: str, syntax: Syntax, arguments: Sequence[Read]) -> Read:
        """softmax, sum, dot and their like."""
        wanted = 2 if name in ("crossentropy", "dot") else 1
        if len(arguments) != wanted:
            raise ParseError("array-arguments", {"name": name, "wanted": wanted, "seen": len(arguments)}, **self.place(syntax))
        a = arguments[0]
        trees = [argument.tree for argument in arguments]
        match name:
            case "norm":
                return Read(Norm(a.tree), NUMBER, syntax)
            case "transpose":
                return self.made(Transposed(a.tree), syntax, a)
            case "dot":
                return self.made(Dot(*trees), syntax, *arguments) if a.shape else self.product(a, arguments[1], "dot")
            case "sum" | "vec" if not a.shape:
                return a._replace(syntax=syntax)
            case "mean":
                size = sympy.Integer(len(a.shape) and sympy.prod(a.shape))
                return Read(Over(Apply("sum", a.tree), size), NUMBER, syntax) if a.shape else a._replace(syntax=syntax)
            case "crossentropy":
                self.made(Apply("entropy", *trees), syntax, *arguments)
                return Read(Minus(Apply("sum", Hadamard(trees[1], Apply("ln", trees[0])))), NUMBER, syntax)
        return self.made(Apply(name, *trees), syntax, a)
