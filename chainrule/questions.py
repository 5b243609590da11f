"""What is asked, as data: one derivative, or the derivatives of a system.

    sin(x²)                                Question
    z = (u + v)², u = xy, v = x + y        SystemQuestion, in the student's own letters
    (xy)² + (x + y²)³ by x and y           z = u² + v³, u = xy, v = x + y²
    (x² − y, xy)                           two outputs

This module knows systems and what was asked; it must not know text, rules or words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy

from chainrule.errors import AmbiguousVariable, Beyond, UsageError
from chainrule.expression.notation.names import VARIABLES
from chainrule.expression.notation.typed import typed
from chainrule.expression.syntax import Note
from chainrule.expression.written import Equals, symbols
from chainrule.graph.paths import counts
from chainrule.graph.system import Name, System, system

PARAMETERS = ("t", "theta", "phi")
"""Letters that are the parameter of a curve, where it has others as well."""
LINKS = 12
"""A longer chain is worked name by name."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The variable given by a parameter as well: x = cos t."""

    parameter: sympy.Symbol
    formula: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One derivative asked for.

    ``given`` are letters the student has already chosen for inner functions, ``varying`` the letters that vary,
    where there are several; the others are parameters. With a ``curve`` the goal is a formula in its parameter.
    """

    goal: Any
    variable: sympy.Symbol
    order: int
    output: sympy.Symbol
    text: str
    point: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    given: tuple[tuple[sympy.Symbol, Any], ...] = ()
    varying: frozenset[sympy.Symbol] = frozenset()
    curve: Curve | None = None

    @property
    def read_as(self) -> str:
        """The goal in the student's notation; it is read back to the same tree."""
        if self.curve is None:
            return typed(self.goal)
        return f"{typed(Equals(self.variable, self.curve.formula))}; {typed(Equals(self.output, self.goal))}"


@dataclass(frozen=True, eq=False, slots=True)
class SystemQuestion:
    """Derivatives of the outputs of a system asked for, by each of ``sources``.

    ``mixed`` is the one derivative of higher order that is asked for, letter by letter; without it all of the ``order``.
    ``text`` is what was typed, ``found`` says that the layers were found in a closed expression. ``aside`` are definitions that
    are not needed, such as those of a letter that is differentiated by.
    """

    system: System
    sources: tuple[Name, ...]
    text: str
    order: int = 1
    mixed: tuple[Name, ...] = ()
    point: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    found: bool = False
    aside: tuple[tuple[Name, Any], ...] = ()

    @property
    def varying(self) -> frozenset[Name]:
        """The inputs that vary: those asked for, and x, y, t …; the others are parameters."""
        return frozenset((*self.sources, *(letter for letter in self.system.inputs if letter.name.partition("_")[0] in VARIABLES)))

    @property
    def chain(self) -> Question | None:
        """The question as one composition, where every definition has a single letter: y = u³, u = sin v, v = x²."""
        whole = self.system
        single = 1 < len(whole.definitions) <= LINKS and all(len(letters) == 1 for letters in whole.uses.values())
        return self.put_together if single else None

    @property
    def put_together(self) -> Question | None:
        """The question as that of one formula, every definition put in; ``None`` for several outputs or letters, or where too long."""
        whole = self.system
        if len(whole.outputs) > 1 or len(self.sources) > 1 or whole.outputs[0] not in whole.closed:
            return None
        (output,), (source,) = whole.outputs, self.sources
        given = tuple((name, whole.closed[name]) for name in whole.intermediates)
        return Question(whole.closed[output], source, self.order, output, self.text, self.point, self.notes, given, self.varying)

    @property
    def read_as(self) -> str:
        """The definitions in the student's notation; they are read back to the same trees."""
        return "; ".join(typed(Equals(name, tree)) for name, tree in self.system.definitions)


