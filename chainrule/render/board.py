"""The blackboard: blocks in the order in which they are written, and the words they are written with.

    heading     the head of a step, numbered or not
    rows        equations below each other
    reason      why a line holds: the names of its rules; in full detail their laws as well

This module knows blocks and keys of sentences; it must not know derivations as a whole or formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy

from chainrule.calculus.rules import SILENT
from chainrule.calculus.steps import Rewrite, Step
from chainrule.expression.functions import BY_NAME
from chainrule.expression.value import written_row
from chainrule.expression.written import Apply, size
from chainrule.render.page import Block, Heading, Maths, Row, Rows, Sentence, Text, maths
from chainrule.words import Words, rule_pages

WRITTEN_OUT = 400
"""A result with more symbols than this is not written out; with the names it is complete."""


@dataclass(slots=True)
class Board:
    """What has been written so far. ``explained`` are the rules whose idea has been told."""

    words: Words
    detail: str
    blocks: list[Block] = field(default_factory=list)
    number: int = 0
    explained: set[str] = field(default_factory=set)

    # Words

    def fill(self, key: str, /, **slots: Any) -> Text:
        """A sentence with mathematics in its slots."""
        return self.words.fill(key, **{slot: value if isinstance(value, str | Maths) else maths(value) for slot, value in slots.items()})

    def listed(self, texts: list[Text]) -> Text:
        """Texts one after the other, as the language lists things."""
        comma = self.words.text("punctuation.list")
        return tuple(piece for i, text in enumerate(texts) for piece in ((comma, *text) if i else text))

    def name(self, rule: str) -> str:
        """A rule's name as it stands beside a line."""
        return self.words.text(f"rule.{rule}.name")

    def law(self, rule: str) -> str | Maths | None:
        """A rule's law in one line: (xⁿ)′ = n·xⁿ⁻¹, or a row of the function table: (sin x)′ = cos x."""
        text = self.words.get(f"rule.{rule}.law")
        if text:
            return str(text)
        row = BY_NAME.get(rule)
        if row is None or not row.derivative or len(row.arguments) != 1:
            return None
        return maths("(", Apply(rule, sympy.Symbol(row.arguments[0])), ")′", "=", written_row(rule, "derivative"))

    def with_law(self, rule: str, name: str) -> Text:
        """A rule with its law, where it has one."""
        law = self.law(rule)
        return self.fill("section.law", rule=name, law=law) if law else (name,)

    def because(self, rewrite: Rewrite) -> Text:
        """Why a tidying was made: all that happened in it."""
        return self.listed([self.fill(f"tidy.{reason}") for reason in rewrite.reasons])

    # Blocks

    def say(self, key: str, /, kind: str = "plain", **slots: Any) -> None:
        """A sentence of its own."""
        self.blocks.append(Sentence(self.fill(key, **slots), kind))

    def heading(self, key: str, /, *aside: Maths, **slots: Any) -> int:
        """The next step; its number."""
        return self.head(self.fill(key, **slots), *aside)

    def head(self, text: Text, *aside: Maths) -> int:
        """The next step in words already found; its number."""
        self.number += 1
        self.blocks.append(Heading(self.number, text, aside))
        return self.number

    def rows(self, *rows: Row) -> None:
        """Equations below each other."""
        if rows:
            self.blocks.append(Rows(rows))

    def idea(self, rule: str) -> None:
        """In full detail: why the rule is what it is, once a page."""
        if self.detail != "full" or rule in self.explained:
            return
        self.explained.add(rule)
        idea = rule_pages(self.words.lang).get(rule, {}).get("idea")
        if idea:
            self.blocks.append(Sentence((str(idea),), "why"))

    def result(self, *rows: Row, long: Row | None = None) -> None:
        """Rows, the last of which is left out, and said to be, where it is too long to be written out."""
        if long is None or size_of(long.right) <= WRITTEN_OUT:
            self.rows(*rows, *([long] if long else []))
            return
        self.rows(*rows)
        self.say("section.too-long", n=str(size_of(long.right)))

    # Reasons

    def reason(self, step: Step) -> Text:
        """The rules used in a line: "sum rule, power rule"; in full detail with their laws."""
        rules = rules_of(step)
        if self.detail == "full":
            return self.listed([self.with_law(rule, self.name(rule)) for rule in rules])
        return self.listed([(self.name(rule),) for rule in rules])


def rules_of(step: Step) -> list[str]:
    """The rules of a step worth naming, each once, the outermost first."""
    return list(dict.fromkeys(s.rule for s in step.walk() if s.rule not in SILENT)) or [step.rule]


def size_of(content: Maths) -> int:
    """The number of symbols in a line of mathematics."""
    return sum(1 if isinstance(part, str) else int(size(part)) for part, _ in content.parts)
