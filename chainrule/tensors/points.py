"""Numbers for the letters: W=[[1,2,3],[4,5,6]], x=[1,2,3], or seed=1 for small made-up ones.

Chance is an argument: a seed gives the same numbers every time. This module knows numbers and shapes; it must not
know formulas.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random
from typing import Any

import sympy

from chainrule.errors import UsageError
from chainrule.expression.build import parse
from chainrule.expression.characters import fold
from chainrule.expression.numbers import Program
from chainrule.expression.written import symbols
from chainrule.graph.system import Name
from chainrule.tensors.arrays import Array
from chainrule.tensors.letters import on_page, typed_name
from chainrule.tensors.problem import Problem
from chainrule.tensors.shapes import NUMBER, Shape, canonical, count, shown

Point = Mapping[Name, Array]
SEED = "seed"


def point(at: Mapping[str, Any] | str, problem: Problem, targets: tuple[Name, ...] = ()) -> dict[Name, Array]:
    """The numbers of all inputs; the entries of ``targets`` have to add up to 1.

    Raises ``UsageError`` for what is missing, of another shape, or no number.

    >>> from chainrule.tensors.problem import problem as read
    >>> point("x=[1, 1/2]", read("x: 2; y = |x|"))
    {x: Array(shape=(2,), data=(1.0, 0.5))}
    """
    given = dict(_split(at)) if isinstance(at, str) else {str(name): value for name, value in at.items()}
    found: dict[Name, Array] = {}
    seed = given.pop(SEED, None)
    known = {typed_name(name): name for name in problem.inputs}
    for text, value in given.items():
        name = known.get(typed_name(on_page(text.strip())))
        if name is None:
            raise UsageError("no-such-letter", {"name": text, "names": ", ".join(known)})
        found[name] = _array(text, value, problem.scope.shapes.get(name, NUMBER))
    if seed is not None:
        rng = Random(_whole(seed))
        for name in problem.inputs:
            made = made_up(problem.scope.shapes.get(name, NUMBER), rng, name in targets)
            found.setdefault(name, made)
    missing = [text for text, name in known.items() if name not in found]
    if missing:
        raise UsageError("array-point-incomplete", {"names": ", ".join(missing)})
    for name in targets:
        total = math.fsum(found[name].data)
        if abs(total - 1) > 1e-9:
            raise UsageError("target-sum", {"name": typed_name(name), "total": format(total, ".6g")})
    return {name: found[name] for name in problem.inputs}


def made_up(shape: Shape, rng: Random, target: bool = False) -> Array:
    """Small numbers with one decimal, none of them 0; of a target all 0 but one."""
    if target:
        place = rng.randrange(count(shape))
        return Array(shape, tuple(float(i == place) for i in range(count(shape))))
    return Array(shape, tuple(rng.choice((-1, 1)) * rng.randint(1, 9) / 10 for _ in range(count(shape))))


def _split(text: str) -> list[tuple[str, str]]:
    """``W=[[1,2],[3,4]], x=[1,2]`` by commas outside of brackets."""
    pairs = [part.partition("=") for part in _parts(fold(text).folded) if part.strip()]
    if not pairs or not all(sign and name.strip() and value.strip() for name, sign, value in pairs):
        raise UsageError("array-point-unreadable", {"text": text})
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _parts(text: str) -> list[str]:
    """The parts between commas outside of brackets."""
    parts, level = [""], 0
    for letter in text:
        level += (letter in "([") - (letter in ")]")
        if letter in ",;\n" and level == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _array(name: str, value: Any, shape: Shape) -> Array:
    """The entries of a value, nested lists or text, in a shape."""
    nested = _literal(name, value) if isinstance(value, str) else value.tolist() if hasattr(value, "tolist") else value
    entries: list[float] = []
    found = canonical(_entries(name, nested, entries))
    if found != shape:
        raise UsageError("array-point-shape", {"name": name, "shape": shown(shape), "seen": shown(found)})
    return Array(shape, tuple(entries))


def _entries(name: str, nested: Any, entries: list[float]) -> Shape:
    """The shape of nested lists, their numbers collected."""
    if not isinstance(nested, list | tuple):
        entries.append(_number(name, nested))
        return ()
    shapes = {_entries(name, part, entries) for part in nested}
    if len(shapes) != 1:
        raise UsageError("array-point-ragged", {"name": name})
    return (len(nested), *shapes.pop())


def _literal(name: str, text: str) -> Any:
    """Nested lists of texts from [[1, 2], [3, 4]]; round brackets are a list where they hold a comma."""
    text = fold(text).folded.strip()
    if text.count("[") != text.count("]") or text.count("(") != text.count(")"):
        raise UsageError("array-point-unreadable", {"text": f"{name}={text}"})
    inside = _parts(text[1:-1]) if text[:1] in "[(" and len(_parts(text)) == 1 else []
    if text[:1] == "[" or len(inside) > 1:
        return [_literal(name, part) for part in inside if part.strip()]
    return text


def _number(name: str, value: Any) -> float:
    """A number, or a text such as 1/2 or pi."""
    tree = parse(value) if isinstance(value, str) else sympy.sympify(value)
    (result,) = Program(tree)({})
    if symbols(tree) or result != result:
        raise UsageError("not-a-number", {"text": f"{name}={value}"[:40]})
    return result


def _whole(seed: Any) -> int:
    try:
        return int(str(seed))
    except ValueError:
        raise UsageError("not-a-seed", {"text": str(seed)[:40]}) from None
