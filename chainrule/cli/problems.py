"""``chainrule problems``: which sets there are, what is in one, whether it can be used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainrule.cli import generate
from chainrule.cli.options import Format, FormatOption, FragmentOption, LangOption, OutputOption, PlainOption, chosen_language

if TYPE_CHECKING:
    from chainrule.practice.problems.problem import Problem, ProblemSet
    from chainrule.practice.problems.proving import Proof
    from chainrule.render.page import Page


def list_sets(
    place: Annotated[str | None, typer.Argument(metavar="[SET]", help="A folder, a file or the name of a set; default: all.")] = None,
    skill: Annotated[str | None, typer.Option("--skill", metavar="NAME", help="Sets in which this is practised, such as chain.")] = None,
    level: Annotated[int | None, typer.Option("--level", metavar="N", help="Sets with problems of this level, 1 to 5.")] = None,
    format: FormatOption = Format.terminal,
    output: OutputOption = None,
    lang: LangOption = None,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """The problem sets: name, title, number of problems, levels, skills."""
    lang = chosen_language(lang)
    from chainrule.cli.publish import publish
    from chainrule.practice.problems.page import sets_data, sets_page
    from chainrule.practice.problems.sets import fitting, places, usable
    from chainrule.words import words

    found, defects = usable(places(place))
    sets = list(fitting(found, skill, level))
    publish(sets_page(sets, defects, words(lang)), Format.plain if plain else format, output, lang, fragment, lambda: sets_data(sets))


def show(
    name: Annotated[str, typer.Argument(metavar="SET|ID", help="The name of a set, a file, or the id of a problem.")],
    solution: Annotated[bool, typer.Option("--solution", help="Of a problem: with its answer and the worked solution.")] = False,
    format: FormatOption = Format.terminal,
    output: OutputOption = None,
    lang: LangOption = None,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """The problems of a set, or one problem with its hints."""
    lang = chosen_language(lang)
    from chainrule.cli.publish import publish
    from chainrule.practice.problems import page
    from chainrule.practice.problems.sets import find_either
    from chainrule.words import words

    one, problem = find_either(name)
    shown = Format.plain if plain else format
    if problem is None:
        publish(page.set_page(one, words(lang)), shown, output, lang, fragment, lambda: page.set_data(one))
        return
    publish(_problem(problem, one, lang, solution), shown, output, lang, fragment, lambda: page.problem_data(problem, one))


def _problem(problem: Problem, one: ProblemSet, lang: str, solution: bool) -> Page:
    """The page of one problem, as its kind asks it; of layers the answer is the whole solution.

    A problem that cannot be worked is shown as it was typed.
    """
    from chainrule.errors import ChainruleError
    from chainrule.practice.exercises.kinds import exercise
    from chainrule.practice.problems.page import problem_page
    from chainrule.render.page import Sentence, Title
    from chainrule.words import words

    asked = exercise(problem, lang)
    try:
        title = tuple(block for block in asked.page if isinstance(block, Title))
        named = title if problem.kind == "differentiate" else tuple(Title(block.problem, ()) for block in title)  # the task is a sentence
        answer = () if problem.kind == "differentiate" or not solution else asked.ask.solution
        worked = asked.solution[len(answer) :] if solution else ()
    except ChainruleError as error:
        told = (Sentence((words(lang).error(error.kind, error.facts),), "wrong"),)
        return problem_page(problem, one, (Sentence((problem.problem,)),), words(lang), told if solution else ())
    return problem_page(problem, one, named, words(lang), tuple(block for block in worked if not isinstance(block, Title)), answer)


def check(
    places: Annotated[list[str] | None, typer.Argument(metavar="[FILE|FOLDER|SET]…", help="What to look at; default: all sets.")] = None,
    format: FormatOption = Format.terminal,
    output: OutputOption = None,
    lang: LangOption = None,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """Prove sets usable: readable, answers right, hints in both languages, no mistake that nobody sees."""
    lang = chosen_language(lang)
    from chainrule.practice.problems import sets

    paths = [path for place in places or [str(sets.builtin())] for path in sets.places(place)]
    from chainrule.cli.publish import publish
    from chainrule.practice.problems.page import findings_data, findings_page
    from chainrule.practice.problems.proving import prove
    from chainrule.words import words

    proofs = list(_watched(prove(dict.fromkeys(paths))))
    page = findings_page(proofs, words(lang))
    publish(page, Format.plain if plain else format, output, lang, fragment, lambda: findings_data(proofs, words(lang)))
    raise typer.Exit(int(any(proof.findings for proof in proofs)))


def _watched(proofs: Iterator[Proof]) -> Iterator[Proof]:
    """The proofs, with a line on a terminal that says where it is."""
    from chainrule.render.spans import printable

    screen = sys.stderr.isatty()
    number = 0
    for proof in proofs:
        number += proof.problem is not None
        if screen and proof.problem:
            print(f"\r\x1b[K  {number}  {printable(proof.problem.id)[:40]}", end="", file=sys.stderr, flush=True)
        yield proof
    if screen:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def group() -> Any:
    """The commands together."""
    app = typer.Typer(help="The problem sets, and whether they can be used.", no_args_is_help=True, rich_markup_mode=None)
    app.command("list")(list_sets)
    app.command("show")(show)
    app.command("check")(check)
    app.command("generate")(generate.generate)
    return app
