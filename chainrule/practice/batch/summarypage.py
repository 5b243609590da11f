"""The summary of a pile as a page: verdicts, mistakes by frequency, problems, which mistake at which problem.

This module knows counts and keys of sentences; it must not know formats or how an answer is judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from chainrule.errors import ChainruleError
from chainrule.expression.build import parse
from chainrule.expression.written import symbols
from chainrule.practice.batch.summary import VERDICTS, Sheet, Summary
from chainrule.render.board import Board, size_of
from chainrule.render.page import Heading, Page, Table, Text, maths
from chainrule.words import Words

LISTED, COLUMNS, PROBLEMS = 12, 8, 40
"""So many mistakes are listed at least; so many have a column of their own in the map; so many problems are shown."""
LONG = 40
"""A problem with more symbols, and an answer with more characters, is cut."""
Cells = tuple[Text, ...]


def page(summary: Summary, words: Words) -> Page:
    """The whole summary."""
    board = Board(words, "normal")
    Counted(board, summary).tell()
    return tuple(board.blocks)


class Counted:
    """A summary being told.

    ``sheets`` are the problems that are shown, numbered as they first came; ``letters`` are those of the mistakes that
    are listed: the most frequent ones, and the most frequent one of every problem.
    """

    def __init__(self, board: Board, summary: Summary) -> None:
        """Nothing is told yet."""
        self.board = board
        self.summary = summary
        worst = sorted(summary.sheets, key=lambda sheet: -sheet.verdicts["incorrect"])[:PROBLEMS]
        self.sheets = [(n, sheet) for n, sheet in enumerate(summary.sheets, 1) if sheet in worst]
        self.frequent = summary.frequent()
        self.usual = [summary.usual(sheet) for _, sheet in self.sheets]
        listed = [id for n, id in enumerate(self.frequent) if n < LISTED or id in self.usual]
        self.letters = dict(zip(listed, lettering(), strict=False))

    def tell(self) -> None:
        """Everything, in its order."""
        board, summary = self.board, self.summary
        problems = len(summary.sheets)
        key = "batch.title-one" if problems == 1 else "batch.title"
        board.blocks.append(Heading(None, board.fill(key, answers=str(summary.answers), problems=str(problems)), chapter=True))
        self.table(("verdict", "answers", "share"), [self.verdict(v) for v in VERDICTS if summary.verdicts[v]], (1, 2))
        if summary.lines:
            lines = board.words.text("problems.comma").join(map(str, summary.lines))
            failed = summary.unjudged
            key = "batch.not-judged-more" if failed > len(summary.lines) else "batch.not-judged"
            board.say(key, lines=lines, n=str(failed))
        if problems:
            self.mistakes()
            self.problems()
        if self.frequent:
            self.map()
        self.unexplained()

    def table(self, heads: tuple[str, ...], rows: list[Cells], numbers: tuple[int, ...], **more: Any) -> None:
        """A table with heads in the language."""
        self.board.blocks.append(Table(tuple(map(self.head, heads)), tuple(rows), numbers=numbers, **more))

    def head(self, name: str) -> Text:
        """The head of a column; a letter stands for itself."""
        return (name,) if len(name) == 1 else tuple(filter(None, self.board.fill(f"batch.head.{name}")))

    def verdict(self, name: str) -> Cells:
        """How many answers have a verdict."""
        count = self.summary.verdicts[name]
        return self.board.fill(f"batch.verdict.{name}"), (str(count),), (share(count, self.summary.answers),)

    def mistakes(self) -> None:
        """The mistakes by frequency, the first with a letter."""
        summary, board = self.summary, self.board
        board.blocks.append(Heading(None, board.fill("batch.mistakes")))
        if not self.frequent:
            board.say("batch.no-mistakes", "told")
            return
        rows: list[Cells] = []
        for id, letter in self.letters.items():
            number, certain = summary.mistakes[id], summary.certain[id]
            rows.append(((letter,), (summary.names[id],), (str(number),), (str(certain),), (share(number, summary.wrong),)))
        self.table(("letter", "mistake", "answers", "certain", "part"), rows, (2, 3, 4), spare=(3, 4))
        rest = [id for id in self.frequent if id not in self.letters]
        if rest:
            board.say("batch.mistakes-more", "told", n=str(len(rest)), most=str(summary.mistakes[rest[0]]))
        board.say("batch.certain", "told")

    def problems(self) -> None:
        """The problems with their numbers: how many answers, how many right, which mistake most often."""
        board = self.board
        board.blocks.append(Heading(None, board.fill("batch.problems")))
        rows: list[Cells] = []
        for (n, sheet), usual in zip(self.sheets, self.usual, strict=True):
            right, wrong = sheet.verdicts["correct"], sheet.verdicts["incorrect"]
            numbers = (str(sheet.answers), str(right), share(right, sheet.answers), str(wrong))
            mostly = f"{self.letters[usual]} {sheet.mistakes[usual]}" if usual else ""
            rows.append(((str(n),), self.asked(sheet), *((number,) for number in numbers), (mostly,)))
        self.table(("number", "problem", "answers", "right", "share", "wrong", "mostly"), rows, (0, 2, 3, 4, 5), spare=(5, 4))
        if len(self.sheets) < len(self.summary.sheets):
            board.say("batch.problems-more", "told", shown=str(len(self.sheets)), n=str(len(self.summary.sheets)))

    def asked(self, sheet: Sheet) -> Text:
        """A problem, with the variable and the order where they are not plain."""
        try:
            tree = parse(sheet.text)
        except ChainruleError:  # more than one formula
            return (clipped(sheet.text),)
        content = maths(tree)
        problem = content if size_of(content) <= LONG else clipped(sheet.text)
        by = any(letter.name != sheet.variable for letter in symbols(tree))
        key = {(False, False): "plain", (True, False): "by", (False, True): "order", (True, True): "by-order"}[by, (sheet.order or 1) > 1]
        return self.board.fill(f"batch.asked.{key}", problem=problem, variable=parse(sheet.variable or "x"), order=str(sheet.order))

    def map(self) -> None:
        """The heat map: problem by mistake."""
        board, first, others = self.board, self.frequent[:COLUMNS], self.frequent[COLUMNS:]
        board.blocks.append(Heading(None, board.fill("batch.map")))
        counts = [
            [*(sheet.mistakes[id] for id in first), sum(sheet.mistakes[id] for id in others), sheet.unknown] for _, sheet in self.sheets
        ]
        parts = [  # the sum of the others is no mistake, and would outshine the rest
            [0.0 if i == len(first) else count / sheet.answers for i, count in enumerate(row)]
            for (_, sheet), row in zip(self.sheets, counts, strict=True)
        ]
        darkest = max((part for row in parts for part in row), default=0) or 1
        rows: list[Cells] = [
            ((str(n),), self.asked(sheet), *((str(count) if count else "·",) for count in row))
            for (n, sheet), row in zip(self.sheets, counts, strict=True)
        ]
        heads = ("number", "problem", *(self.letters[id] for id in first), "others", "unknown")
        shades = tuple((0.0, 0.0, *(part / darkest for part in row)) for row in parts)
        self.table(heads, rows, (0, *range(2, len(heads))), spare=(1,), shades=shades)
        board.say("batch.legend", "told")

    def unexplained(self) -> None:
        """Wrong answers that nothing explains: what a teacher will want to look at."""
        found = [(n, sheet) for n, sheet in self.sheets if sheet.unknown]
        if not found:
            return
        self.board.blocks.append(Heading(None, self.board.fill("batch.unexplained")))
        rows: list[Cells] = [
            ((str(n),) if i == 0 else (), self.asked(sheet) if i == 0 else (), (clipped(answer),), (str(count),))
            for n, sheet in found
            for i, (answer, count) in enumerate(sheet.often())
        ]
        self.table(("number", "problem", "answer", "answers"), rows, (0, 3), spare=(1,))


def lettering() -> Iterator[str]:
    """A, B … Z, AA, AB …

    >>> letters = [letter for letter, _ in zip(lettering(), range(28))]
    >>> letters[0], letters[25], letters[26], letters[27]
    ('A', 'Z', 'AA', 'AB')
    """
    for length in count(1):
        yield from ("".join(letters) for letters in product(ascii_uppercase, repeat=length))


def share(part: int, whole: int) -> str:
    """A part in percent.

    >>> share(1, 3), share(0, 3), share(1, 1000)
    ('33 %', '0 %', '<1 %')
    """
    percent = round(100 * part / whole) if whole else 0
    if part and not percent:
        return "<1 %"
    return ">99 %" if percent == 100 and part < whole else f"{percent} %"


def clipped(text: str) -> str:
    """One line of a text, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONG else line[: LONG - 1] + "…"
