"""True hints for a problem, made from its derivation, in every language; the one that gives away least first.

This module knows derivations and keys of sentences; it must not know forms, mistakes or formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chainrule.calculus.steps import Step
from chainrule.expression.arrays import Transposed
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import postorder
from chainrule.graph.paths import counts
from chainrule.practice.arrays.task import ArrayTask
from chainrule.practice.judge import Task
from chainrule.practice.problems.slipping import Slipped
from chainrule.questions import Question, SystemQuestion
from chainrule.tensors.shapes import shown
from chainrule.words import LANGUAGES, Words, words

Hints = Mapping[str, tuple[str, ...]]
Said = tuple[str, Mapping[str, Any]]
"""The key of a sentence below ``worksheet.hint``, and its slots."""


def differentiate(question: Question | SystemQuestion, work: Task) -> Hints:
    """Hints on a derivative: what is held constant, by which paths, how often, and the outermost rule."""
    outermost = _outermost(work.rounds[0].root) if isinstance(question, Question) else []
    return _in_words([*_task(question, work), *outermost])


def implicit(question: Question) -> Hints:
    """Hints on an equation."""
    return _in_words([("implicit", {"y": question.output.name, "x": question.variable.name})])


def layers(work: Task) -> Hints:
    """Hints on what is inside: what is calculated first."""
    inmost = work.rounds[0].root
    while inmost.rule == "chain":
        inmost = inmost.substeps[1]
    x = {"x": work.variable.name}
    return _in_words([("last", x), ("first", {**x, "inmost": unicode(inmost.goal)})])


def slip(found: Slipped) -> Hints:
    """Hints on a working: a line that holds."""
    return _in_words([("slip", {"line": found.holds})])


def arrays(task: ArrayTask, answer: Any) -> Hints:
    """Hints on a gradient: its shape, the way back to it, and what may have to be transposed."""
    found, (name,) = task.found, task.wanted
    f, x = unicode(found.loss), unicode(name)
    said: list[Said] = [("array-shape", {"f": f, "x": x, "shape": shown(found.of(name).shape)})]
    way = [one.name for one in found.found if one.name in task.judged.replay.way_to(name)]
    if len(way) > 1:
        given = task.question.system
        inside = found.problem.system.formula
        steps = [unicode(one if one in given.formula or one not in inside else inside[one]) for one in way]
        said.append(("array-way", {"f": f, "way": tuple(steps)}))
    turned = _transposed([answer]) - _transposed(tree for _, tree in task.question.system.definitions)
    said.append(("array-turn", {}) if turned else ("array-entry", {"f": f, "x": x}))
    return _in_words(said)


def _transposed(trees: Iterable[Any]) -> set[Any]:
    return {node for tree in trees for node in postorder(tree) if isinstance(node, Transposed)}


def _in_words(said: list[Said]) -> Hints:
    return {lang: tuple(_sentence(key, slots, words(lang)) for key, slots in said) for lang in LANGUAGES}


def _sentence(key: str, slots: Mapping[str, Any], words: Words) -> str:
    """A hint; a rule in it by its name in the language, of several things all."""
    return words.text(f"worksheet.hint.{key}", **{slot: _slot(slot, value, words) for slot, value in slots.items()})


def _slot(slot: str, value: Any, words: Words) -> Any:
    if isinstance(value, tuple):
        return words.text("punctuation.list").join(value)
    return words.text(f"rule.{value}.name") if slot == "rule" else value


def _task(question: Question | SystemQuestion, work: Task) -> list[Said]:
    """What is special about the task."""
    found: list[Said] = []
    if isinstance(question, SystemQuestion):
        (source,), (output,) = question.sources, question.system.outputs
        number = counts(question.system, output)[source]
        found.append(("paths" if number > 1 else "path", {"x": source.name, "z": output.name, "n": number}))
    elif others := question.varying - {question.variable}:
        names = ", ".join(sorted(letter.name for letter in others))
        found.append(("partial", {"x": question.variable.name, "others": names}))
    if len(work.rounds) > 1:
        found.append(("order", {"n": len(work.rounds)}))
    return found if not isinstance(question, SystemQuestion) or not question.point else [*found, ("at", {})]


def _outermost(root: Step) -> list[Said]:
    """What is outermost."""
    parts = dict(root.parts)
    match root.rule:
        case "chain":
            return [("chain", {"outer": unicode(parts["outer"]), "u": root.names[0][0].name})]
        case "product":
            factors = [unicode(below.goal) for below in root.substeps]
            return [("product", {"n": len(factors), "first": factors[0]})]
        case "quotient":
            above, below = root.substeps
            return [("quotient", {"above": unicode(above.goal), "below": unicode(below.goal)})]
        case "sum":
            return [("sum", {"n": len(root.substeps)})]
        case "constant-multiple" | "negation":
            return [("multiple", {"f": unicode(root.substeps[0].goal)}), *_outermost(root.substeps[0])]
        case "general-power":
            return [("tower", {"x": root.variable.name})]
        case rule:
            return [("rule", {"rule": rule})]
