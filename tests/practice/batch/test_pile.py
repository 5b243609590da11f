"""Reading a pile: every dialect a spreadsheet writes, and lines that are broken in every way."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.errors import UsageError
from chainrule.practice.batch.pile import LONGEST, Entry, entries


def read(data: bytes, name: str = "", encoding: str | None = None) -> list[Entry]:
    return list(entries(io.BufferedReader(io.BytesIO(data)), name, encoding))


TWO = [{"id": "1", "problem": "sin(x^2)", "answer": "2x cos(x^2)"}, {"id": "2", "problem": "x^2", "answer": "2x"}]
TABLES = {
    "comma": "id,problem,answer\n1,sin(x^2),2x cos(x^2)\n2,x^2,2x\n",
    "semicolon, as in German Excel": "id;problem;answer\r\n1;sin(x^2);2x cos(x^2)\r\n2;x^2;2x\r\n",
    "tab": "id\tproblem\tanswer\n1\tsin(x^2)\t2x cos(x^2)\n2\tx^2\t2x\n",
    "the sign named": "sep=|\nid|problem|answer\n1|sin(x^2)|2x cos(x^2)\n2|x^2|2x\n",
    "every cell in quotes": '"id","problem","answer"\n"1","sin(x^2)","2x cos(x^2)"\n"2","x^2","2x"\n',
    "spaces": "id, problem, answer\n1, sin(x^2), 2x cos(x^2)\n2, x^2, 2x\n",
    "capitals": "ID,Problem,Answer\n1,sin(x^2),2x cos(x^2)\n2,x^2,2x\n",
    "Chinese": "编号,题目,答案\n1,sin(x^2),2x cos(x^2)\n2,x^2,2x\n",
    "empty lines, no last line end": "\nid,problem,answer\n\n1,sin(x^2),2x cos(x^2)\n\n2,x^2,2x",
    "empty cells behind": "id,problem,answer,,\n1,sin(x^2),2x cos(x^2),,\n2,x^2,2x,,\n",
    "old line ends": "id,problem,answer\r1,sin(x^2),2x cos(x^2)\r2,x^2,2x\r",
    "JSON": "".join(json.dumps(record) + "\n" for record in TWO),
    "JSON, no last line end": "\n\n".join(map(json.dumps, TWO)),
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_same_records_in_every_dialect(text: str, encoding: str) -> None:
    assert [dict(entry.record) for entry in read(text.encode(encoding))] == TWO


def test_an_encoding_that_is_named() -> None:
    data = "编号,题目,答案\n李雷,x²,2x\n".encode("gb18030")
    assert [dict(entry.record) for entry in read(data, encoding="gb18030")] == [{"id": "李雷", "problem": "x²", "answer": "2x"}]
    with pytest.raises(UsageError):  # not even the header can be read
        read(data)


CELLS = [
    ('1,"a,b",2x\n', [("a,b", "2x")]),
    ('1,"say ""f""",2x\n', [('say "f"', "2x")]),
    ('1,"y = u^2;\nu = x",2x\n2,x,1\n', [("y = u^2;\nu = x", "2x"), ("x", "1")]),
    ("1,f\"(x),y'\n", [('f"(x)', "y'")]),
    ('1,"x" ,2x\n', [("x ", "2x")]),
    ("1,x\n", [("x", None)]),
    ("1,x,\n", [("x", "")]),
]


@pytest.mark.parametrize(("rows", "found"), CELLS, ids=[rows.strip() for rows, _ in CELLS])
def test_cells(rows: str, found: list[tuple[str, str | None]]) -> None:
    entries = read(f"id,problem,answer\n{rows}".encode())
    assert [(entry.record.get("problem"), entry.record.get("answer")) for entry in entries] == found


