"""What is reported of a trial, a misreading or a repair: where it happened, what was written, what belongs there.

This module knows steps and trees; it must not know words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace as replaced
from typing import Any

import sympy

from chainrule.calculus.steps import Step
from chainrule.expression.constants import ONE
from chainrule.expression.written import Minus, Over, Plus, Rate, Times, replace, symbols
from chainrule.practice.ink import Ink, ink, tree
from chainrule.practice.misread import Misreading
from chainrule.practice.repair import Repair
from chainrule.practice.replay import Inked, Replay
from chainrule.practice.route import Round, tidied
from chainrule.practice.trials import Happening, Trial
from chainrule.practice.verdict import Explanation, Finding, Place


def explained(trial: Trial, one: Round, variable: sympy.Symbol, order: int, again: bool = False) -> Explanation:
    """The mistakes of a trial, each with what it did; ``again``: in every further differentiation as well."""
    spots = list(one.spots)
    found = [
        (min(spots.index(h.spot) for h in happenings), _finding(happenings, trial, one, variable, order))
        for happenings in trial.mistakes.values()
    ]
    ordered = sorted(found, key=lambda pair: pair[0])
    return Explanation(tuple(replaced(finding, again=again) for _, finding in ordered), trial.cost)


def _finding(happenings: Sequence[Happening], trial: Trial, one: Round, variable: sympy.Symbol, order: int) -> Finding:
    """One mistake of a trial, shown at the first place with all that was slipped there."""
    happening = happenings[0]
    shown, place = happening.spot.shown, happening.spot.place
    inked = Replay(one.root, Inked(variable))
    value = inked.of(shown, Ink(shown.variable), trial.slips)
    wrong = tree(value)
    right = shown.result
    if shown.rule != "chain":
        wrong, right = tidied(wrong), tidied(right)
    elif len(trial.slips) > 1:  # the first factor shows another slip
        wrong = Times(tidied(wrong.args[0]), *wrong.args[1:]) if ink(value).open else tidied(wrong)
    inside = dict([place.letter]) if place.letter else {}
    return Finding(
        happening.mistake.id,
        place,
        replace(right, inside),
        facts(happening, inked),
        shown.goal,
        shown.variable,
        wrong,
        right,
        happening.spot.step.rule,
        happening.mistake.wrong_law,
        order,
        len({id(h.spot.shown) for h in happenings}) > 1,
        left=_slope(shown, order) if shown.rule == "parametric" else None,
        factored=ink(value).open,
    )


def _slope(step: Step, order: int) -> Any:
    """dy/dx, d²y/dx²: what a differentiation along a curve finds."""
    parts = dict(step.parts)
    return Rate(parts["y"], parts["x"], order)


def facts(happening: Happening, inked: Replay) -> dict[str, Any]:
    """The trees that sentences name: of a composite ``outer``, ``inner`` …, of a product ``f``, ``g`` …"""
    step, index = happening.spot.step, happening.index
    found: dict[str, Any] = {"goal": happening.spot.shown.goal, "right": happening.spot.shown.result, "x": step.variable}
    named = dict(step.parts)
    if step.rule == "chain":
        found["outer"], found["inner"] = named["outer"], named["inner"]
        found["outer_derivative"], found["inner_derivative"] = step.substeps[0].result, tidied(named["inner_derivative"])
        found["goal"] = named["outer"]
    elif (index or 0) < len(step.substeps) and (index is not None or step.rule == "negation"):
        below = step.substeps[index or 0]
        found["part"], found["part_derivative"] = below.goal, tidied(below.result)
    found |= {name: named[name] for name in ("n", "c", "a") if name in named}
    if step.rule == "constant-multiple" and isinstance(step.goal, Over):
        found["c"] = Over(ONE, named["c"])
    if step.rule == "parametric":
        found |= {"y": named["y"], "x": named["x"], "t": step.variable, "slope": tidied(step.substeps[1].result)}
    held = named["c"] if step.rule == "constant-multiple" else step.goal
    if index is not None and step.rule in ("constant", "constant-multiple"):
        found["letter"] = sorted(symbols(held), key=str)[index]
    if step.rule in ("product", "quotient"):
        found |= {key: s.goal for key, s in zip("fg", step.substeps, strict=False)}
        found |= {f"{key}_derivative": tidied(s.result) for key, s in zip("fg", step.substeps, strict=False)}
    if step.rule == "general-power":
        found["base"], found["exponent"] = step.goal.args
    return found


def misread(reading: Misreading, goal: Any, variable: sympy.Symbol) -> Explanation:
    """A problem taken for another."""
    place = Place("whole", goal, goal)
    finding = Finding(reading.id, place, reading.seen, {"seen": reading.seen, "read": reading.read, "goal": reading.goal})
    return Explanation((finding,), reading.cost)


def repaired(repair: Repair) -> Explanation:
    """One change that would make the answer right."""
    put = tidied(repair.put) if repair.id in ("factor-missing", "factor-extra") else repair.put
    named = {"seen": repair.seen, "put": put, "around": repair.around}
    return Explanation((Finding(repair.id, Place("answer", repair.around, repair.seen), put, named),), 1)


def whole(id: str, goal: Any, expected: Any, cost: int = 1, **named: Any) -> Explanation:
    """A mistake about the whole task: integrated, not differentiated, the wrong order."""
    return Explanation((Finding(id, Place("whole", goal, goal), expected, {"goal": goal, **named}),), cost)


def distinct(explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """The cheapest explanations, best first; the same mistake twice is one.

    The same place, also when it is made everywhere, and in whichever differentiation of several.
    """
    ordered = _joined(sorted(explanations, key=lambda e: (e.cost, any(f.everywhere and not f.again for f in e.findings))))
    seen: set[Any] = set()
    kept: list[Explanation] = []
    for explanation in ordered:
        ids = frozenset(f.id for f in explanation.findings)
        places = frozenset((f.id, f.place.where, f.place.k) for f in explanation.findings)
        rounds = frozenset((f.id, "round") for f in explanation.findings)
        repeated = any(f.everywhere for f in explanation.findings) and ids in seen
        if explanation.cost <= ordered[0].cost + 1 and not repeated and places not in seen and rounds not in seen:
            seen |= {ids, places} | ({rounds} if any(f.order > 1 for f in explanation.findings) else set())
            kept.append(explanation)
    return tuple(kept)


def _joined(explanations: Sequence[Explanation]) -> list[Explanation]:
    """One explanation where two say the same: the sign of a term and of its derivative, a letter not held constant and where."""
    ids = {finding.id for explanation in explanations for finding in explanation.findings}
    kept = [one for one in explanations if "letter-not-constant" not in ids or one.findings[0].id != "not-held-constant"]
    for term in explanations:
        for inside in explanations:
            if term in kept and inside in kept and _same_sign(term.findings, inside.findings):
                joined = _two_signs(term) if term.cost == inside.cost else min(term, inside, key=lambda one: one.cost)
                kept = [(joined or inside) if one is term else one for one in kept if one is not inside]
    return kept


def _same_sign(term: Sequence[Finding], inside: Sequence[Finding]) -> bool:
    match term, inside:
        case [Finding(id="sign-flipped", goal=Plus(args=terms), facts=facts)], [
            Finding(id="wrong-sign", place=Place(kind="term", k=k, n=n))
        ]:
            return n == len(terms) and facts.get("part") in (terms[k - 1], *terms[k - 1].args[:1])
        case _:
            return False


def _two_signs(explanation: Explanation) -> Explanation | None:
    """−7/x gives +7/x²: which of the two minus signs was lost cannot be told; ``None`` for a term that is added."""
    (finding,) = explanation.findings
    if not any(isinstance(term, Minus) and term.args[0] == finding.facts["part"] for term in finding.goal.args):
        return None
    part, derivative = (Minus(finding.facts[name]) for name in ("part", "part_derivative"))
    told = replaced(finding, id="two-minus-signs", facts={**finding.facts, "part": part, "part_derivative": tidied(derivative)})
    return Explanation((told,), explanation.cost)
