"""What is said to a checked answer in a drill: the page of its verdict, with what should stand there left out at first.

    first mistake       where it happened, and a question where the sentence would give the answer away
    second              what happened, in full
    third               also what should stand there

This module knows pages, findings and keys of sentences; it must not know how answers are judged, or any one mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

import sympy

from chainrule.expression.written import replace as put_in
from chainrule.expression.written import symbols
from chainrule.practice import telling
from chainrule.practice.exercises.exercise import Ask, Reply
from chainrule.practice.verdict import Finding, Unfinished
from chainrule.render import lines
from chainrule.render.page import Block, Definitions, Heading, Page, Rows, Sentence, Text, Title, maths
from chainrule.words import Words, words

if TYPE_CHECKING:
    from chainrule.practice.checked import Checked

IN_FULL, ALL = 2, 3
"""From so many wrong answers on what happened is said in full, and then what should stand there."""


def reply(check: Checked, tries: int = 1, narrowed: Ask | None = None) -> Reply:
    """The reply to a checked answer; ``narrowed`` is asked next if it is wrong."""
    mistakes = tuple(dict.fromkeys(mistake.id for mistake in check.mistakes))
    certain = bool(check.mistakes) and all(mistake.certain for mistake in check.mistakes)
    asks = check.verdict == "incorrect" and not gives_away(check, tries)
    return Reply(check.verdict, told(check, tries), mistakes, certain, narrowed if asks else None)


def gives_away(check: Checked, tries: int) -> bool:
    """Whether what is said after so many wrong answers says already what the wrong step should be: then it is not asked."""
    return tries >= ALL or (tries >= IN_FULL and any(check.words.get(f"drill.nudge.{mistake.id}") for mistake in check.mistakes))


def told(check: Checked, tries: int) -> Page:
    """What is said about the answer after so many wrong ones."""
    page = body(check.page(), check.lang)
    match check.verdict:
        case "unfinished":
            return _unfinished(check) or tuple(block for block in page if not isinstance(block, Rows))
        case "incorrect" if not check.mistakes and len(page) == 1:  # nothing but: not yet
            return (*page, Sentence(check.words.fill("verdict.unexplained")))
        case "incorrect" if tries < ALL:
            return tuple(_withheld(page, check, tries))
        case _:
            return page


def body(page: Page, lang: str) -> Page:
    """A verdict without the problem and the answer repeated."""
    yours = words(lang).fill("verdict.yours")
    for i, block in enumerate(page):
        if isinstance(block, Heading) and block.text == yours:
            return tuple(dropwhile(lambda block: isinstance(block, Rows | Definitions), page[i + 1 :]))
    return tuple(block for block in page if not isinstance(block, Title | Definitions))


def _unfinished(check: Checked) -> Page:
    """Right so far, and what is left to be done; nothing where there is no sentence for it."""
    verdict: Any = check.judgement.verdict
    parts = [part.verdict for part in getattr(check.judgement, "parts", ())]
    found = [one for one in (verdict, *parts) if isinstance(one, Unfinished) and not getattr(one, "missing", ())]
    said: dict[Text, None] = {}
    for one in found:
        key = getattr(one, "how", "") or ("numbers" if getattr(one, "numbers", False) else "letters" if one.letters else "underived")
        if isinstance(check.words.get(f"drill.unfinished-{key}"), str) and (one.letters or key in ("underived", "solve")):
            letters = lines.listed([maths(letter, "=", value) for letter, value in one.letters])
            said[telling.filled(check.words, f"drill.unfinished-{key}", letters=letters)] = None
    return tuple(Sentence(text) for text in said)


def _withheld(page: Page, check: Checked, tries: int) -> Iterator[Block]:
    """A wrong answer told without what should stand there."""
    findings = [mistake.finding for mistake in check.mistakes]
    said = {telling.sentence(finding, check.words): finding for finding in findings}
    alone = len(findings) == 1 and _is_whole(findings[0], check)
    heading = telling.where(findings[0], check.words) if alone else None
    for block in page:
        match block:
            case Rows():
                pass
            case Heading(number=None, text=text) if text == heading:
                pass
            case Sentence(kind="wrong") if _is_number(check):
                yield Sentence(check.words.fill("verdict.incorrect"), "wrong")
            case Sentence(text=text, kind=kind) if text in said:
                yield Sentence(happened(said[text], check.words, tries), "plain" if alone else kind)
            case _:
                yield block


def happened(finding: Finding, sentences: Words, tries: int) -> Text:
    """What happened; the first time a question, where that would give the answer away."""
    finding = _put_back(finding)
    nudge = f"drill.nudge.{finding.id}"
    if tries < IN_FULL and sentences.get(nudge):
        return telling.filled(
            sentences, nudge, **{name: maths(*value) if isinstance(value, tuple) else value for name, value in finding.facts.items()}
        )
    return telling.sentence(finding, sentences)


def _put_back(finding: Finding) -> Finding:
    """The outer function with the inner one in it, where no heading says what its letter stands for."""
    facts = finding.facts
    if finding.place.letter or not {"outer", "inner", "goal"} <= facts.keys() or facts["goal"] != facts["outer"]:
        return finding
    letters = symbols(facts["outer"]) - symbols(facts["inner"]) - symbols(finding.place.where)
    return replace(finding, facts={**facts, "goal": put_in(facts["outer"], dict.fromkeys(letters, facts["inner"]))})


def _is_number(check: Checked) -> bool:
    """Whether the right answer is a number: its value at a point would give it away."""
    expected = check.task.expected
    trees = expected.values() if isinstance(expected, Mapping) else [expected]
    return getattr(check.task, "point", None) is not None or any(isinstance(tree, sympy.Basic) and not symbols(tree) for tree in trees)


def _is_whole(finding: Finding, check: Checked) -> bool:
    """Whether a mistake happened at the problem itself, not in a part of it."""
    return bool(finding.place.where == getattr(check.task.question, "goal", None)) and finding.id not in telling.TASK
