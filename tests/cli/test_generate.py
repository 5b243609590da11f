"""``chainrule problems generate`` from the outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chainrule", "problems", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80", **environment},
    )


def test_a_generated_set_is_proved_usable(tmp_path: Path) -> None:
    path = tmp_path / "fresh.toml"
    skills = "chain,product,quotient,general-power,many-layers,slip,layers,trigonometric,paths,partial"
    assert run("generate", "--seed", "5", "--skills", skills, "--number", "20", "--output", str(path)).returncode == 0
    checked = run("check", str(path))
    assert checked.returncode == 0, checked.stdout
    assert "20" in checked.stdout


def test_a_worksheet_of_a_set_is_the_same_as_of_its_request(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    request = ("generate", "--seed", "3", "--skills", "chain", "--level", "2", "--number", "3")
    run(*request, "--output", str(path))
    assert run("generate", "--from", str(path), "--plain").stdout == run(*request, "--plain").stdout


def test_without_a_seed_a_new_one_is_taken_and_written_down() -> None:
    first, second = (run("generate", "--skills", "chain", "--level", "2", "--number", "2", "--format", "toml").stdout for _ in range(2))
    command = first.splitlines()[0].partition("chainrule problems ")[2].split()
    assert first != second
    assert run(*command, "--format", "toml").stdout == first


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--skills", "chian"), 2, "Did you mean chain?"),
        (("--level", "two"), 2, "--level 2-4"),
        (("--level", "4-2"), 2, "2-4"),
        (("--level", "9"), 2, "from 1 to 5"),
        (("--number", "0"), 2, "1 to 1000"),
        (("--skills", "general-power", "--level", "3", "--number", "600"), 3, "no further different one"),
        (("--from", "no-such-set"), 2, "no-such-set"),
        (("--from", "no-such-set", "--number", "3"), 2, "Leave out one or the other"),
        (("--id", "my set"), 2, "--id my-class"),
        (("--lang", "de"), 2, "en, zh"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], status: int, says: str) -> None:
    done = run("generate", *(() if "--from" in arguments else ("--seed", "1")), *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert says in " ".join(done.stderr.split())
