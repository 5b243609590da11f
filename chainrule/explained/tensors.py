"""The explanation of a problem with vectors, matrices, tensors.

This module knows tensor derivations and pages; it must not know how any of them is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from chainrule.explained.worked import Worked
from chainrule.expression.notation.latex import latex
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals
from chainrule.labelled import Step
from chainrule.render.board import Board
from chainrule.render.page import Page
from chainrule.render.tensorlines import TensorBoard
from chainrule.render.tensorpage import TensorHeads, page
from chainrule.tensors.derive import TensorDerivation, derive
from chainrule.tensors.letters import typed_name
from chainrule.tensors.written import answers


@dataclass(frozen=True, eq=False)
class TensorExplanation(Worked):
    """Worked gradients of a problem with arrays.

    >>> d = explain_tensors("W: 2x3, x: 3; y = 1/2 |W x|^2")
    >>> d.answer["x"][0]
    W_11*(W_11*x_1 + W_12*x_2 + W_13*x_3) + W_21*(W_21*x_1 + W_22*x_2 + W_23*x_3)
    >>> d.verified, d.compact["x"]
    (True, 'Wᵀ (W x)')
    """

    text: str
    derivation: TensorDerivation
    lang: str

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The gradients by name: a ``Matrix`` (a vector is a column, a tensor an ``Array``) in entries of the inputs.

        Of an output that is no number the Jacobian. ``None`` where it would be too long to be written out.
        """
        return {typed_name(name): None if array is None else _sympy(array) for name, array in answers(self.derivation.found).items()}

    @cached_property
    def compact(self) -> dict[str, str]:
        """The compact rule for each letter, in one line."""
        it = self._board()
        found, layout = self.derivation.found, self.derivation.layout
        return {
            typed_name(g.name): unicode(it.tree(layout.gradient(g.compact, g.shape))) for g in found.found if g.name in found.problem.wanted
        }

    @cached_property
    def omitted(self) -> dict[str, str]:
        """Why an answer is ``None``, by name."""
        from chainrule.render.tensorrecord import omitted

        it = self._board()
        return {typed_name(g.name): omitted(it, g) for g in self.derivation.found.found if self.answer.get(typed_name(g.name), 0) is None}

    @property
    def verified(self) -> bool | None:
        """Whether every rule and every gradient agreed with central differences; ``None`` when that could not be decided."""
        return self.derivation.check.verified

    @cached_property
    def roots(self) -> tuple[Step, ...]:
        """One step for the gradient by each letter, from the output back."""
        from chainrule.render.tensorrecord import steps

        return steps(self._board())

    def _board(self) -> TensorBoard:
        return TensorBoard(self.derivation, Board(self.words, "normal"))

    def blocks(self, detail: str) -> Page:
        """The page as blocks."""
        notes = tuple(self.words.note(note.kind, note.facts) for note in self.derivation.asked.notes)
        return page(self.derivation, TensorHeads(notes, detail), self.words)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.explanation/1``."""
        from chainrule.render.tensorrecord import record

        return record(self._board(), self.text, self.roots)

    def __repr__(self) -> str:
        return f"<TensorExplanation of {self.derivation.asked.read_as[:60]}>"

    def _repr_latex_(self) -> str:
        """The compact rules as one equation each, where the front end shows no HTML."""
        it, found, layout = self._board(), self.derivation.found, self.derivation.layout
        wanted = [g for g in found.found if g.name in found.problem.wanted]
        rules = [Equals(it.rate(g.name), it.tree(layout.gradient(g.compact, g.shape))) for g in wanted]
        return "$$" + r" \qquad ".join(latex(rule) for rule in rules) + "$$"


def explain_tensors(
    text: str,
    wrt: str | Sequence[Any] | None = None,
    at: Mapping[str, Any] | str | None = None,
    lang: str = "en",
    layout: str = "mixed",
) -> TensorExplanation:
    """The worked gradients of a problem that declares shapes. Raises subclasses of ``ChainruleError``."""
    wanted = [part.strip() for part in wrt.split(",") if part.strip()] if isinstance(wrt, str) else [str(name) for name in wrt or ()]
    return TensorExplanation(text, derive(text, wanted, at, layout), lang)


def _sympy(array: Any) -> Any:
    match len(array.shape):
        case 0:
            return array.only
        case 1:
            return sympy.Matrix(array.data)
        case 2:
            return sympy.Matrix(array.nested())
    return sympy.Array(array.nested())
