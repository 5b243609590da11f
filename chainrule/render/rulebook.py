"""The pages of ``chainrule rules``: the table of derivatives, and one page on one rule.

This module knows the table, the rules' names and the keys of their sentences; it must not know formats.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import sympy

from chainrule.calculus.conditions import row_condition
from chainrule.calculus.rules import RULES
from chainrule.errors import UsageError
from chainrule.expression.functions import BY_NAME, SPELLINGS, TABLE
from chainrule.expression.notation.sympytext import sympytext
from chainrule.expression.value import written_row
from chainrule.expression.written import Apply
from chainrule.render.page import Block, Heading, Maths, Page, Sentence, Table, Text, maths
from chainrule.words import rule_pages, words

STRUCTURAL = (
    "constant", "identity", "constant-multiple", "sum", "product", "quotient", "reciprocal",
    "power", "root", "exponential", "general-power", "chain",
)  # fmt: skip
"""The rules listed above the table of functions."""


def table(lang: str) -> Page:
    """Every rule with its law, then every function with its derivative and where it holds."""
    sentences = words(lang)
    rules = tuple(((rule,), (str(sentences.get(f"rule.{rule}.title")),), (str(sentences.get(f"rule.{rule}.law")),)) for rule in STRUCTURAL)
    functions = tuple(_row(name) for name in (row.name for row in TABLE if row.derivative))
    return (
        Heading(None, sentences.fill("rules.structural")),
        Table(tuple(sentences.fill(f"rules.{head}") for head in ("id", "title", "law")), rules),
        Heading(None, sentences.fill("rules.functions")),
        Table(tuple(sentences.fill(f"rules.{head}") for head in ("id", "function", "derivative", "where")), functions),
        Sentence(sentences.fill("rules.more")),
    )


def _row(name: str) -> tuple[Text, ...]:
    row = BY_NAME[name]
    function = Apply(name, *[sympy.Symbol(letter) for letter in row.arguments])
    where: Text = (maths(*row_condition(row.smooth)),) if row.smooth else ()
    return (name,), (maths(function),), (maths(written_row(name, "derivative")),), where


def names() -> tuple[str, ...]:
    """Every name that has a page."""
    known = (
        {rule.id for rule in RULES}
        | {row.name for row in TABLE}
        | {"logarithm", "implicit", "parametric", "inverse-function", "higher-order"}
    )
    return tuple(name for name in rule_pages("en") if name in known)


def resolve(name: str) -> str:
    """The id of a page by what a person types: ``sin``, ``arcsin``, ``chain``, ``chain rule``, 链式法则.

    Raises ``UsageError`` with the nearest name.
    """
    wanted = name.strip().lower().replace(" ", "-").removesuffix("-rule")
    titles = {words(lang).get(f"rule.{page}.title"): page for lang in ("en", "zh") for page in names()}
    candidates = (wanted, SPELLINGS.get(wanted, ""), titles.get(name.strip(), ""))
    found = next((candidate for candidate in candidates if candidate in names()), None)
    if found:
        return found
    near = get_close_matches(wanted, [*names(), *SPELLINGS], 1, 0.5)
    raise UsageError("unknown-rule-near" if near else "unknown-rule", {"name": name[:40], "near": near[0] if near else ""})


def example(name: str) -> tuple[str, str]:
    """The worked example of a page, and the answer of the usual mistake, both as input to the parser."""
    text = rule_pages("en")[name]
    return text["example"], text["mistake_wrong"]


def data(name: str | None, lang: str) -> dict[str, Any]:
    """The same as JSON data: one page, or the whole table."""
    if name is not None:
        return {"schema": "chainrule.rule/1", "id": name, **rule_pages(lang)[name]}
    sentences = words(lang)
    rules = [{"id": rule, "title": sentences.get(f"rule.{rule}.title"), "law": sentences.get(f"rule.{rule}.law")} for rule in STRUCTURAL]
    functions = [
        {"id": row.name, "derivative": sympytext(written_row(row.name, "derivative")), "where": row.smooth}
        for row in TABLE
        if row.derivative
    ]
    return {"schema": "chainrule.rules/1", "rules": rules, "functions": functions}


def head(name: str, lang: str) -> Page:
    """The page on a rule, up to its worked example."""
    text, sentences = rule_pages(lang)[name], words(lang)
    blocks: list[Block] = [Heading(None, (text["title"],)), Sentence((text["law"],), "law")]
    blocks.append(Sentence((text["idea"],)))
    blocks.append(Heading(None, sentences.fill("rules.why")))
    blocks += [Sentence((line,)) for line in text["why"]]
    blocks.append(Heading(None, sentences.fill("rules.example")))
    return tuple(blocks)


def tail(name: str, lang: str, wrong: Any) -> Page:
    """The page on a rule, after its worked example."""
    text, sentences = rule_pages(lang)[name], words(lang)
    return (
        Heading(None, sentences.fill("rules.mistake")),
        Sentence((text["mistake"],)),
        Sentence(_with(sentences.fill("rules.wrong", answer=maths(wrong)))),
        Heading(None, sentences.fill("rules.remember")),
        Sentence((text["remember"],)),
    )


def _with(pieces: tuple[Any, ...]) -> Text:
    return tuple(piece if isinstance(piece, str | Maths) else maths(piece) for piece in pieces)
