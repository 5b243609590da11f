"""The worked derivatives of a system: the tree, every path's product, the sum, the names put back.

    few paths      one section a derivative: the paths, their products added, tidied, put back, tidied
    many paths     one row a name, from the output backwards
    one definition worked like any derivative, the other letters held constant

This module knows system derivations and keys of sentences; it must not know formats, and computes no mathematics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chainrule.errors import TooLarge
from chainrule.expression.constants import ONE
from chainrule.expression.notation.latex import latex
from chainrule.expression.written import Apply, Equals, Minus, Partial, Plus, symbols
from chainrule.graph.edges import Edge
from chainrule.graph.stage import Stage, SystemDerivation
from chainrule.graph.sweeps import Sweep
from chainrule.graph.system import SYMBOLS, Name, System
from chainrule.graph.totals import PathSum
from chainrule.render import lines
from chainrule.render.board import Board
from chainrule.render.closing import close
from chainrule.render.differential import total_differential
from chainrule.render.gradient import along, at_the_point, summary, symmetry
from chainrule.render.graphdrawing import drawing, tree
from chainrule.render.page import EMPTY, Definitions, Heading, Maths, Page, Part, Row, Sentence, Title, maths
from chainrule.render.solution import Solution
from chainrule.render.sweeppage import sweeps
from chainrule.render.systemlines import SystemLines, added, local, written_as_partials
from chainrule.words import Words
from chainrule.words import words as words_of

SHOWN = 12
"""So many definitions stand in the title."""
WRITTEN_PATHS = 12
"""A sum of more paths than this is written name by name from the output backwards."""
LINKS = 12
"""So is a sum with a longer path."""
SECTIONS = 24
"""More derivatives than this are written name by name as well."""
BRANCHES = 60
"""More branches than this are not listed."""


@dataclass(frozen=True, slots=True)
class SystemHeads:
    """What the page says besides the derivation.

    ``problem``: the closed expression, where the layers were found in one; ``varying``: the letters that vary, for ∂;
    ``method``: auto | paths | differential | partial; ``point``: the numbers of the inputs.
    """

    varying: frozenset[Name]
    problem: Any = None
    notes: tuple[str, ...] = ()
    detail: str = "normal"
    method: str = "auto"
    along: Any = None
    point: Mapping[str, float] = field(default_factory=dict)


def page(derivation: SystemDerivation, heads: SystemHeads, words: Words) -> Page:
    """The whole worked solution."""
    return SystemPage(derivation, heads, words).whole()


class SystemPage:
    """One page as it is written."""

    def __init__(self, derivation: SystemDerivation, heads: SystemHeads, words: Words) -> None:
        self.derivation = derivation
        self.heads = heads
        self.board = Board(words, heads.detail)
        self.lines = SystemLines(derivation, heads.varying)
        self.explained: set[str] = set()

    # The whole

    def whole(self) -> Page:
        """The blocks in reading order."""
        self.title()
        for stage in self.derivation.stages:
            self.stage(stage)
        symmetry(self)
        if self.heads.along is not None:
            along(self)
        if self.heads.point:
            self.lines.begin(self.derivation.first)
            if sweeps(self.board, self.lines, self.derivation, self.heads.point):
                at_the_point(self)
        close(self.board, self.derivation.conditions, self.derivation.verification)
        return tuple(self.board.blocks)

    def title(self) -> None:
        """The definitions, and what is asked for."""
        board, whole = self.board, self.derivation.first.system
        definitions = [maths(Equals(name, tree), tone=None) for name, tree in whole.definitions]
        asked = [total for stage in self.derivation.last for total in stage.sums]
        shown = [maths(self.lines.rate(total)) for total in asked[:SHOWN]]
        task = board.fill("graph.find", tasks=lines.listed([*shown, *([maths("…")] if len(asked) > SHOWN else [])]))
        problem = maths(self.heads.problem) if self.heads.problem is not None else _apart(definitions[:SHOWN])
        board.blocks.append(Title(problem, task))
        board.blocks.extend(Sentence((note,), "note") for note in self.heads.notes)
        if len(definitions) > SHOWN and self.heads.problem is None:
            board.say("graph.many-definitions", "note", n=str(len(definitions)))
        if self.heads.problem is not None:
            board.blocks.append(Heading(None, board.fill("graph.layers")))
            board.blocks.append(Definitions(tuple(definitions)))

    # A stage

    def stage(self, stage: Stage) -> None:
        """The derivatives of one function."""
        board, whole = self.board, stage.system
        self.lines.begin(stage)
        if stage.by:
            name = whole.outputs[0]
            done = self.lines.higher(self.lines.output, stage.by)
            aside = maths(Equals(done, written_as_partials(whole.formula[name])))
            board.blocks.append(Heading(None, board.fill("graph.second", rate=done), (aside,), chapter=True))
        if len(whole.definitions) == 1:
            for total in stage.sums:
                self.alone(stage, total)
        elif self.heads.method == "differential" and not stage.by:
            self.tree(stage)
            total_differential(self, stage)
        elif len(stage.sums) > SECTIONS or any(_long(total) for total in stage.sums):
            self.tree(stage)
            self.backwards(stage)
        else:
            self.tree(stage)
            for total in stage.sums:
                if whole.intermediates:
                    self.section(stage, total)
        summary(self, stage)

    def alone(self, stage: Stage, total: PathSum) -> None:
        """One definition: worked like any derivative, the other letters held constant."""
        board, left = self.board, maths(self.lines.rate(total))
        edge = stage.branches.get((total.output, total.source))
        held = [maths(name) for name in stage.system.uses[total.output] if name != total.source and name in self.heads.varying]
        if len(stage.sums) > 1 or stage.by:
            board.number = board.number if stage.by else 0
            board.blocks.append(Heading(None, (left,), chapter=not stage.by))
        if held and edge:
            board.say("graph.held", "note", variable=total.source, letters=lines.listed(held))
        if edge is None:
            board.rows(Row(left, maths(total.sum), board.fill("rule.constant.name")))
            return
        name = self.lines.higher(self.lines.output, stage.by) if stage.by else total.output
        Solution(board, self.heads.varying).whole(edge.local.root, name, left)
        self.tidying(left, edge.local.tidying)

    def tidying(self, left: Maths, steps: Sequence[Any]) -> None:
        """The tidying of one derivative as a step of its own."""
        if steps:
            self.board.heading("section.tidy")
            self.board.rows(*(Row(EMPTY if i else left, maths(step.after), self.board.because(step)) for i, step in enumerate(steps)))

    # The tree

    def apart(self, stage: Stage) -> None:
        """Where a letter stands in the output itself and inside others: the partial is not the total derivative."""
        whole = stage.system
        for output, letter in self.lines.called.items():
            uses = whole.uses[output]
            equation = Equals(self.lines.named(output), Apply(letter.name, *uses))
            total = next((t for t in stage.sums if t.output == output and t.count > 1 and t.source in uses), None)
            if total is None:
                self.board.say("graph.call", "why", equation=equation)
                continue
            moved = [maths(name) for name in uses if name in whole.above(total.source) and name != total.source]
            self.board.say(
                "graph.total",
                "why",
                equation=equation,
                partial=self.lines.branch(whole, output, total.source),
                total=self.lines.rate(total),
                source=total.source,
                letters=lines.listed(moved),
            )

    def tree(self, stage: Stage) -> None:
        """Who depends on whom, with the derivative on each branch; drawn as well where the format can."""
        board, tones = self.board, self.lines.tones
        self.apart(stage)
        if board.detail == "brief":
            return
        if len(stage.branches) > BRANCHES:
            board.say("graph.many-branches", n=str(len(stage.branches)))
            return
        try:
            trees = [tree(stage.system, stage.branches, output, board.words, tones, self.lines.branch) for output in stage.system.outputs]
        except TooLarge:  # too deep for a tree: one line a branch
            self.branches(stage)
        else:
            board.blocks += [Heading(None, board.fill("graph.tree")), *trees]
        self.draw(stage)
        if board.detail == "full":
            for edge in stage.branches.values():
                if edge.local.root.takes_lines:
                    self.unfolded(stage, edge)

    def draw(self, stage: Stage, forward: Sweep | None = None, backward: Sweep | None = None) -> None:
        """The graph as a picture, for the formats that can show one; where it would be too large, this is said."""
        board = self.board
        try:
            board.blocks.append(drawing(stage.system, stage.branches, board.words, forward, backward, self.lines.tones))
        except TooLarge as error:
            if len(stage.branches) <= BRANCHES:  # else it has been said
                board.blocks.append(Sentence((board.words.error(error.kind, error.facts),), "note"))

    def branches(self, stage: Stage) -> None:
        """The derivative on each branch, one line each."""
        board = self.board
        if len(stage.branches) > BRANCHES:
            board.say("graph.many-branches", n=str(len(stage.branches)))
            return
        board.blocks.append(Heading(None, board.fill("graph.branches")))
        rows = []
        for edge in stage.branches.values():
            sign = maths(self.lines.branch(stage.system, edge.target, edge.source), tone=self.lines.tones[edge.target])
            rows.append(Row(sign, local(edge, self.lines.tones[edge.target]), board.reason(edge.local.root)))
        board.rows(*rows)

    def unfolded(self, stage: Stage, edge: Edge) -> None:
        """The derivation of one branch in detail."""
        board, sign = self.board, self.lines.branch(stage.system, edge.target, edge.source)
        board.blocks.append(Heading(None, board.fill("graph.unfolded", rate=sign), (maths(Equals(edge.target, edge.local.goal)),)))
        number, board.number = board.number, 0
        Solution(board, self.heads.varying | frozenset(stage.system.formula)).whole(edge.local.root, edge.target, maths(sign))
        self.tidying(maths(sign), edge.local.tidying)
        board.number = number

    # Path sums

    def section(self, stage: Stage, total: PathSum) -> None:
        """One derivative: every path, the sum, the names put back."""
        board, left = self.board, maths(self.lines.rate(total))
        if not total.count:
            board.say("graph.no-path", rate=left, output=total.output, source=total.source)
            return
        if board.detail == "brief":
            self.briefly(stage, total, left)
            return
        board.heading("graph.path" if total.count == 1 else "graph.paths", rate=left)
        board.rows(*(self.lines.path_row(stage.system, path) for path in total.paths))
        products = added([self.lines.multiplied(path, "·") for path in total.paths])
        signs = added([self.lines.signs(stage.system, path) for path in total.paths])
        first, *rest = [signs, products] if total.count > 1 else [products]
        tidied = self.rewritten(total.in_names)
        if total.count > 1 or tidied:
            board.rows(Row(left, first), *(Row(EMPTY, line) for line in rest), *tidied)
        self.back(stage, total, left)
        self.warn(stage, total)

    def briefly(self, stage: Stage, total: PathSum, left: Maths) -> None:
        """One derivative in three lines: the paths, their products, the answer."""
        signs = added([self.lines.signs(stage.system, path) for path in total.paths])
        products = added([self.lines.multiplied(path, "·") for path in total.paths])
        last = total.tidied if total.answer is None else total.answer
        self.board.rows(Row(left, signs), Row(EMPTY, products), Row(EMPTY, maths(written_as_partials(last))))

    def rewritten(self, steps: Iterable[Any]) -> list[Row]:
        """The rows of a tidying."""
        return [Row(EMPTY, maths(written_as_partials(step.after)), self.board.because(step)) for step in steps]

    def back(self, stage: Stage, total: PathSum, left: Maths) -> None:
        """The names put back, and what that gives tidied."""
        board, whole = self.board, stage.system
        if total.back is None:
            board.say("graph.stays", letters=lines.listed([maths(name) for name in whole.inputs[:SHOWN]]), n=str(SYMBOLS))
            return
        used = whole.below(*symbols(total.tidied))
        letters = [letter for letter, _ in whole.definitions if letter in used]
        if not letters or (board.detail != "full" and total.tidied != written_as_partials(total.tidied)):
            return  # D₁ f(g(x, y), h(x, y)) says less than ∂f/∂u
        asides = [maths(Equals(letter, whole.closed[letter])) for letter in letters]
        named = lines.listed([maths(letter) for letter in letters])
        board.blocks.append(Heading(None, board.fill("graph.put-back", letters=named), tuple(asides)))
        board.rows(Row(left, maths(total.back)), *self.rewritten(total.tidying))

    # What tempts

    def warn(self, stage: Stage, total: PathSum) -> None:
        """Once a page, where two paths tempt to cancel ∂u: why that is wrong."""
        path = next((path for path in total.paths if len(path.edges) > 1), None)
        if total.count < 2 or path is None or "cancel" in self.explained:
            return
        self.explained.add("cancel")
        first, second = path.edges[0], path.edges[1]
        if not isinstance(self.lines.branch(stage.system, first.target, first.source), Partial):
            return
        self.board.say(
            "graph.no-cancelling",
            "why",
            first=self.lines.branch(stage.system, first.target, first.source),
            second=self.lines.branch(stage.system, second.target, second.source),
            middle=first.source,
            whole=self.lines.rate(total),
            n=str(total.count),
        )

    # Many paths

    def backwards(self, stage: Stage) -> None:
        """From the output backwards: one row a name, upstream × local added."""
        board, whole = self.board, stage.system
        for output in whole.outputs:
            sums = [total for total in stage.sums if total.output == output]
            most = max(sums, key=lambda total: total.count)
            if most.count > WRITTEN_PATHS:
                board.say("graph.too-many", n=str(most.count))
            board.heading("graph.backward")
            wanted = whole.below(output) & whole.above(*(total.source for total in sums))
            names = _downwards(whole, wanted, output)
            shown = names if board.detail == "full" else names[:BRANCHES]
            board.rows(*(Row(maths(self.lines.higher(output, (name,))), self.contributions(stage, output, name)) for name in shown))
            if len(shown) < len(names):
                board.say("graph.rows-cut", "note", n=str(len(names)), m=str(len(shown)))

    def contributions(self, stage: Stage, output: Name, name: Name) -> Maths:
        """∂z/∂u × ∂u/∂x + ∂z/∂v × ∂v/∂x, with the local derivatives in place."""
        parts: list[Part] = []
        for user in stage.system.users[name]:
            edge = stage.branches.get((user, name))
            if edge is None or (user != output and user not in stage.system.below(output)):
                continue
            upstream = [] if user == output else [(self.lines.higher(output, (user,)), None), ("×", None)]
            bracket = isinstance(edge.partial, Plus | Minus) and bool(upstream)
            local: list[Part] = [("(", None), (edge.partial, None), (")", None)] if bracket else [(edge.partial, None)]
            if edge.partial == ONE and upstream:
                upstream, local = upstream[:1], []
            parts += [*([("+", None)] if parts else []), *upstream, *local]
        return Maths(tuple(parts))

    # Together


def answers(derivation: SystemDerivation, heads: SystemHeads) -> str:
    """The answers alone, as displayed equations in LaTeX."""
    writer = SystemPage(derivation, heads, words_of("en"))
    found = [
        Equals(writer.lines.rate(total), total.answer) for stage in derivation.last for total in stage.sums if total.answer is not None
    ]
    return "\n".join(f"$${latex(answer)}$$" for answer in found)


def _apart(items: Sequence[Maths]) -> Maths:
    """Equations one after the other with commas between them."""
    return lines.listed(items)


def _long(total: PathSum) -> bool:
    """Whether the paths are too many, or too long, to be written one by one."""
    return total.count > WRITTEN_PATHS or any(len(path.edges) > LINKS for path in total.paths)


def _downwards(whole: System, wanted: frozenset[Name], output: Name) -> list[Name]:
    """The names below the output, each behind every name it is used by."""
    return [name for name in (*whole.downwards, *whole.inputs) if name in wanted and name != output]
