"""How answers to equations are typed: y′ close to another letter, differentials, brackets left out around a bar.

    xy' = -y             x y' = -y
    2x dx + 2y dy = 0    2x + 2y y' = 0
    a - b/c - d          (a - b)/(c - d), a - b/(c - d) or (a - b)/c - d may have been meant

This module knows how equations are written down; it must not know what is right.
"""

from __future__ import annotations

import re

_FRACTION = re.compile(r"/\s*\(?\s*d|frac\s*\{\s*d")
"""dy/dx, where dx is no differential."""
_PRIMES = "['′’″\"]"


def spaced(text: str, x: str, y: str) -> str:
    """A text with y′ as a letter also where it stands close to another, and with differentials as derivatives.

    >>> spaced("2x + 2yy' = 0", "x", "y"), spaced("y dx + x dy = 0", "x", "y")
    ("2x + 2y y' = 0", "y + x  y' = 0")
    """
    x, y = re.escape(x), re.escape(y)
    found = re.sub(rf"(?<=[A-Za-z0-9]){y}\s*(?={_PRIMES})", f" {y}", text)
    found = re.sub(rf"(?<![A-Za-z]){y}\s*({_PRIMES}+)\s*\((?!\s*{x}\s*\))", rf"{y}\1*(", found)
    if re.search(rf"d\s?{y}\b(?!\s*/)", found) and re.search(rf"(?<![/\s])\s*d\s?{x}\b", found) and not _FRACTION.search(found):
        found = re.sub(rf"(?<=[\w)])\s*\*?\s*d\s?{x}\b", "", found)
        found = re.sub(rf"d\s?{x}\b", "(1)", re.sub(rf"d\s?{y}\b", f" {y}'", found))
    return found


def with_brackets(text: str) -> list[str]:
    """What a text with one bar and no brackets around its sides may have been meant to be.

    >>> with_brackets("y' = 6y - 3x^2/3y^2 - 6x")
    ['(6y - 3x^2)/(3y^2 - 6x)', '6y - 3x^2/(3y^2 - 6x)', '(6y - 3x^2)/3y^2 - 6x']
    """
    above, bar, below = text.rpartition("=")[2].strip().partition("/")
    if not above or not bar or "/" in below or "\\" in text or above.count("(") != above.count(")"):
        return []
    found = [f"({above})/({below})", f"{above}/({below})", f"({above})/{below}"]
    return [*found, f"-({above[1:]})/({below})"] if above[0] in "-−" else found
