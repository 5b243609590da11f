"""Findings about a system: where on the graph it happened, what was written, what belongs there.

This module knows wrong laws and trees; it must not know words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chainrule.calculus.evaluate import shown
from chainrule.expression.written import symbols
from chainrule.graph.paths import Path
from chainrule.practice import findings
from chainrule.practice.ink import tree as written_tree
from chainrule.practice.replay import NOWHERE
from chainrule.practice.route import tidied
from chainrule.practice.several.assembly import Numbers, Signs, Trees
from chainrule.practice.several.numbers import DIGITS
from chainrule.practice.several.wrong import Asked, Assembled, Slipped
from chainrule.practice.verdict import Finding, Place


def finding(asked: Asked, one: Assembled, at: Numbers | None = None) -> Finding:
    """A wrong law: where, what was written, what belongs there; ``at`` a point with the number there."""
    subject, about = one.subject, one.mistake.about
    signs = asked.signs
    medium = signs.medium
    assert isinstance(medium, Signs)
    facts: dict[str, Any] = {"rate": asked.sign, "z": asked.output, "x": asked.source, "letters": _listed(asked)}
    place = Place("sum", asked.sign, asked.system.closed.get(asked.output, asked.output))
    if len(asked.paths) == 1:
        place = Place("path", through(asked.paths[0]), place.where)
    expected = tidied(written_tree(asked.sum(Trees()).right))
    match about:
        case "path":
            product = written_tree(asked.sum(Trees()).along(subject))
            place = Place("path", through(subject), product, asked.paths.index(subject) + 1, len(asked.paths))
            facts |= {"path": through(subject), "product": written_tree(signs.along(subject))}
            expected = place.where
        case "paths":
            facts |= {"path": through(subject[0]), "other": through(subject[1])}
            facts |= {"product": written_tree(signs.along(subject[0])), "second": written_tree(signs.along(subject[1]))}
        case "branch" | "branches":
            edge, other = (subject, None) if about == "branch" else subject
            place = Place("branch", (edge.target, "→", edge.source), edge.partial)
            value = edge.partial if at is None else _with_number(edge.partial, at)
            facts |= {"factor": medium.sign(edge.target, edge.source), "value": value, "u": edge.target, "t": edge.source}
            if other is not None:
                facts |= {"seen": medium.sign(other.target, other.source), "letter": other.source}
            expected = edge.partial
        case "letter":
            facts |= {"letter": subject, "seen": subject}
        case "node":
            place = Place("node", subject, asked.system.closed.get(subject, subject))
            facts |= {"u": subject}
        case "letters":
            facts |= {"inner": _list(subject), "inputs": _list(dict.fromkeys(subject.values()))}
    if asked.called:
        facts["direct"] = medium.sign(asked.output, asked.source)
    wrong, right = _lines(asked, one)
    id, law = one.mistake.id, one.mistake.wrong_law if wrong is None else ""
    return Finding(id, place, expected, facts, place.where, asked.source, wrong, right, "path-sum", law, left=asked.sign)


def _with_number(tree: Any, at: Numbers) -> Any:
    """x = 4; a number by itself stays."""
    try:
        return (tree, "=", shown(at.tree(tree), DIGITS)) if symbols(tree) else tree
    except ValueError:
        return tree


def _lines(asked: Asked, one: Assembled) -> tuple[Any, Any]:
    """The wrong and the right sum, in signs where the law can be written so."""
    for medium in (asked.signs.medium, Trees()):
        try:
            wrong, right = one.value(asked, medium), written_tree(asked.sum(medium).right)
        except NOWHERE:
            continue
        if right != asked.sign:  # ∂L/∂y = ∂L/∂y says nothing
            return written_tree(wrong), right
    return None, None


def slip_findings(asked: Asked, slip: Slipped) -> list[Finding]:
    """Slips on branches: what happened there."""
    medium = asked.signs.medium
    assert isinstance(medium, Signs)
    found: list[Finding] = []
    for edge, one, trial in slip.slips:
        for finding in findings.explained(trial, one, edge.source, 1).findings:
            left = medium.sign(edge.target, edge.source) if finding.goal == one.root.goal else None
            found.append(replace(finding, branch=(edge.target, "→", edge.source), left=left))
    if len(slip.slips) > 1 and len({finding.id for finding in found}) == 1:
        return [replace(found[0], everywhere=True)]
    return found


def through(path: Path) -> tuple[Any, ...]:
    """z → u → x"""
    return tuple(piece for name in path.through for piece in ("→", name))[1:]


def _list(names: Any) -> tuple[Any, ...]:
    return tuple(piece for name in names for piece in (",", name))[1:]


def _listed(asked: Asked) -> tuple[Any, ...]:
    """The intermediates in the formula of the output, as far as they are on the paths."""
    return _list(dict.fromkeys(path.edges[0].source for path in asked.paths if len(path.edges) > 1))
