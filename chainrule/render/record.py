"""The JSON record ``chainrule.explanation/1``: made from the data, not from the page.

Mathematics is text in SymPy syntax. Functions SymPy lacks stand by name and are defined in ``functions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy

from chainrule.calculus.evaluate import Values
from chainrule.calculus.steps import CURVES, Condition, Derivation, Rewrite, Verification
from chainrule.expression.functions import BY_NAME
from chainrule.expression.notation.sympytext import sympytext
from chainrule.expression.value import written_row
from chainrule.expression.written import Apply, postorder

SCHEMA = "chainrule.explanation/1"


def record(derivation: Derivation, steps: Iterable[Any], *, text: str, read_as: str, point: Values | None) -> dict[str, Any]:
    """The whole explanation of one derivative as JSON data; ``steps`` are the labelled roots."""
    # the root of a curve is no identity: the derivatives of its sides or coordinates are the steps
    every = [step for root in steps for step in root.walk() if step.rule not in CURVES]
    root = derivation.rounds[0].root
    places = {step.id: i for i, step in enumerate(every)}
    return {
        "schema": SCHEMA,
        "kind": root.rule if root.rule in CURVES else "single",
        "input": text,
        "read_as": read_as,
        "variable": derivation.variable.name,
        **({"parameter": dict(root.parts)["parameter"].name} if root.rule == "parametric" else {}),
        "order": len(derivation.rounds),
        "functions": functions([one.goal for one in derivation.rounds] + [derivation.answer, derivation.unsimplified]),
        "layers": [{"name": letter.name, "value": sympytext(tree)} for letter, tree in derivation.layers],
        "steps": [step_record(step, places) for step in every],
        "unsimplified": sympytext(derivation.unsimplified),
        "tidying": [tidying_record(rewrite) | {"order": one.order} for one in derivation.rounds for rewrite in one.tidying],
        "answer": sympytext(derivation.answer),
        "conditions": [condition_record(condition) for condition in derivation.conditions],
        "point": point.numbers() if point else None,
        "verification": verification_record(derivation.verification),
    }


def verification_record(v: Verification) -> dict[str, Any]:
    """What the judge found."""
    return {
        "verified": v.verified,
        "steps": v.checked,
        "passed": v.passed,
        "points": v.points,
        "by_sympy": v.by_sympy,
        "why": v.why or None,
    }


def step_record(step: Any, places: Mapping[int, int]) -> dict[str, Any]:
    """One labelled step; ``places`` are the numbers of the steps in the record."""
    return {
        "id": places[step.id],
        "parent": places.get(step.parent),
        "order": step.order,
        "rule": step.rule,
        "title": step.title,
        "text": step.text,
        "variable": step.variable.name,
        "goal": sympytext(step.goal),
        "result": sympytext(step.result),
        "parts": {name: sympytext(tree) for name, tree in step.parts.items()},
    }


def tidying_record(rewrite: Rewrite) -> dict[str, Any]:
    """One tidying."""
    return {
        "rule": rewrite.rule,
        "reasons": list(rewrite.reasons),
        "before": sympytext(rewrite.before),
        "after": sympytext(rewrite.after),
    }


def condition_record(condition: Condition) -> dict[str, str]:
    """One condition, as text in SymPy syntax."""
    if not condition.chain:
        return {"kind": condition.kind, "text": "False"}
    text = " ".join(part.replace("≠", "!=") if isinstance(part, str) else sympytext(part) for part in condition.chain)
    there = {} if condition.there is None else {"derivative_there": sympytext(condition.there)}
    return {"kind": condition.kind, "text": text, **there}


def functions(trees: Iterable[sympy.Basic]) -> dict[str, str]:
    """The definitions of the functions SymPy lacks that occur in the trees, and in those definitions."""
    names = {node.name for node in postorder(*trees) if isinstance(node, Apply) and node.name in BY_NAME and BY_NAME[node.name].definition}
    return {name: sympytext(written_row(name, "definition")) for name in sorted(names)}
