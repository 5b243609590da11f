"""A whole problem with arrays: the text read, its letters with their shapes, its definitions in order.

This module knows how a problem is put together; it must not know derivatives or words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chainrule.errors import AmbiguousVariable, Beyond, ParseError, UsageError
from chainrule.expression.characters import Source
from chainrule.expression.functions import BY_NAME as KNOWN
from chainrule.expression.grammar import Parser, Setting
from chainrule.expression.notation.typed import typed
from chainrule.expression.syntax import Note, Syntax, names, walk
from chainrule.expression.tokens import tokenize
from chainrule.expression.written import Equals
from chainrule.graph.system import Name, System, system
from chainrule.tensors.declared import Part, declared
from chainrule.tensors.letters import on_page, typed_name
from chainrule.tensors.network import is_network, written_out
from chainrule.tensors.reading import FUNCTIONS, Reading
from chainrule.tensors.scope import Scope
from chainrule.tensors.shapes import NUMBER, Shape, shown
from chainrule.tensors.spelling import spelled

OUTPUTS = ("y", "z", "s", "q", "u", "y_0")
"""Names for a formula without one."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Definitions with the shape of every letter, the output, and the letters whose gradients are asked for."""

    text: str
    system: System
    scope: Scope
    output: Name
    wanted: tuple[Name, ...]
    notes: tuple[Note, ...] = ()
    layered: bool = False

    @property
    def inputs(self) -> tuple[Name, ...]:
        """The letters without a definition on which the output depends."""
        below = self.system.below(self.output)
        return tuple(name for name in self.system.inputs if name in below)

    @property
    def read_as(self) -> str:
        """The problem as it may be typed; it is read back to the same definitions."""
        inputs = [(name, self.scope.shapes.get(name, NUMBER)) for name in self.system.inputs]
        given = [(name, shape) for name, shape in inputs if shape] or inputs
        given += [(name, self.scope.shapes[name]) for name, tree in self.system.definitions if self._is_map(tree)]
        shapes = ", ".join(f"{typed_name(name)}: {shown(shape).replace('×', 'x') if shape else 'number'}" for name, shape in given)
        return "; ".join([shapes, *(typed(Equals(name, tree)) for name, tree in self.system.definitions)])

    def _is_map(self, tree: Any) -> bool:
        return getattr(tree, "name", None) in self.scope.maps


def problem(text: str, wrt: Sequence[str] = ()) -> Problem:
    """The problem of a text. Raises ``ParseError``, ``TooLarge``, ``AmbiguousVariable`` and ``UsageError``.

    >>> p = problem("W: 2x3, x: 3; y = W x")
    >>> p.system.definitions, p.scope.shapes[p.output]
    (((y, Matmul(W, x)),), (2,))
    """
    network = written_out(text) if is_network(text) else None
    source = spelled(network.text if network else text)
    known = declared(source)
    if not known.parts:
        raise ParseError("shapes-alone", {"names": ", ".join(known.shapes)}, span=(0, max(1, len(text))), source=text)
    parts = _named(known.parts, {*known.shapes}, source)
    notes: list[Note] = list(source.notes)
    syntaxes = {name: _parsed(part, source, {*known.shapes, *parts}, notes) for name, part in parts.items()}
    shapes: dict[str, Shape] = dict(known.shapes)
    maps: dict[str, Shape] = {}
    trees: dict[str, Any] = {}
    for name in _in_order(syntaxes):
        tree, shape, read_notes = _formula(name, syntaxes[name], source, shapes, maps, known.shapes)
        notes += read_notes
        trees[name], shapes[name] = tree, shape
    found = system((on_page(name), trees[name]) for name in parts)
    _distinct_entries(found, shapes, source)
    scope = Scope({on_page(name): shape for name, shape in shapes.items()}, maps)
    lonely = [name.name for name in found.inputs if typed_name(name) not in known.shapes]
    if lonely:
        notes.append(Note("undeclared", {"names": ", ".join(lonely)}, (0, 0)))
    whole = Problem(text, found, scope, _output(found), (), tuple(notes), network is not None)
    wanted = _wanted(whole, wrt or (network.weights if network else ()))
    return Problem(text, found, scope, whole.output, wanted, tuple(notes), network is not None)


