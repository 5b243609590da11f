"""A real terminal: colour where it is one, none where it is not wanted, nothing wider than the window."""

import os
import re
import sys

import pytest

pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal needs a POSIX system")

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def screen(*arguments: str, columns: int = 80, **environment: str) -> str:
    """What a command writes to a terminal of a width."""
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    settings |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment}
    child = pexpect.spawn(
        sys.executable, ["-m", "chainrule", *arguments], env=settings, encoding="utf-8", dimensions=(50, columns), timeout=30
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return str(child.before)


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_window(columns: int, lang: str) -> None:
    from rich.cells import cell_len

    lines = ESCAPES.sub("", screen("explain", "e^(-x^2) cos(3x)/(1+x^2)", "--lang", lang, columns=columns)).splitlines()
    assert lines and max(map(cell_len, lines)) <= columns


def test_layers_have_colours_that_carry_nothing_alone() -> None:
    coloured = screen("explain", "sin(x^2+1)^3")
    assert len(set(ESCAPES.findall(coloured))) > 3
    assert ESCAPES.sub("", coloured) == screen("explain", "sin(x^2+1)^3", NO_COLOR="1", TERM="dumb")


def test_help_and_completion_are_there() -> None:
    text = ESCAPES.sub("", screen("--help"))
    assert "explain" in text and "rules" in text and "--install-completion" in text
