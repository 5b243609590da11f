"""Derivatives asked for: every way is led to its end, and no reply to a first mistake gives the answer away."""

import re
from string import Formatter

import pytest

from chainrule.expression.build import parse
from chainrule.practice import telling
from chainrule.practice.compare import compare
from chainrule.practice.exercises.kinds import exercise
from chainrule.practice.problems.generate import generate
from chainrule.practice.problems.problem import Problem
from chainrule.practice.problems.sets import problems
from chainrule.render.page import Page, Rows
from chainrule.render.plain import plain
from chainrule.words import LANGUAGES, words


def derivative(problem: str, **options: str | int) -> Problem:
    return Problem("one", problem, "", 1, ("chain",), **options)  # type: ignore[arg-type]


QUESTIONS = [
    (derivative("sin(x^2+1)"), "dy/dx = ?"),
    (derivative("s = t^3"), "ds/dt = ?"),
    (derivative("z = x^2 y", wrt="x"), "∂z/∂x = ?"),
    (derivative("sin x", order=2), "d²y/dx² = ?"),
    (derivative("L = (w x - y)^2", wrt="w", at="w=1,x=2,y=3"), "∂L/∂w = ?   at w = 1, x = 2, y = 3"),
    (derivative("z = u^2 + v; u = x y; v = x", wrt="x"), "∂z/∂x = ?"),
]


@pytest.mark.parametrize(("problem", "question"), QUESTIONS, ids=[problem.problem for problem, _ in QUESTIONS])
def test_what_is_asked(problem: Problem, question: str) -> None:
    assert telling.spoken(exercise(problem).ask.question) == question


STEPS = [
    ("sin(x^2+1)", ["sin u", "x^2+1", "cos u", "2x"]),
    ("(3x+1)^5", ["u^5", "3x+1", "5u^4", "3"]),
    ("e^(sin 2x)", ["e^u", "sin 2x", "e^u", "sin v", "2x", "cos v", "2"]),
    ("x^2 ln x", ["x^2, ln x", "2x", "1/x"]),
    ("sin x/x", ["sin x, x", "cos x", "1"]),
    ("x^3 + x", []),
]


@pytest.mark.parametrize(("problem", "answers"), STEPS)
def test_layer_by_layer(problem: str, answers: list[str]) -> None:
    steps = exercise(derivative(problem)).steps
    assert [ask.judge(answer).verdict for ask, answer in zip(steps, answers, strict=False)] == ["correct"] * len(answers)
    assert len(steps) == len(answers) + 1


@pytest.mark.parametrize(("problem", "step", "answer", "mistake"), [
    ("sin(x^2+1)", 0, "x^2+1", "layers-swapped"),
    ("sin(x^2+1)", 0, "u^2+1", "layers-swapped"),
    ("sin(x^2+1)", 0, "cos u", "outer-wrong"),
    ("sin(x^2+1)", 1, "x^2", "inner-too-small"),
    ("sin(x^2+1)", 1, "sin u", "layers-swapped"),
    ("sin(x^2+1)", 1, "5x", "inner-wrong"),
    ("sin(x^2+1)", 2, "-cos u", "integrated"),
    ("sin(x^2+1)", 3, "x", "exponent-factor-missing"),
    ("x^2 ln x", 0, "x^2", "parts-wrong"),
    ("sin x/x", 0, "x, sin x", "parts-wrong"),
])  # fmt: skip
def test_a_wrong_step_is_named(problem: str, step: int, answer: str, mistake: str) -> None:
    reply = exercise(derivative(problem)).steps[step].judge(answer)
    assert (reply.verdict, reply.mistakes[:1]) == ("incorrect", (mistake,))
    assert plain(reply.page).strip()


NARROWED = [
    ("sin(x^2+1)", "cos(x^2+1)", "du/dx = ?   for u = x² + 1", "2x"),
    ("sin(x^2+1)", "-2x cos(x^2+1)", "d/du (sin u) = ?", "cos u"),
    ("sin(x^2+1)", "2x sin(x^2+1)", "d/du (sin u) = ?", "cos(x^2+1)"),
    ("(x^3+1)^4", "4(x^3+1)^3", "du/dx = ?   for u = x³ + 1", "3x^2"),
    ("x^2 sin x", "2x sin x", "d/dx (sin x) = ?", "cos x"),
    ("x^3 + sin x", "3x^2", "d/dx (sin x) = ?", "cos x"),
    ("x^2 sin 3x", "2x sin 3x + x^2 cos 3x", "du/dx = ?   for u = 3x", "3"),
]


