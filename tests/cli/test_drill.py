"""``chainrule drill`` from a pipe: whole transcripts in both languages, what is typed wrongly, the record afterwards.

After a wanted change: ``pytest tests/cli/test_drill.py --regenerate-golden``, then read the difference by eye.
"""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from chainrule.cli.keys import command, in_the_way, letters_of
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.record import Record

ROOT = Path(__file__).parent.parent.parent
GOLDEN = Path(__file__).parent / "golden"
MINE = Path(__file__).parent / "mine.toml"
ANSWERS = """sin u, u = x^2
u^2 + 1, u = sin x
outer sin u, inner x^2+1
h
cos(x^2+1)
x
2x
2x cos(x^2+1)
3
s
?
?
2x * 3cos 3x
!
2
3 3x^2
"""


def drill(*arguments: str, typed: str = "", home: Path, columns: int = 80, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "CHAINRULE_HOME": str(home),
        "COLUMNS": str(columns),
        "LC_ALL": "C.UTF-8",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }
    words = [sys.executable, "-m", "chainrule", "drill", *arguments]
    return subprocess.run(words, input=typed, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT, timeout=60)


def attempts(home: Path) -> list[Attempt]:
    return Record.open(home / "progress.sqlite", datetime.now(UTC)).attempts()


class Case(NamedTuple):
    name: str
    arguments: tuple[str, ...]
    typed: str
    columns: int = 80


CASES = (
    Case("session", (str(MINE),), ANSWERS),
    Case("session-60", (str(MINE),), ANSWERS, 60),
    Case("session-plain", (str(MINE), "--plain"), ANSWERS),
    Case("exam", (str(MINE), "--exam"), "sin u, u = x^2\n?\ncos(x^2+1\ncos(x^2+1)\ns\n2x sin 3x + 3x^2 cos 3x\n3: 3x^2\n"),
    Case("steps", (str(MINE), "--steps", "--skill", "product"), "x^2\nx^2, sin 3x\n2x\ncos 3x\n3cos 3x\n2x sin 3x + 3x^2 cos 3x\n"),
)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_transcript(case: Case, lang: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    done = drill(*case.arguments, "--lang", lang, typed=case.typed, home=tmp_path, columns=case.columns)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(cell_len, done.stdout.splitlines())) <= case.columns
    file = GOLDEN / f"drill-{case.name}.{lang}.txt"
    if request.config.getoption("--regenerate-golden"):
        file.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == file.read_text(encoding="utf-8")


def test_the_record_is_right_afterwards(tmp_path: Path) -> None:
    drill(str(MINE), typed=ANSWERS, home=tmp_path)
    found = [(a.problem, a.outcome, a.tries, a.hints, a.mistakes[:1]) for a in attempts(tmp_path)]
    assert found == [
        ("mine-1", "helped", 3, 0, ("inner-too-small",)),
        ("mine-2", "helped", 3, 0, ("inner-derivative-missing",)),
        ("mine-3", "wrong", 1, 0, ()),
        ("mine-4", "shown", 1, 2, ("derivatives-multiplied",)),
        ("mine-5", "helped", 2, 0, ("slip-elsewhere",)),
    ]
    picture = drill("--progress", home=tmp_path)
    assert picture.returncode == 0 and "inner derivative missing" in picture.stdout


def test_the_end_of_the_pipe_is_the_end(tmp_path: Path) -> None:
    done = drill(str(MINE), typed="", home=tmp_path)
    assert done.returncode == 0 and "No problem was finished" in done.stdout and attempts(tmp_path) == []
    done = drill(str(MINE), typed="sin u, u = 2x", home=tmp_path)  # without an end of line, in the middle of a problem
    assert done.returncode == 0 and [a.outcome for a in attempts(tmp_path)] == ["wrong"]


STRANGE = [
    "\x1b[2J\x07",
    "x" * 5000,
    "9^9^9^9^9",
    "((((((((((",
    "[bold]x[/bold]",
    "\x00",
    "=====",
    "；；；",
    "'; DROP TABLE attempts; --",
    "∫∂🙂",
]