BROKEN = [
    (b'{"id": 1}\n{"id": NaN}\n', [(1, None), (2, "batch-not-json")]),
    (b'{"id": 1}\nnot json\n{"id": 2}\n', [(1, None), (2, "batch-not-json"), (3, None)]),
    (
        b'{"id": 1}\n\n[1, 2]\n7\n"x"\nnull\n',
        [(1, None), (3, "batch-not-object"), (4, "batch-not-object"), (5, "batch-not-object"), (6, "batch-not-object")],
    ),
    (b'{"id": 1}\n{"id": "\xff"}\n{"id": 2}\n', [(1, None), (2, "batch-not-utf8"), (3, None)]),
    (b'{"id": 1}\n' + b"[" * 100_000 + b'\n{"id": 2}\n', [(1, None), (2, "batch-not-json"), (3, None)]),
    (b'{"id": 1}\n' + b"x" * (3 * LONGEST) + b'\n{"id": 2}\n', [(1, None), (2, "batch-line-too-long"), (3, None)]),
    (b"problem,answer\nx,1\nx,(1, 2)\nx,1\n", [(2, None), (3, "batch-cells"), (4, None)]),
    (b'problem,answer\nx,"1\nx,2\nx,3\n', [(2, "batch-quotes"), (3, None), (4, None)]),
    (b'problem,answer\nx,"1\n' + b"x,2\n" * 40, [(2, "batch-quotes"), *((n, None) for n in range(3, 43))]),
    (b'problem,answer\n"a\nb",1\nx,"\xff"\nx,2\n', [(2, None), (4, "batch-not-utf8"), (5, None)]),
]


@pytest.mark.parametrize(("data", "expected"), BROKEN, ids=[str(data[:30]) for data, _ in BROKEN])
def test_a_broken_line_has_its_number_and_the_rest_goes_on(data: bytes, expected: list[tuple[int, str | None]]) -> None:
    assert [(entry.line, entry.error and entry.error.kind) for entry in read(data)] == expected


def test_what_stands_before_the_formulas_is_known_of_a_broken_row() -> None:
    found = read(b"id,student,problem,answer,room\n7,Ada,x,(1, 2),b\n8,Bo,\xff,1,c\n")
    assert [dict(entry.record) for entry in found] == [{"id": "7", "student": "Ada", "room": None}, {"student": None, "room": None}]


def test_the_first_line_may_be_broken_where_the_name_tells_the_form() -> None:
    found = read(b'oops\n{"id": 2}\n', "answers.jsonl")
    assert [(entry.line, entry.error and entry.error.kind) for entry in found] == [(1, "batch-not-json"), (2, None)]


NO_PILE = [
    (b"", "batch-empty"),
    (b" \n\n", "batch-empty"),
    (b'[{"id": 1}]', "batch-not-lines"),
    (b'{\n "id": 1\n}\n', "batch-not-lines"),
    (b"sin(x^2), cos(x^2)\n", "batch-columns"),
    (b"id,problem\n1,x\n", "batch-columns"),
    (b"PK\x03\x04\x14\x00\x06\x00\n", "batch-columns"),
]


@pytest.mark.parametrize(("data", "kind"), NO_PILE)
def test_what_is_no_pile_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(UsageError) as error:
        read(data)
    assert error.value.kind == kind


@given(st.binary(max_size=300), st.sampled_from([b"", b"problem,answer\n", b'{"id": 1}\n']))
def test_whatever_the_bytes_are(data: bytes, head: bytes) -> None:
    try:
        found = read(head + data)
    except UsageError:
        return
    numbers = [entry.line for entry in found]
    assert numbers == sorted(set(numbers))
    assert all(entry.error is None or "answer" not in entry.record for entry in found)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",;\t'), max_size=20)


@given(
    st.lists(st.tuples(TEXTS, TEXTS).filter(lambda pair: any(text.strip() for text in pair)), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, str]], delimiter: str, quoting: int) -> None:
    sheet = io.StringIO()
    table = csv.writer(sheet, delimiter=delimiter, quoting=quoting)
    table.writerows([("problem", "answer"), *rows])
    found = [(entry.record["problem"], entry.record["answer"]) for entry in read(sheet.getvalue().encode())]
    assert [tuple(text.strip() for text in row) for row in found] == [tuple(text.strip() for text in row) for row in rows]


def test_a_line_is_given_before_the_next_one_has_come() -> None:
    """The pipe never ends; whoever reads ahead would wait for ever."""
    import os

    into, out = os.pipe()
    os.write(out, b"problem,answer\nx,1\n")
    with os.fdopen(into, "rb") as stream:
        reading = entries(stream)
        assert next(reading).record == {"problem": "x", "answer": "1"}
        os.write(out, b"x,2\n")
        assert next(reading).record == {"problem": "x", "answer": "2"}
        os.close(out)
        assert list(reading) == []
