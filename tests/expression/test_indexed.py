"""Letters with a number right behind them: read as indexed where a text defines such names, and told where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import ParseError
from chainrule.explained.explain import explain
from chainrule.expression.characters import fold
from chainrule.expression.indexed import indexed
from chainrule.expression.task import read

PLACES = [
    ("y = u1 + u2; u1 = x; u2 = (x", "("),
    ("y = u1 + 3 +; u1 = x; u2 = x", "+"),
    ("y = u1; u1 = w12 foo(x)", "foo"),
]


@pytest.mark.parametrize(("text", "seen"), PLACES)
def test_a_refusal_shows_the_place_as_typed(text, seen):
    with pytest.raises(ParseError) as caught:
        read(text)
    start, end = caught.value.span
    assert text[start:end] == seen


def test_the_note_shows_the_first_such_letter_and_stands_once():
    text = "y = u1 + u2; u1 = w1 x1; u2 = x1"
    (note,) = read(text).notes
    assert (note.kind, text[slice(*note.span)]) == ("letter-digit", "u1")


@given(st.lists(st.sampled_from(["x1", "2", "u", "sin2x", "e5", "d2y/dx2", "w_12", "log2 x", "x1.5", "+", " ", "ŷ1", "θ2"]), max_size=8))
def test_only_numbers_behind_letters_change(pieces):
    source = fold("y = u1; u1 = " + "".join(pieces))
    found = indexed(source)
    assert found.folded.replace("_{", "").replace("}", "") == source.folded.replace("_{", "").replace("}", "")
    assert all(found.span(i, i + 1)[0] <= found.span(i + 1, i + 2)[0] for i in range(len(found.folded) - 1))


@pytest.mark.parametrize("wrt", ["w1", "w_1", "w₁"])
def test_the_variable_may_be_named_as_it_is_typed(wrt):
    assert str(explain("ŷ = u1 + u2; u1 = w1 x1; u2 = w2 x2", wrt=wrt).answer) in ("x_1", "{'w_1': x_1}")


def test_a_variable_with_an_accent():
    assert str(explain("(ŷ - y)^2", wrt="ŷ").answer) == str(explain("(y_hat - y)^2", wrt="y_hat").answer) == "-2*y + 2*y_hat"
