"""One record in, one record out: the same verdict as ``check``, and never an exception."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule
from chainrule.practice.batch.marker import EMPTY, Marker, Options
from tests.practice.tables import rows

MARKER = Marker(Options())
SAMPLE = [row for name in ("right", "wrong", "close", "unexplained") for row in rows(f"{name}_answers")[::23] if "a x^2" not in row.problem]


@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: f"{row.problem} | {row.answer}")
def test_the_verdict_is_that_of_check(row) -> None:
    alone = chainrule.check(row.problem, row.answer).to_dict()
    for _ in range(2):  # worked, and remembered
        marked = MARKER.mark({"id": 5, "problem": row.problem, "answer": row.answer})
        assert {name: marked[name] for name in alone} == alone
        assert marked["id"] == 5


def test_what_a_record_asks_for() -> None:
    asked = [
        ({"problem": "x^4", "answer": "12x^2", "order": 2}, "correct"),
        ({"problem": "x^4", "answer": "12x^2", "order": "2"}, "correct"),
        ({"problem": "x^4", "answer": "12x^2"}, "incorrect"),
        ({"problem": "a x^2", "answer": "x^2", "wrt": "a"}, "correct"),
        ({"problem": "a x^2", "answer": "2a x", "wrt": ""}, "correct"),
        ({"problem": "x^2 + 2", "answer": 2, "order": 2}, "correct"),
        ({"problem": "x^2/4", "answer": 0.5, "order": 2}, "correct"),
    ]
    marker = Marker(Options(wrt="x"))
    assert [(record, marker.mark(record)["verdict"]) for record, _ in asked] == asked
    assert Marker(Options(log_base=10)).mark({"problem": "log x", "answer": "1/(x ln 10)"})["verdict"] == "correct"
    assert Marker(Options(order=2)).mark({"problem": "x^4", "answer": "4x^3", "order": 1})["verdict"] == "correct"


def test_what_else_stands_in_a_record_is_handed_on() -> None:
    record = {"id": [1, 2], "student": "李雷", "class": {"name": "3b"}, "line": 99, "verdict": "?", "problem": "x^2", "answer": "2x"}
    marked = MARKER.mark(record, 7)
    assert (marked["id"], marked["student"], marked["class"]) == ([1, 2], "李雷", {"name": "3b"})
    assert (marked["line"], marked["verdict"], marked["schema"]) == (7, "correct", "chainrule.verdict/1")


FAILED = [
    ({"answer": "2x"}, None, "batch-missing"),
    ({"problem": "x^2"}, None, "batch-missing"),
    ({"problem": None, "answer": "2x"}, None, "batch-missing"),
    ({"problem": ["x^2"], "answer": "2x"}, None, "batch-field"),
    ({"problem": "x^2", "answer": True}, None, "batch-field"),
    ({"problem": "x^2", "answer": "2x", "order": "two"}, None, "batch-field"),
    ({"problem": "x^2", "answer": "2x", "wrt": 3}, None, "batch-field"),
    ({"problem": "x^2", "answer": "2x", "at": 3}, None, "batch-field"),
    ({"problem": "sin(", "answer": "2x"}, None, "unclosed"),
    ({"problem": "x y", "answer": "y"}, None, "ambiguous-variable"),
    ({"problem": "x^2", "answer": "2x", "wrt": "t t"}, None, ""),
    ({"problem": "floor(x)", "answer": "0"}, "undecided", "no-rule"),
    ({"problem": "x^2", "answer": "2x", "order": 10**9}, "undecided", ""),
    ({"problem": "x^2", "answer": "("}, "unreadable", ""),
]


@pytest.mark.parametrize(("record", "verdict", "kind"), FAILED, ids=str)
def test_what_cannot_be_judged_says_why(record: dict, verdict: str | None, kind: str) -> None:
    for lang in ("en", "zh"):
        marked = Marker(Options(lang)).mark(record, 3)
        assert marked["verdict"] == verdict
        assert set(EMPTY) <= set(marked)
        assert marked["error"]["kind"].startswith(kind) and "{" not in marked["error"]["message"]
    assert any("一" <= letter <= "鿿" for letter in marked["error"]["message"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(["id", "problem", "answer", "wrt", "order", "at", "line", "schema", "error", "mistakes"])


@given(st.dictionaries(FIELDS, st.sampled_from(["x^2", "2x", "x", "1", 2, "x=1"]) | JSON))
def test_whatever_the_record_is(record: dict) -> None:
    marked = MARKER.mark(record, 1)
    assert set(EMPTY) <= set(marked) and marked["line"] == 1
    assert marked["verdict"] in ("correct", "unfinished", "incorrect", "undecided", "unreadable", None)
    assert marked["verdict"] is not None or marked["error"]
    json.dumps(marked)
