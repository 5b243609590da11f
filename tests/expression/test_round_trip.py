"""What we print, our own reader reads: ``typed`` to the same tree, ``unicode`` and ``ascii`` to the same value."""

from __future__ import annotations

from math import isclose, isnan

import pytest
from hypothesis import given

from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import ascii, unicode
from chainrule.expression.numbers import Program
from chainrule.expression.written import Equals, Rate, Vector
from tests.expression.test_notation import PAIRS
from tests.strategies import AWKWARD_LETTERS, trees

parse = pytest.importorskip("chainrule.expression.build").parse

POINT = {name: 0.31 + 0.17 * i for i, name in enumerate((*AWKWARD_LETTERS, "u", "v", "t"))}


@pytest.mark.parametrize("tree", [pair[1] for pair in PAIRS if "SymPy's" not in pair[0]], ids=lambda tree: typed(tree))
def test_pairs_are_read_back(tree):
    assert parse(typed(tree)) == tree


@given(trees(3, AWKWARD_LETTERS))
def test_typed_is_read_back_to_the_same_tree(tree):
    assert parse(typed(tree)) == tree


def same_value(one, other):
    a, b = Program(one, other)(POINT)
    return one == other or isclose(a, b, rel_tol=1e-9) or (isnan(a) and isnan(b))


@pytest.mark.parametrize("printer", [unicode, ascii])
@pytest.mark.parametrize("tree", [pair[1] for pair in PAIRS if not pair[1].has(Rate, Equals, Vector)], ids=lambda tree: typed(tree))
def test_what_a_person_reads_has_the_value(tree, printer):
    assert same_value(parse(printer(tree)), tree)


@given(trees(3, AWKWARD_LETTERS))
def test_unicode_is_read_back_to_the_value(tree):
    assert same_value(parse(unicode(tree)), tree)


@given(trees(3, AWKWARD_LETTERS))
def test_ascii_is_read_back_to_the_value(tree):
    assert same_value(parse(ascii(tree)), tree)
