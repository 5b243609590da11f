"""Answers with vectors and matrices, as students write them: in every right form, and with what went wrong.

Whether an answer is right is decided by central differences: the slope of the output along each entry.
"""

from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

import chainrule
from chainrule.expression.notation.typed import typed
from chainrule.practice.arrays.reading import read_array_answer
from chainrule.practice.arrays.replay import Wide
from chainrule.practice.arrays.task import array_task
from chainrule.practice.check import Checked
from chainrule.practice.mistakes.arrays import ARRAYS
from chainrule.practice.slips import slips
from chainrule.render.plain import plain
from chainrule.tensors.arrays import Array
from chainrule.tensors.differences import drawn
from chainrule.tensors.scalars import FLOATS
from chainrule.tensors.shapes import count
from chainrule.words import LANGUAGES, words
from tests.render.test_golden import terminal

HERE = Path(__file__).parent


class Row(NamedTuple):
    problem: str
    letter: str
    answer: str
    said: str = ""


def rows(name: str) -> list[Row]:
    lines = (HERE / f"arrays_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]


RIGHT, CLOSE, WRONG = map(rows, ("right", "close", "wrong"))


def named(row: Row) -> str:
    return f"{row.problem} | {row.answer}"


@lru_cache(maxsize=1024)
def check(row: Row, lang: str = "en") -> Checked:
    return chainrule.check(row.problem, row.answer, wrt=None if row.letter == "-" else row.letter, lang=lang)


def readings(row: Row) -> list[frozenset[str]]:
    return [frozenset(reading.split("+")) for reading in row.said.split("|")]


def ids(checked: Checked) -> list[frozenset[str]]:
    return [frozenset(finding.id for finding in explanation.findings) for explanation in checked.explanations]


@pytest.mark.parametrize("row", RIGHT, ids=named)
def test_a_right_answer_is_right_in_every_form(row: Row) -> None:
    assert check(row).verdict == "correct"


@pytest.mark.parametrize("row", CLOSE, ids=named)
def test_a_close_answer_is_not_accepted(row: Row) -> None:
    assert check(row).verdict == "incorrect"


@pytest.mark.parametrize("row", WRONG, ids=named)
def test_the_mistake_is_named(row: Row) -> None:
    checked = check(row)
    assert checked.verdict == "incorrect"
    found = ids(checked)
    assert set(found) & set(readings(row)) or (not found and frozenset({"none"}) in readings(row)), found


def test_the_first_explanation_is_mostly_the_teachers() -> None:
    first = [(ids(check(row)) or [frozenset({"none"})])[0] in readings(row) for row in WRONG]
    assert sum(first) >= 0.95 * len(WRONG)


def differences(row: Row) -> list[tuple[Array, Array]]:
    """The answer, and the slopes of the output along every entry, at two points; of the first output where it is one."""
    task = check(row).task
    found = task.found
    name = check(row).name
    output, machine = found.problem.output, task.judged.replay.machine
    pairs = []
    for seed in (11, 12):
        point = drawn(found, Random(seed), positive=seed % 2 == 0)
        values = machine.values(point)
        answer = read_array_answer(row.answer, found)
        scope = Wide(found.scope.shapes, found.scope.maps, found.scope.shown)
        yours = scope.value(answer.tree, FLOATS, machine.known(point))
        start, slopes = values[name], []
        for i in range(count(start.shape)):
            up, down = (
                machine.values({**point, name: Array(start.shape, tuple(v + h * (k == i) for k, v in enumerate(start.data)))})[output].only
                for h in (1e-5, -1e-5)
            )
            slopes.append((up - down) / 2e-5)
        pairs.append((yours, Array(start.shape, tuple(slopes))))
    return pairs


NUMBERS = [row for row in (*RIGHT, *WRONG, *CLOSE) if "y = " not in row.problem and not (row in WRONG and check(row).judgement.read.misfit)]


@pytest.mark.parametrize("row", NUMBERS, ids=named)
def test_central_differences_agree_with_the_tables(row: Row) -> None:
    same = all(
        yours.shape == slopes.shape and all(abs(a - b) < 1e-5 * max(1, abs(b)) for a, b in zip(yours.data, slopes.data, strict=True))
        for yours, slopes in differences(row)
    )
    assert same == (row in RIGHT)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", (*WRONG[::3], *RIGHT[::7]), ids=named)
def test_every_verdict_can_be_shown(row: Row, lang: str) -> None:
    checked = check(row, lang)
    for detail in ("brief", "normal", "full"):
        text = plain(checked.page(detail))
        assert "{" not in text
        assert text.isascii() or lang == "zh"
    assert checked.to_json()
    assert all(mistake.text and mistake.name and "{" not in mistake.text for mistake in checked.mistakes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mistake_has_words(lang: str) -> None:
    assert {mistake.id for mistake in ARRAYS} <= set(words(lang).subject("arrays")["array"])


def test_every_mistake_has_an_answer_that_shows_it() -> None:
    shown = {reading for row in WRONG for reading in frozenset().union(*readings(row))}
    assert set(words("en").subject("arrays")["array"]) <= shown


@pytest.mark.parametrize("problem", list(dict.fromkeys((row.problem, row.letter) for row in WRONG))[::2], ids=str)
def test_every_slip_leads_to_a_wrong_answer_that_is_recognised(problem: tuple[str, str]) -> None:
    """The list of wrong answers goes through the reader and the judge again."""
    text, letter = problem
    for wrong in slips(array_task(text, letter)).wrong:
        checked = chainrule.check(text, typed(wrong.answer), wrt=letter)
        assert checked.verdict == "incorrect"
        assert checked.mistakes


def test_both_shapes_are_said() -> None:
    checked = chainrule.check("A: 3x4; x: 4; b: 3; L = |A x - b|^2", "2 (A x - b)^T A", wrt="x")
    assert checked.remarks == ("Your answer has the shape 1×4; ∂L/∂x has the shape of x: 4.",)
    misfit = chainrule.check("A: 3x4; x: 4; b: 3; L = |A x - b|^2", "2 A (A x - b)", wrt="x")
    assert "(3×4)" in misfit.remarks[0]


def test_layouts() -> None:
    problem = "A: 3x4; x: 4; b: 3; L = |A x - b|^2"
    row, column = "2 (A x - b)^T A", "2 A^T (A x - b)"
    for layout, right, wrong in (("mixed", column, row), ("denominator", column, row), ("numerator", row, column)):
        assert chainrule.check(problem, right, wrt="x", layout=layout).verdict == "correct"
        assert [m.id for m in chainrule.check(problem, wrong, wrt="x", layout=layout).mistakes] == ["other-layout"]
    assert chainrule.check("W: 2x3, x: 3; y = W x", "W^T", wrt="x", layout="denominator").verdict == "correct"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("∂L/∂x_i = 2 Σ_j A_ji r_j", "answer-in-entries"),
        ("2 sum_j A_ji (A x - b)_j", "answer-in-entries"),
        ("dL/dq = 2", "answer-other-letter"),
        ("2A^T(Ax - b", "unclosed-bracket"),
        ("", "empty"),
        ("2", "answer-which-gradient"),
    ],
)
def test_what_cannot_be_read_is_said(answer: str, kind: str) -> None:
    checked = chainrule.check("A: 3x4; x: 4; b: 3; L = |A x - b|^2", answer)
    assert (checked.verdict, checked.error.kind) == ("unreadable", kind)


