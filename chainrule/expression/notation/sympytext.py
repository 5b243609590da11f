"""SymPy's own syntax, for JSON and other programs.

    Law       sympy.sympify(sympytext(tree), locals=letters(tree)) has the value of the tree
    Products  a flat row of factors however they are grouped: 3*u**2*cos(v)*2*x
    Decimals  by their exact value: 0.70 is 7/10
    Roots     of odd degree so that they are real at negative numbers, as in ``value``: x**(2/3) is
              (x**2)**(1/3), x**(1/3) is x/(x**2)**(1/3); ``str`` of a tree has them as they were written
    Letters   by their names. A few of them mean something else to ``sympify`` (E, I, N, O, Q, S, beta,
              gamma, zeta …): ``letters`` gives the ``locals`` that make it read a letter. A name that
              Python keeps for itself is spelled as SymPy does (``lamda``) or gets a ``_``.

This module knows SymPy's syntax and precedences; it must not know how a textbook looks.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any, NamedTuple

import sympy
from sympy.printing.precedence import PRECEDENCE

from chainrule.errors import TooLarge
from chainrule.expression.constants import number
from chainrule.expression.functions import BY_NAME
from chainrule.expression.value import never_negative, odd_root, value
from chainrule.expression.written import (
    Apply,
    Decimal,
    Equals,
    Minus,
    Over,
    Plus,
    Power,
    Primed,
    Rate,
    Root,
    Times,
    Vector,
    Written,
    fold,
    symbols,
)

_RELATION, _SUM, _PRODUCT, _POWER, _CALL, _ATOM = (int(PRECEDENCE[name]) for name in ("Relational", "Add", "Mul", "Pow", "Func", "Atom"))


class _Text(NamedTuple):
    text: str
    level: int
    negative: bool = False


def sympytext(tree: sympy.Basic, *, as_written: bool = False) -> str:
    """The tree in SymPy's syntax; ``as_written`` gives up the law for odd roots of negative numbers.

    >>> from sympy.abc import u, v, x
    >>> sympytext(Times(Times(3, Power(u, 2)), Apply("cos", v), Times(2, x)))
    '3*u**2*cos(v)*2*x'
    >>> sympytext(Root(x, 3)), sympytext(Root(x, 3), as_written=True)
    ('x/(x**2)**(1/3)', 'x**(1/3)')
    """
    return fold(tree, lambda node, parts: (None if as_written else _real_root(node, parts)) or _visit(node, parts)).text


def _real_root(node: Any, parts: list[_Text]) -> _Text | None:
    """An odd root that may meet a negative number, without a case; ``None`` for anything else."""
    if not isinstance(node, Power | Root):
        return None
    exponent = number(node.args[1])
    if exponent is None or not exponent or not odd_root(power := sympy.Rational(exponent if isinstance(node, Power) else 1 / exponent)):
        return None
    if _never_negative(node.args[0]):
        return None
    square = f"({_fit(parts[0], _CALL)}**2)"
    if power.p % 2 == 0:
        return _Text(f"{square}**({power / 2})", _POWER)
    rest = (power - 1) / 2
    sign = "*" if rest > 0 else "/"
    return _Text(f"{_fit(parts[0], _PRODUCT)}{sign}{square}**{abs(rest) if abs(rest).q == 1 else f'({abs(rest)})'}", _PRODUCT)


def _never_negative(tree: Any) -> bool:
    try:
        return never_negative(value(tree))
    except TooLarge:
        return False


def letters(tree: sympy.Basic) -> dict[str, sympy.Symbol]:
    """The names in the text that stand for letters, for ``sympify(text, locals=…)``."""
    return {_letter(symbol.name): symbol for symbol in symbols(tree)}


def precedence(tree: sympy.Basic) -> int:
    """How strongly the text binds, in the numbers of ``sympy.printing.precedence``.

    >>> from sympy.abc import x
    >>> precedence(Times(Minus(2), x)) == PRECEDENCE["Add"]
    True
    """
    node = tree
    while isinstance(node, (Times, Over)) and node.args:
        node = node.args[0]
    if isinstance(node, Minus) or (isinstance(node, sympy.Rational) and node.p < 0):
        return _SUM
    match tree:
        case Equals():
            return _RELATION
        case Plus():
            return _SUM
        case Times() | Over():
            return _PRODUCT
        case Decimal():
            return _ATOM if tree.rational.q == 1 else _PRODUCT
        case Power() if tree.args[0] != sympy.E:
            return _POWER
        case Root() if tree.args[1] != 2:
            return _POWER
        case _:
            return _CALL


def _fit(part: _Text, least: int) -> str:
    return part.text if part.level >= least else f"({part.text})"


def _letter(name: str) -> str:
    if name in ("lambda", "Lambda"):
        return {"lambda": "lamda", "Lambda": "Lamda"}[name]
    return name + "_" if iskeyword(name) else name


def _visit(node: Any, parts: list[_Text]) -> _Text:
    match node:
        case sympy.Symbol():
            return _Text(_letter(node.name), _ATOM)
        case sympy.Rational():
            return _number(node)
        case Decimal():
            return _number(node.rational)
        case Times():
            return _times(parts)
        case Plus():
            return _plus(parts)
        case Minus():
            return _Text("-" + _fit(parts[0], _PRODUCT), _SUM, True)
        case Over():
            above, below = parts
            return _product([above.text if above.negative else _fit(above, _PRODUCT), _fit(below, _POWER)], "/", above.negative)
        case Power():
            if node.args[0] == sympy.E:
                return _Text(f"exp({parts[1].text})", _CALL)
            return _Text(f"{_fit(parts[0], _CALL)}**{_fit(parts[1], _POWER)}", _POWER)
        case Root():
            if node.args[1] == 2:
                return _Text(f"sqrt({parts[0].text})", _CALL)
            return _Text(f"{_fit(parts[0], _CALL)}**(1/{_fit(parts[1], _POWER)})", _POWER)
        case Apply():
            row = BY_NAME.get(node.name)
            return _call(row.sympy or row.name if row else node.name, parts)
        case Primed():
            return _primed(node, parts)
        case Rate():
            return _call("Derivative", [parts[0], *[_by(letter.name, n) for letter, n in node.by]])
        case Equals():
            return _call("Eq", parts)
        case Vector():
            return _Text("(" + ", ".join(part.text for part in parts) + ("," if len(parts) == 1 else "") + ")", _ATOM)
        case Written():  # an array, which SymPy writes by name as well
            return _call(type(node).__name__, parts)
        case _:
            return _Text(str(node), _CALL if node.is_Atom else _SUM)


def _number(number: sympy.Rational) -> _Text:
    size = f"{abs(number.p)}" if number.q == 1 else f"{abs(number.p)}/{number.q}"
    if number.p < 0:
        return _Text("-" + size, _SUM, True)
    return _Text(size, _ATOM if number.q == 1 else _PRODUCT)


def _plus(parts: list[_Text]) -> _Text:
    if len(parts) < 2:
        return parts[0] if parts else _Text("0", _ATOM)
    signed = (f" - {part.text[1:]}" if part.text.startswith("-") else f" + {_fit(part, _SUM)}" for part in parts[1:])
    return _Text(_fit(parts[0], _SUM) + "".join(signed), _SUM)


def _times(parts: list[_Text]) -> _Text:
    if len(parts) < 2:
        return parts[0] if parts else _Text("1", _ATOM)
    negative = parts[0].negative
    first = parts[0].text if negative else _fit(parts[0], _PRODUCT)
    return _product([first, *(_fit(part, _PRODUCT) for part in parts[1:])], "*", negative)


def _product(factors: list[str], sign: str, negative: bool) -> _Text:
    return _Text(sign.join(factors), _SUM if negative else _PRODUCT, negative)


def _call(name: str, parts: list[_Text]) -> _Text:
    return _Text(f"{name}({', '.join(part.text for part in parts)})", _CALL)


def _by(variable: str, order: int) -> _Text:
    name = _letter(variable)
    return _Text(name if order == 1 else f"({name}, {order})", _ATOM)


def _primed(node: Primed, parts: list[_Text]) -> _Text:
    """f′(x) by its letters; at anything else f′(ξ) with ξ replaced by it; the bare sign f′ is no expression of SymPy's."""
    if not parts:
        return _Text(node.name + "'" * sum(node.orders), _ATOM)
    places = [part.text for part in parts]
    plain = all(isinstance(a, sympy.Symbol) for a in node.arguments) and len(set(places)) == len(places)
    slots = places if plain else ["xi"] if len(places) == 1 else [f"xi_{i}" for i in range(1, len(places) + 1)]
    orders = [_by(slot, order).text for slot, order in zip(slots, node.orders, strict=True) if order]
    derivative = f"Derivative({node.name}({', '.join(slots)}), {', '.join(orders)})"
    if plain:
        return _Text(derivative, _CALL)
    if len(places) == 1:
        return _Text(f"Subs({derivative}, xi, {places[0]})", _CALL)
    return _Text(f"Subs({derivative}, ({', '.join(slots)}), ({', '.join(places)}))", _CALL)
