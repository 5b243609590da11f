"""A session driven from the command line: lines in, pages out, until the drill is over.

This module knows sessions and fronts; it must not know how a front reads or prints.
"""

from __future__ import annotations

from typing import Protocol

from chainrule.cli.keys import command, in_the_way, letters_of
from chainrule.practice.drill.session import Session
from chainrule.render.page import Block, Page, Sentence, Table
from chainrule.words import words


class Front(Protocol):
    """What reads lines and prints pages."""

    @property
    def waits(self) -> bool:
        """Whether somebody sits there: between problems it is waited for Enter."""

    @property
    def shows_keys(self) -> bool:
        """Whether it is to be seen all the time which keys there are."""

    def show(self, page: Page) -> None:
        """Print a page."""

    def read(self, session: Session, question: Page, key: str = "") -> str | None:
        """A line; ``None`` where there are no more. ``key``: the sentence of a question that is no problem's.

        Raises ``KeyboardInterrupt`` for Ctrl-C on an empty line.
        """


def run(session: Session, front: Front) -> None:
    """Ask until the drill is over, then say how it went. Every finished attempt has been kept before anything else is printed."""
    drill, shown = session.drill, 0
    if not front.shows_keys:
        front.show((Sentence(drill.words.fill("drill.keys-exam" if drill.exam else "drill.keys"), "note"),))
    letters: frozenset[str] = frozenset()
    while drill.state != "done":
        try:
            if drill.state == "between":
                _between(session, front)
                continue
            if drill.number != shown:
                shown = drill.number
                front.show(drill.page)
                letters = letters_of(drill.underway.dealt.problem.problem) if drill.underway else frozenset()
            line = front.read(session, (Sentence(drill.question),))
            if line is None:
                session.turn("quit")
            else:
                front.show(_turn(session, line, letters))
        except KeyboardInterrupt:
            if _stops(session, front):
                session.turn("quit")
    front.show((*_left_out(session), *drill.summary))


def _left_out(session: Session) -> Page:
    """What is said of problems at the end that could not be asked."""
    return session.drill.page if session.drill.has_left_out else ()


def _turn(session: Session, line: str, letters: frozenset[str]) -> Page:
    """What a line does."""
    match command(line, letters):
        case None:
            return session.turn("answer", line).page
        case "help":
            return helped(session, letters)
        case name:
            return session.turn(name).page


def _between(session: Session, front: Front) -> None:
    """After a problem: on to the next, or first its solution."""
    while front.waits:
        line = front.read(session, (), "drill.next" if session.drill.has_next else "drill.last")
        does = None if line is None else command(line, frozenset())
        if line is None or does == "quit":
            session.turn("quit")
            return
        if does == "show":
            front.show(session.turn("show").page)
        elif does == "help":
            front.show(helped(session, frozenset()))
        else:
            break
    session.go_on()


def _stops(session: Session, front: Front) -> bool:
    """Whether to stop, after Ctrl-C: another Ctrl-C means yes."""
    if not front.waits:
        return True
    try:
        line = front.read(session, (), "drill.stop")
    except KeyboardInterrupt:
        return True
    return line is None or line.strip().lower() in ("q", "y", "yes", "是", ":q")


def helped(session: Session, letters: frozenset[str]) -> Page:
    """What can be typed."""
    sentences = words(session.drill.lang)
    keys = (("?", "hint"), ("!", "show"), ("s", "skip"), ("q", "quit"), ("h", "help"))
    known = [pair for pair in keys if not (session.drill.exam and pair[1] in ("hint", "show"))]
    rows = tuple(((key,), sentences.fill(f"drill.help-{name}")) for key, name in known)
    blocks: list[Block] = [Sentence(sentences.fill("drill.help")), Table((), rows), Sentence(sentences.fill("drill.help-typing"))]
    way = in_the_way(letters)
    if way:
        comma = sentences.text("problems.comma")
        named = {"keys": comma.join(way), "commands": comma.join(f":{key}" for key in way)}
        blocks.append(Sentence(sentences.fill("drill.help-letter", **named)))
    blocks.append(Sentence(sentences.fill("drill.help-escape")))
    return tuple(blocks)