@pytest.mark.parametrize(("problem", "answer", "question", "right"), NARROWED)
def test_after_a_mistake_only_the_wrong_step_is_asked(problem: str, answer: str, question: str, right: str) -> None:
    narrowed = exercise(derivative(problem)).ask.judge(answer).narrowed
    assert narrowed is not None and telling.spoken(narrowed.question) == question
    assert narrowed.judge(right).verdict == "correct"
    assert narrowed.judge("17 + x").verdict == "incorrect"


@pytest.mark.parametrize(("problem", "answer"), [
    ("sin(x^2+1)", "2x cos x"),  # the derivative is right, its place is not
    ("x^2 sin 3x", "2x cos 3x"),  # two at once
    ("ln(sin x)", "-cot x"),  # several would explain it
    ("sin(x^2+1)", "x^5"),  # none would
    ("sin x", "-cos x"),  # the wrong step is the whole
])  # fmt: skip
def test_where_no_single_step_is_known_to_be_wrong_the_whole_is_asked_again(problem: str, answer: str) -> None:
    reply = exercise(derivative(problem)).ask.judge(answer)
    assert reply.verdict == "incorrect" and reply.narrowed is None


@pytest.mark.parametrize(("problem", "wrt", "at", "answer"), [
    ("L = s^2; s = w x", "w", "w=2, x=3", "12"),  # a number: the step has another one
    ("L = s^2; s = w x", "w", "w=2, x=3", "6"),
    ("sin(x y) = x", None, None, "1/cos(x y)"),  # on a curve y changes with x
    ("x^3 + 9", None, None, "3x^2 + 9"),  # a constant is no question
])  # fmt: skip
def test_a_step_that_would_be_another_question_is_not_asked(problem: str, wrt: str | None, at: str | None, answer: str) -> None:
    ask = exercise(Problem("one", problem, "1", 1, ("chain",), wrt=wrt, at=at)).ask
    for tries in (1, 2, 3):
        reply = ask.judge(answer, tries)
        assert reply.verdict == "incorrect" and reply.mistakes and reply.narrowed is None


@pytest.mark.parametrize(("problem", "answer", "tries", "asked"), [
    ("sin(x^2+1)", "cos(x^2+1)", (1,), True),
    ("sin(x^2+1)", "cos(x^2+1)", (2, 3), False),  # its derivative 2x is missing
    ("x^2 sin x", "2x sin x", (2, 3), False),
    ("(x^3+1)^4", "12x^2 (x^3+1)^4", (1, 2), True),  # the exponent goes down by one
])  # fmt: skip
def test_what_has_been_said_is_not_asked(problem: str, answer: str, tries: tuple[int, ...], asked: bool) -> None:
    ask = exercise(derivative(problem)).ask
    assert [ask.judge(answer, k).narrowed is not None for k in tries] == [asked] * len(tries)


def test_no_layer_of_a_step_bears_the_letter_of_the_step() -> None:
    step = exercise(derivative("sin(3x)^2")).ask.judge("2 sin(3x)").narrowed
    assert step is not None and telling.spoken(step.question) == "du/dx = ?   for u = sin(3x)"
    assert "outer function sin v is missing" in " ".join(plain(step.judge("3", 2).page).split())
    assert step.judge("3 cos(3x)").verdict == "correct" and step.judge("3 cos v").verdict == "unfinished"


def test_more_is_told_each_time() -> None:
    ask = exercise(derivative("sin(x^2+1)")).ask
    first, second, third = (plain(ask.judge("cos(x^2+1)", tries).page) for tries in (1, 2, 3))
    assert "2x" not in first and "?" in first
    assert "its derivative 2x is missing" in second and "in your answer" not in second
    assert "cos(x^2 + 1) * 2x    right" in third


def test_a_number_is_not_given_away_by_the_witness() -> None:
    assert "At x" not in plain(exercise(derivative("3x + 5")).ask.judge("3x").page)
    narrowed = exercise(derivative("sin(4x)")).ask.judge("cos(4x)").narrowed
    assert narrowed is not None and "At x" not in plain(narrowed.judge("5").page)


@pytest.mark.parametrize(("answer", "said"), [
    ("cos(u) 2x", "Right so far. Now put u = x^2 + 1 back."),
    ("cos(u) u'", "Right so far. Now put u = x^2 + 1 back."),
    ("2 x cos(x^2+1", "never closed"),
    ("2 cos(x^2+1) x + 0", "a textbook would print"),
])  # fmt: skip
def test_other_replies(answer: str, said: str) -> None:
    page = plain(exercise(derivative("sin(x^2+1)")).ask.judge(answer).page)
    assert said in page and "find dy/dx" not in page


