"""The JSON record of a system: kind ``system`` of the schema ``chainrule.explanation/1``; made from the data.

Mathematics is text in SymPy syntax; what is too long to be written out is ``null``, with the reason beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from chainrule.calculus.evaluate import holds
from chainrule.calculus.steps import Condition
from chainrule.expression.notation.sympytext import sympytext
from chainrule.graph.along import Along
from chainrule.graph.stage import Stage, SystemDerivation
from chainrule.graph.sweeps import Machine
from chainrule.graph.system import SYMBOLS
from chainrule.graph.totals import PathSum
from chainrule.labelled import Step
from chainrule.render.record import SCHEMA, condition_record, functions, step_record, tidying_record, verification_record

if TYPE_CHECKING:
    from chainrule.questions import SystemQuestion

TOO_LONG = f"more than {SYMBOLS} symbols"
BRANCHES = 500
"""The steps of more branches than this are left out, and said to be."""
TOO_MANY = "more paths than are listed"


def record(
    derivation: SystemDerivation, roots: Callable[[], Iterable[Step]], question: SystemQuestion, along: Along | None
) -> dict[str, Any]:
    """The whole explanation of a system as JSON data; ``roots`` makes the labelled roots of its steps."""
    first = derivation.first
    brief = len(first.branches) > BRANCHES
    every = [] if brief else [step for root in roots() for step in root.walk()]
    places = {step.id: i for i, step in enumerate(every)}
    whole = first.system
    top = len(derivation.stages[-1].by) + 1
    last = [total for stage in derivation.last for total in stage.sums]
    data = {
        "schema": SCHEMA,
        "kind": "system",
        "input": question.text,
        "read_as": question.read_as,
        "variable": ", ".join(source.name for source in derivation.sources),
        "order": top,
        "functions": functions([*whole.formula.values(), *(t.answer for t in last if t.answer is not None)]),
        "definitions": [{"name": name.name, "value": sympytext(tree)} for name, tree in whole.definitions],
        "inputs": [letter.name for letter in whole.inputs],
        "output": whole.outputs[0].name,
        "outputs": [output.name for output in whole.outputs],
        "edges": [
            {"from": edge.source.name, "to": edge.target.name, "partial": sympytext(edge.partial)} for edge in first.branches.values()
        ],
        "totals": [_total(stage, total, whole.outputs[0].name) for stage in derivation.stages for total in stage.sums],
        "steps": [step_record(step, places) for step in every],
        "conditions": [condition_record(condition) for condition in derivation.conditions],
        "point": _point(first, derivation.conditions, question) if question.point else None,
        "verification": verification_record(derivation.verification),
    }
    if brief:
        data["steps_omitted"] = f"more than {BRANCHES} branches"
    if along is not None:
        data["along"] = {
            "direction": [sympytext(part) for part in along.direction.args],
            "unit": [sympytext(part) for part in along.unit.args],
            "unsimplified": sympytext(along.unsimplified),
            "answer": sympytext(along.answer),
        }
    return data


def _total(stage: Stage, total: PathSum, output: str) -> dict[str, Any]:
    """One derivative: its paths, their sum in the named intermediates, the answer with the names put back."""
    found: dict[str, Any] = {
        "input": total.source.name,
        "output": total.output.name if not stage.by else output,
        "by": [letter.name for letter in (*stage.by, total.source)],
        "path_count": total.count,
        "paths": [
            {"through": [name.name for name in path.through], "factors": [sympytext(factor) for factor in path.factors]}
            for path in total.paths
        ],
        "sum": None if total.sum is None else sympytext(total.sum),
        "unsimplified": None if total.unsimplified is None else sympytext(total.unsimplified),
        "tidying": [tidying_record(rewrite) for rewrite in (*total.in_names, *total.tidying)],
        "answer": None if total.answer is None else sympytext(total.answer),
    }
    if total.count > len(total.paths):
        found["paths_listed"] = len(total.paths)
    if total.sum is None:
        found["sum_omitted"] = TOO_MANY
    if total.answer is None:
        found["answer_omitted"] = TOO_MANY if total.sum is None else TOO_LONG
    return found


def _point(stage: Stage, conditions: Iterable[Condition], question: SystemQuestion) -> dict[str, Any]:
    """The numbers at the point: inputs, the forward pass, the backward pass of each output."""
    whole, point = stage.system, question.point
    machine = Machine(whole, stage.branches)
    smooth = all(holds(condition, point) for condition in conditions)
    forward = machine.forward(point).numbers
    inputs = {letter.name: forward[letter] for letter in whole.inputs}
    backward = {
        output.name: {name.name: _number(number) if smooth else None for name, number in machine.backward(point, output).numbers.items()}
        for output in whole.outputs
    }
    return {
        "inputs": {name: _number(number) for name, number in inputs.items()},
        "forward": {name.name: _number(forward[name]) for name in whole.order},
        "backward": backward[whole.outputs[0].name],
        **({"backward_by_output": backward} if len(backward) > 1 else {}),
    }


def _number(number: float) -> float | None:
    """A number for JSON: ``null`` where the value is no real number."""
    return number if math.isfinite(number) else None
