"""The record keeps what it was given: whatever becomes of the file, the process, the disk or the program's version."""

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule.errors import ChainruleError
from chainrule.practice.progress import database, rows
from chainrule.practice.progress.attempt import Attempt
from chainrule.practice.progress.record import Notice, Record, place
from chainrule.practice.progress.schedule import cards
from chainrule.practice.progress.telling import notice
from chainrule.words import LANGUAGES, words
from tests.practice.progress.attempts import START, attempts, made, moments, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my 练习 folder" / "progress.sqlite"


def filled(path: Path, count: int) -> list[Attempt]:
    """A record of so many attempts."""
    given = [made(number) for number in range(count)]
    record = Record.open(path, START)
    record.add(given[0])
    with record.database.writing() as db:
        db.executemany(rows.INSERT, [rows.row(attempt) for attempt in given[1:]])
    return given


def keys(notices: list[Notice]) -> list[str]:
    return [notice.key for notice in notices]


# What is given is kept


@given(st.builds(Attempt, moments, texts, texts, st.lists(texts).map(tuple), st.just("right"), st.lists(texts).map(tuple)))
def test_a_row_gives_the_attempt_back(attempt: Attempt) -> None:
    assert rows.attempt(rows.row(attempt)) == attempt
    assert rows.attempt(rows.row(attempt)).at.utcoffset() == attempt.at.utcoffset()  # type: ignore[union-attr]


def test_written_when_add_returns(path: Path) -> None:
    record = Record.open(path, START)
    assert [record.add(made(number)) for number in range(5)] == [()] * 5
    again = Record.open(path, START)
    assert again.attempts() == [made(number) for number in range(5)]
    assert (again.notices, again.waiting) == ([], [])
    assert again.attempts(since=START + timedelta(minutes=3)) == [made(3), made(4)]
    assert again.seen(["set-1", "set-9"]) == {"set-1": 1}


def test_reading_makes_nothing(path: Path) -> None:
    record = Record.open(path, START)
    assert (record.attempts(), record.seen(["a"]), record.reset(), record.notices) == ([], {}, 0, [])
    assert not path.parent.exists()


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert place({"CHAINRULE_HOME": str(tmp_path)}) == tmp_path / "progress.sqlite"
    assert place({"CHAINRULE_HOME": ""}) == place({})
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place({}).name == "progress.sqlite"


def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9") / "progress.sqlite"
    filled(path, 2)
    path.write_bytes(b"spoilt" * 1000)
    record = Record.open(path, START)
    assert keys(record.notices) == ["record.damaged"]
    assert (record.add(made(1)), record.attempts()) == ((), [made(1)])


def test_half_characters_and_endless_times_are_kept_as_well_as_they_can(path: Path) -> None:
    record = Record.open(path, START)
    assert record.add(Attempt(START, "bad-\udce4", "s\0t", ("\ud800",), "right", seconds=float("nan"))) == ()
    assert record.attempts() == [Attempt(START, "bad-?", "s\0t", ("?",), "right")]


