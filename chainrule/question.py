"""What is asked: a text, a SymPy expression or a mapping of definitions as one question.

    goal, variables, order, the function's name, the point, and how the input was read

This module knows inputs; it must not know rules, words of pages or formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import sympy

from chainrule.calculus.signs import vanishes
from chainrule.errors import AmbiguousVariable, Beyond, ParseError, UsageError
from chainrule.expression.build import build, parse
from chainrule.expression.constants import number as constant
from chainrule.expression.convert import written
from chainrule.expression.notation.names import VARIABLES
from chainrule.expression.notation.typed import typed
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.task import Note, Problem, read
from chainrule.expression.written import Equals, Over, Power, Vector, postorder, replace, symbols


class Question(NamedTuple):
    """One derivative asked for.

    ``given`` are letters the student has already chosen for inner functions, ``varying`` the letters that vary,
    where there are several; the others are parameters.
    """

    goal: Any
    variables: tuple[sympy.Symbol, ...]
    order: int
    output: sympy.Symbol
    text: str
    point: Mapping[str, float] = MappingProxyType({})
    notes: tuple[Note, ...] = ()
    given: tuple[tuple[sympy.Symbol, Any], ...] = ()
    varying: frozenset[sympy.Symbol] = frozenset()

    @property
    def read_as(self) -> str:
        """The goal in the student's notation; it is read back to the same tree."""
        return typed(self.goal)


def ask(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    order: int | None = None,
    at: Mapping[str, Any] | str | None = None,
    log_base: int | None = None,
) -> Question:
    """The question in a problem. Options given here win over what the text says.

    Raises ``ParseError``, ``AmbiguousVariable`` (naming the candidates) and ``Beyond``.

    >>> ask("d/dt sin(t^2)").variables
    (t,)
    """
    if isinstance(problem, str):
        text, (goal, given, asked) = problem, _from_text(problem, log_base)
    elif isinstance(problem, Mapping):
        text = "; ".join(f"{name} = {value}" for name, value in problem.items())
        goal, given, asked = _from_text(text, log_base)
    else:
        text, goal, given, asked = str(problem), _written(problem), (), None
    if isinstance(goal, Vector):
        raise Beyond("vector")
    if asked and asked.mixed:
        raise Beyond("mixed-derivative", {"letters": ", ".join(asked.wrt)})
    order = order if order is not None else asked.order if asked else 1
    if not isinstance(order, int) or order < 1:
        raise UsageError("order-not-positive", {"order": order})
    _check_denominators(goal, text)
    point = {name: number(value) for name, value in {**(asked.at if asked else {}), **_point(at)}.items()}
    if isinstance(goal, Equals):
        return _implicit(goal, _listed(wrt) or (asked.wrt if asked else ()), order, text, point, asked)
    if asked and asked.name == "x" and not symbols(goal):
        raise ParseError("equation-one-letter", {"names": "x"}, source=text)
    wanted = _listed(wrt) or (asked.wrt if asked else ())
    if asked and asked.kind == "system" and not wanted:
        wanted = _inputs(goal)
    variables = _variables(goal, wanted, asked.arguments if asked else ())
    output = _output(asked.name if asked else None, goal, variables)
    varying = _varying(goal, variables, asked)
    return Question(goal, variables, order, output, text, point, asked.notes if asked else (), given, varying)


def _point(at: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """A point by name; as text it is x=1,y=2."""
    if not isinstance(at, str):
        return {str(name): value for name, value in (at or {}).items()}
    pairs = [part.partition("=") for part in at.split(",")]
    if not all(sign for _, sign, _ in pairs):
        raise UsageError("point-unreadable", {"text": at})
    return {name.strip(): value.strip() for name, _, value in pairs}


def _written(problem: Any) -> Any:
    try:
        return written(problem)
    except sympy.SympifyError:
        raise Beyond("unsupported-object", {"kind": type(problem).__name__}) from None


def _check_denominators(goal: Any, text: str) -> None:
    """Refuse to divide by 0, also where it takes a look to see it: 1/(x − x), (sin π)⁻¹."""
    for node in postorder(goal):
        match node:
            case Over(args=(_, below)):
                pass
            case Power(args=(below, exponent)) if (n := constant(exponent)) is not None and n < 0:
                pass
            case _:
                continue
        if constant(below) == 0:
            raise ParseError("division-by-zero", {}, source=text)
        if vanishes(below):
            raise ParseError("denominator-vanishes", {"denominator": unicode(below)}, source=text)


def _implicit(goal: Equals, wanted: Sequence[Any], order: int, text: str, point: Mapping[str, float], asked: Problem | None) -> Question:
    """An equation: dy/dx where the letters are x and y, or the two there are with ``wrt`` one of them."""
    letters = {symbol.name: symbol for symbol in symbols(goal)}
    if len(letters) < 2:
        raise ParseError("equation-one-letter", {"names": ", ".join(letters)}, source=text)
    if order > 1:
        raise Beyond("implicit-order")
    (variable, *more) = _variables(goal, wanted, ()) if wanted else (letters.get("x"),)
    others = [letter for name, letter in sorted(letters.items()) if letter != variable]
    if variable is None or more or not others or (len(others) > 1 and ("y" not in letters or not wanted)):
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letters))})
    output = others[0] if len(others) == 1 else letters["y"]
    return Question(goal, (variable,), 1, output, text, point, asked.notes if asked else ())


