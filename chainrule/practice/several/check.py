"""A checked answer to a system, a gradient, a Jacobian, or at a point: what a caller sees of it.

This module knows tasks and their parts; the judge decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy

from chainrule.expression.notation.sympytext import sympytext
from chainrule.expression.value import value
from chainrule.practice.answer import as_written
from chainrule.practice.checked import NAMES, SCHEMA, Checked, Mistake, listed, witness_record
from chainrule.practice.several.components import Component
from chainrule.practice.several.numbers import exact
from chainrule.practice.several.page import page
from chainrule.practice.several.task import Part, SeveralTask, of_the_whole
from chainrule.practice.verdict import Correct, Mistaken
from chainrule.render.page import Page


@dataclass(frozen=True, eq=False, repr=False)
class SeveralCheck(Checked):
    """A checked answer of several components, or about a system.

    >>> from chainrule import check
    >>> v = check("z = u^2 v; u = x y; v = x + y^2", "2u v y", wrt="x")
    >>> v.verdict, v.mistakes[0].id, v.expected["x"]
    ('incorrect', 'path-missing', 3*x**2*y**2 + 2*x*y**4)
    >>> v = check("f(x, y) = x^2 y", "(x^2, 2xy)")
    >>> v.verdict, v.mistakes[0].id
    ('incorrect', 'components-swapped')
    """

    task: SeveralTask

    @property
    def parts(self) -> tuple[Part, ...]:
        """The components of the answer, as far as they could be told apart."""
        return self.judgement.parts

    @cached_property
    def form(self) -> str | None:
        """Of a right answer: ``expected`` where every component has the expected form, else ``equivalent``."""
        if self.verdict != "correct":
            return None
        return "expected" if all(self._form(part) == "expected" for part in self.parts) else "equivalent"

    def _form(self, part: Part) -> str | None:
        if not isinstance(part.verdict, Correct) or part.judged is None:
            return None
        if self.task.question.point:
            return "equivalent" if part.verdict.rounded is not None else "expected"
        return "expected" if self.task.has_expected_form(part.component, part.judged.tree) else "equivalent"

    @cached_property
    def expected(self) -> Any:
        """The derivatives, ordinary SymPy, tidied, by their names; at a point their numbers.

        Of several outputs by the name of the output first. ``None`` for one that is too long to be written out.
        """
        return self.task.by_name(self._expected)

    def _expected(self, component: Component) -> Any:
        tree = component.expected
        if self.task.point is None:
            given = {sympy.Symbol(name): exact(at) for name, at in self.task.question.point.items()}
            return None if tree is None else value(tree).subs(given) if given else value(tree)
        number = component.value(self.task.point)
        known = {name: self.task.point[name.name] for name in self.task.question.system.inputs}
        if tree is None or any(at != at for at in known.values()):
            return exact(number)
        found = value(tree).subs({name: exact(at) for name, at in known.items()})
        if not found.is_number or found.has(sympy.Float) or abs(complex(found.evalf()) - number) > 1e-9 * max(1.0, abs(number)):
            return exact(number)
        return found

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes of all explanations, component by component, best first; ``component`` says of which."""
        wrong = [part for part in self.parts if isinstance(part.verdict, Mistaken)]
        if not wrong or of_the_whole(self.judgement.verdict):
            return listed(self.explanations, self.words)
        return tuple(
            replace(mistake, component=self.name(part.component))
            for part in wrong
            if isinstance(part.verdict, Mistaken)
            for mistake in listed(part.verdict.explanations, self.words)
        )

    def name(self, component: Component) -> str:
        """What a component is called in the record: x, or z:x where there are several outputs."""
        return f"{component.output.name}:{component.key}" if self.task.outputs > 1 else component.key

    def page(self, detail: str = "normal") -> Page:
        """The verdict as blocks, for any renderer; ``detail`` is brief, normal or full."""
        return page(self.task, self.judgement, self.words, detail)

    def to_dict(self) -> dict[str, Any]:
        """The record ``chainrule.verdict/1``.

        Of a system ``variable`` lists the letters, ``expected`` is an object by name, and ``components`` has for every
        derivative asked for: its ``name`` (the letters; with the output in front where there are several), how it was
        read, its own ``verdict``, ``form``, ``expected`` and ``witness``. ``point`` are the numbers of the question.
        A mistake says in ``component`` which derivative it is about; ``null``: all of them.
        """
        question = self.task.question
        return {
            "schema": SCHEMA,
            "problem": question.text,
            "answer": self.judgement.text,
            "read_as": self._read(self.parts[0]) if len(self.parts) == 1 else None,
            "variable": ",".join(letter.name for letter in (question.mixed or question.sources)),
            "order": len(self.task.components[0].letters),
            "verdict": self.verdict,
            "form": self.form,
            "mistakes": [mistake.record() for mistake in self.mistakes],
            "witness": self.witness,
            "expected": self.task.by_name(self._expected_text),
            "remarks": list(self.remarks),
            "error": self.error_record(),
            "point": dict(question.point) or None,
            "components": [self._component(part) for part in self.parts],
        }

    def _component(self, part: Part) -> dict[str, Any]:
        return {
            "name": self.name(part.component),
            "read_as": self._read(part),
            "verdict": NAMES[type(part.verdict)] if part.verdict is not None else "missing",
            "form": self._form(part),
            "witness": witness_record(part.verdict),
            "expected": self._expected_text(part.component),
        }

    def _read(self, part: Part) -> str | None:
        return sympytext(as_written(part.read.tree, part.component.letters[-1])) if part.read else None

    def _expected_text(self, component: Component) -> str | None:
        if self.task.question.point:
            return str(self._expected(component))
        return None if component.expected is None else sympytext(component.expected)
