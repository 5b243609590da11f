"""The ladder of hints to a derivative, from what gives away least to the product as it stands; and the questions step by step.

    composite        the layers, the derivative of each, the product along the chain
    product, …       the parts, the derivative of each, put together
    all others       the sections of the worked solution, one after the other

This module knows step trees and keys of sentences; it must not know how answers are judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import sympy

from chainrule.calculus.steps import Derivation, Step
from chainrule.expression.written import Equals
from chainrule.practice.exercises.derivative import part
from chainrule.practice.exercises.exercise import Ask
from chainrule.practice.exercises.naming import Naming, Parts
from chainrule.practice.exercises.rungs import new
from chainrule.practice.telling import spoken
from chainrule.render import lines
from chainrule.render.board import Board, rules_of
from chainrule.render.page import Block, Definitions, Drawing, Heading, Page, Row, Rows, Sentence, maths
from chainrule.render.solution import Solution
from chainrule.words import words


@dataclass(frozen=True)
class Ladder:
    """The way to one derivative: ``name`` is what is differentiated, ``left`` the derivative asked for."""

    step: Step
    name: sympy.Symbol
    left: Any
    varying: frozenset[sympy.Symbol]
    lang: str

    def hints(self, said: Sequence[str] = ()) -> tuple[Page, ...]:
        """The rungs, least first, without those that hints already ``said`` make superfluous."""
        match self.step.rule:
            case "chain":
                rungs = tuple(self._layers())
                kept = new(rungs, said)
                return kept if rungs[1] in kept else tuple(rung for rung in kept if rung is not rungs[0])
            case "product" | "quotient":
                return new(self._parts(), said)
            case _:
                return (self._rules(),)

    def asks(self) -> tuple[Ask, ...]:
        """The questions before the whole."""
        match self.step.rule:
            case "chain":
                return tuple(self._ask_layers())
            case "product" | "quotient":
                return tuple(self._ask_parts())
            case _:
                return ()

    def _page(self, key: str, *blocks: Block, **slots: Any) -> Page:
        board = Board(words(self.lang), "normal")
        board.say(key, **slots)
        return (*board.blocks, *blocks)

    # Composites

    def _layers(self) -> Iterator[Page]:
        solution = Solution(Board(words(self.lang), "normal"), self.varying)
        layers, links, rates = solution.taken_apart(self.step, self.name)
        yield self._page("drill.hint-outer", _definitions(layers[:1]))
        yield self._page("drill.hint-outer-derivative", Rows((Row(maths(rates[0]), maths(links[0].result)),)))
        for i in range(1, len(layers)):
            row = Row(maths(rates[i], tone=i), maths(links[i].result, tone=i))
            yield self._page("drill.hint-inner", _definitions(layers[i : i + 1], i), Rows((row,)))
        yield self._page("drill.hint-product", Rows((Row(self.left, lines.product([link.result for link in links])),)))

    def _ask_layers(self) -> Iterator[Ask]:
        step, name = self.step, self.name
        while step.rule == "chain":
            letter, inner = step.names[0]
            outer, below = step.substeps
            for wanted in ("outer", "inner"):
                yield Naming(wanted, outer.goal, letter, inner, step.variable, name, self.lang)
            yield part(outer.goal, letter, self.lang, (letter, inner), of=name)
            step, name = below, letter
        yield part(step.goal, step.variable, self.lang, of=name)

    # Products and quotients

    def _parts(self) -> Iterator[Page]:
        step = self.step
        definitions = Definitions(tuple(maths(Equals(letter, tree), tone=i) for i, (letter, tree) in enumerate(step.names)))
        yield self._page("drill.hint-parts", definitions, law=lines.law(step))
        for i, ((letter, _), below) in enumerate(zip(step.names, step.substeps, strict=True)):
            yield self._page("drill.hint-part", Rows((Row(lines.prime(letter, i), maths(below.result, tone=i)),)), letter=letter)
        yield self._page("drill.hint-together", Rows((Row(self.left, maths(step.result)),)))

    def _ask_parts(self) -> Iterator[Ask]:
        yield Parts(self.step.rule, self.step.names, self.lang)
        for (letter, tree), below in zip(self.step.names, self.step.substeps, strict=True):
            yield part(tree, below.variable, self.lang, of=letter)

    # All others

    def _rules(self) -> Page:
        """The rules that are needed, with their laws."""
        board = Board(words(self.lang), "normal")
        rules = [board.with_law(rule, board.name(rule)) for rule in rules_of(self.step)]
        return self._page("drill.hint-rules", *[Sentence(text, "told") for text in rules])


def _definitions(layers: Any, tone: int = 0) -> Definitions:
    return Definitions(tuple(maths(Equals(letter, tree), tone=tone + i) for i, (letter, tree) in enumerate(layers)))


def single(derivation: Any) -> Step | None:
    """The step tree of a derivation of one round; ``None`` for systems, arrays, equations, higher orders."""
    if not isinstance(derivation, Derivation) or len(derivation.rounds) > 1:
        return None
    root = derivation.rounds[0].root
    return None if root.rule == "implicit" else root


def sections(page: Page, wanted: Collection[str] = ()) -> tuple[Page, ...]:
    """The sections of a worked solution, without what stands above the first and without the last, the answer.

    They end before the first line with a derivative that is ``wanted``: what comes after it is the answer.
    """
    found: list[list[Block]] = []
    for block in page:
        if isinstance(block, Heading):
            found.append([])
        if not found or isinstance(block, Drawing) or (isinstance(block, Sentence) and block.kind in ("checked", "condition")):
            continue
        before = _before(block, wanted) if isinstance(block, Rows) else block
        found[-1] += [before] if before else []
        if before is not block:
            return tuple(tuple(section) for section in found if len(section) > 1)
    filled = [tuple(section) for section in found if len(section) > 1]
    return tuple(filled[:-1])


def _before(block: Rows, wanted: Collection[str]) -> Rows | None:
    """The lines before the first with one of these at its left."""
    rows = tuple(takewhile(lambda row: spoken((row.left,)) not in wanted, block.rows))
    return block if len(rows) == len(block.rows) else block._replace(rows=rows) if rows else None