def _from_text(text: str, log_base: int | None) -> tuple[Any, tuple[tuple[sympy.Symbol, Any], ...], Problem]:
    asked = read(text, log_base=log_base)
    if asked.kind != "system":
        return build(asked.body), (), asked
    definitions = {name: build(body) for name, _, body in asked.definitions}
    top = _top(definitions)
    goal, given = _put_in(top, definitions)
    return goal, given, asked._replace(name=top)


def _top(definitions: Mapping[str, Any]) -> str:
    """The name that no other definition uses."""
    used = {symbol.name for tree in definitions.values() for symbol in symbols(tree)}
    tops = [name for name in definitions if name not in used]
    if len(tops) == 1:
        return tops[0]
    if not tops:
        raise ParseError("cycle", {"names": ", ".join(definitions)})
    raise Beyond("several-outputs", {"names": ", ".join(tops)})


def _put_in(top: str, definitions: Mapping[str, Any]) -> tuple[Any, tuple[tuple[sympy.Symbol, Any], ...]]:
    """The top function with every definition put in, and what each letter stands for in the end."""
    closed: dict[sympy.Symbol, Any] = {}
    waiting: list[str] = [top]
    open_names: set[str] = set()
    while waiting:
        name = waiting[-1]
        missing = [s.name for s in symbols(definitions[name]) if s.name in definitions and s not in closed]
        if name in open_names and any(m in open_names for m in missing):
            raise ParseError("cycle", {"names": ", ".join(waiting)})
        open_names.add(name)
        if missing:
            waiting.extend(missing)
            continue
        closed[sympy.Symbol(name)] = replace(definitions[name], closed)
        waiting.pop()
        open_names.discard(name)
    goal = closed.pop(sympy.Symbol(top))
    return goal, tuple(closed.items())


def _inputs(goal: Any) -> tuple[sympy.Symbol, ...]:
    """Every letter of a closed system, in the order in which they stand."""
    return tuple(node for node in postorder(goal) if isinstance(node, sympy.Symbol))


def _listed(wrt: Any) -> tuple[Any, ...]:
    if wrt is None:
        return ()
    if isinstance(wrt, str):
        return tuple(name.strip() for name in wrt.split(",") if name.strip())
    return (wrt,) if isinstance(wrt, sympy.Basic) else tuple(wrt)


def _variables(goal: Any, wanted: Sequence[Any], arguments: Sequence[str]) -> tuple[sympy.Symbol, ...]:
    """The letters to differentiate by, as they stand in the goal."""
    letters = {symbol.name: symbol for symbol in symbols(goal)}
    if wanted:
        names = [w if isinstance(w, sympy.Symbol) else parse(w) for w in wanted]
        strange = [str(name) for name in names if not isinstance(name, sympy.Symbol)]
        if strange:
            raise UsageError("not-a-variable", {"name": strange[0]})
        return tuple(letters.get(name.name, name) for name in names)
    if len(letters) > 1 and len(arguments) == 1 and arguments[0] in letters:
        return (letters[arguments[0]],)
    if len(letters) > 1:
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letters))})
    return tuple(letters.values()) or (sympy.Symbol(arguments[0] if len(arguments) == 1 else "x"),)


def _varying(goal: Any, variables: tuple[sympy.Symbol, ...], asked: Problem | None) -> frozenset[sympy.Symbol]:
    """The letters that vary: those of f(x, y), of ∂/∂x all; after d/dx and in f(x) only the one."""
    letters = {symbol for symbol in symbols(goal) if symbol.name.partition("_")[0] in VARIABLES}
    if asked and asked.arguments:
        letters = {sympy.Symbol(name) for name in asked.arguments}
    elif asked and asked.partial:
        letters = set(symbols(goal))
    elif asked and asked.wrt:
        letters = set()
    return frozenset({*letters, *variables})


def _output(name: str | None, goal: Any, variables: Sequence[sympy.Symbol]) -> sympy.Symbol:
    """The name of the function: the student's, else y, else a letter that is free."""
    if name:
        return sympy.Symbol(name)
    taken = {symbol.name for symbol in (*symbols(goal), *variables)}
    return sympy.Symbol(next(letter for letter in ("y", "z", "w", "s", "q", "y_0") if letter not in taken))


def number(value: Any) -> float:
    """The value of a number or of a text such as ``pi/2``.

    >>> number("pi/2"), number(3)
    (1.5707963267948966, 3.0)
    """
    tree = parse(value) if isinstance(value, str) else sympy.sympify(value)
    (result,) = Program(tree)({})
    if symbols(tree) or result != result:
        raise UsageError("not-a-number", {"text": str(value)[:40]})
    return result
