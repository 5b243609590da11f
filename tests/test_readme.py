"""The README is true: every command block is run, every output is compared to the letter."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(.*?)```", README, re.S)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.S)
COMMANDS = [
    (command, output)
    for session in SESSIONS
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.M)
]  # fmt: skip


@pytest.mark.parametrize(("command", "expected"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_command_prints_what_the_readme_shows(command: str, expected: str, tmp_path: Path) -> None:
    command, _, source = command.partition(" < ")
    words = shlex.split(command)
    assert words[0] == "chainrule"
    environment = {**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "CHAINRULE_HOME": str(tmp_path)}
    environment.pop("NO_COLOR", None)
    typed = (ROOT / source).read_text(encoding="utf-8") if source else ""
    done = subprocess.run([sys.executable, "-m", *words], input=typed, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT)
    assert (done.stdout + done.stderr).rstrip() == expected.rstrip()


@pytest.mark.parametrize("block", PYTHON)
def test_python_block_runs_and_prints_what_its_comments_say(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block], capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    assert done.returncode == 0, done.stderr
    promised = re.findall(r"print\(.*\)\s+# (.*)$", block, re.M)
    assert promised, "a Python block of the README shows what it prints"
    assert [line for line in promised if line not in done.stdout.splitlines()] == []


def test_two_commands_do_all_the_setup() -> None:
    assert len(re.findall(r"```sh\n(.*?)```", README, re.S)) == 2
