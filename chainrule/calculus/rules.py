"""The rules of differentiation, one small function each; its docstring is its law.

To add a structural rule: write ``name(goal, work) -> Step | None`` with its law, list it in ``RULES`` at
its place (the first that answers wins), and write its sentences in ``words`` under the same id.
To add a function: one row in ``expression/functions.py``, nothing here.

A rule knows the shape it applies to and asks ``work`` for the derivatives of parts; it must not know
words, layout, SymPy's calculus or the other rules.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from chainrule.calculus.layers import constants_joined, decompose, refill
from chainrule.calculus.logarithms import change_of_base, general_power, log_laws, logarithmic
from chainrule.calculus.rule import NODES, Rule, Work, rewritten
from chainrule.calculus.steps import Step
from chainrule.errors import Beyond, NoRule, TooLarge
from chainrule.expression.constants import ONE, TWO, ZERO, is_decimal, number, numeral
from chainrule.expression.functions import BY_NAME, shown
from chainrule.expression.value import written_row
from chainrule.expression.written import Apply, Minus, Over, Plus, Power, Primed, Rate, Root, Times, replace, size


def constant(goal: Any, work: Work) -> Step | None:
    """(c)′ = 0"""
    return None if work.depends(goal) else Step("constant", goal, work.variable, ZERO)


def identity(goal: Any, work: Work) -> Step | None:
    """(x)′ = 1"""
    return Step("identity", goal, work.variable, ONE) if goal == work.variable else None


def negation(goal: Any, work: Work) -> Step | None:
    """(−f)′ = −f′"""
    if not isinstance(goal, Minus):
        return None
    below = work.derivative(goal.args[0])
    names = _worked((below,), work)
    return Step(
        "negation", goal, work.variable, Minus(below.result), (("f", goal.args[0]), ("f_derivative", below.result)), names, (below,)
    )


def sum_rule(goal: Any, work: Work) -> Step | None:
    """(f ± g)′ = f′ ± g′"""
    if not isinstance(goal, Plus):
        return None
    bare = [term.args[0] if isinstance(term, Minus) else term for term in goal.args]
    below = tuple(work.derivative(term) for term in bare)
    terms = [Minus(s.result) if isinstance(t, Minus) else s.result for t, s in zip(goal.args, below, strict=True) if s.result != ZERO]
    result = Plus(*terms) if len(terms) > 1 else (terms or [ZERO])[0]
    parts = [(f"term_{i}", term) for i, term in enumerate(goal.args, 1)]
    return Step("sum", goal, work.variable, result, tuple(parts), _worked(below, work), below)


def constant_multiple(goal: Any, work: Work) -> Step | None:
    """(c·f)′ = c·f′"""
    if isinstance(goal, Over):
        f, c = goal.args
        if work.depends(c):
            return None
        below = work.derivative(f)
        result = Times(Over(ONE, c), below.result) if isinstance(below.result, Over) else Over(below.result, c)
        constants = c
    elif isinstance(goal, Times):
        dependent = [factor for factor in goal.args if work.depends(factor)]
        if len(dependent) != 1:
            return None
        (f,) = dependent
        factors = tuple(factor for factor in goal.args if factor is not f)
        constants = factors[0] if len(factors) == 1 else Times(*factors)
        below = work.derivative(f)
        if f == work.variable:
            result = constants
        else:
            result = Times(*factors, *(below.result.args if isinstance(below.result, Times) else (below.result,)))
    else:
        return None
    parts = (("c", constants), ("f", f), ("f_derivative", below.result))
    return Step("constant-multiple", goal, work.variable, result, parts, _worked((below,), work), (below,))


def product(goal: Any, work: Work) -> Step | None:
    """(f·g)′ = f′·g + f·g′"""
    if not isinstance(goal, Times):
        return None
    factors = constants_joined(goal.args, work.depends)
    if len(factors) * size(goal) > NODES:
        raise TooLarge("too-large", {"limit": NODES})
    names = tuple((work.names.part(), factor) for factor in factors)
    below = tuple(work.derivative(factor) for factor in factors)
    terms = [Times(*factors[:i], s.result, *factors[i + 1 :]) for i, s in enumerate(below)]
    return Step("product", goal, work.variable, Plus(*terms), _named(names, below), names, below)


def quotient(goal: Any, work: Work) -> Step | None:
    """(f/g)′ = (f′·g − f·g′)/g²"""
    if not isinstance(goal, Over) or work.method == "product":
        return None
    f, g = goal.args
    if not (work.depends(f) and work.depends(g)):
        return None
    names = tuple((work.names.part(), part) for part in (f, g))
    below = (work.derivative(f), work.derivative(g))
    result = Over(Plus(Times(below[0].result, g), Minus(Times(f, below[1].result))), Power(g, TWO))
    return Step("quotient", goal, work.variable, result, _named(names, below), names, below)


def quotient_as_product(goal: Any, work: Work) -> Step | None:
    """f/g = f·g⁻¹, then the product rule"""
    if not isinstance(goal, Over) or work.method != "product" or not (work.depends(goal.args[0]) and work.depends(goal.args[1])):
        return None
    form = Times(goal.args[0], Power(goal.args[1], Minus(ONE)))
    return rewritten("quotient-as-product", goal, form, work, work.derivative)


def reciprocal(goal: Any, work: Work) -> Step | None:
    """(c/x)′ = −c/x²"""
    x = work.variable
    if not isinstance(goal, Over) or goal.args[1] != x or work.depends(goal.args[0]):
        return None
    return Step("reciprocal", goal, x, Minus(Over(goal.args[0], Power(x, TWO))), (("c", goal.args[0]),))


def negative_power(goal: Any, work: Work) -> Step | None:
    """(c/xⁿ)′ = −c·n/xⁿ⁺¹"""
    x = work.variable
    if not isinstance(goal, Over) or work.depends(goal.args[0]):
        return None
    c = goal.args[0]
    match goal.args[1]:
        case Power(args=(base, n)) if base == x and not work.depends(n):
            coefficient, result = n, Power(x, _shifted(n, 1))
        case Root(args=(base, n)) if base == x:
            coefficient, result = ONE, Times(n, Root(Power(x, n + 1), n))
        case _:
            return None
    top = coefficient if c == ONE else c if coefficient == ONE else Times(c, coefficient)
    return Step("negative-power", goal, x, Minus(Over(top, result)), (("c", c), ("n", n)))


def power(goal: Any, work: Work) -> Step | None:
    """(xⁿ)′ = n·xⁿ⁻¹"""
    x = work.variable
    if not isinstance(goal, Power) or goal.args[0] != x or work.depends(goal.args[1]):
        return None
    n = goal.args[1]
    lowered = _shifted(n, -1)
    match number(n):
        case None:
            result = Times(n, Power(x, lowered))
        case Fraction(numerator=0):
            result = ZERO
        case value if value == 1:
            result = ONE
        case value if value == 2:
            result = Times(n, x)
        case value if value < 0:
            result = Minus(Times(numeral(-value, is_decimal(n)), Power(x, lowered)))
        case _:
            result = Times(n, Power(x, lowered))
    return Step("power", goal, x, result, (("n", n),))


def _shifted(n: Any, by: int) -> Any:
    """n + by, worked out when n is a number."""
    value = number(n)
    if value is not None:
        return numeral(value + by, is_decimal(n))
    return Plus(*(n.args if isinstance(n, Plus) else (n,)), numeral(by))


def root(goal: Any, work: Work) -> Step | None:
    """(ⁿ√x)′ = 1/(n·ⁿ√xⁿ⁻¹)"""
    x = work.variable
    if not isinstance(goal, Root) or goal.args[0] != x:
        return None
    n = goal.args[1]
    below = goal if n == 2 else Root(Power(x, n - 1), n)
    return Step("root", goal, x, Over(ONE, Times(n, below)), (("n", n),))


def exponential(goal: Any, work: Work) -> Step | None:
    """(aˣ)′ = aˣ·ln a,  (eˣ)′ = eˣ"""
    if not isinstance(goal, Power) or goal.args[1] != work.variable or work.depends(goal.args[0]):
        return None
    a = goal.args[0]
    result = goal if a == sympy.E else Times(goal, Apply("ln", a))
    return Step("exponential", goal, work.variable, result, (("a", a),))


def table_row(goal: Any, work: Work) -> Step | None:
    """The row of the table: (sin x)′ = cos x, …"""
    if not isinstance(goal, Apply) or goal.name not in BY_NAME:
        return None
    row = BY_NAME[goal.name]
    given = dict(zip(row.arguments, goal.arguments, strict=True))
    if given["x"] != work.variable or any(work.depends(tree) for letter, tree in given.items() if letter != "x"):
        return None
    if row.derivative is None:
        raise NoRule("no-rule", {"name": shown(goal.name)})
    result = replace(written_row(row.name, "derivative"), {sympy.Symbol(letter): tree for letter, tree in given.items()})
    return Step(row.name, goal, work.variable, result)


def logarithm_in_bars(goal: Any, work: Work) -> Step | None:
    """(ln|x|)′ = 1/x"""
    x = work.variable
    return Step("ln-abs", goal, x, Over(ONE, x)) if goal == Apply("ln", Apply("abs", x)) else None


def unknown_function(goal: Any, work: Work) -> Step | None:
    """(f(x))′ = f′(x)"""
    if not isinstance(goal, Apply | Primed):
        return None
    places = [i for i, argument in enumerate(goal.arguments) if argument == work.variable]
    if len(places) != 1 or sum(map(work.depends, goal.arguments)) != 1:
        return None
    return Step("unknown-function", goal, work.variable, _primed(goal, places[0]))


def _primed(goal: Any, place: int) -> Any:
    """The function's derivative by its argument at a place: f′(x), or ∂f/∂u at (u, v)."""
    orders = list(goal.orders if isinstance(goal, Primed) else [0] * len(goal.arguments))
    orders[place] += 1
    return Primed(goal.name, tuple(orders), *goal.arguments)


