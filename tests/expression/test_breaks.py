"""Breaking a line of mathematics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chainrule.expression.notation.breaks import breaks, wrap
from chainrule.expression.notation.unicode import ascii, unicode
from tests.strategies import AWKWARD_LETTERS, statements

PAIRS = [
    ("fits", "y = x²", 20, 4, ["y = x²"]),
    ("before a plus", "y = 3x² sin(x) + 4x³ cos(x)", 24, 4, ["y = 3x² sin(x)", "    + 4x³ cos(x)"]),
    ("before a cross", "dy/dx = 3 sin(x² + 1)² × cos(x² + 1) × 2x", 28, 8, ["dy/dx = 3 sin(x² + 1)²", "        × cos(x² + 1) × 2x"]),
    ("after the relation", "derivative = 3 sin(x² + 1)²", 20, 2, ["derivative =", "  3 sin(x² + 1)²"]),
    ("inside a bracket", "sin(x⁴ + 2x³ + 3x² + 4x + 5)", 20, 4, ["sin(x⁴ + 2x³ + 3x²", "    + 4x + 5)"]),
    ("plain", "3u^2 * cos v * 2x + 17x * sin(x)", 20, 2, ["3u^2 * cos v * 2x", "  + 17x * sin(x)"]),
    ("a very long number", "1" * 50, 20, 2, ["1" * 20, "  " + "1" * 18, "  " + "1" * 12]),
]


@pytest.mark.parametrize("text, width, indent, lines", [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_wrap(text, width, indent, lines):
    assert wrap(text, width, indent) == lines


def _squeezed(text: str) -> str:
    return "".join(text.split())


@given(statements(3, AWKWARD_LETTERS), st.integers(20, 60), st.integers(0, 30), st.sampled_from([unicode, ascii]))
def test_no_line_is_too_wide_and_nothing_is_lost(tree, width, indent, printer):
    text = printer(tree)
    lines = wrap(text, width, indent)
    assert all(cell_len(line) <= width for line in lines)
    assert _squeezed("".join(lines)) == _squeezed(text)


@given(st.text(max_size=200), st.integers(20, 40), st.integers(0, 60))
def test_any_text_is_broken(text, width, indent):
    lines = wrap(text, width, indent)
    assert all(cell_len(line) <= width for line in lines)
    assert _squeezed("".join(lines)) == _squeezed(text)


@given(statements(3, AWKWARD_LETTERS))
def test_breaks_stand_at_spaces(tree):
    text = unicode(tree)
    assert all(text[place.end : place.start] == " " for place in breaks(text))


def test_a_number_is_cut_only_when_it_is_wider_than_the_line():
    lines = wrap("f(" + "12345678901234(" * 5 + "x" + ")" * 6, 20)
    assert all("12345678901234" in line for line in lines if "1" in line)
