"""The commands that are typed in place of an answer: ? ! s q h, or a word; with a colon in front they are never an answer.

This module knows letters; it must not know drills or terminals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chainrule.errors import ChainruleError

COMMANDS: Mapping[str, str] = {
    **dict.fromkeys(("?", "？", "hint", "提示"), "hint"),
    **dict.fromkeys(("!", "！", "solution", "解答", "答案"), "show"),
    **dict.fromkeys(("s", "skip", "next", "跳过"), "skip"),
    **dict.fromkeys(("q", "quit", "exit", "stop", "bye", "结束", "退出"), "quit"),
    **dict.fromkeys(("h", "help", "帮助"), "help"),
}
"""What a stranger types as well; no answer is one of these words."""
LETTERS = ("s", "q", "h")


def command(line: str, letters: frozenset[str]) -> str | None:
    """The command of a line; ``None`` for an answer. ``letters`` are those of the problem, which may be an answer.

    >>> command("s", frozenset("x")), command("s", frozenset("st")), command(" :S ", frozenset("st"))
    ('skip', None, 'skip')
    """
    text = line.strip().lower()
    if text[:1] in (":", "："):
        return COMMANDS.get(text[1:].strip())
    return None if text in letters else COMMANDS.get(text)


def letters_of(problem: str) -> frozenset[str]:
    """The letters that stand for something in a problem.

    >>> sorted(letters_of("s^2 sin t")), sorted(letters_of("z = u^2; u = h x"))
    (['s', 't'], ['h', 'u', 'x', 'z'])
    """
    from chainrule.expression.written import symbols
    from chainrule.posed import posed

    try:
        found = posed(problem)
    except (ChainruleError, RecursionError):  # arrays: every letter that stands alone
        return frozenset(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", problem))
    trees = [found.goal] if found.goal is not None else [tree for _, tree in found.definitions]
    names = {symbol.name for tree in trees for symbol in symbols(tree)} | {name.name for name, _ in found.definitions}
    return frozenset({*names, *([found.name] if found.name else [])})


def in_the_way(letters: frozenset[str]) -> tuple[str, ...]:
    """The commands that need a colon here."""
    return tuple(letter for letter in LETTERS if letter in letters)
