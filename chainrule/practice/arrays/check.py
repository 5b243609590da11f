"""A checked answer with arrays: page, record, what is expected.

This module knows what a caller sees; it must not know how an answer is judged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy

from chainrule.explained.tensors import TensorExplanation
from chainrule.expression.notation.typed import typed
from chainrule.practice import telling
from chainrule.practice.arrays.page import page
from chainrule.practice.arrays.task import ArrayTask
from chainrule.practice.checked import SCHEMA, Checked, Mistake, listed
from chainrule.practice.form import form
from chainrule.render.page import Page
from chainrule.tensors import build
from chainrule.tensors.letters import typed_name


@dataclass(frozen=True, eq=False, repr=False)
class ArrayCheck(Checked):
    """A checked answer to a problem with arrays.

    >>> from chainrule.practice.check import check
    >>> v = check("A: 3x4; x: 4; b: 3; L = |A x - b|^2", "2 A (A x - b)", wrt="x")
    >>> v.verdict, v.mistakes[0].id, v.compact
    ('incorrect', 'transpose-missing', '2 (A^T (A x - b))')
    """

    task: ArrayTask

    @cached_property
    def parts(self) -> tuple[ArrayCheck, ...]:
        """Of an answer with several gradients each by itself."""
        return tuple(replace(self, judgement=one) for one in self.judgement.parts)

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes of all explanations, best first; of several gradients ``component`` says of which."""
        if not self.parts:
            return listed(self.explanations, self.words)
        return tuple(replace(mistake, component=part.letter) for part in self.parts for mistake in part.mistakes)

    @property
    def name(self) -> sympy.Symbol | None:
        """The letter the answer is about; ``None`` where it could not be read."""
        return self.judgement.tree if isinstance(self.judgement.tree, sympy.Symbol) else None

    @property
    def letter(self) -> str | None:
        """The same, as it is typed."""
        return None if self.name is None else typed_name(self.name)

    @cached_property
    def form(self) -> str | None:
        """``expected``, the compact rule, or ``equivalent``."""
        if self.verdict == "correct" and self.parts:
            return "expected" if all(part.form == "expected" for part in self.parts) else "equivalent"
        if self.verdict != "correct" or self.name is None or self.judgement.read is None:
            return None
        forms = [form(build.anew(tree)) for tree in (self.judgement.read.tree, self.task.compact(self.name))]
        return "expected" if forms[0] == forms[1] else "equivalent"

    @cached_property
    def compact(self) -> str | None:
        """The compact rule, as it may be typed."""
        return None if self.name is None else typed(self.task.compact(self.name))

    @cached_property
    def expected(self) -> Any:
        """The gradient entry by entry, ordinary SymPy; ``None`` where it would be long. Of several letters by name."""
        answers = TensorExplanation("", self.task.derivation, self.lang).answer
        return answers.get(typed_name(self.name)) if self.name is not None else answers

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said besides."""
        if self.parts:
            return tuple(dict.fromkeys(remark for part in self.parts for remark in part.remarks))
        notes = self.judgement.read.notes if self.judgement.read else ()
        said = [
            self.words.error(remark.facts["error"].kind, remark.facts["error"].facts)
            if remark.kind == "array-misfit"
            else telling.spoken(telling.filled(self.words, f"remark.{remark.kind}", **remark.facts))
            for remark in self.judgement.remarks
        ]
        return (*(self.words.note(note.kind, note.facts) for note in notes), *said)

    def page(self, detail: str = "normal") -> Page:
        """The verdict as blocks."""
        return page(self.task, [(one.judgement, one.form) for one in self.parts or (self,)], self.words, detail)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.verdict/1``; formulas with arrays are in the notation chainrule reads.

        Of several gradients ``components`` has what came of each, and a mistake says in ``component`` of which it is.
        """
        read = self.judgement.read
        return {
            "schema": SCHEMA,
            "problem": self.task.question.text,
            "answer": self.judgement.text,
            "read_as": typed(read.tree) if read and read.tree is not None else None,
            "variable": self.letter,
            "order": 1,
            "layout": self.task.derivation.layout.name,
            "verdict": self.verdict,
            "form": self.form,
            "mistakes": [
                {**mistake.record(), "where": typed(mistake.where), "expected": typed(mistake.expected)} for mistake in self.mistakes
            ],
            "witness": self.witness,
            "expected": self.compact,
            "remarks": list(self.remarks),
            "error": self.error_record(),
            **({"components": [part.to_dict() for part in self.parts]} if self.parts else {}),
        }
