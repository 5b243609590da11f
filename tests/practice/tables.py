"""The tables of answers, and the mathematics they are checked against: SymPy's, not chainrule's."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import sympy

from chainrule.expression.build import parse
from chainrule.expression.value import real, value
from chainrule.question import ask
from tests.reals import equal

HERE = Path(__file__).parent


class Row(NamedTuple):
    problem: str
    answer: str
    readings: tuple[frozenset[str], ...] = ()
    layers: tuple[str, ...] = ()


def rows(name: str) -> list[Row]:
    """The rows of a table; ``a|b`` are fair readings of what happened, ``a+b`` happened together."""
    found = []
    for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            problem, answer, *rest = line.split("\t")
            readings = tuple(frozenset(reading.split("+")) for reading in rest[0].split("|")) if rest else ()
            layers = tuple(rest[1].split("|")) if len(rest) > 1 and rest[1] != "-" else ()
            found.append(Row(problem, answer, readings, layers))
    return found


@lru_cache(maxsize=512)
def problem(text: str) -> tuple[sympy.Expr, sympy.Expr]:
    """The function and its derivative, by SymPy."""
    question = ask(text)
    goal = value(question.goal, judge=True)
    return goal, sympy.diff(goal, real(question.variable), question.order)


def is_right(row: Row) -> bool:
    """Whether SymPy's derivative has the value of the answer, at points where both are real."""
    goal, derivative = problem(row.problem)
    return bool(equal(value(parse(row.answer), judge=True), derivative, goal))
