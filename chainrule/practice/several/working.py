"""A whole working about a system, or a gradient: every line claims what one derivative is, ∂z/∂u, ∂u/∂x, dz/dx.

    ∂z/∂u = 2uv               right: the derivative on a branch
    u_x = x                   wrong, the first one: this one is diagnosed
    z_x = z_u u_x + z_v v_x   right: letters stand for what is right
    = 2uvx + u^2              wrong, but it follows from u_x = x

This module knows graphs and claims; it must not know any one mistake, words or formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.errors import Beyond, ChainruleError, ParseError
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Vector, replace, symbols
from chainrule.graph.edges import Edge
from chainrule.graph.paths import paths
from chainrule.graph.system import Name, System, system
from chainrule.practice.answer import as_written, slope
from chainrule.practice.compare import compare
from chainrule.practice.evidence import witness
from chainrule.practice.ink import Ink, tree
from chainrule.practice.replay import NOWHERE
from chainrule.practice.several.assembly import Key, Signs, Sum, Trees, key
from chainrule.practice.several.components import Component, components, of_one
from chainrule.practice.several.judging import Formulas, Judged
from chainrule.practice.several.letters import Put
from chainrule.practice.several.reading import read_components
from chainrule.practice.several.task import Part, SeveralTask
from chainrule.practice.statements import Statement, is_prose, read_statement, statements
from chainrule.practice.verdict import Correct, Incorrect, Unfinished, Verdict, Witness
from chainrule.practice.working import LINES, Line
from chainrule.questions import Question, SystemQuestion


@dataclass(frozen=True, slots=True)
class SystemLine(Line):
    """A line with the derivatives it is ``about``; the first wrong one with the ``part`` that was judged."""

    about: tuple[Key, ...] = ()
    part: Part | None = None


class Claimed(Trees):
    """Local derivatives as they were claimed."""

    def __init__(self, claims: Mapping[Key, Any]) -> None:
        """What was not claimed is sound."""
        self._claims = claims

    def branch(self, edge: Edge) -> Ink:
        """The claim about a branch."""
        return Ink(self._claims.get(key(edge), edge.partial))


class SystemWorking:
    """A working about a system being judged, line by line."""

    def __init__(self, task: SeveralTask, log_base: int | None = None) -> None:
        """Nothing is claimed yet."""
        self.task = task
        self.system = task.question.system
        self._formulas = Formulas(task.question)
        self._letters = self._formulas.letters
        self._log_base = log_base
        self._asked = {(one.output, one.letters[0]): one for one in task.components}
        self._named: dict[Name, Any] = {}
        self._left: Any = None
        self._claims: dict[Key, Any] = {}
        self._wrong: list[tuple[Any, Any]] = []

    def lines(self, text: str) -> Iterator[SystemLine]:
        """Every line of a text, judged."""
        for number, line in enumerate(statements(text), 1):
            if number > LINES:
                return
            yield self.line(number, line)

    def line(self, number: int, text: str) -> SystemLine:
        """One line."""
        try:
            return self._gradient(number, text) or self._statement(number, text)
        except ChainruleError as error:
            return SystemLine(number, text, "words" if is_prose(text) else "unreadable", error=error)

    def _statement(self, number: int, text: str) -> SystemLine:
        """A line with sides that are expressions."""
        statement = read_statement(text, self.task.components[0].letters[0], self._log_base)
        if self._names(statement):
            return SystemLine(number, text, "named", statement)
        return self._judged(number, text, statement)

    def _gradient(self, number: int, text: str) -> SystemLine | None:
        """A line with all derivatives asked for side by side; ``None`` where it is none."""
        wanted = self.task.components
        try:
            pieces = read_components(text, self.task.letters, self._log_base).pieces
        except ChainruleError:
            return None
        if not len(pieces) == len(wanted) > 1 or any(piece.by for piece in pieces):
            return None
        parts = [Part(one, piece.answer, self._formulas.judged(one, piece.answer)) for one, piece in zip(wanted, pieces, strict=True)]
        wrong = next((part for part in parts if not isinstance(part.verdict, Correct | Unfinished)), None)
        statement = Statement((Vector(*[one.sign for one in wanted]), Vector(*[piece.answer.tree for piece in pieces])), False)
        answers = all(isinstance(part.verdict, Correct) for part in parts)
        if wrong is None:
            return SystemLine(number, text, "right", statement, answers=answers, about=tuple(self._asked))
        status = "follows" if all(self._is_known(part) for part in parts) else "wrong"
        first = wrong if status == "wrong" and not self._wrong else None
        self._wrong.append((None, None))
        return SystemLine(number, text, status, statement, first.verdict if first else None, about=tuple(self._asked), part=first)

    def _is_known(self, part: Part) -> bool:
        """Whether a component is right, or as wrong as it was claimed above."""
        if isinstance(part.verdict, Correct | Unfinished) or part.read is None:
            return True
        return self._follows((part.component.output, part.component.letters[0]), self._put(part.read.tree))

    def _shown(self, statement: Statement, about: Key | None, held: bool) -> Statement:
        """The statement with ∂ where it or z_x was typed, and with f where z would be read in two ways."""
        start = 0 if statement.goes_on else 1
        sides = [replace(side, self._signs(side)) for side in statement.sides]
        if start and about is not None:
            sides[0] = self._local_sign(about) if held or about not in self._asked else self._asked[about].sign
        return Statement(tuple(sides), statement.goes_on)

    def _signs(self, side: Any) -> dict[Name, Any]:
        """How the derivatives in a side are written."""
        return {letter: self._local_sign(about) for letter in symbols(side) if (about := self._about(letter)) is not None}

    def _local_sign(self, about: Key) -> Any:
        """∂z/∂u; of z = f(x, u), where x stands in u as well, ∂f/∂u."""
        signs = next(iter(self._asked.values())).asked
        medium = Signs(self.system, self.task.question.varying, signs.called if signs else {})
        return medium.sign(*about)

    def _names(self, statement: Statement) -> bool:
        """Whether the line gives a letter of the student's own to something."""
        if statement.goes_on or len(statement.sides) != 2:
            return False
        letter, body = statement.sides
        if (
            not isinstance(letter, sympy.Symbol)
            or letter in self._letters.known
            or letter in symbols(body)
            or slope(letter)
            or self._about(letter)
        ):
            return False
        self._named[letter] = body
        self._left = None
        return True

    def _about(self, left: Any) -> Key | None:
        """Which derivative a left-hand side stands for."""
        return self._letters.about(left) if isinstance(left, sympy.Symbol) else None

    # Judging

    def _judged(self, number: int, text: str, statement: Statement) -> SystemLine:
        """A claim: its sides compared with what the first one stands for."""
        sides = statement.sides
        if not statement.goes_on:
            self._left, sides = sides[0], sides[1:]
        if not sides:
            raise ParseError("empty", {}, source=text)
        about = self._about(self._left) if self._left is not None else next(iter(self._asked))
        targets = self._targets(about, partial="∂" in text or "partial" in text)
        status, held, part, verdict = "right", False, None, None
        for side in sides:
            put = self._put(side)
            equal = [self._same(put.tree, target) for target in targets]
            if any(equal):
                held = held or not equal[0]
                continue
            status = "follows" if self._follows(about, put) else "wrong"
            if status == "wrong" and not self._wrong:
                part = self._diagnosed(about, put)
                verdict = part.verdict if part else Incorrect(self._witness(put.tree, targets[0]) if about else None)
            self._wrong.append((self._left, put.tree))
            if about is not None:
                self._claims[about] = put.names
        done = not (put.letters or put.underived or symbols(sides[-1]) & self._named.keys())
        answers = status == "right" and not held and about in self._asked and done
        shown = self._shown(statement, about, held)
        return SystemLine(number, text, status, shown, verdict, None, answers, (about,) if about else (), part)

    def _targets(self, about: Key | None, partial: bool) -> list[Any]:
        """What a claim may be equal to, in the inputs: ∂z/∂x is also that with the intermediates held."""
        asked = self._asked.get(about) if about else None
        if asked is None:
            return [self._put(self._left).tree]
        both = partial and self._left is not None and about in self._letters.branches
        return [asked.right, self._put(self._left).tree] if both else [asked.right]

    def _put(self, side: Any) -> Put:
        """A side with its letters put back. Raises ``ParseError`` for one that stands for nothing."""
        for _ in self._named:
            side = replace(side, self._named)
        put = self._letters.put(side)
        if put is None:
            strange = self._letters.strange(side)
            rate = as_written(strange)
            raise ParseError(*("work-letter", {"name": strange.name}) if rate == strange else ("work-rate", {"rate": unicode(rate)}))
        return put

    def _same(self, one: Any, other: Any) -> bool:
        """Whether two expressions are equal. Raises ``Beyond`` where that cannot be found out."""
        same = compare(one, other, self.task.components[0].goal).same
        if same is None:
            raise Beyond("work-undecided")
        return same

    def _follows(self, about: Key | None, put: Put) -> bool:
        """Whether a wrong claim was made above already, or comes of the wrong claims above when they are put together."""
        if any(left == self._left and self._same(put.tree, claim) for left, claim in self._wrong):
            return True
        if about is None or not self._claims:
            return False
        try:
            return any(self._same(put.tree, self.system.put_back(tree(found))) for found in self._comes_to(*about))
        except NOWHERE:
            return False

    def _comes_to(self, output: Name, source: Name) -> Iterator[Any]:
        """What a derivative comes to with the claims above: those about branches, and one about an intermediate besides."""
        whole = self._sum(output, source)
        yield whole.right
        for (of, node), claim in self._claims.items():
            if of == output and (of, node) not in self._letters.branches and node in self.system.formula:
                beside = [whole.along(path) for path in whole.paths if node not in path.through]
                yield whole.added([*beside, Ink(claim) * self._sum(node, source).right])

    def _sum(self, output: Name, source: Name) -> Sum:
        branches = self._letters.branches
        return Sum(self.system, branches, output, source, paths(self.system, branches, output, source), Claimed(self._claims))

    # The first wrong line

    def _witness(self, claim: Any, target: Any) -> Witness | None:
        """Where a claim can be seen to be wrong."""
        first = self.task.components[0]
        if target is None or first.goal is None:
            return None
        return witness(claim, target, first.goal, first.letters[0], compare(claim, target, first.goal).differ)

    def _diagnosed(self, about: Key | None, put: Put) -> Part | None:
        """What happened: on the graph, or in working one local derivative."""
        if about is None:
            return None
        component = self._asked.get(about) or self._component(about, put)
        if component is None or component.right is None:
            return None
        formulas = self._formulas if component.question is self.task.question else Formulas(component.question)
        answer = put if formulas is self._formulas else formulas.letters.put(put.names)
        if answer is None:
            return None
        compared = compare(answer.tree, component.right, component.goal)
        found = formulas.witness(component, answer.tree, compared.differ)
        verdict: Verdict = formulas.diagnosed(component, answer, found) if compared.same is False else Incorrect(None)
        return Part(component, None, Judged(verdict, answer.tree))

    def _component(self, about: Key, put: Put) -> Component | None:
        """The derivative on a branch by itself; by an intermediate with what stands above it."""
        output, source = about
        question = self.task.question
        if about not in self._letters.branches:
            return components(SystemQuestion(self._above(output, source), (source,), question.text))[0] if source != output else None
        formula = self.system.formula[output]
        if not symbols(put.names) <= symbols(formula):
            return None
        varying = frozenset(self.system.uses[output])
        return components(of_one(Question(formula, source, 1, output, question.text, {}, (), (), varying)))[0]

    def _above(self, output: Name, source: Name) -> System:
        """The definitions between an output and one of its intermediates, which is an input there."""
        needed, waiting = {}, [output]
        while waiting:
            name = waiting.pop()
            if name in self.system.formula and name != source and name not in needed:
                needed[name] = self.system.formula[name]
                waiting += self.system.uses[name]
        return system([(name, formula) for name, formula in self.system.definitions if name in needed])
