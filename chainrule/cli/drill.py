"""``chainrule drill``: practice, on a terminal or from a pipe; the record of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainrule.cli.options import LangOption, PlainOption, chosen_language

if TYPE_CHECKING:
    from chainrule.practice.progress.record import Record


def drill(
    place: Annotated[
        str | None, typer.Argument(metavar="[SET|FILE|FOLDER]", help="A set, a file or a folder of sets; default: what is weak.")
    ] = None,
    skill: Annotated[str | None, typer.Option("--skill", metavar="NAME", help="Only what practises a skill, such as chain.")] = None,
    level: Annotated[int | None, typer.Option("--level", metavar="N", help="Only problems of a level, 1 to 5.")] = None,
    review: Annotated[bool, typer.Option("--review", help="What is due for review.")] = False,
    random: Annotated[bool, typer.Option("--random", help="In random order; without a set, new problems.")] = False,
    count: Annotated[int | None, typer.Option("--count", metavar="N", help="So many problems; default: 10, of a set all.")] = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="TEXT", help="The same problems for the same seed.")] = None,
    exam: Annotated[bool, typer.Option("--exam", help="Nothing is said about an answer until the end.")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="Layer by layer.")] = False,
    tries: Annotated[int | None, typer.Option("--tries", metavar="N", help="After N wrong answers the solution is shown.")] = None,
    progress: Annotated[bool, typer.Option("--progress", help="The picture of what has been practised.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Forget what has been practised; with a NAME only that skill, set …")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --reset: do not ask.")] = False,
    lang: LangOption = None,
    plain: PlainOption = False,
) -> None:
    """Practice: a problem, your answer, and if it is wrong, where.

    chainrule drill     … two-layers     … my-problems.toml     … --skill chain --level 2     … --review     … --exam
    """
    lang = chosen_language(lang)
    from chainrule.errors import UsageError
    from chainrule.practice.drill.session import now
    from chainrule.practice.progress.record import Record
    from chainrule.practice.progress.record import place as record_place

    record = Record.open(record_place(), now())
    if progress or reset:
        if progress and reset:
            raise UsageError("drill-both", {"one": "--progress", "other": "--reset"})
        _forget(record, place, yes, lang) if reset else _progress(record, lang, plain)
        return
    options = {"skill": skill, "level": level, "review": review, "random": random, "count": count, "seed": seed}
    _drill(record, place, {**options, "exam": exam, "steps": steps, "tries": tries, "lang": lang}, plain)


def _drill(record: Record, place: str | None, options: dict[str, Any], plain: bool) -> None:
    """Ask, until there are no more problems or lines."""
    from chainrule.cli.drilling import run
    from chainrule.practice.drill.session import drill as begin
    from chainrule.words import words

    front = _front(plain)
    kept = _Telling(record, front, options["lang"])
    session = begin(place, record=kept, **options)
    kept.tell()
    if session.drill.state == "done" and options["review"]:
        from chainrule.render.page import Sentence

        front.show((Sentence(words(options["lang"]).fill("drill.nothing-due")),))
        return
    run(session, front)


class _Telling:
    """The record; what is the matter with it is said."""

    def __init__(self, record: Record, front: Any, lang: str) -> None:
        self.record = record
        self.front = front
        self.lang = lang

    def attempts(self) -> Any:
        """All attempts so far."""
        return self.record.attempts()

    def add(self, attempt: Any) -> None:
        """Keep one more."""
        self._say(self.record.add(attempt))

    def tell(self) -> None:
        """What is the matter from the start."""
        self._say(tuple(self.record.notices))

    def _say(self, notices: Any) -> None:
        from chainrule.practice.progress.telling import notice
        from chainrule.render.page import Sentence
        from chainrule.words import words

        for one in notices:
            self.front.show((Sentence((notice(words(self.lang), one),), "doubt"),))


def _front(plain: bool) -> Any:
    """A line editor where somebody sits at a terminal that can move its cursor; else line by line."""
    screen = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb", "unknown")
    if screen:
        from chainrule.cli.screenfront import ScreenFront

        return ScreenFront(plain)
    from chainrule.cli.linefront import LineFront

    return LineFront(plain)


def _progress(record: Record, lang: str, plain: bool) -> None:
    """The picture."""
    from chainrule.cli.linefront import print_page
    from chainrule.cli.options import unicode_screen
    from chainrule.practice.drill.session import now
    from chainrule.practice.progress.page import page
    from chainrule.practice.progress.picture import picture
    from chainrule.practice.progress.telling import notice
    from chainrule.words import words

    sentences = words(lang)
    shown = page(picture(record.attempts(), now()), sentences)
    for one in record.notices:
        print(notice(sentences, one), file=sys.stderr)
    print_page(shown, plain or not unicode_screen(), apart=False)


def _forget(record: Record, name: str | None, yes: bool, lang: str) -> None:
    """Forget everything, or what bears a name, after asking."""
    from chainrule.practice.drill.named import identified
    from chainrule.words import words

    sentences = words(lang)
    n = str(len(record.attempts()))
    if not yes:
        question = sentences.text("drill.forget-name", name=name) if name else sentences.text("drill.forget", n=n)
        print(f"{question} › ", end="", flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
            print(sentences.text("drill.kept"))
            return
    forgotten = record.reset(identified(name) if name else None)
    told = sentences.text("drill.forget-none", name=name) if name and not forgotten else sentences.text("drill.forgotten", n=str(forgotten))
    print(told)
