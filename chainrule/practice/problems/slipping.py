"""A working with one wrong line: the derivation written out, one law replaced, the lines after it consistent with it.

    u = x^2 + 1
    dy/du = cos(u)
    du/dx = x                        the slip
    dy/dx = cos(u)*x                 follows
    dy/dx = x cos(x^2 + 1)           follows

Law: judged by ``check --work`` exactly this line is the first wrong one, and the mistake made is named.
This module knows derivations, mistakes and how a working is written; it must not know forms or words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.points import points
from chainrule.calculus.steps import Step
from chainrule.expression.constants import ZERO
from chainrule.expression.notation.typed import typed
from chainrule.expression.written import Times, postorder, symbols
from chainrule.practice.ink import Ink, total, tree
from chainrule.practice.judge import Task
from chainrule.practice.mistakes.mistake import COMMON
from chainrule.practice.replay import NOWHERE, Inked, Parts, Replay, Slip, Slips, one_prime
from chainrule.practice.route import tidied
from chainrule.practice.trials import Trial, Trials
from chainrule.practice.verdict import Mistaken
from chainrule.practice.working import Line, Working

TRIED = 6
"""So many slips are tried."""


class Slipped(NamedTuple):
    """The lines, the number of the wrong one, what should stand there, and the number of one that holds."""

    lines: tuple[str, ...]
    number: int
    right: str
    holds: int


class Claim(NamedTuple):
    """One line: du/dx, and what it is said to be."""

    left: str
    tree: Any

    @property
    def line(self) -> str:
        """As it is typed."""
        return f"{self.left} = {typed(self.tree)}"


class Part(NamedTuple):
    """A part of the derivation that has a line of its own: its letter, what it stands for, the rate, its step."""

    letter: str
    stands_for: Any
    rate: str
    step: Step


def slipped(work: Task, rng: Random) -> Slipped | None:
    """A working of a derivation with one common mistake in it; ``None`` where none is found that would be seen."""
    root, x = work.rounds[0].root, work.variable
    parts = list(_parts(root, work.question.output))
    found = [point for point, _ in points([root.goal, root.result], 1)]
    if len(parts) < 2 or not found:
        return None
    right = _claims(root, parts, x, {})
    slips = [trial for trial, _ in Trials(work.rounds[0], found[0], x).single if trial.cost == COMMON]
    rng.shuffle(slips)
    for slip in slips[:TRIED]:
        try:
            claims = _claims(root, parts, x, slip.slips)
        except NOWHERE:
            continue
        number = next((i for i, (a, b) in enumerate(zip(claims, right, strict=False), 1) if a != b), None)
        if number is None or not all(map(_says_enough, claims[number - 1 :], right[number - 1 :])):
            continue
        lines = tuple(claim.line for claim in claims)
        if judged := _judged(work, lines, number, slip):
            holds = next((n for n in range(number - 1, 0, -1) if judged[n - 1].status == "right"), 1)
            return Slipped(lines, number, right[number - 1].line, holds)
    return None


def _parts(root: Step, output: sympy.Symbol) -> Iterator[Part]:
    """What has lines of its own: the layers of a composite; the factors, numerator and denominator."""
    if root.rule == "chain":
        outer, step = output.name, root
        while step.rule == "chain":
            (letter, _), (first, inner) = step.names[0], step.substeps
            yield Part(outer, first.goal, f"d{outer}/d{letter.name}", first)
            outer, step = letter.name, inner
        yield Part(outer, step.goal, f"d{outer}/d{step.variable.name}", step)
    elif root.rule in ("product", "quotient"):
        for (letter, stands_for), step in zip(root.names, root.substeps, strict=True):
            yield Part(letter.name, stands_for, f"{letter.name}'", step)


def _claims(root: Step, parts: Sequence[Part], x: sympy.Symbol, slips: Slips) -> list[Claim]:
    """The working, with slips or without. Raises what floats and trees raise where a law does not apply."""
    replay = Replay(root, Inked(x))
    whole = tree(replay.of(root, Ink(x), slips))
    primes = [tidied(tree(replay.of(part.step, Ink(part.step.variable), slips))) for part in parts]
    composite = root.rule == "chain"
    named = [Claim(part.letter, part.stands_for) for part in (parts[1:] if composite else parts)]
    rates = [Claim(part.rate, prime) for part, prime in zip(parts, primes, strict=True)]
    first = whole if _spine(root) & slips.keys() else _together(root, parts, primes)
    if not composite and id(root) in slips:
        first = _mistaken(root, primes, x, slips[id(root)])
    left = f"d{parts[0].letter}/d{x.name}" if composite else "y'"
    return [*named, *rates, *(Claim(left, form) for form in dict.fromkeys((first, tidied(whole))))]


def _spine(step: Step) -> set[int]:
    """The steps that put the layers together, and the root, by identity."""
    found = {id(step)}
    while step.rule == "chain":
        found.add(id(step))
        step = step.substeps[1]
    return found


def _together(root: Step, parts: Sequence[Part], primes: Sequence[Any]) -> Any:
    """The derivatives of the parts put together by the rule."""
    if root.rule == "chain":
        return Times(*primes)
    goals, inks = [Ink(part.step.goal) for part in parts], [Ink(prime) for prime in primes]
    if root.rule == "quotient":
        (f, g), (f1, g1) = goals, inks
        return tree((f1 * g - f * g1) / g**2)
    return tree(total(one_prime(goals, inks, i) for i in range(len(goals))))


def _mistaken(root: Step, primes: Sequence[Any], x: sympy.Symbol, slip: Slip) -> Any:
    """The same by the law that is used in place of the rule."""
    below = tuple(Step("known", step.goal, step.variable, prime) for step, prime in zip(root.substeps, primes, strict=True))
    known = root._replace(substeps=below)
    parts = Parts(Replay(known, Inked(x)), known, Ink(x), {})
    return tree(slip.law(parts) if slip.which is None else slip.law(parts, slip.which))


def _says_enough(claim: Claim, right: Claim) -> bool:
    """Whether a derivative has not become a mere number, or a product with 0, where it is none: there everybody looks."""
    nothing = any(isinstance(node, Times) and ZERO in node.args for node in postorder(claim.tree))
    return bool(symbols(claim.tree)) >= bool(symbols(right.tree)) and not nothing


def _judged(work: Task, lines: Sequence[str], number: int, slip: Trial) -> list[Line] | None:
    """The lines as the judge sees them; ``None`` where it does not see the slip, or not this one."""
    judged = list(Working(work).lines("\n".join(lines)))
    if len(judged) != len(lines) or any(line.status not in ("named", "right") for line in judged[: number - 1]):
        return None
    wrong = judged[number - 1]
    later = {line.status for line in judged[number:]}
    (happening,) = slip.happenings
    told = isinstance(wrong.verdict, Mistaken) and happening.mistake.id in {f.id for f in wrong.verdict.explanations[0].findings}
    return judged if wrong.status == "wrong" and told and later <= {"right", "follows", "detour"} else None
