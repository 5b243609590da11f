"""Whole inputs: left-hand sides, tasks, systems, equations and points; what is asked of which formula.

    y = …, f(x) = …, z = f(x, y) = …      d/dx (…), (…)′, D_x …, "derivative of … with respect to x"
    y = 6u³, u = 7x − 4                    x² + y² = 25            at x = 1, | x=1

This module knows how problems are built from formulas; it must not know SymPy or how formulas are read inside.
"""

from __future__ import annotations

import re

from chainrule.errors import ParseError
from chainrule.expression.grammar import Parser
from chainrule.expression.letters import WORDS
from chainrule.expression.problem import Problem
from chainrule.expression.syntax import Note, Syntax
from chainrule.expression.tokens import Source, fold, tokenize

SCIENTIFIC = re.compile(r"(?<![A-Za-z\d])(\d+(?:\.\d+)?)[eE]([-+]\d+)(?![\d.A-Za-z^(])")
"""2e-3: a power of ten, or 2·e − 3?"""


def read(text: str, *, latex_input: bool | None = None, log_base: int | None = None) -> Problem:
    """The problem a text poses.

    Raises ``ParseError`` and ``TooLarge`` with the place.

    >>> problem = read("d^2/dt^2 sin(3t) at t = 1")
    >>> problem.wrt, problem.order, dict(problem.at)
    (('t',), 2, {'t': '1'})
    """
    source = _source(text, latex_input)
    scientific = SCIENTIFIC.search(source.folded)
    if scientific:
        facts = {"seen": scientific.group(), "number": scientific.group(1), "power": scientific.group(2)}
        raise ParseError("scientific", facts, span=source.span(*scientific.span()), source=text)
    if _one_formula(source.folded):
        parser = Parser(tokenize(source), text, frozenset(), log_base)
        body = parser.whole()
        return Problem("vector" if body.kind == "vector" else "expression", body, notes=(*source.notes, *parser.notes), source=text)
    from chainrule.expression.reader import Reader  # its patterns are compiled only where a text has phrases

    return Reader(source, log_base).problem()


def _source(text: str, latex_input: bool | None) -> Source:
    """The text in plain notation."""
    if latex_input is False or (latex_input is None and "$" not in text and "\\" not in text):
        return fold(text)
    from chainrule.expression.latex import is_latex, latex  # its patterns are compiled only where a text may be LaTeX

    return latex(text) if latex_input or is_latex(text) else fold(text)


def _one_formula(text: str) -> bool:
    """Whether the text is one formula and nothing else; most are recognised by their names alone."""
    if not _SIGNS.search(text) and all(run in WORDS for run in _RUNS.findall(text)):
        return True
    from chainrule.expression.phrases import PHRASED

    return PHRASED.search(text) is None


_SIGNS = re.compile(r"""[=,;:?\n'"_∂j\u3000-\u9fff]|[dD][^+\-/]{0,20}/|^\s|[\s.]$""")
_RUNS = re.compile(r"[A-Za-z]{2,}")


def parse_syntax(text: str, *, latex_input: bool | None = None, log_base: int | None = None) -> tuple[Syntax, tuple[Note, ...]]:
    """One expression, equation, vector or derivative to be taken; nothing else around it."""
    problem = read(text, latex_input=latex_input, log_base=log_base)
    if problem.kind == "system":
        raise ParseError("not-one-expression", {"count": len(problem.definitions)}, source=text)
    body = problem.body
    if problem.wrt and problem.kind == "expression":
        by = problem.mixed or ((problem.wrt[0], problem.order),)
        body = Syntax("partial" if problem.partial else "rate", (body, *(part for pair in by for part in pair)), body.start, body.end)
    if problem.name is not None:
        name = Syntax("name", (problem.name,), body.start, body.start)
        left = (
            Syntax("apply", (problem.name, *[name._replace(args=(a,)) for a in problem.arguments]), *body[2:])
            if problem.arguments
            else name
        )
        body = Syntax("equals", (left, body), body.start, body.end)
    return body, problem.notes


__all__ = ["Note", "Problem", "parse_syntax", "read"]
