"""Every exercise of the corpus: what it means, what comes out, and every line on the way, checked from outside.

``tests.reals`` knows nothing of chainrule: it reads the texts of the JSON record, differentiates with
SymPy and compares numbers.
"""

from itertools import groupby
from pathlib import Path

import pytest
import sympy

import chainrule
from chainrule.calculus.length import length
from tests.reals import equal, expression, holds

HERE = Path(__file__).parent / "textbook"


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line]


TOPICS = {topic: list(group) for topic, group in groupby(sorted(rows("exercises.tsv"), key=lambda row: row[2]), key=lambda row: row[2])}
ORDERS = [row for row in rows("orders.tsv") if int(row[2]) <= 6]
HIGH = [row for row in rows("orders.tsv") if int(row[2]) > 6]
SEEDS = rows("seeds.tsv")


def complaints(d: chainrule.Explanation, meaning: str, order: int = 1) -> list[str]:
    """What is wrong with an explanation of something that means this; nothing, if all is well."""
    record = d.to_dict()
    variable, known = record["variable"], record["functions"]
    wrong = [] if d.verified is True else [f"verified is {d.verified}"]
    if not holds(meaning, variable, record["answer"], known, order):
        wrong.append(f"answer {record['answer']}")
    if not equal(expression(record["answer"], known).doit(), _answer(d, known)):
        wrong.append(f"d.answer {d.answer} is not the answer of the record")
    wrong += [f"step {s['goal']} → {s['result']}" for s in record["steps"] if not _step_holds(s, known)]
    for line in record["tidying"]:
        if not equal(expression(line["before"], known).doit(), expression(line["after"], known).doit()):
            wrong.append(f"tidying {line}")
    longer = [rewrite for one in d.derivation.rounds for rewrite in one.tidying if length(rewrite.after) > length(rewrite.before)]
    wrong += [f"tidying is longer: {rewrite}" for rewrite in longer]
    chinese = chainrule.Explanation(d.question, d.derivation, "zh")
    return wrong + [f"nothing to read in {text[:40]!r}" for text in (str(d), str(chinese)) if len(text.splitlines()) < 3]


def _step_holds(step: dict, known: dict) -> bool:
    if step["goal"] == step["variable"] or step["rule"] == "constant":  # no points are needed
        return step["result"] == ("1" if step["goal"] == step["variable"] else "0")
    return bool(holds(step["goal"], step["variable"], step["result"], known))


def _answer(d: chainrule.Explanation, known: dict) -> sympy.Expr:
    """``d.answer`` by the same way as any SymPy expression: through its text."""
    return expression(sympy.sstr(d.answer), known).doit()


@pytest.mark.parametrize("topic", TOPICS)
def test_exercises(topic: str) -> None:
    found = {typed: complaints(chainrule.explain(typed), meaning) for typed, meaning, _ in TOPICS[topic]}
    assert {typed: wrong for typed, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("typed", "meaning", "order"), ORDERS, ids=[row[0] for row in ORDERS])
def test_orders(typed: str, meaning: str, order: str) -> None:
    assert complaints(chainrule.explain(typed, order=int(order)), meaning, int(order)) == []


@pytest.mark.parametrize(("typed", "meaning", "order"), HIGH, ids=[row[0] for row in HIGH])
def test_high_orders(typed: str, meaning: str, order: str) -> None:
    d = chainrule.explain(typed, order=int(order))
    assert d.verified is True
    assert holds(meaning, d.derivation.variable.name, d.to_dict()["answer"], order=int(order))


@pytest.mark.parametrize("typed", [row[0] for row in rows("orders.tsv") if row[0].startswith(("d", "\\frac"))])
def test_the_order_is_read_off_the_text(typed: str) -> None:
    order = next(int(row[2]) for row in rows("orders.tsv") if row[0] == typed)
    assert len(chainrule.explain(typed).derivation.rounds) == order


@pytest.mark.parametrize("row", SEEDS, ids=[row[0] for row in SEEDS])
def test_seeds(row: list[str]) -> None:
    typed, meaning, printed = row[:3]
    d = chainrule.explain(typed, wrt=row[4] if len(row) > 4 else None)
    assert complaints(d, meaning) == []
    assert holds(meaning, d.derivation.variable.name, printed)
