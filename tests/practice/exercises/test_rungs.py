"""The ladder of hints does not say what the author has said: every rung that is kept is new, and the last one always stays."""

import pytest

from chainrule.practice.exercises.kinds import exercise
from chainrule.practice.exercises.rungs import is_said
from chainrule.practice.problems.problem import Problem
from chainrule.render.plain import plain

SINE = ("sin(x^2+1)", "2x cos(x^2+1)")
OUTER, RATE, INNER, TOGETHER = "y = sin u", "dy/du = cos u", "du/dx = 2x", "cos u * 2x"


@pytest.mark.parametrize(("problem", "answer", "hint", "left"), [
    (*SINE, "There are two layers.", [OUTER, RATE, INNER, TOGETHER]),
    (*SINE, "Outside is sin u.", [RATE, INNER, TOGETHER]),
    (*SINE, "The outer derivative is cos u, with u = x² + 1.", [INNER, TOGETHER]),
    (*SINE, "cos u is not all.", [INNER, TOGETHER]),
    (*SINE, "What is the derivative of u = x² + 1?", [OUTER, RATE, INNER, TOGETHER]),
    (*SINE, "u = x² + 1, so du/dx = 2x.", [OUTER, RATE, TOGETHER]),
    (*SINE, "cos u and −sin u are easily taken for each other; 2x + 1 is wrong.", [INNER, TOGETHER]),
    ("x^2 e^(3x)", "(2x + 3x^2) e^(3x)", "f′ = 2x is easy.", ["g = e^(3x)", "g' = e^(3x) * 3", "dy/dx = 2x * e^(3x) + x^2 * e^(3x) * 3"]),
])  # fmt: skip
def test_what_a_hint_has_said_is_not_said_again(problem: str, answer: str, hint: str, left: list[str]) -> None:
    one = exercise(Problem("one", problem, answer, 1, ("chain",), hints={"en": (hint,)}))
    rungs = [" ".join(plain(page).split()) for page in one.hints[1:]]
    assert len(rungs) == len(left)
    assert not [pair for pair in zip(rungs, left, strict=True) if pair[1] not in pair[0]]


def test_a_layer_that_is_named_in_a_hint_is_not_named_again() -> None:
    given = {"en": ("What is 3x + 2 for x = 1?",)}
    assert len(exercise(Problem("one", "sin(3x+2)", "sin u; u = 3x+2", 1, ("layers",), "layers", hints=given)).hints) == 1
    assert len(exercise(Problem("one", "sin(3x+5)", "sin u; u = 3x+5", 1, ("layers",), "layers", hints=given)).hints) == 2


@pytest.mark.parametrize(("term", "text", "said"), [
    ("u⁵", "The function is u⁵.", True),
    ("u⁵", "15u⁵", False),
    ("u⁵", "u⁵ + 1", False),
    ("1/(2√u)", "The derivative of √u is 1/(2√u).", True),
    ("√u", "1/(2√u)", False),
    ("5 × 4u³", "5·4u³, then u′", True),
    ("sin u", "arcsin u", False),
    ("x² + 1", "Hier steht x²+1.", True),
])  # fmt: skip
def test_whether_a_term_is_said(term: str, text: str, said: bool) -> None:
    assert is_said(term, [text]) is said
