"""``chainrule check``: an answer judged, the mistake named; a whole working line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

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

OPTIONS = (
    "--wrt",
    "--order",
    "--at",
    "--work",
    "--log-base",
    "--format",
    "--output",
    "--lang",
    "--detail",
    "--plain",
    "--fragment",
    "--help",
)
STATUS = {"correct": 0, "incorrect": 1, "unfinished": 1, "unreadable": 2, "undecided": 3}


def check(
    problem: Annotated[list[str], typer.Argument(metavar="PROBLEM [ANSWER]", help="The function and the answer, each in quotes.")],
    wrt: Annotated[str | None, typer.Option("--wrt", metavar="X", help="The variable; several with commas.")] = None,
    order: Annotated[int | None, typer.Option("--order", metavar="N", help="The N-th derivative.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="X=1", help="The answer is the number at this point.")] = None,
    work: Annotated[
        str | None, typer.Option("--work", metavar="FILE", help="A whole working, one line after the other; - reads standard input.")
    ] = None,
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
    """Check an answer; if it is wrong, say what happened and where.

    chainrule check "sin(x^2)" "cos(x^2)"     chainrule check "sin(x^2)" --work working.txt

    chainrule check "x^2 y" "(2xy, x^2)"     chainrule check "x^2 y" "(4, 1)" --at x=1,y=2
    """
    lang = chosen_language(lang)
    from chainrule.errors import UsageError

    words = [joined([word], OPTIONS) for word in problem if word != "-"]
    if len(words) != (2 if work is None else 1):
        raise UsageError("check-arguments" if work is None else "check-work-arguments", {"count": len(words)})
    from chainrule.cli.explain import check as read
    from chainrule.cli.explain import point

    read(words[0])
    result = _checked(words, wrt, order, work, log_base, lang, point(at))
    page = result.page(detail.value)
    if detail is Detail.full and result.verdict not in ("correct", "unreadable"):
        page = (*page, *_solution(words[0], wrt or _letters(result), order, log_base, lang, point(at)))
    from chainrule.cli.publish import publish

    shown = Format.plain if plain else format
    if result.verdict == "unreadable" and shown is not Format.json:
        raise result.error
    publish(page, shown, output, lang, fragment, result.to_dict)
    raise typer.Exit(STATUS[result.verdict])


def _checked(words: list[str], wrt: str | None, order: int | None, work: str | None, log_base: int | None, lang: str, at: Any) -> Any:
    import sys

    if work is None:
        from chainrule.practice.check import check as judged

        return judged(words[0], words[1], wrt=wrt, order=order, lang=lang, log_base=log_base, at=at)
    if at is not None:
        from chainrule.errors import UsageError

        raise UsageError("work-with-point")
    from chainrule.practice.work import check_work

    text = sys.stdin.read() if work == "-" else Path(work).read_text(encoding="utf-8-sig", errors="replace")
    return check_work(words[0], text, wrt=wrt, order=order, lang=lang, log_base=log_base)


def _letters(result: Any) -> str | None:
    """The letters a checked answer was about."""
    asked = getattr(result.task.question, "sources", ())
    return ",".join(letter.name for letter in asked) or None


def _solution(problem: str, wrt: str | None, order: int | None, log_base: int | None, lang: str, at: Any) -> Any:
    """The worked solution, under a head of its own."""
    from chainrule.api import explain
    from chainrule.render.page import Heading
    from chainrule.words import words

    solution = explain(problem, wrt=wrt, order=order, at=at, lang=lang, log_base=log_base)
    return (Heading(None, words(lang).fill("verdict.solution"), chapter=True), *solution.page("normal"))