def test_unfinished_answers() -> None:
    problem = "W: 2x3, x: 3, b: 2, y: 2; a = sigmoid(W x + b); L = 1/2 |a - y|^2"
    assert chainrule.check(problem, "∂L/∂W = (∂L/∂a ⊙ a ⊙ (1 - a)) x^T").verdict == "unfinished"
    assert chainrule.check(problem, "∂L/∂W = ∂L/∂W").verdict == "unfinished"


def test_a_witness_is_true() -> None:
    checked = chainrule.check("A: 2x2; x: 2; L = |A x|^2", "2 A A x", wrt="x")
    (a, b), (c, d) = checked.witness["A"]
    x, y = checked.witness["x"]
    u, v = a * x + b * y, c * x + d * y
    assert checked.witness["yours"] == [2 * (a * u + b * v), 2 * (c * u + d * v)]
    assert checked.witness["correct"] == [2 * (a * u + c * v), 2 * (b * u + d * v)]


LAYER = "W: 2x3, x: 3, b: 2, y: 2; a = sigmoid(W x + b); L = 1/2 |a - y|^2"


@pytest.mark.parametrize(
    ("answer", "verdicts"),
    [
        ("∂L/∂W = δ x^T; ∂L/∂b = δ", "correct correct"),
        ("∂L/∂W = δ x^T, ∂L/∂b = δ", "correct correct"),
        ("dL/dW = δ x^T and dL/db = δ", "correct correct"),
        (r"\frac{\partial L}{\partial W} = \delta x^\top \\ \frac{\partial L}{\partial b} = \delta", "correct correct"),
        ("∂L/∂x = W^T δ\n∂L/∂W = δ x^T\n∂L/∂b = δ", "correct correct correct"),
        ("∂L/∂W = δ x; ∂L/∂b = (a - y) ⊙ a ⊙ (1 - a)", "incorrect correct"),
        ("∂L/∂W = (∂L/∂a ⊙ a ⊙ (1 - a)) x^T; ∂L/∂b = δ", "unfinished correct"),
        ("∂L/∂W = δ x^T(; ∂L/∂b = δ", "unreadable correct"),
    ],
)
def test_several_gradients_are_judged_one_by_one(answer: str, verdicts: str) -> None:
    checked = chainrule.check(LAYER, answer)
    assert [part.verdict for part in checked.parts] == verdicts.split()
    assert checked.verdict == min(verdicts.split(), key=["unreadable", "incorrect", "unfinished", "correct"].index)
    assert [part["verdict"] for part in checked.to_dict()["components"]] == verdicts.split()
    assert "{" not in plain(checked.page())


def test_a_mistake_says_of_which_gradient_it_is() -> None:
    checked = chainrule.check(LAYER, "∂L/∂b = a - y; ∂L/∂W = δ x")
    assert [(mistake.component, mistake.id) for mistake in checked.mistakes] == [("b", "other-gradient"), ("W", "transpose-missing")]


CASES = (
    ("several", LAYER, None, "∂L/∂W = δ x, ∂L/∂b = δ"),
    ("transpose", "A: 3x4; x: 4; b: 3; L = |A x - b|^2", "x", "2A(Ax - b)"),
    ("slope-at-value", "W: 2x3, x: 3, b: 2, y: 2; a = sigmoid(W x + b); L = 1/2 |a - y|^2", "W", "((a - y) ⊙ σ'(a)) xᵀ"),
    ("row", "A: 2x2; x: 2; L = |A x|^2", "x", "2 (A x)^T A"),
    ("right", "network 3-2-2, tanh", "W_1", "((W_2^T δ_2) ⊙ (1 - a_1^2)) x^T"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_pages(case: tuple[str, str, str | None, str], lang: str, golden) -> None:
    name, problem, letter, answer = case
    width = 60 if name == "row" else 80
    golden(f"arrays/{name}-{width}-{lang}.txt", terminal(chainrule.check(problem, answer, wrt=letter, lang=lang).page(), width))
