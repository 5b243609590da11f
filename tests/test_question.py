"""What is asked: goal, variables, the function's name; definitions put in, and what is beyond."""

from __future__ import annotations

import pytest

from chainrule.errors import AmbiguousVariable, Beyond, ChainruleError, ParseError
from chainrule.expression.notation.typed import typed
from chainrule.question import ask
from chainrule.questions import Question

ASKED = [
    ("y = f(g(x)), f(u) = u^2, g(x) = sin x", "sin(x)^2", "x", "y"),
    ("h(x) = f(g(x)), f(x) = x^2, g(x) = sin x", "sin(x)^2", "x", "h"),
    ("f(x) = x^2, g(x) = sin x, find f(g(x))", "sin(x)^2", "x", "y"),
    ("f(x) = x^2, g(x) = sin x, find f'(x)", "x^2", "x", "f"),
    ("h(x) = f(x) g(x), f(x) = x^2, g(x) = sin x", "x^2 sin(x)", "x", "h"),
    ("z = f(u, v); u = g(x, y); v = h(x, y)", "f(g(x, y), h(x, y))", "x y", "z"),
    ("z = f(x, y); y = y(x)", "f(x, y(x))", "x", "z"),
    ("z = x y, x = x(t), y = y(t)", "x(t) y(t)", "t", "z"),
    ("z = f(x, y), f(a, b) = a^2 b, y = 3x", "x^2(3x)", "x", "z"),
    ("y = u^2, u = sin x, find dy/dx", "sin(x)^2", "x", "y"),
    ("y = u^2, u = sin x, find dy/du", "u^2", "u", "y"),
    ("y = u^2, u = sin x, find du/dx", "sin(x)", "x", "u"),
    ("y = u(x)^2, u = 3x", "(3x)^2", "x", "y"),
    ("y = a x^2, a = 3", "3x^2", "x", "y"),
    ("y = a x^2, where a is a constant", "ax^2", "x", "y"),
    ("f(t) = x^2", "x^2", "t", "f"),
    ("z = x^2 y; find ∂z/∂x and ∂z/∂y", "x^2 y", "x y", "z"),
    ("u(x) v(x)", "u(x) v(x)", "x", "y"),
    ("x^2 + y^2 = r^2; dy/dx", "x^2 + y^2 = r^2", "x", "y"),
    ("x^2 + y^2 = r^2; dr/dx", "x^2 + y^2 = r^2", "x", "r"),
    ("y(x)^2 + x^2 = 1", "y^2 + x^2 = 1", "x", "y"),
    ("设 y=y(x) 由方程 x^2+y^2=1 确定，求 dy/dx", "x^2 + y^2 = 1", "x", "y"),
]


@pytest.mark.parametrize(("text", "goal", "variables", "output"), ASKED)
def test_is_asked(text: str, goal: str, variables: str, output: str) -> None:
    question = ask(text)
    if isinstance(question, Question):
        assert (question.read_as, str(question.variable), str(question.output)) == (goal, variables, output)
    else:
        (top,) = question.system.outputs
        assert (typed(question.system.closed[top]), " ".join(map(str, question.sources)), str(top)) == (goal, variables, output)


GIVEN = [
    ("y = u^2, u = v + 1, v = sin x", {"u": "sin(x) + 1", "v": "sin(x)"}),
    ("y = f(g(x)), f(u) = u^2, g(x) = sin x", {"u": "sin(x)"}),
    ("y = f(2x) + f(3x), f(u) = u^2", {}),
]


@pytest.mark.parametrize(("text", "given"), GIVEN)
def test_letters_the_student_has_chosen(text: str, given: dict[str, str]) -> None:
    question = ask(text)
    known = question.given if isinstance(question, Question) else question.chain.given
    assert {str(letter): str(tree) for letter, tree in known} == given


REFUSED = [
    ("y = f'(x), f(x) = x^3", Beyond, "nested-derivative"),
    ("y = f(x), f(x, y) = x y", ParseError, "argument-count"),
    ("u = v + 1; v = u^2", ParseError, "cycle"),
    ("a x^2", AmbiguousVariable, "ambiguous-variable"),
    ("x^2 + y^2 = r^2", AmbiguousVariable, "ambiguous-variable"),
]


@pytest.mark.parametrize(("text", "error", "kind"), REFUSED)
def test_is_refused(text: str, error: type[ChainruleError], kind: str) -> None:
    with pytest.raises(error) as caught:
        ask(text)
    assert caught.value.kind == kind
    assert caught.value.message


@pytest.mark.parametrize(
    ("text", "wrt", "said"), [("x^2", "t", True), ("d/dt x^2", None, True), ("d/dx 5", None, False), ("x^2 t", "t", False)]
)
def test_a_letter_that_does_not_occur_is_said(text: str, wrt: str | None, said: bool) -> None:
    assert ("constant-in" in [note.kind for note in ask(text, wrt).notes]) is said


SAID = [
    ({"problem": "x^2", "at": "x=1,q=2"}, "point-not-used"),
    ({"problem": "z = u^2; u = x y", "at": "x=1,y=2,q=3"}, "point-not-used"),
    ({"problem": "z = u^2; u = x y", "method": "product"}, "method-not-used"),
    ({"problem": "x^2 y", "wrt": "x,y", "method": "logarithmic"}, "method-not-used"),
    ({"problem": "x^2 y", "wrt": "x", "method": "differential"}, "method-not-used"),
]


@pytest.mark.parametrize(("options", "kind"), SAID)
def test_what_is_not_used_is_said(options: dict, kind: str) -> None:
    question = ask(**options)
    assert [note.kind for note in question.notes] == [kind]
    assert "q" not in question.point


def test_numbers_of_layers_that_occur_are_used_without_a_word() -> None:
    assert ask("z = u^2; u = x y", at="x=1,y=2").notes == ()
