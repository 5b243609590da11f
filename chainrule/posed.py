"""A problem as it was given, in trees: a text, a SymPy expression or a mapping of definitions.

    sin(x²)                                   a goal
    z = u²; u = xy                            definitions of letters
    y = f(g(x)), f(u) = u², g(x) = sin x      functions with a formula are put in: y = (sin x)²

This module knows inputs; it must not know what is to be differentiated by what, or rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy

from chainrule.errors import Beyond
from chainrule.expression.build import build, parse
from chainrule.expression.convert import written
from chainrule.expression.definitions import Given, closed, uses
from chainrule.expression.task import Note, Problem, read

Definition = tuple[str, tuple[str, ...], Any]


@dataclass(frozen=True, slots=True)
class Posed:
    """What was given: a ``goal``, or ``definitions`` of letters; and what the text says besides (see ``Problem``).

    ``given`` are letters of functions that were put in, with what each stands for.
    """

    text: str
    goal: Any = None
    definitions: tuple[tuple[sympy.Symbol, Any], ...] = ()
    name: str | None = None
    arguments: tuple[str, ...] = ()
    wrt: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    order: int = 1
    partial: bool = False
    at: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    given: Given = ()


def posed(problem: Any, log_base: int | None = None) -> Posed:
    """What was given, by its kind. Raises ``ParseError`` and ``Beyond``.

    >>> posed("y = f(g(x)), f(u) = u^2, g(x) = sin x").goal
    sin(x)**2
    >>> posed({"z": "u^2", "u": "x y"}).definitions
    ((z, u**2), (u, x*y))
    """
    match problem:
        case str():
            return _from_text(problem, read(problem, log_base=log_base))
        case Mapping():
            text = "; ".join(f"{name} = {tree}" for name, tree in problem.items())
            pairs = (
                (sympy.Symbol(str(name)), parse(tree) if isinstance(tree, str) else expression(tree)) for name, tree in problem.items()
            )
            return Posed(text, definitions=tuple(pairs))
        case _:
            return Posed(str(problem), expression(problem))


def expression(tree: Any) -> Any:
    """Any SymPy expression as a written tree. Raises ``Beyond`` for an object that is none."""
    try:
        return written(tree)
    except sympy.SympifyError:
        raise Beyond("unsupported-object", {"kind": type(tree).__name__}) from None


def _from_text(text: str, asked: Problem) -> Posed:
    said = {name: getattr(asked, name) for name in ("name", "arguments", "wrt", "by", "order", "partial", "at", "notes")}
    if asked.kind != "system":
        return Posed(text, build(asked.body), **said)
    definitions = [(name, arguments, build(body)) for name, arguments, body in asked.definitions]
    bare = not any(asked.body is body for _, _, body in asked.definitions)  # the formula asked about has no name
    goal = build(asked.body) if bare else None
    called = {name for _, _, tree in definitions for name in uses(tree, functions=True)} | set(uses(goal, functions=True) if bare else ())
    functions = {name for name, arguments, tree in definitions if arguments and name in called and not _of_itself(name, tree)}
    letters = [(name, tree) for name, _, tree in definitions if name not in functions]
    if bare or len(letters) == 1:
        whole, given = closed(goal if bare else letters[0][1], {name: (arguments, tree) for name, arguments, tree in definitions})
        return Posed(text, whole, given=given, **{**said, "name": None if bare else letters[0][0]})
    known = {name: (arguments, tree) for name, arguments, tree in definitions if name in functions}
    pairs = tuple((sympy.Symbol(name), closed(tree, known)[0] if known else tree) for name, tree in letters)
    return Posed(text, definitions=pairs, **said)


def _of_itself(name: str, tree: Any) -> bool:
    """Whether a definition only says that y is a function of x: y = y(x)."""
    return getattr(tree, "name", None) == name
