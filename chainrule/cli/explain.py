"""``chainrule explain``: the worked solution of one derivative."""

from __future__ import annotations

from typing import Annotated

import typer

from chainrule.cli.options import (
    Detail,
    DetailOption,
    Format,
    FormatOption,
    FragmentOption,
    LangOption,
    OutputOption,
    PlainOption,
    chosen_language,
    joined,
)


def explain(
    context: typer.Context,
    problem: Annotated[list[str], typer.Argument(metavar="PROBLEM", help="What a textbook prints, quoted or not; - reads standard input.")],
    wrt: Annotated[str | None, typer.Option("--wrt", metavar="X", help="The variable; several with commas.")] = None,
    order: Annotated[int | None, typer.Option("--order", metavar="N", help="The N-th derivative.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="X=1", help="Numbers at a point, such as x=1 or x=pi/2,a=3.")] = None,
    method: Annotated[
        str, typer.Option("--method", help="auto, product, logarithmic, log-laws; with several letters partial, paths, differential.")
    ] = "auto",
    along: Annotated[str | None, typer.Option("--along", metavar="3,4", help="The derivative in a direction.")] = None,
    layout: Annotated[str | None, typer.Option("--layout", help="Of vectors and matrices: mixed, numerator or denominator layout.")] = None,
    log_base: Annotated[
        int | None, typer.Option("--log-base", metavar="N", help="What log without a base means; default: natural.")
    ] = None,
    format: FormatOption = Format.terminal,
    output: OutputOption = None,
    lang: LangOption = None,
    detail: DetailOption = Detail.normal,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """Explain one derivative, step by step.

    chainrule explain "sin(x^2+1)^3"     chainrule explain x^2 + 3x     chainrule explain "d/dt e^(-t) cos 2t"

    With shapes declared the letters are arrays:  chainrule explain "W: 2x3, x: 3; y = sigmoid(W x)"
    A layered network:  chainrule explain "network 3-4-2, tanh, loss squared"
    """
    lang = chosen_language(lang)
    text = joined(problem, context)
    check(text)
    from chainrule.cli.publish import publish
    from chainrule.errors import Beyond
    from chainrule.explained.explain import explain as worked

    explanation = worked(text, wrt, order, point(at), lang, method, log_base, along, layout)
    if explanation.verified is False:
        raise Beyond("failed-check", {"rules": ", ".join(explanation.derivation.verification.failed)})
    publish(explanation.page(detail.value), Format.plain if plain else format, output, lang, fragment, explanation.to_dict)


def check(text: str) -> None:
    """Read the text once before SymPy is imported, so that a refusal comes at once."""
    from chainrule.expression.task import read
    from chainrule.tensors import recognise

    if not recognise(text):  # shapes are checked where formulas are read
        read(text)


def point(text: str | None) -> dict[str, str] | None:
    """``x=1,y=2`` as a mapping; commas inside of brackets belong to the value.

    >>> point("x=1, y=pi/2"), point("x=[1,2]")
    ({'x': '1', 'y': 'pi/2'}, {'x': '[1,2]'})
    """
    from chainrule.errors import UsageError

    if text is None:
        return None
    parts, level = [""], 0
    for letter in text:
        level += (letter in "([") - (letter in ")]")
        if letter in ",;" and level <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    pairs = [part.partition("=") for part in parts if part.strip()]
    if not pairs or not all(sign and name.strip() and number.strip() for name, sign, number in pairs):
        raise UsageError("point-unreadable", {"text": text[:40]})
    return {name.strip(): number.strip() for name, _, number in pairs}