def test_a_file_that_another_drill_makes_in_between_is_ours(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, asked = database._pragma, []

    def in_between(db: sqlite3.Connection, name: str) -> int:
        found = ask(db, name)
        if not asked:
            asked.append(name)
            Record.open(path, START).add(made(0))
        return found

    monkeypatch.setattr(database, "_pragma", in_between)
    record = Record.open(path, START)
    record.add(made(1))
    assert (record.notices, len(Record.open(path, START).attempts())) == ([], 2)


def test_a_time_needs_a_zone(path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        Record.open(path, START).add(Attempt(START.replace(tzinfo=None), "a", "a", (), "right"))


def test_a_link_stays_a_link(tmp_path: Path, path: Path) -> None:
    real = tmp_path / "elsewhere" / "kept.sqlite"
    path.parent.mkdir()
    path.symlink_to(real)
    assert Record.open(path, START).add(made(1)) == ()
    assert path.is_symlink()
    real.write_bytes(b"spoilt" * 100)
    assert keys(Record.open(path, START).notices) == ["record.damaged"]
    assert path.is_symlink()
    assert (real.parent / "kept.damaged-2026-03-02-090000.sqlite").read_bytes() == b"spoilt" * 100


def test_links_in_a_circle(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    record = Record.open(one, START)
    assert keys(list(record.add(made(1)))) == ["record.not-written"]
    assert record.attempts() == [made(1)]


# Damage


def header(data: bytes) -> bytes:
    return b"\xff" * 100 + data[100:]


DAMAGE = {
    "no database": lambda data: b"Dear diary, today I differentiated.\n" * 40,
    "shorter than a header": lambda data: data[:50],
    "half of it": lambda data: data[: len(data) // 2 + 7],
    "header overwritten": header,
    "zeros": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path: Path, kind: str) -> None:
    filled(path, 300)
    broken = DAMAGE[kind](path.read_bytes())
    path.write_bytes(broken)
    path.with_name("progress.sqlite-journal").write_bytes(b"what a process left behind")
    record = Record.open(path, START)
    assert keys(record.notices) in (["record.damaged"], ["record.damaged-saved"])
    aside = path.with_name(record.notices[0].facts["aside"])
    assert aside.read_bytes() == broken
    assert not path.with_name("progress.sqlite-journal").exists()
    record.add(made(1000))
    again = Record.open(path, START)
    assert again.notices == []
    assert again.attempts()[-1] == made(1000)


def test_an_empty_file_is_begun(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    record = Record.open(path, START)
    assert record.add(made(1)) == ()
    assert Record.open(path, START).attempts() == [made(1)]


def test_what_a_broken_page_leaves_is_taken_over(path: Path) -> None:
    given = filled(path, 2000)
    data = bytearray(path.read_bytes())
    middle = len(data) // 4096 // 2 * 4096
    data[middle : middle + 4096] = b"\xee" * 4096
    path.write_bytes(data)
    record = Record.open(path, START)
    saved = record.attempts()
    assert 1900 < len(saved) < 2000
    assert saved == [attempt for attempt in given if attempt in set(saved)]
    assert record.notices == [Notice("record.damaged-saved", {**record.notices[0].facts, "n": str(len(saved))})]


def test_a_second_damage_in_the_same_second_overwrites_nothing(path: Path) -> None:
    for text in (b"one" * 99, b"two" * 99):
        filled(path, 2)
        path.write_bytes(text)
        assert keys(Record.open(path, START).notices) == ["record.damaged"]
    assert {file.read_bytes() for file in path.parent.glob("progress.damaged*")} == {b"one" * 99, b"two" * 99}


def test_damage_while_the_drill_runs(path: Path) -> None:
    filled(path, 3)
    record = Record.open(path, START)
    path.write_bytes(b"spoilt" * 1000)
    assert keys(list(record.add(made(7)))) == ["record.damaged"]
    assert Record.open(path, START).attempts() == [made(7)]


def test_a_table_that_has_gone(path: Path) -> None:
    filled(path, 3)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE attempts")
    db.close()
    record = Record.open(path, START)
    assert keys(record.notices) == ["record.damaged"]
    assert record.add(made(1)) == ()


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_at_all(path: Path, seed: int) -> None:
    """Bytes changed, cut off and doubled at random places: never an exception, and the next answers are kept."""
    rng = random.Random(seed)
    filled(path, 400)
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 5, 50))):
        at, size = rng.choice((rng.randrange(200), rng.randrange(len(data)))), rng.choice((1, 4, 500))
        data[at : at + size] = rng.choice((rng.randbytes(size), b"", bytes(size)))
    path.write_bytes(data)
    record = Record.open(path, START)
    record.attempts()
    record.add(made(999))
    assert made(999) in record.attempts()
    if not record.refused:  # the header may have become that of another program or version
        again = Record.open(path, START)
        assert made(999) in again.attempts()
        assert again.notices == []


# Files that are left alone


def test_a_file_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
    db.close()
    left_alone(path, "record.not-ours")


def test_a_newer_format_is_left_alone(path: Path) -> None:
    filled(path, 3)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    left_alone(path, "record.newer")


def left_alone(path: Path, key: str) -> None:
    before = path.read_bytes()
    record = Record.open(path, START)
    assert keys(record.notices) == [key]
    assert record.add(made(5)) == ()
    assert record.attempts() == [made(5)]
    with pytest.raises(ChainruleError):
        record.reset()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


# Formats

NEXT = "ALTER TABLE attempts ADD COLUMN place TEXT NOT NULL DEFAULT 'home'; CREATE TABLE plans (day TEXT)"


def test_an_older_format_is_migrated(path: Path) -> None:
    given = filled(path, 50)
    newer = (*rows.MIGRATIONS, NEXT)
    record = Record.open(path, START, newer)
    assert (record.attempts(), record.notices) == (given, [])
    record.add(made(60))
    assert Record.open(path, START, newer).attempts() == [*given, made(60)]
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT place FROM attempts").fetchall() == [("home",)] * 51
        assert db.execute("PRAGMA user_version").fetchone() == (len(newer),)
    db.close()
    assert keys(Record.open(path, START).notices) == ["record.newer"]


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    given = filled(path, 50)
    record = Record.open(path, START, (*rows.MIGRATIONS, f"{NEXT}; NONSENSE"))
    assert keys(record.notices) == ["record.not-migrated"]
    assert record.add(made(60)) == ()
    assert Record.open(path, START).attempts() == given


# Processes

WRITER = """
import sys
from pathlib import Path
from chainrule.practice.progress.record import Record
from tests.practice.progress.attempts import START, made
record = Record.open(Path(sys.argv[1]), START)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    said = record.add(made(number))
    print(*[notice.key for notice in said] or [number], flush=True)
"""
ROOT = Path(__file__).parent.parent.parent.parent


def writer(path: Path, first: int, end: int, program: str = WRITER) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", program, str(path), str(first), str(end)], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_killed_at_any_moment_nothing_finished_is_lost(path: Path) -> None:
    rng = random.Random(4)
    finished: set[str] = set()
    for round in range(12):
        with writer(path, 10000 * round, 10000 * round + 9999) as process:
            assert process.stdout
            finished.add(f"set-{process.stdout.readline().strip()}")
            time.sleep(rng.random() * 0.15)
            process.kill()
            finished |= {f"set-{line.strip()}" for line in process.stdout}
        record = Record.open(path, START)
        assert record.notices == []
        there = {attempt.problem for attempt in record.attempts()}
        assert finished <= there
        assert len(there - finished) <= round + 1  # at most the one that was being written
    assert len(finished) > 24


def test_killed_while_it_is_mended(tmp_path: Path, path: Path) -> None:
    filled(path, 1500)
    data = bytearray(path.read_bytes())
    data[40960:45056] = b"\xee" * 4096
    (tmp_path / "copy.sqlite").write_bytes(data)
    saved = Record.open(tmp_path / "copy.sqlite", START).attempts()
    assert len(saved) > 1400
    rng = random.Random(6)
    for _ in range(12):
        path.write_bytes(data)
        with writer(path, 5000, 5001) as process:
            time.sleep(0.05 + rng.random() * 0.3)
            process.kill()
        assert [attempt for attempt in Record.open(path, START).attempts() if attempt != made(5000)] == saved


def test_two_drills_at_once_lose_nothing(path: Path) -> None:
    with writer(path, 0, 150) as one, writer(path, 1000, 1150) as other:
        said = [process.communicate(timeout=100)[0].split() for process in (one, other)]
    assert said == [[str(number) for number in range(first, first + 150)] for first in (0, 1000)]
    there = [attempt.problem for attempt in Record.open(path, START).attempts()]
    assert [name for name in there if len(name) < 8] == [f"set-{number}" for number in range(150)]
    assert sorted(there) == sorted(f"set-{number}" for first in (0, 1000) for number in range(first, first + 150))


def test_two_drills_find_the_same_damage(path: Path) -> None:
    filled(path, 300)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 4096 // 2 * 4096])
    with writer(path, 1000, 1020) as one, writer(path, 2000, 2020) as other:
        for process in (one, other):
            process.communicate(timeout=100)
    there = {attempt.problem for attempt in Record.open(path, START).attempts()}
    assert {f"set-{number}" for first in (1000, 2000) for number in range(first, first + 20)} <= there
    assert len(list(path.parent.glob("progress.damaged*"))) == 1


# Where nothing can be written

FULL = """
import resource, signal, sys
from pathlib import Path
from chainrule.practice.progress.record import Record
from tests.practice.progress.attempts import START, made
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
record = Record.open(Path(sys.argv[1]), START)
record.add(made(0))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
print([[n.key for n in record.add(made(number))] for number in range(1, 4)], len(record.attempts()))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print([n.key for n in record.add(made(4))], [n.key for n in record.add(made(5))])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
print([n.key for n in record.add(made(6))])
"""

STRANGER = """
import os, sys, sqlite3
from pathlib import Path
from chainrule.practice.progress.record import Record
from tests.practice.progress.attempts import START, made
path = Path(sys.argv[1])
if os.getuid() == 0:
    os.chmod(path.parent, 0o755)
    os.setuid(65534)
else:
    os.chmod(path, 0o444)
    os.chmod(path.parent, 0o555)
record = Record.open(path, START)
print(len(record.attempts()), record.notices)
print([(n.key, n.facts["reason"]) for n in record.add(made(5))], len(record.attempts()))
new = Record.open(path.parent / "new" / "progress.sqlite", START)
print([(n.key, n.facts["reason"]) for n in new.add(made(5))], len(new.attempts()))
"""


def test_a_full_disk(path: Path) -> None:
    pytest.importorskip("resource")
    with writer(path, 0, 0, FULL) as process:
        said = process.communicate(timeout=60)[0].splitlines()
    assert said == ["[['record.not-written'], [], []] 4", "['record.written-after-all'] []", "['record.not-written']"]
    assert Record.open(path, START).attempts() == [made(number) for number in range(6)]


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users")
def test_a_folder_that_is_read_only(tmp_path: Path, path: Path) -> None:
    filled(path, 3)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path(tempfile.gettempdir()) and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(0o755)
    with writer(path, 0, 0, STRANGER) as process:
        said = process.communicate(timeout=60)[0].splitlines()
    path.parent.chmod(0o755)
    assert said == [
        "3 []",
        "[('record.not-written', 'read-only')] 4",
        "[('record.not-written', 'no-permission')] 1",
    ]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    record = Record.open(tmp_path / "home" / "progress.sqlite", START)
    assert keys(list(record.add(made(1)))) == ["record.not-written"]
    assert record.attempts() == [made(1)]


def test_a_record_that_is_a_folder(path: Path) -> None:
    path.mkdir(parents=True)
    record = Record.open(path, START)
    assert keys(record.notices) == ["record.not-read"]
    assert keys(list(record.add(made(1)))) == ["record.not-written"]


def test_a_folder_removed_meanwhile_is_made_again(path: Path) -> None:
    filled(path, 2)
    record = Record.open(path, START)
    path.unlink()
    path.parent.rmdir()
    assert record.add(made(5)) == ()
    assert Record.open(path, START).attempts() == [made(5)]


# Forgetting


def stored(path: Path, given: list[Attempt]) -> Record:
    path.unlink(missing_ok=True)
    record = Record.open(path, START)
    for attempt in given:
        record.add(attempt)
    return record


@settings(max_examples=25, deadline=None)
@given(given=st.lists(attempts, max_size=8))
def test_forgetting_a_mistake_leaves_all_other_cards(tmp_path_factory: pytest.TempPathFactory, given: list[Attempt]) -> None:
    record = stored(tmp_path_factory.getbasetemp() / "mistake.sqlite", given)
    before = cards(given)
    changed = record.reset("sign-flipped")
    assert changed == sum("sign-flipped" in attempt.mistakes for attempt in given)
    before.pop(("mistake", "sign-flipped"), None)
    assert cards(record.attempts()) == before
    assert len(record.attempts()) == len(given)


@settings(max_examples=25, deadline=None)
@given(given=st.lists(attempts, max_size=8))
def test_forgetting_a_skill_leaves_the_cards_of_other_skills(tmp_path_factory: pytest.TempPathFactory, given: list[Attempt]) -> None:
    record = stored(tmp_path_factory.getbasetemp() / "skill.sqlite", given)
    record.reset("power", "skill")
    left = {key: card for key, card in cards(record.attempts()).items() if key[0] == "skill"}
    assert left == {key: card for key, card in cards(given).items() if key[0] == "skill" and key != ("skill", "power")}


def test_forgetting_a_set_a_problem_or_everything(path: Path) -> None:
    given = [Attempt(START, name, name[0], ("chain",), "right") for name in ("a-1", "a-2", "b-1", "b-1")]
    record = stored(path, given)
    assert record.reset("no such name") == 0
    assert (record.reset("a-1"), record.attempts()) == (1, given[1:])
    assert (record.reset("b", "set"), record.attempts()) == (2, given[1:2])
    assert (record.reset(), record.attempts()) == (1, [])


# What is said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_notice_is_a_sentence_without_control_signs(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "a\x1b[31mb\n" / "progress.sqlite"
    filled(path, 2)
    path.write_bytes(b"spoilt" * 1000)
    said = [notice(words(lang), one) for one in Record.open(path, START).notices]
    assert len(said) == 1
    assert "progress.damaged-2026-03-02-090000.sqlite" in said[0]
    assert said[0].isprintable()
