"""SymPy trees that stay as they were written.

SymPy rewrites what a student typed (``x*x`` becomes x², ``2*(x+1)`` becomes 2x+2); even an unevaluated
tree is evaluated by the first ``.subs``. The nodes here are ``sympy.Expr`` in the full sense, but their
constructors never evaluate, so ``func(*args)``, ``.xreplace``, ``.subs``, copy and pickle keep the form.

    Law     node.func(*node.args) == node, and parse(print(node)) == node
    Value   node.doit() is the ordinary SymPy expression; .diff(), .evalf(), .simplify() work on it
    Leaves  Integer (not negative), Symbol, E, pi of SymPy, and Decimal

    Plus(a, b, …)      a + b + …, a difference is Plus(a, Minus(b))
    Times(a, b, …)     a b …            Over(a, b)   a/b
    Minus(a)           −a               Power(a, b)  aᵇ            Root(a, n)  ⁿ√a
    Apply(name, a, …)  sin a, f(a)      Primed(name, orders, a, …)  f′(a), by its arguments
    Rate(a, x, n)      dⁿa/dxⁿ          Partial(a, x, n, y, m, …)  ∂ⁿ⁺ᵐa/∂xⁿ∂yᵐ
    Equals(a, b) a = b                  Vector(a, …)               Decimal(text)  0.70

This module knows the nodes and how to walk them; it must not know text, rules or how anything looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import sympy
from sympy.core.symbol import Str

T = TypeVar("T")


class Written(sympy.Expr):  # type: ignore[misc]
    """Base of the nodes: an ``Expr`` that is rebuilt without evaluating.

    >>> from sympy.abc import x
    >>> square = Times(x, x)
    >>> square.func(*square.args) == square, square.doit()
    (True, x**2)
    """

    __slots__ = ()
    is_commutative = True

    def __new__(cls, *args: Any) -> Any:
        """Build the node as it stands, without evaluating."""
        return sympy.Basic.__new__(cls, *[a if isinstance(a, sympy.Basic) else sympy.sympify(a, strict=True) for a in args])

    # What SymPy asks of an expression, answered by its value.

    def doit(self, **hints: Any) -> sympy.Expr:
        """The ordinary SymPy expression of the same value."""
        from chainrule.expression.value import value

        return value(self)

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        return self.doit().diff(symbol)

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        return self.doit()._eval_evalf(prec)

    def _eval_simplify(self, **options: Any) -> sympy.Expr:
        return self.doit().simplify(**options)

    def expand(self, *args: Any, **hints: Any) -> sympy.Expr:
        """SymPy's ``expand`` of the value."""
        return self.doit().expand(*args, **hints)

    # How SymPy's printers show it: by our own notation.

    @property
    def precedence(self) -> int:
        """SymPy's printers bracket a node of ours inside a node of theirs by this number."""
        from chainrule.expression.notation.sympytext import precedence

        return precedence(self)

    def _sympystr(self, printer: Any) -> str:
        from chainrule.expression.notation.sympytext import sympytext

        return sympytext(self, as_written=True)

    def _latex(self, printer: Any) -> str:
        from chainrule.expression.notation.latex import latex

        return latex(self)

    def _pretty(self, printer: Any) -> Any:
        from sympy.printing.pretty.stringpict import prettyForm

        from chainrule.expression.notation.stacked import binding, stacked

        box = stacked(self)
        return prettyForm("\n".join(box.lines), baseline=box.baseline, binding=binding(self))

    def _mathml_presentation(self, printer: Any) -> Any:
        from xml.dom import minidom

        from chainrule.expression.notation.mathml import mathml

        return minidom.parseString(mathml(self)).documentElement


class Plus(Written):
    """The sum a + b + …"""

    __slots__ = ()


class Times(Written):
    """The product a · b · …"""

    __slots__ = ()


class Over(Written):
    """The quotient a/b."""

    __slots__ = ()


class Minus(Written):
    """The negation −a."""

    __slots__ = ()


class Power(Written):
    """The power aᵇ."""

    __slots__ = ()


class Root(Written):
    """The n-th root of a: ``Root(a, n)``, n a positive Integer."""

    __slots__ = ()


class Apply(Written):
    """A named function at its arguments: ``Apply("sin", a)``; the name need not be known."""

    __slots__ = ()

    def __new__(cls, name: Any, *args: Any) -> Any:
        """Build the node as it stands, without evaluating."""
        return super().__new__(cls, Str(name) if isinstance(name, str) else name, *args)

    @property
    def name(self) -> str:
        """The name of the function."""
        return str(self.args[0].name)

    @property
    def arguments(self) -> tuple[sympy.Expr, ...]:
        """What the function acts on."""
        return tuple(self.args[1:])


class Primed(Written):
    """A derivative of an unknown function by its own arguments: ``Primed("f", (2,), a)`` is f″(a).

    Without arguments it is the bare name: ``Primed("f", (1,))`` is f′, of a part called f.
    """

    __slots__ = ()

    def __new__(cls, name: Any, orders: Any, *args: Any) -> Any:
        """Build the node as it stands, without evaluating."""
        return super().__new__(
            cls, Str(name) if isinstance(name, str) else name, sympy.Tuple(*orders) if isinstance(orders, tuple) else orders, *args
        )

    @property
    def name(self) -> str:
        """The name of the function."""
        return str(self.args[0].name)

    @property
    def orders(self) -> tuple[int, ...]:
        """How often it is differentiated, argument by argument."""
        return tuple(int(order) for order in self.args[1])

    @property
    def arguments(self) -> tuple[sympy.Expr, ...]:
        """What the function acts on."""
        return tuple(self.args[2:])