def paths(goal: Any, work: Work) -> Step | None:
    """(f(u, v))′ = ∂f/∂u·u′ + ∂f/∂v·v′"""
    if not isinstance(goal, Apply | Primed) or goal.name in BY_NAME:
        return None
    places = [i for i, argument in enumerate(goal.arguments) if work.depends(argument)]
    if len(places) < 2:
        return None
    below = tuple(work.derivative(goal.arguments[i]) for i in places)
    terms = [Times(_primed(goal, i), s.result) for i, s in zip(places, below, strict=True)]
    return Step("paths", goal, work.variable, Plus(*terms), (), _worked(below, work), below)


def chain(goal: Any, work: Work) -> Step | None:
    """(f(g(x)))′ = f′(g(x))·g′(x)"""
    found = decompose(goal, work.depends)
    if found is None:
        return None
    _, inner, path = found
    u = work.names.layer(inner)
    outer = refill(path, u)
    above = work.in_letter(outer, u)
    below = work.derivative(inner)
    first = replace(above.result, {u: inner})
    result = Times(first, *(below.result.args if below.rule == "chain" else (below.result,)))
    parts = (("outer", outer), ("inner", inner), (u.name, inner), ("outer_derivative", above.result), ("inner_derivative", below.result))
    return Step("chain", goal, work.variable, result, parts, ((u, inner),), (above, below))


