"""The JSON record of a problem with arrays, ``chainrule.explanation/1`` of kind ``tensor``.

Entries are text in SymPy syntax, arrays nested lists of them; compact rules are in the notation chainrule reads.
"""

from __future__ import annotations

import math
from typing import Any

from chainrule.expression.notation.latex import latex
from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.written import Equals
from chainrule.graph.system import SYMBOLS, Name
from chainrule.labelled import Step
from chainrule.render.record import SCHEMA, functions
from chainrule.render.tensorlines import TensorBoard
from chainrule.tensors.arrays import Array
from chainrule.tensors.derive import Numbers
from chainrule.tensors.gradients import Gradient
from chainrule.tensors.letters import typed_name
from chainrule.tensors.shapes import count
from chainrule.tensors.written import SMALL, answers, chain_sum, index_of, jacobian, with_index


def record(it: TensorBoard, text: str, steps: tuple[Step, ...]) -> dict[str, Any]:
    """The whole explanation as JSON data."""
    found, check = it.found, it.derivation.check
    system = found.problem.system
    entries = answers(found)
    return {
        "schema": SCHEMA,
        "kind": "tensor",
        "input": text,
        "read_as": it.derivation.asked.read_as,
        "functions": functions([*system.formula.values(), *(gradient.worked for gradient in found.found)]),
        "layout": it.layout.name,
        "definitions": [
            {"name": typed_name(name), "value": typed(system.formula[name]), "latex": latex(system.formula[name])} for name in system.order
        ],
        "inputs": [typed_name(name) for name in found.problem.inputs],
        "output": typed_name(found.problem.output),
        "shapes": {typed_name(name): list(it.shape(name)) for name in (*found.problem.inputs, *system.order)},
        "backward": [_adjoint(it, gradient) for gradient in found.found],
        "gradients": {typed_name(g.name): _gradient(it, g, entries) for g in found.found if g.name in found.problem.wanted},
        "jacobians": [
            one for g in reversed(found.found) for user in dict.fromkeys(c.user for c in g.contributions) for one in _jacobian(it, user, g)
        ],
        "steps": [_step(step) for step in steps],
        "conditions": [f"the entries of {typed_name(name)} add up to 1" for name in found.layered.targets],
        "point": _point(it, it.derivation.numbers) if it.derivation.numbers else None,
        "verification": {
            "verified": check.verified,
            "steps": check.compared,
            "passed": check.passed,
            "points": check.points,
            "largest": check.largest,
            "by": "central differences",
        },
    }


def _adjoint(it: TensorBoard, gradient: Gradient) -> dict[str, Any]:
    """One line of the backward pass: its letter, what reaches it, what it is."""
    compact = it.layout.gradient(gradient.compact, gradient.shape)
    return {
        "by": typed_name(gradient.name),
        "letter": unicode(it.tree(gradient.letter)),
        "shape": list(it.layout.shape(gradient)),
        "from": [{"through": typed_name(c.user), "contribution": unicode(it.tree(c.tree))} for c in gradient.contributions],
        "rule": unicode(it.tree(it.layout.gradient(gradient.law, gradient.shape))),
        "compact": unicode(it.tree(compact)),
        "latex": latex(Equals(it.rate(gradient.name), it.tree(compact))),
    }


def _gradient(it: TensorBoard, gradient: Gradient, entries: dict[Name, Array | None]) -> dict[str, Any]:
    compact = it.layout.gradient(gradient.compact, gradient.shape)
    array, chain = entries[gradient.name], chain_sum(it.found, gradient)
    index = index_of(gradient.shape)
    found = {
        "shape": list(it.layout.shape(gradient)),
        "compact": unicode(it.tree(compact)),
        "latex": latex(Equals(it.rate(gradient.name), it.tree(compact))),
        "chain": None if chain is None else unicode(chain),
        "index": unicode(Equals(it.rate(gradient.name, index), it.tree(with_index(it.scope, gradient.compact, gradient.shape)))),
        "entries": None if array is None else array.map(str).nested(),
    }
    if array is None:
        found["entries_omitted"] = omitted(it, gradient)
    return found


