"""What is asked: a text, a SymPy expression or a mapping of definitions as one question.

    goal, variables, order, the function's name, the point, and how the input was read

This module knows inputs; it must not know rules, words of pages or formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy

from chainrule.errors import AmbiguousVariable, Beyond, ParseError, UsageError
from chainrule.expression.build import build, parse
from chainrule.expression.constants import number as constant
from chainrule.expression.convert import written
from chainrule.expression.definitions import Definitions, Given, closed, needs
from chainrule.expression.functions import BY_NAME
from chainrule.expression.notation.typed import typed
from chainrule.expression.numbers import Program
from chainrule.expression.syntax import Syntax
from chainrule.expression.task import Note, Problem, read
from chainrule.expression.written import Apply, Equals, Over, Vector, postorder, replace, symbols


@dataclass(frozen=True, slots=True)
class Question:
    """One derivative asked for. ``given`` are letters the student has already chosen for inner functions."""

    goal: Any
    variables: tuple[sympy.Symbol, ...]
    order: int
    output: sympy.Symbol
    text: str
    point: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    given: Given = ()

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
    if isinstance(problem, str | Mapping):
        text = problem if isinstance(problem, str) else "; ".join(f"{name} = {value}" for name, value in problem.items())
        asked = read(text, log_base=log_base)
        wanted = _listed(wrt) or asked.wrt
        goal, given, name = _from_problem(asked, wanted)
    else:
        text, asked, wanted = str(problem), _NOTHING, _listed(wrt)
        goal, given, name = _written(problem), (), None
    if isinstance(goal, Vector):
        raise Beyond("vector")
    if asked.by:
        raise Beyond("mixed-derivative", {"letters": ", ".join(dict.fromkeys(asked.by))}, source=text)
    order = order if order is not None else asked.order
    if not isinstance(order, int) or order < 1:
        raise UsageError("order-not-positive", {"order": order})
    if _divides_by_zero(goal):
        raise ParseError("division-by-zero", {}, source=text)
    point = {name: number(value) for name, value in {**asked.at, **_point(at)}.items()}
    if isinstance(goal, Equals):
        return _implicit(_unapplied(goal), wanted, order, text, point, asked)
    if asked.name == "x" and not symbols(goal):
        raise ParseError("equation-one-letter", {"names": "x"}, source=text)
    if asked.kind == "system" and not wanted:
        wanted = _inputs(goal)
    variables = _variables(goal, wanted, asked.arguments)
    notes = (*asked.notes, *_constant_in(goal, variables))
    return Question(goal, variables, order, _output(name, goal, variables), text, point, notes, given)


_NOTHING = Problem("expression", Syntax("name", ("x",), 0, 0))
"""What a SymPy expression says besides itself."""


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


def _divides_by_zero(goal: Any) -> bool:
    return any(isinstance(node, Over) and constant(node.args[1]) == 0 for node in postorder(goal))


def _implicit(goal: Equals, wanted: Sequence[Any], order: int, text: str, point: Mapping[str, float], asked: Problem) -> Question:
    """An equation: dy/dx where the letters are x and y, or the two there are with ``wrt`` one of them."""
    letters = {symbol.name: symbol for symbol in symbols(goal)}
    if len(letters) < 2:
        raise ParseError("equation-one-letter", {"names": ", ".join(letters)}, source=text)
    if order > 1:
        raise Beyond("implicit-order")
    (variable, *more) = _variables(goal, wanted, ()) if wanted else (letters.get("x"),)
    others = [letter for name, letter in sorted(letters.items()) if letter != variable]
    output = letters.get(asked.name or "y") if len(others) > 1 and wanted else others[0] if len(others) == 1 else None
    if variable is None or more or output is None or output == variable:
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letters))})
    return Question(goal, (variable,), 1, output, text, point, asked.notes)


def _unapplied(equation: Any) -> Any:
    """The equation with y for y(x)."""
    found = {node for node in postorder(equation) if isinstance(node, Apply) and node.name not in BY_NAME and len(node.name) == 1}
    if len(found) != 1 or len(symbols(equation)) > 1:
        return equation
    (node,) = found
    return replace(equation, {node: sympy.Symbol(node.name)})


def _from_problem(asked: Problem, wanted: Sequence[Any]) -> tuple[Any, Given, str | None]:
    """The goal of a problem, the letters the student has chosen for inner functions, the name of the function."""
    if asked.kind != "system":
        return build(asked.body), (), asked.name
    definitions = {name: (arguments, build(body)) for name, arguments, body in asked.definitions}
    named = any(asked.body is body for _, _, body in asked.definitions)
    top = asked.name or (_top(definitions) if named else None)
    goal = definitions[top][1] if top else build(asked.body)
    kept = {str(letter) for letter in wanted} & set(definitions)
    goal, given = closed(goal, definitions, kept)
    if missing := kept - {symbol.name for symbol in symbols(goal)}:
        raise Beyond("parametric", {"output": top or "y", "variable": min(missing)})
    return goal, given, top


def _top(definitions: Definitions) -> str:
    """The name that no other definition uses."""
    used = {other for name, definition in definitions.items() for other in needs(name, definition)}
    tops = [name for name in definitions if name not in used]
    if len(tops) == 1:
        return tops[0]
    if not tops:
        raise ParseError("cycle", {"names": ", ".join(definitions)})
    raise Beyond("several-outputs", {"names": ", ".join(tops)})


def _constant_in(goal: Any, variables: Sequence[sympy.Symbol]) -> list[Note]:
    """A note on each variable that does not occur among the letters."""
    letters = sorted(symbol.name for symbol in symbols(goal))
    absent = [variable.name for variable in variables if letters and variable.name not in letters]
    return [Note("constant-in", {"name": name, "example": f"{letters[-1]}({name})"}, (0, 0)) for name in absent]


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
    if letters and len(arguments) == 1:
        return (letters.get(arguments[0], sympy.Symbol(arguments[0])),)
    if len(letters) > 1:
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letters))})
    return tuple(letters.values()) or (sympy.Symbol(arguments[0] if len(arguments) == 1 else "x"),)


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