def test_absurd_answers_are_answered(tmp_path: Path) -> None:
    done = drill(str(MINE), typed="\n".join([*STRANGE, "sin u, u = x^2+1", *STRANGE, ":q"]) + "\n", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout and "\x07" not in done.stdout and "Traceback" not in done.stdout
    assert len(attempts(tmp_path)) >= 1


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    environment = {**os.environ, "CHAINRULE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "chainrule", "drill", str(MINE)]
    done = subprocess.run(words, input=b"\xff\xfe\n\xc3(\nq\n", capture_output=True, env=environment, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("arguments", "status", "said"), [
    (("two-layer",), 2, "two-layers"),
    (("nowhere.toml",), 2, "nowhere.toml"),
    (("--skill", "chian"), 2, "chain"),
    (("--level", "7"), 2, "1 to 5"),
    (("--count", "0"), 2, "--count"),
    (("--exam", "--steps"), 2, "--exam"),
    (("--progress", "--reset"), 2, "--reset"),
    (("two-layers", "--review"), 2, "--review"),
    (("--lang", "tlh"), 2, "tlh"),
])  # fmt: skip
def test_wrong_usage_is_said_in_a_sentence(arguments: tuple[str, ...], status: int, said: str, tmp_path: Path) -> None:
    done = drill(*arguments, home=tmp_path)
    assert done.returncode == status and said in done.stderr and "Traceback" not in done.stderr and done.stdout == ""


def test_nothing_due_is_no_error(tmp_path: Path) -> None:
    done = drill("--review", home=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "Nothing is due now.")


def test_the_same_seed_asks_the_same(tmp_path: Path) -> None:
    one, two, other = (drill("--random", "--count", "3", "--seed", seed, typed="s\ns\ns\n", home=tmp_path).stdout for seed in "aab")
    assert one == two != other


def test_forgetting(tmp_path: Path) -> None:
    drill(str(MINE), typed=ANSWERS, home=tmp_path)
    assert "5 problems" in drill("--reset", typed="n\n", home=tmp_path).stdout and len(attempts(tmp_path)) == 5
    drill("product", "--reset", "--yes", home=tmp_path)
    assert not any("product" in a.skills for a in attempts(tmp_path)) and len(attempts(tmp_path)) == 5
    assert "Forgotten: 0" not in drill("Chain rule", "--reset", "--yes", home=tmp_path).stdout  # as the student has read it
    assert not any("chain" in a.skills for a in attempts(tmp_path))
    assert "nothing about nonsense" in drill("nonsense", "--reset", "--yes", home=tmp_path).stdout
    drill("--reset", typed="y\n", home=tmp_path)
    assert attempts(tmp_path) == []


@pytest.mark.parametrize("skill", ["chain", "Chain rule", "链式法则"])
def test_a_skill_by_its_name_in_any_language(skill: str, tmp_path: Path) -> None:
    assert "1 of 1    " in drill("--skill", skill, "--count", "1", typed="q\n", home=tmp_path).stdout


def test_a_record_that_cannot_be_written_is_said_and_the_drill_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("no folder", encoding="utf-8")
    done = drill(str(MINE), "--count", "1", typed="sin u, u = x^2+1\n", home=home)
    assert done.returncode == 0 and "Right." in done.stdout and "cannot be" in done.stdout and "1 problem, right" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_kill_9_loses_nothing_that_was_finished(tmp_path: Path) -> None:
    environment = {**os.environ, "CHAINRULE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "chainrule", "drill", str(MINE)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment, cwd=ROOT) as child:
        assert child.stdin and child.stdout
        child.stdin.write("sin u, u = x^2+1\n2x cos(x^2+1)\ncos x\n")
        child.stdin.flush()
        seen = ""
        while "3 of 5" not in seen or "Not yet" not in seen:
            seen += child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    assert [(a.problem, a.outcome) for a in attempts(tmp_path)] == [("mine-1", "right"), ("mine-2", "right")]


def test_two_drills_at_once_do_no_harm(tmp_path: Path) -> None:
    environment = {**os.environ, "CHAINRULE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "chainrule", "drill", str(MINE)]
    children = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8", env=environment, cwd=ROOT)
        for _ in range(2)
    ]
    for child in children:
        assert child.stdin
        child.stdin.write(ANSWERS)
        child.stdin.close()
    assert [child.wait(60) for child in children] == [0, 0]
    assert len(attempts(tmp_path)) == 10


@pytest.mark.parametrize(("line", "letters", "meant"), [
    ("s", "x", "skip"), ("s", "st", None), (":s", "st", "skip"), ("S", "x", "skip"), ("H", "h", None), ("：h", "h", "help"),
    ("?", "x", "hint"), ("？", "x", "hint"), ("!", "x", "show"), (" ！ ", "x", "show"), ("q", "q", None), (":q", "q", "quit"),
    ("2s", "s", None), (":nonsense", "x", None), ("", "x", None), ("quit", "x", "quit"), ("Hint", "x", "hint"), ("提示", "x", "hint"),
    ("exit", "x", "quit"), ("help", "x", "help"), ("solution", "x", "show"), ("quit x", "x", None),
])  # fmt: skip
def test_commands(line: str, letters: str, meant: str | None) -> None:
    assert command(line, frozenset(letters)) == meant


def test_letters_of_a_problem_come_before_commands(tmp_path: Path) -> None:
    assert in_the_way(letters_of("s = 5t^2")) == ("s",) and in_the_way(letters_of("sinh x + sqrt(h)")) == ("h",)
    assert letters_of("W: 2x3, s: 3; y = W s") >= {"W", "s", "y"}
    file = tmp_path / "springs.toml"
    file.write_text(
        MINE.read_text(encoding="utf-8").replace('"x^2 sin 3x"', '"s^2/2"').replace('"2x sin 3x + 3x^2 cos 3x"', '"s"'), encoding="utf-8"
    )
    done = drill(str(file), "--skill", "product", typed="h\ns\n", home=tmp_path)
    assert "put a colon in front" in done.stdout.replace("for the command type a colon in front", "put a colon in front")
    assert "1 problem, right at the first try" in done.stdout


def test_other_commands_do_not_import_what_only_the_drill_needs() -> None:
    code = (
        "from chainrule.cli.app import command; command(); import sys; sys.exit('prompt_toolkit' in sys.modules or 'fsrs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
