"""What is asked: a text, a SymPy expression or a mapping of definitions as one question.

    goal, variables, order, the function's name, the point, and how the input was read

This module knows inputs; it must not know rules, words of pages or formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from chainrule.calculus.signs import vanishes
from chainrule.errors import AmbiguousVariable, Beyond, ParseError, UsageError
from chainrule.expression.build import parse
from chainrule.expression.constants import number as constant
from chainrule.expression.functions import BY_NAME
from chainrule.expression.notation.names import VARIABLES
from chainrule.expression.notation.unicode import unicode
from chainrule.expression.numbers import Program
from chainrule.expression.syntax import Note
from chainrule.expression.written import Apply, Equals, Over, Power, Vector, postorder, replace, symbols
from chainrule.graph.layers import layered
from chainrule.graph.system import System, system
from chainrule.posed import Posed, posed
from chainrule.questions import Curve, Question, SystemQuestion, asked_of, branches_out, curve_of


def ask(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    order: int | None = None,
    at: Mapping[str, Any] | str | None = None,
    log_base: int | None = None,
    method: str = "auto",
    all_letters: bool = False,
) -> Question | SystemQuestion:
    """The question in a problem. Options given here win over what the text says.

    Definitions, vectors and several variables make a ``SystemQuestion``; so does one variable that enters
    the function along several paths through layers. Raises ``ParseError``, ``AmbiguousVariable`` (naming the
    candidates) and ``Beyond``.

    >>> ask("d/dt sin(t^2)").variable
    t
    >>> ask("z = u^2; u = x y").sources
    (x, y)
    """
    found = posed(problem, log_base)
    if order is not None and (not isinstance(order, int) or order < 1):
        raise UsageError("order-not-positive", {"order": order})
    wanted = _letters(_listed(wrt) or found.wrt)
    mixed = tuple(map(sympy.Symbol, found.by)) if not wrt and order is None else ()
    order = order or found.order
    point = {name: number(value) for name, value in {**found.at, **_point(at)}.items()}
    for tree in [found.goal] if found.goal is not None else [tree for _, tree in found.definitions]:
        _check_denominators(tree, found.text)
    definitions = found.definitions or _components(found)
    if definitions and (curve := curve_of(definitions, wanted, found.name)):
        (variable, x_formula), (output, goal), parameter = curve
        used, unused = _used(point, (parameter, *symbols(goal), *symbols(x_formula)))
        notes = (*found.notes, *unused, *_needless(method, (*SINGLE, *SEVERAL)))
        return Question(goal, variable, order, output, found.text, used, notes, curve=Curve(parameter, x_formula))
    if definitions:
        whole, sources, notes = asked_of(definitions, wanted, found.name)
        used, unused = _used(point, (*whole.formula, *whole.inputs))
        notes = (*found.notes, *notes, *unused, *_needless(method, SINGLE))
        aside = tuple(pair for pair in definitions if pair[0] not in whole.formula)
        return SystemQuestion(whole, sources, found.text, order, mixed, used, notes, aside=aside)
    goal = found.goal
    if isinstance(goal, Equals):
        return _implicit(_unapplied(goal), wanted, order, found, point)
    if found.name == "x" and not symbols(goal):
        raise ParseError("equation-one-letter", {"names": "x"}, source=found.text)
    everything = sorted(symbols(goal), key=str) if all_letters and not found.arguments else ()
    variables = _variables(goal, wanted or everything, found.arguments)
    output = _output(found.name, goal, variables)
    varying = _varying(goal, variables, found)
    point, unused = _used(point, (*symbols(goal), *variables, *(letter for letter, _ in found.given)))
    notes = (*found.notes, *_constant_in(goal, variables), *unused)
    whole = _layers(goal, output, varying, variables, method)
    if len(variables) > 1 or mixed or method in ("paths", "differential") or len(whole.definitions) > 1:
        single = len(whole.definitions) == 1
        notes = (*notes, *_needless(method, (*SINGLE, *SEVERAL) if single else SINGLE))
        return SystemQuestion(whole, variables, found.text, order, mixed, point, notes, not single)
    return Question(goal, variables[0], order, output, found.text, point, notes, found.given, varying)


def ask_graph(
    problem: str | sympy.Expr | Mapping[str, Any],
    wrt: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
    at: Mapping[str, Any] | str | None = None,
    log_base: int | None = None,
) -> SystemQuestion:
    """The computational graph of a problem: every letter without a definition is an input.

    >>> ask_graph("a sin(b x)").sources
    (a, b, x)
    """
    found = posed(problem, log_base)
    if isinstance(found.goal, Equals):
        raise Beyond("graph-of-equation")
    definitions = found.definitions or _components(found) or ((_output(found.name, found.goal, ()), found.goal),)
    for _, tree in definitions:
        _check_denominators(tree, found.text)
    whole, sources, _ = asked_of(definitions, _letters(_listed(wrt)))
    numbers = {name: number(value) for name, value in {**found.at, **_point(at)}.items()}
    point, unused = _used(numbers, (*whole.formula, *whole.inputs))
    return SystemQuestion(whole, sources, found.text, point=point, notes=(*found.notes, *unused))


def _layers(goal: Any, output: sympy.Symbol, varying: frozenset[sympy.Symbol], variables: tuple[sympy.Symbol, ...], method: str) -> System:
    """The function by its layers, where letters enter it along several paths through them; else as one definition."""
    several = len(varying & symbols(goal)) > 1
    if method in ("paths", "differential") or (method == "auto" and several):
        whole = layered(goal, output, varying)
        if branches_out(whole, variables) or (method != "auto" and len(whole.definitions) > 1):
            return whole
    return system([(output, goal)])


def _components(found: Posed) -> tuple[tuple[sympy.Symbol, Any], ...]:
    """The components of a vector as definitions with an index: r = (cos t, sin t) is r₁ = cos t, r₂ = sin t."""
    if not isinstance(found.goal, Vector):
        return ()
    taken = {symbol.name for symbol in symbols(found.goal)}
    name = found.name or next(letter for letter in ("f", "g", "F", "h") if letter not in taken)
    return tuple((sympy.Symbol(f"{name}_{i}"), tree) for i, tree in enumerate(found.goal.args, 1))


def _point(at: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """A point by name; as text it is x=1,y=2."""
    if not isinstance(at, str):
        return {_named(str(name)): value for name, value in (at or {}).items()}
    pairs = [part.partition("=") for part in at.split(",")]
    if not all(sign for _, sign, _ in pairs):
        raise UsageError("point-unreadable", {"text": at})
    return {_named(name): value.strip() for name, _, value in pairs}


def _named(text: str) -> str:
    """A letter as the problem names it."""
    from chainrule.expression.indexed import named  # its patterns are compiled only where a letter is named

    return named(text)


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


def _implicit(goal: Equals, wanted: Sequence[Any], order: int, found: Posed, point: Mapping[str, float]) -> Question:
    """An equation: dy/dx where the letters are x and y, or the two there are with ``wrt`` one of them."""
    letters = {symbol.name: symbol for symbol in symbols(goal)}
    if len(letters) < 2:
        raise ParseError("equation-one-letter", {"names": ", ".join(letters)}, source=found.text)
    (variable, *more) = _variables(goal, wanted, ()) if wanted else (letters.get("x"),)
    others = [letter for name, letter in sorted(letters.items()) if letter != variable]
    output = letters.get(found.name or "y") if len(others) > 1 and wanted else others[0] if len(others) == 1 else None
    if variable is None or more or output is None or output == variable:
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letters))})
    return Question(goal, variable, order, output, found.text, point, found.notes)


def _unapplied(equation: Any) -> Any:
    """The equation with y for y(x)."""
    found = {node for node in postorder(equation) if isinstance(node, Apply) and node.name not in BY_NAME and len(node.name) == 1}
    if len(found) != 1 or len(symbols(equation)) > 1:
        return equation
    (node,) = found
    return replace(equation, {node: sympy.Symbol(node.name)})


SINGLE, SEVERAL = ("product", "logarithmic", "log-laws"), ("differential",)
"""Methods that have a meaning for one formula only, and for layers only."""


def _needless(method: str, kind: Sequence[str]) -> list[Note]:
    """A note where the method asked for plays no part."""
    return [Note("method-not-used", {"method": method}, (0, 0))] if method in kind else []


def _used(point: Mapping[str, float], letters: Sequence[sympy.Symbol]) -> tuple[dict[str, float], list[Note]]:
    """The numbers of the letters there are, and a note on those that stand for none."""
    known = {letter.name for letter in letters}
    strange = [name for name in point if name not in known]
    notes = [Note("point-not-used", {"names": ", ".join(strange)}, (0, 0))] if strange else []
    return {name: value for name, value in point.items() if name in known}, notes


def _constant_in(goal: Any, variables: Sequence[sympy.Symbol]) -> list[Note]:
    """A note on each variable that does not occur among the letters."""
    letters = sorted(symbol.name for symbol in symbols(goal))
    absent = [variable.name for variable in variables if letters and variable.name not in letters]
    return [Note("constant-in", {"name": name, "example": f"{letters[-1]}({name})"}, (0, 0)) for name in absent]


def _listed(wrt: Any) -> tuple[Any, ...]:
    if wrt is None:
        return ()
    if isinstance(wrt, str):
        return tuple(_named(name) for name in wrt.split(",") if name.strip())
    return (wrt,) if isinstance(wrt, sympy.Basic) else tuple(wrt)


def _letters(wanted: Sequence[Any]) -> tuple[sympy.Symbol, ...]:
    """The letters to differentiate by, each once."""
    names = [w if isinstance(w, sympy.Symbol) else parse(w) for w in wanted]
    strange = [str(name) for name in names if not isinstance(name, sympy.Symbol)]
    if strange:
        raise UsageError("not-a-variable", {"name": strange[0]})
    return tuple(dict.fromkeys(names))


def _variables(goal: Any, wanted: Sequence[sympy.Symbol], arguments: Sequence[str]) -> tuple[sympy.Symbol, ...]:
    """The letters to differentiate by, as they stand in the goal."""
    letters = {symbol.name: symbol for symbol in symbols(goal)}
    if wanted:
        return tuple(letters.get(name.name, name) for name in wanted)
    if letters and arguments:
        return tuple(letters.get(name, sympy.Symbol(name)) for name in arguments)
    if len(letters) > 1:
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letters))})
    return tuple(letters.values()) or (sympy.Symbol(arguments[0] if len(arguments) == 1 else "x"),)


def _varying(goal: Any, variables: tuple[sympy.Symbol, ...], asked: Posed) -> frozenset[sympy.Symbol]:
    """The letters that vary: those of f(x, y), of ∂/∂x all; after d/dx and in f(x) only the one."""
    letters = {symbol for symbol in symbols(goal) if symbol.name.partition("_")[0] in VARIABLES}
    if asked.arguments:
        letters = {sympy.Symbol(name) for name in asked.arguments}
    elif asked.partial:
        letters = set(symbols(goal))
    elif asked.wrt:
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
