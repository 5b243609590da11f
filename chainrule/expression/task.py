"""Whole inputs: left-hand sides, tasks, systems, equations and points; what is asked of which formula.

    y = …, f(x) = …, z = f(x, y) = …      d/dx (…), (…)′, D_x …, "derivative of … with respect to x"
    y = 6u³, u = 7x − 4                    x² + y² = 25            at x = 1, | x=1

Most inputs are one formula and nothing else, and are read as one at once; what cannot be read so is taken apart.
This module knows when a text may be more than a formula; it must not know SymPy or how formulas are read inside.
"""

from __future__ import annotations

import re
from itertools import groupby

from chainrule.errors import ParseError
from chainrule.expression.characters import LENGTH, Source, fold
from chainrule.expression.grammar import PLAIN, Setting, formula
from chainrule.expression.letters import PROSE, WORDS
from chainrule.expression.problem import Problem
from chainrule.expression.syntax import Note, Syntax, applied, names, rate


def read(text: str, *, latex_input: bool | None = None, log_base: int | None = None) -> Problem:
    """The problem a text poses.

    Raises ``ParseError`` and ``TooLarge`` with the place.

    >>> problem = read("d^2/dt^2 sin(3t) at t = 1")
    >>> problem.wrt, problem.order, dict(problem.at)
    (('t',), 2, {'t': '1'})
    """
    source = _source(text, latex_input)
    long = len(text) > LENGTH
    problem = None if long else _one_formula(source, Setting(log_base=log_base) if log_base else PLAIN)
    if problem:
        return problem
    from chainrule.expression.indexed import indexed
    from chainrule.expression.reader import Reader  # its patterns are compiled only where a text is more than a formula

    return Reader(indexed(source), log_base).problem()


_DIFFERENTIALS = frozenset("dD∂ ")
"""What starts with one of these may be a derivative in front of a formula, or has a space to be left out."""
_LEFT = re.compile(r"([A-Za-df-z])\s*(?:\(\s*([A-Za-df-z])\s*\))?\s*=(?!=)")
"""y =, f(x) ="""
_MARKS = re.compile(r"[=,;:.?'\"`|>\n↦\u3400-\u9fff]|\s$|\bat\b|\bis\b")
_RUNS = re.compile("[A-Za-z]{2,}")
"""Without such a mark and without words a text is no more than one formula."""


def _one_formula(source: Source, setting: Setting) -> Problem | None:
    """The problem of a text that is one formula, perhaps with a name; ``None`` where it has to be taken apart."""
    text = source.folded
    left = _LEFT.match(text) if "=" in text else None
    if left is None and text[:1] in _DIFFERENTIALS:
        return None
    try:
        body, notes = formula(source, setting, left.end() if left else 0)
    except ParseError:
        if _MARKS.search(text) or any(run.lower() in PROSE or len(run) > 3 for run in _RUNS.findall(text) if run not in WORDS):
            return None  # the reader takes it apart, or says what is wrong
        raise
    if left and left[1] in names(body) | applied(body):
        return None
    kind = "vector" if body.kind == "vector" else "expression"
    arguments = (left[2],) if left and left[2] else ()
    return Problem(kind, body, left[1] if left else None, arguments, notes=(*source.notes, *notes), source=source.text)


def _source(text: str, latex_input: bool | None) -> Source:
    """The text in plain notation."""
    if latex_input is False or not (latex_input or "\\" in text or "$" in text):
        return fold(text)
    from chainrule.expression.latex import is_latex, latex  # only where there is some

    return latex(text) if latex_input or is_latex(text) else fold(text)


def parse_syntax(text: str, *, latex_input: bool | None = None, log_base: int | None = None) -> tuple[Syntax, tuple[Note, ...]]:
    """One expression, equation, vector or derivative to be taken; nothing else around it."""
    problem = read(text, latex_input=latex_input, log_base=log_base)
    if problem.kind == "system":
        raise ParseError("not-one-expression", {"count": len(problem.definitions)}, source=text)
    body = problem.body
    if problem.kind == "expression" and (problem.by or len(problem.wrt) == 1):
        pairs = [(letter, len(list(run))) for letter, run in groupby(reversed(problem.by))] or [(problem.wrt[0], problem.order)]
        body = rate(body, pairs, problem.partial, body.start)
    if problem.name is not None and problem.kind != "equation":
        name = Syntax("name", (problem.name,), body.start, body.start)
        left = Syntax("apply", (problem.name, *[name._replace(args=(a,)) for a in problem.arguments]), *body[2:])
        body = Syntax("equals", (left if problem.arguments else name, body), body.start, body.end)
    return body, problem.notes


__all__ = ["Note", "Problem", "parse_syntax", "read"]