def no_rule(goal: Any, work: Work) -> Step | None:
    """There is no rule: said in a sentence, never an empty answer."""
    if isinstance(goal, Rate):
        raise Beyond("nested-derivative")
    raise NoRule("no-rule", {"name": shown(goal.name) if isinstance(goal, Apply) else type(goal).__name__.lower()})


def _worked(below: tuple[Step, ...], work: Work) -> tuple[tuple[sympy.Symbol, Any], ...]:
    """Letters for the parts that are worked in steps of their own."""
    return tuple((work.names.part(), step.goal) for step in below if step.takes_lines)


def _named(names: tuple[tuple[sympy.Symbol, Any], ...], below: tuple[Step, ...]) -> tuple[tuple[str, Any], ...]:
    values = [(letter.name, tree) for letter, tree in names]
    return (*values, *((f"{letter.name}_derivative", step.result) for (letter, _), step in zip(names, below, strict=True)))


RULES: tuple[Rule, ...] = (
    Rule("constant", constant, silent=True),
    Rule("identity", identity, silent=True),
    Rule("logarithmic", logarithmic),
    Rule("log-laws", log_laws),
    Rule("change-of-base", change_of_base),
    Rule("chain", chain),
    Rule("negation", negation, silent=True),
    Rule("sum", sum_rule),
    Rule("constant-multiple", constant_multiple),
    Rule("product", product),
    Rule("quotient-as-product", quotient_as_product),
    Rule("quotient", quotient),
    Rule("reciprocal", reciprocal),
    Rule("negative-power", negative_power),
    Rule("power", power),
    Rule("root", root),
    Rule("exponential", exponential),
    Rule("general-power", general_power),
    Rule("ln-abs", logarithm_in_bars),
    Rule("table", table_row),
    Rule("unknown-function", unknown_function),
    Rule("paths", paths),
    Rule("no-rule", no_rule),
)
"""In the order in which they are tried."""

SILENT = frozenset(rule.id for rule in RULES if rule.silent)
