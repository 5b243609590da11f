"""Inputs as people type them, each with its reading and with what is said on it; judged by hand, one by one.

The table has a topic, the input, its reading as a student would type it without doubts, and the notes; a refusal
stands as ``✗`` and its kind. ``|`` sets apart what is asked: the letters, the order, the point.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from chainrule.errors import ChainruleError
from chainrule.expression.build import build
from chainrule.expression.notation.typed import typed
from chainrule.expression.task import Problem, parse_syntax, read
from chainrule.words import LANGUAGES, words

TABLE = Path(__file__).parent.parent / "textbook" / "readings.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
TOPICS = {topic: [row[1:] for row in ROWS if row[0] == topic] for topic, *_ in ROWS}


def account(problem: Problem) -> str:
    """What a problem asks, in one line."""

    def left(name: str, arguments: tuple[str, ...]) -> str:
        return name + (f"({', '.join(arguments)})" if arguments else "")

    body = typed(build(problem.body))
    if problem.definitions:
        definitions = [f"{left(name, arguments)} = {typed(build(tree))}" for name, arguments, tree in problem.definitions]
        asked = [] if any(problem.body is tree for _, _, tree in problem.definitions) else [body]
        body = "; ".join([*definitions, *asked])
        named = [f"of {problem.name}"] if problem.name else []
    elif problem.kind == "equation":
        named = [f"of {problem.name}"] if problem.name else []
    else:
        named = []
        body = f"{left(problem.name, problem.arguments)} = {body}" if problem.name else body
    wrt = [f"by {' then '.join(problem.by)}"] if problem.by else [f"by {', '.join(problem.wrt)}"] if problem.wrt else []
    order = [f"order {problem.order}"] if problem.order > 1 and not problem.by else []
    at = [f"at {', '.join(f'{name} = {value}' for name, value in problem.at.items())}"] if problem.at else []
    return " | ".join([body, *named, *wrt, *order, *at])


def outcome(text: str) -> tuple[str, str]:
    try:
        problem = read(text)
    except ChainruleError as error:
        return "✗", error.kind
    return account(problem), " ".join(note.kind for note in problem.notes)


@pytest.mark.parametrize("topic", TOPICS)
def test_is_read_as_judged(topic: str) -> None:
    found = {text: outcome(text) for text, *_ in TOPICS[topic]}
    assert {text: (found[text], (reading, said)) for text, reading, said in TOPICS[topic] if found[text] != (reading, said)} == {}


READ = [text for text, reading, _ in (row[1:] for row in ROWS) if reading != "✗"]


def test_both_readings_of_a_note_can_be_typed_and_differ() -> None:
    """Law: what a note says was read, and what it says to write instead, are read without that doubt, and not alike."""
    wrong = {}
    for text in READ:
        for note in read(text).notes:
            if note.kind == "short-name" or not {"read", "other"} <= note.facts.keys():
                continue
            trees = [parse_syntax(note.facts[key]) for key in ("read", "other")]
            doubts = [said.kind for _, notes in trees for said in notes if said.kind == note.kind]
            if doubts or build(trees[0][0]) == build(trees[1][0]):
                wrong[text] = note
    assert wrong == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_note_has_its_sentence(lang: str) -> None:
    for text in READ:
        for note in read(text).notes:
            assert words(lang).note(note.kind, note.facts).isprintable()
            assert 0 <= note.span[0] < note.span[1] <= len(text)
