"""``chainrule drill`` on a real terminal: editing, the echo, hints, a resize, Ctrl-C and Ctrl-D at every prompt."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chainrule.practice.progress.record import Record

pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal needs a POSIX system")

MINE = Path(__file__).parent / "mine.toml"
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][A-Z0-9]?|\r")


class Screen:
    """A drill in a terminal; what was seen so far, without what moves the cursor."""

    def __init__(self, home: Path, *arguments: str, columns: int = 80, **environment: str) -> None:
        settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        settings |= {
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "CHAINRULE_HOME": str(home),
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **environment,
        }
        words = ["-m", "chainrule", "drill", str(MINE), *arguments]
        self.child = pexpect.spawn(sys.executable, words, env=settings, encoding="utf-8", dimensions=(40, columns), timeout=20)
        self.mark = ">" if "--plain" in arguments else "›"
        self.child.delaybeforesend = 0.1
        self.raw = ""

    def see(self, text: str) -> None:
        """Wait until a text is printed."""
        self.child.expect_exact(text)
        self.raw += self.child.before + self.child.after

    def ask(self, text: str) -> None:
        """Wait until something is asked, and can be answered."""
        self.see(text)
        self.see(self.mark)

    def type(self, line: str) -> None:
        self.child.sendline(line)

    def end(self) -> str:
        """Wait for the end; all that was printed."""
        self.child.expect(pexpect.EOF)
        self.raw += self.child.before
        self.child.close()
        return CONTROL.sub("", self.raw)


@contextmanager
def drill(home: Path, *arguments: str, columns: int = 80, **environment: str) -> Iterator[Screen]:
    screen = Screen(home, *arguments, columns=columns, **environment)
    try:
        yield screen
    finally:
        with suppress(Exception):
            screen.child.close(force=True)


def outcomes(home: Path) -> list[tuple[str, str]]:
    return [(a.problem, a.outcome) for a in Record.open(home / "progress.sqlite", datetime.now(UTC)).attempts()]


def layers(screen: Screen) -> None:
    """At the first question."""
    screen.ask("inner function = ?")


def solved(screen: Screen) -> None:
    """Between two problems."""
    layers(screen)
    screen.type("sin u, u = x^2+1")
    screen.ask("Enter goes on")


def asked(screen: Screen) -> None:
    """At the second question."""
    solved(screen)
    screen.type("")
    screen.ask("dy/dx = ?")


def narrowed(screen: Screen) -> None:
    """Where only the wrong step is asked."""
    asked(screen)
    screen.type("cos(x^2+1)")
    screen.ask("for u = ")


def stopping(screen: Screen) -> None:
    """Where it is asked whether to stop."""
    asked(screen)
    screen.child.sendcontrol("c")
    screen.ask("Stop here?")


PROMPTS: list[tuple[Callable[[Screen], None], list[tuple[str, str]]]] = [
    (layers, []),
    (solved, [("mine-1", "right")]),
    (asked, [("mine-1", "right")]),
    (narrowed, [("mine-1", "right"), ("mine-2", "wrong")]),
    (stopping, [("mine-1", "right")]),
]


@pytest.mark.parametrize(("reach", "expected"), PROMPTS, ids=[reach.__name__ for reach, _ in PROMPTS])
def test_ctrl_d_stops_with_the_summary(reach: Callable[[Screen], None], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    with drill(tmp_path) as screen:
        reach(screen)
        screen.child.sendcontrol("d")
        screen.see("Summary")
        text = screen.end()
        assert screen.child.exitstatus == 0 and "Traceback" not in text
    assert outcomes(tmp_path) == expected


@pytest.mark.parametrize(("reach", "expected"), PROMPTS, ids=[reach.__name__ for reach, _ in PROMPTS])
def test_ctrl_c_asks_and_once_more_stops(reach: Callable[[Screen], None], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    with drill(tmp_path) as screen:
        reach(screen)
        screen.child.sendcontrol("c")
        if reach is not stopping:
            screen.ask("Stop here?")
            screen.child.sendcontrol("c")
        screen.see("Summary")
        text = screen.end()
        assert screen.child.exitstatus == 0 and "Traceback" not in text and "KeyboardInterrupt" not in text
    assert outcomes(tmp_path) == expected


@pytest.mark.parametrize("reach", [layers, solved, asked, narrowed], ids=lambda reach: reach.__name__)
def test_ctrl_c_clears_the_line_and_asks_only_then(reach: Callable[[Screen], None], tmp_path: Path) -> None:
    with drill(tmp_path) as screen:
        reach(screen)
        screen.child.send("nonsense(")
        screen.child.sendcontrol("c")
        screen.child.sendcontrol("c")
        screen.ask("Stop here?")
        screen.type("")
        screen.type(":q")
        screen.see("Summary")
        assert "cannot be read" not in screen.end()


def test_ctrl_z_is_not_a_part_of_the_answer(tmp_path: Path) -> None:
    with drill(tmp_path) as screen:
        layers(screen)
        screen.child.send("sin u, ")
        screen.child.sendcontrol("z")
        screen.type("u = x^2+1")
        screen.see("Right.")


def test_a_whole_session(tmp_path: Path) -> None:
    with drill(tmp_path) as screen:
        layers(screen)
        screen.child.send("sin u, u = x^2")
        screen.see("understood as")
        screen.type("")
        screen.see("only a part")
        layers(screen)
        screen.type("?")
        screen.see("Hint ")
        layers(screen)
        screen.child.send("\x1b[A")  # the last answer, not the ?: it is edited and sent once more
        screen.type("+1")
        screen.see("Right.")
        screen.ask("Enter goes on")
        screen.type("!")
        screen.see("The worked solution")
        screen.ask("Enter goes on")
        screen.type("")
        screen.ask("dy/dx = ?")
        screen.type("cos(x^2+1)")
        screen.ask("du/dx = ")
        screen.child.setwinsize(24, 60)
        screen.child.kill(signal.SIGWINCH)
        screen.type("2x")
        screen.see("And now the whole")
        screen.ask("dy/dx = ?")
        screen.type("2x cos(x^2+1)")
        screen.ask("Enter goes on")
        screen.type("q")
        screen.see("Summary")
        text = screen.end()
    assert "0 of 2 right" in text and "inner derivative missing" in text
    assert outcomes(tmp_path) == [("mine-1", "helped"), ("mine-2", "helped")]


def test_the_last_solution_can_be_seen_as_well(tmp_path: Path) -> None:
    with drill(tmp_path, "--count", "1") as screen:
        layers(screen)
        screen.type("sin u, u = x^2+1")
        screen.ask("Enter shows how it went")
        screen.type("!")
        screen.see("The worked solution")
        screen.ask("Enter shows how it went")
        screen.type("")
        screen.see("Summary")
        assert "right at the first try" in screen.end()


def test_lines_printed_after_a_resize_fit(tmp_path: Path) -> None:
    with drill(tmp_path, columns=120) as screen:
        solved(screen)
        screen.child.setwinsize(30, 60)
        screen.child.kill(signal.SIGWINCH)
        screen.raw = ""
        screen.type("!")
        screen.see("The worked solution")
        screen.ask("Enter goes on")
        screen.type("")
        screen.ask("dy/dx = ?")
        titles = [line for line in CONTROL.sub("", screen.raw).splitlines() if line.endswith("find dy/dx")]
        assert titles and all(len(line) <= 60 for line in titles)


def test_kill_9_at_the_prompt(tmp_path: Path) -> None:
    with drill(tmp_path) as screen:
        narrowed(screen)
        screen.child.kill(signal.SIGKILL)
        screen.child.wait()
    assert outcomes(tmp_path) == [("mine-1", "right")]


@pytest.mark.parametrize(("lang", "echo", "typed"), [("en", "understood as", "sin u, u = 2x"), ("zh", "理解为", "外层 sin u，内层 2x")])
def test_the_echo_in_both_languages(lang: str, echo: str, typed: str, tmp_path: Path) -> None:
    with drill(tmp_path, "--lang", lang) as screen:
        screen.ask(" = ?")
        screen.child.send(typed)
        screen.see(echo)
        screen.see("y = sin u")


def test_nothing_moves_with_plain(tmp_path: Path) -> None:
    with drill(tmp_path, "--plain") as screen:
        layers(screen)
        screen.type("sin u, u = x^2")
        screen.see("only a part")
        layers(screen)
        screen.type("q")
        text = screen.end()
    assert "understood as" not in text and "²" not in text and "x^2" in text


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_terminal_that_can_only_print(environment: dict[str, str], tmp_path: Path) -> None:
    with drill(tmp_path, **environment) as screen:
        layers(screen)
        screen.type("sin u, u = x^2+1")
        screen.ask("Enter goes on")
        screen.type("")
        screen.ask("dy/dx = ?")
        screen.child.sendeof()
        text = screen.end()
        assert "\x1b" not in screen.raw and "Summary" in text and screen.child.exitstatus == 0


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    def colours(**environment: str) -> set[Any]:
        with drill(tmp_path, **environment) as screen:
            solved(screen)
            screen.child.sendcontrol("d")
            screen.end()
            return set(re.findall(r"\x1b\[[0-9;]*3[0-9](?:;[0-9]+)*m", screen.raw))

    assert colours() and not colours(NO_COLOR="1")
