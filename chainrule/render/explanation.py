"""The worked solution of a derivation as a page: what is said, in which order, in which detail.

    composite     layers from the outside in, each one's derivative, the product, the layers put back
    product, …    the parts by name, each one's derivative, put together
    a part that takes more than a line is worked in a step of its own, right below

Law: a solution of n layers has O(n) lines.
This module knows derivations and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from chainrule.calculus.evaluate import Values
from chainrule.calculus.methods import alternatives
from chainrule.calculus.rules import SILENT
from chainrule.calculus.steps import Derivation, Round, Step
from chainrule.expression.written import Apply, Equals, Primed, Rate, size
from chainrule.render import lines
from chainrule.render.page import EMPTY, Block, Definitions, Heading, Maths, Page, Row, Rows, Sentence, Text, Title, maths
from chainrule.words import Words

WRITTEN_OUT = 400
"""A result with more symbols than this is not written out; with the names it is complete."""
DETAILS = ("brief", "normal", "full")


@dataclass(frozen=True, slots=True)
class Heads:
    """What the page says besides the derivation.

    The function's name, how the input was read, the detail, and the values at a point (name, number).
    """

    output: sympy.Symbol
    notes: tuple[str, ...] = ()
    detail: str = "normal"
    point: Values | None = None


def page(derivation: Derivation, heads: Heads, words: Words) -> Page:
    """The whole worked solution."""
    board = _Board(words, heads, derivation)
    board.title()
    for one in derivation.rounds:
        board.round(one)
    board.close()
    return tuple(lines.by_its_letter(block, derivation.rounds[0].root) for block in board.blocks)


class _Board:
    """The blackboard: blocks in the order in which they are written."""

    def __init__(self, words: Words, heads: Heads, derivation: Derivation) -> None:
        self.words = words
        self.heads = heads
        self.derivation = derivation
        self.blocks: list[Block] = []
        self.number = 0
        self.solved: dict[tuple[Any, Any], int] = {}
        self.write: dict[str, Callable[[Step, Any, Maths], None]] = {
            "chain": self.chain,
            "product": self.parts,
            "quotient": self.parts,
            "sum": self.sum,
            "general-power": self.logarithm,
            "logarithmic": self.logarithm,
            "paths": self.paths,
            "implicit": self.implicit,
        }

    # Words

    def fill(self, key: str, /, **slots: Any) -> Text:
        """A sentence with mathematics in its slots."""
        return self.words.fill(key, **{slot: value if isinstance(value, str | Maths) else maths(value) for slot, value in slots.items()})

    def say(self, key: str, /, kind: str = "plain", **slots: Any) -> None:
        """A sentence of its own."""
        self.blocks.append(Sentence(self.fill(key, **slots), kind))

    def heading(self, key: str, /, *aside: Maths, **slots: Any) -> int:
        """The next step; its number."""
        self.number += 1
        self.blocks.append(Heading(self.number, self.fill(key, **slots), aside))
        return self.number

    def rows(self, *rows: Row) -> None:
        """Equations below each other."""
        if rows:
            self.blocks.append(Rows(rows))

    def reason(self, step: Step) -> Text:
        """The rules used in a line: "sum rule, power rule"; in full detail with the law of the first."""
        rules = list(dict.fromkeys(s.rule for s in step.walk() if s.rule not in SILENT)) or [step.rule]
        names = self.words.text("punctuation.list").join(self.words.text(f"rule.{rule}.name") for rule in rules)
        law = self.words.get(f"rule.{rules[0]}.law") if self.heads.detail == "full" else None
        return (names, f"    {law}") if law else (names,)

    # The problem

    def title(self) -> None:
        """The problem and how it was read."""
        first = self.derivation.rounds[0]
        task = Rate(self.heads.output, self.derivation.variable, len(self.derivation.rounds))
        problem = dict(first.root.parts).get("equation") or Equals(self.heads.output, first.goal)
        self.blocks.append(Title(maths(problem), self.fill("title.find", task=task)))
        self.blocks.extend(Sentence((note,), "note") for note in self.heads.notes)

    def round(self, one: Round) -> None:
        """One differentiation, from goal to tidied answer."""
        output = self.heads.output
        name = output if one.order == 1 else Primed(output.name, (one.order - 1,))
        left = maths(Rate(output, self.derivation.variable, one.order))
        if len(self.derivation.rounds) > 1:
            ordinal = self.words.text(f"ordinal.{min(one.order, 4)}", n=str(one.order))
            self.blocks.append(Heading(None, self.fill("section.round", ordinal=ordinal), (maths(Equals(name, one.goal)),)))
        self.solved.clear()
        self.solve(one.root, name, left)
        self.tidy(one, left)

    def tidy(self, one: Round, left: Maths) -> None:
        """The way from what the rules gave to the answer."""
        if not one.tidying or self.too_long(one.answer):
            return
        steps = one.tidying[-1:] if self.heads.detail == "brief" else one.tidying
        self.heading("section.tidy")
        comments = [() if self.heads.detail == "brief" else self.fill(f"tidy.{step.rule}") for step in steps]
        self.rows(*[Row(EMPTY if i else left, maths(s.after), c) for i, (s, c) in enumerate(zip(steps, comments, strict=True))])

    def close(self) -> None:
        """Where it holds, other ways, and whether it was checked."""
        if self.derivation.conditions:
            self.say("close.conditions", "condition", conditions=lines.conditions(self.derivation.conditions))
        if self.heads.detail == "full":
            for method in alternatives(self.derivation.rounds[0].root):
                self.say(f"method.{method}")
        if self.heads.point:
            self.numbers(self.heads.point)
        v = self.derivation.verification
        match v.verified:
            case True:
                self.say("close.checked" if v.by_sympy else "close.checked-numbers", "checked", points=str(v.points))
            case False:
                self.say("close.failed", "doubt")
            case None:
                self.say("close.undecided", "doubt")

    def numbers(self, at: Values) -> None:
        """The numbers at a point: every layer from the inside out, then the derivative."""
        self.heading("section.at", *[maths(letter, "=", tree) for letter, tree in at.inputs])
        self.rows(*[Row(maths(letter), maths(tree)) for letter, tree in at.values])
        rate = Rate(self.heads.output, self.derivation.variable, len(self.derivation.rounds))
        self.rows(Row(maths(rate), maths(at.derivative) if at.derivative is not None else maths("?"), () if at.derivative is not None else self.fill("section.not-defined")))

    def too_long(self, tree: Any) -> bool:
        """Whether a result is too long to be written out; then it is said."""
        if size(tree) <= WRITTEN_OUT:
            return False
        self.say("section.too-long", n=str(size(tree)))
        return True

    def unless_long(self, tree: Any, row: Row) -> tuple[Row, ...]:
        """The row with a result, unless that is too long to be written out."""
        return () if self.too_long(tree) else (row,)

    # Steps

    def solve(self, step: Step, name: Any, left: Maths) -> None:
        """Write a step out; ``name`` is what is differentiated, ``left`` its derivative, dy/dx or f′."""
        if not step.takes_lines:
            self.plain(step, left)
        else:
            self.write.get(step.rule, self.wrapped)(step, name, left)
        self.solved[step.goal, step.variable] = self.number

    def plain(self, step: Step, left: Maths) -> None:
        """A derivative that takes one line, or one line a term."""
        self.heading("section.rule", rule=self.words.text(f"rule.{step.rule}.title"))
        if step.rule == "sum":
            self.rows(*[Row(lines.prime_of(s.goal), maths(s.result), self.reason(s)) for s in step.substeps])
            self.rows(Row(left, maths(step.result)))
        else:
            self.rows(Row(left, maths(step.result), self.reason(step)))

    def worked(self, parts: Sequence[tuple[Any, Maths, Step]]) -> tuple[int, bool]:
        """A line for each part (name, left, step); one that takes more follows in a step of its own.

        The number of the step the parts stand in, and whether there were steps in between.
        """
        here = self.number
        waiting: list[tuple[Any, Maths, Step]] = []
        rows = []
        for tone, (name, left, step) in enumerate(parts):
            known = self.solved.get((step.goal, step.variable))
            if known is None and step.takes_lines:
                kind = self.words.text(f"rule.{step.rule}.noun") if self.words.get(f"rule.{step.rule}.noun") else ""
                rows.append(Row(left, maths("?", tone=tone), self.fill("section.later", kind=kind)))
                waiting.append((name, left, step))
            else:
                comment = self.reason(step) if known is None else self.fill("section.as-in", n=str(known))
                rows.append(Row(left, maths(step.result, tone=tone), comment))
        self.rows(*rows)
        for name, left, step in waiting:
            if (step.goal, step.variable) not in self.solved:
                self.solve(step, name, left)
        return here, bool(waiting)

    def chain(self, step: Step, name: Any, left: Maths) -> None:
        """Layers from the outside in, their derivatives, the product, the layers put back."""
        layers, links = lines.layers(step, name)
        letters = [letter for letter, _ in layers] + [step.variable]
        rates = [Rate(a, b, 1) for a, b in zip(letters, letters[1:], strict=False)]
        definitions = Definitions(tuple(maths(Equals(letter, tree), tone=tone) for tone, (letter, tree) in enumerate(layers)))
        top = step.goal is self.derivation.rounds[0].goal or step in [one.root for one in self.derivation.rounds]
        if top:
            self.blocks += [Heading(None, self.fill("section.layers")), definitions]
            self.heading("section.each-layer")
        else:
            self.heading("section.composite", part=Equals(name, step.goal))
            self.blocks.append(definitions)
        here, between = self.worked([(letter, maths(rate, tone=i), s) for i, (letter, rate, s) in enumerate(zip(letters, rates, links, strict=False))])
        names, local = lines.product(rates), lines.product([link.result for link in links])
        if top:
            self.heading("section.multiply")
        elif between:
            self.heading("section.back", n=str(here))
        written_out = lines.product(step.result.args)
        if not top:
            self.rows(Row(left, local), *self.unless_long(step.result, Row(EMPTY, written_out)))
            return
        self.rows(Row(left, names), Row(EMPTY, local))
        if not self.too_long(step.result):
            self.heading("section.put-back", *lines.insides(step))
            self.rows(Row(left, written_out))

    def parts(self, step: Step, name: Any, left: Maths) -> None:
        """Product and quotient: the parts by name, their derivatives, put together."""
        aside = [maths(Equals(letter, tree), tone=tone) for tone, (letter, tree) in enumerate(step.names)]
        formula = lines.formula(step)
        self.heading(f"section.{step.rule}", *aside, formula=formula)
        here, between = self.worked([(letter, lines.prime(letter, tone), s) for tone, ((letter, _), s) in enumerate(zip(step.names, step.substeps, strict=True))])
        self.together(step, left, here, between, formula)

    def sum(self, step: Step, name: Any, left: Maths) -> None:
        """Term by term; a term that takes more than a line gets a step of its own."""
        letters = iter(step.names)
        parts = []
        for below in step.substeps:
            letter, mark = (next(letters)[0], True) if below.takes_lines else (None, False)
            parts.append((letter, lines.prime(letter) if mark else lines.prime_of(below.goal), below))
        self.heading("section.sum", *[maths(Equals(letter, tree)) for letter, tree in step.names])
        here, between = self.worked(parts)
        self.together(step, left, here, between, lines.signed_sum(step, [part[1] for part in parts]))

    def together(self, step: Step, left: Maths, here: int, between: bool, formula: Maths) -> None:
        """The parts put together."""
        if between:
            self.heading("section.together-from", n=str(here), formula=formula)
        else:
            self.heading("section.together", formula=formula)
        self.rows(*self.unless_long(step.result, Row(left, maths(step.result))))

    def wrapped(self, step: Step, name: Any, left: Maths) -> None:
        """A rule with one part: a constant factor, a rewriting."""
        ((letter, tree),) = step.names
        self.heading("section.rule", maths(Equals(letter, tree)), rule=self.words.text(f"rule.{step.rule}.title"))
        here, _ = self.worked([(letter, lines.prime(letter), step.substeps[0])])
        self.heading("section.back", n=str(here))
        self.rows(Row(left, maths(step.result)))

    def logarithm(self, step: Step, name: Any, left: Maths) -> None:
        """ln on both sides, the right side differentiated, multiplied by y."""
        ((letter, tree),) = step.names
        self.heading(f"section.{step.rule}", name=name)
        self.rows(Row(maths(Apply("ln", name)), maths(tree), self.fill("section.name-it", letter=letter)))
        here, _ = self.worked([(letter, lines.prime(letter), step.substeps[0])])
        self.heading("section.multiply-back", name=name)
        product = Row(left, lines.product([name, Primed(letter.name, (1,))]))
        self.rows(product, *self.unless_long(step.result, Row(EMPTY, lines.product(step.result.args))))

    def paths(self, step: Step, name: Any, left: Maths) -> None:
        """An unknown function of several arguments: one path an argument."""
        letters = iter(step.names)
        parts = [
            (letter := next(letters)[0] if below.takes_lines else None, lines.prime(letter) if letter else lines.prime_of(below.goal), below)
            for below in step.substeps
        ]
        self.heading("section.paths", *[maths(Equals(letter, tree)) for letter, tree in step.names])
        here, between = self.worked(parts)
        self.together(step, left, here, between, maths(step.goal))

    def implicit(self, step: Step, name: Any, left: Maths) -> None:
        """Both sides by x, y being a function of x; then solved for y′."""
        parts = dict(step.parts)
        letters = iter((*step.names, *[pair for side in step.substeps if side.rule == "sum" for pair in side.names]))
        terms = [term for side in step.substeps for term in (side.substeps if side.rule == "sum" else (side,))]
        entries = [self.term(term, letters) for term in terms]
        aside = [maths(Equals(letter, term.goal)) for letter, _, term in entries if letter is not None]
        self.heading("section.both-sides", *aside, y=step.goal, x=step.variable)
        here, between = self.worked(entries)
        if between:
            self.heading("section.back", n=str(here))
        self.rows(Row(maths(parts["left"]), maths(parts["right"])))
        slope = Primed(step.goal.name, (1,))
        self.heading("section.solve-for", slope=slope)
        self.rows(Row(lines.product([parts["coefficient"], slope]), maths(parts["rest"])))
        self.rows(Row(left, maths(step.result)))

    def term(self, step: Step, letters: Iterator[tuple[Any, Any]]) -> tuple[Any, Maths, Step]:
        """A term with the left-hand side of its derivative; it gets a letter when it takes more than a line."""
        if not step.takes_lines:
            return None, lines.prime_of(step.goal), step
        letter = next(letters)[0]
        return letter, lines.prime(letter), step