def asked_of(
    definitions: Iterable[tuple[Name, Any]], wanted: Sequence[Name] = (), output: str | None = None
) -> tuple[System, tuple[Name, ...], tuple[Note, ...]]:
    """The system of the definitions, the letters to differentiate by (those wanted, or every input), and notes on it.

    Only what the ``output`` asked for needs is kept, and what is left out is noted. A defined letter that is wanted
    becomes an input. Raises ``UsageError`` for one that occurs nowhere, ``Beyond`` for one the output does not contain.

    >>> from sympy.abc import u, x, y, z
    >>> from chainrule.expression.written import Power, Times
    >>> asked_of([(z, Power(u, 2)), (u, Times(x, y))])[1]
    (x, y)
    """
    whole = system(definitions)
    if output is not None and sympy.Symbol(output) in whole.formula:
        whole = system(whole.definitions, [sympy.Symbol(output)])
    needed = whole.below(*whole.outputs)
    unused = [name.name for name, _ in whole.definitions if name not in needed]
    notes = (Note("not-needed", {"names": ", ".join(unused), "output": whole.outputs[0].name}, (0, 0)),) if unused else ()
    whole = System(tuple(pair for pair in whole.definitions if pair[0] in needed), whole.outputs)
    if not wanted:
        return whole, whole.inputs, notes
    known = {letter.name: letter for letter in (*whole.formula, *whole.inputs)}
    for letter in wanted:
        if letter.name in unused or known.get(letter.name) in whole.outputs:
            others = [name for name in whole.outputs if name.name != letter.name]
            if not others:
                raise UsageError("not-an-input", {"name": letter.name, "names": ", ".join(name.name for name in whole.inputs)})
            raise Beyond("parametric", {"output": others[0].name, "variable": letter.name})
        if letter.name not in known:
            raise UsageError("not-an-input", {"name": letter.name, "names": ", ".join(name.name for name in whole.inputs)})
    letters = tuple(known[letter.name] for letter in wanted)
    cut = ", ".join(letter.name for letter in letters if letter in whole.formula)
    notes = (*notes, Note("set-aside", {"names": cut}, (0, 0))) if cut else notes
    return whole.cut(*letters) if cut else whole, letters, notes


def curve_of(
    definitions: Iterable[tuple[Name, Any]], wanted: Sequence[Name], output: str | None = None
) -> tuple[tuple[Name, Any], tuple[Name, Any], Name] | None:
    """Where a letter is asked for by one that is given by the same parameter: both with their formulas, x first, and the parameter.

    Raises ``AmbiguousVariable`` where several letters could be the parameter.

    >>> from sympy.abc import t, x, y
    >>> curve_of([(x, t**2), (y, t**3)], [x])
    ((x, t**2), (y, t**3), t)
    """
    whole = system(definitions)
    if len(wanted) != 1 or wanted[0] not in whole.outputs or len(whole.outputs) == 1:
        return None
    x, others = wanted[0], [name for name in whole.outputs if name != wanted[0]]
    y = sympy.Symbol(output or "y") if len(others) > 1 or output else others[0]
    if y not in others or not {x, y} <= whole.closed.keys():
        return None
    by_x, by_y = symbols(whole.closed[x]), symbols(whole.closed[y])
    letters = by_x & by_y if by_x and by_y else by_x | by_y
    likely = next(
        (found for names in (PARAMETERS, VARIABLES) if (found := {letter for letter in letters if letter.name in names})), letters
    )
    if len(likely) > 1:
        raise AmbiguousVariable("ambiguous-variable", {"names": ", ".join(sorted(letter.name for letter in likely))})
    return ((x, whole.closed[x]), (y, whole.closed[y]), *likely) if likely else None


def branches_out(whole: System, sources: Iterable[Name]) -> bool:
    """Whether a letter enters the output along several paths through layers, so that path products are to be added."""
    (output,) = whole.outputs
    number = counts(whole, output)
    return any(sum(number[name] for name in whole.users.get(source, ()) if name != output and name in number) > 1 for source in sources)