@pytest.mark.parametrize("typed", ["2x cos(x^2", "", "   ", "2x cos(", "=", "((((", "\x1b[31m"])
def test_nothing_is_echoed_while_it_cannot_be_read(typed: str) -> None:
    assert exercise(derivative("sin(x^2)")).ask.echo(typed) is None


@pytest.mark.parametrize(
    ("typed", "echo"), [("2xcos(x^2)", "2x cos(x²)"), ("y' = e^2x", "e²x"), ("2x, 3y", "2x, 3y"), (r"\frac{1}{x}", "1/x")]
)
def test_how_an_answer_is_understood(typed: str, echo: str) -> None:
    assert exercise(derivative("sin(x^2)")).ask.echo(typed) == echo


# Laws over all that can be asked

GIVING = {"inner_derivative", "part_derivative", "right", "put"}
"""What fills these slots is what the student has to write."""
OWN = {"inner-replaced-by-derivative", "inner-derivative-twice", "divided-by-inner-derivative", "brackets-missing"}
"""Here it is what the student has written already."""


def slots(text: str) -> set[str]:
    return {slot for _, slot, _, _ in Formatter().parse(text) if slot}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_that_gives_the_answer_away_has_a_question_in_its_place(lang: str) -> None:
    sentences = words(lang)
    mistakes = sentences.subject("practice")["mistake"]
    nudges = sentences.subject("drill")["drill"]["nudge"]
    assert {id for id, told in mistakes.items() if slots(told["text"]) & GIVING} - OWN <= set(nudges)
    assert not [id for id, nudge in nudges.items() if slots(nudge) & GIVING]
    named = {id: slots(told["text"]) | {"goal", "inner", "part"} for id, told in mistakes.items()}
    assert not [id for id, nudge in nudges.items() if id in named and not slots(nudge) <= named[id]]


def trees(page: Page) -> list[object]:
    return [
        part for block in page if isinstance(block, Rows) for row in block.rows for part, _ in row.right.parts if not isinstance(part, str)
    ]


@pytest.mark.parametrize(("problem", "wrt", "order", "last", "never"), [
    ("W: 2x3, x: 3, b: 2; L = |tanh(W x + b)|^2", "b", None, "dL/dz", "dL/db"),
    ("z = u^2 v; u = x y; v = x + y^2", "x", None, "z -> v -> x", "dz/dx ="),
    ("f(x, y) = ln(x^2 + 5y^2)", "x, y", None, "df/du = 1/u", "df/dx ="),
    ("x^2 y = 6 + y", None, None, "(x^2 - 1) * y' = -2xy", "dy/dx ="),
    ("sin(x^2)", None, 2, "-sin(x^2) * 2x", "d^2y/dx^2 ="),
])  # fmt: skip
def test_hints_end_before_the_derivative_asked_for(problem: str, wrt: str | None, order: int | None, last: str, never: str) -> None:
    hints = [" ".join(plain(page).split()) for page in exercise(Problem("one", problem, "1", 1, ("chain",), wrt=wrt, order=order)).hints]
    assert last in hints[-1]
    assert not [hint for hint in hints if f" {never}" in hint]


MADE = [one for one in generate("exercises", level=(1, 4), number=40) if one.kind == "differentiate"]


@pytest.mark.parametrize("problem", MADE, ids=[re.sub(r"[^\w^/()*+-]", "", problem.problem) for problem in MADE])
def test_hints_climb_to_the_answer_and_no_further(problem: Problem) -> None:
    one = exercise(problem)
    assert one.hints and all(plain(page).strip() for page in one.hints)
    for ask in one.steps[:-1]:
        assert telling.spoken(ask.question) and ask.solution
    assert one.ask.judge(problem.answer).verdict == "correct"
    assert plain(one.solution).strip()
    if not problem.wrt and not problem.order and len(one.steps) > 2:
        right = parse(problem.answer)
        assert not [tree for page in one.hints[:-1] for tree in trees(page) if compare(tree, right).same]


@pytest.mark.parametrize("one", list(problems()), ids=lambda one: one.id)
def test_every_problem_of_every_set_can_be_asked_in_both_languages(one: object) -> None:
    for problem in one.problems:  # type: ignore[attr-defined]
        assert exercise(problem).ask.echo(problem.answer) is not None
        for lang in LANGUAGES:
            asked = exercise(problem, lang)
            assert plain(asked.page).strip() and telling.spoken(asked.ask.question)
            assert asked.steps[-1] == asked.ask or problem.kind != "differentiate"
            assert asked.hints[: len(problem.hints.get(lang, ()))] and plain(asked.solution).strip()
