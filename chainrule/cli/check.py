"""``chainrule check``: an answer judged, the mistake named; a whole working line by line; a pile of answers."""

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

STATUS = {"correct": 0, "incorrect": 1, "unfinished": 1, "unreadable": 2, "undecided": 3}


def check(
    context: typer.Context,
    problem: Annotated[
        list[str] | None, typer.Argument(metavar="PROBLEM [ANSWER]", help="The function and the answer, each in quotes.")
    ] = None,
    wrt: Annotated[str | None, typer.Option("--wrt", metavar="X", help="The variable; several with commas.")] = None,
    order: Annotated[int | None, typer.Option("--order", metavar="N", help="The N-th derivative.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="X=1", help="The answer is the number at this point.")] = None,
    work: Annotated[
        str | None, typer.Option("--work", metavar="FILE", help="A whole working, one line after the other; - reads standard input.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="FILE",
            help="A pile of answers, one JSON record a line or CSV with a header: id, problem, answer, perhaps wrt, order, at; "
            "- reads standard input. Out come JSON lines, with --format csv or --output FILE.csv a table. "
            "Exit status: 0 every line judged, 2 a line cannot be read, 3 a line is beyond what can be done.",
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", help="So many processes judge a pile; default: one for each core.")
    ] = None,
    summary: Annotated[
        str | None,
        typer.Option(
            "--summary",
            metavar="FILE",
            help="The mistakes of a pile by frequency and by problem, as .html, .md, .tex, .txt or .json; "
            "- prints it instead of the verdicts.",
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Of a pile that is not UTF-8, for example gb18030.")
    ] = None,
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
    """Check an answer; if it is wrong, say what happened and where.

    chainrule check "sin(x^2)" "cos(x^2)"     chainrule check "sin(x^2)" --work working.txt

    chainrule check "x^2 y" "(2xy, x^2)"     chainrule check "x^2 y" "(4, 1)" --at x=1,y=2

    chainrule check --batch answers.csv --output verdicts.csv --summary summary.html
    """
    lang = chosen_language(lang)
    from chainrule.errors import UsageError

    words = [joined([word], context) for word in problem or [] if word != "-"]
    shown = Format.plain if plain else format
    if batch is not None:
        if words or work is not None:
            raise UsageError("check-batch-arguments" if words else "batch-work")
        from chainrule.cli.batch import Wanted, run
        from chainrule.practice.batch.marker import Options

        options = Options(lang, wrt, order, log_base)
        raise typer.Exit(run(Wanted(batch, options, jobs, summary, shown, output, encoding, fragment)))
    stray = next((name for name, value in (("--jobs", jobs), ("--summary", summary), ("--encoding", encoding)) if value is not None), None)
    if stray:
        raise UsageError("batch-option", {"name": stray})
    if len(words) != (2 if work is None else 1):
        raise UsageError("check-arguments" if work is None else "check-work-arguments", {"count": len(words)})
    from chainrule.cli.explain import check as read
    from chainrule.cli.explain import point

    read(words[0])
    result = _checked(words, work, point(at), layout, wrt=wrt, order=order, log_base=log_base, lang=lang)
    page = result.page(detail.value)
    if detail is Detail.full and result.verdict not in ("correct", "unreadable"):
        page = (*page, *_solution(words[0], wrt or _letters(result), point(at), layout, order=order, log_base=log_base, lang=lang))
    from chainrule.cli.publish import publish

    if result.verdict == "unreadable" and shown is not Format.json:
        raise result.error
    publish(page, shown, output, lang, fragment, result.to_dict)
    raise typer.Exit(STATUS[result.verdict])


def _checked(words: list[str], work: str | None, at: Any, layout: str | None, **options: Any) -> Any:
    import sys

    if work is None:
        from chainrule.practice.check import check as judged

        return judged(words[0], words[1], at=at, layout=layout, **options)
    if at is not None:
        from chainrule.errors import UsageError

        raise UsageError("work-with-point")
    from chainrule.practice.work import check_work

    text = sys.stdin.read() if work == "-" else Path(work).read_text(encoding="utf-8-sig", errors="replace")
    return check_work(words[0], text, **options)


def _letters(result: Any) -> str | None:
    """The letters a checked answer was about."""
    asked = getattr(result.task.question, "sources", ())
    return getattr(result, "letter", None) or ",".join(letter.name for letter in asked) or None


def _solution(problem: str, wrt: str | None, at: Any, layout: str | None, **options: Any) -> Any:
    """The worked solution, under a head of its own."""
    from chainrule.explained.explain import explain
    from chainrule.render.page import Heading
    from chainrule.words import words

    lang = options["lang"]
    solution = explain(problem, wrt=wrt, at=at, layout=layout, **options)
    return (Heading(None, words(lang).fill("verdict.solution"), chapter=True), *solution.page("normal"))
