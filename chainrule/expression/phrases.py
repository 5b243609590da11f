"""How problems are phrased: the patterns around a formula, in English, Chinese and symbols.

This module knows phrases; it must not know formulas.
"""

from __future__ import annotations

import re

from chainrule.expression.letters import canonical
from chainrule.expression.tokens import SUPERSCRIPTS

LETTER = r"(?:theta|alpha|beta|gamma|delta|phi|omega|rho|sigma|tau|lambda|mu|[A-Za-zα-ωΑ-Ω])(?:_\{?[A-Za-z0-9]+\}?|[₀-₉]+)?"
_POWER = rf"(?:\s*\^\s*[{{(]?\d+[}})]?|[{''.join(SUPERSCRIPTS)}]+)?"
BELOW = re.compile(rf"[d∂]\s*({LETTER})({_POWER})")
RATE = re.compile(
    rf"\s*[d∂]({_POWER})\s*(?:({LETTER})\s*(?:\([A-Za-zα-ω, ]*\))?\s*)?/\s*\(?\s*((?:[d∂]\s*{LETTER}{_POWER}\s*)+)"
    r"(?(2)\)?|(?![A-Za-zα-ω]))\s*(?:of\b)?"
)
"""d/dx, d²y/dx², ∂²f/∂x∂y"""
OPERATOR = re.compile(rf"\s*D_\{{?({LETTER})\}}?({_POWER})\s*")
"""D_x"""
INDEXED = re.compile(r"\s*([A-Za-z])_\{?([a-z]{1,6})\}?\s*$")
"""f_xyy"""
PRIMED = re.compile(rf"\s*({LETTER})('+)\s*(?:\(\s*([^()]*)\s*\))?\s*$")
"""y′, f″(x), f′(2)"""
QUOTIENT = re.compile(rf"\s*/\s*[d∂]\s*({LETTER})\s*$")
"""What follows the bracket of d(…)/dx"""

LEAD = re.compile(
    r"""\s*(?:please\s+)?
    (?:(?:what\s+is|what's|find|compute|calculate|determine|evaluate|differentiate|derive|explain|suppose(?:\s+that)?|assume|consider|given|let|if)\b
      |求出?|试求|计算|已知|假设|设|令|若)?\s*
    (?:the\s+)?(?:(?P<n>first|second|third|fourth|fifth|(?P<digits>\d+)(?:st|nd|rd|th))\s+)?(?:(?:partial\s+)?derivative\s+of\b)?
    \s*(?:the\s+)?(?:function\b|函数)?\s*[:：]?""",
    re.VERBOSE | re.IGNORECASE,
)
TAIL = re.compile(
    rf"""[,\s]*(?:with\s+respect\s+to\s+|(?:\bwrt|\bw\.\s?r\.\s?t\.?|\bw\s?r\s?t)\s+|(?:关于|对)\s*)({LETTER})\s*
      (?:求导|的?(?:(?P<zh>[一二三四五六])阶)?(?:偏?导数?)?)?\s*[.。]?\s*$
    |\s*的(?:(?P<zh2>[一二三四五六])阶)?导数\s*[.。]?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_VALUE = rf"{LETTER}\s*=[^=]*?"
POINT = re.compile(
    rf"[,;\s]*(?P<word>\bat\b|\bwhen\b|\bfor\b|在|当|\|)\s*(?:the\s+point\s+|点\s*)?_?[{{(]?\s*(?P<values>{_VALUE}(?:(?:,|\band\b)\s*{_VALUE})*)[}})]?\s*(?:时|处)?\s*[.。]?\s*$"
)
"""at x = 1, y = 2"""
TUPLE = re.compile(
    r"[,;\s]*(?:\bat\b|在点?)\s*(?:the\s+point\s+|点)?(?:[A-Z]\s*)?\((?P<values>[^()=]*(?:\([^()]*\)[^()=]*)*)\)\s*(?:处)?\s*[.。]?\s*$"
)
"""at (1, 3)"""

_TASK = rf"(?:{LETTER}'+|[d∂]\S*/\s*[d∂]|[A-Za-z]_\{{?[a-z]+\}}?\s*$|find\b|compute\b|calculate\b|determine\b|求)"
SPLIT = re.compile(
    rf"""[;\n]|,?\s*\b(?:where|with|and|if|for|given|then|find|compute|determine)\b|,?\s*(?:其中|其中有|且|以及|求)
    |,(?=\s*(?:(?:and|let|where|then)\s+)?(?:[A-Za-z]+|{LETTER})\s*(?:\([A-Za-zα-ω, ]*\))?\s*=)|,(?=\s*{_TASK})""",
    re.VERBOSE,
)
"""What separates definitions and tasks."""
LEFT = re.compile(
    rf"\s*(?P<name>{LETTER}|[A-Za-z]+(?:_\{{?[A-Za-z0-9]+\}}?)?)\s*(?:\(\s*(?P<arguments>{LETTER}(?:\s*,\s*{LETTER})*)\s*\))?\s*$"
)
"""The left-hand side of a definition."""
PHRASED = re.compile(
    r"""[=,;\n'"∂j\u3000-\u9fff]|[dD_][^+\-/]{0,20}/|^\s*D_|[a-zA-Z]{5}|\b(?:at|of|if|is|for|and|let|find|with|when|wrt|the|then)\b|\bw\.|[\s.,:?]$|^\s""",
    re.VERBOSE,
)
"""Anything that could make a text more than one formula."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, **dict(zip("一二三四五六", range(1, 7), strict=True))}


def clean(name: str) -> str:
    """A name without the braces of its index; a Greek letter by its name.

    >>> clean("w_{12}"), clean("θ")
    ('w_12', 'theta')
    """
    plain = name.strip().replace("{", "").replace("}", "")
    head, _, index = plain.partition("_")
    return canonical(head) + (f"_{index}" if index else "")


def power(text: str) -> int:
    """The n of d^n, 1 where there is none.

    >>> power("^{74}"), power("²"), power("")
    (74, 2, 1)
    """
    digits = "".join(SUPERSCRIPTS.get(letter, letter) for letter in text if letter.isdigit() or letter in SUPERSCRIPTS)
    return int(digits[:9]) if digits.isdigit() else 1
