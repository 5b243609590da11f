"""``chainrule rules``: the table of derivatives, or the page on one rule."""

from __future__ import annotations

from typing import Annotated

import typer

from chainrule.cli.options import Format, FormatOption, FragmentOption, LangOption, OutputOption, PlainOption, chosen_language


def rules(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A rule or function: chain, product, sin, arctan …")] = None,
    format: FormatOption = Format.terminal,
    output: OutputOption = None,
    lang: LangOption = None,
    plain: PlainOption = False,
    fragment: FragmentOption = False,
) -> None:
    """The derivative table and the rules; with a NAME: its law, why it is true, an example, the usual mistake."""
    lang = chosen_language(lang)
    from chainrule.cli.publish import publish
    from chainrule.render import rulebook

    if name is None:
        page, data = rulebook.table(lang), rulebook.data
        publish(page, Format.plain if plain else format, output, lang, fragment, data=lambda: data(None, lang))
        return
    from chainrule.explained.explain import explain, parse

    found = rulebook.resolve(name)
    example, wrong = rulebook.example(found)
    worked = explain(example, lang=lang).page("normal")
    page = (*rulebook.head(found, lang), *worked, *rulebook.tail(found, lang, parse(wrong)))
    publish(page, Format.plain if plain else format, output, lang, fragment, data=lambda: rulebook.data(found, lang))
