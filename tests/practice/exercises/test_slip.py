"""A slip in a working: the line is found, then put right; what only follows from it is told apart."""

import pytest

from chainrule.practice import telling
from chainrule.practice.exercises.kinds import exercise
from chainrule.practice.problems.problem import Problem
from chainrule.render.plain import plain
from tests.practice.drill.problems import SLIP

PRODUCT = Problem(
    "one", "x^2 e^x", "3: 2x e^x + x^2 e^x", 2, ("slip", "product"), "slip",
    working=("f = x^2, g = e^x", "f' = 2x", "y' = 2x e^x", "= 2x e^x"),
)  # fmt: skip


@pytest.mark.parametrize(
    "answer", ["3: 3x^2", "3:3x^2", "3, du/dx = 3x^2", "3 3x^2", "line 3: 3x^2", "第3行：3x^2", "第 3 行，du/dx = 3x^2", "3; 3*x*x"]
)
def test_line_and_correction_at_once(answer: str) -> None:
    assert exercise(SLIP).ask.judge(answer).verdict == "correct"


@pytest.mark.parametrize("answer", ["3", "line 3", "第3行", "#3", "3."])
def test_the_correction_is_asked_where_only_the_line_was_given(answer: str) -> None:
    reply = exercise(SLIP).ask.judge(answer)
    assert reply.verdict == "unfinished" and reply.further is not None
    assert telling.spoken(reply.further.question) == "Line 3 says du/dx = x². What should stand there?"
    assert reply.further.judge("3x^2").verdict == "correct"
    assert reply.further.judge("du/dx = 3x^2").verdict == "correct"
    assert reply.further.judge("3u^2/u^2 * x^2").verdict == "correct"
    assert reply.further.judge("3: 3x^2").verdict == reply.further.judge("line 3: du/dx = 3x^2").verdict == "correct"
    assert [reply.further.judge(other).verdict for other in ("u = x^3", "dy/du = cos u", "q = 5")] == ["unreadable"] * 3
    assert [reply.further.judge(wrong).verdict for wrong in ("x^2", "3x", "du/dx = du/dx", "du/dx")] == ["incorrect"] * 4
    assert [reply.further.judge(strange).verdict for strange in ("", "3x^", "q w e r t", "by the rule")] == ["unreadable"] * 4


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("1", "Line 1 is right."),
        ("2: cos x", "Line 2 is right."),
        ("4", "Line 4 is right."),
        ("5", "follows from the lines above. The slip"),
    ],
)
def test_another_line_holds_or_follows(answer: str, said: str) -> None:
    reply = exercise(SLIP).ask.judge(answer)
    assert (reply.verdict, reply.mistakes) == ("incorrect", ("slip-elsewhere",))
    assert said in plain(reply.page)


@pytest.mark.parametrize("answer", ["", "three", "0", "6", "99999999999999999999", "-3", "3x^2", "3:", ": 3"])
def test_what_is_no_line_is_a_reply(answer: str) -> None:
    ask = exercise(SLIP).ask
    assert ask.judge(answer).verdict in ("unreadable", "unfinished")
    assert plain(ask.judge(answer).page).strip()


def test_a_missing_term() -> None:
    one = exercise(PRODUCT)
    assert one.ask.judge("3: 2x e^x + x^2 e^x").verdict == "correct"
    assert one.ask.judge("3: (x^2 + 2x) e^x").verdict == "correct"
    assert "follows" in plain(one.ask.judge("4").page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_task_hints_and_solution(lang: str) -> None:
    one = exercise(SLIP, lang)
    task = plain(one.page)
    assert all(line in task for line in ("1  u = x^3", "3  du/dx = x^2", "5   = x^2 cos(x^3)"))
    assert "3" not in plain(one.hints[0]) and "3" in plain(one.hints[-1])
    assert "du/dx = 3x^2" in plain(one.solution).replace("3*x^2", "3x^2")


def test_the_corrected_line_is_known_without_its_number() -> None:
    assert "belongs in line 3" in plain(exercise(SLIP).ask.judge("du/dx = 3x^2").page)
    assert exercise(SLIP).ask.judge("dy/du = cos u").verdict == "unreadable"


@pytest.mark.parametrize(("answer", "tries", "mistakes", "said"), [
    ("x^2", 1, (), "what line 3 says already"),
    ("x^2", 2, (), "it is missing"),
    ("3x", 1, ("exponent-missing",), "An exponent is missing"),
    ("-3x^2", 1, ("sign-wrong",), "One sign is wrong"),
    ("cos x", 1, (), "still does not hold"),
])  # fmt: skip
def test_a_wrong_correction_is_explained_by_itself(answer: str, tries: int, mistakes: tuple[str, ...], said: str) -> None:
    ask = exercise(SLIP).ask.judge("3").further
    assert ask is not None
    reply = ask.judge(answer, tries)
    assert (reply.verdict, reply.mistakes) == ("incorrect", mistakes)
    assert said in " ".join(plain(reply.page).split())
