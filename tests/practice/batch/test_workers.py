"""Real processes: order, hangs, crashes, memory, and nothing left behind.

Instead of the marker most of these processes run a few lines that do what a record says: sleep, hang, die.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import chainrule
from chainrule.errors import ChainruleError
from chainrule.practice.batch.marker import Options
from chainrule.practice.batch.pile import Entry
from chainrule.practice.batch.workers import AHEAD, marked
from tests.practice.tables import rows

PUPPET = """
import os, time
from chainrule.practice.batch import marker, worker
class Marker:
    def __init__(self, options): pass
    def mark(self, record, line):
        match record["do"]:
            case "sleep": time.sleep(record["seconds"])
            case "hang":
                while True: pass
            case "die": os._exit(3)
            case "kill": os.kill(os.getpid(), 9)
            case "meet":
                open(record["mine"], "w").close()
                while not os.path.exists(record["other"]): time.sleep(0.01)
            case "print": print("between the verdicts")
        return {**marker.EMPTY, "line": line, "verdict": "correct", "problem": record.get("problem"), "process": os.getpid()}
worker.Marker = Marker
worker.serve()
"""


def pile(*doings: dict) -> list[Entry]:
    return [Entry(line, doing) for line, doing in enumerate(doings, 1)]


def puppets(entries, jobs: int = 2, seconds: float = 5.0) -> Iterator[dict]:
    return marked(entries, Options(), jobs, seconds, PUPPET)


QUICK = {"do": "nothing"}


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_the_order_is_that_of_the_pile(jobs: int) -> None:
    doings = [{"do": "sleep", "seconds": (7 * n % 5) / 100} for n in range(60)]
    found = list(puppets(pile(*doings), jobs))
    assert [record["line"] for record in found] == list(range(1, 61))
    assert len({record["process"] for record in found}) <= jobs


def test_two_records_are_judged_at_the_same_time(tmp_path: Path) -> None:
    """Each waits for the other."""
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    meeting = pile({"do": "meet", "mine": one, "other": two}, {"do": "meet", "mine": two, "other": one})
    assert len({record["process"] for record in puppets(meeting, jobs=2, seconds=60)}) == 2


ENDS = [("hang", "batch-too-slow", 0.5), ("die", "batch-crash", 5.0), ("kill", "batch-crash", 5.0)]


@pytest.mark.parametrize(("doing", "kind", "seconds"), ENDS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_one_line_ends_its_process_and_the_rest_goes_on(doing: str, kind: str, seconds: float, jobs: int) -> None:
    doings = [QUICK] * 20 + [{"do": doing}] + [QUICK] * 20 + [{"do": doing}]
    found = list(puppets(pile(*doings), jobs, seconds))
    assert [record["line"] for record in found] == list(range(1, 43))
    assert [(n, record["error"]["kind"]) for n, record in enumerate(found) if record["error"]] == [(20, kind), (41, kind)]
    assert [record["verdict"] for record in found].count("undecided") == 2


def test_a_problem_that_is_never_done_in_time_is_given_up() -> None:
    hang, other = {"do": "hang", "problem": "p"}, {"do": "nothing", "problem": "q"}
    found = list(puppets(pile(*[hang, other] * 6), jobs=1, seconds=0.3))
    kinds = [record["error"] and record["error"]["kind"] for record in found]
    assert kinds[::2] == ["batch-too-slow"] * 3 + ["batch-given-up"] * 3
    assert kinds[1::2] == [None] * 6


def test_a_problem_that_is_sometimes_done_is_not_given_up() -> None:
    doings = [{"do": "hang", "problem": "p"}, {"do": "nothing", "problem": "p"}] * 4
    kinds = [record["error"] and record["error"]["kind"] for record in puppets(pile(*doings), jobs=1, seconds=0.3)]
    assert kinds == ["batch-too-slow", None] * 4


def test_a_broken_line_keeps_its_place() -> None:
    entries = pile(QUICK, QUICK, QUICK)
    entries[1] = Entry(2, {}, ChainruleError("batch-quotes"))
    assert [(record["line"], record["verdict"]) for record in puppets(entries)] == [(1, "correct"), (2, None), (3, "correct")]


def test_what_a_process_prints_is_no_verdict() -> None:
    assert [record["verdict"] for record in puppets(pile(QUICK, {"do": "print"}, QUICK))] == ["correct"] * 3


def test_no_more_is_read_ahead_than_there_is_room_for() -> None:
    """However long the pile, and though its first line takes long."""
    read = 0

    def endless() -> Iterator[Entry]:
        nonlocal read
        while True:
            read += 1
            yield Entry(read, {"do": "sleep", "seconds": 1.0} if read == 1 else QUICK)

    records = puppets(endless(), jobs=2)
    for n in range(1, 200):
        assert next(records)["line"] == n
        assert read <= n + 2 * AHEAD + 1
    records.close()


def test_a_verdict_comes_before_the_pile_has_ended() -> None:
    came = threading.Event()

    def slow() -> Iterator[Entry]:
        yield Entry(1, QUICK)
        assert came.wait(20)
        yield Entry(2, QUICK)

    records = puppets(slow())
    assert next(records)["line"] == 1
    came.set()
    assert next(records)["line"] == 2
    assert list(records) == []


def test_what_goes_wrong_in_reading_is_raised_in_its_place() -> None:
    def torn() -> Iterator[Entry]:
        yield from pile(QUICK, QUICK)
        raise OSError("the disk is gone")

    records = puppets(torn())
    assert [next(records)["line"], next(records)["line"]] == [1, 2]
    with pytest.raises(OSError, match="disk"):
        next(records)


def test_without_processes_there_is_a_sentence() -> None:
    with pytest.raises(ChainruleError) as error:
        list(marked(pile(QUICK), Options(), 2, program="raise SystemExit"))
    assert error.value.kind == "batch-no-process"


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", ["to the end", "closed", "hanging"])
def test_no_process_and_no_thread_is_left(how: str) -> None:
    threads = threading.active_count()
    doings = [QUICK] * 50 + ([{"do": "hang"}] if how == "hanging" else [])
    records = puppets(pile(*doings), seconds=60)
    processes = {next(records)["process"] for _ in range(50)}
    if how == "to the end":
        assert list(records) == []
    else:
        records.close()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (threading.active_count() > threads or any(map(alive, processes))):
        time.sleep(0.02)
    assert threading.active_count() == threads
    assert not any(map(alive, processes))


def test_the_real_marker_in_processes() -> None:
    """The same verdicts as here, and hangs that are none of ours do no harm."""
    table = [row for row in rows("wrong_answers")[::40] if "a x^2" not in row.problem]
    records = [{"id": n, "problem": row.problem, "answer": row.answer} for n, row in enumerate(table)]
    assert list(chainrule.check_batch(records, jobs=2)) == list(chainrule.check_batch(records))


def test_it_works_from_a_program_without_a_main_guard() -> None:
    code = """
import chainrule
for record in chainrule.check_batch([{"problem": "x^2", "answer": "2x"}], jobs=2):
    print(record["verdict"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60)
    assert (done.stdout, done.stderr) == ("correct\n", "")
