"""The state machine: where every input leads, and what stays true whatever is typed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.practice import telling
from chainrule.practice.drill.drill import Drill, Turn
from chainrule.practice.problems.problem import Problem
from chainrule.practice.progress.attempt import OUTCOMES
from chainrule.render.plain import plain
from tests.practice.drill.problems import ALL, BROKEN, CHAIN, LAYERS, POWER, PRODUCT, SLIP, dealt

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
INPUTS: dict[str, Callable[[Drill, datetime], Turn]] = {
    "?": lambda drill, now: drill.hint(),
    "!": lambda drill, now: drill.show(now),
    "s": lambda drill, now: drill.skip(now),
    "q": lambda drill, now: drill.quit(now),
}


def put_in(drill: Drill, text: str, now: datetime = NOW) -> Turn:
    if text == ">":
        drill.go_on(now)
        return Turn(())
    return INPUTS.get(text, lambda drill, now: drill.answer(text, now))(drill, now)


WAYS = [
    (CHAIN, {}, "2x cos(x^2+1)", "between", "right"),
    (CHAIN, {}, "cos(1+x^2)*x*2", "between", "right"),
    (CHAIN, {}, "cos(x^2+1)", "narrowed", None),
    (CHAIN, {}, "cos(x^2+1) | 2x", "retry", None),
    (CHAIN, {}, "cos(x^2+1) | 2x | 2x cos(x^2+1)", "between", "helped"),
    (CHAIN, {}, "cos(x^2+1) | 2x cos(x^2+1)", "between", "helped"),
    (CHAIN, {}, "cos(x^2+1) | 3x | x | cos 2x", "retry", None),
    (CHAIN, {}, "cos(x^2+1) | 3x", "narrowed", None),
    (CHAIN, {}, "cos(x^2+1) | 3x | x", "retry", None),
    (CHAIN, {}, "2x cos(", "asking", None),
    (CHAIN, {}, "2x cos( | 2x cos(x^2+1)", "between", "right"),
    (CHAIN, {}, "2x cos u | 2x cos(x^2+1)", "between", "right"),
    (CHAIN, {}, "", "asking", None),
    (CHAIN, {}, "? | 2x cos(x^2+1)", "between", "helped"),
    (CHAIN, {}, "!", "between", "shown"),
    (CHAIN, {}, "2x cos(x^2+1) | !", "between", "right"),
    (CHAIN, {}, "s", "done", "skipped"),
    (CHAIN, {}, "? | s", "done", "skipped"),
    (CHAIN, {}, "x | s", "done", "wrong"),
    (CHAIN, {}, "q", "done", None),
    (CHAIN, {}, "? | q", "done", "skipped"),
    (CHAIN, {}, "x | q", "done", "wrong"),
    (CHAIN, {}, "x | q | x | ? | ! | s | q", "done", "wrong"),
    (CHAIN, {"tries": 2}, "x | 5", "between", "wrong"),
    (CHAIN, {"tries": 2}, "x | 2x cos(x^2+1)", "between", "helped"),
    (CHAIN, {"tries": 2}, "cos(x^2+1) | 3x", "between", "wrong"),
    (CHAIN, {"steps": True}, "sin u | x^2+1 | cos u | 2x", "asking", None),
    (CHAIN, {"steps": True}, "sin u | x^2+1 | cos u | 2x | 2x cos(x^2+1)", "between", "right"),
    (CHAIN, {"steps": True}, "sin u | x^2 | x^2+1 | cos(x^2+1) | 2x | 2x cos(x^2+1)", "between", "helped"),
    (CHAIN, {"steps": True}, "2x cos(x^2+1)", "between", "right"),
    (PRODUCT, {"steps": True}, "x^2, sin 3x | 2x | 3cos 3x | 2x sin 3x + 3x^2 cos 3x", "between", "right"),
    (PRODUCT, {"steps": True}, "x^2 | sin 3x, x^2 | 2x | cos 3x", "retry", None),
    (LAYERS, {}, "sqrt u, u = 5x + 2", "between", "right"),
    (LAYERS, {}, "sqrt u, u = 5x | sqrt, 5x+2", "between", "helped"),
    (SLIP, {}, "3: 3x^2", "between", "right"),
    (SLIP, {}, "3 | 3x^2", "between", "right"),
    (SLIP, {}, "3 | x^2", "retry", None),
    (SLIP, {}, "3: 3x | 3x^2", "between", "helped"),
    (SLIP, {}, "2 | 5 | 3 | du/dx = 3x^2", "between", "helped"),
    (SLIP, {}, "9 | three", "asking", None),
    (CHAIN, {"exam": True}, "2x cos(x^2+1)", "done", "right"),
    (CHAIN, {"exam": True}, "cos(x^2+1)", "done", "wrong"),
    (CHAIN, {"exam": True}, "2x cos( | ? | !", "asking", None),
    (CHAIN, {"exam": True}, "s", "done", "skipped"),
    (SLIP, {"exam": True}, "3 | 3x^2", "done", "right"),
    (SLIP, {"exam": True}, "4", "done", "wrong"),
]


@pytest.mark.parametrize(("problem", "options", "inputs", "state", "outcome"), WAYS)
def test_where_inputs_lead(problem: Problem, options: dict[str, bool], inputs: str, state: str, outcome: str | None) -> None:
    drill = Drill(dealt(problem), NOW, **options)  # type: ignore[arg-type]
    turns = [put_in(drill, text.strip()) for text in inputs.split("|")]
    assert drill.state == state
    assert [attempt.outcome for attempt in drill.attempts] == ([outcome] if outcome else [])
    assert [turn.attempt for turn in turns if turn.attempt] == drill.attempts


def test_an_attempt_tells_what_happened() -> None:
    drill = Drill(dealt(CHAIN), NOW)
    for seconds, text in ((5, "?"), (10, "cos(x^2+1)"), (20, "x^2"), (30, "2x"), (45, "2x cos(x^2+1)")):
        put_in(drill, text, NOW + timedelta(seconds=seconds))
    (attempt,) = drill.attempts
    assert (attempt.problem, attempt.set, attempt.skills) == ("chain", "ours", ("chain", "trigonometric"))
    assert (attempt.outcome, attempt.tries, attempt.hints, attempt.seconds) == ("helped", 3, 1, 45.0)
    assert attempt.mistakes[0] == "inner-derivative-missing" and len(attempt.mistakes) <= 2


def test_only_the_wrong_step_is_asked() -> None:
    drill = Drill(dealt(CHAIN), NOW)
    put_in(drill, "cos(x^2+1)")
    assert telling.spoken(drill.question) == "du/dx = ?   for u = x² + 1"
    put_in(drill, "2x")
    assert telling.spoken(drill.question) == "dy/dx = ?"


@pytest.mark.parametrize(("problem", "first", "then", "mistake", "said"), [
    (CHAIN, "cos(x^2+1)", "x cos(x^2+1)", "exponent-factor-missing", "the answer to the whole"),
    (CHAIN, "cos(x^2+1)", "-2x cos(x^2+1)", "wrong-sign", "the answer to the whole"),
    (PRODUCT, "2x sin 3x", "2x sin 3x - 3x^2 cos 3x", "product-sign", "the answer to the whole"),
    (CHAIN, "cos(x^2+1)", "x", "exponent-factor-missing", "it is missing"),
])  # fmt: skip
def test_an_answer_to_the_whole_is_taken_as_one(problem: Problem, first: str, then: str, mistake: str, said: str) -> None:
    drill = Drill(dealt(problem), NOW)
    put_in(drill, first)
    assert drill.state == "narrowed"
    assert said in " ".join(plain(put_in(drill, then).page).split())
    put_in(drill, "q")
    assert drill.attempts[0].mistakes[1:] == (mistake,)


def test_half_an_answer_to_the_whole_widens_the_question() -> None:
    curve = Problem("curve", "x^2 + y^2 = 25", "-x/y", 1, ("implicit",))
    drill = Drill(dealt(curve), NOW)
    put_in(drill, "-x/(2y)")
    assert drill.state == "narrowed"
    assert "your equation holds" in plain(put_in(drill, "2x + 2y y' = 0").page)
    assert put_in(drill, "-x/y").verdict == "correct"


def test_where_nothing_explains_an_answer_a_hint_is_offered() -> None:
    for text, offered in (("x^5", True), ("cos(x^2+1)", False), ("x +", False)):
        assert ("? you get a hint" in plain(put_in(Drill(dealt(CHAIN), NOW), text).page)) == offered
    drill = Drill(dealt(CHAIN), NOW)
    for _ in drill.underway.exercise.hints if drill.underway else ():
        put_in(drill, "?")
    assert "hint" not in plain(put_in(drill, "x^5").page)
    assert "hint" not in plain(put_in(Drill(dealt(CHAIN, POWER), NOW, exam=True), "x^5").page)


def test_a_narrowed_question_does_not_last_for_ever() -> None:
    drill = Drill(dealt(CHAIN), NOW)
    pages = [plain(put_in(drill, text).page) for text in ("cos(x^2+1)", "3x", "5")]
    assert drill.state == "retry" and "du/dx = 2x" in pages[-1]
    assert not any("2x" in page for page in pages[:-1])


def test_a_problem_that_cannot_be_asked_is_left_out_and_said() -> None:
    drill = Drill(dealt(BROKEN, CHAIN, BROKEN), NOW, total=3)
    assert drill.underway is not None and drill.underway.exercise.problem is CHAIN
    assert "broken" in plain(drill.page)
    put_in(drill, "2x cos(x^2+1)")
    put_in(drill, ">")
    assert drill.state == "done" and drill.has_left_out and len(drill.attempts) == 1


def test_nothing_to_ask() -> None:
    drill = Drill([], NOW)
    assert drill.state == "done" and drill.attempts == []
    assert "no problems" in plain(drill.page) and "No problem" in plain(drill.summary)


def test_an_exam_says_nothing_until_the_end() -> None:
    drill = Drill(dealt(CHAIN, POWER, SLIP), NOW, exam=True)
    said = [plain(put_in(drill, text).page) for text in ("cos(x^2+1)", "4t^3", "s")]
    assert not any(sign in page for page in said for sign in ("Right", "Not yet", "2x"))
    summary = plain(drill.summary)
    assert drill.state == "done" and "its derivative 2x is missing" in summary and "1 of 3 right" in summary
    assert "You answered: cos(x^2+1)" in summary and "du/dx = 3*x^2" in summary.replace("3x^2", "3*x^2")


def test_hints_end_where_the_solution_begins() -> None:
    drill = Drill(dealt(CHAIN), NOW)
    pages = [plain(put_in(drill, "?").page) for _ in range(7)]
    assert "Two layers." in pages[0] and "y = sin u" in pages[1] and "dy/du = cos u" in pages[2]
    assert "du/dx = 2x" in pages[3].replace("2*x", "2x") and "no more hints" in pages[-1]
    assert not any("2x cos(x^2 + 1)" in page for page in pages)


ANSWERS = (
    "2x cos(x^2+1)", "cos(x^2+1)", "2x", "sqrt u, u=5x+2", "u, 5x", "3", "3: 3x^2", "3x^2", "4t^3", "t^3",
    "2x sin 3x + 3x^2 cos 3x", "1/0", "((", "", "x",
)  # fmt: skip
KNOWN = st.sampled_from((*ANSWERS, "?", "!", "s", ">", ">", "q"))
MOVES = st.lists(
    st.one_of(KNOWN, KNOWN, KNOWN, st.text("xut0123456789+-*/^(),;:=' sincoeln\n外内层第行", max_size=9), st.text(max_size=6)), max_size=14
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    moves=MOVES,
    problems=st.permutations(ALL),
    mode=st.sampled_from(({}, {}, {"steps": True}, {"exam": True}, {"tries": 1}, {"tries": 3})),
)
def test_every_problem_ends_in_exactly_one_attempt(moves: list[str], problems: list[Problem], mode: dict[str, bool]) -> None:
    drill = Drill(dealt(*problems), NOW, total=len(problems), **mode)  # type: ignore[arg-type]
    kept, now = [], NOW
    for move in moves:
        now += timedelta(seconds=1)
        before = drill.state
        turn = put_in(drill, move, now)
        if turn.attempt:
            kept.append(turn.attempt)
        assert drill.state in ("asking", "retry", "narrowed", "between", "done")
        assert before != "done" or drill.state == "done"
        assert bool(drill.question) == (drill.state not in ("between", "done"))
        open_now = drill.state not in ("between", "done")
        assert drill.number == len(drill.attempts) + open_now
        assert plain(drill.page).strip() and plain(drill.summary).strip()
    drill.quit(now)
    ids = [attempt.problem for attempt in drill.attempts]
    assert kept == drill.attempts[: len(kept)] and len(drill.attempts) - len(kept) <= 1
    assert ids == [problem.id for problem in problems][: len(ids)]
    for attempt in drill.attempts:
        assert attempt.outcome in OUTCOMES and attempt.seconds >= 0
        assert attempt.outcome != "right" or (attempt.tries == 1 and not attempt.mistakes and not attempt.hints)
        assert len(attempt.mistakes) <= attempt.tries
