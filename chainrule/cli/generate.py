"""``chainrule problems generate``: new problems from a seed, as a set or as a worksheet with its key."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chainrule.cli.options import Detail, DetailOption, FragmentOption, LangOption, OutputOption, PlainOption, chosen_language
from chainrule.errors import UsageError

if TYPE_CHECKING:
    from chainrule.practice.problems.problem import ProblemSet


class Sheet(StrEnum):
    """The formats of a set or worksheet."""

    toml = "toml"
    terminal = "terminal"
    plain = "plain"
    markdown = "markdown"
    latex = "latex"
    html = "html"
    json = "json"


SUFFIXES = {".toml": Sheet.toml, ".md": Sheet.markdown, ".tex": Sheet.latex, ".html": Sheet.html, ".txt": Sheet.plain, ".json": Sheet.json}
"""The format of a file, where none is asked for."""
ANY = 1_000_000
"""Where no seed is given, one below this is taken, and written down."""


def generate(
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same problems; default: a new one.")
    ] = None,
    skills: Annotated[
        str | None, typer.Option("--skills", metavar="A,B", help="What is practised, such as chain,product; default: all.")
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="N|N-M", help="1 (one rule) to 5 (several rules inside each other); default: 1-5.")
    ] = None,
    number: Annotated[int | None, typer.Option("--number", metavar="N", help="How many problems; default: 10.")] = None,
    source: Annotated[str | None, typer.Option("--from", metavar="SET", help="A worksheet of this set instead of new problems.")] = None,
    id: Annotated[str | None, typer.Option("--id", metavar="NAME", help="The name of the set; default: that of the file.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The title; default: the skills.")] = None,
    key: Annotated[bool, typer.Option("--key/--no-key", help="With the answers on a page of their own.")] = True,
    format: Annotated[
        Sheet | None, typer.Option("--format", help="toml: a set; else a worksheet; default: as the file is called, or terminal.")
    ] = None,
    output: OutputOption = None,
    lang: LangOption = None,
    detail: DetailOption = Detail.normal,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """New problems from a seed: a problem set (toml), or a worksheet with room to write and the key.

    chainrule problems generate --seed 7 --skills chain,product --level 2-4 --number 20 --output sheet.tex

    With --detail full the worked solutions follow the key.
    """
    lang = chosen_language(lang)
    shown = Sheet.plain if plain else format or SUFFIXES.get(output.suffix if output else "", Sheet.terminal)
    from chainrule.practice.problems.sheets import Request, generated, remarks

    header: tuple[str, ...] = ()
    if source is None:
        request = Request(_seed(seed), _listed(skills), _range(level or "1-5"), 10 if number is None else number)
        one, drafts = generated(request, id or _name(output), title)
        header = request.header(lang)
    elif seed is not None or skills is not None or level is not None or number is not None or id is not None:
        raise UsageError("generate-from", {"name": source})
    else:
        one, drafts = _found(source, title), ()
    if shown is Sheet.toml:
        from chainrule.cli.options import deliver
        from chainrule.practice.problems.writing import written

        deliver(written(one, header, remarks(drafts, lang)), output)
        return
    _publish(one, shown, output, lang, key, detail, fragment)


def _publish(one: ProblemSet, shown: Sheet, output: Path | None, lang: str, key: bool, detail: Detail, fragment: bool) -> None:
    from chainrule.cli.options import Format
    from chainrule.cli.publish import publish
    from chainrule.explained.explain import explain
    from chainrule.practice.problems.page import set_data
    from chainrule.practice.problems.worksheet import worksheet
    from chainrule.words import words

    page = () if shown is Sheet.json else worksheet(one, words(lang), explain, key, detail.value)
    publish(page, Format(shown.value), output, lang, fragment, lambda: set_data(one))


def _seed(seed: int | None) -> int:
    if seed is not None:
        return seed
    from secrets import randbelow

    return randbelow(ANY)


def _listed(skills: str | None) -> tuple[str, ...] | None:
    return None if skills is None else tuple(name.strip() for name in skills.split(",") if name.strip())


def _range(level: str) -> tuple[int, int]:
    """2 or 2-4, also with a dash of print."""
    low, sign, high = level.replace("–", "-").partition("-")
    if not low.strip().isdecimal() or (sign and not high.strip().isdecimal()):
        raise UsageError("generate-range", {"text": level})
    return int(low), int(high) if sign else int(low)


def _name(output: Path | None) -> str | None:
    return output.stem if output is not None and output.suffix == ".toml" else None


def _found(source: str, title: str | None) -> ProblemSet:
    """The set of a name or in a file."""
    from dataclasses import replace

    from chainrule.practice.problems.sets import find
    from chainrule.words import LANGUAGES

    one = find(source)
    return one if title is None else replace(one, title=dict.fromkeys(LANGUAGES, title))
