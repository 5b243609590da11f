"""``check --batch`` as a program: pipes, files, formats, interruptions, exit status."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
ANSWERS = HERE / "practice" / "batch" / "answers.csv"
ENVIRONMENT = {**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
CHECK = [sys.executable, "-m", "chainrule", "check"]


def check(*arguments: str, data: str | bytes = b"") -> tuple[int, str, str]:
    """Run the program: (status, standard output, standard error)."""
    done = subprocess.run(
        [*CHECK, *arguments], input=data.encode() if isinstance(data, str) else data, capture_output=True, env=ENVIRONMENT, timeout=120
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def records(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


GOOD = '{"id": "a", "problem": "sin(x^2)", "answer": "cos(x^2)"}\n{"id": "b", "problem": "x^3", "answer": "3x^2"}\n'
STATUS = [
    (GOOD, 0, ["incorrect", "correct"]),
    (GOOD + '{"id": "c", "problem": "x^3", "answer": "3x^"}\n', 0, ["incorrect", "correct", "unreadable"]),
    (GOOD + "oops\n" + GOOD, 2, ["incorrect", "correct", None, "incorrect", "correct"]),
    (GOOD + '{"id": "c", "problem": "sin(", "answer": "x"}\n', 2, ["incorrect", "correct", None]),
    (GOOD + '{"id": "c", "problem": "floor(x)", "answer": "0"}\n', 3, ["incorrect", "correct", "undecided"]),
    ('{"problem": "floor(x)", "answer": "0"}\noops\n', 2, ["undecided", None]),
]


@pytest.mark.parametrize(("data", "status", "verdicts"), STATUS, ids=lambda value: str(value)[-30:])
def test_the_status_tells_whether_every_line_was_judged(data: str, status: int, verdicts: list) -> None:
    got, out, err = check("--batch", "-", data=data)
    assert [record["verdict"] for record in records(out)] == verdicts
    assert got == status
    assert bool(err) == bool(status) and "Traceback" not in err


def test_a_broken_line_is_named_and_stands_in_its_place() -> None:
    _, out, err = check("--batch", "-", data=GOOD + "oops\n" + GOOD)
    assert "Line 3" in err and "not JSON" in err
    assert [(record["line"], record["id"]) for record in records(out)] == [(1, "a"), (2, "b"), (3, None), (4, "a"), (5, "b")]
    assert records(out)[2]["error"]["kind"] == "batch-not-json"
    assert "第 3 行" in check("--batch", "-", "--lang", "zh", data=GOOD + "oops\n")[2]


def test_many_broken_lines_do_not_flood_the_screen() -> None:
    status, out, err = check("--batch", "-", data=GOOD + "oops\n" * 50)
    assert (status, len(records(out))) == (2, 52)
    assert "Line 22" in err and "Line 23" not in err and "30 more lines" in err


def test_the_same_in_json_and_csv() -> None:
    rows = list(csv.DictReader(ANSWERS.read_text(encoding="utf-8").splitlines()))
    lines = "".join(json.dumps({k: v for k, v in row.items() if k}, ensure_ascii=False) + "\n" for row in rows if not row.get(None))
    verdicts = [record["verdict"] for record in records(check("--batch", "-", data=lines)[1])]
    status, out, _ = check("--batch", str(ANSWERS))
    table = [record for record in records(out) if record["verdict"]]
    assert (status, [record["verdict"] for record in table]) == (2, verdicts)
    assert [record["student"] for record in table] == [row["student"] for row in rows if not row.get(None)]


def test_a_table_for_a_spreadsheet(tmp_path: Path) -> None:
    target = tmp_path / "verdicts.csv"
    data = "编号,题目,答案,姓名\n1,sin(x^2),-2x cos(x^2),李雷\n2,x^2,=2x,韩梅梅\n3,x^2,,小明\n"
    assert check("--batch", "-", "--output", str(target), "--lang", "zh", data=data) == (0, "", "")
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == 4
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert table[0] == ["id", "line", "姓名", "problem", "answer", "verdict", "mistakes", "names", "text", "expected"]
    assert [row[2] for row in table[1:]] == ["李雷", "韩梅梅", "小明"]
    assert table[1][5:8] == ["incorrect", "wrong-sign", "符号错误"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)
    _, out, _ = check("--batch", "-", "--format", "csv", data=data)
    assert len(list(csv.reader(io.StringIO(out)))) == 4


def test_what_holds_for_every_line() -> None:
    data = '{"problem": "a x^4", "answer": "12a x^2"}\n{"problem": "a x^4", "answer": "x^4", "wrt": "a", "order": 1}\n'
    assert [r["verdict"] for r in records(check("--batch", "-", "--wrt", "x", "--order", "2", data=data)[1])] == ["correct", "correct"]


def test_half_a_letter_is_written_escaped() -> None:
    _, out, err = check("--batch", "-", data='{"id": "\\ud800", "problem": "x^2", "answer": "2x"}\n')
    assert (records(out)[0]["id"], err) == ("\ud800", "")


ENDINGS = [(".html", "<table>"), (".md", "| --- |"), (".tex", "\\begin{tabular}"), (".txt", "Lines that"), (".json", "chainrule.summary/1")]


@pytest.mark.parametrize(("ending", "part"), ENDINGS)
def test_a_summary_in_a_file_beside_the_verdicts(ending: str, part: str, tmp_path: Path) -> None:
    target = tmp_path / f"summary{ending}"
    status, out, _ = check("--batch", str(ANSWERS), "--summary", str(target))
    assert (status, len(records(out))) == (2, 18)
    assert part in target.read_text(encoding="utf-8")


def test_a_summary_on_the_screen() -> None:
    _, out, _ = check("--batch", str(ANSWERS), "--summary", "-", "--format", "json")
    assert json.loads(out)["verdicts"]["incorrect"] == 9
    _, out, _ = check("--batch", str(ANSWERS), "--summary", "-", "--plain")
    assert "inner derivative missing" in out and out.isascii()


REFUSED = [
    (["--batch", "no such file"], 2, "cannot be used"),
    (["--batch", "-"], 2, "nothing in this pile"),
    (["--batch", "-", "x^2", "2x"], 2, "not on the command line"),
    (["--batch", "-", "--work", "file"], 2, "do not go together"),
    (["--batch", "-", "--jobs", "0"], 2, "from 1 to"),
    (["--batch", "-", "--jobs", "many"], 2, "many"),
    (["--batch", "-", "--format", "html"], 2, "format for the summary"),
    (["--batch", "-", "--summary", "summary.doc"], 2, "ending"),
    (["--batch", "-", "--summary", "-", "--format", "csv"], 2, "summary"),
    (["--batch", "-", "--encoding", "klingon"], 2, "no encoding"),
    (["--batch", "a.csv", "--output", "a.csv"], 2, "written over"),
    (["--batch", "a.csv", "--output", "b.html", "--summary", "b.html"], 2, "written over"),
    (["--batch", "-", "--summary", "no such folder/s.html"], 2, "cannot be used"),
    (["--batch", str(HERE)], 2, "cannot be used"),
    (["--batch", "-", "--lang", "fr"], 2, "fr"),
    (["x^2", "2x", "--jobs", "2"], 2, "--jobs is for --batch"),
    (["x^2", "2x", "--format", "csv"], 2, "CSV"),
]


@pytest.mark.parametrize(("arguments", "status", "part"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_what_makes_no_sense_is_refused(arguments: list[str], status: int, part: str) -> None:
    got, out, err = check(*arguments)
    assert (got, out) == (status, "")
    assert part in " ".join(err.split()) and "Traceback" not in err


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    pile = tmp_path / "pile.jsonl"
    pile.write_text(GOOD, encoding="utf-8")
    assert check("--batch", str(pile), "--output", str(tmp_path / "." / "pile.jsonl"))[0] == 2
    assert pile.read_text(encoding="utf-8") == GOOD


# Pipes and interruptions


def opened(*arguments: str, **options) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*CHECK, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, **options
    )


def test_a_verdict_comes_out_while_the_pipe_is_open() -> None:
    with opened("--batch", "-") as process:
        assert process.stdin and process.stdout
        for name in ("a", "b"):
            process.stdin.write(json.dumps({"id": name, "problem": "x^2", "answer": "2x"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait(60) == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    with opened("--batch", "-") as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(GOOD.encode())
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(GOOD.encode() * 50)
        process.stdin.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("waiting", ["for a line", "for a verdict"])
def test_ctrl_c_ends_everything_and_keeps_what_was_written(waiting: str, tmp_path: Path) -> None:
    target = tmp_path / "verdicts.jsonl"
    with opened("--batch", "-", "--output", str(target), start_new_session=True) as process:
        assert process.stdin and process.stderr
        process.stdin.write(GOOD.encode())
        if waiting == "for a verdict":  # nothing of e to the e to the … comes back for a while
            process.stdin.write(b'{"problem": "x", "answer": "' + b"e^(" * 60 + b"x" + b")" * 60 + b'"}\n')
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (target.exists() and target.read_text().count("\n") >= 2):
            time.sleep(0.02)
        children = workers(process.pid)
        assert children
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == b""
    assert [record["id"] for record in records(target.read_text(encoding="utf-8"))][:2] == ["a", "b"]
    while time.monotonic() < deadline and any(Path(f"/proc/{child}").exists() for child in children):
        time.sleep(0.02)
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def workers(parent: int) -> list[int]:
    """The processes a process has started, where the system tells."""
    tasks = Path(f"/proc/{parent}/task")
    if not tasks.exists():
        pytest.skip("this system does not tell the children of a process")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def test_a_progress_bar_where_there_is_a_screen(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal needs a POSIX system")
    pile = tmp_path / "pile.jsonl"
    pile.write_text(GOOD * 200, encoding="utf-8")
    arguments = ["-m", "chainrule", "check", "--batch", str(pile), "--output", str(tmp_path / "out.jsonl")]
    settings = {**ENVIRONMENT, "TERM": "xterm-256color"}
    child = pexpect.spawn(sys.executable, arguments, env=settings, encoding="utf-8", dimensions=(20, 60), timeout=60)
    child.expect(r"\d+/400")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert len(records((tmp_path / "out.jsonl").read_text(encoding="utf-8"))) == 400


def test_the_help_says_it() -> None:
    _, out, _ = check("--help")
    text = re.sub(r"\s+", " ", out)
    assert "--batch FILE" in text and "--summary FILE" in text and "--jobs N" in text and "Exit status: 0 every line judged" in text
