"""``chainrule graph``: the computational graph, both passes in numbers, gradient descent."""

from __future__ import annotations

from typing import Annotated

import typer

from chainrule.cli.explain import check, point
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


def graph(
    context: typer.Context,
    problem: Annotated[
        list[str], typer.Argument(metavar="PROBLEM", help="A formula, or definitions with ; between them; - reads standard input.")
    ],
    at: Annotated[str | None, typer.Option("--at", metavar="X=1", help="The numbers of the inputs, such as x=1,y=2.")] = None,
    wrt: Annotated[str | None, typer.Option("--wrt", metavar="X", help="The inputs whose derivatives are wanted; with commas.")] = None,
    grain: Annotated[str, typer.Option("--grain", help="auto, definition or operation: what makes a node.")] = "auto",
    descend: Annotated[float | None, typer.Option("--descend", metavar="RATE", help="Gradient descent at this rate.")] = None,
    steps: Annotated[int | None, typer.Option("--steps", metavar="N", help="How many steps of it; default: 10.")] = None,
    log_base: Annotated[int | None, typer.Option("--log-base", metavar="N", help="What log without a base means.")] = None,
    format: FormatOption = Format.terminal,
    output: OutputOption = None,
    lang: LangOption = None,
    detail: DetailOption = Detail.normal,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """The computational graph: every node, forward values, backward gradients.

    chainrule graph "L = (w x - y)^2" --at w=1,x=2,y=3        … --descend 0.1 --steps 5
    """
    lang = chosen_language(lang)
    text = joined(problem, context)
    check(text)
    from chainrule.cli.publish import publish
    from chainrule.errors import Beyond, UsageError
    from chainrule.explained.explain import computation

    if steps is not None and descend is None:
        raise UsageError("steps-without-descent")

    found = computation(text, wrt, point(at), lang, grain, descend, 10 if steps is None else steps, log_base)
    if found.verified is False:
        raise Beyond("failed-check", {"rules": ", ".join(found.derivation.verification.failed)})
    publish(found.page(detail.value), Format.plain if plain else format, output, lang, fragment, found.to_dict)
