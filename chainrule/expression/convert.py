"""Any ordinary SymPy expression as a written tree, the way a book would print it.

SymPy stores x − 1 as x + (−1)·1, x/2 as ½·x and √x as x^(1/2); a quotient, root or subtraction is
recognised here. Nodes that are already written stay as they are.

This module knows SymPy's stored forms; it must not know rules or text.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from chainrule.errors import Beyond
from chainrule.expression.constants import ONE
from chainrule.expression.value import row_of
from chainrule.expression.written import Apply, Decimal, Equals, Minus, Over, Plus, Power, Primed, Root, Times, Vector, Written


def written(expression: Any) -> Any:
    """The expression as a written tree.

    Raises ``Beyond`` for an object that is no function of real numbers (a matrix, a set, I).

    >>> from sympy.abc import x
    >>> written(x / 2 - 1)
    x/2 - 1
    >>> written(sympy.sqrt(x))
    sqrt(x)
    """
    done: dict[Any, Any] = {}
    stack: list[tuple[Any, bool]] = [(sympy.sympify(expression, strict=True), False)]
    root = stack[0][0]
    while stack:
        node, ready = stack.pop()
        if node in done:
            continue
        below = _below(node)
        if ready or not below:
            done[node] = _write(node, [done[child] for child in below])
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in below)
    return done[root]


def _below(node: Any) -> list[Any]:
    """The subexpressions to write first: a product by the parts of its fraction, a sum by its printed order."""
    match node:
        case Written() | sympy.Atom():
            return []
        case sympy.Add():
            return [abs_term for term in node.as_ordered_terms() for abs_term in (_unsigned(term)[1],)]
        case sympy.Mul() if _unsigned(node)[0]:
            return [_unsigned(node)[1]]
        case sympy.Mul():
            numerator, denominator = sympy.fraction(node, exact=True)
            return [numerator, denominator] if denominator != 1 else list(node.as_ordered_factors())
        case sympy.Pow() if _reciprocal(node):
            return [sympy.Pow(node.base, -node.exp)]
        case sympy.Heaviside():
            return [node.args[0]]
        case sympy.exp():
            return [node.args[0]]
        case sympy.Derivative() | sympy.Subs():
            return list(node.expr.args if isinstance(node, sympy.Derivative) else node.point)
        case _:
            return list(node.args)


def _reciprocal(node: sympy.Pow) -> bool:
    """Whether the power is printed below a bar: x⁻² as 1/x², but 2⁻ˣ and e⁻ˣ as they are."""
    return bool(node.exp.could_extract_minus_sign()) and (node.exp.is_number or not node.base.is_number)


def _unsigned(term: Any) -> tuple[bool, Any]:
    """Whether the term is printed with a minus, and the term without it."""
    negative = bool(term.as_coeff_Mul()[0].is_negative)
    return negative, -term if negative else term


def _write(node: Any, below: list[Any]) -> Any:
    match node:
        case Written() | sympy.Symbol():
            return node
        case sympy.Rational():
            size = sympy.Integer(abs(node.p)) if node.q == 1 else Over(sympy.Integer(abs(node.p)), sympy.Integer(node.q))
            return Minus(size) if node.p < 0 else size
        case sympy.Float() if node.is_finite:
            text = Decimal(format(abs(float(node)), "f").rstrip("0") or "0")
            return Minus(text) if node < 0 else text
        case sympy.core.numbers.Exp1() | sympy.core.numbers.Pi():
            return node
        case sympy.Add():
            signs = [_unsigned(term)[0] for term in node.as_ordered_terms()]
            return Plus(*[Minus(term) if negative else term for negative, term in zip(signs, below, strict=True)])
        case sympy.Mul() if _unsigned(node)[0]:
            return Minus(below[0])
        case sympy.Mul():
            return Over(*below) if sympy.fraction(node, exact=True)[1] != 1 else Times(*below)
        case sympy.Pow() if _reciprocal(node):
            return Over(ONE, below[0])
        case sympy.Pow() if node.exp.is_Rational and node.exp.p == 1 and node.exp.q > 1:
            return Root(below[0], sympy.Integer(node.exp.q))
        case sympy.Pow():
            return Power(*below)
        case sympy.exp():
            return Power(sympy.E, below[0])
        case sympy.Equality():
            return Equals(*below)
        case sympy.Tuple():
            return Vector(*below)
        case AppliedUndef():
            return Apply(type(node).__name__, *below)
        case sympy.Derivative() if isinstance(node.expr, AppliedUndef):
            return _primed(node, node.expr.args, below)
        case sympy.Subs() if isinstance(node.expr, sympy.Derivative) and isinstance(node.expr.expr, AppliedUndef):
            return _primed(node.expr, node.variables, below)
        case sympy.polygamma() if node.args[0] in (0, 1):
            return Apply("trigamma" if node.args[0] == 1 else "digamma", below[1])
        case _ if row := row_of(node):
            return Apply(row.name, *below)
    raise Beyond("unsupported-object", {"kind": type(node).__name__})


def _primed(derivative: Any, slots: Any, arguments: list[Any]) -> Any:
    counts = dict(derivative.variable_count)
    return Primed(derivative.expr.func.__name__, tuple(int(counts.get(slot, 0)) for slot in slots), *arguments)
