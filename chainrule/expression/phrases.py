"""Words between formulas, English and Chinese: what they are, and what they say about the formulas beside them.

    Find the second derivative of | y = u², | where | u = sin x | at | x = 1

A text is words and formulas in turn. Words outside of this vocabulary stay in the formula, and are refused there.
This module knows phrases; it must not know formulas.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chainrule.expression.characters import SUBSCRIPTS, SUPERSCRIPTS
from chainrule.expression.letters import ACCENTS, canonical

_OVER = rf"(?:_(?:{'|'.join(sorted(ACCENTS))}|\{{(?:{'|'.join(sorted(ACCENTS))})\}}))?"
_INDEX = r"(?:_\{?[A-Za-z0-9]+\}?|[₀-₉]+)?"
LETTER = rf"(?:theta|alpha|beta|gamma|delta|phi|omega|rho|sigma|tau|lambda|mu|[A-Za-zα-ωΑ-Ω]){_OVER}{_INDEX}"
_LETTERS = rf"{LETTER}(?:\s*+(?:,|and)\s*+{LETTER}){{0,5}}+"
_LEFT = rf"(?:{LETTER}|[A-Za-z]+(?:_\{{?[A-Za-z0-9]+\}}?)?)\s*+(?:\(\s*+{LETTER}\s*+(?:,\s*+{LETTER}\s*+)*\)\s*+)?:?="
"""A left-hand side with its equals sign."""
_TASK = rf"(?:{LETTER}'+|[d∂]\S{{0,20}}\s*+/\s*+[d∂]|[A-Za-z]_\{{?[a-z]+\}}?\s*+(?:\([^()]*\)\s*+)?(?:$|=|,|;|and\b))"
_CONSTANTS = r"(?:(?:is|are)\s+)?(?:(?:an?|any|some|real|positive)\s+)*constants?\b"

_UNIT = re.compile(
    rf"""(?<![a-z])(?:
      (?:please\s+)?(?:what(?:\s+is|'s)|how\s+(?:do\s+(?:i|you|we)|to|can\s+i)|find|compute|calculate|determine|evaluate|differentiate
        |derive|explain|work\s+out)\b
      |(?:suppose|assume|given|consider|let|if|where|with(?!\s+respect)|and|then|for|when)\b(?:\s+that\b)?
      |(?:(?:the|its|all|both)\s+)*(?:(?:first|second|third|fourth|fifth|\d+(?:st|nd|rd|th))\s+)?(?:order\s+)?(?:partial\s+)?
        derivatives?\b(?:\s+(?:of|for)\b)?
      |(?:the\s+)?(?:slope|rate\s+of\s+change)\s+of\b
      |(?:the\s+)?(?:following\b(?:\s+functions?\b)?|(?:function|curve|equation)\b)
      |with\s+respect\s+to\b|w\s?\.?\s?r\s?\.?\s?t\b\.?
      |twice\b|{_CONSTANTS}|(?:by|using|use)\s+implicit\s+differentiation\b(?:\s+to\b)?|implicitly\b
      |(?P<perhaps>of|is|at(?:\s+(?:the\s+)?point)?)\b)
    |[\u3400-\u9fff]+|[;\n?]|(?P<mark>[,.:|])""",
    re.VERBOSE,
)
"""Words, one phrase at a time, in small letters; what only perhaps is one has a group."""
_FOLLOWED = {
    "of": re.compile(rf"\s*+{_LEFT}"),
    "is": re.compile(r"\s*+(?:\?|$)"),
    "at": re.compile(rf"(?:\s*[A-Z](?=\s*\())?\s*+(?:{LETTER}\s*+=|\([-+.\d\s,/*piπ√]+\)|[-+]?[\d.]|(?:pi\b|[π√]))"),
    ",": re.compile(rf"\s*+(?:{_LEFT}|{_TASK}|{_LETTERS}\s++{_CONSTANTS}|[^,;=]{{1,20}}[<>≤≥∈])"),
    ":": re.compile(rf"\s(?!\s*+{LETTER}\s*+(?:↦|->))"),
    ".": re.compile(rf"\s++(?:{_TASK}|{_LEFT})"),
    "|": re.compile(rf"_?\{{?\s*+{LETTER}\s*+="),
}
"""What has to follow a mark or a short word, so that it stands between formulas."""
_AFTER = re.compile(r"(?:\s|[,:;?]|\.(?!\d))*")

_CHINESE = re.compile(
    "(?:求解|求出|求|试|请|计算|已知|假设|设|令|若|如果|则|那么|下列|函数|方程|曲线|由|所|确定|隐|的|偏?导(?:数|函数)?|[一二三四五六]阶"
    "|微分|对|关于|在|点|处|当|时|其中|以及|且|和|与|及|有|为|是|常数|常量|可导|可微|什么|多少|等于|自变量|变量|复合|一个)+"
)
"""What Chinese words between formulas may be made of."""
ORDERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "twice": 2, **dict(zip("一二三四五六", range(1, 7), strict=True)),
}  # fmt: skip
_ORDER = re.compile(r"\b(first|second|third|fourth|fifth|twice)\b|\b(\d+)(?:st|nd|rd|th)\b|([一二三四五六])阶", re.IGNORECASE)
_VARIABLE = re.compile(r"(?:with\s+respect\s+to|w\s?\.?\s?r\s?\.?\s?t\b\.?|关于|对)\s*$", re.IGNORECASE)
_POINT = re.compile(r"(?:\bat(?:\s+(?:the\s+)?point)?|在点?|点)\s*$", re.IGNORECASE)
_PERHAPS_POINT = re.compile(r"(?:\bwhen|\bfor|\bif|\||当)\s*$", re.IGNORECASE)


class Words(NamedTuple):
    """What a phrase says: of the formulas, of the one behind it (``role``), of the letter before it.

    ``role``: variable, point, maybe-point or nothing. ``partials``: all of them are asked for. ``constant``: the
    letter before is one; ``known``: it is only said what it is (f可导). ``strange``: where a word is outside of
    the vocabulary.
    """

    text: str
    order: int
    role: str
    partials: bool
    constant: bool
    known: bool
    strange: tuple[int, int] | None


def words(text: str, start: int = 0) -> Words:
    """What a phrase says that starts at a place.

    >>> words("find the second derivative of").order, words("with respect to").role
    (2, 'variable')
    """
    order = _ORDER.search(text)
    named = (order[1] or order[3] or "").lower() if order else ""
    return Words(
        text,
        ORDERS.get(named) or int(order[2] or 0 if order else 0),
        next((role for role, pattern in _ROLES.items() if pattern.search(text)), ""),
        _PARTIALS.search(text) is not None,
        _CONSTANT.search(text) is not None,
        _KNOWN.search(text) is not None,
        _strange(text, start),
    )


_ROLES = {"variable": _VARIABLE, "point": _POINT, "maybe-point": _PERHAPS_POINT}
_PARTIALS = re.compile(r"partial\s+derivatives\b|偏导", re.IGNORECASE)
_CONSTANT = re.compile("constant|常数|常量", re.IGNORECASE)
_KNOWN = re.compile("可导|可微|函数|是")


def _strange(text: str, start: int) -> tuple[int, int] | None:
    """Where a phrase holds Chinese words outside of the vocabulary."""
    for run in re.finditer("[\u3400-\u9fff]+", text):
        known = _CHINESE.match(run.group())
        end = known.end() if known else 0
        if end < len(run.group()):
            return start + run.start() + end, start + run.end()
    return None


def phrases(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Where words and marks stand between formulas; what stands side by side is one phrase.

    >>> text = "find y', where y = x^2"
    >>> [text[a:b] for a, b in phrases(text, 0, len(text))]
    ['find ', ', where ']
    """
    small = text.lower()
    found: list[tuple[int, int]] = []
    for match in reversed(list(_UNIT.finditer(small if len(small) == len(text) else text, start, stop))):
        first, last = match.span()
        perhaps = match["mark"] or (match["perhaps"] or "")[:2]
        behind = _AFTER.match(text, last, stop)
        end = behind.end() if behind else last
        joins = bool(found) and found[-1][0] <= end
        if perhaps and not (joins and match["mark"] in (",", ".", ":")) and not _FOLLOWED[perhaps].match(text, last, stop):
            continue
        found.append((first, found.pop()[1] if joins else end))
    return found[::-1]


def clean(name: str) -> str:
    """A name without the braces of its index; a Greek letter by its name.

    >>> clean("w_{12}"), clean("x₁"), clean("θ")
    ('w_12', 'x_1', 'theta')
    """
    plain = name.strip().replace("{", "").replace("}", "")
    if plain[-1:] in SUBSCRIPTS:
        plain = plain.rstrip("".join(SUBSCRIPTS)) + "_" + "".join(SUBSCRIPTS.get(letter, "") for letter in plain)
    head, _, index = plain.partition("_")
    return canonical(head) + (f"_{index}" if index else "")


def power(text: str) -> int:
    """The n of d^n, 1 where there is none.

    >>> power("^{74}"), power("²"), power("")
    (74, 2, 1)
    """
    digits = "".join(SUPERSCRIPTS.get(letter, letter) for letter in text if letter.isdigit() or letter in SUPERSCRIPTS)
    return int(digits[:9]) if digits.isdigit() else 1