def _named(parts: Sequence[Part], taken: set[str], source: Source) -> dict[str, Part]:
    """The definitions by name; a formula alone gets a name that is free."""
    found: dict[str, Part] = {}
    taken = taken | {part.name for part in parts if part.name}
    for part in parts:
        place: dict[str, Any] = {"span": source.span(part.start, part.stop), "source": source.text}
        name = part.name or next(name for name in OUTPUTS if name not in taken and name not in source.folded)
        if name in found:
            raise ParseError("defined-twice", {"name": name}, **place)
        if part.name is None and len(parts) > 1 and part is not parts[-1]:
            raise ParseError("not-a-definition", {}, **place)
        if not source.folded[part.body : part.stop].strip():
            raise ParseError("empty-right-side", {"name": name}, **place)
        found[name] = part
    return found


def _parsed(part: Part, source: Source, letters: set[str], notes: list[Note]) -> Syntax:
    """The formula of a definition as a syntax tree, its places those of the text as typed."""
    setting = Setting(frozenset(letters | FUNCTIONS), FUNCTIONS)
    parser = Parser(source, tokenize(source, setting.bound, notes, part.body, part.stop), setting)
    tree = parser.whole()
    notes += parser.notes
    return _placed(tree, source)


def _placed(tree: Syntax, source: Source) -> Syntax:
    args = tuple(_placed(part, source) if isinstance(part, Syntax) else part for part in tree.args)
    return Syntax(tree.kind, args, *source.span(tree.start, tree.end))


def _in_order(syntaxes: Mapping[str, Syntax]) -> list[str]:
    """The names, each behind those it uses. Raises ``ParseError`` for a circle."""
    order: list[str] = []
    uses = {name: names(tree) & set(syntaxes) for name, tree in syntaxes.items()}
    while len(order) < len(uses):
        ready = [name for name in uses if name not in order and uses[name] <= set(order)]
        if not ready:
            raise ParseError("cycle", {"names": ", ".join(name for name in uses if name not in order)})
        order += ready
    return order


def _formula(
    name: str, syntax: Syntax, source: Source, shapes: Mapping[str, Shape], maps: dict[str, Shape], stated: Mapping[str, Shape]
) -> tuple[Any, Shape, list[Note]]:
    """The formula of a name with its shape; y = g(x) with a declared y is an unknown function of the whole x."""
    reading = Reading(source.text, shapes)
    read = reading.formula(syntax)
    place: dict[str, Any] = {"span": (syntax.start, syntax.end), "source": source.text}
    called = syntax.args[0] if syntax.kind == "apply" else ""
    unknown = bool(called) and called not in KNOWN and called not in FUNCTIONS
    if unknown and name in stated:
        if maps.setdefault(called, stated[name]) != stated[name]:
            raise ParseError("map-twice", {"name": called}, **place)
        return read.tree, stated[name], reading.notes
    inside = [node.args[0] for node in walk(syntax) if node.kind == "apply" and node.args[0] not in KNOWN and node.args[0] not in FUNCTIONS]
    if read.shape and inside:
        reading.note("unknown-entrywise", syntax, name=inside[0], output=name)
    if name in stated and stated[name] != read.shape:
        raise ParseError("shape-declared", {"name": name, "stated": shown(stated[name]), "shape": shown(read.shape)}, **place)
    return read.tree, read.shape, reading.notes


def _distinct_entries(found: System, shapes: Mapping[str, Shape], source: Source) -> None:
    """Refuse a number x_1 beside a vector x: in data both would be called x_1."""
    for name in map(typed_name, found.inputs):
        array, _, index = name.rpartition("_")
        if not shapes.get(name) and shapes.get(array) and index.isdigit():
            raise ParseError("entry-name", {"name": name, "array": array}, source=source.text)


def _output(found: System) -> Name:
    if len(found.outputs) > 1:
        raise Beyond("several-outputs", {"names": ", ".join(typed_name(name) for name in found.outputs)})
    return found.outputs[0]


def _wanted(whole: Problem, wrt: Sequence[str]) -> tuple[Name, ...]:
    """The letters asked for: those named, or every input of the output."""
    if not whole.inputs:
        raise AmbiguousVariable("nothing-to-differentiate", {"name": typed_name(whole.output)})
    if not wrt:
        return whole.inputs
    below = whole.system.below(whole.output)
    known = {typed_name(name): name for name in (*whole.inputs, *whole.system.order) if name in below and name != whole.output}
    for name in wrt:
        if name not in known:
            raise UsageError("no-such-letter", {"name": name, "names": ", ".join(known)})
    return tuple(dict.fromkeys(known[name] for name in wrt))
