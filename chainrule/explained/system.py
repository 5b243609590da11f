"""The explanation of a system: every derivative of every output, by path sums.

This module knows questions, system derivations and pages; it must not know how any of them is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chainrule.explained.single import Explanation
from chainrule.explained.worked import Worked
from chainrule.expression.value import value
from chainrule.expression.written import Equals
from chainrule.graph.along import Along
from chainrule.graph.stage import SystemDerivation
from chainrule.graph.totals import PathSum
from chainrule.labelled import Step, labelled_roots
from chainrule.questions import SystemQuestion
from chainrule.render.page import Page
from chainrule.render.systempage import SystemHeads, page


@dataclass(frozen=True, eq=False)
class SystemExplanation(Worked):
    """Worked derivatives of a system: by the name of the input, or by output and input where there are several outputs.

    Derivatives of higher order are keyed by their letters, ``"x,y"``.

    >>> from chainrule import explain
    >>> d = explain("z = (u+v)^2; u = x*y; v = x+y")
    >>> d.answer["x"]
    2*(y + 1)*(x*y + x + y)
    >>> d.unsimplified["x"], d.verified
    (2*(x*y + x + y)*y + 2*(x*y + x + y)*1, True)
    """

    question: SystemQuestion
    derivation: SystemDerivation
    lang: str
    method: str = "auto"
    along: Along | None = None
    chain: Explanation | None = None
    """A system of one letter that is a single chain, worked as a composition."""

    @cached_property
    def answer(self) -> Any:
        """The tidied derivatives, ordinary SymPy; ``None`` for one that is too long to be written out."""
        return self._each(lambda total: None if total.answer is None else value(total.answer))

    @cached_property
    def unsimplified(self) -> Any:
        """The derivatives as written, exactly what the path products gave."""
        return self._each(lambda total: total.unsimplified)

    @property
    def verified(self) -> bool | None:
        """Whether every branch and every sum passed its check; ``None`` when that could not be decided."""
        return self.derivation.verification.verified

    @cached_property
    def roots(self) -> tuple[Step, ...]:
        """The root step of every branch, then that of every path sum, stage by stage."""
        if self.chain is not None:
            return self.chain.roots
        found = []
        for stage in self.derivation.stages:
            found += [(len(stage.by) + 1, edge.local.root) for edge in stage.branches.values()]
            if len(stage.system.definitions) > 1:
                sums = (total.round(stage.system) for total in stage.sums)
                found += [(len(stage.by) + 1, one.root) for one in sums if one is not None]
        return labelled_roots(found, self.words, self.question.varying | frozenset(self.question.system.formula))

    def _each(self, what: Callable[[PathSum], Any]) -> Any:
        outputs = self.question.system.outputs
        found: dict[str, dict[str, Any]] = {output.name: {} for output in outputs}
        for stage in self.derivation.last:
            for total in stage.sums:
                output = total.output.name if not stage.by else self.derivation.first.sums[0].output.name
                found[output][",".join(letter.name for letter in (*stage.by, total.source))] = what(total)
        return found if len(outputs) > 1 else found[outputs[0].name]

    def blocks(self, detail: str) -> Page:
        """The worked solution as blocks."""
        return self.chain.blocks(detail) if self.chain is not None else page(self.derivation, self._heads(detail), self.words)

    def _heads(self, detail: str) -> SystemHeads:
        question = self.question
        notes = tuple(dict.fromkeys(self.words.note(note.kind, note.facts) for note in question.notes))
        output = question.system.outputs[0]
        problem = Equals(output, question.system.closed[output]) if question.found else None
        return SystemHeads(question.varying, problem, notes, detail, self.method, self.along, self.question.point)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.explanation/1``."""
        from chainrule.render.systemrecord import record

        return record(self.derivation, lambda: self.roots, self.question, self.along) | {"method": self.method}

    def __repr__(self) -> str:
        return f"<SystemExplanation of {self.question.read_as[:60]}>"

    def _repr_latex_(self) -> str:
        """The answers as one equation each, where the front end shows no HTML."""
        from chainrule.render.systempage import answers

        return answers(self.derivation, self._heads("brief"))
