"""Definitions put into each other: y = f(g(x)), f(u) = u², g(x) = sin x is y = (sin x)².

    Law     what is put in has the value of what stood there; names without a definition stay as they are

This module knows written trees and names; it must not know texts, rules or which derivative is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sympy

from chainrule.errors import Beyond, ParseError
from chainrule.expression.written import Apply, Primed, fold, postorder, rebuild, replace, symbols

Definitions = Mapping[str, tuple[tuple[str, ...], Any]]
"""Name to arguments and formula: f(u) = u² is ``{"f": (("u",), u**2)}``."""
Given = tuple[tuple[sympy.Symbol, Any], ...]
"""The letters of the definitions, and what each stands for in the end."""


def closed(goal: Any, definitions: Definitions, kept: Collection[str] = ()) -> tuple[Any, Given]:
    """The goal with every definition put in, and what the letters on the way stand for.

    Names in ``kept`` stay letters. Raises ``ParseError`` for a circle of definitions and for a function with the
    wrong number of arguments, ``Beyond`` for the derivative of a defined function.

    >>> from sympy.abc import u, x
    >>> from chainrule.expression.written import Power
    >>> closed(Apply("f", Apply("g", x)), {"f": (("u",), Power(u, 2)), "g": (("x",), Apply("sin", x))})
    (sin(x)**2, ((u, sin(x)),))
    """
    known = {name: definition for name, definition in definitions.items() if name not in kept}
    bodies: dict[str, Any] = {}
    arguments: dict[sympy.Symbol, list[Any]] = {}

    def put_in(tree: Any) -> Any:
        letters = {sympy.Symbol(name): body for name, body in bodies.items()}
        return fold(tree, lambda node, parts: _put(node, parts, letters, known, bodies, arguments))

    waiting = [name for name in uses(goal) if name in known]
    opened: list[str] = []
    while waiting:
        name = waiting[-1]
        missing = [other for other in needs(name, known[name]) if other in known and other not in bodies]
        if name in bodies or not missing:
            waiting.pop()
            if name not in bodies:
                bodies[name] = put_in(known[name][1])
                opened = [other for other in opened if other != name]
            continue
        opened.append(name)
        if any(other in opened for other in missing):
            raise ParseError("cycle", {"names": ", ".join(dict.fromkeys(opened))})
        waiting += missing
    result = put_in(goal)
    letters = {sympy.Symbol(name): body for name, body in bodies.items() if not known[name][0]}
    named = {letter: found[0] for letter, found in arguments.items() if len(set(found)) == 1 and found[0] != letter}
    return result, tuple((letters | {a: b for a, b in named.items() if a not in symbols(result)}).items())


def needs(name: str, definition: tuple[tuple[str, ...], Any]) -> list[str]:
    """The names a definition uses, without its own arguments; y = y(x) uses x alone."""
    arguments, tree = definition
    return [other for other in uses(tree) if other not in arguments and not (other == name and _unknown(name, tree))]


def _unknown(name: str, tree: Any) -> bool:
    """Whether a definition only says that y is a function of x: y = y(x)."""
    return isinstance(tree, Apply) and tree.name == name


def uses(tree: Any, functions: bool = False) -> list[str]:
    """The letters and functions in a tree, in the order in which they stand; or the ``functions`` alone."""
    kinds = Apply | Primed if functions else sympy.Symbol | Apply | Primed
    nodes = [node for node in postorder(tree) if isinstance(node, kinds)]
    return list(dict.fromkeys(node.name for node in nodes))


def _put(
    node: Any, parts: list[Any], letters: Mapping[Any, Any], known: Definitions, bodies: Mapping[str, Any], arguments: dict[Any, list[Any]]
) -> Any:
    """One node with the definition it names put in."""
    match node:
        case sympy.Symbol():
            return letters.get(node, node)
        case Apply() | Primed() if node.name not in known or _unknown(node.name, known[node.name][1]):
            return rebuild(node, parts)
        case Primed():
            raise Beyond("nested-derivative")
        case Apply():
            names = known[node.name][0]
            if len(names) != len(parts):
                raise ParseError("argument-count", {"name": node.name, "seen": str(len(parts))})
            places = {sympy.Symbol(name): part for name, part in zip(names, parts, strict=True)}
            for letter, part in places.items():
                arguments.setdefault(letter, []).append(part)
            return replace(bodies[node.name], places)
    return rebuild(node, parts)
