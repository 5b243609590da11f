"""How each kind of step is written on the board.

    composite     layers from the outside in, each one's derivative, the product, the layers put back
    product, …    the parts by name, each one's derivative, put together
    a part that takes more than a line is worked in a step of its own, right below

Law: a solution of n layers has O(n) lines.
This module knows steps and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sympy

from chainrule.calculus.steps import Step
from chainrule.expression.written import Equals, Primed, rate, symbols
from chainrule.render import lines
from chainrule.render.board import Board, rules_of
from chainrule.render.page import EMPTY, Definitions, Heading, Maths, Row, Rows, maths

Part = tuple[Any, Maths, Step]
"""A part that is differentiated: its letter, the sign of its derivative, its step."""


class Solution:
    """One differentiation, written on a board."""

    def __init__(self, board: Board, varying: frozenset[sympy.Symbol] = frozenset()) -> None:
        """A solution with nothing worked yet; ``varying`` letters besides the variable make a derivative partial."""
        self.board = board
        self.varying = varying
        self.solved: dict[tuple[Any, Any], int] = {}
        self.write: dict[str, Callable[[Step, Any, Maths], None]] = {
            "chain": self.composite,
            "product": self.parts,
            "quotient": self.parts,
            "sum": self.sum,
            "general-power": self.logarithm,
            "logarithmic": self.logarithm,
            "paths": self.paths,
            "implicit": self.implicit,
            "implicit-again": self.implicit_again,
            "parametric": self.parametric,
        }

    def whole(self, step: Step, name: Any, left: Maths) -> None:
        """The whole solution; ``name`` is what is differentiated, ``left`` its derivative, dy/dx."""
        if step.rule == "chain":
            self.chain(step, name, left)
        else:
            self.solve(step, name, left)

    def solve(self, step: Step, name: Any, left: Maths) -> None:
        """A step, also one inside another, where ``left`` may be f′."""
        if not step.takes_lines:
            self.plain(step, left)
        else:
            self.write.get(step.rule, self.wrapped)(step, name, left)
        self.solved[step.goal, step.variable] = self.board.number

    # Lines

    def lines(self, step: Step, left: Maths, tone: int | None = None, named: tuple[str, ...] = ()) -> list[Row]:
        """A derivative that takes one line; in full detail with the line that is usually left out.

        Rules that are ``named`` already are not named again.
        """
        board = self.board
        between = lines.small(step) if board.detail == "full" and step.substeps else None
        if between is None:
            comment = () if tuple(rules_of(step)) == named else board.reason(step)
            return [Row(left, maths(step.result, tone=tone), comment)]
        rules = list(dict.fromkeys(rule for below in step.substeps for rule in rules_of(below)))
        reason = board.listed([board.with_law(rule, board.name(rule)) for rule in rules])
        first = () if step.rule in named else board.with_law(step.rule, board.name(step.rule))
        return [Row(left, between, first), Row(EMPTY, maths(step.result, tone=tone), reason)]

    def plain(self, step: Step, left: Maths) -> None:
        """A derivative that takes one line, or one line a term."""
        board = self.board
        board.head(board.with_law(step.rule, board.words.text(f"rule.{step.rule}.title")))
        board.idea(step.rule)
        if step.rule == "sum":
            terms = [row for below in step.substeps for row in self.lines(below, lines.prime_of(below.goal))]
            board.rows(*terms, Row(left, maths(step.result), board.fill("section.added")))
        else:
            board.rows(*self.lines(step, left, named=(step.rule,)))

    def worked(self, parts: Sequence[Part]) -> tuple[int, bool]:
        """A line for each part; one that takes more is worked in a step of its own, named in its line.

        The number of the step the parts stand in, and whether there were steps in between.
        """
        board = self.board
        here, place = board.number, len(board.blocks)
        board.blocks.append(Rows(()))
        rows: list[Row] = []
        waiting: list[tuple[int, Part]] = []
        for name, left, step in parts:
            tone = left.parts[0][1]  # both sides in one colour
            known = self.solved.get((step.goal, step.variable))
            if known is not None:
                rows.append(Row(left, maths(step.result, tone=tone), board.fill("section.as-in", n=str(known))))
            elif step.takes_lines:
                waiting.append((len(rows), (name, left, step)))
                rows.append(Row(left, maths("?", tone=tone)))
            else:
                rows += self.lines(step, left, tone)
        for i, (name, left, step) in waiting:
            known = self.solved.get((step.goal, step.variable))
            key = "section.later" if known is None else "section.as-in"
            kind = board.words.text(f"rule.{step.rule}.noun")
            rows[i] = Row(rows[i].left, rows[i].right, board.fill(key, kind=kind, n=str(known or board.number + 1)))
            if known is None:
                self.solve(step, name, left)
        board.blocks[place] = Rows(tuple(rows))
        return here, bool(waiting)

    # Compositions

    def taken_apart(self, step: Step, name: Any) -> tuple[list[tuple[Any, Any]], list[Step], list[Any]]:
        """Layers with their letters, the step of each, and the derivative of each by the next letter."""
        layers, links = lines.layers(step, name)
        below = [letter for letter, _ in layers[1:]] + [step.variable]
        rates = [rate(name, letter, 1, symbols(tree) & self.varying) for (name, tree), letter in zip(layers, below, strict=True)]
        return layers, links, rates

    def chain(self, step: Step, name: Any, left: Maths) -> None:
        """The whole problem is a composite: layers, their derivatives, the product, the layers put back."""
        board = self.board
        layers, links, rates = self.taken_apart(step, name)
        board.blocks.append(Heading(None, board.fill("section.layers")))
        board.idea("chain")
        board.blocks.append(_definitions(layers))
        board.heading("section.each-layer")
        self.worked([(letter, maths(rate, tone=i), s) for i, ((letter, _), rate, s) in enumerate(zip(layers, rates, links, strict=True))])
        local, written_out = lines.product([link.result for link in links]), lines.product(step.result.args)
        board.heading("section.multiply")
        board.rows(Row(left, lines.product(rates)), Row(EMPTY, local))
        if local != written_out:
            board.heading("section.put-back", *lines.insides(step))
            board.result(long=Row(left, written_out))
        self.solved[step.goal, step.variable] = board.number

    def composite(self, step: Step, name: Any, left: Maths) -> None:
        """A part of the problem is a composite: the same in one step."""
        board = self.board
        layers, links, rates = self.taken_apart(step, name)
        board.heading("section.composite", part=Equals(name, step.goal))
        board.idea("chain")
        board.blocks.append(_definitions(layers))
        here, between = self.worked(
            [(letter, maths(rate, tone=i), s) for i, ((letter, _), rate, s) in enumerate(zip(layers, rates, links, strict=True))]
        )
        local, written_out = lines.product([link.result for link in links]), lines.product(step.result.args)
        if between:
            board.heading("section.back-multiply", n=str(here))
        product = Row(left, local, () if between else board.fill("section.outer-inner"))
        if local == written_out:
            board.rows(product)
        else:
            board.result(product, long=Row(EMPTY, written_out, board.fill("section.with", insides=lines.listed(lines.insides(step)))))

    # Parts by name

    def parts(self, step: Step, name: Any, left: Maths) -> None:
        """Product and quotient: the parts by name, their derivatives, put together."""
        board = self.board
        aside = [maths(Equals(letter, tree), tone=tone) for tone, (letter, tree) in enumerate(step.names)]
        board.heading(f"section.{step.rule}", *aside, law=lines.law(step))
        board.idea(step.rule)
        here, between = self.worked(
            [(letter, lines.prime(letter, tone), s) for tone, ((letter, _), s) in enumerate(zip(step.names, step.substeps, strict=True))]
        )
        self.together(step, left, here, between, lines.formula(step))

    def sum(self, step: Step, name: Any, left: Maths) -> None:
        """Term by term; a term that takes more than a line gets a step of its own."""
        letters = iter(step.names)
        parts = list(_terms(step.substeps, letters))
        self.board.heading("section.sum", *_asides(step))
        self.board.idea("sum")
        here, between = self.worked(parts)
        self.together(step, left, here, between, lines.signed_sum(step, [part[1] for part in parts]))

    def paths(self, step: Step, name: Any, left: Maths) -> None:
        """An unknown function of several arguments: one path an argument."""
        self.board.heading("section.paths", *_asides(step))
        here, between = self.worked(list(_terms(step.substeps, iter(step.names))))
        self.together(step, left, here, between, maths(step.goal))

    def together(self, step: Step, left: Maths, here: int, between: bool, formula: Maths) -> None:
        """The parts put together."""
        if between:
            self.board.heading("section.together-from", n=str(here), formula=formula)
        else:
            self.board.heading("section.together", formula=formula)
        self.board.result(long=Row(left, maths(step.result)))

    # Others

    def wrapped(self, step: Step, name: Any, left: Maths) -> None:
        """A rule with one part: a constant factor, a rewriting."""
        board = self.board
        ((letter, tree),) = step.names
        board.head(board.with_law(step.rule, board.words.text(f"rule.{step.rule}.title")), maths(Equals(letter, tree)))
        board.idea(step.rule)
        here, between = self.worked([(letter, lines.prime(letter), step.substeps[0])])
        if between:
            board.heading("section.back", n=str(here))
        board.result(long=Row(left, maths(step.result)))

    def implicit(self, step: Step, name: Any, left: Maths) -> None:
        """Both sides by x, y being a function of x; then solved for y′."""
        board = self.board
        parts = dict(step.parts)
        letters = iter((*step.names, *[pair for side in step.substeps if side.rule == "sum" for pair in side.names]))
        terms = [term for side in step.substeps for term in (side.substeps if side.rule == "sum" else (side,))]
        entries = list(_terms(terms, letters))
        aside = [maths(Equals(letter, term.goal)) for letter, _, term in entries if letter is not None]
        board.heading("section.both-sides", *aside, y=step.goal, x=step.variable)
        board.idea("implicit")
        here, between = self.worked(entries)
        if between:
            board.heading("section.back", n=str(here))
        board.rows(Row(maths(parts["left"]), maths(parts["right"])))
        slope = Primed(step.goal.name, (1,))
        board.heading("section.solve-for", slope=slope)
        board.rows(Row(lines.product([parts["coefficient"], slope]), maths(parts["rest"])))
        board.result(long=Row(left, maths(step.result)))

    def implicit_again(self, step: Step, name: Any, left: Maths) -> None:
        """The derivative so far once more, y being a function of x; then y′ put in."""
        board = self.board
        parts = dict(step.parts)
        board.heading("section.once-more", y=parts["y"], x=step.variable)
        self.worked([(name, left, step.substeps[0])])
        prime = maths(Equals(parts["prime"], parts["slope"]))
        board.heading("section.put-slope-in", slope=prime)
        board.result(long=Row(left, maths(step.result)))

    def parametric(self, step: Step, name: Any, left: Maths) -> None:
        """Both coordinates by the parameter, then one divided by the other."""
        board = self.board
        parts = dict(step.parts)
        x, t = parts["x"], parts["parameter"]
        above, below = rate(name, t, 1), rate(x, t, 1)
        board.heading("section.by-parameter" if name == parts["y"] else "section.by-parameter-again", t=t, name=name)
        board.idea("parametric")
        self.worked([(name, maths(above, tone=0), step.substeps[0]), (x, maths(below, tone=1), step.substeps[1])])
        board.heading("section.divide")
        board.result(Row(left, maths(above, "÷", below)), long=Row(EMPTY, maths(step.result)))

    def logarithm(self, step: Step, name: Any, left: Maths) -> None:
        """ln on both sides, the right side differentiated, multiplied by y."""
        board = self.board
        ((letter, tree),) = step.names
        log = lines.logarithm(step, name)
        board.heading(f"section.{step.rule}", name=name, log=log)
        board.idea(step.rule)
        board.rows(Row(maths(log), maths(tree), board.fill("section.name-it", letter=letter)))
        self.worked([(letter, lines.prime(letter), step.substeps[0])])
        board.heading("section.multiply-back", name=name, log=log)
        board.result(Row(left, lines.product([name, Primed(letter.name, (1,))])), long=Row(EMPTY, lines.product(step.result.args)))


def _definitions(layers: Sequence[tuple[Any, Any]]) -> Definitions:
    return Definitions(tuple(maths(Equals(letter, tree), tone=tone) for tone, (letter, tree) in enumerate(layers)))


def _asides(step: Step) -> list[Maths]:
    return [maths(Equals(letter, tree)) for letter, tree in step.names]


def _terms(steps: Iterable[Step], letters: Iterator[tuple[Any, Any]]) -> Iterator[Part]:
    """Each step with its letter, when it needs one."""
    for below in steps:
        letter = next(letters)[0] if below.takes_lines else None
        yield letter, lines.prime(letter) if letter else lines.prime_of(below.goal), below
