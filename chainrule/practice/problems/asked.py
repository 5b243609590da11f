"""What a problem asks for, read off its fields alone: ∂L/∂w at w = −2, x = 4.

This module knows texts; it must not know mathematics, files or words.
"""

from __future__ import annotations

import re

from chainrule.expression.notation.names import VARIABLES
from chainrule.practice.problems.problem import Problem

_NAME = re.compile(r"(?:^|[;\n])\s*([^\W\d_]\w*)\s*(?:\([^()]*\))?\s*=([^;\n]*)")
_WORD = re.compile(r"[^\W\d_]+(?:_?\d+)?")
_SHAPE = re.compile(r"[^\W\d_]\w*\s*:[^;]*;")
SHORT = ("e", "ln", "lg", "pi", "tr", "π")
"""Names that are no letters though they are short; a longer one is a function."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def letters(problem: Problem) -> tuple[str, ...]:
    """The letters to differentiate by, where they are named.

    >>> letters(Problem("a", "x y^2", "", 1, (), wrt="x, y"))
    ('x', 'y')
    """
    return tuple(part.strip() for part in (problem.wrt or "").split(",") if part.strip())


def rates(problem: Problem) -> str:
    """The derivatives by the letters that are named; nothing where the text does not say of what.

    >>> rates(Problem("a", "L = (a - y)^2; a = w x", "", 1, (), wrt="w")), rates(Problem("b", "x y^2", "", 1, (), wrt="x"))
    ('∂L/∂w', '')
    >>> rates(Problem("c", "z = u v; u = cos t; v = t^2", "", 1, (), wrt="t")), rates(Problem("d", "x^2 + y^2 = 9", "", 1, (), wrt="x"))
    ('dz/dt', 'dy/dx')
    """
    names, wanted = _defined(problem.problem), letters(problem)
    free = _letters(problem.problem) - names.keys()
    used = set().union(*names.values())
    curve = not names and "=" in problem.problem
    outputs = sorted(free - set(wanted)) if curve else [name for name in names if name not in used]
    if len(outputs) != 1:
        return ""
    varying = {letter for letter in free if letter.partition("_")[0] in VARIABLES} | set(wanted)
    d = "d" if curve or (len(varying) == 1 and not _SHAPE.search(problem.problem)) else "∂"
    power = str(problem.order).translate(_RAISED) if (problem.order or 1) > 1 else ""
    return ", ".join(f"{d}{power}{outputs[0]}/{d}{letter}{power}" for letter in wanted)


def _defined(text: str) -> dict[str, set[str]]:
    """Every name that is defined, with the letters of its definition."""
    return {found[1]: _letters(found[2]) for found in _NAME.finditer(text)}


def _letters(text: str) -> set[str]:
    """The letters of a text; two beside each other are a product."""
    words = _WORD.findall(_SHAPE.sub("", text))
    single = [word for word in words if word not in SHORT and len(re.findall(r"[^\W\d_]", word)) < 3]
    return {letter for word in single for letter in (word if word.isalpha() else [word])}


def point(problem: Problem) -> str:
    """Where: the numbers as they are printed.

    >>> point(Problem("a", "x^2", "", 1, (), at="w=-2,x = 4"))
    'w = −2, x = 4'
    """
    pairs = [part.partition("=") for part in re.split(r"[,;，；]", problem.at or "") if part.strip()]
    return ", ".join(f"{name.strip()} = {value.strip()}" if sign else name.strip() for name, sign, value in pairs).replace("-", "−")