class Rate(Written):
    """A derivative still to be taken: ``Rate(a, x, n)`` is dⁿa/dxⁿ."""

    __slots__ = ()

    @property
    def by(self) -> tuple[tuple[sympy.Symbol, int], ...]:
        """The letters it is taken by, in the order in which they are written, and how often each."""
        return tuple((letter, int(n)) for letter, n in zip(self.args[1::2], self.args[2::2], strict=True))

    @property
    def order(self) -> int:
        """How often it is taken in all."""
        return sum(n for _, n in self.by)


class Partial(Rate):
    """The same of a function of several letters: ``Partial(a, x, 2, y, 1)`` is ∂³a/∂x²∂y.

    >>> from sympy.abc import x, y
    >>> Partial(Times(Power(x, 3), y), x, 2, y, 1).doit()
    6*x
    """

    __slots__ = ()


def rate(name: Any, letter: sympy.Symbol, order: int, others: Iterable[sympy.Symbol] = ()) -> Rate:
    """dⁿ(name)/d(letter)ⁿ; with ∂ where ``others`` are held constant.

    >>> from sympy.abc import x, y, z
    >>> rate(z, x, 1).func.__name__, rate(z, x, 1, [y]).func.__name__
    ('Rate', 'Partial')
    """
    kind: Callable[..., Rate] = Partial if any(other != letter for other in others) else Rate
    return kind(name, letter, order)


class Equals(Written):
    """The equation a = b; it stays an equation also where both sides agree."""

    __slots__ = ()


class Vector(Written):
    """A vector by its components."""

    __slots__ = ()


class Verbatim(Written):
    """A text that stands in a tree as it is; it has no value."""

    __slots__ = ()

    def __new__(cls, text: Any) -> Any:
        """Build the node as it stands, without evaluating."""
        return super().__new__(cls, Str(text) if isinstance(text, str) else text)

    @property
    def text(self) -> str:
        """The text as it was written."""
        return str(self.args[0].name)


class Decimal(Verbatim):
    """A decimal number as it was written: ``Decimal("0.70")``. Its value is exact.

    >>> Decimal("0.70").rational
    7/10
    """

    __slots__ = ()

    @property
    def rational(self) -> sympy.Rational:
        """The exact value."""
        return sympy.Rational(self.text)


_LEAF = slice(0)
_OPERANDS: dict[type, slice] = {
    Apply: slice(1, None),
    Primed: slice(2, None),
    Rate: slice(1),
    Partial: slice(1),
    Decimal: _LEAF,
    Verbatim: _LEAF,
}
"""Which arguments are subexpressions, where not all are."""


def operands(node: sympy.Basic) -> tuple[sympy.Basic, ...]:
    """The subexpressions of a node: its arguments without names and orders."""
    which = _OPERANDS.get(type(node))
    return node.args if which is None else node.args[which]  # type: ignore[no-any-return]


def postorder(*roots: sympy.Basic) -> list[sympy.Basic]:
    """Every distinct subtree once, operands before the node; a shared subtree is visited once.

    Iterative: depth is bounded by memory only.
    """
    order: list[sympy.Basic] = []
    seen: set[int] = set()
    stack: list[tuple[sympy.Basic, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            below = operands(node)
            if below:
                stack.append((node, True))
                stack += [(child, False) for child in below[::-1] if id(child) not in seen]
            else:
                order.append(node)
    return order


def fold(root: sympy.Basic, visit: Callable[[sympy.Basic, list[T]], T]) -> T:
    """``visit(node, results of its operands)`` from the leaves up; each shared subtree once.

    >>> from sympy.abc import x
    >>> fold(Plus(x, Times(x, x)), lambda node, below: 1 + sum(below))
    5
    """
    done: dict[int, T] = {}
    for node in postorder(root):
        done[id(node)] = visit(node, [done[id(child)] for child in operands(node)])
    return done[id(root)]


def rebuild(node: sympy.Basic, new: Iterable[sympy.Basic]) -> sympy.Basic:
    """The node with its operands replaced; the node itself when nothing changed."""
    old = operands(node)
    new = tuple(new)
    if len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True)):
        return node
    if isinstance(node, Rate):
        return node.func(*new, *node.args[1:])
    return node.func(*node.args[: len(node.args) - len(old)], *new)


def replace(root: sympy.Basic, table: Mapping[sympy.Basic, sympy.Basic]) -> Any:
    """The tree with every subtree that is a key of the table replaced, outermost first; form is kept.

    >>> from sympy.abc import u, x
    >>> replace(Power(u, 3), {u: Power(x, 2)}).args[0]
    x**2
    """
    done: dict[int, sympy.Basic] = {}
    stack: list[tuple[sympy.Basic, bool]] = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            done[id(node)] = rebuild(node, [done[id(child)] for child in operands(node)])
        elif id(node) not in done:
            if node in table:
                done[id(node)] = table[node]
            else:
                stack.append((node, True))
                stack.extend((child, False) for child in operands(node))
    return done[id(root)]


def size(root: sympy.Basic) -> int:
    """How many nodes the tree has when it is written out, shared parts counted as often as they stand."""
    return fold(root, lambda node, below: 1 + sum(below))


def depth(root: sympy.Basic) -> int:
    """How many levels the tree has."""
    return fold(root, lambda node, below: 1 + max(below, default=0))


@lru_cache(maxsize=4096)
def symbols(root: sympy.Basic) -> frozenset[sympy.Symbol]:
    """The letters in the tree, without the names of functions."""
    return frozenset(node for node in postorder(root) if isinstance(node, sympy.Symbol))
