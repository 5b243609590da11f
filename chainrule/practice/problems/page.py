"""Problem sets as pages: which there are, what is in one, one problem, what is wrong with them.

This module knows sets, findings and keys of sentences; it must not know formats, and imports no mathematics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainrule.errors import ChainruleError, ProblemFileError
from chainrule.practice.problems import asked
from chainrule.practice.problems.problem import Problem, ProblemSet
from chainrule.practice.problems.skills import SKILLS
from chainrule.render.page import Block, Heading, Page, Sentence, Table, Text
from chainrule.words import LANGUAGES, Words

if TYPE_CHECKING:
    from chainrule.practice.problems.proving import Finding, Proof


# Which sets there are


def sets_page(sets: Sequence[ProblemSet], defects: Sequence[ProblemFileError], words: Words) -> Page:
    """Every set: name, title, number of problems, levels, skills; then the files that cannot be used."""
    broken = tuple(Sentence(words.fill("problems.broken", error=words.error(one.kind, one.facts)), "wrong") for one in defects)
    if not sets:
        return Sentence(words.fill("problems.none")), *broken
    heads = tuple(words.fill(f"problems.{head}") for head in ("id", "contents"))
    rows = [row for one in sets for row in (((one.id,), (said(one.title, words),)), ((), counted(one, words)))]
    return Table(heads, tuple(rows), wrapped=True), *broken, Sentence(words.fill("problems.use"))


def counted(one: ProblemSet, words: Words) -> Text:
    """How many problems there are in a set, of which levels, and what they are about."""
    number = len(one.problems)
    slots = {"number": str(number), "levels": levels(one, words), "skills": skills(practised(one), words)}
    return words.fill("problems.one" if number == 1 else "problems.many", **slots)


def practised(one: ProblemSet) -> list[str]:
    """The main skills of a set, in the order of learning."""
    return sorted({problem.skills[0] for problem in one.problems}, key=SKILLS.index)


def levels(one: ProblemSet, words: Words) -> str:
    """From the easiest to the hardest."""
    found = [problem.level for problem in one.problems]
    first, last = min(found), max(found)
    return str(first) if first == last else words.text("problems.range", first=first, last=last)


def skills(names: Iterable[str], words: Words) -> str:
    """Skills by their names in the language."""
    return words.text("problems.comma").join(words.text(f"skill.{name}") for name in names)


def said(texts: Mapping[str, str], words: Words) -> str:
    """A text in the language; in another one where there is none."""
    return next((texts[language] for language in (words.lang, *LANGUAGES) if language in texts), "")


# What is in a set


def set_page(one: ProblemSet, words: Words) -> Page:
    """Every problem of a set, as its author typed it."""
    heads = tuple(words.fill(f"problems.{head}") for head in ("problem", "task"))
    rows = [row for problem in one.problems for row in _rows(problem, words)]
    about = said(one.about, words)
    return (
        Heading(None, (said(one.title, words),), chapter=True),
        *((Sentence((about,)),) if about else ()),
        Table(heads, tuple(rows), wrapped=True),
    )


def _rows(problem: Problem, words: Words) -> Iterator[tuple[Text, Text]]:
    """The problem, what is asked of it where that is said, and its level."""
    yield (problem.id,), (in_one_line(problem.problem),)
    if said_of := asked_for(problem, words):
        yield (), said_of
    yield (), facts(problem, words)


def asked_for(problem: Problem, words: Words) -> Text:
    """Which derivative, of which order, at which point: what of this stands in its fields."""
    slots = {"rates": asked.rates(problem), "order": str(problem.order), "point": asked.point(problem)}
    slots["letters"] = words.text("problems.comma").join(asked.letters(problem))
    given = ("order" if problem.order else "", "by" if problem.wrt else "")
    what = "rates" if slots["rates"] else "-".join(filter(None, given))
    key = "-".join(filter(None, (what, "at" if problem.at else "")))
    return words.fill(f"problems.asked.{key}", **slots) if key else ()


def facts(problem: Problem, words: Words) -> Text:
    """The level of a problem, and what is practised in it."""
    return words.fill("problems.facts", level=str(problem.level), skills=skills(problem.skills, words))


def in_one_line(text: str) -> str:
    """Definitions below each other, beside each other."""
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


# One problem


def problem_page(problem: Problem, one: ProblemSet, title: Page, words: Words, solution: Page = (), answer: Page = ()) -> Page:
    """The task, the hints, and with a ``solution`` or an ``answer`` these as well; ``title`` is the problem as mathematics.

    Without an ``answer`` as mathematics it is shown as the author typed it.
    """
    blocks: list[Block] = [Heading(None, words.fill("problems.of-set", id=problem.id, set=one.id), chapter=True)]
    blocks.append(Sentence(facts(problem, words), "told"))
    blocks += title
    if problem.kind != "differentiate":
        blocks.append(Sentence(words.fill(f"problems.{problem.kind}")))
    blocks += [
        Sentence(words.fill("problems.line", number=str(number), line=line), "told") for number, line in enumerate(problem.working, 1)
    ]
    blocks.append(Heading(None, words.fill("problems.hints")))
    hints = problem.hints.get(words.lang, ())
    blocks += [Sentence(words.fill("problems.hint", number=str(number), hint=hint), "told") for number, hint in enumerate(hints, 1)]
    if not hints:
        blocks.append(Sentence(words.fill("problems.no-hints"), "told"))
    if solution or answer:
        blocks += [Heading(None, words.fill("problems.answer")), *(answer or (Sentence((in_one_line(problem.answer),), "told"),))]
    if solution:
        blocks += [Heading(None, words.fill("verdict.solution"), chapter=True), *solution]
    return tuple(blocks)


# What is wrong


def findings_page(proofs: Sequence[Proof], words: Words) -> Page:
    """Every finding in a line, file by file, and how many there are."""
    blocks: list[Block] = []
    found = [finding for proof in proofs for finding in proof.findings]
    for place, of_file in groupby(found, key=lambda finding: finding.place):
        blocks.append(Heading(None, (place,)))
        whole = words.text("problems.whole")
        heads = tuple(words.fill(f"problems.{head}") for head in ("problem", "finding-head"))
        blocks.append(Table(heads, tuple(((one.problem or whole,), sentence(one, words)) for one in of_file), wrapped=True))
    counts = {"sets": len({proof.path for proof in proofs}), "problems": sum(proof.problem is not None for proof in proofs)}
    slots = {name: str(number) for name, number in (*counts.items(), ("findings", len(found)))}
    blocks.append(Sentence(words.fill("problems.found" if found else "problems.proved", **slots), "wrong" if found else "checked"))
    return tuple(blocks)


def sentence(finding: Finding, words: Words) -> Text:
    """What was found, and what to do about it."""
    what, advice = told(finding, words)
    return words.fill("problems.finding", what=what, advice=advice) if advice else (what,)


def told(finding: Finding, words: Words) -> tuple[str, str]:
    """What was found and what to do, each as a sentence."""
    slots = {name: _slot(name, value, words) for name, value in finding.facts.items()}
    error = finding.facts.get("error")
    slots["advice"] = (words.hint(error.kind, error.facts) or "") if isinstance(error, ChainruleError) else ""
    for slot, subjects in NAMED.items():
        if slot in slots:
            slots["name"] = next((name for subject in subjects if (name := words.get(subject.format(slots[slot])))), "")
    message = words.text(f"finding.{finding.kind}.message", **slots)
    hint = words.text(f"finding.{finding.kind}.hint", **slots) if words.get(f"finding.{finding.kind}.hint") else ""
    return message, hint


NAMED = {"mistake": ("mistake.{}.name", "curve.{}.name", "array.{}.name"), "skill": ("skill.{}",)}
"""Where the name of what has an id stands in the words."""


def _slot(name: str, value: Any, words: Words) -> str:
    match name:
        case "error":
            return words.error(value.kind, value.facts)
        case "language":
            return words.text(f"language.{value}")
        case _:
            return str(value)


# The same as data


def sets_data(sets: Iterable[ProblemSet]) -> dict[str, Any]:
    """Every set as JSON data, without its problems."""
    return {"schema": "chainrule.problem-sets/1", "sets": [_set_record(one) for one in sets]}


def _set_record(one: ProblemSet) -> dict[str, Any]:
    found = [problem.level for problem in one.problems]
    return {
        "id": one.id,
        "title": one.title,
        "about": one.about,
        "problems": len(one.problems),
        "levels": sorted(set(found)),
        "skills": practised(one),
        "place": one.place,
    }


def set_data(one: ProblemSet) -> dict[str, Any]:
    """A set as JSON data, field by field as it stands in its file."""
    return {"schema": "chainrule.problem-set/1", **asdict(one)}


def problem_data(problem: Problem, one: ProblemSet) -> dict[str, Any]:
    """A problem as JSON data."""
    return {"schema": "chainrule.problem/1", "set": one.id, **asdict(problem)}


def findings_data(proofs: Sequence[Proof], words: Words) -> dict[str, Any]:
    """Every finding as JSON data."""
    return {
        "schema": "chainrule.findings/1",
        "sets": len({proof.path for proof in proofs}),
        "problems": sum(proof.problem is not None for proof in proofs),
        "findings": [_finding_record(finding, words) for proof in proofs for finding in proof.findings],
    }


def _finding_record(finding: Finding, words: Words) -> dict[str, Any]:
    error = finding.facts.get("error")
    line = None
    if isinstance(error, ChainruleError) and finding.kind == "file" and error.span and error.source:
        line = error.source.count("\n", 0, error.span[0]) + 1
    what, advice = told(finding, words)
    return {
        "file": str(Path(finding.place)),
        "line": line,
        "problem": finding.problem or None,
        "kind": error.kind if finding.kind == "file" and error else finding.kind,
        "message": what,
        "hint": advice or None,
    }