def omitted(it: TensorBoard, gradient: Gradient) -> str:
    """Why the entries are not written out."""
    size = count(it.shape(it.found.problem.output)) * count(gradient.shape)
    key, limit = ("many", SMALL) if size > SMALL else ("long", SYMBOLS)
    return it.board.words.text(f"tensor.answer.{key}", limit=str(limit))


def _jacobian(it: TensorBoard, user: Name, gradient: Gradient) -> list[dict[str, Any]]:
    array = jacobian(it.found, user, gradient.name) if it.shape(user) else None
    if array is None:
        return []
    entries = array.map(lambda tree: unicode(it.tree(tree)))
    return [{"of": typed_name(user), "by": typed_name(gradient.name), "shape": list(array.shape), "entries": entries.nested()}]


def _point(it: TensorBoard, numbers: Numbers) -> dict[str, Any]:
    output = it.shape(it.found.problem.output)
    first = numbers.passes[0]
    backward: dict[str, Any] = {}
    for name in first.gradients:
        arrays = [one.gradients[name] for one in numbers.passes]
        whole = Array((*output, *arrays[0].shape), tuple(value for array in arrays for value in array.data)) if output else arrays[0]
        backward[typed_name(name)] = whole.map(_finite).nested()
    if not output:
        backward = {typed_name(it.found.problem.output): 1.0, **backward}
    return {
        "inputs": {typed_name(name): array.map(_finite).nested() for name, array in numbers.point.items()},
        "forward": {typed_name(name): first.values[name].map(_finite).nested() for name in it.found.problem.system.order},
        "backward": backward,
        "check": {"compared": numbers.check.compared, "largest": numbers.check.largest, "verified": numbers.check.verified},
    }


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def steps(it: TensorBoard) -> tuple[Step, ...]:
    """The gradients as labelled steps, what reaches each along several ways as its substeps."""
    found, words = it.found, it.board.words
    roots: list[Step] = []
    number = 0
    formula = found.problem.system.formula
    for gradient in found.found:
        here = number
        number += 1
        below = []
        for contribution in gradient.contributions:
            rule = it.scope.row(found.layered.derived[contribution.user]).name if formula else ""
            parts = {"through": contribution.user, "definition": formula[contribution.user]}
            below.append(_made(it, number, here, rule, gradient.name, contribution.tree, parts))
            number += 1
        parts = {"letter": gradient.letter, "rule": gradient.law, "worked": gradient.worked}
        rule = below[0].rule if len(below) == 1 else "plus"
        compact = it.layout.gradient(gradient.compact, gradient.shape)
        text = words.text(
            "tensor.step.text",
            letter=unicode(it.rate(gradient.name)),
            users=", ".join(unicode(c.user) for c in gradient.contributions),
            result=unicode(it.tree(compact)),
        )
        title = words.text(f"tensor.law.{rule}")
        trees = {name: it.tree(tree) for name, tree in parts.items()}
        roots.append(
            Step(
                here,
                None,
                1,
                0,
                rule,
                title,
                text,
                found.loss,
                gradient.name,
                it.tree(compact),
                trees,
                tuple(below) if len(below) > 1 else (),
            )
        )
    return tuple(roots)


def _made(it: TensorBoard, number: int, parent: int, rule: str, name: Name, tree: Any, parts: dict[str, Any]) -> Step:
    title = it.board.words.text(f"tensor.law.{rule}")
    trees = {key: it.tree(part) for key, part in parts.items()}
    return Step(number, parent, 1, 1, rule, title, title, it.found.loss, name, it.tree(tree), trees, ())


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "parent": step.parent,
        "rule": step.rule,
        "title": step.title,
        "text": step.text,
        "variable": typed_name(step.variable),
        "goal": step.goal.name,
        "result": unicode(step.result),
    }
